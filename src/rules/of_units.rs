//! Returns that were added up from units: a number that isn't the sum of its parts was changed by hand, and is asked about.

use std::collections::BTreeSet;

use crate::counts::{CellId, UnitPeople};
use crate::intake::explanation::{self, says_something};
use crate::intake::submission::{FormData, Submission};
use crate::plan::{FormColumn, FormRow, PlanYear, RowId};
use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place};
use crate::rollup::{FormSources, OpenBelow, OpenKind, Sources};
use crate::value::text;

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
    explained(finding, data, year, row, sources)
}

fn of_form(data: &FormData, year: &PlanYear, sources: &Sources) -> Vec<Finding> {
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
        Some(explained(finding, data, year, entry.row, sources))
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

/// With the row's note, unless it only repeats what the units wrote: that says nothing of the change.
fn explained(finding: Finding, data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> Finding {
    match (explanation::of_row(data, row), written_of_row(data, year, row, sources)) {
        (Some(note), Some(written)) if !says_more(note, &written) => finding,
        _ => explanation::explain(finding, data, &[row]),
    }
}

/// What the program wrote of a row on which units have notes: what it copied of them, all of them as the sheet of sources has them, and the
/// row's label; `None` for a row without notes.
fn written_of_row(data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> Option<String> {
    let (form, of_row) = (&year.plan.form(data.form).code, year.row(data.form, row));
    let copied = sources.notes.get(&(form.clone(), of_row.code.clone()))?;
    let notes = sources.unit_notes.iter().filter(|note| (&note.form, &note.row) == (form, &of_row.code));
    let notes = notes.map(|note| note.note.as_str());
    Some([copied, of_row.label.as_str()].into_iter().chain(notes).collect::<Vec<_>>().join(" "))
}

/// How many words of its own a note must have beside those that the units wrote. One alone is a slip of the hand in a copied word, or
/// an "ok" that says nothing.
const OWN_WORDS: usize = 2;

/// Whether a note says anything that the units' notes, which the program copied, don't: whatever case, marks or order their words are in.
fn says_more(note: &str, of_units: &str) -> bool {
    let copied: BTreeSet<String> = words(of_units).collect();
    let own: BTreeSet<String> = words(note).filter(|word| !copied.contains(word)).collect();
    own.len() >= OWN_WORDS
}

/// The words of a text, small and without marks.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = text::ascii_fold(text);
    let words: Vec<String> = folded.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    words.into_iter().filter(|word| says_something(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    const OF_UNITS: &str = "Xã Đức Liễu: sáp nhập đơn vị; Xã B: 3 người nghỉ ốm";

    #[test]
    fn the_units_notes_however_they_are_typed_explain_no_change() {
        let without_bar = OF_UNITS.replace('Đ', "D").replace('đ', "d");
        let deleted: Vec<String> = OF_UNITS.split(' ').map(|word| OF_UNITS.replacen(word, "", 1)).collect();
        let mut notes = vec![
            OF_UNITS.to_owned(),
            OF_UNITS.to_uppercase(),
            OF_UNITS.nfd().collect(),
            text::without_diacritics(OF_UNITS),
            without_bar,
            format!("{OF_UNITS}; ok"),
            format!("{OF_UNITS} ."),
            "Xã B: 3 người nghỉ ốm".to_owned(),
            "Xã Đức Liễu:  sáp nhập;".to_owned(),
            "nghỉ ốm 3 người, sáp nhập".to_owned(),
        ];
        notes.extend(deleted);
        for note in notes {
            assert!(!says_more(&note, OF_UNITS), "{note}");
        }
    }

    #[test]
    fn words_that_no_unit_wrote_explain_a_change() {
        for note in [
            format!("{OF_UNITS}; thêm 7 người mới tuyển"),
            "Đã cộng thêm 7 người của Xã C".to_owned(),
            format!("đối chiếu lại. {OF_UNITS}"),
        ] {
            assert!(says_more(&note, OF_UNITS), "{note}");
        }
    }
}
