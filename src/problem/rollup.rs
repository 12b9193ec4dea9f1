//! SUM: returns that were added up from units, where they no longer say what was added up.

use super::Code;
use crate::rollup::OpenBelow;

/// What is wrong with a return that was added up from units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RollupProblem {
    /// A number isn't what the units' parts add up to.
    NumberChanged {
        /// The row's label.
        row: String,
        /// The column's label.
        column: String,
        /// What stands there.
        people: u64,
        /// What the parts add up to; `None` if no unit reports it.
        parts: Option<u64>,
        /// How many units report it.
        n_units: usize,
    },
    /// The sheet for people shows other numbers than were added up.
    SheetChanged {
        /// The name of the sheet.
        sheet: String,
        /// What stands in the first such cell, and what was added up; `None` is nothing.
        first: (Option<String>, Option<u64>),
    },
    /// The sheet for people calls a unit or its file something else.
    SheetTextChanged {
        /// The name of the sheet.
        sheet: String,
        /// What stands there.
        found: String,
        /// What was written.
        expected: String,
    },
    /// The cover no longer says from how many units the return was added up, some of which are missing.
    StatementGone {
        /// The name of the cover's sheet.
        sheet: String,
        /// What it said.
        expected: String,
    },
    /// The cover no longer names a unit whose numbers are missing.
    NameGone {
        /// The name of the cover's sheet.
        sheet: String,
        /// The unit's name.
        name: String,
    },
    /// The sheet for people is gone, and that for the program isn't.
    SheetGone {
        /// The name of the sheet.
        sheet: String,
    },
    /// The sheet for the program is gone, and that for people isn't.
    HiddenGone,
    /// The sheet for the program isn't as it was written, or is of another return.
    Unusable,
    /// The collector hadn't cleared something up with a unit when it added up.
    OpenBelow(OpenBelow),
}

impl RollupProblem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            RollupProblem::NumberChanged { .. } => Code::SumOfUnitsChanged,
            RollupProblem::SheetChanged { .. }
            | RollupProblem::SheetTextChanged { .. }
            | RollupProblem::StatementGone { .. }
            | RollupProblem::NameGone { .. }
            | RollupProblem::SheetGone { .. }
            | RollupProblem::HiddenGone
            | RollupProblem::Unusable => Code::SourcesChanged,
            RollupProblem::OpenBelow(_) => Code::OpenBelow,
        }
    }
}
