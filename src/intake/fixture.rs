//! Small files that tests build from their parts.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const SAVED_BY_OPENPYXL: &[u8] = include_bytes!("../../tests/files/intake/table-openpyxl.xlsx");
pub const SAVED_AS_XLSX: &[u8] = include_bytes!("../../tests/files/intake/table-libreoffice.xlsx");
pub const SAVED_AS_XLS: &[u8] = include_bytes!("../../tests/files/intake/table-libreoffice.xls");
pub const SAVED_AS_ODS: &[u8] = include_bytes!("../../tests/files/intake/table-libreoffice.ods");

pub const WORKBOOK_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
pub const ODS_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// A zip of the given parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        package.start_file(*name, SimpleFileOptions::default()).expect("a zip in memory takes any part");
        package.write_all(content).expect("memory can be written");
    }
    package.finish().expect("a zip in memory can be closed").into_inner()
}

/// What an Office package says about the kind of its main part.
pub fn content_types(main: &str) -> Vec<u8> {
    declared(format!("<Types><Override PartName=\"/main\" ContentType=\"{main}\"/></Types>").as_bytes())
}

/// An `.xlsx` with one sheet, called `Biểu`, of this XML.
pub fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

/// An `.xlsx` with one sheet and further parts, which replace those of the same name. Its workbook refers to shared
/// strings and styles that are among them.
pub fn xlsx_with(sheet: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let types = content_types(WORKBOOK_TYPE);
    let root = relationship("officeDocument", "xl/workbook.xml");
    let mut sheets = relationship("worksheet", "worksheets/sheet1.xml");
    for (kind, file) in [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")] {
        if parts.iter().any(|(name, _)| *name == format!("xl/{file}")) {
            let other = format!("<Relationship Id='{kind}' Type='http://x/{kind}' Target='{file}'/></Relationships>");
            sheets = sheets.replace("</Relationships>", &other);
        }
    }
    let book = "<workbook><sheets><sheet name=\"Biểu\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", &types),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, content) in parts {
        all.retain(|(other, _)| other != name);
        all.push((name, content));
    }
    let declared: Vec<(&str, Vec<u8>)> = all.into_iter().map(|(name, content)| (name, declared(content))).collect();
    let all: Vec<(&str, &[u8])> = declared.iter().map(|(name, content)| (*name, content.as_slice())).collect();
    package(&all)
}

/// A part whose root declares the namespaces that Office would, if it declares none.
fn declared(part: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(part) else { return part.to_vec() };
    let is_root = |(at, _): &(usize, &str)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let Some((start, _)) = text.match_indices('<').find(is_root) else { return part.to_vec() };
    let Some(n_name) = text[start..].find([' ', '>', '/', '\n']) else { return part.to_vec() };
    let (before, after) = text.split_at(start + n_name);
    if after.split('>').next().is_some_and(|tag| tag.contains("xmlns")) {
        return part.to_vec();
    }
    let name = &before[start + 1..];
    let (prefix, local) = name.split_once(':').map_or(("", name), |(prefix, local)| (prefix, local));
    let colon = if prefix.is_empty() { "" } else { ":" };
    let own = if prefix == "xdr" { String::new() } else { format!(" xmlns{colon}{prefix}='{}'", namespace(local)) };
    format!("{before}{own}{OTHER_NAMESPACES}{after}").into_bytes()
}

const OTHER_NAMESPACES: &str = " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
    xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' \
    xmlns:xdr='http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'";

fn namespace(root: &str) -> &'static str {
    match root {
        "Types" => "http://schemas.openxmlformats.org/package/2006/content-types",
        "Relationships" => "http://schemas.openxmlformats.org/package/2006/relationships",
        "ThreadedComments" => "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",
        _ => "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    }
}

/// The relationships of a part that has one, called `r1`.
pub fn relationship(kind: &str, target: &str) -> String {
    let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
    let uri = namespace("Relationships");
    format!(
        "<Relationships xmlns='{uri}'><Relationship Id=\"r1\" Type=\"{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

/// A sheet with these rows.
pub fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

/// An `.ods` with this content of its spreadsheet element.
pub fn ods(spreadsheet: &str) -> Vec<u8> {
    let prefixes = ["office", "table", "text", "style", "draw", "dc", "calcext", "svg", "fo", "number"];
    let namespace = |prefix: &str| match prefix {
        "number" => "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0".to_owned(),
        _ => format!("urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"),
    };
    let declared: String = prefixes.map(|prefix| format!(" xmlns:{prefix}=\"{}\"", namespace(prefix))).concat();
    let content = format!(
        "<office:document-content{declared}><office:body><office:spreadsheet>{spreadsheet}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    package(&[("mimetype", ODS_TYPE), ("content.xml", content.as_bytes())])
}

/// An `.xlsb` with one sheet, called `A`, of these records.
pub fn xlsb(sheet: &[u8]) -> Vec<u8> {
    xlsb_related(sheet, &relationship("worksheet", "worksheets/sheet1.bin"))
}

/// The same with these relationships of the workbook, in which the sheet is `r1`.
pub fn xlsb_related(sheet: &[u8], related: &str) -> Vec<u8> {
    let types = content_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main");
    let root = relationship("officeDocument", "xl/workbook.bin");
    // The sheet's state, its number, the name of its relationship and its own.
    let info = [&[0, 0, 0, 0, 1, 0, 0, 0][..], &wide_text("r1"), &wide_text("A")].concat();
    let book =
        [packed_record(0x83, b""), packed_record(0x8F, b""), packed_record(0x9C, &info), packed_record(0x90, b"")];
    package(&[
        ("[Content_Types].xml", &types),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", &[book.concat(), packed_record(0x84, b"")].concat()),
        ("xl/_rels/workbook.bin.rels", related.as_bytes()),
        ("xl/worksheets/sheet1.bin", sheet),
    ])
}

/// The records of a sheet of an `.xlsb` in which two numbers and a text stand in the first row.
pub fn xlsb_sheet() -> Vec<u8> {
    let row = packed_record(0, &[&[0; 8][..], &[0x2C, 1], &[0; 7]].concat());
    let number = |col: u8| packed_record(5, &[&[col, 0, 0, 0, 0, 0, 0, 0][..], &f64::from(col).to_le_bytes()].concat());
    let text = packed_record(6, &[&[3, 0, 0, 0, 0, 0, 0, 0][..], &wide_text("Xã")].concat());
    let used = [0u8; 16];
    let start = [packed_record(0x81, b""), packed_record(0x94, &used), packed_record(0x91, b"")].concat();
    [start, row, number(1), number(2), text, packed_record(0x92, b""), packed_record(0x82, b"")].concat()
}

/// A short record of an `.xlsb`.
fn packed_record(kind: u8, data: &[u8]) -> Vec<u8> {
    let kind = if kind < 0x80 { vec![kind] } else { vec![kind, 1] };
    let length = u8::try_from(data.len()).ok().filter(|length| *length < 0x80).expect("a short record");
    [&kind[..], &[length], data].concat()
}

fn wide_text(text: &str) -> Vec<u8> {
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&as_u32(letters.len() / 2).to_le_bytes()[..], &letters].concat()
}

/// A compound file with one stream, padded to live outside of the mini stream.
pub fn compound_file(name: &str, stream: &[u8]) -> Vec<u8> {
    let n_sectors = stream.len().max(4096).div_ceil(512);
    let n_tables = (n_sectors + 1).div_ceil(127);
    let mut file = vec![0; 512];
    file[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    put(&mut file, 26, &3u16.to_le_bytes());
    put(&mut file, 30, &9u16.to_le_bytes());
    put(&mut file, 32, &6u16.to_le_bytes());
    let first_table = n_sectors + 1;
    put(&mut file, 60, &0xFFFF_FFFEu32.to_le_bytes());
    put(&mut file, 68, &0xFFFF_FFFEu32.to_le_bytes());
    for idx in 0..109 {
        let id = if idx < n_tables { as_u32(first_table + idx) } else { 0xFFFF_FFFF };
        put(&mut file, 76 + 4 * idx, &id.to_le_bytes());
    }
    // Sector 0 is the directory, then comes the stream, then the table.
    file.extend(entry("Root Entry", 0xFFFF_FFFE, 0));
    file.extend(entry(name, 1, as_u32(n_sectors * 512)));
    file.extend([0; 256]);
    file.extend(stream);
    file.resize(512 * (2 + n_sectors), 0);
    let mut table = vec![0xFFFF_FFFEu32];
    table.extend((1..n_sectors).map(|id| as_u32(id + 1)));
    table.push(0xFFFF_FFFE);
    table.resize(n_tables * 128, 0xFFFF_FFFF);
    file.extend(table.iter().flat_map(|id| id.to_le_bytes()));
    file
}

/// A record of an `.xls`.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a record of a test is short");
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn entry(name: &str, start: u32, n_bytes: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(128, 0);
    put(&mut entry, 116, &start.to_le_bytes());
    put(&mut entry, 120, &n_bytes.to_le_bytes());
    entry
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn as_u32(number: usize) -> u32 {
    u32::try_from(number).expect("a file of a test is small")
}
