//! The sheets of the forms: what is said of each, its columns, and the table as the agencies will see it, with codes beside.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Workbook, XlsxError};
use toml::{Table, Value};

use super::form_sheet::{FORM_ABOUT, FORM_COLUMN, FORM_COLUMNS, FORM_ITEMS, FORM_LEFT, FORM_ROWS, FORM_TITLE};
use super::rows::{self, Filled, tables};
use super::sheet_writing::{BookLooks, N_SPARE, SheetWriting, col_of, row_of};
use super::sheets::{GUIDE, HEADING_ROW, ITEM_HEADINGS, SHEETS, TO_DECIDE};
use super::spec::ColumnSpec;
use crate::template::style;

/// Columns ready for counts that the form doesn't have yet.
const N_SPARE_COLUMNS: usize = 2;
const SLOT_WIDTH: u16 = 13;

pub fn write(book: &mut Workbook, looks: &BookLooks, values: &Table) -> Result<(), XlsxError> {
    let mut taken: BTreeSet<String> = SHEETS.iter().map(|spec| spec.name.to_lowercase()).collect();
    taken.extend([GUIDE.to_lowercase(), TO_DECIDE.to_lowercase()]);
    for (n, form) in tables(values, "form").enumerate() {
        let wanted = form.get("sheet").and_then(Value::as_str).unwrap_or_default();
        let name = if taken.insert(wanted.to_lowercase()) { wanted.to_owned() } else { free_name(n, &mut taken) };
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?.set_tab_color(style::DIFFICULTIES_TAB);
        FormWriting { writing: SheetWriting::new(sheet, looks), form }.write()?;
    }
    Ok(())
}

/// A name that no other sheet has.
fn free_name(n: usize, taken: &mut BTreeSet<String>) -> String {
    let names = (n + 1..).map(|n| format!("Biểu mẫu {n}"));
    names.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

struct FormWriting<'s, 'm, 'v> {
    writing: SheetWriting<'s, 'm>,
    form: &'v Table,
}

impl FormWriting<'_, '_, '_> {
    fn write(&mut self) -> Result<(), XlsxError> {
        for (n, column) in self.all_columns().iter().enumerate() {
            self.writing.set_width(col_of(n), column.map_or(SLOT_WIDTH, |column| column.width))?;
        }
        self.writing.head(FORM_TITLE, FORM_ABOUT)?;
        for (col, heading) in (0..).zip(ITEM_HEADINGS) {
            self.writing.sheet.write_with_format(HEADING_ROW, col, heading, &style::header())?;
        }
        let mut row = HEADING_ROW + 1;
        for item in FORM_ITEMS {
            let value = rows::filled(item, rows::at(self.form, item.key));
            self.writing.item(row, item, &value, false)?;
            row += 1;
        }
        let heading_row = row + 3;
        self.columns(heading_row)?;
        self.rows(heading_row)
    }

    fn n_slots(&self) -> usize {
        tables(self.form, "columns").count() + N_SPARE_COLUMNS
    }

    /// Every column of the sheet: those of the table before the counts, those of counts (`None`), those behind.
    fn all_columns(&self) -> Vec<Option<&'static ColumnSpec>> {
        let columns: Vec<&'static ColumnSpec> = FORM_ROWS.all_columns();
        let (left, right) = columns.split_at(FORM_LEFT);
        let slots = std::iter::repeat_n(None, self.n_slots());
        left.iter().copied().map(Some).chain(slots).chain(right.iter().copied().map(Some)).collect()
    }

    /// The form's columns above the table: measure and label of each, and its heading.
    fn columns(&mut self, heading_row: u32) -> Result<(), XlsxError> {
        let written: Vec<&Table> = tables(self.form, "columns").collect();
        for (n, column) in FORM_COLUMNS.iter().enumerate() {
            let row = heading_row - 2 + row_of(n);
            let looks = &self.writing.looks.cells;
            self.writing.sheet.write_with_format(row, 1, column.heading, &looks.name)?;
            for slot in 0..self.n_slots() {
                let value =
                    written.get(slot).map_or(Filled::Blank, |entry| rows::filled(column, entry.get(column.key)));
                self.writing.fill(row, col_of(FORM_LEFT + slot), column, &value, false)?;
                self.writing.ask(column, row, row, col_of(FORM_LEFT + slot))?;
            }
        }
        for slot in 0..self.n_slots() {
            let heading = format!("{FORM_COLUMN} {}", slot + 1);
            let col = col_of(FORM_LEFT + slot);
            self.writing.sheet.write_with_format(heading_row, col, heading, &style::header())?;
            self.writing.sheet.write_blank(heading_row + 1, col, &self.writing.looks.cells.help)?;
        }
        Ok(())
    }

    fn rows(&mut self, heading_row: u32) -> Result<(), XlsxError> {
        let all = self.all_columns();
        for (n, column) in all.iter().enumerate() {
            if let Some(column) = column {
                self.writing.columns(&[column], heading_row, col_of(n))?;
            }
        }
        let lines: Vec<rows::FilledLine> =
            tables(self.form, "rows").flat_map(|row| rows::entry_lines(&FORM_ROWS, row, &[])).collect();
        let first = heading_row + 2;
        let end = first + row_of(lines.len());
        for row in first..end + N_SPARE {
            self.row(row, &all, lines.get(usize::try_from(row - first).unwrap_or(usize::MAX)))?;
        }
        for (n, column) in all.iter().enumerate() {
            if let Some(column) = column {
                self.writing.ask(column, first, end + N_SPARE - 1, col_of(n))?;
            }
        }
        let title = self.form.get("title").and_then(Value::as_str).unwrap_or_default();
        // What is counted apart is rare, and would make all else too small to read on paper.
        let has_apart = tables(self.form, "rows").any(|row| row.contains_key("apart"));
        let n_printed = if has_apart { all.len() } else { self.n_slots() + FORM_ROWS.columns.len() };
        self.writing.finish(title, end, col_of(n_printed - 1), heading_row)?;
        Ok(())
    }

    /// A row of the table; where counts will stand, nothing may be written.
    fn row(&mut self, row: u32, all: &[Option<&ColumnSpec>], line: Option<&rows::FilledLine>) -> Result<(), XlsxError> {
        let mut cells = line.into_iter().flatten();
        for (n, column) in all.iter().enumerate() {
            match column {
                Some(column) => {
                    let cell = cells.next().unwrap_or(&Filled::Blank);
                    self.writing.fill(row, col_of(n), column, cell, false)?;
                }
                None => {
                    self.writing.sheet.write_blank(row, col_of(n), &self.writing.looks.cells.sample)?;
                }
            }
        }
        Ok(())
    }
}
