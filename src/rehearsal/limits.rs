//! What the plan's limits of a year beside the one before leave to sound returns. Numbers change as much as they let pass, or not at all;
//! what they ask about even so, an office explains in a note.

use std::collections::BTreeMap;

use super::cell_counts::CellCounts;
use crate::counts::CellId;
use crate::plan::{AgencyId, FormId, PlanYear, RowId};
use crate::problem::{Code, Finding};
use crate::rules::Tolerance;
use crate::template::Filling;

/// What an office writes beside numbers that are right and asked about.
const EXPLANATION: &str = "Đã đối chiếu với năm trước, số đúng";

/// How much numbers may grow, the most first: all that the plan lets pass, half of it for what is moved besides, nothing.
pub fn narrowing(year: &PlanYear) -> [Tolerance; 3] {
    let whole = Tolerance::of(&year.plan.limits);
    [whole, whole.halved(), Tolerance { percent: 0, people: 0 }]
}

/// Whether no number is asked about beside that of the year before, by the same cells.
pub fn let_pass(year: &PlanYear, counts: &CellCounts, before: &CellCounts) -> bool {
    let tolerance = Tolerance::of(&year.plan.limits);
    before.iter().all(|(cell, then)| counts.get(cell).is_none_or(|now| !tolerance.is_passed(*now, *then)))
}

/// Explains in every return what the plan's limits ask about: rows that changed too much, and what didn't change at all, the return as a
/// whole or some of its forms.
pub fn explain(year: &PlanYear, fillings: &mut BTreeMap<AgencyId, Filling>, before: &CellCounts) {
    let tolerance = Tolerance::of(&year.plan.limits);
    for (agency, filling) in fillings {
        let mut forms: BTreeMap<FormId, Vec<(RowId, u64, u64)>> = BTreeMap::new();
        for ((form, row, column), now) in &filling.counts {
            let cell = CellId { agency: *agency, form: *form, row: *row, column: *column };
            forms.entry(*form).or_default().extend(before.get(&cell).map(|then| (*row, *now, *then)));
        }
        forms.retain(|_, pairs| !pairs.is_empty());
        let is_changed = |(_, now, then): &&(RowId, u64, u64)| tolerance.is_passed(*now, *then);
        let changed =
            forms.iter().flat_map(|(form, pairs)| pairs.iter().filter(is_changed).map(|(row, ..)| (*form, *row)));
        let asked: Vec<(FormId, RowId)> = changed.chain(repeated(year, &forms)).collect();
        filling.notes.extend(asked.into_iter().map(|place| (place, EXPLANATION.to_owned())));
    }
}

/// The rows whose notes answer why nothing changed: of the first form for a whole return, otherwise of each form.
fn repeated(year: &PlanYear, forms: &BTreeMap<FormId, Vec<(RowId, u64, u64)>>) -> Vec<(FormId, RowId)> {
    let years = |pairs: &Vec<(RowId, u64, u64)>| pairs.iter().map(|(_, now, then)| (*now, *then)).collect::<Vec<_>>();
    let is_whole = is_repeated(year, forms.values().flat_map(years));
    let own = forms.iter().filter(|(_, pairs)| is_whole || is_repeated(year, years(pairs).into_iter()));
    own.take(if is_whole { 1 } else { usize::MAX })
        .filter_map(|(form, pairs)| Some((*form, pairs.first()?.0)))
        .collect()
}

/// Whether enough numbers are equal for a return to be taken for an earlier one.
pub fn is_repeated(year: &PlanYear, pairs: impl Iterator<Item = (u64, u64)>) -> bool {
    let pairs: Vec<(u64, u64)> = pairs.collect();
    let n_telling = pairs.iter().filter(|(now, _)| *now > 0).count();
    !pairs.is_empty() && n_telling >= year.plan.limits.repeated_cells && pairs.iter().all(|(now, before)| now == before)
}

/// Whether a finding is one of those that were explained.
pub fn is_explained(finding: &Finding) -> bool {
    let is_asked = matches!(finding.code(), Code::LastYearAgain | Code::LargeChange);
    is_asked && finding.explanation.as_deref() == Some(EXPLANATION)
}
