//! Numbers of a column that stand one row too low or too high, from some row on: a row was passed over or typed twice.

use super::claim::Claim;
use super::table::{FormCell, FormPair, Pair};
use crate::plan::{ColumnId, RowId};
use crate::problem::trend::{Direction, What};

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
    // Against the count of the row above where numbers went down, of the row below where they went up.
    let from = |direction, n: usize| match direction {
        Direction::Down => n.checked_sub(1),
        Direction::Up => Some(n + 1),
    };
    let fits = |direction| {
        let moved = match direction {
            Direction::Down => first + 1..last + 1,
            Direction::Up => first..last,
        };
        let mut telling = 0;
        for n in moved {
            let source = from(direction, n).and_then(|source| *line.get(source)?);
            let (Some(here), Some(source)) = (line[n], source) else { return false };
            if table.tolerance.is_passed(here.now, source.before) {
                return false;
            }
            telling += usize::from(is_changed(&n) && table.tolerance.fits(here.now, source.before));
        }
        telling >= MIN_CHANGED - 1
    };
    let direction = match (fits(Direction::Down), fits(Direction::Up)) {
        (true, false) => Direction::Down,
        (false, true) => Direction::Up,
        // Which of two it was isn't guessed.
        _ => return None,
    };
    Some(ShiftedCounts { column, direction, rows: rows[first..=last].to_vec() })
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
    let fitting = |(row, column): FormCell, _| {
        let rows = &shifts.iter().find(|shift| shift.column == column)?.rows;
        let n = rows.iter().position(|other| *other == row)?;
        let neighbour = match widest.direction {
            Direction::Down => rows.get(n + 1)?,
            Direction::Up => rows.get(n.checked_sub(1)?)?,
        };
        Some(table.get((*neighbour, column))?.now)
    };
    Some(Claim::of_cause(table, cells, what, fitting))
}
