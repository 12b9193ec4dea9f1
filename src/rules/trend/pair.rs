//! The two numbers that are held against each other.

use crate::value::grid::Address;

/// A count of this year and the same count of the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub now: u64,
    pub before: u64,
    pub at: Address,
    /// What the cell has beside `now`: people of units that the earlier year lacks.
    pub left_out: u64,
}

impl Pair {
    /// This year's number as the cell has it.
    pub fn whole(self) -> u64 {
        self.now.saturating_add(self.left_out)
    }
}
