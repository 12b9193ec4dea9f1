//! Recognises files that are neither a package nor a compound file, so that the officer is told what they are.

use super::delimited;
use crate::problem::unreadable::{ForeignTable, Other, Refusal};

/// How much of a text is looked at, in bytes.
const GLANCE_BYTES: usize = 64 << 10;

const SIGNATURES: &[(&[u8], Refusal)] = &[
    (b"%PDF", Refusal::NotSpreadsheet(Other::Pdf)),
    (b"{\\rtf", Refusal::NotSpreadsheet(Other::Word)),
    (b"Rar!\x1A\x07", Refusal::NotSpreadsheet(Other::Rar)),
    (b"7z\xBC\xAF\x27\x1C", Refusal::NotSpreadsheet(Other::SevenZip)),
    (b"\x1F\x8B", Refusal::NotSpreadsheet(Other::Gzip)),
    (b"\x89PNG", Refusal::NotSpreadsheet(Other::Image)),
    (b"\xFF\xD8\xFF", Refusal::NotSpreadsheet(Other::Image)),
    (b"GIF8", Refusal::NotSpreadsheet(Other::Image)),
    (b"II*\0", Refusal::NotSpreadsheet(Other::Image)),
    (b"MM\0*", Refusal::NotSpreadsheet(Other::Image)),
    (b"BM", Refusal::NotSpreadsheet(Other::Image)),
    (b"ID;P", Refusal::OtherTable(ForeignTable::Sylk)),
    (b"TABLE\r\n0,1", Refusal::OtherTable(ForeignTable::Dif)),
    (b"TABLE\n0,1", Refusal::OtherTable(ForeignTable::Dif)),
    // The first record of Excel 2, 3, 4, 5 and 97 without a container around it.
    (b"\x09\x00\x04\x00", Refusal::OtherTable(ForeignTable::Excel5)),
    (b"\x09\x02\x06\x00", Refusal::OtherTable(ForeignTable::Excel5)),
    (b"\x09\x04\x06\x00", Refusal::OtherTable(ForeignTable::Excel5)),
    (b"\x09\x08\x08\x00", Refusal::OtherTable(ForeignTable::Excel5)),
    (b"\x09\x08\x10\x00", Refusal::OtherTable(ForeignTable::Excel5)),
];

/// What the bytes are instead of a spreadsheet we read.
pub(super) fn foreign(bytes: &[u8]) -> Refusal {
    // "BM" also begins words; in a picture a size with zero bytes follows.
    let known = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start) && (*start != b"BM" || bytes.get(6..10) == Some(&[0; 4])));
    if let Some((_, refusal)) = known {
        return *refusal;
    }
    if is_riff_image(bytes) {
        return Refusal::NotSpreadsheet(Other::Image);
    }
    if is_dbf(bytes) {
        return Refusal::OtherTable(ForeignTable::Dbf);
    }
    match decode(&bytes[..bytes.len().min(GLANCE_BYTES)]) {
        Some(text) => text_kind(&text),
        None => Refusal::NotSpreadsheet(Other::Unknown),
    }
}

/// WebP, or the pictures of a telephone (HEIC).
fn is_riff_image(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12);
    (bytes.starts_with(b"RIFF") && brand == Some(b"WEBP"))
        || (bytes.get(4..8) == Some(b"ftyp") && matches!(brand, Some(b"heic" | b"heix" | b"mif1" | b"avif")))
}

/// dBase and FoxPro: a version, a date of change, and a header of whole fields.
fn is_dbf(bytes: &[u8]) -> bool {
    let Some(header) = bytes.first_chunk::<32>() else { return false };
    let header_bytes = u16::from_le_bytes([header[8], header[9]]);
    matches!(header[0], 0x02 | 0x03 | 0x30 | 0x31 | 0x32 | 0x83 | 0x8B | 0xF5)
        && (1..=12).contains(&header[2])
        && (1..=31).contains(&header[3])
        && header_bytes > 32
        && bytes.len() >= usize::from(header_bytes)
}

/// The bytes as text, whatever the encoding, as long as they are text at all. Letters beyond ASCII don't matter here.
fn decode(glance: &[u8]) -> Option<String> {
    let units = |from_bytes: fn([u8; 2]) -> u16| {
        glance[2..].as_chunks::<2>().0.iter().map(|pair| from_bytes(*pair)).collect::<Vec<_>>()
    };
    if glance.starts_with(b"\xFF\xFE") {
        return Some(String::from_utf16_lossy(&units(u16::from_le_bytes)));
    }
    if glance.starts_with(b"\xFE\xFF") {
        return Some(String::from_utf16_lossy(&units(u16::from_be_bytes)));
    }
    if glance.iter().any(|byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0C)) {
        return None;
    }
    Some(String::from_utf8_lossy(glance.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(glance)).into_owned())
}

fn text_kind(text: &str) -> Refusal {
    let lower = text.trim_start().to_ascii_lowercase();
    if lower.starts_with('<') {
        markup_kind(&lower)
    } else if lower.starts_with("mime-version:") && lower.contains("<html") {
        page_kind(&lower)
    } else if is_mail(&lower) {
        Refusal::NotSpreadsheet(Other::Mail)
    } else if is_cloud_link(&lower) {
        Refusal::NotSpreadsheet(Other::CloudLink)
    } else if delimited::is_table(text) {
        Refusal::OtherTable(ForeignTable::Csv)
    } else {
        Refusal::NotSpreadsheet(Other::PlainText)
    }
}

/// A mail begins with the lines of its head, of which these are always among the first.
fn is_mail(lower: &str) -> bool {
    const FIRST: [&str; 6] = ["received:", "return-path:", "delivered-to:", "mime-version:", "from:", "date:"];
    let head = lower.split("\n\n").next().unwrap_or_default().split("\r\n\r\n").next().unwrap_or_default();
    let has = |name: &str| head.lines().any(|line| line.starts_with(name));
    FIRST.iter().any(|name| lower.starts_with(name)) && has("from:") && has("subject:")
}

/// What Google Drive leaves in a folder for a table of its own (`.gsheet`): a line of JSON, or a shortcut of Windows.
fn is_cloud_link(lower: &str) -> bool {
    let is_link = lower.starts_with('{') || lower.starts_with("[internetshortcut]");
    is_link && (lower.contains("docs.google.com/spreadsheets") || lower.contains("\"doc_id\""))
}

fn markup_kind(lower: &str) -> Refusal {
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") && lower.contains("workbook") {
        Refusal::OtherTable(ForeignTable::SpreadsheetMl2003)
    } else if lower.contains("<office:document ") && lower.contains("opendocument.spreadsheet") {
        Refusal::OtherTable(ForeignTable::FlatOds)
    } else if lower.contains("<w:worddocument") {
        Refusal::NotSpreadsheet(Other::Word)
    } else if lower.contains("<html") || lower.contains("<table") {
        page_kind(lower)
    } else {
        Refusal::NotSpreadsheet(Other::PlainText)
    }
}

/// How many cells of a page's tables must be numbers for it to be a table rather than a letter set in one.
const MIN_NUMBERS: usize = 4;

fn page_kind(lower: &str) -> Refusal {
    let n_numbers = lower.split("<td").skip(1).filter(|cell| delimited::is_number(&cell_text(cell))).count();
    if n_numbers >= MIN_NUMBERS || lower.contains("content=excel.sheet") {
        Refusal::OtherTable(ForeignTable::Html)
    } else {
        Refusal::NotSpreadsheet(Other::WebPage { has_table: lower.contains("<td") })
    }
}

/// The text of a page's cell, from behind its `<td` to the next cell or row.
fn cell_text(cell: &str) -> String {
    let end = ["</td", "</tr", "<tr"].iter().filter_map(|tag| cell.find(tag)).min().unwrap_or(cell.len());
    // What stands before the first `>` is the rest of a tag.
    let texts = cell[..end].split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    texts.collect::<String>().replace("&nbsp;", " ")
}
