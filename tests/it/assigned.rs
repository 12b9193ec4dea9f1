//! Assigned targets: the proposal that a report writes is filled in with what was decided, and the next year is held against it.

use std::sync::LazyLock;

use bhxh::problem::{Audience, Finding};
use bhxh::value::grid::Value;
use bhxh::{intake, plan};
use serde_json::json;

use crate::books::{self, Edit};
use crate::harness::{Folder, Run};
use crate::province::{self, codes, good_in};

const FILE: &str = "giao-chi-tieu-2024.xlsx";
const SHEET: &str = "Giao chỉ tiêu";

/// The columns of the sheet.
const CURRENT: u32 = 4;
const INCREASE: u32 = 6;
const PEOPLE: u32 = 8;
const NOTE: u32 = 9;

/// What the report of 2023 writes, which always is the same.
static PROPOSAL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = Folder::new();
    for code in codes() {
        folder.put(&format!("2023/{code}.xlsx"), good_in(code, 2023).bytes());
    }
    folder.run(&["report", "2023", "--year", "2023"]).exits(0).says(FILE);
    folder.read(FILE)
});

/// The returns of 2024: 80 people of Bù Đăng in voluntary insurance, 60 of Bù Đốp and of Chơn Thành, 50 elsewhere as the year before.
fn of_2024() -> Folder {
    let folder = Folder::new();
    for code in codes() {
        let good = good_in(code, 2024);
        let more = |good: province::Return| {
            good.with("tham-gia-dia-ban", "ubnd-bu-dang", "insured-voluntary", 80)
                .with("tham-gia-dia-ban", "ubnd-bu-dop", "insured-voluntary", 60)
                .with("tham-gia-dia-ban", "ubnd-chon-thanh", "insured-voluntary", 60)
                .with("bao-luu-tu-nguyen", "dang-tham-gia-tu-nguyen", "people", 600)
        };
        let filled = if code == "bhxh-tinh" { more(good) } else { good };
        folder.put(&format!("2024/{code}.xlsx"), filled.bytes());
    }
    folder
}

/// Runs the program on a day of 2024, after the decision.
fn run_in_2024(folder: &Folder, args: &[&str]) -> Run {
    folder.run(&[args, &["--today", "2024-06-15"]].concat())
}

/// A row of the sheet, by the codes in its hidden columns.
fn row(bytes: &[u8], target: &str, agency: &str) -> u32 {
    let book = books::open(bytes);
    let sheet = book.sheet(SHEET).expect("the sheet");
    let is_it = |at: u32| {
        let text = |col| sheet.text(bhxh::value::grid::Address::new(at, col));
        text(0) == Some(target) && text(1) == Some(agency)
    };
    (0..500).find(|at| is_it(*at)).unwrap_or_else(|| panic!("no line of {target}, {agency}"))
}

fn at(row: u32, col: u32) -> String {
    bhxh::value::grid::Address::new(row, col).to_string()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The proposal with the decision, and with these numbers written over it.
fn decided(numbers: &[(&str, &str, u32, Value)]) -> Vec<u8> {
    let mut edit = Edit::of(&PROPOSAL).set(SHEET, "E5", text("20/NQ-HĐND")).set(SHEET, "E6", text("8/12/2023"));
    for (target, agency, col, value) in numbers {
        edit = edit.set(SHEET, &at(row(&PROPOSAL, target, agency), *col), value.clone());
    }
    edit.save()
}

fn read(bytes: &[u8]) -> Result<plan::Assigned, Vec<Finding>> {
    intake::assigned::read(bytes, FILE, province::plan(), None)
}

fn faults(bytes: &[u8]) -> Vec<String> {
    province::lines(&read(bytes).expect_err("it can't be used"))
}

#[test]
fn the_proposal_stands_in_the_file_and_is_none_until_somebody_decides() {
    assert_eq!(faults(&PROPOSAL), ["FILE-20 E5"]);
    let assigned = read(&decided(&[])).expect("targets");
    let names: Vec<&str> = assigned.targets.iter().map(|target| target.of.code(province::plan())).collect();
    assert_eq!(names, ["bhxh", "compulsory", "bhtn", "bhxh-tu-nguyen"]);
    assert_eq!((assigned.year, assigned.decision.as_str()), (2024, "20/NQ-HĐND"));
    // The proposal adds up, so what is made of it unchanged has nothing to be asked about.
    assert_eq!(bhxh::rules::assigned::check(&assigned, province::plan()), []);
}

#[test]
fn the_next_year_shows_what_was_assigned_and_what_is_done_of_it() {
    let folder = of_2024();
    let numbers = [("ubnd-bu-dang", 120.0), ("ubnd-bu-dop", 40.0), ("ubnd-chon-thanh", 40.0)];
    let numbers = numbers.map(|(agency, people)| ("bhxh-tu-nguyen", agency, INCREASE, Value::Number(people)));
    folder.put(FILE, decided(&numbers));
    let run = run_in_2024(&folder, &["report", "2024", "--year", "2024", "--assigned", FILE, "--format", "json"]);
    let told = run.exits(1).json();
    let assigned = &told["assigned"];
    assert_eq!((&assigned["year"], &assigned["decided_on"]), (&json!(2024), &json!("2023-12-08")));
    let voluntary = assigned["targets"].as_array().expect("targets").last().expect("the last").clone();
    let parts = voluntary["parts"].as_array().expect("parts");
    let of = |agency: &str| parts.iter().find(|part| part["agency"] == agency).expect("a part").clone();
    let bu_dang = of("ubnd-bu-dang");
    assert_eq!(
        (&bu_dang["assigned"], &bu_dang["done"], &bu_dang["percent"]),
        (&json!(120), &json!(30), &json!("25.0000"))
    );
    // Equal shares share a rank.
    let [bu_dop, chon_thanh] = ["ubnd-bu-dop", "ubnd-chon-thanh"].map(of);
    assert_eq!((&bu_dop["assigned"], &bu_dop["rank"]), (&chon_thanh["assigned"], &chon_thanh["rank"]));
    let row = row(&PROPOSAL, "bhxh-tu-nguyen", "ubnd-bu-dang");
    assert_eq!((&bu_dang["sheet"], &bu_dang["cell"]), (&json!(SHEET), &json!(at(row, INCREASE))));
    // Numbers were changed, and the province's wasn't.
    let findings = assigned["findings"].as_array().expect("findings");
    assert_eq!(findings.iter().map(|finding| finding["code"].clone()).collect::<Vec<_>>(), [json!("SUM-08")]);
}

#[test]
fn the_screen_and_every_output_say_it_alike() {
    let folder = of_2024();
    folder.put(FILE, decided(&[("bhxh-tu-nguyen", "*", NOTE, text("giữ lại phần chưa giao"))]));
    let run =
        run_in_2024(&folder, &["report", "2024", "--year", "2024", "--assigned", FILE]).exits(0).fits_the_screen();
    run.says("CHỈ TIÊU ĐƯỢC GIAO NĂM 2024").says("20/NQ-HĐND ngày 8/12/2023").says("chưa có số liệu đo riêng");
    run_in_2024(&folder, &["consolidate", "2024", "--assigned", FILE]).exits(0).says("CHỈ TIÊU ĐƯỢC GIAO NĂM 2024");
    run_in_2024(&folder, &["export", "2024", "--to", "xuat", "--assigned", FILE]).exits(0);
    let table = String::from_utf8(folder.read("xuat/assigned.csv")).expect("text");
    assert!(table.lines().any(|line| line.contains("bhxh-tu-nguyen,ubnd-bu-dang,")), "{table}");
    for workbook in ["bao-cao-2024.xlsx", "so-tong-hop-2024.xlsx"] {
        let book = books::dump(&books::open(&folder.read(workbook)));
        assert!(book.contains("[Chỉ tiêu được giao]") && book.contains(&format!("{FILE}, {SHEET}!")), "{workbook}");
    }
}

#[test]
fn sums_that_differ_are_a_query_that_a_note_answers() {
    let more = ("bhtn", "ubnd-bu-dang", INCREASE, Value::Number(9_999.0));
    let asked = read(&decided(std::slice::from_ref(&more))).expect("targets");
    let findings = bhxh::rules::assigned::check(&asked, province::plan());
    let place = at(row(&PROPOSAL, "bhtn", "*"), PEOPLE);
    assert_eq!(province::lines(&findings), [format!("SUM-08 {place}")]);
    assert!(findings[0].is_open());
    let note = ("bhtn", "*", NOTE, text("HĐND giao thêm cho Bù Đăng"));
    let answered = read(&decided(&[more, note])).expect("targets");
    assert!(!bhxh::rules::assigned::check(&answered, province::plan())[0].is_open());
    // Without a number for the whole of two schemes nothing is asked of it; with another one it is.
    let whole = |value| read(&decided(&[("bhxh", "*", PEOPLE, value)])).expect("targets");
    assert_eq!(bhxh::rules::assigned::check(&whole(Value::Blank), province::plan()), []);
    let differs = bhxh::rules::assigned::check(&whole(Value::Number(1.0)), province::plan());
    assert!(differs[0].words(Audience::Officer).message.contains("BHXH bắt buộc"), "{differs:?}");
}

#[test]
fn a_blank_is_nothing_assigned_and_no_zero() {
    let blank = read(&decided(&[("bhtn", "ubnd-bu-dang", INCREASE, Value::Blank)])).expect("targets");
    let bhtn = blank.targets.iter().find(|target| target.of.code(province::plan()) == "bhtn").expect("a target");
    let of = |code: &str| {
        let agency = province::agency(code);
        bhtn.parts.iter().find(|part| part.agency == Some(agency)).expect("a part").increase
    };
    assert_eq!(of("ubnd-bu-dang"), None);
    assert!(of("ubnd-bu-dop").is_some());
    let findings = bhxh::rules::assigned::check(&blank, province::plan());
    assert!(findings[0].words(Audience::Officer).message.contains("1 dòng chưa được giao"), "{findings:?}");
    // None of the agencies of a scheme: the council left that to others.
    let agencies: Vec<_> = codes().into_iter().filter(|code| !["ctk", "bhxh-tinh"].contains(code)).collect();
    let book = books::open(&PROPOSAL);
    let sheet = book.sheet(SHEET).expect("the sheet");
    let has = |code: &str| {
        sheet.cells().any(|(at, cell)| {
            at.col == 1
                && cell.value == text(code)
                && sheet.text(bhxh::value::grid::Address::new(at.row, 0)) == Some("bhtn")
        })
    };
    let parts: Vec<_> = agencies.into_iter().filter(|code| has(code)).chain(["chua-phan-bo"]).collect();
    let blanks: Vec<_> = parts.iter().map(|code| ("bhtn", *code, INCREASE, Value::Blank)).collect();
    let none = read(&decided(&blanks)).expect("targets");
    assert_eq!(bhxh::rules::assigned::check(&none, province::plan()), []);
}

#[test]
fn what_is_no_count_makes_the_file_unusable_and_is_all_named() {
    let line = ("bhtn", "ubnd-bu-dang", INCREASE);
    let cell = at(row(&PROPOSAL, "bhtn", "ubnd-bu-dang"), INCREASE);
    for (value, code) in [
        (Value::Number(-5.0), "CELL-04"),
        (Value::Number(12.4), "CELL-05"),
        (text("120"), "CELL-03"),
        (text("một trăm"), "CELL-02"),
        (text("-"), "CELL-15"),
        (Value::Number(1e15), "CELL-07"),
        (Value::Date(45_000.0), "CELL-08"),
        (Value::Percent(0.5), "CELL-18"),
    ] {
        let found = faults(&decided(&[(line.0, line.1, line.2, value.clone())]));
        assert_eq!(found, [format!("{code} {cell}")], "{value:?}");
    }
    let several = [("bhtn", "*", PEOPLE, Value::Number(-1.0)), ("bhtn", "ubnd-bu-dang", CURRENT, text("x"))];
    assert_eq!(faults(&decided(&several)).len(), 2);
    // A formula whose stored result is an old one.
    let stale = Edit::of(&decided(&[])).set_formula(SHEET, &cell, "100+20", Value::Number(7.0)).save();
    assert_eq!(faults(&stale), [format!("CELL-10 {cell}")]);
    let right = Edit::of(&decided(&[])).set_formula(SHEET, &cell, "100+20", Value::Number(120.0)).save();
    assert!(read(&right).is_ok());
}

#[test]
fn lines_that_are_unknown_or_stand_twice_are_named() {
    let dop = at(row(&PROPOSAL, "bhtn", "ubnd-bu-dop"), 1);
    let unknown = Edit::of(&decided(&[])).set(SHEET, &dop, text("ubnd-bu-doop")).save();
    assert_eq!(faults(&unknown), [format!("FILE-20 {dop}")]);
    // Only what is seen was sorted, and the hidden codes stayed behind.
    let name = at(row(&PROPOSAL, "bhtn", "ubnd-bu-dop"), 3);
    let sorted = Edit::of(&decided(&[])).set(SHEET, &name, text("UBND huyện Bù Đăng")).save();
    assert_eq!(faults(&sorted), [format!("FILE-20 {name}")]);
    // A renamed sheet is found by its keys; two of them are one too many.
    assert!(read(&Edit::of(&decided(&[])).rename(SHEET, "Chỉ tiêu 2024").save()).is_ok());
    let twice = Edit::of(&decided(&[])).set(SHEET, &dop, text("ubnd-bu-dang")).save();
    assert!(!faults(&twice).is_empty());
    let target = at(row(&PROPOSAL, "bhtn", "ubnd-bu-dop"), 0);
    let other = Edit::of(&decided(&[])).set(SHEET, &target, text("bhyt")).save();
    assert_eq!(faults(&other), [format!("FILE-20 {target}")]);
    // Nor is a number passed over that stands where none is read.
    let beside = at(row(&PROPOSAL, "bhtn", "ubnd-bu-dop"), PEOPLE);
    let stray = Edit::of(&decided(&[])).set(SHEET, &beside, Value::Number(5.0)).set(SHEET, "G400", Value::Number(7.0));
    assert_eq!(faults(&stray.save()), [format!("FILE-20 {beside}, G400")]);
    let increase = at(row(&PROPOSAL, "bhtn", "*"), INCREASE);
    let over =
        Edit::of(&decided(&[])).set(SHEET, &increase, Value::Number(30_000.0)).set(SHEET, "L20", Value::Number(7.0));
    assert_eq!(faults(&over.save()).len(), 1);
    // Whatever order the lines are brought into.
    let (first, last) = (row(&PROPOSAL, "bhtn", "ubnd-bu-dang"), row(&PROPOSAL, "bhtn", "ubnd-bu-dop"));
    let (first, last) = (first.min(last), first.max(last));
    let sorted = Edit::of(&decided(&[])).reverse_rows(SHEET, first, last).save();
    let parts = |bytes: &[u8]| -> Vec<_> {
        let targets = read(bytes).expect("targets").targets;
        targets.into_iter().flat_map(|target| target.parts).map(|part| (part.agency, part.increase)).collect()
    };
    assert_eq!(parts(&sorted), parts(&decided(&[])));
}

#[test]
fn a_decision_needs_a_number_and_a_day_of_its_time() {
    let with = |cell: &str, value: Value| faults(&Edit::of(&decided(&[])).set(SHEET, cell, value).save());
    assert_eq!(with("E5", Value::Blank), ["FILE-20 E5"]);
    assert_eq!(with("E6", Value::Blank), ["FILE-20 E6"]);
    assert_eq!(with("E6", text("hôm qua")), ["FILE-20 E6"]);
    assert_eq!(with("E6", text("8/12/2020")), ["FILE-20 E6"]);
    for placeholder in ["...", "Nghị quyết số ...../NQ-HĐND", "20", "…/NQ-HĐND 2023"] {
        assert_eq!(with("E5", text(placeholder)), ["FILE-20 E5"], "{placeholder}");
    }
}

#[test]
fn a_file_that_is_not_the_years_stops_the_run_and_nothing_is_written() {
    let folder = of_2024();
    let report = ["report", "2024", "--year", "2024", "--assigned"];
    let files = [
        ("khac.xlsx", good_in("snv", 2024).bytes(), "không phải là tệp giao chỉ tiêu"),
        ("hong.xlsx", decided(&[])[..2_000].to_vec(), "FILE-05"),
        ("chu.xlsx", b"khong phai bang tinh".to_vec(), "là văn bản thường"),
        ("khoa.xlsx", include_bytes!("../files/intake/locked.xlsx").to_vec(), "FILE-04"),
        ("nam.xlsx", decided(&[("bhtn", "ubnd-bu-dang", INCREASE, Value::Number(-5.0))]), "CELL-04"),
        ("de-xuat.xlsx", PROPOSAL.clone(), "bản đề xuất"),
    ];
    for (name, bytes, words) in files {
        folder.put(name, bytes);
        let before = folder.names();
        run_in_2024(&folder, &[&report[..], &[name]].concat()).exits_noting(2, words);
        run_in_2024(&folder, &["consolidate", "2024", "--assigned", name]).exits_noting(2, words);
        assert_eq!(folder.names(), before, "{name}");
    }
    folder.put(FILE, decided(&[]));
    for code in codes() {
        folder.put(&format!("2023/{code}.xlsx"), good_in(code, 2023).bytes());
    }
    folder.run(&["report", "2023", "--year", "2023", "--assigned", FILE]).exits_noting(2, "năm 2024");
    run_in_2024(&folder, &[&report[..], &[FILE, "--assigned", FILE]].concat()).exits(2);
}

#[test]
fn what_was_decided_is_never_written_over_by_a_proposal() {
    let folder = Folder::new();
    for code in codes() {
        folder.put(&format!("2023/{code}.xlsx"), good_in(code, 2023).bytes());
    }
    let decided = decided(&[]);
    folder.put(FILE, &decided);
    folder.run(&["report", "2023", "--year", "2023"]).exits(0).says("đã ghi quyết định");
    assert!(folder.read(FILE) == decided);
    // In an inbox it is one of the program's own files.
    folder.put("2023/giao-chi-tieu-2024.xlsx", &decided);
    folder.run(&["consolidate", "2023"]).exits(0).says("1 kết quả của chương trình không xét");
}

#[test]
fn a_plan_says_what_was_assigned_as_well() {
    let folder = of_2024();
    let entry = r#"
[[assigned]]
year = 2024
decision = "Nghị quyết số 20/NQ-HĐND"
decided_on = "2023-12-08"

[[assigned.target]]
of = "bhxh-tu-nguyen"
people = 650
current = 550
increase = { ubnd-bu-dang = 60, ubnd-bu-dop = 30, chua-phan-bo = 10 }
current_by_agency = { ubnd-bu-dang = 50, ubnd-bu-dop = 50 }
"#;
    let plan = folder.put("kh.toml", format!("{}{entry}", plan::EMBEDDED));
    let plan = plan.to_str().expect("a path").to_owned();
    folder.run(&["plan", "check", "kh.toml"]).exits(0);
    folder.run(&["plan", "show", "--plan", "kh.toml"]).exits(0).says("Nghị quyết số 20/NQ-HĐND");
    let told = run_in_2024(&folder, &["consolidate", "2024", "--plan", &plan, "--format", "json"]).exits(0).json();
    let parts = &told["assigned"]["targets"][0]["parts"];
    assert_eq!((&parts[0]["percent"], &parts[0]["rank"]), (&json!("50.0000"), &json!(1)));
    assert_eq!((&parts[1]["percent"], &parts[1]["rank"]), (&json!("33.3333"), &json!(2)));
    assert_eq!((&told["assigned"]["source"], &parts[0]["cell"]), (&json!(null), &json!(null)));
    folder.put(FILE, decided(&[]));
    let both = ["consolidate", "2024", "--plan", &plan, "--assigned", FILE];
    run_in_2024(&folder, &both).exits_noting(2, "[[assigned]]");
    let faulty = |old: &str, new: &str| plan::load(&format!("{}{}", plan::EMBEDDED, entry.replacen(old, new, 1)));
    for (old, new, code) in [
        ("year = 2024", "year = 2031", "PLAN-04"),
        ("decision = \"Nghị quyết số 20/NQ-HĐND\"", "decision = \" \"", "PLAN-06"),
        ("of = \"bhxh-tu-nguyen\"", "of = \"bhyt\"", "PLAN-03"),
        ("ubnd-bu-dop = 30", "ubnd-bu-doop = 30", "PLAN-03"),
        ("people = 650", "people = -650", "PLAN-01"),
    ] {
        let said = faulty(old, new).expect_err(new).to_string();
        assert_eq!(said.matches("[PLAN-").count(), 1, "{said}");
        assert!(said.contains(code), "{new}: {said}");
    }
    let twice = plan::load(&format!("{}{entry}{entry}", plan::EMBEDDED)).expect_err("twice").to_string();
    assert!(twice.contains("PLAN-02"), "{twice}");
}

#[test]
fn the_same_targets_are_read_whoever_saved_them() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let assigned = |path: &str| read(&std::fs::read(root.join(path)).expect("a file")).expect(path);
    let of_openpyxl = assigned("examples/giao-chi-tieu-2024.xlsx");
    for kind in ["xlsx", "xls", "ods"] {
        assert_eq!(assigned(&format!("tests/files/assigned/libreoffice.{kind}")), of_openpyxl, "{kind}");
    }
    // One district was assigned 100 people more than was proposed.
    let findings = bhxh::rules::assigned::check(&of_openpyxl, province::plan());
    assert_eq!(findings.len(), 1);
    assert!(findings[0].words(Audience::Officer).message.ends_with("lệch 100"), "{findings:?}");
}

#[test]
fn an_agency_without_a_part_in_a_scheme_stops_the_run() {
    let folder = of_2024();
    let line = row(&PROPOSAL, "bhxh-tu-nguyen", "ubnd-bu-dop");
    let of_office = Edit::of(&decided(&[])).set(SHEET, &at(line, 1), text("ctk"));
    folder.put(FILE, of_office.set(SHEET, &at(line, 3), text("Cục Thống kê tỉnh")).save());
    run_in_2024(&folder, &["consolidate", "2024", "--assigned", FILE])
        .exits_noting(2, "Cục Thống kê tỉnh không có phần nào");
}

#[test]
fn whoever_is_missing_is_said_to_be_missing_and_not_unmeasured() {
    let folder = of_2024();
    std::fs::remove_file(folder.path().join("2024/bhxh-tinh.xlsx")).expect("it was there");
    folder.put(FILE, decided(&[]));
    let told = run_in_2024(&folder, &["consolidate", "2024", "--assigned", FILE, "--format", "json"]).exits(0).json();
    let voluntary = told["assigned"]["targets"].as_array().expect("targets").last().expect("the last").clone();
    assert_eq!(voluntary["parts"][0]["missing"], json!(["bhxh-tinh"]));
    let sheets = books::dump(&books::open(&folder.read("so-tong-hop-2024.xlsx")));
    assert!(sheets.contains("Thiếu số liệu của Bảo hiểm xã hội tỉnh"));
}

#[test]
fn a_report_from_a_workbook_says_that_it_leaves_assigned_targets_out() {
    let folder = of_2024();
    let open = ("bhtn", "ubnd-bu-dang", INCREASE, Value::Number(9_999.0));
    folder.put(FILE, decided(std::slice::from_ref(&open)));
    run_in_2024(&folder, &["consolidate", "2024", "--assigned", FILE]).exits(1);
    let sheets = books::dump(&books::open(&folder.read("so-tong-hop-2024.xlsx")));
    assert!(sheets.contains("Chỉ tiêu được giao còn 1 điểm cần giải trình"));
    let report = run_in_2024(&folder, &["report", "so-tong-hop-2024.xlsx", "--year", "2024"]).exits(0);
    report.says("có trang “Chỉ tiêu được giao” nhưng lệnh này không có --assigned");
}

#[test]
fn people_who_took_part_are_held_against_the_year_before_and_filled_in_from_it() {
    let folder = of_2024();
    for code in codes() {
        folder.put(&format!("2023/{code}.xlsx"), good_in(code, 2023).bytes());
    }
    folder.run(&["consolidate", "2023"]).exits(0);
    let run = |folder: &Folder, numbers: &[(&str, &str, u32, Value)]| {
        folder.put(FILE, decided(numbers));
        let previous = ["--previous", "so-tong-hop-2023.xlsx"];
        let run = run_in_2024(
            folder,
            &[&["consolidate", "2024", "--assigned", FILE, "--format", "json"], &previous[..]].concat(),
        );
        let told = run.json()["assigned"].clone();
        let messages: Vec<String> =
            told["findings"].as_array().expect("findings").iter().map(|one| one["message"].to_string()).collect();
        (told, messages)
    };
    // The file that the program made says what the workbook says.
    assert_eq!(run(&folder, &[]).1, [""; 0]);
    let wrong = [
        ("bhxh-tu-nguyen", "*", CURRENT, Value::Number(100_000.0)),
        ("bhxh-tu-nguyen", "ubnd-bu-dop", CURRENT, Value::Number(7.0)),
    ];
    let (_, messages) = run(&folder, &wrong);
    let of_bases: Vec<_> = messages.iter().filter(|message| message.contains("khác “so-tong-hop-2023.xlsx”")).collect();
    assert_eq!(of_bases.len(), 1, "{messages:?}");
    assert!(
        of_bases[0].contains("dòng chung 100.000 (sổ: 550)") && of_bases[0].contains("Bù Đốp 7 (sổ: 50)"),
        "{of_bases:?}"
    );
    let blank = [("bhxh-tu-nguyen", "ubnd-bu-dop", CURRENT, Value::Blank)];
    let (told, messages) = run(&folder, &blank);
    assert_eq!(messages, [""; 0]);
    let voluntary = told["targets"].as_array().expect("targets").last().expect("the last").clone();
    let parts = voluntary["parts"].as_array().expect("parts");
    let bu_dop = parts.iter().find(|part| part["agency"] == "ubnd-bu-dop").expect("a part");
    assert_eq!((&bu_dop["current"], &bu_dop["done"]), (&json!(50), &json!(10)));
    let sheets = books::dump(&books::open(&folder.read("so-tong-hop-2024.xlsx")));
    assert!(sheets.contains("để trống ở tệp giao chỉ tiêu được lấy từ “so-tong-hop-2023.xlsx”"));
}

#[test]
fn a_decision_of_a_day_to_come_stops_the_run() {
    let folder = of_2024();
    folder.put(FILE, Edit::of(&decided(&[])).set(SHEET, "E6", text("31/12/2024")).save());
    folder
        .run(&["consolidate", "2024", "--assigned", FILE, "--today", "2024-07-01"])
        .exits_noting(2, "sau ngày chạy (1/7/2024)");
    folder.run(&["consolidate", "2024", "--assigned", FILE, "--today", "2025-01-02"]).exits(0);
}

#[test]
fn a_file_with_a_password_is_not_taken_for_a_proposal() {
    let folder = Folder::new();
    for code in codes() {
        folder.put(&format!("2023/{code}.xlsx"), good_in(code, 2023).bytes());
    }
    let locked = include_bytes!("../files/intake/locked.xlsx");
    folder.put(FILE, locked);
    folder.run(&["report", "2023", "--year", "2023"]).exits(0).says("có mật khẩu").says("được giữ nguyên");
    assert!(folder.read(FILE) == locked);
}

#[test]
fn the_page_shows_what_was_assigned_and_the_document_of_targets_does_not_speak_of_it() {
    let folder = of_2024();
    folder.put(FILE, decided(&[]));
    let page = ["consolidate", "2024", "--assigned", FILE, "--page", "trang.html"];
    run_in_2024(&folder, &page).exits(0);
    let html = String::from_utf8(folder.read("trang.html")).expect("text");
    for words in
        ["Theo 20/NQ-HĐND ngày 8/12/2023", "BHXH tự nguyện: số tăng thêm theo đơn vị, địa bàn", "Tăng thêm được giao"]
    {
        assert!(html.contains(words), "{words}");
    }
    let run =
        run_in_2024(&folder, &["report", "2024", "--year", "2024", "--assigned", FILE, "--task", "chi-tieu"]).exits(0);
    assert!(!run.stdout.contains("CHỈ TIÊU ĐƯỢC GIAO NĂM 2024"), "{}", run.stdout);
}
