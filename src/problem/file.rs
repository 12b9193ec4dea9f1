//! FILE: what is wrong with a file as a whole.

use super::Code;

/// What is wrong with a file, whatever its cells say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file is for another plan.
    WrongPlan {
        /// The id of the file's plan.
        found: String,
        /// The id of the plan in use.
        expected: String,
    },
    /// The file's year is none of the plan's.
    YearOutsidePlan {
        year: i32,
        first: i32,
        last: i32,
        /// The year that is being collected; `None` while the file is looked at by itself.
        collected: Option<i32>,
    },
    /// The file's year isn't the one that is being collected.
    OtherYear { year: i32, collected: i32 },
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::WrongPlan { .. } => Code::WrongPlan,
            Problem::YearOutsidePlan { .. } | Problem::OtherYear { .. } => Code::WrongYear,
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::File(problem)
    }
}
