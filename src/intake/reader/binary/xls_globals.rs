//! What stands before the sheets of an `.xls`: their list, shared texts, number formats, and what formulas refer to.

use std::collections::{BTreeMap, HashMap};

use super::bytes::{Bytes, damaged};
use super::gathered::LooksOfFormat;
use super::links::{Links, sheet_prefix};
use super::records::{CutOff, Pieces, Record, Records};
use super::xls_letters::XlsLetters;
use crate::intake::reader::number_format::NumberFormat;
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Area};

pub(super) const BOUND_SHEET: u16 = 0x0085;
const SHARED_STRINGS: u16 = 0x00FC;
const DATE_1904: u16 = 0x0022;
const FORMAT: u16 = 0x041E;
const CELL_FORMAT: u16 = 0x00E0;
const FONT: u16 = 0x0031;
const COLOURS: u16 = 0x0092;
const NAME: u16 = 0x0018;
const BOOK: u16 = 0x01AE;
const BOOK_NAME: u16 = 0x0023;
const EXTERNAL_SHEETS: u16 = 0x0017;

/// The name by which a filter's range is known.
const FILTER_DATABASE: char = '\u{D}';
/// A formula that is one range of a sheet, in its three classes.
const AREA: [u8; 3] = [0x3B, 0x5B, 0x7B];

/// What stands before the sheets.
#[derive(Default)]
pub(super) struct XlsGlobals {
    pub(super) sheets: Vec<XlsSheetInfo>,
    pub(super) strings: Vec<String>,
    /// The number formats, by the number that cells name them with.
    pub(super) formats: Vec<NumberFormat>,
    /// Whether the letters of each cell format can be read.
    legible: Vec<bool>,
    pub(super) links: Links,
    /// The rows that a sheet's filter may hide, by the sheet's number from 0.
    pub(super) filters: BTreeMap<usize, Area>,
    pub(super) date_1904: bool,
}

/// One sheet, before it is read.
pub(super) struct XlsSheetInfo {
    pub(super) name: String,
    pub(super) start: usize,
    pub(super) is_visible: bool,
    pub(super) is_very_hidden: bool,
    /// A table, also one of macros; a chart holds no cells.
    pub(super) holds_cells: bool,
}

/// A workbook that formulas refer to.
enum XlsLinkedBook {
    Own,
    AddIn,
    Other { file: String, sheets: Vec<String> },
    Unknown,
}

impl XlsGlobals {
    pub(super) fn read(stream: &[u8]) -> Result<Self, Cause> {
        let mut globals = XlsGlobals::default();
        let mut codes = HashMap::new();
        let mut format_ids = Vec::new();
        let mut letters = XlsLetters::default();
        let mut books: Vec<(XlsLinkedBook, Vec<String>)> = Vec::new();
        let mut references = Vec::new();
        for record in Records::new(stream) {
            let record = record.map_err(|CutOff| damaged("the stream ends before the sheets"))?;
            let known = match record.kind {
                BOUND_SHEET => sheet_info(&record).map(|info| globals.sheets.push(info)),
                SHARED_STRINGS => strings(&record).map(|strings| globals.strings = strings),
                DATE_1904 => Bytes::new(record.data).u16().map(|flag| globals.date_1904 = flag == 1),
                FORMAT => format(&record).map(|(id, code)| _ = codes.insert(id, code)),
                CELL_FORMAT => {
                    let id = Bytes::at(record.data, 2).u16();
                    id.map(|id| format_ids.push(id)).and_then(|()| letters.add_format(record.data))
                }
                FONT => letters.add_font(record.data),
                COLOURS => letters.add_colours(record.data),
                NAME => globals.add_name(record.data),
                BOOK => {
                    books.push((book(&record), Vec::new()));
                    Some(())
                }
                BOOK_NAME => {
                    books.last_mut().map(|(_, names)| names.push(outside_name(record.data).unwrap_or_default()))
                }
                EXTERNAL_SHEETS => external_sheets(&record).map(|found| references = found),
                _ => Some(()),
            };
            known.ok_or_else(|| damaged(&format!("record {:04X} is too short", record.kind)))?;
        }
        globals.formats = format_ids
            .into_iter()
            .map(|id| codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id.into())))
            .collect();
        globals.legible = letters.legible();
        globals.link(&books, &references);
        Ok(globals)
    }

    /// How a cell looks, by the number of its format.
    pub(super) fn looks(&self, format: u16) -> LooksOfFormat<'_> {
        let n = usize::from(format);
        (self.formats.get(n), self.legible.get(n).copied().unwrap_or(true))
    }

    /// Keeps a name, and the filter's range if it is one's.
    fn add_name(&mut self, data: &[u8]) -> Option<()> {
        let mut head = Bytes::new(data);
        let is_built_in = head.u16()? & 0x20 != 0;
        head.take(1)?;
        let n_letters = head.u8()?;
        head.take(4)?;
        let sheet = head.u16()?;
        head.take(4)?;
        let is_wide = head.u8()? & 0x1 != 0;
        let name = head.letters(n_letters.into(), is_wide)?;
        if is_built_in && name.starts_with(FILTER_DATABASE) {
            self.filters.extend(usize::from(sheet).checked_sub(1).zip(filter(head)));
        }
        self.links.names.push(name);
        Some(())
    }

    fn link(&mut self, books: &[(XlsLinkedBook, Vec<String>)], references: &[[u16; 3]]) {
        for [book, first, last] in references {
            let book = books.get(usize::from(*book));
            let prefix = book.and_then(|(book, _)| self.prefix(book, *first, *last));
            self.links.prefixes.push(prefix);
            let names = book.map_or(Vec::new(), |(book, names)| named(book, names));
            self.links.outside_names.push(names);
        }
    }

    fn prefix(&self, book: &XlsLinkedBook, first: u16, last: u16) -> Option<String> {
        match book {
            XlsLinkedBook::Own => {
                let name = |n: u16| self.sheets.get(usize::from(n)).map(|info| info.name.as_str());
                Some(sheet_prefix(None, name(first)?, name(last)?))
            }
            XlsLinkedBook::Other { file, sheets } => {
                let name = |n: u16| sheets.get(usize::from(n)).map(String::as_str);
                Some(sheet_prefix(Some(file), name(first)?, name(last)?))
            }
            XlsLinkedBook::AddIn | XlsLinkedBook::Unknown => None,
        }
    }
}

/// The names of a book as formulas write them.
fn named(book: &XlsLinkedBook, names: &[String]) -> Vec<String> {
    match book {
        XlsLinkedBook::Other { file, .. } => names.iter().map(|name| format!("[{file}]!{name}")).collect(),
        XlsLinkedBook::Own | XlsLinkedBook::AddIn | XlsLinkedBook::Unknown => names.to_vec(),
    }
}

fn sheet_info(record: &Record<'_>) -> Option<XlsSheetInfo> {
    let mut data = Bytes::new(record.data);
    let start = data.u32()? as usize;
    let (state, kind) = (data.u8()?, data.u8()?);
    let n_letters = data.u8()?;
    let is_wide = data.u8()? & 0x1 != 0;
    let name = data.letters(n_letters.into(), is_wide)?;
    Some(XlsSheetInfo {
        name,
        start,
        is_visible: state & 0x3 == 0,
        is_very_hidden: state & 0x3 == 2,
        holds_cells: kind <= 1,
    })
}

fn strings(record: &Record<'_>) -> Option<Vec<String>> {
    let mut pieces = Pieces::new(record, 8);
    let mut strings = Vec::new();
    // The counts in the header are often wrong.
    while pieces.has_more() {
        strings.push(pieces.text()?);
    }
    Some(strings)
}

fn format(record: &Record<'_>) -> Option<(u16, NumberFormat)> {
    let id = Bytes::new(record.data).u16()?;
    Some((id, NumberFormat::parse(&Pieces::new(record, 2).text()?)))
}

/// Another workbook, this one, or an add-in; what isn't understood only makes formulas unreadable.
fn book(record: &Record<'_>) -> XlsLinkedBook {
    let mut head = Bytes::new(record.data);
    match (head.u16(), head.u16()) {
        (_, Some(0x0401)) => XlsLinkedBook::Own,
        (_, Some(0x3A01)) => XlsLinkedBook::AddIn,
        (Some(n_sheets), _) => other_book(record, n_sheets).unwrap_or(XlsLinkedBook::Unknown),
        _ => XlsLinkedBook::Unknown,
    }
}

fn other_book(record: &Record<'_>, n_sheets: u16) -> Option<XlsLinkedBook> {
    let mut pieces = Pieces::new(record, 2);
    let path = pieces.text()?;
    let is_file = path.starts_with('\u{1}');
    // Control characters stand for drives and folders; a conversation between programs has one between its two names.
    let parts: Vec<&str> = path.split(|c: char| c.is_control()).filter(|part| !part.is_empty()).collect();
    let file = if is_file { (*parts.last()?).to_owned() } else { parts.join("|") };
    let sheets = (0..n_sheets).map_while(|_| pieces.text()).collect();
    Some(XlsLinkedBook::Other { file, sheets })
}

fn outside_name(data: &[u8]) -> Option<String> {
    let mut data = Bytes::at(data, 6);
    let n_letters = data.u8()?;
    let is_wide = data.u8()? & 0x1 != 0;
    data.letters(n_letters.into(), is_wide)
}

/// Book, first and last sheet of every reference.
fn external_sheets(record: &Record<'_>) -> Option<Vec<[u16; 3]>> {
    let mut bytes = record.data.to_vec();
    record.continued.iter().for_each(|more| bytes.extend_from_slice(more));
    let mut data = Bytes::new(&bytes);
    let n = data.u16()?;
    (0..n).map(|_| Some([data.u16()?, data.u16()?, data.u16()?])).collect()
}

/// The range of a sheet's filter below its head.
fn filter(mut tokens: Bytes<'_>) -> Option<Area> {
    AREA.contains(&tokens.u8()?).then_some(())?;
    tokens.take(2)?;
    let (head, last) = (tokens.u16()?, tokens.u16()?);
    let (first_column, last_column) = (tokens.u16()?, tokens.u16()?);
    let first = Address::new(u32::from(head) + 1, first_column.into());
    Some(Area { first, last: Address::new(last.into(), last_column.into()) })
}
