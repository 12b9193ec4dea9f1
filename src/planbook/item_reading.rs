//! A sheet of items, each on a line of its own: its name, what is written of it, what it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cell;
use super::items::PLAN;
use super::sheet_reading::{SheetReading, shown};
use super::sheets::{ABOUT_ROW, HEADING_ROW, ITEM_HEADINGS, SHEETS, TITLE_ROW};
use super::spec::{ColumnSpec, Section, SheetSpec};
use super::tree::{NodeTable, PlanNode};
use crate::plan::LANGUAGE;
use crate::plan::book_fault::BookFault;
use crate::value::grid::{Address, Value, Workbook};
use crate::value::text;

const NAME: u32 = 0;
const VALUE: u32 = 1;
const HELP: u32 = 2;

pub fn read(reading: &mut SheetReading, spec: &SheetSpec, sections: &[Section], root: &mut NodeTable) {
    reading.fixed(Address::new(TITLE_ROW, 0), spec.title);
    reading.fixed(Address::new(ABOUT_ROW, 0), spec.about);
    for (col, heading) in (0..).zip(ITEM_HEADINGS) {
        reading.fixed(Address::new(HEADING_ROW, col), heading);
    }
    let headings: Vec<&str> = sections.iter().map(|section| section.heading).collect();
    let items: Vec<&ColumnSpec> = sections.iter().flat_map(|section| section.items).collect();
    let lines = lines(reading, HEADING_ROW + 1..u32::MAX, &items, &headings);
    for section in sections {
        put(reading, section.items, &lines, section.path, root);
    }
}

/// The version of the plan's language that a workbook was written in, as its head says; the program's own if it doesn't.
pub fn language(workbook: &Workbook) -> u32 {
    let item = PLAN.items.iter().find(|item| item.key == "language").map_or("", |item| item.heading);
    let said = workbook.sheets.iter().filter(|sheet| text::composed(&sheet.name) == SHEETS[0].name).find_map(|sheet| {
        let (at, _) =
            sheet.cells().find(|(at, _)| at.col == NAME && shown(sheet, *at).is_some_and(|name| name == item))?;
        match sheet.get(Address::new(at.row, VALUE))?.value {
            Value::Number(number) => number.to_string().parse().ok(),
            _ => None,
        }
    });
    said.unwrap_or(LANGUAGE)
}

/// The lines of items by their names; whatever else stands in the column of names is said.
pub fn lines<'c>(
    reading: &mut SheetReading,
    rows: std::ops::Range<u32>,
    items: &[&'c ColumnSpec],
    headings: &[&str],
) -> BTreeMap<&'c str, u32> {
    let (mut lines, mut unknown) = (BTreeMap::new(), Vec::new());
    let names: Vec<Address> =
        reading.sheet.cells().map(|(at, _)| at).filter(|at| at.col == NAME && rows.contains(&at.row)).collect();
    for at in names {
        let Some(name) = reading.look(at).map(Cow::into_owned) else { continue };
        if headings.contains(&name.as_str()) {
            reading.fixed(at, &name);
        } else if let Some(item) = items.iter().find(|item| item.heading == name) {
            reading.fixed(at, &name);
            reading.fixed(Address::new(at.row, HELP), item.help);
            if lines.insert(item.heading, at.row).is_some() {
                reading.report(at, BookFault::HeadingTwice { heading: name });
            }
        } else {
            reading.content(at);
            unknown.push((at, name));
        }
    }
    let is_missing = |item: &&&ColumnSpec| item.since <= reading.language && !lines.contains_key(item.heading);
    let missing: Vec<&ColumnSpec> = items.iter().filter(is_missing).copied().collect();
    if let ([missing], [(at, found)]) = (&missing[..], &unknown[..]) {
        lines.insert(missing.heading, at.row);
        reading.fixed(Address::new(at.row, HELP), missing.help);
        let (heading, found) = (missing.heading.to_owned(), found.clone());
        reading.report(*at, BookFault::HeadingRenamed { heading, found, is_item: true });
        return lines;
    }
    for (at, heading) in unknown {
        let known = items.iter().map(|item| item.heading.to_owned()).collect();
        reading.report(at, BookFault::UnknownHeading { heading, known });
    }
    lines
}

/// Puts the values of items into the table at a path.
pub fn put(
    reading: &mut SheetReading,
    items: &[ColumnSpec],
    lines: &BTreeMap<&str, u32>,
    path: &str,
    table: &mut NodeTable,
) {
    for item in items {
        let key = if path.is_empty() { Cow::Borrowed(item.key) } else { format!("{path}.{}", item.key).into() };
        let Some(row) = lines.get(item.heading) else {
            if item.since <= reading.language {
                let at = Address::new(HEADING_ROW, NAME);
                reading.report(at, BookFault::ItemMissing { item: item.heading.to_owned() });
                table.lost.insert(item.key);
                put_at(table, &key, cell::stand_in(item, reading.spot(at)));
            }
            continue;
        };
        let at = Address::new(*row, VALUE);
        let content = reading.content(at);
        table.cells.push((key.clone(), reading.spot(at)));
        if !reading.put(item, &content, at, &key, table) {
            table.lost.insert(item.key);
        }
    }
}

fn put_at(table: &mut NodeTable, key: &str, node: Option<PlanNode>) {
    if let Some(node) = node {
        table.put(key, node);
    }
}
