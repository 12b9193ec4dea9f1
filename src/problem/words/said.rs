//! What a finding comes to for its reader.

use crate::value::wording;

/// Who reads a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The officer who merges: screen, provincial workbook, report.
    Officer,
    /// The agency that sent the file: letter, marked copy.
    Agency,
    /// Another program: JSON, data package.
    Program,
}

/// A finding in Vietnamese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What is wrong, one line without a full stop.
    pub message: String,
    /// One thing to do.
    pub hint: String,
    /// What stands there, as it stands; `None` where nothing does.
    pub found: Option<String>,
    /// What should, if that can be said.
    pub expected: Option<String>,
}

impl Words {
    /// Whether the hint is something to do.
    pub fn asks_for_something(&self) -> bool {
        !self.hint.starts_with("Không phải làm gì")
    }

    /// Whether the message says in full what stands there.
    pub fn says_what_is_found(&self) -> bool {
        self.found.as_deref().is_some_and(|found| self.message.contains(found))
    }

    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Words { message: message.into(), hint: hint.into(), found: None, expected: None }
    }

    #[expect(clippy::needless_pass_by_value, reason = "words are made of numbers, names and texts at hand")]
    pub(super) fn found(self, found: impl ToString) -> Self {
        Words { found: Some(found.to_string()).filter(|found| !found.is_empty()), ..self }
    }

    #[expect(clippy::needless_pass_by_value, reason = "words are made of numbers, names and texts at hand")]
    pub(super) fn expected(self, expected: impl ToString) -> Self {
        Words { expected: Some(expected.to_string()).filter(|expected| !expected.is_empty()), ..self }
    }
}

/// How many of something, as people write it: `1.234`.
pub(super) fn counted(n: usize) -> String {
    wording::count(n as u64)
}
