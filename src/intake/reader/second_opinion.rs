//! A second opinion on the numbers of `.xls` and `.xlsb`: a spreadsheet library reads them too, and a file on which the two disagree is
//! refused.
//!
//! No value is taken from the library. It allocates the whole rectangle of an `.xls` sheet's cells, so it is asked only if that is
//! small, and it panics on some files, which counts as no opinion. `.xlsx` needs none: its text has only one reading.

use std::cell::Cell as Flag;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};

use calamine::{DataType, Reader, Xls, Xlsb};

use super::binary::xls;
use crate::problem::unreadable::{Cause, ReadError};
use crate::value::grid::{Address, Cell, Format, MAX_COLUMNS, MAX_ROWS, Value, Workbook};

/// How many cells the library may allot for an `.xls`: 64 MiB.
const MAX_ALLOTTED: u64 = 2_000_000;

/// By how much, of the larger, two readings of one number may differ: some are stored as a hundredfold and divided.
const TOLERANCE: f64 = 1e-12;

type BytesReader<'a> = Cursor<&'a [u8]>;

thread_local! {
    static ASKING: Flag<bool> = const { Flag::new(false) };
}

/// Whether this thread is running library code on foreign data, whose panics are caught. A panic hook asks this before it reports
/// anything.
pub fn is_asking() -> bool {
    ASKING.get()
}

/// Confirms the numbers of a workbook read from `.xls` or `.xlsb`.
///
/// # Errors
///
/// When the library reads another number in a cell, or one where none was read.
pub(super) fn confirm(workbook: &Workbook, bytes: &[u8], stream: Option<&[u8]>) -> Result<(), ReadError> {
    for (sheet, cells) in workbook.sheets.iter().zip(opinion(workbook, bytes, stream)) {
        let differing = cells.iter().find(|(at, number)| !agrees(sheet.get(*at), *number));
        if let Some((at, _)) = differing {
            return Err(ReadError::in_sheet(&sheet.name, Cause::Disagreement(*at)));
        }
    }
    Ok(())
}

/// The cells of each sheet that the library reads as numbers; none where it has no opinion.
fn opinion(workbook: &Workbook, bytes: &[u8], stream: Option<&[u8]>) -> Vec<Vec<(Address, f64)>> {
    let may_ask = match (workbook.format, stream) {
        (Format::Xls, Some(stream)) => xls::n_allotted(stream) <= MAX_ALLOTTED,
        (Format::Xlsb, _) => true,
        _ => false,
    };
    if !may_ask {
        return Vec::new();
    }
    quietly(|| match workbook.format {
        Format::Xls => numbers_of_xls(workbook, bytes),
        _ => numbers_of_xlsb(workbook, bytes),
    })
    .flatten()
    .unwrap_or_default()
}

/// Runs library code; `None` if it panics.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    ASKING.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    ASKING.set(false);
    outcome.ok()
}

fn numbers_of_xls(workbook: &Workbook, bytes: &[u8]) -> Option<Vec<Vec<(Address, f64)>>> {
    let mut book: Xls<BytesReader> = Xls::new(Cursor::new(bytes)).ok()?;
    let by_sheet = workbook.sheets.iter().map(|sheet| {
        let Ok(range) = book.worksheet_range(&sheet.name) else { return Vec::new() };
        let (first_row, first_col) = range.start().unwrap_or_default();
        let cells = range.used_cells().filter_map(|(row, col, data)| {
            let at = Address::new(first_row + u32::try_from(row).ok()?, first_col + u32::try_from(col).ok()?);
            Some((at, number(data)?))
        });
        cells.filter(|(at, _)| is_kept(*at)).collect()
    });
    Some(by_sheet.collect())
}

fn numbers_of_xlsb(workbook: &Workbook, bytes: &[u8]) -> Option<Vec<Vec<(Address, f64)>>> {
    let mut book: Xlsb<BytesReader> = Xlsb::new(Cursor::new(bytes)).ok()?;
    let by_sheet = workbook.sheets.iter().map(|sheet| {
        let mut cells = Vec::new();
        let Ok(mut reader) = book.worksheet_cells_reader(&sheet.name) else { return cells };
        while let Ok(Some(cell)) = reader.next_cell() {
            let (row, col) = cell.get_position();
            cells.extend(number(cell.get_value()).map(|number| (Address::new(row, col), number)));
        }
        cells.retain(|(at, _)| is_kept(*at));
        cells
    });
    Some(by_sheet.collect())
}

fn is_kept(at: Address) -> bool {
    at.row < MAX_ROWS && at.col < MAX_COLUMNS
}

/// The library's value as a number; dates are numbers too.
fn number(data: &impl DataType) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "whole numbers in a sheet have 30 bits")]
    data.get_float()
        .or_else(|| data.get_int().map(|number| number as f64))
        .or_else(|| data.get_datetime().map(|date| date.as_f64()))
}

/// Whether our reading of a cell is compatible with the library's number. A formula's result may have been read as text or a truth
/// value.
fn agrees(cell: Option<&Cell>, number: f64) -> bool {
    let Some(cell) = cell else { return false };
    match cell.value {
        Value::Number(own) | Value::Date(own) | Value::Percent(own) | Value::Disguised(own, _) => {
            (own - number).abs() <= TOLERANCE * own.abs().max(number.abs())
        }
        _ => cell.formula.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::grid::Sheet;

    fn cell(value: Value) -> Cell {
        Cell { value, formula: None }
    }

    #[test]
    fn another_number_or_one_where_none_was_read_disagrees() {
        assert!(agrees(Some(&cell(Value::Number(12.0))), 12.0));
        assert!(agrees(Some(&cell(Value::Percent(0.07))), 0.07 * (1.0 + 1e-15)));
        assert!(!agrees(Some(&cell(Value::Number(12.0))), 13.0));
        assert!(!agrees(Some(&cell(Value::Text("12".to_owned()))), 12.0));
        assert!(!agrees(None, 0.0));
        // LibreOffice stores 0 for the text that a formula gave.
        assert!(agrees(Some(&Cell { value: Value::Blank, formula: Some("IF(A1=\"\",\"\",1)".to_owned()) }), 0.0));
    }

    /// The numbers of a real return, and with one of them changed.
    #[test]
    fn a_number_that_only_one_reader_sees_is_named_with_its_cell() {
        let bytes = include_bytes!("../../../examples/inbox-2023/snv_2023.xls");
        let stream = crate::intake::container::workbook_stream(bytes).expect("a workbook");
        let book = xls::read(&stream).expect("a readable file");
        assert!(opinion(&book, bytes, Some(&stream)).iter().any(|cells| cells.len() > 10));
        assert_eq!(confirm(&book, bytes, Some(&stream)), Ok(()));

        let is_count = |value: &Value| matches!(value, Value::Number(n) if *n > 0.0);
        let idx = book.sheets.iter().position(|sheet| sheet.cells().any(|(_, cell)| is_count(&cell.value)));
        let mut changed = book.clone();
        let sheet = &mut changed.sheets[idx.expect("a sheet with numbers")];
        let (at, _) = sheet.cells().find(|(_, cell)| is_count(&cell.value)).expect("a number");
        let without = sheet.cells().filter(|(other, _)| *other != at).map(|(at, cell)| (at, cell.clone()));
        *sheet = Sheet::new(sheet.name.clone(), sheet.visible, without.collect());
        let error = confirm(&changed, bytes, Some(&stream)).expect_err("a number less");
        assert_eq!(error.cause, Cause::Disagreement(at));
    }

    #[test]
    fn a_panic_is_no_opinion_and_is_told_to_who_asks() {
        assert!(!is_asking());
        assert_eq!(quietly(is_asking), Some(true));
        assert_eq!(quietly(|| -> u8 { std::panic::resume_unwind(Box::new(())) }), None);
        assert!(!is_asking());
    }
}
