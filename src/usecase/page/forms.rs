//! The forms as tables of the province: every row and column added up over the agencies, and which agencies that is.

use std::collections::BTreeSet;

use serde::Serialize;

use super::figure::places;
use crate::counts::CellId;
use crate::ledger::Merged;
use crate::plan::{AgencyId, ColumnId, Form, FormId, RowId};
use crate::value::wording;
use crate::view::units;

/// A form of the province. Which observations a cell adds up follows from its row's leaves and its column's parts.
#[derive(Debug, Serialize)]
pub struct FormShown {
    number: String,
    title: String,
    heading: String,
    /// How many of the agencies that return it are in: `18/19 đơn vị`.
    completeness: String,
    missing: Vec<usize>,
    /// The columns that agencies enter, whose places observations name.
    entered: Vec<String>,
    columns: Vec<ColumnShown>,
    rows: Vec<RowShown>,
}

/// A column that is entered, or computed from such.
#[derive(Debug, Serialize)]
struct ColumnShown {
    label: String,
    /// Places of entered columns.
    plus: Vec<usize>,
    minus: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct RowShown {
    code: String,
    no: String,
    label: String,
    /// How deep under totals it stands.
    level: u8,
    /// The entered rows it stands for, itself where it is one.
    leaves: Vec<usize>,
    /// One for each column; of the agencies that are in. `None` where nobody reported.
    cells: Vec<Option<String>>,
}

/// The forms that some agency returns this year.
pub fn tables(merged: &Merged) -> Vec<FormShown> {
    let year = &merged.year;
    let forms = year.plan.form_ids().filter(|form| year.agencies_with(*form).len() > 0);
    forms.map(|form| table(merged, form)).collect()
}

fn table(merged: &Merged, id: FormId) -> FormShown {
    let (year, form) = (&merged.year, merged.year.plan.form(id));
    let missing: BTreeSet<AgencyId> = year.agencies_with(id).filter(|agency| lacks(merged, id, *agency)).collect();
    let columns = columns(form);
    FormShown {
        number: form.number.clone(),
        title: form.title.clone(),
        heading: year.plan.subject(form.subject).heading.clone(),
        completeness: completeness(merged, id, &missing),
        missing: places(merged, &missing),
        entered: form.columns.iter().map(|column| column.label.clone()).collect(),
        rows: year.row_ids(id).map(|row| shown(merged, id, row, &columns)).collect(),
        columns,
    }
}

/// How many agencies are in, and of how many units some of them.
fn completeness(merged: &Merged, id: FormId, missing: &BTreeSet<AgencyId>) -> String {
    let senders: BTreeSet<AgencyId> = merged.year.agencies_with(id).collect();
    let own = format!("{}/{} đơn vị", senders.len() - missing.len(), senders.len());
    let extents = units::extents(&merged.year, &units::partial_in(merged, &[id]));
    std::iter::once(own).chain(extents).collect::<Vec<_>>().join("; ")
}

/// Whether a number of the form isn't in the ledger.
fn lacks(merged: &Merged, form: FormId, agency: AgencyId) -> bool {
    let (year, counts) = (&merged.year, merged.ledger.counts());
    let is_there = |row, column| counts.get(CellId { agency, form, row, column }).is_some();
    !year.entered_rows(form).all(|row| year.column_ids(form).all(|column| is_there(row, column)))
}

fn columns(form: &Form) -> Vec<ColumnShown> {
    let places = |ids: &[ColumnId]| ids.iter().map(|id| id.idx()).collect();
    let entered = form.columns.iter().enumerate();
    let entered =
        entered.map(|(n, column)| ColumnShown { label: column.label.clone(), plus: vec![n], minus: Vec::new() });
    let result = form.result.iter().map(|result| ColumnShown {
        label: result.label.clone(),
        plus: places(&result.plus),
        minus: places(&result.minus),
    });
    entered.chain(result).collect()
}

fn shown(merged: &Merged, form: FormId, id: RowId, columns: &[ColumnShown]) -> RowShown {
    let row = merged.year.row(form, id);
    let leaves = merged.year.leaves(form, id);
    RowShown {
        code: row.code.clone(),
        no: row.no.clone(),
        label: row.label.clone(),
        level: row.level,
        cells: columns.iter().map(|column| cell(merged, form, leaves, column)).collect(),
        leaves: leaves.iter().map(|(leaf, _)| leaf.idx()).collect(),
    }
}

/// What the agencies that are in add up to.
fn cell(merged: &Merged, form: FormId, leaves: &[(RowId, u64)], column: &ColumnShown) -> Option<String> {
    let plus = sum(merged, form, leaves, &column.plus)?;
    let minus = sum(merged, form, leaves, &column.minus).unwrap_or(0);
    Some(wording::people(plus.saturating_sub(minus)))
}

fn sum(merged: &Merged, form: FormId, leaves: &[(RowId, u64)], columns: &[usize]) -> Option<i64> {
    let (year, counts) = (&merged.year, merged.ledger.counts());
    let mut known = Vec::new();
    for agency in year.agencies_with(form) {
        for (row, times) in leaves {
            let cells = columns.iter().map(|n| CellId { agency, form, row: *row, column: ColumnId::at(*n) });
            known.extend(cells.filter_map(|cell| counts.get(cell)).map(|people| people.saturating_mul(*times)));
        }
    }
    known.iter().map(|people| i64::try_from(*people).unwrap_or(i64::MAX)).reduce(i64::saturating_add)
}
