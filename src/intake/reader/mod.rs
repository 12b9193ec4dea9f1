//! From the bytes of a spreadsheet to its [`Workbook`], whatever the format.
//!
//! It expects bytes that the [`container`] has let pass, yet takes nothing a file holds on trust, and bounds what is kept.
//! Every format is read by ourselves: `.xlsx` by `xlsx`, strictly and in one pass, `.xls` and `.xlsb` by `binary`, OpenDocument by
//! `ods`. What libraries read, they read in pieces, hang on when it is cut off, or expand before anyone can stop them. Of the
//! binary formats a library gives a `second_opinion`, without which no number of theirs is taken.
//!
//! A formula that was never calculated is [`Value::Blank`] with a formula. One that was calculated to an empty text is
//! `Value::Text` with nothing in it, so that the two can be told apart.

use std::collections::HashSet;

use super::container::{self, workbook_stream};
use crate::problem::unreadable::{Cause, ReadError};
use crate::value::grid::{Address, Cell, Format, Layout, LooseText, MAX_COLUMNS, MAX_ROWS, Sheet, Value, Workbook};
use crate::value::text::is_blank;

mod binary;
mod dates;
mod loose;
pub(crate) mod number_format;
mod ods;
mod second_opinion;
mod xlsx;
mod xml;

/// What all kept cells of a file may take, in bytes: half a million cells with something in them, or fewer with long texts.
const MAX_KEPT_BYTES: usize = 48 << 20;

/// What the texts in the cells of a return may have together, in bytes: each is compared with labels, codes and names in
/// several ways, which takes far longer than reading it. A filled template has under 100 kB.
const MAX_COMPARED_BYTES: usize = 4 << 20;

/// What the formulas of a return may have together, in bytes, those that cells share counted in each: every one is written
/// out, which takes longer than reading it. A filled template has under 10 kB.
const MAX_FORMULA_BYTES: usize = 16 << 20;

/// The rows that are kept of a sheet of this program's own workbooks: all that a sheet can have.
const MAX_OWN_ROWS: u32 = 1_048_576;

/// How many merged ranges are kept of a sheet. A filled template has some fifteen.
const MAX_MERGED: usize = 10_000;

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
    match format {
        Format::Xlsx => checked(xlsx::read(bytes, Budget::OWN, container::OWN_SCALE, xlsx::Formats::Dates, &wanted)?),
        // Some other program saved it so, and what is beyond a form is counted.
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
            xlsx::read(bytes, Budget::new(max_rows), container::scale_of(max_rows), xlsx::Formats::All, &|_| true)
        }
        Format::Xlsb => confirmed(binary::xlsb::read(bytes)?, bytes, None),
        Format::Xls => {
            let stream =
                workbook_stream(bytes).ok_or_else(|| in_workbook(Cause::Malformed("no workbook".to_owned())))?;
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
        return Err(in_workbook(Cause::NoSheets));
    }
    // To spreadsheet programs capitals make no difference.
    let mut names = HashSet::new();
    match workbook.sheets.iter().find(|sheet| !names.insert(sheet.name.to_lowercase())) {
        Some(second) => Err(in_sheet(&second.name, Cause::SameName)),
        None => Ok(workbook),
    }
}

fn in_workbook(cause: Cause) -> ReadError {
    ReadError { sheet: None, part: None, cause }
}

fn in_sheet(name: &str, cause: Cause) -> ReadError {
    ReadError { sheet: Some(name.to_owned()), part: None, cause }
}

/// What may still be kept of a file.
#[derive(Clone, Copy)]
struct Budget {
    bytes: usize,
    text_bytes: usize,
    formula_bytes: usize,
    /// The last row (0-based, exclusive) that is kept of a sheet.
    max_rows: u32,
}

impl Budget {
    /// For this program's own workbooks, which the container has bounded.
    const OWN: Budget =
        Budget { bytes: usize::MAX, text_bytes: usize::MAX, formula_bytes: usize::MAX, max_rows: MAX_OWN_ROWS };

    fn new(max_rows: u32) -> Self {
        let scale = usize::try_from(container::scale_of(max_rows)).unwrap_or(1);
        Budget {
            bytes: MAX_KEPT_BYTES * scale,
            text_bytes: MAX_COMPARED_BYTES * scale,
            formula_bytes: MAX_FORMULA_BYTES * scale,
            max_rows,
        }
    }

    fn spend(&mut self, cell: &Cell) -> Result<(), Cause> {
        let text = match &cell.value {
            Value::Text(text) | Value::Error(text) => text.len(),
            _ => 0,
        };
        let formula = cell.formula.as_ref().map_or(0, String::len);
        self.spend_bytes(size_of::<(Address, Cell)>() + text)?;
        self.spend_formula(formula)?;
        self.text_bytes = self.text_bytes.checked_sub(text).ok_or(Cause::TooMuch)?;
        Ok(())
    }

    fn spend_bytes(&mut self, n_bytes: usize) -> Result<(), Cause> {
        self.bytes = self.bytes.checked_sub(n_bytes).ok_or(Cause::TooMuch)?;
        Ok(())
    }

    fn spend_formula(&mut self, n_bytes: usize) -> Result<(), Cause> {
        self.spend_bytes(n_bytes)?;
        self.formula_bytes = self.formula_bytes.checked_sub(n_bytes).ok_or(Cause::TooMuch)?;
        Ok(())
    }

    /// Spends what one more of a sheet takes, and makes it.
    fn spend_sheet(&mut self, sheet: &Sheet) -> Result<Sheet, Cause> {
        sheet.cells().try_for_each(|(_, cell)| self.spend(cell))?;
        let Layout { hidden_rows, filtered_rows, merged, texts, .. } = &sheet.layout;
        let n_looks = hidden_rows.len() + filtered_rows.len() + merged.len() + texts.len();
        self.spend_bytes(n_looks * size_of::<LooseText>())?;
        Ok(sheet.clone())
    }
}

/// The cells of one sheet as they are read, in any order.
struct Cells<'a> {
    budget: &'a mut Budget,
    kept: Vec<(Address, Cell)>,
    n_beyond: usize,
    first_beyond: Option<Address>,
}

impl<'a> Cells<'a> {
    fn new(budget: &'a mut Budget) -> Self {
        Cells { budget, kept: Vec::new(), n_beyond: 0, first_beyond: None }
    }

    /// Keeps a cell, counts one beyond the extent, and passes over one that holds nothing.
    fn push(&mut self, at: Address, mut cell: Cell) -> Result<(), Cause> {
        if cell.value == Value::Blank && cell.formula.is_none() {
            return Ok(());
        }
        if at.row >= self.budget.max_rows || at.col >= MAX_COLUMNS {
            self.count_beyond(at, usize::from(!is_white(&cell)));
            return Ok(());
        }
        self.budget.spend(&cell)?;
        if let Some(truth) = truth(&cell) {
            cell.value = Value::Bool(truth);
        }
        self.kept.push((at, cell));
        Ok(())
    }

    /// Counts cells beyond the extent, of which the first stands at `at`.
    fn count_beyond(&mut self, at: Address, n: usize) {
        if n == 0 {
            return;
        }
        self.n_beyond = self.n_beyond.saturating_add(n);
        self.first_beyond = Some(self.first_beyond.map_or(at, |first| first.min(at)));
    }

    /// [`Cells::into_sheet`] of a format whose writers put each cell once; one that stands twice has no one value.
    fn into_unique_sheet(mut self, name: &str, visible: bool) -> Result<Sheet, Cause> {
        self.kept.sort_by_key(|(at, _)| *at);
        match self.kept.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(Cause::Malformed(format!("cell {} stands twice", pair[0].0))),
            None => Ok(self.into_sheet(name, visible)),
        }
    }

    fn into_sheet(self, name: &str, visible: bool) -> Sheet {
        let mut sheet = Sheet::bounded(name, visible, self.kept);
        sheet.n_beyond = self.n_beyond;
        sheet.first_beyond = self.first_beyond;
        sheet
    }
}

/// Whether a cell holds nothing but white space, which is nothing.
fn is_white(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(text) if is_blank(text)) && cell.formula.is_none()
}

/// What a truth value says that LibreOffice saved as a number: it writes TRUE in a cell formatted for numbers as the
/// formula `TRUE()` that gives 1.
fn truth(cell: &Cell) -> Option<bool> {
    match (cell.formula.as_deref()?.trim_start_matches("of:="), &cell.value) {
        ("TRUE()" | "TRUE", Value::Number(_) | Value::Disguised(..)) => Some(true),
        ("FALSE()" | "FALSE", Value::Number(_) | Value::Disguised(..)) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
