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

/// The check number of one form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormCheck {
    /// From the entered cells; `None` if nothing is entered, or something that isn't a count.
    number: Option<u64>,
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
        // The sheet's formula passes over text.
        let typed = data.entries.iter().filter(|entry| !entry.is_text);
        let is_filled = |at: Address| !matches!(sheet.get(at).map(|cell| &cell.value), None | Some(Value::Blank));
        let filled: Vec<_> = typed.filter(|entry| is_filled(entry.at)).collect();
        let counts: Option<Vec<_>> =
            filled.iter().map(|entry| Some((entry.row, entry.column, entry.people()?))).collect();
        FormCheck {
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

/// What stands right of the label under the table.
fn stored(sheet: &Sheet, texts: &Texts, table: &TablePlaces) -> Option<Stored> {
    let (_, last) = table.extent()?;
    let label = texts.labelled(keys::CHECK_LABEL).iter().find(|at| at.row > last)?;
    let (at, cell) = sheet.row(label.row).find(|(at, cell)| at.col > label.col && holds_something(cell))?;
    Some(Stored { sheet: sheet.name.clone(), at, number: number(&cell.value) })
}

fn holds_something(cell: &Cell) -> bool {
    cell.formula.is_some() || number(&cell.value).is_some()
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The check number of the whole file, if it was sent out with one, and the note that a stored one differs.
pub fn of_file(
    checks: &[FormCheck],
    cover: Option<(&Sheet, Address)>,
    (year, agency): (&PlanYear, AgencyId),
) -> (Option<u64>, Option<Finding>) {
    let check = year.forms_of(agency).next().and_then(|form| CheckNumber::of(year, agency, form));
    let Some(check) = check.filter(|_| checks.iter().any(|form| form.stored.is_some())) else { return (None, None) };
    let whole = check.together(checks.iter().map(|form| form.number));
    let on_cover = cover.and_then(|(sheet, at)| {
        let cell = sheet.get(at).filter(|cell| holds_something(cell))?;
        Some(Stored { sheet: sheet.name.clone(), at, number: number(&cell.value) })
    });
    let of_forms = checks.iter().filter(|form| form.can_be_compared).map(|form| (form.stored.as_ref(), form.number));
    let can_compare_all = checks.iter().all(|form| form.can_be_compared);
    let all = of_forms.chain([(on_cover.as_ref().filter(|_| can_compare_all), whole)]);
    let differing: Vec<(&Stored, u64, u64)> = all.filter_map(|(stored, number)| differs(stored?, number?)).collect();
    (whole, finding(&differing))
}

/// A stored number that isn't the computed one; 0 is what programs leave that never calculated.
fn differs(stored: &Stored, computed: u64) -> Option<(&Stored, u64, u64)> {
    let number = stored.number.filter(|number| *number > 0.0 && *number < 1e15)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and small")]
    let shown = number as u64;
    (shown != computed).then_some((stored, shown, computed))
}

fn finding(differing: &[(&Stored, u64, u64)]) -> Option<Finding> {
    let (first, stored, computed) = *differing.first()?;
    let of_sheet = differing.iter().filter(|(other, ..)| other.sheet == first.sheet);
    let cells = of_sheet.map(|(other, ..)| other.at).collect();
    let others = differing.iter().filter(|(other, ..)| other.sheet != first.sheet);
    let sheets = others.map(|(other, ..)| other.sheet.clone()).collect();
    let problem = Problem::CheckNumberDiffers { stored, computed, sheets };
    Some(Finding::from(problem).at(Place { sheet: Some(first.sheet.clone()), cells, ..Place::default() }))
}
