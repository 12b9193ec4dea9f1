//! What is said before anything else where files say of themselves that their numbers are invented.

use super::terminal;
use crate::ledger::Merged;
use crate::view::words;

/// The line about a province's files; nothing where none says so.
pub fn of_province(merged: &Merged) -> String {
    line(merged.n_illustrative, merged.files.len())
}

/// The line about so many of all files; nothing for none.
pub fn line(n: usize, all: usize) -> String {
    let words = words::illustrative(n, all);
    words
        .map(|words| terminal::message(&terminal::paint(terminal::WARN, &words), terminal::width()))
        .unwrap_or_default()
}
