//! What has changed beyond the tolerance and no cause explains: asked about row by row, because the row's note answers.

use std::collections::BTreeMap;

use super::claim::Claim;
use super::table::{FormCell, FormPair, Pair};
use crate::plan::RowId;
use crate::problem::trend::{Fitting, What};

pub fn check(table: &FormPair) -> Vec<Claim> {
    changes(table, |_| true)
}

/// The same of numbers that have grown.
pub fn increases(table: &FormPair) -> Vec<Claim> {
    changes(table, |pair| pair.now > pair.before)
}

/// The same of numbers that have fallen.
pub fn decreases(table: &FormPair) -> Vec<Claim> {
    changes(table, |pair| pair.now < pair.before)
}

fn changes(table: &FormPair, is_asked: impl Fn(&Pair) -> bool) -> Vec<Claim> {
    let mut by_row: BTreeMap<RowId, Vec<(FormCell, Pair)>> = BTreeMap::new();
    let asked = |(_, pair): &(FormCell, Pair)| !table.is_in_doubt(*pair) && is_asked(pair);
    for (cell, pair) in table.changed().filter(asked) {
        by_row.entry(cell.0).or_default().push((cell, pair));
    }
    by_row.into_values().map(|changed| claim(table, &changed)).collect()
}

fn claim(table: &FormPair, changed: &[(FormCell, Pair)]) -> Claim {
    let cells: Vec<FormCell> = changed.iter().map(|(cell, _)| *cell).collect();
    let changes = changed.iter().map(|(cell, pair)| table.change(*cell, *pair)).collect();
    let finding = table.finding(&cells, What::Changed { tolerance: table.tolerance.percent, changes }, |_, pair| {
        let (least, most) = table.tolerance.range(pair.before);
        Fitting::Range { least, most }
    });
    Claim::of_change(cells, finding)
}
