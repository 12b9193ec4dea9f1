//! Marked copies: what changes in the file and what doesn't, and what comes back.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use bhxh::intake::{container, reader};
use bhxh::ooxml::packing;
use bhxh::output::marked::{CheckedFile, MarkedCopy, marked_copy};
use bhxh::problem::{Code, Finding, Place, Problem, Words};
use bhxh::value::grid::{Address, Format, Value, Workbook};
use expect_test::expect;
use proptest::prelude::*;

use crate::books::{self, Edit, address};
use crate::province::{day, found, good, lines, plan};

const LIST: &str = "Kết quả kiểm tra";
const RED: &str = "FFF7A8A1";

/// The parts of a package by name.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    packing::unpacked(bytes).expect("a package").into_iter().collect()
}

pub fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let part = parts.get(name).unwrap_or_else(|| panic!("no {name} among {:?}", parts.keys()));
    String::from_utf8(part.clone()).expect("XML")
}

/// A package of parts, with some of them changed.
pub fn package(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(content).expect("memory");
    }
    out.finish().expect("a package").into_inner()
}

pub fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let changed = change(text(&parts, name));
    parts.insert(name.to_owned(), changed.into_bytes());
    package(&parts)
}

/// What is marked in a copy, by sheet and cell, as its XML says it: colour and note.
pub fn marked_cells(copy: &[u8]) -> Vec<String> {
    let parts = parts(copy);
    let styles = text(&parts, "xl/styles.xml");
    let fills: Vec<&str> = pieces(&styles, "<fills", "</fills>", "<fill>");
    let formats: Vec<&str> = pieces(&styles, "<cellXfs", "</cellXfs>", "<xf ");
    let mut cells = Vec::new();
    for (n, sheet) in (1..).zip(&books::open(copy).sheets) {
        // The list was added last and stands first.
        let part = if n == 1 { books::open(copy).sheets.len() } else { n - 1 };
        let xml = text(&parts, &format!("xl/worksheets/sheet{part}.xml"));
        if sheet.name == LIST {
            continue;
        }
        for cell in xml.split("<c ").skip(1).filter_map(|cell| cell.split('>').next()) {
            let value = |name: &str| cell.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            let format: usize = value("s").and_then(|s| s.parse().ok()).unwrap_or(0);
            let fill: usize = attribute(formats[format], "fillId").parse().expect("a number");
            if fills[fill].contains(RED) {
                cells.push(format!("{} {}", sheet.name, value("r").expect("an address")));
            }
        }
    }
    cells
}

fn pieces<'t>(text: &'t str, start: &str, end: &str, each: &str) -> Vec<&'t str> {
    let inside = text.split(start).nth(1).and_then(|rest| rest.split(end).next()).expect("a list");
    inside.split(each).skip(1).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> &'t str {
    tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).expect("an attribute")
}

/// Every text of the notes of a copy.
pub fn notes(copy: &[u8]) -> Vec<String> {
    let of_notes = |name: &String| name.contains("comments") && name.ends_with(".xml");
    let all = parts(copy);
    let names: Vec<&String> = all.keys().filter(|name| of_notes(name)).collect();
    let mut notes = Vec::new();
    for name in names {
        let xml = text(&all, name);
        for note in xml.split("<comment ").skip(1) {
            let note_text = note.replace("<t ", "<t>");
            let texts = note_text.split("<t>").skip(1).filter_map(|piece| piece.split("</t>").next());
            let shown: String =
                texts.map(|text| text.rsplit_once("preserve\">").map_or(text, |(_, text)| text)).collect();
            notes.push(format!("{} {}", attribute(note, "ref"), shown.replace('\n', " | ")));
        }
    }
    notes
}

pub fn subject<'a>(findings: &'a [Finding]) -> CheckedFile<'a> {
    CheckedFile {
        file_name: "tệp.xlsx",
        agency: None,
        year: None,
        revision: Some(1),
        today: day("2023-06-15"),
        findings,
    }
}

/// A copy marked for what intake finds.
#[track_caller]
fn mark(bytes: &[u8]) -> Vec<u8> {
    mark_for(bytes, &bhxh::validate(bytes, "tệp.xlsx", plan()).1)
}

#[track_caller]
fn mark_for(bytes: &[u8], findings: &[Finding]) -> Vec<u8> {
    match marked_copy(bytes, &subject(findings)).expect("a copy") {
        MarkedCopy::Marked(copy) => copy,
        MarkedCopy::List(_) => panic!("only a list was made"),
    }
}

pub fn error_at(sheet: &str, cells: &[Address]) -> Finding {
    let place = Place { sheet: Some(sheet.to_owned()), cells: cells.to_vec(), ..Place::default() };
    let words =
        Words { message: "ô trống".to_owned(), hint: "Điền vào".to_owned(), found: None, expected: None };
    Finding::from(Problem::Kept(Code::BlankRequiredCell, words)).at(place)
}

/// Two mistakes: a blank cell in one form, a negative count in another.
pub fn faulty() -> Vec<u8> {
    let blank = good("ubnd-bu-dop").without("huyen-tu-nguyen", "nong-dan", "people").bytes();
    books::set_xml(&blank, "Biểu 06", "D14", "", "<v>-5</v>")
}

#[test]
fn only_marked_parts_change() {
    let original = faulty();
    let copy = mark(&original);
    let (before, after) = (parts(&original), parts(&copy));
    let mut differences = Vec::new();
    for (name, content) in &after {
        match before.get(name) {
            None => differences.push(format!("+ {name}")),
            Some(old) if old != content => differences.push(format!("* {name}")),
            Some(_) => {}
        }
    }
    differences.extend(before.keys().filter(|name| !after.contains_key(*name)).map(|name| format!("- {name}")));
    expect![[r#"
        * [Content_Types].xml
        * xl/_rels/workbook.xml.rels
        + xl/comments1.xml
        + xl/comments2.xml
        + xl/drawings/vmlDrawing1.vml
        + xl/drawings/vmlDrawing2.vml
        * xl/styles.xml
        * xl/workbook.xml
        + xl/worksheets/_rels/sheet2.xml.rels
        + xl/worksheets/_rels/sheet3.xml.rels
        * xl/worksheets/sheet1.xml
        * xl/worksheets/sheet2.xml
        * xl/worksheets/sheet3.xml
        + xl/worksheets/sheet7.xml"#]]
    .assert_eq(&differences.join("\n"));
    assert_eq!(marked_cells(&copy), ["Biểu 06 D14", "Biểu 15 D12"]);
    let (before, after) = (books::open(&original), books::open(&copy));
    assert_eq!(before.sheets, after.sheets[1..]);
    assert_eq!(after.sheets[0].name, LIST);
    assert_eq!(copy, mark(&original), "the same bytes each time");
}

#[test]
fn a_sheet_changes_only_where_it_is_marked() {
    let original = faulty();
    let (before, after) = (parts(&original), parts(&mark(&original)));
    let differing = |name: &str| {
        let (before, after) = (text(&before, name), text(&after, name));
        let lines = |xml: &str| xml.replace('<', "\n<").lines().map(str::to_owned).collect::<Vec<_>>();
        let (before, after) = (lines(&before), lines(&after));
        let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
        let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
        gone.chain(new).collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        - <c r="D14" s="31">
        + <c r="D14" s="39">
        + <legacyDrawing r:id="rId2"/>"#]]
    .assert_eq(&differing("xl/worksheets/sheet2.xml"));
    expect![[r#"
        - <definedName name="_xlnm.Print_Area" localSheetId="1">'Biểu 06'!$A$1:$H$23
        - <definedName name="_xlnm.Print_Area" localSheetId="2">'Biểu 15'!$A$1:$E$20
        - <definedName name="_xlnm.Print_Area" localSheetId="4">'Hướng dẫn'!$A$1:$B$29
        - <definedName name="_xlnm.Print_Area" localSheetId="3">'Khó khăn, vướng mắc, đề xuất'!$A$1:$C$18
        - <definedName name="_xlnm.Print_Area" localSheetId="0">Bìa!$A$1:$C$24
        - <definedName name="_xlnm.Print_Titles" localSheetId="1">'Biểu 06'!$6:$8
        - <definedName name="_xlnm.Print_Titles" localSheetId="2">'Biểu 15'!$6:$8
        - <definedName name="_xlnm.Print_Titles" localSheetId="3">'Khó khăn, vướng mắc, đề xuất'!$5:$5
        + <sheet name="Kết quả kiểm tra" sheetId="7" r:id="rId10"/>
        + <definedName name="_xlnm.Print_Area" localSheetId="2">'Biểu 06'!$A$1:$H$23
        + <definedName name="_xlnm.Print_Area" localSheetId="3">'Biểu 15'!$A$1:$E$20
        + <definedName name="_xlnm.Print_Area" localSheetId="5">'Hướng dẫn'!$A$1:$B$29
        + <definedName name="_xlnm.Print_Area" localSheetId="4">'Khó khăn, vướng mắc, đề xuất'!$A$1:$C$18
        + <definedName name="_xlnm.Print_Area" localSheetId="1">Bìa!$A$1:$C$24
        + <definedName name="_xlnm.Print_Titles" localSheetId="2">'Biểu 06'!$6:$8
        + <definedName name="_xlnm.Print_Titles" localSheetId="3">'Biểu 15'!$6:$8
        + <definedName name="_xlnm.Print_Titles" localSheetId="4">'Khó khăn, vướng mắc, đề xuất'!$5:$5
        + <definedName name="_xlnm.Print_Area" localSheetId="0">&apos;Kết quả kiểm tra&apos;!$A$2:$F$9
        + <definedName name="_xlnm.Print_Titles" localSheetId="0">&apos;Kết quả kiểm tra&apos;!$7:$7"#]]
    .assert_eq(&differing("xl/workbook.xml"));
    // Every format keeps its number; new ones stand behind.
    let styles = [&before, &after].map(|parts| text(parts, "xl/styles.xml"));
    for (list, each) in [("fonts", "<font>"), ("fills", "<fill>"), ("borders", "<border"), ("cellXfs", "<xf ")] {
        let [before, after] =
            [&styles[0], &styles[1]].map(|xml| pieces(xml, &format!("<{list} "), &format!("</{list}>"), each));
        assert!(after.starts_with(&before) && after.len() > before.len(), "{list}");
        assert!(styles[1].contains(&format!("<{list} count=\"{}\"", after.len())), "{list}");
    }
}

#[test]
fn notes_say_what_is_wrong_and_what_to_do() {
    expect![[r#"
        D14 KẾT QUẢ KIỂM TRA | Lỗi CELL-04: Số người âm – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”, cột “Số người đang làm việc”: ô ghi “-5” | → Kiểm tra lại; số người không thể âm | (bhxh)
        D12 KẾT QUẢ KIỂM TRA | Lỗi CELL-01: Ô bắt buộc để trống – dòng “Nông dân”, cột “Số người” | → Ghi số người; nếu không có ai thì ghi 0 | (bhxh)"#]].assert_eq(&notes(&mark(&faulty())).join("\n"));
}

/// One line in the list, a mark in every cell.
#[test]
fn one_finding_about_many_cells_marks_each_of_them() {
    let cells = ["D12", "D13", "F14", "D14"];
    let good = Edit::of(&good("ubnd-bu-dop").bytes());
    let bytes = cells.iter().fold(good, |edit, at| edit.set("Biểu 06", at, Value::Blank)).save();
    let (_, findings) = bhxh::validate(&bytes, "tệp.xlsx", plan());
    let open: Vec<Finding> = findings.into_iter().filter(Finding::is_open).collect();
    assert_eq!(lines(&open), ["CELL-01 D12, D13, D14, F14"]);
    let copy = mark(&bytes);
    let noted: Vec<String> = notes(&copy).iter().map(|note| note.split(' ').take(1).collect()).collect();
    assert_eq!(noted, ["D12", "D13", "D14", "F14"]);
    let list = books::open(&copy);
    let list = list.sheet(LIST).expect("the list");
    assert_eq!(list.text(books::address("D8")), Some("Biểu 06: D12:D14, F14"));
    assert_eq!(list.text(books::address("D9")), None);
}

#[test]
fn the_list_says_it_in_words() {
    let copy = books::open(&mark(&faulty()));
    let list = copy.sheet(LIST).expect("the list");
    let rows = list.cells().filter_map(|(at, _)| Some(format!("{at} {}", list.text(at)?)));
    expect![[r#"
        A1 bhxh:findings
        B1 Biểu 06/D14/<fill><patternFill patternType="solid"><fgColor rgb="FFFFF8DC"/><bgColor indexed="64"/></patternFill></fill>
        C1 Biểu 15/D12/<fill><patternFill patternType="solid"><fgColor rgb="FFFFF8DC"/><bgColor indexed="64"/></patternFill></fill>
        A2 KẾT QUẢ KIỂM TRA SỐ LIỆU
        A3 Chưa rõ đơn vị, lần gửi 1. Tệp “tệp.xlsx”, kiểm tra ngày 15/6/2023.
        A4 CHƯA NHẬN ĐƯỢC: 2 lỗi phải sửa
        A5 Bấm vào cột “Ô cần xem” để đến đúng ô; chỉ vào ô để đọc ghi chú. Ô tô đỏ: phải sửa. Sửa ngay trong tệp này, tăng “Lần gửi thứ” trên bìa thêm 1 rồi gửi lại. Không cần xóa màu, ghi chú và trang này.
        A7 STT
        B7 Mức độ
        C7 Mã
        D7 Ô cần xem
        E7 Phát hiện
        F7 Cách xử lý
        A8 1
        B8 Lỗi
        C8 CELL-04
        D8 Biểu 06: D14
        E8 Số người âm – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”, cột “Số người đang làm việc”: ô ghi “-5”
        F8 Kiểm tra lại; số người không thể âm
        A9 2
        B9 Lỗi
        C9 CELL-01
        D9 Biểu 15: D12
        E9 Ô bắt buộc để trống – dòng “Nông dân”, cột “Số người”
        F9 Ghi số người; nếu không có ai thì ghi 0"#]].assert_eq(&rows.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_copy_that_comes_back_as_it_was_says_the_same() {
    let original = faulty();
    let (_, before) = bhxh::validate(&original, "tệp.xlsx", plan());
    let (_, after) = bhxh::validate(&mark(&original), "tệp.xlsx", plan());
    assert_eq!(before, after);
    assert_eq!(found(&before), ["CELL-04", "CELL-01"]);
}

#[test]
fn a_mended_copy_is_clean() {
    let copy = mark(&faulty());
    let mended =
        Edit::of(&copy).set("Biểu 06", "D14", Value::Number(1000.0)).set("Biểu 15", "D12", Value::Number(500.0)).save();
    let (submission, findings) = bhxh::validate(&mended, "tệp.xlsx", plan());
    assert_eq!(found(&findings), ["SUM-04"], "only the totals wait to be calculated");
    let (good, _) = bhxh::validate(&good("ubnd-bu-dop").bytes(), "tệp.xlsx", plan());
    let counts = |submission: Option<bhxh::intake::submission::Submission>| {
        let submission = submission.expect("it is understood");
        submission.observations().map(|(cell, entry, _)| (cell, entry.people())).collect::<Vec<_>>()
    };
    assert_eq!(counts(submission), counts(good));
    // The list's name may have been changed, and its row with the key removed.
    let renamed = Edit::of(&mended).rename(LIST, "Kiểm tra").save();
    assert_eq!(found(&bhxh::validate(&renamed, "tệp.xlsx", plan()).1), ["SUM-04"]);
    let keyless = Edit::of(&mended).delete_row(LIST, 1).save();
    assert_eq!(found(&bhxh::validate(&keyless, "tệp.xlsx", plan()).1), ["SUM-04"]);
}

/// A marked copy in which one of two cells was mended, by the program that made the file.
fn returned(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/marked").join(name);
    fs::read(path).expect("the file is kept with the tests")
}

#[test]
fn copies_saved_by_other_programs_are_marked_anew() {
    for name in ["returned-libreoffice.xlsx", "returned-openpyxl.xlsx"] {
        let returned = returned(name);
        let (_, findings) = bhxh::validate(&returned, name, plan());
        let open: Vec<Finding> = findings.iter().filter(|finding| finding.is_open()).cloned().collect();
        assert_eq!(lines(&open), ["CELL-01 D12"], "{name}");
        assert!(!found(&findings).iter().any(|code| ["FORM-06", "FORM-14"].contains(code)), "{name}: {findings:#?}");
        let again = mark(&returned);
        let notes = notes(&again);
        assert_eq!(notes.len(), 2, "{name}: {notes:?}");
        assert!(notes[0].starts_with("D13 Chị Lan: đã rà soát"), "{name}: {notes:?}");
        assert!(!notes[0].contains("KẾT QUẢ"), "{name}: {notes:?}");
        assert_eq!(notes[1].matches("KẾT QUẢ").count(), 1, "{name}: {notes:?}");
        let sheets = books::open(&again).sheets;
        assert_eq!((sheets[0].name.as_str(), sheets.len()), (LIST, books::open(&returned).sheets.len()), "{name}");
        // The mended cell looks like its neighbour again.
        let all = parts(&again);
        let part = ["xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"]
            .into_iter()
            .find(|part| text(&all, part).contains("<c r=\"G14\""))
            .expect("the form");
        let fills = ["D13", "D14"].map(|cell| fill(&all, part, cell));
        assert!(fills.iter().all(|fill| fill.contains("fgColor rgb=\"FFFFF8DC\"")), "{name}: {fills:?}");
    }
}

/// The fill of a cell, as XML.
fn fill(parts: &BTreeMap<String, Vec<u8>>, sheet: &str, cell: &str) -> String {
    let (xml, styles) = (text(parts, sheet), text(parts, "xl/styles.xml"));
    let tag = xml.split(&format!("<c r=\"{cell}\"")).nth(1).expect("the cell").to_owned();
    let format =
        pieces(&styles, "<cellXfs", "</cellXfs>", "<xf ")[attribute(&tag, "s").parse::<usize>().expect("a number")];
    let fill: usize = attribute(format, "fillId").parse().expect("a number");
    pieces(&styles, "<fills", "</fills>", "<fill>")[fill].to_owned()
}

fn mended(copy: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    with_part(copy, part, |xml| {
        assert_eq!(xml.matches(from).count(), 1);
        xml.replace(from, to)
    })
}

#[test]
fn a_copy_is_marked_anew_without_its_old_marks() {
    let first = mark(&faulty());
    let mended = mended(&first, "xl/worksheets/sheet2.xml", "<v>-5</v>", "<v>1000</v>");
    let again = mark(&mended);
    assert_eq!(notes(&again).len(), 1, "{:?}", notes(&again));
    assert_eq!(books::open(&again).sheets.len(), books::open(&first).sheets.len());
    let clean = with_part(&again, "xl/worksheets/sheet3.xml", |xml| {
        let (before, rest) = xml.split_once("<c r=\"D12\"").expect("the cell");
        let (tag, rest) = rest.split_once("/>").expect("it is blank");
        format!("{before}<c r=\"D12\"{tag}><v>500</v></c>{rest}")
    });
    let clean = mark(&clean);
    assert_eq!(notes(&clean), [""; 0]);
    // The formerly marked cells look as in the template.
    let (template, clean) = (parts(&good("ubnd-bu-dop").bytes()), parts(&clean));
    for (sheet, cell) in [("xl/worksheets/sheet2.xml", "D14"), ("xl/worksheets/sheet3.xml", "D12")] {
        assert_eq!(fill(&template, sheet, cell), fill(&clean, sheet, cell), "{cell}");
    }
}

/// A workbook with everything that a marking could harm.
pub fn rich() -> Vec<u8> {
    use rust_xlsxwriter::{
        Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationRule, Format,
        Note,
    };
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Số 'liệu' A").expect("a name");
    let bold = Format::new().set_bold().set_num_format("0.00").set_unlocked();
    sheet.write_number_with_format(0, 0, 1.5, &bold).expect("a cell");
    sheet.write_formula(1, 0, rust_xlsxwriter::Formula::new("=A1*2").set_result("3")).expect("a cell");
    sheet.merge_range(2, 0, 3, 1, "gộp", &Format::new()).expect("merged");
    sheet.set_column_format(3, &bold).expect("a column").set_column_width(3, 30).expect("a column");
    sheet.set_row_format(6, &bold).expect("a row");
    sheet.insert_note(0, 0, &Note::new("Chị Lan: xem lại").set_author("Lan")).expect("a note");
    sheet.insert_note(8, 2, &Note::new("khác")).expect("a note");
    sheet
        .add_data_validation(0, 0, 5, 0, &DataValidation::new().allow_whole_number(DataValidationRule::GreaterThan(0)))
        .expect("a rule");
    let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(1)).set_format(&bold);
    sheet.add_conditional_format(0, 0, 5, 0, &rule).expect("a rule");
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("Số 'liệu' A", 0, 0, 1, 0));
    sheet.insert_chart(10, 1, &chart).expect("a chart");
    sheet.protect();
    sheet.set_print_area(0, 0, 9, 3).expect("an area");
    let other = book.add_worksheet();
    other.set_name(LIST).expect("a name");
    other.set_print_area(0, 0, 1, 1).expect("an area");
    other.write_string(0, 0, "trang của đơn vị").expect("a cell");
    other.set_active(true);
    book.define_name("TongSo", "='Số ''liệu'' A'!$A$1").expect("a name");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn what_else_is_in_the_file_stays() {
    let original = rich();
    let cells = ["A1", "B3", "B4", "D5", "B7", "E7", "C9", "F20"].map(address);
    let copy = mark_for(&original, &[error_at("Số 'liệu' A", &cells)]);
    let (before, after) = (parts(&original), parts(&copy));
    for (name, content) in &before {
        let is_same = after.get(name) == Some(content);
        let is_marked = ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
            .contains(&name.as_str())
            || name.starts_with("xl/worksheets/sheet")
            || name == "xl/comments1.xml"
            || name == "xl/drawings/vmlDrawing1.vml";
        assert!(is_same || is_marked, "{name}");
    }
    assert!(before.contains_key("xl/charts/chart1.xml"), "{:?}", before.keys());
    // The agency's notes are there, the first with ours below.
    let notes = notes(&copy);
    assert!(notes.iter().any(|note| note.contains("Chị Lan: xem lại |  | KẾT QUẢ KIỂM TRA")), "{notes:?}");
    assert!(notes.iter().any(|note| note.starts_with("C9 ") && note.contains("khác |  | KẾT QUẢ")), "{notes:?}");
    // Both cells of the merged range are marked where it shows.
    assert_eq!(notes.len(), 7, "{notes:?}");
    assert!(notes.iter().any(|note| note.starts_with("A3 ")), "{notes:?}");
    let sheet = text(&after, "xl/worksheets/sheet1.xml");
    let order = [
        "<sheetData",
        "<sheetProtection",
        "<mergeCells",
        "<conditionalFormatting",
        "<dataValidations",
        "<drawing",
        "<legacyDrawing",
    ];
    let places: Vec<Option<usize>> = order.map(|name| sheet.find(name)).to_vec();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    let vml = text(&after, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(vml.matches("ObjectType=\"Note\"").count(), 7);
    // The name of the list was taken; names that hold in one sheet follow their sheet.
    let workbook = text(&after, "xl/workbook.xml");
    assert!(workbook.contains("name=\"Kết quả kiểm tra (2)\""), "{workbook}");
    assert!(workbook.contains("localSheetId=\"1\">'Số ''liệu'' A'!$A$1:$D$10<"), "{workbook}");
    assert!(workbook.contains("localSheetId=\"2\">'Kết quả kiểm tra'!$A$1:$B$2<"), "{workbook}");
    assert!(workbook.contains("<definedName name=\"TongSo\">") && !workbook.contains("activeTab=\"1\""), "{workbook}");
}

#[test]
fn a_cell_that_is_not_written_gets_its_rows_or_columns_format() {
    let copy = parts(&mark_for(&rich(), &[error_at("Số 'liệu' A", &["D5", "B7", "F20"].map(address))]));
    let (sheet, styles) = (text(&copy, "xl/worksheets/sheet1.xml"), text(&copy, "xl/styles.xml"));
    let formats = pieces(&styles, "<cellXfs", "</cellXfs>", "<xf ");
    let is_unlocked = |cell: &str| {
        let tag = sheet.split(&format!("<c r=\"{cell}\"")).nth(1).expect("the cell").to_owned();
        formats[attribute(&tag, "s").parse::<usize>().expect("a number")].contains("locked=\"0\"")
    };
    assert_eq!(["D5", "B7", "F20"].map(is_unlocked), [true, true, false]);
    let rows: Vec<u32> =
        sheet.split("<row r=\"").skip(1).filter_map(|row| row.split('"').next()?.parse().ok()).collect();
    assert!(rows.is_sorted() && rows.contains(&20), "{rows:?}");
}

#[test]
fn a_marked_copy_of_another_workbook_is_no_template() {
    let copy = mark_for(&rich(), &[error_at("Số 'liệu' A", &[address("A1")])]);
    for bytes in [rich(), copy] {
        assert_eq!(found(&bhxh::validate(&bytes, "tệp.xlsx", plan()).1), ["FILE-07"]);
    }
}

#[test]
fn xml_of_other_writers_is_marked_too() {
    let original = faulty();
    let findings = bhxh::validate(&original, "tệp.xlsx", plan()).1;
    let prefixed = with_part(&original, "xl/worksheets/sheet2.xml", |xml| {
        let xml = xml.replace("</", "\u{1}").replace("<?", "\u{2}").replace('<', "<x:");
        xml.replace('\u{1}', "</x:").replace('\u{2}', "<?").replacen("xmlns=", "xmlns:x=", 1)
    });
    let marked = mark_for(&prefixed, &findings);
    let sheet = text(&parts(&marked), "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<x:legacyDrawing "), "{sheet}");
    let with_bom = with_part(&original, "xl/worksheets/sheet2.xml", |xml| format!("\u{FEFF}{xml}"));
    assert_eq!(marked_cells(&mark_for(&with_bom, &findings)).len(), 2);
    let absolute = with_part(&original, "xl/_rels/workbook.xml.rels", |xml| {
        xml.replace("Target=\"worksheets/", "Target=\"/xl/worksheets/")
    });
    assert_eq!(marked_cells(&mark_for(&absolute, &findings)).len(), 2);
    let mut without_styles = parts(&original);
    without_styles.remove("xl/styles.xml");
    for (name, from) in [("xl/_rels/workbook.xml.rels", "<Relationship "), ("[Content_Types].xml", "<Override ")] {
        let xml = text(&without_styles, name);
        let kept: Vec<&str> = xml.split(from).filter(|piece| !piece.contains("styles.xml")).collect();
        without_styles.insert(name.to_owned(), kept.join(from).into_bytes());
    }
    for part in without_styles.values_mut() {
        let xml = String::from_utf8(part.clone()).expect("XML");
        let mut pieces = xml.split(" s=\"");
        let first = pieces.next().unwrap_or_default().to_owned();
        *part =
            pieces.fold(first, |kept, piece| kept + piece.split_once('"').map_or("", |(_, rest)| rest)).into_bytes();
    }
    assert_eq!(marked_cells(&mark_for(&package(&without_styles), &findings)).len(), 2);
}

#[test]
fn what_cannot_be_marked_gets_a_list_of_its_own() {
    let original = faulty();
    let findings = bhxh::validate(&original, "tệp.xlsx", plan()).1;
    let disordered = with_part(&original, "xl/worksheets/sheet2.xml", |xml| {
        let (head, rest) = xml.split_once("<row ").expect("rows");
        let (first, rest) = rest.split_once("</row>").expect("a row");
        let (rows, tail) = rest.split_once("</sheetData>").expect("rows end");
        format!("{head}{rows}<row {first}</row></sheetData>{tail}")
    });
    let cases: [&[u8]; 4] = [&disordered, b"", b"%PDF-1.4", &original[..original.len() / 2]];
    for bytes in cases {
        let MarkedCopy::List(list) = marked_copy(bytes, &subject(&findings)).expect("a list") else {
            panic!("it was marked")
        };
        let book = books::open(&list);
        assert_eq!(book.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), [LIST, "_bhxh"]);
        assert!(books::dump(&book).contains("CELL-04"));
        let received = bhxh::usecase::receive(&list, "tệp.xls.ket-qua.xlsx", plan());
        assert!(matches!(received.content, bhxh::intake::Content::OwnOutput));
    }
}

#[test]
fn a_workbook_with_a_log_of_changes_gets_a_list() {
    let original = with_part(&faulty(), "xl/_rels/workbook.xml.rels", |xml| {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/revisionHeaders";
        xml.replace(
            "</Relationships>",
            &format!(
                r#"<Relationship Id="rIdR" Type="{kind}" Target="revisions/revisionHeaders.xml"/></Relationships>"#
            ),
        )
    });
    let findings = [error_at("Biểu 06", &[Address::new(13, 3)])];
    assert!(matches!(marked_copy(&original, &subject(&findings)), Ok(MarkedCopy::List(_))));
}

#[test]
fn the_list_says_that_a_signature_no_longer_holds() {
    const SIGNED: &str = "Chữ ký số của tệp gốc không còn hiệu lực";
    let says_so = |bytes: &[u8]| books::dump(&books::open(&mark(bytes))).contains(SIGNED);
    let signed = with_part(&faulty(), "_rels/.rels", |xml| {
        let kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin";
        let origin = format!(r#"<Relationship Id="rIdS" Type="{kind}" Target="_xmlsignatures/origin.sigs"/>"#);
        xml.replace("</Relationships>", &format!("{origin}</Relationships>"))
    });
    assert!(says_so(&signed) && !says_so(&faulty()));
}

#[test]
fn names_of_parts_may_be_written_with_percents() {
    let mut parts = parts(&faulty());
    let sheet = parts.remove("xl/worksheets/sheet2.xml").expect("a sheet");
    parts.insert("xl/worksheets/biểu 06.xml".to_owned(), sheet);
    let escaped = "worksheets/bi%E1%BB%83u%2006.xml";
    for name in ["xl/_rels/workbook.xml.rels", "[Content_Types].xml"] {
        let changed = text(&parts, name).replace("worksheets/sheet2.xml", escaped);
        parts.insert(name.to_owned(), changed.into_bytes());
    }
    assert_eq!(books::open(&mark(&package(&parts))).sheets.len(), books::open(&mark(&faulty())).sheets.len());
}

#[test]
fn awkward_files_survive_marking() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/zoo");
    let Ok(files) = fs::read_dir(&folder) else { return };
    let mut n_marked = 0;
    for file in files.flatten() {
        let bytes = fs::read(file.path()).expect("readable");
        if container::inspect(&bytes) != Ok(Format::Xlsx) {
            continue;
        }
        let Ok(before) = reader::read(&bytes, Format::Xlsx) else { continue };
        let findings: Vec<Finding> = before.sheets.iter().map(|sheet| error_at(&sheet.name, &ends(sheet))).collect();
        let copy = mark_for(&bytes, &findings);
        let after: Workbook = books::open(&copy);
        assert_eq!(before.sheets, after.sheets[1..], "{:?}", file.path());
        let again = mark_for(&copy, &[]);
        assert_eq!(before.sheets, books::open(&again).sheets[1..], "{:?}", file.path());
        n_marked += 1;
    }
    assert!(n_marked > 4, "{n_marked}");
}

/// The first and last cell, one right of it and one below.
pub fn ends(sheet: &bhxh::value::grid::Sheet) -> Vec<Address> {
    let first = sheet.cells().next().map_or(address("B2"), |(at, _)| at);
    let last = sheet.cells().last().map_or(address("C9"), |(at, _)| at);
    vec![first, last, Address::new(last.row, last.col + 1), Address::new(last.row + 3, 1)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_markup_is_marked_or_listed(at in 0.0..1.0f64, length in 0..40usize, new in "[<>/=\" a-z0-9]{0,6}", which in 0..4usize) {
        let original = rich();
        let name = ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"][which];
        let changed = with_part(&original, name, |xml| {
            let chars: Vec<char> = xml.chars().collect();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "0 to the length")]
            let start = (at * chars.len() as f64) as usize;
            let end = (start + length).min(chars.len());
            chars[..start].iter().collect::<String>() + &new + &chars[end..].iter().collect::<String>()
        });
        let findings = [error_at("Số 'liệu' A", &["A1", "C9", "D5"].map(address))];
        let copy = marked_copy(&changed, &subject(&findings)).expect("a copy or a list");
        let (MarkedCopy::Marked(bytes) | MarkedCopy::List(bytes)) = copy;
        prop_assert_eq!(container::inspect(&bytes), Ok(Format::Xlsx));
    }
}
