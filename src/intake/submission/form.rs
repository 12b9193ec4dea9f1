//! One form of a returned template: its rows, its entered cells, and what stands in its computed ones.

use std::sync::Arc;

use crate::intake::number::{Reading, Remark};
use crate::plan::{ColumnId, FormId, PlanYear, RowId};
use crate::problem::Place;
use crate::value::grid::{Address, Cell};

/// One form as it was found in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct FormData {
    /// The form.
    pub form: FormId,
    /// The name of the sheet in which it was found.
    pub sheet: Arc<str>,
    /// By [`RowId`]; `None` for a row that wasn't found.
    pub rows: Vec<Option<RowData>>,
    /// The columns' positions by [`ColumnId`]; `None` for a column that wasn't found.
    pub columns: Vec<Option<u32>>,
    /// The result column's position.
    pub result_column: Option<u32>,
    /// The entered cells, by row and then column, of the rows and columns that were found.
    pub entries: Vec<EnteredCount>,
    /// What stands in the computed cells: total rows and the result column; for the checks within the file alone.
    pub computed: Vec<Computed>,
}

/// Where a row stands in the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowData {
    /// The sheet's row, 0-based.
    pub at: u32,
    /// The note of the row, which answers queries; `None` if blank.
    pub note: Option<String>,
}

/// One cell that the agency enters.
#[derive(Debug, Clone, PartialEq)]
pub struct EnteredCount {
    /// The row of the form.
    pub row: RowId,
    /// The column of the form.
    pub column: ColumnId,
    /// The cell.
    pub at: Address,
    /// What its content was read as, once: whoever asks about the cell asks this.
    pub reading: Reading,
    /// Whether it was typed as text, which the sheet's own sums pass over.
    pub is_text: bool,
    /// Whether its number isn't the agency's: a merge may have brought it there, or a formula that wasn't calculated.
    pub is_withheld: bool,
}

impl EnteredCount {
    /// The count; `None` if the cell is blank, no count, or withheld, about each of which there is a finding.
    pub fn people(&self) -> Option<u64> {
        self.reading.people().filter(|_| !self.is_withheld)
    }

    /// Why the count may mean something else; `None` if it doesn't, or there is none.
    pub fn doubt(&self) -> Option<Doubt> {
        let Reading::Count { remark, .. } = &self.reading else { return None };
        match remark.filter(|_| !self.is_withheld)? {
            Remark::ZeroDash | Remark::ZeroWord => Some(Doubt::ZeroMark),
            Remark::AmbiguousGroup => Some(Doubt::Separator),
            _ => None,
        }
    }
}

/// What makes a count doubtful that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is 0 because of a dash or a word that may mean that nothing is known.
    ZeroMark,
    /// It is thousands because of a separator that may begin decimals.
    Separator,
}

/// One cell that the template computes.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The row of the form.
    pub row: RowId,
    /// `None` for the result column.
    pub column: Option<ColumnId>,
    /// The cell.
    pub at: Address,
    /// What stands there; `None` if the cell is blank.
    pub cell: Option<Cell>,
    /// Whether a merge with an entered cell left it no place of its own, about which there is a finding.
    pub is_swallowed: bool,
}

impl FormData {
    /// Whether a note stands beside any of its rows.
    pub fn has_notes(&self) -> bool {
        self.rows.iter().flatten().any(|row| row.note.is_some())
    }

    /// The place of some of the form's cells, named by the first.
    pub fn place(&self, year: &PlanYear, row: RowId, column: Option<ColumnId>, cells: Vec<Address>) -> Place {
        let form = year.plan.form(self.form);
        let key = match column {
            Some(column) => Some(form.columns[column.idx()].key.clone()),
            None => form.result.as_ref().map(|result| result.key.clone()),
        };
        Place {
            sheet: Some(self.sheet.to_string()),
            cells,
            form: Some(form.code.clone()),
            row: Some(year.row(self.form, row).code.clone()),
            column: key,
        }
    }

    /// Where a row and column cross, if both were found.
    pub fn address(&self, row: RowId, column: ColumnId) -> Option<Address> {
        let row = self.rows.get(row.idx())?.as_ref()?;
        Some(Address::new(row.at, self.columns[column.idx()]?))
    }
}
