//! Returns that were added up from units: a number that isn't the sum of its parts was changed by hand, and is asked about.

use crate::intake::explanation::{self, says_something};
use crate::intake::submission::{FormData, Submission};
use crate::plan::{PlanYear, RowId};
use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place};
use crate::rollup::{OpenBelow, OpenKind, Sources};

/// Every entered number of a return beside what the units reported.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let Some(sources) = &submission.sources else { return Vec::new() };
    let numbers = submission.forms.iter().flat_map(|data| of_form(data, year, sources));
    numbers.chain(sources.open.iter().map(|open| open_below(open, submission, year, sources))).collect()
}

/// What was open below when the return was added up: of a number, at the cell that it is in.
fn open_below(open: &OpenBelow, submission: &Submission, year: &PlanYear, sources: &Sources) -> Finding {
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
    let of_row = (form.clone(), year.row(data.form, row).code.clone());
    explained(finding, data, row, sources.notes.get(&of_row))
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
    match (explanation::of_row(data, row), of_units) {
        (Some(note), Some(of_units)) if !says_something(&beyond(note, of_units)) => finding,
        _ => explanation::explain(finding, data, &[row]),
    }
}

/// What a note says beside what the units wrote, some of which may have been deleted from it.
fn beyond(note: &str, of_units: &str) -> String {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (note, of_units) = (plain(note), plain(of_units));
    let rest = note.replace(&of_units, "");
    let own = rest.split("; ").filter(|part| !of_units.contains(part.trim_matches(|c: char| !c.is_alphanumeric())));
    own.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_beside_the_units_notes_explains_a_change() {
        let of_units = "Xã A: sáp nhập; Xã B: 3 người nghỉ ốm";
        let says = |note: &str| says_something(&beyond(note, of_units));
        for note in [of_units, "Xã A: sáp nhập; Xã B: 3 người nghỉ ốm .", "Xã B: 3 người nghỉ ốm", "Xã A:  sáp nhập;"]
        {
            assert!(!says(note), "{note}");
        }
        for note in ["Xã A: sáp nhập; Xã B: 3 người nghỉ ốm; thêm 7 người mới tuyển", "Đã cộng thêm 7 người của Xã C"]
        {
            assert!(says(note), "{note}");
        }
    }
}
