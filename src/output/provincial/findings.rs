//! "Kết quả kiểm tra": everything found in every file, what must be corrected first, each with the cell it is about.

use super::binding::BoundSheet;
use super::book::{Book, file_name};
use super::names;
use crate::ledger::FileId;
use crate::output::bulk::{BulkCell, BulkValue};
use crate::output::error::OutputError;
use crate::output::look::Look;
use crate::output::page::{self, Page, Paper};
use crate::output::style::{self, Tone};
use crate::problem::{Audience, Finding, Severity, Words};
use crate::value::grid::in_ranges;
use crate::value::wording;

/// What the officer reads, on paper too, and then what finds the place in the forms, for filtering on the screen.
const COLUMNS: &[(&str, f64)] = &[
    ("Mức độ", 11.0),
    ("Xử lý", 12.0),
    ("Mã", 11.0),
    ("Đơn vị", 21.0),
    ("Tệp", 23.0),
    ("Trang tính", 10.0),
    ("Ô", 10.0),
    ("Mở tệp", 8.0),
    ("Phát hiện", 54.0),
    ("Cách xử lý", 36.0),
    ("Giải trình của đơn vị", 24.0),
    ("Nội dung kiểm tra", 24.0),
    ("Biểu", 14.0),
    ("Dòng", 22.0),
    ("Cột", 20.0),
    ("Trên tệp", 14.0),
    ("Cần có", 17.0),
];
const LAST_PRINTED: u16 = 10;
const FOUND: u16 = 15;
const EXPECTED: u16 = 16;
/// The column of what was found stays empty if the message already quotes it.
const LONG: usize = 60;
/// The most that is shown of what was found and expected; the hidden sheet and JSON have all of it.
const MOST: usize = 400;
const HEADER: u32 = 3;

/// The columns of severity and state, and their words, which the overview counts.
pub const SEVERITY: char = 'A';
pub const STATE: char = 'B';
pub const OPEN: &str = "Còn mở";

pub fn write<'b>(book: &'b Book<'b>) -> Result<BoundSheet<'b>, OutputError> {
    let widths: Vec<f64> = COLUMNS.iter().map(|(_, width)| *width).collect();
    let mut page = Page::new(names::FINDINGS, Paper::Landscape, &widths)?;
    book.heading(&mut page, "KẾT QUẢ KIỂM TRA SỐ LIỆU", LAST_PRINTED)?;
    page.freeze(HEADER + 1, 1, Some((HEADER, HEADER)))?;
    for (col, (label, _)) in (0..).zip(COLUMNS) {
        page.header((HEADER, col), label)?;
    }
    let all = in_order(book);
    if all.is_empty() {
        let nothing = "Không có lỗi, điểm cần giải trình hay ghi chú nào.";
        page.across(HEADER + 1, (0, LAST_PRINTED), nothing, &style::caption())?;
        return Ok(page.into());
    }
    set_up_table(&mut page, last_row(book) - 1)?;
    page.at_least(HEADER + 1, page::row_height(1));
    BoundSheet::with_rows(page, HEADER + 1, all.into_iter().map(|(file, finding)| row(book, file, finding)))
}

/// What the table is to Excel, down to its last row.
fn set_up_table(page: &mut Page, last: u32) -> Result<(), OutputError> {
    // What files say is text even where it looks like a number; Excel need not warn of it.
    let warning = rust_xlsxwriter::IgnoreError::NumberStoredAsText;
    page.written(|sheet| sheet.ignore_error_range(HEADER + 1, FOUND, last, EXPECTED, warning))?;
    page.autofilter((HEADER, 0), (last, u16::try_from(COLUMNS.len() - 1).expect("a few columns")))?;
    page.written(|sheet| sheet.set_print_area(0, 0, last, LAST_PRINTED))
}

/// The last row of the table, counted from 1 as formulas do.
pub fn last_row(book: &Book) -> u32 {
    let n: usize = book.merged.files.iter().map(|file| file.findings.len()).sum();
    HEADER + 1 + u32::try_from(n.max(1)).unwrap_or(u32::MAX - HEADER - 1)
}

/// All findings with their file: errors, open queries, explained ones, notes.
fn in_order<'b>(book: &'b Book) -> Vec<(FileId, &'b Finding)> {
    let files = book.merged.file_ids().zip(&book.merged.files);
    let mut all: Vec<(FileId, &Finding)> =
        files.flat_map(|(n, file)| file.findings.iter().map(move |finding| (n, finding))).collect();
    all.sort_by_key(|(file, finding)| (finding.severity, !finding.is_open(), *file));
    all
}

fn row<'b>(book: &'b Book, n: FileId, finding: &'b Finding) -> Vec<BulkCell<'b>> {
    let file = book.merged.file(n);
    let (state, tone) = state(finding);
    let words = finding.words(Audience::Officer);
    let entry = finding.code().entry();
    let (form, line, column) = labels(book, finding);
    vec![
        BulkCell::centred(finding.label(), tone),
        BulkCell::centred(state, Tone::Plain),
        BulkCell::centred(entry.id, Tone::Plain),
        BulkCell::text(file.agency.map_or("Chưa rõ", |agency| book.year.agency_name(agency))),
        BulkCell::text(file_name(&file.path)),
        BulkCell::text(finding.place.sheet.as_deref().unwrap_or_default()),
        BulkCell::text(in_ranges(&finding.place.cells)),
        opening(book, n, finding),
        BulkCell::text(wording::sentence(&words.message).into_owned()),
        BulkCell::text(words.hint.clone()),
        BulkCell::text(wording::sentence(finding.explanation.as_deref().unwrap_or_default())),
        BulkCell::text(entry.title),
        BulkCell::text(form),
        BulkCell::text(line),
        BulkCell::text(column),
        BulkCell::text(wording::shortened(found(&words), MOST).into_owned()),
        BulkCell::text(wording::shortened(words.expected.as_deref().unwrap_or_default(), MOST).into_owned()),
    ]
}

fn found(words: &Words) -> &str {
    match words.found.as_deref() {
        Some(found) if found.chars().count() > LONG && words.says_what_is_found() => "xem cột “Phát hiện”",
        found => found.unwrap_or_default(),
    }
}

fn state(finding: &Finding) -> (&'static str, Tone) {
    match finding.severity {
        Severity::Error => (OPEN, Tone::Bad),
        Severity::Query if finding.is_open() => (OPEN, Tone::Doubt),
        Severity::Query => ("Đã giải trình", Tone::Plain),
        Severity::Note => ("Không cần", Tone::Plain),
    }
}

/// The link to the first cell, beside the cells: a link's own text isn't wrapped everywhere.
fn opening<'b>(book: &Book, file: FileId, finding: &Finding) -> BulkCell<'b> {
    let target = finding.place.sheet.as_deref().zip(finding.place.cells.first().copied());
    match book.file_link(file, target) {
        Some(link) => BulkCell::new(Look::Link, BulkValue::Link("Mở".into(), link)),
        None => BulkCell::text(""),
    }
}

/// Form, row and column in the words of the form, where the codes are known.
fn labels<'b>(book: &'b Book, finding: &'b Finding) -> (&'b str, &'b str, &'b str) {
    let place = &finding.place;
    let [code, row, key] = [&place.form, &place.row, &place.column].map(|text| text.as_deref().unwrap_or_default());
    let Some(id) = book.plan().form_by_code(code) else { return (code, row, key) };
    let form = book.plan().form(id);
    let row_label = book.year.row_by_code(id, row).map(|row| book.year.row(id, row).label.as_str());
    let result = form.result.iter().find(|result| result.key == key).map(|result| result.label.as_str());
    let column = form.column(key).map(|column| form.columns[column.idx()].label.as_str()).or(result);
    (&form.number, row_label.unwrap_or(row), column.unwrap_or(key))
}
