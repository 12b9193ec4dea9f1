//! Tables: a header row that repeats on every page, rows that stay whole, widths in millimetres.

use docx_rs::{AlignmentType, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType};

use super::page::width;
use super::text::tight;
use crate::view::block::{self, Align, Column, Text};

/// A cell with more characters may be higher than a page; its row must be allowed to break.
const LONG_CELL: usize = 400;

/// The sizes of text in points.
const POINTS: usize = 12;
const DENSE_POINTS: usize = 11;

fn alignment(align: Align) -> AlignmentType {
    match align {
        Align::Left => AlignmentType::Left,
        Align::Center => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
    }
}

pub(super) fn build(table: &block::Table) -> Table {
    let points = if table.is_dense { DENSE_POINTS } else { POINTS };
    // The library knows no repeated rows; `package` turns this mark, used for nothing else, into one.
    let heads = table.columns.iter().map(|column| head(column, points));
    let head = TableRow::new(heads.collect()).row_height(1.0).cant_split();
    let rows = table.rows.iter().map(|cells| row(&table.columns, cells, points));
    let total: u32 = table.columns.iter().map(|column| column.width).sum();
    Table::new([head].into_iter().chain(rows).collect())
        .set_grid(table.columns.iter().map(|column| width(column.width)).collect())
        .width(width(total), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(30, 70, 30, 70))
}

fn head(column: &Column, points: usize) -> TableCell {
    let title = tight(&Text::new().bold(column.title.as_str()), points, AlignmentType::Center);
    TableCell::new().width(width(column.width), WidthType::Dxa).vertical_align(VAlignType::Center).add_paragraph(title)
}

fn row(columns: &[Column], cells: &[block::Cell], points: usize) -> TableRow {
    let texts: Vec<Text> = cells.iter().map(block::Cell::text).collect();
    let is_long = texts.iter().any(|text| text.n_chars() > LONG_CELL);
    let cells = columns.iter().zip(&texts).map(|(column, text)| {
        let text = tight(text, points, alignment(column.align));
        TableCell::new().width(width(column.width), WidthType::Dxa).add_paragraph(text)
    });
    let row = TableRow::new(cells.collect());
    if is_long { row } else { row.cant_split() }
}
