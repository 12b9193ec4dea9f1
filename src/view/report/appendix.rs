//! The appendices: tables behind the text, what was explained, and how the figures are to be understood.

use super::appendix_numbers::{BASIS, DIFFICULTIES, METHOD, PROPOSAL, QUERIES, RESULTS, SUBMISSIONS};
use super::document::Deliverable;
use super::draft::Draft;
use super::notes::{has_people, without_empty};
use super::words::one_line;
use super::{assigned, collection, difficulties, queries, results, targets};
use crate::indicator::annual::Annual;
use crate::indicator::completeness::Standing;
use crate::indicator::matrix::Matrix;
use crate::plan::Caveat;
use crate::value::wording;
use crate::view::block::{Align, Block, Cell, Table};
use crate::view::citation;
use crate::view::coverage::caveat;
use crate::view::potential::row_name;
use crate::view::proposal as view;
use crate::view::units;

pub fn write(report: &mut Draft) {
    let year = report.year().year;
    begin(report, RESULTS, &format!("Kết quả qua các năm và tỷ lệ tham gia theo địa bàn năm {year}"));
    if !report.annual.earlier.is_empty() {
        report.table("Kết quả thực hiện chỉ tiêu qua các năm", results::over_years(report.annual));
    }
    areas(report);
    assigned::tables(report);
    begin(report, SUBMISSIONS, &format!("Tình hình gửi số liệu năm {year} của các đơn vị"));
    submissions(report);
    proposal(report, &format!("Đề xuất chỉ tiêu năm {} theo khối, theo đơn vị và địa bàn", year + 1));
    begin(report, QUERIES, "Nội dung cần giải trình và giải trình của các đơn vị");
    queries::table(report);
    begin(report, DIFFICULTIES, "Khó khăn, vướng mắc và đề xuất, kiến nghị của các đơn vị");
    difficulties::verbatim(report);
    begin(report, METHOD, "Cách hiểu và phương pháp tính");
    method(report);
}

/// The appendices of the report on potential, by the names that its text has for them.
pub fn of_potential(report: &mut Draft) {
    let year = report.year().year;
    begin(report, RESULTS, &format!("Tỷ lệ tham gia theo địa bàn năm {year}"));
    areas(report);
    begin(report, SUBMISSIONS, &format!("Tình hình gửi số liệu năm {year} của các đơn vị"));
    submissions(report);
}

/// The appendices of the letter with next year's targets: those of the report on potential, then how the targets came about.
pub fn of_targets(report: &mut Draft) {
    let year = report.year().year;
    of_potential(report);
    proposal(report, &format!("Đề xuất chỉ tiêu năm {} theo khối, theo đơn vị và địa bàn", year + 1));
    begin(report, BASIS, "Số liệu và phương pháp tính");
    method(report);
}

/// Begins an appendix of a document.
pub fn begin(report: &mut Draft, number: &'static str, title: &str) {
    begin_on(report, number, title, false);
}

fn begin_on(report: &mut Draft, number: &'static str, title: &str, is_wide: bool) {
    let kind = if report.deliverable == Deliverable::Targets { None } else { Some("BC") };
    let attached_to = citation::attached_to(&report.plan().office, kind, report.annual.choices.today);
    let title = title.to_owned();
    report.blocks.push(Block::Appendix { number, title, attached_to, is_wide });
}

/// The areas by rank.
fn areas(report: &mut Draft) {
    let annual = report.annual;
    let by_area = results::by_area(annual);
    for n in report.plan().indicator_ids().filter(|n| !by_area.contains(n)) {
        report.paragraph(format!("{} không được báo cáo theo địa bàn.", report.plan().indicator(n).short));
    }
    if by_area.is_empty() {
        return;
    }
    if !results::is_any_known(annual) {
        return report.paragraph("Chưa tính được tỷ lệ tham gia của địa bàn nào nên không lập bảng.");
    }
    for (title, table) in results::area_tables(annual) {
        report.table_with_notes(&title, table.dense(), "Ghi chú");
    }
    report.blocks.push(Block::Note(caveat(report.plan(), Caveat::Areas)));
    for (title, table) in results::comparison_tables(annual) {
        report.table_with_notes(&title, table.dense(), "Ghi chú");
    }
}

/// Who sent what and when.
pub fn submissions(report: &mut Draft) {
    let annual = report.annual;
    collection::details(report);
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        ("Đơn vị", 45, Align::Left),
        ("Tình trạng", 25, Align::Left),
        ("Ngày gửi", 22, Align::Center),
        ("So với hạn", 30, Align::Center),
        ("Số liệu đến ngày", 24, Align::Center),
        ("Lần gửi", 10, Align::Center),
    ])
    .dense();
    let standings = annual.completeness.agencies.iter().enumerate();
    let table = table.rows(standings.map(|(n, standing)| submission(annual, n + 1, standing)));
    report.table("Tình hình gửi số liệu", table);
    units_below(report);
}

/// Every unit below whose numbers are missing, or about which something is open.
fn units_below(report: &mut Draft) {
    let (year, units) = (report.year(), units::all_below(report.annual.merged));
    if units.is_empty() {
        return;
    }
    let table = Table::new(&[
        ("TT", 12, Align::Center),
        ("Đơn vị", 70, Align::Left),
        ("Gửi số liệu cho", 38, Align::Left),
        ("Tình trạng", 45, Align::Left),
    ])
    .dense();
    let row = |(n, unit): (usize, &units::UnitBelow)| {
        let collector = year.agency_name(unit.collector).to_owned();
        [(n + 1).to_string(), unit.name.clone(), collector, unit.what.clone()].map(Cell::from).to_vec()
    };
    let table = table.rows(units.iter().enumerate().map(row));
    report.table("Đơn vị bậc dưới chưa có số liệu hoặc còn chưa rõ", table);
}

fn submission(annual: &Annual, number: usize, standing: &Standing) -> Vec<Cell> {
    let file = standing.file.map(|n| annual.merged.file(n));
    let dash = || "–".to_owned();
    vec![
        Cell::from(number.to_string()),
        Cell::from(units::name_of(annual.merged, standing.agency)),
        Cell::from(standing.state.label()),
        Cell::from(standing.sent_on.map_or_else(dash, wording::document_date)),
        Cell::from(against_due(standing)),
        Cell::from(file.and_then(|file| file.as_of).map_or_else(dash, wording::document_date)),
        Cell::from(file.and_then(|file| file.revision).map_or_else(dash, |revision| revision.to_string())),
    ]
}

fn against_due(standing: &Standing) -> String {
    match (standing.file, standing.days) {
        (_, None) => "không rõ".to_owned(),
        (Some(_), Some(days)) => wording::sent_against_due(days),
        (None, Some(days)) => wording::today_against_due(days),
    }
}

/// As many sectors as an upright page has room for beside the agencies.
const UPRIGHT_SECTORS: usize = 8;

/// What is proposed for sectors, agencies and areas; on pages that lie on their side if there are many sectors.
fn proposal(report: &mut Draft, title: &str) {
    let annual = report.annual;
    let lines = &annual.proposal.lines;
    let n_sectors = lines.iter().filter_map(|line| line.matrix.as_ref()).map(|matrix| matrix.rows.len()).max();
    begin_on(report, PROPOSAL, title, n_sectors > Some(UPRIGHT_SECTORS));
    let n_before = report.n_tables;
    targets::sector_tables(report);
    targets::agency_table(report);
    area_tables(report);
    matrices(report);
    if report.n_tables == n_before {
        report.paragraph("Chưa có số tăng thêm nào giao được cho đơn vị, địa bàn.");
    }
}

/// What areas are asked for.
fn area_tables(report: &mut Draft) {
    let (year, annual) = (report.year(), report.annual);
    let of = annual.proposal.year;
    for line in &annual.proposal.lines {
        if let Some(split) = line.areas.as_ref().filter(|split| !targets::is_unknown(split)) {
            let title = format!("Số tăng thêm {} năm {of} theo địa bàn (người)", line.name);
            report.table_with_notes(
                &title,
                view::area_table(year, &annual.potential.outside, &line.province, split),
                "Lưu ý",
            );
        }
    }
}

/// What every agency is asked for in every sector. Which sector a column is stands once above the tables that share it.
fn matrices(report: &mut Draft) {
    let (year, annual) = (report.year(), report.annual);
    let mut told = String::new();
    for line in &annual.proposal.lines {
        let Some(matrix) = line.matrix.as_ref().filter(|matrix| !matrix.agencies().is_empty()) else { continue };
        let table = view::matrix_table(year, matrix, |n| match matrix.rows.len() {
            0 | 1 => "Tăng thêm".to_owned(),
            _ => format!("({})", n + 1),
        });
        let table = without_empty(table, view::UNALLOCATED);
        if !has_people(&table) {
            continue;
        }
        let sectors = sectors_by_number(annual, matrix);
        if matrix.rows.len() > 1 && sectors != told {
            report.lead_in(sectors.clone());
            told = sectors;
        }
        let parts = if matrix.rows.len() > 1 { "đơn vị và khối" } else { "đơn vị" };
        let title = format!("Số tăng thêm {} năm {} theo {parts} (người)", line.name, annual.proposal.year);
        report.table(&title, table);
    }
}

/// Which sector a numbered column stands for.
fn sectors_by_number(annual: &Annual, matrix: &Matrix) -> String {
    let names = matrix.rows.iter().enumerate().map(|(n, row)| {
        let name = row_name(&annual.merged.year, row.sector);
        format!("({}) {name}", n + 1)
    });
    format!("Các khối: {}.", names.collect::<Vec<_>>().join("; "))
}

/// What holds for every figure, and what the plan leaves open.
pub fn method(report: &mut Draft) {
    for rule in RULES {
        report.item(report.plan().words.fill(rule));
    }
    report.table("Số liệu dùng để tính đề xuất", targets::parameters(report.annual));
    let plan = report.plan();
    if plan.assumptions.is_empty() {
        return;
    }
    report.lead_in("Những điểm Kế hoạch chưa nói rõ được hiểu như sau:");
    let table = Table::new(&[
        ("TT", 10, Align::Center),
        ("Mục của Kế hoạch", 32, Align::Left),
        ("Cách hiểu", 123, Align::Left),
    ])
    .dense();
    let table = table.rows(plan.assumptions.iter().enumerate().map(|(n, assumption)| {
        let words = assumption.in_documents.as_ref().unwrap_or(&assumption.text);
        vec![Cell::from((n + 1).to_string()), Cell::from(assumption.clause.as_str()), Cell::from(one_line(words))]
    }));
    report.table("Cách hiểu khi Kế hoạch chưa nói rõ", table);
}

const RULES: &[&str] = &[
    "Đạt chỉ tiêu khi tỷ lệ chính xác, chưa làm tròn, bằng hoặc lớn hơn chỉ tiêu. Tỷ lệ viết với hai chữ số thập phân; nếu hai \
     chữ số làm tỷ lệ chưa đạt trông như đã đạt thì viết thêm chữ số.",
    "Số người còn thiếu bằng chỉ tiêu nhân với {labour_force}, làm tròn lên đến một người, trừ số người đang tham gia.",
    "Số liệu chưa báo cáo không được thay bằng 0. Số nào cần đến số liệu còn thiếu thì ghi “chưa tính được” hoặc “tạm tính”.",
];
