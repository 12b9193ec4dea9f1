//! Findings in words: what is wrong and what to do, for the one who reads it. One file words one family of problems; what
//! holds for every family, a note that says nothing and what follows from a problem, is worded here.

mod cell;
mod cross;
mod file;
mod form;
mod merge;
mod sum;
mod trend;
mod unreadable;

use super::{Code, Finding, Problem, Severity};

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

    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Words { message: message.into(), hint: hint.into(), found: None, expected: None }
    }

    #[expect(clippy::needless_pass_by_value, reason = "words are made of numbers, names and texts at hand")]
    fn found(self, found: impl ToString) -> Self {
        Words { found: Some(found.to_string()).filter(|found| !found.is_empty()), ..self }
    }

    #[expect(clippy::needless_pass_by_value, reason = "words are made of numbers, names and texts at hand")]
    fn expected(self, expected: impl ToString) -> Self {
        Words { expected: Some(expected.to_string()).filter(|expected| !expected.is_empty()), ..self }
    }
}

/// The finding in words.
pub fn of_finding(finding: &Finding, audience: Audience) -> Words {
    let mut words = of_problem(&finding.problem, finding.severity, audience);
    // Of an error no note is asked for.
    if let (Severity::Query, Some(note)) = (finding.severity, &finding.weak_note) {
        words.hint.push_str(&format!("; ghi chú “{note}” chưa nói rõ lý do"));
    }
    if let [first, rest @ ..] = &finding.consequences[..] {
        let first = of_problem(first, finding.severity, audience).message;
        words.message.push_str(&match rest.len() {
            0 => format!("; {} {first}", unless_changed(finding.code())),
            n => format!("; {} có {} chỗ không hợp lý, ví dụ {first}", unless_changed(finding.code()), n + 1),
        });
        if let Some(hint) = certain_hint(finding) {
            words.hint = hint;
        }
    }
    words
}

fn of_problem(problem: &Problem, severity: Severity, audience: Audience) -> Words {
    match problem {
        Problem::File(problem) => file::words(problem, audience),
        Problem::Form(problem) => form::words(problem),
        Problem::Cell(problem) => cell::words(problem),
        Problem::Sum(problem) => sum::words(problem),
        Problem::Cross(problem) => cross::words(problem, severity),
        Problem::Merge(problem) => merge::words(problem),
        Problem::Trend(problem) => trend::words(problem, severity == Severity::Error),
        Problem::Kept(_, words) => words.clone(),
    }
}

/// What must be assumed for the consequences to follow.
fn unless_changed(code: Code) -> &'static str {
    match code {
        Code::ZeroMark => "nếu đúng là 0 thì",
        Code::AmbiguousSeparator => "nếu hiểu như vậy thì",
        _ => "nếu để nguyên thì",
    }
}

/// What to do where the consequences prove that the numbers can't be right, so that no note is asked for.
fn certain_hint(finding: &Finding) -> Option<String> {
    let hint = match finding.code() {
        _ if finding.severity != Severity::Error => return None,
        Code::ZeroMark => "Ghi số người thật có vào ô; số 0 không khớp với các số khác",
        Code::AmbiguousSeparator => {
            "Gõ lại số người đúng, không có dấu ngăn cách; hiểu như trên thì không khớp với các số khác"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}
