//! "Số liệu": the ledger, one number per row with the file, sheet and cell it came from. Every figure of the other
//! sheets adds up rows of this one, and later years read it back: its keys and their order don't change.

use std::ops::Range;
use std::sync::Arc;

use super::binding::BoundSheet;
use super::book::Book;
use super::of_units;
use crate::ledger::Observation;
use crate::ledger::columns::LedgerRow;
use crate::ledger::parts;
use crate::output::bulk::BulkCell;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper, row_height};
use crate::value::record::ColumnHeading;

/// The last column that is printed; file digests and explanations are read on the screen.
const LAST_PRINTED: u16 = column("cell");

const fn column(key: &str) -> u16 {
    LedgerRow::column(key) as u16
}

/// The ledger's sheets. Their rows are written when the workbook is completed.
pub fn write<'b>(book: &'b Book<'b>) -> Result<Vec<BoundSheet<'b>>, OutputError> {
    let parts = Arc::new(if parts::is_any(book.merged) { parts::first_rows(book.merged) } else { Vec::new() });
    book.layout.sheets().map(|(name, observations)| sheet(book, &name, observations, parts.clone())).collect()
}

fn sheet<'b>(
    book: &'b Book<'b>,
    name: &str,
    observations: Range<usize>,
    parts: Arc<Vec<Option<usize>>>,
) -> Result<BoundSheet<'b>, OutputError> {
    let widths: Vec<f64> = headings().map(|heading| heading.n_chars.into()).collect();
    let mut page = Page::new(name, Paper::Landscape, &widths)?;
    page.freeze(1, 0, Some((0, 0)))?;
    for (col, heading) in (0..).zip(headings()) {
        page.header((0, col), heading.key)?;
        page.note((0, col), heading.title)?;
    }
    let last_row = u32::try_from(observations.len()).expect("no more than a sheet holds");
    let last_col = u16::try_from(LedgerRow::COLUMNS.len() - 1).expect("a dozen columns");
    page.autofilter((0, 0), (last_row.max(1), last_col))?;
    page.written(|sheet| sheet.set_print_area(0, 0, last_row, LAST_PRINTED))?;
    page.written(|sheet| Ok(sheet.set_default_row_height(row_height(1))))?;
    let rows = observations.clone().zip(&book.merged.ledger.observations[observations]);
    BoundSheet::with_rows(
        page,
        1,
        rows.map(move |(n, observation)| row(book, observation, parts.get(n).copied().flatten())),
    )
}

fn headings() -> impl Iterator<Item = ColumnHeading> {
    LedgerRow::COLUMNS.iter().map(|column| column.heading)
}

/// A number's row; the number leads to the first of its parts, if it has any.
fn row<'b>(book: &'b Book, observation: &'b Observation, part: Option<usize>) -> Vec<BulkCell<'b>> {
    let row = LedgerRow::new(book.merged, observation);
    let link = || book.file_link(observation.file, Some((book.merged.ledger.sheet(observation), observation.at)));
    let cells = LedgerRow::COLUMNS.iter();
    let mut cells: Vec<BulkCell> =
        cells.map(|column| BulkCell::of_record(column.heading.kind, column.of(row), link)).collect();
    if let Some(link) = part.and_then(of_units::link_to) {
        let value = &mut cells[usize::from(LedgerRow::column("value"))];
        *value = std::mem::replace(value, BulkCell::text("")).leading_to(link);
    }
    cells
}
