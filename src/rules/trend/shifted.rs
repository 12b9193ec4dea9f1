//! Numbers of a column that stand one row too low or too high, from some row on: a row was passed over or typed twice.

use super::claim::Claim;
use super::pair::Pair;
use super::table::{FormCell, FormPair};
use crate::plan::{ColumnId, RowId};
use crate::problem::trend::{Direction, Fitting, What};

/// How many cells of a column must have changed before a shift is considered. All of them, except the one where the shift starts
/// or ends, must fit the neighbouring row.
const MIN_CHANGED: usize = 3;

/// One finding for all columns that are shifted together.
pub fn check(table: &FormPair) -> Vec<Claim> {
    let rows = table.rows_in_sheet();
    let shifts: Vec<ShiftedCounts> = table.column_ids().filter_map(|column| shift(table, &rows, column)).collect();
    let towards = |direction| shifts.iter().filter(move |shift| shift.direction == direction);
    [Direction::Down, Direction::Up]
        .into_iter()
        .filter_map(|direction| claim(table, &towards(direction).collect::<Vec<_>>()))
        .collect()
}

struct ShiftedCounts {
    column: ColumnId,
    direction: Direction,
    /// The rows whose numbers don't fit, in the sheet's order.
    rows: Vec<RowId>,
}

fn shift(table: &FormPair, rows: &[RowId], column: ColumnId) -> Option<ShiftedCounts> {
    let line: Vec<Option<Pair>> = rows.iter().map(|row| table.get((*row, column))).collect();
    let is_changed = |n: &usize| line[*n].is_some_and(|pair| table.is_changed(pair));
    let changed: Vec<usize> = (0..line.len()).filter(is_changed).collect();
    if changed.len() < MIN_CHANGED {
        return None;
    }
    let (first, last) = (changed[0], changed[changed.len() - 1]);
    let stretch = &line[first..=last];
    let direction = match [Direction::Down, Direction::Up].map(|direction| is_shifted(table, stretch, direction)) {
        [true, false] => Direction::Down,
        [false, true] => Direction::Up,
        // Which of two it was isn't guessed.
        _ => return None,
    };
    Some(ShiftedCounts { column, direction, rows: rows[first..=last].to_vec() })
}

/// Whether numbers fit the earlier year if each is held against the count of the row above (where they went down) or below.
fn is_shifted(table: &FormPair, stretch: &[Option<Pair>], direction: Direction) -> bool {
    let mut telling = 0;
    for neighbours in stretch.windows(2) {
        let (here, source) = match direction {
            Direction::Down => (neighbours[1], neighbours[0]),
            Direction::Up => (neighbours[0], neighbours[1]),
        };
        let (Some(here), Some(source)) = (here, source) else { return false };
        if table.tolerance.is_passed(here.now, source.before) {
            return false;
        }
        telling += usize::from(table.is_changed(here) && table.tolerance.fits(here.now, source.before));
    }
    telling >= MIN_CHANGED - 1
}

fn claim(table: &FormPair, shifts: &[&ShiftedCounts]) -> Option<Claim> {
    let widest = shifts.iter().max_by_key(|shift| shift.rows.len())?;
    let cells: Vec<FormCell> =
        shifts.iter().flat_map(|shift| shift.rows.iter().map(|row| (*row, shift.column))).collect();
    let what = What::Shifted {
        columns: shifts.iter().map(|shift| table.column_label(shift.column)).collect(),
        direction: widest.direction,
        rows: [table.row_label(widest.rows[0]), table.row_label(*widest.rows.last()?)],
    };
    let people = |(row, column): FormCell| {
        let rows = &shifts.iter().find(|shift| shift.column == column)?.rows;
        let n = rows.iter().position(|other| *other == row)?;
        let neighbour = match widest.direction {
            Direction::Down => rows.get(n + 1)?,
            Direction::Up => rows.get(n.checked_sub(1)?)?,
        };
        Some(table.get((*neighbour, column))?.whole())
    };
    Some(Claim::of_cause(table, cells, what, |cell, _| Fitting::of(people(cell))))
}
