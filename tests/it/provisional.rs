//! What is said of figures that lack numbers of units: only those of rows that missing units fill are provisional, and nothing is said to
//! need an explanation that nobody is asked for.

use std::sync::LazyLock;

use bhxh::plan::Plan;

use crate::books::open;
use crate::harness::Folder;
use crate::province::{self, plan};
use crate::rollup::{UNITS, files, good_insured, rolled_up};

static BTCTU: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("btctu").expect("a tier of the plan"));
static SNV: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("snv").expect("a tier of the plan"));

/// A province in which some returns are others.
fn province_of(others: &[(&str, Vec<u8>)]) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in province::all_good() {
        let other = others.iter().find(|(of, _)| *of == name).map(|(_, bytes)| bytes.clone());
        folder.put(&format!("inbox/{name}"), other.unwrap_or(bytes));
    }
    folder
}

/// The rows of the sheet of potential with all that stands in them, one line each.
fn potential(folder: &Folder) -> Vec<String> {
    let book = open(&folder.read("so-tong-hop-2023.xlsx"));
    let sheet = book.sheet("Tiềm năng").expect("the sheet");
    let rows: std::collections::BTreeSet<u32> = sheet.cells().map(|(at, _)| at.row).collect();
    let line = |row: u32| sheet.row(row).filter_map(|(at, _)| sheet.text(at)).collect::<Vec<_>>().join(" | ");
    rows.into_iter().map(line).collect()
}

#[test]
fn what_is_said_to_need_an_explanation_is_what_is_asked() {
    let of_units = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let (insured, asked) = (good_insured(), "cần giải trình");
    let maybe = "có thể do còn thiếu số liệu của một số đơn vị";
    let said = |others: &[(&str, Vec<u8>)], code: i32| {
        let folder = province_of(others);
        let is_asked = folder.run(&["consolidate", "inbox"]).exits(code).stdout.contains("CROSS-04");
        folder.run(&["report", "--year", "2023"]);
        let over = |line: &&String| {
            line.contains("nhiều hơn đang làm việc") || line.contains("lớn hơn số người đang làm việc đã báo cáo")
        };
        let lines = [potential(&folder), crate::report::document_text(&folder.read("bao-cao-2023.docx"))].concat();
        let is_method = |line: &&String| line.starts_with("Tiềm năng của một khối =");
        let lines: Vec<String> = lines.iter().filter(over).filter(|line| !is_method(line)).cloned().collect();
        assert!(lines.len() >= 3, "the sheet, and the report's text and table: {lines:#?}");
        (is_asked, lines)
    };
    let (is_asked, lines) = said(&[("btctu.xlsx", of_units), ("bhxh-tinh.xlsx", insured.clone())], 0);
    assert!(!is_asked && lines.iter().all(|line| line.contains(maybe) && !line.contains("giải trình")), "{lines:#?}");
    let (is_asked, lines) = said(&[("bhxh-tinh.xlsx", insured)], 1);
    assert!(is_asked && lines.iter().all(|line| line.contains("giải trình") && !line.contains(maybe)), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains(asked)));
}

#[test]
fn a_row_that_no_missing_unit_fills_is_not_provisional() {
    let whole = rolled_up(&SNV, &files(&SNV, &["snv", "sct", "ubnd-bu-dop", "phu-rieng-phu-trung"]));
    let folder = province_of(&[("snv.xlsx", whole)]);
    folder.run(&["consolidate", "inbox"]);
    let lines = potential(&folder);
    let of = |sector: &str| {
        let own: Vec<&String> = lines.iter().filter(|line| line.contains(sector)).collect();
        assert!(own.len() > 1, "in both schemes: {lines:#?}");
        own.iter().map(|line| line.contains("Tạm tính (Sở Nội vụ 4/")).collect::<Vec<_>>()
    };
    let (own, shared) = (of("Tổ chức xã hội"), of("Cơ quan Đảng, đoàn thể"));
    assert!(own.iter().all(|is_provisional| !is_provisional), "only Sở Nội vụ itself fills it: {lines:#?}");
    assert!(shared.iter().all(|is_provisional| *is_provisional), "{lines:#?}");
}
