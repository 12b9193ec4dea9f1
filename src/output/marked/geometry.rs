//! The widths and heights that a sheet gives its columns and rows. Boxes of notes are placed and sized by them.

use std::collections::BTreeMap;

use super::sheet::MAX_COLUMNS;
use super::xml::XmlDocument;
use crate::value::grid::Address;

const WIDTH_PIXELS: u32 = 300;
const LINE_PIXELS: u32 = 16;
/// How many characters of the notes' font a line holds; rather fewer than fit.
const LINE_CHARS: usize = 42;
const MAX_LINES: u32 = 40;

/// The sizes of a sheet's columns and rows in pixels.
pub struct Geometry {
    default_width: u32,
    default_height: u32,
    /// Ranges of columns, 0-based, with their width.
    columns: Vec<(u32, u32, u32)>,
    rows: BTreeMap<u32, u32>,
}

impl Geometry {
    pub fn of(document: &XmlDocument) -> Self {
        let root = document.root();
        let format = document.child(root, "sheetFormatPr");
        let given = |name| format.and_then(|node| document.attribute(node, name)?.trim().parse::<f64>().ok());
        let columns = document.child(root, "cols").into_iter().flat_map(|cols| document.named(cols, "col"));
        let columns = columns.filter_map(|col| {
            let width = document.attribute(col, "width").and_then(|width| width.trim().parse().ok());
            let width = if document.is_set(col, "hidden") { 0 } else { width.map_or(64, of_chars) };
            Some((document.number(col, "min")?.checked_sub(1)?, document.number(col, "max")?.checked_sub(1)?, width))
        });
        let rows = document.child(root, "sheetData").into_iter().flat_map(|data| document.named(data, "row"));
        let rows = rows.filter_map(|row| {
            let height = document.attribute(row, "ht").and_then(|height| height.trim().parse().ok()).map(of_points);
            let height = if document.is_set(row, "hidden") { Some(0) } else { height };
            Some((document.number(row, "r")?.checked_sub(1)?, height?))
        });
        Geometry {
            default_width: given("defaultColWidth").map_or(64, of_chars),
            default_height: given("defaultRowHeight").map_or(20, of_points),
            columns: columns.take(MAX_COLUMNS).collect(),
            rows: rows.collect(),
        }
    }

    fn width(&self, col: u32) -> u32 {
        let own = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&col));
        own.map_or(self.default_width, |(_, _, width)| *width)
    }

    fn height(&self, row: u32) -> u32 {
        self.rows.get(&row).copied().unwrap_or(self.default_height)
    }

    /// The anchor of a note's box, right of its cell, as VML writes it: for each edge the column or row it lies in, and its
    /// distance in pixels from the start of that column or row.
    pub fn note_box(&self, at: Address, text: &str) -> String {
        let lines: usize = text.lines().map(|line| line.chars().count() / LINE_CHARS + 1).sum();
        let lines = u32::try_from(lines).unwrap_or(MAX_LINES).min(MAX_LINES);
        let (left, top) = (at.col + 1, at.row.saturating_sub(1));
        let (right, right_rest) = walk(left, 15 + WIDTH_PIXELS, |col| self.width(col));
        let (bottom, bottom_rest) = walk(top, 10 + lines * LINE_PIXELS + 12, |row| self.height(row));
        format!("{left}, 15, {top}, 10, {right}, {right_rest}, {bottom}, {bottom_rest}")
    }
}

/// The column or row in which a length ends that begins at another one.
fn walk(start: u32, length: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    let (mut at, mut rest) = (start, length);
    // A sheet whose columns are all hidden has no end that could be reached.
    while rest >= size(at).max(1) && at < start + 400 {
        rest -= size(at).min(rest);
        at += 1;
    }
    (at, rest)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn pixels(length: f64) -> u32 {
    length.round().clamp(0.0, 2_000.0) as u32
}

/// A column's width in characters.
fn of_chars(width: f64) -> u32 {
    pixels(width * 7.0)
}

/// A row's height in points.
fn of_points(height: f64) -> u32 {
    pixels(height * 4.0 / 3.0)
}
