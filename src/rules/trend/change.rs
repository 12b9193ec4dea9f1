//! What has changed beyond the tolerance and no cause explains: asked about row by row, because the row's note answers.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Claim;
use super::pair::Pair;
use super::table::{FormCell, FormPair};
use crate::plan::RowId;
use crate::problem::trend::{Fitting, OneYearUnit, What};

pub fn check(table: &FormPair) -> Vec<Claim> {
    let whole = table.changed().map(|(cell, pair)| Compared { cell, pair });
    by_row(table, whole.filter(|of| !table.is_in_doubt(of.pair)).collect())
}

/// The same of cells in which one of the years lacks units whose numbers nobody knows: only what more of them would make worse is asked
/// about.
pub fn beyond_missing_units(table: &FormPair) -> Vec<Claim> {
    let common = table.apart().filter(|(_, pair, _)| !table.is_in_doubt(*pair)).filter_map(|(cell, pair, apart)| {
        let common = apart.common(pair);
        let is_asked = table.is_changed(common.pair) && common.is_unexplained();
        is_asked.then_some(Compared { cell, pair: common.pair })
    });
    by_row(table, common.collect())
}

/// A changed cell with the two numbers that are held against each other.
struct Compared {
    cell: FormCell,
    pair: Pair,
}

fn by_row(table: &FormPair, changed: Vec<Compared>) -> Vec<Claim> {
    let mut by_row: BTreeMap<RowId, Vec<Compared>> = BTreeMap::new();
    for of in changed {
        by_row.entry(of.cell.0).or_default().push(of);
    }
    by_row.into_values().map(|changed| claim(table, &changed)).collect()
}

fn claim(table: &FormPair, changed: &[Compared]) -> Claim {
    let cells: Vec<FormCell> = changed.iter().map(|of| of.cell).collect();
    let changes = changed.iter().map(|of| table.change(of.cell, of.pair)).collect();
    let mut one_year: Vec<OneYearUnit> = changed.iter().flat_map(|of| table.units_of_one_year(of.cell)).collect();
    one_year.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.cmp(b)));
    let mut named = BTreeSet::new();
    one_year.retain(|unit| named.insert(unit.name.clone()));
    let what = What::Changed { tolerance: table.tolerance.percent, changes, one_year };
    let finding = table.finding(&cells, what, |cell, _| fitting(table, changed, cell));
    Claim::of_change(cells, finding)
}

/// What isn't asked about in a cell: the number itself, with the parts that were left out.
fn fitting(table: &FormPair, changed: &[Compared], cell: FormCell) -> Fitting {
    let Some(of) = changed.iter().find(|of| of.cell == cell) else { return Fitting::Nothing };
    let (least, most) = table.tolerance.range(of.pair.before);
    let left_out = of.pair.left_out;
    Fitting::Range { least: least.saturating_add(left_out), most: most.saturating_add(left_out) }
}
