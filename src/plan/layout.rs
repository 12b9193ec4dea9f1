//! What a year makes of the plan: who returns what by when, and the rows of each form.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::ids::*;

/// What a year makes of the plan: as a whole, and in each round. Rows have the same ids in all of them.
#[derive(Debug, Clone)]
pub(super) struct YearLayout {
    pub whole: RoundLayout,
    /// By [`RoundId`]; empty where the only round is the whole.
    pub rounds: Vec<RoundLayout>,
}

/// Who returns what by when.
#[derive(Debug, Clone)]
pub(super) struct RoundLayout {
    pub due: NaiveDate,
    pub agencies: Vec<AgencyId>,
    /// By [`FormId`].
    pub forms: Vec<FormLayout>,
}

/// A form in one year: its rows, and who returns it.
#[derive(Debug, Clone)]
pub(super) struct FormLayout {
    /// The same for all days on which the agencies are the same and called the same.
    pub rows: Arc<FormRows>,
    /// The agencies that return the form, in order.
    pub agencies: Vec<AgencyId>,
}

/// The rows of a form, and how they are found.
#[derive(Debug)]
pub(super) struct FormRows {
    pub rows: Vec<FormRow>,
    pub by_code: BTreeMap<String, RowId>,
    /// The rows that inputs name, by [`NamedRow`]; `None` for one the form doesn't have.
    pub named: Vec<Option<RowId>>,
    /// The rows an agency enters, in order.
    pub entered: Vec<RowId>,
    /// Those of them that count an area, by its agency.
    pub by_area: BTreeMap<AgencyId, Vec<RowId>>,
    /// Those of them that count no area.
    pub without_area: Vec<RowId>,
    /// By [`RowId`], the entered rows that it stands for, once somebody has asked.
    pub leaves: Vec<OnceLock<Vec<(RowId, u64)>>>,
}

/// One row of a form in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    /// The code printed beside it.
    pub code: String,
    /// The codes it had before, by which older files have it.
    pub formerly: Vec<String>,
    /// The number printed before it: `I`, `1`; may be empty.
    pub no: String,
    /// What it counts, as printed.
    pub label: String,
    /// The rows it sums; empty for a row that is entered.
    pub parts: Vec<RowId>,
    /// The schemes its people are liable for.
    pub schemes: Vec<SchemeId>,
    /// The sector it counts; `None` if it counts none.
    pub sector: Option<SectorId>,
    /// The agency whose area the row counts.
    pub area: Option<AgencyId>,
    /// The agency that answers for the row's people, where another than the area's does.
    pub agency: Option<AgencyId>,
    /// How deep under totals it stands: 0 for the grand total.
    pub level: u8,
}

impl FormRow {
    /// The code, then those it had before.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.code).chain(&self.formerly).map(String::as_str)
    }

    /// Whether the row is entered by the agency rather than computed.
    pub fn is_entered(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn entered(code: &str, no: &str, label: &str) -> Self {
        FormRow {
            code: code.to_owned(),
            formerly: Vec::new(),
            no: no.to_owned(),
            label: label.to_owned(),
            parts: Vec::new(),
            schemes: Vec::new(),
            sector: None,
            area: None,
            agency: None,
            level: 0,
        }
    }
}
