//! How much a finding asks for.

use std::fmt;

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
    /// All of them, from the one that demands most.
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
