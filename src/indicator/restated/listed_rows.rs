//! Rows of which the plan says that a form before didn't have them, held against the workbook: one that it has is listed by mistake.

use std::collections::BTreeSet;

use crate::ledger::{NameKind, PastBook, PastNames};
use crate::plan::{FormId, PastForm, Plan, Predecessor};

/// A row that the plan lists as one that a form of a predecessor didn't have, though its workbook has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WronglyListedRow {
    /// The place in [`Plan::predecessors`].
    pub predecessor: usize,
    /// The form's code then.
    pub past_form: String,
    /// Today's form.
    pub form: FormId,
    /// The code that is listed: of a row, or of what rows by area count.
    pub row: String,
    /// What it is called today.
    pub label: String,
    /// The codes of the workbook's rows that are it.
    pub past_rows: BTreeSet<String>,
}

impl WronglyListedRow {
    /// Whether a row of a predecessor's form, by today's code, is the one that is listed.
    pub(super) fn is_of(&self, predecessor: usize, past_form: &str, row: &str) -> bool {
        let behind = row.split_once('.').map(|(_, behind)| behind);
        (self.predecessor, self.past_form.as_str()) == (predecessor, past_form)
            && (row == self.row || behind == Some(&self.row))
    }
}

/// The rows that are listed and that the workbooks have; none of a workbook that keeps no names.
pub(super) fn wrongly_listed(plan: &Plan, books: &[&PastBook]) -> BTreeSet<WronglyListedRow> {
    let of_book = |book: &&PastBook| {
        let of = &plan.predecessors[book.predecessor];
        let listed = of.forms.iter().flat_map(|form| form.without.iter().map(move |row| (form, row.as_str())));
        let wrong = listed.filter_map(|(form, row)| wrong_row(plan, (book.predecessor, of), form, row, &book.names));
        wrong.collect::<Vec<_>>()
    };
    books.iter().flat_map(of_book).collect()
}

fn wrong_row(
    plan: &Plan,
    (predecessor, of): (usize, &Predecessor),
    form: &PastForm,
    row: &str,
    names: &PastNames,
) -> Option<WronglyListedRow> {
    let (label, codes) = today(plan, form.form, row)?;
    let is_it = |past: &str| {
        let behind = past.split_once('.').map(|(_, behind)| of.row_now(&form.code, behind));
        codes.contains(of.row_now(&form.code, past)) || behind.is_some_and(|code| codes.contains(code))
    };
    let past_rows: BTreeSet<String> =
        names.codes(NameKind::Row, &form.code).filter(|past| is_it(past)).map(str::to_owned).collect();
    let (past_form, row) = (form.code.clone(), row.to_owned());
    let wrong = WronglyListedRow { predecessor, past_form, form: form.form, row, label, past_rows };
    (!wrong.past_rows.is_empty()).then_some(wrong)
}

/// What a row, or what rows by area count, is called in the first year that has it, with every code that it has had.
fn today(plan: &Plan, form: FormId, row: &str) -> Option<(String, BTreeSet<String>)> {
    let years = (plan.first_year..=plan.last_year).filter_map(|year| plan.year(year));
    let in_year = |year: crate::plan::PlanYear| {
        let found = year.entered_rows(form).find_map(|id| {
            let of_row = year.row(form, id);
            let behind = of_row.code.split_once('.').map(|(_, behind)| behind);
            (of_row.code == row || behind == Some(row)).then_some(of_row)
        })?;
        let is_whole = found.code == row;
        let codes = found.codes().filter_map(|code| if is_whole { Some(code) } else { Some(code.split_once('.')?.1) });
        Some((found.label.clone(), codes.map(str::to_owned).collect()))
    };
    years.into_iter().find_map(in_year)
}
