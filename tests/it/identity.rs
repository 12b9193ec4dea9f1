//! Who a file says it is from, when its cover and its hidden sheet say it in other words, wrongly or not at all.

use std::fmt::Write as _;

use bhxh::intake::Received;
use bhxh::problem::Audience;
use bhxh::usecase::receive;
use bhxh::value::grid::{Address, Value};
use expect_test::{Expect, expect};

use crate::books::Edit;
use crate::province::{good, plan};

/// The return of an agency after a change.
fn received(code: &str, change: impl Fn(Edit) -> Edit) -> Received {
    receive(&change(Edit::of(&good(code).bytes())).save(), "tệp.xlsx", plan())
}

/// The agency that is recognised, and everything that is said with its hint.
fn said(code: &str, change: impl Fn(Edit) -> Edit) -> String {
    let received = received(code, change);
    let agency = received.submission().map(|submission| plan().agency(submission.agency).code.as_str());
    let mut text = format!("{}\n", agency.unwrap_or("–"));
    for finding in &received.findings {
        let _ = writeln!(
            text,
            "{} {} {} → {}",
            finding.severity,
            finding.code(),
            finding.words(Audience::Officer).message,
            finding.words(Audience::Officer).hint
        );
    }
    text
}

#[track_caller]
fn check(code: &str, change: impl Fn(Edit) -> Edit, expected: &Expect) {
    expected.assert_eq(&said(code, change));
}

/// Writes a field of the cover.
fn cover(key: &'static str, value: Value) -> impl Fn(Edit) -> Edit {
    move |edit: Edit| {
        let sheet = edit.0.sheets.iter().find(|sheet| sheet.name == "Bìa").expect("a cover");
        let is_key = |value: &Value| matches!(value, Value::Text(text) if text == key);
        let (at, _) = sheet.cells().find(|(at, cell)| at.col == 0 && is_key(&cell.value)).expect("the key");
        edit.set("Bìa", &format!("C{}", at.row + 1), value.clone())
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn named(name: &str) -> impl Fn(Edit) -> Edit {
    cover("agency", text(name))
}

#[test]
fn a_name_that_is_clearly_the_same_is_accepted() {
    for name in ["UBND HUYỆN BÙ GIA MẬP", "ubnd huyện  bù gia mập."] {
        let received = received("ubnd-bu-gia-map", named(name));
        assert!(received.findings.is_empty() && received.submission().is_some(), "{name}: {:?}", received.findings);
    }
    for name in [
        "Ủy ban nhân dân huyện Bù Gia Mập",
        "Uỷ ban nhân dân H. Bù Gia Mập",
        "UBND huyện Bù Gia Mập, tỉnh Bình Phước",
        "Huyện Bù Gia Mập",
        "UBND huyen Bu Gia Map",
        "Uy ban nhan dan huyen Bu Gia Map",
    ] {
        for change in [|e: Edit| e, |e: Edit| e.delete_sheet("_bhxh")] {
            let received = received("ubnd-bu-gia-map", |e| change(named(name)(e)));
            let codes: Vec<&str> = received.findings.iter().map(|finding| finding.code().entry().id).collect();
            assert!(received.submission().is_some(), "{name}: {:?}", received.findings);
            assert!(codes == ["FILE-13"] || codes == ["FILE-13", "FILE-13"], "{name}: {codes:?}");
        }
    }
    check(
        "ubnd-bu-gia-map",
        named("Ủy ban nhân dân huyện Bù Gia Mập"),
        &expect![[r#"
        ubnd-bu-gia-map
        Ghi chú FILE-13 tên đơn vị trên bìa “Ủy ban nhân dân huyện Bù Gia Mập” được hiểu là “UBND huyện Bù Gia Mập” → Không phải làm gì; lần sau giữ nguyên tên đơn vị có sẵn trên bìa của biểu mẫu
    "#]],
    );
    check(
        "ctk",
        named("Cục Thống kê tỉnh Bình Phước"),
        &expect![[r#"
        ctk
        Ghi chú FILE-13 tên đơn vị trên bìa “Cục Thống kê tỉnh Bình Phước” được hiểu là “Cục Thống kê tỉnh” → Không phải làm gì; lần sau giữ nguyên tên đơn vị có sẵn trên bìa của biểu mẫu
    "#]],
    );
}

#[test]
fn a_misspelt_name_is_asked_about_and_never_taken() {
    check(
        "ubnd-bu-gia-map",
        named("UBND huyên Bù Gia Mạp"),
        &expect![[r#"
        –
        Lỗi FILE-12 tên đơn vị trên bìa “UBND huyên Bù Gia Mạp” không đúng với biểu mẫu được lập cho “UBND huyện Bù Gia Mập” → Có phải là “UBND huyện Bù Gia Mập”? Nếu phải thì ghi lại đúng tên đó trên bìa
    "#]],
    );
    check(
        "ubnd-bu-gia-map",
        |e| named("UBND huyên Bù Gia Mạp")(e.delete_sheet("_bhxh")),
        &expect![[r#"
            –
            Lỗi FILE-08 “UBND huyên Bù Gia Mạp” không phải là đơn vị báo cáo của kế hoạch → Có phải là “UBND huyện Bù Gia Mập”? Nếu phải thì ghi đúng tên đó trên bìa
        "#]],
    );
    check(
        "ubnd-loc-ninh",
        named("UBND huyện Lọc Ninh"),
        &expect![[r#"
        –
        Lỗi FILE-12 tên đơn vị trên bìa “UBND huyện Lọc Ninh” không đúng với biểu mẫu được lập cho “UBND huyện Lộc Ninh” → Có phải là “UBND huyện Lộc Ninh”? Nếu phải thì ghi lại đúng tên đó trên bìa
    "#]],
    );
    check(
        "ubnd-loc-ninh",
        |e| named("UBND huyện Phú Quốc")(e.delete_sheet("_bhxh")),
        &expect![[r#"
        –
        Lỗi FILE-08 “UBND huyện Phú Quốc” không phải là đơn vị báo cáo của kế hoạch → Dùng biểu mẫu đã gửi cho đơn vị; không đổi tên đơn vị trên bìa
    "#]],
    );
}

#[test]
fn another_agencys_name_is_named_with_the_templates() {
    check(
        "ubnd-bu-gia-map",
        named("UBND huyện Bù Đăng"),
        &expect![[r#"
        –
        Lỗi FILE-12 bìa ghi “UBND huyện Bù Đăng” nhưng biểu mẫu được lập cho “UBND huyện Bù Gia Mập” → Dùng đúng biểu mẫu của đơn vị; mỗi đơn vị có một tệp riêng
    "#]],
    );
    check(
        "ubnd-bu-gia-map",
        named("Ủy ban nhân dân huyện Bù Đăng"),
        &expect![[r#"
        –
        Lỗi FILE-12 bìa ghi “Ủy ban nhân dân huyện Bù Đăng” nhưng biểu mẫu được lập cho “UBND huyện Bù Gia Mập” → Dùng đúng biểu mẫu của đơn vị; mỗi đơn vị có một tệp riêng
    "#]],
    );
    check(
        "ubnd-bu-gia-map",
        named("Công ty TNHH Một thành viên"),
        &expect![[r#"
        –
        Lỗi FILE-12 bìa ghi “Công ty TNHH Một thành viên” nhưng biểu mẫu được lập cho “UBND huyện Bù Gia Mập” → Dùng đúng biểu mẫu của đơn vị; mỗi đơn vị có một tệp riêng
    "#]],
    );
}

#[test]
fn two_covers_that_disagree_are_both_named() {
    let second = |change: fn(Edit) -> Edit| {
        move |edit: Edit| {
            let mut other = change(Edit(edit.0.clone())).0.sheets.into_iter().find(|s| s.name == "Bìa").expect("it");
            other.name = "Bìa (2)".to_owned();
            let mut edit = edit;
            edit.0.sheets.push(other);
            edit
        }
    };
    check(
        "ctk",
        second(|e| e),
        &expect![[r#"
            ctk
            Ghi chú FORM-06 trang “Bìa (2)” không thuộc biểu mẫu, 6 số trong đó không được tính → Không phải làm gì nếu là trang nháp; nếu là số liệu thì nhập vào biểu của kế hoạch
        "#]],
    );
    check(
        "ctk",
        second(|e| cover("agency", text("Sở Nội vụ"))(e)),
        &expect![[r#"
        –
        Lỗi FILE-12 tệp có hai bìa nói khác nhau ở mục “Đơn vị báo cáo”: trang “Bìa” ghi “Cục Thống kê tỉnh”, trang “Bìa (2)” ghi “Sở Nội vụ” → Giữ lại một trang bìa đúng, xóa trang kia
    "#]],
    );
    check(
        "ctk",
        second(|e| cover("revision", Value::Number(2.0))(e)),
        &expect![[r#"
        –
        Lỗi FILE-12 tệp có hai bìa nói khác nhau ở mục “Lần gửi thứ”: trang “Bìa” ghi “1”, trang “Bìa (2)” ghi “2” → Giữ lại một trang bìa đúng, xóa trang kia
    "#]],
    );
}

#[test]
fn what_the_hidden_sheet_lost_is_taken_from_the_cover_and_said() {
    let hidden = |at: &'static str, value: Value| move |edit: Edit| edit.set("_bhxh", at, value.clone());
    check(
        "ctk",
        hidden("B4", text("20x3")),
        &expect![[r#"
        ctk
        Ghi chú FILE-13 phần ẩn “_bhxh” ghi năm “20x3”, không phải là năm; lấy năm 2023 từ bìa → Không phải làm gì; lần sau nên điền thẳng vào biểu mẫu đã gửi, không chép sang tệp mới
    "#]],
    );
    check(
        "ctk",
        hidden("B4", Value::Blank),
        &expect![[r#"
        ctk
        Ghi chú FILE-13 phần ẩn “_bhxh” không còn ghi năm; lấy năm 2023 từ bìa → Không phải làm gì; lần sau nên điền thẳng vào biểu mẫu đã gửi, không chép sang tệp mới
    "#]],
    );
    check(
        "ctk",
        hidden("B3", Value::Blank),
        &expect![[r#"
        ctk
        Ghi chú FILE-13 phần ẩn “_bhxh” không còn ghi đơn vị; nhận ra Cục Thống kê tỉnh, năm 2023 từ bìa → Không phải làm gì; lần sau nên điền thẳng vào biểu mẫu đã gửi, không chép sang tệp mới
    "#]],
    );
    check(
        "ctk",
        |e| e.delete_sheet("_bhxh"),
        &expect![[r#"
        ctk
        Ghi chú FILE-13 tệp mất phần ẩn “_bhxh”; nhận ra Cục Thống kê tỉnh, năm 2023 từ bìa → Không phải làm gì; lần sau nên điền thẳng vào biểu mẫu đã gửi, không chép sang tệp mới
    "#]],
    );
    check(
        "ctk",
        cover("year", text("năm nay")),
        &expect![[r#"
        –
        Lỗi FILE-14 năm “năm nay” trên bìa không phải là năm → Ghi năm của số liệu bằng bốn chữ số, ví dụ 2023
    "#]],
    );
}

#[test]
fn the_structure_gives_a_hint_and_no_more() {
    let lost = |e: Edit| e.delete_sheet("Bìa").delete_sheet("_bhxh");
    check(
        "ctk",
        lost,
        &expect![[r#"
        –
        Lỗi FILE-08 tệp có biểu của kế hoạch nhưng mất bìa nên không rõ đơn vị nào, năm nào → Các biểu này là của “Cục Thống kê tỉnh”? Chép lại trang bìa từ biểu mẫu đã gửi cho đơn vị, hoặc nhập số liệu vào chính biểu mẫu đó
    "#]],
    );
    // Every district has the same forms; their heads name the sender.
    check(
        "ubnd-bu-dop",
        lost,
        &expect![[r#"
        –
        Lỗi FILE-08 tệp có biểu của kế hoạch nhưng mất bìa nên không rõ đơn vị nào, năm nào → Các biểu này là của “UBND huyện Bù Đốp”? Chép lại trang bìa từ biểu mẫu đã gửi cho đơn vị, hoặc nhập số liệu vào chính biểu mẫu đó
    "#]],
    );
    let nameless = |e: Edit| {
        let e = e.delete_sheet("Hướng dẫn").delete_sheet("Khó khăn, vướng mắc, đề xuất");
        lost(e.set("Biểu 06", "A1", Value::Blank).set("Biểu 15", "A1", Value::Blank))
    };
    check(
        "ubnd-bu-dop",
        nameless,
        &expect![[r#"
        –
        Lỗi FILE-08 tệp có biểu của kế hoạch nhưng mất bìa nên không rõ đơn vị nào, năm nào → Chép lại trang bìa từ biểu mẫu đã gửi cho đơn vị, hoặc nhập số liệu vào chính biểu mẫu đó
    "#]],
    );
}

#[test]
fn dates_that_cannot_be_are_said() {
    let submission = received("ctk", cover("sent_on", text("20/6/23"))).submission().cloned().expect("a submission");
    assert_eq!(submission.cover.sent_on, Some(crate::province::day("2023-06-20")));
    check(
        "ctk",
        cover("sent_on", text("20/6/2025")),
        &expect![[r#"
        ctk
        Lỗi FILE-14 ngày 20/6/2025 trên bìa không thể là của số liệu năm 2023 → Kiểm tra lại năm của ngày ghi trên bìa
    "#]],
    );
    check(
        "ctk",
        cover("as_of", text("31/5/2003")),
        &expect![[r#"
        ctk
        Lỗi FILE-14 ngày 31/5/2003 trên bìa không thể là của số liệu năm 2023 → Kiểm tra lại năm của ngày ghi trên bìa
    "#]],
    );
    check(
        "ctk",
        cover("as_of", text("30/6/2023")),
        &expect![[r#"
        ctk
        Ghi chú FILE-14 số liệu tính đến ngày 30/6/2023 nhưng gửi ngày 15/6/2023, tức là trước ngày đó → Xem hai ngày trên bìa có ghi nhầm cho nhau không; nếu nhầm thì sửa ở lần gửi tới
    "#]],
    );
}

#[test]
fn a_revision_may_be_written_as_people_say_it() {
    for written in ["lần 2", "Lần gửi thứ 2", "THỨ 2", "2"] {
        let received = received("ctk", cover("revision", text(written)));
        let revision = received.submission().map(|submission| submission.cover.revision);
        assert!(received.findings.is_empty() && revision == Some(2), "{written}: {:?}", received.findings);
    }
}

#[test]
fn a_blank_date_is_marked_where_it_is_missing() {
    let received = received("ctk", cover("sent_on", Value::Blank));
    let [finding] = &received.findings[..] else { panic!("{:?}", received.findings) };
    assert_eq!(finding.place.cells, [Address::parse("C14").expect("a cell")], "{finding:?}");
}

#[test]
fn a_revision_that_is_missing_is_taken_for_the_first_and_said() {
    check(
        "ctk",
        cover("revision", Value::Blank),
        &expect![[r#"
        ctk
        Ghi chú FILE-15 bìa chưa ghi lần gửi thứ mấy: coi là lần gửi 1 → Không phải làm gì nếu đây là lần gửi đầu; nếu gửi lại thì ghi 2, 3… trên bìa rồi gửi lại
    "#]],
    );
}
