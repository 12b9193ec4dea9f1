//! Where things stand on the sheet of a form: its head, the rows and columns of its table, the check number below it.

use super::source::TemplateSource;
use crate::plan::{Form, FormId, RowId};

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
