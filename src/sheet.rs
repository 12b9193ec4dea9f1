//! What every workbook that the program writes has in common, a template as much as a report: the font, how wide its
//! letters are, how dates and names of sheets are spelt.
//!
//! A file can't ask the program that opens it how high a row becomes, so the widths of letters are estimated here, rather
//! too wide than too narrow.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Workbook, XlsxError};
use unicode_normalization::UnicodeNormalization;

/// The font that offices use.
pub const FONT: &str = "Times New Roman";

/// A workbook's bytes, the same on every system.
///
/// # Errors
///
/// When the library refuses it.
pub fn saved(workbook: &mut Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut package = workbook.save_to_buffer()?;
    write_as_on_unix(&mut package);
    Ok(package)
}

/// Says of every entry of a package what the library says of it on Unix, which system made it and who may read it. Stops
/// at anything that isn't an entry.
fn write_as_on_unix(package: &mut [u8]) {
    const END: usize = 22;
    const UNIX: u8 = 3;
    /// A plain file that its owner may read and write.
    const PLAIN_FILE: u32 = 0o100_600 << 16;
    let end = package.len().saturating_sub(END);
    let mut at = number(package, end + 16, 4);
    while let Some(entry) = package.get_mut(at..at + 46).filter(|entry| entry.starts_with(b"PK\x01\x02")) {
        entry[5] = UNIX;
        entry[38..42].copy_from_slice(&PLAIN_FILE.to_le_bytes());
        at += 46 + [28, 30, 32].map(|field| number(entry, field, 2)).iter().sum::<usize>();
    }
}

/// A number of so many bytes, the lowest first; 0 where there are none.
fn number(bytes: &[u8], at: usize, n_bytes: usize) -> usize {
    let bytes = bytes.get(at..at + n_bytes).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// The date as a cell holds it; `None` before 1900, which Excel doesn't know.
pub fn excel_date(date: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| (1900..=9999).contains(year))?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// A sheet's name as formulas and links write it.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// The size of a letter of a size in points, in pixels: 96 of them are 72 points.
pub fn em_pixels(points: f64) -> f64 {
    points * 96.0 / 72.0
}

/// The lines a text wraps into; `room` is the width for it in ems, the font's size.
pub fn lines(text: &str, room: f64) -> u32 {
    let is_surely_one_line = |n_bytes: u32| f64::from(n_bytes) * WIDEST <= room;
    if !text.is_empty() && !text.contains('\n') && u32::try_from(text.len()).is_ok_and(is_surely_one_line) {
        return 1;
    }
    text.lines().map(|line| wrapped(line, room)).sum()
}

/// The width of a text on one line, in ems.
pub fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

/// How many lines one paragraph takes: word by word, a word that is too long over several lines.
fn wrapped(paragraph: &str, room: f64) -> u32 {
    let (mut n_lines, mut used) = (1u32, 0.0);
    for word in paragraph.split(' ') {
        let word = width(word);
        if used > 0.0 && used + SPACE + word > room {
            n_lines += 1;
            used = 0.0;
        }
        used += if used > 0.0 { SPACE + word } else { word };
        while used > room && room > 0.0 {
            n_lines += 1;
            used -= room;
        }
    }
    n_lines
}

/// In ems.
const SPACE: f64 = 0.28;
const WIDEST: f64 = 0.95;

/// The width of a character in ems; marks add nothing to their letter.
fn char_width(c: char) -> f64 {
    let letter = if c.is_ascii() { c } else { c.nfd().next().unwrap_or(c) };
    match letter {
        ' ' | '.' | ',' | ';' | ':' | '\'' | '|' | 'i' | 'j' | 'l' | 't' => 0.28,
        '-' | '(' | ')' | '/' | 'f' | 'r' | 'I' | 'J' => 0.34,
        'a' | 'c' | 'e' | 's' | 'z' | '“' | '”' => 0.45,
        'm' | 'w' => 0.78,
        'M' | 'W' | '…' | '%' => WIDEST,
        'E' | 'F' | 'L' | 'P' | 'S' | 'T' | 'Z' => 0.61,
        letter if letter.is_uppercase() => 0.73,
        _ => 0.51,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_what_it_is_on_unix_whoever_made_it() {
        let mut book = Workbook::new();
        book.set_properties(&rust_xlsxwriter::DocProperties::new());
        book.add_worksheet().write(0, 0, 1).expect("written");
        let package = book.save_to_buffer().expect("saved");
        let mut same = package.clone();
        write_as_on_unix(&mut same);
        assert!(cfg!(windows) || same == package, "nothing to change");
        let mut other = package.clone();
        let first = number(&other, other.len() - 6, 4);
        (other[first + 5], other[first + 41]) = (0, 0);
        write_as_on_unix(&mut other);
        assert_eq!(other, same);
        write_as_on_unix(&mut []);
    }

    #[test]
    fn longer_text_or_less_room_needs_more_lines() {
        let title = "Số cán bộ, công chức, viên chức, người lao động trong các cơ quan Đảng";
        assert_eq!([lines("", 10.0), lines("Cán bộ", 10.0), lines("Một\nHai", 10.0)], [0, 1, 2]);
        let more = [40.0, 20.0, 10.0].map(|room| lines(title, room));
        assert!(more[0] < more[1] && more[1] < more[2], "{more:?}");
        assert!(lines("khong-chuyen-trach-thon-ap-ban", 4.0) > 3);
    }

    #[test]
    fn marks_add_nothing_and_quotes_are_doubled() {
        assert!((width("Ễ") - width("E")).abs() < 1e-9);
        assert_eq!(quoted("Biểu '02'"), "'Biểu ''02'''");
    }

    #[test]
    fn a_year_that_excel_has_no_dates_for_has_none() {
        let date = |year| excel_date(NaiveDate::from_ymd_opt(year, 6, 30).expect("a date"));
        assert!(date(1899).is_none() && date(1900).is_some() && date(10_000).is_none());
    }
}
