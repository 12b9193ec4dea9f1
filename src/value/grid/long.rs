//! A sheet of very many rows, of which only the values are kept, each distinct one once.

use std::collections::HashMap;

use super::{Address, Cell, Sheet, Value};

/// The values of a long sheet, row by row.
#[derive(Debug, Clone, Default)]
pub struct LongSheet {
    /// The name on its tab.
    pub name: String,
    /// Non-blank cells beyond the extent that is kept.
    pub n_beyond: usize,
    /// Each distinct value once.
    values: Vec<Value>,
    /// The rows that hold something, from above.
    rows: Vec<u32>,
    /// Where each row ends among the cells.
    ends: Vec<usize>,
    /// Of each cell, its column.
    columns: Vec<u8>,
    /// Of each cell, the place of its value among the distinct ones.
    places: Vec<u32>,
}

impl LongSheet {
    /// The values of a sheet.
    pub fn of(sheet: &Sheet) -> Self {
        let mut rows = LongRows::default();
        sheet.cells().for_each(|(at, cell)| rows.push(at, cell.clone()));
        rows.into_sheet(sheet.n_beyond).named(&sheet.name)
    }

    /// The sheet under another name.
    pub fn named(self, name: &str) -> Self {
        LongSheet { name: name.to_owned(), ..self }
    }

    /// The rows that hold something, from above, 0-based.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The value of a cell; `None` where nothing stands.
    pub fn get(&self, at: Address) -> Option<&Value> {
        let row = self.rows.binary_search(&at.row).ok()?;
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        let column = u8::try_from(at.col).ok()?;
        let n = self.columns[start..self.ends[row]].binary_search(&column).ok()?;
        Some(&self.values[self.places[start + n] as usize])
    }

    /// The text of a cell, untouched; `None` if there is none or it is not text.
    pub fn text(&self, at: Address) -> Option<&str> {
        match self.get(at)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A long sheet in the making.
#[derive(Debug, Default)]
pub struct LongRows {
    sheet: LongSheet,
    texts: HashMap<Box<str>, u32>,
    numbers: HashMap<u64, u32>,
}

impl LongRows {
    /// Adds a cell, which must stand behind all that came before, and not beyond the extent of a sheet.
    pub fn push(&mut self, at: Address, cell: Cell) {
        let place = self.place(cell.value);
        let LongSheet { rows, ends, columns, places, .. } = &mut self.sheet;
        if rows.last() != Some(&at.row) {
            rows.push(at.row);
            ends.push(columns.len());
        }
        columns.push(u8::try_from(at.col).expect("within the extent of a sheet"));
        places.push(place);
        ends.last_mut().into_iter().for_each(|end| *end += 1);
    }

    fn place(&mut self, value: Value) -> u32 {
        let known = match &value {
            Value::Text(text) => self.texts.get(text.as_str()).copied(),
            Value::Number(number) => self.numbers.get(&number.to_bits()).copied(),
            _ => None,
        };
        known.unwrap_or_else(|| self.add(value))
    }

    fn add(&mut self, value: Value) -> u32 {
        let place = u32::try_from(self.sheet.values.len()).expect("fewer than 2^32 cells");
        match &value {
            Value::Text(text) => _ = self.texts.insert(text.as_str().into(), place),
            Value::Number(number) => _ = self.numbers.insert(number.to_bits(), place),
            _ => (),
        }
        self.sheet.values.push(value);
        place
    }

    /// The sheet of what came, without a name yet.
    pub fn into_sheet(self, n_beyond: usize) -> LongSheet {
        LongSheet { n_beyond, ..self.sheet }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sheet_has_the_values_of_its_first_columns() {
        let cell = |value: Value| Cell { value, formula: None };
        let text = |text: &str| cell(Value::Text(text.to_owned()));
        let cells = vec![
            (Address::new(0, 0), text("a")),
            (Address::new(0, 1), cell(Value::Number(3.0))),
            (Address::new(2, 1), text("a")),
            (Address::new(5, 9), text("beside")),
            (Address::new(7, 0), Cell { value: Value::Blank, formula: Some("A1".to_owned()) }),
        ];
        let sheet = Sheet::new("x", true, cells);
        let long = LongSheet::of(&sheet);
        assert_eq!(long.rows(), [0, 2, 5, 7]);
        for at in (0..9).flat_map(|row| (0..12).map(move |col| Address::new(row, col))) {
            assert_eq!(long.get(at), sheet.get(at).map(|cell| &cell.value), "{at}");
        }
        assert_eq!(long.text(Address::new(2, 1)), Some("a"));
        assert_eq!(long.get(Address::new(0, 256)), None);
    }
}
