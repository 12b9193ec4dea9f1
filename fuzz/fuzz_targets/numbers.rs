#![no_main]
//! A workbook that the program accepts and calamine opens has the same numbers for both. Every four bytes alter a real sheet.

use std::collections::BTreeMap;
use std::io::Cursor;

use bhxh::intake::reader::read;
use bhxh::value::grid::{Format, Value};
use calamine::{Data, Reader, Xlsx};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (file, is_plain) = bhxh_fuzz::workbook(data);
    let Ok(book) = read(&file, Format::Xlsx) else { return };
    // Of a value in pieces calamine takes the first.
    if is_plain && let Some(theirs) = theirs(&file, &book.sheets[0].name) {
        let ours = book.sheets[0].cells().filter_map(|(at, cell)| match cell.value {
            Value::Number(number) | Value::Date(number) | Value::Percent(number) | Value::Disguised(number, _) => {
                Some(((at.row, at.col), number))
            }
            _ => None,
        });
        assert_eq!(ours.collect::<BTreeMap<_, _>>(), theirs);
    }
});

fn theirs(file: &[u8], sheet: &str) -> Option<BTreeMap<(u32, u32), f64>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).ok()?;
    let mut cells = book.worksheet_cells_reader(sheet).ok()?;
    let mut numbers = BTreeMap::new();
    while let Some(cell) = cells.next_cell().ok()? {
        let number = match Data::from(cell.get_value().clone()) {
            Data::Int(number) => number as f64,
            Data::Float(number) => number,
            Data::DateTime(date) => date.as_f64(),
            _ => continue,
        };
        if cell.get_position().0 < 5_000 && cell.get_position().1 < 256 {
            numbers.insert(cell.get_position(), number);
        }
    }
    Some(numbers)
}
