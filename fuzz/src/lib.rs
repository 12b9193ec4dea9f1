//! What the targets share: packages around a foreign part, and edits of a form that a foreign hand makes.

use bhxh::value::grid::{Address, Cell, Format, Sheet, Value, Workbook};

#[allow(dead_code, reason = "the program's tests use more of it")]
#[path = "../../src/intake/fixture.rs"]
mod fixture;
#[path = "../../src/intake/pieces.rs"]
mod pieces;

use pieces::PIECES;

/// A whole file around foreign contents: the first byte says which part of which format they are, or that they are the
/// file itself. A fuzzer can't guess a checksum, so the package is built around what it varies.
pub fn file(data: &[u8]) -> Option<Vec<u8>> {
    let (kind, part) = data.split_first()?;
    let text = || String::from_utf8_lossy(part);
    Some(match kind % 8 {
        0 => part.to_vec(),
        1 => fixture::xlsx(&text()),
        2 => fixture::xlsx(&fixture::sheet(&text())),
        3 => fixture::xlsx_with(STRINGS_SHEET, &[("xl/sharedStrings.xml", part)]),
        4 => fixture::ods(&text()),
        5 => fixture::compound_file("Workbook", part),
        6 => fixture::xlsb(part),
        _ => fixture::xlsx_with(STRINGS_SHEET, &[("xl/styles.xml", part)]),
    })
}

const STRINGS_SHEET: &str = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\" s=\"0\"><v>0</v></c><c r=\"B1\" t=\"s\" \
    s=\"1\"><v>1</v></c><c r=\"C1\" s=\"1\"><v>45000</v></c></row></sheetData></worksheet>";

/// Rows as spreadsheet programs write them, to be altered.
const ROWS: &str = "<row r=\"1\" spans=\"1:3\"><c r=\"A1\" s=\"1\"><v>372</v></c><c r=\"B1\" t=\"str\"><f>A1&amp;\"\"</f><v>372</v></c>\
    <c r=\"C1\"><f t=\"shared\" ref=\"C1:C2\" si=\"0\">A1+1</f><v>373</v></c></row><row r=\"2\" hidden=\"1\"><c><v>78</v></c>\
    <c t=\"inlineStr\"><is><t xml:space=\"preserve\"> Xã </t></is></c><c><f t=\"shared\" si=\"0\"/><v>79</v></c></row><row>\
    <c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c><v>1.5E+3</v></c></row>";

/// A sheet after every four bytes have altered it: a piece put in, something cut out or doubled.
fn altered_rows(data: &[u8]) -> String {
    let mut rows = ROWS.as_bytes().to_vec();
    for [what, high, low, piece] in data.as_chunks::<4>().0 {
        let at = usize::from(u16::from_be_bytes([*high, *low])) % (rows.len() + 1);
        let end = (at + usize::from(*piece % 48)).min(rows.len());
        match what % 4 {
            0 | 1 => drop(rows.splice(at..at, PIECES[usize::from(*piece) % PIECES.len()].bytes())),
            2 => drop(rows.drain(at..end)),
            _ => {
                let again = rows[at..end].to_vec();
                drop(rows.splice(at..at, again));
            }
        }
    }
    String::from_utf8_lossy(&rows).into_owned()
}

/// A part of XML: the bytes themselves, or a sheet that they alter.
pub fn part(data: &[u8]) -> Vec<u8> {
    match data.split_first() {
        Some((kind, rest)) if kind % 4 == 0 => rest.to_vec(),
        _ => fixture::sheet(&altered_rows(data)).into_bytes(),
    }
}

/// A workbook with an altered sheet, and whether no value in it is in pieces.
pub fn workbook(data: &[u8]) -> (Vec<u8>, bool) {
    let rows = altered_rows(data);
    let is_plain = !["<!", "<?", "&#"].iter().any(|mark| rows.contains(mark));
    (fixture::xlsx(&fixture::sheet(&rows)), is_plain)
}

/// A form after foreign hands had it: every six bytes are one edit.
pub fn edited(form: &Workbook, data: &[u8]) -> Workbook {
    let formats = [Format::Xlsx, Format::Xls, Format::Xlsb, Format::Ods];
    let mut sheets: Vec<(String, bool, Vec<(Address, Cell)>)> = form
        .sheets
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible, sheet.cells().map(|(at, cell)| (at, cell.clone())).collect()))
        .collect();
    for edit in data.as_chunks::<6>().0 {
        let [what, sheet, row, col, first, second] = *edit;
        if sheets.is_empty() {
            break;
        }
        let n = usize::from(sheet) % sheets.len();
        let at = Address::new(u32::from(row), u32::from(col % 32));
        let shift = u32::from(first % 4) + 1;
        let cells = &mut sheets[n].2;
        match what % 10 {
            0..=3 => cells.push((at, Cell { value: value(first, second), formula: formula(what) })),
            4 => cells.iter_mut().filter(|(other, _)| other.row >= at.row).for_each(|(other, _)| other.row += shift),
            5 => cells.iter_mut().filter(|(other, _)| other.col >= at.col).for_each(|(other, _)| other.col += shift),
            6 => cells.retain(|(other, _)| other.row != at.row),
            7 => cells.retain(|(other, _)| other.col != at.col),
            8 => {
                let moved = cells.iter().filter(|(other, _)| other.row == at.row);
                let copy: Vec<_> =
                    moved.map(|(other, cell)| (Address::new(u32::from(first), other.col), cell.clone())).collect();
                cells.extend(copy);
            }
            _ if first % 2 == 0 => drop(sheets.remove(n)),
            _ => {
                let mut copy = sheets[n].clone();
                copy.0.push('2');
                sheets.push(copy);
            }
        }
    }
    let sheets = sheets.into_iter().map(|(name, visible, cells)| Sheet::new(name, visible, cells)).collect();
    let format = formats[data.first().map_or(0, |byte| usize::from(*byte) % formats.len())];
    Workbook { date_1904: data.len() % 2 == 1, ..Workbook::new(format, sheets) }
}

fn formula(what: u8) -> Option<String> {
    (what % 10 == 3).then(|| if what > 100 { "SUM(D12:D14)+[1]A!B2" } else { "D12+D13" }.to_owned())
}

fn value(first: u8, second: u8) -> Value {
    const TEXTS: [&str; 12] =
        ["code", "current", "A", "01", "1.234", "12,5", "không", "UBND huyện Bù Đốp", "Mã số", "2022", "", "=1+1"];
    match first % 8 {
        0 => Value::Number(f64::from(second)),
        1 => Value::Number(-f64::from(second) * 1e30),
        2 => Value::Number(f64::from(second) + 0.000_000_1),
        3 => Value::Date(f64::from(second) * 1e4),
        4 => Value::Error("#REF!".to_owned()),
        5 => Value::Bool(second % 2 == 0),
        6 => Value::Text(String::from_utf8_lossy(&[first, second]).into_owned()),
        _ => Value::Text(TEXTS[usize::from(second) % TEXTS.len()].to_owned()),
    }
}
