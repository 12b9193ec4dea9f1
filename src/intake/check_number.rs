//! The check number of a returned file: computed again from what is entered, and held against what its formulas stored.
//!
//! A sheet's own formula weighs cells by where they stand, so that it says the same only where no row or column was put
//! between them; where one was, nothing is held against it.

use super::locate::TablePlaces;
use super::submission::FormData;
use super::texts::Texts;
use crate::plan::{AgencyId, CheckNumber, PlanYear, keys};
use crate::problem::form::Problem;
use crate::problem::{Finding, Place};
use crate::value::grid::{Address, Cell, Sheet, Value};
use crate::value::wording;

/// The check number of one form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormCheck {
    /// From the entered cells; `None` if nothing is entered, or something that isn't a count.
    number: Option<u64>,
    /// Whether something is entered that isn't a count, so that no number stands for all of it.
    is_partial: bool,
    /// How many numbers are typed as text, which the sheet's own formula passes over.
    n_texts: usize,
    stored: Option<Stored>,
    can_be_compared: bool,
}

/// What a file has as its check number.
#[derive(Debug, Clone, PartialEq)]
struct Stored {
    sheet: String,
    at: Address,
    /// `None` where nothing or no number stands.
    number: Option<f64>,
    /// What was typed over the formula; `None` where the formula is still there.
    typed: Option<String>,
}

impl Stored {
    fn of(sheet: &Sheet, at: Address, cell: &Cell) -> Option<Self> {
        let content = wording::content(&cell.value);
        let number = number(&cell.value);
        let holds_something = cell.formula.is_some() || !content.trim().is_empty();
        // A sheet copied as values has the number its formula gave.
        let is_typed = cell.formula.is_none() && (number.is_none() || !is_copied_as_values(sheet));
        let typed = is_typed.then_some(content);
        holds_something.then(|| Stored { sheet: sheet.name.clone(), at, number, typed })
    }
}

/// Whether no formula is left on a sheet.
fn is_copied_as_values(sheet: &Sheet) -> bool {
    sheet.cells().all(|(_, cell)| cell.formula.is_none())
}

impl FormCheck {
    /// Of a form in its sheet.
    pub fn of(
        sheet: &Sheet,
        texts: &Texts,
        table: &TablePlaces,
        data: &FormData,
        (year, agency): (&PlanYear, AgencyId),
    ) -> Self {
        let check = CheckNumber::of(year, agency, data.form);
        let is_filled = |at: Address| !matches!(sheet.get(at).map(|cell| &cell.value), None | Some(Value::Blank));
        let filled: Vec<_> = data.entries.iter().filter(|entry| is_filled(entry.at)).collect();
        let counts: Option<Vec<_>> =
            filled.iter().map(|entry| Some((entry.row, entry.column, entry.people()?))).collect();
        FormCheck {
            is_partial: counts.is_none(),
            n_texts: filled.iter().filter(|entry| entry.is_text && entry.people().is_some()).count(),
            number: check.zip(counts).and_then(|(check, counts)| check.number(counts.into_iter())),
            stored: stored(sheet, texts, table),
            can_be_compared: is_as_sent_out(table),
        }
    }
}

/// Whether the table's rows and columns follow each other as in the template.
fn is_as_sent_out(table: &TablePlaces) -> bool {
    let rows = table.rows.found().map(|(id, at)| i64::from(at) - i64::from(id.number()));
    let columns = (0i64..).zip(&table.columns).filter_map(|(n, at)| Some(i64::from((*at)?) - n));
    let is_one = |places: Vec<i64>| places.windows(2).all(|pair| pair[0] == pair[1]);
    table.lost_rows.is_empty() && is_one(rows.collect()) && is_one(columns.collect())
}

/// What stands right of the label under the table, before the columns of numbers: behind them stands the date.
fn stored(sheet: &Sheet, texts: &Texts, table: &TablePlaces) -> Option<Stored> {
    let (_, last) = table.extent()?;
    let first_measure = table.columns.iter().flatten().min()?;
    let label = texts.labelled(keys::CHECK_LABEL).iter().find(|at| at.row > last)?;
    let mut cells = sheet.row(label.row).filter(|(at, _)| at.col > label.col && at.col < *first_measure);
    cells.find_map(|(at, cell)| Stored::of(sheet, at, cell))
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The check number of the whole file, if it was sent out with one, and the note that what stands there isn't it. A file with
/// something that isn't a count has none: that of the rest would look like that of all.
pub fn of_file(
    checks: &[FormCheck],
    cover: Option<(&Sheet, Address)>,
    (year, agency): (&PlanYear, AgencyId),
) -> (Option<u64>, Option<Finding>) {
    let check = year.forms_of(agency).next().and_then(|form| CheckNumber::of(year, agency, form));
    let Some(check) = check.filter(|_| checks.iter().any(|form| form.stored.is_some())) else { return (None, None) };
    if checks.iter().any(|form| form.is_partial) {
        return (None, None);
    }
    let whole = check.together(checks.iter().map(|form| form.number));
    let on_cover = cover.and_then(|(sheet, at)| Stored::of(sheet, at, sheet.get(at)?));
    let mut shown: Vec<StoredNumber> = checks.iter().filter_map(StoredNumber::of_form).collect();
    shown.extend(on_cover.as_ref().zip(whole).map(|(stored, computed)| StoredNumber {
        stored,
        computed,
        n_texts: checks.iter().map(|form| form.n_texts).sum(),
        can_be_compared: checks.iter().all(|form| form.can_be_compared),
    }));
    (whole, finding(&shown))
}

/// A stored number beside what it should be.
#[derive(Debug, Clone, Copy)]
struct StoredNumber<'a> {
    stored: &'a Stored,
    computed: u64,
    n_texts: usize,
    can_be_compared: bool,
}

impl<'a> StoredNumber<'a> {
    fn of_form(form: &'a FormCheck) -> Option<Self> {
        let (stored, computed) = (form.stored.as_ref()?, form.number?);
        Some(StoredNumber { stored, computed, n_texts: form.n_texts, can_be_compared: form.can_be_compared })
    }

    /// The stored number, if it isn't the computed one; 0 is what programs leave that never calculated.
    fn other_number(&self) -> Option<u64> {
        let number = self.stored.number.filter(|number| *number > 0.0 && *number < 1e15)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and small")]
        let shown = number as u64;
        (shown != self.computed).then_some(shown)
    }

    /// What is to be said of it.
    fn problem(&self, sheets: Vec<String>) -> Option<Problem> {
        let computed = self.computed;
        if let Some(found) = &self.stored.typed {
            return Some(Problem::CheckNumberTyped { found: found.clone(), computed, sheets });
        }
        let stored = self.other_number()?;
        Some(match (self.can_be_compared, self.n_texts) {
            (false, _) => Problem::CheckNumberMoved { stored, computed, sheets },
            (true, 0) => Problem::CheckNumberDiffers { stored, computed, sheets },
            (true, n_texts) => Problem::CheckNumberWithoutTexts { stored, computed, n_texts, sheets },
        })
    }
}

/// One note for all of them: on the first sheet, with the names of the others that have the same to say.
fn finding(shown: &[StoredNumber]) -> Option<Finding> {
    let differing: Vec<(&StoredNumber, Problem)> =
        shown.iter().filter_map(|shown| Some((shown, shown.problem(Vec::new())?))).collect();
    let (first, problem) = differing.first()?;
    let is_alike = |other: &Problem| std::mem::discriminant(other) == std::mem::discriminant(problem);
    let alike = differing.iter().filter(|(_, other)| is_alike(other)).map(|(shown, _)| shown.stored);
    let (same, others): (Vec<&Stored>, Vec<&Stored>) = alike.partition(|stored| stored.sheet == first.stored.sheet);
    let problem = first.problem(others.iter().map(|stored| stored.sheet.clone()).collect())?;
    let cells = same.iter().map(|stored| stored.at).collect();
    Some(Finding::from(problem).at(Place { sheet: Some(first.stored.sheet.clone()), cells, ..Place::default() }))
}
