//! "Giải trình": what the agencies answered where a number was queried, numbered so that the report can point to it, each
//! with the file, sheet and cell it is about.

use super::super::provincial::book::{Book, file_name};
use super::names;
use super::report::{Footnote, ReportBook};
use crate::ledger::{FileId, FileStatus};
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::problem::{Audience, Finding, Severity};
use crate::value::grid::in_ranges;
use crate::value::wording;

const COLUMNS: &[(&str, f64)] = &[
    ("Số", 7.0),
    ("Đơn vị", 28.0),
    ("Biểu, dòng, cột", 38.0),
    ("Điểm bị hỏi", 46.0),
    ("Giải trình của đơn vị", 46.0),
    ("Tệp nguồn", 30.0),
    ("Trang, ô", 16.0),
    ("Mở tệp", 8.0),
];
const HEADER: u32 = 3;

/// All of them, in the plan's order of agencies.
pub fn collect<'a>(book: &Book<'a>) -> Vec<Footnote<'a>> {
    let mut footnotes = Vec::new();
    let merged = book.merged;
    for agency in merged.year.agencies {
        let accepted = merged.file_ids().zip(&merged.files).filter(|(_, file)| file.status == FileStatus::Accepted);
        for (file, record) in accepted.filter(|(_, file)| file.agency == Some(*agency)) {
            let explained = record.findings.iter().filter(|f| f.severity == Severity::Query && f.is_explained());
            for finding in explained {
                footnotes.push(Footnote { no: footnotes.len() + 1, agency: *agency, file, finding });
            }
        }
    }
    footnotes
}

/// The numbers that belong to a file: `[1]–[3]`; a dash for none. A file's footnotes follow one another.
pub fn numbers(footnotes: &[Footnote], file: Option<FileId>) -> String {
    let of_file: Vec<usize> = footnotes.iter().filter(|note| Some(note.file) == file).map(|note| note.no).collect();
    match of_file.as_slice() {
        [] => "–".to_owned(),
        [one] => format!("[{one}]"),
        [first, .., last] => format!("[{first}]–[{last}]"),
    }
}

pub fn write(report: &ReportBook) -> Result<Page, OutputError> {
    let widths: Vec<f64> = COLUMNS.iter().map(|(_, width)| *width).collect();
    let last = u16::try_from(COLUMNS.len() - 1).expect("a few columns");
    let mut page = Page::new(names::FOOTNOTES, Paper::Landscape, &widths)?;
    report.book.heading(&mut page, "GIẢI TRÌNH CỦA CÁC ĐƠN VỊ", last)?;
    page.freeze(HEADER + 1, 2, Some((HEADER, HEADER)))?;
    for (col, (label, _)) in (0..).zip(COLUMNS) {
        page.header((HEADER, col), label)?;
    }
    for (at, note) in (HEADER + 1..).zip(&report.footnotes) {
        write_note(&mut page, report.book, at, note)?;
    }
    if report.footnotes.is_empty() {
        let words = "Không có số nào bị hỏi và được giải trình.";
        page.across(HEADER + 1, (0, last), words, &style::caption())?;
    }
    Ok(page)
}

fn write_note(page: &mut Page, book: &Book, at: u32, note: &Footnote) -> Result<(), OutputError> {
    let (text, finding) = (style::text(Weight::Plain), note.finding);
    page.text((at, 0), &format!("[{}]", note.no), &style::centred(Weight::Group, Tone::Plain))?;
    page.text((at, 1), book.year.agency_name(note.agency), &text)?;
    page.text((at, 2), &place(book, finding), &text)?;
    page.text((at, 3), &wording::sentence(&finding.words(Audience::Officer).message), &text)?;
    let explanation = finding.explanation.as_deref().unwrap_or_default();
    page.text((at, 4), &wording::sentence(explanation), &text)?;
    page.text((at, 5), file_name(&book.merged.file(note.file).path), &text)?;
    let cells = in_ranges(&finding.place.cells);
    let sheet = finding.place.sheet.as_deref();
    let source = match sheet {
        Some(sheet) if cells.is_empty() => sheet.to_owned(),
        Some(sheet) => format!("{sheet}, ô {cells}"),
        None => "–".to_owned(),
    };
    page.text((at, 6), &source, &text)?;
    match book.file_link(note.file, sheet.zip(finding.place.cells.first().copied())) {
        // A link's own text isn't wrapped everywhere, so it is short.
        Some(link) => page.link((at, 7), "Mở", &link, &style::link()),
        None => page.none((at, 7), Weight::Plain),
    }
}

/// Form, row and column in the words of the form.
fn place(book: &Book, finding: &Finding) -> String {
    let (plan, place) = (book.plan(), &finding.place);
    let Some(form) = place.form.as_deref().and_then(|code| plan.form_by_code(code)) else { return "–".to_owned() };
    let row = place.row.as_deref().and_then(|code| book.year.row_by_code(form, code));
    let row = row.map(|row| book.year.row(form, row).label.clone());
    let columns = &plan.form(form).columns;
    let column = columns.iter().find(|column| Some(&column.key) == place.column.as_ref());
    let parts = [Some(plan.form(form).sheet.clone()), row, column.map(|column| column.label.clone())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
