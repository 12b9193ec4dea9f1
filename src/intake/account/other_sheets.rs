//! The numbers of the sheets that are no form.

use super::numbers::holds_number;
use crate::intake::difficulties;
use crate::intake::sheets::{Page, Part};
use crate::intake::submission::Role;
use crate::intake::texts;
use crate::plan::keys;
use crate::problem::Code;
use crate::value::grid::{Address, Sheet, Value};

pub fn roles(page: &Page) -> Vec<(Address, Role)> {
    let list = if page.part == Part::Difficulties { difficulties::head(page.sheet, &page.texts) } else { None };
    let last_row = page.sheet.cells().last().map_or(0, |(at, _)| at.row);
    let role = |at: Address, value: &Value| match &page.part {
        Part::Cover(fields) if fields.contains(&at) => Role::Cover,
        Part::Identity if is_fact(page.sheet, at, value) => Role::Printed,
        Part::Guide if is_paragraph_number(at, value) => Role::Printed,
        // What the list quotes of the file's numbers is ours.
        Part::Marks => Role::Printed,
        Part::Difficulties => list.map_or(OUTSIDE, |head| in_list(head, at, value, last_row)),
        // A form that another sheet was taken for is as foreign as what the template never had.
        Part::Foreign | Part::Forms(_) => Role::Unused(Code::SheetNotInTemplate),
        _ => OUTSIDE,
    };
    let numbers = page.sheet.cells().filter(|(_, cell)| holds_number(&cell.value));
    numbers.map(|(at, cell)| (at, role(at, &cell.value))).collect()
}

const OUTSIDE: Role = Role::Unused(Code::NumberOutsideTable);

/// What the hidden sheet says stands right of its key, as text or number. What kind of file it is, is said in words.
fn is_fact(sheet: &Sheet, at: Address, value: &Value) -> bool {
    let known = [keys::PLAN, keys::AGENCY, keys::YEAR, keys::TEMPLATE_VERSION, keys::ROUND];
    let is_read = matches!(value, Value::Text(_) | Value::Number(_));
    is_read && at.col == 1 && sheet.text(Address::new(at.row, 0)).is_some_and(|key| known.contains(&key.trim()))
}

/// `1.` before a paragraph.
fn is_paragraph_number(at: Address, value: &Value) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    at.col == 0 && matches!(value, Value::Text(text) if text.trim().strip_suffix('.').is_some_and(digits))
}

/// The rows are numbered on the left, and no number is higher than there are rows; the rest is words.
fn in_list(head: difficulties::Head, at: Address, value: &Value, last_row: u32) -> Role {
    let number = texts::words(value).and_then(|words| words.parse::<u32>().ok());
    match number {
        _ if at.row <= head.row => OUTSIDE,
        _ if at.col >= head.first_column() => Role::Words,
        Some(n) if (1..=last_row + 1).contains(&n) => Role::Printed,
        _ => OUTSIDE,
    }
}
