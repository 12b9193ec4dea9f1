//! What a cell's text means by the type the cell gives it.

use super::part::{PartResult, boolean, invalid, unsigned};
use super::strings::{SharedStrings, unescaped};
use super::styles::Styles;
use crate::intake::reader::dates;
use crate::problem::unreadable::Invalid;
use crate::value::grid::{Address, Value};

/// What all sheets refer to.
pub(super) struct SheetContext {
    pub strings: SharedStrings,
    pub styles: Styles,
    pub date_1904: bool,
}

/// The last row and column of any sheet, from 1.
const ROWS: u32 = 1_048_576;
pub(super) const COLUMNS: u32 = 16_384;

/// The type of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellType {
    Number,
    /// The number of a shared text.
    Shared,
    /// The text that a formula gives.
    Text,
    /// A text of the cell's own, perhaps in runs.
    Inline,
    Bool,
    Error,
    Date,
}

impl CellType {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "n" => CellType::Number,
            "s" => CellType::Shared,
            "str" => CellType::Text,
            "inlineStr" => CellType::Inline,
            "b" => CellType::Bool,
            "e" => CellType::Error,
            "d" => CellType::Date,
            _ => return None,
        })
    }
}

/// The value in a cell's `<v>`. An empty one is an empty text if the cell's type is text, otherwise blank.
pub(super) fn value(at: Address, kind: CellType, style: u32, text: &str, known: &SheetContext) -> PartResult<Value> {
    let bare = text.trim_ascii();
    if bare.is_empty() && kind != CellType::Text {
        return Ok(Value::Blank);
    }
    let value = match kind {
        CellType::Number => number(bare).map(|number| known.styles.shown(style, number)),
        CellType::Shared => shared(bare, known),
        CellType::Text => Some(Value::Text(unescaped(text).into_owned())),
        // Its text stands in an element of its own.
        CellType::Inline => None,
        CellType::Bool => boolean(bare).map(Value::Bool),
        CellType::Error => Some(Value::Error(unescaped(bare).into_owned())),
        CellType::Date => Some(date(bare, known.date_1904)),
    };
    match (value, kind) {
        (Some(value), _) => Ok(value),
        (None, CellType::Shared) => invalid(Invalid::StringNumber, Some(at)),
        (None, CellType::Number) => invalid(Invalid::Number, Some(at)),
        (None, _) => invalid(Invalid::Value, Some(at)),
    }
}

/// A finite decimal number; `None` for anything else that Rust would parse, such as `inf`.
fn number(text: &str) -> Option<f64> {
    if text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<u32>().ok().map(f64::from);
    }
    let is_decimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    let number: f64 = text.parse().ok().filter(|_| text.bytes().all(is_decimal))?;
    number.is_finite().then_some(number)
}

fn shared(text: &str, known: &SheetContext) -> Option<Value> {
    let n = usize::try_from(unsigned(text)?).ok()?;
    Some(Value::Text(known.strings.get(n)?.to_owned()))
}

fn date(text: &str, date_1904: bool) -> Value {
    dates::serial_of_date(text, date_1904).map_or_else(|| Value::Text(text.to_owned()), Value::Date)
}

/// Reads an address as a cell writes its own: letters and a number, within a sheet.
pub(super) fn address(text: &str) -> Option<Address> {
    let bytes = text.trim_ascii().as_bytes();
    let n_letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = bytes.split_at(n_letters);
    let is_in_reach = (1..=3).contains(&letters.len()) && (1..=7).contains(&digits.len());
    if !is_in_reach || digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let column = letters.iter().fold(0, |n, byte| n * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    let row = digits.iter().fold(0, |n, byte| n * 10 + u32::from(byte - b'0'));
    (row <= ROWS && column <= COLUMNS).then(|| Address::new(row - 1, column - 1))
}

/// Reads the number of a row or a column, from 1 up to the last, as one from 0.
pub(super) fn row_number(text: &str) -> Option<u32> {
    unsigned(text).filter(|row| (1..=ROWS).contains(row)).map(|row| row - 1)
}

/// The same of a column.
pub(super) fn column_number(text: &str) -> Option<u32> {
    unsigned(text).filter(|column| (1..=COLUMNS).contains(column)).map(|column| column - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_within_a_sheet_or_none() {
        assert_eq!(address("XFD1048576"), Some(Address::new(1_048_575, 16_383)));
        assert_eq!(address(" b2\n"), Some(Address::new(1, 1)));
        for text in
            ["", "A", "1", "A0", "A01", "XFE1", "A1048577", "AAAA1", "$A$1", "A1:B2", "A1x", "Á1", "A99999999999"]
        {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_decimal_and_finite() {
        for (text, expected) in [("12", 12.0), ("-0.5", -0.5), ("1E+3", 1000.0), ("+7", 7.0), ("1.", 1.0), (".5", 0.5)]
        {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        for text in ["", "inf", "NaN", "infinity", "1e999", "0x1", "1_0", "1 2", "1,5", "e", "--1", "１２"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
