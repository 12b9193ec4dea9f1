//! How the sheet that people read is laid out: for each row of a form the units with their parts, and what they add up to. The
//! writer and the reader go by the same lines.

use super::{Count, FormSources, MAX_LINES, Sources};

/// The first line's row below the heading.
pub const TOP: u32 = 4;

/// The first column with numbers.
pub fn first_count_col() -> u16 {
    2
}

/// The column that says in which file and row a unit's parts stand, behind the numbers of the widest form.
pub fn file_col(sources: &Sources) -> u16 {
    let n_columns = sources.forms.iter().map(|form| form.columns().len()).max().unwrap_or(1);
    first_count_col() + u16::try_from(n_columns).unwrap_or(u16::MAX - first_count_col())
}

/// The column of what the units wrote beside their rows; `None` where none wrote anything.
pub fn note_col(sources: &Sources) -> Option<u16> {
    (!sources.unit_notes.is_empty()).then(|| file_col(sources) + 1)
}

/// How many letters of a unit's note are shown, so that its row stays one that programs can show and print.
const MAX_SHOWN_NOTE: usize = 900;

/// A unit's note as the sheet shows it: a very long one up to a word, and where the rest is.
pub fn shown_note(note: &str) -> String {
    if note.chars().count() <= MAX_SHOWN_NOTE {
        return note.to_owned();
    }
    let end = note.char_indices().nth(MAX_SHOWN_NOTE).map_or(note.len(), |(at, _)| at);
    let end = note[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}… (còn nữa, xem tệp của đơn vị)", note[..end].trim_end())
}

/// A line, by the places of form, row and unit in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// What form follows.
    Form(usize),
    /// The columns of a form.
    Header(usize),
    /// A row of a form, whose first cell is the second number.
    Row(usize, usize),
    /// A unit's parts of that row.
    Unit {
        /// The form.
        form: usize,
        /// The row's first cell.
        cell: usize,
        /// The unit.
        unit: usize,
        /// Its number among the units of the row, from 1.
        no: usize,
    },
    /// What the parts of a row add up to.
    Total {
        /// The form.
        form: usize,
        /// The row's first cell.
        cell: usize,
        /// How many lines above are its units'.
        n_units: usize,
    },
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePlace {
    /// The sheet's number, from 0.
    pub sheet: usize,
    /// The row.
    pub row: u32,
}

/// All lines with where they stand.
pub fn lines(sources: &Sources) -> Vec<(LinePlace, Line)> {
    let mut all = Vec::new();
    for (n, form) in sources.forms.iter().enumerate() {
        all.extend([Line::Form(n), Line::Header(n)]);
        for (_, cell) in form.rows() {
            let units = with_counts(form, cell);
            all.push(Line::Row(n, cell));
            all.extend((1..).zip(&units).map(|(no, unit)| Line::Unit { form: n, cell, unit: *unit, no }));
            all.push(Line::Total { form: n, cell, n_units: units.len() });
        }
    }
    let place = |n: usize| LinePlace { sheet: n / MAX_LINES, row: TOP + u32::try_from(n % MAX_LINES).unwrap_or(0) };
    all.into_iter().enumerate().map(|(n, line)| (place(n), line)).collect()
}

/// The collector's own units that report something in the row whose first cell it is.
fn with_counts(form: &FormSources, cell: usize) -> Vec<usize> {
    let of_row = form.row_cells(cell);
    let has_any =
        |n: &usize| form.units[*n].counts.get(of_row.clone()).is_some_and(|of| of.iter().any(Option::is_some));
    (0..form.units.len()).filter(|n| form.units[*n].level() == 0).filter(has_any).collect()
}

impl FormSources {
    /// The cells of the row whose first it is.
    pub fn row_cells(&self, first: usize) -> std::ops::Range<usize> {
        let row = &self.cells[first].0;
        let n = self.cells[first..].iter().take_while(|(of_row, _)| of_row == row).count();
        first..first + n
    }

    /// In which file, sheet and row a unit's parts of a row stand, given the row's first cell: `stc_2023.xlsx, Biểu 02, hàng 14`.
    pub fn file_words(&self, unit: usize, first: usize) -> String {
        let source = &self.units[unit];
        match self.row_cells(first).find_map(|cell| self.count(unit, cell)) {
            Some(count) => format!("{}, {}, hàng {}", source.file, source.sheet, count.at.row + 1),
            None => source.file.clone(),
        }
    }

    /// A unit's number of a cell.
    pub fn count(&self, unit: usize, cell: usize) -> Option<Count> {
        self.units.get(unit)?.count(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_very_long_note_ends_with_a_word_and_says_where_the_rest_is() {
        let long = "biên chế ".repeat(200);
        let shown = shown_note(&long);
        assert!(shown.chars().count() < 950 && shown.ends_with("chế… (còn nữa, xem tệp của đơn vị)"), "{shown}");
        assert_eq!(shown_note("ngắn"), "ngắn");
    }
}
