//! What every number of a file is for.

use std::sync::Arc;

use crate::plan::{ColumnId, FormId, RowId};
use crate::problem::Code;
use crate::value::grid::{Address, Value};

/// The numbers of one sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetAccount {
    /// The name of the sheet.
    pub sheet: Arc<str>,
    /// Each with what it is for, in the order of rows and columns.
    pub numbers: Vec<Accounted>,
    /// Totals and results that were let go of once they were compared; none while the file is checked by itself.
    pub let_go: Tally,
}

/// How many numbers, and their sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many numbers.
    pub n: u64,
    /// Of those that can be read as a count of people.
    pub people: u128,
}

/// A cell that holds a number, with what the number is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Accounted {
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

impl SheetAccount {
    /// Lets go of the numbers that can't be taken for counts, and of the totals but how many they are and what they add up to.
    pub(super) fn keep_for_merging(&mut self) {
        for number in &self.numbers {
            if let Role::Computed { .. } = number.role {
                self.let_go.add(number.people);
            }
        }
        self.numbers.retain(|number| number.role.may_be_count() && !matches!(number.role, Role::Computed { .. }));
        self.numbers.shrink_to_fit();
    }

    /// Whether nothing that could be taken for a count was kept or let go of.
    pub(super) fn is_without_counts(&self) -> bool {
        self.let_go.n == 0 && self.numbers.is_empty()
    }
}

impl Tally {
    /// Counts one more number; `None` can't be read as a count of people.
    pub fn add(&mut self, people: Option<u64>) {
        self.n += 1;
        self.people += u128::from(people.unwrap_or(0));
    }

    /// Both together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally { n: self.n + other.n, people: self.people + other.people }
    }
}
