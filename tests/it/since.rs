//! What changed since last time: against the workbook that stands in the way, against one that is named, and in the inbox
//! that a workbook was made of.

use std::fs;

use serde_json::{Value, json};

use crate::books;
use crate::harness::Folder;
use crate::province::{Return, good, good_in};

const BOOK: &str = "so-tong-hop-2023.xlsx";

/// More people of an enterprise in one district, which the two forms of BHXH tỉnh say alike.
fn corrected() -> Return {
    let sectors = good("bhxh-tinh").with("tham-gia-khoi", "doanh-nghiep", "insured-compulsory", 540);
    let mut corrected = sectors.with("tham-gia-dia-ban", "ubnd-bu-dang", "insured-compulsory", 380);
    corrected.filling.revision = Some(2);
    corrected
}

/// A folder with three agencies' files and the workbook made of them.
fn consolidated() -> Folder {
    let folder = Folder::new();
    for code in ["ctk", "bhxh-tinh", "snv"] {
        folder.put(&format!("thư/{code}.xlsx"), good(code).bytes());
    }
    folder.run(&["consolidate", "thư"]).exits(0).says_nothing_of("THAY ĐỔI");
    folder
}

/// One agency corrected its file, one took it back, one came.
fn changed() -> Folder {
    let folder = consolidated();
    folder.put("thư/bhxh lần 2.xlsx", corrected().bytes());
    fs::remove_file(folder.path().join("thư/snv.xlsx")).expect("it was there");
    folder.put("thư/ldld.xlsx", good("ldld").bytes());
    folder
}

/// Where each agency's counts come from, and the most that one number changed by.
fn assert_is_told(changes: &Value) {
    let how = |agency: &str| {
        let all = changes["agencies"].as_array().expect("a list");
        all.iter().find(|change| change["agency"] == agency).map(|change| change["change"].clone())
    };
    assert_eq!(how("bhxh-tinh"), Some(json!("replaced")), "{changes:#}");
    assert_eq!((how("snv"), how("ldld"), how("ctk")), (Some(json!("went")), Some(json!("came")), None), "{changes:#}");
    assert!(changes["largest"]["before"].is_u64() && changes["largest"]["now"].is_u64(), "{changes:#}");
    let bhxh = &changes["indicators"][0];
    assert_eq!(bhxh, &json!({"id": "bhxh", "before": "3.0000", "now": "3.0826"}), "{changes:#}");
}

#[test]
fn the_workbook_that_is_replaced_is_compared_with_the_new_one() {
    let folder = changed();
    let told = folder.run(&["consolidate", "thư", "--format", "json"]).exits(0).json();
    assert_is_told(&told["changes"]);
    // The same again changes nothing, and says nothing of it.
    let again = folder.run(&["consolidate", "thư", "--format", "json"]).exits(0).json();
    assert_eq!(again.get("changes"), None);
}

#[test]
fn a_report_that_replaces_an_older_one_says_what_changed() {
    let folder = changed();
    fs::remove_file(folder.path().join("thư/bhxh lần 2.xlsx")).expect("it was there");
    let report = ["report", "thư", "--year", "2023"];
    folder.run(&report).exits(0).says_nothing_of("THAY ĐỔI");
    folder.put("thư/bhxh lần 2.xlsx", corrected().bytes());
    folder.put("thư/snv.xlsx", good("snv").bytes());
    fs::remove_file(folder.path().join("thư/ldld.xlsx")).expect("it was there");
    let told = folder.run(&[&report[..], &["--format", "json", "--out", "khác"]].concat()).exits(0).json();
    assert_eq!(told.get("changes"), None, "nothing was replaced");
    let run = folder.run(&report).exits(0).fits_the_screen();
    run.says("THAY ĐỔI SO VỚI “bao-cao-2023.xlsx” TRƯỚC ĐÓ").says("Thay tệp: Bảo hiểm xã hội tỉnh (1 đơn vị)");
    folder.put("thư/ldld.xlsx", good("ldld").bytes());
    let told = folder.run(&[&report[..], &["--format", "json"]].concat()).exits(0).json();
    assert_eq!(told["changes"]["agencies"], json!([{"agency": "ldld", "round": "thang-6", "change": "came"}]));
}

#[test]
fn the_screen_says_what_changed_in_words() {
    let run = changed().run(&["consolidate", "thư"]).exits(0).fits_the_screen();
    let run =
        run.says("THAY ĐỔI SO VỚI “so-tong-hop-2023.xlsx” TRƯỚC ĐÓ").says("Thay tệp: Bảo hiểm xã hội tỉnh (1 đơn vị)");
    run.says("Thêm số liệu: Liên đoàn Lao động tỉnh")
        .says("Không còn số liệu: Sở Nội vụ")
        .says("Tỷ lệ BHXH: 3,00% → 3,08%")
        .says("số thay đổi, ")
        .says("số thêm mới, ");
}

#[test]
fn an_earlier_workbook_gives_a_sheet_and_is_left_as_it_is() {
    let folder = changed();
    fs::rename(folder.path().join(BOOK), folder.path().join("sổ cũ.xlsx")).expect("it was there");
    let earlier = folder.read("sổ cũ.xlsx");
    let told = folder.run(&["consolidate", "thư", "--since", "sổ cũ.xlsx", "--format", "json"]).exits(0).json();
    assert_is_told(&told["changes"]);
    let made = folder.read(BOOK);
    let sheets = books::dump(&books::open(&made));
    assert!(sheets.contains("So với “sổ cũ.xlsx”") && sheets.contains("Thay tệp"), "{sheets}");
    assert_eq!(folder.read("sổ cũ.xlsx"), earlier);
    // The sheet is no hindrance to reading the workbook back, and the same inputs give the same bytes.
    folder.run(&["consolidate", "thư", "--since", "sổ cũ.xlsx"]).exits(0);
    assert_eq!(folder.read(BOOK), made);
    folder.run(&["report", BOOK, "--year", "2023"]).exits(0).says_nothing_of("đã sửa tay");
}

#[test]
fn nothing_that_changed_is_said_where_it_was_asked_for() {
    let folder = consolidated();
    fs::copy(folder.path().join(BOOK), folder.path().join("sổ cũ.xlsx")).expect("it can be copied");
    folder.run(&["consolidate", "thư", "--since", "sổ cũ.xlsx"]).exits(0).says("Số liệu không thay đổi");
}

#[test]
fn what_is_no_workbook_of_the_year_is_refused_and_nothing_is_written() {
    let folder = consolidated();
    folder.put("thư 2022/ctk.xlsx", good_in("ctk", 2022).bytes());
    folder.run(&["consolidate", "thư 2022"]).exits(0);
    let before = folder.names();
    for (since, words) in [
        ("so-tong-hop-2022.xlsx", "2022"),
        ("thư/ctk.xlsx", "không phải là sổ tổng hợp"),
        ("không có.xlsx", "không tìm thấy"),
    ] {
        folder.run(&["consolidate", "thư", "--since", since, "--out", "mới.xlsx"]).exits(2).says(words);
    }
    assert_eq!(folder.names(), before);
}

#[test]
fn a_report_from_a_workbook_says_that_its_inbox_has_changed() {
    let folder = consolidated();
    let report = ["report", BOOK, "--year", "2023"];
    folder.run(&report).exits(0).says_nothing_of("đã thay đổi từ khi lập sổ");
    folder.put("thư/ldld.xlsx", good("ldld").bytes());
    folder.put("thư/ctk.xlsx", good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 1001).bytes());
    fs::remove_file(folder.path().join("thư/snv.xlsx")).expect("it was there");
    let words = "“thư” đã thay đổi từ khi lập sổ tổng hợp (1 tệp mới, 1 tệp đã sửa, 1 tệp không còn)";
    folder.run(&report).exits(0).says(words);
    let json = ["report", BOOK, "--year", "2023", "--format", "json"];
    folder.run(&json).exits_noting(0, "1 tệp mới, 1 tệp đã sửa, 1 tệp không còn").json();
    // From the inbox itself there is nothing to say.
    folder.run(&["report", "thư", "--year", "2023"]).exits(0).says_nothing_of("đã thay đổi từ khi lập sổ");
}

/// The folder with a number of its workbook's ledger typed over.
fn with_edited_workbook(content: &str) -> Folder {
    let folder = consolidated();
    let edited = books::set_xml(&folder.read(BOOK), "Số liệu", "F2", "", content);
    folder.put(BOOK, edited);
    folder
}

#[test]
fn a_workbook_that_was_changed_by_hand_is_said_to_be_so_before_its_changes() {
    let words = "Sổ trước đã bị sửa tay sau khi lập: các dòng của trang “Số liệu” không còn như lúc lập";
    let folder = with_edited_workbook("<v>7</v>");
    fs::copy(folder.path().join(BOOK), folder.path().join("sổ sửa.xlsx")).expect("it can be copied");
    folder.run(&["consolidate", "thư"]).exits(0).fits_the_screen().says(words).says("1 số thay đổi");
    let told = folder.run(&["consolidate", "thư", "--since", "sổ sửa.xlsx", "--format", "json"]).exits(0).json();
    assert_eq!(told["changes"]["earlier_altered"], true);
    let sheets = books::dump(&books::open(&folder.read(BOOK)));
    assert!(sheets.contains(words), "{sheets}");
}

#[test]
fn a_workbook_that_cannot_be_compared_with_is_said_to_be_so() {
    let folder = with_edited_workbook("<v>1.5</v>");
    let words = "không nêu được thay đổi so với sổ cũ “so-tong-hop-2023.xlsx”: ô F2 (cột “value”)";
    folder.run(&["consolidate", "thư"]).exits(0).fits_the_screen().says(words).says("Bản cũ được giữ ở");
    let json = with_edited_workbook("<v>1.5</v>").run(&["consolidate", "thư", "--format", "json"]);
    json.exits_noting(0, "không nêu được thay đổi").json();
}
