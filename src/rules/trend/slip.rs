//! Numbers that are ten, a hundred or a thousand times the earlier ones, or that fraction of them: a zero too many or too few, or
//! counted in thousands. A whole column or form is one finding; otherwise there is one per row.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Claim;
use super::pair::Pair;
use super::table::{FormCell, FormPair};
use crate::plan::{ColumnId, RowId};
use crate::problem::trend::{Extent, Fitting, Slip, What};
use crate::value::grid::Address;

const FACTORS: [u64; 3] = [10, 100, 1000];

pub fn check(table: &FormPair) -> Vec<Claim> {
    let mut found = of_columns(table);
    let cells: Vec<FormCell> = found.iter().flat_map(|claim| claim.cells.clone()).collect();
    let mut by_row: BTreeMap<(RowId, Slip), Vec<FormCell>> = BTreeMap::new();
    let is_in_doubt = |cell: &FormCell| table.get(*cell).is_some_and(|pair| table.is_in_doubt(pair));
    for (cell, slip) in slips(table).filter(|(cell, _)| !cells.contains(cell) && !is_in_doubt(cell)) {
        by_row.entry((cell.0, slip)).or_default().push(cell);
    }
    found.extend(by_row.into_iter().map(|((_, slip), cells)| in_row(table, slip, cells)));
    found
}

/// A number with the slip, rounded to a whole number.
fn spoil(slip: Slip, people: u64) -> u64 {
    match slip {
        Slip::Times(factor) => people.saturating_mul(factor),
        Slip::Part(factor) => people / factor,
    }
}

fn all() -> impl Iterator<Item = Slip> {
    FACTORS.into_iter().flat_map(|factor| [Slip::Times(factor), Slip::Part(factor)])
}

/// What a number should be without a slip, if it fits the earlier year then. The slip may be in all of the cell's number, or in that of the
/// units that are compared: then nobody knows what the others have.
fn fitting(table: &FormPair, slip: Slip, pair: Pair) -> Option<Fitting> {
    let (whole, compared) = (slip.mend(pair.whole()), slip.mend(pair.now));
    let fits = |people: u64| table.tolerance.fits(people, pair.before);
    match whole.checked_sub(pair.left_out) {
        Some(people) if fits(people) => Some(Fitting::People(whole)),
        _ => fits(compared).then_some(Fitting::OfUnits(compared)),
    }
}

/// Changed cells that would fit without a slip, grouped by slip; a cell that several slips would fit is left out.
fn slips<'t>(table: &'t FormPair) -> impl Iterator<Item = (FormCell, Slip)> + 't {
    let known = table.changed().filter(|(_, pair)| pair.now > 0 && pair.before > 0);
    known.filter_map(|(cell, pair)| {
        let slip = all().find(|slip| fitting(table, *slip, pair).is_some())?;
        Some((cell, slip))
    })
}

// ---------------------------------------------------------------------------------------------------- columns, forms

fn of_columns(table: &FormPair) -> Vec<Claim> {
    let by_column = table.column_ids().filter_map(|column| Some((of_column(table, column)?, column)));
    let mut by_slip: BTreeMap<Slip, Vec<ColumnId>> = BTreeMap::new();
    for (slip, column) in by_column {
        by_slip.entry(slip).or_default().push(column);
    }
    by_slip.into_iter().map(|(slip, columns)| in_columns(table, slip, &columns)).collect()
}

/// The slip of a whole column: at least two of its cells show it, and most of those in which it would be seen.
fn of_column(table: &FormPair, column: ColumnId) -> Option<Slip> {
    let pairs: Vec<Pair> = table.cells().filter(|(cell, _)| cell.1 == column).map(|(_, pair)| pair).collect();
    let n_showing = |slip: Slip| slips(table).filter(|(cell, other)| cell.1 == column && *other == slip).count();
    all().find(|slip| n_showing(*slip) >= 2 && is_of_most(table, *slip, &pairs))
}

/// Whether most of the numbers in which a slip would be seen show it.
fn is_of_most(table: &FormPair, slip: Slip, pairs: &[Pair]) -> bool {
    let would_show = |pair: &&Pair| table.tolerance.is_passed(spoil(slip, pair.before), pair.before);
    let telling: Vec<&Pair> = pairs.iter().filter(would_show).collect();
    let n_fitting = telling.iter().filter(|pair| fits(table, slip, ***pair)).count();
    n_fitting * 3 >= telling.len() * 2
}

/// Whether a cell fits without the slip, for all that rounding to thousands may have lost.
fn fits(table: &FormPair, slip: Slip, pair: Pair) -> bool {
    let lost = match slip {
        Slip::Times(_) => 0,
        Slip::Part(factor) => factor / 2,
    };
    let is_near = |mended: u64| {
        let nearest = pair.before.clamp(mended.saturating_sub(lost), mended.saturating_add(lost));
        table.tolerance.fits(nearest, pair.before)
    };
    slip.mend(pair.whole()).checked_sub(pair.left_out).is_some_and(is_near) || is_near(slip.mend(pair.now))
}

fn in_columns(table: &FormPair, slip: Slip, columns: &[ColumnId]) -> Claim {
    // A number that changed for another reason as well is still asked about.
    let in_them = |cell: &FormCell| columns.contains(&cell.1) && is_of(table, slip, *cell);
    // One in which a year lacks an unknown part shows it too, if nothing else explains it and it may fit without the slip.
    let may_be = |cell: &FormCell| {
        let shows = table.unexplained(*cell).is_some() && table.may_fit(*cell, |people| slip.mend(people));
        columns.contains(&cell.1) && shows
    };
    let apart = table.cells_apart().into_iter().filter(may_be);
    let cells: BTreeSet<FormCell> = table.cells().map(|(cell, _)| cell).filter(in_them).chain(apart).collect();
    let cells: Vec<FormCell> = cells.into_iter().collect();
    let all_columns = columns.len() > 1 && columns.len() == table.column_ids().count();
    let of = if all_columns {
        Extent::Form(table.form().sheet.clone())
    } else {
        Extent::Columns(columns.iter().map(|column| table.column_label(*column)).collect())
    };
    let what = What::SlippedColumns { slip, of, example: example(table, &cells) };
    claim(table, cells, what, |pair| Fitting::People(slip.mend(pair.whole())))
}

/// Whether a cell of a column with a slip is one of those it explains; a 0 that stayed 0 needs no mending.
fn is_of(table: &FormPair, slip: Slip, cell: FormCell) -> bool {
    table.get(cell).is_some_and(|pair| fits(table, slip, pair) && (pair.now > 0 || table.is_changed(pair)))
}

/// One of the numbers that a slip spoilt.
fn example(table: &FormPair, cells: &[FormCell]) -> Option<(Address, u64)> {
    let mut pairs = cells.iter().filter_map(|cell| table.get(*cell));
    let pair = pairs.find(|pair| pair.now > 0 && table.is_changed(*pair))?;
    Some((pair.at, pair.whole()))
}

// --------------------------------------------------------------------------------------------------------------- rows

fn in_row(table: &FormPair, slip: Slip, cells: Vec<FormCell>) -> Claim {
    let changes = cells.iter().filter_map(|cell| Some(table.change(*cell, table.get(*cell)?))).collect();
    claim(table, cells, What::SlippedRow { slip, changes }, |pair| {
        fitting(table, slip, pair).unwrap_or(Fitting::Unknown)
    })
}

/// A number that became 0 has lost all its digits, so no slip can be seen in it.
fn claim(table: &FormPair, cells: Vec<FormCell>, what: What, mended: impl Fn(Pair) -> Fitting) -> Claim {
    Claim::of_cause(table, cells, what, |_, pair| if pair.now > 0 { mended(pair) } else { Fitting::Unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_mended_to_the_nearest_person() {
        assert_eq!(Slip::Times(10).mend(12_500), 1_250);
        assert_eq!(Slip::Times(10).mend(12_504), 1_250);
        assert_eq!(Slip::Times(10).mend(12_505), 1_251);
        assert_eq!(Slip::Part(1000).mend(12), 12_000);
    }

    #[test]
    fn a_slip_loses_the_digits_it_cuts_off() {
        assert_eq!([spoil(Slip::Times(100), 1_259), spoil(Slip::Part(100), 1_259)], [125_900, 12]);
    }
}
