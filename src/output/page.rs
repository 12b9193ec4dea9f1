//! A sheet while it is written. Text stays text whatever it starts with, every formula has its result, rows are as high as
//! their longest text needs, and what exceeds the format is an error that names the sheet.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{Format, IgnoreError, Note, Url, Worksheet};

use super::error::{OutputCause, OutputError};
use super::look::Look;
use super::style::{self, Weight};
use crate::sheet;
use crate::value::grid::{Address, units_beyond_a_cell};
use crate::view::block::{Cell, Value};
use crate::view::words;

/// Excel keeps at most this many links on a sheet.
pub const MAX_LINKS: usize = 65_530;
const MAX_FORMULA: usize = 8_192;
pub const MAX_SHEET_ROWS: usize = 1_048_576;
/// In points; Excel's own limit.
const MAX_ROW_HEIGHT: f64 = 409.0;

/// How a sheet lies on A4 paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Portrait,
    Landscape,
}

/// What a formula gives, written beside it for programs that don't calculate.
#[derive(Debug, Clone, PartialEq)]
pub enum Cached {
    Number(f64),
    Text(String),
}

impl Cached {
    /// What a formula gives for a value of a view; `None` for what no formula gives.
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Verdict(is_reached) => Some(Cached::Text(words::verdict(*is_reached).to_owned())),
            value => value.number().map(Cached::Number),
        }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// A cell of this workbook.
    Sheet(String, Address),
    /// Another file, at a cell if one is known. The path is relative to the workbook, with forward slashes.
    File(String, Option<(String, Address)>),
}

/// A sheet and what has to be remembered until it is finished.
pub struct Page {
    name: String,
    sheet: Worksheet,
    /// In characters, by column.
    widths: Vec<f64>,
    /// In points, by row.
    heights: BTreeMap<u32, f64>,
    /// The same of rows in bulk, which say it themselves; the breaks between pages depend on it.
    bulk_heights: BTreeMap<u32, f64>,
    /// What formulas and numbers give, for the charts over them.
    numbers: BTreeMap<Address, f64>,
    n_links: usize,
    paper: Paper,
    /// Rows that should be printed on one page, from the first to the last.
    together: Vec<(u32, u32)>,
    /// Rows at which a page must begin.
    breaks: Vec<u32>,
    /// The rows repeated on every page.
    n_repeated: u32,
}

impl Page {
    /// An empty sheet with columns of these widths in characters, ready to be printed.
    pub fn new(name: &str, paper: Paper, widths: &[f64]) -> Result<Self, OutputError> {
        let mut page = Page {
            name: name.to_owned(),
            sheet: Worksheet::new(),
            widths: widths.to_vec(),
            heights: BTreeMap::new(),
            bulk_heights: BTreeMap::new(),
            numbers: BTreeMap::new(),
            n_links: 0,
            paper,
            together: Vec::new(),
            breaks: Vec::new(),
            n_repeated: 0,
        };
        page.set_up().map_err(|error| OutputError::new(name, error.into()))?;
        Ok(page)
    }

    fn set_up(&mut self) -> Result<(), rust_xlsxwriter::XlsxError> {
        self.sheet.set_name(&self.name)?;
        for (col, width) in (0..).zip(&self.widths) {
            self.sheet.set_column_width(col, *width)?;
        }
        if self.paper == Paper::Landscape {
            self.sheet.set_landscape();
        }
        // Paper 9 is A4; margins in inches, the left one wide enough for binding.
        self.sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        self.sheet.set_margins(0.6, 0.4, 0.55, 0.65, 0.3, 0.3);
        self.sheet.set_footer("&L&\"Times New Roman\"&9&A&R&\"Times New Roman\"&9Trang &P/&N");
        // Totals stand above their parts; Excel would warn that their formulas leave out neighbouring cells.
        self.sheet.ignore_error_range(0, 0, 9_999, 255, IgnoreError::FormulaOmitsCells)?;
        self.sheet.set_screen_gridlines(false).set_default_note_author("bhxh");
        Ok(())
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Keeps the rows above in view, and the columns before; repeats the header rows on every printed page.
    pub fn freeze(&mut self, row: u32, col: u16, repeated: Option<(u32, u32)>) -> Result<(), OutputError> {
        self.n_repeated = repeated.map_or(0, |(_, last)| last + 1);
        self.written(|sheet| {
            sheet.set_freeze_panes(row, col)?;
            match repeated {
                Some((first, last)) => sheet.set_repeat_rows(first, last),
                None => Ok(sheet),
            }
        })
    }

    pub fn autofilter(&mut self, first: (u32, u16), last: (u32, u16)) -> Result<(), OutputError> {
        self.written(|sheet| sheet.autofilter(first.0, first.1, last.0, last.1))
    }

    /// Begins a new printed page at this row.
    pub fn break_before(&mut self, row: u32) {
        self.breaks.push(row);
    }

    /// Prints these rows on one page if they fit on one. Excel leaves breaks to itself when it fits a sheet to the
    /// paper's width; other programs follow them.
    pub fn keep_together(&mut self, first: u32, last: u32) {
        self.together.push((first, last));
    }

    /// A position in a list. It is written as a number if it is one, so that Excel doesn't warn of a number stored as text.
    pub fn position(&mut self, at: (u32, u16), no: &str, format: &Format) -> Result<(), OutputError> {
        match no.parse::<u16>() {
            Ok(number) => self.written(|sheet| sheet.write_number_with_format(at.0, at.1, number, format)),
            Err(_) => self.text(at, no, format),
        }
    }

    pub fn text(&mut self, at: (u32, u16), text: &str, format: &Format) -> Result<(), OutputError> {
        check_text(&self.name, at, text)?;
        self.grow(at.0, at.1, at.1, text);
        self.written(|sheet| match text {
            "" => sheet.write_blank(at.0, at.1, format),
            _ => sheet.write_string_with_format(at.0, at.1, text, format),
        })
    }

    /// The label of a column.
    pub fn header(&mut self, at: (u32, u16), label: &str) -> Result<(), OutputError> {
        self.grow_by(at.0, (at.1, at.1), label, BOLD);
        self.text(at, label, &style::header())
    }

    /// A cell of a view as it is: a number that is frozen here, or words.
    pub fn cell(&mut self, at: (u32, u16), cell: &Cell) -> Result<(), OutputError> {
        match cell.value.number() {
            Some(number) => self.number(at, number, &style::of(cell)),
            None => self.text(at, &cell.value.text().to_string(), &style::of(cell)),
        }
    }

    /// Says that a figure can't be computed.
    pub fn not_computable(&mut self, at: (u32, u16), weight: Weight) -> Result<(), OutputError> {
        self.cell(at, &Cell::or_not_computable(None).weight(weight))
    }

    /// The sign for a figure that doesn't exist.
    pub fn none(&mut self, at: (u32, u16), weight: Weight) -> Result<(), OutputError> {
        self.cell(at, &Cell::new(Value::None).weight(weight))
    }

    /// A cell of a view by the formula that gives it; one without a figure by its words.
    pub fn live(&mut self, at: (u32, u16), cell: &Cell, formula: &str) -> Result<(), OutputError> {
        match Cached::of(&cell.value) {
            Some(cached) => self.formula(at, formula, &cached, &style::of(cell)),
            None => self.cell(at, cell),
        }
    }

    /// Text across several columns of one row.
    pub fn across(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), OutputError> {
        if first == last {
            return self.text((row, first), text, format);
        }
        check_text(&self.name, (row, first), text)?;
        self.grow(row, first, last, text);
        self.written(|sheet| sheet.merge_range(row, first, row, last, text, format))
    }

    pub fn number(&mut self, at: (u32, u16), number: f64, format: &Format) -> Result<(), OutputError> {
        self.numbers.insert(Address::new(at.0, at.1.into()), number);
        self.written(|sheet| sheet.write_number_with_format(at.0, at.1, number, format))
    }

    /// A formula without its leading `=`, with what it gives.
    pub fn formula(
        &mut self,
        at: (u32, u16),
        formula: &str,
        cached: &Cached,
        format: &Format,
    ) -> Result<(), OutputError> {
        check_formula(formula, Address::new(at.0, at.1.into())).map_err(|cause| OutputError::new(&self.name, cause))?;
        let result = match cached {
            Cached::Number(number) => {
                self.numbers.insert(Address::new(at.0, at.1.into()), *number);
                number.to_string()
            }
            Cached::Text(text) => {
                self.grow(at.0, at.1, at.1, text);
                xml_text(text).into_owned()
            }
        };
        let formula = format!("={}", xml_text(formula));
        let formula = rust_xlsxwriter::Formula::new(formula).set_result(result);
        self.written(|sheet| sheet.write_formula_with_format(at.0, at.1, formula, format))
    }

    /// A formula across several columns of one row.
    pub fn formula_across(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        formula: &str,
        cached: &Cached,
        format: &Format,
    ) -> Result<(), OutputError> {
        if first != last {
            self.written(|sheet| sheet.merge_range(row, first, row, last, "", format))?;
        }
        self.formula((row, first), formula, cached, format)
    }

    pub fn date(&mut self, at: (u32, u16), date: NaiveDate, format: &Format) -> Result<(), OutputError> {
        match sheet::excel_date(date) {
            Some(value) => self.written(|sheet| sheet.write_datetime_with_format(at.0, at.1, value, format)),
            None => self.text(at, &crate::value::wording::date(date), format),
        }
    }

    /// Text that leads somewhere; plain text where the format can't hold the link.
    pub fn link(&mut self, at: (u32, u16), text: &str, link: &Link, format: &Format) -> Result<(), OutputError> {
        let url = link.url().filter(|_| self.n_links < MAX_LINKS && !text.is_empty());
        let Some(url) = url else { return self.text(at, text, format) };
        check_text(&self.name, at, text)?;
        self.grow(at.0, at.1, at.1, text);
        self.n_links += 1;
        self.written(|sheet| sheet.write_url_with_options(at.0, at.1, url, text, "", Some(format)))
    }

    /// A note that opens when the cell is pointed at.
    pub fn note(&mut self, at: (u32, u16), text: &str) -> Result<(), OutputError> {
        let note = Note::new(xml_text(text)).add_author_prefix(false).set_width(260);
        self.written(|sheet| sheet.insert_note(at.0, at.1, &note))
    }

    /// Makes a row at least this high, in points.
    pub fn at_least(&mut self, row: u32, height: f64) {
        let known = self.heights.entry(row).or_insert(0.0);
        *known = known.max(height);
    }

    /// The library's sheet, for what only it can do.
    pub fn sheet(&mut self) -> &mut Worksheet {
        &mut self.sheet
    }

    /// Runs a call on the library's sheet and adds the sheet's name to its error.
    pub fn written<'s>(
        &'s mut self,
        write: impl FnOnce(&'s mut Worksheet) -> Result<&'s mut Worksheet, rust_xlsxwriter::XlsxError>,
    ) -> Result<(), OutputError> {
        let result = write(&mut self.sheet);
        result.map(|_| ()).map_err(|error| OutputError::new(&self.name, error.into()))
    }

    /// Writes the sample row that rows in bulk replace, one cell for each of their looks.
    pub fn sample_row(&mut self, row: u32) -> Result<(), OutputError> {
        for (col, look) in (0..).zip(&Look::samples()) {
            self.written(|sheet| sheet.write_blank(row, col, look))?;
        }
        Ok(())
    }

    /// Remembers that a row in bulk is as high as a text in one of its columns needs.
    pub fn grow_in_bulk(&mut self, row: u32, col: u16, text: &str) {
        let width = self.widths.get(usize::from(col)).copied().unwrap_or_default();
        self.bulk_heights.insert(row, row_height(lines(text, width)));
    }

    pub fn widths(&self) -> &[f64] {
        &self.widths
    }

    /// The finished sheet, and every number on it.
    pub fn finish(mut self) -> Result<(Worksheet, BTreeMap<Address, f64>), OutputError> {
        let breaks = self.page_breaks();
        self.written(|sheet| sheet.set_page_breaks(&breaks))?;
        for (row, height) in std::mem::take(&mut self.heights) {
            self.written(|sheet| sheet.set_row_height(row, height.min(MAX_ROW_HEIGHT)))?;
        }
        Ok((self.sheet, self.numbers))
    }

    /// The rows at which pages begin, so that blocks stay on one page.
    fn page_breaks(&self) -> Vec<u32> {
        let above = self.heights_above();
        let height = |first: u32, last: u32| above[index(last) + 1] - above[index(first)];
        let room = self.room() - if self.n_repeated > 0 { height(0, self.n_repeated - 1) } else { 0.0 };
        let mut breaks = self.breaks.clone();
        let mut page_start = self.n_repeated;
        for (first, last) in &self.together {
            let forced = self.breaks.iter().filter(|at| (page_start..=*first).contains(at)).max();
            page_start = forced.copied().unwrap_or(page_start);
            if height(page_start, *last) > room && *first > page_start {
                breaks.push(*first);
                page_start = *first;
            }
            // A block that is higher than a page breaks by itself.
            while height(page_start, *last) > room && page_start < *last {
                page_start += 1;
            }
        }
        breaks
    }

    /// How far each row is from the top, in points, down to the row after all that the breaks depend on.
    fn heights_above(&self) -> Vec<f64> {
        let last = self.together.iter().map(|(_, last)| *last).max().unwrap_or(0).max(self.n_repeated);
        let known = |row: u32| self.bulk_heights.get(&row).or_else(|| self.heights.get(&row)).copied();
        let heights = (0..=last).map(|row| known(row).unwrap_or(style::LINE));
        let rows = heights.scan(0.0, |above, height| {
            *above += height;
            Some(*above)
        });
        std::iter::once(0.0).chain(rows).collect()
    }

    /// The height of a printed page in points, once its width is fitted to the paper.
    fn room(&self) -> f64 {
        let (width, height) = match self.paper {
            Paper::Portrait => (7.27 * 72.0, 10.45 * 72.0),
            Paper::Landscape => (10.69 * 72.0, 7.03 * 72.0),
        };
        // A column is 7 pixels for a character and 5 around, a pixel is three quarters of a point.
        let columns: f64 = self.widths.iter().map(|width| (width * 7.0 + 5.0) * 0.75).sum();
        height * (columns / width).max(1.0) * 0.97
    }

    /// Makes the row high enough for the text at the columns' width.
    fn grow(&mut self, row: u32, first: u16, last: u16, text: &str) {
        self.grow_by(row, (first, last), text, 1.0);
    }

    /// The same for letters that are wider by a factor.
    fn grow_by(&mut self, row: u32, (first, last): (u16, u16), text: &str, factor: f64) {
        let columns = usize::from(first)..=usize::from(last);
        let width: f64 = columns.filter_map(|col| self.widths.get(col)).sum();
        let n_lines = lines(text, width / factor);
        if n_lines > 0 {
            self.at_least(row, row_height(n_lines));
        }
    }
}

fn index(row: u32) -> usize {
    usize::try_from(row).expect("a sheet has few rows")
}

/// Refuses a text that a cell can't hold.
///
/// # Errors
///
/// [`OutputCause::TextTooLong`].
/// A date as a formula has it.
pub fn date_formula(date: NaiveDate) -> String {
    format!("DATE({},{},{})", date.year(), date.month(), date.day())
}

pub fn check_text(sheet: &str, at: (u32, u16), text: &str) -> Result<(), OutputError> {
    let Some(n_chars) = units_beyond_a_cell(text) else { return Ok(()) };
    let at = Address::new(at.0, at.1.into());
    Err(OutputError::new(sheet, OutputCause::TextTooLong { at, n_chars }))
}

/// Refuses a formula that a cell can't hold.
pub fn check_formula(formula: &str, at: Address) -> Result<(), OutputCause> {
    // No text has more units than bytes.
    let n_chars = if formula.len() <= MAX_FORMULA { 0 } else { formula.encode_utf16().count() };
    if n_chars > MAX_FORMULA { Err(OutputCause::FormulaTooLong { at, n_chars }) } else { Ok(()) }
}

/// The height of a row of so many lines, in points.
pub fn row_height(n_lines: u32) -> f64 {
    (f64::from(n_lines) * style::LINE + 4.0).min(MAX_ROW_HEIGHT)
}

/// How many lines a text takes in a column of a width in digits of the library's default font, which are 7 pixels wide.
pub fn lines(text: &str, width: f64) -> u32 {
    sheet::lines(text, (width - 0.6).max(1.0) * 7.0 / sheet::em_pixels(style::SIZE))
}

/// How much wider bold letters are.
const BOLD: f64 = 1.1;

impl Link {
    /// `None` for a path that a link can't express.
    fn url(&self) -> Option<Url> {
        let place = self.location().map(|place| format!("#{place}")).unwrap_or_default();
        if place.contains(is_no_xml) {
            return None;
        }
        let address = match self {
            Link::Sheet(..) => format!("internal:{}", &place[1..]),
            Link::File(path, _) => format!("file:///{}{place}", expressible(path)?),
        };
        Some(Url::new(address))
    }

    /// The file as a relationship names it; `None` for a cell of this workbook, or a path that a link can't express.
    pub fn target(&self) -> Option<String> {
        match self {
            Link::Sheet(..) => None,
            Link::File(path, _) => {
                let path = expressible(path)?;
                let on_a_drive = path.as_bytes().get(1) == Some(&b':') || path.starts_with(r"\\");
                let scheme = if on_a_drive { "file:///" } else { "" };
                Some(scheme.chars().chain(path.chars()).map(in_url).collect())
            }
        }
    }

    /// The cell it leads to: `'Biểu 02'!D12`.
    pub fn location(&self) -> Option<String> {
        match self {
            Link::Sheet(sheet, at) | Link::File(_, Some((sheet, at))) => Some(format!("{}!{at}", sheet::quoted(sheet))),
            Link::File(_, None) => None,
        }
    }
}

/// `#` would end the path, and a control character is none that XML can have.
fn expressible(path: &str) -> Option<&str> {
    (!path.contains(is_inexpressible) && path.chars().count() <= 600).then_some(path)
}

fn is_inexpressible(c: char) -> bool {
    c == '#' || is_no_xml(c)
}

/// Whether XML forbids the character. In cells the library writes such characters as escapes; in formulas and notes it
/// would write them raw.
fn is_no_xml(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// A text in which spaces stand for such characters.
pub fn xml_text(text: &str) -> Cow<'_, str> {
    if text.contains(is_no_xml) { Cow::Owned(text.replace(is_no_xml, " ")) } else { Cow::Borrowed(text) }
}

/// A character of a path as the library writes it in a link.
fn in_url(c: char) -> String {
    match c {
        '%' | '"' | ' ' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' => format!("%{:02x}", u32::from(c)),
        _ => c.to_string(),
    }
}
