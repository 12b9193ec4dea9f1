//! Texts longer than a workbook cell can hold. They are never cut, so a file that has one is rejected.

use super::submission::{Difficulty, FormData};
use crate::plan::PlanYear;
use crate::problem::cell::{Problem, Remarks};
use crate::problem::{Finding, Place};
use crate::value::grid::{Address, MAX_TEXT_UNITS, units_beyond_a_cell};

/// One finding for the notes of a form, given with the column in which they stand.
pub fn in_notes(data: &FormData, column: Option<u32>, sheet: &str, year: &PlanYear) -> Option<Finding> {
    let noted =
        data.rows.iter().flatten().filter_map(|row| Some((Address::new(row.at, column?), row.note.as_deref()?)));
    let form = Some(year.plan.form(data.form).code.clone());
    finding(Remarks::Notes, noted, Place { sheet: Some(sheet.to_owned()), form, ..Place::default() })
}

/// One finding for all difficulties and proposals.
pub fn in_difficulties(difficulties: &[Difficulty]) -> Option<Finding> {
    let first = difficulties.first()?;
    let words = difficulties.iter().flat_map(|one| {
        let both = [one.difficulty.as_deref(), one.proposal.as_deref()];
        both.into_iter().flatten().map(|words| (one.at, words))
    });
    finding(Remarks::Difficulties, words, Place { sheet: Some(first.sheet.clone()), ..Place::default() })
}

fn finding<'w>(what: Remarks, words: impl Iterator<Item = (Address, &'w str)>, place: Place) -> Option<Finding> {
    let long: Vec<(Address, usize)> = words.filter_map(|(at, words)| Some((at, units_beyond_a_cell(words)?))).collect();
    let longest = long.iter().map(|(_, n_units)| *n_units).max()?;
    let mut cells: Vec<Address> = long.into_iter().map(|(at, _)| at).collect();
    cells.dedup();
    let problem = Problem::TooLong { what, longest, most: MAX_TEXT_UNITS };
    Some(Finding::from(problem).at(Place { cells, ..place }))
}
