//! A document taken apart again: its parts, its words, the same bytes every time.

use std::io::{Cursor, Read};

use chrono::NaiveDate;
use quick_xml::events::Event;

use super::*;
use crate::plan;
use crate::view::block::Align;

fn document(n_paragraphs: usize) -> Vec<u8> {
    let plan = plan::embedded();
    let date = NaiveDate::from_ymd_opt(2023, 12, 5).expect("a date");
    let head = Letterhead { office: &plan.office, kind: Some("BC"), subject: None, date };
    let columns = [("TT", 15, Align::Center), ("Nội dung", 100, Align::Left), ("Số người", 50, Align::Right)];
    let table = Table::new(&columns).row(vec!["1".into(), "a < b & c\u{1}".into(), "1.234".into()]);
    let mut document = Document::new(&head)
        .title("BÁO CÁO", "Kết quả thực hiện Kế hoạch năm 2023")
        .addressed_to(&["UBND tỉnh", "HĐND tỉnh"])
        .heading(Heading::Part, "Tình hình")
        .heading(Heading::Section, "Số liệu")
        .heading(Heading::Point, "Các đơn vị")
        .heading(Heading::Part, "Kết quả")
        .heading(Heading::Section, "Chỉ tiêu");
    for _ in 0..n_paragraphs {
        document = document.paragraph(Text::new().plain("Một ").bold("hai"));
    }
    document.table(&table).picture(&Picture::new(PNG).expect("a PNG"), 80).signature(&["Lưu: VT".to_owned()]).render()
}

/// One white pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
    0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0x0f, 0, 1, 1, 1, 0, 0x1b,
    0xb6, 0xee, 0x56, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn every_part_is_well_formed() {
    let bytes = document(2);
    let archive = zip::ZipArchive::new(Cursor::new(&bytes[..])).expect("a package");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    for name in names.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let text = part(&bytes, name);
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut depth = 0;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{name}");
        assert!(!text.contains('\u{1}'), "{name}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_whatever_was_made_before() {
    let first = document(2);
    document(5);
    assert_eq!(first, document(2));
}

#[test]
fn a_long_document_is_small_enough_to_send() {
    assert!(document(2_000).len() < document(0).len() + 20_000);
}

#[test]
fn headings_are_numbered_and_the_table_head_repeats() {
    let bytes = document(1);
    let xml = part(&bytes, "word/document.xml");
    for text in
        ["I. TÌNH HÌNH", "1. Số liệu", "a) Các đơn vị", "II. KẾT QUẢ", "1. Chỉ tiêu", "- UBND tỉnh;", "- HĐND tỉnh."]
    {
        assert!(xml.contains(text), "{text}");
    }
    assert_eq!(xml.matches("<w:tblHeader />").count(), 1);
    assert!(!xml.contains("trHeight") && !xml.contains("paraId"));
    assert!(part(&bytes, "word/styles.xml").contains("vi-VN"));
    assert!(part(&bytes, "docProps/core.xml").contains("2023-12-05T00:00:00Z"));
}

#[test]
fn what_is_no_picture_is_refused() {
    assert!(Picture::new(b"GIF89a").is_none());
    assert!(Picture::new(&PNG[..20]).is_none());
}
