//! A plan as a workbook, on the command line and saved by other programs.

use std::fs;
use std::path::Path;

use bhxh::plan::{self, Plan};
use bhxh::planbook;
use bhxh::value::grid::Value;

use crate::books::Edit;
use crate::harness::{Folder, Run};

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn sample() -> Plan {
    plan::load(include_str!("../../examples/plans/minh-hoa-2026-2028.toml")).expect("a plan")
}

fn run(folder: &Folder, args: &[&str]) -> Run {
    folder.run(args)
}

#[test]
fn a_plan_workbook_reads_the_same_whoever_saved_it() {
    for name in ["openpyxl.xlsx", "libreoffice.xlsx", "libreoffice.xls", "libreoffice.ods"] {
        let read = planbook::read(&file(&format!("tests/files/plan/{name}")));
        let read = read.unwrap_or_else(|faults| panic!("{name}, made anew by lab/resave.py:\n{faults}"));
        let diff = planbook::diff(&sample(), &read);
        assert!(diff.differences.is_empty(), "{name}: {:?}", diff.differences);
        assert_eq!(
            read.source,
            planbook::read(&planbook::write(&sample()).expect("it")).expect("a plan").source,
            "{name}"
        );
    }
}

#[test]
fn a_workbook_is_taken_wherever_a_plan_is() {
    let folder = Folder::new();
    folder.put("mẫu.toml", include_str!("../../examples/plans/minh-hoa-2026-2028.toml"));
    run(&folder, &["plan", "export", "--plan", "mẫu.toml", "--to", "kế hoạch.xlsx"]).exits(0).says("kế hoạch.xlsx");
    run(&folder, &["plan", "check", "kế hoạch.xlsx"]).exits(0).says("năm 2026–2028, 7 đơn vị");
    run(&folder, &["template", "--plan", "kế hoạch.xlsx", "--year", "2026"]).exits(0).says("7 biểu mẫu");
    run(&folder, &["plan", "export", "--plan", "kế hoạch.xlsx", "--to", "lại.toml"]).exits(0);
    run(&folder, &["plan", "diff", "mẫu.toml", "lại.toml"]).exits(0).says("Hai kế hoạch nói cùng một điều");
    run(&folder, &["plan", "export", "--plan", "lại.toml", "--to", "lại.xlsx"]).exits(0);
    assert_eq!(folder.read("lại.xlsx"), folder.read("kế hoạch.xlsx"), "the same bytes");
    run(&folder, &["plan", "export", "--to", "kế hoạch.docx"]).exits(2).says(".xlsx (sổ Excel) hoặc .toml");
}

#[test]
fn a_broken_workbook_stops_every_command_with_its_cells() {
    let folder = Folder::new();
    let bytes = planbook::write(&sample()).expect("a workbook");
    let broken = Edit::of(&bytes)
        .set("Đơn vị", "B5", Value::Text("tinh".to_owned()))
        .set("Chỉ tiêu theo năm", "E6", Value::Text("45".to_owned()))
        .set("Nhiệm vụ", "F5", Value::Blank);
    folder.put("hỏng.xlsx", broken.save());
    let said = |run: Run| run.exits(2).says("“hỏng.xlsx” có lỗi:").says("trang “Chỉ tiêu theo năm”, ô E6: [PLAN-04]");
    said(run(&folder, &["plan", "check", "hỏng.xlsx"]));
    said(run(&folder, &["template", "--plan", "hỏng.xlsx", "--year", "2026"]));
    assert_eq!(folder.names(), ["hỏng.xlsx"], "nothing was written");
    let broken = Edit::of(&bytes).delete_sheet("So sánh").add_sheet("Nháp", &[("A1", Value::Text("x".to_owned()))]);
    folder.put("hỏng.xlsx", broken.save());
    let both = run(&folder, &["plan", "check", "hỏng.xlsx"]).exits(2).says("[PLAN-06] thiếu trang “So sánh”");
    both.says("trang “Nháp”, ô A1: [PLAN-07]");
}

#[test]
fn the_next_plan_is_written_listed_and_compared() {
    let folder = Folder::new();
    let new = ["plan", "new", "--years", "2026-2030", "--to"];
    run(&folder, &[&new[..], &["kh.xlsx"]].concat()).exits(0).says("Trang Kế hoạch, “Số văn bản”: ghi số");
    run(&folder, &[&new[..], &["kh.toml"]].concat()).exits(0).says("plan.number: ghi số");
    run(&folder, &["plan", "check", "kh.xlsx"])
        .exits(0)
        .says("trang “Chỉ tiêu theo năm”, ô A5: năm 2026 không có chỉ tiêu nào");
    run(&folder, &["plan", "diff", "kh.toml", "kh.xlsx"]).exits(0).says("Hai kế hoạch nói cùng một điều");
    run(&folder, &["plan", "new", "--from", "kh.xlsx", "--years", "2030-2026", "--to", "x.xlsx"])
        .exits(2)
        .says("năm đầu-năm cuối");
    let json = run(&folder, &["plan", "diff", "kh.toml", "kh.xlsx", "--format", "json"]).exits(0).json();
    assert_eq!(json["needs_template_version"], false);
}

/// The plan of today as a workbook, for officers who have never seen a plan file. `UPDATE_EXPECT=1` writes it anew.
#[test]
fn the_workbook_of_todays_plan_is_current() {
    let plan =
        plan::load(&String::from_utf8(file("examples/plans/dong-nai-2026-2030.toml")).expect("text")).expect("a plan");
    let made = planbook::write(&plan).expect("a workbook");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/plans/dong-nai-2026-2030.xlsx");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &made).expect("written");
    }
    assert!(std::fs::read(&path).is_ok_and(|kept| kept == made), "UPDATE_EXPECT=1 cargo test --test it plan_books");
    let diff = planbook::diff(&plan, &planbook::read(&made).expect("a plan"));
    assert!(diff.differences.is_empty(), "{:?}", diff.differences);
}
