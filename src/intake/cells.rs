//! What is wrong with the entered cells of a form. `number` decides what a cell means; this module reports what is wrong with
//! it, once for all cells with the same fault.

mod entered;
mod group;
mod page;
mod trouble;

pub use page::page;

use std::collections::BTreeMap;

use super::layout;
use super::recalculated::StoredResult;
use super::submission::{Doubt, FormData};
use crate::plan::{FormId, PlanYear};
use crate::problem::{Code, Finding, Problem, Severity};
use crate::value::grid::{Address, Sheet};
use trouble::Trouble;

/// The findings about the entered cells of a form.
pub fn check_entries(
    sheet: &Sheet,
    standings: &BTreeMap<Address, StoredResult>,
    year: &PlanYear,
    data: &FormData,
) -> Vec<Finding> {
    let merges = layout::swallowing_merges(sheet, data);
    let troubles: Vec<Trouble> = data
        .entries
        .iter()
        .filter(|entry| !layout::is_swallowed(entry, &merges))
        .flat_map(|entry| entered::troubles(sheet.get(entry.at), standings.get(&entry.at), entry))
        .collect();
    group::findings(troubles, year, data)
}

/// A doubtful count whose reading is impossible: with it, another check of the file fails.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpossibleReading {
    /// The form in which it stands.
    pub form: FormId,
    /// Where it stands.
    pub at: Address,
    /// What makes the count doubtful.
    pub doubt: Doubt,
    /// What would not hold.
    pub reason: Problem,
}

/// Turns the query about a doubtful count into an error if its reading is impossible, instead of adding a second finding.
pub fn refuse_readings(findings: &mut [Finding], impossible: &[ImpossibleReading], year: &PlanYear) {
    for reading in impossible {
        let form = &year.plan.form(reading.form).code;
        let code = match reading.doubt {
            Doubt::ZeroMark => Code::ZeroMark,
            Doubt::Separator => Code::AmbiguousSeparator,
        };
        let is_its_query = |finding: &&mut Finding| {
            finding.code() == code
                && finding.severity == Severity::Query
                && finding.place.form.as_ref() == Some(form)
                && finding.place.cells.contains(&reading.at)
        };
        if let Some(finding) = findings.iter_mut().find(is_its_query) {
            finding.severity = Severity::Error;
            finding.consequences.push(reading.reason.clone());
        }
    }
}
