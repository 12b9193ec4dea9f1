//! The parts of an `.xlsb`: which sheets there are, and what they share. One sheet is read by `xlsb_sheet`.

use super::drawing::read_shapes;
use super::links::BinaryFormat;
use super::writer::FormulaWriter;
use super::xlsb_globals::{SheetPlace, XlsbGlobals, XlsbSheetInfo, related_to};
use super::xlsb_sheet::{XlsbSource, read_comments, read_sheet};
use crate::intake::container::{MAX_ENTRIES, MAX_INFLATED_BYTES};
use crate::intake::reader::kept::Budget;
use crate::ooxml::package::{Package, PackageLimits};
use crate::problem::unreadable::{Cause, ReadError};
use crate::value::grid::{Format, MAX_ROWS, Sheet, Workbook};

/// Reads a package that the container has let pass.
pub(in crate::intake::reader) fn read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    let mut package = open(bytes).map_err(ReadError::in_workbook)?;
    let (globals, sheets) = XlsbGlobals::read(&mut package).map_err(ReadError::in_workbook)?;
    let mut formulas = FormulaWriter::new(BinaryFormat::Biff12, &globals.links);
    let mut budget = Budget::new(MAX_ROWS);
    let (mut read, mut passed_over) = (Vec::new(), Vec::new());
    for info in &sheets {
        budget.begin_sheet(&info.name);
        let sheet = match &info.place {
            SheetPlace::None => {
                passed_over.push(info.name.clone());
                continue;
            }
            SheetPlace::Lost => Err(Cause::NoPart),
            SheetPlace::Part(path) => read_one(&mut package, &globals, info, path, &mut formulas, &mut budget),
        };
        read.push(sheet.map_err(|cause| ReadError::in_sheet(&info.name, cause))?);
    }
    let XlsbGlobals { date_1904, calculation, .. } = globals;
    Ok(Workbook { format: Format::Xlsb, date_1904, calculation, sheets: read, passed_over })
}

fn open(bytes: &[u8]) -> Result<Package<'_>, Cause> {
    let limits =
        PackageLimits { entries: MAX_ENTRIES, inflated_bytes: MAX_INFLATED_BYTES, part_bytes: MAX_INFLATED_BYTES };
    Ok(Package::open(bytes, limits)?)
}

fn read_one(
    package: &mut Package<'_>,
    globals: &XlsbGlobals,
    info: &XlsbSheetInfo,
    path: &str,
    formulas: &mut FormulaWriter<'_>,
    budget: &mut Budget,
) -> Result<Sheet, Cause> {
    let part = package.part(path)?.ok_or(Cause::NoPart)?;
    let source = XlsbSource {
        part: &part,
        globals,
        name: &info.name,
        is_visible: info.is_visible,
        is_very_hidden: info.is_very_hidden,
    };
    let mut sheet = read_sheet(&source, formulas, budget)?;
    for related in related_to(package, path)? {
        let read = match related.kind.as_str() {
            "comments" => read_comments,
            "drawing" => read_shapes,
            _ => continue,
        };
        if let Some(part) = package.part(&related.target)? {
            read(&part, &mut sheet.layout.texts);
        }
    }
    Ok(sheet)
}
