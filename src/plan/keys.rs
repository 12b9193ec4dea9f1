//! The machine's words inside a workbook: sheet names and keys that the template writes and intake looks for. Labels
//! for people may change from year to year; these may not.

/// The template's sheets that every agency has.
pub const COVER_SHEET: &str = "Bìa";
/// The name of the sheet of difficulties.
pub const DIFFICULTIES_SHEET: &str = "Khó khăn, vướng mắc, đề xuất";
/// The name of the sheet that explains the forms.
pub const GUIDE_SHEET: &str = "Hướng dẫn";

/// The sheet of what a return was added up from; more than one sheet holds go on in the next, with a number behind the name.
pub const SOURCES_SHEET: &str = "Nguồn số liệu";
/// The list of findings in a marked copy.
pub const FINDINGS_SHEET: &str = "Kết quả kiểm tra";
/// The sheets beside the forms that a template or a return may have: no form's sheet may be called so.
pub const TEMPLATE_SHEETS: &[&str] = &[COVER_SHEET, DIFFICULTIES_SHEET, GUIDE_SHEET, SOURCES_SHEET, FINDINGS_SHEET];
/// The sheet of a provincial workbook that leads from numbers on to the units that they were added up from.
pub const OF_UNITS_SHEET: &str = "Nguồn số liệu của đơn vị";
/// The sheets that a provincial workbook has beside those of subjects, which none of these may be called.
pub const PROVINCIAL_SHEETS: &[&str] = &[
    "Tổng quan",
    "Tình hình gửi",
    "Theo địa bàn",
    "Tiềm năng",
    "Bao phủ - chỉ tiêu",
    ACHIEVED_SHEET,
    "So với năm trước",
    "Thay đổi",
    "Khó khăn, đề xuất",
    FINDINGS_SHEET,
    "Đối soát",
    OF_UNITS_SHEET,
    "Số liệu",
    "Phương pháp tính",
];

/// The hidden sheet that says what a workbook is: a key in column A, its value in column B.
pub const IDENTITY_SHEET: &str = "_bhxh";
/// The hidden sheet of a provincial workbook that says which files it came from.
pub const FILES_SHEET: &str = "_bhxh_files";
/// The first sheet of a plan workbook that holds anything of the plan, and what stands above it. Nothing hidden says what the workbook
/// is.
pub const PLAN_SHEET: &str = "Kế hoạch";
/// What stands above that sheet.
pub const PLAN_SHEET_TITLE: &str = "KẾ HOẠCH VÀ CƠ QUAN CHỦ TRÌ";

/// What kind of workbook it is: one of [`KIND_SUBMISSION`], [`KIND_PROVINCIAL`], [`KIND_REPORT`], [`KIND_ASSIGNED`],
/// [`KIND_FINDINGS`].
pub const KIND: &str = "kind";
/// The plan's id.
pub const PLAN: &str = "plan";
/// The agency: its code on the hidden sheet, its name on the cover.
pub const AGENCY: &str = "agency";
/// Who collects the file: the code of an agency that collects from units of its own. A file of the province has none.
pub const TIER: &str = "tier";
/// The unit of that tier, in place of the agency.
pub const UNIT: &str = "unit";
/// The year of the counts.
pub const YEAR: &str = "year";
/// The code of the round in which counts are collected; a file without it is of the first.
pub const ROUND: &str = "round";
/// The version of the template.
pub const TEMPLATE_VERSION: &str = "template_version";

/// A template, blank or filled in.
pub const KIND_SUBMISSION: &str = "submission";
/// The provincial workbook.
pub const KIND_PROVINCIAL: &str = "provincial";
/// The annual report as a workbook.
pub const KIND_REPORT: &str = "report";
/// The workbook in which next year's targets are proposed, and into which is written what was decided.
pub const KIND_ASSIGNED: &str = "assigned";
/// A list of findings made for a file that can't be marked itself.
pub const KIND_FINDINGS: &str = "findings";

/// The answers to a rehearsal.
pub const KIND_ANSWERS: &str = "answers";

/// Stands in the hidden sheet of a return whose numbers are invented, so that nobody ever takes it for a real one.
pub const ILLUSTRATIVE: &str = "illustrative";
/// What stands beside that key.
pub const IS_ILLUSTRATIVE: &str = "yes";
/// The line on the cover of such a return.
pub const ILLUSTRATIVE_BANNER: &str = "SỐ LIỆU MINH HỌA – không phải số liệu thật";
/// The words on a cover by which such a return is known as well.
pub const ILLUSTRATIVE_WORDS: &str = "số liệu minh họa";

/// The hidden key row of a form starts with this and the form's code: `bhxh:lao-dong`.
pub const FORM_PREFIX: &str = "bhxh:";
/// The key row of the sheet of difficulties starts with [`FORM_PREFIX`] and this.
pub const DIFFICULTIES: &str = "difficulties";
/// The key row of the cover starts with [`FORM_PREFIX`] and this.
pub const COVER: &str = "cover";

/// The first row of the list in a marked copy starts with this: like the sheets keyed with [`FORM_PREFIX`] it is
/// ours and holds no counts, but it makes no workbook a template.
pub const FINDINGS_LIST: &str = "bhxh:findings";
/// The title of that list, by which it is known where its first row was deleted.
pub const FINDINGS_TITLE: &str = "KẾT QUẢ KIỂM TRA SỐ LIỆU";

/// Key-row keys of a form beside the measures.
pub const LABEL: &str = "label";
/// The column of row codes.
pub const CODE: &str = "code";
/// Its heading, as people read it.
pub const CODE_HEADING: &str = "Mã số";
/// The column of notes.
pub const NOTE: &str = "note";

/// Key-row keys of the sheet of difficulties.
pub const DIFFICULTY: &str = "difficulty";
/// The column of proposals.
pub const PROPOSAL: &str = "proposal";

/// Keys of the cover's fields, in its hidden column A; the agency's and the year's are [`AGENCY`] and [`YEAR`].
pub const AS_OF: &str = "as_of";
/// The day on which the file is sent.
pub const SENT_ON: &str = "sent_on";
/// The number of the revision.
pub const REVISION: &str = "revision";
/// Who filled it in.
pub const PREPARED_BY: &str = "prepared_by";
/// Their telephone number.
pub const PHONE: &str = "phone";
/// Who signs.
pub const SIGNED_BY: &str = "signed_by";

/// The number by which a signed sheet can be held against its file, and the label before it on the cover and on each form.
pub const CHECK: &str = "check_number";
/// What stands before that number.
pub const CHECK_LABEL: &str = "Số kiểm tra";

/// The cover's fields in order: the key, and the label that stands before the value and finds it where the key was lost.
/// The round's stands only on the covers of a plan with several, the check number only where there is one.
pub const COVER_FIELDS: [(&str, &str); 10] = [
    (AGENCY, "Đơn vị báo cáo"),
    (YEAR, "Năm"),
    (ROUND, "Kỳ số liệu"),
    (AS_OF, "Số liệu tính đến ngày"),
    (SENT_ON, "Ngày gửi"),
    (REVISION, "Lần gửi thứ"),
    (PREPARED_BY, "Người lập biểu"),
    (PHONE, "Điện thoại liên hệ"),
    (SIGNED_BY, "Thủ trưởng đơn vị (người ký)"),
    (CHECK, CHECK_LABEL),
];

/// What stands before and behind the name of the office to which the cover's head says to send the file.
pub const SENT_TO: (&str, &str) = ("Gửi ", " trước ngày ");

/// The sheet of assigned targets.
pub const ASSIGNED_SHEET: &str = "Giao chỉ tiêu";
/// The sheet of a provincial workbook that shows what was assigned for its year.
pub const ACHIEVED_SHEET: &str = "Chỉ tiêu được giao";
/// The key row of the sheet of assigned targets starts with [`FORM_PREFIX`] and this. Below stand the codes of what is assigned, beside the agency's
/// ([`AGENCY`]).
pub const ASSIGNED: &str = "assigned";
/// The number of the decision, in the key column.
pub const DECISION: &str = "decision";
/// The day of the decision, in the key column.
pub const DECIDED_ON: &str = "decided_on";
/// Of which round and day the people are who take part when targets are proposed, in the key column.
pub const CURRENT_OF: &str = "current_of";
/// The column of people who take part when targets are proposed.
pub const CURRENT: &str = "current";
/// The column of people more that were assigned.
pub const INCREASE: &str = "increase";
/// The column of people who should take part in the province.
pub const PEOPLE: &str = "people";
/// Stands in place of an agency's code where the province is meant.
pub const PROVINCE: &str = "*";
