//! Earlier provincial workbooks given with `--previous`, for every command that compares years.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{input, shown, terminal};
use crate::ledger::{self, Earlier, EarlierBook};
use crate::plan::Plan;
use crate::usecase::{self, Previous};

/// Reads the workbooks that a year is compared with.
///
/// # Errors
///
/// When one can't be read, is no provincial workbook of this plan, or two are of the same year.
pub fn read<'p>(paths: &[PathBuf], plan: &'p Plan, year: i32) -> Result<Previous<'p>> {
    let mut previous = Previous::before(year);
    for path in paths {
        let book = ledger::read_earlier(&bytes_of(path)?, plan)
            .with_context(|| format!("không dùng được sổ năm trước “{}”", shown::path(path)))?;
        previous.add(file_name(path), book)?;
    }
    Ok(previous)
}

/// Reads what agencies' files of a year may be compared with before they are sent, each with its name: provincial workbooks, of which the
/// nearest year counts, and files that an agency sent in the earlier year.
///
/// # Errors
///
/// When one is neither, or two are of the same year.
pub fn read_for_files<'p>(paths: &[PathBuf], plan: &'p Plan, year: i32) -> Result<Vec<(String, Earlier<'p>)>> {
    let (mut previous, mut of_agencies) = (Previous::before(year), Vec::new());
    for path in paths {
        let bytes = bytes_of(path)?;
        let book = usecase::earlier(&bytes, &path.to_string_lossy(), plan)
            .with_context(|| format!("không dùng được tệp hoặc sổ năm trước “{}”", shown::path(path)))?;
        match book {
            EarlierBook::Own(book) if book.agency.is_some() => of_agencies.push((shown::path(path), book)),
            book => previous.add(shown::path(path), book)?,
        }
    }
    Ok(of_agencies.into_iter().chain(previous.into_nearest()).collect())
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    input::workbook(path, "sổ năm trước")
}

/// The name of a file, as outputs and the screen show it.
pub fn file_name(path: &Path) -> String {
    shown::name(path.file_name().unwrap_or(path.as_os_str()))
}

/// Sentences about workbooks that were edited by hand, as the screen shows them.
pub fn warnings(altered: impl Iterator<Item = String>) -> String {
    let head = terminal::paint(terminal::WARN, "Lưu ý:");
    altered
        .map(|sentence| terminal::wrap(&format!("{head} {}", shown::shown(&sentence)), terminal::width(), "  ", "    "))
        .collect()
}
