//! A return that is made again: what people wrote into the one before goes on or is told, and returns of other years are no results.

use std::sync::LazyLock;

use bhxh::plan::Plan;
use bhxh::value::grid::{Address, Value};

use crate::books::{Edit, open};
use crate::harness::Folder;
use crate::province::{self, plan};
use crate::rollup::{UNITS, checked, dump_of, files, numbers, rolled_up, with_number};

static BTCTU: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("btctu").expect("a tier of the plan"));

/// The cover's sheet, and the cell in which a field is filled in: that beside the number of the sending.
fn cover_cell(bytes: &[u8], key: &str) -> (String, String) {
    let book = open(bytes);
    let with_key =
        |sheet: &&bhxh::value::grid::Sheet| sheet.cells().any(|(_, cell)| cell.value == Value::Text(key.to_owned()));
    let cover = book.sheets.iter().find(with_key).expect("a cover");
    let row =
        |key: &str| cover.cells().find(|(_, cell)| cell.value == Value::Text(key.to_owned())).expect("a field").0.row;
    let (filled, _) = cover
        .row(row("revision"))
        .find(|(_, cell)| matches!(cell.value, Value::Number(_)))
        .expect("the number of the sending");
    (cover.name.clone(), Address::new(row(key), filled.col).to_string())
}

/// A folder with the units' files, and what is run there.
fn units_folder(units: &[&str]) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in files(&BTCTU, units) {
        folder.put(&format!("don-vi/{name}"), bytes);
    }
    folder
}

const CONSOLIDATE: [&str; 4] = ["consolidate", "--for", "btctu", "don-vi"];

#[test]
fn what_people_wrote_on_the_cover_goes_on_and_numbers_they_changed_are_told_with_their_reason() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    folder.run(&CONSOLIDATE).exits(0);
    assert!(folder.read("btctu_2023.xlsx") == first, "the same again");
    let (cover, at) = cover_cell(&first, "prepared_by");
    let named = Edit::of(&first).set(&cover, &at, Value::Text("Nguyễn Thị Hoa".to_owned())).save();
    folder.put("btctu_2023.xlsx", with_number(&named, Some("sửa theo điện thoại")));
    let run = folder.run(&CONSOLIDATE).exits(0).says("Chỗ đã sửa tay ở biểu trước").says("các đơn vị cộng lại");
    run.says("sửa theo điện thoại");
    let (next, findings) = checked(&folder.read("btctu_2023.xlsx"), plan());
    assert_eq!((next.cover.prepared_by.as_deref(), next.cover.revision), (Some("Nguyễn Thị Hoa"), 1));
    assert_eq!(province::found(&findings), ["FILE-15"], "the reason of what is no more doesn't stand there");
}

#[test]
fn the_number_of_the_sending_goes_up_once_somebody_has_signed() {
    let folder = units_folder(&UNITS[..2]);
    let revision = || checked(&folder.read("btctu_2023.xlsx"), plan()).0.cover.revision;
    folder.run(&CONSOLIDATE).exits(0);
    let [third, fourth] = [2, 3].map(|n| files(&BTCTU, &UNITS).remove(n));
    folder.put(&format!("don-vi/{}", third.0), third.1);
    folder.run(&CONSOLIDATE).exits(0).says("Lần gửi thứ 1 như biểu trước");
    assert_eq!(revision(), 1, "nobody had signed the first");
    let second = folder.read("btctu_2023.xlsx");
    let (cover, at) = cover_cell(&second, "signed_by");
    let signed = Edit::of(&second).set(&cover, &at, Value::Text("Trần Thị Bình".to_owned())).save();
    folder.put("btctu_2023.xlsx", signed);
    folder.run(&CONSOLIDATE).exits(0);
    let (same, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    assert_eq!((same.cover.revision, same.cover.signed_by.as_deref()), (1, Some("Trần Thị Bình")), "the same numbers");
    folder.put(&format!("don-vi/{}", fourth.0), fourth.1);
    folder.run(&CONSOLIDATE).exits(0).says("Biểu trước đã có người ký nên biểu này là lần gửi thứ 2");
    let (next, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    assert_eq!((next.cover.revision, next.cover.signed_by), (2, None), "other numbers are signed anew");
}

#[test]
fn what_people_wrote_beside_rows_and_among_difficulties_goes_on() {
    let folder = units_folder(&UNITS[..3]);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let text = |text: &str| Value::Text(text.to_owned());
    let difficulties = bhxh::plan::keys::DIFFICULTIES_SHEET;
    let edited = Edit::of(&first)
        .set("Biểu 01", "H12", text("Văn phòng Tỉnh ủy: gồm cả người biệt phái; đã đối chiếu với Kho bạc"))
        .set("Biểu 01", "H14", text("số của Đảng ủy khối ghi theo quyết định mới"))
        .set(difficulties, "B7", text("Chưa có phần mềm dùng chung (Văn phòng Tỉnh ủy)"))
        .set(difficulties, "B8", text("Thiếu người làm thống kê"))
        .save();
    folder.put("btctu_2023.xlsx", edited);
    let (name, bytes) = files(&BTCTU, &UNITS).remove(3);
    folder.put(&format!("don-vi/{name}"), bytes);
    let run = folder.run(&CONSOLIDATE).exits(0).says("Giữ lại từ biểu trước").says("đã đối chiếu với Kho bạc");
    run.says("Thiếu người làm thống kê");
    let dump = crate::books::dump(&open(&folder.read("btctu_2023.xlsx")));
    for words in [
        "Văn phòng Tỉnh ủy: gồm cả người biệt phái; đã đối chiếu với Kho bạc",
        "số của Đảng ủy khối ghi theo quyết định mới",
        "Chưa có phần mềm dùng chung (Văn phòng Tỉnh ủy)",
        "Thiếu người làm thống kê",
    ] {
        assert!(dump.contains(words), "{words}");
    }
    let (submission, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    let said: Vec<_> = submission.difficulties.iter().filter_map(|of| of.difficulty.clone()).collect();
    assert_eq!(said, ["Chưa có phần mềm dùng chung (Văn phòng Tỉnh ủy)", "Thiếu người làm thống kê"]);
    let again = folder.read("btctu_2023.xlsx");
    folder.run(&CONSOLIDATE).exits(0);
    assert!(folder.read("btctu_2023.xlsx") == again, "nothing is added twice");
}

#[test]
fn whatever_was_changed_by_hand_in_cells_is_told_when_the_return_is_made_again() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0).says_nothing_of("sửa tay");
    let first = folder.read("btctu_2023.xlsx");
    let text = |text: &str| Value::Text(text.to_owned());
    let (cover, day) = cover_cell(&first, "as_of");
    let edited = Edit::of(&first)
        .set("Biểu 01", "D12", Value::Blank)
        .set("Biểu 01", "H12", text("chưa thống nhất với Sở Tài chính"))
        .set("Biểu 01", "E12", text("khoảng 40"))
        .set("Biểu 01", "D11", Value::Number(99_999.0))
        .set("Biểu 01", "G12", Value::Number(1.0))
        .set(&cover, &day, Value::Date(45_078.0));
    folder.put("btctu_2023.xlsx", edited.save());
    let run = folder.run(&CONSOLIDATE).exits(0).says("Chỗ đã sửa tay ở biểu trước");
    let run = run.says("Biểu 01!D12: để trống (các đơn vị cộng lại").says("chưa thống nhất với Sở Tài chính");
    let run = run.says("Biểu 01!E12: “khoảng 40”").says("Biểu 01!D11: 99.999 (ô tự tính)");
    let run = run.says("Biểu 01!G12: 1 (ô tự tính)").says("bìa, số liệu tính đến ngày: 1/6/2023");
    run.says("Ghi chú của đơn vị đã sửa tay").says("biểu mới chép lại “Văn phòng Tỉnh ủy: gồm cả người biệt phái”");
    let (next, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    assert_eq!(numbers(&next, plan()), numbers(&checked(&first, plan()).0, plan()));
    folder.run(&CONSOLIDATE).exits(0).says_nothing_of("sửa tay");
}

#[test]
fn a_deleted_note_of_a_unit_is_told() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    folder.put("btctu_2023.xlsx", Edit::of(&first).set("Biểu 01", "H12", Value::Blank).save());
    folder
        .run(&CONSOLIDATE)
        .exits(0)
        .says("đã xóa (biểu mới chép lại “Văn phòng Tỉnh ủy")
        .says_nothing_of("Chỗ đã sửa");
}

#[test]
fn a_difficulty_of_which_only_the_proposal_was_changed_is_named_once() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let proposal = Value::Text("Trang bị trong năm".to_owned());
    folder.put("btctu_2023.xlsx", Edit::of(&first).set(bhxh::plan::keys::DIFFICULTIES_SHEET, "C7", proposal).save());
    let run = folder.run(&CONSOLIDATE).exits(0);
    run.says("đề xuất đã sửa “Trang bị trong năm” ở khó khăn “Chưa có phần mềm").says_nothing_of("không chép lại");
}

#[test]
fn whatever_else_was_written_into_the_return_is_told() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let (cover, signature) = cover_cell(&first, "signed_by");
    let statement = crate::rollup::statements(&first).pop().expect("the extent on the cover");
    let text = |text: &str| Value::Text(text.to_owned());
    let edited = Edit::of(&first)
        .set("Biểu 01", "K30", text("nháp của Ban"))
        .set("Biểu 01", "B12", text("Cán bộ chủ chốt"))
        .set("Nguồn số liệu", "B8", text("Văn phòng"))
        .set(&cover, &statement, text("Số liệu đã được duyệt"))
        .set(&cover, &signature, text("D"));
    folder.put("btctu_2023.xlsx", edited.save());
    let run = folder.run(&CONSOLIDATE).exits(0).says("Chỗ đã sửa tay ở biểu trước");
    let run = run.says("Biểu 01!K30: “nháp của Ban” (biểu mới để trống)");
    let run = run.says("Biểu 01!B12: “Cán bộ chủ chốt” (biểu mới ghi “Cán bộ”)").says("Nguồn số liệu!B8: “Văn phòng”");
    let run = run.says(&format!("{cover}!{statement}: “Số liệu đã được duyệt” (biểu mới ghi “Tổng hợp từ 4/27 đơn vị"));
    run.says(&format!("{cover}!{signature}: “D” (biểu mới để trống)"));
    folder.run(&CONSOLIDATE).exits(0).says_nothing_of("sửa tay");
    // What the units changed meanwhile is nobody's hand.
    let (name, _) = files(&BTCTU, &UNITS).remove(1);
    std::fs::remove_file(folder.path().join("don-vi").join(name)).expect("a unit's file");
    folder.run(&CONSOLIDATE).exits(0).says_nothing_of("sửa tay");
}

#[test]
fn comments_and_days_on_the_cover_are_told() {
    let folder = units_folder(&UNITS);
    folder.run(&[&CONSOLIDATE[..], &["--today", "2023-06-19"]].concat()).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let (cover, day) = cover_cell(&first, "as_of");
    let kept =
        Edit::of(&first).set(&cover, &day, Value::Date(45_078.0)).comment("Biểu 01", "D13", "Hỏi lại Sở Tài chính");
    folder.put("btctu_2023.xlsx", kept.save());
    let later = [&CONSOLIDATE[..], &["--today", "2023-06-21"]].concat();
    let run =
        folder.run(&later).exits(0).says("Biểu 01!D13, chú thích của ô: “Hỏi lại Sở Tài chính” (biểu mới không có)");
    let run = run.says("Giữ lại từ biểu trước: bìa, số liệu tính đến ngày 1/6/2023 (các đơn vị ghi 31/5/2023)");
    run.says("Ngày gửi trên bìa: biểu trước ghi 19/6/2023, biểu này ghi 21/6/2023");
    folder.run(&later).exits(0).says_nothing_of("chú thích").says_nothing_of("Giữ lại").says_nothing_of("Ngày gửi");
    // What the program had written itself isn't told.
    folder.put("btctu_2023.xlsx", first.clone());
    folder.run(&later).exits(0).says_nothing_of("Ngày gửi");
    // A day that was deleted doesn't go on, and is never said to.
    folder.put("btctu_2023.xlsx", Edit::of(&first).set(&cover, &day, Value::Blank).save());
    let run = folder.run(&later).exits(0).says_nothing_of("Giữ lại từ biểu trước: bìa");
    run.says("bìa, số liệu tính đến ngày: không ghi ngày (biểu mới ghi 31/5/2023 theo các đơn vị)");
}

#[test]
fn a_difficulty_keeps_its_place_when_its_proposal_was_changed() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let sheet = bhxh::plan::keys::DIFFICULTIES_SHEET;
    let text = |text: &str| Value::Text(text.to_owned());
    let more = Edit::of(&folder.read("btctu_2023.xlsx")).set(sheet, "B8", text("Thiếu máy")).set(
        sheet,
        "B9",
        text("Thiếu người"),
    );
    folder.put("btctu_2023.xlsx", more.save());
    folder.run(&CONSOLIDATE).exits(0);
    let changed = Edit::of(&folder.read("btctu_2023.xlsx")).set(sheet, "C7", text("Trang bị trong năm"));
    folder.put("btctu_2023.xlsx", changed.set(sheet, "C8", text("Cấp máy")).save());
    folder.run(&CONSOLIDATE).exits(0);
    let (submission, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    let said: Vec<_> =
        submission.difficulties.iter().map(|of| (of.difficulty.as_deref(), of.proposal.as_deref())).collect();
    assert_eq!(
        said,
        [
            (Some("Chưa có phần mềm (Văn phòng Tỉnh ủy)"), Some("Trang bị trong năm")),
            (Some("Thiếu máy"), Some("Cấp máy")),
            (Some("Thiếu người"), None)
        ]
    );
}

#[test]
fn sheets_that_were_deleted_are_told_and_without_sources_nobody_knows_of_numbers() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let shown = Edit::of(&first).delete_sheet("Nguồn số liệu").save();
    folder.put("btctu_2023.xlsx", shown);
    folder.run(&CONSOLIDATE).exits(0).says("trang “Nguồn số liệu” đã xóa");
    let both = Edit::of(&first).delete_sheet("Nguồn số liệu").delete_sheet("_bhxh_nguon");
    let both = both.set("Biểu 01", "D12", Value::Number(999.0)).set("Biểu 01", "K30", Value::Text("nháp".to_owned()));
    folder.put("btctu_2023.xlsx", both.save());
    let run = folder.run(&CONSOLIDATE).exits(0).says("trang “Nguồn số liệu” đã xóa");
    run.says("bản cũ): Biểu 01!D12").says("Biểu 01!K30: “nháp”").says_nothing_of("999");
}

#[test]
fn a_units_note_that_was_changed_by_hand_is_told_once_and_stands_as_the_unit_wrote_it() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let words = Value::Text("Văn phòng Tỉnh ủy: gồm cả 5 người biệt phái; đã hỏi lại".to_owned());
    folder.put("btctu_2023.xlsx", Edit::of(&first).set("Biểu 01", "H12", words).save());
    let said = folder.run(&CONSOLIDATE).exits(0).stdout;
    assert_eq!(said.matches("gồm cả 5 người").count(), 1, "{said}");
    let (submission, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    let notes = submission.forms[0].rows.iter().flatten().filter_map(|row| row.note.as_deref());
    assert_eq!(notes.collect::<Vec<_>>(), ["Văn phòng Tỉnh ủy: gồm cả người biệt phái; đã hỏi lại"]);
}

#[test]
fn without_the_hidden_sheet_numbers_that_a_new_file_changed_are_no_changes_by_hand() {
    let first = {
        let folder = units_folder(&UNITS[..3]);
        folder.run(&CONSOLIDATE).exits(0);
        folder.read("btctu_2023.xlsx")
    };
    let foreign = || Edit::of(&first).set("_bhxh_nguon", "C1", Value::Text("snv".to_owned()));
    let again = |standing: Vec<u8>| {
        let folder = units_folder(&UNITS);
        folder.put("btctu_2023.xlsx", standing);
        (folder.run(&CONSOLIDATE).exits(0).stdout, folder)
    };
    let untold = "không rõ do sửa tay hay do số liệu của đơn vị đã khác (cần thì so với bản cũ): chữ ở bìa";
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
    for standing in [Edit::of(&first).delete_sheet("_bhxh_nguon").save(), foreign().save()] {
        let (said, _) = again(standing);
        assert!(!said.contains("Chỗ đã sửa tay") && !said.contains("Biểu 01!"), "{said}");
        assert!(!said.contains("không rõ do sửa tay"), "from how many units it was is no word of hers: {said}");
    }
    let words = Value::Text("Số liệu chính thức".to_owned());
    let (said, _) = again(foreign().set("Bìa", "B8", words).save());
    assert!(flat(&said).contains(untold), "{said}");
    // What the sheet for people tells is told, and only that.
    let text = |text: &str| Value::Text(text.to_owned());
    let standing = foreign()
        .set("Biểu 01", "D12", Value::Number(999.0))
        .set("Biểu 01", "H12", text("Văn phòng Tỉnh ủy: gồm cả người biệt phái; sửa theo điện thoại"))
        .set("Biểu 01", "H14", text("đã đối chiếu với Kho bạc"))
        .set(bhxh::plan::keys::DIFFICULTIES_SHEET, "B8", text("Thiếu người làm thống kê"))
        .save();
    let (said, folder) = again(standing);
    let said = flat(&said);
    let changed = "cùng lý do: Biểu 01!D12: 999 (các đơn vị cộng lại 10; ghi chú: “Văn phòng Tỉnh ủy: gồm cả người biệt phái; sửa theo \
                   điện thoại”)";
    assert!(said.contains(changed) && said.matches("Biểu 01!").count() == 1, "{said}");
    let kept = "Giữ lại từ biểu trước: ghi chú ở Biểu 01, hàng 14: “đã đối chiếu với Kho bạc”; khó khăn, đề xuất “Thiếu người làm thống kê”";
    assert!(said.contains(kept), "{said}");
    let dump = dump_of(&folder, "btctu_2023.xlsx");
    assert!(dump.contains("Thiếu người làm thống kê") && dump.contains("đã đối chiếu với Kho bạc"));
    assert!(!dump.contains("sửa theo điện thoại"), "the reason of a number that is no more");
}

#[test]
fn a_return_whose_year_was_changed_by_hand_is_not_replaced_in_silence() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let (cover, year) = cover_cell(&first, "year");
    let other = Edit::of(&first).set(&cover, &year, Value::Number(2022.0)).set("_bhxh", "B4", Value::Number(2022.0));
    folder.put("btctu_2023.xlsx", other.save());
    let run = folder.run(&CONSOLIDATE);
    run.says("biểu trước không còn là biểu năm 2023 của Ban Tổ chức Tỉnh ủy").says("mọi chỗ sửa tay xem ở bản cũ");
}

#[test]
fn words_that_go_on_are_told_once_and_not_with_those_that_do_not() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let words = Value::Text("Chưa có phần mềm dùng chung (Văn phòng Tỉnh ủy)".to_owned());
    folder.put("btctu_2023.xlsx", Edit::of(&first).set(bhxh::plan::keys::DIFFICULTIES_SHEET, "B7", words).save());
    let run =
        folder.run(&CONSOLIDATE).exits(0).says("Giữ lại từ biểu trước: khó khăn, đề xuất “Chưa có phần mềm dùng chung");
    run.says("đã bỏ hoặc sửa ở biểu trước, không chép lại: “Chưa có phần mềm (Văn phòng Tỉnh ủy)”");
    folder.run(&CONSOLIDATE).exits(0).says_nothing_of("Giữ lại").says_nothing_of("không chép lại");
}

#[test]
fn a_return_of_another_year_or_round_is_no_result_of_this_folder() {
    let folder = units_folder(&UNITS);
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    folder.put("don-vi/btctu_2023.xlsx", whole.clone());
    folder.run(&CONSOLIDATE).exits(0).says("1 kết quả của chương trình không xét");
    let (_, year) = cover_cell(&whole, "year");
    let of_2022 = Edit::of(&whole).set("Bìa", &year, Value::Number(2022.0)).set("_bhxh", "B4", Value::Number(2022.0));
    folder.put("don-vi/btctu_2022.xlsx", of_2022.save());
    let run = folder.run(&CONSOLIDATE).exits(1).says("btctu_2022.xlsx").says("FILE-19");
    run.says("biểu tổng hợp năm 2022 của chính Ban Tổ chức Tỉnh ủy").says("đang tổng hợp năm 2023");
    folder.run(&["status", "--for", "btctu", "don-vi"]).says("btctu_2022.xlsx");
    assert!(dump_of(&folder, "so-tong-hop-btctu-2023.xlsx").contains("biểu tổng hợp năm 2022 của chính"));
}

#[test]
fn a_return_made_years_later_has_no_day_of_sending_that_the_province_refuses() {
    let folder = units_folder(&UNITS);
    folder.run(&[&CONSOLIDATE[..], &["--today", "2026-11-28"]].concat()).exits(0);
    let (submission, findings) = checked(&folder.read("btctu_2023.xlsx"), plan());
    assert_eq!((submission.cover.sent_on, province::found(&findings)), (None, vec!["FILE-15"]));
}

#[test]
fn of_many_missing_units_the_screen_names_the_first() {
    let folder = units_folder(&UNITS);
    let run = folder.run(&CONSOLIDATE).exits(0).says("Chưa gửi: Ban Tổ chức Tỉnh ủy");
    run.says("… và 13 đơn vị khác, nêu ở “Tình hình gửi”").says_nothing_of("Huyện ủy Phú Riềng");
    let quiet = folder.run(&[&CONSOLIDATE[..], &["-q"]].concat()).exits(0).says("… và 20 đơn vị khác");
    quiet.says_nothing_of("Ban Nội chính Tỉnh ủy");
}

#[test]
fn where_the_hidden_sheet_is_of_another_making_nobody_can_tell_who_changed_a_number() {
    let made = |units: &[&str]| {
        let folder = units_folder(units);
        folder.run(&CONSOLIDATE).exits(0);
        folder.read("btctu_2023.xlsx")
    };
    let (first, second) = (made(&UNITS[..3]), made(&UNITS));
    let foreign = open(&second);
    let rows = foreign.sheet("_bhxh_nguon").expect("the hidden sheet").cells();
    let rows: Vec<_> = rows.map(|(at, cell)| (at.to_string(), cell.value.clone())).collect();
    let rows: Vec<(&str, Value)> = rows.iter().map(|(at, value)| (at.as_str(), value.clone())).collect();
    let mixed = || Edit::of(&first).delete_sheet("_bhxh_nguon").add_sheet("_bhxh_nguon", &rows);
    let again = |standing: Vec<u8>| {
        let folder = units_folder(&UNITS);
        folder.put("btctu_2023.xlsx", standing);
        folder.run(&CONSOLIDATE).exits(0).stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (mixed_return, _) = checked(&mixed().save(), plan());
    assert!(mixed_return.sources.is_some(), "it can be used");
    let said = again(mixed().save());
    assert!(!said.contains("Chỗ đã sửa tay"), "{said}");
    assert!(said.contains("không rõ do sửa tay hay do số liệu của đơn vị đã khác"), "{said}");
    // Where only the sheet for people was changed, it is known.
    let shown = Edit::of(&second).set("Nguồn số liệu", "C8", Value::Number(7777.0));
    let said = again(shown.set("Biểu 01", "D12", Value::Number(999.0)).save());
    assert!(said.contains("Biểu 01!D12: 999 (các đơn vị cộng lại"), "{said}");
}

#[test]
fn names_that_go_on_in_the_next_row_of_the_cover_are_no_changed_words() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let book = open(&first);
    let cover = book.sheet("Bìa").expect("the cover");
    let names = |at: &Address| cover.text(*at).is_some_and(|text| text.starts_with("Chưa có số liệu của"));
    let at = cover.cells().map(|(at, _)| at).find(names).expect("who is missing");
    let text = |text: &str| Value::Text(text.to_owned());
    let below = Address::new(at.row + 1, at.col).to_string();
    let standing = |last: &str| {
        let edit = Edit::of(&first).delete_sheet("_bhxh_nguon");
        edit.set("Bìa", &at.to_string(), text("Chưa có số liệu của: Huyện ủy Lộc Ninh (chưa gửi);"))
            .set("Bìa", &below, text(last))
            .save()
    };
    folder.put("btctu_2023.xlsx", standing("Huyện ủy Phú Riềng (chưa gửi)."));
    folder.run(&CONSOLIDATE).exits(0).says_nothing_of("chữ ở bìa");
}

#[test]
fn a_return_that_lost_its_sheets_of_sources_says_no_unit_twice_and_keeps_no_number_that_goes_on() {
    let folder = units_folder(&UNITS);
    folder.run(&CONSOLIDATE).exits(0);
    let first = folder.read("btctu_2023.xlsx");
    let words = "Văn phòng Tỉnh ủy: gồm cả người biệt phái; đã đối chiếu với Kho bạc";
    let both = Edit::of(&first).set("Biểu 01", "H12", Value::Text(words.to_owned()));
    folder.put("btctu_2023.xlsx", both.delete_sheet("Nguồn số liệu").delete_sheet("_bhxh_nguon").save());
    let run = folder.run(&CONSOLIDATE).exits(0).says("Biểu 01, hàng 12: “đã đối chiếu với Kho bạc”");
    run.says_nothing_of("biệt phái");
    let (submission, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    let notes = submission.forms[0].rows.iter().flatten().filter_map(|row| row.note.as_deref());
    assert_eq!(notes.collect::<Vec<_>>(), [words]);
    // A number on the sheet for people was changed, and that of the form is what the units add up to.
    let shown = Edit::of(&first).delete_sheet("_bhxh_nguon").set("Nguồn số liệu", "C8", Value::Number(7777.0));
    folder.put("btctu_2023.xlsx", shown.save());
    folder.run(&CONSOLIDATE).exits(0).says_nothing_of("các đơn vị cộng lại");
}
