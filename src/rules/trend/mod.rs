//! What one agency sent, beside what it sent in an earlier year. Causes are looked for before consequences: a form that
//! is last year's again, lines that changed places, numbers a line off, numbers ten times too large. Each takes its
//! cells out of what the next one looks at; what is left and has changed a lot is asked about row by row.
//!
//! All of it is a question: the years may truly differ, and the row's note says why. A correction is only proposed
//! where the numbers don't fit the earlier year as they stand and do once corrected. Where the plan's checks hold once
//! corrected and not before, the years can't be all that differs: the cause is said as an error, and the checks are not.

mod change;
mod repeated;
mod shifted;
mod slip;
mod swapped;
mod table;
mod tolerance;

use super::compare;
use crate::counts::{CellId, Counts};
use crate::intake::submission::Submission;
use crate::plan::PlanYear;
use crate::problem::trend::{Fitting, What};
use crate::problem::{Finding, Severity, has_error};
use table::{Cell, FormPair, Pair};

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
    correction: Option<Correction>,
}

/// What would make numbers fit the earlier year.
struct Correction {
    /// What each cell would hold; `None` where that can't be told.
    counts: Vec<(Cell, Option<u64>)>,
}

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

impl Explained {
    /// A change that nothing explains.
    fn change(cells: Vec<Cell>, finding: Finding) -> Self {
        Explained { cells, finding, correction: None }
    }

    /// A cause, with the count that would fit in each of its cells, if that can be told.
    fn cause(table: &FormPair, cells: Vec<Cell>, what: What, fitting: impl Fn(Cell, Pair) -> Option<u64>) -> Self {
        let counts = cells.iter().filter_map(|cell| Some((*cell, fitting(*cell, table.get(*cell)?)))).collect();
        let shown = |cell, pair| fitting(cell, pair).map_or(Fitting::Unknown, Fitting::People);
        let finding = table.finding(&cells, what, shown);
        Explained { cells, finding, correction: Some(Correction { counts }) }
    }

    /// The finding. What the correction mends is taken out of the file's findings and said here: with an error among it
    /// the numbers can't be right, and no note makes them so. A sender who says that they are hears of both.
    fn with_consequences(
        self,
        findings: &mut Vec<Finding>,
        consequences: impl Fn(&Correction) -> Vec<Finding>,
    ) -> Finding {
        let Explained { mut finding, correction, .. } = self;
        let Some(correction) = correction.filter(|_| finding.is_open()) else { return finding };
        let mended = consequences(&correction);
        let taken: Vec<Finding> = findings.extract_if(.., |other| other.is_open() && mended.contains(other)).collect();
        if has_error(&taken) {
            finding.severity = Severity::Error;
        }
        finding.consequences = taken.into_iter().map(|finding| finding.problem).collect();
        finding
    }
}
