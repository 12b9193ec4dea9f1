//! SUM: totals of the template that don't say what their parts add up to, or no longer add them.

use super::Code;

/// Totals of one form with the same fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// The name of the form's sheet.
    pub sheet: String,
    /// The totals, in the form's order.
    pub totals: Vec<Total>,
}

/// What is wrong with totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It states another number than its parts give.
    Differs,
    /// Something else stands in place of the formula.
    Overwritten,
    /// The formula adds something else.
    Changed,
    /// The formula can't be calculated.
    Broken,
    /// The formula was not calculated since the parts were entered.
    NotCalculated,
    /// Rows were sorted, so that formulas add other rows; and whether a total is wrong by it.
    RowsMoved {
        /// Whether a total is wrong by it.
        is_wrong: bool,
    },
    /// Rows or columns were inserted or deleted without the formulas; and whether a total is wrong by it.
    LeftBehind {
        /// Whether a total is wrong by it.
        is_wrong: bool,
    },
}

/// A total.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// The row's label.
    pub row: String,
    /// The column's label.
    pub column: String,
    /// What stands there.
    pub stated: Stated,
    /// Its formula, without the equals sign; `None` if the cell has none.
    pub formula: Option<String>,
    /// What its parts add up to.
    pub expected: i64,
}

/// The content of a computed cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    /// Blank, as a total is while none of its parts is entered.
    Nothing,
    /// A whole number of people, also one below 0.
    People(i64),
    /// A number that can't be one of people: 0.5, 1e300.
    Number(f64),
    /// An Excel error, such as `#REF!`.
    Error(String),
    /// Anything else.
    Text(String),
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self.fault {
            Fault::Differs | Fault::RowsMoved { is_wrong: true } | Fault::LeftBehind { is_wrong: true } => {
                Code::TotalDiffersFromParts
            }
            Fault::Overwritten => Code::TotalOverwritten,
            Fault::Changed
            | Fault::Broken
            | Fault::RowsMoved { is_wrong: false }
            | Fault::LeftBehind { is_wrong: false } => Code::TotalFormulaChanged,
            Fault::NotCalculated => Code::TotalNotCalculated,
        }
    }
}
