//! A sheet of the plan workbook: title, headings with what is to be written below them, cells to write in with drop-downs,
//! protected around them.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, ProtectionOptions, Worksheet, XlsxError,
};
use toml::Table;

use super::looks::CellLooks;
use super::marks::DecisionMarks;
use super::rows::{self, Filled, FilledLine};
use super::sheets::{ABOUT_ROW, FIRST_ROW, HEADING_ROW, HELP_ROW, ITEM_HEADINGS, TITLE_ROW};
use super::spec::{CellKind, ColumnSpec, Section, SheetSpec, TableSpec};
use crate::sheet::{excel_date, quoted};
use crate::template::page::{self, PageOrientation};
use crate::template::{fit, style};
use crate::value::grid::column_letters;

/// Blank lines below a table, ready to be written in.
pub const N_SPARE: u32 = 60;

/// What all sheets of the workbook share: looks, where codes stand, what must be decided anew.
pub struct BookLooks<'m> {
    pub cells: CellLooks,
    pub marks: &'m DecisionMarks,
    code_ranges: BTreeMap<&'static str, String>,
}

impl<'m> BookLooks<'m> {
    pub fn new(marks: &'m DecisionMarks, code_ranges: BTreeMap<&'static str, String>) -> Self {
        BookLooks { cells: CellLooks::new(), marks, code_ranges }
    }
}

/// The cells in which the codes of a table stand, the blank ones below included.
pub fn code_range(sheet: &str, block: &TableSpec, n_lines: usize) -> String {
    let letters = column_letters(u32::try_from(block.parents.len()).unwrap_or_default());
    let last = FIRST_ROW + row_of(n_lines) + N_SPARE;
    format!("{}!${letters}${}:${letters}${last}", quoted(sheet), FIRST_ROW + 1)
}

pub fn row_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX - 10_000)
}

pub fn col_of(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

pub struct SheetWriting<'s, 'm> {
    pub sheet: &'s mut Worksheet,
    pub looks: &'s BookLooks<'m>,
    /// In pixels, by column.
    widths: BTreeMap<u16, u32>,
    /// Of rows that need more than a line, in points.
    heights: BTreeMap<u32, f64>,
}

/// The sizes of texts in cells and of what explains them, in points.
const TEXT_SIZE: u32 = 11;
const HELP_SIZE: u32 = 9;
/// The widest letter of most texts, in pixels.
const LETTER_PIXELS: u32 = 7;
/// The tallest row that a program shows, in points.
const MAX_HEIGHT: f64 = 409.0;

impl<'s, 'm> SheetWriting<'s, 'm> {
    pub fn new(sheet: &'s mut Worksheet, looks: &'s BookLooks<'m>) -> Self {
        SheetWriting { sheet, looks, widths: BTreeMap::new(), heights: BTreeMap::new() }
    }

    /// The width of a column in letters.
    pub fn set_width(&mut self, col: u16, letters: u16) -> Result<(), XlsxError> {
        let pixels = u32::from(letters) * LETTER_PIXELS + 5;
        self.widths.insert(col, pixels);
        self.sheet.set_column_width_pixels(col, pixels)?;
        Ok(())
    }

    /// Makes room for a text of several lines.
    fn grow(&mut self, row: u32, col: u16, text: &str, size: u32, is_bold: bool) {
        let width = self.widths.get(&col).copied().unwrap_or(style::DEFAULT_COLUMN_PIXELS);
        if let Some(height) = fit::tall_height(&[(text, size, is_bold, width)]) {
            let tallest = self.heights.entry(row).or_default();
            *tallest = tallest.max(height.min(MAX_HEIGHT));
        }
    }

    /// The sheet of a table.
    pub fn table(&mut self, spec: &SheetSpec, block: &TableSpec, values: &Table) -> Result<(), XlsxError> {
        self.sheet.set_name(spec.name)?.set_tab_color(style::FORM_TAB);
        self.head(spec.title, spec.about)?;
        let columns = block.all_columns();
        for (col, column) in (0..).zip(&columns) {
            self.set_width(col, column.width)?;
        }
        let lines = rows::lines(block, values);
        self.columns(&columns, HEADING_ROW, 0)?;
        self.lines(block, &columns, &lines, FIRST_ROW)?;
        let last = FIRST_ROW + row_of(lines.len());
        self.finish(spec.title, last, col_of(columns.len() - 1), HEADING_ROW)?;
        self.sheet.set_freeze_panes(FIRST_ROW, 1)?;
        Ok(())
    }

    /// The sheet of single items.
    pub fn items(&mut self, spec: &SheetSpec, sections: &[Section], values: &Table) -> Result<(), XlsxError> {
        self.sheet.set_name(spec.name)?.set_tab_color(style::COVER_TAB);
        self.head(spec.title, spec.about)?;
        for (col, width) in (0..).zip([34, 62, 70]) {
            self.set_width(col, width)?;
        }
        for (col, heading) in (0..).zip(ITEM_HEADINGS) {
            self.sheet.write_with_format(HEADING_ROW, col, heading, &style::header())?;
        }
        let mut row = HEADING_ROW + 1;
        for section in sections {
            self.sheet.write_with_format(row, 0, section.heading, &self.looks.cells.section)?;
            for item in section.items {
                row += 1;
                let key = format!("{}.{}", section.path, item.key);
                let is_marked = self.looks.marks.has(section.path, item.key);
                self.item(row, item, &rows::filled(item, rows::at(values, &key)), is_marked)?;
            }
            row += 1;
        }
        self.finish(spec.title, row, 2, HEADING_ROW)?;
        self.sheet.set_freeze_panes(HEADING_ROW + 1, 0)?;
        Ok(())
    }

    /// An item: its name, its value, what it is.
    pub fn item(&mut self, row: u32, item: &ColumnSpec, value: &Filled, is_marked: bool) -> Result<(), XlsxError> {
        self.grow(row, 0, item.heading, TEXT_SIZE, true);
        let looks = &self.looks.cells;
        self.sheet.write_with_format(row, 0, item.heading, &looks.name)?;
        self.fill(row, 1, item, value, is_marked)?;
        self.ask(item, row, row, 1)?;
        let looks = &self.looks.cells;
        self.sheet.write_with_format(row, 2, item.help, &looks.item_help)?;
        Ok(())
    }

    /// Title and purpose.
    pub fn head(&mut self, title: &str, about: &str) -> Result<(), XlsxError> {
        let looks = &self.looks.cells;
        self.sheet.write_with_format(TITLE_ROW, 0, title, &looks.title)?;
        self.sheet.write_with_format(ABOUT_ROW, 0, about, &looks.about)?;
        Ok(())
    }

    /// The headings of columns, and below each what is to be written there.
    pub fn columns(&mut self, columns: &[&ColumnSpec], row: u32, first_col: u16) -> Result<(), XlsxError> {
        for (col, column) in (first_col..).zip(columns) {
            self.grow(row, col, column.heading, TEXT_SIZE, true);
            self.grow(row + HELP_ROW - HEADING_ROW, col, column.help, HELP_SIZE, false);
            self.sheet.write_with_format(row, col, column.heading, &style::header())?;
            self.sheet.write_with_format(row + HELP_ROW - HEADING_ROW, col, column.help, &self.looks.cells.help)?;
        }
        Ok(())
    }

    fn lines(
        &mut self,
        block: &TableSpec,
        columns: &[&ColumnSpec],
        lines: &[FilledLine],
        first: u32,
    ) -> Result<(), XlsxError> {
        let owners = owners(block);
        for (row, line) in (first..).zip(lines) {
            for (n, cell) in line.iter().enumerate() {
                let is_marked = *cell != Filled::Blank && self.looks.marks.has(owners[n], columns[n].key);
                self.fill(row, col_of(n), columns[n], cell, is_marked)?;
            }
        }
        let end = first + row_of(lines.len());
        for row in end..end + N_SPARE {
            for (n, column) in columns.iter().enumerate() {
                self.fill(row, col_of(n), column, &Filled::Blank, false)?;
            }
        }
        for (n, column) in columns.iter().enumerate() {
            self.ask(column, first, end + N_SPARE - 1, col_of(n))?;
        }
        Ok(())
    }

    /// A cell to write in, with its value.
    pub fn fill(
        &mut self,
        row: u32,
        col: u16,
        column: &ColumnSpec,
        cell: &Filled,
        is_marked: bool,
    ) -> Result<(), XlsxError> {
        if let Filled::Text(text) = cell {
            self.grow(row, col, text, TEXT_SIZE, false);
        }
        let format = self.looks.cells.of(column.kind, is_marked);
        match cell {
            Filled::Blank => self.sheet.write_blank(row, col, format)?,
            Filled::Text(text) => self.sheet.write_string_with_format(row, col, text, format)?,
            Filled::Number(number) => self.sheet.write_number_with_format(row, col, *number, format)?,
            Filled::Date(day) => match excel_date(*day) {
                Some(date) => self.sheet.write_datetime_with_format(row, col, &date, format)?,
                None => {
                    let text = day.format("%d/%m/%Y").to_string();
                    self.sheet.write_string_with_format(row, col, text, format)?
                }
            },
        };
        Ok(())
    }

    /// The drop-down of a column, or what may be written there.
    pub fn ask(&mut self, column: &ColumnSpec, first: u32, last: u32, col: u16) -> Result<(), XlsxError> {
        let range = column.refers.iter().find_map(|path| self.looks.code_ranges.get(path));
        let validation = match (column.kind, range) {
            (CellKind::Choice(words), _) => words_only(&words.iter().map(|(word, _)| *word).collect::<Vec<_>>())?,
            (CellKind::YesNo, _) => words_only(&["có", "không"])?,
            (CellKind::Codes, Some(range)) => DataValidation::new()
                .allow_list_formula(Formula::new(format!("={range}")))
                .show_error_message(false)
                .set_input_title("Chọn mã")?
                .set_input_message("Nhiều mã thì ghi cách nhau dấu phẩy")?,
            (_, Some(range)) => DataValidation::new()
                .allow_list_formula(Formula::new(format!("={range}")))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("Mã chưa có trong danh sách")?,
            (CellKind::Count, _) => DataValidation::new()
                .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
                .set_error_title("Ghi số nguyên không âm")?,
            (CellKind::Percent, _) => DataValidation::new()
                .allow_decimal_number(DataValidationRule::Between(0.0, 100.0))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("Ghi số từ 0 đến 100")?,
            _ => return Ok(()),
        };
        self.sheet.add_data_validation(first, col, last, col, &validation)?;
        Ok(())
    }

    /// Print set-up and protection.
    pub fn finish(&mut self, title: &str, last_row: u32, last_col: u16, heading_row: u32) -> Result<(), XlsxError> {
        for (row, height) in &self.heights {
            self.sheet.set_row_height(*row, *height)?;
        }
        page::print(self.sheet, PageOrientation::Landscape, title, (last_row, last_col))?;
        self.sheet.set_repeat_rows(heading_row, heading_row)?;
        self.sheet.protect_with_options(&ProtectionOptions {
            select_locked_cells: true,
            select_unlocked_cells: true,
            format_cells: true,
            format_columns: true,
            format_rows: true,
            insert_rows: true,
            delete_rows: true,
            ..ProtectionOptions::new()
        });
        Ok(())
    }
}

/// The path of the table that each column belongs to; what belongs to an entry has the path of the entry's table.
fn owners(block: &TableSpec) -> Vec<&'static str> {
    vec![block.path; block.all_columns().len()]
}

fn words_only(words: &[&str]) -> Result<DataValidation, XlsxError> {
    DataValidation::new().allow_list_strings(words)?.set_error_title("Chọn trong danh sách")
}
