//! Every number of a file is accounted for exactly once, and what is used for nothing is said.

use std::collections::BTreeSet;

use bhxh::intake::Received;
use bhxh::intake::account::holds_number;
use bhxh::intake::submission::Role;
use bhxh::plan::keys;
use bhxh::problem::{Audience, Code, Finding};
use bhxh::usecase;
use bhxh::value::grid::{Address, Value};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::books::{Edit, open, set_xml};
use crate::province::{self, plan};

fn number(n: f64) -> Value {
    Value::Number(n)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn received(code: &str, change: impl Fn(Edit) -> Edit) -> Received {
    let edited = change(Edit::of(&province::good(code).bytes()));
    usecase::receive(&edited.save(), "tệp.xlsx", plan())
}

/// The findings with their sheets and cells.
#[track_caller]
fn check(code: &str, change: impl Fn(Edit) -> Edit, expected: &Expect) {
    let findings = received(code, change).findings;
    let line = |finding: &Finding| {
        let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
        let sheet = finding.place.sheet.as_deref().unwrap_or_default();
        format!("{} [{sheet}] {}: {}\n", finding.code(), cells.join(" "), finding.words(Audience::Officer).message)
    };
    expected.assert_eq(&findings.iter().map(line).collect::<String>());
}

#[test]
fn a_number_in_the_place_of_words_is_said() {
    let many = |e: Edit| {
        e.set("Biểu 09", "A13", number(7.0))
            .set("Biểu 09", "B15", number(1234.0))
            .set("Biểu 09", "D4", number(5.0))
            .set("Biểu 09", "F1", text("1.234"))
            .set("Biểu 09", "F14", text("500 người"))
            .set("Biểu 09", "D30", text("1234"))
            .set("Biểu 09", "H12", Value::Date(45_000.0))
            .set("Biểu 09", "H13", Value::Bool(true))
            .set("Bìa", "E12", number(9.0))
            .set("Bìa", "B30", text("88"))
            .set("_bhxh", "D9", number(3.0))
    };
    check(
        "ctk",
        many,
        &expect![[r#"
        FORM-07 [Bìa] E12 B30: 2 số nằm ngoài các ô cần điền, không được tính
        FORM-07 [Biểu 09] F1 D4 H12 A13 H13 F14 B15 D30: 8 số nằm ngoài các ô cần điền, không được tính
        FORM-07 [_bhxh] D9: 1 số nằm ngoài các ô cần điền, không được tính
    "#]],
    );
    // The row's own number may be retyped as one.
    check("ctk", |e| e.set("Biểu 09", "A13", number(3.0)), &expect![[""]]);
}

/// Excel makes errors of what the template took from a cover that was deleted; the loss of the cover is said already.
/// The clerk is told that the cell is the template's.
#[test]
fn a_number_over_the_templates_own_words_is_said_to_be_there() {
    let original = province::good("ctk").bytes();
    let last = open(&original).sheet("Biểu 09").expect("a form").cells().map(|(at, _)| at.row).max().expect("cells");
    let titled = set_xml(&original, "Biểu 09", "A4", "", "<v>2022</v>");
    let typed = set_xml(&titled, "Biểu 09", &Address::new(last, 0).to_string(), "", "<v>1</v>");
    let found = usecase::receive(&typed, "tệp.xlsx", plan()).findings;
    let [note] = &found[..] else { panic!("{found:#?}") };
    let message = note.words(Audience::Officer).message;
    assert_eq!(note.code(), Code::NumberOutsideTable);
    assert!(message.starts_with("2 số gõ đè lên phần chữ của biểu mẫu"), "{message}");
}

#[test]
fn the_year_and_the_date_typed_anew_are_the_templates_own_lines() {
    let original = province::good("ctk").bytes();
    for (at, kind, content) in [("A4", "", "<v>2023</v>"), ("D23", " t=\"str\"", "<v>20/6/2023</v>")] {
        let typed = set_xml(&original, "Biểu 09", at, kind, content);
        let found = usecase::receive(&typed, "tệp.xlsx", plan()).findings;
        assert_eq!(province::found(&found), Vec::<&str>::new(), "{at}");
    }
}

#[test]
fn a_number_typed_over_a_code_is_said_once() {
    let found = received("ctk", |e| e.set("Biểu 09", "C13", number(13.0))).findings;
    assert_eq!(province::lines(&found), ["FORM-08 C13"]);
}

#[test]
fn a_signature_without_its_cover_is_no_number() {
    let broken = |e: Edit| {
        let error = || Value::Error("#REF!".to_owned());
        let formula = "IF(#REF!=\"\",\"\",#REF!)";
        e.delete_sheet("Bìa")
            .set_formula("Biểu 09", "A27", formula, error())
            .set_formula("Biểu 09", "D27", formula, error())
            .set_formula("Biểu 09", "D23", formula, error())
    };
    assert_eq!(province::found(&received("ctk", broken).findings), ["FILE-15"]);
}

/// openpyxl deletes a sheet and leaves the formulas; LibreOffice then finds no sheet of the name, which it writes small.
#[test]
fn a_signature_that_still_names_its_deleted_cover_is_no_number() {
    let formula = "IF('bìa'!$c$16=\"\",\"\",'bìa'!$c$16)";
    for (error, value) in [(formula, "#NAME?"), (formula, "#REF!"), ("IF(Bìa!$C$16=\"\",\"\",Bìa!$C$16)", "#REF!")] {
        let signed = |e: Edit| e.set_formula("Biểu 09", "A27", error, Value::Error(value.to_owned()));
        let lost = received("ctk", |e| signed(e.delete_sheet("Bìa")));
        assert_eq!(province::found(&lost.findings), ["FILE-15"], "{error} {value}");
        // With the cover there, or of another sheet, it is an error that somebody made.
        assert_eq!(province::found(&received("ctk", signed).findings), ["FORM-07"], "{error} {value}");
    }
    let other = |e: Edit| {
        e.delete_sheet("Bìa").set_formula("Biểu 09", "A27", "'nháp'!$c$16", Value::Error("#NAME?".to_owned()))
    };
    assert_eq!(province::found(&received("ctk", other).findings), ["FILE-15", "FORM-07"]);
}

#[test]
fn an_extra_row_names_all_its_numbers() {
    let row = |e: Edit, cells: &[(&str, Value)]| {
        let labelled = e.set("Biểu 09", "B22", text("Xã mới"));
        cells.iter().fold(labelled, |e, (at, value)| e.set("Biểu 09", at, value.clone()))
    };
    for value in [text("12,5"), Value::Date(45_000.0), Value::Bool(true), text("khoảng 50"), number(-7.0), text("-5")]
    {
        let found = received("ctk", |e| row(e, &[("D22", value.clone())])).findings;
        assert_eq!(province::lines(&found), ["FORM-05 D22"], "{value:?}");
    }
    let several = [("A22", text("12")), ("D22", number(-7.0)), ("E22", text("12,5"))];
    check(
        "ctk",
        |e| row(e, &several),
        &expect![[r#"
        FORM-05 [Biểu 09] A22 D22 E22: hàng 22 (Xã mới) không có trong biểu nhưng có 2 số
    "#]],
    );
    // A row that only bears a name, or a number of its own, has no numbers of people.
    check("ctk", |e| row(e, &[]), &expect![[""]]);
}

#[test]
fn a_sheet_the_template_does_not_have_is_named_whatever_its_numbers_are() {
    check(
        "ctk",
        |e| e.add_sheet("Nháp", &[("A1", text("500 người"))]),
        &expect![[r#"
        FORM-06 [Nháp] : trang “Nháp” không thuộc biểu mẫu, 1 số trong đó không được tính
    "#]],
    );
    check("ctk", |e| e.add_sheet("Nháp", &[("A1", text("Từ 15 tuổi"))]), &expect![[""]]);
    let with_anothers_form = |mut e: Edit| {
        let other = Edit::of(&province::good("bhxh-tinh").bytes());
        let sheet = other.0.sheets.iter().find(|sheet| sheet.name == "Biểu 08").expect("the form").clone();
        e.0.sheets.push(sheet);
        e
    };
    check(
        "ctk",
        with_anothers_form,
        &expect![[r#"
            FORM-06 [Biểu 08] : trang “Biểu 08” không thuộc biểu mẫu, 51 số trong đó không được tính
        "#]],
    );
    let renamed_guide = |e: Edit| e.rename("Hướng dẫn", "HD");
    check("ctk", renamed_guide, &expect![[""]]);
}

#[test]
fn the_second_sheet_of_a_form_has_no_numbers_that_nobody_sees() {
    let copied = |mut e: Edit, other: &[(&str, Value)]| {
        let mut copy = e.0.sheets.iter().find(|sheet| sheet.name == "Biểu 15").expect("the form").clone();
        copy.name = "Biểu 15 (2)".to_owned();
        e.0.sheets.push(copy);
        other.iter().fold(e, |e, (at, value)| e.set("Biểu 15 (2)", at, value.clone()))
    };
    check(
        "ubnd-bu-dop",
        |e| copied(e, &[("K30", number(7.0))]),
        &expect![[r#"
        FORM-09 [Biểu 15] : Biểu 15 có ở 2 trang tính: Biểu 15; Biểu 15 (2)
        FORM-07 [Biểu 15 (2)] K30: 1 số nằm ngoài các ô cần điền, không được tính
    "#]],
    );
    check(
        "ubnd-bu-dop",
        |e| copied(e, &[("D11", text("khoảng 50"))]),
        &expect![[r#"
            FORM-09 [Biểu 15] : Biểu 15 có ở 2 trang tính: Biểu 15; Biểu 15 (2)
        "#]],
    );
}

#[test]
fn difficulties_are_found_by_their_labels_and_kept_as_words() {
    const SHEET: &str = "Khó khăn, vướng mắc, đề xuất";
    let difficulties = |change: &dyn Fn(Edit) -> Edit| {
        let received = received("ctk", |e| {
            change(e.set(SHEET, "B7", text("Thiếu kinh phí")).set(SHEET, "B8", number(500.0)).set(
                SHEET,
                "D8",
                text("Bổ sung"),
            ))
        });
        let found = &received.submission().expect("a submission").difficulties;
        let said: Vec<String> = found.iter().map(|d| format!("{:?} {:?}", d.difficulty, d.proposal)).collect();
        (said.join(", "), province::found(&received.findings))
    };
    let kept = r#"Some("Thiếu kinh phí") None, Some("500") Some("Bổ sung")"#;
    assert_eq!(difficulties(&|e| e), (kept.to_owned(), vec![]));
    assert_eq!(difficulties(&|e| e.delete_row(SHEET, 6)), (kept.to_owned(), vec![]));
    assert_eq!(difficulties(&|e| e.set(SHEET, "A6", Value::Blank)), (kept.to_owned(), vec![]));
    let without_head = |e: Edit| e.delete_row(SHEET, 6).delete_row(SHEET, 5);
    assert_eq!(difficulties(&without_head), (String::new(), vec!["FORM-06"]));
    check(
        "ctk",
        |e| e.set(SHEET, "A9", number(1234.0)).set(SHEET, "D2", number(7.0)),
        &expect![[r#"
        FORM-07 [Khó khăn, vướng mắc, đề xuất] D2 A9: 2 số nằm ngoài các ô cần điền, không được tính
    "#]],
    );
}

/// Somewhere on a sheet, with what may be put there.
fn edits() -> impl Strategy<Value = Vec<(usize, u32, u32, Value)>> {
    let contents = prop_oneof![
        (1000u32..9_000_000).prop_map(|n| number(f64::from(n))),
        (1000u32..90_000).prop_map(|n| Value::Date(f64::from(n))),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Error("#N/A".to_owned())),
        (1000u32..9_000_000).prop_map(|n| text(&n.to_string())),
        prop::sample::select(vec!["12,5", "-7", "1.234 người", "1/2", "15%", "(7)", "1.23.456"]).prop_map(text),
    ];
    prop::collection::vec((0usize..9, 0u32..40, 0u32..12, contents), 1..6)
}

/// Whether some finding names a cell, its sheet as foreign or doubled, or what its row or column can't be told to be.
fn is_named(findings: &[Finding], sheet: &str, at: Address) -> bool {
    findings.iter().filter(|finding| finding.place.sheet.as_deref() == Some(sheet)).any(|finding| {
        let cells = &finding.place.cells;
        match finding.code() {
            Code::SheetNotInTemplate | Code::SheetDuplicated => true,
            Code::RowCodeDuplicated | Code::ColumnDuplicated | Code::LabelDisagrees => {
                cells.iter().any(|cell| cell.row == at.row || cell.col == at.col)
            }
            _ => cells.contains(&at),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_number_is_accounted_for_once_and_said_if_unused(
        code in prop::sample::select(vec!["ctk", "ubnd-bu-dop", "btctu", "sngv"]),
        edits in edits(),
    ) {
        let filled = province::good(code).bytes();
        let mut edit = Edit::of(&filled);
        let untouched = edit.0.clone();
        let mut put = Vec::new();
        for (n, row, col, value) in edits {
            let sheet = edit.0.sheets[n % edit.0.sheets.len()].name.clone();
            edit = edit.set(&sheet, &Address::new(row, col).to_string(), value);
            put.push((sheet, Address::new(row, col)));
        }
        let received = usecase::receive(&edit.save(), "tệp.xlsx", plan());
        let Some(submission) = received.submission() else { return Ok(()) };
        let account: Vec<(&str, Address)> = submission.numbers().map(|(sheet, one)| (sheet.as_ref(), one.at)).collect();
        let once: BTreeSet<(&str, Address)> = account.iter().copied().collect();
        prop_assert_eq!(account.len(), once.len());
        for sheet in &edit.0.sheets {
            for (at, cell) in sheet.cells().filter(|(_, cell)| holds_number(&cell.value)) {
                prop_assert!(once.contains(&(sheet.name.as_str(), at)), "{} {} {:?}", sheet.name, at, cell.value);
            }
        }
        let is_restored = received.findings.iter().any(|finding| finding.code() == Code::IdentityRestored);
        for (sheet, one) in submission.numbers() {
            let original = untouched.sheet(sheet).and_then(|sheet| sheet.get(one.at)).map(|cell| &cell.value);
            match one.role {
                Role::Unused(_) => prop_assert!(is_named(&received.findings, sheet, one.at), "{:?}", one),
                // A year that is none is said with where the right one was taken from.
                Role::Printed if is_restored => {}
                // Held against the entries, which can't be done while one of them is no count; the finding names one sheet.
                Role::Printed if is_check_number(&untouched, sheet, one.at) => {}
                Role::Printed => prop_assert_eq!(original, Some(&one.value), "{:?}", one),
                Role::Entry { .. } | Role::Computed { .. } | Role::Cover | Role::Words => {}
            }
        }
        // What was put where nothing is to be filled in is said.
        for (sheet, at) in put.iter().filter(|(sheet, at)| !is_field(&untouched, sheet, *at)) {
            let role = submission.numbers().find(|(of, one)| ***of == **sheet && one.at == *at).map(|(_, one)| one.role);
            prop_assert!(role.is_none_or(|role| !matches!(role, Role::Entry { .. } | Role::Computed { .. })), "{} {}", sheet, at);
        }
    }
}

/// Whether the number by which a signed sheet can be held against the file stands there.
fn is_check_number(untouched: &bhxh::value::grid::Workbook, sheet: &str, at: Address) -> bool {
    let row = untouched.sheet(sheet).into_iter().flat_map(|sheet| sheet.row(at.row));
    row.filter(|(label, _)| label.col < at.col).any(|(_, cell)| cell.value == text(keys::CHECK_LABEL))
}

/// Whether the template has a cell for a number there, entered or computed.
fn is_field(untouched: &bhxh::value::grid::Workbook, sheet: &str, at: Address) -> bool {
    let cell = untouched.sheet(sheet).and_then(|sheet| sheet.get(at));
    cell.is_some_and(|cell| matches!(cell.value, Value::Number(_)))
}

#[test]
fn a_number_over_what_the_hidden_sheet_says_in_words_is_said() {
    let filled = province::good("ctk").bytes();
    let edit = Edit::of(&filled);
    let hidden = edit.0.sheet("_bhxh").expect("the hidden sheet");
    let (kind, _) = hidden.cells().find(|(_, cell)| cell.value == Value::Text("kind".to_owned())).expect("its kind");
    let at = Address::new(kind.row, 1);
    let received = usecase::receive(&edit.set("_bhxh", &at.to_string(), Value::Number(7.0)).save(), "tệp.xlsx", plan());
    assert!(is_named(&received.findings, "_bhxh", at), "{:?}", received.findings);
}

#[test]
fn used_numbers_are_those_of_the_counts() {
    for code in province::codes() {
        let received = received(code, |e| e);
        let submission = received.submission().expect("a submission");
        let entries = submission.numbers().filter(|(_, one)| matches!(one.role, Role::Entry { .. })).count();
        assert_eq!(entries, submission.observations().count(), "{code}");
        let unused = submission.numbers().filter(|(_, one)| matches!(one.role, Role::Unused(_))).count();
        assert_eq!(unused, 0, "{code}");
    }
}
