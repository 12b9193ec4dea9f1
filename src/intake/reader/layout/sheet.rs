//! What one sheet's part of an `.xlsx` says of hidden rows and columns, merged cells, a filter, and numbers shown as others.

use std::collections::BTreeMap;

use super::tags::{Part, Tag};
use crate::intake::reader::MAX_MERGED;
use crate::intake::reader::number_format::NumberFormat;
use crate::value::grid::{Address, Area, Layout, MAX_COLUMNS, MAX_ROWS, Sheet};

/// Adds what the part says to the sheet whose cells were read from it.
pub(super) fn describe(part: &[u8], formats: &BTreeMap<u32, NumberFormat>, sheet: &mut Sheet) {
    let part = Part::new(part);
    sheet.layout = layout(part);
    if formats.is_empty() {
        return;
    }
    for cell in part.tags("c") {
        if let Some(format) = formats.get(&cell.number("s").unwrap_or(0)) {
            let at = cell.attribute("r").and_then(Address::parse);
            at.into_iter().for_each(|at| sheet.show_number(at, |number| format.shows(number).value(number)));
        }
    }
}

fn layout(part: Part<'_>) -> Layout {
    let hidden = part.tags("row").filter(|row| is_hidden(*row, "ht")).filter_map(|row| row.number("r")?.checked_sub(1));
    let hidden_rows = hidden.filter(|row| *row < MAX_ROWS).collect();
    let hidden_columns = part.tags("col").filter(|columns| is_hidden(*columns, "width")).flat_map(columns).collect();
    let merged = part.tags("mergeCell").filter_map(|merge| Area::parse(merge.attribute("ref")?));
    let merged = merged.filter(|area| area.first.row < MAX_ROWS).take(MAX_MERGED).collect();
    let mut layout = Layout { hidden_rows, hidden_columns, merged, ..Layout::default() };
    filter(part).into_iter().for_each(|filter| layout.filter_rows(filter));
    layout
}

/// Hidden by name, or by having no size at all.
fn is_hidden(tag: Tag<'_>, size: &str) -> bool {
    let is_nothing = |size: &str| size.trim().parse() == Ok(0.0f64);
    tag.says("hidden") || tag.attribute(size).is_some_and(is_nothing)
}

/// The rows that a filter may hide: those of its range below the head, if it has a condition at all.
fn filter(part: Part<'_>) -> Option<Area> {
    let mut area = Area::parse(part.tags("autoFilter").next()?.attribute("ref")?)?;
    part.tags("filterColumn").next()?;
    area.first.row += 1;
    Some(area)
}

fn columns(tag: Tag<'_>) -> impl Iterator<Item = u32> {
    let first = tag.number("min").unwrap_or(1).max(1);
    let last = tag.number("max").unwrap_or(0).min(MAX_COLUMNS);
    (first..=last).map(|column| column - 1)
}
