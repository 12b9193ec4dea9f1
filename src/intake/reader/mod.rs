//! From the bytes of a spreadsheet to its [`Workbook`], whatever the format.
//!
//! The [`container`] has checked the bytes before; the reader still trusts nothing in the file and bounds what it keeps. All formats
//! are read by our own code: `.xlsx` by `xlsx`, strictly and in one pass, `.xls` and `.xlsb` by `binary`, OpenDocument by `ods`,
//! because libraries skip values in unusual markup, hang on truncated files, or expand them without a limit. For the binary formats a
//! library gives a `second_opinion`: a number on which the two disagree makes the file unreadable.
//!
//! A formula without a stored result is a blank value with a formula; one whose result is an empty text has an empty text as its
//! value.

use std::collections::HashSet;

use super::container::{self, workbook_stream};
use crate::problem::unreadable::{Cause, ReadError};
use crate::value::grid::{Format, LongSheet, MAX_ROWS, Sheet, Workbook};
use kept::Budget;

mod binary;
mod causes;
mod dates;
mod kept;
mod legible;
mod loose;
pub(crate) mod number_format;
mod ods;
mod own;
mod second_opinion;
mod xlsx;
mod xml;

pub use own::{OwnWorkbook, ReadAs};
pub use second_opinion::is_asking;

/// Reads a file that [`inspect`](super::container::inspect) found to be of this format.
///
/// # Errors
///
/// When the contents are broken or more than is kept of any file.
pub fn read(bytes: &[u8], format: Format) -> Result<Workbook, ReadError> {
    read_forms(bytes, format, MAX_ROWS)
}

/// [`read`] for forms that have more rows than most: the row (0-based, exclusive) up to which an .xlsx is kept, where that
/// is more than [`MAX_ROWS`].
///
/// # Errors
///
/// As [`read`].
pub fn read_forms(bytes: &[u8], format: Format, max_rows: u32) -> Result<Workbook, ReadError> {
    read_rows(bytes, format, max_rows.max(MAX_ROWS))
}

/// Reads some sheets of one of this program's own workbooks, by their names; the others stay empty. Its ledger may have more
/// rows than any form, and how its sheets look, this program knows.
///
/// # Errors
///
/// As [`read`].
pub fn read_own(bytes: &[u8], format: Format, wanted: impl Fn(&str) -> bool) -> Result<Workbook, ReadError> {
    Ok(read_own_values(bytes, format, |name| wanted(name).into())?.workbook)
}

/// [`read_own`], with a say in how much is kept of each sheet.
///
/// # Errors
///
/// As [`read`].
pub fn read_own_values(
    bytes: &[u8],
    format: Format,
    wanted: impl Fn(&str) -> ReadAs,
) -> Result<OwnWorkbook, ReadError> {
    if format == Format::Xlsx {
        let read = xlsx::read(bytes, Budget::OWN, container::OWN_SCALE, xlsx::Formats::Dates, &wanted)?;
        return Ok(OwnWorkbook { workbook: checked(read.workbook)?, long: read.long });
    }
    // Saved by another program; rows beyond a form's are only counted.
    let workbook = read_rows(bytes, format, MAX_ROWS)?;
    let are_values = |sheet: &&Sheet| wanted(&sheet.name) == ReadAs::Values;
    Ok(OwnWorkbook { long: workbook.sheets.iter().filter(are_values).map(LongSheet::of).collect(), workbook })
}

/// Reads some sheets of a returned file, by their names; the others stay empty, so that a broken one stops nothing. Only an
/// .xlsx has its sheets in parts of their own.
///
/// # Errors
///
/// As [`read`].
pub fn read_some(bytes: &[u8], format: Format, wanted: impl Fn(&str) -> bool) -> Result<Workbook, ReadError> {
    match format {
        Format::Xlsx => {
            let (budget, scale) = (Budget::new(MAX_ROWS), container::scale_of(MAX_ROWS));
            Ok(xlsx::read(bytes, budget, scale, xlsx::Formats::All, &|name| wanted(name).into())?.workbook)
        }
        other => read_rows(bytes, other, MAX_ROWS),
    }
}

/// The names of an .xlsx's sheets, at little cost whatever it holds; none if they can't be told.
pub fn sheet_names(bytes: &[u8]) -> Vec<String> {
    xlsx::sheet_names(bytes).unwrap_or_default()
}

fn read_rows(bytes: &[u8], format: Format, max_rows: u32) -> Result<Workbook, ReadError> {
    let workbook = match format {
        Format::Xlsx => {
            let (budget, scale) = (Budget::new(max_rows), container::scale_of(max_rows));
            xlsx::read(bytes, budget, scale, xlsx::Formats::All, &|_| ReadAs::Cells).map(|read| read.workbook)
        }
        Format::Xlsb => confirmed(binary::xlsb::read(bytes)?, bytes, None),
        Format::Xls => {
            let stream = workbook_stream(bytes)
                .ok_or_else(|| ReadError::in_workbook(Cause::Malformed("no workbook".to_owned())))?;
            confirmed(binary::xls::read(&stream)?, bytes, Some(&stream))
        }
        Format::Ods => ods::read(bytes),
    }?;
    checked(workbook)
}

fn confirmed(workbook: Workbook, bytes: &[u8], stream: Option<&[u8]>) -> Result<Workbook, ReadError> {
    second_opinion::confirm(&workbook, bytes, stream)?;
    Ok(workbook)
}

fn checked(workbook: Workbook) -> Result<Workbook, ReadError> {
    if workbook.sheets.is_empty() {
        return Err(ReadError::in_workbook(Cause::NoSheets));
    }
    // Spreadsheet programs ignore case in sheet names.
    let mut names = HashSet::new();
    match workbook.sheets.iter().find(|sheet| !names.insert(sheet.name.to_lowercase())) {
        Some(second) => Err(ReadError::in_sheet(&second.name, Cause::SameName)),
        None => Ok(workbook),
    }
}

#[cfg(test)]
mod tests;
