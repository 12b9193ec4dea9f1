//! Tables: a header row that repeats on every page, rows that stay whole, at least three rows on either side of a page's
//! end, widths in millimetres.

use super::measure::twips;
use super::paragraph::{DocxParagraph, LineAlign};
use crate::ooxml::element::{Element, element};
use crate::view::block::{self, TableColumn, Text};

/// A cell with more characters may be higher than a page; its row must be allowed to break.
const LONG_CELL: usize = 400;
/// How many rows of a table stand together at its beginning and at its end.
const TOGETHER: usize = 3;

/// The margins within cells in twips: above and below, at the sides.
pub(super) const MARGINS: (u32, u32) = (30, 70);

/// The size of a table's text in points.
pub(super) fn points(table: &block::Table) -> u32 {
    if table.is_dense { 11 } else { 12 }
}

/// A cell that is put into a table: its width in mm and its paragraphs.
pub(super) struct TableCell {
    pub width_mm: u32,
    pub is_centred: bool,
    pub paragraphs: Vec<DocxParagraph>,
}

/// How a table looks as a whole.
pub(super) struct Frame {
    pub is_ruled: bool,
    /// The margins within cells in twips: above and below, at the sides.
    pub margins: (u32, u32),
}

/// A table whose columns are so wide, in mm.
pub(super) fn build(table: &block::Table, widths: &[u32]) -> Element {
    let points = points(table);
    let columns: Vec<(&TableColumn, u32)> = table.columns.iter().zip(widths.iter().copied()).collect();
    let head = columns.iter().map(|(column, width)| head(column, *width, points)).collect();
    let n_rows = table.rows.len();
    let rows = table.rows.iter().enumerate().map(|(n, cells)| {
        let is_kept = n + 1 < n_rows && (n + 1 < TOGETHER || n + TOGETHER >= n_rows);
        row(&columns, cells, points, is_kept)
    });
    let rows = [self::row_of(head, true, true)].into_iter().chain(rows).collect();
    frame(widths, &Frame { is_ruled: true, margins: MARGINS }, rows)
}

/// A table of rows that are made.
pub(super) fn frame(widths_mm: &[u32], frame: &Frame, rows: Vec<Element>) -> Element {
    let grid = widths_mm.iter().map(|mm| element("w:gridCol").number("w:w", twips(*mm)));
    element("w:tbl").child(properties(widths_mm, frame)).child(element("w:tblGrid").children(grid)).children(rows)
}

fn properties(widths_mm: &[u32], frame: &Frame) -> Element {
    let width = |name: &'static str, twips: u32| element(name).number("w:w", twips).attr("w:type", "dxa");
    let (high, wide) = frame.margins;
    let whole: u32 = widths_mm.iter().map(|mm| twips(*mm)).sum();
    let margins = [("w:top", high), ("w:left", wide), ("w:bottom", high), ("w:right", wide)];
    element("w:tblPr")
        .child(width("w:tblW", whole))
        .child(element("w:jc").attr("w:val", "center"))
        .child(borders(if frame.is_ruled { "single" } else { "nil" }))
        .child(element("w:tblLayout").attr("w:type", "fixed"))
        .child(element("w:tblCellMar").children(margins.map(|(side, twips)| width(side, twips))))
}

fn borders(kind: &'static str) -> Element {
    let sides = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"];
    element("w:tblBorders").children(sides.map(|side| {
        let line = element(side).attr("w:val", kind);
        if kind == "nil" { line } else { line.number("w:sz", 4).number("w:space", 0).attr("w:color", "auto") }
    }))
}

/// A row of cells: whole or one that may break, repeated as a head or not.
pub(super) fn row_of(cells: Vec<TableCell>, is_whole: bool, is_head: bool) -> Element {
    let mut properties = element("w:trPr");
    if is_whole {
        properties = properties.child(element("w:cantSplit"));
    }
    if is_head {
        properties = properties.child(element("w:tblHeader"));
    }
    let row = element("w:tr");
    let row = if properties.is_empty() { row } else { row.child(properties) };
    row.children(cells.into_iter().map(cell))
}

fn cell(cell: TableCell) -> Element {
    let width = element("w:tcW").number("w:w", twips(cell.width_mm)).attr("w:type", "dxa");
    let properties = element("w:tcPr").child(width);
    let centred = cell.is_centred.then(|| element("w:vAlign").attr("w:val", "center"));
    element("w:tc").child(properties.children(centred)).children(cell.paragraphs.into_iter().map(DocxParagraph::build))
}

fn head(column: &TableColumn, width_mm: u32, points: u32) -> TableCell {
    let title = DocxParagraph::tight(&Text::new().bold(column.title.as_str()), points, LineAlign::Center).keep_next();
    TableCell { width_mm, is_centred: true, paragraphs: vec![title] }
}

fn row(columns: &[(&TableColumn, u32)], cells: &[block::Cell], points: u32, is_kept: bool) -> Element {
    let texts: Vec<Text> = cells.iter().map(block::Cell::text).collect();
    let is_long = texts.iter().any(|text| text.n_chars() > LONG_CELL);
    let cells = columns.iter().zip(&texts).map(|((column, width), text)| {
        let paragraph = DocxParagraph::tight(text, points, column.align.into()).keep_next_if(is_kept && !is_long);
        TableCell { width_mm: *width, is_centred: false, paragraphs: vec![paragraph] }
    });
    row_of(cells.collect(), !is_long, false)
}
