//! The cells a template computes. Every total is computed again from its parts; what the file says is only compared.
//! A total that is wrong because a total below it is wrong, or because a part is blank, is not reported again.

mod formula;
mod report;
mod shape;
mod stated;
mod sums;

use crate::intake::submission::{Computed, FormData, Submission};
use crate::plan::PlanYear;
use crate::problem::Finding;
use crate::problem::sum::Stated;
use report::Report;
use shape::Kept;
use sums::Sums;

/// Checks every computed cell of every form.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let has_formulas = keeps_formulas(&submission.forms);
    let of_form = |data| {
        let sums = Sums::new(data, year, has_formulas);
        let mut report = Report::new(data, year, &sums);
        for computed in &data.computed {
            report.add(computed, verdict(&sums, computed));
        }
        report.findings()
    };
    submission.forms.iter().flat_map(of_form).collect()
}

/// Whether a file still has any formula among its totals. One whose sheets were copied as values has none, be a total alone
/// on its sheet or not; a file of a single total doesn't show it.
fn keeps_formulas(forms: &[FormData]) -> bool {
    let mut computed = forms.iter().flat_map(|data| &data.computed);
    let has_formula = |computed: &Computed| computed.cell.as_ref().is_some_and(|cell| cell.formula.is_some());
    computed.clone().count() < 2 || computed.any(has_formula)
}

/// What is to be said of a computed cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Fine,
    /// Its formula is the template's, and was not calculated since the parts were entered.
    NotCalculated,
    /// It states another number than its parts give.
    Differs,
    /// A number stands in place of the formula.
    Overwritten,
    /// The formula adds something else.
    Changed,
    /// The formula gives an error.
    Broken,
}

fn verdict(sums: &Sums, computed: &Computed) -> Verdict {
    let Some(expected) = sums.expected(computed) else { return Verdict::Fine };
    if computed.is_swallowed || sums.is_spoiled_below(computed) {
        return Verdict::Fine;
    }
    let Some(cell) = &computed.cell else { return Verdict::NotCalculated };
    let stated = Stated::of(&cell.value);
    match cell.formula.as_deref().map(|formula| shape::kept(sums, formula, computed)) {
        Some(Kept::Unchanged) if stated.is(expected) || sums.is_explained(computed, &stated) => Verdict::Fine,
        // Text among the parts leaves the template's own formula without a result, and is reported where it stands.
        Some(Kept::Unchanged) if stated == Stated::Nothing && sums.has_text(computed) => Verdict::Fine,
        Some(Kept::Unchanged) => Verdict::NotCalculated,
        Some(Kept::LeftBehind | Kept::Unclear) if stated == Stated::Nothing => Verdict::NotCalculated,
        Some(Kept::Unclear) => Verdict::Fine,
        Some(_) if stated.is_error() => Verdict::Broken,
        Some(Kept::Broken) if !stated.differs_from(expected) => Verdict::Broken,
        Some(_) if stated.differs_from(expected) && !sums.is_explained(computed, &stated) => Verdict::Differs,
        Some(_) => Verdict::Changed,
        None => without_formula(sums, computed, &stated, expected),
    }
}

/// As [`verdict`], of a cell without a formula, or of a file that shows none.
fn without_formula(sums: &Sums, computed: &Computed, stated: &Stated, expected: i64) -> Verdict {
    match stated {
        Stated::Nothing => Verdict::NotCalculated,
        // Text among the parts breaks the template's own formula, and is reported where it stands.
        Stated::Error(error) if error == "#VALUE!" && sums.has_text(computed) => Verdict::NotCalculated,
        Stated::Error(_) => Verdict::Broken,
        Stated::Text(_) => Verdict::Overwritten,
        Stated::People(_) | Stated::Number(_) if stated.differs_from(expected) => {
            if sums.is_explained(computed, stated) { Verdict::Fine } else { Verdict::Differs }
        }
        Stated::People(_) | Stated::Number(_) if sums.formulas_are_unreadable() => Verdict::Fine,
        Stated::People(_) | Stated::Number(_) => Verdict::Overwritten,
    }
}
