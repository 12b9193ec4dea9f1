//! What today's plan has and the plans before didn't, by the codes that their workbooks know: it has no past and can't be compared, and
//! the sums beside it lack nothing by it.

use std::collections::BTreeSet;

use super::listed_rows::WronglyListedRow;
use crate::ledger::{NameKind, PastBook, PastNames};
use crate::plan::{FormId, GONE_ROW, PastForm, Plan, PlanYear, Predecessor, RowId};

/// Forms and rows that no plan before had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewParts {
    /// The forms.
    pub forms: BTreeSet<FormId>,
    /// Entered rows of other forms.
    pub rows: BTreeSet<(FormId, RowId)>,
    /// What each of these rows is called, once for a form.
    pub labels: BTreeSet<(FormId, String)>,
    /// What the workbooks that are there don't know of forms that somebody whose workbook isn't there had too: perhaps it is new.
    pub unknown: UnknownParts,
}

/// Forms and rows that may be new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnknownParts {
    /// The forms.
    pub forms: BTreeSet<FormId>,
    /// Rows of other forms, by what they are called.
    pub labels: BTreeSet<(FormId, String)>,
}

/// A form as a predecessor had it, with the names of that predecessor's workbook.
struct NamedPastForm<'p> {
    of: &'p Predecessor,
    form: &'p PastForm,
    names: &'p PastNames,
    /// The rows' codes then.
    rows: Vec<&'p str>,
    /// The codes now of what rows by area count: sectors, and who is counted apart.
    sectors: BTreeSet<&'p str>,
}

impl NewParts {
    /// What the workbooks don't know; nothing of forms of which one keeps no names.
    pub(super) fn find(
        plan: &Plan,
        year: &PlanYear,
        books: &[&PastBook],
        wrongly_listed: &BTreeSet<WronglyListedRow>,
    ) -> Self {
        let mut new = NewParts::default();
        for form in plan.form_ids() {
            if is_without_past(plan, books, form) {
                new.forms.insert(form);
                continue;
            }
            new.add_declared_rows(plan, form);
            let Some((past, is_whole)) = known(plan, books, form) else { continue };
            let there: Vec<&NamedPastForm> = past.iter().filter(|known| !known.is_unknown_form()).collect();
            match (past.is_empty(), there.is_empty(), is_whole) {
                (true, ..) => (),
                (false, true, true) => drop(new.forms.insert(form)),
                (false, true, false) => drop(new.unknown.forms.insert(form)),
                (false, false, true) => new.add_rows(year, form, &there),
                (false, false, false) => {
                    new.unknown.labels.extend(new_rows(year, form, &there).map(|(_, label)| (form, label)));
                }
            }
        }
        new.unknown.labels.retain(|row| !new.labels.contains(row));
        // Whether these are new is told with the list.
        let is_wrong =
            |(form, label): &(FormId, String)| wrongly_listed.iter().any(|of| (of.form, &of.label) == (*form, label));
        new.labels.retain(|row| !is_wrong(row));
        new.unknown.labels.retain(|row| !is_wrong(row));
        new
    }

    /// Rows of which the plan says that none of the forms before had them: the years before are laid out without them.
    fn add_declared_rows(&mut self, plan: &Plan, form: FormId) {
        let past: Vec<&PastForm> = past_forms(plan, form).collect();
        let Some(year) = plan.year(plan.first_year).filter(|_| !past.is_empty()) else { return };
        let rows = year.entered_rows(form).map(|id| year.row(form, id));
        let new = rows.filter(|row| past.iter().all(|past| past.is_without(&row.code)));
        self.labels.extend(new.map(|row| (form, row.label.clone())));
    }

    fn add_rows(&mut self, year: &PlanYear, form: FormId, past: &[&NamedPastForm]) {
        for (id, label) in new_rows(year, form, past) {
            self.rows.insert((form, id));
            self.labels.insert((form, label));
        }
    }
}

/// The entered rows that none of these forms had, with what they are called.
fn new_rows<'a>(
    year: &'a PlanYear,
    form: FormId,
    past: &'a [&NamedPastForm],
) -> impl Iterator<Item = (RowId, String)> + 'a {
    let is_new = move |id: &RowId| {
        let is_gone = year.row(form, *id).code.starts_with(GONE_ROW);
        !is_gone && !past.iter().any(|known| known.has_row(year, form, *id))
    };
    year.entered_rows(form).filter(is_new).map(move |id| (id, year.row(form, id).label.clone()))
}

/// The forms of the plans before that are a form of today.
fn past_forms(plan: &Plan, form: FormId) -> impl Iterator<Item = &PastForm> {
    plan.predecessors.iter().flat_map(|of| &of.forms).filter(move |past| past.form == form)
}

/// Whether the plan says of no form before that it was this one, and no workbook has one of its code: one that has is told as a form
/// without a place today.
fn is_without_past(plan: &Plan, books: &[&PastBook], form: FormId) -> bool {
    let code = &plan.form(form).code;
    let is_known = |book: &&PastBook| book.names.get(NameKind::Form, "", code).is_some();
    past_forms(plan, form).next().is_none() && !books.iter().any(is_known)
}

/// What a form was in the plans before whose workbooks are there, and whether these are all that had it as far as the plan says; `None`
/// where one of the workbooks keeps no names.
fn known<'p>(plan: &'p Plan, books: &[&'p PastBook], form: FormId) -> Option<(Vec<NamedPastForm<'p>>, bool)> {
    let (mut all, mut is_whole) = (Vec::new(), true);
    for (p, of) in plan.predecessors.iter().enumerate() {
        let book = books.iter().find(|book| book.predecessor == p);
        for past in of.forms.iter().filter(|past| past.form == form) {
            match book {
                Some(book) if book.names.is_empty() => return None,
                Some(book) => all.push(NamedPastForm::new(of, past, &book.names)),
                None => is_whole = false,
            }
        }
    }
    Some((all, is_whole))
}

impl<'p> NamedPastForm<'p> {
    fn new(of: &'p Predecessor, form: &'p PastForm, names: &'p PastNames) -> Self {
        let rows: Vec<&str> = names.codes(NameKind::Row, &form.code).collect();
        let behind = rows.iter().filter_map(|code| Some(code.split_once('.')?.1));
        let sectors = behind.map(|code| of.row_now(&form.code, code)).collect();
        NamedPastForm { of, form, names, rows, sectors }
    }

    /// Whether the workbook doesn't know a form that is only taken to have had today's code.
    fn is_unknown_form(&self) -> bool {
        self.form.is_same && self.names.get(NameKind::Form, "", &self.form.code).is_none()
    }

    /// Whether the form had a row, by today's codes. Rows of areas are those of their groups; of one for each area and sector the
    /// sector is what may be new.
    fn has_row(&self, year: &PlanYear, form: FormId, id: RowId) -> bool {
        let row = year.row(form, id);
        if self.form.is_without(&row.code) {
            return false;
        }
        // A form of which no row is known may have had any.
        if self.rows.is_empty() {
            return true;
        }
        match (row.area, row.code.split_once('.')) {
            (Some(_), None) => true,
            (Some(_), Some(_)) => {
                let mut sectors = row.codes().filter_map(|code| Some(code.split_once('.')?.1));
                self.sectors.is_empty() || sectors.any(|code| self.sectors.contains(code) || self.is_written(code))
            }
            (None, _) => {
                let is_it = |past: &&str| year.row_by_code(form, self.of.row_now(&self.form.code, past)) == Some(id);
                self.is_written(&row.code) || self.rows.iter().any(is_it)
            }
        }
    }

    /// Whether the plan writes which row or sector of the predecessor a code was: then one that the workbook doesn't know is misspelt.
    fn is_written(&self, code: &str) -> bool {
        let of_form = self.of.rows.iter().filter(|((form, _), _)| *form == self.form.code);
        of_form.map(|(_, now)| now).chain(self.of.sectors.values()).any(|now| now == code)
    }
}
