//! A plan → the workbook an officer writes it in. What is written is read again before anybody gets it: a plan that a
//! workbook can't hold word for word is refused.

use std::collections::BTreeMap;
use std::fmt;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use toml::Table;

use super::marks::DecisionMarks;
use super::read::read;
use super::rows::{at, tables};
use super::sheet_writing::{BookLooks, SheetWriting};
use super::sheets::SHEETS;
use super::spec::{SheetLayout, TableSpec};
use super::{form_writing, guide};
use crate::plan::Plan;
use crate::sheet;
use crate::template::style;
use crate::value::wording;

/// Why a plan can't be written as a workbook.
#[derive(Debug)]
pub enum NotWritten {
    /// The library refuses it: a text too long, a name twice.
    Library(XlsxError),
    /// Something of the plan has no place in cells: a code with a comma, a text of spaces. The faults of reading it again, if
    /// there are any.
    NoPlace(String),
}

impl std::error::Error for NotWritten {}

impl fmt::Display for NotWritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotWritten::Library(error) => write!(f, "không ghi được kế hoạch thành sổ Excel: {error}"),
            NotWritten::NoPlace(faults) if faults.is_empty() => {
                write!(f, "kế hoạch có chỗ không ghi được vào ô Excel nguyên văn; dùng tệp .toml")
            }
            NotWritten::NoPlace(faults) => {
                let faults = wording::series(&faults.lines().collect::<Vec<_>>(), " ");
                write!(f, "kế hoạch có chỗ không ghi được vào ô Excel nguyên văn; dùng tệp .toml, hoặc sửa: {faults}")
            }
        }
    }
}

impl From<XlsxError> for NotWritten {
    fn from(error: XlsxError) -> Self {
        NotWritten::Library(error)
    }
}

/// The workbook of a plan.
///
/// # Errors
///
/// When something of the plan can't be written into cells as it is.
pub fn write(plan: &Plan) -> Result<Vec<u8>, NotWritten> {
    let values = values(&plan.source);
    let bytes = workbook(&values, &DecisionMarks::default())?;
    let again = read(&bytes).map_err(|faults| NotWritten::NoPlace(faults.to_string()))?;
    if is_same(plan, &again) { Ok(bytes) } else { Err(NotWritten::NoPlace(String::new())) }
}

/// Whether two plans say the same, however they are written down.
pub fn is_same(one: &Plan, other: &Plan) -> bool {
    // The plan that areas are compared by has the text as well.
    let without_text = |plan: &Plan| format!("{plan:?}").replace(&format!("{:?}", plan.source), "");
    without_text(one) == without_text(other)
}

/// The values of a plan's text, the subjects of a plan that names none among them.
pub fn values(text: &str) -> Table {
    let mut values: Table = toml::from_str(text).unwrap_or_default();
    if values.get("subject").is_none_or(|subjects| subjects.as_array().is_some_and(Vec::is_empty)) {
        let of_program: Table = toml::from_str(crate::plan::DEFAULT_SUBJECTS).expect("a file of the program");
        values.extend(of_program);
    }
    values
}

/// The workbook of a plan's values.
pub fn workbook(values: &Table, marks: &DecisionMarks) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_default_format(&style::text(11), style::DEFAULT_ROW_PIXELS, style::DEFAULT_COLUMN_PIXELS)?;
    let title = at(values, "plan.title").and_then(toml::Value::as_str).unwrap_or_default();
    let created = ExcelDateTime::from_ymd(2022, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let looks = BookLooks::new(marks, code_ranges(values));
    guide::write(book.add_worksheet(), values)?;
    if !marks.is_empty() {
        guide::write_to_decide(book.add_worksheet(), &marks.in_workbook())?;
    }
    for spec in SHEETS {
        match spec.layout {
            SheetLayout::Items(sections) => {
                SheetWriting::new(book.add_worksheet(), &looks).items(spec, sections, values)?;
            }
            SheetLayout::Table(block) => SheetWriting::new(book.add_worksheet(), &looks).table(spec, &block, values)?,
            SheetLayout::Forms => form_writing::write(&mut book, &looks, values)?,
        }
    }
    sheet::saved(&mut book)
}

/// Where the codes of each table stand, for drop-downs: by the path of the table, as a formula names the range.
fn code_ranges(values: &Table) -> BTreeMap<&'static str, String> {
    let mut ranges = BTreeMap::new();
    for spec in SHEETS {
        if let SheetLayout::Table(block) = spec.layout {
            ranges.insert(block.path, super::sheet_writing::code_range(spec.name, &block, n_lines(&block, values)));
        }
    }
    ranges.insert("form", guide::form_range(tables(values, "form").count()));
    ranges
}

fn n_lines(block: &TableSpec, values: &Table) -> usize {
    super::rows::lines(block, values).len()
}
