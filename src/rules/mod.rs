//! Checks on counts: totals against their parts, the plan's comparisons within a file and between agencies, and changes since an
//! earlier year. Rules work on codes and keys; addresses are carried along for display.

mod all_zero;
pub mod assigned;
mod compare;
mod comparisons;
mod missing_units;
mod of_units;
mod own_answer;
mod reason;
mod totals;
mod trend;

use crate::intake::submission::Submission;
use crate::intake::{Content, cells, identify};
use crate::plan::{Plan, PlanYear};
use crate::problem::{Code, Finding, Problem, form};

use compare::impossible_readings;
pub use compare::{EarlierWhole, Side, between_agencies};
pub use comparisons::{PlannedComparison, comparisons};
pub use of_units::{parts_of_cell, source_cell};
pub(crate) use trend::Tolerance;
pub use trend::{Before, EarlierRound, check as against_earlier, check_round as against_earlier_round};

/// A rule within one agency's file.
type Rule = fn(&Submission, &PlanYear) -> Vec<Finding>;

/// Every rule within a file, in the order its findings are shown.
const RULES: &[Rule] = &[all_zero::check, totals::check, of_units::check, compare::within_file];

/// Adds the findings about a file's numbers, and whether it was sent in time, to those of reading it.
pub fn examine(content: &Content, findings: &mut Vec<Finding>, plan: &Plan) {
    let Content::Submission(submission) = content else { return };
    let year = plan.year(submission.year).expect("an identified file is of a year of the plan");
    let year = year.in_round(submission.round);
    cells::refuse_readings(findings, &impossible_readings(submission, &year), submission, &year);
    // What intake asks about rows was typed by hand, whatever units wrote beside theirs.
    own_answer::without_copied(findings, submission, &year);
    findings.extend(check(submission, &year));
    leave_out_repeated(findings);
    leave_out_check_number(findings);
    findings.extend(submission.cover.sent_on.and_then(|sent_on| identify::late(plan, year.due, sent_on)));
}

fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(submission, year)).collect()
}

/// Drops the note that a check number is another one where anything else is said of a form, which is reason enough for it. What
/// was typed over one is no consequence of that; that numbers are typed as text is what the note is about.
fn leave_out_check_number(findings: &mut Vec<Finding>) {
    let of_forms = || findings.iter().filter(|finding| finding.place.form.is_some());
    let is_any_said = of_forms().any(|finding| finding.code() != Code::CheckNumberDiffers);
    let is_other_said =
        of_forms().any(|finding| ![Code::CheckNumberDiffers, Code::NumberAsText].contains(&finding.code()));
    findings.retain(|finding| match &finding.problem {
        Problem::Form(form::Problem::CheckNumberDiffers { .. } | form::Problem::CheckNumberMoved { .. }) => {
            !is_any_said
        }
        Problem::Form(form::Problem::CheckNumberWithoutTexts { .. }) => !is_other_said,
        _ => true,
    });
}

/// Drops notes about uncalculated totals if an error asks for the whole file to be calculated.
fn leave_out_repeated(findings: &mut Vec<Finding>) {
    if findings.iter().any(|finding| finding.code() == Code::FormulaWithoutValue) {
        findings.retain(|finding| finding.code() != Code::TotalNotCalculated);
    }
}
