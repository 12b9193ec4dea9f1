//! The provincial workbook: everything the agencies sent for a year in one file, every figure a live formula over the
//! ledger it carries, coverage against the plan's targets, and what is missing said wherever it is missing.
//!
//! `names` lists the sheets; each has a file. `formula` makes figures, `block` and `subject` lay forms out.

mod areas;
pub(super) mod assigned;
pub(super) mod binding;
mod block;
pub(super) mod book;
mod changes;
pub(super) mod comparison;
mod conservation;
pub(super) mod coverage;
pub(super) mod difficulties;
mod findings;
pub(super) mod formula;
pub(super) mod identity;
pub(super) mod ledger;
mod ledger_layout;
pub(super) mod methodology;
pub mod names;
mod of_units;
pub(super) mod overview;
pub(super) mod potential;
mod subject;
mod submissions;

#[cfg(test)]
mod read_back_tests;
#[cfg(test)]
pub(crate) mod recalculated;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use book::{Book, Context};

use std::io::{Cursor, Seek, Write};

use super::error::OutputError;
use crate::ledger::conservation::Reckoning;
use crate::plan::PlanYear;
use binding::{BoundSheet, SheetWriter, bind, writer};
use coverage::layout::CoverageLayout;

/// The name of the workbook's file: `so-tong-hop-2023.xlsx`, of a tier `so-tong-hop-snv-2023.xlsx`.
pub fn workbook_name(year: &PlanYear) -> String {
    match year.plan.tier_code() {
        Some(tier) => format!("so-tong-hop-{tier}-{}.xlsx", year.year),
        None => format!("so-tong-hop-{}.xlsx", year.year),
    }
}

/// The workbook's bytes; the same for the same inputs.
///
/// # Errors
///
/// When the figures go beyond what the format holds.
pub fn workbook<'b>(book: &'b Book<'b>, reckoning: &Reckoning) -> Result<Vec<u8>, OutputError> {
    write(book, reckoning, Cursor::new(Vec::new())).map(Cursor::into_inner)
}

/// Writes the same to a target, which a nation's need not be kept in memory for.
///
/// # Errors
///
/// The same, and when the target takes no more.
pub fn write<'b, W: Write + Seek>(book: &'b Book<'b>, reckoning: &Reckoning, target: W) -> Result<W, OutputError> {
    bind(book, TITLE, sheets(book, reckoning)?, target)
}

const TITLE: &str = "Sổ tổng hợp";

fn sheets<'b>(book: &'b Book<'b>, reckoning: &'b Reckoning) -> Result<Vec<BoundSheet<'b>>, OutputError> {
    let coverage = &CoverageLayout::new(book, names::COVERAGE);
    let mut writers: Vec<SheetWriter<'_, 'b>> = vec![writer(move || overview::write(book, coverage))];
    if let Some((name, changes)) = book.context.since {
        writers.push(writer(move || changes::write(book, changes, name)));
    }
    writers.push(writer(|| submissions::write(book)));
    for (name, subjects) in book.plan().subject_sheets() {
        writers.push(writer(move || subject::write(book, name, &subjects)));
    }
    if let Some(achievement) = book.context.achievement {
        writers.push(writer(move || assigned::write(book, achievement)));
    }
    // A tier's units say who is liable; who takes part is known to the province.
    if !book.plan().indicators.is_empty() {
        writers.push(writer(|| areas::write(book)));
        writers.push(writer(|| Ok(potential::write(book)?.page)));
        writers.push(writer(move || coverage::write(book, coverage)));
        writers.push(Box::new(|| Ok(comparison::write(book)?.into_iter().map(BoundSheet::from).collect())));
    }
    writers.push(writer(|| difficulties::write(book)));
    writers.push(writer(|| findings::write(book)));
    writers.push(writer(|| conservation::write(book, reckoning)));
    writers.push(Box::new(|| ledger::write(book)));
    writers.push(Box::new(|| Ok(of_units::write(book)?.into_iter().collect())));
    writers.push(writer(|| methodology::write(book, &[])));
    writers.push(Box::new(|| identity::provincial(book)));
    binding::written(book, writers)
}
