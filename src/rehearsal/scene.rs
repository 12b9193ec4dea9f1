//! What a fault is made in: an agency's filled return, among those of the whole province.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::book::SpoiltBook;
use super::cell_counts::CellCounts;
use super::{repair, solve};
use crate::counts::CellId;
use crate::plan::{AgencyId, ColumnId, FormId, PlanYear, RowId};
use crate::problem::Code;
use crate::rules::{PlannedComparison, Tolerance, comparisons};
use crate::template::{self, Filling, FormCells};
use crate::value::grid::Address;

/// The counts of a province, and what they are compared in.
pub struct World<'a> {
    pub year: &'a PlanYear<'a>,
    pub counts: CellCounts,
    pub comparisons: Vec<PlannedComparison>,
    /// The comparisons that a cell takes part in, by their positions.
    by_cell: BTreeMap<CellId, Vec<usize>>,
    /// The comparisons that fail as it is, as checks of the plan contradict each other.
    failing: BTreeSet<usize>,
    /// The counts of the year before, as its returns have them; `None` where there is no such year.
    pub before: Option<CellCounts>,
}

impl<'a> World<'a> {
    pub fn new(year: &'a PlanYear<'a>, counts: CellCounts, before: Option<CellCounts>) -> Self {
        let comparisons = comparisons(year, year.agencies);
        let mut by_cell: BTreeMap<CellId, Vec<usize>> = BTreeMap::new();
        for (n, comparison) in comparisons.iter().enumerate() {
            for term in comparison.left.iter().chain(&comparison.right) {
                let of_cell = by_cell.entry(term.cell).or_default();
                if of_cell.last() != Some(&n) {
                    of_cell.push(n);
                }
            }
        }
        let failing = (0..comparisons.len()).filter(|n| !solve::passes(&comparisons[*n], &counts)).collect();
        World { year, counts, comparisons, by_cell, failing, before }
    }

    /// The comparisons that no longer hold with other counts in some cells, by their positions.
    pub fn broken(&self, changed: &[(CellId, u64)]) -> Vec<usize> {
        let get = |cell: &CellId| {
            let new = changed.iter().find(|(of, _)| of == cell).map(|(_, people)| *people);
            new.or_else(|| self.counts.get(cell).copied())
        };
        let mut touched: Vec<usize> =
            changed.iter().filter_map(|(cell, _)| self.by_cell.get(cell)).flatten().copied().collect();
        touched.sort_unstable();
        touched.dedup();
        let fails = |n: &usize| {
            let comparison = &self.comparisons[*n];
            let sides = comparison.sides(|term| get(&term.cell));
            sides.is_some_and(|(left, right)| !comparison.holds(left, right)) && !self.failing.contains(n)
        };
        touched.into_iter().filter(fails).collect()
    }

    /// Whether a count stays near that of the year before, so that nothing is asked about the change.
    pub fn is_near_before(&self, cell: &CellId, people: u64) -> bool {
        let Some(before) = self.before.as_ref().and_then(|counts| counts.get(cell)) else { return true };
        !Tolerance::of(&self.year.plan.limits).is_passed(people, *before)
    }

    /// Both sides of a comparison as they are.
    pub fn sides(&self, n: usize) -> Option<(i64, i64)> {
        repair::sides(&self.comparisons[n], &self.counts)
    }
}

/// An agency's return.
pub struct Scene<'a> {
    pub world: &'a World<'a>,
    pub agency: AgencyId,
    pub filling: &'a Filling,
}

/// An entered cell.
#[derive(Debug, Clone)]
pub struct FilledCell {
    pub form: FormId,
    pub row: RowId,
    pub column: ColumnId,
    pub sheet: String,
    pub at: Address,
    pub people: u64,
}

/// A finding that must come, in one of the files that a fault makes.
#[derive(Debug, Clone)]
pub struct Awaited {
    /// In which of the fault's files.
    pub file: usize,
    pub code: Code,
    /// `None` for a finding about the file as a whole.
    pub sheet: Option<String>,
    /// Cells of which the finding must name one; none where only the sheet matters.
    pub cells: Vec<Address>,
    /// Whose sound return has the finding, if it isn't one of the fault's files.
    pub agency: Option<AgencyId>,
}

/// A file that a fault makes.
#[derive(Debug, Clone)]
pub struct MadeFile {
    /// What it is called; `None` leaves the name to chance.
    pub name: Option<String>,
    pub what: FileContent,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum FileContent {
    /// A filled template, still to be written.
    Filled(Box<Filling>),
    /// Its bytes.
    Bytes(Vec<u8>),
}

/// What a fault makes of a return.
#[derive(Debug, Clone, Default)]
pub struct Spoilt {
    /// The files that the agency sends.
    pub files: Vec<MadeFile>,
    /// What was done, for people.
    pub what: String,
    pub awaited: Vec<Awaited>,
    /// Whether the agency's good return comes as well.
    pub is_beside: bool,
    /// Other agencies whose returns must be sound for the finding to come.
    pub needs: Vec<AgencyId>,
    /// The check of the plan that must speak, by its position.
    pub check: Option<usize>,
}

/// A return to which something harmless was done.
#[derive(Debug, Clone)]
pub struct Varied {
    /// What the file is called; `None` leaves the name to chance.
    pub name: Option<String>,
    pub bytes: Vec<u8>,
    /// What was done, for people.
    pub what: &'static str,
    /// The notes that may say so.
    pub notes: &'static [Code],
}

impl Spoilt {
    /// One file in place of the agency's return.
    pub fn file(what: FileContent) -> Self {
        Spoilt { files: vec![MadeFile { name: None, what }], ..Spoilt::default() }
    }

    pub fn book(book: &SpoiltBook) -> Self {
        Spoilt::file(FileContent::Bytes(book.save()))
    }

    pub fn filled(filling: Filling) -> Self {
        Spoilt::file(FileContent::Filled(Box::new(filling)))
    }

    pub fn saying(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    pub fn named(mut self, name: impl Into<String>) -> Self {
        if let Some(file) = self.files.last_mut() {
            file.name = Some(name.into());
        }
        self
    }

    pub fn beside(mut self) -> Self {
        self.is_beside = true;
        self
    }

    /// The finding that must come in the first file, about the file as a whole.
    pub fn awaiting(self, code: Code) -> Self {
        self.awaiting_in(0, code)
    }

    pub fn awaiting_in(mut self, file: usize, code: Code) -> Self {
        self.awaited.push(Awaited { file, code, sheet: None, cells: Vec::new(), agency: None });
        self
    }

    /// The finding that must come in the first file, at cells of a sheet.
    pub fn awaiting_at(mut self, code: Code, sheet: &str, cells: impl IntoIterator<Item = Address>) -> Self {
        let cells = cells.into_iter().collect();
        self.awaited.push(Awaited { file: 0, code, sheet: Some(sheet.to_owned()), cells, agency: None });
        self
    }

    pub fn then(mut self, what: FileContent, name: Option<String>) -> Self {
        self.files.push(MadeFile { name, what });
        self
    }
}

impl<'a> Scene<'a> {
    pub fn year(&self) -> &'a PlanYear<'a> {
        self.world.year
    }

    /// The sheet of a form.
    pub fn sheet(&self, form: FormId) -> &'a str {
        &self.year().plan.form(form).sheet
    }

    pub fn cells(&self, form: FormId) -> FormCells<'a> {
        FormCells::of(self.year().plan.form(form))
    }

    /// The agency's forms that must be filled in.
    pub fn forms(&self) -> impl Iterator<Item = FormId> + '_ {
        self.year().forms_of(self.agency).filter(|form| !self.year().plan.form(*form).optional)
    }

    /// The return as our writer makes it, to be spoilt.
    pub fn book(&self) -> Option<SpoiltBook> {
        self.book_of(self.filling)
    }

    pub fn book_of(&self, filling: &Filling) -> Option<SpoiltBook> {
        SpoiltBook::open(&template::workbook(self.year(), self.agency, filling).ok()?)
    }

    pub fn cover_cell(&self, field: &str) -> Address {
        template::cover_cell(self.year(), self.agency, self.filling, field)
    }

    /// The entered cells of the forms that must be filled in.
    pub fn entries(&self) -> Vec<FilledCell> {
        let cell = |form: FormId, row: RowId, column: ColumnId| {
            let people = *self.filling.counts.get(&(form, row, column))?;
            let at = self.cells(form).count(row, column);
            Some(FilledCell { form, row, column, sheet: self.sheet(form).to_owned(), at, people })
        };
        let rows = self.forms().flat_map(|form| self.year().entered_rows(form).map(move |row| (form, row)));
        let cells = rows.flat_map(|(form, row)| self.year().column_ids(form).map(move |column| (form, row, column)));
        cells.filter_map(|(form, row, column)| cell(form, row, column)).collect()
    }

    /// One of the entered cells that fit.
    pub fn pick(&self, rng: &mut Rng, fits: impl Fn(&FilledCell) -> bool) -> Option<FilledCell> {
        let entries: Vec<FilledCell> = self.entries().into_iter().filter(|entry| fits(entry)).collect();
        one_of(&entries, rng).cloned()
    }

    pub fn cell_id(&self, entry: &FilledCell) -> CellId {
        CellId { agency: self.agency, form: entry.form, row: entry.row, column: entry.column }
    }

    /// The return with other counts in some cells.
    pub fn with(&self, changed: &[(CellId, u64)]) -> Filling {
        let mut filling = self.filling.clone();
        for (cell, people) in changed.iter().filter(|(cell, _)| cell.agency == self.agency) {
            filling.counts.insert((cell.form, cell.row, cell.column), *people);
        }
        filling
    }
}

/// One of several, by chance.
pub fn one_of<'t, T>(all: &'t [T], rng: &mut Rng) -> Option<&'t T> {
    if all.is_empty() { None } else { all.get(rng.usize(0..all.len())) }
}
