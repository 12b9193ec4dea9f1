//! The marked copy: an agency's own workbook. Cells that need something done are tinted and have a note that says what; a
//! new first sheet lists everything. The agency corrects the copy and returns it.
//!
//! Nothing else in the file changes: parts that need no mark are copied byte for byte, the others are changed at single
//! places of their text (`xml`), never written anew from a model. What can't be marked (other formats, broken files, XML
//! that isn't as it should be) gets the list as a workbook of its own. A copy is only given out if it reads back with the
//! same cells.
//!
//! A copy that comes back still carries its marks. Intake passes over the list by its machine key; a new marking takes
//! the old one away first (`earlier`).

mod book;
mod comments;
mod earlier;
mod findings_book;
mod geometry;
mod list;
mod list_sheet;
mod marks;
mod package;
mod relations;
mod sheet;
mod styles;
mod subject;
mod threads;
mod vml;
mod xml;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::error::OutputError;
use crate::intake::container;
use crate::intake::reader;
use crate::problem::Code;
use crate::value::grid::{Address, Format, Sheet, Workbook};
use book::{ListPlace, MarkedBook};
use comments::Noted;
use earlier::{EarlierMarking, Fills};
use geometry::Geometry;
pub use list::SHEET as LIST_SHEET;
use list::{Carrier, FindingsList};
use list_sheet::TextStorage;
use marks::{Mark, Tint};
use package::MarkedPackage;
use relations::{Dialect, Relations, TRANSITIONAL};
use sheet::Painter;
use styles::StylesPart;
pub use subject::CheckedFile;
use xml::{Patch, XmlDocument};

/// What goes back to the agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkedCopy {
    /// Its own workbook, marked.
    Marked(Vec<u8>),
    /// The list as a workbook of its own, where the file can't be marked.
    List(Vec<u8>),
}

/// Marks a copy of a file.
///
/// # Errors
///
/// When the list can't be written, which no input should bring about.
pub fn marked_copy(bytes: &[u8], subject: &CheckedFile) -> Result<MarkedCopy, OutputError> {
    if subject.findings.iter().any(|finding| UNOPENED.contains(&finding.code())) {
        return findings_book::write(subject, Carrier::Unopened).map(MarkedCopy::List);
    }
    match marked(bytes, subject) {
        Some(copy) => Ok(MarkedCopy::Marked(copy)),
        None => findings_book::write(subject, Carrier::Alone).map(MarkedCopy::List),
    }
}

/// Whether a file is such a copy, or a list that stands for one.
pub fn is_copy(bytes: &[u8]) -> bool {
    reader::sheet_names(bytes).iter().any(|name| name.starts_with(LIST_SHEET))
}

/// The ending that programs expect of a copy's name.
pub fn ending(copy: &[u8]) -> &'static str {
    match main_type(copy).unwrap_or_default() {
        kind if kind.ends_with("sheet.macroEnabled.main+xml") => "xlsm",
        kind if kind.ends_with("template.macroEnabled.main+xml") => "xltm",
        kind if kind.ends_with("template.main+xml") => "xltx",
        _ => "xlsx",
    }
}

/// What a package says its workbook part is.
fn main_type(bytes: &[u8]) -> Option<String> {
    let mut package = MarkedPackage::open(bytes)?;
    let part = Relations::of(&mut package, "")?.first("officeDocument")?.to_owned();
    relations::declared(&mut package, &part)
}

/// What is found in files that weren't opened.
const UNOPENED: [Code; 7] = [
    Code::NotASpreadsheet,
    Code::UnsupportedTable,
    Code::EmptyFile,
    Code::PasswordProtected,
    Code::DamagedFile,
    Code::OversizedFile,
    Code::UnreadableFile,
];

/// A workbook of the format that can be marked, and its package.
fn read(bytes: &[u8], max_form_rows: u32) -> Option<(Cow<'_, [u8]>, Workbook)> {
    let opened = container::open(bytes, max_form_rows).ok().filter(|file| file.format == Format::Xlsx)?;
    let workbook = reader::read_forms(&opened.bytes, opened.format, max_form_rows).ok()?;
    // Unpacked parts would only make the copy larger. A file that was encrypted is marked in its decrypted form.
    let package = if bytes.starts_with(b"PK") { Cow::Borrowed(bytes) } else { opened.bytes };
    Some((package, workbook))
}

fn marked(bytes: &[u8], subject: &CheckedFile) -> Option<Vec<u8>> {
    let max_form_rows = subject.year.map_or(0, |year| year.plan.max_form_rows());
    let (package, workbook) = read(bytes, max_form_rows)?;
    let copy = marked_package(&package, &workbook, subject)?;
    let earlier = EarlierMarking::of(&workbook).list;
    let (_, reread) = read(&copy, max_form_rows)?;
    is_same_but_for_marks(&workbook, &reread, earlier.as_deref()).then_some(copy)
}

fn marked_package(bytes: &[u8], workbook: &Workbook, subject: &CheckedFile) -> Option<Vec<u8>> {
    let mut marking = CopyUnderWay::begin(bytes, workbook, subject.today)?;
    let marks = marks::marks(subject.findings, workbook);
    let none = BTreeMap::new();
    for position in 0..marking.book.sheets.len() {
        let name = marking.book.sheets[position].name.clone();
        if marking.earlier.list.as_ref() != Some(&name) {
            marking.mark_sheet(position, marks.get(&name).unwrap_or(&none))?;
        }
    }
    let visible: Vec<&str> =
        workbook.sheets.iter().filter(|sheet| sheet.visible).map(|sheet| sheet.name.as_str()).collect();
    let is_signed = Relations::of(&mut marking.package, "")?.first("origin").is_some();
    marking.finish(&FindingsList::of(subject, Carrier::Copy { visible: &visible, is_signed }))
}

/// Whether a copy has one list, first, and otherwise every sheet and cell of the original.
/// The notes of a marking are no cells.
fn has_same_cells(a: &Sheet, b: &Sheet) -> bool {
    a.name == b.name && a.visible == b.visible && a.cells().eq(b.cells()) && a.n_beyond == b.n_beyond
}

fn is_same_but_for_marks(original: &Workbook, copy: &Workbook, earlier: Option<&str>) -> bool {
    let kept = original.sheets.iter().filter(|sheet| Some(sheet.name.as_str()) != earlier);

    let copied: Vec<&Sheet> = copy.sheets.iter().skip(1).collect();
    let kept: Vec<&Sheet> = kept.collect();
    original.date_1904 == copy.date_1904
        && !copied.is_empty()
        && kept.len() == copied.len()
        && kept.iter().zip(copied).all(|(a, b)| has_same_cells(a, b))
}

/// A copy under way.
struct CopyUnderWay<'b> {
    package: MarkedPackage<'b>,
    book: MarkedBook,
    styles: StylesPart,
    styles_part: String,
    /// The formats that had one of our colours when the file came in.
    tinted: BTreeMap<usize, Tint>,
    earlier: EarlierMarking,
    /// The fills that the marked cells had.
    before: Fills,
    /// The parts of sheets that were seen to.
    done: BTreeSet<String>,
    today: NaiveDate,
}

impl<'b> CopyUnderWay<'b> {
    fn begin(bytes: &'b [u8], workbook: &Workbook, today: NaiveDate) -> Option<Self> {
        let mut package = MarkedPackage::open(bytes)?;
        let mut book = MarkedBook::open(&mut package)?;
        // A log of every change. It wouldn't have ours, and programs report a workbook as damaged if it differs from its
        // log.
        if book.relations.first("revisionHeaders").is_some() {
            return None;
        }
        let known = book.relations.first("styles").map(str::to_owned);
        let styles_part = match known {
            Some(part) if package.has(&part) => part,
            _ => add_styles(&mut package, &mut book)?,
        };
        let mut styles = StylesPart::parse(package.read(&styles_part)?)?;
        if package.is_new(&styles_part) {
            styles.fill_up(last_format(&mut package, &book)?);
        }
        let tinted = styles.tinted();
        let earlier = EarlierMarking::of(workbook);
        let (before, done) = (Fills::new(), BTreeSet::new());
        Some(CopyUnderWay { package, book, styles, styles_part, tinted, earlier, before, done, today })
    }

    /// Marks a sheet; `None` if it can't be done.
    fn mark_sheet(&mut self, position: usize, marks: &BTreeMap<Address, Mark>) -> Option<()> {
        let sheet = &self.book.sheets[position];
        let name = sheet.name.clone();
        let Some(part) = sheet.part.clone().filter(|part| self.package.has(part)) else {
            return marks.is_empty().then_some(());
        };
        if !self.done.insert(part.clone()) {
            return marks.is_empty().then_some(());
        }
        let text = self.package.read(&part)?;
        let document = XmlDocument::parse(&text)?;
        let mut patch = Patch::of(&document);
        sheet::deselect(&document, &mut patch);
        match Dialect::of(&document) {
            Some(dialect) if document.name(document.root()) == "worksheet" => {
                let marks = sheet::on_shown_cells(&document, marks);
                self.tint_cells(&name, &document, &mut patch, &marks)?;
                self.note_cells(&part, (&document, dialect), &mut patch, &marks)?;
            }
            // Charts, dialogs and macros have no cells.
            _ if marks.is_empty() => {}
            _ => return None,
        }
        if !patch.is_empty() {
            self.package.write(&part, patch.apply());
        }
        Some(())
    }

    fn tint_cells(
        &mut self,
        sheet: &str,
        document: &XmlDocument,
        patch: &mut Patch,
        marks: &BTreeMap<Address, Mark>,
    ) -> Option<()> {
        if marks.is_empty() && self.tinted.is_empty() {
            return Some(());
        }
        let (tinted, earlier, styles) = (&self.tinted, &self.earlier, &mut self.styles);
        let mut painter = Painter { sheet, styles, tinted, earlier, before: BTreeMap::new() };
        painter.paint(document, patch, marks)?;
        self.before.insert(sheet.to_owned(), painter.before);
        Some(())
    }

    fn note_cells(
        &mut self,
        part: &str,
        (document, dialect): (&XmlDocument, Dialect),
        patch: &mut Patch,
        marks: &BTreeMap<Address, Mark>,
    ) -> Option<()> {
        let package = &mut self.package;
        let mut relations = Relations::of(package, part)?;
        let known = relations.first("comments").filter(|part| package.has(part)).map(str::to_owned);
        let old = match &known {
            Some(part) => package.read(part)?,
            None => comments::empty(dialect),
        };
        let noted = comments::annotate(&old, marks)?;
        threads::reply(package, &mut self.book, &relations, marks, self.today)?;
        if marks.is_empty() && noted.gone.is_empty() && noted.text == old {
            return Some(());
        }
        let comments_part = match known {
            Some(part) => part,
            None => {
                let part = self.book.free_name(package, "comments", ".xml");
                relations.replace(package, &dialect.relation("comments"), &part)?;
                relations::declare(package, &part, COMMENTS)?;
                part
            }
        };
        package.write(&comments_part, noted.text.clone());
        self.draw_boxes(&mut relations, (document, dialect), patch, &noted)
    }

    /// Gives every note its box.
    fn draw_boxes(
        &mut self,
        relations: &mut Relations,
        (document, dialect): (&XmlDocument, Dialect),
        patch: &mut Patch,
        noted: &Noted,
    ) -> Option<()> {
        let package = &mut self.package;
        if sheet::has_chosen_drawing(document) {
            return None;
        }
        let (part, drawn) = match document.child(document.root(), "legacyDrawing") {
            Some(node) => {
                let part = relations.target(&relations::named_relation(document, node)?)?.to_owned();
                let drawn = package.read(&part)?;
                (part, drawn)
            }
            None => {
                let part = self.book.free_name(package, "drawings/vmlDrawing", ".vml");
                let relation = relations.add(package, &dialect.relation("vmlDrawing"), &part)?;
                relations::declare_by_extension(package, &part, DRAWING)?;
                sheet::add_legacy_drawing(document, patch, &relation, dialect);
                (part, vml::EMPTY.to_owned())
            }
        };
        let geometry = Geometry::of(document);
        let anchors = noted.ours.iter().map(|(at, text)| (*at, geometry.note_box(*at, text))).collect();
        let fitted = vml::fit(&drawn, &noted.cells, &noted.gone, &anchors, |at| geometry.note_box(at, ""))?;
        package.write(&part, fitted);
        Some(())
    }

    fn strings(&self) -> TextStorage {
        let known = self.book.relations.first("sharedStrings");
        if known.is_some_and(|part| self.package.has(part)) { TextStorage::default() } else { TextStorage::to_share() }
    }

    /// Adds the list of texts to a workbook that has none.
    fn share(&mut self, strings: &TextStorage) -> Option<()> {
        let Some(text) = strings.part(self.book.dialect) else { return Some(()) };
        let part = self.book.usual_name(&self.package, "sharedStrings");
        let kind = self.book.dialect.relation("sharedStrings");
        self.book.relations.replace(&mut self.package, &kind, &part)?;
        relations::declare(&mut self.package, &part, STRINGS)?;
        self.package.write(&part, text);
        Some(())
    }

    /// Puts the list first and packs everything.
    fn finish(mut self, list: &FindingsList) -> Option<Vec<u8>> {
        let old =
            self.earlier.list.as_ref().and_then(|name| self.book.sheets.iter().position(|sheet| sheet.name == *name));
        let (place, name, part) = match old {
            Some(position) => {
                let sheet = &self.book.sheets[position];
                let part = sheet.part.clone()?;
                // What others put on the old list, such as notes, goes with it.
                self.package.remove(&relations::relations_name(&part));
                (ListPlace::Instead(position), sheet.name.clone(), part)
            }
            None => {
                let part = self.book.free_name(&self.package, "worksheets/sheet", ".xml");
                let kind = self.book.dialect.relation("worksheet");
                let relation = self.book.relations.add(&mut self.package, &kind, &part)?;
                relations::declare(&mut self.package, &part, WORKSHEET)?;
                let name = self.book.free_sheet_name(list::SHEET);
                (ListPlace::New { name: name.clone(), relation }, name, part)
            }
        };
        let mut strings = self.strings();
        let text = list_sheet::write(list, &self.before, &mut self.styles, &mut strings, self.book.dialect)?;
        self.package.write(&part, text);
        self.share(&strings)?;
        let workbook = self.book.put_first(&place, &list_sheet::names(&name, list))?;
        self.package.write(self.book.part(), workbook);
        self.package.write(&self.styles_part, self.styles.finish()?);
        self.package.finish()
    }
}

const WORKSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const STRINGS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Formats for a workbook that has none.
fn add_styles(package: &mut MarkedPackage, book: &mut MarkedBook) -> Option<String> {
    let part = book.usual_name(package, "styles");
    let kind = book.dialect.relation("styles");
    book.relations.replace(package, &kind, &part)?;
    relations::declare(package, &part, STYLES)?;
    package.write(&part, styles::MINIMAL.replace(TRANSITIONAL.main, book.dialect.main));
    Some(part)
}

/// The last format that a cell, row or column names.
fn last_format(package: &mut MarkedPackage, book: &MarkedBook) -> Option<usize> {
    let mut last = 0;
    for part in book.sheets.iter().filter_map(|sheet| sheet.part.as_ref()) {
        if package.has(part) {
            let text = package.read(part)?;
            last = last.max(sheet::last_format(&XmlDocument::parse(&text)?));
        }
    }
    usize::try_from(last).ok()
}
