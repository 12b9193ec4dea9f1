//! Letters to several agencies at once: the one that goes out with the templates, and one reminder for all that it concerns.

use chrono::NaiveDate;

use super::message::{Asked, Body, Message};
use super::round::{of_year, year_in_round};
use crate::indicator::completeness::{Completeness, Standing, State};
use crate::ledger::Merged;
use crate::plan::{AgencyId, Form, PlanYear};
use crate::value::wording;
use crate::view::block::{Align, Cell, Table};

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
    let body = Body::default()
        .paragraph(format!(
            "Thực hiện {} của {}; theo mục {} của Kế hoạch, {} gửi các cơ quan, đơn vị biểu mẫu thu thập số liệu năm {}{round} (mỗi \
             đơn vị một tệp Excel, tên tệp nêu trong danh sách kèm theo).",
            plan.title,
            plan.issuer,
            plan.task(plan.collection_task).clause,
            office.name,
            year.year,
        ))
        .paragraph(format!(
            "Đề nghị các cơ quan, đơn vị điền đủ các biểu, ghi 0 ở nhóm không có người, ghi lý do vào cột “Ghi chú, giải trình” khi số liệu \
             tăng, giảm nhiều, và gửi tệp Excel {}. Đề nghị không thêm, xóa dòng, cột và không đổi tên trang tính.",
            asked.by()
        ));
    let body = body.ending(&asked, "các cơ quan, đơn vị");
    let table = Table::new(&[
        ("TT", 12, Align::Center),
        ("Đơn vị", 58, Align::Left),
        ("Biểu phải báo cáo", 45, Align::Left),
        ("Tệp biểu mẫu", 50, Align::Left),
    ]);
    let rows = agencies.iter().enumerate().map(|(n, agency)| {
        let forms: Vec<String> = year.forms_of(*agency).map(|form| plan.form(form)).map(form_name).collect();
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(year.agency_name(*agency)),
            Cell::from(forms.join(", ")),
            Cell::from(year.template_name(*agency)),
        ]
    });
    let body = body.signature(office).attached_list("Các đơn vị nhận biểu mẫu", &table.rows(rows));
    let subject = format!("cung cấp số liệu xác định đối tượng tham gia {} năm {}", plan.words.short_topic, year.year);
    Message { office, subject, addressed_to: ALL.to_owned(), date: today, body }
}

/// A form as its sheet is called; one that may be left blank says so.
fn form_name(form: &Form) -> String {
    if form.optional { format!("{} (không bắt buộc)", form.sheet) } else { form.sheet.clone() }
}

/// One reminder to all agencies that still have something to do.
pub fn reminder<'a>(
    merged: &'a Merged,
    completeness: &Completeness,
    standings: &[&Standing],
    reply_by: NaiveDate,
) -> Message<'a> {
    let year = &merged.year;
    let of_year = of_year(&year_in_round(merged, completeness));
    let office = &year.plan.office;
    let asked = Asked { office, by: reply_by };
    let body = Body::default()
        .paragraph(format!(
            "Theo mục {} của {} do {} ban hành, các cơ quan, đơn vị cung cấp số liệu {of_year} về {} trước ngày {}. Đến ngày {}, còn {}/{} đơn \
             vị chưa gửi, hoặc số liệu đã gửi còn phải sửa, giải trình (danh sách kèm theo).",
            year.plan.task(year.plan.collection_task).clause,
            year.plan.title,
            year.plan.issuer,
            office.name,
            wording::document_date(completeness.due),
            wording::document_date(completeness.today),
            standings.len(),
            completeness.n_expected(),
        ))
        .paragraph(format!("Đề nghị các cơ quan, đơn vị có tên trong danh sách thực hiện nội dung đã nêu và gửi {}.", asked.by()));
    let body = body.ending(&asked, "các cơ quan, đơn vị");
    let table = Table::new(&[
        ("TT", 12, Align::Center),
        ("Đơn vị", 65, Align::Left),
        ("Tình trạng", 33, Align::Left),
        ("Việc cần làm", 55, Align::Left),
    ]);
    let rows = standings.iter().enumerate().map(|(n, standing)| {
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(year.agency_name(standing.agency)),
            Cell::from(standing.state.label()),
            Cell::from(to_do(standing)),
        ]
    });
    let body =
        body.signature(office).attached_list("Các đơn vị chưa hoàn thành việc cung cấp số liệu", &table.rows(rows));
    let subject =
        format!("đôn đốc cung cấp số liệu xác định đối tượng tham gia {} {of_year}", year.plan.words.short_topic);
    Message { office, subject, addressed_to: ALL.to_owned(), date: completeness.today, body }
}

/// What one agency is asked.
fn to_do(standing: &Standing) -> &'static str {
    match standing.state {
        State::NotReceived => "Điền đủ các biểu và gửi tệp",
        State::Unreadable => "Gửi lại tệp biểu mẫu mở được",
        State::Rejected => "Sửa các điểm đã nêu và gửi lại",
        State::Conflict => "Xác định tệp có số liệu đúng và gửi lại",
        State::QueryOpen => "Sửa hoặc ghi giải trình và gửi lại",
        State::Accepted if standing.open_files.is_empty() => "Gửi đúng thời hạn trong các kỳ sau",
        State::Accepted => "Sửa tệp còn lại và gửi lại",
    }
}
