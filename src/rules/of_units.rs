//! Returns that were added up from units: a number that isn't the sum of its parts was changed by hand, and is asked about.

use std::collections::BTreeSet;

use super::reason::ChangeNote;
use crate::counts::{CellId, UnitPeople};
use crate::intake::explanation;
use crate::intake::submission::{FormData, Submission};
use crate::plan::{AgencyId, FormColumn, FormRow, PlanYear, RowId};
use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place};
use crate::rollup::{self, FormSources, OpenBelow, OpenKind, Sources};
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

/// With the row's note, unless that gives no reason beside what the program wrote there. What else it says is said to be none.
fn explained(finding: Finding, data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> Finding {
    match explanation::of_row(data, row) {
        Some(note) if !has_own_reason(note, data, year, row, sources) => {
            let weak_note = own_words(note, data, year, row, sources);
            Finding { weak_note, ..finding }
        }
        _ => explanation::explain(finding, data, &[row]),
    }
}

/// Whether a row's note gives a reason that the program didn't write there.
pub fn has_own_reason(note: &str, data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> bool {
    let copied = copied_note(data, year, row, sources).unwrap_or_default();
    ChangeNote { note, copied, written: &written_of_row(data, year, row, sources) }.says_why()
}

/// What a row's note says beside what the program copied there; `None` if that is nothing.
pub fn own_words(note: &str, data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> Option<String> {
    let copied = copied_note(data, year, row, sources).unwrap_or_default();
    let own = note.replacen(copied.trim(), "", 1);
    let own = own.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    Some(own).filter(|own| explanation::says_something(own))
}

/// What the program copied of the units' notes beside a row.
fn copied_note<'s>(data: &FormData, year: &PlanYear, row: RowId, sources: &'s Sources) -> Option<&'s str> {
    let key = (year.plan.form(data.form).code.clone(), year.row(data.form, row).code.clone());
    sources.notes.get(&key).map(String::as_str)
}

/// What a note says before the words that begin with a unit's name, in a return that was added up and lost what says which words the program copied
/// there: where a unit's words end nobody can tell.
pub fn before_units<'n>(note: &'n str, year: &PlanYear, agency: AgencyId) -> &'n str {
    let tier = year.plan.tier(&year.plan.agency(agency).code);
    let units = tier.into_iter().flat_map(|tier| &tier.groups).flat_map(|group| &group.units);
    let names: BTreeSet<String> = units.flat_map(|unit| &unit.names).map(|name| text::fold(&name.name)).collect();
    let is_of_unit = |part: &str| {
        let part = part.trim();
        let named = part.split_once(':').map(|(name, _)| name.rsplit(['.', '\n']).next().unwrap_or(name));
        named.is_some_and(|name| names.contains(&text::fold(name))) || part.contains(rollup::SHEET)
    };
    let mut end = 0;
    for part in note.split_inclusive(';') {
        if is_of_unit(part) {
            return &note[..end];
        }
        end += part.len();
    }
    note
}

/// Whether such a return gives a reason beside a row in words of its own.
pub fn has_own_reason_without_sources(note: &str, year: &PlanYear, agency: AgencyId, row: &FormRow) -> bool {
    ChangeNote { note: before_units(note, year, agency), copied: "", written: &row.label }.says_why()
}

/// What the program wrote of a row: its label, and the units' notes as the sheet of sources has them.
fn written_of_row(data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> String {
    let (form, of_row) = (&year.plan.form(data.form).code, year.row(data.form, row));
    let notes = sources.unit_notes.iter().filter(|note| (&note.form, &note.row) == (form, &of_row.code));
    let notes = notes.map(|note| note.note.as_str());
    std::iter::once(of_row.label.as_str()).chain(notes).collect::<Vec<_>>().join(" ")
}
