//! From findings to marks: which cells are tinted in which colour, and what the note in each says.
//!
//! Only what asks for something marks a cell. Notes, and queries that were explained, stand in the list alone: a colour
//! or a note in a cell means that somebody has to do something there.

use std::collections::BTreeMap;

use crate::intake::own_note::{HEAD, TAIL};
use crate::problem::{Audience, Finding, Severity};
use crate::value::grid::{Address, Workbook};

/// How many cells of a copy are marked at most; the list names the others. A filled template has some thousand cells.
pub const MAX_MARKS: usize = 4_000;

/// The colour of a marked cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tint {
    /// Must be corrected.
    Error,
    /// Must be corrected or explained.
    Query,
}

impl Tint {
    pub const ALL: [Tint; 2] = [Tint::Error, Tint::Query];

    /// Colours that nobody picks by chance, because marks are recognised by their colour.
    pub fn argb(self) -> &'static str {
        match self {
            Tint::Error => "FFF7A8A1",
            Tint::Query => "FFFFDB4D",
        }
    }

    fn of(finding: &Finding) -> Option<Self> {
        match finding.severity {
            Severity::Error => Some(Tint::Error),
            Severity::Query if finding.is_open() => Some(Tint::Query),
            Severity::Query | Severity::Note => None,
        }
    }
}

/// What a cell is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub tint: Tint,
    /// What is wrong and what to do, a paragraph for each finding.
    pub paragraphs: Vec<String>,
}

/// Marks by sheet and cell.
pub type Marks = BTreeMap<String, BTreeMap<Address, Mark>>;

/// The marks that a file's findings give its cells.
pub fn marks(findings: &[Finding], workbook: &Workbook) -> Marks {
    let mut marks = Marks::new();
    let mut n_marks = 0;
    for finding in findings {
        let (Some(tint), Some(name)) = (Tint::of(finding), &finding.place.sheet) else { continue };
        if workbook.sheet(name).is_none() {
            continue;
        }
        let cells = marks.entry(name.clone()).or_default();
        for at in &finding.place.cells {
            if n_marks >= MAX_MARKS && !cells.contains_key(at) {
                continue;
            }
            let mark = cells.entry(*at).or_insert_with(|| {
                n_marks += 1;
                Mark { tint, paragraphs: Vec::new() }
            });
            mark.tint = mark.tint.min(tint);
            mark.paragraphs.push(paragraph(finding));
        }
    }
    marks
}

fn paragraph(finding: &Finding) -> String {
    let words = finding.words(Audience::Agency);
    format!("{} {}: {}\n→ {}", finding.severity, finding.code(), words.message, words.hint)
}

impl Mark {
    /// The note's first line, which is bold, and the rest.
    pub fn note(&self) -> (String, String) {
        (format!("{HEAD}\n"), format!("{}\n{TAIL}", self.paragraphs.join("\n")))
    }
}
