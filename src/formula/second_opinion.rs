//! LibreOffice's opinion of what formulas give: wherever a formula is calculated here, both must agree.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rust_xlsxwriter::{Formula, Workbook as Book};

use super::Recalculation;
use crate::intake::reader;
use crate::output::provincial::recalculated::recalculated;
use crate::value::grid::{Address, Format, Value};

/// How many formulas are made up.
const N_FORMULAS: u32 = 1_500;

/// Numbers, texts and blanks in A1:D6 of the first sheet; formulas stand in its column H and name them.
fn data(book: &mut Book) {
    let sheet = book.add_worksheet();
    let numbers = [[3.0, 10.0, 0.0], [7.0, 20.5, -4.0], [3.0, 30.0, 1250.0], [0.0, 2.5, 36.0], [12.0, 10.0, 7.0]];
    for (row, line) in (0..).zip(numbers) {
        for (column, number) in (1..).zip(line) {
            sheet.write_number(row, column, number).expect("a cell");
        }
    }
    for (row, text) in (0..).zip(["nam", "nữ", "nam", "tổ 1", "khác"]) {
        sheet.write_string(row, 0, text).expect("a cell");
    }
    sheet.write_string(5, 1, "chữ").expect("a cell");
}

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

fn ranges() -> impl Strategy<Value = &'static str> {
    one_of(&["B1:B6", "C1:C5", "D1:D5", "A1:A6", "B1:D5", "B2:C4", "$C$1:$D$5", "C:C", "2:2"])
}

fn conditions() -> impl Strategy<Value = String> {
    prop_oneof![
        ("[A-D][1-6]", one_of(&["=", "<>", "<", "<=", ">", ">="]), "[0-9]{1,2}")
            .prop_map(|(a, sign, b)| format!("{a}{sign}{b}")),
        "A[1-5]=\"nam\"",
        "[B-D][1-6]=\"\"",
        "ISNUMBER\\([A-D][1-6]\\)",
        "ISBLANK\\([A-D][1-7]\\)",
        "AND\\(B[1-5]>2,C[1-5]>9\\)",
        "NOT\\(D[1-5]<0\\)",
    ]
}

/// Calls that hold no other formula.
fn lookups() -> impl Strategy<Value = String> {
    let criteria = one_of(&["\">5\"", "\"<>3\"", "10", "\"<=20\"", "\"nam\"", "\"<>nam\"", "A2"]);
    prop_oneof![
        ranges().prop_map(|range| format!("COUNTBLANK({range})")),
        criteria.prop_map(|criterion| format!("SUMIF(A1:A5,{criterion},C1:C5)+COUNTIF(B1:C5,{criterion})")),
        ("[BC]", "[0-9]{1,2}")
            .prop_map(|(column, n)| format!("SUMIFS(D1:D5,A1:A5,\"nam\",{column}1:{column}5,\">{n}\")")),
        ("[1-5]", 2..5).prop_map(|(row, column)| format!("VLOOKUP(A{row},A1:D5,{column},FALSE)")),
        ("[1-5]", 1..4).prop_map(|(row, column)| format!("INDEX(B1:D5,MATCH(C{row},C1:C5,0),{column})")),
        (ranges(), one_of(&["1", "2", "3", "4", "5", "9", "109"]))
            .prop_map(|(range, kind)| format!("SUBTOTAL({kind},{range})")),
        Just("SUMPRODUCT(B1:B5,C1:C5)".to_owned()),
    ]
}

fn formulas() -> impl Strategy<Value = String> {
    let leaf =
        prop_oneof!["[0-9]{1,3}", "[1-9]\\.[25]", "[1-9]%", "[B-D][1-6]", "\\$[B-D]\\$[1-5]", "A[1-5]", lookups()];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let i = || inner.clone();
        prop_oneof![
            4 => (i(), one_of(&["+", "-", "*", "/", "^"]), i()).prop_map(|(a, sign, b)| format!("{a}{sign}{b}")),
            1 => (i(), i()).prop_map(|(a, b)| format!("({a}-{b})")),
            1 => i().prop_map(|a| format!("-{a}")),
            2 => (one_of(&["SUM", "COUNT", "COUNTA", "MIN", "MAX", "AVERAGE", "PRODUCT"]), ranges(), i())
                .prop_map(|(function, range, a)| format!("{function}({range},{a})")),
            2 => (conditions(), i(), i()).prop_map(|(condition, a, b)| format!("IF({condition},{a},{b})")),
            1 => (i(), i()).prop_map(|(a, b)| format!("IFERROR({a},{b})")),
            2 => (one_of(&["ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"]), i(), -2..3)
                .prop_map(|(function, a, digits)| format!("{function}({a},{digits})")),
            1 => (i(), "[1-9]").prop_map(|(a, b)| format!("MOD({a},{b})")),
            1 => i().prop_map(|a| format!("INT({a})")),
        ]
    })
}

#[test]
fn libreoffice_agrees_wherever_a_formula_is_calculated() {
    let mut book = Book::new();
    data(&mut book);
    let (mut runner, strategy) = (TestRunner::deterministic(), formulas());
    for row in 0..N_FORMULAS {
        let formula = strategy.new_tree(&mut runner).expect("a formula").current();
        let formula = Formula::new(format!("={formula}")).set_result("0");
        book.worksheet_from_index(0).expect("the sheet").write_formula(row, 7, formula).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let Some(theirs): Option<Vec<u8>> = recalculated(&bytes) else { return };
    let read = |bytes: &[u8]| reader::read(bytes, Format::Xlsx).expect("a readable workbook");
    let (ours, theirs) = (read(&bytes), read(&theirs));
    let mut recalculation = Recalculation::new(&ours);
    let mut n_calculated = 0;
    let mut different = Vec::new();
    for row in 0..N_FORMULAS {
        let at = Address::new(row, 7);
        let Ok(result) = recalculation.result(0, at) else { continue };
        let their = theirs.sheets[0].get(at).map_or(Value::Blank, |cell| cell.value.clone());
        n_calculated += 1;
        if !result.agrees_with(&their) {
            let formula = ours.sheets[0].get(at).and_then(|cell| cell.formula.clone()).unwrap_or_default();
            different.push(format!("{formula}: {result:?} here, {their:?} there"));
        }
    }
    assert!(different.is_empty(), "{} of {n_calculated}:\n{}", different.len(), different.join("\n"));
    assert!(n_calculated > N_FORMULAS / 2, "{n_calculated}");
}
