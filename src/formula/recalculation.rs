//! The results of a workbook's formulas, calculated from its own cells.
//!
//! A formula waits on a list for the formulas it reads, so that a chain of a hundred thousand cells takes no more of the
//! stack than one cell. Each result is kept.

use std::collections::{BTreeSet, HashSet};

use super::book::{BookCell, FormulaBook, FormulaResult};
use super::evaluate::Evaluator;
use super::expression::{Expression, Reference};
use super::operand::Unknown;
use super::outside::is_outside;
use super::parse::parse;
use crate::value::grid::{Address, Area, Workbook};

/// What it costs to begin with a formula and to keep its result, in steps.
const STEPS_PER_FORMULA: usize = 40;

/// Calculates the cells of one workbook.
pub struct Recalculation<'w> {
    book: FormulaBook<'w>,
    /// What the formulas read that were calculated so far, directly or through others.
    read: BTreeSet<(usize, Area)>,
}

/// A formula that waits for the formulas it reads.
struct Pending<'w> {
    cell: BookCell,
    expression: Result<Expression<'w>, Unknown>,
    waits_for: Vec<BookCell>,
}

impl<'w> Recalculation<'w> {
    /// Prepares to calculate the formulas of a workbook.
    pub fn new(workbook: &'w Workbook) -> Self {
        Recalculation { book: FormulaBook::new(workbook), read: BTreeSet::new() }
    }

    /// What the cell of a sheet, by its position, is worth.
    ///
    /// # Errors
    ///
    /// When its formula, or one that it reads, isn't calculated here.
    pub fn result(&mut self, sheet: usize, at: Address) -> FormulaResult<'w> {
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

    fn calculate(&mut self, cell: BookCell) {
        let mut waiting = vec![self.begin(cell)];
        let mut begun = HashSet::from([cell]);
        while let Some(last) = waiting.last_mut() {
            match last.waits_for.pop() {
                // One that is begun and not finished leads back to itself, which its reader finds out.
                Some(next) if begun.insert(next) => waiting.push(self.begin(next)),
                Some(_) => (),
                None => {
                    let Some(Pending { cell, expression, .. }) = waiting.pop() else { return };
                    let result = expression
                        .and_then(|expression| Evaluator { book: &self.book, sheet: cell.0 }.value(&expression));
                    self.book.results.insert(cell, result);
                }
            }
        }
    }

    /// Reads the formula of a cell and lists what it waits for.
    fn begin(&mut self, cell: BookCell) -> Pending<'w> {
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
    fn formulas_in(&mut self, own: usize, reference: &Reference<'_>) -> Result<Vec<BookCell>, Unknown> {
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
