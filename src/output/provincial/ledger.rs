//! "Số liệu": the ledger, one number per row with the file, sheet and cell it came from. Every figure of the other
//! sheets adds up rows of this one, and later years read it back: its keys and their order don't change.

use std::ops::Range;

use rust_xlsxwriter::Format;

use super::{Book, Sheet, names};
use crate::ledger::Observation;
use crate::output::bulk::{BulkRows, Entry};
use crate::output::error::OutputError;
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
/// Columns whose texts people wrote, and may be too long.
const FILE: u16 = 7;
const EXPLANATION: u16 = 11;

/// How many observations a sheet holds beside its header.
pub const MAX_PER_SHEET: usize = page::MAX_SHEET_ROWS - 1;

/// Where the observations stand: one below the other from the second row of a sheet on, on as many sheets as it takes.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    n_observations: usize,
    per_sheet: usize,
}

impl Layout {
    pub fn new(n_observations: usize, per_sheet: usize) -> Self {
        Layout { n_observations, per_sheet }
    }

    /// The sheets with the observations that stand on each; one at least.
    pub fn sheets(self) -> impl Iterator<Item = (String, Range<usize>)> {
        let n_sheets = self.n_observations.div_ceil(self.per_sheet).max(1);
        (0..n_sheets).map(move |n| {
            let start = n * self.per_sheet;
            (names::ledger(n), start..(start + self.per_sheet).min(self.n_observations))
        })
    }

    /// Neighbouring observations as formulas refer to a column of them: `'Số liệu'!F2:F9`, for each sheet they are on.
    pub fn cells(self, column: char, observations: &Range<usize>) -> impl Iterator<Item = String> {
        let (start, end) = (observations.start, observations.end);
        self.sheets().filter(move |(_, on)| on.start < end && start < on.end).map(move |(sheet, on)| {
            let (first, last) = (start.max(on.start) - on.start + 2, end.min(on.end) - on.start + 1);
            if first == last {
                format!("'{sheet}'!{column}{first}")
            } else {
                format!("'{sheet}'!{column}{first}:{column}{last}")
            }
        })
    }
}

/// The ledger's sheets. Their rows are written when the workbook is completed.
pub fn write<'b>(book: &'b Book<'b>) -> Result<Vec<Sheet<'b>>, OutputError> {
    for file in &book.merged.files {
        page::check_text(names::LEDGER, (1, FILE), &file.path)?;
    }
    for (row, observation) in (1..).zip(&book.merged.ledger.observations) {
        page::check_text(names::LEDGER, (row, EXPLANATION), observation.explanation.as_deref().unwrap_or_default())?;
    }
    book.layout.sheets().map(|(name, observations)| sheet(book, &name, observations)).collect()
}

fn sheet<'b>(book: &'b Book<'b>, name: &str, observations: Range<usize>) -> Result<Sheet<'b>, OutputError> {
    let widths: Vec<f64> = COLUMNS.iter().map(|(_, width, _)| *width).collect();
    let mut page = Page::new(name, Paper::Landscape, &widths)?;
    page.freeze(1, 0, Some((0, 0)))?;
    for (col, (key, _, meaning)) in (0..).zip(COLUMNS) {
        page.header((0, col), key)?;
        page.note((0, col), meaning)?;
    }
    let last_row = u32::try_from(observations.len()).expect("no more than a sheet holds");
    let last_col = u16::try_from(COLUMNS.len() - 1).expect("a dozen columns");
    page.autofilter((0, 0), (last_row.max(1), last_col))?;
    page.written(|sheet| sheet.set_print_area(0, 0, last_row, LAST_PRINTED))?;
    let observations = &book.merged.ledger.observations[observations];
    let rows = BulkRows {
        n_rows: last_row,
        widths,
        row: Box::new(move |n| row(book, &observations[usize::try_from(n).expect("a row's number is small")])),
    };
    page.sample_row(&looks().each_ref())?;
    Ok(Sheet { page, bulk: Some(rows) })
}

/// How the columns look.
fn looks() -> [Format; COLUMNS.len()] {
    let text = || style::text(Weight::Plain);
    let people = style::people(Weight::Plain, Tone::Plain);
    let year = style::ordinal();
    [year, text(), text(), text(), text(), people, text(), text(), text(), style::link(), text(), text()]
}

fn row<'b>(book: &'b Book, observation: &'b Observation) -> Vec<Entry<'b>> {
    let (year, cell) = (book.year, observation.cell);
    let form = book.plan().form(cell.form);
    let file = book.merged.file(observation.file);
    let at = observation.at.to_string();
    vec![
        Entry::Number(year.year.unsigned_abs().into()),
        Entry::text(&book.plan().agency(cell.agency).code),
        Entry::text(&form.code),
        Entry::text(&year.row(cell.form, cell.row).code),
        Entry::text(&form.columns[cell.column.idx()].key),
        Entry::Number(observation.people),
        Entry::text(observation.status.key()),
        Entry::text(&file.path),
        Entry::text(observation.sheet.as_ref()),
        match book.file_link(observation.file, Some((&observation.sheet, observation.at))) {
            Some(link) => Entry::Link(at.into(), link),
            None => Entry::text(at),
        },
        Entry::text(file.sha256.as_deref().unwrap_or_default()),
        Entry::text(observation.explanation.as_deref().unwrap_or_default()),
    ]
}
