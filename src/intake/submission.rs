//! What one agency sent, once its file is understood: who, for which year, which revision, and every cell of its forms
//! by row code and measure, with the address it was read from.

use std::sync::Arc;

use chrono::NaiveDate;

use super::account::Accounted;
use crate::counts::{CellId, Counts};
use crate::plan::{AgencyId, ColumnId, FormId, PlanYear, RoundId, RowId};
use crate::problem::Place;
use crate::value::grid::{Address, Cell};

/// One returned template.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    pub agency: AgencyId,
    pub year: i32,
    /// The round in which it was collected.
    pub round: RoundId,
    pub cover: Cover,
    /// By form, in the agency's order; a form whose sheet was not found is left out.
    pub forms: Vec<FormData>,
    pub difficulties: Vec<Difficulty>,
    /// Every number of the file with what it is for, in the order of sheets, rows and columns.
    pub account: Vec<Accounted>,
}

/// What the agency wrote on the cover. `None` is left blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The number of the submission, from 1; a higher one replaces a lower one.
    pub revision: u32,
    /// The day whose state the counts describe.
    pub as_of: Option<NaiveDate>,
    pub sent_on: Option<NaiveDate>,
    /// Whether that day is given by a formula such as `=TODAY()`, and is another one with each calculation.
    pub sent_on_moves: bool,
    pub prepared_by: Option<String>,
    pub phone: Option<String>,
    pub signed_by: Option<String>,
}

/// A difficulty the agency reports, and what it proposes (V.2 of the plan, last paragraph).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difficulty {
    pub difficulty: Option<String>,
    pub proposal: Option<String>,
    pub sheet: String,
    pub at: Address,
}

/// One form as it was found in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct FormData {
    pub form: FormId,
    pub sheet: Arc<str>,
    /// By [`RowId`]; `None` for a row that wasn't found.
    pub rows: Vec<Option<RowData>>,
    /// The columns' positions by [`ColumnId`]; `None` for a column that wasn't found.
    pub columns: Vec<Option<u32>>,
    /// The result column's position.
    pub result_column: Option<u32>,
    /// The entered cells, by row and then column, of the rows and columns that were found.
    pub entries: Vec<Entry>,
    /// What stands in the computed cells: total rows and the result column; for the checks within the file alone.
    pub computed: Vec<Computed>,
    /// Whether the file's format shows which of its cells are formulas.
    pub has_formulas: bool,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub row: RowId,
    pub column: ColumnId,
    pub at: Address,
    /// `None` if blank or if it can't be read as a count; a finding says which.
    pub people: Option<u64>,
    /// Whether it was typed as text, which the sheet's own sums pass over.
    pub is_text: bool,
    /// Why `people` may mean something else, if it may.
    pub doubt: Option<Doubt>,
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
    pub row: RowId,
    /// `None` for the result column.
    pub column: Option<ColumnId>,
    pub at: Address,
    pub cell: Option<Cell>,
    /// Whether a merge with an entered cell left it no place of its own, about which there is a finding.
    pub is_swallowed: bool,
}

impl Submission {
    /// Lets go of what only the checks of the file by itself look at: computed cells, and numbers that can't be taken for
    /// counts.
    pub fn keep_for_merging(&mut self) {
        self.account.retain(|number| number.role.may_be_count());
        self.account.shrink_to_fit();
        for data in &mut self.forms {
            data.computed = Vec::new();
            data.entries.shrink_to_fit();
        }
    }

    /// The form's data, if its sheet was found.
    pub fn form(&self, form: FormId) -> Option<&FormData> {
        self.forms.iter().find(|data| data.form == form)
    }

    /// The counts that could be read.
    pub fn counts(&self) -> Counts {
        self.observations().map(|(cell, entry, _)| (cell, entry.people.expect("observations have a count"))).collect()
    }

    /// Every count that could be read, with its entry and its form's data.
    pub fn observations(&self) -> impl Iterator<Item = (CellId, &Entry, &FormData)> {
        self.forms.iter().flat_map(move |data| {
            data.entries.iter().filter(|entry| entry.people.is_some()).map(move |entry| {
                (CellId { agency: self.agency, form: data.form, row: entry.row, column: entry.column }, entry, data)
            })
        })
    }

    /// The note of the row a cell stands in.
    pub fn note(&self, form: FormId, row: RowId) -> Option<&str> {
        self.form(form)?.rows.get(row.idx())?.as_ref()?.note.as_deref()
    }
}

impl FormData {
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
