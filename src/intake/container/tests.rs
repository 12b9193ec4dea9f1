//! What is refused before any library sees it, and what is let pass.

use std::io::{Cursor, Read};

use super::*;
use crate::intake::fixture::{self, compound_file, content_types, package, record, sheet, xlsx};
use crate::value::grid::MAX_ROWS;

fn damage(bytes: &[u8]) -> Option<Damage> {
    match inspect(bytes) {
        Err(Refusal::Damaged { detail }) => Some(detail),
        _ => None,
    }
}

fn limit(bytes: &[u8]) -> Option<Limit> {
    match inspect(bytes) {
        Err(Refusal::TooLarge { what, found, allowed, .. }) if found > allowed => Some(what),
        _ => None,
    }
}

#[test]
fn saved_workbooks_pass() {
    assert_eq!(inspect(fixture::SAVED_BY_OPENPYXL), Ok(Format::Xlsx));
    assert_eq!(inspect(fixture::SAVED_AS_XLSX), Ok(Format::Xlsx));
    assert_eq!(inspect(fixture::SAVED_AS_XLS), Ok(Format::Xls));
    assert_eq!(inspect(fixture::SAVED_AS_ODS), Ok(Format::Ods));
}

const PAGE: &str = "<TABLE><tr><td>01</td><td class='n'>1.200</td><tr><TD>02<TD><b>&nbsp;30</b></table>";

#[test]
fn foreign_files_are_named_by_content() {
    use {Other::*, Refusal::NotSpreadsheet, Refusal::OtherTable};
    let wide: Vec<u8> = format!("\u{FEFF}{PAGE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut dbf = vec![0x03, 126, 12, 31, 1, 0, 0, 0, 65, 0];
    dbf.resize(80, 0);
    let cases: &[(&[u8], Refusal)] = &[
        (b"", Refusal::Empty),
        (&[0; 900], Damage::OnlyZeros.into()),
        (b"%PDF-1.7\n\x00\x01", NotSpreadsheet(Pdf)),
        (b"{\\rtf1\\ansi", NotSpreadsheet(Word)),
        (b"Rar!\x1A\x07\x01\x00", NotSpreadsheet(Rar)),
        (b"7z\xBC\xAF\x27\x1C\x00\x04", NotSpreadsheet(SevenZip)),
        (b"\x89PNG\r\n\x1A\n", NotSpreadsheet(Image)),
        (b"BM\x36\x00\x0C\x00\x00\x00\x00\x00", NotSpreadsheet(Image)),
        ("BM là viết tắt".as_bytes(), NotSpreadsheet(PlainText)),
        (b"\x00\x00\x00\x18ftypheic", NotSpreadsheet(Image)),
        ("Kính gửi Ban chỉ đạo,\nXin gửi báo cáo.".as_bytes(), NotSpreadsheet(PlainText)),
        (b"\x01\x02\x03\x04", NotSpreadsheet(Unknown)),
        (PAGE.as_bytes(), OtherTable(ForeignTable::Html)),
        (&[b"\xEF\xBB\xBF\r\n", PAGE.as_bytes()].concat(), OtherTable(ForeignTable::Html)),
        (&wide, OtherTable(ForeignTable::Html)),
        (b"<html><meta name=ProgId content=Excel.Sheet><table></table>", OtherTable(ForeignTable::Html)),
        (b"<html><body><table><tr><td>1</td></tr></table>", NotSpreadsheet(WebPage { has_table: true })),
        (b"\xEF\xBB\xBF\r\n<TABLE border=1>", NotSpreadsheet(WebPage { has_table: false })),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            OtherTable(ForeignTable::SpreadsheetMl2003),
        ),
        (br#"{"url": "https://docs.google.com/spreadsheets/d/abc", "doc_id": "abc"}"#, NotSpreadsheet(CloudLink)),
        (br#"{"people": 12}"#, NotSpreadsheet(PlainText)),
        (b"<?xml version='1.0'?><note/>", NotSpreadsheet(PlainText)),
        (b"ma,so\n01,12\n02,30\n", OtherTable(ForeignTable::Csv)),
        (b"ma;so;ten\r\n01;12;\r\n", OtherTable(ForeignTable::Csv)),
        (b"ID;PWXL;N;E\r\n", OtherTable(ForeignTable::Sylk)),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", OtherTable(ForeignTable::Excel5)),
        (&dbf, OtherTable(ForeignTable::Dbf)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(inspect(bytes), Err(*expected), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn packages_are_named_by_their_parts() {
    let office = |main: &str, part: &str| package(&[("[Content_Types].xml", &content_types(main)), (part, b"")]);
    let open = |kind: &str| package(&[("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes())]);
    let xlsb = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
    assert_eq!(inspect(&office(xlsb, "xl/workbook.bin")), Ok(Format::Xlsb));
    let cases = [
        (office("wordprocessingml.document.main+xml", "word/document.xml"), Refusal::NotSpreadsheet(Other::Word)),
        (office("presentationml.presentation.main+xml", "ppt/x.xml"), Refusal::NotSpreadsheet(Other::PowerPoint)),
        (open("text"), Refusal::NotSpreadsheet(Other::Word)),
        (open("spreadsheet"), Damage::NoWorkbook.into()),
        (package(&[("Index/Document.iwa", b"")]), Refusal::OtherTable(ForeignTable::Numbers)),
        (package(&[("báo cáo.xlsx", b"")]), Refusal::NotSpreadsheet(Other::Zip)),
        (package(&[]), Refusal::NotSpreadsheet(Other::EmptyZip)),
        (office("?", "ppt/presentation.xml"), Refusal::NotSpreadsheet(Other::PowerPoint)),
        (package(&[("word/document.xml", b"")]), Refusal::NotSpreadsheet(Other::Word)),
        (package(&[("mimetype", b"application/vnd.sun.xml.calc")]), Refusal::OtherTable(ForeignTable::OpenOffice1)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(inspect(&bytes), Err(expected));
    }
    // Which part an .xlsx has its workbook in, its reader finds out.
    assert_eq!(inspect(&office(fixture::WORKBOOK_TYPE, "xl/book.xml")), Ok(Format::Xlsx));
}

#[test]
fn parts_that_share_a_name_are_refused() {
    let ods = |second: &str| {
        let content = ("content.xml", b"<a/>".as_slice());
        let mut bytes = package(&[("mimetype", fixture::ODS_TYPE), content, ("content.xmk", b"<b/>")]);
        let places: Vec<usize> = memchr::memmem::find_iter(&bytes, b"content.xmk").collect();
        places.iter().for_each(|at| bytes[*at..*at + second.len()].copy_from_slice(second.as_bytes()));
        (bytes, places[0])
    };
    assert_eq!(damage(&ods("content.xmk").0), None);
    assert_eq!(damage(&ods("content.xml").0), Some(Damage::PartNames));
    assert_eq!(damage(&ods("CONTENT.xml").0), Some(Damage::PartNames));
    let (mut bytes, local_name) = ods("content.xmk");
    bytes[local_name] = b'C';
    assert_eq!(damage(&bytes), Some(Damage::PartNames));
}

#[test]
fn passwords_are_seen() {
    let manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let ods =
        package(&[("mimetype", fixture::ODS_TYPE), ("META-INF/manifest.xml", manifest), ("content.xml", b"\x01")]);
    assert_eq!(inspect(&ods), Err(Refusal::Locked));
    assert_eq!(inspect(&compound_file("EncryptedPackage", b"")), Err(Refusal::Locked));
    let pass = [bof(), record(0x002F, &[1, 0]), eof()].concat();
    assert_eq!(inspect(&compound_file("Workbook", &pass)), Err(Refusal::Locked));
}

#[test]
fn half_a_download_is_truncated() {
    let whole = xlsx(&sheet(""));
    for n_bytes in [4, whole.len() / 2, whole.len() - 30] {
        assert_eq!(damage(&whole[..n_bytes]), Some(Damage::Truncated), "{n_bytes}");
    }
    let whole = fixture::SAVED_AS_XLS;
    for n_bytes in [8, 511, whole.len() / 2] {
        assert_eq!(damage(&whole[..n_bytes]), Some(Damage::Truncated), "{n_bytes}");
    }
}

#[test]
fn a_changed_byte_in_a_package_is_damage() {
    let mut bytes = xlsx(&sheet(""));
    // The first byte of the first part's compressed content.
    let start = 30 + "[Content_Types].xml".len();
    bytes[start] ^= 0x55;
    assert_eq!(damage(&bytes), Some(Damage::Package));
}

#[test]
fn what_inflates_too_far_is_refused() {
    use std::io::{Cursor, Write};
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    bomb.start_file("mimetype", options).expect("a part");
    bomb.write_all(fixture::ODS_TYPE).expect("memory");
    bomb.start_file("content.xml", options).expect("a part");
    let mebibyte = package(&[("blanks", &vec![b' '; 1 << 20])]);
    for idx in 0..64 {
        let mut archive = zip::ZipArchive::new(Cursor::new(&mebibyte)).expect("a zip");
        bomb.raw_copy_file_rename(archive.by_index(0).expect("a part"), format!("{idx}")).expect("a copy");
    }
    let bytes = bomb.finish().expect("a zip").into_inner();
    assert!(bytes.len() < 200_000);
    assert_eq!(limit(&bytes), Some(Limit::InflatedBytes));
}

#[test]
fn a_file_or_package_of_absurd_size_is_refused() {
    assert_eq!(limit(&vec![1; (20 << 20) + 1]), Some(Limit::FileBytes));
    let names: Vec<String> = (0..=10_000).map(|idx| idx.to_string()).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(limit(&package(&parts)), Some(Limit::Entries));
}

#[test]
fn more_cells_than_a_template_needs_are_refused() {
    let many = fixture::ods(&"<table:table-cell/>".repeat(500_001));
    assert_eq!(limit(&many), Some(Limit::Cells));
    // A plan of long forms lets its returns hold more.
    assert_eq!(open(&many, MAX_ROWS).map(|file| file.format), inspect(&many));
    assert_eq!(open(&many, MAX_ROWS + 1).map(|file| file.format), Ok(Format::Ods));
}

#[test]
fn an_opened_package_has_the_same_parts_unpacked() {
    let part = |bytes: &[u8], name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut part = archive.by_name(name).expect("there");
        let mut content = String::new();
        part.read_to_string(&mut content).expect("text");
        (part.compression(), content)
    };
    let parts: [(&str, &[u8]); 3] =
        [("mimetype", fixture::ODS_TYPE), ("content.xml", b"<a/>"), ("Tài liệu.xml", "<a/>".as_bytes())];
    let bytes = package(&parts);
    let opened = open(&bytes, 1).expect("sound");
    for name in ["mimetype", "content.xml", "Tài liệu.xml"] {
        let (compression, content) = part(&opened.bytes, name);
        assert_eq!((compression, content), (zip::CompressionMethod::Stored, part(&bytes, name).1), "{name}");
    }
    assert_eq!(open(b"no package", 1).err(), inspect(b"no package").err());
}

#[test]
fn endless_sheets_are_refused() {
    assert_eq!(limit(&fixture::ods(&"<table:table/>".repeat(1_001))), Some(Limit::Sheets));
    let globals = vec![record(0x0085, &[0; 9]); 1_001].concat();
    assert_eq!(limit(&compound_file("Workbook", &[bof(), globals, eof()].concat())), Some(Limit::Sheets));
}

#[test]
fn markup_that_hides_things_is_refused() {
    let content = |xml: &str| package(&[("mimetype", fixture::ODS_TYPE), ("content.xml", xml.as_bytes())]);
    assert_eq!(damage(&content("<!DOCTYPE x [<!ENTITY a 'b'>]><a/>")), Some(Damage::Doctype));
    assert_eq!(damage(&content("<?xml version='1.0' encoding='UTF-16'?><a/>")), Some(Damage::Encoding));
    assert_eq!(damage(&content("<\0w\0/\0>\0")), Some(Damage::Encoding));
    assert_eq!(damage(&content("<a b='>")), Some(Damage::Markup));
    assert_eq!(damage(&content("<a><!-- ")), Some(Damage::Markup));
    assert_eq!(limit(&content(&format!("<a b='{}'/>", " ".repeat(5 << 20)))), Some(Limit::TokenBytes));
    assert_eq!(limit(&content(&"<a/>".repeat(2_000_001))), Some(Limit::Tags));
}

#[test]
fn records_of_an_xlsb_must_fit_their_part() {
    let xlsb = |records: &[u8]| {
        let types = content_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main");
        package(&[
            ("[Content_Types].xml", &types),
            ("xl/workbook.bin", b"\x83\x01\x00"),
            ("xl/worksheets/Sheet1.BIN", records),
        ])
    };
    assert_eq!(inspect(&xlsb(b"\x00\x02ab\x02\x00")), Ok(Format::Xlsb));
    assert_eq!(damage(&xlsb(b"\x00\xFF\xFF\xFF\x7Fab")), Some(Damage::Record));
    assert_eq!(limit(&xlsb(&b"\x01\x00".repeat(500_001))), Some(Limit::Cells));
}

#[test]
fn compound_files_are_named_by_their_streams() {
    assert_eq!(inspect(&compound_file("Book", b"")), Err(Refusal::OtherTable(ForeignTable::Excel5)));
    assert_eq!(inspect(&compound_file("WordDocument", b"")), Err(Refusal::NotSpreadsheet(Other::Word)));
    let slides = compound_file("PowerPoint Document", b"");
    assert_eq!(inspect(&slides), Err(Refusal::NotSpreadsheet(Other::PowerPoint)));
    assert_eq!(inspect(&compound_file("Contents", b"")), Err(Refusal::NotSpreadsheet(Other::Unknown)));
    let old = [record(0x0809, &[0, 5, 5, 0]), eof()].concat();
    assert_eq!(inspect(&compound_file("Workbook", &old)), Err(Refusal::OtherTable(ForeignTable::Excel5)));
}

#[test]
fn looping_chains_end() {
    let good = compound_file("Workbook", &xls(&[], &[]));
    assert_eq!(inspect(&good), Ok(Format::Xls));
    let table = good.len() - 512;
    // The directory's chain leads back to itself, the stream's to its own start, then out of the file.
    for (entry, next, expected) in
        [(0, 0u32, Damage::CompoundFile), (1, 999_999, Damage::CompoundFile), (8, 0xFFFF_FFFD, Damage::CompoundFile)]
    {
        let mut bad = good.clone();
        bad[table + 4 * entry..][..4].copy_from_slice(&next.to_le_bytes());
        if entry == 8 {
            // A longer stream is declared, so that its last sector's mark is followed.
            bad[512 + 128 + 120..][..4].copy_from_slice(&9000u32.to_le_bytes());
        }
        assert_eq!(damage(&bad), Some(expected), "{entry}");
    }
}

#[test]
fn an_xls_that_asks_for_memory_is_refused() {
    let check = |globals: &[Vec<u8>], cells: &[Vec<u8>]| {
        let bytes = compound_file("Workbook", &xls(globals, cells));
        inspect(&bytes)
    };
    let refused = |globals: &[Vec<u8>], cells: &[Vec<u8>]| match check(globals, cells) {
        Err(Refusal::TooLarge { what, .. }) => Some(what),
        _ => None,
    };
    let number =
        |row: u16, column: u16| record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat());
    // Cells are counted as they stand, however far they are from each other and whatever is declared.
    let declared = record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0xFF, 0, 0, 0]);
    assert_eq!(check(&[], &[declared, number(0, 0), number(65_535, 255)]), Ok(Format::Xls));
    let many = record(0x00BD, &[0; 8000]);
    assert_eq!(refused(&[], &vec![many; 376]), Some(Limit::Cells));

    let letters = vec![b'a'; 8000];
    let strings = record(0x00FC, &[&[0; 8][..], &8000u16.to_le_bytes(), &[0], &letters].concat());
    let shown = record(0x00FD, &[0; 10]);
    assert_eq!(check(std::slice::from_ref(&strings), std::slice::from_ref(&shown)), Ok(Format::Xls));
    assert_eq!(refused(std::slice::from_ref(&strings), &vec![shown.clone(); 2100]), Some(Limit::TextBytes));
    assert_eq!(check(&[], &[shown]), Err(Damage::Record.into()), "a string that isn't there");

    // Empty strings of three bytes each, over many records.
    let mut many = vec![record(0x00FC, &[0; 8])];
    many.extend(vec![record(0x003C, &[0; 60_000]); 51]);
    assert_eq!(refused(&many, &[]), Some(Limit::SharedStrings));

    let formula = record(0x0006, &[0; 8000]);
    assert_eq!(refused(&[], &vec![formula; 263]), Some(Limit::FormulaBytes));
    assert_eq!(refused(&vec![record(0x003C, &[]); 10_001], &[]), Some(Limit::Continues));
    let cut = [bof(), vec![0x03, 0x02, 0xFF, 0xFF]].concat();
    assert_eq!(inspect(&compound_file("Workbook", &cut)), Err(Damage::Record.into()));
}

#[test]
fn a_string_may_change_its_width_where_it_is_continued() {
    let head = record(0x00FC, &[&[0; 8][..], &4u16.to_le_bytes(), &[0], b"ab"].concat());
    let wide = record(0x003C, &[1, b'c', 0, b'd', 0]);
    let whole = compound_file("Workbook", &xls(&[head.clone(), wide], &[]));
    assert_eq!(inspect(&whole), Ok(Format::Xls));
    let cut = compound_file("Workbook", &xls(&[head, record(0x003C, &[])], &[]));
    assert_eq!(damage(&cut), Some(Damage::Record), "the library panics on this one");
}

fn bof() -> Vec<u8> {
    record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0])
}

fn eof() -> Vec<u8> {
    record(0x000A, &[])
}

/// A `Workbook` stream with one sheet of these records.
fn xls(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let head = [bof(), globals.concat()].concat();
    let start = u32::try_from(head.len() + 4 + 9 + 4).expect("a short stream");
    let bound_sheet = record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
    [head, bound_sheet, eof(), bof(), cells.concat(), eof()].concat()
}
