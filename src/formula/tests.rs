//! What formulas give, in a workbook of two sheets.

use proptest::prelude::*;

use super::*;
use crate::value::grid::{Address, Cell, Format, Sheet, Value, Workbook};

fn at(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

/// A cell as it is written: `=…` a formula without result, `"…` text, TRUE, `#…` an error, else a number.
fn cell(text: &str) -> Cell {
    let value = match text {
        formula if formula.starts_with('=') => {
            return Cell { value: Value::Blank, formula: Some(formula[1..].to_owned()) };
        }
        text if text.starts_with('"') => Value::Text(text[1..].to_owned()),
        "TRUE" => Value::Bool(true),
        error if error.starts_with('#') => Value::Error(error.to_owned()),
        number => Value::Number(number.parse().expect("a number")),
    };
    Cell { value, formula: None }
}

fn sheet(name: &str, cells: &[(&str, &str)]) -> Sheet {
    Sheet::new(name, true, cells.iter().map(|(address, text)| (at(address), cell(text))).collect())
}

fn workbook(sheets: Vec<Sheet>) -> Workbook {
    Workbook::new(Format::Xlsx, sheets)
}

/// Two sheets with numbers, text, truth, an error, and nothing in B9.
fn example(formula: &str) -> Workbook {
    let table = [
        ("A1", "\"nam"),
        ("B1", "10"),
        ("C1", "1"),
        ("A2", "\"nữ"),
        ("B2", "20"),
        ("C2", "2"),
        ("A3", "\"nam"),
        ("B3", "30"),
        ("C3", "\"3"),
        ("A4", "\"tổ 1"),
        ("B4", "0.5"),
        ("C4", "\"ba"),
        ("D1", "#N/A"),
        ("D2", "TRUE"),
        ("E1", "=B1+B2"),
        ("E2", "=\"\""),
        ("F1", "-7"),
    ];
    let other = sheet("Dữ liệu", &[("A1", "100"), ("A2", "200"), ("B1", "=A1*2")]);
    let mut cells: Vec<(Address, Cell)> = table.iter().map(|(address, text)| (at(address), cell(text))).collect();
    cells.push((at("Z1"), Cell { value: Value::Number(0.0), formula: Some(formula.to_owned()) }));
    workbook(vec![Sheet::new("Biểu", true, cells), other])
}

/// What a formula in Z1 gives: a number, `“text”`, an error, `?` if it isn't calculated.
fn gives(formula: &str) -> String {
    let workbook = example(formula);
    let result = Recalculation::new(&workbook).result(0, at("Z1"));
    match result {
        Ok(Operand::Blank) => "blank".to_owned(),
        Ok(Operand::Number(number)) => number.to_string(),
        Ok(Operand::Text(text)) => format!("“{text}”"),
        Ok(Operand::Bool(truth)) => truth.to_string(),
        Ok(Operand::Error(error)) => error.to_string(),
        Err(_) => "?".to_owned(),
    }
}

fn all_give(expected: &[(&str, &str)]) {
    for (formula, result) in expected {
        assert_eq!(gives(formula), *result, "{formula}");
    }
}

#[test]
fn signs_bind_as_in_excel() {
    all_give(&[
        ("1+2*3", "7"),
        ("(1+2)*3", "9"),
        ("2*3^2", "18"),
        ("-2^2", "4"),
        ("0-2^2", "-4"),
        ("2^-1", "0.5"),
        ("2^3^2", "64"),
        ("10-4-3", "3"),
        ("24/4/2", "3"),
        ("50%", "0.5"),
        ("200*5%", "10"),
        ("-50%", "-0.5"),
        ("2^50%*0+1", "1"),
        ("--5", "5"),
        ("+-5", "-5"),
        ("1+1=2", "true"),
        ("1=1+1", "false"),
        ("2>1=TRUE", "true"),
        ("1&2+3", "“15”"),
        ("\"a\"&\"b\"=\"ab\"", "true"),
        ("1<>2", "true"),
        ("2<=2", "true"),
        ("3>=4", "false"),
        ("1.5E+1", "15"),
        (".5*2", "1"),
        ("1e3", "1000"),
        ("7/0", "#DIV/0!"),
        ("0^0", "?"),
        ("10^400", "#NUM!"),
    ]);
}

#[test]
fn both_notations_name_the_same_cells() {
    all_give(&[
        ("B1", "10"),
        ("$B$1+B2", "30"),
        ("[.B1]+[.$B$2]", "30"),
        ("SUM(B1:B3)", "60"),
        ("SUM([.B1:.B3])", "60"),
        ("SUM(B3:B1)", "60"),
        ("SUM(B:B)", "60.5"),
        ("SUM(3:3)", "30"),
        ("SUM(2:2)", "?"),
        ("SUM(B1:B3,F1)", "53"),
        ("SUM([.B1:.B3];[.F1])", "53"),
        ("'Dữ liệu'!A1", "100"),
        ("SUM('dữ liệu'!A1:A2)", "300"),
        ("[$'Dữ liệu'.A1]", "100"),
        ("SUM([$'Dữ liệu'.$A$1:.$A$2])", "300"),
        ("'Dữ liệu'!B1+1", "201"),
        ("Biểu!B1", "10"),
        ("E1", "30"),
        ("B9", "blank"),
        ("B9+1", "1"),
        ("Mất!A1", "?"),
        ("#REF!", "#REF!"),
        ("SUM(#REF!,B1)", "#REF!"),
        ("[.#REF!]+1", "#REF!"),
        ("Biểu!#REF!", "#REF!"),
        ("SUM(XFD1048576)", "0"),
    ]);
}

#[test]
fn sums_and_counts_take_numbers_in_cells_and_nothing_else() {
    all_give(&[
        ("SUM(A1:C4)", "63.5"),
        ("SUM(C1:C4)", "3"),
        ("SUM(E2)", "0"),
        ("SUM(D1,B1)", "#N/A"),
        ("SUM(\"5\",1)", "6"),
        ("SUM(TRUE,1)", "2"),
        ("SUM(\"ba\")", "?"),
        ("SUM(D2)", "?"),
        ("COUNT(A1:C4)", "6"),
        ("COUNT(D1:D1)", "0"),
        ("COUNTA(A1:C5)", "12"),
        ("COUNTA(E1:E2)", "2"),
        ("COUNTBLANK(B1:B9)", "5"),
        ("COUNTBLANK(E1:E3)", "2"),
        ("AVERAGE(B1:B3)", "20"),
        ("AVERAGE(A1:A3)", "#DIV/0!"),
        ("MIN(B1:B3,F1)", "-7"),
        ("MAX(A1:A4)", "0"),
        ("PRODUCT(B1:B3)", "6000"),
        ("PRODUCT(A1:A2)", "0"),
        ("SUMPRODUCT(B1:B2,C1:C2)", "50"),
        ("SUMPRODUCT(B1:B4,C1:C4)", "50"),
        ("SUMPRODUCT(B1:B2,C1:C3)", "#VALUE!"),
        ("SUMPRODUCT((A1:A3=\"nam\")*B1:B3)", "?"),
        ("SUM(A1:A3*2)", "?"),
        ("SUM(IF(TRUE,C3))", "?"),
    ]);
}

#[test]
fn conditions_calculate_only_the_branch_they_take() {
    all_give(&[
        ("IF(B1>5,1,2)", "1"),
        ("IF(B1>50,1,2)", "2"),
        ("IF(B1>50,1)", "false"),
        ("IF(B1>5,1,1/0)", "1"),
        ("IF(B1>5,1,TODAY())", "1"),
        ("IF(B1>5,TODAY(),1)", "?"),
        ("IF(D1,1,2)", "#N/A"),
        ("IF(B9,1,2)", "2"),
        ("IF(B9=\"\",\"\",B9)", "“”"),
        ("IF(B1=\"\",\"\",B1)", "10"),
        ("IF(E2=\"\",1,2)", "1"),
        ("IF(B1>5,,2)", "blank"),
        ("IFERROR(1/0,5)", "5"),
        ("IFERROR(B1,5)", "10"),
        ("AND(B1>5,B2>5)", "true"),
        ("AND(TRUE,FALSE)", "false"),
        ("OR(B1>50,B2>5)", "true"),
        ("NOT(B1>5)", "false"),
        ("AND(B9:B9)", "#VALUE!"),
        ("OR(D1,TRUE)", "#N/A"),
        ("ISBLANK(B9)", "true"),
        ("ISBLANK(E2)", "false"),
        ("ISNUMBER(A1)", "false"),
        ("ISTEXT(A1)", "true"),
        ("ISERROR(D1)", "true"),
        ("ISNA(1/0)", "false"),
        ("N(A1)", "0"),
        ("N(B1)", "10"),
        ("VALUE(C3)", "3"),
    ]);
}

#[test]
fn rounding_is_away_from_zero_at_a_half() {
    all_give(&[
        ("ROUND(2.5,0)", "3"),
        ("ROUND(-2.5,0)", "-3"),
        ("ROUND(1234,-2)", "1200"),
        ("ROUND(1250,-2)", "1300"),
        ("ROUND(2.4,0)", "2"),
        ("ROUND(2.345678,2)", "2.35"),
        ("ROUNDUP(2.1,0)", "3"),
        ("ROUNDUP(-2.1,0)", "-3"),
        ("ROUNDDOWN(2.9,0)", "2"),
        ("TRUNC(-2.9)", "-2"),
        ("TRUNC(29.87,1)", "29.8"),
        ("INT(-2.1)", "-3"),
        ("INT(7)", "7"),
        ("ABS(-7)", "7"),
        ("MOD(7,3)", "1"),
        ("MOD(-7,3)", "2"),
        ("MOD(7,0)", "#DIV/0!"),
        // The last bits decide, and programs correct them differently.
        ("INT((0.1+0.7)*10)", "?"),
        ("ROUND(1.005,2)", "?"),
        ("0.1+0.2=0.3", "?"),
        ("ROUND(B1*0.85,0)", "9"),
    ]);
}

#[test]
fn criteria_are_met_or_not_calculated() {
    all_give(&[
        ("SUMIF(A1:A3,\"nam\",B1:B3)", "40"),
        ("SUMIF(A1:A3,\"NAM\",B1)", "40"),
        ("SUMIF(B1:B4,\">=20\")", "50"),
        ("SUMIF(B1:B3,20,C1:C3)", "2"),
        ("SUMIF(B1:B3,\"<>20\")", "40"),
        ("SUMIF(A1:A3,A2,B1:B3)", "20"),
        ("SUMIFS(B1:B3,A1:A3,\"nam\",B1:B3,\">10\")", "30"),
        ("SUMIFS(B1:B3,A1:A2,\"nam\")", "#VALUE!"),
        ("COUNTIF(A1:A4,\"nam\")", "2"),
        ("COUNTIF(B1:B9,\"<>20\")", "8"),
        ("COUNTIF(B1:B4,\"<20\")", "2"),
        ("COUNTIFS(A1:A3,\"nam\",B1:B3,10)", "1"),
        ("COUNTIF(A1:A3,\"n*\")", "?"),
        ("COUNTIF(B1:B3,\">1,5\")", "?"),
        ("COUNTIF(C1:C4,3)", "?"),
        ("COUNTIF(A1:A3,\"\")", "?"),
        ("COUNTIF(A1:A3,\">nam\")", "?"),
    ]);
}

#[test]
fn only_exact_lookups_are_calculated() {
    all_give(&[
        ("VLOOKUP(\"nữ\",A1:C3,2,FALSE)", "20"),
        ("VLOOKUP(\"nam\",A1:C3,2,0)", "10"),
        ("VLOOKUP(30,B1:C3,1,0)", "30"),
        ("VLOOKUP(\"khác\",A1:C3,2,0)", "#N/A"),
        ("VLOOKUP(20,B1:C3,2)", "?"),
        ("VLOOKUP(20,B1:C3,2,TRUE)", "?"),
        ("VLOOKUP(\"n*\",A1:C3,2,0)", "?"),
        ("VLOOKUP(20,B1:C3,9,0)", "?"),
        ("HLOOKUP(10,B1:C3,2,FALSE)", "20"),
        ("MATCH(20,B1:B3,0)", "2"),
        ("MATCH(25,B1:B3,1)", "?"),
        ("INDEX(B1:B3,2)", "20"),
        ("INDEX(A1:C3,3,2)", "30"),
        ("INDEX(B1:B3,MATCH(\"nữ\",A1:A3,0))", "20"),
        ("INDEX(B1:B3,0)", "?"),
        ("INDEX(B1:B3,9)", "?"),
    ]);
}

#[test]
fn what_programs_do_differently_or_nobody_can_repeat_is_not_calculated() {
    for formula in [
        "",
        "B1+",
        "(B1",
        "B1)",
        "B1 B2",
        "SUM(",
        "TODAY()",
        "RAND()",
        "XLOOKUP(1,B1:B3,C1:C3)",
        "OFFSET(B1,1,0)",
        "INDIRECT(\"B1\")",
        "tên_riêng",
        "tên_riêng+1",
        "Bảng1[Cột]",
        "{1,2}",
        "SUM({1,2})",
        "B1#",
        "@B1:B3",
        "B1:B3",
        "B1:B3*2",
        "[1]Trang!A1",
        "'[nguồn.xlsx]Trang'!A1",
        "['file:///nguồn.ods'#$Biểu.D9]",
        "C4+1",
        "A1+1",
        "\"1,5\"+1",
        "E2+1",
        "A1<A2",
        "\"Nam\"=A1",
        "1.5&\"\"",
        "IF(A1,1,2)",
        "WEBSERVICE(\"x\")",
        "cmd|'/c calc'!A1",
        "SUM(Z1)",
        "Z1",
        "SUM(A2:Z9)",
        "Trang1:Trang3!A1",
        "A1:B2:C3",
        "9A",
        "\"a",
        "'a",
        "[a",
        "A0",
        "SUM(A0:A5)",
        "SUM(0:5)",
        "SUM($0:$5)",
        "[.$0:.$5]",
    ] {
        assert_eq!(gives(formula), "?", "{formula}");
    }
}

/// Rows 2 and 3 of six are hidden by a filter or by hand; F7 is a subtotal itself.
fn subtotal(formula: &str, filtered: bool) -> String {
    let cells = [("F1", "1"), ("F2", "10"), ("F3", "100"), ("F4", "1000"), ("F5", "=SUBTOTAL(9,F1:F4)")];
    let mut sheet = sheet("Biểu", &cells);
    let hidden = [1, 2].into();
    if filtered {
        sheet.layout.filtered_rows = hidden;
    } else {
        sheet.layout.hidden_rows = hidden;
    }
    let mut sheets = vec![sheet];
    sheets.push(super::tests::sheet("Kết quả", &[("A1", &format!("={formula}"))]));
    let workbook = workbook(sheets);
    let result = Recalculation::new(&workbook).result(1, at("A1"));
    result.map_or("?".to_owned(), |result| format!("{result:?}"))
}

#[test]
fn subtotals_leave_out_hidden_rows_and_other_subtotals() {
    assert_eq!(subtotal("SUBTOTAL(9,Biểu!F1:F5)", true), "Number(1001.0)");
    assert_eq!(subtotal("SUBTOTAL(109,Biểu!F1:F5)", true), "Number(1001.0)");
    assert_eq!(subtotal("SUBTOTAL(109,Biểu!F1:F5)", false), "Number(1001.0)");
    assert_eq!(subtotal("SUBTOTAL(2,Biểu!F1:F1)", false), "Number(1.0)");
    // Whether a table's filter hides the rows is not told.
    assert_eq!(subtotal("SUBTOTAL(9,Biểu!F1:F5)", false), "?");
    assert_eq!(subtotal("SUBTOTAL(7,Biểu!F1:F4)", true), "?");
}

#[test]
fn formulas_that_lead_back_to_themselves_are_told() {
    let cells = [("A1", "=B1+1"), ("B1", "=A1+1"), ("C1", "=A1"), ("D1", "=5"), ("E1", "=SUM(D1:E1)")];
    let workbook = workbook(vec![sheet("Biểu", &cells)]);
    let mut recalculation = Recalculation::new(&workbook);
    for name in ["A1", "B1", "C1", "E1"] {
        assert_eq!(recalculation.result(0, at(name)), Err(Unknown::Cycle), "{name}");
    }
    assert_eq!(recalculation.result(0, at("D1")), Ok(Operand::Number(5.0)));
}

#[test]
fn cells_that_were_not_kept_are_not_taken_for_blank() {
    let far = |address| sheet("Biểu", &[("A1", "1"), (address, "5"), ("Z1", "=SUM(A1:A1048576)")]);
    let result =
        |sheet| Recalculation::new(&workbook(vec![sheet])).result(0, at("Z1")).map(|operand| format!("{operand:?}"));
    assert_eq!(result(far("A900000")), Err(Unknown::NotKept));
    assert_eq!(result(far("A2")), Ok("Number(6.0)".to_owned()));
}

/// Takes a good while only if something is not bounded.
#[test]
fn hostile_formulas_are_bounded() {
    let deep = |n: usize| format!("={}1{}", "(".repeat(n), ")".repeat(n));
    let nested = format!("={}1{}", "ABS(".repeat(5_000), ")".repeat(5_000));
    let minus = format!("={}1", "-".repeat(9_000));
    let long = format!("=0{}", "+1".repeat(4_000));
    let mut cells: Vec<(Address, Cell)> = vec![
        (at("B1"), cell(&deep(10_000))),
        (at("B2"), cell(&nested)),
        (at("B3"), cell(&minus)),
        (at("B4"), cell(&long)),
        (at("B5"), cell("=SUM(A1:XFD1048576)")),
        (at("B6"), cell("=\"x\"&\"y\"")),
        (at("B7"), cell(&deep(60))),
    ];
    // A chain of thousands, cells that each add all others, and a text that doubles.
    cells.push((Address::new(0, 3), cell("=1")));
    cells.extend((1..5_000).map(|row| (Address::new(row, 3), cell(&format!("=D{row}+1")))));
    cells.extend((0..5_000).map(|row| (Address::new(row, 4), cell("=SUM(C1:D5000,G1:H5000)"))));
    cells.push((Address::new(0, 5), cell("=\"xxxxxxxx\"")));
    cells.extend((1..100).map(|row| (Address::new(row, 5), cell(&format!("=F{row}&F{row}")))));
    let workbook = workbook(vec![Sheet::new("Biểu", true, cells)]);
    let mut recalculation = Recalculation::new(&workbook);
    let mut result = |name: &str| recalculation.result(0, at(name));
    assert_eq!(result("D5000"), Ok(Operand::Number(5_000.0)));
    assert_eq!((result("B1"), result("B2")), (Err(Unknown::TooLong), Err(Unknown::TooLong)));
    assert_eq!((result("B3"), result("B4")), (Ok(Operand::Number(1.0)), Ok(Operand::Number(4_000.0))));
    assert_eq!(result("B7"), Ok(Operand::Number(1.0)));
    assert_eq!(result("F100"), Err(Unknown::TooMuch));
    assert!(result("B5").is_err());
    let n_given_up = (1..=5_000).filter(|row| result(&format!("E{row}")) == Err(Unknown::TooMuch)).count();
    assert!(n_given_up > 4_500, "{n_given_up}");
}

#[test]
fn what_comes_from_outside_is_told_in_every_notation() {
    for formula in [
        "[1]Nguồn!A1",
        "'[nguồn.xlsx]Biểu'!A1",
        "'C:\\số liệu\\[nguồn.xlsx]Biểu'!A1",
        "['file:///nguồn.ods'#$Biểu.A1]",
        "'file:///nguồn.ods'#$Biểu.A1",
        "DDE(\"soffice\";\"/etc/passwd\";\"a\")",
        "_xlfn.WEBSERVICE(\"http://x\")",
        "COM.MICROSOFT.WEBSERVICE(\"http://x\")",
        "1+RTD(\"a\",,\"b\")",
        "IMPORTRANGE(\"x\",\"A1\")",
        "filterxml(A1,\"b\")",
        "cmd|'/c calc'!A1",
        "Excel|Nguồn!R1C1",
        "[1]!Tên",
        "IFERROR(__xludf.DUMMYFUNCTION(\"IMPORTRANGE(\"\"https://x\"\",\"\"A1\"\")\"),5)",
        "SUM([2]Biểu!A1:A3)",
    ] {
        assert!(is_outside(formula), "{formula}");
    }
    for formula in [
        "A1+1",
        "[.A1]",
        "SUM([.B2:.B9])",
        "[$Bìa.$C$14]",
        "[$'Biểu [1]'.A1]",
        "'Biểu 01'!A1",
        "\"[1]Nguồn!A1\"",
        "IF(A1=\"DDE(x)\",1,2)",
        "RTD",
        "Bảng1[Cột]",
        "\"a|b\"&A1",
        "DDE_1+1",
        "SUM([.A60:.B60]![.A60:.C60])",
        "SUM([$Biểu.A60:.B60]![.B60:.B90])",
    ] {
        assert!(!is_outside(formula), "{formula}");
    }
}

proptest! {
    #[test]
    fn any_text_is_calculated_or_not_and_nothing_else(
        formula in "[A-FSUMIF0-9$(),;:+*/^%<>=&\"#!.\\[\\]' -]{0,60}",
        other in any::<String>(),
    ) {
        gives(&formula);
        gives(&other);
        is_outside(&other);
    }
}

/// Run by hand in release: how long what is bounded takes.
#[test]
#[ignore = "measures"]
fn timing() {
    let filled = |row: u32, col: u32| (Address::new(row, col), cell("1"));
    let mut books: Vec<(&str, Vec<(Address, Cell)>)> = Vec::new();
    books.push(("sums of a full sheet", (0..5_000).flat_map(|row| (1..60).map(move |col| filled(row, col))).collect()));
    books[0].1.extend((0..5_000).map(|row| (Address::new(row, 0), cell("=SUM(B1:BZ5000)"))));
    books.push(("leaps", (0..5_000).flat_map(|row| [filled(row, 1), filled(row, 200)]).collect()));
    books[1].1.extend((0..5_000).map(|row| (Address::new(row, 0), cell("=SUM(C1:C5000)"))));
    books.push((
        "chain",
        (0..5_000)
            .flat_map(|row| (0..20).map(move |col| (row, col)))
            .map(|(row, col)| {
                let before = if row == 0 { Address::new(4_999, col + 1) } else { Address::new(row - 1, col) };
                (Address::new(row, col), cell(&format!("={before}+1")))
            })
            .collect(),
    ));
    let long = format!("=0{}", "+A1*2".repeat(1_600));
    books.push(("long formulas", (0..42_000u32).map(|n| (Address::new(n / 10, n % 10 + 1), cell(&long))).collect()));
    books.push((
        "counts of the same",
        (0..5_000).flat_map(|row| [filled(row, 1), (Address::new(row, 0), cell("=COUNTIF(B1:B5000,B1)"))]).collect(),
    ));
    books.push((
        "products",
        (0..5_000)
            .flat_map(|row| {
                [filled(row, 1), filled(row, 2), (Address::new(row, 0), cell("=SUMPRODUCT(B1:B5000,C1:C5000)"))]
            })
            .collect(),
    ));
    for (name, cells) in books {
        let workbook = workbook(vec![Sheet::new("Biểu", true, cells)]);
        let start = std::time::Instant::now();
        let mut recalculation = Recalculation::new(&workbook);
        let formulas = workbook.sheets[0].cells().filter(|(_, cell)| cell.formula.is_some());
        let n = formulas.filter(|(at, _)| recalculation.result(0, *at).is_ok()).count();
        println!("{name}: {n} calculated in {:?}", start.elapsed());
    }
}
