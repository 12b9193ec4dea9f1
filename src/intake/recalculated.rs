//! Whether the stored result of a formula in an entered cell may be taken for the agency's number.
//!
//! Programs that don't calculate store 0 or an old number as the result of every formula. So each formula is calculated
//! again. Where that can't be done, the stored result is taken at its word only if the rest of the workbook shows that it
//! was calculated. The number that comes out here stands in a finding and nowhere else.

use std::collections::BTreeSet;

use crate::formula::{Operand, Recalculation, Unknown};
use crate::value::grid::{Address, Area, Cell, Format, Sheet, Value, Workbook};
use crate::value::wording;

/// What is to be thought of a formula's stored result.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// The formula gives something else, or a result where none is stored.
    Differs { gives: String },
    /// The formula gives nothing to see, in place of which some programs store 0.
    GivesNothing,
    /// It can't be calculated here, and 0 is stored in a workbook that wasn't calculated when it was saved.
    NotCalculated(Unknown),
    /// It can't be calculated here, and nothing shows that the stored result is up to date.
    MayBeOld(Unknown),
}

/// Judges the formulas of one workbook.
pub struct Judge<'w> {
    /// As it was saved: texts that are converted for reading would no longer be those that formulas compare.
    workbook: &'w Workbook,
    /// As it is read.
    read: &'w Workbook,
    recalculation: Recalculation<'w>,
    /// Looked for when the first formula can't be calculated.
    evidence: Option<Evidence>,
}

/// How many areas of a sheet are kept; that formulas read more of it is not said.
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

/// What the formulas of a workbook that can be calculated here say of whether the program that saved it calculates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// Some result is right and shows something, and none is wrong.
    Calculated,
    /// The same, but 0 stands for texts, as LibreOffice saves them in an .xls.
    TextsLost,
    /// Some result is wrong, or all of them are 0.
    NotCalculated,
    /// No result speaks either way.
    None,
}

impl<'w> Judge<'w> {
    /// For a workbook as it was saved, whose sheets are read from another, equal but for converted texts.
    pub fn new(workbook: &'w Workbook, read: &'w Workbook) -> Self {
        Judge { workbook, read, recalculation: Recalculation::new(workbook), evidence: None }
    }

    /// What is to be thought of a cell's stored result; `None` if it is no formula, or nothing speaks against it.
    pub fn standing(&mut self, sheet: &Sheet, at: Address) -> Option<Standing> {
        sheet.get(at)?.formula.as_ref()?;
        let position = self.position(sheet)?;
        let cell = self.workbook.sheets[position].get(at)?;
        match self.recalculation.result(position, at) {
            // An error value is said as such; that no program could make anything of it is said already.
            _ if matches!(cell.value, Value::Error(_)) => None,
            // The formats by which the parts are rounded are not applied here.
            Ok(_) if self.workbook.calculation.as_shown => None,
            Ok(result) => differs(&cell.value, &result),
            Err(_) if cell.value == Value::Blank => None,
            Err(why) => self.unverified(cell, why),
        }
    }

    /// The cells of a sheet that the formulas read that were judged so far, directly or through others.
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

    fn unverified(&mut self, cell: &Cell, why: Unknown) -> Option<Standing> {
        let workbook = self.workbook;
        let evidence = *self.evidence.get_or_insert_with(|| evidence(workbook));
        let is_zero = Operand::Number(0.0).agrees_with(&cell.value);
        match evidence {
            Evidence::NotCalculated | Evidence::TextsLost if is_zero => Some(Standing::NotCalculated(why)),
            // What another file gave is asked about already.
            _ if why == Unknown::OtherFile => None,
            // Where a text would be 0 too, nobody knows which it was.
            Evidence::Calculated if is_zero && workbook.format == Format::Xls => Some(Standing::MayBeOld(why)),
            Evidence::Calculated | Evidence::TextsLost if !workbook.calculation.manual => None,
            _ => Some(Standing::MayBeOld(why)),
        }
    }
}

/// What is wrong with a stored value, given what its formula gives; `None` if it is right.
fn differs(stored: &Value, result: &Operand<'_>) -> Option<Standing> {
    match (stored, result) {
        _ if result.agrees_with(stored) => None,
        // Programs that know no empty text as a result store 0 for it.
        (Value::Number(0.0), Operand::Text(text)) if text.is_empty() => Some(Standing::GivesNothing),
        _ => Some(Standing::Differs { gives: shown(result) }),
    }
}

/// A result as a message shows it; empty if it is an empty text. What only names a blank cell shows 0.
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
                    if differs(&cell.value, &result).is_some_and(|standing| standing != Standing::GivesNothing) =>
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

/// Whether a stored result is more than nothing or 0, which programs store that don't calculate.
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
