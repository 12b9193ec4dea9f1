//! The workbook's own part: which sheets there are, in which order, from when dates count, and when formulas are calculated.

use super::part::{PartResult, PartsTally, says};
use crate::intake::container::MAX_SHEETS;
use crate::ooxml::relationships::Relationship;
use crate::ooxml::walk::Walk;
use crate::ooxml::xml::Namespace;
use crate::problem::unreadable::{Cause, Invalid, Limit, Refusal, Twice};
use crate::value::grid::Calculation;

/// What the workbook says of itself.
pub(super) struct WorkbookPart {
    pub sheets: Vec<SheetEntry>,
    pub related: Vec<Relationship>,
    pub date_1904: bool,
    pub calculation: Calculation,
}

/// A sheet as the workbook lists it.
pub(super) struct SheetEntry {
    pub name: String,
    /// Whether its tab is shown; one that is very hidden isn't either.
    pub visible: bool,
    pub is_very_hidden: bool,
    /// The Id of the relationship to its part; empty if it says that there is none.
    pub relationship: String,
}

pub(super) fn read(text: &str, tally: &mut PartsTally, related: Vec<Relationship>) -> PartResult<WorkbookPart> {
    let mut walk = tally.walk(text, "workbook")?;
    let mut book = WorkbookPart { sheets: Vec::new(), related, date_1904: false, calculation: Calculation::default() };
    let mut seen = Vec::new();
    while let Some(name) = walk.child()? {
        if let Some(once) = ["sheets", "workbookPr", "calcPr"].into_iter().find(|once| *once == name) {
            if seen.contains(&once) {
                return Err(Cause::Twice(Twice::Element(once)));
            }
            seen.push(once);
        }
        match name {
            "sheets" => book.sheets = sheets(&mut walk)?,
            "workbookPr" => {
                book.date_1904 = says(&walk, "date1904")?;
                walk.leave()?;
            }
            "calcPr" => {
                book.calculation = calculation(&walk)?;
                walk.leave()?;
            }
            _ => walk.leave()?,
        }
    }
    tally.end(walk)?;
    Ok(book)
}

fn sheets(walk: &mut Walk<'_>) -> PartResult<Vec<SheetEntry>> {
    let mut sheets = Vec::new();
    while let Some(name) = walk.child()? {
        if name == "sheet" {
            sheets.push(entry(walk)?);
        }
        if sheets.len() as u64 > MAX_SHEETS {
            let (found, allowed) = (sheets.len() as u64, MAX_SHEETS);
            return Err(Cause::Refused(Refusal::TooLarge { what: Limit::Sheets, found, allowed, at: None }));
        }
        walk.leave()?;
    }
    Ok(sheets)
}

fn entry(walk: &Walk<'_>) -> PartResult<SheetEntry> {
    let missing = Cause::Invalid { what: Invalid::SheetEntry, at: None };
    let Some(name) = walk.attribute("name") else { return Err(missing) };
    let Some(id) = walk.attribute_in(Namespace::Relationships, "id") else { return Err(missing) };
    let (visible, is_very_hidden) = match walk.attribute("state").as_deref() {
        None | Some("visible") => (true, false),
        Some("hidden") => (false, false),
        Some("veryHidden") => (false, true),
        Some(_) => return Err(missing),
    };
    Ok(SheetEntry { name: name.into_owned(), visible, is_very_hidden, relationship: id.into_owned() })
}

fn calculation(walk: &Walk<'_>) -> PartResult<Calculation> {
    Ok(Calculation {
        manual: walk.attribute("calcMode").as_deref() == Some("manual"),
        full_on_load: says(walk, "fullCalcOnLoad")?,
        as_shown: walk.attribute("fullPrecision").is_some() && !says(walk, "fullPrecision")?,
    })
}
