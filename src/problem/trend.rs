//! TREND: counts that don't fit those of an earlier year.

use super::Code;
use crate::value::grid::Address;

/// Counts of one form, beside those of an earlier year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub what: What,
    pub earlier_year: i32,
    /// The label of the row whose note answers.
    pub row: String,
    /// Every count it is about.
    pub counts: Vec<Count>,
}

/// A count of this year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub people: u64,
    pub fitting: Fitting,
}

/// What would fit the earlier year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fitting {
    /// No number fits better.
    Nothing,
    /// A number that isn't known.
    Unknown,
    People(u64),
    Range {
        least: u64,
        most: u64,
    },
}

/// How the counts came to be as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// All of them are the earlier year's.
    Again { forms: Vec<FormCells> },
    /// Two lines changed places.
    Swapped(Lines),
    /// The numbers of columns stand one row too low or too high.
    Shifted {
        columns: Vec<String>,
        direction: Direction,
        /// The labels of the first and the last row concerned.
        rows: [String; 2],
    },
    /// The numbers of a whole form or of whole columns are so many times what they should be.
    SlippedColumns {
        slip: Slip,
        of: Extent,
        /// One of the numbers and its cell.
        example: Option<(Address, u64)>,
    },
    /// Numbers of a row are.
    SlippedRow { slip: Slip, changes: Vec<Change> },
    /// Numbers of a row changed by more than so many percent.
    Changed { tolerance: u32, changes: Vec<Change> },
}

/// Cells of a form, by the name of its sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCells {
    pub sheet: String,
    pub cells: Vec<Address>,
}

/// Two lines of a form, by their labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    Rows([String; 2]),
    Columns([String; 2]),
}

/// Which way numbers went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Down,
    Up,
}

/// How much of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// All of it, by the name of its sheet.
    Form(String),
    /// Some columns, by their labels.
    Columns(Vec<String>),
}

/// A count in both years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The column's label.
    pub column: String,
    pub now: u64,
    pub before: u64,
}

/// By how much a number is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// It is so many times what it should be.
    Times(u64),
    /// It should be so many times what it is.
    Part(u64),
}

impl Slip {
    /// How many times.
    pub const fn factor(self) -> u64 {
        match self {
            Slip::Times(factor) | Slip::Part(factor) => factor,
        }
    }

    /// The number without the slip, rounded.
    pub fn mend(self, people: u64) -> u64 {
        match self {
            Slip::Times(factor) => people.saturating_add(factor / 2) / factor,
            Slip::Part(factor) => people.saturating_mul(factor),
        }
    }

    /// Whether [`Self::mend`] gives what was meant to the last digit.
    pub fn keeps_every_digit(self, people: u64) -> bool {
        matches!(self, Slip::Times(factor) if people.is_multiple_of(factor))
    }
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self.what {
            What::Again { .. } => Code::LastYearAgain,
            What::Swapped(_) => Code::LinesSwapped,
            What::Shifted { .. } => Code::ColumnShifted,
            What::SlippedColumns { .. } | What::SlippedRow { .. } => Code::PowerOfTenSlip,
            What::Changed { .. } => Code::LargeChange,
        }
    }
}
