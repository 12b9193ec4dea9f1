//! A document taken apart again: its parts, its words, the same bytes every time.

use std::io::{Cursor, Read};

use chrono::NaiveDate;

use super::*;
use crate::plan;
use crate::view::block::{Align, ChartUnit, Point, Series, SeriesRole};

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
    document.table(&table).charts(&[chart()]).signature(&["Lưu: VT".to_owned()]).render()
}

fn chart() -> Chart {
    let points = vec![Some(Point { value: "35.39".to_owned(), decimals: 4 }), None];
    let series = Series { name: "Thực hiện".to_owned(), role: SeriesRole::Fact, points };
    Chart {
        title: "Tỷ lệ".to_owned(),
        names: vec!["2022".to_owned(), "a < b".to_owned()],
        series: vec![series],
        unit: ChartUnit::Percent,
        alternative: "Biểu đồ cột".to_owned(),
    }
}

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
    for name in &names {
        let text = part(&bytes, name);
        assert!(roxmltree::Document::parse(&text).is_ok(), "{name}");
        assert!(crate::ooxml::xml::check(text.as_bytes()).is_ok() && !text.contains('\u{1}'), "{name}");
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
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    assert!(part(&bytes, "word/styles.xml").contains("vi-VN"));
    assert!(part(&bytes, "docProps/core.xml").contains("2023-12-05T00:00:00Z"));
}

#[test]
fn a_chart_bears_its_words_its_values_and_their_decimals() {
    let bytes = document(0);
    let chart = part(&bytes, "word/charts/chart1.xml");
    for text in ["Tỷ lệ", "Thực hiện", "a &lt; b", "35.39", "[$-42A]0.0000\"%\"", "[$-42A]0.00\"%\""] {
        assert!(chart.replace("&quot;", "\"").contains(text), "{text}: {chart}");
    }
    assert!(part(&bytes, "word/document.xml").contains(r#"descr="Biểu đồ cột""#));
}

#[test]
fn a_table_keeps_three_rows_together_at_either_end() {
    let rows = |n: usize| Table::new(&[("TT", 15, Align::Center)]).rows((0..n).map(|n| vec![n.to_string().into()]));
    let kept = |n: usize| {
        let xml = String::from_utf8(table::build(&rows(n)).part()).expect("UTF-8");
        let rows: Vec<bool> = xml.split("<w:tr>").skip(2).map(|row| row.contains("keepNext")).collect();
        rows.iter().map(|kept| if *kept { '+' } else { '-' }).collect::<String>()
    };
    assert_eq!([kept(1), kept(4), kept(7)], ["-", "+++-", "++--++-"].map(str::to_owned));
}
