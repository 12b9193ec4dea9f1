//! What has changed beyond the tolerance and no cause explains: asked about row by row, because the row's note answers.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Claim;
use super::pair::Pair;
use super::table::{FormCell, FormPair};
use crate::plan::RowId;
use crate::problem::trend::{Fitting, OneYearUnit, UnitsAside, What};

/// Those of which both years have the same units, and those of others that missing ones can't explain.
pub fn check(table: &FormPair) -> Vec<Claim> {
    let changed = table.cells().filter(|(_, pair)| !table.is_in_doubt(*pair)).filter_map(|(cell, pair)| {
        let of_same_units = table.is_changed(pair).then(|| Compared { cell, pair, aside: table.left_out(&[cell]) });
        of_same_units.or_else(|| beyond_missing_units_in(table, cell))
    });
    let apart = table.cells_apart().into_iter().filter_map(|cell| beyond_missing_units_in(table, cell));
    by_row(table, changed.chain(apart).collect())
}

fn beyond_missing_units_in(table: &FormPair, cell: FormCell) -> Option<Compared> {
    let common = table.unexplained(cell)?;
    Some(Compared { cell, pair: common.pair, aside: table.units_aside(common) })
}

/// A changed cell with the two numbers that are held against each other.
struct Compared {
    cell: FormCell,
    pair: Pair,
    /// The units that they are without, or that a year may lack.
    aside: UnitsAside,
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
    let aside = changed.iter().map(|of| of.aside.clone()).fold(UnitsAside::default(), UnitsAside::with);
    let finding = table.finding_without(&cells, what, aside, |cell, _| fitting(table, changed, cell));
    Claim::of_change(cells, finding)
}

/// What isn't asked about in a cell: the number itself, with the parts that were left out.
fn fitting(table: &FormPair, changed: &[Compared], cell: FormCell) -> Fitting {
    let Some(of) = changed.iter().find(|of| of.cell == cell) else { return Fitting::Nothing };
    let (least, most) = table.tolerance.range(of.pair.before);
    let left_out = of.pair.left_out;
    Fitting::Range { least: least.saturating_add(left_out), most: most.saturating_add(left_out) }
}
