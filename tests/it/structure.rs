//! A file that was rearranged says the same; one that lost something says what, and nothing more.

use bhxh::intake::Content;
use bhxh::problem::Audience;
use bhxh::value::grid::{Address, Cell, MAX_COLUMNS, MAX_ROWS, Sheet, Value};
use expect_test::{Expect, expect};

use crate::books::{Edit, address};
use crate::province::{self, Return, plan};
use crate::round_trip::comes_back;

type Change = fn(Edit) -> Edit;

fn every_form(edit: Edit, change: impl Fn(Edit, &str) -> Edit) -> Edit {
    let forms: Vec<String> =
        edit.0.sheets.iter().map(|sheet| sheet.name.clone()).filter(|name| name.starts_with("Biểu")).collect();
    forms.iter().fold(edit, |edit, sheet| change(edit, sheet))
}

/// What offices do to a file without touching a number, and the notes it may give.
const HARMLESS: &[(&str, Change, &[&str])] = &[
    ("rows inserted above the table", |e| every_form(e, |e, sheet| e.insert_rows(sheet, 1, 3)), &[]),
    ("rows inserted between head and table", |e| every_form(e, |e, sheet| e.insert_rows(sheet, 9, 2)), &[]),
    ("a row inserted inside the table", |e| every_form(e, |e, sheet| e.insert_rows(sheet, 11, 1)), &[]),
    ("a column inserted before the measures", |e| every_form(e, |e, sheet| e.insert_column(sheet, 3)), &[]),
    ("a column inserted at the left", |e| every_form(e, |e, sheet| e.insert_column(sheet, 0)), &[]),
    ("sheets renamed", |e| every_form(e, |e, sheet| e.rename(sheet, &format!("{sheet} (sửa)"))), &[]),
    ("sheets in another order", Edit::reverse_sheets, &[]),
    ("hidden key rows deleted", |e| every_form(e, |e, sheet| e.delete_row(sheet, 9)), &["FORM-08"]),
    ("code columns deleted", |e| every_form(e, |e, sheet| e.delete_column(sheet, 2)), &["FORM-08"]),
    ("the hidden sheet deleted", |e| e.delete_sheet("_bhxh"), &["FILE-13"]),
    ("the guide deleted", |e| e.delete_sheet("Hướng dẫn"), &[]),
    (
        "a sheet of working notes added",
        |e| e.add_sheet("Nháp", &[("A1", Value::Text("Cộng thử".to_owned())), ("B1", Value::Number(7.0))]),
        &["FORM-06"],
    ),
    ("a number noted beside the table", |e| every_form(e, |e, s| e.set(s, "L30", Value::Number(7.0))), &["FORM-07"]),
];

#[test]
fn rearranged_files_say_the_same() {
    for code in ["btctu", "bhxh-tinh", "sngv", "ubnd-phu-rieng"] {
        let filled = marked(code);
        for (name, change, notes) in HARMLESS {
            let edited = change(Edit::of(&filled.bytes()));
            let mut found = comes_back(&filled, &edited.save());
            found.dedup();
            assert_eq!(found, *notes, "{code}: {name}");
        }
    }
}

/// A return in which no two counts are the same, so that a count read from the wrong cell shows.
fn marked(code: &str) -> Return {
    let mut filled = province::good(code);
    if code != "bhxh-tinh" {
        for (n, count) in (0..).zip(filled.filling.counts.values_mut()) {
            let base = if *count > 100_000 { *count / 100 } else { *count };
            *count = base * 1000 + n;
        }
    }
    filled
}

#[test]
fn sorted_rows_are_read_by_their_codes() {
    for (code, sheet, first, last) in [
        ("ctk", "Biểu 09", 11, 21),
        ("bhxh-tinh", "Biểu 08", 11, 21),
        ("ubnd-phu-rieng", "Biểu 15", 11, 14),
        ("btctu", "Biểu 01", 12, 15),
        ("lmhtx", "Biểu 05", 11, 13),
    ] {
        let filled = marked(code);
        let sorted = Edit::of(&filled.bytes()).reverse_rows(sheet, first, last);
        assert!(comes_back(&filled, &sorted.save()).is_empty(), "{code}");
    }
}

/// Copied into a new workbook, a return keeps nothing but its labels.
#[test]
fn sheets_copied_into_a_new_workbook_are_known_by_their_labels() {
    let copied: [&[u8]; 2] = [
        include_bytes!("../files/intake/copied-openpyxl.xlsx"),
        include_bytes!("../files/intake/copied-libreoffice.xls"),
    ];
    for bytes in copied {
        let mut found = comes_back(&province::good("btctu"), bytes);
        // Of a form with one total nobody can tell that all formulas are gone.
        found.retain(|code| *code != "SUM-02");
        assert_eq!(found, ["FILE-13", "FORM-08", "FORM-08"]);
    }
}

#[track_caller]
fn check(code: &str, change: impl Fn(Edit) -> Edit, expected: &Expect) {
    let edited = change(Edit::of(&province::good(code).bytes()));
    let received = bhxh::usecase::receive(&edited.save(), "tệp.xlsx", plan());
    let lines: Vec<String> = received
        .findings
        .iter()
        .map(|finding| format!("{} {}\n", finding.code(), finding.words(Audience::Officer).message))
        .collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn what_was_lost_is_named_and_its_consequences_are_not() {
    check(
        "ctk",
        |e| e.delete_row("Biểu 09", 12),
        &expect![[r#"
            FORM-02 Biểu 09 thiếu 1 dòng: ubnd-phuoc-long (Thị xã Phước Long)
        "#]],
    );
    check("ctk", |e| e.delete_row("Biểu 09", 10), &expect![""]);
    check(
        "ctk",
        |e| e.delete_column("Biểu 09", 4),
        &expect![[r#"
            FORM-04 Biểu 09 không còn cột: Lực lượng lao động trong độ tuổi
        "#]],
    );
    check(
        "ubnd-bu-dop",
        |e| e.delete_sheet("Biểu 15"),
        &expect![[r#"
            FORM-01 tệp không có Biểu 15 (số 15/TN-HUYỆN)
        "#]],
    );
    check(
        "ctk",
        |e| e.delete_sheet("Bìa"),
        &expect![[r#"
        FILE-15 tệp mất bìa: coi là lần gửi 1, không rõ số liệu của ngày nào và gửi ngày nào
    "#]],
    );
    check(
        "ctk",
        |e| e.delete_sheet("Bìa").delete_sheet("_bhxh"),
        &expect![[r#"
        FILE-08 tệp có biểu của kế hoạch nhưng mất bìa nên không rõ đơn vị nào, năm nào
    "#]],
    );
}

#[test]
fn what_is_there_twice_is_named_once() {
    check(
        "ctk",
        |e| e.copy_row_below("Biểu 09", 21, 22),
        &expect![[r#"
            FORM-03 mã số “ubnd-phu-rieng” (Huyện Phú Riềng) có ở 2 ô: C21, C22
        "#]],
    );
    check(
        "ubnd-bu-dop",
        |e| twice(e, "Biểu 15", None),
        &expect![[r#"
        FORM-09 Biểu 15 có ở 2 trang tính: Biểu 15; Biểu 15 (2)
    "#]],
    );
    check(
        "ubnd-bu-dop",
        |e| twice(e, "Biểu 15", Some(("D11", 7.0))),
        &expect![[r#"
            FORM-09 Biểu 15 có ở 2 trang tính: Biểu 15; Biểu 15 (2)
        "#]],
    );
}

/// The same with a copy of a sheet, in which one number may differ.
fn twice(mut edit: Edit, sheet: &str, other: Option<(&str, f64)>) -> Edit {
    let mut copy = edit.0.sheets.iter().find(|found| found.name == sheet).expect("the sheet").clone();
    copy.name = format!("{sheet} (2)");
    let name = copy.name.clone();
    edit.0.sheets.push(copy);
    match other {
        Some((at, number)) => edit.set(&name, at, Value::Number(number)),
        None => edit,
    }
}

#[test]
fn rows_that_were_added_are_not_dropped_in_silence() {
    let add = |at: &'static str| {
        move |edit: Edit| {
            edit.set("Biểu 09", &format!("B{at}"), Value::Text("Xã mới".to_owned())).set(
                "Biểu 09",
                &format!("D{at}"),
                Value::Number(12.0),
            )
        }
    };
    check(
        "ctk",
        add("22"),
        &expect![[r#"
        FORM-05 hàng 22 (Xã mới) không có trong biểu nhưng có 1 số
    "#]],
    );
    check(
        "ctk",
        |e| add("12")(e.insert_rows("Biểu 09", 12, 1)),
        &expect![[r#"
        FORM-05 hàng 12 (Xã mới) không có trong biểu nhưng có 1 số
    "#]],
    );
}

#[test]
fn a_lost_row_does_not_hide_what_else_is_wrong_on_the_form() {
    let both = |e: Edit| e.set("Biểu 09", "D15", Value::Number(-5.0)).delete_row("Biểu 09", 12);
    check(
        "ctk",
        both,
        &expect![[r#"
            FORM-02 Biểu 09 thiếu 1 dòng: ubnd-phuoc-long (Thị xã Phước Long)
            CELL-04 Số người âm – dòng “Huyện Bù Gia Mập”, cột “Số người trong độ tuổi lao động”: ô ghi “-5”
        "#]],
    );
}

#[test]
fn the_cover_and_the_hidden_sheet_must_agree() {
    let cover = |key: &'static str, value: &'static str| {
        move |edit: Edit| {
            let sheet = edit.0.sheets.iter().find(|sheet| sheet.name == "Bìa").expect("a cover");
            let is_key = |value: &Value| matches!(value, Value::Text(text) if text == key);
            let (at, _) = sheet.cells().find(|(at, cell)| at.col == 0 && is_key(&cell.value)).expect("the key");
            edit.set("Bìa", &format!("C{}", at.row + 1), Value::Text(value.to_owned()))
        }
    };
    check(
        "ctk",
        cover("agency", "Sở Nội vụ"),
        &expect![[r#"
        FILE-12 bìa ghi “Sở Nội vụ” nhưng biểu mẫu được lập cho “Cục Thống kê tỉnh”
    "#]],
    );
    check("ctk", cover("agency", "CỤC  THỐNG KÊ TỈNH"), &expect![""]);
    check(
        "ctk",
        cover("year", "2024"),
        &expect![[r#"
        FILE-12 bìa ghi năm 2024 nhưng biểu mẫu được lập cho năm 2023
    "#]],
    );
    check(
        "ctk",
        cover("revision", "hai"),
        &expect![[r#"
        FILE-14 lần gửi “hai” không phải là số thứ tự
    "#]],
    );
    check(
        "ctk",
        cover("sent_on", "31/6/2023"),
        &expect![[r#"
        FILE-14 “31/6/2023” trên bìa không phải là ngày
    "#]],
    );
    check(
        "ctk",
        cover("sent_on", "1/7/2023"),
        &expect![[r#"
            MERGE-04 gửi ngày 1/7/2023, chậm 1 ngày so với hạn 30/6/2023
        "#]],
    );
    check(
        "ctk",
        |e| cover("agency", "Cục thống kê tinh Bình Phước")(e.delete_sheet("_bhxh")),
        &expect![[r#"
        FILE-08 “Cục thống kê tinh Bình Phước” không phải là đơn vị báo cáo của kế hoạch
    "#]],
    );
}

#[test]
fn other_plans_years_and_versions_are_told_apart() {
    let hidden =
        |at: &'static str, value: &'static str| move |edit: Edit| edit.set("_bhxh", at, Value::Text(value.to_owned()));
    check(
        "ctk",
        hidden("B2", "dong-nai-2023"),
        &expect![[r#"
        FILE-10 biểu mẫu thuộc kế hoạch “dong-nai-2023”
    "#]],
    );
    check(
        "ctk",
        hidden("B3", "stc"),
        &expect![[r#"
            FILE-08 phần ẩn của tệp ghi mã đơn vị “stc”, không phải là mã của đơn vị báo cáo nào
        "#]],
    );
    check(
        "ctk",
        hidden("B4", "2021"),
        &expect![[r#"
        FILE-12 bìa ghi năm 2023 nhưng biểu mẫu được lập cho năm 2021
    "#]],
    );
    check(
        "ctk",
        hidden("B5", "0"),
        &expect![[r#"
        FILE-11 biểu mẫu phiên bản 0, hiện dùng phiên bản 2
    "#]],
    );
}

/// The same with two cells of a sheet exchanged.
fn swap(edit: Edit, sheet: &str, one: &str, other: &str) -> Edit {
    let value = |at: &str| {
        let cell = edit.0.sheet(sheet).and_then(|sheet| sheet.get(address(at)));
        cell.map_or(Value::Blank, |cell| cell.value.clone())
    };
    let (first, second) = (value(one), value(other));
    edit.set(sheet, one, second).set(sheet, other, first)
}

#[test]
fn codes_and_keys_that_were_exchanged_are_named_with_their_labels() {
    check(
        "ctk",
        |e| swap(e, "Biểu 09", "C13", "C14"),
        &expect![[r#"
            FORM-11 mã số không khớp với tên dòng: hàng 13 mang mã “ubnd-chon-thanh” (Thị xã Chơn Thành) nhưng tên là “Thị xã Bình Long”; hàng 14 mang mã “ubnd-binh-long” (Thị xã Bình Long) nhưng tên là “Thị xã Chơn Thành”
        "#]],
    );
    check(
        "ctk",
        |e| swap(e, "Biểu 09", "D9", "E9"),
        &expect![[r#"
            FORM-11 tiêu đề của cột không khớp với cột của biểu mẫu: cột D của biểu mẫu là “Lực lượng lao động trong độ tuổi” nhưng tiêu đề ghi “Số người trong độ tuổi lao động”; cột E của biểu mẫu là “Số người trong độ tuổi lao động” nhưng tiêu đề ghi “Lực lượng lao động trong độ tuổi”
        "#]],
    );
    check(
        "btctu",
        |e| swap(e, "Biểu 01", "C12", "C13"),
        &expect![[r#"
            FORM-11 mã số không khớp với tên dòng: hàng 12 mang mã “dang-cong-chuc” (Công chức) nhưng tên là “Cán bộ”; hàng 13 mang mã “dang-can-bo” (Cán bộ) nhưng tên là “Công chức”
        "#]],
    );
    check(
        "bql-kkt",
        |e| swap(e, "Biểu 03", "E9", "F9"),
        &expect![[r#"
            FORM-11 tiêu đề của cột không khớp với cột của biểu mẫu: cột E của biểu mẫu là “Dự kiến giảm” nhưng tiêu đề ghi “Dự kiến bổ sung thêm”; cột F của biểu mẫu là “Dự kiến bổ sung thêm” nhưng tiêu đề ghi “Dự kiến giảm”
        "#]],
    );
    // One label typed over with another row's says as little which of the two is right.
    let typed = |e: Edit| e.set("Biểu 09", "B13", Value::Text("Huyện Phú Riềng".to_owned()));
    check(
        "ctk",
        typed,
        &expect![[r#"
            FORM-11 mã số không khớp với tên dòng: hàng 13 mang mã “ubnd-binh-long” (Thị xã Bình Long) nhưng tên là “Huyện Phú Riềng”
        "#]],
    );
}

#[test]
fn labels_may_be_typed_in_another_way() {
    let label =
        |at: &'static str, text: &'static str| move |e: Edit| e.set("Biểu 06", at, Value::Text(text.to_owned()));
    for (at, text) in [
        ("B12", " Doanh nghiệp  nhà nước "),
        ("B12", "DN nhà nước"),
        ("B12", "Doanh nghiep nha nuoc"),
        ("B12", "Doanh nghiệp nhà nước (100% vốn)"),
        ("B16", "Hộ KD cá thể"),
        ("B15", "Người hoạt động không chuyên trách"),
        ("E7", "Bổ sung thêm"),
    ] {
        check("ubnd-bu-dop", label(at, text), &expect![[""]]);
    }
    // Rows of one label under different totals: only the totals can tell.
    let exchanged = swap(Edit::of(&province::good("btctu").bytes()), "Biểu 01", "C12", "C17");
    let found = bhxh::usecase::receive(&exchanged.save(), "tệp.xlsx", plan()).findings;
    assert!(!province::found(&found).contains(&"FORM-11"), "{found:#?}");
}

#[test]
fn a_label_that_means_something_else_is_asked_about_until_a_note_says_why() {
    let label = |at: &'static str, text: &str| {
        let value = Value::Text(text.to_owned());
        move |e: Edit| e.set("Biểu 06", at, value.clone())
    };
    check(
        "ubnd-bu-dop",
        label("B12", "Doanh nghiệp tư nhân"),
        &expect![[r#"
            FORM-16 tên dòng đã sửa thành nội dung khác: hàng 12 mang mã “dn-nha-nuoc” (Doanh nghiệp nhà nước) nhưng tên là “Doanh nghiệp tư nhân”
        "#]],
    );
    check(
        "ubnd-bu-dop",
        label("D7", "Số lao động nữ"),
        &expect![[r#"
            FORM-16 tiêu đề đã sửa thành nội dung khác: cột D của biểu mẫu là “Số người đang làm việc” nhưng tiêu đề ghi “Số lao động nữ”
        "#]],
    );
    let noted = label("B12", "Doanh nghiệp tư nhân")(Edit::of(&province::good("ubnd-bu-dop").bytes()));
    let noted = noted.set("Biểu 06", "H12", Value::Text("gồm cả doanh nghiệp tư nhân, đã thống nhất".to_owned()));
    let found = bhxh::usecase::receive(&noted.save(), "tệp.xlsx", plan()).findings;
    assert!(found.iter().all(|finding| !finding.is_open()), "{found:#?}");
}

#[test]
fn one_mistake_is_one_finding() {
    let second_table = |mut e: Edit| {
        for row in 6..=21 {
            e = e.copy_row_below("Biểu 09", row, row + 25);
        }
        e
    };
    check(
        "ctk",
        second_table,
        &expect![[r#"
            FORM-03 12 mã số có ở nhiều hàng: “tong” ở C10, C35; “ubnd-dong-xoai” ở C11, C36; “ubnd-phuoc-long” ở C12, C37; “ubnd-binh-long” ở C13, C38; “ubnd-chon-thanh” ở C14, C39; “ubnd-bu-gia-map” ở C15, C40; “ubnd-loc-ninh” ở C16, C41; “ubnd-bu-dop” ở C17, C42; “ubnd-hon-quan” ở C18, C43; “ubnd-dong-phu” ở C19, C44; “ubnd-bu-dang” ở C20, C45; “ubnd-phu-rieng” ở C21, C46
            FORM-07 1 số nằm ngoài các ô cần điền, không được tính
        "#]],
    );
    let wrong_key = |e: Edit| e.set("Biểu 15", "A9", Value::Text("bhxh:huyen-bat-buoc".to_owned()));
    check(
        "ubnd-bu-dop",
        wrong_key,
        &expect![[r#"
        FORM-08 Biểu 15: khóa ẩn ghi tên biểu khác; biểu được nhận theo mã số và các cột
    "#]],
    );
    let code_and_label = |e: Edit| {
        let text = |text: &str| Value::Text(text.to_owned());
        e.set("Biểu 09", "C13", text("xa-moi")).set("Biểu 09", "B13", text("Xã mới"))
    };
    check(
        "ctk",
        code_and_label,
        &expect![[r#"
            FORM-02 Biểu 09 thiếu 1 dòng: ubnd-binh-long (Thị xã Bình Long); có số nhưng không rõ là dòng nào ở hàng 13
        "#]],
    );
    let doubled_key = |e: Edit| {
        let copied = (9..=21).fold(e, |e, row| {
            let value =
                e.0.sheet("Biểu 09").and_then(|sheet| sheet.get(Address::new(row - 1, 3))).map(|c| c.value.clone());
            e.set("Biểu 09", &format!("I{row}"), value.unwrap_or(Value::Blank))
        });
        copied.set("Biểu 09", "I8", Value::Text("1".to_owned()))
    };
    check(
        "ctk",
        doubled_key,
        &expect![[r#"
            FORM-10 cột “Số người trong độ tuổi lao động” xuất hiện 2 lần: D, I
        "#]],
    );
    let key_and_label = |e: Edit| {
        let text = |text: &str| Value::Text(text.to_owned());
        e.set("Biểu 09", "E9", text("khác")).set("Biểu 09", "E7", text("Khác"))
    };
    check(
        "ctk",
        key_and_label,
        &expect![[r#"
            FORM-04 Biểu 09 không còn cột: Lực lượng lao động trong độ tuổi; có số nhưng không rõ là cột nào ở cột E
        "#]],
    );
    check(
        "ctk",
        |e| e.insert_rows("Biểu 09", 12, 1).set("Biểu 09", "D12", Value::Number(12.0)),
        &expect![[r#"
        FORM-05 hàng 12 (không có tên) không có trong biểu nhưng có 1 số
    "#]],
    );
}

/// Printed together, sent together: the codes that both forms have are there twice, which is the paste and nothing else.
#[test]
fn forms_pasted_into_one_sheet_are_one_finding() {
    let below = |e: Edit| e.paste_below("Biểu 15", "Biểu 06", 40);
    check(
        "ubnd-bu-dop",
        below,
        &expect![[r#"
            FORM-03 Biểu 06 và Biểu 15 nằm chung một trang tính nên mã số “tong” (TỔNG SỐ) có ở 2 ô: C10, C50
            FORM-07 1 số nằm ngoài các ô cần điền, không được tính
        "#]],
    );
    check(
        "btctu",
        |e| e.paste_below("Biểu 10", "Biểu 01", 60),
        &expect![[r#"
            FORM-03 Biểu 01 và Biểu 10 nằm chung một trang tính nên mã số “tong” (TỔNG SỐ) có ở 2 ô: C10, C70
            FORM-07 1 số nằm ngoài các ô cần điền, không được tính
        "#]],
    );
    let three = |e: Edit| e.paste_below("Biểu 08", "Biểu 07", 40).paste_below("Biểu 13", "Biểu 07", 80);
    check(
        "bhxh-tinh",
        three,
        &expect![[r#"
            FORM-03 Biểu 07 và Biểu 08 nằm chung một trang tính nên mã số “tong” (TỔNG SỐ) có ở 2 ô: C10, C50
            FORM-07 1 số nằm ngoài các ô cần điền, không được tính
        "#]],
    );
}

#[test]
fn a_lost_column_is_not_taken_from_a_title_that_begins_like_its_label() {
    let without_key = |e: Edit| {
        let title = Value::Text("Số người trong độ tuổi lao động và lực lượng lao động năm 2023".to_owned());
        e.set("Biểu 09", "A3", title).delete_column("Biểu 09", 3)
    };
    check(
        "ctk",
        without_key,
        &expect![[r#"
            FORM-04 Biểu 09 không còn cột: Số người trong độ tuổi lao động
        "#]],
    );
}

#[test]
fn an_unknown_kind_is_no_output_of_the_program() {
    let edited = Edit::of(&province::good("ctk").bytes()).set("_bhxh", "B1", Value::Text("khác".to_owned()));
    let received = bhxh::usecase::receive(&edited.save(), "tệp.xlsx", plan());
    assert!(matches!(received.content, Content::Submission(_)), "{:?}", received.content);
}

#[test]
fn cells_too_far_out_to_be_read_are_said() {
    let far = |at: Address| {
        let mut book = Edit::of(&province::good("ctk").bytes()).0;
        let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == "Biểu 09").expect("the form");
        let one = Cell { value: Value::Number(7.0), formula: None };
        let cells = sheet.cells().map(|(at, cell)| (at, cell.clone())).chain([(at, one)]);
        *sheet = Sheet::new("Biểu 09", true, cells.collect());
        let (_, findings) = bhxh::usecase::understand(&book, plan());
        province::lines(&findings)
    };
    assert_eq!(far(Address::new(MAX_ROWS, 3)), ["FORM-07 D5001"]);
    assert_eq!(far(Address::new(12, MAX_COLUMNS)), ["FORM-07 IW13"]);
    assert_eq!(far(Address::new(MAX_ROWS - 1, MAX_COLUMNS - 1)), ["FORM-07 IV5000"]);
}
