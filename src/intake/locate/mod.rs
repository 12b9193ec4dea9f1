//! Finds a form's rows and columns in a returned sheet. Keys and codes decide; the numbered line `A B C 1 2 3` and the labels are
//! used where those are lost. Nothing is guessed: whatever isn't found exactly once is a finding, and so is every repair.

mod columns;
mod label;
mod labels;
mod numbered_line;
mod row_places;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use numbered_line::NumberedLine;
pub use row_places::RowPlaces;

use super::sheets::SheetPage;
use crate::plan::{ColumnId, FormId, PlanYear, RowId};
use crate::problem::form::Repair;
use crate::problem::{Code, Finding, Place};
use crate::value::grid::{Address, Sheet};

/// The rows behind the last of a table in which the template has the date, the titles and the names.
const SIGNATURE_ROWS: std::ops::RangeInclusive<u32> = 2..=6;

/// A form's table in a sheet. Positions are 0-based; `None` where a row or column was not found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TablePlaces {
    /// The row above which the head stands: the key row, or the numbered line that took its place.
    pub head: Option<u32>,
    pub code_column: Option<u32>,
    pub label_column: Option<u32>,
    pub note_column: Option<u32>,
    pub result_column: Option<u32>,
    /// By [`ColumnId`].
    pub columns: Vec<Option<u32>>,
    pub rows: RowPlaces,
    /// Sheet rows we couldn't match to a form row, with the code of the finding that reports them.
    pub unclear_rows: BTreeMap<u32, Code>,
    /// Sheet columns we couldn't match to a form column.
    pub unclear_columns: BTreeMap<u32, Code>,
    /// Rows whose code occurs in several cells, with these cells.
    pub doubled_rows: Vec<(RowId, Vec<Address>)>,
    /// Entered rows of the form that weren't found.
    pub lost_rows: Vec<RowId>,
    pub lost_columns: Vec<ColumnId>,
    /// What was found by other means than its key or code.
    pub repairs: Vec<Repair>,
}

/// Finds a form's table in its sheet.
pub fn locate(page: &SheetPage, year: &PlanYear, form: FormId) -> (TablePlaces, Vec<Finding>) {
    let mut search = Search { page, year, form, table: TablePlaces::default(), findings: Vec::new() };
    if page.has_wrong_key {
        search.table.repairs.push(Repair::WrongKey);
    }
    search.columns();
    search.rows();
    search.labels();
    (search.table, search.findings)
}

/// A table being found.
struct Search<'a> {
    page: &'a SheetPage<'a>,
    year: &'a PlanYear<'a>,
    form: FormId,
    table: TablePlaces,
    findings: Vec<Finding>,
}

impl Search<'_> {
    fn place(&self, cells: Vec<Address>) -> Place {
        let form = Some(self.year.plan.form(self.form).code.clone());
        Place { sheet: Some(self.page.sheet.name.clone()), cells, form, ..Place::default() }
    }

    /// The column that contains most of the wanted texts, if it has at least half of them.
    fn fullest_column<'t>(&self, wanted: impl Iterator<Item = &'t str>, is_label: bool) -> Option<u32> {
        let mut n_wanted = 0;
        let mut found: BTreeMap<u32, usize> = BTreeMap::new();
        for text in wanted {
            let texts = &self.page.texts;
            let cells = if is_label { texts.labelled(text) } else { texts.cells(text) };
            let columns: BTreeSet<u32> = cells.iter().map(|at| at.col).collect();
            columns.into_iter().for_each(|col| *found.entry(col).or_default() += 1);
            n_wanted += 1;
        }
        let (col, n) = found.into_iter().max_by_key(|(col, n)| (*n, std::cmp::Reverse(*col)))?;
        (n * 2 >= n_wanted.max(1)).then_some(col)
    }
}

impl TablePlaces {
    pub fn column(&self, id: ColumnId) -> Option<u32> {
        self.columns.get(id.idx()).copied().flatten()
    }

    pub fn row(&self, id: RowId) -> Option<u32> {
        self.rows.get(id)
    }

    /// The form's row that stands in a row of the sheet.
    pub fn row_at(&self, row: u32) -> Option<RowId> {
        self.rows.at(row)
    }

    /// The form's entered column that stands in a column of the sheet.
    pub fn column_at(&self, col: u32) -> Option<ColumnId> {
        let n = self.columns.iter().position(|at| *at == Some(col))?;
        Some(ColumnId::at(n))
    }

    /// Whether a row of the sheet is one of the form's, even if not which.
    pub fn has_row(&self, row: u32) -> bool {
        self.unclear_rows.contains_key(&row) || self.row_at(row).is_some()
    }

    /// Whether numbers of people stand in a column of the sheet, computed ones included.
    pub fn has_numbers(&self, col: u32) -> bool {
        self.unclear_columns.contains_key(&col) || self.result_column == Some(col) || self.column_at(col).is_some()
    }

    /// The sheet's rows of the table, first to last, if any was found.
    pub fn extent(&self) -> Option<(u32, u32)> {
        let unclear = || self.unclear_rows.keys().copied();
        let (first, last) = self.rows.extent().unzip();
        Some((first.into_iter().chain(unclear().next()).min()?, last.into_iter().chain(unclear().next_back()).max()?))
    }

    /// The sheet's columns of the table, first to last, if any was found.
    pub fn width(&self) -> Option<(u32, u32)> {
        let others = [self.code_column, self.label_column, self.note_column, self.result_column];
        let columns = || self.columns.iter().chain(&others).flatten().chain(self.unclear_columns.keys());
        // The row numbers stand before the labels.
        let first = self.label_column.map_or(columns().min().copied(), |_| Some(0))?;
        Some((first, *columns().max()?))
    }

    /// Whether the template has words of its own in a cell: it merges those above the table and those for the signatures.
    pub fn has_words_at(&self, at: Address, sheet: &Sheet) -> bool {
        (self.is_above(at) || self.is_for_signatures(at)) && sheet.layout.merged.iter().any(|area| area.first == at)
    }

    /// Whether a cell stands above the table's head.
    pub fn is_above(&self, at: Address) -> bool {
        self.head.is_some_and(|head| at.row < head)
    }

    fn is_for_signatures(&self, at: Address) -> bool {
        let below = self.extent().and_then(|(_, last)| at.row.checked_sub(last));
        below.is_some_and(|below| SIGNATURE_ROWS.contains(&below))
    }

    /// Whether the code of a row of the sheet is gone, so that its label had to do.
    pub fn has_lost_code(&self, row: u32) -> bool {
        self.repairs.iter().any(|repair| matches!(repair, Repair::CodesLost { rows } if rows.contains(&(row + 1))))
    }

    /// The rows between which a row of the form must stand if the order was kept.
    pub fn gap(&self, id: RowId) -> (Option<u32>, Option<u32>) {
        (self.rows.before(id).or(self.head), self.rows.after(id))
    }
}
