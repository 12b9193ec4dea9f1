//! Which round letters are about. A letter of the first round, which most are, says only the year; one of a round that the plan
//! doesn't demand asks for numbers and cites no clause.

use crate::indicator::completeness::Completeness;
use crate::ledger::Merged;
use crate::plan::PlanYear;
use crate::value::wording;
use crate::view::citation;

/// The year in the round that letters are about: the first, unless another was asked for.
pub fn year_in_round<'p>(merged: &Merged<'p>, completeness: &Completeness) -> PlanYear<'p> {
    merged.year.in_round(completeness.round.unwrap_or_else(|| merged.year.plan.first_round()))
}

/// `năm 2023`; of a later round `năm 2023 (kỳ cuối năm)`.
pub fn of_year(year: &PlanYear) -> String {
    let later = year.round.is_some_and(|round| round != year.plan.first_round());
    match year.round_name().filter(|_| later) {
        Some(name) => format!("năm {} (kỳ {name})", year.year),
        None => format!("năm {}", year.year),
    }
}

/// Whether agencies may leave the round out, so that they are asked and not reminded.
pub fn is_optional(year: &PlanYear) -> bool {
    year.round.is_some_and(|round| year.plan.round(round).optional)
}

/// What a letter does: it reminds of a duty, or asks for what the plan doesn't demand.
pub fn urges(year: &PlanYear) -> &'static str {
    if is_optional(year) { "đề nghị" } else { "đôn đốc" }
}

/// What obliges agencies to send numbers, and until when; in an optional round what they are asked for instead.
pub fn basis(year: &PlanYear, agencies: &str) -> String {
    let plan = year.plan;
    let (cited, office, of_year) = (citation::of_plan(plan), &plan.office.name, of_year(year));
    let inclusive = if plan.due_inclusive { " (tính cả ngày này)" } else { "" };
    let due = format!("trước ngày {}{inclusive}", wording::document_date(year.due));
    if is_optional(year) {
        return format!(
            "Thực hiện {cited} (sau đây gọi là Kế hoạch), để báo cáo năm {} có số liệu mới nhất, {office} đề nghị {agencies} cung cấp \
             thêm số liệu {of_year} {due}.",
            year.year
        );
    }
    // Units of a tier report on themselves.
    let provide = if plan.level.is_some() { "cung cấp" } else { "tổng hợp, cung cấp" };
    format!(
        "Thực hiện {cited} (sau đây gọi là Kế hoạch); theo mục {} của Kế hoạch, {agencies} {provide} số liệu {of_year} về {office} \
         {due}.",
        plan.task(plan.collection_task).clause,
    )
}

/// What becomes of a report when an agency leaves out an optional round.
pub fn without_it(year: &PlanYear) -> String {
    let first = &year.plan.round(year.plan.first_round()).name;
    format!("Đơn vị không gửi thì báo cáo dùng số liệu kỳ {first}.")
}
