//! The list as a workbook of its own, for a file that can't be marked.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::CheckedFile;
use super::list::{COLUMNS, Carrier, FindingsList, SHEET, TITLE};
use crate::output::error::{OutputCause, OutputError};
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::keys;

const HEADER: u32 = 5;
/// The workbook's bytes; the same list gives the same.
pub fn write(subject: &CheckedFile, carrier: Carrier) -> Result<Vec<u8>, OutputError> {
    let mut workbook = Workbook::new();
    let refused = |error: rust_xlsxwriter::XlsxError| OutputError::new(SHEET, OutputCause::from(error));
    // Only a fixed date of creation makes the bytes repeatable.
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    workbook.set_properties(&DocProperties::new().set_title(TITLE).set_creation_datetime(&created));
    let (sheet, _) = list_page(&FindingsList::of(subject, carrier))?.finish()?;
    workbook.push_worksheet(sheet);
    let (sheet, _) = identity_page()?.finish()?;
    workbook.push_worksheet(sheet);
    crate::sheet::saved(&mut workbook).map_err(refused)
}

fn list_page(list: &FindingsList) -> Result<Page, OutputError> {
    let mut page = Page::new(SHEET, Paper::Landscape, &COLUMNS.map(|(_, width)| width))?;
    let last = u16::try_from(COLUMNS.len() - 1).expect("a few columns");
    page.across(0, (0, last), TITLE, &style::title())?;
    page.at_least(0, 26.0);
    page.across(1, (0, last), &list.caption, &style::caption())?;
    page.across(2, (0, last), &list.verdict.0, &style::verdict(list.verdict.1))?;
    page.at_least(2, 22.0);
    page.across(3, (0, last), &list.guide, &style::remark())?;
    for (col, (label, _)) in (0..).zip(COLUMNS) {
        page.header((HEADER, col), label)?;
    }
    page.freeze(HEADER + 1, 0, Some((HEADER, HEADER)))?;
    for (at, row) in (HEADER + 1..).zip(&list.rows) {
        for (col, text) in (0..).zip(&row.texts) {
            let format = match col {
                0 | 2 => style::centred(Weight::Plain, Tone::Plain),
                1 => style::centred(Weight::Plain, row.tone),
                _ => style::text(Weight::Plain),
            };
            if col == 0 { page.position((at, col), text, &format)? } else { page.text((at, col), text, &format)? }
        }
    }
    if list.rows.is_empty() {
        page.across(HEADER + 1, (0, last), "Không có lỗi, điểm cần giải trình hay ghi chú nào.", &style::caption())?;
    }
    Ok(page)
}

/// Tells that the workbook is ours if it lies among returned files.
fn identity_page() -> Result<Page, OutputError> {
    let mut page = Page::new(keys::IDENTITY_SHEET, Paper::Portrait, &[20.0, 40.0])?;
    page.text((0, 0), keys::KIND, &style::base())?;
    page.text((0, 1), keys::KIND_FINDINGS, &style::base())?;
    page.sheet().set_hidden(true);
    Ok(page)
}
