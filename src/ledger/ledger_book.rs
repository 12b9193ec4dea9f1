//! A workbook with a ledger, before anything of a plan is looked for in it: its sheets, the texts of its rows, what it says of
//! itself.

use std::borrow::Cow;

use super::columns::LedgerRow;
use super::earlier::{Alteration, COVERAGE_SHEET, LEDGER_SHEET, NotReadBack, RowAt, ledger_sheet};
use super::kept;
use crate::intake::container;
use crate::intake::reader::{self, OwnWorkbook, ReadAs};
use crate::plan::keys;
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, LongSheet, Sheet, Value, Workbook};
use crate::value::record::{Column, ColumnHeading};

/// The bytes as a workbook, of which only what is needed is read: of the ledger, the values in its columns.
pub fn workbook(bytes: &[u8]) -> Result<OwnWorkbook, NotReadBack> {
    read(bytes, wanted)
}

/// The same with the sheet of units' parts.
pub fn workbook_with_parts(bytes: &[u8]) -> Result<OwnWorkbook, NotReadBack> {
    read(bytes, |sheet| if sheet == keys::OF_UNITS_SHEET { ReadAs::Values } else { wanted(sheet) })
}

fn read(bytes: &[u8], wanted: impl Fn(&str) -> ReadAs) -> Result<OwnWorkbook, NotReadBack> {
    let format = container::inspect_own(bytes).map_err(|_| NotReadBack::new("không phải là bảng tính đọc được"))?;
    reader::read_own_values(bytes, format, wanted).map_err(|error| NotReadBack::new(not_read(&error.cause)))
}

fn not_read(cause: &Cause) -> &'static str {
    match cause {
        Cause::Refused(_) => "không phải là bảng tính đọc được",
        _ => "bảng tính bị hỏng",
    }
}

/// A workbook with its ledger's sheets.
pub struct LedgerBook {
    pub workbook: Workbook,
    /// The sheet of units' parts, if it was asked for and is there.
    pub parts: Option<LongSheet>,
    ledger: Vec<LongSheet>,
}

impl LedgerBook {
    /// Finds the sheets of the ledger, which must be whole.
    pub fn new(read: OwnWorkbook) -> Result<Self, NotReadBack> {
        let OwnWorkbook { workbook, mut long } = read;
        // Earlier versions wrote one sheet and didn't say so.
        let identity = workbook.sheet(keys::IDENTITY_SHEET);
        let n_sheets = identity.and_then(|sheet| fact(sheet, kept::LEDGER_SHEETS)?.parse().ok()).unwrap_or(1);
        let mut ledger = Vec::new();
        for name in (0..n_sheets).map(ledger_sheet) {
            let sheet = taken(&mut long, &name).ok_or_else(|| NotReadBack(format!("không còn trang “{name}”")))?;
            if sheet.n_beyond > 0 {
                return Err(NotReadBack(format!(
                    "trang “{name}” lớn quá mức đọc lại được; lưu sổ thành .xlsx rồi chạy lại"
                )));
            }
            check_header(&sheet)?;
            ledger.push(sheet);
        }
        Ok(LedgerBook { workbook, parts: taken(&mut long, keys::OF_UNITS_SHEET), ledger })
    }

    pub fn fact(&self, key: &str) -> Option<String> {
        fact(self.workbook.sheet(keys::IDENTITY_SHEET)?, key)
    }

    /// The ledger's rows that hold something, below their header.
    pub fn rows(&self) -> impl Iterator<Item = RowAt> {
        self.ledger.iter().enumerate().flat_map(|(sheet, values)| {
            let below = values.rows().iter().filter(|row| **row > 0);
            below.map(move |row| RowAt { sheet, row: *row })
        })
    }

    pub fn value(&self, row: RowAt, col: u32) -> Option<&Value> {
        self.ledger[row.sheet].get(Address::new(row.row, col))
    }

    pub fn text(&self, row: RowAt, col: u32) -> &str {
        self.ledger[row.sheet].text(Address::new(row.row, col)).unwrap_or_default()
    }

    /// A text or number of the ledger as text.
    pub fn shown(&self, row: RowAt, col: u32) -> Cow<'_, str> {
        match self.value(row, col) {
            Some(Value::Text(text)) => text.into(),
            Some(Value::Number(number)) => number.to_string().into(),
            _ => "".into(),
        }
    }

    /// Whether the ledger is no longer what was written.
    pub fn alteration(&self) -> Option<Alteration> {
        match self.fact(kept::LEDGER_DIGEST) {
            None => Some(Alteration::NoDigest),
            Some(digest) => (digest != self.digest()).then_some(Alteration::Ledger),
        }
    }

    fn digest(&self) -> String {
        let n_columns = n_columns(&self.ledger[0]);
        kept::digest(self.rows().map(|row| (0..n_columns).map(move |col| self.shown(row, col))))
    }
}

/// What is needed of a sheet, by its name, to read a workbook back.
fn wanted(sheet: &str) -> ReadAs {
    match sheet {
        ledger if ledger.starts_with(LEDGER_SHEET) => ReadAs::Values,
        other => (other == COVERAGE_SHEET || other.starts_with(keys::IDENTITY_SHEET)).into(),
    }
}

/// Takes the sheet of a name out of several.
fn taken(sheets: &mut Vec<LongSheet>, name: &str) -> Option<LongSheet> {
    let position = sheets.iter().position(|sheet| sheet.name == name)?;
    Some(sheets.swap_remove(position))
}

/// The value beside a key.
pub fn fact(identity: &Sheet, key: &str) -> Option<String> {
    let (at, _) = identity.cells().find(|(at, cell)| at.col == 0 && is(&cell.value, key))?;
    match &identity.get(Address::new(at.row, 1))?.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub fn is(value: &Value, text: &str) -> bool {
    matches!(value, Value::Text(found) if found.trim() == text)
}

pub fn whole(value: &Value) -> Option<u64> {
    match value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, positive and within 2^53")]
        Value::Number(number) if number.fract() == 0.0 && (0.0..9e15).contains(number) => Some(*number as u64),
        _ => None,
    }
}

/// How many of the ledger's columns a sheet of it has: earlier versions had fewer.
fn n_columns(ledger: &LongSheet) -> u32 {
    let is_there =
        |(col, column): &(u32, &Column<LedgerRow>)| ledger.text(Address::new(0, *col)) == Some(column.heading.key);
    let n = (0u32..).zip(LedgerRow::COLUMNS).take_while(is_there).count();
    u32::try_from(n).expect("a dozen columns")
}

/// The position of a column on the ledger's sheets.
pub const fn column(key: &str) -> u32 {
    LedgerRow::column(key) as u32
}

fn check_header(ledger: &LongSheet) -> Result<(), NotReadBack> {
    let is_lost = |(col, column): &(u32, &Column<LedgerRow>)| {
        let ColumnHeading { key, was_added_later, .. } = column.heading;
        !was_added_later && ledger.text(Address::new(0, *col)) != Some(key)
    };
    match (0u32..).zip(LedgerRow::COLUMNS).find(is_lost) {
        None => Ok(()),
        Some((col, column)) => Err(NotReadBack(format!(
            "hàng tiêu đề của trang “{}” đã bị sửa: ô {} phải là “{}”",
            ledger.name,
            Address::new(0, col),
            column.heading.key
        ))),
    }
}
