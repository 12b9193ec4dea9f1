//! Every fault names its own cell: each column of each sheet is broken in every way that it can be, and nothing but that cell may be
//! named.

use std::collections::BTreeSet;

use super::*;
use crate::plan::book_fault::BookFault;
use crate::plan::fault::{Fault, What};
use crate::planbook::form_sheet::{FORM_COLUMNS, FORM_ITEMS, FORM_ROWS};
use crate::planbook::sheets::{FIRST_ROW, HEADING_ROW, SHEETS};
use crate::planbook::spec::{CellKind, ColumnSpec, Requirement, SheetLayout};

/// A filled cell of a plan workbook, and what its column is declared as.
struct Filled {
    /// What the sheet is declared as.
    table: &'static str,
    sheet: String,
    at: Address,
    column: ColumnSpec,
}

/// The first filled cell of every column and the cell of every item.
fn filled(book: &Workbook) -> Vec<Filled> {
    let mut all = Vec::new();
    for spec in SHEETS {
        match spec.layout {
            SheetLayout::Items(sections) => {
                let items: Vec<ColumnSpec> = sections.iter().flat_map(|section| section.items).copied().collect();
                all.extend(of_items(book, spec.name, spec.name, &items));
            }
            SheetLayout::Table(block) => {
                let columns = block.all_columns().into_iter().copied();
                all.extend(of_columns(book, spec.name, spec.name, HEADING_ROW, columns.collect()));
            }
            SheetLayout::Forms => {
                let Some(form) = book.sheets.iter().find(|sheet| sheet.name.starts_with("Biểu ")) else { continue };
                let heading = Address::parse(&find(book, &form.name, FORM_ROWS.columns[0].heading)).expect("it").row;
                all.extend(of_items(book, spec.name, &form.name, FORM_ITEMS));
                let columns = FORM_ROWS.all_columns().into_iter().copied();
                all.extend(of_columns(book, spec.name, &form.name, heading, columns.collect()));
                for (n, column) in (0..).zip(FORM_COLUMNS) {
                    let at = Address::new(heading - 2 + n, 2);
                    all.push(Filled { table: spec.name, sheet: form.name.clone(), at, column: *column });
                }
            }
        }
    }
    all
}

fn of_items(book: &Workbook, table: &'static str, sheet: &str, items: &[ColumnSpec]) -> Vec<Filled> {
    let cells = book.sheet(sheet).expect("it");
    let is_filled = |at: Address| cells.get(at).is_some_and(|cell| cell.value != Value::Blank);
    let of_item = |item: &ColumnSpec| {
        let (at, _) = cells.cells().find(|(at, _)| at.col == 0 && cells.text(*at) == Some(item.heading))?;
        let at = Address::new(at.row, 1);
        is_filled(at).then(|| Filled { table, sheet: sheet.to_owned(), at, column: *item })
    };
    items.iter().filter_map(of_item).collect()
}

fn of_columns(
    book: &Workbook,
    table: &'static str,
    sheet: &str,
    heading_row: u32,
    columns: Vec<ColumnSpec>,
) -> Vec<Filled> {
    let cells = book.sheet(sheet).expect("it");
    let of_column = |column: ColumnSpec| {
        let (heading, _) = cells.row(heading_row).find(|(at, _)| cells.text(*at) == Some(column.heading))?;
        let first = heading_row + FIRST_ROW - HEADING_ROW;
        let (at, _) =
            cells.cells().find(|(at, cell)| at.col == heading.col && at.row >= first && cell.value != Value::Blank)?;
        Some(Filled { table, sheet: sheet.to_owned(), at, column })
    };
    columns.into_iter().filter_map(of_column).collect()
}

/// What a cell of this kind can't hold.
fn wrong_values(column: &ColumnSpec) -> Vec<Value> {
    let mut wrong = match column.kind {
        CellKind::Text | CellKind::Lines => vec![Value::Number(7.0), text("a\u{1}b")],
        CellKind::Code => vec![Value::Number(7.0), text("a\u{1}b")],
        CellKind::Codes => vec![Value::Number(7.0), text("a,, b"), text("a\u{1}b")],
        CellKind::Version | CellKind::Versions => vec![Value::Number(7.5), Value::Number(-7.0), text("a\u{1}b")],
        CellKind::Count => vec![text("7"), Value::Number(7.5), Value::Number(-7.0), Value::Number(7e14)],
        CellKind::Percent => {
            vec![text("45"), Value::Percent(0.45), Value::Number(145.0), Value::Number(-4.0), Value::Number(0.4525)]
        }
        CellKind::Day => vec![Value::Date(46_218.0), text("31/6"), text("15-7"), Value::Number(7.0)],
        CellKind::Date => vec![text("2026-07-01"), text("31/6/2026"), Value::Number(46_218.0)],
        CellKind::YesNo | CellKind::Choice(_) => vec![text("hoặc"), Value::Number(1.0)],
    };
    if !column.refers.is_empty() {
        wrong.insert(1, text("khong-co"));
    }
    wrong.extend([Value::Error("#REF!".to_owned()), Value::Bool(true)]);
    wrong
}

/// The cells that are named, without those that the change brings about elsewhere: what names a code that is gone, another table's line
/// that no longer belongs anywhere.
fn named(faults: &[Fault]) -> Vec<String> {
    let place = |fault: &Fault| {
        let cell = fault
            .cell
            .as_ref()
            .map(|place| format!("{}!{}", place.sheet, place.cell.map(|at| at.to_string()).unwrap_or_default()));
        cell.unwrap_or_else(|| format!("nowhere: {fault}"))
    };
    faults.iter().map(place).collect()
}

#[test]
fn whatever_is_wrong_with_a_cell_is_said_of_that_cell_alone() {
    let (mut n_broken, mut wrong) = (0, Vec::new());
    let mut done: BTreeSet<(&str, &str)> = BTreeSet::new();
    for text in [OTHERS[0], plan::EMBEDDED, OTHERS[2]] {
        let plan = plan::load(text).expect("a plan");
        let book = open(&write(&plan).expect("a workbook")).expect("one that opens");
        // What a smaller plan has was broken there.
        for Filled { sheet, at, column, .. } in
            filled(&book).into_iter().filter(|of| done.insert((of.table, of.column.heading)))
        {
            // Larger plans take longer to read, and their columns are of the same kinds.
            let n_values = if text == OTHERS[0] { usize::MAX } else { 2 };
            for value in wrong_values(&column).into_iter().take(n_values) {
                let shown = format!("{}: {sheet}!{at} “{}” {value:?}", plan.id, column.heading);
                let broken = with_cell(&book, &sheet, &at.to_string(), value.clone());
                let Err(faults) = plan_of(&broken) else {
                    // A number that fits the column all the same.
                    if !matches!(value, Value::Number(_)) || column.kind == CellKind::Text {
                        wrong.push(format!("{shown} is read"));
                    }
                    continue;
                };
                n_broken += 1;
                if named(&faults.0) != [format!("{sheet}!{at}")] {
                    wrong.push(format!("{shown}:\n{faults}"));
                }
            }
            // Columns of a form that aren't used are blank.
            if column.need == Requirement::Required && column.heading != FORM_COLUMNS[0].heading {
                let broken = with_cell(&book, &sheet, &at.to_string(), Value::Blank);
                let faults = plan_of(&broken).expect_err("something is missing");
                if !named(&faults.0).contains(&format!("{sheet}!{at}")) {
                    wrong.push(format!("{sheet}!{at} {} blank:\n{faults}", column.heading));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} of {n_broken}", wrong.join("\n"), wrong.len());
    assert!(n_broken > 500, "{n_broken}");
}

/// What is only wrong beside other cells, each at the cell that must be changed.
#[test]
fn what_does_not_hold_together_is_said_of_the_cell_to_be_changed() {
    let embedded = &*EMBEDDED;
    let at = |book: &Workbook, sheet: &str, of: &str, columns: u32| {
        let found = Address::parse(&find(book, sheet, of)).expect("an address");
        Address::new(found.row, found.col + columns).to_string()
    };
    let last_year = at(embedded, "Kế hoạch", "Năm cuối", 1);
    let suffix = at(embedded, "Kế hoạch", "Chữ viết tắt đơn vị soạn thảo", 1);
    let due = at(embedded, "Nhiệm vụ", "thu-thap", 5);
    let total = find(embedded, "Biểu 01", "dang, doan-the, ct-xh");
    let party = at(embedded, "Biểu 01", "dang", 1);
    let renamed = at(embedded, "Đơn vị", "Thị xã Chơn Thành", 1);
    let forms = at(embedded, "Đơn vị", "sngv", 2);
    let unit_name = at(embedded, "Đơn vị", "sngv", 7);
    let form_row = at(embedded, "Biểu 01", "dang-can-bo", 0);
    let sector = at(embedded, "Khối", "khu-vuc-cong", 0);
    let scheme = at(embedded, "Loại hình", "compulsory", 0);
    let measure = at(embedded, "Cột số liệu", "current", 0);
    let cases: Vec<(&Workbook, &str, &str, Value)> = vec![
        (embedded, "Kế hoạch", &last_year, Value::Number(2020.0)),
        (embedded, "Kế hoạch", &suffix, text("LĐ/VL")),
        (embedded, "Nhiệm vụ", &due, Value::Blank),
        (embedded, "Biểu 01", &party, text("tong, dang-can-bo")),
        (embedded, "Biểu 01", &total, text("dang, doan-the, tong")),
        (embedded, "Đơn vị", &renamed, Value::Blank),
        (embedded, "Đơn vị", &forms, text("khong-co")),
        (embedded, "Đơn vị", &unit_name, Value::Blank),
        (embedded, "Biểu 01", &form_row, Value::Blank),
        // Misspelt where it is defined, and named in many places.
        (embedded, "Khối", &sector, text("khu-vuc-con")),
        (embedded, "Loại hình", &scheme, text("compulsorry")),
        (embedded, "Cột số liệu", &measure, text("curent")),
    ];
    for (book, sheet, cell, value) in cases {
        let broken = with_cell(book, sheet, cell, value.clone());
        let faults = plan_of(&broken).expect_err("a broken plan");
        assert_eq!(named(&faults.0), [format!("{sheet}!{cell}")], "{value:?}:\n{faults}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// Several slips at once never stop the reading, and each fault has its cell; only a sheet that is gone has none.
    #[test]
    fn whatever_is_broken_is_said_with_its_cell(seed: u64, n_broken in 1u64..7, is_sheet_gone: bool) {
        let (mut draw, mut book) = (Draw(seed), if seed % 2 == 0 { SMALL.clone() } else { EMBEDDED.clone() });
        if is_sheet_gone {
            let n = usize::try_from(draw.below(book.sheets.len() as u64 - 1)).expect("few") + 1;
            book.sheets.remove(n);
        }
        for _ in 0..n_broken {
            let n = usize::try_from(draw.below(book.sheets.len() as u64)).expect("few");
            let (name, cells) = (book.sheets[n].name.clone(), book.sheets[n].cells().map(|(at, _)| at));
            let cells: Vec<Address> = cells.collect();
            let at = cells[usize::try_from(draw.below(cells.len() as u64)).expect("few")];
            let value = match draw.below(5) {
                0 => Value::Blank,
                1 => Value::Number(7.0),
                2 => text("khong-co"),
                3 => Value::Date(46_218.0),
                _ => cells.first().and_then(|at| book.sheets[n].get(*at)).map_or(Value::Blank, |cell| cell.value.clone()),
            };
            book = with_cell(&book, &name, &at.to_string(), value);
        }
        if let Err(faults) = plan_of(&book) {
            let is_placed = |fault: &Fault| {
                let is_sheet = matches!(fault.what, What::InWorkbook(BookFault::SheetMissing { .. }));
                fault.cell.as_ref().is_some_and(|place| place.cell.is_some()) != is_sheet
            };
            prop_assert!(faults.0.iter().all(is_placed), "{faults}");
        }
    }
}

/// Every remark on a plan workbook, as it is said.
fn remarks_on(book: &Workbook) -> Vec<String> {
    let plan = plan_of(book).unwrap_or_else(|faults| panic!("{faults}"));
    plan.remarks().iter().map(ToString::to_string).collect()
}

#[test]
fn every_remark_names_its_cell_and_no_key_of_a_plan_file() {
    let party = "Biểu 01";
    let row = |code: &str| Address::parse(&find(&EMBEDDED, party, code)).expect("it");
    let parts = |code: &str| Address::new(row(code).row, row(code).col + 1).to_string();
    let year = find(&EMBEDDED, "Chỉ tiêu theo năm", "Năm");
    let targets = EMBEDDED.sheet("Chỉ tiêu theo năm").expect("it");
    let year_col = Address::parse(&year).expect("it").col;
    let (last, _) =
        targets.cells().rfind(|(at, cell)| at.col == year_col && cell.value == Value::Number(2025.0)).expect("2025");
    let percent = Address::new(last.row, year_col + 4);
    assert!(matches!(targets.get(percent).map(|cell| &cell.value), Some(Value::Number(_))), "{percent}");
    let changes: [(&str, String, Value, &str); 8] = [
        (party, parts("tong"), text("dang, doan-the"), "dòng “ct-xh” không được cộng vào dòng tổng “tong”"),
        (party, parts("tong"), text("dang, dang, doan-the, ct-xh"), "dòng tổng “tong” cộng hai lần"),
        (party, parts("dang"), text("*"), "dòng “dang” cộng mọi dòng của biểu (*)"),
        (
            party,
            parts("dang"),
            Value::Blank,
            "dòng “dang” (“Cơ quan Đảng”) giống dòng tổng mà “Cộng các dòng” để trống",
        ),
        (
            "Chỉ tiêu theo năm",
            last.to_string(),
            Value::Number(2033.0),
            "chỉ tiêu của năm 2033, ngoài các năm của kế hoạch",
        ),
        ("Chỉ tiêu theo năm", percent.to_string(), Value::Number(0.45), "chưa đến 1%"),
        ("Chỉ tiêu theo năm", percent.to_string(), Value::Number(100.0), "tức là mọi người"),
        ("Chỉ tiêu theo năm", percent.to_string(), Value::Number(1.0), "thấp hơn"),
    ];
    for (sheet, at, value, said) in changes {
        let remarks = remarks_on(&with_cell(&EMBEDDED, sheet, &at, value.clone()));
        let place = format!("trang “{sheet}”, ô {at}: ");
        assert!(
            remarks.iter().any(|remark| remark.starts_with(&place) && remark.contains(said)),
            "{at} {value:?}: {remarks:#?}"
        );
        assert!(
            remarks.iter().all(|remark| remark.starts_with("trang “") && !remark.contains(['[', '`'])),
            "{remarks:#?}"
        );
    }
    assert_eq!(remarks_on(&EMBEDDED), [""; 0]);
}

#[test]
fn sheets_that_excel_would_not_take_are_refused_at_their_cells() {
    let name = find(&EMBEDDED, "Biểu 01", "Biểu 01");
    for (value, said) in
        [("Biểu 10", "cùng tên trang “Biểu 10”"), ("Bìa", "đã dành cho một trang"), ("a/b", "không dùng làm tên trang")]
    {
        says(
            &with_cell(&EMBEDDED, "Biểu 01", &name, text(value)),
            &[&format!("trang “Biểu 01”, ô {name}: [PLAN-0"), said],
        );
    }
    let forms = find(&EMBEDDED, "Đơn vị", "khu-kinh-te");
    let twice = with_cell(&EMBEDDED, "Đơn vị", &forms, text("khu-kinh-te, khu-kinh-te"));
    says(&twice, &[&format!("trang “Đơn vị”, ô {forms}: [PLAN-02]"), "“bql-kkt” ghi biểu “khu-kinh-te” hai lần"]);
}

#[test]
fn blank_rows_above_a_sheet_are_told_once() {
    let lower = |name: &str, from: u32| {
        with_sheet(&EMBEDDED, name, |cells| {
            for (at, _) in cells.iter_mut().filter(|(at, _)| at.row >= from) {
                at.row += 1;
            }
        })
    };
    for (name, from, said) in [
        ("Đơn vị", 0, "[PLAN-07] trang phải bắt đầu từ dòng 1, mà tiêu đề đang ở dòng 2"),
        ("Đơn vị", 2, "[PLAN-07] dòng tên cột phải ở dòng 3"),
        ("Kế hoạch", 0, "[PLAN-07] trang phải bắt đầu từ dòng 1"),
        ("Biểu 01", 0, "[PLAN-07] trang phải bắt đầu từ dòng 1"),
    ] {
        let faults = plan_of(&lower(name, from)).expect_err("refused");
        let sentences: Vec<String> = faults.0.iter().map(ToString::to_string).collect();
        assert!(sentences.len() == 1 && sentences[0].contains(said), "{name} {from}: {sentences:#?}");
    }
}

#[test]
fn a_day_that_ends_before_it_begins_and_a_name_that_is_taken_have_their_cells() {
    let agencies = "Đơn vị";
    let zone = Address::parse(&find(&EMBEDDED, agencies, "bql-kkt")).expect("it");
    let cell = |col: u32| Address::new(zone.row, col).to_string();
    let with_days = with_cell(&EMBEDDED, agencies, &cell(3), text("01/07/2025"));
    let faults = plan_of(&with_cell(&with_days, agencies, &cell(4), text("01/01/2024"))).expect_err("refused");
    assert_eq!(named(&faults.0), [format!("{agencies}!{}", cell(4))], "{faults}");
    let name = find(&EMBEDDED, agencies, "Sở Nội vụ");
    let faults = plan_of(&with_cell(&EMBEDDED, agencies, &name, text("Ban Tổ chức Tỉnh ủy"))).expect_err("refused");
    assert_eq!(named(&faults.0), [format!("{agencies}!{name}")], "{faults}");
    let code = find(&EMBEDDED, agencies, "btctu");
    let faults = plan_of(&with_cell(&EMBEDDED, agencies, &code, text("BTCTU"))).expect_err("refused");
    assert_eq!(named(&faults.0), [format!("{agencies}!{code}")], "{faults}");
    let until = with_cell(&EMBEDDED, agencies, &cell(4), Value::Date(45_838.545_138_9));
    says(
        &until,
        &[&format!("ô {}: [PLAN-04] ô ghi “30/06/2025 13:05”, chỗ này phải là ngày", cell(4)), "không kèm giờ"],
    );
}

#[test]
fn one_mistake_that_many_cells_follow_from_is_told_once() {
    let agencies = "Đơn vị";
    let heading = find(&EMBEDDED, agencies, "Các biểu");
    let item = find(&EMBEDDED, "Kế hoạch", "Tỉnh");
    let forms = find(&EMBEDDED, "Nhóm đơn vị", "district");
    let group = Address::parse(&forms).expect("it");
    let second = find(&EMBEDDED, "Biểu 01", "dang-cong-chuc");
    let key = find(&EMBEDDED, "Cột số liệu", "increase");
    for (sheet, at, value, told) in [
        (agencies, heading.clone(), text("Biểu"), heading),
        ("Kế hoạch", item.clone(), text("Tỉnh, thành phố"), item),
        ("Nhóm đơn vị", Address::new(group.row, 3).to_string(), Value::Blank, Address::new(group.row, 3).to_string()),
        ("Biểu 01", second.clone(), text("dang-can-bo"), second),
        ("Cột số liệu", key.clone(), text("current"), key),
    ] {
        let faults = plan_of(&with_cell(&EMBEDDED, sheet, &at, value)).expect_err("refused");
        assert_eq!(named(&faults.0), [format!("{sheet}!{told}")], "{faults}");
    }
    let mut without = EMBEDDED.clone();
    without.sheets.retain(|sheet| sheet.name != "Biểu 07");
    let faults = plan_of(&without).expect_err("a form is gone");
    assert!(faults.0.len() == 1 && faults.to_string().contains("nơi khác"), "{faults}");
}

#[test]
fn what_is_added_up_twice_by_inputs_or_results_is_told_at_its_cell() {
    let result = find(&EMBEDDED, "Biểu 01", "current, increase");
    says(
        &with_cell(&EMBEDDED, "Biểu 01", &result, text("current, increase, current")),
        &[&format!("trang “Biểu 01”, ô {result}: [PLAN-02]"), "lấy cột “current” hai lần"],
    );
    let groups = "Nhóm đơn vị";
    let group = Address::parse(&find(&EMBEDDED, groups, "district")).expect("it");
    let area = Address::new(group.row, 2).to_string();
    let remarks = remarks_on(&with_cell(&EMBEDDED, groups, &area, Value::Blank));
    assert!(remarks.iter().any(|remark| remark.starts_with(&format!("trang “{groups}”, ô {area}: "))), "{remarks:?}");
}
