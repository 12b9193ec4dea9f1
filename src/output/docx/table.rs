//! Tables: a header row that repeats on every page, rows that stay whole, widths in millimetres.

use docx_rs::{AlignmentType, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType};

use super::page::width;
use super::text::{Text, tight};

/// A cell with more characters may be higher than a page; its row must be allowed to break.
const LONG_CELL: usize = 400;

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

impl Align {
    fn alignment(self) -> AlignmentType {
        match self {
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
            Align::Right => AlignmentType::Right,
        }
    }
}

/// A table to be filled row by row.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(String, u32, Align)>,
    rows: Vec<Vec<Text>>,
    points: usize,
}

impl Table {
    /// Columns with their headings and widths in mm; together they fill the text's width of 165 mm.
    pub fn new(columns: &[(&str, u32, Align)]) -> Self {
        let columns = columns.iter().map(|(title, mm, align)| ((*title).to_owned(), *mm, *align)).collect();
        Table { columns, rows: Vec::new(), points: 12 }
    }

    /// The size of its text in points, 12 unless told.
    pub fn size(mut self, points: usize) -> Self {
        self.points = points;
        self
    }

    /// A row, a cell for each column.
    pub fn row(mut self, cells: Vec<Text>) -> Self {
        self.rows.push(cells);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn build(&self) -> docx_rs::Table {
        let heads = self.columns.iter().map(|(title, mm, _)| {
            let text = tight(&Text::new().bold(title.as_str()), self.points, AlignmentType::Center);
            TableCell::new().width(width(*mm), WidthType::Dxa).vertical_align(VAlignType::Center).add_paragraph(text)
        });
        // The library knows no repeated rows; `package` turns this mark, used for nothing else, into one.
        let head = TableRow::new(heads.collect()).row_height(1.0).cant_split();
        let rows = self.rows.iter().map(|cells| {
            let is_long = cells.iter().any(|text| text.len() > LONG_CELL);
            let cells = self.columns.iter().zip(cells).map(|((_, mm, align), text)| {
                let text = tight(text, self.points, align.alignment());
                TableCell::new().width(width(*mm), WidthType::Dxa).add_paragraph(text)
            });
            let row = TableRow::new(cells.collect());
            if is_long { row } else { row.cant_split() }
        });
        let total: u32 = self.columns.iter().map(|(_, mm, _)| mm).sum();
        docx_rs::Table::new([head].into_iter().chain(rows).collect())
            .set_grid(self.columns.iter().map(|(_, mm, _)| width(*mm)).collect())
            .width(width(total), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(30, 70, 30, 70))
    }
}
