//! What is wrong with the entered cells of a form, in words. The number room says what a cell means; this one says it to
//! the person who typed it, once for all cells of a row or column that share the same trouble.

use std::collections::BTreeMap;

use super::explanation;
use super::grid::{Address, Cell, Sheet, Value};
use super::number::{Reading, Refusal, Remark, read_count};
use super::submission::{Entry, FormData};
use crate::finding::{Code, Finding, Severity};
use crate::plan::{ColumnId, PlanYear, RowId};
use crate::wording;

/// How many different contents one finding shows; the cells themselves are always all listed.
const MAX_SHOWN: usize = 5;

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

/// A value as it is shown in a message; empty if there is nothing.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        // As Excel shows it, rather than with hundreds of digits.
        Value::Number(number) | Value::Date(number) if number.abs() >= 1e16 => format!("{number:E}").replace('E', "E+"),
        Value::Number(number) | Value::Date(number) => number.to_string(),
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
    let mut distinct: Vec<String> = Vec::new();
    for content in contents.filter(|content| !content.is_empty()) {
        if distinct.contains(&content) {
            continue;
        }
        if distinct.len() == MAX_SHOWN {
            distinct.push("…".to_owned());
            break;
        }
        distinct.push(content);
    }
    distinct
}

/// Everything wrong or worth saying in the entered cells of a form.
pub fn check_entries(sheet: &Sheet, year: &PlanYear, data: &FormData) -> Vec<Finding> {
    let troubles: Vec<Trouble> = data
        .entries
        .iter()
        .flat_map(|entry| troubles(sheet.get(entry.at), entry, year.plan.limits.max_people))
        .collect();
    group(troubles, data).into_iter().map(|group| finding(&group, year, data)).collect()
}

/// One thing about one cell.
#[derive(Debug, Clone)]
struct Trouble {
    row: RowId,
    column: ColumnId,
    at: Address,
    code: Code,
    found: Option<String>,
    /// What exactly, where the code alone doesn't say; cells are listed together only if it is the same.
    detail: String,
    hint: String,
}

fn troubles(cell: Option<&Cell>, entry: &Entry, max_people: u64) -> Vec<Trouble> {
    let trouble = |code, found: Option<String>, detail: String, hint: &str| Trouble {
        row: entry.row,
        column: entry.column,
        at: entry.at,
        code,
        found,
        detail,
        hint: hint.to_owned(),
    };
    let blank = || trouble(Code::BlankRequiredCell, None, String::new(), "Ghi số người; nếu không có ai thì ghi 0");
    let Some(cell) = cell else {
        return vec![blank()];
    };
    let found = shown(&cell.value);
    let mut troubles = match read_count(&cell.value, max_people) {
        Reading::Blank => match &cell.formula {
            Some(formula) => {
                let hint = "Mở tệp bằng Excel, bấm F9 để tính, lưu lại rồi gửi; hoặc gõ thẳng kết quả vào ô";
                vec![trouble(Code::FormulaWithoutValue, Some(format!("={formula}")), String::new(), hint)]
            }
            None => vec![blank()],
        },
        Reading::Count { people, remark } => remark
            .into_iter()
            .map(|remark| {
                let (code, detail, hint) = remarked(remark, &found, people);
                trouble(code, Some(found.clone()), detail, &hint)
            })
            .collect(),
        Reading::Refused(refusal) => {
            let (code, detail, hint) = refused(&refusal);
            vec![trouble(code, Some(found), detail, &hint)]
        }
    };
    // Without a value there is nothing yet whose origin could be explained.
    let is_calculated = !troubles.iter().any(|trouble| trouble.code == Code::FormulaWithoutValue);
    if let Some(formula) = cell.formula.as_deref().filter(|formula| is_calculated && is_external(formula)) {
        let hint = "Thay công thức bằng chính con số, hoặc ghi ở cột giải trình số này lấy từ đâu";
        troubles.push(trouble(Code::ExternalReference, Some(format!("={formula}")), String::new(), hint));
    }
    troubles
}

/// Whether a formula reads another workbook: `[1]Biểu!A1`, `'[nguồn.xlsx]Biểu'!A1`, `'file:///…'#$Biểu.A1`.
fn is_external(formula: &str) -> bool {
    let bracket = formula.find('[').is_some_and(|start| {
        let inside = formula[start + 1..].split(']').next().unwrap_or_default();
        // OpenDocument writes every reference in brackets, `[.A1]`; only those with a file are external.
        !inside.is_empty() && !inside.starts_with('.') && !inside.starts_with('$') && formula[start..].contains('!')
    });
    bracket || formula.contains("file:///") || formula.contains("'#$")
}

/// What to say of a count that was read, but not as a plain number.
fn remarked(remark: Remark, found: &str, people: u64) -> (Code, String, String) {
    let count = wording::count(people);
    match remark {
        Remark::AmbiguousGroup => (
            Code::AmbiguousSeparator,
            format!(
                "“{found}” được hiểu là {count} người, nhưng cũng có thể là số lẻ {}",
                found.replace(['.', ','], " phẩy ")
            ),
            format!("Gõ {people} không có dấu ngăn cách nếu đúng là {count}, hoặc ghi rõ ở cột giải trình"),
        ),
        Remark::ZeroDash | Remark::ZeroWord => (
            Code::ZeroMark,
            format!("“{found}” được hiểu là 0"),
            "Gõ số 0 nếu đúng là không có ai, hoặc ghi rõ ở cột giải trình".to_owned(),
        ),
        Remark::FloatNoise => {
            (Code::FloatNoise, String::new(), "Không phải làm gì; phần lẻ do phép tính để lại được bỏ qua".to_owned())
        }
        Remark::UnitWord => (
            Code::WordsAroundNumber,
            format!("“{found}” được hiểu là {count}"),
            format!("Không phải làm gì; lần sau chỉ gõ số: {people}"),
        ),
        Remark::TextNumber | Remark::LeadingZeros | Remark::ZeroDecimals | Remark::GroupedText => (
            Code::NumberAsText,
            String::new(),
            "Không phải làm gì; lần sau gõ số vào ô định dạng số, không gõ dấu ngăn cách".to_owned(),
        ),
    }
}

/// What to say of a cell that is no count.
fn refused(refusal: &Refusal) -> (Code, String, String) {
    let type_number = "Gõ số người bằng chữ số, ví dụ 125; nếu không có ai thì gõ 0";
    let (code, hint) = match refusal {
        Refusal::NoDataMark(_) => (Code::NoDataMark, "Ghi số người; nếu không có ai thì ghi 0"),
        Refusal::Negative => (Code::NegativeCount, "Kiểm tra lại; số người không thể âm"),
        Refusal::Fraction => (Code::FractionalCount, "Ghi số nguyên; kiểm tra có nhầm dấu phẩy, dấu chấm không"),
        Refusal::TooLarge { .. } => (Code::CountTooLarge, "Kiểm tra có gõ thừa chữ số hoặc gõ nhầm ô không"),
        Refusal::Date { .. } => (Code::DateInsteadOfCount, "Chọn ô, đổi định dạng về Số (Number), rồi gõ lại số người"),
        Refusal::Boolean(_) => (Code::TruthValue, type_number),
        Refusal::ExcelError(_) => (Code::ErrorValue, "Sửa công thức, hoặc xóa nó và gõ thẳng số người"),
        Refusal::Percent
        | Refusal::NotFinite
        | Refusal::BadGrouping
        | Refusal::Expression
        | Refusal::Scientific
        | Refusal::NotANumber(_) => (Code::NotANumber, type_number),
    };
    let detail = match refusal {
        // The title says it all; what stands there is shown.
        Refusal::Negative | Refusal::Fraction => String::new(),
        Refusal::ExcelError(error) => excel_error(error).to_owned(),
        refusal => refusal.to_string(),
    };
    (code, detail, hint.to_owned())
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

/// Cells with the same trouble: all of the form, of a column, or of a row.
#[derive(Debug)]
struct Group {
    troubles: Vec<Trouble>,
    extent: Extent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Form,
    Column,
    Row,
}

/// Lists the same trouble once: for the whole form if every cell has it, else for whole columns, else row by row. A
/// query stays with its row, because the row's note is what answers it; a note that asks for nothing is said once.
fn group(troubles: Vec<Trouble>, data: &FormData) -> Vec<Group> {
    let mut alike: BTreeMap<(Code, String), Vec<Trouble>> = BTreeMap::new();
    for trouble in troubles {
        alike.entry((trouble.code, trouble.detail.clone())).or_default().push(trouble);
    }
    let mut groups = Vec::new();
    for ((code, _), troubles) in alike {
        let severity = code.entry().severity;
        if severity == Severity::Note || (troubles.len() == data.entries.len() && severity == Severity::Error) {
            groups.push(Group { troubles, extent: Extent::Form });
            continue;
        }
        let (by_column, rest) =
            if severity == Severity::Error { whole_columns(troubles, data) } else { (vec![], troubles) };
        groups.extend(by_column);
        let mut by_row: BTreeMap<RowId, Vec<Trouble>> = BTreeMap::new();
        for trouble in rest {
            by_row.entry(trouble.row).or_default().push(trouble);
        }
        groups.extend(by_row.into_values().map(|troubles| Group { troubles, extent: Extent::Row }));
    }
    groups.sort_by_key(|group| (group.troubles[0].at, group.troubles[0].code));
    groups
}

/// The columns in which every entered cell has the trouble, and the cells that are left.
fn whole_columns(troubles: Vec<Trouble>, data: &FormData) -> (Vec<Group>, Vec<Trouble>) {
    let mut by_column: BTreeMap<ColumnId, Vec<Trouble>> = BTreeMap::new();
    for trouble in troubles {
        by_column.entry(trouble.column).or_default().push(trouble);
    }
    let n_entries = |column: ColumnId| data.entries.iter().filter(|entry| entry.column == column).count();
    let (whole, partial): (Vec<_>, Vec<_>) = by_column
        .into_iter()
        .partition(|(column, troubles)| troubles.len() > 1 && troubles.len() == n_entries(*column));
    let groups = whole.into_iter().map(|(_, troubles)| Group { troubles, extent: Extent::Column }).collect();
    (groups, partial.into_iter().flat_map(|(_, troubles)| troubles).collect())
}

fn finding(group: &Group, year: &PlanYear, data: &FormData) -> Finding {
    let first = &group.troubles[0];
    let form = year.plan.form(data.form);
    let row = year.row(data.form, first.row);
    let columns: Vec<String> = labels(group, |trouble| form.columns[trouble.column.idx()].label.clone());
    let what = first.code.entry().title;
    let n = group.troubles.len();
    let where_ = match group.extent {
        Extent::Form if n == data.entries.len() && n > 1 => format!("cả {n} ô của {}", form.sheet),
        Extent::Form if n > 1 => format!("{n} ô của {}", form.sheet),
        Extent::Column => format!("cả cột “{}”", columns.join("”, “")),
        _ => format!("dòng “{}”, cột “{}”", row.label, columns.join("”, “")),
    };
    let cells = group.troubles.iter().map(|trouble| trouble.at).collect();
    let found = distinct(group.troubles.iter().map(|trouble| trouble.found.clone().unwrap_or_default()));
    let detail = match (first.detail.as_str(), found.is_empty()) {
        ("", true) => String::new(),
        ("", false) => format!(": ô ghi “{}”", found.join("”, “")),
        (detail, _) => format!(": {detail}"),
    };
    let message = format!("{what} – {where_}{detail}");
    let mut finding = Finding::new(first.code, message, first.hint.clone());
    finding.found = Some(found.join("; ")).filter(|found| !found.is_empty());
    let finding = finding.at(data.place(year, first.row, Some(first.column), cells));
    explanation::explain(finding, data, &[first.row])
}

/// The distinct labels of a group's cells, in order.
fn labels(group: &Group, label: impl Fn(&Trouble) -> String) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for trouble in &group.troubles {
        let label = label(trouble);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}
