//! Returns that were added up from units: a number that isn't the sum of its parts was changed by hand, and is asked about.

use std::collections::BTreeMap;

use super::own_answer::RowNotes;
use crate::counts::{CellId, UnitPeople};
use crate::intake::submission::{FormData, Submission};
use crate::plan::{ColumnId, FormColumn, FormRow, PlanYear, RowId};
use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place};
use crate::rollup::{FormSources, OpenBelow, OpenKind, Sources};

/// Every entered number of a return beside what the units reported.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let Some(sources) = &submission.sources else { return Vec::new() };
    let numbers = submission.forms.iter().flat_map(|data| of_form(submission, data, year, sources));
    numbers.chain(sources.open.iter().map(|open| open_below(open, submission, year))).collect()
}

/// What was open below when the return was added up: of a number, at the cell that it is in.
fn open_below(open: &OpenBelow, submission: &Submission, year: &PlanYear) -> Finding {
    let finding = Finding::from(RollupProblem::OpenBelow(open.clone()));
    let OpenKind::Number { form, row, column } = &open.kind else {
        let sheet = submission.forms.first().map(|data| data.sheet.to_string());
        return finding.at(Place { sheet, ..Place::default() });
    };
    let found = year.plan.form_by_code(form).and_then(|id| {
        let (row, column) = (year.row_by_code(id, row)?, year.plan.form(id).column(column)?);
        Some((submission.form(id)?, row, column))
    });
    let Some((data, row, column)) = found else { return finding };
    let cells = data.address(row, column).into_iter().collect();
    let finding = finding.at(data.place(year, row, Some(column), cells));
    RowNotes { submission, data, year }.explain(finding, &[row], || false)
}

fn of_form(submission: &Submission, data: &FormData, year: &PlanYear, sources: &Sources) -> Vec<Finding> {
    let form = year.plan.form(data.form);
    let Some(of_form) = sources.form(&form.code) else { return Vec::new() };
    let changed = data.entries.iter().filter_map(|entry| {
        let row = year.row(data.form, entry.row);
        let column = &form.columns[entry.column.idx()];
        let people = entry.people()?;
        let cell = source_cell(of_form, row, column);
        let parts = cell.and_then(|cell| of_form.sum(cell));
        if parts == Some(people) {
            return None;
        }
        let problem = RollupProblem::NumberChanged {
            row: row.label.clone(),
            column: column.label.clone(),
            people,
            parts,
            n_units: cell.map_or(0, |cell| of_form.parts(cell).count()),
        };
        let finding = Finding::from(problem).at(data.place(year, entry.row, Some(entry.column), vec![entry.at]));
        Some(RowNotes { submission, data, year }.explain(finding, &[entry.row], || false))
    });
    changed.collect()
}

/// The place of an entered cell among the sources of its form, which may have been written when row and column had other codes.
pub fn source_cell(of_form: &FormSources, row: &FormRow, column: &FormColumn) -> Option<usize> {
    row.codes().find_map(|row| column.keys().find_map(|column| of_form.cell(row, column)))
}

/// What units on every level reported of an entered cell; `None` if the return has no sources, or none of them reported it.
pub fn parts_of_cell(submission: &Submission, year: &PlanYear, cell: CellId) -> Option<UnitPeople> {
    let form = year.plan.form(cell.form);
    let of_form = submission.sources.as_deref()?.form(&form.code)?;
    let place = source_cell(of_form, year.row(cell.form, cell.row), &form.columns[cell.column.idx()])?;
    let parts = of_form.parts_on_all_levels(place).into_iter();
    let parts: UnitPeople = parts.map(|part| (part.unit.unit.clone(), part.count.people)).collect();
    (!parts.is_empty()).then_some(parts)
}

/// What each unit on every level reported, in people by the cells of the return, by the units' codes.
pub type UnitCounts<'s> = BTreeMap<&'s str, Vec<(CellId, u64)>>;

/// The same of a return; nothing without sources.
pub fn counts_of_units<'s>(submission: &'s Submission, year: &PlanYear) -> UnitCounts<'s> {
    let mut all = UnitCounts::new();
    for of_form in submission.sources.iter().flat_map(|sources| &sources.forms) {
        let Some(form) = year.plan.form_by_code(&of_form.form) else { continue };
        let columns = &year.plan.form(form).columns;
        let cells = year.entered_rows(form).flat_map(|row| year.column_ids(form).map(move |column| (row, column)));
        let place = |(row, column): (RowId, ColumnId)| {
            let place = source_cell(of_form, year.row(form, row), &columns[column.idx()])?;
            Some((place, CellId { agency: submission.agency, form, row, column }))
        };
        let places: Vec<(usize, CellId)> = cells.filter_map(place).collect();
        for unit in &of_form.units {
            let counts = places.iter().filter_map(|(place, cell)| Some((*cell, unit.count(*place)?.people)));
            all.entry(unit.unit.as_str()).or_default().extend(counts);
        }
    }
    all
}
