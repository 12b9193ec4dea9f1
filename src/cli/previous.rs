//! Earlier provincial workbooks given with `--previous`, for every command that compares years.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{input, shown, terminal};
use crate::annual::EarlierYear;
use crate::intake;
use crate::ledger::{self, Earlier};
use crate::plan::Plan;

/// The years before, in order.
pub struct Previous<'p> {
    /// Their figures, as reports show them.
    pub years: Vec<EarlierYear>,
    /// Their numbers, which this year's are compared with.
    books: Vec<Earlier<'p>>,
}

impl<'p> Previous<'p> {
    /// Reads the workbooks.
    ///
    /// # Errors
    ///
    /// When one can't be read, is no provincial workbook of this plan, or two are of the same year.
    pub fn read(paths: &[PathBuf], plan: &'p Plan) -> Result<Self> {
        let mut read: Vec<(EarlierYear, Earlier<'p>)> = Vec::new();
        for path in paths {
            let book = ledger::read_back(&bytes_of(path)?, plan)
                .with_context(|| format!("không dùng được sổ năm trước “{}”", shown::path(path)))?;
            let year = EarlierYear::new(file_name(path), &book);
            if let Some((other, _)) = read.iter().find(|(other, _)| other.year == year.year) {
                bail!("“{}” và “{}” cùng là sổ tổng hợp năm {}; chỉ đưa một", other.source, year.source, year.year);
            }
            read.push((year, book));
        }
        read.sort_by_key(|(year, _)| year.year);
        let (years, books) = read.into_iter().unzip();
        Ok(Previous { years, books })
    }

    /// Makes sure that all of them are before a year.
    pub fn check(&self, year: i32) -> Result<()> {
        if let Some(other) = self.years.iter().find(|earlier| earlier.year >= year) {
            bail!("“{}” là sổ tổng hợp năm {}, không phải của năm trước năm {year}", other.source, other.year);
        }
        Ok(())
    }

    /// The nearest year, which numbers are compared with.
    pub fn nearest(&self) -> Option<&Earlier<'p>> {
        self.books.last()
    }
}

/// Reads what an agency's file may be compared with before it is sent: a provincial workbook, or the file that the agency
/// sent in the earlier year.
///
/// # Errors
///
/// When it is neither.
pub fn read_one<'p>(path: &Path, plan: &'p Plan) -> Result<Earlier<'p>> {
    let bytes = bytes_of(path)?;
    let received = intake::receive(&bytes, &path.to_string_lossy(), plan);
    let of_agency = received.submission().and_then(|submission| Earlier::of_submission(submission, plan));
    match of_agency {
        Some(earlier) => Ok(earlier),
        None => ledger::read_back(&bytes, plan)
            .with_context(|| format!("không dùng được tệp hoặc sổ năm trước “{}”", shown::path(path))),
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    input::workbook(path, "sổ năm trước")
}

fn file_name(path: &Path) -> String {
    shown::name(path.file_name().unwrap_or(path.as_os_str()))
}

/// Sentences about workbooks that were edited by hand, as the screen shows them.
pub fn warnings(altered: impl Iterator<Item = String>) -> String {
    let head = terminal::paint(terminal::WARN, "Lưu ý:");
    altered
        .map(|sentence| terminal::wrap(&format!("{head} {}", shown::shown(&sentence)), terminal::width(), "  ", "    "))
        .collect()
}
