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

/// Explains in every return what the plan's limits ask about: rows that changed too much, and forms that didn't change at all.
pub fn explain(year: &PlanYear, fillings: &mut BTreeMap<AgencyId, Filling>, before: &CellCounts) {
    for (agency, filling) in fillings {
        let then = |(form, row, column): &(FormId, RowId, _)| {
            before.get(&CellId { agency: *agency, form: *form, row: *row, column: *column }).copied()
        };
        let mut pairs: BTreeMap<FormId, Vec<(RowId, u64, u64)>> = BTreeMap::new();
        for (place, now) in &filling.counts {
            pairs.entry(place.0).or_default().extend(then(place).map(|then| (place.1, *now, then)));
        }
        for (form, pairs) in pairs {
            filling.notes.extend(asked(year, &pairs).into_iter().map(|row| ((form, row), EXPLANATION.to_owned())));
        }
    }
}

/// The rows of a form by whose notes its questions are answered.
fn asked(year: &PlanYear, pairs: &[(RowId, u64, u64)]) -> Vec<RowId> {
    let tolerance = Tolerance::of(&year.plan.limits);
    let changed = pairs.iter().filter(|(_, now, then)| tolerance.is_passed(*now, *then)).map(|(row, ..)| *row);
    let n_telling = pairs.iter().filter(|(_, now, _)| *now > 0).count();
    let is_repeated = pairs.iter().all(|(_, now, then)| now == then) && n_telling >= year.plan.limits.repeated_cells;
    let first = pairs.first().filter(|_| is_repeated).map(|(row, ..)| *row);
    changed.chain(first).collect()
}

/// Whether a finding is one of those that were explained.
pub fn is_explained(finding: &Finding) -> bool {
    let is_asked = matches!(finding.code(), Code::LastYearAgain | Code::LargeChange);
    is_asked && finding.explanation.as_deref() == Some(EXPLANATION)
}
