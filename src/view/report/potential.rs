//! Part III: who should take part, who does, and what is left, by sector or between two bounds.

use super::Draft;
use super::words::lacking;
use crate::annual::Annual;
use crate::indicator::potential::{AreaPotential, Bound, Bounds, SchemePotential, SectorPotential, Total};
use crate::plan::{PlanYear, SchemeId};
use crate::value::wording;
use crate::view::block::{
    Align, Block, Cell, Chart, ChartUnit, Heading, Point, Series, SeriesRole, Table, Text, Weight,
};
use crate::view::words::{self, missing_note};

pub fn write(report: &mut Draft) {
    report.heading(Heading::Part, &report.plan().documents.titles.potential);
    by_scheme(report);
}

/// A section for each scheme, and what is left in every sector as a chart.
pub fn by_scheme(report: &mut Draft) {
    let annual = report.annual;
    let last_by_sector = annual.potential.schemes.iter().rposition(|scheme| !scheme.sectors.is_empty());
    for (n, scheme) in annual.potential.schemes.iter().enumerate() {
        let name = &report.plan().scheme(scheme.scheme).name;
        report.heading(Heading::Section, name);
        match (scheme.total(), &scheme.bounds) {
            (Some(total), _) => by_sector(report, scheme, &total),
            (None, Some(bounds)) => between_bounds(report, scheme.scheme, bounds),
            (None, None) => report.paragraph(format!("Kế hoạch không thu thập số liệu tiềm năng {name}.")),
        }
        if let Some(sentence) = negative_areas(annual, scheme) {
            report.paragraph(sentence);
        }
        if last_by_sector == Some(n) {
            figure(report);
        }
    }
}

/// Who of the labour force of each area doesn't take part yet, a column a scheme.
pub fn by_area(report: &mut Draft) {
    let (year, annual) = (report.year(), report.annual);
    let has_known = |scheme: &&SchemePotential| scheme.areas.iter().any(|area| area.people().is_some());
    let schemes: Vec<&SchemePotential> = annual.potential.schemes.iter().filter(has_known).collect();
    if schemes.is_empty() {
        return report.paragraph("Chưa tính được tiềm năng của địa bàn nào.");
    }
    report.lead_in(
        year.plan
            .words
            .fill("Tiềm năng của địa bàn là số người trong {labour_force} chưa tham gia, mức cao nhất có thể có:"),
    );
    let names: Vec<&str> = schemes.iter().map(|scheme| year.plan.scheme(scheme.scheme).name.as_str()).collect();
    let width = 105 / u32::try_from(names.len()).unwrap_or(1);
    let columns = [("TT", 10, Align::Center), ("Địa bàn", 50, Align::Left)];
    let columns: Vec<_> = columns.into_iter().chain(names.iter().map(|name| (*name, width, Align::Right))).collect();
    let rows = schemes[0].areas.iter().enumerate().map(|(n, area)| {
        let people = schemes.iter().map(|scheme| Cell::people(scheme.areas.get(n).and_then(AreaPotential::people)));
        [Cell::from((n + 1).to_string()), Cell::from(year.area_name(area.area))].into_iter().chain(people).collect()
    });
    report.table("Tiềm năng theo địa bàn (người)", Table::new(&columns).rows(rows));
}

fn by_sector(report: &mut Draft, scheme: &SchemePotential, total: &Total) {
    let (year, name) = (report.year(), report.plan().scheme(scheme.scheme).name.as_str());
    let table_name = if total.n_known > 0 { format!(" ({})", report.next_table(0)) } else { String::new() };
    report.paragraph(format!("{}{table_name}.", province(year, scheme, total)));
    if let Some(sentence) = negative(year, scheme) {
        report.paragraph(sentence);
    }
    if total.n_known > 0 {
        report.table(&format!("Đối tượng và tiềm năng {name} theo khối (người)"), table(year, scheme, total));
    }
}

/// Liable, taking part and left, in the whole province.
fn province(year: &PlanYear, scheme: &SchemePotential, total: &Total) -> String {
    let name = &year.plan.scheme(scheme.scheme).name;
    if let (Some(eligible), Some(participants), Some(people)) =
        (eligible(scheme), scheme.participants.known(), total.known())
    {
        return format!(
            "{} có {} người thuộc diện tham gia {name}, {} người đang tham gia; tiềm năng cần khai thác là {} người",
            year.plan.words.fill("{Whole}"),
            wording::people(eligible),
            wording::people(participants),
            wording::people(people)
        );
    }
    let (why, whole) = (lacking(year, &total.missing), &year.plan.words.whole);
    match total.n_known {
        0 => format!("Chưa tính được tiềm năng {name} của {whole} cũng như của từng khối, do {why}"),
        n => format!(
            "Chưa tính được tiềm năng {name} của {whole}, do {why}; {n}/{} khối đã tính được có tiềm năng {} người",
            total.n_sectors,
            wording::people(total.people)
        ),
    }
}

/// People liable in all sectors; `None` if one isn't known.
fn eligible(scheme: &SchemePotential) -> Option<i64> {
    scheme.sectors.iter().map(SectorPotential::eligible_people).sum()
}

/// The sectors in which more people take part than are reported liable.
fn negative(year: &PlanYear, scheme: &SchemePotential) -> Option<String> {
    let more = |sector: &SectorPotential| {
        let name = words::within_sentence(&year.plan.sector(sector.sector).name);
        Some(format!("{name} (nhiều hơn {} người)", wording::people(-sector.people()?)))
    };
    let negative: Vec<String> = scheme.sectors.iter().filter(|sector| sector.is_negative()).filter_map(more).collect();
    (!negative.is_empty()).then(|| {
        format!(
            "Số người đang tham gia {} lớn hơn số người thuộc diện tham gia đã báo cáo ở khối: {}. Các đơn vị báo cáo cần rà \
             soát, giải trình chênh lệch này; trong báo cáo số âm được giữ nguyên.",
            year.plan.scheme(scheme.scheme).name,
            negative.join("; ")
        )
    })
}

/// The sectors as a table; with notes only where there is something to note.
fn table(year: &PlanYear, scheme: &SchemePotential, total: &Total) -> Table {
    let notes: Vec<String> = scheme.sectors.iter().map(|sector| note(year, sector)).collect();
    let noted = notes.iter().any(|note| !note.is_empty());
    let mut columns = vec![
        ("TT", 10, Align::Center),
        ("Khối", if noted { 61 } else { 74 }, Align::Left),
        ("Thuộc diện tham gia", if noted { 23 } else { 27 }, Align::Right),
        ("Đang tham gia", if noted { 21 } else { 27 }, Align::Right),
        ("Tiềm năng", if noted { 20 } else { 27 }, Align::Right),
    ];
    columns.extend(noted.then_some(("Ghi chú", 30, Align::Left)));
    let sectors = scheme.sectors.iter().zip(notes).enumerate().map(|(n, (sector, note))| {
        let mut row = vec![
            Cell::from((n + 1).to_string()),
            Cell::from(year.plan.sector(sector.sector).name.as_str()),
            Cell::people(sector.eligible_people()),
            Cell::people(sector.participants.known()),
            Cell::people(sector.people()),
        ];
        row.extend(noted.then(|| Cell::from(note)));
        row
    });
    Table::new(&columns).rows(sectors).row(total_row(scheme, total, noted))
}

fn total_row(scheme: &SchemePotential, total: &Total, noted: bool) -> Vec<Cell> {
    let mut row = vec![
        Cell::from(Text::new()),
        Cell::from("Tổng cộng").weight(Weight::Total),
        Cell::people(eligible(scheme)).weight(Weight::Total),
        Cell::people(scheme.participants.known()).weight(Weight::Total),
        Cell::people(total.known()).weight(Weight::Total),
    ];
    row.extend(noted.then(|| match total.missing.is_empty() {
        true => Cell::from(Text::new()),
        false => Cell::from(format!("{}/{} khối đã tính được", total.n_known, total.n_sectors)),
    }));
    row
}

fn note(year: &PlanYear, sector: &SectorPotential) -> String {
    match missing_note(year, &sector.missing()) {
        _ if sector.is_negative() => "Số âm, cần giải trình".to_owned(),
        missing if missing.is_empty() && sector.eligible.cells.is_empty() => "Không có nhóm thuộc diện".to_owned(),
        missing => missing,
    }
}

fn between_bounds(report: &mut Draft, scheme: SchemeId, bounds: &Bounds) {
    let year = report.year();
    let name = &year.plan.scheme(scheme).name;
    report
        .lead_in(format!("Một người có thể thuộc nhiều nhóm tham gia {name}, nên tiềm năng được tính theo hai cách:"));
    report.item(format!("{};", groups(year, bounds)));
    report.item(format!("{}.", residual(year, scheme, bounds)));
    report.paragraph(used(year, scheme, bounds));
}

fn groups(year: &PlanYear, bounds: &Bounds) -> String {
    match (bounds.groups.known(), bounds.participants.known(), bounds.groups_people()) {
        (Some(groups), Some(participants), Some(people)) => format!(
            "Theo nhóm đối tượng: {} người thuộc các nhóm trừ {} người đang tham gia, còn {} người",
            wording::people(groups),
            wording::people(participants),
            wording::people(people)
        ),
        _ => {
            let missing = bounds.groups.missing.union(&bounds.participants.missing).copied().collect();
            format!("Theo nhóm đối tượng: chưa tính được, do {}", lacking(year, &missing))
        }
    }
}

fn residual(year: &PlanYear, scheme: SchemeId, bounds: &Bounds) -> String {
    let Some(liable) = &bounds.liable else {
        let words = "Theo {labour_force}: không xác định, vì Kế hoạch không gắn loại hình này với loại hình khác";
        return year.plan.words.fill(words);
    };
    let other = year.plan.scheme(scheme).instead_of.map_or("", |other| year.plan.scheme(other).name.as_str());
    let name = &year.plan.words.labour_force;
    let known = (bounds.labour_force.known(), liable.known(), bounds.participants.known(), bounds.residual_people());
    match known {
        (Some(labour_force), Some(liable), Some(participants), Some(people)) => format!(
            "Theo {name}: {} người trong {name} trừ {} người thuộc diện {other}, trừ {} người đang \
             tham gia, còn {} người",
            wording::people(labour_force),
            wording::people(liable),
            wording::people(participants),
            wording::people(people)
        ),
        _ => {
            let sums = [&bounds.labour_force, liable, &bounds.participants];
            let missing = sums.into_iter().flat_map(|sum| sum.missing.iter().copied()).collect();
            format!("Theo {name}: chưa tính được, do {}", lacking(year, &missing))
        }
    }
}

/// Which bound the report goes by, and why.
fn used(year: &PlanYear, scheme: SchemeId, bounds: &Bounds) -> String {
    let name = &year.plan.scheme(scheme).name;
    let Some((bound, people)) = bounds.used() else {
        return format!("Chưa tính được tiềm năng {name}, do {}.", lacking(year, &bounds.missing()));
    };
    let which = match bound {
        Bound::Groups => "kết quả tính theo nhóm đối tượng".to_owned(),
        Bound::Residual => year.plan.words.fill("kết quả tính theo {labour_force}"),
    };
    let why = match (bounds.groups_people(), bounds.residual_people()) {
        (Some(_), Some(_)) => "là số nhỏ hơn".to_owned(),
        _ if bounds.missing().is_empty() => "là kết quả duy nhất xác định được".to_owned(),
        _ => format!("là kết quả duy nhất tính được khi {}", lacking(year, &bounds.missing())),
    };
    let query = if people < 0 {
        " Số âm cho thấy số đang tham gia lớn hơn số có thể tham gia, các đơn vị báo cáo cần rà soát, giải trình."
    } else {
        ""
    };
    format!("Báo cáo sử dụng {which}, {} người, vì {why}.{query}", wording::people(people))
}

/// The areas in which more people take part than work.
fn negative_areas(annual: &Annual, scheme: &SchemePotential) -> Option<String> {
    let year = &annual.merged.year;
    let negative: Vec<String> = scheme
        .areas
        .iter()
        .filter(|area| area.is_negative())
        .filter_map(|area| Some(format!("{} ({})", year.area_name(area.area), wording::people(area.people()?))))
        .collect();
    (!negative.is_empty()).then(|| {
        format!(
            "Số người đang tham gia {} lớn hơn {} chưa tham gia loại hình khác tại {}; số liệu này cần được rà \
             soát, giải trình.",
            year.plan.scheme(scheme.scheme).name,
            year.plan.words.labour_force,
            wording::list(&negative)
        )
    })
}

/// What is left in every sector, bars of one colour a scheme; of the schemes of which something is known.
fn figure(report: &mut Draft) {
    let (year, annual) = (report.year(), report.annual);
    let is_known = |scheme: &&SchemePotential| scheme.sectors.iter().any(|sector| sector.people().is_some());
    let schemes: Vec<&SchemePotential> = annual.potential.schemes.iter().filter(is_known).collect();
    if schemes.is_empty() {
        return report.paragraph("Chưa vẽ được biểu đồ tiềm năng theo khối vì chưa tính được tiềm năng của khối nào.");
    }
    let roles = [SeriesRole::Fact, SeriesRole::Comparison];
    let series = schemes.iter().zip(roles.into_iter().cycle()).map(|(scheme, role)| Series {
        name: year.plan.scheme(scheme.scheme).name.clone(),
        role,
        points: year
            .plan
            .sectors
            .iter()
            .zip(&scheme.sectors)
            .map(|(_, sector)| sector.people().map(Point::people))
            .collect(),
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
        report.blocks.push(Block::Note("Cột về bên trái là số âm, cần giải trình.".to_owned()));
    }
}

/// The chart in words.
fn alternative(year: &PlanYear, schemes: &[&SchemePotential]) -> String {
    let of_scheme = |scheme: &&SchemePotential| {
        let sectors = scheme.sectors.iter().filter_map(|sector| {
            Some(format!("{} {}", year.plan.sector(sector.sector).name, wording::people(sector.people()?)))
        });
        format!("{}: {}", year.plan.scheme(scheme.scheme).name, sectors.collect::<Vec<_>>().join("; "))
    };
    let told: Vec<String> = schemes.iter().map(of_scheme).collect();
    format!("Biểu đồ cột: tiềm năng theo khối, đơn vị tính người. {}.", told.join(". "))
}
