//! What the plan compares, within a file (SUM-05, CROSS) and between agencies: two sums that should stand to each other
//! in another way.

use super::Code;
use crate::plan::{CheckCode, Relation};

/// A comparison of the plan that doesn't hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Which comparison.
    pub check: CheckCode,
    /// The side that stands first in the plan.
    pub left: Side,
    /// How the left side should stand to the right one.
    pub relation: Relation,
    /// The other side.
    pub right: Side,
    /// What was compared; `None` for the totals.
    pub part: Option<Part>,
    /// Why it should hold, in the plan's words.
    pub reason: String,
    /// With how many people of missing units it still doesn't hold; `None` if none are missing that could explain it.
    pub with_missing: Option<WithMissing>,
}

/// The most people that units may have whose numbers are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithMissing {
    /// How many.
    pub people: u64,
    /// The year by whose numbers that is known.
    pub earlier_year: i32,
}

/// One side of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// What was added up.
    pub terms: Vec<Term>,
    /// The sum.
    pub people: i64,
    /// The earlier round that it is of; `None` for the round of the file.
    pub round: Option<String>,
}

/// One thing that was added up, by its name.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// A column or a row by its label; with the form's sheet where several forms are compared.
    Line {
        /// The label.
        label: String,
        /// The form's sheet; `None` where one form is compared with itself.
        sheet: Option<String>,
    },
    /// A measure of every form that has it, by its code.
    Measure(String),
    /// All who are liable for a scheme.
    Liable {
        /// The scheme's name.
        scheme: String,
    },
    /// Those of them who are at work now.
    AtWork {
        /// The scheme's name.
        scheme: String,
    },
}

/// A part of the numbers, by its name.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A row by its label.
    Row(String),
    /// A sector by its name.
    Sector(String),
    /// An area by its name.
    Area(String),
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        self.check.into()
    }
}
