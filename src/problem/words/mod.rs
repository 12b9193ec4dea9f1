//! Findings in words: what is wrong and what to do, for the one who reads it. One file words one family of problems; what
//! holds for every family, a note that says nothing and what follows from a problem, is worded here.

mod assigned;
mod cell;
mod cross;
mod file;
mod form;
mod merge;
mod rollup;
mod said;
mod sum;
mod trend;
mod unreadable;

use said::counted;
pub use said::{Audience, Words};

use super::{Code, Finding, Problem, Severity};

impl Finding {
    /// What is wrong and what to do, as this reader needs to hear it.
    pub fn words(&self, audience: Audience) -> Words {
        of_finding(self, audience)
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
}

/// The finding in words.
fn of_finding(finding: &Finding, audience: Audience) -> Words {
    let mut words = of_problem(&finding.problem, finding.severity, audience);
    // Of an error no note is asked for.
    if let (Severity::Query, Some(note)) = (finding.severity, &finding.weak_note) {
        words.hint.push_str(&format!("; ghi chú “{note}” chưa nói rõ lý do"));
    }
    if let [first, rest @ ..] = &finding.consequences[..] {
        let first = of_problem(first, finding.severity, audience).message;
        words.message.push_str(&match rest.len() {
            0 => format!("; {} {first}", unless_changed(finding.code())),
            n => {
                format!("; {} có {} chỗ không hợp lý, ví dụ {first}", unless_changed(finding.code()), counted(n + 1))
            }
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
        Problem::Rollup(problem) => rollup::words(problem),
        Problem::Cross(problem) => cross::words(problem, severity),
        Problem::Merge(problem) => merge::words(problem, audience),
        Problem::Trend(problem) => trend::words(problem, severity == Severity::Error),
        Problem::Assigned(problem) => assigned::words(problem),
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
