//! What is wrong, where, and what to do about it. Trouble in the data is always a [`Finding`], never an `Err`: a value with
//! fields, which says what it is about without a sentence. Sentences are made in `words`, once, for the [`Audience`] that
//! reads them; how they look on a screen or in a workbook is decided by whoever shows them.

mod catalog;
pub mod cell;
pub mod columns;
pub mod cross;
pub mod file;
pub mod form;
pub mod merge;
pub mod plan_fault;
pub mod sum;
pub mod trend;
pub mod unreadable;
mod words;

pub use catalog::{CATALOG, Code, Entry};
pub use words::{Audience, Words};

use std::fmt;

use crate::value::grid::Address;

/// What a finding demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Must be corrected before the file can be merged.
    Error,
    /// Must be corrected, or explained in the row's note.
    Query,
    /// Worth knowing; asks for nothing.
    Note,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Query, Severity::Note];

    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Query => "query",
            Severity::Note => "note",
        }
    }
}

/// As the officer reads it.
impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "Lỗi",
            Severity::Query => "Cần giải trình",
            Severity::Note => "Ghi chú",
        })
    }
}

/// Where: the sheet and cells for the eye, the codes for the mind. Every part may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub sheet: Option<String>,
    /// The smallest thing that is wrong; several when one message holds for many cells.
    pub cells: Vec<Address>,
    /// The form's code.
    pub form: Option<String>,
    /// The row's code; of the first cell if there are several.
    pub row: Option<String>,
    /// The column's key; of the first cell if there are several.
    pub column: Option<String>,
}

/// What is wrong, as data: one variant per family of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// FILE: the file as a whole.
    File(file::Problem),
    /// FORM: forms as they stand in their sheets.
    Form(form::Problem),
    /// CELL: the contents of cells.
    Cell(cell::Problem),
    /// SUM: totals.
    Sum(sum::Problem),
    /// What the plan compares.
    Cross(cross::Problem),
    /// TREND: counts beside those of an earlier year.
    Trend(trend::Problem),
    /// MERGE: which of several files counts.
    Merge(merge::Problem),
    /// Read back from a provincial workbook, which keeps the words alone.
    Kept(Code, Words),
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::File(problem) => problem.code(),
            Problem::Form(problem) => problem.code(),
            Problem::Cell(problem) => problem.code(),
            Problem::Sum(problem) => problem.code(),
            Problem::Cross(problem) => problem.code(),
            Problem::Trend(problem) => problem.code(),
            Problem::Merge(problem) => problem.code(),
            Problem::Kept(code, _) => *code,
        }
    }
}

/// One thing found: what is wrong as data, and where. It is put into words for whoever reads it, by [`Finding::words`].
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub problem: Problem,
    pub severity: Severity,
    pub place: Place,
    /// What else is wrong because of this, and isn't reported by itself.
    pub consequences: Vec<Problem>,
    /// The row's note that answers a query.
    pub explanation: Option<String>,
    /// The row's note where one was looked for, but it says nothing.
    pub weak_note: Option<String>,
}

impl<P: Into<Problem>> From<P> for Finding {
    /// A finding of the catalogue's severity, nowhere in particular yet.
    fn from(problem: P) -> Self {
        let problem = problem.into();
        Finding {
            severity: problem.code().entry().severity,
            problem,
            place: Place::default(),
            consequences: Vec::new(),
            explanation: None,
            weak_note: None,
        }
    }
}

impl Finding {
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// What is wrong, in the catalogue.
    pub fn code(&self) -> Code {
        self.problem.code()
    }

    /// What is wrong and what to do, as this reader needs to hear it.
    pub fn words(&self, audience: Audience) -> Words {
        words::of_finding(self, audience)
    }

    /// What a provincial workbook keeps of it: its words.
    pub fn kept(&self) -> Finding {
        Finding {
            problem: Problem::Kept(self.code(), self.words(Audience::Officer)),
            consequences: Vec::new(),
            weak_note: None,
            ..self.clone()
        }
    }

    /// Whether the sender answered the query in the row's note.
    pub fn is_explained(&self) -> bool {
        self.explanation.is_some()
    }

    /// Whether it still asks for something: an error, or a query without explanation.
    pub fn is_open(&self) -> bool {
        match self.severity {
            Severity::Error => true,
            Severity::Query => !self.is_explained(),
            Severity::Note => false,
        }
    }
}

/// Whether any of the findings keeps a file from being merged.
pub fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
