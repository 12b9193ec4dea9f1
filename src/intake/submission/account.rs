//! What a number of a file is for.

use std::sync::Arc;

use crate::plan::{ColumnId, FormId, RowId};
use crate::problem::Code;
use crate::value::grid::{Address, Value};

/// A cell that holds a number, with what the number is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Accounted {
    /// The name of its sheet.
    pub sheet: Arc<str>,
    /// The cell.
    pub at: Address,
    /// What stands there, as it stands.
    pub value: Value,
    /// The count it is, however large; `None` if it can't be read as one.
    pub people: Option<u64>,
    /// What it is for.
    pub role: Role,
}

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An entered cell of a form: the only numbers that are used. One that is no count has a finding of its own.
    Entry {
        /// The form that asks for it.
        form: FormId,
        /// The row of the form.
        row: RowId,
        /// The column of the form.
        column: ColumnId,
    },
    /// A total or result, which is computed again and compared; `None` is the result column.
    Computed {
        /// The form.
        form: FormId,
        /// The row of the form.
        row: RowId,
        /// The column of the form; `None` is the result column.
        column: Option<ColumnId>,
    },
    /// What the template itself prints: row numbers, codes, the numbered line, the hidden sheet.
    Printed,
    /// What the agency fills in on the cover.
    Cover,
    /// Among the difficulties, which are kept as words.
    Words,
    /// Used for nothing, which a finding of this code says, of the cell itself or of its row, column or sheet.
    Unused(Code),
}

impl Role {
    /// Whether the number could be taken for a count; what the template prints and what the cover asks for is none.
    pub fn may_be_count(self) -> bool {
        !matches!(self, Role::Printed | Role::Cover | Role::Words)
    }
}
