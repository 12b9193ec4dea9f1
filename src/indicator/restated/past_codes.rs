//! Codes that the plan writes of a predecessor, held against those that the predecessor's workbook knows: one that is misspelt would
//! look like numbers that nobody sent.

use std::collections::BTreeSet;

use crate::ledger::{NameKind, PastBook, PastNames};
use crate::plan::{PastCode, Plan, Predecessor};
use crate::value::text;

/// A code that the plan writes of a predecessor and that the predecessor's workbook doesn't know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownPastCode {
    /// The place in [`Plan::predecessors`].
    pub predecessor: usize,
    /// The code.
    pub code: PastCode,
    /// The workbook's code that it likely is; `None` if none is like it.
    pub near: Option<String>,
}

/// The codes that a predecessor's workbook doesn't know; none of a workbook that keeps no names.
pub(super) fn unknown(plan: &Plan, books: &[&PastBook]) -> BTreeSet<UnknownPastCode> {
    let kept = books.iter().filter(|book| !book.names.is_empty());
    kept.flat_map(|book| {
        let of = &plan.predecessors[book.predecessor];
        let unknown = written(of).into_iter().filter(|code| !is_known(&book.names, code));
        unknown.map(|code| {
            let near = nearest(&book.names, &code);
            UnknownPastCode { predecessor: book.predecessor, code, near }
        })
    })
    .collect()
}

/// Every code that is written of a predecessor, and those of areas that are the same: without its area's past a province has none. Other
/// agencies and forms of the same codes may well be new.
fn written(of: &Predecessor) -> Vec<PastCode> {
    let by = of.forms.iter().filter(|form| !form.is_same).flat_map(|form| &form.by).map(|by| by.agency.clone());
    let of_areas = of.areas.iter().map(|area| area.agency.clone());
    let agencies = by.chain(of_areas).chain(of.renamed_agencies.iter().cloned()).map(PastCode::Agency);
    let forms = of.forms.iter().filter(|form| !form.is_same).map(|form| PastCode::Form(form.code.clone()));
    let rows = of.rows.keys().map(|(form, row)| PastCode::Row { form: form.clone(), row: row.clone() });
    let measures = of.measures.keys().cloned().map(PastCode::Measure);
    let sectors = of.sectors.keys().cloned().map(PastCode::Sector);
    let rounds = of.rounds.keys().filter(|code| !code.is_empty()).cloned().map(PastCode::Round);
    let all = agencies.chain(forms).chain(rows).chain(measures).chain(sectors).chain(rounds);
    all.collect::<BTreeSet<PastCode>>().into_iter().collect()
}

/// The workbook's codes of a code's kind.
fn known<'n>(names: &'n PastNames, code: &'n PastCode) -> Vec<&'n str> {
    match code {
        PastCode::Agency(_) => names.codes(NameKind::Agency, "").collect(),
        PastCode::Form(_) => names.codes(NameKind::Form, "").collect(),
        // Of a row by area also what stands behind the area.
        PastCode::Row { form, .. } => names.codes(NameKind::Row, form).flat_map(with_what_is_behind).collect(),
        PastCode::Round(_) => names.codes(NameKind::Round, "").collect(),
        PastCode::Measure(_) => of_all_forms(names, NameKind::Column),
        // Of a row for each area and sector the sector stands behind the area.
        PastCode::Sector(_) => {
            let rows = of_all_forms(names, NameKind::Row).into_iter();
            rows.map(|row| row.split_once('.').map_or(row, |(_, sector)| sector)).collect()
        }
    }
}

/// A row's code, and of one by area what it counts there.
fn with_what_is_behind(row: &str) -> impl Iterator<Item = &str> {
    [Some(row), row.split_once('.').map(|(_, behind)| behind)].into_iter().flatten()
}

fn of_all_forms(names: &PastNames, of: NameKind) -> Vec<&str> {
    names.codes(NameKind::Form, "").flat_map(|form| names.codes(of, form)).collect()
}

fn is_known(names: &PastNames, code: &PastCode) -> bool {
    // Rows of a form that isn't known are told with the form.
    let is_of_unknown_form =
        matches!(code, PastCode::Row { form, .. } if names.get(NameKind::Form, "", form).is_none());
    is_of_unknown_form || known(names, code).contains(&code.text())
}

fn nearest(names: &PastNames, code: &PastCode) -> Option<String> {
    text::nearest(code.text(), known(names, code).into_iter()).map(str::to_owned)
}
