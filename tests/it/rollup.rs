//! The return of who collects from units of its own is the sum of what they reported, leads to their cells, and tells when it was
//! changed afterwards.

use std::sync::LazyLock;

use bhxh::intake::Content;
use bhxh::intake::submission::Submission;
use bhxh::plan::{EMBEDDED, Plan};
use bhxh::problem::Finding;
use bhxh::template::Filling;
use bhxh::usecase::{self, Previous, Returns};
use bhxh::value::grid::{Address, Value};
use proptest::prelude::*;

use crate::books::{Edit, open};
use crate::harness::Folder;
use crate::province::{self, day, plan};
use crate::tiers::{bytes_of, of_unit};

static BTCTU: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("btctu").expect("a tier of the plan"));

/// One for each group.
pub const UNITS: [&str; 4] = ["vptu", "hctd", "hnd", "hu-bu-dang"];

/// The units' files; every cell of each has another number, and the first has a note and a difficulty.
pub fn files(tier: &Plan, units: &[&str]) -> Vec<(String, Vec<u8>)> {
    let file = |(n, code): (usize, &&str)| {
        let (name, mut filling) = of_unit(tier, code, 0);
        for (people, of) in (10 * (n as u64 + 1)..).zip(filling.counts.values_mut()) {
            *of = people;
        }
        if n == 0 {
            let (form, row, _) = *filling.counts.keys().next().expect("cells");
            filling.notes.insert((form, row), "gồm cả người biệt phái".to_owned());
            filling.difficulties.push(("Chưa có phần mềm".to_owned(), "Trang bị".to_owned()));
        }
        let fewer = |filling: &mut Filling| lessen(tier, filling);
        fewer(&mut filling);
        (name, bytes_of(tier, code, &filling))
    };
    units.iter().enumerate().map(file).collect()
}

/// Nobody reports more to go than there are.
fn lessen(tier: &Plan, filling: &mut Filling) {
    for ((form, _, column), people) in &mut filling.counts {
        if tier.form(*form).columns[column.idx()].key == "decrease" {
            *people = 3;
        }
    }
}

/// What the tier's collector hands in.
pub fn rolled_up(tier: &Plan, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let received = files.iter().map(|(name, bytes)| usecase::receive(bytes, name, tier)).collect();
    let returns = Returns::new(received, tier, Some(2023), day("2023-06-15")).expect("a year");
    let province = returns.merge(None, &Previous::default()).expect("a tier");
    let mut made = province.rollups(day("2023-06-15"), |_| None).expect("a return");
    made.pop().expect("one round").file.bytes
}

pub fn checked(bytes: &[u8], plan: &Plan) -> (Submission, Vec<Finding>) {
    let received = usecase::receive(bytes, "btctu_2023.xlsx", plan);
    match received.content {
        Content::Submission(submission) => (*submission, received.findings),
        other => panic!("{other:?}: {:?}", received.findings),
    }
}

/// What is found in a return that was changed after it was added up.
pub fn samples() -> Vec<Finding> {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let changed = [
        with_number(&whole, None),
        Edit::of(&whole).set("Nguồn số liệu", "C8", Value::Number(7777.0)).save(),
        Edit::of(&whole).set("Nguồn số liệu", "B8", Value::Text("Đơn vị khác".to_owned())).save(),
        Edit::of(&whole).delete_sheet("Nguồn số liệu").save(),
        Edit::of(&whole).delete_sheet("_bhxh_nguon").save(),
        Edit::of(&whole).set("_bhxh_nguon", "C1", Value::Text("snv".to_owned())).save(),
        without_statement(&whole),
        without_names(&whole),
    ];
    let without_notes = rolled_up(&BTCTU, &files(&BTCTU, &UNITS[1..]));
    let few = rolled_up(&BTCTU, &files(&BTCTU, &UNITS[..1]));
    changed.iter().chain([&without_notes, &few]).flat_map(|bytes| checked(bytes, plan()).1).collect()
}

/// The cells of the cover that say from how many units the return was added up.
pub fn statements(whole: &[u8]) -> Vec<String> {
    let book = open(whole);
    let cover = book.sheet("Bìa").expect("the cover");
    let says = |at: &Address| cover.text(*at).is_some_and(|text| text.contains("Tổng hợp từ"));
    cover.cells().map(|(at, _)| at).filter(says).map(|at| at.to_string()).collect()
}

/// A return whose cover no longer says so.
pub fn without_statement(whole: &[u8]) -> Vec<u8> {
    let edit = Edit::of(whole);
    statements(whole).iter().fold(edit, |edit, at| edit.set("Bìa", at, Value::Blank)).save()
}

/// A return whose cover no longer names who is missing.
pub fn without_names(whole: &[u8]) -> Vec<u8> {
    let book = open(whole);
    let cover = book.sheet("Bìa").expect("the cover");
    let names = cover
        .cells()
        .map(|(at, _)| at)
        .filter(|at| cover.text(*at).is_some_and(|text| text.contains("Chưa có số liệu của")));
    names.fold(Edit::of(whole), |edit, at| edit.set("Bìa", &at.to_string(), Value::Blank)).save()
}

/// Every number of a file by the codes of row and column.
pub fn numbers(submission: &Submission, plan: &Plan) -> Vec<((String, String), u64)> {
    let year = plan.year(submission.year).expect("a year");
    let of = |(cell, entry, _): (bhxh::counts::CellId, &bhxh::intake::submission::EnteredCount, _)| {
        let column = plan.form(cell.form).columns[cell.column.idx()].key.clone();
        ((year.row(cell.form, cell.row).code.clone(), column), entry.people().expect("a count"))
    };
    submission.observations().map(of).collect()
}

pub fn sum_of<'a>(
    of: impl Iterator<Item = &'a ((String, String), u64)>,
) -> std::collections::BTreeMap<(String, String), u64> {
    let mut sums = std::collections::BTreeMap::new();
    for (cell, people) in of {
        *sums.entry(cell.clone()).or_default() += people;
    }
    sums
}

#[test]
fn the_return_is_accepted_without_a_question_and_adds_up() {
    let files = files(&BTCTU, &UNITS);
    let whole = rolled_up(&BTCTU, &files);
    let (submission, findings) = checked(&whole, plan());
    // Who signs is for the collector to write.
    assert_eq!(province::found(&findings), ["FILE-15"], "{findings:#?}");
    let units: Vec<_> = files.iter().flat_map(|(_, bytes)| numbers(&checked(bytes, &BTCTU).0, &BTCTU)).collect();
    assert_eq!(sum_of(numbers(&submission, plan()).iter()), sum_of(units.iter()));
    assert_eq!(whole, rolled_up(&BTCTU, &files), "the same bytes again");
}

#[test]
fn every_number_leads_to_the_cells_of_the_units() {
    let files = files(&BTCTU, &UNITS);
    let (submission, _) = checked(&rolled_up(&BTCTU, &files), plan());
    let sources = submission.sources.expect("sources");
    assert_eq!((sources.expected, sources.accepted, sources.missing.len()), (27, 4, 23));
    let mut n_parts = 0;
    for form in &sources.forms {
        for (n, _) in form.cells.iter().enumerate() {
            for (unit, count) in form.parts(n) {
                let (_, bytes) = files.iter().find(|(name, _)| *name == unit.file).expect("the unit's file");
                let book = open(bytes);
                let cell = book.sheet(&unit.sheet).and_then(|sheet| sheet.get(count.at)).expect("the unit's cell");
                assert_eq!(cell.value, Value::Number(count.people as f64));
                n_parts += 1;
            }
        }
    }
    let n_entered: usize = files.iter().map(|(_, bytes)| numbers(&checked(bytes, &BTCTU).0, &BTCTU).len()).sum();
    assert_eq!(n_parts, n_entered);
}

#[test]
fn who_is_missing_stands_on_the_cover_with_notes_and_difficulties_where_they_belong() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let dump = crate::books::dump(&open(&whole));
    for words in [
        "Tổng hợp từ 4/27 đơn vị",
        "Huyện ủy Lộc Ninh (chưa gửi)",
        "Văn phòng Tỉnh ủy: gồm cả người biệt phái",
        "Chưa có phần mềm (Văn phòng Tỉnh ủy)",
    ] {
        assert!(dump.contains(words), "{words}");
    }
}

/// A changed return: the first number of Biểu 01 is another one.
pub fn with_number(whole: &[u8], note: Option<&str>) -> Vec<u8> {
    let mut edit = Edit::of(whole).set("Biểu 01", "D12", Value::Number(999.0));
    if let Some(note) = note {
        edit = edit.set("Biểu 01", "H12", Value::Text(note.to_owned()));
    }
    edit.save()
}

#[test]
fn a_number_that_was_changed_afterwards_is_asked_about_until_the_rows_note_says_why() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let asked = |bytes: &[u8]| {
        let (_, findings) = checked(bytes, plan());
        let found = findings.into_iter().find(|finding| finding.code().to_string() == "SUM-06").expect("SUM-06");
        assert_eq!(found.place.cells, [Address::parse("D12").expect("an address")]);
        found.is_open()
    };
    assert!(asked(&with_number(&whole, None)), "the unit's note says nothing of the change");
    let unit_note = "Văn phòng Tỉnh ủy:  gồm cả người biệt phái";
    assert!(asked(&with_number(&whole, Some(unit_note))));
    assert!(!asked(&with_number(&whole, Some(&format!("{unit_note}; đã trừ hai người nghỉ việc")))));
    // Cells of the parts aren't counted beside the whole.
    let (submission, _) = checked(&whole, plan());
    assert!(
        submission.numbers().all(|(sheet, number)| !sheet.contains("guồn") || number.role.followed_role().is_none())
    );
}

#[test]
fn sheets_of_sources_that_were_changed_are_no_proof() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let found = |bytes: &[u8]| {
        let (submission, findings) = checked(bytes, plan());
        let mut found = province::found(&findings);
        found.retain(|code| code.starts_with("SUM-0") || *code == "FORM-06");
        (submission.sources.is_some(), found)
    };
    assert_eq!(found(&Edit::of(&whole).save()), (true, vec![]));
    let people = |at: &str, value: f64| Edit::of(&whole).set("Nguồn số liệu", at, Value::Number(value)).save();
    assert_eq!(found(&people("C8", 7777.0)), (true, vec!["SUM-07"]), "another number");
    assert_eq!(found(&people("E200", 5.0)), (true, vec!["SUM-07"]), "one more number");
    let hidden = Edit::of(&whole).set("_bhxh_nguon", "C1", Value::Text("snv".to_owned())).save();
    assert_eq!(found(&hidden), (false, vec!["SUM-07"]));
    let text = |at: &str| Edit::of(&whole).set("Nguồn số liệu", at, Value::Text("Đơn vị khác".to_owned())).save();
    assert_eq!(found(&text("B8")), (true, vec!["SUM-07"]), "another unit");
    assert_eq!(found(&text("F8")), (true, vec!["SUM-07"]), "another file");
    let unseen = Edit::of(&whole).delete_sheet("Nguồn số liệu").save();
    assert_eq!(found(&unseen), (true, vec!["SUM-07"]), "only the hidden sheet is left");
    let shown = Edit::of(&whole).delete_sheet("_bhxh_nguon").save();
    assert_eq!(found(&shown), (false, vec!["SUM-07"]), "only the visible sheet is left");
    let none = Edit::of(&whole).delete_sheet("_bhxh_nguon").delete_sheet("Nguồn số liệu").save();
    assert_eq!(found(&none), (false, vec![]), "as good as a return filled in by hand");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn whichever_units_are_in_the_return_is_their_sum_in_any_order(
        units in prop::sample::subsequence(UNITS.to_vec(), 1..=4),
        turn in 0usize..4,
    ) {
        let mut files = files(&BTCTU, &units);
        let whole = rolled_up(&BTCTU, &files);
        let sums = sum_of(files.iter().flat_map(|(_, bytes)| numbers(&checked(bytes, &BTCTU).0, &BTCTU)).collect::<Vec<_>>().iter());
        let (submission, _) = checked(&whole, plan());
        prop_assert_eq!(sum_of(numbers(&submission, plan()).iter()), sums);
        let of = submission.sources.as_ref().expect("sources");
        prop_assert_eq!(of.accepted + of.missing.len(), of.expected);
        let n = files.len();
        files.rotate_left(turn % n);
        prop_assert_eq!(rolled_up(&BTCTU, &files), whole);
    }
}

#[test]
fn the_return_is_written_beside_the_workbook_and_a_returned_file_is_never_replaced() {
    let folder = Folder::new();
    for (name, bytes) in files(&BTCTU, &UNITS) {
        folder.put(&format!("inbox/{name}"), bytes);
    }
    let args = ["consolidate", "--for", "btctu", "inbox"];
    folder.run(&args).exits(0).says("Biểu tổng hợp, để đọc lại, ký và gửi: btctu_2023.xlsx");
    let first = folder.read("btctu_2023.xlsx");
    folder.run(&args).exits(0);
    assert_eq!(folder.read("btctu_2023.xlsx"), first);
    assert!(!folder.names().iter().any(|name| name.contains("ban-cu")));
    // One that was changed by hand is kept beside the new one.
    folder.put("btctu_2023.xlsx", with_number(&first, Some("đã sửa")));
    folder.run(&args).exits(0);
    assert_eq!(
        numbers(&checked(&folder.read("btctu_2023.xlsx"), plan()).0, plan()),
        numbers(&checked(&first, plan()).0, plan())
    );
    assert!(folder.names().iter().any(|name| name.contains("ban-cu")));
    // One filled in by hand isn't ours.
    folder.put("btctu_2023.xlsx", province::good("btctu").bytes());
    folder.run(&args).exits_noting(2, "là tệp đơn vị đã gửi");
}

// -------------------------------------------------------------------------------------------------------- above the units

/// A province in which Ban Tổ chức Tỉnh ủy adds up four of its 27 units.
pub fn province_with(whole: &[u8]) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in province::all_good() {
        let bytes = if name == "btctu.xlsx" { whole.to_vec() } else { bytes };
        folder.put(&format!("inbox/{name}"), bytes);
    }
    folder
}

#[test]
fn the_province_knows_from_how_many_units_a_number_is_and_leads_on_to_their_cells() {
    let files = files(&BTCTU, &UNITS);
    let folder = province_with(&rolled_up(&BTCTU, &files));
    let merged = folder.run(&["consolidate", "inbox", "--format", "json"]).exits(0).json();
    let units = &merged["agencies"][0]["units"];
    assert_eq!((&units["expected"], &units["accepted"]), (&27.into(), &4.into()));
    assert_eq!(units["missing"].as_array().map(Vec::len), Some(23));
    assert!(merged["agencies"][1].get("units").is_none(), "an agency that was filled in by hand");
    let book = open(&folder.read("so-tong-hop-2023.xlsx"));
    let dump = crate::books::dump(&book);
    assert!(dump.contains("Ban Tổ chức Tỉnh ủy (4/27 đơn vị)"));
    assert!(dump.contains("số dùng số liệu này là tạm tính (4/27)"));
    let parts = book.sheet("Nguồn số liệu của đơn vị").expect("the sheet");
    let people = parts.cells().filter(|(at, _)| at.row > 0 && at.col == 8).map(|(_, cell)| match cell.value {
        Value::Number(people) => people,
        ref other => panic!("{other:?}"),
    });
    let units: u64 =
        files.iter().flat_map(|(_, bytes)| numbers(&checked(bytes, &BTCTU).0, &BTCTU)).map(|(_, n)| n).sum();
    assert_eq!(people.sum::<f64>().to_string(), units.to_string());
    folder.run(&["export", "inbox", "--to", "du-lieu"]).exits(0);
    assert!(folder.names().iter().any(|name| name.ends_with("unit-parts.csv")), "{:?}", folder.names());
    folder.run(&["consolidate", "inbox"]).exits(0).says("mới có 4/27 đơn vị");
    // Read back from the workbook, the report says the same.
    folder.run(&["report", "--year", "2023"]).exits(0);
    assert!(folder.names().iter().any(|name| name == "bao-cao-2023.docx"));
}

#[test]
fn a_query_that_missing_units_could_explain_is_not_raised() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let codes = |inbox: &Folder| {
        let merged = inbox.run(&["consolidate", "inbox", "--format", "json"]).json();
        let files = merged["files"].as_array().expect("files").clone();
        let findings = files.iter().flat_map(|file| file["findings"].as_array().expect("findings").clone());
        findings.map(|finding| finding["code"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let insured = good_insured();
    let folder = province_with(&whole);
    folder.put("inbox/bhxh-tinh.xlsx", insured.clone());
    assert!(!codes(&folder).iter().any(|code| code == "CROSS-04"), "the public sector may have more");
    let folder = province_with(&province::good("btctu").bytes());
    folder.put("inbox/bhxh-tinh.xlsx", insured);
    assert!(codes(&folder).iter().any(|code| code == "CROSS-04"));
}

/// More are insured in the public sector than could be liable there.
pub fn good_insured() -> Vec<u8> {
    let year = province::year(2023);
    let mut filled = province::good("bhxh-tinh");
    let cell = |form: &str, row: &str| province::cell(&year, form, row, "insured-compulsory");
    let extra = 90_000;
    for (form, row) in [("tham-gia-khoi", "khu-vuc-cong"), ("tham-gia-dia-ban", "ubnd-dong-xoai")] {
        *filled.filling.counts.get_mut(&cell(form, row)).expect("a count") += extra;
    }
    filled.bytes()
}

#[test]
fn a_tiers_json_says_whose_units_are_missing() {
    let folder = Folder::new();
    for (name, bytes) in files(&BTCTU, &UNITS) {
        folder.put(&format!("inbox/{name}"), bytes);
    }
    let json = folder.run(&["consolidate", "--for", "btctu", "inbox", "--format", "json"]).exits(0).json();
    assert_eq!((&json["tier"], &json["agency"]), (&"btctu".into(), &"btctu".into()));
    assert_eq!((&json["units"]["expected"], &json["units"]["accepted"]), (&27.into(), &4.into()));
    let outputs: Vec<&str> =
        json["outputs"].as_array().expect("a list").iter().filter_map(|name| name.as_str()).collect();
    assert_eq!(outputs, ["so-tong-hop-btctu-2023.xlsx", "btctu_2023.xlsx"]);
}

// ---------------------------------------------------------------------------------------------------------- the examples

fn example(name: &str) -> String {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).display().to_string()
}

#[test]
fn the_example_of_the_province_is_what_the_example_of_its_units_adds_up_to() {
    let folder = Folder::new();
    let args = ["consolidate", "--for", "btctu", &example("inbox-2023-btctu"), "--today", "2023-06-19"];
    folder.run(&args).exits(0).says("27/27 đơn vị có số liệu");
    let whole = std::fs::read(example("inbox-2023/btctu_2023.xlsx")).expect("the example");
    assert!(folder.read("btctu_2023.xlsx") == whole, "run lab/tiers.py");
}

#[test]
fn on_the_bad_day_the_return_says_whom_it_lacks() {
    let folder = Folder::new();
    let args = [
        "consolidate",
        "--for",
        "btctu",
        &example("inbox-2023-btctu-loi"),
        "--today",
        "2023-06-19",
        "--format",
        "json",
    ];
    let merged = folder.run(&args).exits(1).json();
    let status = |code: &str| {
        let mut agencies = merged["agencies"].as_array().expect("a list").iter();
        agencies.find(|of| of["code"] == code).expect("the unit")["status"].clone()
    };
    let codes = ["bdvtu", "hccb", "hu-loc-ninh", "hctd", "vptu"];
    assert_eq!(codes.map(status), ["rejected", "rejected", "conflict", "missing", "accepted"]);
    let (submission, _) = checked(&folder.read("btctu_2023.xlsx"), plan());
    let missing: Vec<String> = submission.sources.expect("sources").missing.iter().map(|of| of.unit.clone()).collect();
    assert_eq!(missing, ["bdvtu", "hctd", "hccb", "hu-loc-ninh"]);
}

#[test]
fn a_district_collects_from_its_communes_by_a_plan_with_one_tier_more() {
    let text = std::fs::read_to_string(example("plans/bu-dop-thu-cua-xa.toml")).expect("the example");
    assert!(text.starts_with(EMBEDDED), "run lab/tiers.py");
    let (folder, plan) = (Folder::new(), example("plans/bu-dop-thu-cua-xa.toml"));
    let args = ["consolidate", "--for", "ubnd-bu-dop", &example("inbox-2023-bu-dop"), "--plan", &plan];
    folder.run(&args).exits(0).says("8/8 đơn vị có số liệu");
    let whole = folder.read("ubnd-bu-dop_2023.xlsx");
    let (submission, _) = checked(&whole, province::plan());
    let known = std::fs::read(example("inbox-2023/ubnd-bu-dop_2023.xlsx")).expect("the example");
    let (known, _) = checked(&known, province::plan());
    assert_eq!(numbers(&submission, province::plan()), numbers(&known, province::plan()));
}

#[test]
fn last_years_workbook_of_a_tier_was_not_altered_by_having_no_shares() {
    let folder = Folder::new();
    for (name, bytes) in files(&BTCTU, &UNITS) {
        folder.put(&format!("2023/{name}"), bytes);
    }
    folder.run(&["consolidate", "--for", "btctu", "2023"]).exits(0);
    let book = folder.read("so-tong-hop-btctu-2023.xlsx");
    let read = bhxh::ledger::read_back(&book, &BTCTU).expect("a workbook of the tier");
    assert_eq!(read.alterations, []);
}

#[test]
fn a_return_made_among_the_units_files_is_a_result_there() {
    let folder = Folder::new();
    for (name, bytes) in files(&BTCTU, &UNITS) {
        folder.put(&format!("don-vi/{name}"), bytes);
    }
    let consolidate = ["consolidate", "--for", "btctu", "."];
    folder.run_in("don-vi", &consolidate).exits(0).says("ký và gửi: btctu_2023.xlsx");
    let first = folder.read("don-vi/btctu_2023.xlsx");
    folder.run_in("don-vi", &consolidate).exits(0).says("4 tệp: 4 đã nhận, 2 kết quả của chương trình không xét");
    assert!(folder.read("don-vi/btctu_2023.xlsx") == first && folder.names().len() == 6, "{:?}", folder.names());
}

#[test]
fn the_collectors_own_file_of_that_name_keeps_its_place() {
    let folder = Folder::new();
    for (name, bytes) in files(&BTCTU, &["vptu", "btctu"]) {
        folder.put(&format!("don-vi/{name}"), bytes);
    }
    let own = folder.read("don-vi/btctu_2023.xlsx");
    let consolidate = ["consolidate", "--for", "btctu", "."];
    for _ in 0..2 {
        let run = folder.run_in("don-vi", &consolidate).exits(0);
        run.says("ký và gửi: btctu_2023.tong-hop.xlsx").says("“btctu_2023.xlsx” là tệp của một đơn vị");
    }
    assert!(folder.read("don-vi/btctu_2023.xlsx") == own && folder.names().len() == 4, "{:?}", folder.names());
    let elsewhere = [&consolidate[..], &["--return", "../gửi tỉnh.xlsx", "--format", "json"]].concat();
    let json = folder.run_in("don-vi", &elsewhere).exits(0).json();
    assert_eq!(json["outputs"], serde_json::json!(["so-tong-hop-btctu-2023.xlsx", "../gửi tỉnh.xlsx"]));
    assert!(folder.read("gửi tỉnh.xlsx") == folder.read("don-vi/btctu_2023.tong-hop.xlsx"));
    let args = ["consolidate", "--for", "btctu", ".", "--return", "btctu_2023.xlsx"];
    folder.run_in("don-vi", &args).exits_noting(2, "là tệp đơn vị đã gửi");
    folder.run(&["consolidate", "don-vi", "--return", "a.xlsx"]).exits_noting(2, "--return chỉ dùng cùng --for");
}

#[test]
fn figures_that_use_an_incomplete_return_say_so_beside_them() {
    let folder = province_with(&rolled_up(&BTCTU, &files(&BTCTU, &UNITS)));
    let own = "(Ban Tổ chức Tỉnh ủy 4/27 đơn vị)";
    folder.run(&["consolidate", "inbox", "--page", "trang.html"]).exits(0);
    let book = open(&folder.read("so-tong-hop-2023.xlsx"));
    let lines = |book: &bhxh::value::grid::Workbook, sheet: &str| -> Vec<String> {
        let sheet = book.sheet(sheet).unwrap_or_else(|| panic!("{sheet}"));
        sheet.cells().filter_map(|(at, _)| sheet.text(at)).map(str::to_owned).collect()
    };
    let n_noted = |texts: &[String]| texts.iter().filter(|text| text.contains(&format!("Tạm tính {own}"))).count();
    // Of both compulsory schemes the sector, the total and the positive ones; and the groups of the voluntary one.
    assert_eq!(n_noted(&lines(&book, "Tiềm năng")), 7);
    let page = String::from_utf8(folder.read("trang.html")).expect("text");
    assert!(page.contains("1/1 đơn vị; Ban Tổ chức Tỉnh ủy 4/27 đơn vị"));

    let report = folder.run(&["report", "--year", "2023", "--format", "json"]).exits(0).json();
    let with_units: Vec<&str> = report["potential"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["partial"] == serde_json::json!(["btctu"]))
        .filter_map(|row| row["sector"].as_str())
        .collect();
    assert_eq!(with_units, ["khu-vuc-cong", "khu-vuc-cong"]);
    let shares = report["proposal"]["shares"].as_array().expect("shares");
    let of_btctu: Vec<_> = shares.iter().filter(|share| share["agency"] == "btctu").collect();
    assert!(!of_btctu.is_empty() && of_btctu.iter().all(|share| share["provisional"] == true), "{of_btctu:?}");
    let annual = dump_of(&folder, "bao-cao-2023.xlsx");
    assert!(annual.contains("Ban Tổ chức Tỉnh ủy (tạm tính 4/27)") && annual.contains(&format!("Tạm tính {own}")));
    assert!(annual.contains(&format!("Tạm tính vì tiềm năng ở dòng khác chưa đủ đơn vị bậc dưới {own}")));
    let document = crate::report::document_text(&folder.read("bao-cao-2023.docx")).join("\n");
    assert!(document.contains(&format!("tạm tính {own}")) && document.contains("(tạm tính 4/27)"));
    assert!(document.contains(&format!("là số tạm tính, do chưa đủ đơn vị bậc dưới {own}")));
}

pub fn dump_of(folder: &Folder, name: &str) -> String {
    crate::books::dump(&open(&folder.read(name)))
}

#[test]
fn a_row_that_no_unit_reported_is_left_blank_and_keeps_nobody_elses_numbers_back() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &["hnd"]));
    let (submission, findings) = checked(&whole, plan());
    assert!(province::found(&findings).contains(&"CELL-23") && !bhxh::problem::has_error(&findings), "{findings:#?}");
    let folder = province_with(&whole);
    let merged = folder.run(&["consolidate", "inbox", "--format", "json"]).exits(0).json();
    assert_eq!(merged["agencies"][0]["status"], "accepted");
    // What isn't there is unknown, not nobody.
    let potential = folder.run(&["report", "--year", "2023", "--format", "json"]).exits(0).json()["potential"].clone();
    let of_sector =
        potential.as_array().expect("rows").iter().find(|row| row["sector"] == "khu-vuc-cong").expect("it").clone();
    assert_eq!(
        (&of_sector["potential"], &of_sector["missing"]),
        (&serde_json::Value::Null, &serde_json::json!(["btctu"]))
    );
    // The same blank in a return whose units are all in is a mistake of who filled it in.
    let filled = Edit::of(&province::good("btctu").bytes())
        .set("Biểu 01", &submission.forms[0].entries[0].at.to_string(), Value::Blank)
        .save();
    assert!(province::found(&checked(&filled, plan()).1).contains(&"CELL-01"));
    let edited = submission.forms[0].entries.iter().find(|entry| entry.people().is_some()).expect("a count");
    let emptied = Edit::of(&whole).set("Biểu 01", &edited.at.to_string(), Value::Blank).save();
    assert!(province::found(&checked(&emptied, plan()).1).contains(&"CELL-01"), "somebody deleted what was reported");
}
