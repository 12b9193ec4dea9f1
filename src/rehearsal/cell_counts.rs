//! Invented counts, by the cells they stand in.

use std::collections::BTreeMap;

use crate::counts::CellId;

/// Counts by cell, every entered cell of every agency, in people.
pub type CellCounts = BTreeMap<CellId, u64>;
