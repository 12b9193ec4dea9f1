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
        let sheet = read_sheet(&source, &mut formulas, &mut budget, &mut calculation);
        sheets.push(sheet.map_err(|cause| ReadError::in_sheet(&info.name, cause))?);
    }
    Ok(Workbook { format: Format::Xls, date_1904: globals.date_1904, calculation, sheets, passed_over })
}

/// How many cells a reader allocates that takes every sheet for the rectangle from A1 to the last cell of any sheet: an upper bound.
pub(in crate::intake::reader) fn n_allotted(stream: &[u8]) -> u64 {
    let (mut n_sheets, mut n_rows, mut n_cols) = (0, 0, 0);
    for (kind, data) in raw_records(stream) {
        if kind == BOUND_SHEET {
            n_sheets += 1;
        } else if holds_cells(kind) {
            let mut head = Bytes::new(data);
            let last_col = if kind == MULTIPLE_RK { Bytes::at(data, data.len().saturating_sub(2)).u16() } else { None };
            let (row, col) = (head.u16().unwrap_or(0), head.u16().unwrap_or(0));
            n_rows = n_rows.max(u64::from(row) + 1);
            n_cols = n_cols.max(u64::from(last_col.unwrap_or(0).max(col)) + 1);
        }
    }
    n_sheets * n_rows * n_cols
}
