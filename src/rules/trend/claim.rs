//! What a rule found, with the correction that would make the numbers fit.

use super::pair::Pair;
use super::table::{FormCell, FormPair};
use crate::problem::trend::{Fitting, What};
use crate::problem::{Finding, Severity, has_error};

/// A finding and the cells it speaks for, which no later rule speaks of again.
pub struct Claim {
    pub cells: Vec<FormCell>,
    finding: Finding,
    correction: Option<Correction>,
}

/// What would make numbers fit the earlier year.
pub struct Correction {
    /// What each cell would hold; `None` where that can't be told.
    pub counts: Vec<(FormCell, Option<u64>)>,
}

impl Claim {
    /// A change that nothing explains.
    pub fn of_change(cells: Vec<FormCell>, finding: Finding) -> Self {
        Claim { cells, finding, correction: None }
    }

    /// A cause, with what would fit in each of its cells.
    pub fn of_cause(
        table: &FormPair,
        cells: Vec<FormCell>,
        what: What,
        fitting: impl Fn(FormCell, Pair) -> Fitting,
    ) -> Self {
        let people = |cell: FormCell| match fitting(cell, table.pair(cell)?) {
            Fitting::People(people) => Some(people),
            _ => None,
        };
        let counts =
            cells.iter().filter(|cell| table.pair(**cell).is_some()).map(|cell| (*cell, people(*cell))).collect();
        let finding = table.finding(&cells, what, &fitting);
        Claim { cells, finding, correction: Some(Correction { counts }) }
    }

    /// The finding. Findings the correction would fix are removed and mentioned in this one. If any was an error, this becomes an
    /// error too, and a note no longer explains it away. If the sender has explained this finding, the others stay.
    pub fn with_consequences(
        self,
        findings: &mut Vec<Finding>,
        consequences: impl Fn(&Correction) -> Vec<Finding>,
    ) -> Finding {
        let Claim { mut finding, correction, .. } = self;
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
