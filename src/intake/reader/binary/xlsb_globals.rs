//! What the sheets of an `.xlsb` share: their list, texts, number formats, and what formulas refer to.

use std::collections::HashMap;

use super::bytes::{Bytes, damaged};
use super::gathered::LooksOfFormat;
use super::links::{Links, sheet_prefix};
use super::xlsb_letters::XlsbLetters;
use super::xlsb_records::{XlsbRecords, too_short};
use crate::intake::reader::number_format::NumberFormat;
use crate::ooxml::package::Package;
use crate::ooxml::relationships::{self, Relationship};
use crate::ooxml::xml;
use crate::problem::unreadable::{Cause, Twice};
use crate::value::grid::Calculation;

const SHARED_STRING: u16 = 19;
const NAME: u16 = 39;
const FONT: u16 = 43;
const NUMBER_FORMAT: u16 = 44;
const FILL: u16 = 45;
const CELL_FORMAT: u16 = 47;
const WORKBOOK_PROPERTIES: u16 = 153;
const SHEET: u16 = 156;
const CALCULATION: u16 = 157;
const OTHER_BOOK: u16 = 355;
const OWN_BOOK: u16 = 357;
const SAME_BOOK: u16 = 358;
const EXTERNAL_SHEETS: u16 = 362;
const BEGIN_CELL_FORMATS: u16 = 617;
const END_CELL_FORMATS: u16 = 618;
const ADD_IN_BOOK: u16 = 667;

/// What the sheets share.
#[derive(Default)]
pub(super) struct XlsbGlobals {
    pub(super) strings: Vec<String>,
    /// The number formats, by the number that cells name them with.
    pub(super) formats: Vec<NumberFormat>,
    /// Whether the letters of each cell format can be read.
    legible: Vec<bool>,
    pub(super) links: Links,
    pub(super) date_1904: bool,
    pub(super) calculation: Calculation,
}

pub(super) struct XlsbSheetInfo {
    pub name: String,
    pub is_visible: bool,
    pub is_very_hidden: bool,
    pub place: SheetPlace,
}

/// Where a sheet's cells are.
pub(super) enum SheetPlace {
    Part(String),
    /// Nowhere, as it is no table: a chart, a macro of an old program.
    None,
    /// In a part that no relationship leads to.
    Lost,
}

/// A workbook that formulas refer to.
#[derive(Clone, Copy)]
enum XlsbLinkedBook {
    Own,
    AddIn,
    /// Another file by its number from 1, as Excel writes it: `[1]`.
    Other(usize),
}

impl XlsbGlobals {
    pub(super) fn read(package: &mut Package<'_>) -> Result<(Self, Vec<XlsbSheetInfo>), Cause> {
        let root = related_to(package, "")?;
        let path = target(&root, "officeDocument")?.ok_or_else(|| damaged("no workbook"))?;
        let related = related_to(package, &path)?;
        let workbook = package.part(&path)?.ok_or_else(|| damaged("no workbook"))?;
        let mut globals = XlsbGlobals::default();
        let sheets = globals.add_workbook(&workbook, &related)?;
        if let Some(part) = optional(package, &related, "sharedStrings")? {
            globals.strings = strings(&part)?;
        }
        if let Some(part) = optional(package, &related, "styles")? {
            (globals.formats, globals.legible) = formats(&part)?;
        }
        Ok((globals, sheets))
    }

    /// How a cell looks, by the number of its format.
    pub(super) fn looks(&self, format: u32) -> LooksOfFormat<'_> {
        let n = format as usize;
        (self.formats.get(n), self.legible.get(n).copied().unwrap_or(true))
    }

    fn add_workbook(&mut self, part: &[u8], related: &[Relationship]) -> Result<Vec<XlsbSheetInfo>, Cause> {
        let mut sheets = Vec::new();
        let mut books = Vec::new();
        let mut references = Vec::new();
        for record in XlsbRecords::new(part) {
            let (kind, mut data) = record?;
            let known = match kind {
                SHEET => sheet_info(&mut data, related).map(|info| sheets.push(info)),
                WORKBOOK_PROPERTIES => data.u32().map(|flags| self.date_1904 = flags & 0x1 != 0),
                CALCULATION => {
                    self.calculation = calculation(&mut data).unwrap_or_default();
                    Some(())
                }
                NAME => name(&mut data).map(|name| self.links.names.push(name)),
                OWN_BOOK | SAME_BOOK => add(&mut books, XlsbLinkedBook::Own),
                ADD_IN_BOOK => add(&mut books, XlsbLinkedBook::AddIn),
                OTHER_BOOK => {
                    let n_others = books.iter().filter(|book| matches!(book, XlsbLinkedBook::Other(_))).count();
                    add(&mut books, XlsbLinkedBook::Other(n_others + 1))
                }
                EXTERNAL_SHEETS => external_sheets(&mut data).map(|found| references = found),
                _ => Some(()),
            };
            known.ok_or_else(|| too_short(kind))?;
        }
        self.links.prefixes = references
            .iter()
            .map(|[book, first, last]| prefix(&sheets, *books.get(*book as usize)?, *first, *last))
            .collect();
        Ok(sheets)
    }
}

fn add(books: &mut Vec<XlsbLinkedBook>, book: XlsbLinkedBook) -> Option<()> {
    books.push(book);
    Some(())
}

/// What stands before a reference. The sheets of another file have their names in a part of its own, which is not looked at.
fn prefix(sheets: &[XlsbSheetInfo], book: XlsbLinkedBook, first: u32, last: u32) -> Option<String> {
    match book {
        XlsbLinkedBook::Own => {
            let name = |n: u32| sheets.get(n as usize).map(|info| info.name.as_str());
            Some(sheet_prefix(None, name(first)?, name(last)?))
        }
        XlsbLinkedBook::Other(number) => Some(format!("[{number}]!")),
        XlsbLinkedBook::AddIn => None,
    }
}

fn sheet_info(data: &mut Bytes<'_>, related: &[Relationship]) -> Option<XlsbSheetInfo> {
    let state = data.u32()?;
    data.take(4)?;
    let id = data.wide_text()?;
    let name = data.wide_text()?;
    let place = match related.iter().find(|other| other.id == id) {
        Some(other) if matches!(other.kind.as_str(), "worksheet" | "xlMacrosheet" | "xlIntlMacrosheet") => {
            SheetPlace::Part(other.target.clone())
        }
        Some(_) => SheetPlace::None,
        None if id.is_empty() => SheetPlace::None,
        None => SheetPlace::Lost,
    };
    Some(XlsbSheetInfo { name, is_visible: state == 0, is_very_hidden: state == 2, place })
}

fn calculation(data: &mut Bytes<'_>) -> Option<Calculation> {
    data.take(4)?;
    let manual = data.u32()? == 0;
    data.take(16)?;
    let flags = data.u16()?;
    Some(Calculation { manual, full_on_load: flags & 0x1 != 0, as_shown: flags & 0x8 == 0 })
}

fn name(data: &mut Bytes<'_>) -> Option<String> {
    data.take(9)?;
    data.wide_text()
}

/// Book, first and last sheet of every reference.
fn external_sheets(data: &mut Bytes<'_>) -> Option<Vec<[u32; 3]>> {
    let n = data.u32()?;
    let mut references = Vec::new();
    for _ in 0..n {
        references.push([data.u32()?, data.u32()?, data.u32()?]);
    }
    Some(references)
}

fn strings(part: &[u8]) -> Result<Vec<String>, Cause> {
    let mut strings = Vec::new();
    for record in XlsbRecords::new(part) {
        let (kind, mut data) = record?;
        if kind == SHARED_STRING {
            strings.push(data.rich_text().ok_or_else(|| too_short(kind))?);
        }
    }
    Ok(strings)
}

/// The number format of each cell format, and whether its letters can be read.
fn formats(part: &[u8]) -> Result<(Vec<NumberFormat>, Vec<bool>), Cause> {
    let mut codes = HashMap::new();
    let (mut formats, mut legible) = (Vec::new(), Vec::new());
    let mut letters = XlsbLetters::default();
    let mut is_of_cells = false;
    for record in XlsbRecords::new(part) {
        let (kind, mut data) = record?;
        let known = match kind {
            BEGIN_CELL_FORMATS | END_CELL_FORMATS => {
                is_of_cells = kind == BEGIN_CELL_FORMATS;
                Some(())
            }
            NUMBER_FORMAT => format(&mut data).map(|(id, code)| _ = codes.insert(id, code)),
            FONT => letters.add_font(&mut data),
            FILL => letters.add_fill(&mut data),
            CELL_FORMAT if is_of_cells => {
                let mut parts = Bytes::at(data.rest, 2);
                let id = parts.u16();
                legible.push(parts.u16().zip(parts.u16()).is_none_or(|(font, fill)| letters.is_legible(font, fill)));
                id.map(|id| formats.push(id))
            }
            _ => Some(()),
        };
        known.ok_or_else(|| too_short(kind))?;
    }
    let formats = formats.into_iter();
    let formats = formats.map(|id| codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id.into())));
    Ok((formats.collect(), legible))
}

fn format(data: &mut Bytes<'_>) -> Option<(u16, NumberFormat)> {
    Some((data.u16()?, NumberFormat::parse(&data.wide_text()?)))
}

/// What a part refers to within the package; of the root if the name is empty.
pub(super) fn related_to(package: &mut Package<'_>, of: &str) -> Result<Vec<Relationship>, Cause> {
    let Some(part) = package.part(&relationships::part_of(of))? else { return Ok(Vec::new()) };
    Ok(relationships::read(&xml::decode(&part)?, of)?)
}

/// The part of this kind among what another refers to, of which only one may be.
fn target(related: &[Relationship], kind: &str) -> Result<Option<String>, Cause> {
    let mut targets = related.iter().filter(|other| other.kind == kind).map(|other| other.target.clone());
    match (targets.next(), targets.next()) {
        (_, Some(second)) => Err(Cause::Twice(Twice::Part(second))),
        (first, None) => Ok(first),
    }
}

/// A part that a workbook may lack.
fn optional(package: &mut Package<'_>, related: &[Relationship], kind: &str) -> Result<Option<Vec<u8>>, Cause> {
    match target(related, kind)? {
        Some(path) => Ok(package.part(&path)?),
        None => Ok(None),
    }
}
