//! The results of a workbook's formulas, calculated from its own cells.
//!
//! A formula waits on a list for the formulas it reads, so that a chain of a hundred thousand cells takes no more of the
//! stack than one cell. Each result is kept.

use std::cell::Cell as Flag;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::evaluate::Evaluator;
use super::expression::{Expression, Reference};
use super::operand::{Operand, Unknown};
use super::outside::is_outside;
use super::parse::parse;
use crate::value::grid::{Address, Area, Cell, MAX_COLUMNS, MAX_ROWS, Sheet, Workbook};

/// How many steps are taken for any workbook, and how many more for each of its cells. A step is a cell looked at or four
/// bytes of a formula read; a million of them take a few hundredths of a second up to two tenths.
const MAX_STEPS: u32 = 1_000_000;
const STEPS_PER_CELL: u32 = 4;

/// What it costs to begin with a formula and to keep its result, in steps.
const STEPS_PER_FORMULA: usize = 40;

/// What it costs to leap to a row of an area, in steps.
const STEPS_PER_ROW: usize = 4;

/// What a formula gives.
pub type Outcome<'w> = Result<Operand<'w>, Unknown>;

/// A cell of a workbook: its sheet by position, and its address.
type CellId = (usize, Address);

/// Calculates the cells of one workbook.
pub struct Recalculation<'w> {
    book: Book<'w>,
    /// What the formulas read that were calculated so far, directly or through others.
    read: BTreeSet<(usize, Area)>,
}

/// The workbook as formulas see it.
pub(super) struct Book<'w> {
    pub workbook: &'w Workbook,
    /// Sheets by their names in small letters, since Excel takes them in any case.
    by_name: HashMap<String, usize>,
    results: HashMap<CellId, Outcome<'w>>,
    steps: Flag<u32>,
}

/// A formula that waits for the formulas it reads.
struct Pending<'w> {
    cell: CellId,
    expression: Result<Expression<'w>, Unknown>,
    waits_for: Vec<CellId>,
}

impl<'w> Recalculation<'w> {
    pub fn new(workbook: &'w Workbook) -> Self {
        let by_name = workbook.sheets.iter().enumerate().map(|(idx, sheet)| (sheet.name.to_lowercase(), idx)).collect();
        let n_cells: usize = workbook.sheets.iter().map(|sheet| sheet.cells().len()).sum();
        let more = u32::try_from(n_cells).unwrap_or(u32::MAX).saturating_mul(STEPS_PER_CELL);
        let steps = Flag::new(MAX_STEPS.saturating_add(more));
        Recalculation { book: Book { workbook, by_name, results: HashMap::new(), steps }, read: BTreeSet::new() }
    }

    /// What the cell of a sheet, by its position, is worth.
    ///
    /// # Errors
    ///
    /// When its formula, or one that it reads, isn't calculated here.
    pub fn result(&mut self, sheet: usize, at: Address) -> Outcome<'w> {
        let cell = (sheet, at);
        if self.book.has_formula(cell) && !self.book.results.contains_key(&cell) {
            self.calculate(cell);
        }
        self.book.cell(sheet, at)
    }

    /// What the formulas that were asked for read, directly or through others: sheets by position, with areas.
    pub fn read(&self) -> &BTreeSet<(usize, Area)> {
        &self.read
    }

    fn calculate(&mut self, cell: CellId) {
        let mut waiting = vec![self.begin(cell)];
        let mut begun = HashSet::from([cell]);
        while let Some(last) = waiting.last_mut() {
            match last.waits_for.pop() {
                // One that is begun and not finished leads back to itself, which its reader finds out.
                Some(next) if begun.insert(next) => waiting.push(self.begin(next)),
                Some(_) => (),
                None => {
                    let Some(Pending { cell, expression, .. }) = waiting.pop() else { return };
                    let result = expression.and_then(|expression| self.book.evaluate(cell.0, &expression));
                    self.book.results.insert(cell, result);
                }
            }
        }
    }

    /// Reads the formula of a cell and lists what it waits for.
    fn begin(&mut self, cell: CellId) -> Pending<'w> {
        let formula = self.book.at(cell).and_then(|cell| cell.formula.as_deref()).unwrap_or_default();
        let mut waits_for = Vec::new();
        let expression =
            self.book.spend(formula.len() / 4 + STEPS_PER_FORMULA).and_then(|()| match is_outside(formula) {
                true => Err(Unknown::OtherFile),
                false => parse(formula),
            });
        let expression = expression.and_then(|expression| {
            for reference in expression.references() {
                waits_for.extend(self.formulas_in(cell.0, reference)?);
            }
            Ok(expression)
        });
        Pending { cell, expression, waits_for }
    }

    /// The formulas, not yet calculated, among the cells that a reference names.
    fn formulas_in(&mut self, own: usize, reference: &Reference<'_>) -> Result<Vec<CellId>, Unknown> {
        let Ok(sheet) = self.book.sheet(own, reference) else { return Ok(Vec::new()) };
        self.read.insert((sheet, reference.area));
        let mut formulas = Vec::new();
        for (at, cell) in self.book.cells(sheet, reference.area)? {
            self.book.spend(1)?;
            if cell.formula.is_some() && !self.book.results.contains_key(&(sheet, at)) {
                formulas.push((sheet, at));
            }
        }
        Ok(formulas)
    }
}

impl<'w> Book<'w> {
    /// Takes steps.
    pub fn spend(&self, n: usize) -> Result<(), Unknown> {
        let left = u32::try_from(n).ok().and_then(|n| self.steps.get().checked_sub(n));
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(Unknown::TooMuch)
    }

    fn at(&self, (sheet, at): CellId) -> Option<&'w Cell> {
        self.workbook.sheets.get(sheet)?.get(at)
    }

    fn has_formula(&self, cell: CellId) -> bool {
        self.at(cell).is_some_and(|cell| cell.formula.is_some())
    }

    /// What a cell is worth; a formula must have been calculated before.
    pub fn cell(&self, sheet: usize, at: Address) -> Outcome<'w> {
        self.worth((sheet, at), self.at((sheet, at)))
    }

    /// As [`Book::cell`], of a cell that was found already.
    pub fn worth(&self, id: CellId, cell: Option<&'w Cell>) -> Outcome<'w> {
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

    fn evaluate(&self, sheet: usize, expression: &Expression<'w>) -> Outcome<'w> {
        Evaluator { book: self, sheet }.value(expression)
    }
}
