//! Where the parts of a plan's text come from, if the text was made from a workbook.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::value::grid::Address;

/// A cell of the workbook that a plan was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellPlace {
    /// The sheet's name.
    pub sheet: String,
    /// The cell; `None` where the whole sheet is meant, or the workbook if the sheet has no name.
    pub cell: Option<Address>,
}

/// The cells that a plan's text was made from.
#[derive(Clone, Default)]
pub struct TextPlaces {
    /// From which byte on the text comes from which sheet and cell, in order.
    pub starts: Vec<(usize, usize, Address)>,
    /// The entries of the text in order, from the file itself on.
    pub entries: Vec<EntryPlaces>,
    /// The names of the sheets.
    pub sheets: Vec<String>,
}

/// Where a plan was written isn't part of what it says, by which plans are compared.
impl fmt::Debug for TextPlaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextPlaces").finish_non_exhaustive()
    }
}

/// An entry of a plan's text with the cells of all its keys: those that the text hasn't are blank.
#[derive(Debug, Clone, Default)]
pub struct EntryPlaces {
    /// The byte at which it begins.
    pub start: usize,
    /// The sheet and cell of each key.
    pub cells: Vec<(Cow<'static, str>, usize, Address)>,
}

impl EntryPlaces {
    fn cell(&self, key: &str) -> Option<(usize, Address)> {
        self.cells.iter().find(|(known, ..)| known == key).map(|(_, sheet, at)| (*sheet, *at))
    }
}

impl TextPlaces {
    /// The cell that a byte of the text comes from; `None` for a text that comes from none.
    pub fn at(&self, offset: usize) -> Option<CellPlace> {
        let n = self.starts.partition_point(|(start, ..)| *start <= offset);
        let (_, sheet, at) = self.starts.get(n.checked_sub(1)?)?;
        self.place(*sheet, *at)
    }

    /// The cell of a key, filled or blank, of the nearest entry around a byte that can have the key; the byte's own cell if
    /// there is no such entry.
    pub fn of_key(&self, offset: usize, key: &str) -> Option<CellPlace> {
        let n = self.entries.partition_point(|entry| entry.start <= offset);
        let cell = self.entries[..n].iter().rev().find_map(|entry| entry.cell(key));
        cell.map_or_else(|| self.at(offset), |(sheet, at)| self.place(sheet, at))
    }

    /// The cell of a key of the n-th entry that begins within a part of the text, counting those that can have the key.
    pub fn of_nth(&self, within: &Range<usize>, n: usize, key: &str) -> Option<CellPlace> {
        let first = self.entries.partition_point(|entry| entry.start < within.start);
        let inner = self.entries[first..].iter().take_while(|entry| entry.start < within.end);
        let cell = inner.filter_map(|entry| entry.cell(key)).nth(n);
        cell.map_or_else(|| self.at(within.start), |(sheet, at)| self.place(sheet, at))
    }

    /// The cell of a key of a form's n-th row.
    pub fn of_nth_row(&self, rows: &Range<usize>, n: usize, key: &str) -> Option<CellPlace> {
        let first = self.entries.partition_point(|entry| entry.start < rows.start);
        // What is set apart within a row isn't repeated.
        let row = self.entries[first..].iter().filter(|entry| entry.cell("each").is_some()).nth(n);
        row.and_then(|row| row.cell(key)).map_or_else(|| self.at(rows.start), |(sheet, at)| self.place(sheet, at))
    }

    fn place(&self, sheet: usize, at: Address) -> Option<CellPlace> {
        Some(CellPlace { sheet: self.sheets.get(sheet)?.clone(), cell: Some(at) })
    }
}
