//! What is wrong with the entered cells of a form, in words. The number room says what a cell means; this one says it to
//! the person who typed it, once for all cells that share the same trouble.

mod entered;
mod group;
mod page;

pub use page::page;

use std::collections::{BTreeMap, BTreeSet};

use super::layout;
use super::number::{Reading, Refusal, Remark, read_count};
use super::recalculated::Standing;
use super::submission::{Doubt, FormData};
use crate::plan::{ColumnId, FormId, PlanYear, RowId};
use crate::problem::{Code, Finding, Problem, Severity};
use crate::value::grid::{Address, Cell, Disguise, Sheet, Value};
use crate::value::wording;

/// The count in an entered cell; `None` if it is blank or no count.
pub fn count(cell: Option<&Cell>, max_people: u64) -> Option<u64> {
    match read_count(&cell?.value, max_people) {
        Reading::Count { people, .. } => Some(people),
        Reading::Blank | Reading::Refused(_) => None,
    }
}

/// As [`count`], for a value whose size doesn't matter.
pub fn count_of(value: &Value) -> Option<u64> {
    match read_count(value, u64::MAX) {
        Reading::Count { people, .. } => Some(people),
        Reading::Blank | Reading::Refused(_) => None,
    }
}

/// Why the count in a cell may mean something else.
pub fn doubt(cell: Option<&Cell>) -> Option<Doubt> {
    match read_count(&cell?.value, u64::MAX) {
        Reading::Count { remark: Some(Remark::ZeroDash | Remark::ZeroWord), .. } => Some(Doubt::ZeroMark),
        Reading::Count { remark: Some(Remark::AmbiguousGroup), .. } => Some(Doubt::Separator),
        _ => None,
    }
}

/// A value as it is shown in a message; empty if there is nothing.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        // As Excel shows it, rather than with hundreds of digits.
        Value::Number(number) | Value::Date(number) | Value::Disguised(number, _) if number.abs() >= 1e16 => {
            format!("{number:E}").replace('E', "E+")
        }
        Value::Number(number) | Value::Date(number) | Value::Disguised(number, _) => number.to_string(),
        Value::Percent(number) => wording::stored_percent(*number),
        Value::Text(text) | Value::Error(text) => text.trim().to_owned(),
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
    }
}

/// What stands in several cells, each content once: `12; 13; …`.
pub fn list(contents: impl Iterator<Item = String>) -> String {
    distinct(contents).join("; ")
}

/// The first few different contents, and a sign if there are more.
fn distinct(contents: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    wording::first_few(contents.filter(|content| !content.is_empty() && seen.insert(content.clone())))
}

/// Everything wrong or worth saying in the entered cells of a form.
pub fn check_entries(
    sheet: &Sheet,
    standings: &BTreeMap<Address, Standing>,
    year: &PlanYear,
    data: &FormData,
) -> Vec<Finding> {
    let merges = layout::swallowing_merges(sheet, data);
    let troubles: Vec<Trouble> = data
        .entries
        .iter()
        .filter(|entry| !layout::is_swallowed(sheet, entry, &merges))
        .flat_map(|entry| {
            entered::troubles(sheet.get(entry.at), standings.get(&entry.at), entry, year.plan.limits.max_people)
        })
        .collect();
    group::findings(troubles, year, data)
}

/// One thing about one cell.
#[derive(Debug, Clone)]
struct Trouble {
    row: RowId,
    column: ColumnId,
    at: Address,
    code: Code,
    found: Option<String>,
    /// What exactly, where the code alone doesn't say; cells are listed together only if it and the hint are the same.
    detail: String,
    /// What the cell's own content is or means, after the cell's name: `ghi “12o”`. Empty if nothing stands there.
    said: String,
    /// What should stand there, if that is known.
    expected: Option<String>,
    hint: String,
}

/// What to say of a count that was read, but not as a plain number: the code, what the content means, what to do.
fn remarked(remark: Remark, found: &str, people: u64) -> (Code, String, &'static str) {
    let count = wording::count(people);
    match remark {
        Remark::AmbiguousGroup => (
            Code::AmbiguousSeparator,
            format!(", được hiểu là {count} người, nhưng cũng có thể là số lẻ {}", found.replace(['.', ','], " phẩy ")),
            "Gõ lại số không có dấu ngăn cách nếu hiểu như vậy là đúng, hoặc ghi rõ ở cột giải trình",
        ),
        Remark::ZeroDash | Remark::ZeroWord => {
            (Code::ZeroMark, String::new(), "Gõ số 0 nếu đúng là không có ai, hoặc ghi rõ ở cột giải trình")
        }
        Remark::FloatNoise => {
            (Code::FloatNoise, String::new(), "Không phải làm gì; phần lẻ do phép tính để lại được bỏ qua")
        }
        Remark::UnitWord => (
            Code::WordsAroundNumber,
            format!(", được hiểu là {count}"),
            "Không phải làm gì; lần sau chỉ gõ số, không gõ chữ kèm theo",
        ),
        Remark::Disguised(disguise) => (
            Code::ShownIsNotStored,
            format!(", {}", hidden_by(disguise)),
            "Chọn ô, đổi định dạng về Số (Number), xem lại con số rồi gửi; hoặc ghi rõ số đúng ở cột giải trình",
        ),
        Remark::TextNumber | Remark::LeadingZeros | Remark::ZeroDecimals | Remark::GroupedText => (
            Code::NumberAsText,
            String::new(),
            "Không phải làm gì; lần sau gõ số vào ô định dạng số, không gõ dấu ngăn cách",
        ),
    }
}

/// What the format of a cell makes of the number that is read.
fn hidden_by(disguise: Disguise) -> String {
    match disguise {
        Disguise::Scaled { n_thousands } => {
            let divisor = 1000u64.saturating_pow(u32::from(n_thousands));
            format!("nhưng định dạng của ô chia cho {} nên nhìn thấy số khác", wording::count(divisor))
        }
        Disguise::Digits => "nhưng định dạng của ô thêm chữ số nên nhìn thấy số khác".to_owned(),
        Disguise::Signs => "nhưng định dạng của ô thêm dấu hoặc chữ nên nhìn thấy số khác".to_owned(),
        Disguise::Shortened => "nhưng định dạng của ô bớt chữ số nên nhìn thấy số khác".to_owned(),
        Disguise::Hidden => "nhưng định dạng của ô không cho nhìn thấy số".to_owned(),
    }
}

/// What to say of a cell that is no count: the code, what exactly is wrong, what to do. None of it depends on the
/// content itself, so that cells with the same trouble can be listed together.
fn refused(refusal: &Refusal) -> (Code, String, &'static str) {
    let type_number = "Gõ số người bằng chữ số, ví dụ 125; nếu không có ai thì gõ 0";
    let (code, hint) = match refusal {
        Refusal::NoDataMark(_) => (Code::NoDataMark, "Ghi số người; nếu không có ai thì ghi 0"),
        Refusal::Negative => (Code::NegativeCount, "Kiểm tra lại; số người không thể âm"),
        Refusal::Fraction => (Code::FractionalCount, "Ghi số nguyên; kiểm tra có nhầm dấu phẩy, dấu chấm không"),
        Refusal::TooLarge { .. } => (Code::CountTooLarge, "Kiểm tra có gõ thừa chữ số hoặc gõ nhầm ô không"),
        Refusal::Date { .. } => (Code::DateInsteadOfCount, "Chọn ô, đổi định dạng về Số (Number), rồi gõ lại số người"),
        Refusal::Boolean(_) => (Code::TruthValue, type_number),
        Refusal::ExcelError(_) => (Code::ErrorValue, "Sửa công thức, hoặc xóa nó và gõ thẳng số người"),
        Refusal::Percent => (Code::PercentInsteadOfCount, "Chọn ô, đổi định dạng về Số (Number), rồi gõ lại số người"),
        Refusal::NotFinite
        | Refusal::BadGrouping
        | Refusal::Expression
        | Refusal::Scientific
        | Refusal::NotANumber(_) => (Code::NotANumber, type_number),
    };
    let detail = match refusal {
        // The title says it all; what stands there is shown.
        Refusal::Negative
        | Refusal::Fraction
        | Refusal::Percent
        | Refusal::Boolean(_)
        | Refusal::Date { .. }
        | Refusal::NotANumber(_) => String::new(),
        Refusal::NoDataMark(_) => "ký hiệu nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0".to_owned(),
        Refusal::ExcelError(error) => excel_error(error).to_owned(),
        refusal => refusal.to_string(),
    };
    (code, detail, hint)
}

/// What a cell with a date shows, rather than the number that is stored: `hiện là ngày 1/2/2023, tức là số …`.
fn date_said(refusal: &Refusal) -> Option<String> {
    let said = matches!(refusal, Refusal::Date { .. }).then(|| refusal.to_string())?;
    Some(said.strip_prefix("ô ").unwrap_or(&said).to_owned())
}

/// What an Excel error means, for the ones people meet.
fn excel_error(error: &str) -> &'static str {
    match error {
        "#REF!" => "công thức trỏ tới ô đã bị xóa",
        "#N/A" => "công thức không tìm thấy giá trị",
        "#DIV/0!" => "công thức chia cho 0 hoặc cho ô trống",
        "#VALUE!" => "công thức tính trên ô chứa chữ",
        "#NAME?" => "công thức có tên hàm viết sai",
        _ => "công thức bị lỗi",
    }
}

/// A doubtful count that can't be what it was read as, because other numbers of the file leave no room for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpossibleReading {
    /// The form in which it stands.
    pub form: FormId,
    /// Where it stands.
    pub at: Address,
    pub doubt: Doubt,
    /// What would not hold.
    pub reason: Problem,
}

/// Makes an error of the query about a doubtful count that can't be right, instead of a second finding about what
/// doesn't hold.
pub fn refuse_readings(findings: &mut [Finding], impossible: &[ImpossibleReading], year: &PlanYear) {
    for reading in impossible {
        let form = &year.plan.form(reading.form).code;
        let code = match reading.doubt {
            Doubt::ZeroMark => Code::ZeroMark,
            Doubt::Separator => Code::AmbiguousSeparator,
        };
        let is_its_query = |finding: &&mut Finding| {
            finding.code() == code
                && finding.severity == Severity::Query
                && finding.place.form.as_ref() == Some(form)
                && finding.place.cells.contains(&reading.at)
        };
        if let Some(finding) = findings.iter_mut().find(is_its_query) {
            finding.severity = Severity::Error;
            finding.consequences.push(reading.reason.clone());
        }
    }
}
