//! `.xlsx` in one strict pass: every part that is needed is unpacked once and read once, for values, formulas, formats and
//! looks alike.
//!
//! What is read is read exactly, or the file is refused with the part and the place: unsound XML, an index that is none, a
//! part, relationship, sheet or cell that stands twice. Parts that nobody needs, themes or pictures, stay closed.

mod cell;
mod formula;
mod sheet;
mod strings;
mod styles;
mod texts;
mod workbook;

use std::collections::HashMap;

use super::{Budget, in_sheet, in_workbook};
use crate::intake::container::{MAX_CELLS, MAX_ENTRIES, MAX_INFLATED_BYTES, MAX_TAGS};
use crate::ooxml::package::{self, Limits, Package};
use crate::ooxml::relationships::{self, Relationship, Trouble};
use crate::ooxml::walk::Walk;
use crate::ooxml::xml::{self, Namespace, Scanner};
use crate::problem::unreadable::{Cause, Damage, Invalid, Limit, ReadError, Refusal, Twice};
use crate::value::grid::{Address, Format, Sheet, Workbook};
use strings::Strings;
use styles::Styles;
use workbook::{Book, SheetEntry};

/// What no reading has come to the end of.
type Outcome<T> = Result<T, Cause>;

impl From<xml::Fault> for Cause {
    fn from(fault: xml::Fault) -> Self {
        Cause::Unsound(fault)
    }
}

impl From<package::Fault> for Cause {
    fn from(fault: package::Fault) -> Self {
        let damaged = |detail| Cause::Refused(Refusal::Damaged { detail });
        let too_large = |what, found, allowed| Cause::Refused(Refusal::TooLarge { what, found, allowed });
        match fault {
            package::Fault::Truncated => damaged(Damage::Truncated),
            package::Fault::Broken => damaged(Damage::Package),
            package::Fault::Locked => Cause::Refused(Refusal::Locked),
            package::Fault::DoubledPart(name) => Cause::Twice(Twice::Part(name)),
            package::Fault::TooManyEntries(found) => too_large(Limit::Entries, found, MAX_ENTRIES),
            package::Fault::TooLarge(found) => too_large(Limit::InflatedBytes, found, MAX_INFLATED_BYTES),
        }
    }
}

impl From<Trouble> for Cause {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Xml(fault) => Cause::Unsound(fault),
            Trouble::Doubled(id) => Cause::Twice(Twice::Relationship(id)),
        }
    }
}

/// Something that stands in a file and can't be.
fn invalid<T>(what: Invalid, at: Option<Address>) -> Outcome<T> {
    Err(Cause::Invalid { what, at })
}

/// A whole number as the format writes one: digits, with white space around, of which XML has no other than ASCII's.
fn unsigned(text: &str) -> Option<u32> {
    let text = text.trim_ascii();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// A truth value as the format writes one.
fn boolean(text: &str) -> Option<bool> {
    match text.trim_ascii() {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// Whether an attribute of the element just entered says yes; one that is left out says no.
fn says(walk: &Walk<'_>, attribute: &str) -> Outcome<bool> {
    match walk.attribute(attribute) {
        None => Ok(false),
        Some(value) => boolean(&value).map_or_else(|| invalid(Invalid::Boolean, None), Ok),
    }
}

/// What a part of this name is wrong with.
fn in_part(name: &str, cause: Cause) -> ReadError {
    ReadError { part: Some(name.to_owned()), ..in_workbook(cause) }
}

/// What may still be counted over all parts of a file.
struct Tally {
    /// How many times as much as in a return there may be.
    scale: u64,
    tags_left: u64,
    cells_left: u64,
}

impl Tally {
    fn scaled(scale: u64) -> Self {
        Tally { scale, tags_left: MAX_TAGS * scale, cells_left: MAX_CELLS * scale }
    }

    fn walk<'a>(&self, text: &'a str, root: &str) -> Outcome<Walk<'a>> {
        Ok(Walk::into_root(Scanner::new(text).allow_tags(self.tags_left), Namespace::Main, root)?)
    }

    /// Ends the walk through a part and counts what it has seen.
    fn end(&mut self, walk: Walk<'_>) -> Outcome<()> {
        self.tags_left = walk.end()?;
        Ok(())
    }

    fn count_cell(&mut self) -> Outcome<()> {
        let Some(left) = self.cells_left.checked_sub(1) else {
            let allowed = MAX_CELLS * self.scale;
            return Err(Cause::Refused(Refusal::TooLarge { what: Limit::Cells, found: allowed + 1, allowed }));
        };
        self.cells_left = left;
        Ok(())
    }
}

/// Reads the sheets that are wanted by their names; the others stay empty. `scale` is how many times as much as a usual
/// return the file may hold.
pub(super) fn read(
    bytes: &[u8],
    mut budget: Budget,
    scale: u64,
    formats: Formats,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Workbook, ReadError> {
    let mut file = File::open(bytes, scale)?;
    let book = file.book()?;
    let mut workbook = Workbook {
        format: Format::Xlsx,
        date_1904: book.date_1904,
        calculation: book.calculation,
        sheets: Vec::new(),
        passed_over: Vec::new(),
    };
    let styles = file.styles(&book)?.heeding(formats);
    let known = Known { strings: file.strings(&book)?, styles, date_1904: book.date_1904 };
    let mut read_from: HashMap<String, usize> = HashMap::new();
    for entry in &book.sheets {
        let Some(part) = file.part_of_sheet(&book, entry)? else {
            workbook.passed_over.push(entry.name.clone());
            continue;
        };
        let sheet = if !wanted(&entry.name) {
            Ok(Sheet::new("", true, Vec::new()))
        } else if let Some(first) = read_from.get(&part) {
            budget.spend_sheet(&workbook.sheets[*first]).map_err(|cause| in_part(&part, cause))
        } else {
            file.sheet(&part, &known, &mut budget)
        };
        let mut sheet = sheet.map_err(|error| ReadError { sheet: Some(entry.name.clone()), ..error })?;
        sheet.name.clone_from(&entry.name);
        sheet.visible = entry.visible;
        read_from.entry(part).or_insert(workbook.sheets.len());
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

/// The names of a package's sheets; `None` if they can't be told.
pub(super) fn sheet_names(bytes: &[u8]) -> Option<Vec<String>> {
    let book = File::open(bytes, 1).ok()?.book().ok()?;
    Some(book.sheets.into_iter().map(|sheet| sheet.name).collect())
}

/// Which number formats make another value of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Formats {
    /// All, as the sender saw the number.
    #[default]
    All,
    /// Only those of dates: of its own workbooks this program knows how numbers are shown.
    Dates,
}

/// What all sheets refer to.
struct Known {
    strings: Strings,
    styles: Styles,
    date_1904: bool,
}

/// An open file.
struct File<'b> {
    package: Package<'b>,
    tally: Tally,
}

impl<'b> File<'b> {
    fn open(bytes: &'b [u8], scale: u64) -> Result<Self, ReadError> {
        let limits =
            Limits { entries: MAX_ENTRIES, inflated_bytes: MAX_INFLATED_BYTES * scale, part_bytes: MAX_INFLATED_BYTES };
        let package = Package::open(bytes, limits).map_err(|fault| in_workbook(fault.into()))?;
        Ok(File { package, tally: Tally::scaled(scale) })
    }

    /// Reads a part with what makes sense of it; `None` if there is no such part.
    fn try_part<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str, &mut Tally) -> Outcome<T>,
    ) -> Result<Option<T>, ReadError> {
        let content = self.package.part(name).map_err(|fault| in_part(name, fault.into()))?;
        let Some(content) = content else { return Ok(None) };
        let read = || read(&xml::decode(&content)?, &mut self.tally);
        read().map(Some).map_err(|cause| in_part(name, cause))
    }

    /// [`File::try_part`] of a part that must be there.
    fn part<T>(&mut self, name: &str, read: impl FnOnce(&str, &mut Tally) -> Outcome<T>) -> Result<T, ReadError> {
        self.try_part(name, read)?.ok_or_else(|| in_part(name, Cause::NoPart))
    }

    /// What a part refers to within the package; of the root if the name is empty.
    fn relationships(&mut self, of: &str) -> Result<Vec<Relationship>, ReadError> {
        let name = relationships::part_of(of);
        Ok(self.try_part(&name, |text, _| Ok(relationships::read(text, of)?))?.unwrap_or_default())
    }

    fn book(&mut self) -> Result<Book, ReadError> {
        self.part("[content_types].xml", |text, _| {
            let walk = Walk::into_root(Scanner::new(text), Namespace::ContentTypes, "Types")?;
            Ok(walk.end()?)
        })?;
        let no_workbook = in_workbook(Cause::Refused(Refusal::Damaged { detail: Damage::NoWorkbook }));
        let root = self.relationships("")?;
        let part = only(&root, "officeDocument")?.ok_or(no_workbook)?;
        let related = self.relationships(&part)?;
        self.part(&part, |text, tally| workbook::read(text, tally, related))
    }

    fn strings(&mut self, book: &Book) -> Result<Strings, ReadError> {
        match only(&book.related, "sharedStrings")? {
            Some(part) => Ok(self.try_part(&part, strings::read)?.unwrap_or_default()),
            None => Ok(Strings::default()),
        }
    }

    fn styles(&mut self, book: &Book) -> Result<Styles, ReadError> {
        match only(&book.related, "styles")? {
            // Without the part, every number is shown as it is.
            Some(part) => Ok(self.try_part(&part, styles::read)?.unwrap_or_default()),
            None => Ok(Styles::default()),
        }
    }

    fn sheet(&mut self, part: &str, known: &Known, budget: &mut Budget) -> Result<Sheet, ReadError> {
        let mut sheet = self.part(part, |text, tally| sheet::read(text, tally, known, budget))?;
        sheet.layout.texts = texts::read(self, part)?;
        Ok(sheet)
    }

    /// The part that holds a sheet's cells; `None` for one that holds none by its kind: a chart, a dialog, macros, or what
    /// old macros have left behind without any part.
    fn part_of_sheet(&self, book: &Book, entry: &SheetEntry) -> Result<Option<String>, ReadError> {
        if entry.relationship.is_empty() {
            return Ok(None);
        }
        let related = book.related.iter().find(|other| other.id == entry.relationship);
        match related.ok_or_else(|| in_sheet(&entry.name, Cause::NoPart))? {
            related if related.kind == "worksheet" => Ok(Some(related.target.clone())),
            _ => Ok(None),
        }
    }
}

/// The part of this kind among what another refers to. Programs would differ in which of two they take.
fn only(related: &[Relationship], kind: &str) -> Result<Option<String>, ReadError> {
    let mut targets = related.iter().filter(|other| other.kind == kind).map(|other| &other.target);
    match (targets.next(), targets.next()) {
        (_, Some(second)) => Err(in_workbook(Cause::Twice(Twice::Part(second.clone())))),
        (first, None) => Ok(first.cloned()),
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tokens;
