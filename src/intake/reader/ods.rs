//! OpenDocument spreadsheets: one pass over `content.xml`, which checks that every element is closed.
//!
//! Repeated rows and cells are expanded only within the extent that is kept; those beyond are counted. White space between elements
//! is ignored, and a run of white space within a paragraph is one blank, as OpenDocument says.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use styles::OdsStyles;
use zip::ZipArchive;

use super::dates;
use super::number_format::shown_as;
use super::xml::{attribute, malformed, reference};
use crate::intake::reader::kept::{Budget, Cells, LEAST_HEIGHT, LEAST_WIDTH, LETTER_POINTS};
use crate::ooxml::xml as strict;
use crate::problem::unreadable::{Cause, ReadError};
use crate::value::grid::{
    Address, Area, Calculation, Cell, Disguise, Format, Layout, MAX_COLUMNS, MAX_ROWS, Sheet, Value, Workbook,
};

mod looks;
mod style_elements;
mod styles;

/// The longest text a cell of any spreadsheet program can hold, in letters; blanks are not repeated beyond it.
const MAX_REPEATED_BLANKS: u32 = 32_767;

pub(super) fn read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    let content = part_of(bytes, "content.xml")
        .and_then(|content| content.ok_or_else(|| malformed("no content")))
        .map_err(ReadError::in_workbook)?;
    let mut reader = OdsReader::new(&content);
    reader.shared_styles = shared_styles(bytes).map_err(ReadError::in_workbook)?;
    let mut sheets = Vec::new();
    loop {
        match reader.next().map_err(ReadError::in_workbook)? {
            Event::Start(tag) => match tag.name().as_ref() {
                "table:table" => sheets.push(reader.read_table(&tag)?),
                _ => reader.read_setting(&tag).map_err(ReadError::in_workbook)?,
            },
            Event::Eof => break,
            _ => (),
        }
    }
    let calculation = Calculation { manual: is_calculated_by_hand(bytes), ..reader.calculation };
    Ok(Workbook { date_1904: reader.date_1904, calculation, ..Workbook::new(Format::Ods, sheets) })
}

/// The most of the settings that is looked at; those of a form have some ten thousand bytes.
const MAX_SETTINGS: u64 = 1 << 20;

/// Whether LibreOffice was told to calculate only when asked to, which it writes among the settings of the document.
fn is_calculated_by_hand(bytes: &[u8]) -> bool {
    let settings = ZipArchive::new(Cursor::new(bytes)).ok().and_then(|mut package| {
        let mut settings = String::new();
        package.by_name("settings.xml").ok()?.take(MAX_SETTINGS).read_to_string(&mut settings).ok()?;
        Some(settings)
    });
    let setting =
        settings.as_deref().and_then(|settings| settings.split_once("\"AutoCalculate\"")).map(|(_, rest)| rest);
    let value = setting.and_then(|rest| rest.split_once('>')).map(|(_, value)| value.trim_start());
    value.is_some_and(|value| value.starts_with("false"))
}

/// A part that is sound; `None` if there is none of this name.
fn part_of(bytes: &[u8], name: &str) -> Result<Option<String>, Cause> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    if package.index_for_name(name).is_none() {
        return Ok(None);
    }
    let mut content = Vec::new();
    package.by_name(name).map_err(malformed)?.read_to_end(&mut content).map_err(malformed)?;
    let unsound = |fault: strict::XmlFault| malformed(format!("{fault:?}"));
    strict::check(&content).map_err(unsound)?;
    Ok(Some(strict::decode(&content).map_err(unsound)?.into_owned()))
}

/// The styles that stand in a part of their own.
fn shared_styles(bytes: &[u8]) -> Result<OdsStyles, Cause> {
    let Some(part) = part_of(bytes, "styles.xml")? else { return Ok(OdsStyles::default()) };
    let mut reader = OdsReader::new(&part);
    loop {
        match reader.next()? {
            Event::Start(tag) => reader.note_style(&tag)?,
            Event::Eof => return Ok(reader.styles),
            _ => (),
        }
    }
}

/// The prefixes that elements and attributes are known by here, with what they must stand for. All programs use these.
const PREFIXES: [(&str, &str); 5] = [
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
];

/// Refuses a document that uses other prefixes for these namespaces, or these prefixes for others: it would be misread.
fn check_prefixes(tag: &BytesStart<'_>) -> Result<(), Cause> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(malformed)?;
        let name = attribute.key.as_ref();
        let Some(prefix) = name.strip_prefix("xmlns") else { continue };
        let prefix = prefix.strip_prefix(':').unwrap_or(prefix);
        let stands_for = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(malformed)?;
        if PREFIXES.iter().any(|(known, namespace)| (*known == prefix) != (*namespace == stands_for)) {
            return Err(Cause::Malformed(format!("prefix {prefix} for {stands_for}")));
        }
    }
    Ok(())
}

/// A pass over the content, with what has been learned on the way.
struct OdsReader<'a> {
    xml: Reader<&'a [u8]>,
    /// How many elements are open.
    depth: usize,
    date_1904: bool,
    calculation: Calculation,
    /// The style being defined, and the table styles that hide their sheet.
    style: Option<String>,
    hiding_styles: BTreeSet<String>,
    /// The styles of rows too low and of columns too narrow to show anything.
    small_styles: BTreeSet<String>,
    styles: OdsStyles,
    shared_styles: OdsStyles,
    /// The styles of cells that name none, in the table being read: up to which column, and of the row.
    column_styles: Vec<(u32, Option<String>)>,
    row_style: Option<String>,
    /// The cells of the format on a condition that is being read.
    conditional: Vec<Area>,
    /// Of the table being read.
    layout: Layout,
    budget: Budget,
}

/// A cell that stands `n_columns` times side by side, from a column on.
struct CellRun {
    column: u32,
    n_columns: u32,
    cell: Cell,
}

impl<'a> OdsReader<'a> {
    fn new(content: &'a str) -> Self {
        let mut xml = Reader::from_str(content.strip_prefix('\u{FEFF}').unwrap_or(content));
        xml.config_mut().expand_empty_elements = true;
        OdsReader {
            xml,
            depth: 0,
            date_1904: false,
            calculation: Calculation::default(),
            style: None,
            hiding_styles: BTreeSet::new(),
            small_styles: BTreeSet::new(),
            styles: OdsStyles::default(),
            shared_styles: OdsStyles::default(),
            column_styles: Vec::new(),
            row_style: None,
            conditional: Vec::new(),
            layout: Layout::default(),
            budget: Budget::new(MAX_ROWS),
        }
    }

    /// The next event. The end of the file is one only where nothing is open.
    fn next(&mut self) -> Result<Event<'a>, Cause> {
        let event = self.xml.read_event().map_err(malformed)?;
        match event {
            Event::Start(ref tag) => {
                self.depth += 1;
                if tag.contains("xmlns") {
                    check_prefixes(tag)?;
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(Cause::Malformed("end of file inside an element".to_owned())),
            _ => (),
        }
        Ok(event)
    }

    /// Passes over all that is inside an element just begun.
    fn skip(&mut self) -> Result<(), Cause> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// Anything before and between the tables.
    fn read_setting(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        match tag.name().as_ref() {
            "style:style" => self.style = attribute(tag, "style:name")?,
            "style:table-properties" => {
                let display = attribute(tag, "table:display")?;
                self.hiding_styles.extend(self.style.clone().filter(|_| display.as_deref() == Some("false")));
            }
            "style:table-row-properties" => self.note_size(tag, "style:row-height", LEAST_HEIGHT)?,
            "style:table-column-properties" => {
                self.note_size(tag, "style:column-width", LEAST_WIDTH * LETTER_POINTS)?;
            }
            "table:calculation-settings" => {
                let as_shown = attribute(tag, "table:precision-as-shown")?;
                self.calculation.as_shown = as_shown.as_deref() == Some("true");
            }
            "table:null-date" => {
                let date = attribute(tag, "table:date-value")?;
                self.date_1904 = date.is_some_and(|date| date.starts_with("1904-01-01"));
            }
            // Deleted cells, and cached tables of other files.
            "table:tracked-changes" | "table:dde-links" => self.skip()?,
            _ => (),
        }
        self.note_style(tag)
    }

    fn read_table(&mut self, tag: &BytesStart<'_>) -> Result<Sheet, ReadError> {
        let name = attribute(tag, "table:name").map_err(ReadError::in_workbook)?.unwrap_or_default();
        let style = attribute(tag, "table:style-name").map_err(ReadError::in_workbook)?;
        let visible = style.is_none_or(|style| !self.hiding_styles.contains(&style));
        // The budget is lent to the cells, as the rest of the reader goes on reading meanwhile.
        let mut budget = std::mem::take(&mut self.budget);
        budget.begin_sheet(&name);
        let mut cells = Cells::new(&mut budget);
        self.column_styles.clear();
        self.read_rows(&mut cells).map_err(|cause| ReadError::in_sheet(&name, cause))?;
        let mut sheet = cells.into_sheet(&name, visible);
        sheet.layout = std::mem::take(&mut self.layout);
        self.budget = budget;
        Ok(sheet)
    }

    fn read_rows(&mut self, cells: &mut Cells<'_>) -> Result<(), Cause> {
        let outside = self.depth - 1;
        let (mut row, mut column) = (0u32, 0u32);
        while self.depth > outside {
            let Event::Start(tag) = self.next()? else { continue };
            match tag.name().as_ref() {
                "table:table-row" => {
                    let n_rows = count(&tag, "table:number-rows-repeated")?;
                    self.note_rows(&tag, row, n_rows)?;
                    self.row_style = attribute(&tag, "table:default-cell-style-name")?;
                    let runs = self.read_row(row)?;
                    place(&runs, row, n_rows, cells)?;
                    row = row.saturating_add(n_rows);
                }
                "table:table-column" => column = self.note_columns(&tag, column)?,
                "calcext:conditional-format" => self.begin_conditional(&tag)?,
                "calcext:condition" => self.note_condition(&tag)?,
                "calcext:conditional-formats" => (),
                "table:table-row-group" | "table:table-header-rows" | "table:table-rows" => (),
                "table:table-column-group" | "table:table-header-columns" | "table:table-columns" => (),
                _ => self.read_loose(&tag, None)?,
            }
        }
        Ok(())
    }

    fn read_row(&mut self, row: u32) -> Result<Vec<CellRun>, Cause> {
        let outside = self.depth - 1;
        let mut runs = Vec::new();
        let mut column = 0u32;
        while self.depth > outside {
            let Event::Start(tag) = self.next()? else { continue };
            match tag.name().as_ref() {
                "table:table-cell" | "table:covered-table-cell" => {
                    let n_columns = count(&tag, "table:number-columns-repeated")?;
                    let at = Address::new(row, column);
                    self.note_merge(&tag, at)?;
                    let cell = self.read_cell(&tag, at)?;
                    if cell.value != Value::Blank || cell.formula.is_some() {
                        runs.push(CellRun { column, n_columns, cell });
                    }
                    column = column.saturating_add(n_columns);
                }
                _ => self.skip()?,
            }
        }
        Ok(runs)
    }

    fn read_cell(&mut self, tag: &BytesStart<'_>, at: Address) -> Result<Cell, Cause> {
        let text = self.read_paragraphs(at)?;
        let formula = attribute(tag, "table:formula")?.map(|formula| without_namespace(&formula).to_owned());
        let is_unseen = text.is_none();
        self.note_unseen(tag, text.as_deref(), at)?;
        let value = match self.value(tag, text)? {
            Value::Number(number) if is_unseen && number.is_finite() && !self.shows_plainly(tag, at)? => {
                Value::Disguised(number, Disguise::Unseen)
            }
            value => value,
        };
        if value != Value::Blank && at.row < MAX_ROWS && at.col < MAX_COLUMNS && !self.is_legible(tag, at)? {
            self.layout.unseen.insert(at);
        }
        Ok(Cell { value, formula })
    }

    /// Whether the letters of a cell can be read.
    fn is_legible(&self, tag: &BytesStart<'_>, at: Address) -> Result<bool, Cause> {
        let own = attribute(tag, "table:style-name")?;
        Ok(styles::has_legible_letters(&self.styles, &self.shared_styles, self.style_of(own.as_deref(), at)))
    }

    /// The style of a cell: its own, that of its row, or that of its column.
    fn style_of<'s>(&'s self, own: Option<&'s str>, at: Address) -> Option<&'s str> {
        let of_column =
            || self.column_styles.iter().find(|(end, _)| at.col < *end).and_then(|(_, style)| style.as_deref());
        own.or(self.row_style.as_deref()).or_else(of_column)
    }

    /// Whether a cell's style is one that shows every number as it is.
    fn shows_plainly(&self, tag: &BytesStart<'_>, at: Address) -> Result<bool, Cause> {
        let own = attribute(tag, "table:style-name")?;
        Ok(styles::shows_plainly(&self.styles, &self.shared_styles, self.style_of(own.as_deref(), at)))
    }

    fn value(&self, tag: &BytesStart<'_>, text: Option<String>) -> Result<Value, Cause> {
        if attribute(tag, "calcext:value-type")?.is_some_and(|kind| kind == "error") {
            return Ok(Value::Error(text.unwrap_or_default()));
        }
        let kind = attribute(tag, "office:value-type")?;
        let spelled = |name| Ok::<_, Cause>(attribute(tag, name)?.unwrap_or_default());
        let is_empty = text.as_deref().is_none_or(str::is_empty);
        // A typed cell without a readable value is no number; it is blank only if its text is.
        let number = |spelled: &str| spelled.trim().parse().ok().or((!is_empty).then_some(f64::NAN));
        Ok(match kind.as_deref() {
            Some("float" | "currency") => match (number(&spelled("office:value")?), &text) {
                (Some(number), Some(text)) => shown_as(text, number).value(number),
                (number, _) => number.map_or(Value::Blank, Value::Number),
            },
            Some("percentage") => number(&spelled("office:value")?).map_or(Value::Blank, Value::Percent),
            Some("date") => {
                let date = spelled("office:date-value")?;
                let serial = dates::serial_of_date(&date, self.date_1904);
                serial.or(number("")).map_or(Value::Blank, Value::Date)
            }
            Some("time") => {
                let time = spelled("office:time-value")?;
                dates::serial_of_duration(&time).or(number("")).map_or(Value::Blank, Value::Date)
            }
            Some("boolean") => Value::Bool(spelled("office:boolean-value")?.eq_ignore_ascii_case("true")),
            Some(_) => Value::Text(attribute(tag, "office:string-value")?.or(text).unwrap_or_default()),
            // Some programs leave out the type of a text. An empty paragraph is what a formula gave.
            None => {
                let is_calculated = attribute(tag, "table:formula")?.is_some();
                text.filter(|text| is_calculated || !text.is_empty()).map_or(Value::Blank, Value::Text)
            }
        })
    }

    /// The paragraphs of a cell just begun, joined by line breaks; `None` if it has none.
    fn read_paragraphs(&mut self, at: Address) -> Result<Option<String>, Cause> {
        let outside = self.depth - 1;
        let mut text: Option<String> = None;
        while self.depth > outside {
            let Event::Start(tag) = self.next()? else { continue };
            if tag.name().as_ref() == "text:p" {
                let paragraph = self.read_paragraph()?;
                text = Some(text.map_or(String::new(), |text| text + "\n") + &paragraph);
            } else {
                // Comments, shapes, pictures, tables within the cell.
                self.read_loose(&tag, Some(at))?;
            }
        }
        Ok(text)
    }

    fn read_paragraph(&mut self) -> Result<String, Cause> {
        let outside = self.depth - 1;
        let mut paragraph = OdsText::default();
        while self.depth > outside {
            match self.next()? {
                Event::Text(text) => paragraph.push(&text.xml10_content()),
                Event::CData(text) => paragraph.push(&text.xml10_content()),
                Event::GeneralRef(name) => paragraph.push_char(reference(&name)?),
                Event::Start(tag) => match tag.name().as_ref() {
                    "text:s" => {
                        // Many of them in one paragraph are bounded together.
                        let room =
                            MAX_REPEATED_BLANKS.saturating_sub(u32::try_from(paragraph.text.len()).unwrap_or(u32::MAX));
                        let n = count(&tag, "text:c")?.min(room);
                        (0..n).for_each(|_| paragraph.push_char(' '));
                    }
                    "text:tab" => paragraph.push_char('\t'),
                    "text:line-break" => paragraph.push_char('\n'),
                    name if name.starts_with("text:") && name != "text:note" && name != "text:ruby-text" => (),
                    _ => self.skip()?,
                },
                _ => (),
            }
        }
        Ok(paragraph.finish())
    }
}

/// The text of a paragraph, whose white space is drawn together as it comes.
#[derive(Default)]
struct OdsText {
    text: String,
    /// A blank is due, if anything follows it.
    blank_due: bool,
}

impl OdsText {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.blank_due = !self.text.is_empty();
            } else {
                self.push_char(c);
            }
        }
    }

    fn push_char(&mut self, c: char) {
        if std::mem::take(&mut self.blank_due) {
            self.text.push(' ');
        }
        self.text.push(c);
    }

    fn finish(self) -> String {
        self.text
    }
}

/// Puts the runs of a row, which stands `n_rows` times one below the other, into the sheet.
fn place(runs: &[CellRun], first_row: u32, n_rows: u32, cells: &mut Cells<'_>) -> Result<(), Cause> {
    let end_row = first_row.saturating_add(n_rows);
    for row in first_row..end_row.min(MAX_ROWS) {
        for run in runs {
            for column in run.column..run.column.saturating_add(run.n_columns).min(MAX_COLUMNS) {
                cells.push(Address::new(row, column), run.cell.clone())?;
            }
        }
    }
    for run in runs {
        count_beyond(run, first_row, n_rows, cells);
    }
    Ok(())
}

fn count_beyond(run: &CellRun, first_row: u32, n_rows: u32, cells: &mut Cells<'_>) {
    let kept = |first: u32, n: u32, end: u32| end.saturating_sub(first).min(n);
    let n_kept_rows = kept(first_row, n_rows, MAX_ROWS);
    let n_kept_columns = kept(run.column, run.n_columns, MAX_COLUMNS);
    let area = |rows: u32, columns: u32| (rows as usize).saturating_mul(columns as usize);
    let n_beyond = area(n_rows, run.n_columns) - area(n_kept_rows, n_kept_columns);
    if n_beyond > 0 {
        let at = if n_kept_columns < run.n_columns {
            Address::new(first_row, run.column.saturating_add(n_kept_columns))
        } else {
            Address::new(first_row.saturating_add(n_kept_rows), run.column)
        };
        cells.count_beyond(at, n_beyond);
    }
}

/// A formula without the name of its language and the equals sign: `of:=SUM([.B2:.B9])` is `SUM([.B2:.B9])`.
fn without_namespace(formula: &str) -> &str {
    match formula.split_once('=') {
        Some((namespace, rest)) if namespace.is_empty() || namespace.ends_with(':') => rest,
        _ => formula,
    }
}

/// How often something is repeated: once if the attribute is missing. Spreadsheet programs read 0 as once too.
fn count(tag: &BytesStart<'_>, name: &str) -> Result<u32, Cause> {
    let count = attribute(tag, name)?.map_or(Ok(1), |count| count.trim().parse().map_err(malformed));
    Ok(count?.max(1))
}
