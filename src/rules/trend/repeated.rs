//! Last year's numbers sent again: every count of the file, or of one of its forms, is the earlier year's.

use super::table::{FormCell, FormPair};
use crate::problem::Finding;
use crate::problem::trend::{Fitting, FormCells, What};

/// One finding for the whole file, otherwise one for each form that is repeated.
pub fn check(tables: &[FormPair]) -> Vec<Finding> {
    let compared: Vec<&FormPair> = tables.iter().filter(|table| table.cells().next().is_some()).collect();
    if compared.is_empty() {
        return Vec::new();
    }
    if is_repeated(&compared) {
        return vec![finding(&compared)];
    }
    compared.iter().filter(|table| is_repeated(&[**table])).map(|table| finding(&[*table])).collect()
}

/// One finding for a file that repeats an earlier round of its own year as a whole; that single forms stay as they were is
/// no news within a year.
pub fn of_round(tables: &[FormPair], round: &str) -> Option<Finding> {
    let compared: Vec<&FormPair> = tables.iter().filter(|table| table.cells().next().is_some()).collect();
    let first = compared.first().filter(|_| is_repeated(&compared))?;
    let cells: Vec<FormCell> = first.cells().map(|(cell, _)| cell).collect();
    let forms = compared.iter().map(|table| form_cells(table)).collect();
    Some(first.finding(&cells, What::RoundAgain { round: round.to_owned(), forms }, |_, _| Fitting::Nothing))
}

/// Whether all counts are equal and enough of them are not 0. A few counts may stay the same by chance, and zeros often do.
fn is_repeated(tables: &[&FormPair]) -> bool {
    let mut pairs = tables.iter().flat_map(|table| table.cells()).map(|(_, pair)| pair);
    let n_telling = tables.iter().flat_map(|table| table.cells()).filter(|(_, pair)| pair.now > 0).count();
    n_telling >= tables[0].repeated_cells && pairs.all(|pair| pair.now == pair.before)
}

/// One mistake is one finding: placed on the first form, where its note is looked for.
fn finding(tables: &[&FormPair]) -> Finding {
    let first = tables[0];
    let cells: Vec<FormCell> = first.cells().map(|(cell, _)| cell).collect();
    let forms = tables.iter().map(|table| form_cells(table)).collect();
    first.finding(&cells, What::Again { forms }, |_, _| Fitting::Nothing)
}

fn form_cells(table: &FormPair) -> FormCells {
    FormCells { sheet: table.form().sheet.clone(), cells: table.cells().map(|(_, pair)| pair.at).collect() }
}
