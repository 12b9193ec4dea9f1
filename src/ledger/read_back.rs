//! An earlier provincial workbook, read back: its ledger is all that is needed to compute its figures again.

use std::fmt;

use crate::counts::{CellId, Counts};
use crate::intake::container;
use crate::intake::grid::{Address, Sheet, Value};
use crate::intake::reader;
use crate::plan::{Plan, PlanYear, keys};

/// The name of the sheet that holds the ledger.
pub const LEDGER_SHEET: &str = "Số liệu";

/// The ledger's columns in order.
pub const LEDGER_COLUMNS: [&str; 11] =
    ["year", "agency", "form", "row", "column", "value", "status", "file", "sheet", "cell", "sha256"];

/// The numbers of one earlier year.
#[derive(Debug, Clone)]
pub struct Earlier<'p> {
    pub year: PlanYear<'p>,
    pub counts: Counts,
}

/// Why a workbook can't serve as an earlier year, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReadBack(String);

impl std::error::Error for NotReadBack {}

impl fmt::Display for NotReadBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads the ledger of a provincial workbook.
///
/// # Errors
///
/// When the bytes are no provincial workbook of this plan, or a line of its ledger can't be understood: a year is
/// compared as a whole or not at all.
pub fn read_back<'p>(bytes: &[u8], plan: &'p Plan) -> Result<Earlier<'p>, NotReadBack> {
    let not = |why: &str| NotReadBack(why.to_owned());
    let format = container::inspect(bytes).map_err(|_| not("không phải là bảng tính đọc được"))?;
    let workbook = reader::read(bytes, format).map_err(|_| not("bảng tính bị hỏng"))?;
    let identity =
        workbook.sheet(keys::IDENTITY_SHEET).ok_or_else(|| not("không phải là sổ tổng hợp của chương trình"))?;
    let fact = |key: &str| {
        let (at, _) = identity.cells().find(|(at, cell)| at.col == 0 && is(&cell.value, key))?;
        identity.get(Address::new(at.row, 1))
    };
    if !fact(keys::KIND).is_some_and(|cell| is(&cell.value, keys::KIND_PROVINCIAL)) {
        return Err(not("không phải là sổ tổng hợp của chương trình"));
    }
    if !fact(keys::PLAN).is_some_and(|cell| is(&cell.value, &plan.id)) {
        return Err(NotReadBack(format!("là sổ tổng hợp của kế hoạch khác, không phải “{}”", plan.id)));
    }
    let ledger =
        workbook.sheet(LEDGER_SHEET).ok_or_else(|| NotReadBack(format!("không còn trang “{LEDGER_SHEET}”")))?;
    if ledger.n_beyond > 0 {
        return Err(NotReadBack(format!("trang “{LEDGER_SHEET}” dài quá mức đọc lại được")));
    }
    check_header(ledger)?;
    let written = fact(keys::YEAR).and_then(|cell| whole(&cell.value)).and_then(|year| i32::try_from(year).ok());
    let year = written.and_then(|year| plan.year(year)).ok_or_else(|| not("là sổ của một năm ngoài kế hoạch"))?;
    let rows = ledger.cells().filter(|(at, _)| at.col == 0 && at.row > 0).map(|(at, _)| at.row);
    let counts = rows.map(|row| observation(ledger, row, &year)).collect::<Result<Counts, _>>()?;
    Ok(Earlier { year, counts })
}

fn is(value: &Value, text: &str) -> bool {
    matches!(value, Value::Text(found) if found.trim() == text)
}

fn whole(value: &Value) -> Option<u64> {
    match value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, positive and within 2^53")]
        Value::Number(number) if number.fract() == 0.0 && (0.0..9e15).contains(number) => Some(*number as u64),
        _ => None,
    }
}

fn check_header(ledger: &Sheet) -> Result<(), NotReadBack> {
    let kept = (0u32..).zip(LEDGER_COLUMNS).all(|(col, name)| ledger.text(Address::new(0, col)) == Some(name));
    if kept {
        Ok(())
    } else {
        Err(NotReadBack(format!("hàng tiêu đề của trang “{LEDGER_SHEET}” đã bị sửa")))
    }
}

fn observation(ledger: &Sheet, row: u32, year: &PlanYear) -> Result<(CellId, u64), NotReadBack> {
    let text = |col: u32| ledger.text(Address::new(row, col)).unwrap_or_default();
    let cell = || {
        let form = year.plan.form_by_code(text(2))?;
        Some(CellId {
            agency: year.plan.agency_by_code(text(1))?,
            form,
            row: year.row_by_code(form, text(3))?,
            column: year.plan.form(form).column(text(4))?,
        })
    };
    let people = ledger.get(Address::new(row, 5)).and_then(|cell| whole(&cell.value));
    match (cell(), people) {
        (Some(cell), Some(people)) => Ok((cell, people)),
        _ => Err(NotReadBack(format!("hàng {} của trang “{LEDGER_SHEET}” không hiểu được, có thể đã bị sửa", row + 1))),
    }
}
