//! What is wrong, where, and what to do about it. Trouble in the data is always a [`Finding`], never an `Err`; how it
//! looks on a screen or in a workbook is decided by whoever shows it.

mod catalog;
pub mod plan_fault;

pub use catalog::{CATALOG, Code, Entry};

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

/// One thing found, with everything needed to mend it in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    pub place: Place,
    /// What stands there, as it stands; `None` where nothing does.
    pub found: Option<String>,
    /// What should, if that can be said.
    pub expected: Option<String>,
    /// What is wrong, one line without a full stop.
    pub message: String,
    /// One thing to do.
    pub hint: String,
    /// The row's note that answers a query.
    pub explanation: Option<String>,
}

impl Finding {
    /// A finding of the catalogue's severity, nowhere in particular yet.
    pub fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Finding {
            code,
            severity: code.entry().severity,
            place: Place::default(),
            found: None,
            expected: None,
            message: message.into(),
            hint: hint.into(),
            explanation: None,
        }
    }

    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
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
