//! Where the indicators stand on the sheet of coverage, for its tables, its charts and the other sheets.

use std::collections::BTreeSet;

use crate::indicator::{self, Coverage};
use crate::output::provincial::book::Book;
use crate::plan::IndicatorId;
use crate::value::grid::Address;

pub const NUMERATOR: u16 = 1;
pub const DENOMINATOR: u16 = 2;
pub const COVERAGE: u16 = 3;
pub const TARGET: u16 = 4;
pub const POINTS: u16 = 5;
pub const GAP: u16 = 6;
pub const VERDICT: u16 = 7;
pub const NOTE: u16 = 8;

pub const FIRST_ROW: u32 = 5;

/// Where the indicators stand on the sheet, for the other sheets and the charts.
pub struct CoverageLayout {
    pub sheet: &'static str,
    pub n_indicators: u32,
    /// How many rows tell the year's rounds apart; none where there is one.
    n_of_rounds: u32,
    pub years: Vec<i32>,
}

impl CoverageLayout {
    pub fn new(book: &Book, sheet: &'static str) -> Self {
        let indicators = &book.plan().indicators;
        let targets = indicators.iter().flat_map(|indicator| indicator.targets.iter().map(|target| target.year));
        let earlier = book.context.earlier.iter().map(|earlier| earlier.year);
        let years: BTreeSet<i32> = targets.chain(earlier).chain([book.year.year]).collect();
        CoverageLayout {
            sheet,
            n_indicators: u32::try_from(indicators.len()).expect("a checked plan has few indicators"),
            n_of_rounds: u32::try_from(of_rounds(book).len()).expect("a plan has few rounds"),
            years: years.into_iter().collect(),
        }
    }

    /// The row of an indicator in this year's table.
    pub fn this_year(&self, indicator: IndicatorId) -> u32 {
        FIRST_ROW + indicator.number()
    }

    pub fn n_years(&self) -> u32 {
        u32::try_from(self.years.len()).expect("a plan has few years")
    }

    /// The first row of the table by rounds: its section heading.
    pub fn by_rounds(&self) -> u32 {
        FIRST_ROW + self.n_indicators + 1
    }

    /// The first row of the table over the years: its section heading.
    pub fn over_years(&self) -> u32 {
        self.by_rounds() + if self.n_of_rounds > 0 { self.n_of_rounds + 3 } else { 0 }
    }

    /// The row of an indicator's first year; its name stands above it.
    pub fn first_year(&self, indicator: IndicatorId) -> u32 {
        self.nth_first_year(indicator.number())
    }

    pub fn nth_first_year(&self, indicator: u32) -> u32 {
        self.over_years() + 3 + indicator * (self.n_years() + 1)
    }

    /// A cell of an indicator's table over the years, as other sheets refer to it; `None` for a year that isn't shown.
    pub fn in_year(&self, indicator: IndicatorId, year: i32, col: u16) -> Option<String> {
        let n = u32::try_from(self.years.iter().position(|shown| *shown == year)?).ok()?;
        let row = self.first_year(indicator) + n;
        Some(self.refer(row, col))
    }

    /// A cell of this year's table, as other sheets refer to it.
    pub fn now(&self, indicator: IndicatorId, col: u16) -> String {
        self.refer(self.this_year(indicator), col)
    }

    pub fn refer(&self, row: u32, col: u16) -> String {
        format!("'{}'!{}", self.sheet, Address::new(row, col.into()))
    }

    pub fn charts(&self) -> u32 {
        self.nth_first_year(self.n_indicators)
    }
}

/// The year by rounds; nothing where there is one.
pub fn of_rounds(book: &Book) -> Vec<Coverage> {
    indicator::coverage_by_round(book.year, book.merged.ledger.by_round())
}
