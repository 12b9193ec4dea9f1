//! Last year's numbers sent again: every count of the file, or of one of its forms, is the earlier year's.

use super::table::{Cell, FormPair};
use crate::problem::{Code, Finding};
use crate::value::grid::{Address, in_ranges};
use crate::value::wording;

/// One finding for the whole file, otherwise one for each form that is repeated.
pub fn check(tables: &[FormPair]) -> Vec<Finding> {
    let compared: Vec<&FormPair> = tables.iter().filter(|table| table.cells().next().is_some()).collect();
    if compared.is_empty() {
        return Vec::new();
    }
    if is_repeated(&compared) {
        return vec![finding(&compared)];
    }
    compared.iter().filter(|table| is_repeated(&[**table])).map(|table| finding(&[*table])).collect()
}

/// Whether all counts are equal, and enough of them are not 0: few may well stay the same, and 0 mostly does.
fn is_repeated(tables: &[&FormPair]) -> bool {
    let mut pairs = tables.iter().flat_map(|table| table.cells()).map(|(_, pair)| pair);
    let n_telling = tables.iter().flat_map(|table| table.cells()).filter(|(_, pair)| pair.now > 0).count();
    n_telling >= tables[0].repeated_cells && pairs.all(|pair| pair.now == pair.before)
}

/// One mistake is one finding: placed on the first form, where its note is looked for; of several forms the message says
/// which cells of each are meant.
fn finding(tables: &[&FormPair]) -> Finding {
    let first = tables[0];
    let cells: Vec<Cell> = first.cells().map(|(cell, _)| cell).collect();
    let sheets: Vec<String> = match tables {
        [one] => vec![one.form().sheet.clone()],
        many => many.iter().map(|table| with_cells(table)).collect(),
    };
    let n: usize = tables.iter().map(|table| table.cells().count()).sum();
    let year = first.earlier_year;
    let message = format!("cả {n} số của {} giống hệt số năm {year}", wording::list(&sheets));
    // There is no number that would fit better.
    let hint = format!("Có phải đơn vị gửi lại số năm {year}? Ghi số của năm nay; {}", first.or_explain(&cells));
    first.finding(Code::LastYearAgain, &cells, message, hint, |_, _| String::new())
}

/// `Biểu 03 (D11:F13)`.
fn with_cells(table: &FormPair) -> String {
    let cells: Vec<Address> = table.cells().map(|(_, pair)| pair.at).collect();
    format!("{} ({})", table.form().sheet, in_ranges(&cells))
}
