//! One verdict in every format: the same messes in a return, saved as .xlsx, .xlsm, .ods, .xls and .xlsb, give the same
//! findings at the same cells and the same counts. What differs is listed here and in docs/so-lieu-trong-o.md.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bhxh::intake::Received;
use bhxh::intake::submission::Submission;
use bhxh::usecase;
use expect_test::expect;

use crate::province::{lines, plan};

const FORMATS: [&str; 5] = ["xlsx", "xlsm", "ods", "xls", "xlsb"];

fn received(mess: &str, format: &str) -> Received {
    let name = format!("{mess}.{format}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/matrix").join(&name);
    usecase::receive(&fs::read(path).expect("a kept file"), &name, plan())
}

/// The findings with their cells, and every count.
fn verdict(received: &Received) -> Vec<String> {
    let mut said = lines(&received.findings);
    let observations = received.submission().into_iter().flat_map(Submission::observations);
    said.extend(observations.map(|(_, entry, _)| format!("{} {:?}", entry.at, entry.people())));
    said
}

/// The findings of the .xlsx, and below it what each other format says in another way.
fn compared(mess: &str) -> String {
    let usual = received(mess, "xlsx");
    let mut text = lines(&usual.findings).iter().fold(String::new(), |text, line| text + line + "\n");
    let usual = verdict(&usual);
    for format in FORMATS {
        let other = verdict(&received(mess, format));
        for line in usual.iter().filter(|line| !other.contains(line)) {
            _ = writeln!(text, "{format} lacks: {line}");
        }
        for line in other.iter().filter(|line| !usual.contains(line)) {
            _ = writeln!(text, "{format} has: {line}");
        }
    }
    text
}

#[test]
fn a_clean_return_is_clean_in_every_format() {
    expect![[""]].assert_eq(&compared("clean"));
}

#[test]
fn words_for_numbers() {
    expect![[r#"
        CELL-03 D11, E19, E20
        CELL-02 E11
        CELL-06 D12, D13
        CELL-11 E12
        CELL-04 E13
        CELL-14 D14
        CELL-05 E14
        CELL-15 D15
        CELL-15 D16
        CELL-07 E15
        CELL-12 E16
        CELL-16 D17, D18
        CELL-01 E17, E18
        CELL-05 D19
        CELL-02 D20
        CELL-02 D21
        CELL-18 E21
    "#]]
    .assert_eq(&compared("words"));
}

#[test]
fn numbers_shown_as_others() {
    expect![[r#"
        CELL-18 D11, D12
        CELL-20 D13, E13, D14, D15, D16, D17, D18, D19, E19, D20, E20, D21
        CELL-08 E14, E21
        CROSS-03 E17
    "#]]
    .assert_eq(&compared("formats"));
}

#[test]
fn formulas_in_entered_cells() {
    expect![[r#"
        CELL-09 E11
        CELL-01 E12
        CELL-01 D13
        CELL-09 E13
        CELL-03 E15, D16
        CELL-11 D17
        CELL-05 E18
        CELL-02 E20
        FORM-07 J12, J15, K15, J16, K20
        xls lacks: CELL-03 E15, D16
        xls lacks: CELL-02 E20
        xls lacks: E15 Some(48900)
        xls lacks: D16 Some(76357)
        xls has: CELL-10 E15, D16, E20
    "#]]
    .assert_eq(&compared("formulas"));
}

#[test]
fn totals_typed_and_changed() {
    expect![[r#"
        SUM-02 D10
        SUM-01 E10
    "#]]
    .assert_eq(&compared("totals"));
}

#[test]
fn hidden_merged_and_filtered_cells() {
    expect![[r#"
        FORM-12 D13, D14
        FORM-13 D18, E18, D20, E20
        FORM-13 E11, E12, E13, E14, E15, E16, E17, E18, E19, E20, E21
        FORM-14 D12
    "#]]
    .assert_eq(&compared("looks"));
}

#[test]
fn numbers_outside_the_table() {
    expect![[r#"
        FORM-05 D22
        FORM-07 G3, H30
        FORM-07 AA6000
    "#]]
    .assert_eq(&compared("places"));
}

#[test]
fn codes_and_keys_that_are_gone() {
    expect![[r#"
        FORM-03 C16, C17
        FORM-06
    "#]]
    .assert_eq(&compared("codes"));
}

#[test]
fn hidden_sheets() {
    expect![[r#"
        FORM-13
        FORM-06
    "#]]
    .assert_eq(&compared("hidden"));
}
