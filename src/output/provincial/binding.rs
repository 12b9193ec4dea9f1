//! Puts the sheets of a workbook together.

use std::collections::BTreeMap;
use std::io::{Seek, Write};

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use super::book::Book;
use crate::output::bulk::{self, BulkCell, BulkRows, BulkRun};
use crate::output::charts::Numbers;
use crate::output::complete::{Incomplete, complete};
use crate::output::error::{OutputCause, OutputError};
use crate::output::page::Page;
use crate::output::style;
use crate::value::workers;

/// A sheet of the workbook.
pub struct BoundSheet<'b> {
    page: Page,
    /// The rows of the page that may be too many for the library.
    bulk: Option<BulkRows<'b>>,
}

impl<'b> BoundSheet<'b> {
    /// A page that ends with these rows, the first of them in the given row.
    ///
    /// # Errors
    ///
    /// When the sheet is full.
    pub fn with_rows(
        page: Page,
        first: u32,
        rows: impl Iterator<Item = Vec<BulkCell<'b>>> + Send + 'b,
    ) -> Result<Self, OutputError> {
        BoundSheet::with_runs(page, vec![BulkRun { first, rows: Box::new(rows) }])
    }

    /// A page with runs of rows in it, from top to bottom; none of them is empty.
    ///
    /// # Errors
    ///
    /// When the sheet is full.
    pub fn with_runs(mut page: Page, runs: Vec<BulkRun<'b>>) -> Result<Self, OutputError> {
        for run in &runs {
            page.sample_row(run.first)?;
        }
        let (sheet, widths) = (page.name().to_owned(), page.widths().to_vec());
        let bulk = (!runs.is_empty()).then_some(BulkRows { sheet, widths, runs });
        Ok(BoundSheet { page, bulk })
    }
}

impl From<Page> for BoundSheet<'_> {
    fn from(page: Page) -> Self {
        BoundSheet { page, bulk: None }
    }
}

/// Writes sheets of the workbook that stand side by side.
pub type SheetWriter<'w, 'b> = Box<dyn FnOnce() -> Result<Vec<BoundSheet<'b>>, OutputError> + Send + 'w>;

/// One sheet, or none, to be written.
pub fn writer<'w, 'b, S: Into<BoundSheet<'b>>>(
    write: impl FnOnce() -> Result<S, OutputError> + Send + 'w,
) -> SheetWriter<'w, 'b> {
    Box::new(|| Ok(vec![write()?.into()]))
}

/// The sheets in their order, written by the workbook's workers.
///
/// # Errors
///
/// The first that any of them has.
pub fn written<'b>(book: &Book, writers: Vec<SheetWriter<'_, 'b>>) -> Result<Vec<BoundSheet<'b>>, OutputError> {
    let sheets = workers::map(book.context.workers, writers, |write| write());
    Ok(sheets.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Puts the sheets together, and writes the workbook to a target.
///
/// # Errors
///
/// When a sheet can't hold what stands on it, or the target takes no more.
pub fn bind<W: Write + Seek>(book: &Book, title: &str, sheets: Vec<BoundSheet>, target: W) -> Result<W, OutputError> {
    let first = sheets.first().map_or_else(String::new, |sheet| sheet.page.name().to_owned());
    let Bound { package, numbers, bulk } = bound(book, title, &first, sheets)?;
    complete(&package, &numbers, bulk, book.context.workers, target).map_err(|incomplete| match incomplete {
        Incomplete::Package(error) => OutputError::new(&first, OutputCause::Library(error.to_string())),
        Incomplete::Sheet(error) => error,
    })
}

/// A workbook as the library writes it, and what still has to be put into it.
pub(super) struct Bound<'b> {
    pub package: Vec<u8>,
    numbers: Numbers,
    bulk: BTreeMap<usize, BulkRows<'b>>,
}

pub(super) fn bound<'b>(
    book: &Book,
    title: &str,
    first: &str,
    sheets: Vec<BoundSheet<'b>>,
) -> Result<Bound<'b>, OutputError> {
    let whole = |error: XlsxError| OutputError::new(first, error.into());
    let mut workbook = Workbook::new();
    workbook.set_default_format(&style::base(), 20, 64).map_err(whole)?;
    workbook.set_properties(&properties(book, title));
    workbook.set_zip_compression_level(bulk::LEVEL);
    let (mut numbers, mut bulk) = (Numbers::new(), BTreeMap::new());
    for (position, sheet) in (1..).zip(sheets) {
        bulk.extend(sheet.bulk.map(|rows| (position, rows)));
        let name = sheet.page.name().to_owned();
        let (of_library, of_sheet) = sheet.page.finish()?;
        numbers.insert(name, of_sheet);
        workbook.push_worksheet(of_library);
    }
    Ok(Bound { package: crate::sheet::saved(&mut workbook).map_err(whole)?, numbers, bulk })
}

fn properties(book: &Book, title: &str) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(format!("{title} năm {}", book.year.year))
        .set_subject(&book.plan().title)
        .set_author(&book.plan().office.name);
    match crate::sheet::excel_date(book.context.today) {
        Some(today) => properties.set_creation_datetime(&today),
        None => properties,
    }
}
