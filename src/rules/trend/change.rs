//! What has changed beyond the tolerance and no cause explains: asked about row by row, because the row's note answers.

use std::collections::BTreeMap;

use super::claim::Claim;
use super::table::{FormCell, FormPair, Lacking, Pair};
use crate::plan::RowId;
use crate::problem::trend::{Fitting, What};

pub fn check(table: &FormPair) -> Vec<Claim> {
    changes(table, |_, _| true)
}

/// The same of rows that lack numbers of units in one of the years. With units missing now a number may be smaller than it will be;
/// that it has grown too much holds all the same. Where they were missing then, that it has fallen too much holds.
pub fn beyond_missing_units(table: &FormPair) -> Vec<Claim> {
    changes(table, |(row, _), pair| match table.lacking(row) {
        Lacking { now: true, then: false } => pair.now > pair.before,
        Lacking { now: false, then: true } => pair.now < pair.before,
        _ => false,
    })
}

fn changes(table: &FormPair, is_asked: impl Fn(FormCell, &Pair) -> bool) -> Vec<Claim> {
    let mut by_row: BTreeMap<RowId, Vec<(FormCell, Pair)>> = BTreeMap::new();
    let asked = |(cell, pair): &(FormCell, Pair)| !table.is_in_doubt(*pair) && is_asked(*cell, pair);
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
