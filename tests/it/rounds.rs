//! A year is collected in rounds: each keeps its own numbers, the newest leads, and a plan without rounds has one.

use std::fs;
use std::path::Path;

use bhxh::indicator;
use bhxh::ledger::{self, AgencyStatus, FileStatus, Merged};
use bhxh::plan::{self, Plan, RoundId};
use bhxh::problem::Finding;
use bhxh::template::{self, Filling};
use bhxh::usecase;
use serde_json::Value;

use crate::harness::Folder;
use crate::province::{self, Return, good, plan};

fn later() -> RoundId {
    plan().round_by_code("cuoi-nam").expect("a round of the plan")
}

/// The same return in the later round, sent in November.
fn in_november(of: &Return) -> Vec<u8> {
    let year = of.year.in_round(later());
    let filling = Filling {
        as_of: chrono::NaiveDate::from_ymd_opt(2023, 10, 31),
        sent_on: chrono::NaiveDate::from_ymd_opt(2023, 11, 10),
        ..of.filling.clone()
    };
    template::workbook(&year, of.agency, &filling).expect("a workbook")
}

fn merged(files: &[(&str, Vec<u8>)]) -> Merged<'static> {
    let received = files.iter().map(|(name, bytes)| usecase::receive(bytes, name, plan())).collect();
    ledger::merge(received, province::year(2023), None)
}

/// June of two agencies, and November of one with other numbers.
fn two_rounds() -> Vec<(&'static str, Vec<u8>)> {
    let november = good("bhxh-tinh").with("tham-gia-khoi", "doanh-nghiep", "insured-compulsory", 540).with(
        "tham-gia-dia-ban",
        "ubnd-bu-dang",
        "insured-compulsory",
        380,
    );
    vec![
        ("ctk.xlsx", good("ctk").bytes()),
        ("bhxh.xlsx", good("bhxh-tinh").bytes()),
        ("bhxh cuối năm.xlsx", in_november(&november)),
    ]
}

#[test]
fn no_round_replaces_anothers_numbers_and_the_newest_leads() {
    let merged = merged(&two_rounds());
    assert!(merged.files.iter().all(|file| file.status == FileStatus::Accepted), "{:#?}", merged.files);
    let [june, november] = [plan().first_round(), later()];
    let people =
        |round| indicator::coverage_in_round(&merged.year, merged.ledger.by_round(), round)[0].numerator.known();
    assert_eq!((people(june), people(november)), (Some(3080 + 550), Some(3180 + 550)));
    let newest = &indicator::coverage(&merged.year, merged.ledger.by_round())[0];
    assert_eq!((newest.rounds.numerator, newest.rounds.denominator), (november, june));
    assert_eq!(newest.numerator.known(), Some(3730));
    let later: Vec<_> = merged.later_rounds.iter().map(|record| (record.status, record.on_time)).collect();
    assert_eq!(later, [(AgencyStatus::Accepted, Some(true))], "who may leave it out and does isn't missing");
}

#[test]
fn a_later_correction_of_june_is_junes() {
    let mut files = two_rounds();
    let mut corrected = good("bhxh-tinh");
    corrected.filling.revision = Some(2);
    corrected.filling.sent_on = chrono::NaiveDate::from_ymd_opt(2023, 10, 12);
    files.push(("bhxh lần 2.xlsx", corrected.bytes()));
    let merged = merged(&files);
    let status = |name: &str| merged.files.iter().find(|file| file.path == name).map(|file| file.status);
    assert_eq!(status("bhxh.xlsx"), Some(FileStatus::Superseded));
    assert_eq!(status("bhxh cuối năm.xlsx"), Some(FileStatus::Accepted));
}

/// What is found in June's numbers sent again in November.
pub fn samples() -> Vec<Finding> {
    let files = [("bhxh.xlsx", good("bhxh-tinh").bytes()), ("lại.xlsx", in_november(&good("bhxh-tinh")))];
    let mut merged = merged(&files);
    let again = merged.files.iter_mut().find(|file| file.path == "lại.xlsx").expect("the file");
    std::mem::take(&mut again.findings)
}

#[test]
fn junes_numbers_again_in_november_are_asked_about() {
    assert_eq!(province::found(&samples()), ["TREND-06"]);
}

#[test]
fn a_round_that_is_unknown_or_asks_nothing_of_the_agency_is_an_error() {
    let found = |bytes: &[u8]| province::found(&usecase::receive(bytes, "tệp.xlsx", plan()).findings);
    let edited = |sheet: &str, at: &str, text: &str| {
        let edit = crate::books::Edit::of(&good("bhxh-tinh").bytes());
        edit.set(sheet, at, bhxh::value::grid::Value::Text(text.to_owned())).save()
    };
    assert_eq!(found(&edited("_bhxh", "B6", "quy-3")), ["FILE-18"]);
    assert_eq!(found(&edited("Bìa", "C12", "quý III")), ["FILE-18"]);
    assert_eq!(found(&edited("Bìa", "C12", "Kỳ cuối năm")), ["FILE-12"]);
    assert_eq!(found(&in_november(&good("snv")))[..1], ["FILE-18"]);
}

/// The plan without its rounds.
fn one_round() -> Plan {
    let text = plan::EMBEDDED;
    let start = text.find("[[round]]").expect("rounds");
    let end = start + text[start..].find("# ----").expect("the next section");
    plan::load(&format!("{}{}", &text[..start], &text[end..])).expect("a plan with one round")
}

#[test]
fn a_plan_without_rounds_speaks_of_none() {
    let plan = one_round();
    let year = plan.year(2023).expect("a year of the plan");
    let agency = plan.agency_by_code("ctk").expect("an agency");
    let bytes = template::workbook(&year, agency, &Filling::default()).expect("a workbook");
    let dump = crate::books::dump(&crate::books::open(&bytes));
    assert!(!dump.contains("round") && !dump.contains("Kỳ số liệu\"") && dump.contains("NĂM 2023\""), "{dump}");
    // A file of several rounds' first is read all the same, and its numbers say no round.
    let received = vec![usecase::receive(&bytes, "tệp.xlsx", &plan)];
    let merged = ledger::merge(received, year, None);
    assert_eq!((merged.later_rounds.len(), plan.has_rounds(), plan.round_code(plan.first_round())), (0, false, None));
}

#[test]
fn old_codes_and_new_ones_give_the_same_figures() {
    let old: Vec<(&str, &str)> = [
        ("khu-vuc-cong", "public"),
        ("to-chuc-xa-hoi", "association"),
        ("doanh-nghiep", "enterprise"),
        ("to-chuc-quoc-te", "international"),
        ("hop-tac-xa", "cooperative"),
        ("ho-kinh-doanh", "household"),
        ("khong-chuyen-trach-xa", "commune"),
    ]
    .to_vec();
    let bytes = good("bhxh-tinh").bytes();
    let edit = old.iter().zip(11u32..).fold(crate::books::Edit::of(&bytes), |edit, ((_, code), row)| {
        edit.set("Biểu 07", &format!("C{row}"), bhxh::value::grid::Value::Text((*code).to_owned()))
    });
    let counts = |bytes: &[u8]| {
        let received = usecase::receive(bytes, "tệp.xlsx", plan());
        let submission = received.submission().expect("a submission").clone();
        let counts: Vec<_> = submission.observations().map(|(cell, entry, _)| (cell, entry.people())).collect();
        (province::found(&received.findings), counts)
    };
    assert_eq!(counts(&edit.save()), counts(&bytes));
}

/// Files of an example folder.
fn example(name: &str, folder: &Folder, into: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    for entry in walkdir::WalkDir::new(&from).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let relative = entry.path().strip_prefix(&from).expect("below it").display().to_string();
        folder.put(&format!("{into}/{relative}"), fs::read(entry.path()).expect("an example"));
    }
}

#[test]
fn a_year_is_played_through() {
    let folder = Folder::new();
    example("inbox-2022", &folder, "trước");
    example("inbox-2023", &folder, "inbox");
    folder.run(&["consolidate", "trước"]).exits(0);
    let june = ["consolidate", "inbox", "--previous", "so-tong-hop-2022.xlsx", "--format", "json"];
    let percents = |document: &Value| {
        let of = |n: usize| document["indicators"][n]["percent"].as_str().expect("a percentage").to_owned();
        [of(0), of(1), of(2)]
    };
    let first = folder.run(&june).exits(0).json();
    assert_eq!(percents(&first), ["37.9600", "31.8000", "4.0999"]);
    example("inbox-2023-cuoi-nam", &folder, "inbox");
    let second = folder.run(&june).exits(0).json();
    assert_eq!(percents(&second).map(|text| text[..5].to_owned()), ["38.51", "32.14", "4.318"]);
    let rounds: Vec<&str> = second["indicators_by_round"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|of| of["id"] == "bhxh")
        .map(|of| of["percent"].as_str().expect("a percentage"))
        .collect();
    assert_eq!(rounds.iter().map(|text| &text[..5]).collect::<Vec<_>>(), ["37.96", "38.51"]);
    assert_eq!(second["later_rounds"][0]["code"], "bhxh-tinh");
    let report = ["report", "so-tong-hop-2023.xlsx", "--year", "2023", "--previous", "so-tong-hop-2022.xlsx"];
    folder.run(&report).exits(0).says("38,51%");
    folder.run(&["status", "inbox", "--round", "cuoi-nam"]).exits(0).says("Kỳ cuối năm");
    folder.run(&["status", "inbox", "--round", "quy-3"]).exits(2).says("cuoi-nam");
}
