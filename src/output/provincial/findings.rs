//! "Kết quả kiểm tra": everything found in every file, what must be corrected first, each with the cell it is about.

use super::{Book, file_name, names};
use crate::ledger::{FileId, FileRecord};
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
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
const FORM: u16 = 12;
const FOUND: u16 = 15;
const EXPECTED: u16 = 16;
/// What was found is not repeated beside a message that quotes it at length.
const LONG: usize = 60;
/// The most that is shown of what was found and expected; the hidden sheet and JSON have all of it.
const MOST: usize = 400;
const HEADER: u32 = 3;

/// The columns of severity and state, and their words, which the overview counts.
pub const SEVERITY: char = 'A';
pub const STATE: char = 'B';
pub const OPEN: &str = "Còn mở";

pub fn write(book: &Book) -> Result<Page, OutputError> {
    let widths: Vec<f64> = COLUMNS.iter().map(|(_, width)| *width).collect();
    let mut page = Page::new(names::FINDINGS, Paper::Landscape, &widths)?;
    let last_col = u16::try_from(COLUMNS.len() - 1).expect("a few columns");
    book.heading(&mut page, "KẾT QUẢ KIỂM TRA SỐ LIỆU", LAST_PRINTED)?;
    page.freeze(HEADER + 1, 1, Some((HEADER, HEADER)))?;
    for (col, (label, _)) in (0..).zip(COLUMNS) {
        page.header((HEADER, col), label)?;
    }
    let all = in_order(book);
    for (at, (file, finding)) in (HEADER + 1..).zip(&all) {
        write_row(&mut page, book, at, *file, finding)?;
    }
    if all.is_empty() {
        page.across(
            HEADER + 1,
            (0, LAST_PRINTED),
            "Không có lỗi, điểm cần giải trình hay ghi chú nào.",
            &style::caption(),
        )?;
    } else {
        let last = last_row(book) - 1;
        // What files say is text even where it looks like a number; Excel need not warn of it.
        let warning = rust_xlsxwriter::IgnoreError::NumberStoredAsText;
        page.written(|sheet| sheet.ignore_error_range(HEADER + 1, FOUND, last, EXPECTED, warning))?;
        page.autofilter((HEADER, 0), (last, last_col))?;
        page.written(|sheet| sheet.set_print_area(0, 0, last, LAST_PRINTED))?;
    }
    Ok(page)
}

/// The last row of the table, counted from 1 as formulas do.
pub fn last_row(book: &Book) -> u32 {
    let n: usize = book.merged.files.iter().map(|file| file.findings.len()).sum();
    HEADER + 1 + u32::try_from(n.max(1)).unwrap_or(u32::MAX - HEADER - 1)
}

/// All findings with their file: errors, open queries, explained ones, notes.
fn in_order<'b>(book: &'b Book) -> Vec<(FileId, &'b Finding)> {
    let files = book.merged.file_ids().zip(&book.merged.files);
    let of_file = |(n, file): (FileId, &'b FileRecord)| file.findings.iter().map(move |finding| (n, finding));
    let mut all: Vec<(FileId, &Finding)> = files.flat_map(of_file).collect();
    all.sort_by_key(|(file, finding)| (finding.severity, !finding.is_open(), *file));
    all
}

fn write_row(page: &mut Page, book: &Book, at: u32, n: FileId, finding: &Finding) -> Result<(), OutputError> {
    let file = book.merged.file(n);
    let text = style::text(Weight::Plain);
    let (state, tone) = state(finding);
    let words = finding.words(Audience::Officer);
    page.text((at, 0), &finding.severity.to_string(), &style::centred(Weight::Plain, tone))?;
    page.text((at, 1), state, &style::centred(Weight::Plain, Tone::Plain))?;
    page.text((at, 2), finding.code().entry().id, &style::centred(Weight::Plain, Tone::Plain))?;
    page.text((at, 3), file.agency.map_or("Chưa rõ", |agency| book.year.agency_name(agency)), &text)?;
    page.text((at, 4), file_name(&file.path), &text)?;
    page.text((at, 5), finding.place.sheet.as_deref().unwrap_or_default(), &text)?;
    write_cells(page, book, (at, 6), n, finding)?;
    page.text((at, 8), &wording::sentence(&words.message), &text)?;
    page.text((at, 9), &words.hint, &text)?;
    let explanation = finding.explanation.as_deref().unwrap_or_default();
    page.text((at, 10), &wording::sentence(explanation), &text)?;
    page.text((at, 11), finding.code().entry().title, &text)?;
    write_labels(page, book, (at, FORM), finding)?;
    page.text((at, FOUND), &wording::shortened(found(&words), MOST), &text)?;
    let expected = words.expected.as_deref().unwrap_or_default();
    page.text((at, EXPECTED), &wording::shortened(expected, MOST), &text)
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

/// The cells, and beside them a link to the first: a link's own text isn't wrapped everywhere.
fn write_cells(
    page: &mut Page,
    book: &Book,
    at: (u32, u16),
    file: FileId,
    finding: &Finding,
) -> Result<(), OutputError> {
    let text = style::text(Weight::Plain);
    let cells = in_ranges(&finding.place.cells);
    page.text(at, &cells, &text)?;
    let target = finding.place.sheet.as_deref().zip(finding.place.cells.first().copied());
    match book.file_link(file, target) {
        Some(link) => page.link((at.0, at.1 + 1), "Mở", &link, &style::link()),
        None => page.text((at.0, at.1 + 1), "", &text),
    }
}

/// Form, row and column in the words of the form, where the codes are known.
fn write_labels(page: &mut Page, book: &Book, at: (u32, u16), finding: &Finding) -> Result<(), OutputError> {
    let text = style::text(Weight::Plain);
    let place = &finding.place;
    let form = place.form.as_deref().and_then(|code| book.plan().form_by_code(code));
    let form_label = form.map(|id| book.plan().form(id).number.clone());
    page.text(at, &form_label.or_else(|| place.form.clone()).unwrap_or_default(), &text)?;
    let code = place.row.as_deref().unwrap_or_default();
    let row = form.and_then(|id| Some(book.year.row(id, book.year.row_by_code(id, code)?).label.as_str()));
    page.text((at.0, at.1 + 1), row.unwrap_or(code), &text)?;
    let key = place.column.as_deref().unwrap_or_default();
    let column = form.and_then(|id| {
        let form = book.plan().form(id);
        let result = form.result.iter().find(|result| result.key == key).map(|result| result.label.as_str());
        form.column(key).map(|column| form.columns[column.idx()].label.as_str()).or(result)
    });
    page.text((at.0, at.1 + 2), column.unwrap_or(key), &text)
}
