//! What is wrong, where, and what to do about it. Trouble in the data is always a [`Finding`], never an `Err`: a value with
//! fields, which says what it is about without a sentence. Sentences are made in `words`, once, for the [`Audience`] that
//! reads them; how they look on a screen or in a workbook is decided by whoever shows them.

pub mod assigned;
mod book_fault;
mod catalog;
pub mod cell;
pub mod columns;
pub mod cross;
pub mod file;
mod finding;
pub mod form;
pub mod merge;
pub mod plan_fault;
mod plan_remark;
pub mod rollup;
mod severity;
pub mod sum;
pub mod trend;
pub mod unreadable;
mod words;

pub use catalog::{CATALOG, Code, Entry};
pub use finding::{Finding, Place, Problem, has_error};
pub use severity::Severity;
pub use words::{Audience, Words};
