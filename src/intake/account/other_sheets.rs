//! The numbers on sheets that hold no form.

use super::numbers::holds_number;
use crate::intake::difficulties;
use crate::intake::sheets::{SheetKind, SheetPage};
use crate::intake::submission::Role;
use crate::intake::texts;
use crate::plan::keys;
use crate::problem::Code;
use crate::value::grid::{Address, Cell, Sheet, Value};

pub fn roles(page: &SheetPage) -> Vec<(Address, Role)> {
    let list = if page.part == SheetKind::Difficulties { difficulties::head(page.sheet, &page.texts) } else { None };
    let last_row = page.sheet.cells().last().map_or(0, |(at, _)| at.row);
    let numbers = page.sheet.cells().filter(|(_, cell)| holds_number(&cell.value));
    let roles = numbers.map(|(at, Cell { value, .. })| match &page.part {
        SheetKind::Cover(fields) if fields.contains(&at) => (at, Role::Cover),
        SheetKind::Identity if is_fact(page.sheet, at, value) => (at, Role::Printed),
        SheetKind::Guide if is_paragraph_number(at, value) => (at, Role::Printed),
        // Our own list quotes numbers of the file.
        SheetKind::Marks => (at, Role::Printed),
        // What units reported: the parts of numbers that are counted with the whole.
        SheetKind::Sources => (at, Role::Printed),
        SheetKind::Difficulties => (at, list.map_or(OUTSIDE, |head| in_list(head, at, value, last_row))),
        // If the form was found on another sheet, this sheet is a foreign one.
        SheetKind::Foreign | SheetKind::Forms(_) => (at, Role::Unused(Code::SheetNotInTemplate)),
        _ => (at, OUTSIDE),
    });
    roles.collect()
}

const OUTSIDE: Role = Role::Unused(Code::NumberOutsideTable);

/// Whether a cell of the hidden sheet is the value of a known key, which stands to the left.
fn is_fact(sheet: &Sheet, at: Address, value: &Value) -> bool {
    let known = [keys::PLAN, keys::AGENCY, keys::YEAR, keys::TEMPLATE_VERSION, keys::ROUND, keys::TIER, keys::UNIT];
    let is_read = matches!(value, Value::Text(_) | Value::Number(_));
    is_read && at.col == 1 && sheet.text(Address::new(at.row, 0)).is_some_and(|key| known.contains(&key.trim()))
}

/// `1.` before a paragraph.
fn is_paragraph_number(at: Address, value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let digits = text.trim().strip_suffix('.').unwrap_or_default();
    at.col == 0 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Row numbers on the left, which are at most the number of rows, are printed; everything from the first column on is words.
fn in_list(head: difficulties::ListHead, at: Address, value: &Value, last_row: u32) -> Role {
    let number = texts::words(value).and_then(|words| words.parse::<u32>().ok());
    match number {
        _ if at.row <= head.row => OUTSIDE,
        _ if at.col >= head.first_column() => Role::Words,
        Some(n) if (1..=last_row + 1).contains(&n) => Role::Printed,
        _ => OUTSIDE,
    }
}
