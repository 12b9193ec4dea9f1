//! The line `A B C 1 2 3` that every Vietnamese form has under its head: letters for words, numbers for counts.

use crate::value::grid::{Address, Sheet, Value};

/// The columns of a numbered line: its letters, then its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberedLine {
    pub row: u32,
    /// The columns of `A`, `B`, `C`.
    pub letters: Vec<u32>,
    /// Each number with its column, rising; those of deleted columns are left out.
    pub numbers: Vec<(usize, u32)>,
    /// Whether a letter came after the numbers, with which a line ends.
    is_closed: bool,
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

    /// The column of a number, from 1.
    pub fn column(&self, number: usize) -> Option<u32> {
        self.numbers.iter().find(|(n, _)| *n == number).map(|(_, col)| *col)
    }

    /// Two letters are enough: the third stands above the codes, which may be gone.
    fn if_whole(self) -> Option<Self> {
        (self.letters.len() >= 2 && !self.numbers.is_empty()).then_some(self)
    }

    /// Takes a cell of the line's row if it is what comes next: the next letter, or a higher number, as `4` or `4=1+2-3`.
    fn take(&mut self, at: Address, value: &Value) {
        let is_open = !self.letters.is_empty() && !self.is_closed;
        let text = match value {
            Value::Text(text) => text.trim().to_owned(),
            Value::Number(number) | Value::Percent(number) | Value::Disguised(number, _) if is_open => {
                number.to_string()
            }
            _ => return,
        };
        if let [letter @ b'A'..=b'Z'] = text.as_bytes() {
            let is_next = usize::from(letter - b'A') == self.letters.len();
            self.is_closed = !self.numbers.is_empty();
            self.letters.extend((is_next && self.numbers.is_empty()).then_some(at.col));
            return;
        }
        let number = text.split('=').next().and_then(|number| number.parse::<usize>().ok());
        let last = self.numbers.last().map_or(0, |(last, _)| *last);
        if let Some(number) = number.filter(|number| is_open && *number > last && *number < 100) {
            self.numbers.push((number, at.col));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::grid::Cell;

    fn lines(cells: &[(&str, &str)]) -> Vec<NumberedLine> {
        let cell = |text: &str| match text.parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(text.to_owned()),
        };
        let cells = cells.iter().map(|(at, text)| {
            let at = Address::parse(at).expect("an address");
            (at, Cell { value: cell(text), formula: None })
        });
        NumberedLine::all(&Sheet::new("Biểu", true, cells.collect()))
    }

    #[test]
    fn a_line_is_letters_and_then_rising_numbers() {
        let whole = [("A8", "A"), ("B8", " B "), ("C8", "C"), ("E8", "1"), ("F8", "3"), ("G8", "4=1+2-3"), ("H8", "D")];
        let [line] = &lines(&whole)[..] else { panic!("one line") };
        assert_eq!((line.row, &line.letters[..]), (7, &[0, 1, 2][..]));
        assert_eq!([1, 2, 3, 4].map(|n| line.column(n)), [Some(4), None, Some(5), Some(6)]);
        let without_codes = [("A8", "A"), ("B8", "B"), ("C8", "1"), ("D8", "D"), ("E8", "7")];
        assert_eq!(lines(&without_codes)[0].numbers, [(1, 2)]);
        for other in [&[("A1", "A"), ("B1", "1")][..], &[("A1", "A"), ("B1", "B")], &[("A1", "1"), ("B1", "2")]] {
            assert!(lines(other).is_empty(), "{other:?}");
        }
    }
}
