//! The ledger as rows of a few small values: names stand once, in the lists that the places point into.

use serde::Serialize;

use super::figure::place;
use crate::ledger::Merged;

/// The numbers of a year, in the ledger's order.
#[derive(Debug, Serialize)]
pub struct Observations<'a> {
    /// Sheets of files that observations stand in, as file and name.
    sheets: Vec<(usize, &'a str)>,
    rows: Vec<ObservationRow<'a>>,
}

/// Agency, form, row, column, people, status, sheet, cell, explanation, and the round's name where the plan has rounds; the first four and the sheet are places in lists.
#[derive(Debug, Serialize)]
struct ObservationRow<'a>(
    Option<usize>,
    usize,
    usize,
    usize,
    u64,
    &'static str,
    usize,
    String,
    Option<&'a str>,
    Option<&'a str>,
);

impl<'a> Observations<'a> {
    /// `forms` are those that the page shows, by their ids.
    pub fn of(merged: &'a Merged) -> Self {
        let year = &merged.year;
        let forms: Vec<_> = year.plan.form_ids().filter(|form| year.agencies_with(*form).len() > 0).collect();
        let ledger = &merged.ledger;
        let mut sheets: Vec<(usize, &str)> =
            ledger.observations.iter().map(|of| (of.file.idx(), ledger.sheet(of))).collect();
        sheets.sort_unstable();
        sheets.dedup();
        let rows = ledger.observations.iter().map(|of| {
            let sheet = sheets.binary_search(&(of.file.idx(), ledger.sheet(of))).unwrap_or_default();
            let form = forms.binary_search(&of.cell.form).unwrap_or_default();
            let (row, column) = (of.cell.row.idx(), of.cell.column.idx());
            let agency = place(merged, of.cell.agency);
            let round = year.in_round(of.round).round_name();
            let explanation = ledger.explanation(of);
            ObservationRow(
                agency,
                form,
                row,
                column,
                of.people,
                of.status.key(),
                sheet,
                of.at.to_string(),
                explanation,
                round,
            )
        });
        Observations { rows: rows.collect(), sheets }
    }
}
