//! What a sheet's looks do to its numbers: percentages, merged, hidden and filtered cells, comments and text boxes, as
//! each program saves them.

use std::fs;
use std::path::Path;

use bhxh::intake::{self, Received};
use bhxh::problem::{Audience, Code, Finding};
use bhxh::usecase;
use bhxh::value::grid::{Area, Cell, Value};
use expect_test::expect;

use crate::books::Edit;
use crate::province::{good, lines, plan};

fn received(name: &str) -> Received {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/looks").join(name);
    usecase::receive(&fs::read(path).expect("a kept file"), name, plan())
}

/// Every finding as a line: code, cells, and what is said.
fn said(received: &Received) -> String {
    let line = |finding: &Finding| {
        let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
        format!("{} {}: {}\n", finding.code(), cells.join(", "), finding.words(Audience::Officer).message)
    };
    received.findings.iter().map(line).collect()
}

/// The findings in full, once.
#[test]
fn a_file_saved_by_xlsxwriter() {
    expect![[r#"
        CELL-18 D11, E11: Ô ghi phần trăm thay cho số người – dòng “Thành phố Đồng Xoài”, cột “Số người trong độ tuổi lao động”, “Lực lượng lao động trong độ tuổi”: D11 ghi “51%”; E11 ghi “100%”
        CELL-20 E12: Số nhìn thấy khác số lưu trong ô – dòng “Thị xã Phước Long”, cột “Lực lượng lao động trong độ tuổi”: ô ghi “33100”, nhưng định dạng của ô thêm dấu hoặc chữ nên nhìn thấy số khác
        FORM-12 D13, D14: vùng D13:D14 bị gộp thành một ô, trong khi 2 ô phải có số riêng
        FORM-13 D20, E20: 1 hàng bị ẩn (hàng 20); số liệu trong đó vẫn được đọc
        FORM-13 D18, E18: bộ lọc đang che 1 hàng (hàng 18); số liệu trong đó vẫn được đọc
        FORM-13 E11, E12, E13, E14, E15, E16, E17, E18, E19, E20, E21: 1 cột bị ẩn (cột E); số liệu trong đó vẫn được đọc
        FORM-14 D12, D24: 1 chú thích và 1 hộp văn bản có chữ số, không được đọc thành số liệu: D12 “sửa thành 36.000”; D24 “Bổ sung 1.250 người của các xã biên giới”
    "#]].assert_eq(&said(&received("xlsxwriter.xlsx")));
}

#[test]
fn every_program_that_saves_it_is_understood_alike() {
    let cells = ["CELL-18 D11, E11", "CELL-20 E12", "FORM-12 D13, D14", "FORM-13 D20, E20", "FORM-13 D18, E18"];
    let column = (11..=21).map(|row| format!("E{row}")).collect::<Vec<_>>().join(", ");
    let column = format!("FORM-13 {column}");
    for (name, texts) in [
        ("xlsxwriter.xlsx", Some("FORM-14 D12, D24")),
        ("libreoffice.xlsx", Some("FORM-14 D12, D24")),
        ("libreoffice.ods", Some("FORM-14 D12, D24")),
        // It writes no text boxes.
        ("openpyxl.xlsx", Some("FORM-14 D12")),
        ("libreoffice.xls", Some("FORM-14 D12, D24")),
    ] {
        let expected: Vec<&str> = cells.into_iter().chain([column.as_str()]).chain(texts).collect();
        assert_eq!(lines(&received(name).findings), expected, "{name}");
    }
}

#[test]
fn cells_swallowed_by_a_merge_are_no_blanks_and_no_counts() {
    let received = received("openpyxl.xlsx");
    assert!(
        !received.findings.iter().any(|finding| finding.code() == Code::BlankRequiredCell),
        "{:#?}",
        received.findings
    );
    let submission = received.submission().expect("a submission");
    let people = |at: &str| {
        submission.observations().find(|(_, entry, _)| entry.at.to_string() == at).map(|(_, e, _)| e.people())
    };
    assert_eq!([people("D14"), people("D11"), people("E11")], [None; 3]);
    assert_eq!(people("E14"), Some(Some(80_300)));
}

/// What stands in a cell that is an entered one and a total at once may be either's number.
#[test]
fn an_entered_cell_merged_with_a_total_is_one_finding() {
    let merged = |code: &str, sheet: &str, area: &str, change: &dyn Fn(Edit) -> Edit| {
        let mut edit = change(Edit::of(&good(code).bytes()));
        let sheet = edit.0.sheets.iter_mut().find(|found| found.name == sheet).expect("the sheet");
        sheet.layout.merged.push(Area::parse(area).expect("an area"));
        let (_, findings) = usecase::understand(&edit.0, plan());
        findings
    };
    let blank = |sheet: &'static str, at: &'static str| move |edit: Edit| edit.set(sheet, at, Value::Blank);
    // The last column of the entered ones with the result beside it.
    let beside = merged("ubnd-bu-dop", "Biểu 06", "F12:G12", &blank("Biểu 06", "G12"));
    assert_eq!(lines(&beside), ["FORM-12 F12, G12"], "{beside:#?}");
    expect![[r#"
        vùng F12:G12 bị gộp thành một ô, trong khi 2 ô phải có số riêng
        Bấm Xem lại > Bỏ bảo vệ trang tính (Review > Unprotect Sheet, không cần mật khẩu), rồi chọn vùng này, bấm Merge & Center để bỏ gộp, nhập số vào từng ô nhập, chép lại công thức ô tổng từ biểu mẫu
    "#]]
    .assert_eq(&format!(
        "{}\n{}\n",
        beside[0].words(Audience::Officer).message,
        beside[0].words(Audience::Officer).hint
    ));
    // The result typed into it is not taken for what it can't be as an entered number.
    let typed = merged("ubnd-bu-dop", "Biểu 06", "F12:G12", &|edit| {
        blank("Biểu 06", "G12")(edit).set("Biểu 06", "F12", Value::Number(1050.0))
    });
    assert_eq!(lines(&typed), ["FORM-12 F12, G12"], "{typed:#?}");
    // The last row of a group with the subtotal of the next one, which the totals above and beside then lack.
    let formula = |edit: Edit, at: &str, formula: &str, value: f64| {
        edit.set_formula("Biểu 01", at, formula, Value::Number(value))
    };
    let below = merged("btctu", "Biểu 01", "D15:D16", &|edit| {
        let edit = edit.set("Biểu 01", "D16", Value::Blank);
        let edit = formula(edit, "D10", "SUM(D11,D16,D21)", 8000.0);
        formula(edit, "G10", "D10+E10-F10", 8600.0).set("Biểu 01", "G16", Value::Blank)
    });
    assert_eq!(lines(&below), ["FORM-12 D15, D16"], "{below:#?}");
    // A total above its first part.
    let above = merged("ubnd-bu-dop", "Biểu 06", "D11:D12", &blank("Biểu 06", "D12"));
    assert_eq!(lines(&above), ["FORM-12 D11, D12"], "{above:#?}");
    // Every column of a row merged with the one below: one mistake, one finding.
    let many = good("ubnd-bu-dop");
    let mut edit = Edit::of(&many.bytes());
    let sheet = edit.0.sheets.iter_mut().find(|found| found.name == "Biểu 06").expect("the sheet");
    let areas = ["D12:D13", "E12:E13", "E12:E13", "F12:F13"];
    sheet.layout.merged.extend(areas.map(|area| Area::parse(area).expect("an area")));
    let (_, findings) = usecase::understand(&edit.0, plan());
    assert_eq!(lines(&findings), ["FORM-12 D12, E12, F12, D13, E13, F13"], "{findings:#?}");
    expect!["3 vùng (D12:D13; E12:E13; F12:F13) bị gộp, mỗi vùng thành một ô, trong khi 6 ô phải có số riêng"]
        .assert_eq(&findings[0].words(Audience::Officer).message);
    // Totals merged with each other leave every entered cell its place.
    let totals = merged("ubnd-bu-dop", "Biểu 06", "D10:E10", &blank("Biểu 06", "E10"));
    assert_eq!(lines(&totals), ["SUM-04 E10"], "{totals:#?}");
}

#[test]
fn a_hidden_form_is_said_and_counted() {
    let mut edit = Edit::of(&good("ctk").bytes());
    edit.0.sheets.iter_mut().for_each(|sheet| sheet.visible &= sheet.name != "Biểu 09");
    let received = usecase::receive(&edit.save(), "ctk.xlsx", plan());
    expect![[r#"
        FORM-13 : trang “Biểu 09” bị ẩn; số liệu trong đó vẫn được đọc
    "#]]
    .assert_eq(&said(&received));
    assert!(intake::is_acceptable(&received));
}

/// A number is accounted for however it is shown.
#[test]
fn a_percentage_outside_the_table_is_still_a_number() {
    let edited = Edit::of(&good("ctk").bytes()).set("Biểu 09", "L30", Value::Percent(0.35));
    expect![[r#"
        FORM-07 L30: 1 số nằm ngoài các ô cần điền, không được tính
    "#]]
    .assert_eq(&said(&usecase::receive(&edited.save(), "ctk.xlsx", plan())));
    let extra = Edit::of(&good("ctk").bytes()).set("Biểu 09", "D22", Value::Percent(0.35));
    expect![[r#"
        FORM-05 D22: hàng 22 (không có tên) không có trong biểu nhưng có 1 số
    "#]]
    .assert_eq(&said(&usecase::receive(&extra.save(), "ctk.xlsx", plan())));
}

#[test]
fn a_total_shown_as_a_percentage_is_the_same_total() {
    let total = |people: f64| {
        let edited = Edit::of(&good("ctk").bytes()).set("Biểu 09", "D10", Value::Percent(people));
        said(&usecase::receive(&edited.save(), "ctk.xlsx", plan()))
    };
    assert!(total(234_000.0).starts_with("SUM-02 D10"), "{}", total(234_000.0));
    assert!(total(234_001.0).starts_with("SUM-01 D10"), "{}", total(234_001.0));
}

#[test]
fn a_percent_formatted_revision_is_still_read() {
    let edited = Edit::of(&good("ctk").bytes());
    let (sheet, at) = edited
        .0
        .sheets
        .iter()
        .find_map(|sheet| {
            let label = |cell: &Cell| matches!(&cell.value, Value::Text(text) if text == "revision");
            sheet.cells().find(|(_, cell)| label(cell)).map(|(at, _)| (sheet.name.clone(), at))
        })
        .expect("the cover's key");
    let at = format!("C{}", at.row + 1);
    let received = usecase::receive(&edited.set(&sheet, &at, Value::Percent(2.0)).save(), "ctk.xlsx", plan());
    assert_eq!(received.submission().expect("a submission").cover.revision, 2);
}
