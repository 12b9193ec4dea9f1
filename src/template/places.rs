//! Where things stand on the sheet of a form: its head, the rows and columns of its table, the check number below it.

use super::source::TemplateSource;
use crate::plan::{ColumnId, Form, FormId, RowId};
use crate::value::grid::Address;

pub const NO_COL: u16 = 0;
pub const LABEL_COL: u16 = 1;
pub const CODE_COL: u16 = 2;
pub const FIRST_MEASURE_COL: u16 = 3;

pub const SENDER_ROW: u32 = 0;
pub const OFFICE_ROW: u32 = 1;
pub const TITLE_ROW: u32 = 2;
pub const PERIOD_ROW: u32 = 3;
pub const UNIT_ROW: u32 = 4;
pub const HEADER_ROW: u32 = 5;
pub const MEASURE_ROW: u32 = 6;
pub const NUMBERED_ROW: u32 = 7;
pub const KEY_ROW: u32 = 8;
pub const FIRST_DATA_ROW: u32 = 9;
/// The column of the check number.
pub const CHECK_COL: u16 = CODE_COL;

/// The sheet's row of a row of the form.
pub fn row_of(row: RowId) -> u32 {
    FIRST_DATA_ROW + row.number()
}

/// The first and the last column of the measures.
pub fn measure_columns(form: &Form) -> (u16, u16) {
    let n = u16::try_from(form.columns.len()).expect("a checked plan has few columns");
    (FIRST_MEASURE_COL, FIRST_MEASURE_COL + n.saturating_sub(1))
}

/// The row of the check number: the first of the signatures', with the date.
pub fn check_row(source: &TemplateSource, form: FormId) -> u32 {
    FIRST_DATA_ROW + u32::try_from(source.year.rows(form).len()).expect("a checked plan has few rows") + 1
}

/// Where the cells of a form stand in its sheet, for whoever fills in or spoils a workbook from outside.
#[derive(Debug, Clone, Copy)]
pub struct FormCells<'f> {
    form: &'f Form,
}

impl<'f> FormCells<'f> {
    /// The cells of a form.
    pub fn of(form: &'f Form) -> Self {
        FormCells { form }
    }

    /// The cell of a count, entered or a total.
    pub fn count(self, row: RowId, column: ColumnId) -> Address {
        at(row_of(row), measure_col(column))
    }

    /// The cell of the result column; `None` for a form without one.
    pub fn result(self, row: RowId) -> Option<Address> {
        self.form.result.as_ref().map(|_| at(row_of(row), measure_columns(self.form).1 + 1))
    }

    /// The cell of a row's note.
    pub fn note(self, row: RowId) -> Address {
        at(row_of(row), measure_columns(self.form).1 + 1 + u16::from(self.form.result.is_some()))
    }

    /// The cell of a row's label.
    pub fn label(self, row: RowId) -> Address {
        at(row_of(row), LABEL_COL)
    }

    /// The cell of a row's code.
    pub fn code(self, row: RowId) -> Address {
        at(row_of(row), CODE_COL)
    }

    /// The hidden cell of a column's key.
    pub fn key(self, column: ColumnId) -> Address {
        at(KEY_ROW, measure_col(column))
    }

    /// The cell of a column's heading.
    pub fn heading(self, column: ColumnId) -> Address {
        at(if self.form.columns.len() == 1 { HEADER_ROW } else { MEASURE_ROW }, measure_col(column))
    }

    /// The cell of a column in the numbered line.
    pub fn numbered(self, column: ColumnId) -> Address {
        at(NUMBERED_ROW, measure_col(column))
    }

    /// The hidden cells of keys, from the form's own to the note's.
    pub fn key_row(self) -> Vec<Address> {
        let last = measure_columns(self.form).1 + 1 + u16::from(self.form.result.is_some());
        (0..=last).map(|col| at(KEY_ROW, col)).collect()
    }

    /// The first cell right of the table in a row.
    pub fn beside(self, row: RowId) -> Address {
        let note = self.note(row);
        Address::new(note.row, note.col + 1)
    }

    /// The row below the table, which is empty, counted from 0.
    pub fn row_below(self, n_rows: usize) -> u32 {
        FIRST_DATA_ROW + u32::try_from(n_rows).expect("a checked plan has few rows")
    }

    /// The cell of the form's check number.
    pub fn check_number(self, n_rows: usize) -> Address {
        at(self.row_below(n_rows) + 1, CHECK_COL)
    }
}

fn measure_col(column: ColumnId) -> u16 {
    FIRST_MEASURE_COL + u16::try_from(column.idx()).expect("a checked plan has few columns")
}

fn at(row: u32, col: u16) -> Address {
    Address::new(row, col.into())
}
