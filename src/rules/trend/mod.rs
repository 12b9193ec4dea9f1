//! What one agency sent, beside what it sent in an earlier year. Causes are looked for before consequences: a form that
//! is last year's again, lines that changed places, numbers a line off, numbers ten times too large. Each takes its
//! cells out of what the next one looks at; what is left and has changed a lot is asked about row by row.
//!
//! All of it is a question: the years may truly differ, and the row's note says why. A correction is only proposed
//! where the numbers don't fit the earlier year as they stand and do once corrected.

mod change;
mod repeated;
mod shifted;
mod slip;
mod swapped;
mod table;
mod tolerance;

use crate::counts::Counts;
use crate::finding::Finding;
use crate::intake::submission::Submission;
use crate::plan::PlanYear;
use table::{Cell, Table};

/// An earlier year, as its provincial workbook or an agency's file of that year has it.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    pub year: &'a PlanYear<'a>,
    pub counts: &'a Counts,
}

/// A finding and the cells it speaks for, which no later rule speaks of again.
struct Explained {
    cells: Vec<Cell>,
    finding: Finding,
}

/// A rule about one form beside the same form of the earlier year.
type Rule = fn(&Table) -> Vec<Explained>;

/// Causes first, those that explain most cells before others; a large change is what no cause explains.
const RULES: &[Rule] = &[swapped::columns, shifted::check, swapped::rows, slip::check, change::check];

/// Compares what can be compared: agencies, rows and columns that both years have, and cells that hold a count in both.
/// A cell about which there is an error among the file's findings isn't asked about by itself.
pub fn check(submission: &Submission, year: &PlanYear, findings: &[Finding], before: &Before) -> Vec<Finding> {
    let table = |data| Table::new(submission, data, year, before).with_errors(findings);
    let tables: Vec<Table> = submission.forms.iter().map(table).collect();
    let repeated = repeated::check(&tables);
    repeated.into_iter().chain(tables.into_iter().flat_map(changes)).collect()
}

fn changes(mut table: Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        for explained in rule(&table) {
            table.settle(&explained.cells);
            findings.push(explained.finding);
        }
    }
    findings
}
