//! Part III: who should take part, who does, and what is left, by sector; three figures for what people join of their own will.

use super::draft::Draft;
use crate::indicator::potential::{Liable, Outside, OutsideRow, SchemePotential, Total, Voluntary};
use crate::plan::{PlanYear, SchemeId};
use crate::value::wording;
use crate::view::block::{Block, Chart, ChartUnit, Heading, Point, Series, SeriesRole};
use crate::view::potential as view;
use crate::view::rounds;

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
    if let Some(sentence) = view::negative_areas(report.year(), &annual.potential.outside) {
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
    if let Some(sentence) = view::over(year, scheme) {
        report.paragraph(sentence);
    }
    if total.n_known > 0 {
        let by = if scheme.is_by_sector() { " theo khối" } else { "" };
        let title = format!("Đối tượng và tiềm năng {name}{by} (người)");
        report.table_with_notes(&title, view::table(year, scheme), "Ghi chú");
    }
}

fn voluntary(report: &mut Draft, scheme: SchemeId, of: &Voluntary) {
    let (year, potential) = (report.year(), &report.annual.potential);
    let name = &year.plan.scheme(scheme).name;
    report.lead_in(format!(
        "{name} không có số người thuộc diện phải tham gia; những người có thể tham gia được nêu bằng các số đặt cạnh nhau, \
         không cộng với nhau ({}):",
        report.next_table(0)
    ));
    let title = format!("Người có thể tham gia {name} (người)");
    report.table_with_notes(&title, view::voluntary_table(year, potential, of), "Ghi chú");
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

/// What is left in every sector, bars of one colour a scheme; of the schemes of which something is known.
fn figure(report: &mut Draft) {
    let (year, annual) = (report.year(), report.annual);
    // With bars for only a few sectors, the others would look as if nothing were left.
    let is_known = |scheme: &&SchemePotential| {
        let known = || scheme.rows.iter().filter_map(Liable::people);
        scheme.is_by_sector() && 2 * known().count() > scheme.rows.len() && known().any(|people| people != 0)
    };
    let schemes: Vec<&SchemePotential> = annual.potential.schemes.iter().filter(is_known).collect();
    if schemes.is_empty() {
        return report
            .paragraph("Chưa vẽ được biểu đồ tiềm năng theo khối vì chưa tính được tiềm năng của phần lớn các khối.");
    }
    let roles = [SeriesRole::Fact, SeriesRole::Comparison];
    let series = schemes.iter().zip(roles.into_iter().cycle()).map(|(scheme, role)| Series {
        name: year.plan.scheme(scheme.scheme).name.clone(),
        role,
        points: year.plan.sectors.iter().zip(&scheme.rows).map(|(_, row)| row.people().map(Point::people)).collect(),
    });
    let chart = Chart {
        title: String::new(),
        names: year.plan.sectors.iter().map(|sector| sector.name.clone()).collect(),
        series: series.collect(),
        unit: ChartUnit::People,
        alternative: alternative(year, &schemes),
    };
    let has_negative = chart.has_negative();
    report.charts("Tiềm năng theo khối (người)", vec![chart]);
    if has_negative {
        report.blocks.push(Block::Note("Cột về bên trái là số âm.".to_owned()));
    }
}

/// The chart in words.
fn alternative(year: &PlanYear, schemes: &[&SchemePotential]) -> String {
    let of_scheme = |scheme: &&SchemePotential| {
        let sectors = scheme
            .rows
            .iter()
            .filter_map(|row| Some(format!("{} {}", view::row_name(year, row.sector), wording::people(row.people()?))));
        format!("{}: {}", year.plan.scheme(scheme.scheme).name, sectors.collect::<Vec<_>>().join("; "))
    };
    let told: Vec<String> = schemes.iter().map(of_scheme).collect();
    format!("Biểu đồ cột: tiềm năng theo khối, đơn vị tính người. {}.", told.join(". "))
}
