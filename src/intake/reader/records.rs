//! What the records of an `.xls` say of how its sheets look and the library doesn't: numbers shown as others, hidden rows and columns,
//! and a filter. The container has walked the records before; one that is odd here is passed over.

use std::collections::BTreeMap;

use super::number_format::NumberFormat;
use crate::value::grid::{Address, Area, MAX_COLUMNS, MAX_ROWS, Sheet};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const CELL_FORMAT: u16 = 0x00E0;
const NAME: u16 = 0x0018;
const COLUMNS: u16 = 0x007D;
const ROW: u16 = 0x0208;
const FILTER_IS_ON: u16 = 0x009B;
const MULTIPLE_RK: u16 = 0x00BD;
/// FORMULA, NUMBER and RK: one number each, after its row, column and format.
const NUMBERS: [u16; 3] = [0x0006, 0x0203, 0x027E];

/// The name by which a filter's range is known.
const FILTER_DATABASE: u8 = 0x0D;
/// A formula that is one range of a sheet, in its three classes.
const AREA: [u8; 3] = [0x3B, 0x5B, 0x7B];

/// Adds to the sheets what the `Workbook` stream says of them.
pub(super) fn describe(stream: &[u8], sheets: &mut [Sheet]) {
    let globals = Globals::read(stream);
    if globals.sheet_starts.len() != sheets.len() {
        return;
    }
    for (idx, (sheet, start)) in sheets.iter_mut().zip(&globals.sheet_starts).enumerate() {
        let records = records(stream.get(*start as usize..).unwrap_or_default());
        let mut is_filtered = false;
        for (kind, data) in records {
            is_filtered |= kind == FILTER_IS_ON;
            _ = globals.add_record(kind, data, sheet);
        }
        if let (true, Some(filter)) = (is_filtered, globals.filters.get(&idx)) {
            sheet.layout.filter_rows(*filter);
        }
    }
}

/// What stands before the sheets.
#[derive(Default)]
struct Globals {
    sheet_starts: Vec<u32>,
    /// The cell formats, by the number that cells name them with; those that show every number as it is are left out.
    formats: BTreeMap<u16, NumberFormat>,
    /// The rows that a sheet's filter may hide, by the sheet's number from 0.
    filters: BTreeMap<usize, Area>,
}

impl Globals {
    fn read(stream: &[u8]) -> Self {
        let mut globals = Globals::default();
        let mut codes = BTreeMap::new();
        let mut number_formats = Vec::new();
        for (kind, data) in records(stream) {
            match kind {
                BOUND_SHEET => globals.sheet_starts.extend(u32_at(data, 0)),
                FORMAT => {
                    let code = letters(data).map(|code| NumberFormat::parse(&code));
                    codes.extend(u16_at(data, 0).zip(code));
                }
                CELL_FORMAT => number_formats.push(u16_at(data, 2)),
                NAME => globals.filters.extend(filter(data)),
                _ => (),
            }
        }
        let formats = (0..).zip(number_formats).filter_map(|(n, id)| {
            let id = id?;
            Some((n, codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id.into()))))
        });
        globals.formats = formats.filter(|(_, format)| !format.is_plain()).collect();
        globals
    }

    /// Adds what a sheet's record says; `None` if it is too short to say it.
    fn add_record(&self, kind: u16, data: &[u8], sheet: &mut Sheet) -> Option<()> {
        match kind {
            ROW if u16_at(data, 12)? & 0x20 != 0 => {
                sheet.layout.hidden_rows.extend(Some(u32::from(u16_at(data, 0)?)).filter(|row| *row < MAX_ROWS));
            }
            COLUMNS if u16_at(data, 8)? & 0x1 != 0 => {
                let (first, last) = (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
                sheet.layout.hidden_columns.extend(first..(last + 1).min(MAX_COLUMNS));
            }
            MULTIPLE_RK => {
                for (n, number) in (0..).zip(data.get(4..)?.as_chunks::<6>().0) {
                    self.add_number(u16_at(data, 0)?, u16_at(data, 2)?.checked_add(n)?, u16_at(number, 0)?, sheet);
                }
            }
            kind if NUMBERS.contains(&kind) => {
                self.add_number(u16_at(data, 0)?, u16_at(data, 2)?, u16_at(data, 4)?, sheet);
            }
            _ => (),
        }
        Some(())
    }

    fn add_number(&self, row: u16, column: u16, format: u16, sheet: &mut Sheet) {
        if let Some(format) = self.formats.get(&format) {
            let at = Address::new(row.into(), column.into());
            sheet.show_number(at, |number| format.shows(number).value(number));
        }
    }
}

/// The records of the workbook or of a sheet, without those of charts inside it.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    let all = std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, u16_at(rest, 2)?);
        let (data, after) = rest.get(4..)?.split_at_checked(length.into())?;
        rest = after;
        Some((kind, data))
    });
    let nested = all.scan(0u32, |depth, (kind, data)| {
        match kind {
            BOF => *depth += 1,
            EOF => *depth = depth.checked_sub(1)?,
            _ => (),
        }
        (*depth > 0).then_some((*depth, kind, data))
    });
    nested.filter(|(depth, ..)| *depth == 1).map(|(_, kind, data)| (kind, data))
}

/// The letters of a number format's code.
fn letters(data: &[u8]) -> Option<String> {
    let n = usize::from(u16_at(data, 2)?);
    let is_wide = data.get(4)? & 0x1 != 0;
    let letters = data.get(5..)?;
    Some(if is_wide {
        let letters = letters.as_chunks::<2>().0.iter().take(n).map(|pair| u16::from_le_bytes(*pair));
        char::decode_utf16(letters).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        letters.iter().take(n).map(|letter| char::from(*letter)).collect()
    })
}

/// The range of a sheet's filter below its head, if this name is one's.
fn filter(data: &[u8]) -> Option<(usize, Area)> {
    let is_built_in = u16_at(data, 0)? & 0x20 != 0;
    let sheet = usize::from(u16_at(data, 8)?).checked_sub(1)?;
    let [_, name, area, _, _, range @ ..] = data.get(14..)? else { return None };
    if !is_built_in || *name != FILTER_DATABASE || !AREA.contains(area) {
        return None;
    }
    let at = |row, column| Some(Address::new(u16_at(range, row)?.into(), u16_at(range, column)?.into()));
    let (head, last) = (at(0, 4)?, at(2, 6)?);
    Some((sheet, Area { first: Address::new(head.row + 1, head.col), last }))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::fixture::record;
    use crate::value::grid::{Cell, Value};

    fn format(id: u16, code: &[u8]) -> Vec<u8> {
        let n = u8::try_from(code.len()).expect("a short code");
        record(FORMAT, &[&id.to_le_bytes()[..], &[n, 0, 0], code].concat())
    }

    fn cell_format(code: u16) -> Vec<u8> {
        record(CELL_FORMAT, &[[0, 0], code.to_le_bytes()].concat())
    }

    /// A workbook of one sheet, which starts right after the globals.
    fn workbook(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
        let globals = globals.concat();
        let start = u32::try_from(4 + 8 + globals.len() + 4).expect("a short stream");
        let bound = record(BOUND_SHEET, &start.to_le_bytes());
        [record(BOF, &[]), bound, globals, record(EOF, &[]), record(BOF, &[]), sheet.concat(), record(EOF, &[])]
            .concat()
    }

    fn sheet() -> Sheet {
        let cells = (0..4).map(|col| (Address::new(0, col), Cell { value: Value::Number(1.0), formula: None }));
        Sheet::new("Biểu", true, cells.collect())
    }

    #[test]
    fn percentages_are_told_by_the_formats_of_their_cells() {
        let globals =
            [format(164, b"0.0%"), format(165, b"0\" ng\""), cell_format(0), cell_format(165), cell_format(164)];
        let many = [[0u8, 0, 1, 0].as_slice(), &[2, 0, 0, 0, 0, 0], &[1, 0, 0, 0, 0, 0], &[2, 0, 0, 0, 0, 0], &[3, 0]];
        // A chart within the sheet has numbers of its own.
        let chart = [record(BOF, &[]), record(0x0203, &[0, 0, 0, 0, 2, 0]), record(EOF, &[])].concat();
        let mut sheet = sheet();
        let stream = workbook(&globals, &[chart, record(MULTIPLE_RK, &many.concat())]);
        describe(&stream, std::slice::from_mut(&mut sheet));
        let is_percent: Vec<bool> = sheet.cells().map(|(_, cell)| matches!(cell.value, Value::Percent(_))).collect();
        assert_eq!(is_percent, [false, true, false, true]);
    }

    #[test]
    fn short_records_tell_nothing() {
        let mut kinds = vec![ROW, COLUMNS, MULTIPLE_RK, FORMAT, CELL_FORMAT, NAME, BOUND_SHEET, FILTER_IS_ON];
        kinds.extend(NUMBERS);
        for kind in kinds {
            for n in 0..16 {
                let odd = record(kind, &vec![0xFF; n]);
                let mut sheet = sheet();
                describe(
                    &workbook(std::slice::from_ref(&odd), std::slice::from_ref(&odd)),
                    std::slice::from_mut(&mut sheet),
                );
                assert!(sheet.cells().all(|(_, cell)| cell.value == Value::Number(1.0)), "{kind:x} of {n}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_stream_is_taken(stream in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            describe(&stream, &mut [sheet()]);
            describe(&workbook(&[], &[stream]), &mut [sheet()]);
        }
    }
}
