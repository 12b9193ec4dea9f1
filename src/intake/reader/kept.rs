//! Collects the cells of a sheet: those within the extent of a form are kept, within the memory a file may use; others are counted.

use crate::intake::container;
use crate::problem::unreadable::Cause;
use crate::rollup;
use crate::value::grid::{Address, Cell, Layout, LooseText, MAX_COLUMNS, Sheet, Value};
use crate::value::text::is_blank;

/// What all kept cells of a file may take, in bytes: half a million cells with something in them, or fewer with long texts.
const MAX_KEPT_BYTES: usize = 48 << 20;

/// What the texts in the cells of a return may have together, in bytes: each is compared with labels, codes and names in
/// several ways, which takes far longer than reading it. A filled template has under 100 kB.
const MAX_COMPARED_BYTES: usize = 4 << 20;

/// What the texts on the sheets of sources may have together, in bytes: they are held against what was written and compared with nothing
/// else. Those of 3,000 units have some 5 MB.
const MAX_SOURCE_BYTES: usize = 16 << 20;

/// What the formulas of a return may have together, in bytes, those that cells share counted in each: every one is written
/// out, which takes longer than reading it. A filled template has under 10 kB.
const MAX_FORMULA_BYTES: usize = 16 << 20;

/// The rows that are kept of a sheet of this program's own workbooks: all that a sheet can have.
const MAX_OWN_ROWS: u32 = 1_048_576;

/// What is lower, in points, or narrower, in letters, shows nothing that could be read: one letter needs 1.71 with its margin.
pub(super) const LEAST_HEIGHT: f64 = 5.0;
pub(super) const LEAST_WIDTH: f64 = 1.75;
/// A letter's width in points: seven pixels of 96 to the inch.
pub(super) const LETTER_POINTS: f64 = 5.25;

/// How many merged ranges are kept of a sheet. A filled template has some fifteen.
pub(super) const MAX_MERGED: usize = 10_000;

/// What may still be kept of a file.
#[derive(Clone, Copy, Default)]
pub(super) struct Budget {
    pub(super) bytes: usize,
    pub(super) text_bytes: usize,
    pub(super) source_bytes: usize,
    pub(super) formula_bytes: usize,
    /// Whether the sheet at hand is called as one of sources.
    is_of_sources: bool,
    /// The last row (0-based, exclusive) that is kept of a sheet.
    pub(super) max_rows: u32,
}

impl Budget {
    /// For this program's own workbooks, which the container has bounded.
    pub(super) const OWN: Budget = Budget {
        bytes: usize::MAX,
        text_bytes: usize::MAX,
        source_bytes: usize::MAX,
        formula_bytes: usize::MAX,
        is_of_sources: false,
        max_rows: MAX_OWN_ROWS,
    };

    pub(super) fn new(max_rows: u32) -> Self {
        let scale = usize::try_from(container::scale_of(max_rows)).unwrap_or(1);
        Budget {
            bytes: MAX_KEPT_BYTES * scale,
            text_bytes: MAX_COMPARED_BYTES * scale,
            source_bytes: MAX_SOURCE_BYTES * scale,
            is_of_sources: false,
            formula_bytes: MAX_FORMULA_BYTES * scale,
            max_rows,
        }
    }

    /// Says which sheet is read next.
    pub(super) fn begin_sheet(&mut self, name: &str) {
        self.is_of_sources = rollup::is_source_sheet(name);
    }

    pub(super) fn spend(&mut self, cell: &Cell) -> Result<(), Cause> {
        let text = match &cell.value {
            Value::Text(text) | Value::Error(text) => text.len(),
            _ => 0,
        };
        let formula = cell.formula.as_ref().map_or(0, String::len);
        self.spend_bytes(size_of::<(Address, Cell)>() + text)?;
        self.spend_formula(formula)?;
        let left = if self.is_of_sources { &mut self.source_bytes } else { &mut self.text_bytes };
        *left = left.checked_sub(text).ok_or(Cause::TooMuch)?;
        Ok(())
    }

    pub(super) fn spend_bytes(&mut self, n_bytes: usize) -> Result<(), Cause> {
        self.bytes = self.bytes.checked_sub(n_bytes).ok_or(Cause::TooMuch)?;
        Ok(())
    }

    pub(super) fn spend_formula(&mut self, n_bytes: usize) -> Result<(), Cause> {
        self.spend_bytes(n_bytes)?;
        self.formula_bytes = self.formula_bytes.checked_sub(n_bytes).ok_or(Cause::TooMuch)?;
        Ok(())
    }

    /// Pays for a copy of a sheet and makes it.
    pub(super) fn spend_sheet(&mut self, sheet: &Sheet) -> Result<Sheet, Cause> {
        sheet.cells().try_for_each(|(_, cell)| self.spend(cell))?;
        let Layout { hidden_rows, filtered_rows, merged, texts, unseen_on_condition, .. } = &sheet.layout;
        let n_texts = texts.with_digit.len() + texts.without_digit.len();
        let n_looks = hidden_rows.len() + filtered_rows.len() + merged.len() + n_texts + unseen_on_condition.len();
        self.spend_bytes(n_looks * size_of::<LooseText>())?;
        Ok(sheet.clone())
    }
}

/// The cells of one sheet as they are read, in any order.
pub(super) struct Cells<'a> {
    pub(super) budget: &'a mut Budget,
    pub(super) kept: Vec<(Address, Cell)>,
    n_beyond: usize,
    first_beyond: Option<Address>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(budget: &'a mut Budget) -> Self {
        Cells { budget, kept: Vec::new(), n_beyond: 0, first_beyond: None }
    }

    /// Keeps a cell, counts one beyond the extent, and passes over one that holds nothing.
    pub(super) fn push(&mut self, at: Address, mut cell: Cell) -> Result<(), Cause> {
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

    /// How many cells beyond the extent there were.
    pub(super) fn n_beyond(&self) -> usize {
        self.n_beyond
    }

    /// Counts cells beyond the extent, of which the first stands at `at`.
    pub(super) fn count_beyond(&mut self, at: Address, n: usize) {
        if n == 0 {
            return;
        }
        self.n_beyond = self.n_beyond.saturating_add(n);
        self.first_beyond = Some(self.first_beyond.map_or(at, |first| first.min(at)));
    }

    /// [`Cells::into_sheet`], refusing a cell that occurs twice.
    pub(super) fn into_unique_sheet(mut self, name: &str, visible: bool) -> Result<Sheet, Cause> {
        self.kept.sort_by_key(|(at, _)| *at);
        match self.kept.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(Cause::Malformed(format!("cell {} stands twice", pair[0].0))),
            None => Ok(self.into_sheet(name, visible)),
        }
    }

    pub(super) fn into_sheet(self, name: &str, visible: bool) -> Sheet {
        let mut sheet = Sheet::bounded(name, visible, self.kept);
        sheet.n_beyond = self.n_beyond;
        sheet.first_beyond = self.first_beyond;
        sheet
    }
}

/// Whether a cell holds only white space, which counts as nothing.
fn is_white(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(text) if is_blank(text)) && cell.formula.is_none()
}

/// The truth value of a cell that LibreOffice saved as a number: it writes TRUE in a number-formatted cell as the formula `TRUE()`
/// with result 1.
fn truth(cell: &Cell) -> Option<bool> {
    match (cell.formula.as_deref()?.trim_start_matches("of:="), &cell.value) {
        ("TRUE()" | "TRUE", Value::Number(_) | Value::Disguised(..)) => Some(true),
        ("FALSE()" | "FALSE", Value::Number(_) | Value::Disguised(..)) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::grid::MAX_ROWS;

    #[test]
    fn sheets_of_sources_may_have_more_texts_than_others() {
        let cell = Cell { value: Value::Text("a".repeat(1 << 20)), formula: None };
        let n_fitting = |name: &str| {
            let mut budget = Budget::new(MAX_ROWS);
            budget.begin_sheet(name);
            (0..100).take_while(|_| budget.spend(&cell).is_ok()).count()
        };
        assert_eq!(["Biểu 02", "Nguồn số liệu khác"].map(n_fitting), [4, 4]);
        assert_eq!(["Nguồn số liệu", "Nguồn số liệu 2", "_bhxh_nguon"].map(n_fitting), [16, 16, 16]);
    }
}
