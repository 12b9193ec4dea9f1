//! Letters to several agencies at once: the one that goes out with the templates, and one reminder for all that it concerns.

use chrono::NaiveDate;

use super::enclosed::{self, Enclosed};
use super::message::{Asked, Body, Message};
use super::place::sheet;
use super::round::{basis, is_optional, of_year, urges, without_it, year_in_round};
use crate::indicator::completeness::{Completeness, Standing, State};
use crate::ledger::Merged;
use crate::plan::{AgencyId, Form, PlanYear};
use crate::problem::{Audience, Finding};
use crate::value::grid::in_ranges;
use crate::value::wording;
use crate::view::block::{Align, Cell, Table};
use crate::view::citation;

/// Whom such a letter is addressed to.
const ALL: &str = "Các cơ quan, đơn vị (danh sách kèm theo)";

/// What the covering letter's file is called, without its ending.
pub fn covering_name(year: &PlanYear) -> String {
    format!("cong-van-gui-bieu-mau_{}", year.name_in_files())
}

/// What the common reminder's file is called, without its ending.
pub fn reminder_name(year: &PlanYear) -> String {
    format!("cong-van-don-doc-chung_{}", year.name_in_files())
}

/// The letter that goes out with the templates of these agencies.
pub fn covering<'a>(year: &'a PlanYear<'a>, agencies: &[AgencyId], today: NaiveDate) -> Message<'a> {
    let plan = year.plan;
    let office = &plan.office;
    let asked = Asked { office, by: plan.last_day_on_time(year.due) };
    let round = year.round_name().map(|name| format!(", kỳ {name}")).unwrap_or_default();
    let by_clause = match is_optional(year) {
        true => ", để có số liệu mới nhất cho báo cáo".to_owned(),
        false => format!("; theo mục {} của Kế hoạch", plan.task(plan.collection_task).clause),
    };
    let body = Body::default()
        .paragraph(format!(
            "Thực hiện {} (sau đây gọi là Kế hoạch){by_clause}, {} gửi các cơ quan, đơn vị biểu mẫu thu thập số liệu năm {}{round} (mỗi \
             đơn vị một tệp Excel, tên tệp nêu trong danh sách kèm theo).",
            citation::of_plan(plan),
            office.name,
            year.year,
        ))
        .paragraph(format!(
            "Đề nghị các cơ quan, đơn vị điền đủ các biểu, ghi 0 ở nhóm không có người, ghi lý do vào cột “Ghi chú, giải trình” khi số liệu \
             tăng, giảm nhiều, và gửi tệp Excel {}. Đề nghị không thêm, xóa dòng, cột và không đổi tên trang tính.",
            asked.by()
        ));
    let body = if is_optional(year) { body.paragraph(without_it(year)) } else { body };
    let body = body.ending(&asked, "các cơ quan, đơn vị");
    let table = Table::new(&[
        ("TT", 12, Align::Center),
        ("Đơn vị", 58, Align::Left),
        ("Biểu phải báo cáo", 45, Align::Left),
        ("Tệp biểu mẫu", 50, Align::Left),
    ]);
    let others = agencies.iter().filter(|agency| !year.is_own(**agency));
    let rows = others.enumerate().map(|(n, agency)| {
        let forms: Vec<String> = year.forms_of(*agency).map(|form| plan.form(form)).map(form_name).collect();
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(year.agency_name(*agency)),
            Cell::from(forms.join(", ")),
            Cell::from(year.template_name(*agency)),
        ]
    });
    let body = body.signature(office).attached_list("Các đơn vị nhận biểu mẫu", &table.rows(rows), (office, today));
    let subject = format!("cung cấp số liệu xác định đối tượng tham gia {} năm {}", plan.words.short_topic, year.year);
    Message { office, subject, addressed_to: ALL.to_owned(), date: today, body }
}

/// A form as its sheet is called; one that may be left blank says so.
fn form_name(form: &Form) -> String {
    if form.optional { format!("{} (không bắt buộc)", form.sheet) } else { form.sheet.clone() }
}

/// An agency that a common reminder concerns.
#[derive(Debug, Clone)]
pub struct Reminded<'a> {
    /// How it stands.
    pub standing: &'a Standing,
    /// The copies that go with the letter to it.
    pub enclosed: Vec<Enclosed>,
}

/// One reminder to all agencies that still have something to do.
pub fn reminder<'a>(
    merged: &'a Merged,
    completeness: &Completeness,
    reminded: &[Reminded],
    reply_by: NaiveDate,
) -> Message<'a> {
    let year = &merged.year;
    let in_round = year_in_round(merged, completeness);
    let of_year = of_year(&in_round);
    let office = &year.plan.office;
    let asked = Asked { office, by: reply_by };
    let body = Body::default()
        .paragraph(format!(
            "{} Đến ngày {}, còn {}/{} đơn vị chưa gửi, hoặc số liệu đã gửi còn phải sửa, giải trình (danh sách kèm theo).",
            basis(&in_round, "các cơ quan, đơn vị"),
            wording::document_date(completeness.today),
            wording::count(reminded.len() as u64),
            wording::count(completeness.n_expected() as u64),
        ))
        .paragraph(format!("Đề nghị các cơ quan, đơn vị thực hiện việc nêu trong danh sách và gửi {}.", asked.by()));
    let body = if is_optional(&in_round) { body.paragraph(without_it(&in_round)) } else { body };
    let body = match reminded.iter().any(|reminded| !reminded.enclosed.is_empty()) {
        true => body.paragraph(enclosed::common_sentence()),
        false => body,
    };
    let body = body.ending(&asked, "các cơ quan, đơn vị");
    let table = to_do_list(merged, reminded);
    let title = "Các đơn vị chưa hoàn thành việc cung cấp số liệu";
    let body = body.signature(office).attached_list(title, &table, (office, completeness.today));
    let subject = format!(
        "{} cung cấp số liệu xác định đối tượng tham gia {} {of_year}",
        urges(&in_round),
        year.plan.words.short_topic
    );
    Message { office, subject, addressed_to: ALL.to_owned(), date: completeness.today, body }
}

fn to_do_list(merged: &Merged, reminded: &[Reminded]) -> Table {
    let table = Table::new(&[
        ("TT", 12, Align::Center),
        ("Đơn vị", 50, Align::Left),
        ("Tình trạng", 33, Align::Left),
        ("Việc cần làm", 70, Align::Left),
    ]);
    table.rows(reminded.iter().enumerate().map(|(n, reminded)| {
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(merged.year.agency_name(reminded.standing.agency)),
            Cell::from(state(reminded.standing.state)),
            Cell::from(to_do(merged, reminded)),
        ]
    }))
}

/// How an agency stands, as it is told to the agency.
fn state(state: State) -> &'static str {
    match state {
        State::NotReceived => "Chưa gửi",
        State::Unreadable => "Tệp không dùng được",
        State::Rejected => "Trả lại để sửa",
        State::Conflict => "Các tệp khác nhau",
        State::QueryOpen => "Cần giải trình",
        State::Accepted => "Đã nhận",
    }
}

/// What one agency is asked, with the copies that show where.
fn to_do(merged: &Merged, reminded: &Reminded) -> String {
    let asked = asked_of(merged, reminded.standing);
    match enclosed::in_list(&reminded.enclosed) {
        Some(copies) => format!("{asked} ({copies})"),
        None => asked,
    }
}

/// What one agency is asked.
fn asked_of(merged: &Merged, standing: &Standing) -> String {
    let does = match standing.state {
        State::NotReceived => return "Điền đủ các biểu và gửi tệp".to_owned(),
        State::Unreadable => return "Gửi lại tệp biểu mẫu mở được".to_owned(),
        State::Conflict => return "Xác định tệp có số liệu đúng và gửi lại".to_owned(),
        State::Accepted if standing.open_files.is_empty() => return "Gửi đúng thời hạn trong các kỳ sau".to_owned(),
        State::QueryOpen => "Sửa hoặc ghi giải trình",
        State::Rejected | State::Accepted => "Sửa",
    };
    let open = || open_findings(merged, standing);
    if let Some(of_file) = open().find(|finding| finding.place.sheet.is_none() && finding.place.form.is_none()) {
        return of_file.words(Audience::Agency).hint;
    }
    let where_to = places(open().map(|finding| within_sheet(finding, &merged.year)).collect());
    format!("{does} {where_to} và gửi lại")
}

/// What is still open in an agency's files.
fn open_findings<'a>(merged: &'a Merged, standing: &'a Standing) -> impl Iterator<Item = &'a Finding> {
    let files = standing.open_files.iter().map(|n| merged.file(*n));
    files.flat_map(|file| file.findings.iter().filter(|finding| finding.is_open()))
}

/// `ô D11 (Biểu 06)`, or the form alone.
fn within_sheet(finding: &Finding, year: &PlanYear) -> String {
    let sheet = sheet(finding, year).unwrap_or_default();
    let cells = in_ranges(&finding.place.cells);
    if cells.is_empty() { sheet.to_owned() } else { format!("ô {cells} ({sheet})") }
}

/// So many places of an agency are named; each has its own letter with all of them.
const PLACES: usize = 4;

/// `ô D11 (Biểu 06) và ô D12 (Biểu 15)`; of very many the first, and how many more there are.
fn places(mut places: Vec<String>) -> String {
    places.dedup();
    match places.len().saturating_sub(PLACES) {
        0 => wording::list(&places),
        n => format!("{} và {} chỗ khác", places[..PLACES].join(", "), wording::count(n as u64)),
    }
}
