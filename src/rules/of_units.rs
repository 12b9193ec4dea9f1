//! Returns that were added up from units: a number that isn't the sum of its parts was changed by hand, and is asked about.

use crate::intake::explanation::{self, says_something};
use crate::intake::submission::{FormData, Submission};
use crate::plan::{PlanYear, RowId};
use crate::problem::Finding;
use crate::problem::rollup::RollupProblem;
use crate::rollup::Sources;

/// Every entered number of a return beside what the units reported.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let Some(sources) = &submission.sources else { return Vec::new() };
    submission.forms.iter().flat_map(|data| of_form(data, year, sources)).collect()
}

fn of_form(data: &FormData, year: &PlanYear, sources: &Sources) -> Vec<Finding> {
    let form = year.plan.form(data.form);
    let Some(of_form) = sources.form(&form.code) else { return Vec::new() };
    let changed = data.entries.iter().filter_map(|entry| {
        let row = year.row(data.form, entry.row);
        let column = &form.columns[entry.column.idx()];
        let people = entry.people()?;
        let cell = row.codes().find_map(|row| column.keys().find_map(|column| of_form.cell(row, column)));
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
        Some(explained(finding, data, entry.row, sources.notes.get(&(form.code.clone(), row.code.clone()))))
    });
    changed.collect()
}

/// With the row's note, unless it is what the units wrote: that says nothing of the change.
fn explained(finding: Finding, data: &FormData, row: RowId, of_units: Option<&String>) -> Finding {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let own = explanation::of_row(data, row).filter(|note| says_something(note));
    match (own, of_units) {
        (Some(note), Some(of_units)) if plain(note) == plain(of_units) => finding,
        _ => explanation::explain(finding, data, &[row]),
    }
}
