//! Guesses whose template a file without cover and hidden sheet is. Used only for a hint, never for merging.

use std::collections::BTreeSet;

use crate::plan::{AgencyId, FormId, Plan, Round, keys};
use crate::value::grid::{Sheet, Value, Workbook};
use crate::value::text;

/// Whether any sheet still carries a template's key row.
pub fn has_form_keys(workbook: &Workbook) -> bool {
    form_keys(workbook).next().is_some()
}

/// Whether any sheet carries the key of one of a plan's forms.
pub fn has_forms_of(workbook: &Workbook, plan: &Plan) -> bool {
    form_keys(workbook).any(|code| plan.form_by_code(code).is_some())
}

/// The only agency whose forms these are, all that a round asks of it, or of several the only one that the sheets name.
pub fn only_agency(workbook: &Workbook, plan: &Plan) -> Option<AgencyId> {
    let forms: BTreeSet<FormId> = form_keys(workbook).filter_map(|code| plan.form_by_code(code)).collect();
    let has_them = |id: &AgencyId| plan.rounds.iter().any(|round| are_what_is_asked(&forms, plan, *id, round));
    let candidates: Vec<AgencyId> = plan.agency_ids().filter(|_| !forms.is_empty()).filter(has_them).collect();
    if let [only] = candidates[..] {
        return Some(only);
    }
    let texts: Vec<String> = texts(workbook).map(text::fold).collect();
    let mut named = candidates.into_iter().filter(|id| {
        let mut names = plan.agency(*id).names.iter().map(|name| text::fold(&name.name));
        names.any(|name| texts.iter().any(|text| text.ends_with(&name)))
    });
    named.next().filter(|_| named.next().is_none())
}

/// Whether forms are all that a round asks of an agency, but for optional ones.
fn are_what_is_asked(forms: &BTreeSet<FormId>, plan: &Plan, agency: AgencyId, round: &Round) -> bool {
    let asked: Vec<FormId> = plan.agency(agency).forms.iter().copied().filter(|form| round.asks_for(*form)).collect();
    let is_there_or_optional = |form: &FormId| plan.form(*form).optional || forms.contains(form);
    asked.iter().all(is_there_or_optional) && forms.iter().all(|form| asked.contains(form))
}

/// The codes in the sheets' key rows.
fn form_keys(workbook: &Workbook) -> impl Iterator<Item = &str> {
    let first_column = workbook.sheets.iter().flat_map(Sheet::cells).filter(|(at, _)| at.col == 0);
    first_column.filter_map(|(_, cell)| match &cell.value {
        // The list of a marked copy makes no workbook a template.
        Value::Text(text) if text != keys::FINDINGS_LIST => text.trim().strip_prefix(keys::FORM_PREFIX),
        _ => None,
    })
}

fn texts(workbook: &Workbook) -> impl Iterator<Item = &str> {
    let cells = workbook.sheets.iter().flat_map(Sheet::cells);
    cells.filter_map(|(_, cell)| match &cell.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}
