//! One figure has one value and one name wherever it is read: screen, JSON, workbook, document. A test for each place where
//! two of them once differed; that every number of a document stands in the workbook is `report`'s.

use std::fs;
use std::path::{Path, PathBuf};

use bhxh::plan::{self, EMBEDDED};
use bhxh::value::grid::{Sheet, Value};

use crate::books;
use crate::harness::Folder;
use crate::province::{good, good_in};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// The rows of a workbook's sheet as texts, each joined by ` | `.
fn rows(bytes: &[u8], sheet: &str) -> Vec<String> {
    let book = books::open(bytes);
    let sheet: &Sheet = book.sheet(sheet).expect("the sheet");
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    for (at, cell) in sheet.cells() {
        let text = match &cell.value {
            Value::Number(number) | Value::Percent(number) | Value::Disguised(number, _) => number.to_string(),
            Value::Text(text) => text.clone(),
            _ => continue,
        };
        match rows.last_mut().filter(|(row, _)| *row == at.row) {
            Some((_, texts)) => texts.push(text),
            None => rows.push((at.row, vec![text])),
        }
    }
    rows.into_iter().map(|(_, texts)| texts.join(" | ")).collect()
}

fn row(rows: &[String], start: &str) -> String {
    rows.iter().find(|row| row.starts_with(start)).unwrap_or_else(|| panic!("no {start} in {rows:#?}")).clone()
}

#[test]
fn sent_in_time_and_accepted_in_time_are_two_numbers_with_two_names_everywhere() {
    let folder = Folder::new();
    let inbox = example("inbox-2023-loi");
    let inbox = inbox.to_str().expect("a path");
    let status = folder.run(&["status", inbox, "--today", "2023-07-10"]);
    status.says("gửi đúng hạn 14; đạt yêu cầu, đúng hạn 4");
    folder.run(&["report", inbox, "--year", "2023", "--today", "2023-12-06"]).exits(1);
    let summary = rows(&folder.read("bao-cao-2023.xlsx"), "Báo cáo");
    assert_eq!(row(&summary, "Đơn vị gửi đúng hạn"), "Đơn vị gửi đúng hạn | 14");
    assert_eq!(row(&summary, "Đơn vị đạt yêu cầu, đúng hạn"), "Đơn vị đạt yêu cầu, đúng hạn | 4");
    let json = folder.run(&["consolidate", inbox, "--format", "json", "--today", "2023-07-10"]).json();
    // That of the file that is in use, or was sent back.
    let in_time = json["agencies"].as_array().expect("a list").iter().filter(|agency| agency["on_time"] == true);
    let (all, accepted) = (in_time.clone().count(), in_time.filter(|agency| agency["status"] == "accepted").count());
    assert_eq!((all, accepted), (14, 4));
}

#[test]
fn a_year_before_without_labour_force_gives_people_and_says_whose_number_is_missing() {
    let folder = Folder::new();
    let before = example("inbox-2022");
    for entry in fs::read_dir(before).expect("the example") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("a file");
        let agency = bhxh::usecase::receive(&bytes, &name, &plan::embedded()).agency();
        if agency != Some(crate::province::agency("ctk")) {
            folder.put(&format!("cũ/{name}"), bytes);
        }
    }
    folder.run(&["consolidate", "cũ", "--year", "2022"]);
    let inbox = example("inbox-2023");
    let said = folder.run(&[
        "report",
        inbox.to_str().expect("a path"),
        "--year",
        "2023",
        "--previous",
        "so-tong-hop-2022.xlsx",
        "--today",
        "2023-12-06",
    ]);
    said.says("sổ tổng hợp năm 2022 thiếu số liệu của Cục Thống kê tỉnh").says_nothing_of("--previous");
    let book = folder.read("bao-cao-2023.xlsx");
    let summary = row(&rows(&book, "Báo cáo"), "Tỷ lệ lực lượng lao động trong độ tuổi tham gia BHXH |");
    assert!(summary.contains("| 220070 | Chưa tính được | 19989 |"), "{summary}");
    let of_2022 = row(&rows(&book, "Bao phủ qua các năm"), "Năm 2022");
    assert!(of_2022.contains("220070 | chưa có | Chưa tính được"), "{of_2022}");
    assert!(of_2022.contains("thiếu số liệu của Cục Thống kê tỉnh"), "{of_2022}");
    let proposal = rows(&book, "Đề xuất chỉ tiêu");
    assert!(proposal.iter().any(|row| row.contains("sổ tổng hợp năm 2022 thiếu số liệu của Cục Thống kê tỉnh")));
}

/// 3,499 999 of 10 000 000 … is 34.99999 %, when 35 % is the target: 349 999.9 can't be, so 3 499 999.
#[test]
fn a_share_has_the_decimals_that_tell_it_from_its_target_in_json_and_on_the_screen() {
    let mut insured = good_in("bhxh-tinh", 2022);
    insured.filling.counts.values_mut().for_each(|people| *people = 0);
    let insured = insured
        .with("tham-gia-khoi", "enterprise", "insured-compulsory", 2_999_999)
        .with("tham-gia-khoi", "household", "insured-compulsory", 500_000)
        .with("tham-gia-dia-ban", "ubnd-bu-dop", "insured-compulsory", 2_999_999)
        .with("tham-gia-dia-ban", "ubnd-bu-dang", "insured-compulsory", 500_000);
    let mut labour = good_in("ctk", 2022);
    for ((_, row, _), people) in &mut labour.filling.counts {
        *people = if row.idx() <= 4 { 2_500_000 } else { 0 };
    }
    let folder = Folder::new();
    folder.put("hộp thư/bhxh.xlsx", insured.bytes());
    folder.put("hộp thư/ctk.xlsx", labour.bytes());
    let json = folder.run(&["consolidate", "hộp thư", "--year", "2022", "--format", "json"]).json();
    let bhxh = &json["indicators"][0];
    assert_eq!((&bhxh["denominator"], &bhxh["reached"]), (&10_000_000.into(), &false.into()), "{bhxh}");
    assert_eq!(bhxh["percent"], "34.99999", "{bhxh}");
    folder.run(&["consolidate", "hộp thư", "--year", "2022"]).says("34,99999%");
}

#[test]
fn a_labour_force_of_nobody_is_said_to_be_0_and_not_missing() {
    let mut nobody = good("ctk");
    for ((_, _, column), people) in &mut nobody.filling.counts {
        *people = if column.number() == 1 { 0 } else { *people };
    }
    let folder = Folder::new();
    folder.put("hộp thư/bhxh.xlsx", good("bhxh-tinh").bytes());
    folder.put("hộp thư/ctk.xlsx", nobody.bytes());
    folder.run(&["consolidate", "hộp thư"]).says("lực lượng lao động bằng 0").says_nothing_of("do thiếu số liệu");
    let shares = rows(&folder.read("so-tong-hop-2023.xlsx"), "Bao phủ - chỉ tiêu");
    assert!(shares.iter().any(|row| row.contains("lực lượng lao động bằng 0")), "{shares:#?}");
}

#[test]
fn shares_have_two_decimals_on_the_screen_as_in_the_document() {
    let folder = Folder::new();
    let inbox = example("inbox-2023");
    folder.run(&["consolidate", inbox.to_str().expect("a path")]).says("37,96%").says("31,80%").says("4,10%");
    let json = folder.run(&["consolidate", inbox.to_str().expect("a path"), "--format", "json"]).json();
    assert_eq!(json["indicators"][0]["percent"], "37.9600");
}

/// A plan that asks for no insured by sector has one row for the whole, and nothing is said of groups that may overlap or of
/// a smaller number.
#[test]
fn what_holds_for_several_rows_is_not_said_of_one() {
    let folder = Folder::new();
    let plan = example("plans/minh-hoa-2026-2028.toml");
    let plan = plan.to_str().expect("a path");
    folder.run(&["template", "--year", "2026", "--out", "hộp thư", "--plan", plan]);
    let run = folder.run(&["consolidate", "hộp thư", "--year", "2026", "--plan", plan]);
    run.says("TỔNG HỢP NĂM 2026");
    let book = folder.read("so-tong-hop-2026.xlsx");
    let potential = rows(&book, "Tiềm năng");
    let of_compulsory = potential.iter().take_while(|row| !row.contains("TỰ NGUYỆN"));
    for row in of_compulsory {
        assert!(!row.contains("nhiều nhóm") && !row.contains("số nhỏ hơn"), "{row}");
    }
    assert!(EMBEDDED.contains("by_sector"), "the embedded plan has sectors, and is the other case");
}
