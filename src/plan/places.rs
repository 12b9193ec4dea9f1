//! Where the parts of a plan's text come from, if the text was made from a workbook.

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
#[derive(Debug, Clone, Default)]
pub struct TextPlaces {
    /// From which byte on the text comes from which sheet and cell, in order.
    pub starts: Vec<(usize, usize, Address)>,
    /// The names of the sheets.
    pub sheets: Vec<String>,
}

impl TextPlaces {
    /// The cell that a byte of the text comes from; `None` for a text that comes from none.
    pub fn at(&self, offset: usize) -> Option<CellPlace> {
        let n = self.starts.partition_point(|(start, ..)| *start <= offset);
        let (_, sheet, at) = self.starts.get(n.checked_sub(1)?)?;
        Some(CellPlace { sheet: self.sheets.get(*sheet)?.clone(), cell: Some(*at) })
    }
}
