//! A provincial workbook of a plan that came before, by that plan's codes: what became of them is for who compares.

use std::collections::BTreeMap;

use super::earlier::{Alteration, Earlier, NotReadBack, RowAt, ledger_sheet};
use super::kept;
use super::ledger_book::{self, LedgerBook, column, fact, whole};
use super::names::{NAMES_SHEET, PastNames};
use super::read_back::read_back;
use crate::intake::reader::OwnWorkbook;
use crate::plan::{Plan, keys};
use crate::rollup::UnitExtent;
use crate::value::grid::Workbook;

/// The numbers of a predecessor's workbook.
#[derive(Debug, Clone)]
pub struct PastBook {
    /// The place in [`Plan::predecessors`].
    pub predecessor: usize,
    /// The year.
    pub year: i32,
    /// In the ledger's order.
    pub numbers: Vec<PastNumber>,
    /// What its codes are called.
    pub names: PastNames,
    /// How the workbook differs from what was written.
    pub alterations: Vec<Alteration>,
    /// Whose numbers lack some of their units': the codes of round and agency, and from which they were added up.
    pub partial: Vec<(String, String, UnitExtent)>,
}

/// A number of a predecessor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastNumber {
    /// Where it stands.
    pub cell: PastCell,
    /// In people.
    pub people: u64,
}

/// A cell of a predecessor, by that plan's codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastCell {
    /// The round; blank for the only one.
    pub round: String,
    /// The agency that reported.
    pub agency: String,
    /// The form.
    pub form: String,
    /// The row.
    pub row: String,
    /// The column's measure.
    pub column: String,
}

/// An earlier workbook that a year can be compared with.
#[derive(Debug, Clone)]
pub enum EarlierBook<'p> {
    /// Of the plan itself.
    Own(Earlier<'p>),
    /// Of a plan that came before.
    Past(&'p Plan, PastBook),
}

impl EarlierBook<'_> {
    /// The year.
    pub fn year(&self) -> i32 {
        match self {
            EarlierBook::Own(book) => book.year.year,
            EarlierBook::Past(_, book) => book.year,
        }
    }
}

/// Reads an earlier workbook of the plan or of one that came before.
///
/// # Errors
///
/// When it is neither, or can't be read as a whole; of a plan before also when its year is one of this plan's, or too long ago.
pub fn read_earlier<'p>(bytes: &[u8], plan: &'p Plan) -> Result<EarlierBook<'p>, NotReadBack> {
    if plan.predecessors.is_empty() {
        return read_back(bytes, plan).map(EarlierBook::Own);
    }
    let workbook = ledger_book::workbook(bytes)?;
    match predecessor(&workbook.workbook, plan) {
        Some(predecessor) => Ok(EarlierBook::Past(plan, past_book(workbook, plan, predecessor)?)),
        None => read_back(bytes, plan).map(EarlierBook::Own),
    }
}

/// The predecessor whose provincial workbook it is.
fn predecessor(workbook: &Workbook, plan: &Plan) -> Option<usize> {
    let identity = workbook.sheet(keys::IDENTITY_SHEET)?;
    let is_provincial = fact(identity, keys::KIND).is_some_and(|kind| kind == keys::KIND_PROVINCIAL);
    let id = fact(identity, keys::PLAN).filter(|_| is_provincial && fact(identity, keys::TIER).is_none())?;
    plan.predecessors.iter().position(|known| known.plan == id)
}

fn past_book(workbook: OwnWorkbook, plan: &Plan, predecessor: usize) -> Result<PastBook, NotReadBack> {
    let book = LedgerBook::new(workbook)?;
    let year = book.fact(keys::YEAR).and_then(|year| year.parse().ok());
    let year: i32 = year.ok_or_else(|| NotReadBack::new("không còn ghi năm của sổ"))?;
    let can_be_compared =
        plan.comparable_in(plan.first_year).is_some_and(|comparable| comparable.plan.year(year).is_some());
    if year >= plan.first_year || !can_be_compared {
        let own =
            format!("là sổ năm {year} của kế hoạch trước; kế hoạch “{}” bắt đầu từ năm {}", plan.id, plan.first_year);
        return Err(NotReadBack(own));
    }
    let numbers = numbers(&book, year)?;
    let names = book.workbook.sheet(NAMES_SHEET).map(PastNames::read).unwrap_or_default();
    let partial = book.workbook.sheet(kept::FILES_SHEET).map(kept::partial_by_code).transpose()?.unwrap_or_default();
    Ok(PastBook { predecessor, year, numbers, names, alterations: book.alteration().into_iter().collect(), partial })
}

/// Every number, each cell of a round once.
fn numbers(book: &LedgerBook, year: i32) -> Result<Vec<PastNumber>, NotReadBack> {
    let mut rows: BTreeMap<PastCell, RowAt> = BTreeMap::new();
    let mut numbers = Vec::new();
    for row in book.rows() {
        let of = book.shown(row, const { column("year") });
        if of != year.to_string() {
            return Err(NotReadBack::of_other_year(row, &of));
        }
        let number = number(book, row).ok_or_else(|| NotReadBack::row(&ledger_sheet(row.sheet), row.row))?;
        if let Some(first) = rows.insert(number.cell.clone(), row) {
            return Err(NotReadBack::repeated(row, first));
        }
        numbers.push(number);
    }
    Ok(numbers)
}

fn number(book: &LedgerBook, row: RowAt) -> Option<PastNumber> {
    let text = |col: u32| book.text(row, col).trim().to_owned();
    let code = |col: u32| Some(text(col)).filter(|code| !code.is_empty());
    let cell = PastCell {
        round: text(const { column("round") }),
        agency: code(const { column("agency") })?,
        form: code(const { column("form") })?,
        row: code(const { column("row") })?,
        column: code(const { column("column") })?,
    };
    Some(PastNumber { cell, people: book.value(row, const { column("value") }).and_then(whole)? })
}
