//! FILE: what is wrong with a file as a whole.

use chrono::NaiveDate;

use super::Code;
use super::form::Tab;
use super::unreadable::{ReadError, Refusal, Unopened};

/// What is wrong with a file, whatever its cells say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file couldn't be opened.
    Unopened(Unopened),
    /// The file isn't one that is read.
    Refused(Refusal),
    /// The file couldn't be read to its end.
    Unreadable(ReadError),
    /// The file is no spreadsheet, nor named like one, and is left aside.
    Ignored(Refusal),
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
    /// The file is no template of the plan; it has these sheets, of which only the first are kept.
    NotOurTemplate { sheets: Vec<String> },
    /// The file has forms of the plan, but no cover; only this agency has all of them.
    NoCover { only_agency: Option<String> },
    /// The agency on the cover is none of the plan's; perhaps this one is meant.
    UnknownAgency { name: String, near: Option<String> },
    /// The agency doesn't report in this year.
    NotReporting { agency: String, year: i32 },
    /// The plan has no such round; `known` are those it has.
    UnknownRound { found: String, known: Vec<String> },
    /// The round asks nothing of the agency.
    RoundAsksNothing { round: String, agency: String },
    /// The template is of a version that is no longer used.
    OldTemplate { found: String, expected: String },
    /// The template is of a later version than this program and its plan know.
    NewerTemplate { found: String, known: String },
    /// Two places say different things about whose the file is.
    Disagrees(Disagreement),
    /// Something was taken from the cover.
    Restored(Restored),
    /// A field of the cover says nothing that can be used.
    Invalid(Invalid),
    /// A field of the cover is blank.
    Blank(Blank),
}

/// Two places that say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// The agency on the cover and the template's.
    Agency { name: String, own: String },
    /// The name on the cover is no agency's, but near the name of the template's.
    Misspelt { name: String, own: String },
    /// The year on the cover and the template's.
    Year { on_cover: i32, own: i32 },
    /// The round on the cover and the template's, by their names.
    Round { on_cover: String, own: String },
    /// Two covers.
    Covers { field: &'static str, sheets: [Tab; 2], texts: [String; 2] },
}

/// What was taken from the cover, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// The cover's name was understood as this agency's.
    Name { name: String, own: String },
    /// The hidden sheet is gone.
    Identity { hidden: &'static str, agency: String, year: i32 },
    /// The hidden sheet no longer says which agency.
    Agency { hidden: &'static str, agency: String, year: i32 },
    /// The hidden sheet has no year, or something that is none.
    Year { hidden: &'static str, garbled: Option<String>, year: i32 },
}

/// What is wrong with a field of the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    Year {
        text: String,
    },
    /// Not a number of a submission; whether its cell is formatted as a date.
    Revision {
        text: String,
        is_date: bool,
    },
    RevisionNotCalculated {
        formula: String,
    },
    NoDate {
        text: String,
    },
    DateOfOtherYear {
        date: NaiveDate,
        year: i32,
    },
    /// The date is another one every day; its field and formula.
    MovingDate {
        field: &'static str,
        formula: String,
    },
    /// A telephone number without its leading 0, and with it.
    PhoneWithoutZero {
        text: String,
        whole: String,
    },
    /// The counts are said to be of a day after they were sent.
    SentTooEarly {
        as_of: NaiveDate,
        sent_on: NaiveDate,
    },
}

/// What is missing from the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blank {
    /// All of it.
    Cover,
    Revision,
    /// Fields, by their labels.
    Fields(Vec<&'static str>),
    /// Fields whose formulas gave nothing yet, and the first formula.
    NotCalculated {
        fields: Vec<&'static str>,
        formula: String,
    },
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::Unopened(_) => Code::UnreadableFile,
            Problem::Refused(refusal) => refusal.code(),
            Problem::Unreadable(error) => error.code(),
            Problem::Ignored(_) => Code::IgnoredFile,
            Problem::WrongPlan { .. } => Code::WrongPlan,
            Problem::YearOutsidePlan { .. } | Problem::OtherYear { .. } => Code::WrongYear,
            Problem::NotOurTemplate { .. } => Code::NotOurTemplate,
            Problem::NoCover { .. } | Problem::UnknownAgency { .. } | Problem::NotReporting { .. } => {
                Code::UnknownAgency
            }
            Problem::UnknownRound { .. } | Problem::RoundAsksNothing { .. } => Code::WrongRound,
            Problem::OldTemplate { .. } | Problem::NewerTemplate { .. } => Code::OldTemplate,
            Problem::Disagrees(_) => Code::IdentityDisagrees,
            Problem::Restored(_) => Code::IdentityRestored,
            Problem::Invalid(_) => Code::InvalidCoverField,
            Problem::Blank(_) => Code::BlankCoverField,
        }
    }
}
