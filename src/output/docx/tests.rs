//! A document taken apart again: its parts, its words, the same bytes every time.

use std::io::{Cursor, Read};

use chrono::NaiveDate;

use super::*;
use crate::plan;
use crate::view::block::{Align, ChartUnit, Face, Point, Series, SeriesRole};
use crate::view::prose::{self as words, ListLevel, Run};

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
        let xml = String::from_utf8(table::build(&rows(n), &[15]).part()).expect("UTF-8");
        let rows: Vec<bool> = xml.split("<w:tr>").skip(2).map(|row| row.contains("keepNext")).collect();
        rows.iter().map(|kept| if *kept { '+' } else { '-' }).collect::<String>()
    };
    assert_eq!([kept(1), kept(4), kept(7)], ["-", "+++-", "++--++-"].map(str::to_owned));
}

// -------------------------------------------------------------------------------------------- the officer's own words

fn place(key: &str) -> ProsePlace {
    ProsePlace { key: key.to_owned(), about: "Tuyên truyền".to_owned(), hints: vec!["việc đã làm.".to_owned()] }
}

fn with_places(prose: &Prose) -> Vec<u8> {
    let plan = plan::embedded();
    let date = NaiveDate::from_ymd_opt(2023, 12, 5).expect("a date");
    let head = Letterhead { office: &plan.office, kind: Some("BC"), subject: None, date };
    let document = Document::new(&head).heading(Heading::Part, "Chỉ đạo").prose(&place("I.1"), prose);
    document.prose(&place("I.2"), prose).paragraph("Hết.").render()
}

fn written() -> Prose {
    let run = |text: &str, bold, italic| Run {
        text: text.to_owned(),
        face: Face { bold, italic },
        marks: words::RunMarks { is_underlined: bold, ..Default::default() },
    };
    let paragraph = |runs, item| words::Paragraph { runs, item };
    let three = vec![
        paragraph(
            vec![run("Một ", false, false), run("đậm", true, false), run(" < nghiêng\tvà\nxuống dòng", false, true)],
            None,
        ),
        paragraph(vec![run("Hai", false, false)], Some((2, 0))),
        paragraph(vec![run("Ba", false, false)], Some((2, 1))),
    ];
    let levels =
        ["bullet", "lowerLetter"].map(|format| ListLevel { format: format.into(), sign: "%2)".into(), start: 3 });
    let lists = [(2, levels.to_vec())].into();
    Prose { places: [("I.1".to_owned(), three)].into(), lists, ..Prose::default() }
}

#[test]
fn what_was_written_comes_back_word_for_word() {
    let first = with_places(&written());
    let back = read_prose(&first).expect("a document of ours");
    let plain = |prose: &Prose| {
        let mut paragraphs = prose.places["I.1"].clone();
        paragraphs.iter_mut().for_each(|paragraph| paragraph.item = paragraph.item.map(|(_, level)| (0, level)));
        paragraphs
    };
    assert_eq!(plain(&back), plain(&written()));
    let (list, _) = back.places["I.1"][1].item.expect("an item");
    assert_eq!(back.lists[&list][..2], written().lists[&2]);
    assert!(!back.places.contains_key("I.2"), "what only asks is nothing written");
    assert_eq!(with_places(&back), with_places(&read_prose(&with_places(&back)).expect("ours")));
}

/// A document whose text is altered as a word processor might.
fn altered(from: &str, to: &str) -> Vec<u8> {
    altered_part("word/document.xml", from, to)
}

fn altered_part(part: &str, from: &str, to: &str) -> Vec<u8> {
    let bytes = with_places(&Prose::default());
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..])).expect("a package");
    let mut packing = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).expect("a part");
        let name = entry.name().expect("a name").into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("UTF-8");
        if name == part {
            assert!(text.contains(from), "{from} in {text}");
            text = text.replacen(from, to, 1);
        }
        packing.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        std::io::Write::write_all(&mut packing, text.as_bytes()).expect("memory");
    }
    packing.finish().expect("memory").into_inner()
}

#[test]
fn what_is_pasted_behind_a_place_belongs_to_it_and_other_text_does_not() {
    let blank = r#"<w:p><w:pPr><w:pStyle w:val="LoiVanI2"/></w:pPr></w:p>"#;
    let pasted = "<w:p><w:r><w:t>Dán từ nơi khác</w:t></w:r></w:p>";
    let read = |bytes: &[u8]| read_prose(bytes).expect("a document of ours");
    let prose = read(&altered(blank, &format!("{blank}{pasted}")));
    assert_eq!(prose.places["I.2"][0].text(), "Dán từ nơi khác");
    let before = read(&with_places(&Prose::default()));
    let prose = read(&altered("Hết.", "Hết rồi."));
    assert_eq!((prose.places.len(), prose.n_not_in(&before)), (0, 1));
    let hidden = r#"<w:p><w:pPr><w:pStyle w:val="LoiVanI2"/></w:pPr><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins></w:p>"#;
    assert_eq!(read(&altered(blank, hidden)).places["I.2"][0].text(), "thêm");
}

#[test]
fn a_table_in_a_place_is_carried_over_as_paragraphs_and_counted() {
    let blank = r#"<w:p><w:pPr><w:pStyle w:val="LoiVanI2"/></w:pPr></w:p>"#;
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let table = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("Tháng 3"), cell("12 lớp"));
    let note = r#"<w:p><w:pPr><w:pStyle w:val="LoiVanI2"/></w:pPr><w:r><w:t>Hết bảng</w:t><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let prose = read_prose(&altered(blank, &format!("{blank}{table}{note}"))).expect("a document of ours");
    let texts: Vec<String> = prose.places["I.2"].iter().map(words::Paragraph::text).collect();
    assert_eq!(texts, ["Tháng 3", "12 lớp", "Hết bảng"]);
    assert_eq!((prose.n_tables, prose.n_objects), (1, 1));
}

#[test]
fn words_struck_out_hidden_or_raised_stay_so_and_equations_and_tracked_changes_are_counted() {
    let style = r#"<w:pPr><w:pStyle w:val="LoiVanI2"/></w:pPr>"#;
    let run = |property: &str, text: &str| format!("<w:r><w:rPr>{property}</w:rPr><w:t>{text}</w:t></w:r>");
    let runs = [
        run("<w:strike/>", "bỏ"),
        run("<w:vanish/>", "ẩn"),
        run(r#"<w:vertAlign w:val="superscript"/>"#, "2"),
        run(r#"<w:vertAlign w:val="subscript"/>"#, "3"),
    ];
    let equation = r#"<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>E</m:t></m:r></m:oMath>"#;
    let tracked = format!("<w:ins>{}</w:ins><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>", run("", "mới"));
    let blank = format!("<w:p>{style}</w:p>");
    let read = |bytes: &[u8]| read_prose(bytes).expect("a document of ours");
    let prose = read(&altered(&blank, &format!("<w:p>{style}{}{equation}{tracked}</w:p>", runs.concat())));
    let marks: Vec<_> = prose.places["I.2"][0].runs.iter().map(|run| run.marks).collect();
    assert!(marks[0].is_struck && marks[1].is_hidden);
    assert_eq!([marks[2].script, marks[3].script], [Some(words::Script::Above), Some(words::Script::Below)]);
    assert_eq!((prose.n_objects, prose.n_tracked), (1, 2));
    assert_eq!(read(&with_places(&prose)).places, prose.places);
}

#[test]
fn a_picture_outside_the_places_and_words_in_the_header_are_noticed() {
    let end = "Hết.</w:t></w:r>";
    let prose = read_prose(&altered(end, &format!("{end}<w:r><w:pict/></w:r>"))).expect("a document of ours");
    assert_eq!((prose.n_objects, prose.n_objects_elsewhere), (0, 1));
    let header = "</w:hdr>";
    let bytes = altered_part("word/header1.xml", header, &format!("<w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p>{header}"));
    let prose = read_prose(&bytes).expect("a document of ours");
    assert_eq!(prose.n_not_in(&read_prose(&with_places(&Prose::default())).expect("ours")), 1);
}

#[test]
fn a_signature_of_two_lines_is_set_on_two() {
    let mut office = plan::embedded().office;
    office.signatory_title = "TM. Ủy ban nhân dân\nChủ tịch".to_owned();
    let date = NaiveDate::from_ymd_opt(2023, 12, 5).expect("a date");
    let head = Letterhead { office: &office, kind: Some("BC"), subject: None, date };
    let xml = part(&Document::new(&head).lead_in("Hết.").signature(&[]).render(), "word/document.xml");
    for line in ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"] {
        assert!(xml.contains(&format!(">{line}</w:t>")), "{line} in {xml}");
    }
}

#[test]
fn the_last_paragraph_goes_along_with_the_signature() {
    let (office, date) = (plan::embedded().office, NaiveDate::from_ymd_opt(2023, 12, 5).expect("a date"));
    let head = Letterhead { office: &office, kind: Some("BC"), subject: None, date };
    let document = Document::new(&head).paragraph("Trước nữa.").paragraph("Trước.").lead_in("Hết.");
    let xml = part(&document.signature(&[]).render(), "word/document.xml");
    let kept = |text: &str| {
        let before = xml.split(&format!(">{text}<")).next().and_then(|before| before.rsplit("<w:p>").next());
        before.expect("the paragraph").contains("keepNext")
    };
    assert_eq!(["Trước nữa.", "Trước.", "Hết."].map(kept), [false, true, true]);
}

#[test]
fn a_file_that_is_no_document_of_ours_is_told_why() {
    let why = |bytes: &[u8]| read_prose(bytes).expect_err("none of ours");
    assert_eq!(why(b"%PDF-1.7"), NotRead::NoDocument);
    assert_eq!(why(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), NotRead::Locked);
    assert_eq!(why(b"PK\x03\x04"), NotRead::Damaged);
    assert_eq!(why(&document(1)), NotRead::Foreign);
    let workbook = std::fs::read("examples/inbox-2023/btctu_2023.xlsx").expect("an example");
    assert_eq!(why(&workbook), NotRead::NoDocument);
    let ours = with_places(&Prose::default());
    for n in (0..ours.len()).step_by(97) {
        assert!(read_prose(&ours[..n]).is_err(), "{n}");
    }
}

#[test]
fn a_body_of_the_party_has_its_own_head() {
    let mut office = plan::embedded().office;
    office.letterhead = plan::LetterheadStyle::Party;
    office.abbreviation = "BTCTU".to_owned();
    let date = NaiveDate::from_ymd_opt(2023, 12, 5).expect("a date");
    let head = Letterhead { office: &office, kind: None, subject: Some("đôn đốc".to_owned()), date };
    let xml = part(&Document::new(&head).render(), "word/document.xml");
    assert!(xml.contains("ĐẢNG CỘNG SẢN VIỆT NAM") && xml.contains("-CV/BTCTU") && !xml.contains("CỘNG HÒA"), "{xml}");
}
