//! A form with this year's and the earlier year's counts, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use super::before::Before;
use super::tolerance::Tolerance;
use crate::counts::CellId;
use crate::intake::explanation;
use crate::intake::submission::{FormData, Submission};
use crate::plan::{ColumnId, Form, FormId, PlanYear, RowId};
use crate::problem::trend::{Change, Count, Fitting, Problem, What};
use crate::problem::{Code, Finding, Severity};
use crate::rules::lacking::LackingRows;
use crate::value::grid::Address;

/// A cell of the form.
pub type FormCell = (RowId, ColumnId);

/// A count of this year and the same count of the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub now: u64,
    pub before: u64,
    pub at: Address,
}

/// In which of the two years a row may lack numbers of units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lacking {
    pub now: bool,
    pub then: bool,
}

/// One form in both years. Cells that only one of them has are left out.
pub struct FormPair<'a> {
    year: &'a PlanYear<'a>,
    data: &'a FormData,
    pub earlier_year: i32,
    /// Whether its numbers were put together from those of areas or plans before.
    is_restated: bool,
    pub tolerance: Tolerance,
    /// The least number of counts that must be equal before a form is taken for last year's again.
    pub repeated_cells: usize,
    pairs: BTreeMap<FormCell, Pair>,
    settled: BTreeSet<FormCell>,
    /// Where an error stands already, or a question about what is meant.
    in_doubt: BTreeSet<Address>,
    /// The rows that may lack numbers of units.
    lacking: BTreeMap<RowId, Lacking>,
}

impl<'a> FormPair<'a> {
    pub fn new(submission: &Submission, data: &'a FormData, year: &'a PlanYear<'a>, before: &Before) -> Self {
        let (agency, form) = (submission.agency, data.form);
        let pairs = data.entries.iter().filter_map(|entry| {
            let (now, column) = (entry.people()?, entry.column);
            let row = before.year.row_by_code(form, &year.row(form, entry.row).code)?;
            let before = before.counts.get(CellId { agency, form, row, column })?;
            Some(((entry.row, column), Pair { now, before, at: entry.at }))
        });
        let limits = &year.plan.limits;
        FormPair {
            year,
            data,
            earlier_year: before.year.year,
            is_restated: before.is_restated,
            tolerance: Tolerance::of(limits),
            repeated_cells: limits.repeated_cells,
            pairs: pairs.collect(),
            settled: BTreeSet::new(),
            in_doubt: BTreeSet::new(),
            lacking: BTreeMap::new(),
        }
    }

    /// Excludes cells that already have an error or an open question; further questions wait until that is resolved.
    pub fn with_doubts(mut self, findings: &[Finding]) -> Self {
        let is_in_doubt = |finding: &&Finding| {
            finding.severity == Severity::Error || matches!(finding.code(), Code::ZeroMark | Code::AmbiguousSeparator)
        };
        let here = findings.iter().filter(|finding| finding.place.sheet.as_deref() == Some(&*self.data.sheet));
        self.in_doubt = here.filter(is_in_doubt).flat_map(|finding| finding.place.cells.iter().copied()).collect();
        self
    }

    /// With the rows that may lack numbers of units, of this year and of the earlier one.
    pub fn with_lacking(mut self, now: &LackingRows, then: &LackingRows) -> Self {
        let (form, data, year) = (&self.form().code, self.data, self.year);
        let of_row = |row: RowId| {
            let code = &year.row(data.form, row).code;
            (row, Lacking { now: now.contain(form, code), then: then.contain(form, code) })
        };
        let rows: BTreeSet<RowId> = self.pairs.keys().map(|(row, _)| *row).collect();
        self.lacking = rows.into_iter().map(of_row).filter(|(_, of)| *of != Lacking::default()).collect();
        self
    }

    /// In which years a row may lack numbers of units.
    pub fn lacking(&self, row: RowId) -> Lacking {
        self.lacking.get(&row).copied().unwrap_or_default()
    }

    /// Takes the cells of those rows out of what is still to be explained.
    pub fn settle_lacking(&mut self) {
        let lacking = &self.lacking;
        self.settled.extend(self.pairs.keys().filter(|(row, _)| lacking.contains_key(row)));
    }

    /// Whether a cell must be corrected anyway, or its meaning is asked about.
    pub fn is_in_doubt(&self, pair: Pair) -> bool {
        self.in_doubt.contains(&pair.at)
    }

    /// Takes cells out of what is still to be explained.
    pub fn settle(&mut self, cells: &[FormCell]) {
        self.settled.extend(cells);
    }

    /// A cell's counts, if both years have one and no cause explains it yet.
    pub fn get(&self, cell: FormCell) -> Option<Pair> {
        if self.settled.contains(&cell) { None } else { self.pairs.get(&cell).copied() }
    }

    /// Every cell that [`Self::get`] gives, by row and then column.
    pub fn cells(&self) -> impl Iterator<Item = (FormCell, Pair)> + '_ {
        self.pairs.iter().filter(|(cell, _)| !self.settled.contains(cell)).map(|(cell, pair)| (*cell, *pair))
    }

    /// Whether a cell has changed beyond the tolerance.
    pub fn is_changed(&self, pair: Pair) -> bool {
        self.tolerance.is_passed(pair.now, pair.before)
    }

    /// The cells that have changed beyond the tolerance.
    pub fn changed(&self) -> impl Iterator<Item = (FormCell, Pair)> + '_ {
        self.cells().filter(|(_, pair)| self.is_changed(*pair))
    }

    pub fn form_id(&self) -> FormId {
        self.data.form
    }

    pub fn form(&self) -> &'a Form {
        self.year.plan.form(self.data.form)
    }

    pub fn column_ids(&self) -> impl Iterator<Item = ColumnId> + use<> {
        self.year.column_ids(self.data.form)
    }

    /// The entered rows as they follow each other in the sheet.
    pub fn rows_in_sheet(&self) -> Vec<RowId> {
        let at = |row: &RowId| self.data.rows[row.idx()].as_ref().map(|row| row.at);
        let mut rows: Vec<RowId> = self.year.entered_rows(self.data.form).filter(|row| at(row).is_some()).collect();
        rows.sort_by_key(at);
        rows
    }

    /// `Cán bộ`.
    pub fn row_label(&self, row: RowId) -> String {
        self.year.row(self.data.form, row).label.clone()
    }

    /// `Dự kiến giảm`.
    pub fn column_label(&self, column: ColumnId) -> String {
        self.form().columns[column.idx()].label.clone()
    }

    /// A cell's change as it is said.
    pub fn change(&self, (_, column): FormCell, pair: Pair) -> Change {
        Change { column: self.column_label(column), now: pair.now, before: pair.before }
    }

    /// A finding of no count in particular, which the note of the form's first compared row answers; `None` if none is compared.
    pub fn finding_of_form(&self, what: What) -> Option<Finding> {
        let ((row, column), pair) = self.cells().next()?;
        let problem = self.problem(what, row, Vec::new());
        let finding = Finding::from(problem).at(self.data.place(self.year, row, Some(column), vec![pair.at]));
        Some(explanation::explain(finding, self.data, &[row]))
    }

    fn problem(&self, what: What, row: RowId, counts: Vec<Count>) -> Problem {
        let (earlier_year, is_restated) = (self.earlier_year, self.is_restated);
        Problem { what, earlier_year, is_restated, row: self.row_label(row), counts }
    }

    /// A finding about cells, answered by the note of the first one's row. `fitting` is what would fit the earlier year.
    pub fn finding(&self, cells: &[FormCell], what: What, fitting: impl Fn(FormCell, Pair) -> Fitting) -> Finding {
        let (row, column) = cells[0];
        let pairs: Vec<(FormCell, Pair)> =
            cells.iter().filter_map(|cell| Some((*cell, *self.pairs.get(cell)?))).collect();
        let at = pairs.iter().map(|(_, pair)| pair.at).collect();
        let counts = pairs.iter().map(|(cell, pair)| Count { people: pair.now, fitting: fitting(*cell, *pair) });
        let problem = self.problem(what, row, counts.collect());
        let finding = Finding::from(problem).at(self.data.place(self.year, row, Some(column), at));
        explanation::explain(finding, self.data, &[row])
    }
}
