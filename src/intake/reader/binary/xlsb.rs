//! The parts of an `.xlsb`: which sheets there are, and what they share. One sheet is read by `xlsb_sheet`.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xlsb_sheet::{SheetSource, read_comments, read_sheet};
use super::{Bytes, Dialect, FormulaWriter, Links, damaged, sheet_prefix};
use crate::intake::reader::number_format::NumberFormat;
use crate::intake::reader::{Budget, in_sheet, in_workbook};
use crate::ooxml::xml::{Event, Scanner, decode};
use crate::problem::unreadable::{Cause, ReadError, Twice};
use crate::value::grid::{Calculation, Format, MAX_ROWS, Sheet, Workbook};

const SHARED_STRING: u16 = 19;
const NAME: u16 = 39;
const NUMBER_FORMAT: u16 = 44;
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

/// Reads a package that the container has let pass.
pub(in crate::intake::reader) fn read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    let mut package = Package::open(bytes).map_err(in_workbook)?;
    let (globals, sheets) = Globals::read(&mut package).map_err(in_workbook)?;
    let mut formulas = FormulaWriter::new(Dialect::Biff12, &globals.links);
    let mut budget = Budget::new(MAX_ROWS);
    let (mut read, mut passed_over) = (Vec::new(), Vec::new());
    for info in &sheets {
        let sheet = match &info.place {
            Place::None => {
                passed_over.push(info.name.clone());
                continue;
            }
            Place::Lost => Err(Cause::NoPart),
            Place::Part(path) => read_one(&mut package, &globals, info, path, &mut formulas, &mut budget),
        };
        read.push(sheet.map_err(|cause| in_sheet(&info.name, cause))?);
    }
    let Globals { date_1904, calculation, .. } = globals;
    Ok(Workbook { format: Format::Xlsb, date_1904, calculation, sheets: read, passed_over })
}

fn read_one(
    package: &mut Package<'_>,
    globals: &Globals,
    info: &SheetInfo,
    path: &str,
    formulas: &mut FormulaWriter<'_>,
    budget: &mut Budget,
) -> Result<Sheet, Cause> {
    let part = package.part(path)?.ok_or(Cause::NoPart)?;
    let source = SheetSource { part: &part, globals, name: &info.name, is_visible: info.is_visible };
    let mut sheet = read_sheet(&source, formulas, budget)?;
    for related in package.relationships(path)? {
        let read = match related.kind.as_str() {
            "comments" => read_comments,
            "drawing" => super::drawing::read_shapes,
            _ => continue,
        };
        if let Some(part) = package.part(&related.target)? {
            read(&part, &mut sheet.layout.texts);
        }
    }
    Ok(sheet)
}

/// What the sheets share.
#[derive(Default)]
pub(super) struct Globals {
    pub(super) strings: Vec<String>,
    /// The number formats, by the number that cells name them with.
    pub(super) formats: Vec<NumberFormat>,
    links: Links,
    date_1904: bool,
    calculation: Calculation,
}

struct SheetInfo {
    name: String,
    is_visible: bool,
    place: Place,
}

/// Where a sheet's cells are.
enum Place {
    Part(String),
    /// Nowhere, as it is no table: a chart, a macro of an old program.
    None,
    /// In a part that no relationship leads to.
    Lost,
}

/// A workbook that formulas refer to.
#[derive(Clone, Copy)]
enum Book {
    Own,
    AddIn,
    /// Another file by its number from 1, as Excel writes it: `[1]`.
    Other(usize),
}

impl Globals {
    fn read(package: &mut Package<'_>) -> Result<(Self, Vec<SheetInfo>), Cause> {
        let root = package.relationships("")?;
        let path = target(&root, "officeDocument")?.ok_or_else(|| damaged("no workbook"))?;
        let related = package.relationships(&path)?;
        let workbook = package.part(&path)?.ok_or_else(|| damaged("no workbook"))?;
        let mut globals = Globals::default();
        let sheets = globals.add_workbook(&workbook, &related)?;
        if let Some(part) = optional(package, &related, "sharedStrings")? {
            globals.strings = strings(&part)?;
        }
        if let Some(part) = optional(package, &related, "styles")? {
            globals.formats = formats(&part)?;
        }
        Ok((globals, sheets))
    }

    fn add_workbook(&mut self, part: &[u8], related: &[Relationship]) -> Result<Vec<SheetInfo>, Cause> {
        let mut sheets = Vec::new();
        let mut books = Vec::new();
        let mut references = Vec::new();
        for record in Records::new(part) {
            let (kind, mut data) = record?;
            let known = match kind {
                SHEET => sheet_info(&mut data, related).map(|info| sheets.push(info)),
                WORKBOOK_PROPERTIES => data.u32().map(|flags| self.date_1904 = flags & 0x1 != 0),
                CALCULATION => {
                    self.calculation = calculation(&mut data).unwrap_or_default();
                    Some(())
                }
                NAME => name(&mut data).map(|name| self.links.names.push(name)),
                OWN_BOOK | SAME_BOOK => add(&mut books, Book::Own),
                ADD_IN_BOOK => add(&mut books, Book::AddIn),
                OTHER_BOOK => {
                    let n_others = books.iter().filter(|book| matches!(book, Book::Other(_))).count();
                    add(&mut books, Book::Other(n_others + 1))
                }
                EXTERNAL_SHEETS => external_sheets(&mut data).map(|found| references = found),
                _ => Some(()),
            };
            known.ok_or_else(|| too_short(kind))?;
        }
        let prefix = |[book, first, last]: &[u32; 3]| prefix(&sheets, *books.get(*book as usize)?, *first, *last);
        self.links.prefixes = references.iter().map(prefix).collect();
        Ok(sheets)
    }
}

fn add(books: &mut Vec<Book>, book: Book) -> Option<()> {
    books.push(book);
    Some(())
}

/// What stands before a reference. The sheets of another file have their names in a part of its own, which is not looked at.
fn prefix(sheets: &[SheetInfo], book: Book, first: u32, last: u32) -> Option<String> {
    match book {
        Book::Own => {
            let name = |n: u32| sheets.get(n as usize).map(|info| info.name.as_str());
            Some(sheet_prefix(None, name(first)?, name(last)?))
        }
        Book::Other(number) => Some(format!("[{number}]!")),
        Book::AddIn => None,
    }
}

fn sheet_info(data: &mut Bytes<'_>, related: &[Relationship]) -> Option<SheetInfo> {
    let state = data.u32()?;
    data.take(4)?;
    let id = data.wide_text()?;
    let name = data.wide_text()?;
    let place = match related.iter().find(|other| other.id == id) {
        Some(other) if matches!(other.kind.as_str(), "worksheet" | "xlMacrosheet" | "xlIntlMacrosheet") => {
            Place::Part(other.target.clone())
        }
        Some(_) => Place::None,
        None if id.is_empty() => Place::None,
        None => Place::Lost,
    };
    Some(SheetInfo { name, is_visible: state == 0, place })
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
    for record in Records::new(part) {
        let (kind, mut data) = record?;
        if kind == SHARED_STRING {
            strings.push(data.rich_text().ok_or_else(|| too_short(kind))?);
        }
    }
    Ok(strings)
}

fn formats(part: &[u8]) -> Result<Vec<NumberFormat>, Cause> {
    let mut codes = HashMap::new();
    let mut formats = Vec::new();
    let mut is_of_cells = false;
    for record in Records::new(part) {
        let (kind, mut data) = record?;
        let known = match kind {
            BEGIN_CELL_FORMATS | END_CELL_FORMATS => {
                is_of_cells = kind == BEGIN_CELL_FORMATS;
                Some(())
            }
            NUMBER_FORMAT => format(&mut data).map(|(id, code)| _ = codes.insert(id, code)),
            CELL_FORMAT if is_of_cells => Bytes::at(data.rest, 2).u16().map(|id| formats.push(id)),
            _ => Some(()),
        };
        known.ok_or_else(|| too_short(kind))?;
    }
    let format = |id: u16| codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id.into()));
    Ok(formats.into_iter().map(format).collect())
}

fn format(data: &mut Bytes<'_>) -> Option<(u16, NumberFormat)> {
    Some((data.u16()?, NumberFormat::parse(&data.wide_text()?)))
}

impl<'a> Bytes<'a> {
    /// A text with its length in four bytes.
    pub(super) fn wide_text(&mut self) -> Option<String> {
        let n = self.u32()? as usize;
        // A missing text has a length of its own.
        if n == u32::MAX as usize { Some(String::new()) } else { self.letters(n, true) }
    }

    /// A text whose formats and phonetics follow it and are not looked at.
    pub(super) fn rich_text(&mut self) -> Option<String> {
        self.take(1)?;
        self.wide_text()
    }
}

/// The records of a part: their kind and contents.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(part: &'a [u8]) -> Self {
        Records { rest: part }
    }

    fn one(&mut self) -> Option<(u16, Bytes<'a>)> {
        let kind = self.packed(2)?;
        let length = self.packed(4)?;
        let (data, rest) = self.rest.split_at_checked(length as usize)?;
        self.rest = rest;
        Some((u16::try_from(kind).ok()?, Bytes::new(data)))
    }

    /// A number in up to `n_bytes` bytes of 7 bits, the lowest first; the high bit says that another byte follows.
    fn packed(&mut self, n_bytes: u32) -> Option<u32> {
        let mut number = 0;
        for idx in 0..n_bytes {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(byte & 0x7F) << (7 * idx);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<(u16, Bytes<'a>), Cause>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let record = self.one();
        if record.is_none() {
            self.rest = &[];
        }
        Some(record.ok_or_else(|| damaged("the part ends within a record")))
    }
}

pub(super) fn too_short(kind: u16) -> Cause {
    damaged(&format!("record {kind} doesn't hold what it says"))
}

/// The parts of the package, found in any case.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    by_name: HashMap<String, usize>,
}

/// What a part refers to within the package.
struct Relationship {
    id: String,
    /// The last word of its type, such as `worksheet`.
    kind: String,
    /// The path of the part from the root, in lower case.
    target: String,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Cause> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
        let mut by_name = HashMap::new();
        for (idx, name) in archive.file_names().enumerate() {
            let name = name.map_err(|error| damaged(&error.to_string()))?.replace('\\', "/").to_ascii_lowercase();
            if by_name.insert(name, idx).is_some() {
                return Err(damaged("two parts have one name"));
            }
        }
        Ok(Package { archive, by_name })
    }

    fn part(&mut self, path: &str) -> Result<Option<Vec<u8>>, Cause> {
        let Some(idx) = self.by_name.get(path) else { return Ok(None) };
        let mut content = Vec::new();
        let mut part = self.archive.by_index(*idx).map_err(|error| damaged(&error.to_string()))?;
        part.read_to_end(&mut content).map_err(|error| damaged(&error.to_string()))?;
        Ok(Some(content))
    }

    fn relationships(&mut self, path: &str) -> Result<Vec<Relationship>, Cause> {
        let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
        let separator = if folder.is_empty() { "" } else { "/" };
        let Some(part) = self.part(&format!("{folder}{separator}_rels/{file}.rels"))? else { return Ok(Vec::new()) };
        let text = decode(&part).map_err(|fault| damaged(&format!("{fault:?}")))?;
        let mut scanner = Scanner::new(&text);
        let mut related: Vec<Relationship> = Vec::new();
        loop {
            match scanner.read().map_err(|fault| damaged(&format!("{fault:?}")))? {
                Event::Start(name) if name.local == "Relationship" => related.extend(relationship(&scanner, folder)),
                Event::Done => break,
                _ => (),
            }
        }
        let is_double = |idx: usize| related[..idx].iter().any(|other| other.id == related[idx].id);
        if (0..related.len()).any(is_double) { Err(damaged("a relationship stands twice")) } else { Ok(related) }
    }
}

fn relationship(scanner: &Scanner<'_>, folder: &str) -> Option<Relationship> {
    let kind = scanner.attribute("Type")?;
    let is_within = scanner.attribute("TargetMode").is_none_or(|mode| mode != "External");
    let target = scanner.attribute("Target").filter(|_| is_within)?;
    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
    Some(Relationship { id: scanner.attribute("Id")?.to_string(), kind, target: resolve(folder, &target) })
}

/// The path from the root that a target written in a folder means.
fn resolve(folder: &str, target: &str) -> String {
    let target = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => (),
            ".." => _ = path.pop(),
            step => path.push(step),
        }
    }
    path.join("/").to_ascii_lowercase()
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
        Some(path) => package.part(&path),
        None => Ok(None),
    }
}
