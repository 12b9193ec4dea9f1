//! The hidden sheets: what this workbook is, so that it is known when it lies in an inbox, and what is needed to read it
//! back.

use super::binding::BoundSheet;
use super::book::Book;
use crate::ledger::kept::{self, HiddenTable};
use crate::output::bulk::{BulkCell, BulkValue};
use crate::output::error::OutputError;
use crate::output::look::Look;
use crate::output::page::{Page, Paper};
use crate::output::style;
use crate::plan::keys;

/// The key of the program's version.
const VERSION: &str = "version";

/// The hidden sheets of a provincial workbook.
pub fn provincial<'b>(book: &'b Book<'b>) -> Result<Vec<BoundSheet<'b>>, OutputError> {
    let as_of = book.context.as_of.map(|day| day.to_string());
    let mut facts = vec![
        (kept::LEDGER_DIGEST, kept::digest_of(book.merged)),
        (kept::LEDGER_SHEETS, book.layout.sheets().count().to_string()),
    ];
    facts.extend(as_of.map(|day| (kept::AS_OF, day)));
    let n_illustrative = book.merged.n_illustrative;
    facts.extend(book.merged.is_illustrative().then(|| (keys::ILLUSTRATIVE, n_illustrative.to_string())));
    facts.extend(book.context.base.map(|base| (kept::INBOX, format!("./{base}"))));
    let mut sheets = vec![write(book, keys::KIND_PROVINCIAL, &facts)?.into()];
    for table in kept::tables(book.merged) {
        sheets.push(write_table(table)?);
    }
    Ok(sheets)
}

/// The sheet that says what the workbook is, with more facts of its kind.
pub fn write(book: &Book, kind: &str, more: &[(&str, String)]) -> Result<Page, OutputError> {
    let mut page = Page::new(keys::IDENTITY_SHEET, Paper::Portrait, &[20.0, 40.0])?;
    let year = book.year.year.to_string();
    let facts =
        [(keys::KIND, kind), (keys::PLAN, &book.plan().id), (keys::YEAR, &year), (VERSION, book.context.version)];
    let tier = book.plan().tier_code().map(|tier| (keys::TIER, tier));
    let more = more.iter().map(|(key, value)| (*key, value.as_str())).chain(tier);
    for (row, (key, value)) in (0..).zip(facts.into_iter().chain(more)) {
        page.text((row, 0), key, &style::base())?;
        page.text((row, 1), value, &style::base())?;
    }
    page.sheet().set_hidden(true);
    Ok(page)
}

fn write_table(table: HiddenTable) -> Result<BoundSheet, OutputError> {
    let mut page = Page::new(table.name, Paper::Landscape, &vec![20.0; table.columns.len()])?;
    for (col, heading) in (0..).zip(&table.columns) {
        page.text((0, col), heading.key, &style::base())?;
    }
    page.sheet().set_hidden(true);
    let rows = table
        .rows
        .map(|texts| texts.into_iter().map(|text| BulkCell::new(Look::Hidden, BulkValue::text(text))).collect());
    BoundSheet::with_rows(page, 1, rows)
}
