//! MERGE: which of several files of an agency counts, and when it was sent.

use chrono::NaiveDate;

use super::Code;
use crate::value::grid::Address;

/// What decides about a file beside what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Another file says the same, but for whom to call and dates that move.
    Duplicate { other: String, differences: Vec<Difference> },
    /// A later revision counts.
    Superseded { revision: Option<u32>, by: Later },
    /// A later revision was rejected, so that this one counts.
    NewerRejected { rejected: Later, revision: Option<u32> },
    /// Other files of the same revision say something else.
    Conflict { revision: Option<u32>, others: Vec<Other> },
    /// It was sent after the due date.
    SentLate { sent_on: NaiveDate, due: NaiveDate, days: i64 },
    /// It was sent after the day whose state is merged.
    SentAfterAsOf { sent_on: NaiveDate, as_of: NaiveDate },
    /// When it was sent isn't known, so that it may have been after that day.
    SentDateUnknown { as_of: NaiveDate },
}

/// A file of a later revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    pub path: String,
    /// `None` if the file doesn't say.
    pub revision: Option<u32>,
}

/// Another file, and in what it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    pub path: String,
    pub differences: Vec<Difference>,
}

/// Something in which a file differs from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub thing: Thing,
    /// What the file has there; `None` where nothing stands.
    pub own: Option<Content>,
    /// What the other file has there.
    pub other: Option<Content>,
}

/// Something that two files may say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    Count {
        sheet: String,
        at: Address,
    },
    Cover(CoverField),
    /// The note of a row, which is counted from 0.
    Note {
        sheet: String,
        row: u32,
    },
    /// The difficulty so many down the list, from 1.
    Difficulty {
        sheet: String,
        n: usize,
    },
    /// The proposal beside it.
    Proposal {
        sheet: String,
        n: usize,
    },
    /// A number that no form asks for.
    Stray {
        sheet: String,
        at: Address,
    },
}

/// A field of the cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverField {
    AsOf,
    SentOn,
    PreparedBy,
    Phone,
    SignedBy,
}

/// What stands somewhere in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    People(u64),
    Date(NaiveDate),
    /// The day on which the file is opened.
    DayOfOpening,
    Text(String),
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::Duplicate { .. } => Code::DuplicateFile,
            Problem::Superseded { .. } => Code::Superseded,
            Problem::NewerRejected { .. } => Code::NewerRevisionRejected,
            Problem::Conflict { .. } => Code::Conflict,
            Problem::SentLate { .. } => Code::SentLate,
            Problem::SentAfterAsOf { .. } => Code::SentAfterAsOf,
            Problem::SentDateUnknown { .. } => Code::SentDateUnknown,
        }
    }
}
