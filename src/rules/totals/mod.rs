//! The cells a template computes. Every total is computed again from its parts; what the file says is only compared.
//! A total that is wrong because a total below it is wrong, or because a part is blank, is not reported again.

mod formula;
mod report;
mod shape;
mod stated;
mod sums;
mod verdict;

use super::own_answer::without_copied;
use crate::intake::submission::{Computed, FormData, Submission};
use crate::plan::PlanYear;
use crate::problem::Finding;
use report::TotalsReport;
use sums::Sums;
use verdict::verdict;

/// Checks every computed cell of every form.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let has_formulas = keeps_formulas(&submission.forms);
    let of_form = |data| {
        let sums = Sums::new(data, year, has_formulas);
        let mut report = TotalsReport::new(data, year, &sums);
        for computed in &data.computed {
            report.add(computed, verdict(&sums, computed));
        }
        report.findings()
    };
    let mut findings: Vec<Finding> = submission.forms.iter().flat_map(of_form).collect();
    without_copied(&mut findings, submission, year);
    findings
}

/// Whether a file still has any formula among its totals. One whose sheets were copied as values has none, be a total alone
/// on its sheet or not; a file of a single total doesn't show it.
fn keeps_formulas(forms: &[FormData]) -> bool {
    let mut computed = forms.iter().flat_map(|data| &data.computed);
    let has_formula = |computed: &Computed| computed.cell.as_ref().is_some_and(|cell| cell.formula.is_some());
    computed.clone().count() < 2 || computed.any(has_formula)
}
