//! What each way of filling one cell means, through a whole file.

use std::fmt::Write as _;

use bhxh::finding::Finding;
use bhxh::intake::grid::Value;
use bhxh::intake::{self, Received};
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
    intake::receive(&edited.save(), "ctk.xlsx", plan())
}

fn people(received: &Received) -> Option<u64> {
    let submission = received.submission().expect("a submission");
    let at = books::address(AT);
    submission.observations().find(|(_, entry, _)| entry.at == at).and_then(|(_, entry, _)| entry.people)
}

/// What a cell's content gives: the code with its severity if there is one, and the count if there is one.
fn meaning(received: &Received) -> String {
    let code = |finding: &Finding| {
        let at = finding.place.cells.iter().any(|at| at.to_string() == AT);
        format!("{} {}{}", finding.code, finding.severity.key(), if at { "" } else { " elsewhere" })
    };
    // The template's own total can't know of it, which is said apart.
    let codes = received.findings.iter().filter(|finding| finding.code.entry().id != "SUM-04").map(code);
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
        Error("#REF!"): CELL-09 error → no count
        Error("#N/A"): CELL-09 error → no count
        Error("#DIV/0!"): CELL-09 error → no count
    "##]]
    .assert_eq(&table);
}

#[test]
fn a_formula_counts_by_its_value_and_never_as_zero() {
    let formula = |formula: &str, value: Value| {
        let edited = Edit::of(&province::good("ctk").bytes()).set_formula(SHEET, AT, formula, value);
        meaning(&intake::receive(&edited.save(), "ctk.xlsx", plan()))
    };
    assert_eq!(formula("600+600", Value::Number(1200.0)), "fine → 1200");
    assert_eq!(formula("Nháp!A1", Value::Number(1200.0)), "fine → 1200");
    assert_eq!(formula("[1]Nguồn!A1", Value::Number(1200.0)), "CELL-13 query → 1200");
    // What can't be read says nothing more about where it should have come from.
    assert_eq!(formula("[1]Nguồn!A1", Value::Error("#NAME?".to_owned())), "CELL-09 error → no count");
    assert_eq!(formula("[1]Nguồn!A1", Value::Number(12.5)), "CELL-05 error → no count");
    // A formula that gives an empty text, as LibreOffice and Google save it, was calculated: the cell is blank.
    let empty = books::set_xml(&province::good("ctk").bytes(), SHEET, AT, " t=\"str\"", "<f>\"\"</f><v></v>");
    assert_eq!(meaning(&intake::receive(&empty, "ctk.xlsx", plan())), "CELL-01 error → no count");
    let never_calculated = books::set_xml(&province::good("ctk").bytes(), SHEET, AT, "", "<f>600+600</f>");
    assert_eq!(meaning(&intake::receive(&never_calculated, "ctk.xlsx", plan())), "CELL-10 error → no count");
}

#[test]
fn the_same_trouble_in_many_cells_is_one_finding_with_all_of_them() {
    let fill = |cells: &[&str], value: &Value| {
        let good = Edit::of(&province::good("ctk").bytes());
        let edited = cells.iter().fold(good, |edit, at| edit.set(SHEET, at, value.clone()));
        let received = intake::receive(&edited.save(), "ctk.xlsx", plan());
        let asks = received.findings.into_iter().filter(|finding| finding.code.entry().id != "SUM-04");
        province::lines(&asks.collect::<Vec<_>>())
    };
    let column: Vec<String> = (11..=21).map(|row| format!("E{row}")).collect();
    let column: Vec<&str> = column.iter().map(String::as_str).collect();
    assert_eq!(fill(&column, &Value::Blank), [format!("CELL-01 {}", column.join(", "))]);
    assert_eq!(fill(&["D12", "E12"], &Value::Blank), ["CELL-01 D12, E12"]);
    assert_eq!(fill(&["D12", "E14"], &Value::Blank), ["CELL-01 D12", "CELL-01 E14"]);
    assert_eq!(fill(&["D12", "D14", "D16"], &text("1200")), ["CELL-03 D12, D14, D16"]);
    // A query stays with its row, whose note answers it.
    assert_eq!(fill(&["D12", "D14"], &text("1.200")), ["CELL-06 D12", "CELL-06 D14"]);
}

#[test]
fn a_note_without_a_word_explains_nothing() {
    let with_note = |note: &str| {
        let good = province::good("ctk").note("lao-dong", "ubnd-loc-ninh", note);
        let edited = Edit::of(&good.bytes()).set(SHEET, AT, text("1.200"));
        let findings = intake::receive(&edited.save(), "ctk.xlsx", plan()).findings;
        let query = findings.into_iter().find(|finding| finding.code.entry().id == "CELL-06").expect("the query");
        (query.is_explained(), query.hint)
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
        let received = intake::receive(&Edit::of(&good.bytes()).set(SHEET, AT, value).save(), "ctk.xlsx", plan());
        received.findings.iter().map(|finding| (finding.is_explained(), finding.is_open())).collect::<Vec<_>>()
    };
    assert_eq!(with_note(text("1.200")), [(true, false)]);
    assert_eq!(with_note(Value::Number(-5.0)), [(false, true)]);
}
