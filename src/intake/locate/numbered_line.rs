//! The line `A B C 1 2 3` that every Vietnamese form has under its head: letters for words, numbers for counts.

use super::super::grid::{Address, Sheet, Value};

/// The columns of a numbered line: its letters, then its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberedLine {
    pub row: u32,
    pub letters: Vec<u32>,
    pub numbers: Vec<u32>,
}

impl NumberedLine {
    /// The numbered lines of a sheet from top to bottom; a table pasted twice has two.
    pub fn all(sheet: &Sheet) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut line = NumberedLine::default();
        for (at, cell) in sheet.cells() {
            if at.row != line.row {
                lines.extend(line.if_whole());
                line = NumberedLine { row: at.row, ..NumberedLine::default() };
            }
            line.take(at, &cell.value);
        }
        lines.extend(line.if_whole());
        lines
    }

    /// Two letters are enough: the third stands above the codes, which may be gone.
    fn if_whole(self) -> Option<Self> {
        (self.letters.len() >= 2 && !self.numbers.is_empty()).then_some(self)
    }

    /// Takes a cell of the line's row if it is what comes next.
    fn take(&mut self, at: Address, value: &Value) {
        let starts_here = !self.letters.is_empty();
        let text = match value {
            Value::Text(text) => text.trim().to_owned(),
            Value::Number(number) if starts_here => number.to_string(),
            _ => return,
        };
        let letter = u8::try_from(self.letters.len()).ok().filter(|n| *n < 26).map(|n| char::from(b'A' + n));
        let number = (self.numbers.len() + 1).to_string();
        if self.numbers.is_empty() && letter.is_some_and(|letter| text.strip_prefix(letter) == Some("")) {
            self.letters.push(at.col);
        } else if starts_here && (text == number || text.starts_with(&format!("{number}="))) {
            self.numbers.push(at.col);
        }
    }
}
