//! Whether notes answer a question about a return that was added up. A reason that the collector wrote does; what the program copied from units
//! answered questions about their own numbers, and answers this one only where it is known to be of the units that it is about. Of any other
//! return every note that says something answers.

use std::collections::BTreeSet;

use super::reason::ChangeNote;
use crate::intake::explanation;
use crate::intake::submission::{FormData, Submission};
use crate::plan::{AgencyId, FormRow, PlanYear, RowId};
use crate::problem::Finding;
use crate::rollup::{self, Sources};
use crate::value::text;

/// The notes beside the rows of a form.
#[derive(Clone, Copy)]
pub struct RowNotes<'a> {
    /// The return.
    pub submission: &'a Submission,
    /// Its form.
    pub data: &'a FormData,
    /// The plan's year.
    pub year: &'a PlanYear<'a>,
}

impl RowNotes<'_> {
    /// With the notes of its rows where they answer. What else they say is said to be no answer. `is_of_units` is whether the notes that were copied
    /// are of the units that it is about.
    pub fn explain(self, finding: Finding, rows: &[RowId], is_of_units: impl FnOnce() -> bool) -> Finding {
        self.held(explanation::explain(finding, self.data, rows), rows, is_of_units)
    }

    /// Without the notes that are no answer.
    fn held(self, finding: Finding, rows: &[RowId], is_of_units: impl FnOnce() -> bool) -> Finding {
        if finding.explanation.is_none() {
            return finding;
        }
        let Some(row) = rows.iter().copied().find(|row| !self.is_answered(*row)) else { return finding };
        if is_of_units() {
            return finding;
        }
        Finding { explanation: None, weak_note: self.own_words(row), ..finding }
    }

    /// Whether the note of a row answers a question of which nobody asks what units say.
    pub fn is_answered(self, row: RowId) -> bool {
        let Some(note) = explanation::of_row(self.data, row) else { return false };
        let of_row = self.year.row(self.data.form, row);
        match self.submission.sources.as_deref() {
            Some(sources) => has_own_reason(note, self.data, self.year, row, sources),
            None if self.submission.is_added_up => self.has_own_reason_without_sources(note, of_row),
            None => true,
        }
    }

    /// What the note of a row says beside what the program copied there, or may have; `None` if that is nothing.
    pub fn own_words(self, row: RowId) -> Option<String> {
        let note = explanation::of_row(self.data, row)?;
        match self.submission.sources.as_deref() {
            Some(sources) => own_words(note, self.data, self.year, row, sources),
            None if self.submission.is_added_up => {
                let own = before_units(note, self.year, self.submission.agency).trim_end_matches([';', ' ']);
                Some(own.to_owned()).filter(|own| explanation::says_something(own))
            }
            None => Some(note.to_owned()),
        }
    }

    /// Whether a return that lost its sources gives a reason beside a row in words of its own.
    fn has_own_reason_without_sources(self, note: &str, row: &FormRow) -> bool {
        let note = before_units(note, self.year, self.submission.agency);
        ChangeNote { note, copied: "", written: &row.label }.says_why()
    }
}

/// The findings about rows of a return without the copied notes, which don't answer them.
pub fn without_copied(findings: &mut [Finding], submission: &Submission, year: &PlanYear) {
    if !submission.is_added_up {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| finding.explanation.is_some()) {
        let form = finding.place.form.as_deref().and_then(|code| year.plan.form_by_code(code));
        let Some(data) = form.and_then(|form| submission.form(form)) else { continue };
        let at: BTreeSet<u32> = finding.place.cells.iter().map(|cell| cell.row).collect();
        let is_of_it = |row: &RowId| data.rows[row.idx()].as_ref().is_some_and(|row| at.contains(&row.at));
        let mut rows: Vec<RowId> = year.row_ids(data.form).filter(is_of_it).collect();
        if rows.is_empty() {
            // Of columns the first row's note tells.
            rows.extend(year.entered_rows(data.form).next());
        }
        let held = RowNotes { submission, data, year }.held(finding.clone(), &rows, || false);
        *finding = held;
    }
}

/// Whether a row's note gives a reason that the program didn't write there.
fn has_own_reason(note: &str, data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> bool {
    let copied = copied_note(data, year, row, sources).unwrap_or_default();
    ChangeNote { note, copied, written: &written_of_row(data, year, row, sources) }.says_why()
}

/// What a row's note says beside what the program copied there; `None` if that is nothing.
fn own_words(note: &str, data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> Option<String> {
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
fn before_units<'n>(note: &'n str, year: &PlanYear, agency: AgencyId) -> &'n str {
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

/// What the program wrote of a row: its label, and the units' notes as the sheet of sources has them.
fn written_of_row(data: &FormData, year: &PlanYear, row: RowId, sources: &Sources) -> String {
    let (form, of_row) = (&year.plan.form(data.form).code, year.row(data.form, row));
    let notes = sources.unit_notes.iter().filter(|note| (&note.form, &note.row) == (form, &of_row.code));
    let notes = notes.map(|note| note.note.as_str());
    std::iter::once(of_row.label.as_str()).chain(notes).collect::<Vec<_>>().join(" ")
}
