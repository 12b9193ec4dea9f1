//! The sheet of a form: what is said of it, its columns above the table, its rows.

use super::form_sheet::{FORM_ABOUT, FORM_COLUMN, FORM_COLUMNS, FORM_ITEMS, FORM_ROWS, FORM_TITLE};
use super::item_reading;
use super::sheet_reading::SheetReading;
use super::sheets::{ABOUT_ROW, HEADING_ROW, ITEM_HEADINGS, TITLE_ROW};
use super::spec::ColumnSpec;
use super::table_reading::{self, SheetTable};
use super::tree::{NodeTable, NodeValue, PlanNode};
use crate::plan::book_fault::BookFault;
use crate::value::grid::Address;

pub fn read(reading: &mut SheetReading, root: &mut NodeTable) {
    reading.fixed(Address::new(TITLE_ROW, 0), FORM_TITLE);
    reading.fixed(Address::new(ABOUT_ROW, 0), FORM_ABOUT);
    for (col, heading) in (0..).zip(ITEM_HEADINGS) {
        reading.fixed(Address::new(HEADING_ROW, col), heading);
    }
    let Some(heading_row) = heading_row(reading) else {
        let heading = FORM_ROWS.columns[0].heading.to_owned();
        reading.report(Address::new(HEADING_ROW, 0), BookFault::ColumnMissing { heading });
        reading.give_up();
        root.lost.insert(FORMS);
        return;
    };
    let mut form = NodeTable::default();
    items(reading, heading_row, &mut form);
    columns(reading, heading_row, &mut form);
    rows(reading, heading_row, &mut form);
    let spot = reading.spot(Address::new(HEADING_ROW + 1, 1));
    if form.lost.contains(CODE) {
        root.lost.insert(FORMS);
    }
    root.lost.extend([COLUMNS, ROWS].iter().filter(|path| form.lost.contains(*path)));
    root.add(FORMS, spot, form);
}

/// The path of the plan's forms, and the key by which one is known.
const FORMS: &str = "form";
const CODE: &str = "code";
/// The lists of a form.
const COLUMNS: &str = "columns";
const ROWS: &str = "rows";

/// The row of the table's headings, at least the two rows of columns below the items.
fn heading_row(reading: &SheetReading) -> Option<u32> {
    let first = FORM_ROWS.columns[0].heading;
    let mut cells = reading.sheet.cells().map(|(at, _)| at).filter(|at| at.col == 0 && at.row >= HEADING_ROW + 3);
    cells.find(|at| reading.look(*at).is_some_and(|text| text == first)).map(|at| at.row)
}

fn items(reading: &mut SheetReading, heading_row: u32, form: &mut NodeTable) {
    let all: Vec<&ColumnSpec> = FORM_ITEMS.iter().collect();
    let lines = item_reading::lines(reading, HEADING_ROW + 1..heading_row - 2, &all, &[]);
    item_reading::put(reading, FORM_ITEMS, &lines, "", form);
    if let Some(NodeValue::Table(result)) = form.get("result") {
        let missing = ["key", "label"].into_iter().filter(|key| result.text(key).is_none());
        let items = missing.filter_map(|key| FORM_ITEMS.iter().find(|item| item.key == format!("result.{key}")));
        let items: Vec<&ColumnSpec> = items.filter(|item| !form.lost.contains(item.key)).collect();
        for item in items {
            let row = lines.get(item.heading).copied().unwrap_or(HEADING_ROW);
            reading.report(Address::new(row, 1), BookFault::Blank { heading: item.heading.to_owned() });
        }
    }
}

/// The columns in which counts are entered, each where its heading stands.
fn columns(reading: &mut SheetReading, heading_row: u32, form: &mut NodeTable) {
    let rows = [heading_row - 2, heading_row - 1];
    for (row, column) in rows.into_iter().zip(FORM_COLUMNS) {
        reading.fixed(Address::new(row, 1), column.heading);
    }
    let spot = reading.spot(Address::new(rows[0], 0));
    let mut columns = Vec::new();
    for col in slots(reading, heading_row) {
        let contents = rows.map(|row| reading.content(Address::new(row, col)));
        if contents.iter().all(super::cell::CellContent::is_blank) {
            continue;
        }
        let mut column = NodeTable::default();
        for ((row, spec), content) in rows.into_iter().zip(FORM_COLUMNS).zip(&contents) {
            let at = Address::new(row, col);
            column.cells.push((spec.key.into(), reading.spot(at)));
            if !reading.put(spec, content, at, spec.key, &mut column) {
                form.lost.insert(COLUMNS);
            }
        }
        columns.push(PlanNode::new(reading.spot(Address::new(rows[0], col)), NodeValue::Table(column)));
    }
    form.entries.push((COLUMNS.to_owned(), PlanNode::new(spot, NodeValue::List(columns))));
}

/// The columns of the sheet in which counts are entered, by their headings.
fn slots(reading: &SheetReading, heading_row: u32) -> Vec<u32> {
    let cells = reading.sheet.row(heading_row).map(|(at, _)| at);
    cells.filter(|at| reading.look(*at).is_some_and(|text| is_slot(&text))).map(|at| at.col).collect()
}

/// Whether a heading is `Cột 3`.
fn is_slot(heading: &str) -> bool {
    let number = heading.strip_prefix(FORM_COLUMN).and_then(|rest| rest.strip_prefix(' '));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn rows(reading: &mut SheetReading, heading_row: u32, form: &mut NodeTable) {
    let spot = reading.spot(Address::new(heading_row, 0));
    form.list("rows", spot);
    let block = FORM_ROWS;
    for col in slots(reading, heading_row) {
        reading.content(Address::new(heading_row, col));
    }
    match SheetTable::find(reading, &block, heading_row) {
        Some(table) => table_reading::entries(reading, &table, &block, form),
        None => {
            form.lost.insert(ROWS);
            reading.give_up();
        }
    }
}
