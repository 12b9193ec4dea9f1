//! A finding: what is wrong as data, and where.

use super::Audience;
use super::catalog::Code;
use super::severity::Severity;
use super::words::Words;
use super::{assigned, cell, cross, file, form, merge, rollup, sum, trend};
use crate::plan::Plan;
use crate::value::grid::Address;

/// Where: the sheet and cells for the eye, the codes for the mind. Every part may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the sheet.
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

impl Place {
    /// What the sheet is called: as in the file or else as the plan calls the form's; `None` if it is about the whole file.
    pub fn sheet_in<'p>(&'p self, plan: Option<&'p Plan>) -> Option<&'p str> {
        self.sheet.as_deref().or_else(|| self.form_sheet_in(plan?))
    }

    /// What the plan calls the form's sheet; `None` if it is about no form.
    pub fn form_sheet_in<'p>(&self, plan: &'p Plan) -> Option<&'p str> {
        Some(&plan.form(plan.form_by_code(self.form.as_ref()?)?).sheet)
    }
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
    /// SUM: returns that were added up from units.
    Rollup(rollup::RollupProblem),
    /// What the plan compares.
    Cross(cross::Problem),
    /// TREND: counts beside those of an earlier year.
    Trend(trend::Problem),
    /// MERGE: which of several files counts.
    Merge(merge::Problem),
    /// Assigned targets, which belong to FILE and to SUM.
    Assigned(assigned::Problem),
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
            Problem::Rollup(problem) => problem.code(),
            Problem::Cross(problem) => problem.code(),
            Problem::Trend(problem) => problem.code(),
            Problem::Merge(problem) => problem.code(),
            Problem::Assigned(problem) => problem.code(),
            Problem::Kept(code, _) => *code,
        }
    }
}

impl From<file::Problem> for Problem {
    fn from(problem: file::Problem) -> Self {
        Problem::File(problem)
    }
}

impl From<rollup::RollupProblem> for Problem {
    fn from(problem: rollup::RollupProblem) -> Self {
        Problem::Rollup(problem)
    }
}

impl From<form::Problem> for Problem {
    fn from(problem: form::Problem) -> Self {
        Problem::Form(problem)
    }
}

impl From<cell::Problem> for Problem {
    fn from(problem: cell::Problem) -> Self {
        Problem::Cell(problem)
    }
}

impl From<sum::Problem> for Problem {
    fn from(problem: sum::Problem) -> Self {
        Problem::Sum(problem)
    }
}

impl From<cross::Problem> for Problem {
    fn from(problem: cross::Problem) -> Self {
        Problem::Cross(problem)
    }
}

impl From<trend::Problem> for Problem {
    fn from(problem: trend::Problem) -> Self {
        Problem::Trend(problem)
    }
}

impl From<assigned::Problem> for Problem {
    fn from(problem: assigned::Problem) -> Self {
        Problem::Assigned(problem)
    }
}

impl From<merge::Problem> for Problem {
    fn from(problem: merge::Problem) -> Self {
        Problem::Merge(problem)
    }
}

/// One thing found: what is wrong as data, and where. It is put into words for whoever reads it, by [`Finding::words`].
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// What it demands.
    pub severity: Severity,
    /// Where it is.
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
    /// The finding at a place.
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The finding with another severity than the catalogue's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// What is wrong, in the catalogue.
    pub fn code(&self) -> Code {
        self.problem.code()
    }

    /// What it demands, as the officer reads it: an answered query demands nothing any more.
    pub fn label(&self) -> String {
        if self.severity == Severity::Query && self.is_explained() {
            return "Đã giải trình".to_owned();
        }
        self.severity.to_string()
    }

    /// Whether the sender answered the query in the row's note.
    pub fn is_explained(&self) -> bool {
        self.explanation.is_some()
    }

    /// Whether only the officer can do something about it, whoever sent the file.
    pub fn is_for_officer(&self) -> bool {
        matches!(&self.problem, Problem::File(problem) if problem.is_for_officer())
    }

    /// What somebody is to do about it; `None` where nothing is to be done, or the sender explained it.
    pub fn asked_of(&self, audience: Audience) -> Option<String> {
        let words = self.words(audience);
        let is_asked = self.severity != Severity::Note || words.asks_for_something();
        (is_asked && !self.is_explained()).then_some(words.hint)
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
