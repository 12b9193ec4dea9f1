//! Whether a total's formula is still the template's: by what it adds, wherever its parts stand now.

use std::collections::BTreeMap;

use super::formula::{self, Formula, SumTerm};
use super::sums::Sums;
use crate::formula::written;
use crate::intake::submission::Computed;
use crate::plan::{ColumnId, RowId};

/// What became of the formula that the template put into a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It adds exactly the parts of its cell.
    Unchanged,
    /// It has the template's shape, but its cell or its parts have moved since: openpyxl inserts and deletes rows and
    /// columns without rewriting formulas.
    LeftBehind,
    /// It adds its parts, except for a subtotal we couldn't locate, in whose place it adds other rows of the table. That row has
    /// a finding of its own: its code occurs twice or was overwritten.
    Unclear,
    /// It names a cell that was deleted.
    Broken,
    /// It adds something else.
    Changed,
}

/// How often each entered cell is added; negative if it is taken off.
type Added = BTreeMap<(RowId, ColumnId), i32>;

/// Judges the formula of a computed cell.
pub fn kept(sums: &Sums, formula: &str, computed: &Computed) -> Kept {
    // Nearly every formula is the template's to the letter, and needn't be parsed to know what it adds.
    if as_written(sums, computed).is_some_and(|written| written == formula) {
        return Kept::Unchanged;
    }
    match formula::parse(formula) {
        Formula::Broken => Kept::Broken,
        Formula::Other => Kept::Changed,
        Formula::Sum(terms) if added(sums, &terms, computed) == Some(wanted(sums, computed)) => Kept::Unchanged,
        Formula::Sum(terms) if is_unclear(sums, &terms, computed) => Kept::Unclear,
        Formula::Sum(terms) if is_left_behind(sums, &terms, computed) => Kept::LeftBehind,
        Formula::Sum(_) => Kept::Changed,
    }
}

/// The formula that the template would write where the parts stand now; `None` if one of them wasn't found.
fn as_written(sums: &Sums, computed: &Computed) -> Option<String> {
    let place = |column: &ColumnId| sums.data.columns.get(column.idx()).copied().flatten();
    let Some(column) = computed.column else {
        let result = sums.result()?;
        let places = |columns: &[ColumnId]| columns.iter().map(place).collect::<Option<Vec<u32>>>();
        return Some(written::result(computed.at.row, &places(&result.plus)?, &places(&result.minus)?));
    };
    let parts = &sums.year.row(sums.data.form, computed.row).parts;
    let rows = parts.iter().map(|part| Some(sums.data.rows[part.idx()].as_ref()?.at));
    Some(written::total(place(&column)?, &rows.collect::<Option<Vec<u32>>>()?))
}

/// Whether a formula is a sum of cells, whichever they are.
pub fn is_sum(formula: &str) -> bool {
    matches!(formula::parse(formula), Formula::Sum(_))
}

/// What a sum adds in entered cells; `None` if it adds itself or what doesn't belong to the table. Rows that were
/// inserted between the parts belong to it; what they hold is reported apart.
fn added(sums: &Sums, terms: &[SumTerm], computed: &Computed) -> Option<Added> {
    let mut added = Added::new();
    for term in terms {
        match sums.at(term.at) {
            _ if term.at == computed.at => return None,
            Some((row, column)) => add(&mut added, term.sign, cell_parts(sums, row, column)),
            None if sums.is_inside(term.at) => {}
            None => return None,
        }
    }
    Some(without_nothing(added))
}

/// What the template's own formula adds in entered cells.
fn wanted(sums: &Sums, computed: &Computed) -> Added {
    let mut wanted = Added::new();
    add(&mut wanted, 1, cell_parts(sums, computed.row, computed.column));
    without_nothing(wanted)
}

/// Whether a sum adds all parts found in the sheet and, because a subtotal among the parts couldn't be located, rows that are
/// none of the form's.
fn is_unclear(sums: &Sums, terms: &[SumTerm], computed: &Computed) -> bool {
    let parts = &sums.year.row(sums.data.form, computed.row).parts;
    let is_lost =
        |part: &&RowId| !sums.year.row(sums.data.form, **part).is_entered() && sums.data.rows[part.idx()].is_none();
    let lost: Vec<RowId> = parts.iter().filter(is_lost).copied().collect();
    if lost.is_empty() || terms.iter().all(|term| sums.at(term.at).is_some()) {
        return false;
    }
    let mut known = wanted(sums, computed);
    for part in lost {
        add(&mut known, -1, cell_parts(sums, part, computed.column));
    }
    added(sums, terms, computed) == Some(without_nothing(known))
}

/// The entered cells that a cell of the form stands for, each with how often it is added; negative if it is taken off.
fn cell_parts(sums: &Sums, row: RowId, column: Option<ColumnId>) -> Vec<((RowId, ColumnId), i32)> {
    let columns: Vec<(ColumnId, i32)> = match (column, sums.result()) {
        (Some(column), _) => vec![(column, 1)],
        (None, Some(result)) => {
            let plus = result.plus.iter().map(|column| (*column, 1));
            plus.chain(result.minus.iter().map(|column| (*column, -1))).collect()
        }
        (None, None) => Vec::new(),
    };
    let leaves = sums.year.leaves(sums.data.form, row);
    leaves
        .iter()
        .flat_map(|(leaf, times)| {
            let (leaf, times) = (*leaf, i32::try_from(*times).unwrap_or(i32::MAX));
            columns.iter().map(move |(column, sign)| ((leaf, *column), sign * times)).collect::<Vec<_>>()
        })
        .collect()
}

fn add(added: &mut Added, sign: i32, parts: Vec<((RowId, ColumnId), i32)>) {
    for (cell, own) in parts {
        let times = added.entry(cell).or_default();
        *times = times.saturating_add(sign * own);
    }
}

/// Without the cells that are added and taken off again.
fn without_nothing(mut added: Added) -> Added {
    added.retain(|_, times| *times != 0);
    added
}

/// Whether a sum has the shape that the template gave it, anywhere on the sheet. In a template rows and columns follow
/// each other in the plan's order.
fn is_left_behind(sums: &Sums, terms: &[SumTerm], computed: &Computed) -> bool {
    let parts = &sums.year.row(sums.data.form, computed.row).parts;
    let template: Vec<(u32, u32, i32)> = match (computed.column, sums.result()) {
        (Some(column), _) => parts.iter().map(|part| (part.number(), column.number(), 1)).collect(),
        (None, Some(result)) => {
            let plus = result.plus.iter().map(|column| (*column, 1));
            let minus = result.minus.iter().map(|column| (*column, -1));
            plus.chain(minus).map(|(column, sign)| (computed.row.number(), column.number(), sign)).collect()
        }
        (None, None) => return false,
    };
    let found = terms.iter().map(|term| (term.at.row, term.at.col, term.sign)).collect();
    from_corner(found) == from_corner(template)
}

/// Positions counted from their own upper left corner, in order.
fn from_corner(mut cells: Vec<(u32, u32, i32)>) -> Vec<(u32, u32, i32)> {
    let row = cells.iter().map(|(row, _, _)| *row).min().unwrap_or(0);
    let col = cells.iter().map(|(_, col, _)| *col).min().unwrap_or(0);
    for cell in &mut cells {
        *cell = (cell.0 - row, cell.1 - col, cell.2);
    }
    cells.sort_unstable();
    cells
}
