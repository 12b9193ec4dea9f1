//! What stands around the parts of a document: its title, on what it is based, how it closes and who receives it.

use super::document::{Deliverable, Head};
use super::words::counts_as_of;
use crate::indicator::annual::Annual;
use crate::value::wording;
use crate::view::citation;
use crate::view::words::capitalized;

/// The kind of document and what it is about.
pub fn title(annual: &Annual) -> Head {
    let year = &annual.merged.year;
    let about = format!("Tình hình, kết quả thực hiện {}", in_year(&year.plan.title, year.year));
    match until(annual) {
        Some(until) if annual.choices.ad_hoc => {
            Head::Titled { kind: "BÁO CÁO ĐỘT XUẤT", about: format!("{about} ({until})") }
        }
        _ => Head::Titled { kind: "BÁO CÁO", about },
    }
}

/// A title with the year; behind one that ends with years of its own, after a comma: `giai đoạn 2026 - 2028, năm 2026`.
fn in_year(title: &str, year: i32) -> String {
    let comma = if title.ends_with(|c: char| c.is_ascii_digit()) { "," } else { "" };
    format!("{title}{comma} năm {year}")
}

/// Until when what was sent counts: `tổng hợp từ số liệu các đơn vị gửi đến hết ngày 25/6/2023`. `None` for the yearly report
/// of all that was sent.
fn until(annual: &Annual) -> Option<String> {
    let day = wording::document_date(counts_as_of(annual));
    let is_bounded = annual.choices.ad_hoc || annual.choices.as_of.is_some();
    is_bounded.then(|| format!("tổng hợp từ số liệu các đơn vị gửi đến hết ngày {day}"))
}

/// What a document is made on the basis of.
pub fn basis(annual: &Annual, deliverable: Deliverable, does: &str) -> String {
    let year = &annual.merged.year;
    let plan = year.plan;
    let task = plan.tasks.iter().find(|task| task.code == deliverable.code());
    let clause = task.map(|task| format!("mục {} ", task.clause)).unwrap_or_default();
    let basis =
        if plan.basis.is_empty() { String::new() } else { format!("Căn cứ {}; ", wording::list(&plan.basis)) };
    let until = until(annual).map(|until| format!(" ({until})")).unwrap_or_default();
    let sentence = format!(
        "{basis}thực hiện {clause}{} (sau đây gọi là Kế hoạch), {} {does} năm {}{until} như sau:",
        citation::of_plan(plan),
        plan.office.name,
        year.year,
    );
    capitalized(&sentence)
}

/// The sentence that ends the annual report.
pub fn closing(annual: &Annual) -> String {
    let year = &annual.merged.year;
    let kind = if annual.choices.ad_hoc { "báo cáo đột xuất" } else { "báo cáo" };
    format!(
        "Trên đây là {kind} tình hình, kết quả thực hiện Kế hoạch năm {}, {} kính trình {} xem xét, chỉ đạo./.",
        year.year, year.plan.office.name, year.plan.issuer
    )
}

/// Who receives a document beside those it is addressed to.
pub fn recipients(annual: &Annual) -> Vec<String> {
    let office = &annual.merged.year.plan.office;
    ["Như trên".to_owned()].into_iter().chain(office.recipients.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_stands_apart_from_the_years_of_a_title() {
        assert_eq!(in_year("Kế hoạch hàng năm", 2026), "Kế hoạch hàng năm năm 2026");
        assert_eq!(in_year("Kế hoạch giai đoạn 2026 - 2028", 2026), "Kế hoạch giai đoạn 2026 - 2028, năm 2026");
    }
}
