//! Part III: who should take part, who does, and what is left, by sector; three figures for what people join of their own will.

use super::draft::Draft;
use super::notes::has_people;
use super::words::lacking;
use crate::indicator::potential::{Liable, Outside, OutsideRow, SchemePotential, Total, Voluntary};
use crate::plan::{PlanYear, SchemeId};
use crate::value::wording;
use crate::view::block::{Block, Chart, ChartUnit, Heading, Point, Series, SeriesRole};
use crate::view::potential as view;
use crate::view::rounds;
use crate::view::words::within_sentence;

pub fn write(report: &mut Draft) {
    report.heading(Heading::Part, &report.plan().documents.titles.potential);
    by_scheme(report);
}

/// A section for each scheme, and what is left in every sector as a chart.
pub fn by_scheme(report: &mut Draft) {
    let annual = report.annual;
    if let Some(round) = rounds::main(annual.merged) {
        report.paragraph(format!(
            "Số người thuộc diện tham gia, đang tham gia và tiềm năng dưới đây là số liệu {round}."
        ));
    }
    let last_by_sector = annual.potential.schemes.iter().rposition(SchemePotential::is_by_sector);
    for (n, scheme) in annual.potential.schemes.iter().enumerate() {
        let name = &report.plan().scheme(scheme.scheme).name;
        report.heading(Heading::Section, name);
        match (scheme.total(), &scheme.voluntary) {
            (Some(total), _) => liable(report, scheme, &total),
            (None, Some(of)) => voluntary(report, scheme.scheme, of),
            (None, None) => report.paragraph(format!("Kế hoạch không thu thập số liệu tiềm năng {name}.")),
        }
        if last_by_sector == Some(n) {
            figure(report);
        }
    }
    if let Some(sentence) = view::negative_areas(annual.merged, &annual.potential.outside) {
        report.paragraph(sentence);
    }
}

/// Who of the labour force of each area is in no scheme; no potential, and not called so.
pub fn by_area(report: &mut Draft) {
    let (year, outside) = (report.year(), &report.annual.potential.outside);
    let name = view::outside_name(year, outside);
    if !outside.areas.iter().any(|row: &OutsideRow| row.people().is_some()) {
        return report.paragraph(format!("Chưa tính được số người {name} của địa bàn nào."));
    }
    report.lead_in(format!("Số người {name} của từng địa bàn nêu tại {}.", report.next_table(0)));
    report.table(&format!("Người {name} theo địa bàn (người)"), view::outside_table(year, outside).dense());
}

fn liable(report: &mut Draft, scheme: &SchemePotential, total: &Total) {
    let (year, name) = (report.year(), report.plan().scheme(scheme.scheme).name.as_str());
    let table_name = if total.n_known > 0 { format!(" ({})", report.next_table(0)) } else { String::new() };
    report.paragraph(format!("{}{table_name}.", view::province(year, scheme, total)));
    if let Some(sentence) = view::over(report.annual.merged, scheme) {
        report.paragraph(sentence);
    }
    if total.n_known > 0 {
        let by = if scheme.is_by_sector() { " theo khối" } else { "" };
        let title = format!("Đối tượng và tiềm năng {name}{by} (người)");
        report.table_with_notes(&title, view::table(report.annual.merged, scheme), "Ghi chú");
    }
}

fn voluntary(report: &mut Draft, scheme: SchemeId, of: &Voluntary) {
    let (year, potential) = (report.year(), &report.annual.potential);
    let name = &year.plan.scheme(scheme).name;
    let table = view::voluntary_table(year, potential, of);
    if !has_people(&table) {
        let missing = of.missing().into_iter().chain(potential.outside.province.missing()).collect();
        return report
            .paragraph(format!("Chưa tính được số người có thể tham gia {name}, do {}.", lacking(year, &missing)));
    }
    report.lead_in(format!(
        "{name} không có số người thuộc diện phải tham gia; những người có thể tham gia được nêu bằng các số đặt cạnh nhau, \
         không cộng với nhau ({}):",
        report.next_table(0)
    ));
    let title = format!("Người có thể tham gia {name} (người)");
    report.table_with_notes(&title, table, "Ghi chú");
    report.paragraph(outside_is(year, &potential.outside));
}

/// What it means to be outside, in a sentence.
fn outside_is(year: &PlanYear, outside: &Outside) -> String {
    let schemes: Vec<&str> = outside.schemes.iter().map(|id| year.plan.scheme(*id).name.as_str()).collect();
    format!(
        "Số người {} bằng {} trừ số người đang tham gia {}; đây là mức cao nhất của số người còn có thể tham gia, không phải là tiềm \
         năng.",
        view::outside_name(year, outside),
        year.plan.words.labour_force,
        wording::list(&schemes)
    )
}

/// What is left in every sector, bars of one colour a scheme; of the schemes of which most is known. Which scheme or sector
/// has no bars is said below, or they would look as if nothing were left.
fn figure(report: &mut Draft) {
    let (year, annual) = (report.year(), report.annual);
    let by_sector = annual.potential.schemes.iter().filter(|scheme| scheme.is_by_sector());
    let (drawn, left_out): (Vec<&SchemePotential>, Vec<&SchemePotential>) =
        by_sector.partition(|scheme| is_drawn(scheme));
    let left_out: Vec<String> = left_out.into_iter().map(|scheme| why_not_drawn(year, scheme)).collect();
    if drawn.is_empty() {
        return report.paragraph(format!("Chưa vẽ được biểu đồ tiềm năng theo khối: {}.", left_out.join("; ")));
    }
    let chart = chart(year, &drawn);
    let has_negative = chart.has_negative();
    // One series has no legend.
    let of = match drawn.as_slice() {
        [only] => format!(" {}", year.plan.scheme(only.scheme).name),
        _ => String::new(),
    };
    report.charts(&format!("Tiềm năng{of} theo khối (người)"), vec![chart]);
    let mut notes: Vec<String> = drawn.iter().filter_map(|scheme| without_bars(year, scheme)).collect();
    notes.extend((!left_out.is_empty()).then(|| format!("Không vẽ được: {}.", left_out.join("; "))));
    notes.extend(has_negative.then(|| "Cột về bên trái là số âm.".to_owned()));
    if !notes.is_empty() {
        report.blocks.push(Block::Note(notes.join(" ")));
    }
}

/// With bars for only a few sectors, the others would look as if nothing were left.
fn is_drawn(scheme: &SchemePotential) -> bool {
    let known = || scheme.rows.iter().filter_map(Liable::people);
    2 * known().count() > scheme.rows.len() && known().any(|people| people != 0)
}

/// `BHXH bắt buộc (mới tính được 3/7 khối)`
fn why_not_drawn(year: &PlanYear, scheme: &SchemePotential) -> String {
    let (n_known, n_rows) = (scheme.rows.iter().filter_map(Liable::people).count(), scheme.rows.len());
    let why = match n_known {
        0 => "chưa tính được khối nào".to_owned(),
        n if 2 * n <= n_rows => format!("mới tính được {n}/{n_rows} khối"),
        _ => "các khối đã tính được không còn tiềm năng".to_owned(),
    };
    format!("{} ({why})", year.plan.scheme(scheme.scheme).name)
}

/// The sectors of a scheme in the chart of which no number is known; `None` if all are.
fn without_bars(year: &PlanYear, scheme: &SchemePotential) -> Option<String> {
    let unknown = scheme.rows.iter().filter(|row| row.people().is_none());
    let names: Vec<String> = unknown.map(|row| within_sentence(&view::row_name(year, row.sector))).collect();
    let name = &year.plan.scheme(scheme.scheme).name;
    (!names.is_empty()).then(|| format!("{name} chưa tính được nên không có cột: {}.", wording::list(&names)))
}

fn chart(year: &PlanYear, schemes: &[&SchemePotential]) -> Chart {
    let roles = [SeriesRole::Fact, SeriesRole::Comparison];
    let series = schemes.iter().zip(roles.into_iter().cycle()).map(|(scheme, role)| Series {
        name: year.plan.scheme(scheme.scheme).name.clone(),
        role,
        points: year.plan.sectors.iter().zip(&scheme.rows).map(|(_, row)| row.people().map(Point::people)).collect(),
    });
    Chart {
        title: String::new(),
        names: year.plan.sectors.iter().map(|sector| sector.name.clone()).collect(),
        series: series.collect(),
        unit: ChartUnit::People,
        alternative: alternative(year, schemes),
    }
}

/// The chart in words.
fn alternative(year: &PlanYear, schemes: &[&SchemePotential]) -> String {
    let told: Vec<String> = schemes
        .iter()
        .map(|scheme| {
            let sectors = scheme.rows.iter().filter_map(|row| {
                Some(format!("{} {}", view::row_name(year, row.sector), wording::people(row.people()?)))
            });
            format!("{}: {}", year.plan.scheme(scheme.scheme).name, sectors.collect::<Vec<_>>().join("; "))
        })
        .collect();
    format!("Biểu đồ cột: tiềm năng theo khối, đơn vị tính người. {}.", told.join(". "))
}
