//! The sheets' names, which links, formulas and other programs use, and the ledger's columns.

/// What the workbook holds.
pub const OVERVIEW: &str = "Tổng quan";
/// Who sent what.
pub const SUBMISSIONS: &str = "Tình hình gửi";
/// Counts by area.
pub const AREAS: &str = "Theo địa bàn";
/// Who could still take part.
pub const POTENTIAL: &str = "Tiềm năng";
/// Coverage against target.
pub const COVERAGE: &str = crate::ledger::COVERAGE_SHEET;
/// What was assigned for the year.
pub const ASSIGNED: &str = crate::plan::keys::ACHIEVED_SHEET;
/// That sheet, and what a reader finds there, where it is known what was assigned.
pub const ABOUT_ASSIGNED: (&str, &str) =
    (ASSIGNED, "Được giao, đã thực hiện, tỷ lệ so với được giao, của cả tỉnh và từng đơn vị, địa bàn");
/// This year beside a year of the plans before.
pub const COMPARISON: &str = "So với năm trước";
/// That sheet, and what a reader finds there, in a workbook that has it.
pub fn about_comparison(year: &PlanYear) -> (&'static str, Cow<'static, str>) {
    let by = if year.plan.is_reorganised_in(year.year) { "nhóm địa bàn" } else { "địa bàn" };
    (COMPARISON, format!("Tăng, giảm so với năm trước theo {by}, {}", crate::view::restated::restated(year)).into())
}
/// What changed since an earlier workbook.
pub const CHANGES: &str = "Thay đổi";
/// Difficulties and proposals.
pub const DIFFICULTIES: &str = "Khó khăn, đề xuất";
/// Findings.
pub const FINDINGS: &str = crate::plan::keys::FINDINGS_SHEET;
/// Where every number went.
pub const CONSERVATION: &str = "Đối soát";
/// The parts of numbers that an agency added up from units of its own.
pub const OF_UNITS: &str = crate::plan::keys::OF_UNITS_SHEET;
/// What a reader finds there, in a workbook that has it.
pub const ABOUT_OF_UNITS: (&str, &str) = (
    OF_UNITS,
    "Số của từng đơn vị bậc dưới, kèm tệp và ô của đơn vị; đã nằm trong số của cơ quan tổng hợp, không cộng thêm",
);
/// Every number with its source.
pub const LEDGER: &str = crate::ledger::LEDGER_SHEET;
/// How figures are computed.
pub const METHODOLOGY: &str = "Phương pháp tính";

use std::borrow::Cow;

use crate::plan::{Plan, PlanYear};

/// The n-th sheet of the ledger, from 0.
pub use crate::ledger::ledger_sheet as ledger;

/// The ledger's columns that formulas use.
pub const AGENCY: char = 'B';
/// The ledger's column of forms.
pub const FORM: char = 'C';
/// The ledger's column of rows.
pub const ROW: char = 'D';
/// The ledger's column of measures.
pub const COLUMN: char = 'E';
/// The ledger's column of counts.
pub const VALUE: char = 'F';
/// The ledger's column of rounds.
pub const ROUND: char = 'M';

/// Every visible sheet after the overview, in order, with what a reader finds there.
pub fn contents(plan: &Plan) -> Vec<(&str, Cow<'static, str>)> {
    let of_agencies = "Từng đơn vị: đã gửi chưa, đúng hạn không, tệp nào được tính, tệp nào không và vì sao";
    let of_subjects = plan.subject_sheets().into_iter().map(|(name, subjects)| {
        let about = subjects.first().map(|first| plan.subject(*first).about.clone());
        (name, Cow::Owned(about.unwrap_or_default()))
    });
    let area = plan.area_kinds().unwrap_or_else(|| "địa bàn".to_owned());
    let of_areas = format!("Lao động, số người đang tham gia và tỷ lệ bao phủ của từng {area}");
    std::iter::once((SUBMISSIONS, Cow::Borrowed(of_agencies)))
        .chain(of_subjects)
        .chain([(AREAS, Cow::Owned(of_areas))])
        .chain(FIGURES.iter().map(|(name, about)| (*name, Cow::Borrowed(*about))))
        .filter(|(name, _)| !plan.indicators.is_empty() || ![AREAS, POTENTIAL, COVERAGE].contains(name))
        .collect()
}

/// The sheets that every plan has behind those of its forms and areas.
const FIGURES: &[(&str, &str)] = &[
    (POTENTIAL, "Số người còn có thể tham gia theo khối và địa bàn, kèm đơn vị còn thiếu số liệu"),
    (COVERAGE, "Tỷ lệ bao phủ so với chỉ tiêu của Kế hoạch, qua các năm, kèm biểu đồ"),
    (DIFFICULTIES, "Khó khăn, vướng mắc và đề xuất của các đơn vị"),
    (FINDINGS, "Mọi lỗi, điểm cần giải trình và ghi chú, kèm đường dẫn tới ô trong tệp gốc"),
    (CONSERVATION, "Mọi số trên các tệp đã đi đâu: vào sổ, tính lại, để ngoài và vì sao; hai bên có khớp không"),
    (LEDGER, "Sổ số liệu: mỗi dòng một con số, kèm tệp, trang tính và ô nguồn"),
    (METHODOLOGY, "Công thức, chỉ tiêu, giả định và quy tắc đã áp dụng"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::keys;

    #[test]
    fn no_subject_of_a_plan_may_take_the_name_of_a_sheet() {
        let own = [OVERVIEW, SUBMISSIONS, AREAS, POTENTIAL, COVERAGE, ASSIGNED, COMPARISON, CHANGES, DIFFICULTIES];
        let others = [FINDINGS, CONSERVATION, OF_UNITS, LEDGER, METHODOLOGY];
        assert_eq!([&own[..], &others[..]].concat(), keys::PROVINCIAL_SHEETS);
        assert!(FIGURES.iter().all(|(name, _)| keys::PROVINCIAL_SHEETS.contains(name)));
    }
}
