//! MERGE: which of several files of an agency counts, and when it was sent.

use chrono::NaiveDate;

use super::Code;
use crate::value::grid::Address;

/// What decides about a file beside what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Another file says the same, but for whom to call and dates that move.
    Duplicate {
        /// The other file's path.
        other: String,
        /// In what they differ beside the counts.
        differences: Vec<Difference>,
    },
    /// A later revision counts.
    Superseded {
        /// The revision of this file; `None` if it doesn't say.
        revision: Option<u32>,
        /// The file that counts.
        by: Later,
    },
    /// A later revision was rejected, so that this one counts.
    NewerRejected {
        /// The file that was rejected.
        rejected: Later,
        /// The revision of this file; `None` if it doesn't say.
        revision: Option<u32>,
    },
    /// Other files of the same revision say something else.
    Conflict {
        /// The revision of all of them; `None` if they don't say.
        revision: Option<u32>,
        /// The other files, each with what differs.
        others: Vec<Other>,
    },
    /// It was sent after the due date.
    SentLate {
        /// The day on which it was sent.
        sent_on: NaiveDate,
        /// The day on which it was due.
        due: NaiveDate,
        /// How many days it is late.
        days: i64,
    },
    /// It was sent after the day whose state is merged.
    SentAfterAsOf {
        /// The day on which it was sent.
        sent_on: NaiveDate,
        /// The last day that is considered.
        as_of: NaiveDate,
    },
    /// When it was sent isn't known, so that it may have been after that day.
    SentDateUnknown {
        /// The last day that is considered.
        as_of: NaiveDate,
    },
}

/// A file of a later revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// Its path.
    pub path: String,
    /// `None` if the file doesn't say.
    pub revision: Option<u32>,
}

/// Another file, and in what it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its path.
    pub path: String,
    /// In what it differs.
    pub differences: Vec<Difference>,
}

/// Something in which a file differs from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub thing: Thing,
    /// What the file has there; `None` where nothing stands.
    pub own: Option<Content>,
    /// What the other file has there.
    pub other: Option<Content>,
}

/// Something that two files may say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// The count in a cell.
    Count {
        /// The name of the sheet.
        sheet: String,
        /// The cell.
        at: Address,
    },
    /// A field of the cover.
    Cover(CoverField),
    /// The note of a row, which is counted from 0.
    Note {
        /// The name of the sheet.
        sheet: String,
        /// The row, counted from 0.
        row: u32,
    },
    /// The difficulty so many down the list, from 1.
    Difficulty {
        /// The name of the sheet.
        sheet: String,
        /// How far down the list, from 1.
        n: usize,
    },
    /// The proposal beside it.
    Proposal {
        /// The name of the sheet.
        sheet: String,
        /// How far down the list, from 1.
        n: usize,
    },
    /// A number that no form asks for.
    Stray {
        /// The name of the sheet.
        sheet: String,
        /// The cell.
        at: Address,
    },
}

/// A field of the cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverField {
    /// The day whose state the counts describe.
    AsOf,
    /// The day on which it was sent.
    SentOn,
    /// Who filled it in.
    PreparedBy,
    /// Their telephone number.
    Phone,
    /// Who signed.
    SignedBy,
}

/// What stands somewhere in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// So many people.
    People(u64),
    /// A day.
    Date(NaiveDate),
    /// A day that a formula changes whenever the file is opened, as it was saved; `None` if it gave none.
    DayOfOpening(Option<NaiveDate>),
    /// A text.
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
