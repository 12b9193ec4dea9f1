//! What a spreadsheet file holds, once no library's types are left: sheets of cells at absolute addresses.
//!
//! The grid is sparse and bounded: cells beyond the extent any form can use are counted, not kept, so that
//! one stray value in `XFD1048576` costs nothing and is still not dropped in silence.

mod address;
mod layout;
mod long;
mod ranges;

pub use address::{Address, column_letters};
pub use layout::{Area, Layout, LooseKind, LooseText, LooseTexts};
pub use long::{LongRows, LongSheet};
pub use ranges::{in_few_ranges, in_ranges};

/// The last row (0-based, exclusive) that is kept of a sheet.
pub const MAX_ROWS: u32 = 5_000;
/// What a cell of an Excel workbook holds at most, in UTF-16 units.
pub const MAX_TEXT_UNITS: usize = 32_767;

/// How many UTF-16 units a text has, if that is more than a cell holds.
pub fn units_beyond_a_cell(text: &str) -> Option<usize> {
    // No text has more units than bytes, and few come near.
    let n_units = if text.len() <= MAX_TEXT_UNITS { 0 } else { text.encode_utf16().count() };
    (n_units > MAX_TEXT_UNITS).then_some(n_units)
}

/// The last column (0-based, exclusive) that is kept of a sheet.
pub const MAX_COLUMNS: u32 = 256;

/// The file format found in the bytes, whatever the name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Office Open XML, with or without macros (`.xlsx`, `.xlsm`).
    Xlsx,
    /// Excel binary workbook (`.xlsb`).
    Xlsb,
    /// Excel 97–2003 (`.xls`).
    Xls,
    /// OpenDocument (`.ods`).
    Ods,
}

/// What a cell shows, or what its formula last gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: an empty cell that still has a formula or a style. Never 0.
    Blank,
    /// A number, whatever its format but a date.
    Number(f64),
    /// Text as it stands, spaces included.
    Text(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// An Excel error as it is shown, such as `#REF!`.
    Error(String),
    /// A number that the cell's format shows as a date or time: days since the workbook's epoch.
    Date(f64),
    /// A number that the cell's format shows as a percentage: 0.51 is shown as `51%`.
    Percent(f64),
    /// A number of which the cell's format shows another one, or nothing: 12345 is shown as `12`.
    Disguised(f64, Disguise),
}

/// How a cell's format makes the shown number differ from the stored one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disguise {
    /// It is divided by a thousand, so many times: `#,##0,` shows 12 for 12345.
    Scaled {
        /// By how many thousands it is divided: 1 shows thousands, 2 millions.
        n_thousands: u8,
    },
    /// Digits stand beside it: `0"000"` shows 12000 for 12.
    Digits,
    /// A sign or a word makes another number of it: `-0`, `0"%"`, `0\.00`, `0" nghìn"`.
    Signs,
    /// Digits are left out: `0E+0` shows 1E+4 for 12345.
    Shortened,
    /// It isn't shown at all: `;;;`, or `#` for 0.
    Hidden,
    /// The file doesn't say what is shown.
    Unseen,
}

/// What a cell's formula is where there is one that can't be written out: it isn't understood, so nothing is known of what it
/// calculates. No formula looks like this.
pub const UNREADABLE_FORMULA: &str = "(công thức không đọc được)";

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it shows.
    pub value: Value,
    /// The formula without its leading `=`, as the file writes it; `None` for a plain value.
    pub formula: Option<String>,
}

/// One sheet: cells in row-then-column order.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Whether its tab is shown.
    pub visible: bool,
    /// Whether its tab isn't even in the list of hidden sheets, so that only the editor of macros shows it.
    pub is_very_hidden: bool,
    cells: Vec<(Address, Cell)>,
    /// Non-blank cells beyond [`MAX_ROWS`] × [`MAX_COLUMNS`], which are not kept.
    pub n_beyond: usize,
    /// Where the first of those stands.
    pub first_beyond: Option<Address>,
    /// What is hidden, merged, or lies over the cells.
    pub layout: Layout,
}

impl Sheet {
    /// A sheet of the given cells, in any order; of two at one address the later wins. Cells beyond the extent
    /// are counted and left out.
    pub fn new(name: impl Into<String>, visible: bool, cells: Vec<(Address, Cell)>) -> Self {
        let (kept, beyond): (Vec<_>, Vec<_>) =
            cells.into_iter().partition(|(at, _)| at.row < MAX_ROWS && at.col < MAX_COLUMNS);
        let n_beyond = beyond.len();
        let first_beyond = beyond.iter().map(|(at, _)| *at).min();
        Sheet { n_beyond, first_beyond, ..Sheet::bounded(name, visible, kept) }
    }

    /// A sheet of cells that were already bounded, in any order; of two at one address the later wins.
    pub fn bounded(name: impl Into<String>, visible: bool, mut cells: Vec<(Address, Cell)>) -> Self {
        cells.reverse();
        cells.sort_by_key(|(at, _)| *at);
        cells.dedup_by_key(|(at, _)| *at);
        Sheet {
            name: name.into(),
            visible,
            is_very_hidden: false,
            cells,
            n_beyond: 0,
            first_beyond: None,
            layout: Layout::default(),
        }
    }

    /// The cell at an address; `None` if nothing is there.
    pub fn get(&self, at: Address) -> Option<&Cell> {
        #[cfg(test)]
        looks::count();
        let idx = self.cells.binary_search_by_key(&at, |(a, _)| *a).ok()?;
        Some(&self.cells[idx].1)
    }

    /// Puts another text into a cell that holds one.
    pub fn set_text(&mut self, at: Address, text: String) {
        if let Ok(idx) = self.cells.binary_search_by_key(&at, |(a, _)| *a) {
            self.cells[idx].1.value = Value::Text(text);
        }
    }

    /// All cells, in row-then-column order.
    pub fn cells(&self) -> impl DoubleEndedIterator<Item = (Address, &Cell)> + ExactSizeIterator {
        let cells = self.cells.iter().map(|(at, cell)| (*at, cell));
        #[cfg(test)]
        let cells = cells.inspect(|_| looks::count());
        cells
    }

    /// The cells of one row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (Address, &Cell)> {
        let start = self.cells.partition_point(|(at, _)| at.row < row);
        let cells = self.cells[start..].iter().take_while(move |(at, _)| at.row == row).map(|(at, cell)| (*at, cell));
        #[cfg(test)]
        let cells = cells.inspect(|_| looks::count());
        cells
    }

    /// The cells of an area, in row-then-column order. What lies beside it is leapt over.
    pub fn area(&self, area: Area) -> impl Iterator<Item = (Address, &Cell)> {
        let mut next = self.cells.partition_point(|(at, _)| *at < area.first);
        std::iter::from_fn(move || {
            loop {
                let (at, cell) = self.cells.get(next)?;
                if at.row > area.last.row {
                    return None;
                }
                let beside = if at.col < area.first.col { at.row } else { at.row + 1 };
                if (area.first.col..=area.last.col).contains(&at.col) {
                    next += 1;
                    return Some((*at, cell));
                }
                let leap_to = Address::new(beside, area.first.col);
                next += self.cells[next..].partition_point(|(at, _)| *at < leap_to);
            }
        })
    }

    /// The text of a cell, untouched; `None` if there is none or it is not text.
    pub fn text(&self, at: Address) -> Option<&str> {
        match &self.get(at)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// How often cells are looked at, which tests count where time would tell too little.
#[cfg(test)]
pub mod looks {
    use std::cell::Cell;

    thread_local! {
        static LOOKS: Cell<u64> = const { Cell::new(0) };
    }

    pub(super) fn count() {
        LOOKS.set(LOOKS.get() + 1);
    }

    /// How often this thread looks at a cell during some work.
    pub fn during(work: impl FnOnce()) -> u64 {
        let before = LOOKS.get();
        work();
        LOOKS.get() - before
    }
}

/// A whole file's sheets, in the file's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// The format it was read from.
    pub format: Format,
    /// Whether serial dates count from 1904 instead of 1900.
    pub date_1904: bool,
    /// What it says of its own calculation.
    pub calculation: Calculation,
    /// Hidden ones too.
    pub sheets: Vec<Sheet>,
    /// The names of sheets that hold no cells by their kind: charts, dialogs, macros.
    pub passed_over: Vec<String>,
}

impl Workbook {
    /// A file that says nothing beside its sheets.
    pub fn new(format: Format, sheets: Vec<Sheet>) -> Self {
        Workbook { format, date_1904: false, calculation: Calculation::default(), sheets, passed_over: Vec::new() }
    }
}

/// What a workbook says of how its formulas are calculated. All are `false` in a format or file that says nothing, which
/// is what Excel takes for automatic calculation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calculation {
    /// Formulas are calculated only when the user asks for it, so that a stored result may be older than its parts
    /// (`calcMode="manual"`).
    pub manual: bool,
    /// The program that opens the file shall calculate every formula anew, as programs ask for that don't calculate
    /// themselves (`fullCalcOnLoad`).
    pub full_on_load: bool,
    /// Results are calculated from numbers as they are shown, rounded by their formats, and not as they are stored
    /// (`fullPrecision="0"`).
    pub as_shown: bool,
}

impl Workbook {
    /// The sheet of exactly this name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_round_trip() {
        for text in ["A1", "Z9", "AA10", "XFD1048576", "BC77"] {
            assert_eq!(Address::parse(text).expect("an address").to_string(), text);
        }
        assert_eq!(Address::parse("$B$12"), Some(Address::new(11, 1)));
        for text in ["", "12", "A", "A0", "CELL-01", "AAAA1", "A99999999999"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn cells_beyond_the_extent_are_counted_not_kept() {
        let one = || Cell { value: Value::Number(1.0), formula: None };
        let far = Address::new(1_048_575, 16_383);
        let sheet = Sheet::new("Biểu", true, vec![(far, one()), (Address::new(0, 0), one())]);
        assert_eq!(sheet.cells().count(), 1);
        assert_eq!((sheet.n_beyond, sheet.first_beyond), (1, Some(far)));
    }
}
