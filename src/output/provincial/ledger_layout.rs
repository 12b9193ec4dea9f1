//! Where the numbers of the ledger stand in the workbook.

use std::ops::Range;

use super::names;
use crate::output::page;

/// How many observations a sheet holds beside its header.
pub const MAX_PER_SHEET: usize = page::MAX_SHEET_ROWS - 1;

/// The rows of the observations: one below the other from row 2 of a sheet, over as many sheets as needed.
#[derive(Debug, Clone, Copy)]
pub struct LedgerLayout {
    n_observations: usize,
    per_sheet: usize,
}

impl LedgerLayout {
    pub fn new(n_observations: usize, per_sheet: usize) -> Self {
        LedgerLayout { n_observations, per_sheet }
    }

    /// The sheets with the observations that stand on each; one at least.
    pub fn sheets(self) -> impl Iterator<Item = (String, Range<usize>)> {
        let n_sheets = self.n_observations.div_ceil(self.per_sheet).max(1);
        (0..n_sheets).map(move |n| {
            let start = n * self.per_sheet;
            (names::ledger(n), start..(start + self.per_sheet).min(self.n_observations))
        })
    }

    /// References to one column of neighbouring observations: `'Số liệu'!F2:F9`, one for each sheet they are on.
    pub fn cells(self, column: char, observations: &Range<usize>) -> impl Iterator<Item = String> {
        let (start, end) = (observations.start, observations.end);
        self.sheets().filter(move |(_, on)| on.start < end && start < on.end).map(move |(sheet, on)| {
            let (first, last) = (start.max(on.start) - on.start + 2, end.min(on.end) - on.start + 1);
            if first == last {
                format!("'{sheet}'!{column}{first}")
            } else {
                format!("'{sheet}'!{column}{first}:{column}{last}")
            }
        })
    }
}
