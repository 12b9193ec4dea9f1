//! Formulas in entered cells: whether what is stored as their result may be taken for the agency's number.

use std::fs;
use std::path::Path;

use bhxh::intake::{self, Received};
use bhxh::problem::{Audience, Finding, Severity};
use bhxh::usecase;
use bhxh::value::grid::{Calculation, Format, Value, Workbook};
use expect_test::expect;

use crate::books::Edit;
use crate::province::{good, plan};

/// The cell that holds a formula: labour force of Lộc Ninh.
const SHEET: &str = "Biểu 09";
const AT: &str = "D16";

fn received(name: &str) -> Received {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/formulas").join(name);
    usecase::receive(&fs::read(path).expect("a kept file"), name, plan())
}

/// Every finding as a line: code, severity, sheet, cells, and what is said.
fn said(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
        let sheet = finding.place.sheet.as_deref().unwrap_or_default();
        format!(
            "{} {} {sheet} {}: {}\n",
            finding.code(),
            finding.severity.key(),
            cells.join(","),
            finding.words(Audience::Officer).message
        )
    };
    findings.iter().map(line).collect()
}

/// A return whose cell holds a formula with a stored result.
fn with_formula(formula: &str, stored: Value) -> Edit {
    Edit::of(&good("ctk").bytes()).set_formula(SHEET, AT, formula, stored)
}

/// What is said of a workbook, by code and cells.
fn codes(workbook: &Workbook) -> Vec<String> {
    let (_, findings) = usecase::understand(workbook, plan());
    let line = |finding: &Finding| {
        let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
        format!("{} {} {}", finding.code(), finding.severity.key(), cells.join(","))
    };
    findings.iter().map(line).collect()
}

#[test]
fn a_program_that_never_calculates_is_one_finding_with_both_numbers() {
    expect![[r#"
        CELL-10 error Biểu 06 E13: Công thức chưa được tính – dòng “Doanh nghiệp ngoài nhà nước”, cột “Dự kiến bổ sung thêm”: ô ghi “0” nhưng công thức tính ra 195
    "#]].assert_eq(&said(&received("calc-01-one-entry-stored-0.xlsx").findings));
    expect![[r#"
        CELL-10 error Biểu 15 D11,D12,D13,D14: Công thức chưa được tính – cả 4 ô của Biểu 15: D11 ghi “0” nhưng công thức tính ra 5926; D12 ghi “0” nhưng công thức tính ra 22064; D13 ghi “0” nhưng công thức tính ra 7435; D14 ghi “0” nhưng công thức tính ra 726
        FORM-06 note Dữ liệu : trang “Dữ liệu” không thuộc biểu mẫu; số trong đó được công thức ở các ô cần điền lấy để tính
    "#]].assert_eq(&said(&received("calc-02-writer-that-never-calculates.xlsx").findings));
    expect![[r#"
        CELL-10 error Biểu 06 E13: Công thức chưa được tính – dòng “Doanh nghiệp ngoài nhà nước”, cột “Dự kiến bổ sung thêm”: ô ghi “195” nhưng công thức tính ra 0
    "#]].assert_eq(&said(&received("calc-03-manual-stale-entry.xlsx").findings));
}

#[test]
fn a_formula_that_gives_nothing_is_a_blank_in_every_format() {
    for name in ["calc-04-blank-formula.xlsx", "calc-04-blank-formula.ods"] {
        let findings = received(name).findings;
        assert!(said(&findings).starts_with("CELL-01 error Biểu 15 D12"), "{name}: {}", said(&findings));
        assert_eq!(findings.len(), 1, "{name}");
    }
    // LibreOffice stores 0 for it in an .xls.
    let stored_0 = with_formula("IF(J1=\"\",\"\",J1)", Value::Number(0.0));
    assert_eq!(codes(&stored_0.0), ["CELL-01 error D16"]);
}

#[test]
fn a_total_typed_over_is_asked_about_in_every_format() {
    for name in ["calc-05-total-typed.xlsx", "calc-05-total-typed.ods"] {
        assert!(said(&received(name).findings).starts_with("SUM-02 query Biểu 06 D10"), "{name}");
    }
}

#[test]
fn what_comes_from_outside_is_asked_about_and_quoted_as_it_stands() {
    expect![[r#"
        CELL-13 query Biểu 06 D12: Công thức lấy số từ tệp khác – dòng “Doanh nghiệp nhà nước”, cột “Số người đang làm việc”: ô ghi “='[Số liệu.v2.xlsx]Sheet1'!$B$4”
    "#]].assert_eq(&said(&received("word-03-linked-file-name.xlsx").findings));
    expect![[r#"
        CELL-13 query Biểu 06 D13: Công thức lấy số từ tệp khác – dòng “Doanh nghiệp ngoài nhà nước”, cột “Số người đang làm việc”: ô ghi “=DDE("soffice";"/etc/passwd";"a")”
        SUM-04 note Biểu 06 D10,E10,F10,G10,D11,E11,F11,G11,G12,G13,G14,G15,G16,G17: 14 ô tổng của Biểu 06 chưa được tính; chương trình đã tự cộng lại
        SUM-04 note Biểu 15 D10: 1 ô tổng của Biểu 15 chưa được tính; chương trình đã tự cộng lại
    "#]].assert_eq(&said(&received("xml-formula-dde.ods").findings));
}

#[test]
fn formulas_on_the_cover_and_under_the_table() {
    expect![[r#"
        FILE-15 note Bìa C14: bìa có công thức chưa được tính nên chưa biết: Ngày gửi
    "#]]
    .assert_eq(&said(&received("word-05-cover-not-calculated.xlsx").findings));
    expect![[r#"
        SUM-04 note Biểu 06 D10,E10,F10,D11,E11,F11,G12,G13,G14,G15,G16,G17: 12 ô tổng của Biểu 06 chưa được tính; chương trình đã tự cộng lại
    "#]].assert_eq(&said(&received("word-06-signature-cells.xlsx").findings));
    expect![[r#"
        FILE-14 note Bìa C14: mục “Ngày gửi” trên bìa là công thức =TODAY() nên ngày đổi theo ngày mở tệp
    "#]]
    .assert_eq(&said(&received("sense-02-sent-on-today-formula.xlsx").findings));
}

#[test]
fn a_revision_that_was_not_calculated_is_not_taken_for_the_first() {
    let Edit(mut workbook) = Edit::of(&good("ctk").bytes());
    let cover = workbook.sheets.iter().find(|sheet| sheet.name == "Bìa").expect("a cover");
    let (at, _) = cover.cells().find(|(at, cell)| at.col == 2 && cell.value == Value::Number(1.0)).expect("a revision");
    workbook = Edit(workbook).set_formula("Bìa", &at.to_string(), "1+1", Value::Blank).0;
    assert_eq!(codes(&workbook), [format!("FILE-14 error {at}")]);
}

#[test]
fn a_result_that_is_calculated_again_is_right_or_named_with_both_numbers() {
    let of = |formula: &str, stored: f64| {
        with_formula(formula, Value::Number(stored)).set(SHEET, "J1", Value::Number(1200.0))
    };
    let outside = "FORM-07 note J1";
    assert_eq!(codes(&of("J1", 1200.0).0), [outside]);
    assert_eq!(codes(&of("J1", 1195.0).0), ["CELL-10 error D16", outside]);
    assert_eq!(codes(&of("SUM(J1:J9)", 0.0).0), ["CELL-10 error D16", outside]);
    assert_eq!(codes(&of("ROUND(J1*0.5,0)*2", 1200.0).0), [outside]);
    let (_, findings) = usecase::understand(&of("J1", 1195.0).0, plan());
    assert_eq!(
        (
            findings[0].words(Audience::Officer).found.as_deref(),
            findings[0].words(Audience::Officer).expected.as_deref()
        ),
        (Some("1195"), Some("1200"))
    );
    // What the formulas read isn't called useless.
    assert!(
        findings[1].words(Audience::Officer).message.contains("được công thức"),
        "{}",
        findings[1].words(Audience::Officer).message
    );
}

/// Calculating it again would only show the error.
#[test]
fn a_formula_that_gives_an_error_is_to_be_mended() {
    for stored in [Value::Blank, Value::Number(7.0)] {
        let (_, findings) = usecase::understand(&with_formula("1/0", stored).0, plan());
        assert_eq!(findings[0].code().entry().id, "CELL-10");
        let hint = findings[0].words(Audience::Agency).hint;
        assert!(hint.starts_with("Sửa công thức") && !hint.contains("F9"), "{hint}");
    }
}

#[test]
fn a_result_that_cannot_be_calculated_is_taken_where_the_workbook_was() {
    let unknown = "XLOOKUP(1,J1:J9,K1:K9)";
    assert_eq!(codes(&with_formula(unknown, Value::Number(1200.0)).0), [""; 0]);

    let mut by_hand = with_formula(unknown, Value::Number(1200.0)).0;
    by_hand.calculation = Calculation { manual: true, ..Calculation::default() };
    assert_eq!(codes(&by_hand), ["CELL-21 query D16"]);

    // Every result is 0, as of programs that don't calculate.
    let never = zeroed(with_formula(unknown, Value::Number(0.0)).0);
    assert_eq!(codes(&never), ["CELL-10 error D16"]);
    // Only the totals are.
    let partly = zeroed(with_formula(unknown, Value::Number(1200.0)).0);
    assert_eq!(codes(&partly).first().map(String::as_str), Some("CELL-21 query D16"));
}

#[test]
fn a_text_that_an_xls_keeps_as_0_is_no_sign_of_a_program_that_does_not_calculate() {
    let unknown = with_formula("XLOOKUP(1,J1:J9,K1:K9)", Value::Number(1200.0));
    let mut workbook = unknown.set_formula(SHEET, "J1", "\"x\"", Value::Number(0.0)).0;
    workbook.format = Format::Xlsx;
    assert_eq!(codes(&workbook).first().map(String::as_str), Some("CELL-21 query D16"));
    workbook.format = Format::Xls;
    assert!(!codes(&workbook).iter().any(|code| code.starts_with("CELL-")), "{:?}", codes(&workbook));

    // But a 0 there may have been a text.
    let zero = || with_formula("TEXT(1200,J9)", Value::Number(0.0));
    let mut workbook = zero().set_formula(SHEET, "J1", "\"x\"", Value::Number(0.0)).0;
    workbook.format = Format::Xls;
    assert_eq!(codes(&workbook).first().map(String::as_str), Some("CELL-10 error D16"));
    let mut workbook = zero().0;
    workbook.format = Format::Xls;
    assert_eq!(codes(&workbook).first().map(String::as_str), Some("CELL-21 query D16"));
}

/// The workbook with 0 for the result of every formula but the cell's.
fn zeroed(workbook: Workbook) -> Workbook {
    let at = crate::books::address(AT);
    let mut edit = Edit(workbook);
    let sheets: Vec<_> = edit.0.sheets.clone();
    for sheet in &sheets {
        for (of, cell) in sheet.cells().filter(|(of, _)| sheet.name != SHEET || *of != at) {
            if let Some(formula) = &cell.formula {
                edit = edit.set_formula(&sheet.name, &of.to_string(), formula, Value::Number(0.0));
            }
        }
    }
    edit.0
}

#[test]
fn a_cell_of_another_sheet_that_formulas_read_is_not_called_left_out() {
    let edit =
        with_formula("'Dữ liệu'!A1", Value::Number(1200.0)).add_sheet("Dữ liệu", &[("A1", Value::Number(1200.0))]);
    let (_, findings) = usecase::understand(&edit.0, plan());
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert!(
        finding.words(Audience::Officer).message.contains("được công thức")
            && !finding.words(Audience::Officer).message.contains("không được tính")
    );
    assert_eq!((finding.code().entry().id, finding.severity), ("FORM-06", Severity::Note));
}

/// Two saves of one return by `=TODAY()` differ in nothing that anybody entered.
#[test]
fn a_day_that_moves_makes_no_conflict() {
    let saved = |serial: f64| {
        let Edit(workbook) = Edit::of(&good("ctk").bytes());
        let cover = workbook.sheets.iter().find(|sheet| sheet.name == "Bìa").expect("a cover");
        let (at, _) = cover.cells().rfind(|(_, cell)| matches!(cell.value, Value::Date(_))).expect("a date");
        let edit = Edit(workbook).set_formula("Bìa", &at.to_string(), "TODAY()", Value::Date(serial));
        let (content, _) = usecase::understand(&edit.0, plan());
        let intake::Content::Submission(submission) = content else { panic!("a submission") };
        submission.cover
    };
    let (one, other) = (saved(45_097.0), saved(45_098.0));
    assert!(one.sent_on_moves && other.sent_on_moves);
    assert_ne!(one.sent_on, other.sent_on);
}
