//! What of a plan that was carried on must be decided anew.

use std::collections::BTreeSet;

/// What must be decided: columns and items by the path of their table and their key, and sentences.
#[derive(Debug, Default)]
pub struct DecisionMarks {
    pub cells: BTreeSet<(String, String)>,
    pub sentences: Vec<String>,
}

impl DecisionMarks {
    pub fn has(&self, path: &str, key: &str) -> bool {
        self.cells.contains(&(path.to_owned(), key.to_owned()))
    }

    /// Marks an item, or the filled cells of a column, and says why.
    pub fn say(&mut self, path: &str, key: &str, sentence: &str) {
        self.cells.insert((path.to_owned(), key.to_owned()));
        self.sentences.push(sentence.to_owned());
    }
}
