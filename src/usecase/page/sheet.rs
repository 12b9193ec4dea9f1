//! A returned file's sheet as the page draws it, so that a number can be looked at where it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::intake;
use crate::ledger::Merged;
use crate::plan::Plan;
use crate::value::grid::{Address, Sheet, Value};
use crate::value::wording;

/// How many rows and columns are drawn at most, and how long a cell's text.
const MAX_ROWS: u32 = 400;
const MAX_COLUMNS: u32 = 40;
const MAX_CHARS: usize = 300;

/// A sheet's cells as people see them.
#[derive(Debug, Clone, Serialize)]
pub struct SheetGrid {
    /// The file's place in the list of files.
    pub file: usize,
    /// Its name.
    pub name: String,
    n_rows: u32,
    n_columns: u32,
    /// Row, column, text, and whether it is a number; rows and columns from 0.
    cells: Vec<(u32, u32, String, bool)>,
    /// First row, first column, last row, last column.
    merged: Vec<(u32, u32, u32, u32)>,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<u32>,
    /// Whether there is more than is drawn.
    is_cut: bool,
}

/// The sheets of each file that a page may be asked for, by the file's place.
#[derive(Debug, Default)]
pub struct SheetsShown<'a>(BTreeMap<usize, BTreeSet<&'a str>>);

impl<'a> SheetsShown<'a> {
    /// Those in which a number or a finding stands.
    pub fn of(merged: &'a Merged) -> Self {
        let mut wanted = SheetsShown::default();
        for observation in &merged.ledger.observations {
            wanted.add(observation.file.idx(), merged.ledger.sheet(observation));
        }
        for (n, file) in merged.files.iter().enumerate() {
            let sheets = file.findings.iter().filter_map(|finding| finding.place.sheet.as_deref());
            sheets.for_each(|sheet| wanted.add(n, sheet));
        }
        wanted
    }

    fn add(&mut self, file: usize, sheet: &'a str) {
        self.0.entry(file).or_default().insert(sheet);
    }

    /// The files, each with the sheets wanted of it.
    pub fn files(&self) -> impl Iterator<Item = (usize, &BTreeSet<&'a str>)> {
        self.0.iter().map(|(file, sheets)| (*file, sheets))
    }
}

/// Some sheets of a file, by their names; none of a file that can't be read.
pub fn grids(file: usize, bytes: &[u8], sheets: &BTreeSet<&str>, plan: &Plan) -> Vec<SheetGrid> {
    let Some(workbook) = intake::sheets_of(bytes, plan) else { return Vec::new() };
    let wanted = workbook.sheets.iter().filter(|sheet| sheets.contains(sheet.name.as_str()));
    wanted.map(|sheet| SheetGrid::of(file, sheet)).collect()
}

impl SheetGrid {
    fn of(file: usize, sheet: &Sheet) -> Self {
        let is_drawn = |at: Address| at.row < MAX_ROWS && at.col < MAX_COLUMNS;
        let shown = || sheet.cells().filter(|(_, cell)| cell.value != Value::Blank);
        let drawn = || shown().map(|(at, _)| at).filter(|at| is_drawn(*at));
        let texts = shown().filter(|(at, _)| is_drawn(*at)).map(|(at, cell)| text(at, &cell.value));
        let merged = sheet.layout.merged.iter().filter(|area| is_drawn(area.last));
        let within = |numbers: &BTreeSet<u32>, max: u32| numbers.iter().copied().filter(|n| *n < max).collect();
        SheetGrid {
            file,
            name: sheet.name.clone(),
            n_rows: drawn().map(|at| at.row + 1).max().unwrap_or(0),
            n_columns: drawn().map(|at| at.col + 1).max().unwrap_or(0),
            cells: texts.collect(),
            merged: merged.map(|area| (area.first.row, area.first.col, area.last.row, area.last.col)).collect(),
            hidden_rows: within(&sheet.layout.hidden_rows, MAX_ROWS),
            hidden_columns: within(&sheet.layout.hidden_columns, MAX_COLUMNS),
            is_cut: shown().any(|(at, _)| !is_drawn(at)),
        }
    }
}

fn text(at: Address, value: &Value) -> (u32, u32, String, bool) {
    let is_number = matches!(value, Value::Number(_) | Value::Percent(_) | Value::Disguised(..));
    (at.row, at.col, wording::shortened(&wording::content(value), MAX_CHARS).into_owned(), is_number)
}
