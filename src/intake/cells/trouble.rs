//! One thing that is wrong with, or worth saying of, one entered cell.

use crate::plan::{ColumnId, RowId};
use crate::problem::cell::{self, Fault};

/// One thing about one cell.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    pub row: RowId,
    pub column: ColumnId,
    pub fault: Fault,
    pub cell: cell::Cell,
}
