//! Excel's binary formats, read by ourselves: the records of `.xls` (BIFF8) and of the parts of an `.xlsb` (BIFF12).
//!
//! Both hold a formula as tokens in the order of their calculation, which [`formula`] writes out as Excel shows it. The
//! spreadsheet library gave values only and panicked on one mutated file in twenty; here every length is checked before it is
//! believed, and a record that doesn't hold what it says makes the file damaged.

use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Cell, UNREADABLE_FORMULA, Value};

mod drawing;
mod formula;
mod functions;
mod notes;
mod records;
pub(super) mod xls;
mod xls_sheet;
pub(super) mod xlsb;
mod xlsb_sheet;

/// How many bytes of formulas a file may have, a shared one counted as often as it is used.
const MAX_FORMULA_BYTES: usize = 16 << 20;

/// Which of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Biff8,
    Biff12,
}

/// Bytes that are taken from the front.
#[derive(Debug, Clone, Copy)]
struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Bytes { rest: bytes }
    }

    /// Those of a slice from `at` on; none if it is shorter.
    fn at(bytes: &'a [u8], at: usize) -> Self {
        Bytes { rest: bytes.get(at..).unwrap_or_default() }
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn f64(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    /// Letters of one or two bytes.
    fn letters(&mut self, n: usize, is_wide: bool) -> Option<String> {
        let bytes = self.take(if is_wide { n.checked_mul(2)? } else { n })?;
        Some(letters(bytes, is_wide))
    }
}

/// The text of letters of one or two bytes; a lone half of a letter becomes a replacement.
fn letters(bytes: &[u8], is_wide: bool) -> String {
    if !is_wide {
        return bytes.iter().map(|byte| char::from(*byte)).collect();
    }
    let letters = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    char::decode_utf16(letters).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A number of 30 bits: a whole one or the upper half of a floating one, perhaps a hundred times as large.
fn packed_number(bits: u32) -> f64 {
    let number =
        if bits & 0x2 != 0 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !0x3) << 32) };
    if bits & 0x1 != 0 { number / 100.0 } else { number }
}

/// An Excel error by its number; one newer than this list is an error all the same.
fn error_text(number: u8) -> &'static str {
    known_error(number).unwrap_or("#UNKNOWN!")
}

fn known_error(number: u8) -> Option<&'static str> {
    Some(match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => return None,
    })
}

/// What formulas refer to beyond their own sheet.
#[derive(Debug, Default)]
struct Links {
    /// What stands before a reference to another sheet, `'Biểu 01'!`, by the number that formulas use; `None` if it isn't understood.
    prefixes: Vec<Option<String>>,
    /// The names that other files and add-ins lend, by the same number.
    outside_names: Vec<Vec<String>>,
    /// The names of this file, in its order.
    names: Vec<String>,
}

impl Links {
    fn prefix(&self, number: u16) -> Option<&str> {
        self.prefixes.get(usize::from(number))?.as_deref()
    }

    /// A name by its number from 1.
    fn name(&self, number: u32) -> Option<&str> {
        self.names.get(number.checked_sub(1)? as usize).map(String::as_str)
    }

    fn outside_name(&self, link: u16, number: u32) -> Option<&str> {
        let names = self.outside_names.get(usize::from(link))?;
        names.get(number.checked_sub(1)? as usize).map(String::as_str)
    }
}

/// The name of a sheet, or of the first and last of several, as a formula writes it before a reference.
fn sheet_prefix(file: Option<&str>, first: &str, last: &str) -> String {
    let file = file.map(|file| format!("[{file}]")).unwrap_or_default();
    let sheets = if first == last { first.to_owned() } else { format!("{first}:{last}") };
    let name = format!("{file}{sheets}");
    let is_plain =
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if is_plain { format!("{name}!") } else { format!("'{}'!", name.replace('\'', "''")) }
}

/// A formula of a cell, before it is written out: a shared one may stand further on.
#[derive(Debug)]
struct FormulaCell<'a> {
    at: Address,
    value: Value,
    tokens: &'a [u8],
}

/// The formulas that several cells of a sheet have in common, by the cell that names them.
type Shared<'a> = std::collections::HashMap<Address, SharedFormula<'a>>;

#[derive(Debug)]
struct SharedFormula<'a> {
    tokens: &'a [u8],
    /// An array formula, whose references don't move with the cell.
    is_array: bool,
    /// It was tried and isn't understood.
    is_unreadable: bool,
}

impl<'a> SharedFormula<'a> {
    fn new(tokens: &'a [u8], is_array: bool) -> Self {
        SharedFormula { tokens, is_array, is_unreadable: false }
    }
}

/// Writes formulas out, as long as there aren't too many.
struct FormulaWriter<'a> {
    dialect: Dialect,
    links: &'a Links,
    /// How many bytes of tokens may still be read.
    rest: usize,
}

impl<'a> FormulaWriter<'a> {
    fn new(dialect: Dialect, links: &'a Links) -> Self {
        FormulaWriter { dialect, links, rest: MAX_FORMULA_BYTES }
    }

    /// The cell with its formula in Excel's notation, or with [`UNREADABLE_FORMULA`].
    fn cell(&mut self, formula: FormulaCell<'_>, shared: &mut Shared<'_>) -> Result<Cell, Cause> {
        let text = match formula::anchor(self.dialect, formula.tokens) {
            Some(anchor) => shared.get_mut(&anchor).map_or(Ok(None), |shared| self.shared(shared, formula.at))?,
            None => self.write(formula.tokens, formula.at)?,
        };
        let text = text.unwrap_or_else(|| UNREADABLE_FORMULA.to_owned());
        Ok(Cell { value: formula.value, formula: Some(text) })
    }

    fn shared(&mut self, shared: &mut SharedFormula<'_>, at: Address) -> Result<Option<String>, Cause> {
        if shared.is_unreadable {
            return Ok(None);
        }
        let text = self.write(shared.tokens, if shared.is_array { Address::new(0, 0) } else { at })?;
        shared.is_unreadable = text.is_none();
        Ok(text)
    }

    fn write(&mut self, tokens: &[u8], at: Address) -> Result<Option<String>, Cause> {
        self.rest = self.rest.checked_sub(tokens.len()).ok_or(Cause::TooMuch)?;
        Ok(formula::write(self.dialect, tokens, at, self.links))
    }
}

fn damaged(what: &str) -> Cause {
    Cause::Malformed(what.to_owned())
}
