//! What of a plan that was carried on must be decided anew.

use std::collections::BTreeSet;

/// What must be decided: which cells are marked, and what is asked.
#[derive(Debug, Default)]
pub struct DecisionMarks {
    cells: BTreeSet<(String, String)>,
    asked: Vec<OpenDecision>,
}

/// Something to be decided, with both names of the place: in the workbook and in the text.
#[derive(Debug)]
struct OpenDecision {
    sheet: String,
    heading: Option<String>,
    path: String,
    key: Option<String>,
    what: String,
}

impl DecisionMarks {
    /// Whether an item, or the filled cells of a column, are to be decided: by the path of the table and the key.
    pub fn has(&self, path: &str, key: &str) -> bool {
        self.cells.contains(&(path.to_owned(), key.to_owned()))
    }

    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// Marks an item, or the filled cells of a column, and asks for it.
    pub fn ask(&mut self, (path, key): (&str, &str), (sheet, heading): (&str, &str), what: &str) {
        self.cells.insert((path.to_owned(), key.to_owned()));
        let (path, key, heading) = (path.to_owned(), Some(key.to_owned()), Some(heading.to_owned()));
        self.asked.push(OpenDecision { sheet: sheet.to_owned(), heading, path, key, what: what.to_owned() });
    }

    /// Asks for a look at a whole table.
    pub fn remind(&mut self, path: &str, sheet: &str, what: &str) {
        let (path, sheet, what) = (path.to_owned(), sheet.to_owned(), what.to_owned());
        self.asked.push(OpenDecision { sheet, heading: None, path, key: None, what });
    }

    /// What is asked, by sheets: `Trang Kế hoạch, “Số văn bản”: ghi số của kế hoạch mới.`
    pub fn in_workbook(&self) -> Vec<String> {
        let said = |asked: &OpenDecision| match &asked.heading {
            Some(heading) => format!("Trang {}, “{heading}”: {}.", asked.sheet, asked.what),
            None => format!("Trang {}: {}.", asked.sheet, asked.what),
        };
        self.asked.iter().map(said).collect()
    }

    /// The same by keys: `plan.number: ghi số của kế hoạch mới.`
    pub fn in_text(&self) -> Vec<String> {
        let said = |asked: &OpenDecision| match &asked.key {
            Some(key) => format!("{}.{key}: {}.", asked.path, asked.what),
            None => format!("{}: {}.", asked.path, asked.what),
        };
        self.asked.iter().map(said).collect()
    }
}
