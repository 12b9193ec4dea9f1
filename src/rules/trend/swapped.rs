//! Two columns, or two rows, whose numbers stand in each other's place.

use super::claim::Claim;
use super::table::{FormCell, FormPair};
use crate::plan::{ColumnId, RowId};
use crate::problem::trend::{Fitting, Lines, What};

/// Two columns that changed places.
pub fn columns(table: &FormPair) -> Vec<Claim> {
    only(swapped_columns(table)).map(|swap| claim(table, &swap)).into_iter().collect()
}

/// Two rows that changed places.
pub fn rows(table: &FormPair) -> Vec<Claim> {
    only(swapped_rows(table)).map(|swap| claim(table, &swap)).into_iter().collect()
}

/// The swap, if there is exactly one: several at once are more likely chance, and none is guessed.
fn only(swaps: Vec<Swap>) -> Option<Swap> {
    let [swap] = <[Swap; 1]>::try_from(swaps).ok()?;
    Some(swap)
}

/// Two lines of a form and their cells, each beside the one whose number it holds.
struct Swap {
    lines: [RowOrColumn; 2],
    crossed: Vec<[FormCell; 2]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowOrColumn {
    Row(RowId),
    Column(ColumnId),
}

impl Swap {
    fn cells(&self) -> impl Iterator<Item = FormCell> + '_ {
        let side = |n: usize| self.crossed.iter().map(move |pair| pair[n]);
        side(0).chain(side(1))
    }

    fn other(&self, cell: FormCell) -> Option<FormCell> {
        let pair = self.crossed.iter().find(|pair| pair.contains(&cell))?;
        Some(if pair[0] == cell { pair[1] } else { pair[0] })
    }
}

fn swapped_columns(table: &FormPair) -> Vec<Swap> {
    let columns: Vec<ColumnId> = table.column_ids().collect();
    let rows = table.rows_in_sheet();
    let swaps = pairs_of(&columns).map(|[a, b]| {
        let crossed = rows.iter().map(|row| [(*row, a), (*row, b)]).collect();
        Swap { lines: [RowOrColumn::Column(a), RowOrColumn::Column(b)], crossed }
    });
    swaps.filter_map(|swap| holding(table, swap)).collect()
}

fn swapped_rows(table: &FormPair) -> Vec<Swap> {
    let is_changed = |row: &RowId| table.changed().any(|(cell, _)| cell.0 == *row);
    let rows: Vec<RowId> = table.rows_in_sheet().into_iter().filter(is_changed).collect();
    let swaps = pairs_of(&rows).map(|[a, b]| {
        let crossed = table.column_ids().map(|column| [(a, column), (b, column)]).collect();
        Swap { lines: [RowOrColumn::Row(a), RowOrColumn::Row(b)], crossed }
    });
    swaps.filter_map(|swap| holding(table, swap)).collect()
}

fn pairs_of<T: Copy>(lines: &[T]) -> impl Iterator<Item = [T; 2]> + '_ {
    lines.iter().enumerate().flat_map(|(n, a)| lines[n + 1..].iter().map(|b| [*a, *b]))
}

/// The swap: every comparable cell fits in the other's place, and on both sides at least one doesn't fit where it stands.
fn holding(table: &FormPair, mut swap: Swap) -> Option<Swap> {
    let (known, apart): (Vec<_>, Vec<_>) =
        swap.crossed.into_iter().partition(|pair| pair.iter().all(|cell| table.get(*cell).is_some()));
    swap.crossed = known;
    let mut telling = [0, 0];
    for pair in &swap.crossed {
        for (side, n) in telling.iter_mut().enumerate() {
            let (here, there) = (table.get(pair[side])?, table.get(pair[1 - side])?);
            if table.tolerance.is_passed(here.now, there.before) {
                return None;
            }
            *n += usize::from(table.is_changed(here) && table.tolerance.fits(here.now, there.before));
        }
    }
    if telling.contains(&0) {
        return None;
    }
    for pair in apart.into_iter().filter(|pair| pair.iter().all(|cell| table.pair(*cell).is_some())) {
        if !may_be_crossed(table, pair) {
            return None;
        }
        if pair.iter().any(|cell| table.is_unexplained(*cell)) {
            swap.crossed.push(pair);
        }
    }
    Some(swap)
}

/// Whether cells, in one of which a year lacks an unknown part, may fit in each other's place.
fn may_be_crossed(table: &FormPair, [a, b]: [FormCell; 2]) -> bool {
    let fits = |here: FormCell, there: FormCell| {
        let Some((here_pair, there_pair)) = table.pair(here).zip(table.pair(there)) else { return false };
        match table.get(here) {
            Some(_) => !table.tolerance.is_passed(there_pair.now, here_pair.before),
            None => table.may_fit(here, |_| there_pair.now),
        }
    };
    fits(a, b) && fits(b, a)
}

fn claim(table: &FormPair, swap: &Swap) -> Claim {
    let lines = match swap.lines {
        [RowOrColumn::Column(a), RowOrColumn::Column(b)] => {
            Lines::Columns([table.column_label(a), table.column_label(b)])
        }
        [RowOrColumn::Row(a), RowOrColumn::Row(b)] => Lines::Rows([table.row_label(a), table.row_label(b)]),
        _ => unreachable!("two lines of a kind are swapped"),
    };
    let cells: Vec<FormCell> = swap.cells().collect();
    let people = |cell: FormCell| Some(table.pair(swap.other(cell)?)?.whole());
    Claim::of_cause(table, cells, What::Swapped(lines), |cell, _| Fitting::of(people(cell)))
}
