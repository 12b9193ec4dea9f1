//! Writes a ledger that `bhxh export` made into a workbook, as the provincial workbook has it: texts, numbers and a header, by one of
//! `rust_xlsxwriter`'s three kinds of sheets.
//!
//!     low-memory usual|low|constant LEDGER.csv OUT.xlsx

use std::error::Error;

use rust_xlsxwriter::{Format, Workbook};

fn main() -> Result<(), Box<dyn Error>> {
    let [kind, ledger, out] =
        <[String; 3]>::try_from(std::env::args().skip(1).collect::<Vec<_>>()).map_err(|_| "kind, ledger, output")?;
    let mut workbook = Workbook::new();
    let sheet = match kind.as_str() {
        "low" => workbook.add_worksheet_with_low_memory()?,
        "constant" => workbook.add_worksheet_with_constant_memory()?,
        _ => workbook.add_worksheet(),
    };
    let (people, text) = (Format::new().set_num_format("#,##0"), Format::new().set_text_wrap());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(ledger)?;
    for (row, record) in (0u32..).zip(reader.records()) {
        for (col, field) in (0u16..).zip(&record?) {
            if let Ok(number) = field.parse::<u32>() {
                sheet.write_number_with_format(row, col, number, &people)?;
            } else if !field.is_empty() {
                sheet.write_string_with_format(row, col, field, &text)?;
            }
        }
    }
    workbook.save(out)?;
    Ok(())
}
