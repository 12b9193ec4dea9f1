//! The hidden sheet that says what this workbook is, so that it is known when it lies in an inbox.

use super::Book;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style;
use crate::plan::keys;

/// The key of the program's version.
const VERSION: &str = "version";

pub fn write(book: &Book) -> Result<Page, OutputError> {
    let mut page = Page::new(keys::IDENTITY_SHEET, Paper::Portrait, &[20.0, 40.0])?;
    let year = book.year.year.to_string();
    let facts = [
        (keys::KIND, keys::KIND_PROVINCIAL),
        (keys::PLAN, &book.plan().id),
        (keys::YEAR, &year),
        (VERSION, book.context.version),
    ];
    for (row, (key, value)) in (0..).zip(facts) {
        page.text((row, 0), key, &style::base())?;
        page.text((row, 1), value, &style::base())?;
    }
    page.sheet().set_hidden(true);
    Ok(page)
}
