//! "Nguồn số liệu của đơn vị": the parts of numbers that an agency added up from units of its own, and the parts of these where a
//! unit did the same. One click on a number's cell in the ledger leads to the agency's file; this sheet leads on to the unit's file
//! and cell, from a part to the one it is a part of. No figure adds these up.

use super::binding::BoundSheet;
use super::book::Book;
use super::names;
use crate::ledger::parts::{self, PartRow};
use crate::output::bulk::BulkCell;
use crate::output::error::OutputError;
use crate::output::page::{self, Link, Page, Paper};
use crate::value::grid::Address;

/// The first row below the heading.
const FIRST_ROW: u32 = 1;

/// The sheet; `None` where no number has parts.
pub fn write<'b>(book: &'b Book<'b>) -> Result<Option<BoundSheet<'b>>, OutputError> {
    if !parts::is_any(book.merged) {
        return Ok(None);
    }
    let widths: Vec<f64> = PartRow::COLUMNS.iter().map(|column| column.heading.n_chars.into()).collect();
    let mut page = Page::new(names::OF_UNITS, Paper::Landscape, &widths)?;
    page.freeze(1, 0, Some((0, 0)))?;
    for (col, column) in (0..).zip(PartRow::COLUMNS) {
        page.header((0, col), column.heading.key)?;
        page.note((0, col), column.heading.title)?;
    }
    page.written(|sheet| Ok(sheet.set_default_row_height(page::row_height(1))))?;
    // What is beyond a sheet stands in the export, which has no end.
    let rows = parts::rows(book.merged).take(page::MAX_SHEET_ROWS - 1);
    Ok(Some(BoundSheet::with_rows(page, FIRST_ROW, rows.map(|row| cells(book, row)))?))
}

/// A link to a part by its place among all; `None` for one that the sheet has no room for.
pub fn link_to(place: usize) -> Option<Link> {
    let row = u32::try_from(place).ok().filter(|_| place < page::MAX_SHEET_ROWS - 1)? + FIRST_ROW;
    Some(Link::Sheet(names::OF_UNITS.to_owned(), Address::new(row, 0)))
}

fn cells<'b>(book: &'b Book, row: PartRow<'b>) -> Vec<BulkCell<'b>> {
    let link = || link_above(book, row);
    PartRow::COLUMNS.iter().map(|column| BulkCell::of_record(column.heading.kind, column.of(row), link)).collect()
}

/// Where the number stands that a part is one of: in the agency's file, or in a row further up. `None` if it isn't known where the
/// file lies.
fn link_above(book: &Book, row: PartRow) -> Option<Link> {
    match row.place_above() {
        Some(place) => link_to(place),
        None => book.file_link(row.whole.file, Some((book.merged.ledger.sheet(row.whole), row.whole.at))),
    }
}
