//! What is wrong with the entered cells of a form. `number` decides what a cell means; this module reports what is wrong with
//! it, once for all cells with the same fault.

mod entered;
mod group;
mod page;
mod trouble;

pub use page::page;

use std::collections::BTreeMap;

use super::recalculated::StoredResult;
use super::submission::{Doubt, EnteredCount, FormData, Submission};
use super::{layout, number};
use crate::plan::{ColumnId, FormId, PlanYear, RowId};
use crate::problem::cell::Fault;
use crate::problem::{Code, Finding, Problem, Severity, cell};
use crate::rollup::Sources;
use crate::value::grid::{Address, Sheet, Value};
use trouble::Trouble;

/// The findings about the entered cells of a form. `sources` says what they were added up from.
pub fn check_entries(
    sheet: &Sheet,
    standings: &BTreeMap<Address, StoredResult>,
    year: &PlanYear,
    data: &FormData,
    sources: Option<&Sources>,
) -> Vec<Finding> {
    let merges = layout::swallowing_merges(sheet, data);
    let troubles: Vec<Trouble> = data
        .entries
        .iter()
        .filter(|entry| !layout::is_swallowed(entry, &merges))
        .flat_map(|entry| entered::troubles(sheet.get(entry.at), standings.get(&entry.at), entry))
        .collect();
    group::findings(troubles.into_iter().map(|trouble| blamed(trouble, year, data, sources)).collect(), year, data)
}

/// What is left blank because units are missing is no mistake of who added up.
fn blamed(trouble: Trouble, year: &PlanYear, data: &FormData, sources: Option<&Sources>) -> Trouble {
    let form = year.plan.form(data.form);
    let (row, column) = (&year.row(data.form, trouble.row).code, &form.columns[trouble.column.idx()].key);
    let is_unreported = sources.is_some_and(|sources| sources.is_unreported(&form.code, row, column));
    match trouble.fault {
        Fault::Blank if is_unreported => Trouble { fault: Fault::UnitsMissing, ..trouble },
        _ => trouble,
    }
}

/// The count in a cell of a sheet that is no form, and what is wrong with it, each for itself; a blank has neither.
pub fn lone_count(
    sheet: &Sheet,
    at: Address,
    standing: Option<&StoredResult>,
    max_people: u64,
) -> (Option<u64>, Vec<(Fault, cell::Cell)>) {
    let Some(cell) = sheet.get(at) else { return (None, Vec::new()) };
    let entry = EnteredCount {
        row: RowId::at(0),
        column: ColumnId::at(0),
        at,
        reading: number::read_count(&cell.value, max_people),
        is_text: matches!(cell.value, Value::Text(_)),
        is_withheld: false,
    };
    let troubles = entered::troubles(Some(cell), standing, &entry).into_iter();
    let wrong = troubles.filter(|trouble| !matches!(trouble.fault, Fault::Blank | Fault::FloatNoise));
    (entry.people(), wrong.map(|trouble| (trouble.fault, trouble.cell)).collect())
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
/// Other rows of the same query stay a query.
pub fn refuse_readings(
    findings: &mut Vec<Finding>,
    impossible: &[ImpossibleReading],
    submission: &Submission,
    year: &PlanYear,
) {
    for reading in impossible {
        let Some(data) = submission.forms.iter().find(|data| data.form == reading.form) else { continue };
        let Some(n) = findings.iter().position(|finding| asks_about(finding, reading, year)) else { continue };
        let n = separate_row(findings, n, reading.at, year, data);
        findings[n].severity = Severity::Error;
        findings[n].consequences.push(reading.reason.clone());
    }
}

/// Whether a finding is the query about a reading.
fn asks_about(finding: &Finding, reading: &ImpossibleReading, year: &PlanYear) -> bool {
    let code = match reading.doubt {
        Doubt::ZeroMark => Code::ZeroMark,
        Doubt::Separator => Code::AmbiguousSeparator,
    };
    finding.code() == code
        && finding.severity == Severity::Query
        && finding.place.form.as_ref() == Some(&year.plan.form(reading.form).code)
        && finding.place.cells.contains(&reading.at)
}

/// Leaves in a finding the cells of one row, and puts those of others into a finding beside it, in the order of the sheet. Returns
/// where the row's finding is.
fn separate_row(findings: &mut Vec<Finding>, n: usize, at: Address, year: &PlanYear, data: &FormData) -> usize {
    let Problem::Cell(cell::Problem::Entries(entries)) = &findings[n].problem else { return n };
    let Some(entry) = data.entries.iter().find(|entry| entry.at == at) else { return n };
    let (own, others) = group::without_row(entries, entry.row, year, data);
    let Some(others) = others else { return n };
    let own_is_first = own.place.cells < others.place.cells;
    let pair = if own_is_first { [own, others] } else { [others, own] };
    findings.splice(n..=n, pair);
    if own_is_first { n } else { n + 1 }
}
