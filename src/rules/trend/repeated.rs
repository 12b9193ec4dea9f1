//! Last year's numbers sent again: every count of the file, or of one of its forms, is the earlier year's.

use super::pair::Pair;
use super::table::{FormCell, FormPair};
use crate::problem::Finding;
use crate::problem::trend::{Fitting, FormCells, UnitsAside, What};

/// One finding for the whole file, otherwise one for each form that is repeated.
pub fn check(tables: &[FormPair]) -> Vec<Finding> {
    let compared: Vec<&FormPair> = tables.iter().filter(|table| !table.common_cells().is_empty()).collect();
    if compared.is_empty() {
        return Vec::new();
    }
    if is_repeated(&compared) {
        return vec![finding(&compared)];
    }
    compared.iter().filter(|table| is_repeated(&[**table])).map(|table| finding(&[*table])).collect()
}

/// One finding if a whole file repeats an earlier round of its year. Single forms that repeat aren't reported: within a
/// year that is usual.
pub fn of_round(tables: &[FormPair], round: &str) -> Option<Finding> {
    let compared: Vec<&FormPair> = tables.iter().filter(|table| table.cells().next().is_some()).collect();
    let first = compared.first()?;
    let pairs = || compared.iter().flat_map(|table| table.cells()).map(|(_, pair)| pair);
    let n_other = pairs().filter(|pair| pair.now != pair.before).count();
    let n_same_people = pairs().filter(|pair| pair.now > 0 && pair.now == pair.before).count();
    let is_repeated = n_same_people >= first.repeated_cells && n_other * FEW <= pairs().count();
    let cells: Vec<FormCell> =
        first.cells().filter(|(_, pair)| pair.now == pair.before).map(|(cell, _)| cell).collect();
    let forms = compared.iter().map(|table| same_cells(table)).filter(|form| !form.cells.is_empty()).collect();
    let what = What::RoundAgain { round: round.to_owned(), forms, n_other };
    (is_repeated && !cells.is_empty()).then(|| first.finding(&cells, what, |_, _| Fitting::Nothing))
}

/// One number in so many may be another one, and the file is still taken for a repeated one.
const FEW: usize = 10;

/// Whether all counts are equal and enough of them are not 0. A few counts may stay the same by chance, and zeros often do.
fn is_repeated(tables: &[&FormPair]) -> bool {
    let pairs: Vec<Pair> = tables.iter().flat_map(|table| table.common_cells()).map(|(_, pair)| pair).collect();
    let n_telling = pairs.iter().filter(|pair| pair.now > 0).count();
    n_telling >= tables[0].repeated_cells && pairs.iter().all(|pair| pair.now == pair.before)
}

/// One mistake is one finding: placed on the first form, where its note is looked for.
fn finding(tables: &[&FormPair]) -> Finding {
    let first = tables[0];
    let cells: Vec<FormCell> = first.common_cells().into_iter().map(|(cell, _)| cell).collect();
    let forms = tables.iter().map(|table| form_cells(table)).collect();
    let of_table = |table: &&FormPair| {
        let cells: Vec<FormCell> = table.common_cells().into_iter().map(|(cell, _)| cell).collect();
        table.left_out(&cells)
    };
    let aside = tables.iter().map(of_table).fold(UnitsAside::default(), UnitsAside::with);
    first.finding_without(&cells, What::Again { forms }, aside, |_, _| Fitting::Nothing)
}

/// The cells of a form whose counts are the earlier ones.
fn same_cells(table: &FormPair) -> FormCells {
    let same = table.cells().filter(|(_, pair)| pair.now == pair.before);
    FormCells { sheet: table.form().sheet.clone(), cells: same.map(|(_, pair)| pair.at).collect() }
}

fn form_cells(table: &FormPair) -> FormCells {
    FormCells {
        sheet: table.form().sheet.clone(),
        cells: table.common_cells().into_iter().map(|(_, pair)| pair.at).collect(),
    }
}
