//! Figures laid out once, before any format: what a table of coverage or a proposal says, in which words and tones.
//! Workbooks, documents, letters and the screen draw it, each in its own way.
//!
//! Why a figure isn't there, what a target's verdict is called and why a row is proposed is worded here and nowhere else.

pub mod asked;
pub mod assigned;
pub mod block;
pub mod changes;
pub mod citation;
pub mod comparison;
pub mod coverage;
pub mod potential;
pub mod proposal;
pub mod prose;
pub mod report;
pub mod restated;
pub mod rounds;
mod text;
pub mod units;
pub mod words;
