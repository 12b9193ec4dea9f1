//! One sheet on its way into the plan: which of its cells were read, and what is wrong. What nobody read is said at the end,
//! so that nothing on a sheet is passed over.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::cell::{self, CellContent};
use super::former;
use super::spec::{ColumnSpec, Requirement};
use super::tree::{NodeTable, PlanNode, Spot};
use crate::plan::book_fault::BookFault;
use crate::value::grid::{Address, Sheet, Workbook};
use crate::value::text;

/// How many cells of a sheet that nobody reads are named one by one.
const MOST_STRAY: usize = 20;

/// A fault of a sheet, at its cell.
pub type SheetFault = (Option<Spot>, BookFault);

pub struct SheetReading<'w> {
    pub sheet: &'w Sheet,
    /// The sheet's position in the workbook.
    n: usize,
    date_1904: bool,
    /// The version of the plan's language that the workbook was written in.
    pub language: u32,
    is_given_up: bool,
    read: HashSet<Address>,
    faults: Vec<SheetFault>,
}

impl<'w> SheetReading<'w> {
    pub fn new(workbook: &'w Workbook, n: usize, language: u32) -> Self {
        let (read, faults) = (HashSet::new(), Vec::new());
        SheetReading {
            sheet: &workbook.sheets[n],
            n,
            date_1904: workbook.date_1904,
            language,
            is_given_up: false,
            read,
            faults,
        }
    }

    pub fn spot(&self, at: Address) -> Spot {
        Spot { sheet: self.n, at }
    }

    pub fn report(&mut self, at: Address, fault: BookFault) {
        self.faults.push((Some(self.spot(at)), fault));
    }

    /// The same, unless it was said of another cell of the sheet.
    pub fn report_once(&mut self, at: Address, fault: BookFault) {
        if self.faults.iter().all(|(_, known)| *known != fault) {
            self.report(at, fault);
        }
    }

    /// What stands on the sheet can't be told for now, and isn't said to be stray.
    pub fn give_up(&mut self) {
        self.is_given_up = true;
    }

    /// Nothing of a plan may be out of sight, and no cell may stand for others.
    pub fn check_looks(&mut self) {
        let (sheet, layout) = (self.sheet, &self.sheet.layout);
        if !sheet.visible || sheet.is_very_hidden {
            self.report(Address::new(0, 0), BookFault::HiddenSheet);
        }
        let has_row = |row: &&u32| sheet.row(**row).any(|(_, cell)| !CellContent::of(cell).is_blank());
        for row in layout.hidden_rows.iter().chain(&layout.filtered_rows).filter(has_row) {
            self.report(Address::new(*row, 0), BookFault::HiddenRow);
        }
        let has_column =
            |col: &&u32| sheet.cells().any(|(at, cell)| at.col == **col && !CellContent::of(cell).is_blank());
        for col in layout.hidden_columns.iter().filter(has_column) {
            self.report(Address::new(0, *col), BookFault::HiddenColumn);
        }
        let mut unseen: BTreeMap<u32, Vec<Address>> = BTreeMap::new();
        layout.unseen.iter().for_each(|at| unseen.entry(at.col).or_default().push(*at));
        for cells in unseen.values() {
            self.report(cells[0], BookFault::Unseen { n_others: cells.len() - 1 });
        }
        self.check_conditions();
        for at in &layout.rounded {
            let content = sheet.get(*at).map_or(CellContent::Blank, CellContent::of);
            let shown = content.shown(self.date_1904);
            self.report(
                *at,
                match content {
                    CellContent::Date(_) => BookFault::ShortenedDate { date: shown },
                    _ => BookFault::Rounded { number: shown },
                },
            );
        }
        for area in &layout.merged {
            self.report(area.first, BookFault::Merged { range: area.to_string() });
        }
        if let Some(at) = sheet.first_beyond {
            self.report(at, BookFault::Beyond);
        }
    }

    /// The first filled cell of each range that a format hides on a condition, and how many more there are.
    fn check_conditions(&mut self) {
        let sheet = self.sheet;
        let mut told = BTreeMap::new();
        for area in &sheet.layout.unseen_on_condition {
            let mut filled = sheet.area(*area).filter(|(_, cell)| !CellContent::of(cell).is_blank()).map(|(at, _)| at);
            if let Some(first) = filled.next() {
                told.entry(first).or_insert(filled.count());
            }
        }
        for (at, n_others) in told {
            self.report(at, BookFault::UnseenOnCondition { n_others });
        }
    }

    /// What a cell holds, which is read with this.
    pub fn content(&mut self, at: Address) -> CellContent {
        self.read.insert(at);
        self.sheet.get(at).map_or(CellContent::Blank, CellContent::of)
    }

    /// Whether a cell was read.
    pub fn is_read(&self, at: Address) -> bool {
        self.read.contains(&at)
    }

    /// The text of a cell, composed, without saying that it was read.
    pub fn look(&self, at: Address) -> Option<Cow<'w, str>> {
        shown(self.sheet, at)
    }

    /// A text that the program wrote and that must stand there still, or nothing; anything else stays unread.
    pub fn fixed(&mut self, at: Address, text: &str) {
        if self.look(at).is_some_and(|found| found == text.trim() || former::is_former(text, &found)) {
            self.read.insert(at);
        }
    }

    /// The plan's value of a cell; `None` for one that says nothing, and after saying what is wrong with it.
    pub fn value(&mut self, column: &ColumnSpec, content: &CellContent, at: Address) -> Option<PlanNode> {
        match cell::value(column, content, self.spot(at), self.date_1904) {
            Ok(value) => value,
            Err(fault) => {
                self.report(at, fault);
                None
            }
        }
    }

    /// Puts what a cell says under a key of a table. What is wrong with it is said, and something put in its place with which the
    /// rest of the plan can be read. Whether nothing is wrong.
    pub fn put(
        &mut self,
        column: &ColumnSpec,
        content: &CellContent,
        at: Address,
        key: &str,
        table: &mut NodeTable,
    ) -> bool {
        let spot = self.spot(at);
        let read = cell::value(column, content, spot, self.date_1904);
        let is_right = read.is_ok();
        let node = read.unwrap_or_else(|fault| {
            self.report(at, fault);
            cell::stand_in(column, spot)
        });
        if let Some(node) = node {
            table.put(key, node);
        }
        is_right
    }

    /// The value of a cell that must say something here.
    pub fn needed(&mut self, column: &ColumnSpec, content: &CellContent, at: Address) -> Option<PlanNode> {
        self.value(&column.or(Requirement::Required), content, at)
    }

    /// What is wrong with the sheet, and what stands on it that nobody read.
    pub fn finish(mut self) -> Vec<SheetFault> {
        let sheet = self.sheet;
        if self.is_given_up {
            return self.faults;
        }
        let unread = sheet.cells().filter(|(at, _)| !self.read.contains(at));
        let stray = unread.filter_map(|(at, cell)| match CellContent::of(cell) {
            CellContent::Blank => None,
            CellContent::Wrong(fault) => Some((at, fault)),
            content => Some((at, BookFault::Stray { text: content.shown(self.date_1904) })),
        });
        for (at, fault) in stray.take(MOST_STRAY).collect::<Vec<_>>() {
            self.report(at, fault);
        }
        self.faults
    }
}

/// The text of a sheet's cell, composed, as headings and titles are compared; `None` for one that shows nothing.
pub fn shown(sheet: &Sheet, at: Address) -> Option<Cow<'_, str>> {
    sheet.text(at).map(str::trim).filter(|text| !text.is_empty()).map(text::composed)
}
