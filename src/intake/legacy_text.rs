//! Text typed in pre-Unicode fonts, converted before anything else reads the workbook. Text that isn't certainly in such a font
//! stays as it is.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::number;
use crate::problem::{Finding, Place, cell};
use crate::value::grid::{Address, Sheet, Value, Workbook};
use crate::value::text::{self, Encoding};

/// The workbook with all its text in Unicode, and a note for each sheet in which any was converted.
pub fn to_unicode(workbook: &Workbook) -> (Cow<'_, Workbook>, Vec<Finding>) {
    let converted: Vec<Vec<Converted>> = workbook.sheets.iter().map(conversions).collect();
    if converted.iter().all(Vec::is_empty) {
        return (Cow::Borrowed(workbook), Vec::new());
    }
    let mut workbook = workbook.clone();
    let mut notes = Vec::new();
    let mut noted = BTreeSet::new();
    for (sheet, converted) in workbook.sheets.iter_mut().zip(converted) {
        // Formulas below each form repeat the cover's texts.
        let new: Vec<&Converted> = converted.iter().filter(|cell| !noted.contains(&cell.old)).collect();
        notes.extend(note(sheet, &new));
        noted.extend(converted.iter().map(|cell| cell.old.clone()));
        for Converted { at, unicode, .. } in converted {
            sheet.set_text(at, unicode);
        }
    }
    (Cow::Owned(workbook), notes)
}

/// One cell's text in both ways of writing.
struct Converted {
    at: Address,
    encoding: Encoding,
    old: String,
    unicode: String,
}

fn conversions(sheet: &Sheet) -> Vec<Converted> {
    let converted = sheet.cells().filter_map(|(at, cell)| {
        let Value::Text(old) = &cell.value else { return None };
        let (encoding, unicode) = text::legacy(old)?;
        // A number followed by a word is read, and reported, as a number.
        let is_count = number::count_of(&cell.value).is_some();
        (!is_count).then(|| Converted { at, encoding, old: old.trim().to_owned(), unicode })
    });
    converted.collect()
}

fn note(sheet: &Sheet, converted: &[&Converted]) -> Option<Finding> {
    if converted.is_empty() {
        return None;
    }
    let cells = converted.iter().map(|cell| cell.at).collect();
    let texts = converted
        .iter()
        .map(|cell| cell::Converted {
            encoding: cell.encoding,
            old: cell.old.clone(),
            unicode: cell.unicode.trim().to_owned(),
        })
        .collect();
    let place = Place { sheet: Some(sheet.name.clone()), cells, ..Place::default() };
    Some(Finding::from(cell::Problem::LegacyText { sheet: sheet.name.clone(), texts }).at(place))
}
