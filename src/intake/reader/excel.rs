//! Excel's own formats, through calamine: the only file that names it.
//!
//! `.xlsx` is read as a stream of cells, so that one stray cell far away costs nothing. Dates stay serial numbers: the library's conversion to
//! calendar dates panics on large negative ones.

use std::fmt::Display;
use std::io::Cursor;

use calamine::{CellErrorType, Data, Reader, Sheet as SheetInfo, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Budget, Cause, Cells, ReadError, caught, dates, in_sheet, in_workbook, mend};
use crate::value::grid::{Address, Calculation, Cell, Format, Sheet, Value, Workbook};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads the sheets that are wanted by their names; the others stay empty.
pub(super) fn read_xlsx(bytes: &[u8], budget: Budget, wanted: &dyn Fn(&str) -> bool) -> Result<Workbook, ReadError> {
    let mut has_unknown_error = false;
    let workbook = stream_xlsx(bytes, budget, wanted, &mut has_unknown_error);
    if !has_unknown_error {
        return workbook;
    }
    // The library stops at error values newer than its list, such as #SPILL!.
    let mended = mend::errors_as_text(bytes).map_err(in_workbook)?;
    stream_xlsx(&mended, budget, wanted, &mut has_unknown_error)
}

fn stream_xlsx(
    bytes: &[u8],
    budget: Budget,
    wanted: &dyn Fn(&str) -> bool,
    has_unknown_error: &mut bool,
) -> Result<Workbook, ReadError> {
    let mut book: Xlsx<Bytes> = open(bytes)?;
    let date_1904 = book.has_1904_epoch();
    let infos = book.sheets_metadata().to_vec();
    let sheets = read_sheets(&infos, budget, |name, cells| {
        if !wanted(name) {
            return Ok(());
        }
        let mut reader = book.worksheet_cells_reader(name).map_err(malformed)?;
        loop {
            let cell = reader.next_cell_with_formula().map_err(|e| {
                *has_unknown_error |= matches!(e, XlsxError::CellError(_));
                malformed(e)
            })?;
            let Some(cell) = cell else { return Ok(()) };
            let formula = cell.formula.filter(|formula| !formula.is_empty());
            let at = Address::new(cell.pos.0, cell.pos.1);
            cells.push(at, Cell { value: value(cell.value.into(), date_1904), formula })?;
        }
    })?;
    Ok(Workbook { format: Format::Xlsx, date_1904, calculation: Calculation::default(), sheets })
}

fn open<'a, B>(bytes: &'a [u8]) -> Result<B, ReadError>
where
    B: Reader<Bytes<'a>>,
    B::Error: Display,
{
    caught(|| B::new(Cursor::new(bytes)).map_err(malformed)).map_err(in_workbook)
}

/// Reads every sheet with `read_cells`. One that holds no cells by its kind, such as a chart, stays empty.
fn read_sheets(
    infos: &[SheetInfo],
    mut budget: Budget,
    mut read_cells: impl FnMut(&str, &mut Cells<'_>) -> Result<(), Cause>,
) -> Result<Vec<Sheet>, ReadError> {
    let mut sheets = Vec::new();
    for info in infos {
        let mut cells = Cells::new(&mut budget);
        if matches!(info.typ, SheetType::WorkSheet | SheetType::MacroSheet) {
            caught(|| read_cells(&info.name, &mut cells)).map_err(|cause| in_sheet(&info.name, cause))?;
        }
        sheets.push(cells.into_sheet(&info.name, info.visible == SheetVisible::Visible));
    }
    Ok(sheets)
}

fn value(data: Data, date_1904: bool) -> Value {
    match data {
        Data::Empty => Value::Blank,
        #[expect(clippy::cast_precision_loss, reason = "whole numbers in a sheet come from an f64 or 30 bits")]
        Data::Int(number) => Value::Number(number as f64),
        Data::Float(number) => Value::Number(number),
        Data::String(text) => match text.strip_prefix(mend::ERROR_MARK) {
            Some(error) => Value::Error(error.to_owned()),
            None => Value::Text(text),
        },
        Data::Bool(truth) => Value::Bool(truth),
        Data::DateTime(date) => Value::Date(date.as_f64()),
        Data::DateTimeIso(text) => dates::serial_of_date(&text, date_1904).map_or(Value::Text(text), Value::Date),
        Data::DurationIso(text) => dates::serial_of_duration(&text).map_or(Value::Text(text), Value::Date),
        // The library's own name for this one isn't what Excel shows.
        Data::Error(CellErrorType::GettingData) => Value::Error("#GETTING_DATA".to_owned()),
        Data::Error(error) => Value::Error(error.to_string()),
    }
}

fn malformed(error: impl Display) -> Cause {
    Cause::Malformed(error.to_string())
}
