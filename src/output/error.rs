//! Why a workbook could not be made. Content that exceeds the format is an error and is never left out silently. Texts that
//! could grow too long are shortened where they are worded, and say so.

use std::fmt;

use rust_xlsxwriter::XlsxError;

use crate::value::grid::Address;

/// What stopped the writing, and on which sheet.
#[derive(Debug)]
pub struct OutputError {
    /// The name of the sheet.
    pub sheet: String,
    /// What stands in the way.
    pub cause: OutputCause,
}

/// The limit that was met, or the library's own words.
#[derive(Debug)]
pub enum OutputCause {
    /// More than the 32 767 characters a cell can hold.
    TextTooLong {
        /// The cell.
        at: Address,
        /// How many characters it has.
        n_chars: usize,
    },
    /// More than the 8 192 characters a formula can have.
    FormulaTooLong {
        /// The cell.
        at: Address,
        /// How many characters it has.
        n_chars: usize,
    },
    /// More than the 1 048 576 rows or 16 384 columns a sheet can have.
    SheetFull,
    /// The library refused, which no input should bring about.
    Library(String),
}

impl OutputError {
    pub(super) fn new(sheet: &str, cause: OutputCause) -> Self {
        OutputError { sheet: sheet.to_owned(), cause }
    }
}

impl From<XlsxError> for OutputCause {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::RowColumnLimitError => OutputCause::SheetFull,
            other => OutputCause::Library(other.to_string()),
        }
    }
}

impl From<std::io::Error> for OutputCause {
    fn from(error: std::io::Error) -> Self {
        OutputCause::Library(error.to_string())
    }
}

impl From<std::io::ErrorKind> for OutputCause {
    fn from(kind: std::io::ErrorKind) -> Self {
        OutputCause::from(std::io::Error::from(kind))
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sheet = &self.sheet;
        match &self.cause {
            OutputCause::TextTooLong { at, n_chars } => {
                write!(f, "ô {at} của trang “{sheet}” dài {n_chars} ký tự, một ô chỉ chứa được 32.767")
            }
            OutputCause::FormulaTooLong { at, n_chars } => {
                write!(f, "công thức ở ô {at} của trang “{sheet}” dài {n_chars} ký tự, tối đa 8.192")
            }
            OutputCause::SheetFull => write!(
                f,
                "trang “{sheet}” cần nhiều dòng hoặc cột hơn một trang tính có thể có (1.048.576 dòng, 16.384 cột); dùng “bhxh \
                 export” để xuất số liệu ra CSV và Parquet"
            ),
            OutputCause::Library(words) => write!(f, "không ghi được trang “{sheet}”: {words}"),
        }
    }
}

impl std::error::Error for OutputError {}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn what_no_sheet_holds_is_said_with_what_to_use_instead() {
        let mut book = Workbook::new();
        let error = book.add_worksheet().write_number(1_048_576, 0, 1).map(|_| ()).expect_err("beyond the last row");
        let words = OutputError::new("Theo địa bàn", error.into()).to_string();
        assert!(words.contains("“Theo địa bàn”") && words.contains("“bhxh export”"), "{words}");
    }
}
