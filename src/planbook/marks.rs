//! What of a plan that was carried on must be decided anew.

use std::collections::BTreeSet;

/// What of a plan must be decided anew: columns and items by the path of their table and their key, and a sentence for each.
#[derive(Debug, Default)]
pub struct DecisionMarks {
    pub cells: BTreeSet<(String, String)>,
    pub sentences: Vec<String>,
}

impl DecisionMarks {
    pub fn has(&self, path: &str, key: &str) -> bool {
        self.cells.contains(&(path.to_owned(), key.to_owned()))
    }
}
