//! The plan as a workbook, both ways: an officer writes it in Excel, and the program reads from its visible cells what it
//! would read from a plan file.
//!
//! Every table of the plan is declared once, in `sheets`; the writer and the reader follow the declarations. The reader makes
//! the text of a plan file with the cell of every value, and the loader reads that as any other, so that a plan workbook is
//! held to the same rules and its faults are said by sheet and cell.

mod beside;
mod carry;
mod cell;
mod diff;
mod form_reading;
mod form_sheet;
mod form_writing;
mod former;
mod guide;
mod item_reading;
mod items;
mod looks;
mod marks;
mod past;
mod read;
mod rows;
mod sheet_reading;
mod sheet_writing;
mod sheets;
mod spec;
mod table_reading;
mod tables;
mod tree;
mod write;

pub use carry::{CarriedPlan, YearsApart, carry};
pub use diff::{PlanDiff, PlanDifference, diff};
pub use read::read;
pub use write::{NotWritten, write};

#[cfg(test)]
mod tests;
