//! What one agency sent, once its file is understood: who, for which year, which revision, and every cell of its forms
//! by row code and measure, with the address it was read from.

mod account;
mod cover;
mod form;

pub use account::{Accounted, Followed, FollowedRole, PlainEntry, Role, SheetAccount, Tally};
pub use cover::Cover;
pub use form::{Computed, Doubt, EnteredCount, FormData, RowData};

use std::sync::Arc;

use crate::counts::{CellId, Counts};
use crate::plan::{AgencyId, FormId, RoundId, RowId};
use crate::rollup::{Sources, UnitExtent};
use crate::value::grid::Address;

/// One returned template.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The agency that reports.
    pub agency: AgencyId,
    /// The year it reports on.
    pub year: i32,
    /// The round in which it was collected.
    pub round: RoundId,
    /// What it wrote on the cover.
    pub cover: Cover,
    /// By form, in the agency's order; a form whose sheet was not found is left out.
    pub forms: Vec<FormData>,
    /// What it reports beside numbers.
    pub difficulties: Vec<Difficulty>,
    /// The number by which signed sheets can be held against the file; `None` if it was sent out without one.
    pub check_number: Option<u64>,
    /// What it was added up from; `None` for a return that wasn't, or whose sheet of sources can't be used.
    pub sources: Option<Arc<Sources>>,
    /// From how many units it was added up, by its sources, or by its cover where these can't be used; `None` for a return that
    /// wasn't.
    pub units: Option<UnitExtent>,
    /// Whether its sheets or its cover say that it was added up from units, whether or not any are missing.
    pub is_added_up: bool,
    /// Every number of the file with what it is for, in the order of sheets.
    pub account: Vec<SheetAccount>,
}

/// A difficulty the agency reports, and what it proposes (V.2 of the plan, last paragraph).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difficulty {
    /// What is difficult; `None` is left blank.
    pub difficulty: Option<String>,
    /// What the agency proposes; `None` is left blank.
    pub proposal: Option<String>,
    /// The name of the sheet in which it stands.
    pub sheet: String,
    /// The cell of the difficulty.
    pub at: Address,
}

impl Submission {
    /// Lets go of what only the checks of the file by itself look at: computed cells, and numbers that can't be taken for
    /// counts.
    pub fn keep_for_merging(&mut self) {
        self.account.iter_mut().for_each(SheetAccount::keep_for_merging);
        self.account.retain(|sheet| !sheet.is_without_counts());
        self.account.shrink_to_fit();
        for data in &mut self.forms {
            data.computed = Vec::new();
            data.entries.shrink_to_fit();
        }
    }

    /// Lets go of the entered cells, which the ledger has, and of forms without a note beside a row; of all forms where nobody looks
    /// at notes again, as where no return is added up of them.
    pub fn keep_beside_ledger(&mut self, with_notes: bool) {
        self.forms.retain(|data| with_notes && data.has_notes());
        self.forms.iter_mut().for_each(|data| data.entries = Vec::new());
        self.forms.shrink_to_fit();
    }

    /// Every number of the file with the name of its sheet, in the order of sheets, rows and columns.
    pub fn numbers(&self) -> impl Iterator<Item = (&Arc<str>, &Accounted)> {
        self.account.iter().flat_map(|of| of.numbers.iter().map(|number| (&of.sheet, number)))
    }

    /// The form's data, if its sheet was found.
    pub fn form(&self, form: FormId) -> Option<&FormData> {
        self.forms.iter().find(|data| data.form == form)
    }

    /// The counts that could be read.
    pub fn counts(&self) -> Counts {
        self.observations().map(|(cell, entry, _)| (cell, entry.people().expect("observations have a count"))).collect()
    }

    /// Every count that could be read, with its entry and its form's data.
    pub fn observations(&self) -> impl Iterator<Item = (CellId, &EnteredCount, &FormData)> {
        self.forms.iter().flat_map(move |data| {
            data.entries.iter().filter(|entry| entry.people().is_some()).map(move |entry| {
                (CellId { agency: self.agency, form: data.form, row: entry.row, column: entry.column }, entry, data)
            })
        })
    }

    /// The note of the row a cell stands in.
    pub fn note(&self, form: FormId, row: RowId) -> Option<&str> {
        self.form(form)?.rows.get(row.idx())?.as_ref()?.note.as_deref()
    }
}
