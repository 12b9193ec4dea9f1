//! What finding the tables costs.

use crate::intake::{container, interpret, reader};
use crate::plan;
use crate::template::{self, Filling};
use crate::value::grid::{Address, Cell, Sheet, Value, Workbook, looks};

/// A blank template in which a sheet full of one text stands in the place of a form.
fn full_of(text: &str) -> Workbook {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let agency = plan.agency_by_code("bql-kkt").expect("an agency");
    let bytes = template::workbook(&year, agency, &Filling::default()).expect("a template");
    let mut book = reader::read(&bytes, container::inspect(&bytes).expect("a workbook")).expect("readable");
    let cell = Cell { value: Value::Text(text.to_owned()), formula: None };
    let cells = (0..60).flat_map(|row| (0..250).map(move |col| Address::new(row, col)));
    let full = Sheet::new("Đầy", true, cells.map(|at| (at, cell.clone())).collect());
    *book.sheets.iter_mut().find(|sheet| sheet.name == "Biểu 03").expect("the form") = full;
    book
}

/// Every row is visited once, however often it holds what a table's head might.
#[test]
fn a_sheet_full_of_keys_is_looked_at_no_more_often_than_another() {
    let plan = plan::embedded();
    let n_looks = |text: &str| {
        let book = full_of(text);
        looks::during(|| _ = interpret(&book, &plan))
    };
    // Visiting each row once for each of its 250 cells would be a hundred times as much.
    let plain = n_looks("chữ thường");
    for text in ["current", "A", "tong", "bhxh:"] {
        let full = n_looks(text);
        assert!(full < 3 * plain, "{text}: {full} looks against {plain}");
    }
}
