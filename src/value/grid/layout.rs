//! What a sheet holds besides its cells: what is hidden, what is merged, and texts that lie over the cells.
//!
//! Facts that a format or program doesn't record in the usual way are missing here: none of them is needed to read a number, only to
//! explain one that is missing or can't be seen.

use std::collections::BTreeSet;
use std::fmt;

use super::address::Address;

/// What is known of a sheet's looks. Rows and columns are 0-based and within the extent that is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// Hidden by hand, or folded away in an outline.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden by a filter that was left on.
    pub filtered_rows: BTreeSet<u32>,
    /// The hidden columns, counted from 0.
    pub hidden_columns: BTreeSet<u32>,
    /// Cells of which nothing can be read: their format doesn't show text, as `;;;` does, or their letters are tiny or of the colour behind
    /// them.
    pub unseen: BTreeSet<Address>,
    /// Cells of which nothing can be read while some condition holds, by a format that depends on it.
    pub unseen_on_condition: Vec<Area>,
    /// Cells whose number has more decimals than their format shows, or whose date has a day, month or year that it doesn't.
    pub rounded: BTreeSet<Address>,
    /// The merged ranges.
    pub merged: Vec<Area>,
    /// Texts that stand in no cell.
    pub texts: LooseTexts,
}

/// Texts that stand in no cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LooseTexts {
    /// Those with a digit in them: somebody may have written a figure there.
    pub with_digit: Vec<LooseText>,
    /// The others.
    pub without_digit: Vec<LooseText>,
    /// How many pictures and charts lie over the cells.
    pub n_pictures: usize,
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// The upper left cell.
    pub first: Address,
    /// The lower right cell.
    pub last: Address,
}

/// A text that stands in no cell, shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseText {
    /// What holds the text.
    pub kind: LooseKind,
    /// The cell it belongs to, or over which it begins; `None` if it is placed on the page.
    pub at: Option<Address>,
    /// The text, shortened.
    pub text: String,
}

/// What carries a text that stands in no cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooseKind {
    /// A comment of a cell.
    Comment,
    /// A text box, or any other shape with words in it.
    Shape,
}

impl Layout {
    /// Says that what is hidden of these rows, a filter hides.
    pub fn filter_rows(&mut self, area: Area) {
        let hidden = std::mem::take(&mut self.hidden_rows);
        let is_filtered = |row: &u32| (area.first.row..=area.last.row).contains(row);
        (self.filtered_rows, self.hidden_rows) = hidden.into_iter().partition(is_filtered);
    }
}

impl Area {
    /// Reads a range such as `D12:E14`, or one cell. `None` if it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (first, last) = (Address::parse(first)?, Address::parse(last)?);
        (first.row <= last.row && first.col <= last.col).then_some(Area { first, last })
    }

    /// Whether a cell is within.
    pub fn contains(self, at: Address) -> bool {
        (self.first.row..=self.last.row).contains(&at.row) && (self.first.col..=self.last.col).contains(&at.col)
    }

    /// Whether a merge of this area covers the cell: every one but the first.
    pub fn covers(self, at: Address) -> bool {
        at != self.first && self.contains(at)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_covers_all_but_its_first_cell() {
        let area = Area::parse("$D$12:E14").expect("an area");
        assert_eq!(area.to_string(), "D12:E14");
        let covers = |at: &str| area.covers(Address::parse(at).expect("an address"));
        assert!(covers("E12") && covers("D13") && covers("E14"));
        assert!(!covers("D12") && !covers("F12") && !covers("D15") && !covers("C13"));
        for text in ["", "A", "A1:", "B2:A1", "A1:B2:C3"] {
            assert_eq!(Area::parse(text), None, "{text}");
        }
    }
}
