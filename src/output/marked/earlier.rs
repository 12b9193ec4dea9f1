//! What an earlier marking left in a file that comes back: its list, and what the marked cells looked like before.
//!
//! The list's narrow first row holds the machine key and then, in each further cell, a sheet, some of its cells and the
//! fill they had: `Biểu 06/D12 D14/<fill>…</fill>`. Neither `/` nor `:` can stand in a sheet's name. The fill is kept by
//! value, since spreadsheet programs number formats anew when they save.

use std::collections::BTreeMap;

use super::styles;
use crate::plan::keys;
use crate::value::grid::{Address, Sheet, Value, Workbook};

/// How many cells are named in one cell of that row, whose text is limited.
const CELLS_TOGETHER: usize = 2_000;
/// How many cells of that row are used: as many as intake reads.
const MAX_ENTRIES: usize = 250;

/// The fills that marked cells had, by sheet and cell.
pub type Fills = BTreeMap<String, BTreeMap<Address, String>>;

/// An earlier marking.
#[derive(Debug, Default)]
pub struct EarlierMarking {
    /// The name its list has by now.
    pub list: Option<String>,
    fills: Fills,
}

impl EarlierMarking {
    /// What is known of an earlier marking; nothing for a file that was never marked.
    pub fn of(workbook: &Workbook) -> Self {
        let Some((sheet, row)) = workbook.sheets.iter().find_map(|sheet| Some((sheet, key_row(sheet)?))) else {
            return EarlierMarking::default();
        };
        let mut fills = Fills::new();
        for (_, cell) in sheet.row(row).skip(1) {
            let Value::Text(text) = &cell.value else { continue };
            let mut parts = text.splitn(3, '/');
            let (Some(sheet), Some(cells), Some(fill)) = (parts.next(), parts.next(), parts.next()) else { continue };
            if styles::is_fill(fill) {
                let cells = cells.split(' ').filter_map(Address::parse);
                fills.entry(sheet.to_owned()).or_default().extend(cells.map(|at| (at, fill.to_owned())));
            }
        }
        EarlierMarking { list: Some(sheet.name.clone()), fills }
    }

    /// The fill that a cell had before it was marked. If rows were moved since, that of a cell in the same column;
    /// otherwise none.
    pub fn fill(&self, sheet: &str, at: Address) -> &str {
        let fills = self.fills.get(sheet);
        let exact = fills.and_then(|fills| fills.get(&at));
        exact
            .or_else(|| fills?.iter().find(|(other, _)| other.col == at.col).map(|(_, fill)| fill))
            .map_or(styles::NO_FILL, String::as_str)
    }
}

/// The row whose first cell has the list's key.
fn key_row(sheet: &Sheet) -> Option<u32> {
    let is_key = |value: &Value| matches!(value, Value::Text(text) if text.trim() == keys::FINDINGS_LIST);
    sheet.cells().find(|(at, cell)| at.col == 0 && is_key(&cell.value)).map(|(at, _)| at.row)
}

/// The texts of that row behind the key.
pub fn entries(fills: &Fills) -> Vec<String> {
    let mut entries = Vec::new();
    for (sheet, cells) in fills {
        let mut by_fill: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (at, fill) in cells {
            by_fill.entry(fill).or_default().push(at.to_string());
        }
        for (fill, cells) in by_fill {
            entries.extend(cells.chunks(CELLS_TOGETHER).map(|cells| format!("{sheet}/{}/{fill}", cells.join(" "))));
        }
    }
    entries.truncate(MAX_ENTRIES);
    entries
}
