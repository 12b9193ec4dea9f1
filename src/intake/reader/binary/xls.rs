//! The `Workbook` stream of an `.xls`: what stands before the sheets, and which sheets there are. One sheet is read by `xls_sheet`.

use super::bytes::Bytes;
use super::links::BinaryFormat;
use super::records::raw_records;
use super::writer::FormulaWriter;
use super::xls_globals::{BOUND_SHEET, XlsGlobals};
use super::xls_sheet::{MULTIPLE_RK, XlsSource, holds_cells, read_sheet};
use crate::intake::reader::kept::Budget;
use crate::problem::unreadable::ReadError;
use crate::value::grid::{Calculation, Format, MAX_ROWS, Workbook};

/// Reads the stream that the container has let pass.
pub(in crate::intake::reader) fn read(stream: &[u8]) -> Result<Workbook, ReadError> {
    let globals = XlsGlobals::read(stream).map_err(ReadError::in_workbook)?;
    let mut formulas = FormulaWriter::new(BinaryFormat::Biff8, &globals.links);
    let mut budget = Budget::new(MAX_ROWS);
    let mut calculation = Calculation::default();
    let (mut sheets, mut passed_over) = (Vec::new(), Vec::new());
    for (idx, info) in globals.sheets.iter().enumerate() {
        if !info.holds_cells {
            passed_over.push(info.name.clone());
            continue;
        }
        let source = XlsSource { stream, globals: &globals, info, filter: globals.filters.get(&idx).copied() };
        budget.begin_sheet(&info.name);
        let sheet = read_sheet(&source, &mut formulas, &mut budget, &mut calculation);
        sheets.push(sheet.map_err(|cause| ReadError::in_sheet(&info.name, cause))?);
    }
    Ok(Workbook { format: Format::Xls, date_1904: globals.date_1904, calculation, sheets, passed_over })
}

/// How many cells a reader allocates that takes every sheet for the rectangle from A1 to its last cell, or as large as the sheet says it
/// is: an upper bound. Sheets are looked at from where the book says they begin, which in a damaged file may be anywhere.
pub(in crate::intake::reader) fn n_allotted(stream: &[u8]) -> u64 {
    let begins = |data: &[u8]| Some(u32::from_le_bytes(*data.first_chunk()?));
    let sheets = raw_records(stream).filter(|(kind, _)| *kind == BOUND_SHEET);
    let sheets: Vec<&[u8]> = sheets
        .filter_map(|(_, data)| stream.get(usize::try_from(begins(data)?).ok()?..))
        .take(MAX_BOUNDED_SHEETS + 1)
        .collect();
    // Each is followed to the end of the stream.
    if sheets.len() > MAX_BOUNDED_SHEETS {
        return u64::MAX;
    }
    sheets.into_iter().map(allotted_from).fold(0, u64::saturating_add)
}

/// How many sheets are followed: more than any return has.
const MAX_BOUNDED_SHEETS: usize = 64;

/// A sheet's record of how large it is.
const DIMENSIONS: u16 = 0x0200;

/// The cells allocated for what begins here.
fn allotted_from(sheet: &[u8]) -> u64 {
    let (mut n_rows, mut n_cols, mut stated) = (0, 0, 0);
    for (kind, data) in raw_records(sheet) {
        if kind == DIMENSIONS {
            stated = stated.max(stated_cells(data));
        } else if holds_cells(kind) {
            let mut head = Bytes::new(data);
            let last_col = if kind == MULTIPLE_RK { Bytes::at(data, data.len().saturating_sub(2)).u16() } else { None };
            let (row, col) = (head.u16().unwrap_or(0), head.u16().unwrap_or(0));
            n_rows = n_rows.max(u64::from(row) + 1);
            n_cols = n_cols.max(u64::from(last_col.unwrap_or(0).max(col)) + 1);
        }
    }
    stated.max(n_rows * n_cols)
}

/// How many cells a sheet says it has: rows and columns from the first to the one behind the last. Where these are the wrong way round
/// a reader may take any number.
fn stated_cells(data: &[u8]) -> u64 {
    let mut bytes = Bytes::new(data);
    let rows = if data.len() == 10 {
        bytes.u16().zip(bytes.u16()).map(|(first, behind)| (u32::from(first), u32::from(behind)))
    } else {
        bytes.u32().zip(bytes.u32())
    };
    let columns = bytes.u16().zip(bytes.u16()).map(|(first, behind)| (u32::from(first), u32::from(behind)));
    let Some(((first_row, behind_row), (first_col, behind_col))) = rows.zip(columns) else { return 0 };
    if behind_row < first_row {
        return u64::MAX;
    }
    // A first column that can't be one is taken as 0.
    let first_col = if first_col > 0xFF || behind_col <= first_col { 0 } else { first_col };
    (u64::from(behind_row - first_row) + 1) * (u64::from(behind_col.saturating_sub(first_col)) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("short");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn dimensions(rows: [u32; 2], columns: [u16; 2]) -> Vec<u8> {
        let rows = rows.iter().flat_map(|row| row.to_le_bytes());
        let data: Vec<u8> = rows.chain(columns.iter().flat_map(|col| col.to_le_bytes())).chain([0, 0]).collect();
        record(DIMENSIONS, &data)
    }

    /// A book of one sheet that begins `at` bytes behind its list of sheets.
    fn book(sheet: &[u8], at: usize) -> Vec<u8> {
        let begins = u32::try_from(8 + at).expect("small");
        [record(BOUND_SHEET, &begins.to_le_bytes()), sheet.to_vec()].concat()
    }

    #[test]
    fn a_sheet_that_says_it_is_immense_is_taken_at_its_word() {
        assert_eq!(n_allotted(&book(&dimensions([0, 20], [0, 5]), 0)), 21 * 6);
        assert!(n_allotted(&book(&dimensions([0, u32::MAX], [0, 255]), 0)) > 1 << 38);
        assert_eq!(n_allotted(&book(&dimensions([20, 3], [0, 5]), 0)), u64::MAX, "the wrong way round");
    }

    #[test]
    fn a_sheet_that_begins_within_a_record_is_followed_from_there() {
        let hidden = record(0x00AA, &dimensions([0, 1 << 30], [0, 255]));
        assert_eq!(n_allotted(&book(&hidden, 0)), 0);
        assert!(n_allotted(&book(&hidden, 4)) > 1 << 37);
    }

    #[test]
    fn a_book_of_thousands_of_sheets_is_not_followed() {
        assert_eq!(n_allotted(&record(BOUND_SHEET, &[0; 8]).repeat(65)), u64::MAX);
    }
}
