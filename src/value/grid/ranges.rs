//! Many cells in few words: `D12:D22, D25`.

use std::fmt;

use super::Address;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    first: Address,
    last: Address,
}

impl Range {
    /// How many cells it has.
    pub fn n_cells(self) -> usize {
        let n = |first: u32, last: u32| (last - first) as usize + 1;
        n(self.first.row, self.last.row) * n(self.first.col, self.last.col)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}:{}", self.first, self.last) }
    }
}

/// The rectangles that hold exactly these cells, by their first cell: runs down a column, side by side where they are
/// of the same rows.
pub fn ranges(cells: &[Address]) -> Vec<Range> {
    let mut cells = cells.to_vec();
    cells.sort_by_key(|at| (at.col, at.row));
    cells.dedup();
    let mut runs: Vec<Range> = Vec::new();
    for at in cells {
        match runs.last_mut() {
            Some(run) if run.last.col == at.col && run.last.row + 1 == at.row => run.last = at,
            _ => runs.push(Range { first: at, last: at }),
        }
    }
    runs.sort_by_key(|run| (run.first.row, run.last.row, run.first.col));
    let mut ranges: Vec<Range> = Vec::new();
    for run in runs {
        let rows = |range: &Range| (range.first.row, range.last.row);
        match ranges.last_mut() {
            Some(range) if rows(range) == rows(&run) && range.last.col + 1 == run.first.col => range.last = run.last,
            _ => ranges.push(run),
        }
    }
    ranges.sort();
    ranges
}

/// More ranges than these tell nobody more, and a cell of a workbook holds no more than five thousand.
const MAX_SHOWN: usize = 100;

/// The cells as people are shown them: `D12:D22, D25`.
pub fn in_ranges(cells: &[Address]) -> String {
    in_few_ranges(cells, MAX_SHOWN)
}

/// As [`in_ranges`], with no more than `max` ranges: `D12:D22, D25 và 3 ô nữa`.
pub fn in_few_ranges(cells: &[Address], max: usize) -> String {
    let ranges = ranges(cells);
    let (shown, left) = ranges.split_at(max.min(ranges.len()));
    let shown = shown.iter().map(Range::to_string).collect::<Vec<_>>().join(", ");
    match left.iter().map(|range| range.n_cells()).sum::<usize>() {
        0 => shown,
        more => format!("{shown} và {more} ô nữa"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(names: &str) -> Vec<Address> {
        names.split(' ').map(|name| Address::parse(name).expect("an address")).collect()
    }

    #[test]
    fn cells_are_named_as_ranges_that_hold_them_and_no_others() {
        let shown = |names| in_ranges(&cells(names));
        assert_eq!(shown("D12"), "D12");
        assert_eq!(shown("D14 D12 D13 D25"), "D12:D14, D25");
        assert_eq!(shown("D12 E12 F12 H12"), "D12:F12, H12");
        assert_eq!(shown("D12 E12 D13 E13 D14"), "D12:D14, E12:E13");
        assert_eq!(shown("D12 E12 D13 E13 H2"), "H2, D12:E13");
        assert_eq!(shown("D12 E13 D12"), "D12, E13");
        assert_eq!(shown("Z9 AA9"), "Z9:AA9");
        assert_eq!(in_ranges(&[]), "");
    }

    #[test]
    fn what_is_not_named_is_counted_in_cells() {
        assert_eq!(in_few_ranges(&cells("D12 D13 D15 D17 D18"), 2), "D12:D13, D15 và 2 ô nữa");
        assert_eq!(in_few_ranges(&cells("D12 D13 D15"), 2), "D12:D13, D15");
    }
}
