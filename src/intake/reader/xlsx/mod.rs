//! `.xlsx` in one strict pass: each part that is needed is unpacked once and read once, for values, formulas, formats and layout.
//!
//! Everything is read exactly, or the file is refused with part and place: unsound XML, an index out of range, a part,
//! relationship, sheet or cell that occurs twice. Parts that aren't needed, such as themes and pictures, stay closed.

mod cell;
mod file;
mod formula;
mod letters;
mod long;
mod part;
mod sheet;
mod strings;
mod styles;
mod texts;
mod workbook;

use std::collections::HashMap;

use super::kept::Budget;
use super::own::{OwnWorkbook, ReadAs};
use crate::ooxml::walk::Walk;
use crate::ooxml::xml::{Namespace, Scanner};
use crate::problem::unreadable::{Cause, Damage, ReadError, Refusal};
use crate::value::grid::{Format, LongSheet, Sheet, Workbook};
use cell::SheetContext;
use file::{XlsxFile, in_part, only};
use strings::SharedStrings;
pub(super) use styles::Formats;
use styles::Styles;
use workbook::{SheetEntry, WorkbookPart};

/// Reads of each sheet what is wanted by its name. `scale` is how many times as much as a usual
/// return the file may hold.
pub(super) fn read(
    bytes: &[u8],
    mut budget: Budget,
    scale: u64,
    formats: Formats,
    wanted: &dyn Fn(&str) -> ReadAs,
) -> Result<OwnWorkbook, ReadError> {
    let mut file = XlsxFile::open(bytes, scale)?;
    let book = file.book()?;
    let mut workbook = Workbook {
        date_1904: book.date_1904,
        calculation: book.calculation,
        ..Workbook::new(Format::Xlsx, Vec::new())
    };
    let styles = file.styles(&book)?.heeding(formats);
    let known = SheetContext { strings: file.strings(&book)?, styles, date_1904: book.date_1904 };
    let mut long = Vec::new();
    let mut read_from: HashMap<String, usize> = HashMap::new();
    for entry in &book.sheets {
        let Some(part) = file.part_of_sheet(&book, entry)? else {
            workbook.passed_over.push(entry.name.clone());
            continue;
        };
        budget.begin_sheet(&entry.name);
        let none = Sheet::new("", true, Vec::new());
        let sheet = match (wanted(&entry.name), read_from.get(&part)) {
            (ReadAs::Nothing, _) => Ok(none),
            (ReadAs::Values, _) => file.values(&part, &known, budget).map(|values| {
                long.push(values.named(&entry.name));
                none
            }),
            (ReadAs::Cells, Some(first)) => {
                budget.spend_sheet(&workbook.sheets[*first]).map_err(|cause| in_part(&part, cause))
            }
            (ReadAs::Cells, None) => file.sheet(&part, &known, &mut budget),
        };
        let mut sheet = sheet.map_err(|error| ReadError { sheet: Some(entry.name.clone()), ..error })?;
        sheet.name.clone_from(&entry.name);
        (sheet.visible, sheet.is_very_hidden) = (entry.visible, entry.is_very_hidden);
        read_from.entry(part).or_insert(workbook.sheets.len());
        workbook.sheets.push(sheet);
    }
    Ok(OwnWorkbook { workbook, long })
}

/// The names of a package's sheets; `None` if they can't be told.
pub(super) fn sheet_names(bytes: &[u8]) -> Option<Vec<String>> {
    let book = XlsxFile::open(bytes, 1).ok()?.book().ok()?;
    Some(book.sheets.into_iter().map(|sheet| sheet.name).collect())
}

impl XlsxFile<'_> {
    fn book(&mut self) -> Result<WorkbookPart, ReadError> {
        self.part("[content_types].xml", |text, _| {
            let walk = Walk::into_root(Scanner::new(text), Namespace::ContentTypes, "Types")?;
            Ok(walk.end()?)
        })?;
        let no_workbook = ReadError::in_workbook(Cause::Refused(Refusal::Damaged { detail: Damage::NoWorkbook }));
        let root = self.relationships("")?;
        let part = only(&root, "officeDocument")?.ok_or(no_workbook)?;
        let related = self.relationships(&part)?;
        self.part(&part, |text, tally| workbook::read(text, tally, related))
    }

    fn strings(&mut self, book: &WorkbookPart) -> Result<SharedStrings, ReadError> {
        match only(&book.related, "sharedStrings")? {
            Some(part) => Ok(self.try_part(&part, strings::read)?.unwrap_or_default()),
            None => Ok(SharedStrings::default()),
        }
    }

    fn styles(&mut self, book: &WorkbookPart) -> Result<Styles, ReadError> {
        match only(&book.related, "styles")? {
            // Without the part, every number is shown as it is.
            Some(part) => Ok(self.try_part(&part, styles::read)?.unwrap_or_default()),
            None => Ok(Styles::default()),
        }
    }

    fn sheet(&mut self, part: &str, known: &SheetContext, budget: &mut Budget) -> Result<Sheet, ReadError> {
        let mut sheet = self.part(part, |text, tally| sheet::read(text, tally, known, budget))?;
        sheet.layout.texts = texts::read(self, part)?;
        Ok(sheet)
    }

    /// The values of a sheet: read piece by piece if that can be, otherwise as a whole.
    fn values(&mut self, part: &str, known: &SheetContext, mut budget: Budget) -> Result<LongSheet, ReadError> {
        match self.try_pieces(part, |pieces, tally| long::read(pieces, tally, known, budget)) {
            // They must be sound, as those of a sheet that is read as a whole.
            Some(rows) => texts::read(self, part).map(|_| rows),
            None => Ok(LongSheet::of(&self.sheet(part, known, &mut budget)?)),
        }
    }

    /// The part that holds a sheet's cells; `None` for one that holds none by its kind: a chart, a dialog, macros, or what
    /// old macros have left behind without any part.
    fn part_of_sheet(&self, book: &WorkbookPart, entry: &SheetEntry) -> Result<Option<String>, ReadError> {
        if entry.relationship.is_empty() {
            return Ok(None);
        }
        let related = book.related.iter().find(|other| other.id == entry.relationship);
        match related.ok_or_else(|| ReadError::in_sheet(&entry.name, Cause::NoPart))? {
            related if related.kind == "worksheet" => Ok(Some(related.target.clone())),
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tokens;
