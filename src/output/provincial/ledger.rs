//! "Số liệu": the ledger, one number per row with the file, sheet and cell it came from. Every figure of the other
//! sheets adds up rows of this one, and later years read it back: its keys and their order don't change.

use rust_xlsxwriter::Format;

use super::formula::as_f64;
use super::{Book, names};
use crate::ledger::Observation;
use crate::output::error::{Cause, OutputError};
use crate::output::page::{self, Page, Paper};
use crate::output::style::{self, Tone, Weight};

/// The columns, each with its width and what it holds; `explanation` is the only one beyond the contract.
const COLUMNS: &[(&str, f64, &str)] = &[
    ("year", 7.0, "Năm số liệu"),
    ("agency", 18.0, "Mã đơn vị báo cáo"),
    ("form", 24.0, "Mã biểu"),
    ("row", 26.0, "Mã số của dòng (nhóm đối tượng)"),
    ("column", 22.0, "Khóa của cột số liệu"),
    ("value", 12.0, "Số người"),
    ("status", 11.0, "accepted: đã nhận; explained: đã giải trình; queried: còn cần giải trình"),
    ("file", 40.0, "Tệp nguồn"),
    ("sheet", 16.0, "Trang tính nguồn"),
    ("cell", 8.0, "Ô nguồn; bấm để mở"),
    ("sha256", 72.0, "Mã băm SHA-256 của tệp nguồn: tệp bị sửa sau khi tổng hợp sẽ có mã khác"),
    ("explanation", 46.0, "Giải trình của đơn vị, nếu số này từng bị hỏi"),
];

/// The last column that is printed; file digests and explanations are read on the screen.
const LAST_PRINTED: u16 = 9;

pub fn write(book: &Book) -> Result<Page, OutputError> {
    let widths: Vec<f64> = COLUMNS.iter().map(|(_, width, _)| *width).collect();
    let mut page = Page::new(names::LEDGER, Paper::Landscape, &widths)?;
    let observations = &book.merged.ledger.observations;
    if observations.len() >= page::MAX_SHEET_ROWS {
        return Err(OutputError::new(names::LEDGER, Cause::TooManyRows(observations.len() + 1)));
    }
    page.freeze(1, 0, Some((0, 0)))?;
    for (col, (key, _, meaning)) in (0..).zip(COLUMNS) {
        page.header((0, col), key)?;
        page.note((0, col), meaning)?;
    }
    let look = Look::new();
    for (row, observation) in (1..).zip(observations) {
        write_observation(&mut page, book, &look, row, observation)?;
    }
    let last_row = u32::try_from(observations.len()).expect("checked above");
    let last_col = u16::try_from(COLUMNS.len() - 1).expect("a dozen columns");
    page.autofilter((0, 0), (last_row, last_col))?;
    page.written(|sheet| sheet.set_print_area(0, 0, last_row, LAST_PRINTED))?;
    Ok(page)
}

/// How the cells look, made once for all rows.
struct Look {
    year: Format,
    text: Format,
    people: Format,
    link: Format,
}

impl Look {
    fn new() -> Self {
        Look {
            year: style::ordinal(),
            text: style::text(Weight::Plain),
            people: style::people(Weight::Plain, Tone::Plain),
            link: style::link(),
        }
    }
}

fn write_observation(
    page: &mut Page,
    book: &Book,
    look: &Look,
    at: u32,
    observation: &Observation,
) -> Result<(), OutputError> {
    let (year, cell) = (book.year, observation.cell);
    let form = book.plan().form(cell.form);
    let file = &book.merged.files[observation.file];
    let text = &look.text;
    page.number((at, 0), f64::from(year.year), &look.year)?;
    page.text((at, 1), &book.plan().agency(cell.agency).code, text)?;
    page.text((at, 2), &form.code, text)?;
    page.text((at, 3), &year.row(cell.form, cell.row).code, text)?;
    page.text((at, 4), &form.columns[cell.column.idx()].key, text)?;
    let people = as_f64(i64::try_from(observation.people).unwrap_or(i64::MAX));
    page.number((at, 5), people, &look.people)?;
    page.text((at, 6), observation.status.key(), text)?;
    page.text((at, 7), &file.path, text)?;
    page.text((at, 8), &observation.sheet, text)?;
    match book.file_link(observation.file, Some((&observation.sheet, observation.at))) {
        Some(link) => page.link((at, 9), &observation.at.to_string(), &link, &look.link)?,
        None => page.text((at, 9), &observation.at.to_string(), text)?,
    }
    page.text((at, 10), file.sha256.as_deref().unwrap_or_default(), text)?;
    page.text((at, 11), observation.explanation.as_deref().unwrap_or_default(), text)
}
