//! What must hold once cells are counts: totals and their parts, what the plan compares within a file and between
//! agencies, and what the same agency counted in an earlier year. Rules know codes and keys; where a number stands is only
//! carried along for people.

mod compare;
mod totals;
mod trend;

use crate::intake::submission::Submission;
use crate::plan::PlanYear;
use crate::problem::Finding;

pub use compare::{Side, between_agencies, impossible_readings};
pub use trend::{Before, check as against_earlier};

/// A rule within one agency's file.
type Rule = fn(&Submission, &PlanYear) -> Vec<Finding>;

/// Every rule within a file, in the order its findings are shown.
const RULES: &[Rule] = &[totals::check, compare::within_file];

/// Checks what one agency sent by itself.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(submission, year)).collect()
}
