//! Rows by the hundred thousand. The library keeps every cell of a sheet in memory until the workbook is saved, so these
//! rows are written into the finished workbook instead, one after the other. Their formats are those of a sample row that
//! the library wrote in their place.

use std::borrow::Cow;
use std::io;

use super::error::{OutputCause, OutputError};
use super::look::Look;
use super::page::{self, Cached, Link};
use super::pieces::{self, Deflated, PartText};
use super::shared::{SharedText, SharedTexts, SheetLinks, push_number, put};
use super::style::{Tone, Weight};
use crate::value::grid::{Address, column_letters, units_beyond_a_cell};
use crate::value::record::{ColumnKind, Datum};
use crate::value::workers::Workers;

/// The compression level: a higher one takes twice the time and saves a tenth.
pub const LEVEL: u8 = 3;

/// The rows in bulk of one sheet.
pub struct BulkRows<'a> {
    /// The sheet they stand on, for errors.
    pub sheet: String,
    /// The columns' widths in characters, for the rows' heights.
    pub widths: Vec<f64>,
    /// From top to bottom.
    pub runs: Vec<BulkRun<'a>>,
}

/// Rows below each other, each made when its turn comes.
pub struct BulkRun<'a> {
    /// The row of the first one, from 0, where the sheet has a sample row.
    pub first: u32,
    /// The cells of every row from the first column on.
    pub rows: Box<dyn Iterator<Item = Vec<BulkCell<'a>>> + Send + 'a>,
}

/// A cell of such a row, or neighbouring cells joined into one.
pub struct BulkCell<'a> {
    look: Look,
    entry: BulkValue<'a>,
    n_columns: usize,
}

/// What a cell holds.
pub enum BulkValue<'a> {
    Blank,
    Number(u64),
    /// A number that leads somewhere.
    LinkedNumber(u64, Link),
    /// A formula without its leading `=`, with what it gives.
    Formula(String, Cached),
    Text(Cow<'a, str>),
    /// Text that leads somewhere.
    Link(Cow<'a, str>, Link),
}

impl<'a> BulkCell<'a> {
    /// A value of a record as its column's kind shows it. Only a cell's address leads anywhere, if it is known where to.
    pub fn of_record(kind: ColumnKind, value: Datum<'a>, link: impl FnOnce() -> Option<Link>) -> Self {
        let look = match kind {
            ColumnKind::Year => Look::Ordinal,
            ColumnKind::People => Look::People(Weight::Plain, Tone::Plain),
            ColumnKind::Cell => Look::Link,
            _ => Look::Text,
        };
        let entry = match (kind, value) {
            (_, Datum::Missing) => BulkValue::Blank,
            (_, Datum::Integer(number)) => BulkValue::Number(number.unsigned_abs()),
            (ColumnKind::Cell, Datum::Text(at)) => match link() {
                Some(link) => BulkValue::Link(at, link),
                None => BulkValue::text(at),
            },
            (_, Datum::Text(text)) => BulkValue::text(text),
            (_, other) => BulkValue::text(other.to_string()),
        };
        BulkCell::new(look, entry)
    }

    pub fn new(look: Look, entry: BulkValue<'a>) -> Self {
        BulkCell { look, entry, n_columns: 1 }
    }

    /// The same number as a link.
    pub fn leading_to(mut self, link: Link) -> Self {
        if let BulkValue::Number(number) = self.entry {
            (self.look, self.entry) = (Look::LinkedPeople, BulkValue::LinkedNumber(number, link));
        }
        self
    }

    /// Plain text; a blank cell if it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        BulkCell::new(Look::Text, BulkValue::text(text))
    }

    /// Short text in the middle of its cell.
    pub fn centred(text: impl Into<Cow<'a, str>>, tone: Tone) -> Self {
        BulkCell::new(Look::Centred(tone), BulkValue::text(text))
    }

    /// The same across so many columns.
    pub fn across(mut self, n_columns: usize) -> Self {
        self.n_columns = n_columns;
        self
    }

    fn words(&self) -> Option<&str> {
        match &self.entry {
            BulkValue::Text(text) | BulkValue::Link(text, _) => Some(text),
            BulkValue::Blank | BulkValue::Number(_) | BulkValue::LinkedNumber(..) | BulkValue::Formula(..) => None,
        }
    }
}

impl<'a> BulkValue<'a> {
    /// A text; nothing if it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { BulkValue::Blank } else { BulkValue::Text(text) }
    }
}

/// A sheet's XML around its sample rows.
struct SplitSheet<'s> {
    /// What stands before each of them.
    between: Vec<&'s str>,
    /// The first of them.
    sample: &'s str,
    /// The rows below the last one.
    rows_below: &'s str,
    /// What follows the rows up to the links, joined cells among them, as their order must be.
    lists: &'s str,
    /// The elements of the links that the sheet has already.
    links: &'s str,
    /// What follows the links.
    rest: &'s str,
}

impl<'s> SplitSheet<'s> {
    /// `None` if a run lacks its sample row.
    fn at_samples(sheet: &'s str, runs: &[BulkRun]) -> Option<Self> {
        let (mut between, mut samples, mut below) = (Vec::new(), Vec::new(), sheet);
        for run in runs {
            let (before, sample, after) = around_row(below, run.first + 1)?;
            between.push(before);
            samples.push(sample);
            below = after;
        }
        let (rows_below, lists) = below.split_at(below.find("</sheetData>")?);
        let (lists, links, rest) = match lists.split_once("<hyperlinks>") {
            Some((lists, links)) => links.split_once("</hyperlinks>").map(|(links, rest)| (lists, links, rest))?,
            None => lists.split_at_checked(lists.find("<printOptions")?).map(|(lists, rest)| (lists, "", rest))?,
        };
        Some(SplitSheet { between, sample: samples.first()?, rows_below, lists, links, rest })
    }
}

/// The XML of sheets, compressed, with each run of rows in the place of its sample row; and the links whose files the sheets'
/// relationships must name. `done` takes each sheet when it is whole, while the next are made.
///
/// # Errors
///
/// When a sheet lacks a sample row, the rows are more than a sheet holds, or `done` has one.
pub fn compressed<'a, E: From<OutputError> + Send>(
    sheets: Vec<(&str, BulkRows<'a>)>,
    texts: &mut SharedTexts<'a>,
    workers: &dyn Workers,
    done: impl FnMut(Deflated, SheetLinks) -> Result<(), E>,
) -> Result<(), E> {
    let (mut sheets, mut at_hand) = (sheets.into_iter(), None);
    let more = |text: &mut PartText<SheetLinks>, n_bytes: usize| {
        if at_hand.is_none() {
            at_hand = sheets.next().map(|(xml, rows)| BulkWriting::new(xml, rows)).transpose()?;
        }
        let Some(mut writing) = at_hand.take() else { return Ok(false) };
        let ends = writing.more(text, n_bytes, texts).map_err(|cause| OutputError::new(&writing.sheet, cause))?;
        match ends {
            true => text.end = Some(writing.links),
            false => at_hand = Some(writing),
        }
        Ok(!ends || sheets.len() > 0)
    };
    pieces::deflated(LEVEL.into(), workers, more, done)
}

impl BulkRows<'_> {
    /// The number of the sheet's last row, from 1, where it is known how many rows there are.
    fn last_row(&self, sheet: &str) -> Option<usize> {
        let of_library = sheet.rfind("<row r=\"").and_then(|at| {
            let (number, _) = sheet[at + "<row r=\"".len()..].split_once('"')?;
            number.parse().ok()
        });
        let of_runs = self.runs.iter().map(|run| last_row(run.first, &run.rows)).collect::<Option<Vec<usize>>>();
        of_runs?.into_iter().max().max(of_library)
    }
}

/// What a sheet's rows are put together from.
enum BulkPart<'x, 'a> {
    /// What the library wrote before a run.
    Between(Cow<'x, str>),
    /// A row by its number from 0.
    Row(u32, Vec<BulkCell<'a>>),
}

/// A sheet while it is written.
struct BulkWriting<'w, 'a> {
    /// Its name, for errors.
    sheet: String,
    /// What is still to be written.
    parts: Box<dyn Iterator<Item = BulkPart<'w, 'a>> + Send + 'w>,
    /// The number of each sample's style.
    styles: Vec<&'w str>,
    /// The height in points of a row of one line; `None` if the sheet's default gives it.
    one_line: Option<f64>,
    widths: Vec<f64>,
    letters: Vec<String>,
    /// The number of the row at hand, and its cells.
    no: String,
    cells: String,
    /// The elements of cells that are made one.
    joined: String,
    /// The rows below the last run, and what follows them up to the links.
    rows_below: &'w str,
    lists: &'w str,
    /// Whether the list of links was begun.
    has_links: bool,
    links: SheetLinks,
    /// What follows the links.
    rest: &'w str,
    /// By column, the text that was last written there: most rows repeat much of the row above.
    above: Vec<Option<(&'a str, SharedText)>>,
}

impl<'w, 'a: 'w> BulkWriting<'w, 'a> {
    /// # Errors
    ///
    /// When the sheet lacks a sample row.
    fn new(xml: &'w str, rows: BulkRows<'a>) -> Result<Self, OutputError> {
        let last_row = rows.last_row(xml);
        let split = SplitSheet::at_samples(xml, &rows.runs)
            .ok_or_else(|| OutputError::new(&rows.sheet, io::ErrorKind::InvalidData.into()))?;
        let BulkRows { sheet, widths, runs } = rows;
        let SplitSheet { between, sample, rows_below, lists, links, rest } = split;
        let n_columns = widths.len();
        let starts = between.into_iter().enumerate().map(move |(n, between)| match n {
            0 => with_extent(between, n_columns, last_row).into(),
            _ => Cow::Borrowed(between),
        });
        let parts = starts.zip(runs).flat_map(|(start, run)| {
            let rows = (run.first..).zip(run.rows).map(|(row, cells)| BulkPart::Row(row, cells));
            [BulkPart::Between(start)].into_iter().chain(rows)
        });
        Ok(BulkWriting {
            sheet,
            parts: Box::new(parts),
            styles: styles(sample),
            one_line: has_own_height(sample).then(|| height_of(1)),
            letters: (0..).take(n_columns).map(column_letters).collect(),
            no: String::new(),
            cells: String::new(),
            joined: String::new(),
            rows_below,
            lists,
            has_links: false,
            links: SheetLinks::beside(links),
            rest,
            above: vec![None; n_columns],
            widths,
        })
    }

    /// Writes on until the text has so many bytes or the sheet ends, and says whether it ends. The links go into a text of their own,
    /// which stands below.
    fn more<T>(
        &mut self,
        text: &mut PartText<T>,
        n_bytes: usize,
        texts: &mut SharedTexts<'a>,
    ) -> Result<bool, OutputCause> {
        let mut ends = false;
        while text.n_bytes() < n_bytes && !ends {
            match self.parts.next() {
                Some(BulkPart::Between(between)) => text.above.push_str(&between),
                Some(BulkPart::Row(row, cells)) => self.row(&mut text.above, row, cells, texts)?,
                None => {
                    text.above.push_str(self.rows_below);
                    text.above.push_str(&with_joined(self.lists, &self.joined));
                    ends = true;
                }
            }
            self.put_links(&mut text.below);
        }
        if ends {
            let end = if self.has_links { "</hyperlinks>" } else { "" };
            text.below.extend([end, self.rest]);
        }
        Ok(ends)
    }

    /// Moves the links that were added to a text.
    fn put_links(&mut self, below: &mut String) {
        if self.links.xml.is_empty() {
            return;
        }
        if !self.has_links {
            self.has_links = true;
            below.push_str("<hyperlinks>");
        }
        below.push_str(&self.links.xml);
        self.links.xml.clear();
    }

    fn row(
        &mut self,
        xml: &mut String,
        row: u32,
        cells: Vec<BulkCell<'a>>,
        texts: &mut SharedTexts<'a>,
    ) -> Result<(), OutputCause> {
        if row as usize >= page::MAX_SHEET_ROWS {
            return Err(OutputCause::SheetFull);
        }
        self.no.clear();
        push_number(&mut self.no, u64::from(row) + 1);
        self.cells.clear();
        let (mut col, mut n_lines) = (0, 1);
        for cell in cells {
            check(&cell, Address::new(row, u32::try_from(col).unwrap_or(u32::MAX)))?;
            let after = col + cell.n_columns;
            n_lines = n_lines.max(self.cell(col, cell, texts));
            col = after;
        }
        xml.extend(["<row r=\"", &self.no, "\""]);
        if let Some(points) = if n_lines > 1 { Some(height_of(n_lines)) } else { self.one_line } {
            put(xml, format_args!(" ht=\"{points}\" customHeight=\"1\""));
        }
        xml.extend([">", &self.cells, "</row>"]);
        Ok(())
    }

    /// Adds a cell to the row; returns how many lines it takes.
    fn cell(&mut self, col: usize, cell: BulkCell<'a>, texts: &mut SharedTexts<'a>) -> u32 {
        // A blank cell without a visible format is left out.
        if cell.look == Look::Hidden && matches!(cell.entry, BulkValue::Blank) {
            return 1;
        }
        // What can't lead anywhere doesn't look as if it did.
        let look = if self.links.is_full() { cell.look.without_link() } else { cell.look };
        let style = self.style(look);
        self.start(col, style);
        let width = self.widths.iter().skip(col).take(cell.n_columns).sum();
        let n_lines = self.entry(col, width, cell.entry, texts);
        for other in col + 1..col + cell.n_columns {
            self.start(other, style);
            self.cells.push_str("/>");
        }
        if cell.n_columns > 1 {
            let [first, last] = [col, col + cell.n_columns - 1].map(|col| self.letters[col].as_str());
            let no = &self.no;
            put(&mut self.joined, format_args!("<mergeCell ref=\"{first}{no}:{last}{no}\"/>"));
        }
        if cell.look == Look::Hidden { 1 } else { n_lines }
    }

    /// The start of a cell's tag.
    fn start(&mut self, col: usize, style: &str) {
        self.cells.extend(["<c r=\"", &self.letters[col], &self.no, "\" s=\"", style, "\""]);
    }

    /// The number of a look's style; that of the workbook's default for a look without a sample.
    fn style(&self, look: Look) -> &'w str {
        let position = Look::SAMPLES.iter().position(|sample| *sample == look);
        position.and_then(|n| self.styles.get(n).copied()).unwrap_or("0")
    }

    /// The rest of a cell's element; returns how many lines it takes.
    fn entry(&mut self, col: usize, width: f64, entry: BulkValue<'a>, texts: &mut SharedTexts<'a>) -> u32 {
        if let BulkValue::Link(_, link) | BulkValue::LinkedNumber(_, link) = &entry {
            self.links.add(&format!("{}{}", self.letters[col], self.no), link);
        }
        match entry {
            BulkValue::Blank => {
                self.cells.push_str("/>");
                1
            }
            BulkValue::Number(number) | BulkValue::LinkedNumber(number, _) => {
                self.cells.push_str("><v>");
                push_number(&mut self.cells, number);
                self.cells.push_str("</v></c>");
                1
            }
            BulkValue::Formula(formula, cached) => {
                let result = match &cached {
                    Cached::Number(number) => number.to_string().into(),
                    Cached::Text(text) => page::xml_text(text),
                };
                let kind = if matches!(cached, Cached::Text(_)) { " t=\"str\"" } else { "" };
                let formula = page::xml_text(&formula);
                self.cells.extend([kind, "><f>", &in_element(&formula), "</f><v>", &in_element(&result), "</v></c>"]);
                if let Cached::Text(text) = &cached { page::lines(text, width) } else { 1 }
            }
            BulkValue::Text(text) | BulkValue::Link(text, _) => {
                let text = self.text(col, width, text, texts);
                self.cells.push_str(" t=\"s\"><v>");
                push_number(&mut self.cells, text.position as u64);
                self.cells.push_str("</v></c>");
                text.n_lines
            }
        }
    }

    fn text(&mut self, col: usize, width: f64, text: Cow<'a, str>, texts: &mut SharedTexts<'a>) -> SharedText {
        texts.n_uses += 1;
        if let Some((_, known)) =
            self.above[col].filter(|(above, known)| *above == text && known.width.total_cmp(&width).is_eq())
        {
            return known;
        }
        let borrowed = if let Cow::Borrowed(text) = text { Some(text) } else { None };
        let known = texts.at_width(text, width);
        self.above[col] = borrowed.map(|text| (text, known));
        known
    }
}

/// The height of a row of so many lines as the library writes it, in whole pixels of three quarters of a point.
fn height_of(n_lines: u32) -> f64 {
    (page::row_height(n_lines) / 0.75).round() * 0.75
}

/// Refuses a text or a formula that no cell holds.
fn check(cell: &BulkCell, at: Address) -> Result<(), OutputCause> {
    if let BulkValue::Formula(formula, _) = &cell.entry {
        return page::check_formula(formula, at);
    }
    match cell.words().and_then(units_beyond_a_cell) {
        Some(n_chars) => Err(OutputCause::TextTooLong { at, n_chars }),
        None => Ok(()),
    }
}

/// A text between tags, which needs no number for any of its characters.
fn in_element(text: &str) -> Cow<'_, str> {
    if text.contains(['&', '<', '>']) {
        Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The number of the last row, from 1, where it is known how many rows there are.
fn last_row<T>(first: u32, rows: &impl Iterator<Item = T>) -> Option<usize> {
    match rows.size_hint() {
        (n, Some(most)) if n == most => Some(first as usize + n.max(1)),
        _ => None,
    }
}

/// The start of a sheet's XML with its extent. If the number of rows isn't known the extent is left out, and programs
/// compute it.
fn with_extent(before: &str, n_columns: usize, last_row: Option<usize>) -> String {
    const START: &str = "<dimension ref=\"";
    let Some((head, (_, tail))) =
        before.split_once(START).and_then(|(head, rest)| Some((head, rest.split_once("/>")?)))
    else {
        return before.to_owned();
    };
    let last_col = (0..).take(n_columns).last().map_or_else(|| "A".to_owned(), column_letters);
    let extent = last_row.map(|row| format!("{START}A1:{last_col}{row}\"/>")).unwrap_or_default();
    format!("{head}{extent}{tail}")
}

/// What follows a sheet's rows with more joined cells.
fn with_joined(lists: &str, more: &str) -> String {
    let n_more = more.matches("<mergeCell ").count();
    match lists.split_once("</mergeCells>") {
        _ if more.is_empty() => lists.to_owned(),
        Some((before, rest)) => {
            let n = before.matches("<mergeCell ").count();
            let (was, is) = (format!("<mergeCells count=\"{n}\">"), format!("<mergeCells count=\"{}\">", n + n_more));
            format!("{}{more}</mergeCells>{rest}", before.replacen(&was, &is, 1))
        }
        None => {
            let after = ["<phoneticPr", "<conditionalFormatting", "<dataValidations"];
            let at = after.iter().filter_map(|element| lists.find(element)).min().unwrap_or(lists.len());
            let (before, rest) = lists.split_at(at);
            format!("{before}<mergeCells count=\"{n_more}\">{more}</mergeCells>{rest}")
        }
    }
}

/// A sheet's XML up to a row by its number, that row, and what follows.
fn around_row(sheet: &str, no: u32) -> Option<(&str, &str, &str)> {
    let start = sheet.find(&format!("<row r=\"{no}\""))?;
    let end = start + sheet[start..].find("</row>")? + "</row>".len();
    Some((&sheet[..start], &sheet[start..end], &sheet[end..]))
}

/// The number of each cell's style.
fn styles(row: &str) -> Vec<&str> {
    row.split("<c ").skip(1).map(|cell| style_of(cell).unwrap_or("0")).collect()
}

fn style_of(cell: &str) -> Option<&str> {
    let (tag, _) = cell.split_once('>')?;
    let (_, from_number) = tag.split_once(" s=\"")?;
    Some(from_number.split_once('"')?.0)
}

fn has_own_height(row: &str) -> bool {
    row.split('>').next().is_some_and(|tag| tag.contains(" customHeight=\"1\""))
}

#[cfg(test)]
mod tests;
