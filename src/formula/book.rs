//! The workbook as formulas see it, and how much may still be looked at in it.

use std::cell::Cell as Flag;
use std::collections::HashMap;

use super::expression::Reference;
use super::operand::{Operand, Unknown};
use crate::value::grid::{Address, Area, Cell, MAX_COLUMNS, MAX_ROWS, Sheet, Workbook};

/// How many steps are taken for any workbook, and how many more for each of its cells. A step is a cell looked at or four
/// bytes of a formula read; a million of them take a few hundredths of a second up to two tenths.
const MAX_STEPS: u32 = 1_000_000;
const STEPS_PER_CELL: u32 = 4;

/// What it costs to leap to a row of an area, in steps.
const STEPS_PER_ROW: usize = 4;

/// What a formula gives.
pub type FormulaResult<'w> = Result<Operand<'w>, Unknown>;

/// A cell of a workbook: its sheet by position, and its address.
pub type BookCell = (usize, Address);

/// The workbook as formulas see it.
pub struct FormulaBook<'w> {
    pub workbook: &'w Workbook,
    /// Sheets by their names in small letters, since Excel takes them in any case.
    by_name: HashMap<String, usize>,
    pub results: HashMap<BookCell, FormulaResult<'w>>,
    steps: Flag<u32>,
}

impl<'w> FormulaBook<'w> {
    pub fn new(workbook: &'w Workbook) -> Self {
        let by_name = workbook.sheets.iter().enumerate().map(|(idx, sheet)| (sheet.name.to_lowercase(), idx)).collect();
        let n_cells: usize = workbook.sheets.iter().map(|sheet| sheet.cells().len()).sum();
        let more = u32::try_from(n_cells).unwrap_or(u32::MAX).saturating_mul(STEPS_PER_CELL);
        let steps = Flag::new(MAX_STEPS.saturating_add(more));
        FormulaBook { workbook, by_name, results: HashMap::new(), steps }
    }

    /// Takes steps.
    pub fn spend(&self, n: usize) -> Result<(), Unknown> {
        let left = u32::try_from(n).ok().and_then(|n| self.steps.get().checked_sub(n));
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(Unknown::TooMuch)
    }

    pub fn at(&self, (sheet, at): BookCell) -> Option<&'w Cell> {
        self.workbook.sheets.get(sheet)?.get(at)
    }

    pub fn has_formula(&self, cell: BookCell) -> bool {
        self.at(cell).is_some_and(|cell| cell.formula.is_some())
    }

    /// What a cell is worth; a formula must have been calculated before.
    pub fn cell(&self, sheet: usize, at: Address) -> FormulaResult<'w> {
        self.worth((sheet, at), self.at((sheet, at)))
    }

    /// As [`FormulaBook::cell`], of a cell that was found already.
    pub fn worth(&self, id: BookCell, cell: Option<&'w Cell>) -> FormulaResult<'w> {
        match cell {
            None => Ok(Operand::Blank),
            Some(cell) if cell.formula.is_some() => self.results.get(&id).cloned().unwrap_or(Err(Unknown::Cycle)),
            Some(cell) => Ok(Operand::of(&cell.value)),
        }
    }

    /// The sheet of a reference in a formula of the sheet `own`; the cells it names must all have been kept.
    pub fn sheet(&self, own: usize, reference: &Reference<'_>) -> Result<usize, Unknown> {
        let sheet = match &reference.sheet {
            None => own,
            Some(name) => *self.by_name.get(&name.to_lowercase()).ok_or(Unknown::NotKept)?,
        };
        let Area { last, .. } = reference.area;
        let is_kept = last.row < MAX_ROWS && last.col < MAX_COLUMNS;
        if is_kept || self.workbook.sheets[sheet].n_beyond == 0 { Ok(sheet) } else { Err(Unknown::NotKept) }
    }

    /// The cells of an area that hold something. The rows are paid for, the cells are not yet.
    pub fn cells(
        &self,
        sheet: usize,
        area: Area,
    ) -> Result<impl Iterator<Item = (Address, &'w Cell)> + use<'w>, Unknown> {
        let sheet: &'w Sheet = &self.workbook.sheets[sheet];
        let last_row = sheet.cells().next_back().map_or(0, |(at, _)| at.row).min(area.last.row);
        self.spend((last_row.saturating_sub(area.first.row) as usize + 1) * STEPS_PER_ROW)?;
        Ok(sheet.area(area))
    }
}
