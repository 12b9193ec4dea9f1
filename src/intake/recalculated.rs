//! Whether the stored result of a formula in an entered cell can be trusted.
//!
//! Programs that don't calculate store 0 or an old number as the result of every formula, so each formula is calculated again.
//! Where that isn't possible, the stored result is trusted only if the rest of the workbook shows that it was calculated. A
//! number computed here is shown in a finding and never used as a count.

use std::collections::BTreeSet;

use crate::formula::{Operand, Recalculation, Unknown};
use crate::value::grid::{Address, Area, Cell, Format, Sheet, Value, Workbook};
use crate::value::wording;

/// Why a formula's stored result can't be trusted.
#[derive(Debug, Clone, PartialEq)]
pub enum StoredResult {
    /// The formula gives something else, or a result where none is stored.
    Differs { gives: String },
    /// The formula gives an empty text, for which some programs store 0.
    GivesNothing,
    /// It can't be calculated here, and 0 is stored in a workbook that wasn't calculated when it was saved.
    NotCalculated(Unknown),
    /// It can't be calculated here, and nothing shows that the stored result is up to date.
    MayBeOld(Unknown),
}

/// Judges the formulas of one workbook.
pub struct Judge<'w> {
    /// As it was saved. Formulas compare these texts, not the converted ones.
    workbook: &'w Workbook,
    /// With texts in old fonts converted; its sheets are those that are read.
    read: &'w Workbook,
    recalculation: Recalculation<'w>,
    /// Looked for when the first formula can't be calculated.
    evidence: Option<Evidence>,
}

/// How many areas of a sheet are remembered as read by formulas; the rest is ignored.
const MAX_AREAS: usize = 256;

/// The cells of a sheet that formulas in entered cells read.
#[derive(Debug, Clone, Default)]
pub struct ReadCells {
    cells: BTreeSet<Address>,
    areas: Vec<Area>,
}

impl ReadCells {
    pub fn contains(&self, at: Address) -> bool {
        self.cells.contains(&at) || self.areas.iter().any(|area| area.contains(at))
    }
}

/// Whether the program that saved the workbook calculates, judged by the formulas that can be calculated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// Some result is right and shows something, and none is wrong.
    Calculated,
    /// As `Calculated`, but results that are texts are stored as 0, as LibreOffice does in an .xls.
    TextsLost,
    /// Some result is wrong, or all of them are 0.
    NotCalculated,
    /// No result shows it either way.
    None,
}

impl<'w> Judge<'w> {
    /// For a workbook as it was saved, whose sheets are read from another, equal but for converted texts.
    pub fn new(workbook: &'w Workbook, read: &'w Workbook) -> Self {
        Judge { workbook, read, recalculation: Recalculation::new(workbook), evidence: None }
    }

    /// Why a cell's stored result can't be trusted; `None` if it can, or the cell has no formula.
    pub fn standing(&mut self, sheet: &Sheet, at: Address) -> Option<StoredResult> {
        sheet.get(at)?.formula.as_ref()?;
        let position = self.position(sheet)?;
        let cell = self.workbook.sheets[position].get(at)?;
        match self.recalculation.result(position, at) {
            // Error values are reported as such.
            _ if matches!(cell.value, Value::Error(_)) => None,
            // Results depend on how parts are rounded for display, which isn't done here.
            Ok(_) if self.workbook.calculation.as_shown => None,
            Ok(result) => differs(&cell.value, &result),
            Err(_) if cell.value == Value::Blank => None,
            Err(why) => self.unverified(cell, why),
        }
    }

    /// The cells of a sheet read by the formulas judged so far, directly or through others.
    pub fn read_cells(&self, sheet: &Sheet) -> ReadCells {
        let read: &BTreeSet<(usize, Area)> = self.recalculation.read();
        let own = read.iter().filter(|(position, _)| Some(*position) == self.position(sheet)).map(|(_, area)| *area);
        let (single, mut areas): (Vec<Area>, Vec<Area>) = own.partition(|area| area.first == area.last);
        areas.truncate(MAX_AREAS);
        ReadCells { cells: single.iter().map(|area| area.first).collect(), areas }
    }

    fn position(&self, sheet: &Sheet) -> Option<usize> {
        self.read.sheets.iter().position(|other| std::ptr::eq(other, sheet))
    }

    fn unverified(&mut self, cell: &Cell, why: Unknown) -> Option<StoredResult> {
        let workbook = self.workbook;
        let evidence = *self.evidence.get_or_insert_with(|| evidence(workbook));
        let is_zero = Operand::Number(0.0).agrees_with(&cell.value);
        match evidence {
            Evidence::NotCalculated | Evidence::TextsLost if is_zero => Some(StoredResult::NotCalculated(why)),
            // Reading another file is a question of its own.
            _ if why == Unknown::OtherFile => None,
            // In an .xls, 0 may stand for a text that was lost.
            Evidence::Calculated if is_zero && workbook.format == Format::Xls => Some(StoredResult::MayBeOld(why)),
            Evidence::Calculated | Evidence::TextsLost if !workbook.calculation.manual => None,
            _ => Some(StoredResult::MayBeOld(why)),
        }
    }
}

/// What is wrong with a stored value, given what its formula gives; `None` if it is right.
fn differs(stored: &Value, result: &Operand<'_>) -> Option<StoredResult> {
    match (stored, result) {
        _ if result.agrees_with(stored) => None,
        // Programs that know no empty text as a result store 0 for it.
        (Value::Number(0.0), Operand::Text(text)) if text.is_empty() => Some(StoredResult::GivesNothing),
        _ => Some(StoredResult::Differs { gives: shown(result) }),
    }
}

/// A result as a message shows it. A reference to a blank cell gives 0, as in Excel.
fn shown(result: &Operand<'_>) -> String {
    match result {
        Operand::Blank => "0".to_owned(),
        Operand::Number(number) => wording::content(&Value::Number(*number)),
        Operand::Text(text) | Operand::Error(text) => text.to_string(),
        Operand::Bool(truth) => wording::content(&Value::Bool(*truth)),
    }
}

/// Calculates every formula of a workbook and compares.
fn evidence(workbook: &Workbook) -> Evidence {
    let mut recalculation = Recalculation::new(workbook);
    let (mut n_formulas, mut n_right, mut n_shown) = (0usize, 0usize, 0usize);
    let mut loses_texts = false;
    for (position, sheet) in workbook.sheets.iter().enumerate() {
        for (at, cell) in sheet.cells().filter(|(_, cell)| cell.formula.is_some()) {
            let shows = shows_something(&cell.value);
            n_formulas += 1;
            n_shown += usize::from(shows);
            match recalculation.result(position, at) {
                Ok(_) if matches!(cell.value, Value::Error(_)) => (),
                Ok(Operand::Text(_)) if cell.value == Value::Number(0.0) && workbook.format == Format::Xls => {
                    loses_texts = true;
                }
                Ok(result)
                    if differs(&cell.value, &result).is_some_and(|standing| standing != StoredResult::GivesNothing) =>
                {
                    return Evidence::NotCalculated;
                }
                Ok(_) => n_right += usize::from(shows),
                Err(_) => (),
            }
        }
    }
    let is_left_to_others = n_formulas > 1 || workbook.calculation.full_on_load;
    match (n_right, n_shown) {
        (0, 0) if is_left_to_others => Evidence::NotCalculated,
        (0, _) => Evidence::None,
        _ if loses_texts => Evidence::TextsLost,
        _ => Evidence::Calculated,
    }
}

/// Whether a stored result is more than nothing or 0, which are what programs that don't calculate store.
fn shows_something(stored: &Value) -> bool {
    match stored {
        Value::Blank => false,
        Value::Text(text) => !text.is_empty(),
        Value::Bool(_) | Value::Error(_) => true,
        Value::Number(number) | Value::Date(number) | Value::Percent(number) | Value::Disguised(number, _) => {
            *number != 0.0
        }
    }
}
