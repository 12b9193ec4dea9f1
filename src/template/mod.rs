//! Plan → the workbook an agency fills in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::plan::{ColumnId, FormId, RowId};

/// What to enter into a template, for examples and tests. Everything else of the workbook comes from the plan.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    pub as_of: Option<NaiveDate>,
    pub sent_on: Option<NaiveDate>,
    /// The number of the submission; a blank template says 1.
    pub revision: Option<u32>,
    pub prepared_by: Option<String>,
    pub phone: Option<String>,
    pub signed_by: Option<String>,
    pub counts: BTreeMap<(FormId, RowId, ColumnId), u64>,
    /// Notes by row.
    pub notes: BTreeMap<(FormId, RowId), String>,
    /// Difficulties, each with its proposal.
    pub difficulties: Vec<(String, String)>,
    /// A line on the cover, such as "Số liệu minh họa".
    pub banner: Option<String>,
}
