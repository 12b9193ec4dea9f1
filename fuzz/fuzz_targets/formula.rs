#![no_main]
//! Any formulas in a sheet are calculated or not, within bounds, and the same each time.

use bhxh::formula::{Recalculation, is_outside, names_deleted_cells};
use bhxh::value::grid::{Address, Cell, Format, Sheet, Value, Workbook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let workbook = workbook(&String::from_utf8_lossy(data));
    let (once, again) = (results(&workbook), results(&workbook));
    assert_eq!(once, again);
});

/// One cell for each line, four beside each other: a formula, or a number or a text.
fn workbook(text: &str) -> Workbook {
    let cells = (0u32..).zip(text.lines()).map(|(n, line)| (Address::new(n / 4, n % 4), cell(line)));
    let sheets = vec![Sheet::new("Biểu", true, cells.collect())];
    Workbook::new(Format::Xlsx, sheets)
}

fn cell(line: &str) -> Cell {
    let value = |text: &str| text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Number);
    match line.strip_prefix('=') {
        Some(formula) => Cell { value: Value::Blank, formula: Some(formula.to_owned()) },
        None => Cell { value: value(line), formula: None },
    }
}

/// What every cell gives, as text: a number that is none isn't equal to itself.
fn results(workbook: &Workbook) -> Vec<String> {
    let mut recalculation = Recalculation::new(workbook);
    let mut result = |(at, cell): (Address, &Cell)| {
        let formula = cell.formula.as_deref().unwrap_or_default();
        format!("{:?} {} {}", recalculation.result(0, at), is_outside(formula), names_deleted_cells(formula))
    };
    workbook.sheets[0].cells().map(&mut result).collect()
}
