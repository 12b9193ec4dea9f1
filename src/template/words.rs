//! Dates and shortened texts as the sheets spell them.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, XlsxError};

use crate::sheet;
use crate::value::wording;

/// A date under a letter, with the zeros the rules on documents ask for: `Ngày 05 tháng 02 năm 2023`.
pub fn date_line(date: NaiveDate) -> String {
    format!("Ngày {:02} tháng {} năm {}", date.day(), wording::document_month(date.month()), date.year())
}

/// The date for a cell; an error for years Excel has no dates for.
pub fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    sheet::excel_date(date).ok_or_else(|| XlsxError::DateTimeRangeError(date.to_string()))
}

/// Text cut to what fits, with an ellipsis if something is lost. Excel counts in UTF-16 units.
pub fn shortened(text: &str, max_units: usize) -> String {
    if text.encode_utf16().count() <= max_units {
        return text.to_owned();
    }
    let mut units = 1; // the ellipsis
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= max_units
        })
        .chain(['…'])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_under_letters_have_the_zeros_of_documents() {
        let day = |month, day| NaiveDate::from_ymd_opt(2023, month, day).expect("a date");
        assert_eq!(date_line(day(2, 5)), "Ngày 05 tháng 02 năm 2023");
        assert_eq!(date_line(day(6, 15)), "Ngày 15 tháng 6 năm 2023");
    }

    #[test]
    fn shortened_text_keeps_to_the_limit() {
        assert_eq!(shortened("Số người", 8), "Số người");
        assert_eq!(shortened("Số người đó", 8), "Số ngườ…");
    }
}
