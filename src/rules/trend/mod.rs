//! What one agency sent, beside what it sent in an earlier year. Causes are looked for before consequences: a form that
//! is last year's again, lines that changed places, numbers a line off, numbers ten times too large. Each takes its
//! cells out of what the next one looks at; what is left and has changed a lot is asked about row by row.
//!
//! All of it is a question: the years may truly differ, and the row's note says why. A correction is only proposed
//! where the numbers don't fit the earlier year as they stand and do once corrected. Where the plan's checks hold once
//! corrected and not before, the years can't be all that differs: the cause is said as an error, and the checks are not.

mod before;
mod change;
mod explained;
mod repeated;
mod shifted;
mod slip;
mod swapped;
mod table;
mod tolerance;

use super::compare;
use crate::counts::CellId;
use crate::intake::submission::Submission;
use crate::plan::PlanYear;
use crate::problem::Finding;
pub use before::Before;
use explained::{Correction, Explained};
use table::FormPair;

/// A rule about one form beside the same form of the earlier year.
type Rule = fn(&FormPair) -> Vec<Explained>;

/// Causes first, those that explain most cells before others; a large change is what no cause explains.
const RULES: &[Rule] = &[swapped::columns, shifted::check, swapped::rows, slip::check, change::check];

/// Compares what can be compared: agencies, rows and columns that both years have, and cells that hold a count in both.
/// What is found is added to the file's findings. A cell about which there is an error among them isn't asked about by
/// itself; what only fails because of a cause is taken out of them and said with the cause.
pub fn check(submission: &Submission, year: &PlanYear, findings: &mut Vec<Finding>, before: &Before) {
    let table = |data| FormPair::new(submission, data, year, before).with_doubts(findings);
    let tables: Vec<FormPair> = submission.forms.iter().map(table).collect();
    let mut found = repeated::check(&tables);
    for mut table in tables {
        for explained in changes(&mut table) {
            let cell = |(row, column)| CellId { agency: submission.agency, form: table.form_id(), row, column };
            let consequences = |correction: &Correction| {
                let counts = correction.counts.iter().map(|(of, people)| (cell(*of), *people)).collect();
                compare::mended_by(&counts, submission, year)
            };
            found.push(explained.with_consequences(findings, consequences));
        }
    }
    findings.extend(found);
}

fn changes(table: &mut FormPair) -> Vec<Explained> {
    let mut all = Vec::new();
    for rule in RULES {
        for explained in rule(table) {
            table.settle(&explained.cells);
            all.push(explained);
        }
    }
    all
}
