//! A sheet's cells with other formats: marked ones tinted, formerly marked ones as they were. Nothing else of a cell
//! changes; a cell that isn't written yet is put where it belongs, with the format its row or column gives it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::iter::Peekable;

use super::earlier::EarlierMarking;
use super::marks::{Mark, Tint};
use super::relations::{Dialect, naming};
use super::styles::{StylesPart, solid};
use super::xml::{Node, Patch, XmlDocument};
use crate::value::grid::Address;

/// How many columns a sheet has; further elements about columns mean nothing.
pub const MAX_COLUMNS: usize = 16_384;

type Waiting<'m> = Peekable<std::vec::IntoIter<(Address, Tint)>>;

/// What is needed to give a sheet's cells other formats.
pub struct Painter<'s> {
    pub sheet: &'s str,
    pub styles: &'s mut StylesPart,
    /// The formats that had one of our colours when the file came in.
    pub tinted: &'s BTreeMap<usize, Tint>,
    pub earlier: &'s EarlierMarking,
    /// The fills that cells now marked had before.
    pub before: BTreeMap<Address, String>,
}

impl Painter<'_> {
    /// Tints the marked cells and removes the tint from all others; `None` if rows or cells are out of order.
    pub fn paint(&mut self, document: &XmlDocument, patch: &mut Patch, marks: &BTreeMap<Address, Mark>) -> Option<()> {
        let root = document.root();
        let data = document.child(root, "sheetData")?;
        let marks: Vec<(Address, Tint)> = marks.iter().map(|(at, mark)| (*at, mark.tint)).collect();
        let mut waiting = marks.into_iter().peekable();
        let columns = ColumnFormats::of(document);
        let mut next_row = 0;
        for row in document.named(data, "row") {
            let number = match document.number(row, "r") {
                Some(number) => number.checked_sub(1)?,
                None => next_row,
            };
            if number < next_row {
                return None;
            }
            next_row = number + 1;
            let new = self.new_rows(document, data, &mut waiting, number, &columns)?;
            if !new.is_empty() {
                patch.insert_before(row, new);
            }
            self.paint_row(document, patch, (row, number), &mut waiting, &columns)?;
        }
        let new = self.new_rows(document, data, &mut waiting, u32::MAX, &columns)?;
        if !new.is_empty() {
            patch.append(data, &new);
        }
        Some(())
    }

    fn paint_row(
        &mut self,
        document: &XmlDocument,
        patch: &mut Patch,
        (row, number): (Node, u32),
        waiting: &mut Waiting,
        columns: &ColumnFormats,
    ) -> Option<()> {
        let own_format = document.is_set(row, "customFormat").then(|| document.number(row, "s")).flatten();
        let format_of = |col| own_format.unwrap_or_else(|| columns.of_column(col));
        let prefix = document.prefix(row);
        let mut next_col = 0;
        for cell in document.named(row, "c") {
            let col = match document.attribute(cell, "r") {
                Some(address) => Address::parse(&address).filter(|at| at.row == number)?.col,
                None => next_col,
            };
            if col < next_col {
                return None;
            }
            next_col = col + 1;
            let new = self.new_cells(prefix, waiting, (number, col), format_of)?;
            if !new.is_empty() {
                patch.insert_before(cell, new);
            }
            let at = Address::new(number, col);
            let tint = waiting.next_if(|(marked, _)| *marked == at).map(|(_, tint)| tint);
            let format = document.number(cell, "s").unwrap_or(0);
            if let Some(format) = self.format(at, format, tint)? {
                patch.set(cell, "s", &format.to_string());
            }
        }
        let new = self.new_cells(prefix, waiting, (number, u32::MAX), format_of)?;
        if !new.is_empty() {
            patch.append(row, &new);
        }
        Some(())
    }

    /// The marked cells above a row that the sheet doesn't contain yet.
    fn new_rows(
        &mut self,
        document: &XmlDocument,
        data: Node,
        waiting: &mut Waiting,
        above: u32,
        columns: &ColumnFormats,
    ) -> Option<String> {
        let prefix = document.prefix(data);
        let mut rows = String::new();
        while let Some((at, _)) = waiting.peek().copied().filter(|(at, _)| at.row < above) {
            let cells = self.new_cells(prefix, waiting, (at.row, u32::MAX), |col| columns.of_column(col))?;
            rows.push_str(&format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", at.row + 1));
        }
        Some(rows)
    }

    /// The marked cells of a row, left of a column, that the sheet doesn't contain yet.
    fn new_cells(
        &mut self,
        prefix: &str,
        waiting: &mut Waiting,
        (row, before): (u32, u32),
        format_of: impl Fn(u32) -> u32,
    ) -> Option<String> {
        let mut cells = String::new();
        while let Some((at, tint)) = waiting.next_if(|(at, _)| at.row == row && at.col < before) {
            let format = format_of(at.col);
            let format = self.format(at, format, Some(tint))?.unwrap_or(format);
            cells.push_str(&format!("<{prefix}c r=\"{at}\" s=\"{format}\"/>"));
        }
        Some(cells)
    }

    /// The new format of a cell; `Some(None)` if it keeps its own.
    fn format(&mut self, at: Address, format: u32, tint: Option<Tint>) -> Option<Option<u32>> {
        let format = usize::try_from(format).ok()?;
        let is_tinted = self.tinted.contains_key(&format);
        let earlier = is_tinted.then(|| self.earlier.fill(self.sheet, at).to_owned());
        let new = match (tint, earlier) {
            (Some(tint), earlier) => {
                let before = match earlier {
                    Some(fill) => fill,
                    None => self.styles.fill(format)?.to_owned(),
                };
                self.before.insert(at, before);
                self.styles.with_fill(format, &solid(tint.argb()))?
            }
            (None, Some(fill)) => self.styles.with_fill(format, &fill)?,
            (None, None) => return Some(None),
        };
        u32::try_from(new).ok().map(Some)
    }
}

/// The formats that columns give the cells that aren't written.
/// The cell that shows what a cell holds: itself, or the first one of the range in which it was merged.
fn shown_cell(at: Address, merged: &[(Address, Address)]) -> Address {
    let mut ranges = merged.iter();
    let own = ranges
        .find(|(first, last)| (first.row..=last.row).contains(&at.row) && (first.col..=last.col).contains(&at.col));
    own.map_or(at, |(first, _)| *first)
}

struct ColumnFormats(Vec<(u32, u32, u32)>);

impl ColumnFormats {
    fn of(document: &XmlDocument) -> Self {
        let columns = document.child(document.root(), "cols").into_iter().flat_map(|cols| document.named(cols, "col"));
        let number = |col, name| document.number(col, name);
        let formats = columns.filter_map(|col| Some((number(col, "min")?, number(col, "max")?, number(col, "style")?)));
        ColumnFormats(formats.take(MAX_COLUMNS).collect())
    }

    fn of_column(&self, col: u32) -> u32 {
        self.0.iter().find(|(min, max, _)| (*min..=*max).contains(&(col + 1))).map_or(0, |(_, _, format)| *format)
    }
}

/// The marks; one on a covered cell of a merged range moves to the cell that shows.
pub fn on_shown_cells(document: &XmlDocument, marks: &BTreeMap<Address, Mark>) -> BTreeMap<Address, Mark> {
    let merged = document.child(document.root(), "mergeCells").into_iter();
    let ranges: Vec<(Address, Address)> = merged
        .flat_map(|merged| document.named(merged, "mergeCell"))
        .filter_map(|node| {
            let range = document.attribute(node, "ref")?;
            let (first, last) = range.split_once(':')?;
            Some((Address::parse(first)?, Address::parse(last)?))
        })
        .collect();
    let mut moved: BTreeMap<Address, Mark> = BTreeMap::new();
    for (at, mark) in marks {
        match moved.entry(shown_cell(*at, &ranges)) {
            Entry::Vacant(entry) => drop(entry.insert(mark.clone())),
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                known.tint = known.tint.min(mark.tint);
                let new = mark.paragraphs.iter().filter(|text| !known.paragraphs.contains(text)).cloned();
                let new: Vec<String> = new.collect();
                known.paragraphs.extend(new);
            }
        }
    }
    moved
}

/// The last format that a cell, row or column names.
pub fn last_format(document: &XmlDocument) -> u32 {
    let formats = document.descendants(document.root()).filter_map(|node| match document.name(node) {
        "c" | "row" => document.number(node, "s"),
        "col" => document.number(node, "style"),
        _ => None,
    });
    formats.max().unwrap_or(0)
}

/// Only the list is selected in the copy: what is typed goes into every selected sheet.
pub fn deselect(document: &XmlDocument, patch: &mut Patch) {
    let views = document.child(document.root(), "sheetViews");
    for view in views.into_iter().flat_map(|views| document.named(views, "sheetView")) {
        if document.is_set(view, "tabSelected") {
            patch.set(view, "tabSelected", "0");
        }
    }
}

/// What stands behind the drawing of the notes in a sheet's part.
const BEHIND_DRAWING: [&str; 8] =
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"];

/// Names the drawing of the notes where the schema wants it.
pub fn add_legacy_drawing(document: &XmlDocument, patch: &mut Patch, relation: &str, dialect: Dialect) {
    let root = document.root();
    let prefix = document.prefix(root);
    let element = format!("<{prefix}legacyDrawing {}/>", naming(document, root, dialect, relation));
    match document.children(root).find(|node| is_behind_drawing(document, *node)) {
        Some(next) => patch.insert_before(next, element),
        None => patch.append(root, &element),
    }
}

/// `mc:AlternateContent` counts as the element that it holds.
fn is_behind_drawing(document: &XmlDocument, node: Node) -> bool {
    let is_behind = |node: Node| BEHIND_DRAWING.contains(&document.name(node));
    is_behind(node) || document.name(node) == "AlternateContent" && document.descendants(node).any(is_behind)
}

/// Whether the drawing of the notes is named within a choice, where it can't be told which one holds.
pub fn has_chosen_drawing(document: &XmlDocument) -> bool {
    let main = document.namespace(document.root());
    let is_drawing = |node: Node| document.is(node, main, "legacyDrawing");
    let n_all = document.descendants(document.root()).filter(|node| is_drawing(*node)).count();
    n_all > document.named(document.root(), "legacyDrawing").count()
}
