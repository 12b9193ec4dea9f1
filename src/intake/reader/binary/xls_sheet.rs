//! One sheet of an `.xls`: its cells with formulas and formats, and what hides or joins them, in one walk.

use super::bytes::{Bytes, damaged, error_text, packed_number};
use super::gathered::{Gathered, is_low, is_narrow};
use super::notes::{self, Notes};
use super::records::{CutOff, Pieces, Record, Records};
use super::writer::{FormulaCell, FormulaWriter};
use super::xls_globals::{XlsGlobals, XlsSheetInfo};
use crate::intake::reader::kept::Budget;
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Area, Calculation, Cell, Sheet, Value};

const FORMULA: u16 = 0x0006;
const CALCULATION_MODE: u16 = 0x000D;
const FULL_PRECISION: u16 = 0x000E;
const COLUMNS: u16 = 0x007D;
const FILTER_IS_ON: u16 = 0x009B;
pub(super) const MULTIPLE_RK: u16 = 0x00BD;
const RICH_STRING: u16 = 0x00D6;
const MERGED: u16 = 0x00E5;
const SHARED_STRING: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const TRUTH_OR_ERROR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const ROW: u16 = 0x0208;
const ARRAY: u16 = 0x0221;
const RK: u16 = 0x027E;
const SHARED_FORMULA: u16 = 0x04BC;

/// Whether a record of this kind holds cells with something in them.
pub(super) fn holds_cells(kind: u16) -> bool {
    matches!(kind, FORMULA | MULTIPLE_RK | RICH_STRING | SHARED_STRING | NUMBER | LABEL | TRUTH_OR_ERROR | RK)
}

/// Where a sheet is read from.
pub(super) struct XlsSource<'a> {
    pub(super) stream: &'a [u8],
    pub(super) globals: &'a XlsGlobals,
    pub(super) info: &'a XlsSheetInfo,
    /// The rows that its filter may hide.
    pub(super) filter: Option<Area>,
}

pub(super) fn read_sheet(
    source: &XlsSource<'_>,
    writer: &mut FormulaWriter<'_>,
    budget: &mut Budget,
    calculation: &mut Calculation,
) -> Result<Sheet, Cause> {
    let mut walk = XlsWalk {
        globals: source.globals,
        sheet: Gathered::new(budget),
        awaits_text: false,
        notes: Notes::default(),
        is_filtered: false,
        is_manual: false,
        is_as_shown: false,
    };
    for record in Records::new(source.stream.get(source.info.start..).unwrap_or_default()) {
        let record = record.map_err(|CutOff| damaged("the stream ends within the sheet"))?;
        walk.add(&record)?;
    }
    calculation.manual |= walk.is_manual;
    calculation.as_shown |= walk.is_as_shown;
    if let (true, Some(filter)) = (walk.is_filtered, source.filter) {
        walk.sheet.layout.filter_rows(filter);
    }
    walk.finish(source.info, writer)
}

/// A walk over the records of a sheet.
struct XlsWalk<'a, 'b> {
    globals: &'a XlsGlobals,
    sheet: Gathered<'a, 'b>,
    /// The last formula gave a text, which a record of its own holds.
    awaits_text: bool,
    notes: Notes,
    is_filtered: bool,
    is_manual: bool,
    is_as_shown: bool,
}

impl<'a> XlsWalk<'a, '_> {
    fn add(&mut self, record: &Record<'a>) -> Result<(), Cause> {
        let known = match record.kind {
            STRING => return self.add_text_of_formula(record),
            NUMBER | RK | SHARED_STRING | LABEL | RICH_STRING | TRUTH_OR_ERROR => return self.add_cell(record),
            MULTIPLE_RK => return self.add_numbers(record.data),
            FORMULA => self.add_formula(record.data),
            SHARED_FORMULA => self.add_shared(record.data, 8, false),
            ARRAY => self.add_shared(record.data, 12, true),
            ROW => self.add_row(record.data),
            COLUMNS => self.add_columns(record.data),
            MERGED => self.add_merged(record.data),
            CALCULATION_MODE => Bytes::new(record.data).u16().map(|mode| self.is_manual |= mode == 0),
            FULL_PRECISION => Bytes::new(record.data).u16().map(|is_full| self.is_as_shown |= is_full == 0),
            FILTER_IS_ON => {
                self.is_filtered = true;
                Some(())
            }
            notes::NOTE | notes::OBJECT | notes::TEXT_OBJECT | notes::DRAWING => {
                self.notes.add(record);
                Some(())
            }
            _ => Some(()),
        };
        known.ok_or_else(|| too_short(record.kind))
    }

    fn add_cell(&mut self, record: &Record<'_>) -> Result<(), Cause> {
        let (at, format, value) = self.cell(record).ok_or_else(|| too_short(record.kind))?;
        self.sheet.note_looks(at, &value, self.globals.looks(format));
        self.sheet.cells.push(at, Cell { value, formula: None })
    }

    fn cell(&self, record: &Record<'_>) -> Option<(Address, u16, Value)> {
        let mut data = Bytes::new(record.data);
        let (at, format) = place(&mut data)?;
        let value = match record.kind {
            NUMBER => self.number(data.f64()?, format),
            RK => self.number(packed_number(data.u32()?), format),
            SHARED_STRING => Value::Text(self.globals.strings.get(data.u32()? as usize)?.clone()),
            LABEL | RICH_STRING => Value::Text(Pieces::new(record, 6).plain_text()?),
            _ => truth_or_error(data.u8()?, data.u8()? != 0),
        };
        Some((at, format, value))
    }

    fn add_numbers(&mut self, data: &[u8]) -> Result<(), Cause> {
        let mut data = Bytes::new(data);
        let (row, first) = data.u16().zip(data.u16()).ok_or_else(|| too_short(MULTIPLE_RK))?;
        for column in u32::from(first).. {
            // The last column stands at the end.
            let (Some(format), Some(bits)) = (data.u16(), data.u32()) else { break };
            let value = self.number(packed_number(bits), format);
            let at = Address::new(row.into(), column);
            self.sheet.note_looks(at, &value, self.globals.looks(format));
            self.sheet.cells.push(at, Cell { value, formula: None })?;
        }
        Ok(())
    }

    fn number(&self, number: f64, format: u16) -> Value {
        self.globals
            .formats
            .get(usize::from(format))
            .map_or(Value::Number(number), |format| format.shows(number).value(number))
    }

    fn add_formula(&mut self, data: &'a [u8]) -> Option<()> {
        let mut data = Bytes::new(data);
        let (at, format) = place(&mut data)?;
        let result = data.array::<8>()?;
        data.take(6)?;
        let n_bytes = data.u16()?;
        let tokens = data.take(n_bytes.into())?;
        self.awaits_text = false;
        let value = match result {
            [0, .., 0xFF, 0xFF] => {
                self.awaits_text = true;
                Value::Blank
            }
            [1, _, truth, .., 0xFF, 0xFF] => Value::Bool(truth != 0),
            [2, _, error, .., 0xFF, 0xFF] => Value::Error(error_text(error).to_owned()),
            // An empty text.
            [3, .., 0xFF, 0xFF] => Value::Text(String::new()),
            [.., 0xFF, 0xFF] => Value::Blank,
            number => self.number(f64::from_le_bytes(number), format),
        };
        self.sheet.formulas.push(FormulaCell { at, value, tokens });
        Some(())
    }

    fn add_text_of_formula(&mut self, record: &Record<'_>) -> Result<(), Cause> {
        let text = Pieces::new(record, 0).plain_text().ok_or_else(|| too_short(STRING))?;
        match self.sheet.formulas.last_mut() {
            Some(formula) if std::mem::take(&mut self.awaits_text) => formula.value = Value::Text(text),
            _ => return Err(damaged("a text without its formula")),
        }
        Ok(())
    }

    /// A formula of several cells, whose tokens begin at `head`.
    fn add_shared(&mut self, data: &'a [u8], head: usize, is_array: bool) -> Option<()> {
        let mut corner = Bytes::new(data);
        let row = corner.u16()?;
        corner.take(2)?;
        let first = Address::new(row.into(), corner.u8()?.into());
        let mut tokens = Bytes::at(data, head);
        let n_bytes = tokens.u16()?;
        let tokens = tokens.take(n_bytes.into())?;
        self.sheet.share(first, tokens, is_array);
        Some(())
    }

    fn add_row(&mut self, data: &[u8]) -> Option<()> {
        let row = u32::from(Bytes::new(data).u16()?);
        let height = Bytes::at(data, 6).u16()? & 0x7FFF;
        let flags = Bytes::at(data, 12).u16()?;
        if flags & 0x20 != 0 || is_low(height) {
            self.sheet.hide_row(row);
        }
        Some(())
    }

    fn add_columns(&mut self, data: &[u8]) -> Option<()> {
        let mut data = Bytes::new(data);
        let (first, last, width) = (data.u16()?, data.u16()?, data.u16()?);
        data.take(2)?;
        if data.u16()? & 0x1 != 0 || is_narrow(width.into()) {
            self.sheet.hide_columns(first.into(), last.into());
        }
        Some(())
    }

    fn add_merged(&mut self, data: &[u8]) -> Option<()> {
        let mut data = Bytes::new(data);
        for _ in 0..data.u16()? {
            let (first_row, last_row) = (data.u16()?.into(), data.u16()?.into());
            let (first_column, last_column) = (data.u16()?.into(), data.u16()?.into());
            let (first, last) = (Address::new(first_row, first_column), Address::new(last_row, last_column));
            self.sheet.merge(Area { first, last });
        }
        Some(())
    }

    fn finish(mut self, info: &XlsSheetInfo, writer: &mut FormulaWriter<'_>) -> Result<Sheet, Cause> {
        self.sheet.layout.texts = self.notes.into_texts();
        self.sheet.finish(&info.name, info.is_visible, info.is_very_hidden, writer)
    }
}

/// Row, column and format, with which every cell begins.
fn place(data: &mut Bytes<'_>) -> Option<(Address, u16)> {
    let at = Address::new(data.u16()?.into(), data.u16()?.into());
    Some((at, data.u16()?))
}

fn truth_or_error(value: u8, is_error: bool) -> Value {
    if is_error { Value::Error(error_text(value).to_owned()) } else { Value::Bool(value != 0) }
}

fn too_short(kind: u16) -> Cause {
    damaged(&format!("record {kind:04X} doesn't hold what it says"))
}
