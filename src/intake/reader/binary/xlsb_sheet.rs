//! One sheet of an `.xlsb`: its cells, short ones too, with formulas and formats, and what hides or joins them, in one walk.

use super::bytes::{Bytes, damaged, error_text, packed_number};
use super::gathered::{Gathered, is_low, is_narrow};
use super::writer::{FormulaCell, FormulaWriter};
use super::xlsb_globals::XlsbGlobals;
use super::xlsb_records::{XlsbRecords, too_short};
use crate::intake::reader::kept::Budget;
use crate::intake::reader::loose;
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Area, Cell, LooseKind, LooseTexts, Sheet, Value};

const ROW: u16 = 0;
const BLANK: u16 = 1;
const RK: u16 = 2;
const ERROR: u16 = 3;
const BOOL: u16 = 4;
const REAL: u16 = 5;
const TEXT: u16 = 6;
const SHARED_STRING: u16 = 7;
const FORMULA_TEXT: u16 = 8;
const FORMULA_NUMBER: u16 = 9;
const FORMULA_BOOL: u16 = 10;
const FORMULA_ERROR: u16 = 11;
/// A short record is this much above the one that also names its column.
const SHORT: u16 = 11;
const FIRST_SHORT: u16 = BLANK + SHORT;
const LAST_SHORT: u16 = SHARED_STRING + SHORT;
const COLUMNS: u16 = 60;
const RICH_TEXT: u16 = 62;
const BEGIN_CELLS: u16 = 145;
const END_CELLS: u16 = 146;
const FILTER: u16 = 161;
const FILTER_COLUMN: u16 = 163;
const MERGED: u16 = 176;
const ARRAY: u16 = 426;
const SHARED_FORMULA: u16 = 427;

const COMMENT_AUTHOR: u16 = 632;
const COMMENT: u16 = 635;
const COMMENT_TEXT: u16 = 637;

/// Where a sheet is read from.
pub(super) struct XlsbSource<'a> {
    pub(super) part: &'a [u8],
    pub(super) globals: &'a XlsbGlobals,
    pub(super) name: &'a str,
    pub(super) is_visible: bool,
    pub(super) is_very_hidden: bool,
}

pub(super) fn read_sheet(
    source: &XlsbSource<'_>,
    writer: &mut FormulaWriter<'_>,
    budget: &mut Budget,
) -> Result<Sheet, Cause> {
    let mut walk = XlsbWalk {
        globals: source.globals,
        sheet: Gathered::new(budget),
        row: None,
        column: None,
        part: CellsPart::Before,
        filter: None,
        has_condition: false,
    };
    for record in XlsbRecords::new(source.part) {
        let (kind, data) = record?;
        walk.add(kind, data)?;
    }
    walk.finish(source, writer)
}

/// Which part of the sheet is being read: cells stand in one place only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellsPart {
    Before,
    Cells,
    After,
}

struct XlsbWalk<'a, 'b> {
    globals: &'a XlsbGlobals,
    sheet: Gathered<'a, 'b>,
    /// The row and column of the last record.
    row: Option<u32>,
    column: Option<u32>,
    part: CellsPart,
    filter: Option<Area>,
    has_condition: bool,
}

impl<'a> XlsbWalk<'a, '_> {
    fn add(&mut self, kind: u16, mut data: Bytes<'a>) -> Result<(), Cause> {
        let known = match kind {
            BEGIN_CELLS | END_CELLS => return self.turn(kind),
            BLANK..=FORMULA_ERROR | RICH_TEXT | FIRST_SHORT..=LAST_SHORT if self.part == CellsPart::Cells => {
                return self.add_cell(kind, data);
            }
            ROW if self.part == CellsPart::Cells => self.add_row(&mut data),
            SHARED_FORMULA => self.add_shared(&mut data, false),
            ARRAY => self.add_shared(&mut data, true),
            COLUMNS => self.add_columns(&mut data),
            MERGED => self.add_merged(&mut data),
            FILTER => area(&mut data).map(|area| self.filter = Some(area)),
            FILTER_COLUMN => {
                self.has_condition = true;
                Some(())
            }
            _ => Some(()),
        };
        known.ok_or_else(|| too_short(kind))
    }

    fn turn(&mut self, kind: u16) -> Result<(), Cause> {
        self.part = match (self.part, kind) {
            (CellsPart::Before, BEGIN_CELLS) => CellsPart::Cells,
            (CellsPart::Cells, END_CELLS) => CellsPart::After,
            _ => return Err(damaged("the cells of the sheet stand twice")),
        };
        Ok(())
    }

    fn add_row(&mut self, data: &mut Bytes<'_>) -> Option<()> {
        let row = data.u32()?;
        data.take(4)?;
        let height = data.u16()?;
        data.take(1)?;
        if data.u8()? & 0x10 != 0 || is_low(height) {
            self.sheet.hide_row(row);
        }
        (self.row, self.column) = (Some(row), None);
        Some(())
    }

    fn add_cell(&mut self, kind: u16, mut data: Bytes<'a>) -> Result<(), Cause> {
        let is_short = (FIRST_SHORT..=LAST_SHORT).contains(&kind);
        let (at, format) = self.place(&mut data, is_short).ok_or_else(|| too_short(kind))?;
        self.column = Some(at.col);
        let kind = if is_short { kind - SHORT } else { kind };
        let value = self.value(kind, &mut data, format).ok_or_else(|| too_short(kind))?;
        self.sheet.note_looks(at, &value, self.globals.looks(format));
        if !(FORMULA_TEXT..=FORMULA_ERROR).contains(&kind) {
            return self.sheet.cells.push(at, Cell { value, formula: None });
        }
        let tokens = formula_tokens(&mut data).ok_or_else(|| too_short(kind))?;
        self.sheet.formulas.push(FormulaCell { at, value, tokens });
        Ok(())
    }

    /// Where a cell stands and the number of its format. A short record stands right of the one before it.
    fn place(&self, data: &mut Bytes<'_>, is_short: bool) -> Option<(Address, u32)> {
        let column = if is_short { self.column?.checked_add(1)? } else { data.u32()? };
        let format = data.u32()? & 0x00FF_FFFF;
        Some((Address::new(self.row?, column), format))
    }

    fn value(&self, kind: u16, data: &mut Bytes<'_>, format: u32) -> Option<Value> {
        Some(match kind {
            BLANK => Value::Blank,
            RK => self.number(packed_number(data.u32()?), format),
            REAL | FORMULA_NUMBER => self.number(data.f64()?, format),
            ERROR | FORMULA_ERROR => Value::Error(error_text(data.u8()?).to_owned()),
            BOOL | FORMULA_BOOL => Value::Bool(data.u8()? != 0),
            TEXT | FORMULA_TEXT => Value::Text(data.wide_text()?),
            RICH_TEXT => Value::Text(data.rich_text()?),
            _ => Value::Text(self.globals.strings.get(data.u32()? as usize)?.clone()),
        })
    }

    fn number(&self, number: f64, format: u32) -> Value {
        let format = self.globals.formats.get(format as usize);
        format.map_or(Value::Number(number), |format| format.shows(number).value(number))
    }

    /// A formula of several cells.
    fn add_shared(&mut self, data: &mut Bytes<'a>, is_array: bool) -> Option<()> {
        let first = area(data)?.first;
        if is_array {
            data.take(1)?;
        }
        let n_bytes = data.u32()? as usize;
        let tokens = data.take(n_bytes)?;
        self.sheet.share(first, tokens, is_array);
        Some(())
    }

    fn add_columns(&mut self, data: &mut Bytes<'_>) -> Option<()> {
        let (first, last, width) = (data.u32()?, data.u32()?, data.u32()?);
        data.take(4)?;
        if data.u16()? & 0x1 != 0 || is_narrow(width) {
            self.sheet.hide_columns(first, last);
        }
        Some(())
    }

    fn add_merged(&mut self, data: &mut Bytes<'_>) -> Option<()> {
        self.sheet.merge(area(data)?);
        Some(())
    }

    fn finish(mut self, source: &XlsbSource<'_>, writer: &mut FormulaWriter<'_>) -> Result<Sheet, Cause> {
        if self.part != CellsPart::After {
            return Err(damaged("the sheet ends before its cells do"));
        }
        if let Some(mut filter) = self.filter.filter(|_| self.has_condition) {
            filter.first.row = filter.first.row.saturating_add(1);
            self.sheet.layout.filter_rows(filter);
        }
        self.sheet.finish(source.name, source.is_visible, source.is_very_hidden, writer)
    }
}

fn area(data: &mut Bytes<'_>) -> Option<Area> {
    let (first_row, last_row) = (data.u32()?, data.u32()?);
    let (first_column, last_column) = (data.u32()?, data.u32()?);
    Some(Area { first: Address::new(first_row, first_column), last: Address::new(last_row, last_column) })
}

/// The tokens of a cell's formula. One that only names a shared formula has a part of the name behind them, which is kept.
fn formula_tokens<'a>(data: &mut Bytes<'a>) -> Option<&'a [u8]> {
    data.take(2)?;
    let n_bytes = data.u32()? as usize;
    let rest = data.rest;
    let tokens = data.take(n_bytes)?;
    if tokens.first() == Some(&0x01) { Some(rest) } else { Some(tokens) }
}

/// The comments of a part, as far as they can be read.
pub(super) fn read_comments(part: &[u8], found: &mut LooseTexts) {
    let mut authors = Vec::new();
    let mut last = None;
    for record in XlsbRecords::new(part) {
        let Ok((kind, mut data)) = record else { return };
        match kind {
            COMMENT_AUTHOR => authors.extend(data.wide_text()),
            COMMENT => last = data.u32().zip(area(&mut data)),
            COMMENT_TEXT => {
                let (Some((author, area)), Some(text)) = (last, data.rich_text()) else { continue };
                let author = authors.get(author as usize).map_or("", String::as_str);
                if author != loose::OWN_AUTHOR && !author.starts_with("tc=") {
                    loose::keep(found, LooseKind::Comment, Some(area.first), loose::without_author(&text, author));
                }
            }
            _ => (),
        }
    }
}
