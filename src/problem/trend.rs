//! TREND: counts that don't fit those of an earlier year.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Code;
use crate::value::grid::Address;

/// Counts of one form, beside those of an earlier year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How the counts came to be as they are.
    pub what: What,
    /// The year they are compared with.
    pub earlier_year: i32,
    /// Whether that year's numbers were put together from those of plans before.
    pub is_restated: bool,
    /// The label of the row whose note answers.
    pub row: String,
    /// Every count it is about.
    pub counts: Vec<Count>,
    /// The units that aren't in the comparison, or may not be.
    pub aside: UnitsAside,
}

/// Units by their names of which one of the years lacks numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitsAside {
    /// Those without which the counts are compared.
    pub without: BTreeSet<String>,
    /// Those whose people can't be told apart in the counts.
    pub unsure: BTreeSet<String>,
}

impl UnitsAside {
    /// Those of both. One that is left out of some counts is named only so.
    #[must_use]
    pub fn with(mut self, other: UnitsAside) -> Self {
        self.without.extend(other.without);
        self.unsure.extend(other.unsure);
        self.unsure.retain(|unit| !self.without.contains(unit));
        self
    }
}

/// A count of this year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many people.
    pub people: u64,
    /// What would fit the earlier year.
    pub fitting: Fitting,
}

/// What would fit the earlier year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fitting {
    /// No number fits better.
    Nothing,
    /// A number that isn't known.
    Unknown,
    /// So many people.
    People(u64),
    /// So many people of the units that both years have, beside an unknown number of the others.
    OfUnits(u64),
    /// Any number from one to another.
    Range {
        /// The lowest.
        least: u64,
        /// The highest.
        most: u64,
    },
}

impl Fitting {
    /// A number, if it is known.
    pub fn of(people: Option<u64>) -> Self {
        people.map_or(Fitting::Unknown, Fitting::People)
    }
}

/// How the counts came to be as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// All of them are the earlier year's.
    Again {
        /// The forms, with their cells.
        forms: Vec<FormCells>,
    },
    /// All of the file's, or all but a few, are those that its sender counted in an earlier round of the same year.
    RoundAgain {
        /// What the round is called.
        round: String,
        /// The forms, with their cells.
        forms: Vec<FormCells>,
        /// How many counts are others, if some are.
        n_other: usize,
    },
    /// The numbers are of no later day than those of an earlier round of the same year.
    NoLaterDay {
        /// What the round is called.
        round: String,
        /// The day of these numbers.
        day: NaiveDate,
        /// The day of the earlier ones.
        earlier: NaiveDate,
    },
    /// Two lines changed places.
    Swapped(Lines),
    /// The numbers of columns stand one row too low or too high.
    Shifted {
        /// The labels of the columns.
        columns: Vec<String>,
        /// Which way the numbers went.
        direction: Direction,
        /// The labels of the first and the last row concerned.
        rows: [String; 2],
    },
    /// The numbers of a whole form or of whole columns are so many times what they should be.
    SlippedColumns {
        /// By how much they are wrong.
        slip: Slip,
        /// How much of the form.
        of: Extent,
        /// One of the numbers and its cell.
        example: Option<(Address, u64)>,
    },
    /// Numbers of a row are.
    SlippedRow {
        /// By how much they are wrong.
        slip: Slip,
        /// The counts of the row, in both years.
        changes: Vec<Change>,
    },
    /// Numbers of a row changed by more than so many percent.
    Changed {
        /// How many percent.
        tolerance: u32,
        /// The counts of the row, in both years.
        changes: Vec<Change>,
        /// Units that are part of one of the counts only, as they began or ceased in between, or moved elsewhere.
        one_year: Vec<OneYearUnit>,
    },
}

/// A unit that reported in one of the years only, without being missing in the other one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OneYearUnit {
    /// Its name.
    pub name: String,
    /// Whether it reported this year.
    pub is_now: bool,
    /// What it reported, in people.
    pub people: u64,
}

/// Cells of a form, by the name of its sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCells {
    /// The name of the form's sheet.
    pub sheet: String,
    /// The cells.
    pub cells: Vec<Address>,
}

/// Two lines of a form, by their labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// Two rows.
    Rows([String; 2]),
    /// Two columns.
    Columns([String; 2]),
}

/// Which way numbers went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// One row too low.
    Down,
    /// One row too high.
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
    /// This year's count.
    pub now: u64,
    /// The earlier year's count.
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
            What::RoundAgain { .. } => Code::EarlierRoundAgain,
            What::NoLaterDay { .. } => Code::RoundNotLater,
            What::Swapped(_) => Code::LinesSwapped,
            What::Shifted { .. } => Code::ColumnShifted,
            What::SlippedColumns { .. } | What::SlippedRow { .. } => Code::PowerOfTenSlip,
            What::Changed { .. } => Code::LargeChange,
        }
    }
}
