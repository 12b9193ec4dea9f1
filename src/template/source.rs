//! What a workbook is made from: the plan of a year, an agency, and what is entered for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::plan::{AgencyId, ColumnId, FormId, PlanYear, RowId};
use crate::rollup::Sources;

/// What to enter into a template, for examples and tests. Everything else of the workbook comes from the plan.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    /// The day whose state the counts describe.
    pub as_of: Option<NaiveDate>,
    /// The day on which it is sent.
    pub sent_on: Option<NaiveDate>,
    /// The number of the submission; a blank template says 1.
    pub revision: Option<u32>,
    /// Who filled it in.
    pub prepared_by: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// Who signs.
    pub signed_by: Option<String>,
    /// Counts by form, row and column.
    pub counts: BTreeMap<(FormId, RowId, ColumnId), u64>,
    /// Notes by row.
    pub notes: BTreeMap<(FormId, RowId), String>,
    /// Difficulties, each with its proposal.
    pub difficulties: Vec<(String, String)>,
    /// What the counts were added up from, where the agency collects from units of its own.
    pub sources: Option<Sources>,
    /// A line on the cover, such as "Số liệu minh họa".
    pub banner: Option<String>,
    /// Whether the hidden sheet says that the counts are invented, for a rehearsal.
    pub is_illustrative: bool,
}

/// What every sheet is made from.
pub(super) struct TemplateSource<'a> {
    pub year: &'a PlanYear<'a>,
    pub agency: AgencyId,
    /// The agency's forms, in the plan's order for it.
    pub forms: Vec<FormId>,
    pub filling: &'a Filling,
}

impl TemplateSource<'_> {
    pub fn agency_name(&self) -> &str {
        self.year.agency_name(self.agency)
    }

    /// What the counts are of: `năm 2023`, or `năm 2023, kỳ cuối năm` where the plan has several rounds.
    pub fn period(&self) -> String {
        match self.year.round_name() {
            Some(round) => format!("năm {}, kỳ {round}", self.year.year),
            None => format!("năm {}", self.year.year),
        }
    }
}
