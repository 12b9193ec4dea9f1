//! The catalogue of everything that can be found wrong. Text, JSON, workbooks, marked copies and `bhxh explain` all
//! take codes, names, titles and severities from this one table; the pages are in `docs/rules/`.
//!
//! A released code keeps its meaning. A retired one keeps its line and its page.

use std::fmt;

use super::Severity;

/// One kind of finding.
#[derive(Debug)]
pub struct Entry {
    /// The finding.
    pub code: Code,
    /// The stable code people quote: `CELL-01`. With its hyphen it can't be taken for a cell address.
    pub id: &'static str,
    /// The stable kebab-case name that states the bad thing.
    pub name: &'static str,
    /// What a finding of this code demands unless its finder says otherwise.
    pub severity: Severity,
    /// One line for lists, in Vietnamese.
    pub title: &'static str,
    /// The page that `bhxh explain` prints, Markdown in Vietnamese.
    pub page: &'static str,
}

macro_rules! catalog {
    ($($(#[$doc:meta])* $code:ident $id:literal $name:literal $severity:ident $title:literal;)*) => {
        /// What is wrong, without where and how much.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* #[doc = $title] $code,)*
        }

        /// Every kind of finding, by family in the order data meets them.
        pub const CATALOG: &[Entry] = &[
            $(Entry {
                code: Code::$code,
                id: $id,
                name: $name,
                severity: Severity::$severity,
                title: $title,
                page: include_str!(concat!("../../docs/rules/", $id, ".md")),
            },)*
        ];
    };
}

catalog! {
    UnreadablePlan          "PLAN-01" "unreadable-plan"            Error "Tệp kế hoạch không đọc được";
    DuplicateCode           "PLAN-02" "duplicate-code"             Error "Mã trong kế hoạch bị lặp";
    UnknownReference        "PLAN-03" "unknown-reference"          Error "Kế hoạch nhắc đến một mã không có";
    InvalidValue            "PLAN-04" "invalid-value"              Error "Giá trị trong kế hoạch không hợp lệ";
    CircularTotal           "PLAN-05" "circular-total"             Error "Dòng tổng cộng vòng vào chính nó";
    IncompletePlan          "PLAN-06" "incomplete-plan"            Error "Kế hoạch thiếu phần bắt buộc";
    UnreadablePlanSheet     "PLAN-07" "unreadable-plan-sheet"      Error "Sổ kế hoạch có chỗ không đọc được";

    NotASpreadsheet         "FILE-01" "not-a-spreadsheet"          Error "Không phải bảng tính";
    UnsupportedTable        "FILE-02" "unsupported-table-format"   Error "Bảng tính ở định dạng chương trình không nhận";
    EmptyFile               "FILE-03" "empty-file"                 Error "Tệp rỗng";
    PasswordProtected       "FILE-04" "password-protected"         Error "Tệp có mật khẩu";
    DamagedFile             "FILE-05" "damaged-file"               Error "Tệp hỏng";
    OversizedFile           "FILE-06" "oversized-file"             Error "Tệp lớn quá mức một biểu mẫu cần";
    NotOurTemplate          "FILE-07" "not-our-template"           Error "Không phải biểu mẫu của kế hoạch";
    UnknownAgency           "FILE-08" "unknown-agency"             Error "Không xác định được đơn vị báo cáo";
    WrongYear               "FILE-09" "wrong-year"                 Error "Số liệu của năm khác";
    WrongPlan               "FILE-10" "wrong-plan"                 Error "Biểu mẫu của kế hoạch khác";
    OldTemplate             "FILE-11" "old-template"               Error "Biểu mẫu phiên bản cũ";
    IdentityDisagrees       "FILE-12" "identity-disagrees"         Error "Bìa và phần ẩn của tệp nói khác nhau";
    IdentityRestored        "FILE-13" "identity-restored"          Note  "Đơn vị và năm được nhận ra từ bìa";
    InvalidCoverField       "FILE-14" "invalid-cover-field"        Error "Thông tin trên bìa không hợp lệ";
    BlankCoverField         "FILE-15" "blank-cover-field"          Note  "Thông tin trên bìa còn trống";
    IgnoredFile             "FILE-16" "ignored-file"               Note  "Tệp không phải bảng tính, bỏ qua";
    UnreadableFile          "FILE-17" "unreadable-file"            Error "Không mở được tệp để đọc";
    WrongRound              "FILE-18" "wrong-round"                Error "Kỳ số liệu không đúng";
    OtherCollector          "FILE-19" "other-collector"            Error "Tệp gửi cho cơ quan tổng hợp khác";
    UnusableTargets         "FILE-20" "unusable-assigned-targets"  Error "Tệp giao chỉ tiêu không dùng được";

    SheetMissing            "FORM-01" "sheet-missing"              Error "Thiếu biểu";
    RowCodeMissing          "FORM-02" "row-code-missing"           Error "Thiếu dòng của biểu";
    RowCodeDuplicated       "FORM-03" "row-code-duplicated"        Error "Mã số của dòng bị lặp";
    ColumnMissing           "FORM-04" "column-missing"             Error "Thiếu cột số liệu";
    RowNotInTemplate        "FORM-05" "row-not-in-template"        Error "Dòng thêm ngoài biểu có số liệu";
    SheetNotInTemplate      "FORM-06" "sheet-not-in-template"      Note  "Trang tính ngoài biểu mẫu";
    NumberOutsideTable      "FORM-07" "number-outside-table"       Note  "Số nằm ngoài bảng";
    StructureRepaired       "FORM-08" "structure-repaired"         Note  "Bố cục biểu đã thay đổi và được nhận lại";
    SheetDuplicated         "FORM-09" "sheet-duplicated"           Error "Một biểu có nhiều trang tính";
    ColumnDuplicated        "FORM-10" "column-duplicated"          Error "Một cột số liệu xuất hiện nhiều lần";
    LabelDisagrees          "FORM-11" "label-disagrees-with-code"  Error "Mã số không khớp với tên dòng, tên cột";
    EntryCellsMerged        "FORM-12" "entry-cells-merged"         Error "Ô nhập số bị gộp với ô khác";
    EntryCellsHidden        "FORM-13" "entry-cells-hidden"         Note  "Số liệu nằm ở chỗ bị ẩn";
    TextOutsideCells        "FORM-14" "text-outside-cells"         Note  "Chữ số trong chú thích hoặc hộp văn bản";
    CheckNumberDiffers      "FORM-15" "check-number-differs"       Note  "Số kiểm tra không khớp với số liệu";
    LabelChanged            "FORM-16" "label-changed"              Query "Tên dòng, tên cột đã sửa thành nội dung khác";

    BlankRequiredCell       "CELL-01" "blank-required-cell"        Error "Ô bắt buộc để trống";
    NotANumber              "CELL-02" "not-a-number"               Error "Ô không phải là số";
    NumberAsText            "CELL-03" "number-as-text"             Note  "Số được gõ dưới dạng chữ";
    NegativeCount           "CELL-04" "negative-count"             Error "Số người âm";
    FractionalCount         "CELL-05" "fractional-count"           Error "Số người có phần lẻ";
    AmbiguousSeparator      "CELL-06" "ambiguous-separator"        Query "Dấu ngăn cách hàng nghìn chưa rõ";
    CountTooLarge           "CELL-07" "count-too-large"            Error "Số người quá lớn";
    DateInsteadOfCount      "CELL-08" "date-instead-of-count"      Error "Excel đã đổi số thành ngày tháng";
    ErrorValue              "CELL-09" "error-value"                Error "Ô báo lỗi của Excel";
    FormulaWithoutValue     "CELL-10" "formula-without-value"      Error "Công thức chưa được tính";
    TruthValue              "CELL-11" "truth-value"                Error "Ô ghi ĐÚNG/SAI thay cho số";
    FloatNoise              "CELL-12" "float-noise"                Note  "Số có phần lẻ rất nhỏ do tính toán";
    ExternalReference       "CELL-13" "external-reference"         Query "Công thức lấy số từ tệp khác";
    WordsAroundNumber       "CELL-14" "words-around-number"        Note  "Ô có chữ kèm theo số";
    ZeroMark                "CELL-15" "zero-mark"                  Query "Dấu gạch hoặc chữ “không” được hiểu là 0";
    NoDataMark              "CELL-16" "no-data-mark"               Error "Ký hiệu chưa có số liệu";
    LegacyFontText          "CELL-17" "legacy-font-text"           Note  "Chữ gõ bằng phông cũ";
    PercentInsteadOfCount   "CELL-18" "percent-instead-of-count"   Error "Ô ghi phần trăm thay cho số người";
    TextTooLong             "CELL-19" "text-too-long"              Error "Lời ghi dài quá một ô";
    ShownIsNotStored        "CELL-20" "shown-is-not-stored"        Query "Số nhìn thấy khác số lưu trong ô";
    UnverifiedResult        "CELL-21" "unverified-result"          Query "Kết quả công thức có thể đã cũ";
    AllCountsZero           "CELL-22" "all-counts-zero"            Query "Mọi số trong tệp đều là 0";
    UnitsNotReported        "CELL-23" "units-not-reported"         Note  "Ô để trống vì đơn vị bậc dưới chưa có số";

    TotalDiffersFromParts   "SUM-01"  "total-differs-from-parts"   Error "Tổng khác với các thành phần cộng lại";
    TotalOverwritten        "SUM-02"  "total-overwritten"          Query "Ô tổng bị gõ đè bằng số";
    TotalFormulaChanged     "SUM-03"  "total-formula-changed"      Query "Công thức của ô tổng đã bị sửa";
    TotalNotCalculated      "SUM-04"  "total-not-calculated"       Note  "Ô tổng chưa được tính lại";
    DecreaseExceedsCurrent  "SUM-05"  "decrease-exceeds-current"   Error "Dự kiến giảm lớn hơn số hiện có";
    SumOfUnitsChanged       "SUM-06"  "sum-of-units-changed"       Query "Số khác tổng của các đơn vị bậc dưới";
    SourcesChanged          "SUM-07"  "sources-changed"            Query "Trang nguồn số liệu bị sửa";
    AssignedSumDiffers      "SUM-08"  "assigned-sum-differs"       Query "Chỉ tiêu giao cộng lại khác chỉ tiêu chung";
    OpenBelow               "SUM-09"  "open-below"                 Query "Đơn vị bậc dưới còn chỗ chưa rõ";

    PartExceedsWhole        "CROSS-01" "part-exceeds-whole"        Error "Phần lớn hơn tổng thể";
    TotalsDisagree          "CROSS-02" "totals-disagree"           Error "Hai cách cộng cho kết quả khác nhau";
    LabourForceExceedsAge   "CROSS-03" "labour-force-exceeds-working-age" Error "Lực lượng lao động lớn hơn số người trong độ tuổi";
    InsuredExceedEligible   "CROSS-04" "insured-exceed-eligible"   Query "Số đang tham gia lớn hơn số đang làm việc, thuộc diện";
    InsuredExceedLabour     "CROSS-05" "insured-exceed-labour-force" Query "Số đang tham gia lớn hơn lực lượng lao động";
    EligibleExceedLabour    "CROSS-06" "eligible-exceed-labour-force" Query "Số thuộc diện tham gia lớn hơn lực lượng lao động";

    LastYearAgain           "TREND-01" "last-year-again"           Query "Số liệu giống hệt năm trước";
    LinesSwapped            "TREND-02" "lines-swapped"             Query "Hai cột hoặc hai dòng đổi chỗ cho nhau";
    ColumnShifted           "TREND-03" "column-shifted"            Query "Số của cột bị lệch một dòng";
    PowerOfTenSlip          "TREND-04" "power-of-ten-slip"         Query "Số gấp hoặc kém 10, 100, 1.000 lần năm trước";
    LargeChange             "TREND-05" "large-change"              Query "Tăng, giảm nhiều so với năm trước";
    EarlierRoundAgain       "TREND-06" "earlier-round-again"       Query "Số liệu giống hệt kỳ trước trong năm";
    RoundNotLater           "TREND-07" "round-not-later"           Query "Số liệu của kỳ sau không mới hơn kỳ trước";

    DuplicateFile           "MERGE-01" "duplicate-file"            Note  "Cùng một tệp gửi nhiều lần";
    Superseded              "MERGE-02" "superseded"                Note  "Đã có lần gửi sau thay thế";
    Conflict                "MERGE-03" "conflict"                  Error "Hai tệp khác nhau của cùng một lần gửi";
    SentLate                "MERGE-04" "sent-late"                 Note  "Gửi sau hạn";
    SentAfterAsOf           "MERGE-05" "sent-after-as-of"          Note  "Gửi sau ngày chốt số liệu";
    NewerRevisionRejected   "MERGE-06" "newer-revision-rejected"   Note  "Lần gửi sau bị trả lại, dùng lần gửi trước";
    SentDateUnknown         "MERGE-07" "sent-date-unknown"         Query "Không rõ ngày gửi khi chốt số liệu theo ngày";
}

impl Code {
    /// The catalogue's line.
    pub fn entry(self) -> &'static Entry {
        &CATALOG[self as usize]
    }

    /// The code with an id as people write it, in any case: `cell-01`, or by its name.
    pub fn parse(text: &str) -> Option<Code> {
        let text = text.trim();
        let matches = |entry: &&Entry| entry.id.eq_ignore_ascii_case(text) || entry.name.eq_ignore_ascii_case(text);
        CATALOG.iter().find(matches).map(|entry| entry.code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry().id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_stands_at_its_own_line_once() {
        for (n, entry) in CATALOG.iter().enumerate() {
            assert_eq!(entry.code as usize, n, "{}", entry.id);
            assert_eq!(Code::parse(entry.id), Some(entry.code));
            assert_eq!(Code::parse(entry.name), Some(entry.code));
        }
        let ids: BTreeSet<_> = CATALOG.iter().map(|entry| entry.id).collect();
        let names: BTreeSet<_> = CATALOG.iter().map(|entry| entry.name).collect();
        assert_eq!((ids.len(), names.len()), (CATALOG.len(), CATALOG.len()));
    }
}
