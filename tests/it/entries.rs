//! What each way of filling one cell means, through a whole file.

use std::fmt::Write as _;

use bhxh::intake::Received;
use bhxh::problem::{Audience, Finding, Severity};
use bhxh::usecase;
use bhxh::value::grid::{Disguise, Value};
use expect_test::expect;

use crate::books::{self, Edit};
use crate::province::{self, plan};

/// The cell that is filled differently: labour force of Lộc Ninh.
const SHEET: &str = "Biểu 09";
const AT: &str = "D16";

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn received(value: Value) -> Received {
    let edited = Edit::of(&province::good("ctk").bytes()).set(SHEET, AT, value);
    usecase::receive(&edited.save(), "ctk.xlsx", plan())
}

fn people(received: &Received) -> Option<u64> {
    let submission = received.submission().expect("a submission");
    let at = books::address(AT);
    submission.observations().find(|(_, entry, _)| entry.at == at).and_then(|(_, entry, _)| entry.people())
}

/// What a cell's content gives: the code with its severity if there is one, and the count if there is one.
fn meaning(received: &Received) -> String {
    let code = |finding: &Finding| {
        let at = finding.place.cells.iter().any(|at| at.to_string() == AT);
        format!("{} {}{}", finding.code(), finding.severity.key(), if at { "" } else { " elsewhere" })
    };
    // The template's own total can't know of it, which is said apart.
    let codes = received.findings.iter().filter(|finding| finding.code().entry().id != "SUM-04").map(code);
    let codes: Vec<String> = codes.collect();
    let people = people(received).map_or("no count".to_owned(), |people| people.to_string());
    format!("{} → {people}", if codes.is_empty() { "fine".to_owned() } else { codes.join(", ") })
}

#[test]
fn every_way_of_filling_a_cell_is_read_or_named() {
    let number = Value::Number;
    let error = |error: &str| Value::Error(error.to_owned());
    let contents = [
        number(1100.0),
        number(0.0),
        number(1_000.000_000_001),
        number(1100.4),
        number(0.12),
        number(0.51),
        number(-5.0),
        number(1e15),
        text("1100"),
        text(" 1100 "),
        text("1100\u{a0}"),
        text("１１００"),
        text("1.100"),
        text("1,100"),
        text("1.100 người"),
        text("1.234.567"),
        text("1 100"),
        text("12,5"),
        text("12.5"),
        text("0 người"),
        text("1100 người"),
        text("-"),
        text("–"),
        text("không"),
        text("ko có"),
        text("…"),
        text("x"),
        text("chưa có"),
        text("10+20"),
        text("12 %"),
        text("51%"),
        text("1/2"),
        text("1e5"),
        text("-5"),
        text("nhiều"),
        text("   "),
        text("\u{a0}"),
        Value::Blank,
        Value::Bool(true),
        Value::Date(45_000.0),
        Value::Percent(0.51),
        Value::Percent(1.0),
        Value::Percent(51.0),
        Value::Disguised(1100.0, Disguise::Scaled { n_thousands: 1 }),
        Value::Disguised(1100.0, Disguise::Digits),
        Value::Disguised(1100.0, Disguise::Signs),
        Value::Disguised(1100.0, Disguise::Shortened),
        Value::Disguised(1100.0, Disguise::Hidden),
        Value::Disguised(-5.0, Disguise::Hidden),
        error("#REF!"),
        error("#N/A"),
        error("#DIV/0!"),
    ];
    let mut table = String::new();
    for value in contents {
        let _ = writeln!(table, "{value:?}: {}", meaning(&received(value.clone())));
    }
    expect![[r##"
        Number(1100.0): fine → 1100
        Number(0.0): CROSS-03 error elsewhere → 0
        Number(1000.000000001): CELL-12 note → 1000
        Number(1100.4): CELL-05 error → no count
        Number(0.12): CELL-05 error → no count
        Number(0.51): CELL-05 error → no count
        Number(-5.0): CELL-04 error → no count
        Number(1000000000000000.0): CELL-07 error → no count
        Text("1100"): CELL-03 note → 1100
        Text(" 1100 "): CELL-03 note → 1100
        Text("1100\u{a0}"): CELL-03 note → 1100
        Text("１１００"): CELL-03 note → 1100
        Text("1.100"): CELL-06 query → 1100
        Text("1,100"): CELL-06 query → 1100
        Text("1.100 người"): CELL-06 query → 1100
        Text("1.234.567"): CELL-03 note → 1234567
        Text("1 100"): CELL-03 note → 1100
        Text("12,5"): CELL-05 error → no count
        Text("12.5"): CELL-05 error → no count
        Text("0 người"): CELL-14 note, CROSS-03 error elsewhere → 0
        Text("1100 người"): CELL-14 note → 1100
        Text("-"): CELL-15 error → 0
        Text("–"): CELL-15 error → 0
        Text("không"): CELL-15 error → 0
        Text("ko có"): CELL-15 error → 0
        Text("…"): CELL-16 error → no count
        Text("x"): CELL-16 error → no count
        Text("chưa có"): CELL-16 error → no count
        Text("10+20"): CELL-02 error → no count
        Text("12 %"): CELL-18 error → no count
        Text("51%"): CELL-18 error → no count
        Text("1/2"): CELL-02 error → no count
        Text("1e5"): CELL-02 error → no count
        Text("-5"): CELL-04 error → no count
        Text("nhiều"): CELL-02 error → no count
        Text("   "): CELL-01 error → no count
        Text("\u{a0}"): CELL-01 error → no count
        Blank: CELL-01 error → no count
        Bool(true): CELL-11 error → no count
        Date(45000.0): CELL-08 error → no count
        Percent(0.51): CELL-18 error → no count
        Percent(1.0): CELL-18 error → no count
        Percent(51.0): CELL-18 error → no count
        Disguised(1100.0, Scaled { n_thousands: 1 }): CELL-20 query → 1100
        Disguised(1100.0, Digits): CELL-20 query → 1100
        Disguised(1100.0, Signs): CELL-20 query → 1100
        Disguised(1100.0, Shortened): CELL-20 query → 1100
        Disguised(1100.0, Hidden): CELL-20 query → 1100
        Disguised(-5.0, Hidden): CELL-04 error → no count
        Error("#REF!"): CELL-09 error → no count
        Error("#N/A"): CELL-09 error → no count
        Error("#DIV/0!"): CELL-09 error → no count
    "##]]
    .assert_eq(&table);
}

#[test]
fn a_fraction_is_quoted_as_it_is_read_here_not_as_thousands() {
    let received = received(Value::Number(14.535));
    let finding = received.findings.iter().find(|finding| finding.code().entry().id == "CELL-05").expect("a fraction");
    assert!(
        finding.words(Audience::Officer).message.contains("14,535")
            && !finding.words(Audience::Officer).message.contains("14.535"),
        "{}",
        finding.words(Audience::Officer).message
    );
}

#[test]
fn a_formula_counts_by_its_value_and_never_as_zero() {
    let formula = |formula: &str, value: Value| {
        let edited = Edit::of(&province::good("ctk").bytes()).set_formula(SHEET, AT, formula, value);
        meaning(&usecase::receive(&edited.save(), "ctk.xlsx", plan()))
    };
    assert_eq!(formula("600+600", Value::Number(1200.0)), "fine → 1200");
    assert_eq!(formula("Nháp!A1", Value::Number(1200.0)), "fine → 1200");
    assert_eq!(formula("[1]Nguồn!A1", Value::Number(1200.0)), "CELL-13 query → 1200");
    // What can't be read says nothing more about where it should have come from.
    assert_eq!(formula("[1]Nguồn!A1", Value::Error("#NAME?".to_owned())), "CELL-09 error → no count");
    assert_eq!(formula("[1]Nguồn!A1", Value::Number(12.5)), "CELL-05 error → no count");
    // A formula that gives an empty text, as LibreOffice and Google save it, was calculated: the cell is blank.
    let empty = books::set_xml(&province::good("ctk").bytes(), SHEET, AT, " t=\"str\"", "<f>\"\"</f><v></v>");
    assert_eq!(meaning(&usecase::receive(&empty, "ctk.xlsx", plan())), "CELL-01 error → no count");
    let never_calculated = books::set_xml(&province::good("ctk").bytes(), SHEET, AT, "", "<f>600+600</f>");
    assert_eq!(meaning(&usecase::receive(&never_calculated, "ctk.xlsx", plan())), "CELL-10 error → no count");
}

#[test]
fn the_same_trouble_in_many_cells_is_one_finding_with_all_of_them() {
    let fill = |cells: &[&str], value: &Value| {
        let good = Edit::of(&province::good("ctk").bytes());
        let edited = cells.iter().fold(good, |edit, at| edit.set(SHEET, at, value.clone()));
        let received = usecase::receive(&edited.save(), "ctk.xlsx", plan());
        let asks = received.findings.into_iter().filter(|finding| finding.code().entry().id != "SUM-04");
        province::lines(&asks.collect::<Vec<_>>())
    };
    let column: Vec<String> = (11..=21).map(|row| format!("E{row}")).collect();
    let column: Vec<&str> = column.iter().map(String::as_str).collect();
    assert_eq!(fill(&column, &Value::Blank), [format!("CELL-01 {}", column.join(", "))]);
    assert_eq!(fill(&["D12", "E12"], &Value::Blank), ["CELL-01 D12, E12"]);
    assert_eq!(fill(&["D12", "D14", "D15"], &Value::Blank), ["CELL-01 D12, D14, D15"]);
    // A block, or cells that hang together by rows and columns.
    assert_eq!(fill(&["D12", "E12", "D13", "E13"], &Value::Blank), ["CELL-01 D12, E12, D13, E13"]);
    assert_eq!(fill(&["E14", "D12", "D14"], &Value::Blank), ["CELL-01 D12, D14, E14"]);
    assert_eq!(fill(&["D12", "E14"], &Value::Blank), ["CELL-01 D12", "CELL-01 E14"]);
    assert_eq!(fill(&["D12", "D14", "D16"], &text("1200")), ["CELL-03 D12, D14, D16"]);
    assert_eq!(fill(&["D12", "D14"], &text("1.200")), ["CELL-06 D12, D14"]);
    // A row whose note answers the query stands by itself.
    let asked =
        [("D12", text("1.200")), ("D13", text("1.200")), ("D14", text("1.200")), ("F13", text("đúng là 1.200"))];
    let edited = asked
        .into_iter()
        .fold(Edit::of(&province::good("ctk").bytes()), |edit, (at, value)| edit.set(SHEET, at, value));
    let found = usecase::receive(&edited.save(), "ctk.xlsx", plan()).findings;
    let queries: Vec<_> = found.iter().filter(|finding| finding.severity == Severity::Query).collect();
    let said = queries.iter().map(|query| (query.place.cells.len(), query.is_explained()));
    assert_eq!(said.collect::<Vec<_>>(), [(2, false), (1, true)]);
    assert_eq!(fill(&["D12", "E12"], &text("1.200")), ["CELL-06 D12, E12"]);
}

/// The messages about some cells of the form filled with these contents.
fn messages(contents: &[(&str, Value)]) -> String {
    let good = Edit::of(&province::good("ctk").bytes());
    let edited = contents.iter().fold(good, |edit, (at, value)| edit.set(SHEET, at, value.clone()));
    let findings = usecase::receive(&edited.save(), "ctk.xlsx", plan()).findings;
    let about_cells = findings.iter().filter(|finding| finding.code().entry().id.starts_with("CELL-"));
    about_cells.map(|finding| format!("{} {}\n", finding.code(), finding.words(Audience::Officer).message)).collect()
}

#[test]
fn a_message_names_the_cells_and_quotes_what_stands_there() {
    let blank = |at: &[&'static str]| messages(&at.iter().map(|at| (*at, Value::Blank)).collect::<Vec<_>>());
    let texts = |cells: &[(&'static str, &str)]| {
        messages(&cells.iter().map(|(at, content)| (*at, text(content))).collect::<Vec<_>>())
    };
    let shown = [
        blank(&["D12", "D13", "D14", "D16"]),
        blank(&["D12", "E12", "D13", "E13"]),
        texts(&[("D12", "12o"), ("D13", "l5"), ("D14", "l5")]),
        texts(&[("D12", "a"), ("D13", "b"), ("D14", "c"), ("D15", "d"), ("D16", "e"), ("D17", "f")]),
        texts(&[("D12", "50-60"), ("D14", "1.23.456")]),
        texts(&[("D12", "…"), ("D13", "x")]),
        texts(&[("D12", "1200 người"), ("D14", "1300 người")]),
        texts(&[("D12", "1.100"), ("E12", "1.000")]),
        texts(&[("D12", &"nhiều ".repeat(20))]),
        messages(&[("D12", Value::Bool(true)), ("D13", Value::Date(45_000.0)), ("D14", Value::Date(45_001.0))]),
        messages(&[("D12", Value::Error("#REF!".to_owned())), ("D13", Value::Error("#N/A".to_owned()))]),
        messages(&[("D12", Value::Number(1e15)), ("D13", Value::Number(1_000.000_000_001))]),
    ];
    expect![[r#"
        CELL-01 Ô bắt buộc để trống – 4 ô của cột “Số người trong độ tuổi lao động” (D12:D14, D16)
        CELL-01 Ô bắt buộc để trống – 4 ô của Biểu 09 (D12:E13)
        CELL-02 Ô không phải là số – 3 ô của cột “Số người trong độ tuổi lao động” (D12:D14): D12 ghi “12o”; D13:D14 ghi “l5”
        CELL-02 Ô không phải là số – 6 ô của cột “Số người trong độ tuổi lao động” (D12:D17): D12 ghi “a”; D13 ghi “b”; D14 ghi “c”; D15 ghi “d”; D16 ghi “e”; …
        CELL-02 Ô không phải là số – dòng “Thị xã Phước Long”, cột “Số người trong độ tuổi lao động”: phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả; ô ghi “50-60”
        CELL-02 Ô không phải là số – dòng “Thị xã Chơn Thành”, cột “Số người trong độ tuổi lao động”: dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số; ô ghi “1.23.456”
        CELL-16 Ký hiệu chưa có số liệu – 2 ô của cột “Số người trong độ tuổi lao động” (D12:D13): ký hiệu nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0; D12 ghi “…”; D13 ghi “x”
        CELL-14 Ô có chữ kèm theo số – 2 ô của cột “Số người trong độ tuổi lao động” (D12, D14): D12 ghi “1200 người”, được hiểu là 1.200; D14 ghi “1300 người”, được hiểu là 1.300
        CELL-06 Dấu ngăn cách hàng nghìn chưa rõ – dòng “Thị xã Phước Long”, cột “Số người trong độ tuổi lao động”, “Lực lượng lao động trong độ tuổi”: D12 ghi “1.100”, được hiểu là 1.100 người, nhưng cũng có thể là số lẻ 1 phẩy 100; E12 ghi “1.000”, được hiểu là 1.000 người, nhưng cũng có thể là số lẻ 1 phẩy 000
        CELL-02 Ô không phải là số – dòng “Thị xã Phước Long”, cột “Số người trong độ tuổi lao động”: ô ghi “nhiều nhiều nhiều nhiều nhiều nhiều nhiều nhiều nhiều nhiều …”
        CELL-11 Ô ghi ĐÚNG/SAI thay cho số – dòng “Thị xã Phước Long”, cột “Số người trong độ tuổi lao động”: ô ghi “TRUE”
        CELL-08 Excel đã đổi số thành ngày tháng – 2 ô của cột “Số người trong độ tuổi lao động” (D13:D14): D13 là ngày 15/3/2023, tức là số 45.000 nếu đổi lại định dạng; D14 là ngày 16/3/2023, tức là số 45.001 nếu đổi lại định dạng
        CELL-09 Ô báo lỗi của Excel – dòng “Thị xã Phước Long”, cột “Số người trong độ tuổi lao động”: công thức trỏ tới ô đã bị xóa; ô ghi “#REF!”
        CELL-09 Ô báo lỗi của Excel – dòng “Thị xã Bình Long”, cột “Số người trong độ tuổi lao động”: công thức không tìm thấy giá trị; ô ghi “#N/A”
        CELL-07 Số người quá lớn – dòng “Thị xã Phước Long”, cột “Số người trong độ tuổi lao động”: vượt mức tối đa 3.000.000 người; ô ghi “1000000000000000”
        CELL-12 Số có phần lẻ rất nhỏ do tính toán – dòng “Thị xã Bình Long”, cột “Số người trong độ tuổi lao động”: ô ghi “1000,000000001”
    "#]].assert_eq(&shown.concat());
}

/// What a message doesn't quote any more is still found in the finding's cells.
#[test]
fn every_cell_of_a_group_is_in_its_place() {
    let at: Vec<String> = (11..=19).map(|row| format!("D{row}")).collect();
    let good = Edit::of(&province::good("ctk").bytes());
    let edited = at.iter().fold(good, |edit, at| edit.set(SHEET, at, text(&format!("khoảng {at}"))));
    let findings = usecase::receive(&edited.save(), "ctk.xlsx", plan()).findings;
    let group = findings.iter().find(|finding| finding.code().entry().id == "CELL-02").expect("the finding");
    let cells: Vec<String> = group.place.cells.iter().map(ToString::to_string).collect();
    assert_eq!(cells, at);
    assert_eq!(
        group.words(Audience::Officer).found.as_deref(),
        Some("khoảng D11; khoảng D12; khoảng D13; khoảng D14; khoảng D15; …")
    );
}

#[test]
fn a_note_without_a_word_explains_nothing() {
    let with_note = |note: &str| {
        let good = province::good("ctk").note("lao-dong", "ubnd-loc-ninh", note);
        let edited = Edit::of(&good.bytes()).set(SHEET, AT, text("1.200"));
        let findings = usecase::receive(&edited.save(), "ctk.xlsx", plan()).findings;
        let query = findings.into_iter().find(|finding| finding.code().entry().id == "CELL-06").expect("the query");
        (query.is_explained(), query.words(Audience::Officer).hint)
    };
    let (explained, hint) = with_note("Theo điều tra lao động");
    assert!(explained && !hint.contains("ghi chú"), "{hint}");
    for note in [".", "-", "12", "x", "26/6/2023"] {
        let (explained, hint) = with_note(note);
        assert!(!explained && hint.ends_with(&format!("; ghi chú “{note}” chưa nói rõ lý do")), "{hint}");
    }
}

#[test]
fn a_note_in_the_row_explains_its_query_and_no_error() {
    let with_note = |value: Value| {
        let good = province::good("ctk").note("lao-dong", "ubnd-loc-ninh", "Theo điều tra lao động");
        let received = usecase::receive(&Edit::of(&good.bytes()).set(SHEET, AT, value).save(), "ctk.xlsx", plan());
        received.findings.iter().map(|finding| (finding.is_explained(), finding.is_open())).collect::<Vec<_>>()
    };
    assert_eq!(with_note(text("1.200")), [(true, false)]);
    assert_eq!(with_note(Value::Number(-5.0)), [(false, true)]);
}
