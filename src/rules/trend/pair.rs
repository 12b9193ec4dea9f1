//! The two numbers that are held against each other.

use crate::value::grid::Address;

/// A count of this year and the same count of the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub now: u64,
    pub before: u64,
    pub at: Address,
}
