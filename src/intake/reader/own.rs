//! What is read of one of this program's own workbooks.

use crate::value::grid::{LongSheet, Workbook};

/// What is read of a sheet of this program's own workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAs {
    /// It stays empty.
    Nothing,
    /// All that it holds.
    Cells,
    /// Its values alone, since it may have very many rows. Its cells stay empty.
    Values,
}

impl From<bool> for ReadAs {
    fn from(is_wanted: bool) -> Self {
        if is_wanted { ReadAs::Cells } else { ReadAs::Nothing }
    }
}

/// A workbook, and those of its sheets that are kept as values.
#[derive(Debug, Clone)]
pub struct OwnWorkbook {
    /// All sheets; those kept as values are empty here.
    pub workbook: Workbook,
    /// In the order of the sheets.
    pub long: Vec<LongSheet>,
}
