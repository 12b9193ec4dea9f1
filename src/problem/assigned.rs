//! What is wrong with assigned targets, be they in a workbook or in a plan.

use chrono::NaiveDate;

use super::Code;
use crate::value::grid::Address;

/// What is wrong with assigned targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The workbook can't be used.
    Unusable(Unusable),
    /// Whether the parts add up can't be told, since the province's increase isn't known.
    SumUnknown {
        /// What was assigned.
        what: String,
    },
    /// What was assigned in parts isn't what was assigned as a whole.
    SumDiffers {
        /// What was assigned: `BHXH bắt buộc`.
        what: String,
        /// Of what the sum is.
        parts: Parts,
        /// People assigned as a whole.
        whole: i64,
        /// What the parts add up to.
        sum: i64,
    },
    /// People said to have taken part when it was assigned who aren't those of the workbook of that year.
    BasesDiffer {
        /// What was assigned.
        what: String,
        /// The workbook.
        workbook: String,
        /// Those who differ, the province first.
        bases: Vec<OtherBase>,
    },
}

/// A number of people who took part that isn't the one of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherBase {
    /// Whose people; `None` for the province's.
    pub agency: Option<String>,
    /// What stands in the decision.
    pub found: u64,
    /// What the year's workbook says.
    pub expected: u64,
}

/// What a sum of numbers is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// People more, of agencies; to so many of them nothing was assigned.
    Agencies {
        /// How many have none.
        n_blank: usize,
    },
    /// People assigned for the schemes of an indicator, by their names.
    Schemes(Vec<String>),
    /// People of these schemes who took part when it was assigned.
    CurrentOfSchemes(Vec<String>),
}

/// Why a workbook of assigned targets can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is another workbook, or its hidden sheet is gone.
    Foreign,
    /// Its table is gone, or the hidden row and columns by which it is read.
    NoTable {
        /// The name of the sheet.
        sheet: &'static str,
    },
    /// The number of the decision is blank, so that it is but a proposal.
    NoDecision,
    /// The day of the decision is blank.
    NoDay,
    /// What stands there is no day.
    NotADay {
        /// What stands there.
        found: String,
    },
    /// The day can't be that of a decision on the year.
    DayOfOtherYear {
        /// The day.
        day: NaiveDate,
        /// The year of the targets.
        year: i32,
    },
    /// The decision is of a day that is still to come.
    DayAhead {
        /// The day.
        day: NaiveDate,
        /// The day on which it is read.
        today: NaiveDate,
    },
    /// Nothing can be assigned for what has this code.
    UnknownTarget {
        /// The code.
        code: String,
    },
    /// The plan has no agency with this code.
    UnknownAgency {
        /// The code.
        code: String,
    },
    /// A line stands a second time.
    LineTwice {
        /// Where it stands first.
        first: Address,
    },
    /// A number stands where none is read: on no line, or in the province's column on the line of an agency.
    StrayNumber,
    /// No number is assigned at all.
    NothingAssigned,
    /// The name that people see on a line isn't that of its hidden code, as after sorting what is seen.
    NameDisagrees {
        /// The name on the line.
        name: String,
        /// What the code stands for.
        of_code: String,
    },
    /// The agency has no part in the target: it reports nobody who is liable, or has no area.
    NoSuchPart {
        /// The agency's name.
        agency: String,
        /// What was assigned.
        what: String,
    },
    /// The number of the decision is a placeholder.
    NoNumber {
        /// What stands there.
        found: String,
    },
    /// The table stands on several sheets.
    TableTwice {
        /// The names of the sheets.
        sheets: Vec<String>,
    },
    /// The targets are of another plan.
    OtherPlan {
        /// Its id.
        found: String,
    },
    /// The targets are of another year.
    OtherYear {
        /// Their year.
        of: i32,
        /// The year that is worked on.
        year: i32,
    },
    /// The plan says what was assigned for the year as well.
    AlsoInPlan {
        /// The year.
        year: i32,
    },
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::Unusable(_) => Code::UnusableTargets,
            Problem::SumDiffers { .. } | Problem::SumUnknown { .. } | Problem::BasesDiffer { .. } => {
                Code::AssignedSumDiffers
            }
        }
    }
}
