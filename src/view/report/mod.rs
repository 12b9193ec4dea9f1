//! The documents of the year: the report of V.2 in the order offices use, the report on potential (III.3) and the letter with
//! next year's targets (III.4). Sentences and tables come from [`Annual`] alone, the source of the report's workbook as well.
//!
//! What is missing never stops a document: who is missing is said once, in its first part, and elsewhere that it is so. What
//! the program can't know stands as places for the officer's own words.

mod appendix;
mod appendix_numbers;
mod assessment;
mod assigned;
mod collection;
mod deliverables;
mod difficulties;
mod direction;
mod document;
mod draft;
mod frame;
mod notes;
mod potential;
mod queries;
mod results;
mod targets;
mod words;

pub use document::{Deliverable, Head, Report};

use crate::indicator::annual::Annual;

/// Lays a document of a year out.
pub fn report(annual: &Annual, deliverable: Deliverable) -> Report {
    match deliverable {
        Deliverable::Report => deliverables::annual_report(annual),
        Deliverable::Potential => deliverables::potential(annual),
        Deliverable::Targets => deliverables::targets(annual),
    }
}
