//! What somebody changed by hand in the cells of a return that was added up: numbers changed, emptied or replaced by something else, totals
//! overwritten, rows and sheets deleted. The next one has all of it as the units and the template have it, so each is told.

use std::collections::{BTreeMap, BTreeSet};

use super::rollup_shown::ShownParts;
use crate::intake::submission::{Computed, EnteredCount, FormData, Submission};
use crate::plan::{ColumnId, FormId, PlanYear, RowId};
use crate::problem::{Finding, Problem, sum::Fault};
use crate::rollup::Sources;
use crate::rules;
use crate::value::grid::{Address, Cell, Workbook};
use crate::value::wording;

/// What somebody changed.
#[derive(Debug, Default)]
pub struct HandEdits {
    /// The cells, each with what stands there and what was written: `Biểu 02!D13: 999 (các đơn vị cộng lại 433)`.
    pub changed: Vec<String>,
    /// The rows in which entered cells were changed.
    pub rows: BTreeSet<(FormId, RowId)>,
    /// The cells that are looked at, by their sheets.
    pub looked_at: BTreeSet<(String, Address)>,
    /// Entered cells of which nobody knows what the units had reported there.
    pub unknown: Vec<UnknownCell>,
}

/// An entered cell of which nobody knows what the units had reported there.
#[derive(Debug)]
pub struct UnknownCell {
    /// The cell of the plan's form.
    pub cell: (FormId, RowId, ColumnId),
    /// `Biểu 02!D13`.
    pub place: String,
    /// What stands there, in people; `None` where no number does.
    pub people: Option<u64>,
}

/// Where it is known from what the units had reported.
#[derive(Debug, Clone, Copy)]
pub enum KnownParts<'a> {
    /// The sheet for the program.
    Sources(&'a Sources),
    /// The sheet for people alone.
    Shown(&'a ShownParts),
    /// Both sheets, which don't say the same; nobody knows which of them the return was made with.
    Both(&'a Sources, &'a ShownParts),
    /// Nowhere.
    Nowhere,
}

impl<'a> KnownParts<'a> {
    /// As the sheets tell it: that for the program, otherwise that for people. Where a number is what this one says and not what that one does,
    /// the sheet for the program may be of another making, which nobody can tell from a number that was changed on both other sheets.
    pub fn told_by(
        sources: Option<&'a Sources>,
        shown: Option<&'a ShownParts>,
        submission: &Submission,
        above: &PlanYear,
    ) -> Self {
        let (sources, shown) = match (sources, shown) {
            (Some(sources), Some(shown)) => (sources, shown),
            (Some(sources), None) => return KnownParts::Sources(sources),
            (None, shown) => return shown.map_or(KnownParts::Nowhere, KnownParts::Shown),
        };
        let mut entries =
            submission.forms.iter().flat_map(|data| data.entries.iter().map(move |entry| (data.form, entry)));
        let of = |parts: KnownParts, form: FormId, entry: &EnteredCount| parts.of(above, form, entry.row, entry.column);
        let is_of_another_making = entries.any(|(form, entry)| {
            let people = Some(entry.people());
            of(KnownParts::Shown(shown), form, entry) == people
                && of(KnownParts::Sources(sources), form, entry) != people
        });
        if is_of_another_making { KnownParts::Both(sources, shown) } else { KnownParts::Sources(sources) }
    }

    /// What the units report of a cell, `Some(None)` where none does; `None` where nobody knows.
    fn of(self, above: &PlanYear, form: FormId, row: RowId, column: ColumnId) -> Option<Option<u64>> {
        match self {
            KnownParts::Sources(sources) => {
                let plan_form = above.plan.form(form);
                let Some(of_form) = sources.form(&plan_form.code) else { return Some(None) };
                let cell = rules::source_cell(of_form, above.row(form, row), &plan_form.columns[column.idx()]);
                Some(cell.and_then(|cell| of_form.sum(cell)))
            }
            KnownParts::Shown(shown) => shown.of(form, row, column),
            KnownParts::Both(sources, shown) => {
                let parts = KnownParts::Sources(sources).of(above, form, row, column);
                parts.filter(|parts| shown.of(form, row, column) == Some(*parts))
            }
            KnownParts::Nowhere => None,
        }
    }
}

/// A return that was added up, as it stands now.
pub struct StandingReturn<'a> {
    /// What it says.
    pub submission: &'a Submission,
    /// What it was added up from.
    pub parts: KnownParts<'a>,
    /// What is found in it.
    pub findings: &'a [Finding],
    /// Its sheets; `None` if they can't be read again.
    pub workbook: Option<&'a Workbook>,
    /// The plan above, in which it is handed in.
    pub above: &'a PlanYear<'a>,
    /// The numbers of the return that replaces it.
    pub new: &'a BTreeMap<(FormId, RowId, ColumnId), u64>,
}

impl<'a> StandingReturn<'a> {
    /// Everything that somebody changed in its forms.
    pub fn hand_edits(&self) -> HandEdits {
        let mut edits = HandEdits::default();
        for data in &self.submission.forms {
            let computed = data.computed.iter().map(|of| of.at);
            let cells = data.entries.iter().map(|entry| entry.at).chain(computed);
            edits.looked_at.extend(cells.map(|at| (data.sheet.to_string(), at)));
            self.add_entries(data, &mut edits);
            edits.changed.extend(self.deleted_rows(data));
            edits.changed.extend(self.totals(data));
        }
        edits.changed.extend(self.deleted_forms());
        edits
    }

    fn add_entries(&self, data: &FormData, edits: &mut HandEdits) {
        for entry in &data.entries {
            let Some(parts) = self.parts(data, entry) else {
                let place = format!("{}!{}", data.sheet, entry.at);
                let cell = (data.form, entry.row, entry.column);
                edits.unknown.push(UnknownCell { cell, place, people: entry.people() });
                continue;
            };
            // The sheet for people may itself be changed by hand: a number that goes on is none that was.
            let goes_on = entry.people() == self.new.get(&(data.form, entry.row, entry.column)).copied();
            if goes_on && entry.people().is_some() && !matches!(self.parts, KnownParts::Sources(_)) {
                continue;
            }
            let content = self.content(data, entry.at);
            // A cell that no unit fills is blank; what else stands there is hers.
            if entry.people() == parts && (parts.is_some() || content == BLANK) {
                continue;
            }
            let found = entry.people().map_or(content, wording::count);
            edits.rows.insert((data.form, entry.row));
            edits.changed.push(format!(
                "{}!{}: {found} ({}{})",
                data.sheet,
                entry.at,
                sum_words(parts),
                reason(data, entry.row)
            ));
        }
    }

    /// What the units report of an entered cell; `None` where nobody knows.
    fn parts(&self, data: &FormData, entry: &EnteredCount) -> Option<Option<u64>> {
        self.parts.of(self.above, data.form, entry.row, entry.column)
    }

    /// What stands in a cell, as it is shown to people.
    fn content(&self, data: &FormData, at: Address) -> String {
        let sheet = self.workbook.and_then(|workbook| workbook.sheet(&data.sheet));
        content(sheet.and_then(|sheet| sheet.get(at)))
    }

    /// The rows with numbers that aren't there any more.
    fn deleted_rows(&self, data: &FormData) -> Vec<String> {
        let is_reported = |row: &RowId| {
            let mut columns = self.above.column_ids(data.form);
            columns.any(|column| self.parts.of(self.above, data.form, *row, column).is_none_or(|parts| parts.is_some()))
        };
        let is_gone = |row: &RowId| data.rows.get(row.idx()).is_none_or(Option::is_none);
        let gone = self.above.entered_rows(data.form).filter(is_gone).filter(is_reported);
        let gone = gone.map(|row| self.above.row(data.form, row));
        gone.map(|row| format!("{}: dòng “{}” đã xóa", data.sheet, row.label)).collect()
    }

    /// The forms of which no sheet is there any more.
    fn deleted_forms(&self) -> Vec<String> {
        let of_agency = self.above.forms_of(self.submission.agency);
        let gone = of_agency.filter(|form| self.submission.form(*form).is_none());
        gone.map(|form| format!("trang “{}” đã xóa", self.above.plan.form(form).sheet)).collect()
    }

    /// The computed cells in which something else stands than the template's formula.
    fn totals(&self, data: &FormData) -> Vec<String> {
        let has_formula = |of: &Computed| of.cell.as_ref().is_some_and(|cell| cell.formula.is_some());
        // A file whose sheets were saved as values has no formula, and nobody overwrote one.
        let has_any = self.submission.forms.iter().flat_map(|data| &data.computed).any(has_formula);
        let others = self.other_formulas(data);
        let is_changed = |of: &&Computed| if has_formula(of) { others.contains(&of.at) } else { has_any };
        let changed = data.computed.iter().filter(is_changed);
        let words = |of: &Computed| format!("{}!{}: {} (ô tự tính)", data.sheet, of.at, content(of.cell.as_ref()));
        changed.map(words).collect()
    }

    /// The computed cells whose formula is another one than the template's.
    fn other_formulas(&self, data: &FormData) -> BTreeSet<Address> {
        let is_of_formula = |finding: &&Finding| match &finding.problem {
            Problem::Sum(problem) => matches!(problem.fault, Fault::Differs | Fault::Changed | Fault::Broken),
            _ => false,
        };
        let here = self.findings.iter().filter(|finding| finding.place.sheet.as_deref() == Some(&*data.sheet));
        here.filter(is_of_formula).flat_map(|finding| finding.place.cells.iter().copied()).collect()
    }
}

/// What is said of a cell in which nothing stands.
const BLANK: &str = "để trống";

/// What stands in a cell, as it is said.
pub fn content(cell: Option<&Cell>) -> String {
    let Some(cell) = cell else { return BLANK.to_owned() };
    let value = wording::content(&cell.value);
    match &cell.formula {
        Some(text) => format!("công thức ={}", wording::shortened(text, MAX_SHOWN)),
        None if value.is_empty() => BLANK.to_owned(),
        None => match value.parse::<u64>() {
            Ok(number) => wording::count(number),
            Err(_) => format!("“{}”", wording::shortened(&value, MAX_SHOWN)),
        },
    }
}

/// How many characters of a cell are shown.
const MAX_SHOWN: usize = 80;

fn sum_words(parts: Option<u64>) -> String {
    match parts {
        None => "không đơn vị nào báo cáo".to_owned(),
        Some(sum) => format!("các đơn vị cộng lại {}", wording::count(sum)),
    }
}

/// The reason that stands beside a row.
fn reason(data: &FormData, row: RowId) -> String {
    let note = data.rows.get(row.idx()).and_then(|row| row.as_ref()?.note.as_deref());
    note.map(|note| format!("; ghi chú: “{}”", note.trim())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::grid::Value;

    #[test]
    fn what_stands_in_a_cell_is_told_as_it_stands() {
        let cell = |value: Value, formula: Option<&str>| Cell { value, formula: formula.map(str::to_owned) };
        for (cell, words) in [
            (None, "để trống"),
            (Some(cell(Value::Blank, None)), "để trống"),
            (Some(cell(Value::Text(" khoảng 40 ".to_owned()), None)), "“khoảng 40”"),
            (Some(cell(Value::Number(99_999.0), None)), "99.999"),
            (Some(cell(Value::Number(0.5), None)), "“0.5”"),
            (Some(cell(Value::Blank, Some("4000+500"))), "công thức =4000+500"),
        ] {
            assert_eq!(content(cell.as_ref()), words);
        }
    }
}
