//! What a cell's formula says, and what it gives when it is calculated again from the cells of its own workbook.
//!
//! The stored result of a formula is a claim of the program that saved the file, and is checked here: [`parse`] reads the notations
//! of Excel and of OpenDocument, [`Recalculation`] computes what can be computed exactly and gives [`Unknown`] for everything
//! else. Results are shown in findings and never used as counts.
//!
//! Everything is bounded: the length and depth of a formula, and the steps of a whole workbook. Chains of cells are
//! followed on the heap, so that no file can exhaust the stack.

mod aggregate;
mod book;
mod condition;
mod evaluate;
mod expression;
mod functions;
mod lookup;
mod operand;
mod outside;
mod parse;
mod recalculation;
mod relocated;
mod rounding;
mod token;
pub mod written;

pub use expression::{Expression, Operator, Reference};
pub use operand::{Operand, Unknown};
pub use outside::is_outside;
pub use parse::parse;
pub use recalculation::Recalculation;
pub use relocated::relocated;
pub use token::names_deleted_cells;

#[cfg(test)]
mod second_opinion;
#[cfg(test)]
mod tests;
