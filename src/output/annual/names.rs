//! The sheets' names, which links and formulas use. Sheets that the provincial workbook has too keep their names.

use std::borrow::Cow;

pub use super::super::provincial::names::{
    ABOUT_ASSIGNED, DIFFICULTIES, LEDGER, METHODOLOGY, POTENTIAL, about_comparison,
};
use crate::plan::Plan;

/// What the report says in short.
pub const SUMMARY: &str = "Báo cáo";
/// Coverage over the years.
pub const YEARS: &str = "Bao phủ qua các năm";
/// Participants by sector.
pub const SECTORS: &str = "Theo khối";
/// Areas by coverage.
pub const RANKING: &str = "Xếp hạng địa bàn";
/// Who was late.
pub const DISCIPLINE: &str = "Kỷ luật báo cáo";
/// What is proposed for next year.
pub const PROPOSAL: &str = "Đề xuất chỉ tiêu";
/// What every agency is to bring about.
pub const AGENCIES: &str = "Chỉ tiêu theo đơn vị";
/// The explanations of the agencies.
pub const FOOTNOTES: &str = "Giải trình";

/// Every visible sheet after the summary, in order, with what a reader finds there.
pub fn contents(plan: &Plan) -> Vec<(&'static str, Cow<'static, str>)> {
    let area = plan.area_kinds().unwrap_or_else(|| "địa bàn".to_owned());
    let of_ranking = format!("Các {area} xếp theo tỷ lệ bao phủ {}", plan.words.short_topic);
    let mut contents: Vec<_> = CONTENTS.iter().map(|(name, about)| (*name, Cow::Borrowed(*about))).collect();
    contents.insert(2, (RANKING, Cow::Owned(of_ranking)));
    contents
}

/// The sheets that are the same for every plan.
const CONTENTS: &[(&str, &str)] = &[
    (YEARS, "Tỷ lệ bao phủ so với chỉ tiêu của Kế hoạch, năm nay và qua các năm, kèm biểu đồ"),
    (SECTORS, "Thuộc diện, đang tham gia, tiềm năng của từng khối, kèm biểu đồ"),
    (DISCIPLINE, "Từng đơn vị gửi ngày nào, đúng hạn không, còn gì phải xử lý"),
    (POTENTIAL, "Tiềm năng theo khối, số người chưa tham gia theo địa bàn, kèm đơn vị còn thiếu số liệu"),
    (PROPOSAL, "Chỉ tiêu năm sau: tham số, đề xuất, hiện có, chênh lệch và lý do; lộ trình"),
    (AGENCIES, "Số tăng thêm năm sau giao cho từng đơn vị, theo loại hình và theo khối"),
    (DIFFICULTIES, "Khó khăn, vướng mắc và đề xuất của các đơn vị"),
    (FOOTNOTES, "Giải trình của các đơn vị về những số bị hỏi, đánh số, kèm nguồn"),
    (LEDGER, "Sổ số liệu: mỗi dòng một con số, kèm tệp, trang tính và ô nguồn"),
    (METHODOLOGY, "Công thức, chỉ tiêu, giả định và quy tắc đã áp dụng"),
];
