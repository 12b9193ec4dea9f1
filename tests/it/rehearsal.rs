//! A rehearsal: faults that are known are found where they are, and nothing is found where there are none.

use bhxh::plan::{self, Plan};
use bhxh::rehearsal::verdict::Catch;
use bhxh::rehearsal::{Rehearsal, Wanted};
use bhxh::usecase::rehearse;

use crate::harness::Folder;

fn rehearsed(plan: &Plan, year: i32, seed: u64, wanted: &Wanted) -> (usize, Vec<String>) {
    let year = plan.year(year).expect("a year of the plan");
    let rehearsal = Rehearsal::new(&year, seed, wanted);
    let verdicts = rehearse::run(&rehearsal, year.due).expect("a rehearsal").verdicts;
    let wrong = verdicts.cases.iter().filter(|judged| judged.catch() != Catch::AtPlace);
    let missed = wrong.map(|judged| {
        let case = &rehearsal.cases[judged.case];
        format!("{} {:?}: {}", case.code, judged.catches, case.what)
    });
    let false_findings = verdicts.false_findings.iter().map(|found| format!("{}: {:?}", found.file, found.finding));
    let contradictory = rehearsal.contradictory.iter().map(|check| format!("check {check}"));
    (verdicts.cases.len(), missed.chain(false_findings).chain(contradictory).collect())
}

#[test]
fn clean_returns_of_the_embedded_plan_say_nothing() {
    let plan = plan::embedded();
    for seed in 1..=3 {
        assert_eq!(rehearsed(&plan, 2024, seed, &Wanted::Nothing), (0, Vec::new()), "seed {seed}");
    }
}

#[test]
fn a_rehearsal_is_written_with_its_answers_and_never_taken_for_a_real_year() {
    let folder = Folder::new();
    let run = |to: &str| folder.run(&["rehearse", "--year", "2023", "--to", to, "--faults", "CELL-01", "SUM-01"]);
    run("bài").exits(0).says("SỐ LIỆU MINH HỌA").says("CELL-01").says("2/2").fits_the_screen();
    let names = folder.names();
    assert!(names.contains(&"bài/dap-an.xlsx".to_owned()) && names.contains(&"bài/so-tong-hop-2022.xlsx".to_owned()));
    let merged = folder.run(&["consolidate", "bài", "--previous", "bài/so-tong-hop-2022.xlsx"]);
    let merged = merged.exits(1).says("CELL-01").says("SUM-01");
    assert!(merged.stdout.starts_with("SỐ LIỆU MINH HỌA – không phải số liệu thật"), "{merged}");
    for args in [vec!["status", "bài"], vec!["report", "--year", "2023", "so-tong-hop-2023.xlsx"]] {
        let run = folder.run(&args);
        assert!(run.stdout.starts_with("SỐ LIỆU MINH HỌA"), "{run}");
    }
    let json = folder.run(&["status", "bài", "--format", "json"]).json();
    assert_eq!(json["illustrative"], true);
    // The same seed gives the same bytes.
    run("lại").exits(0);
    for name in names.iter().filter_map(|name| name.strip_prefix("bài/")) {
        assert!(folder.read(&format!("bài/{name}")) == folder.read(&format!("lại/{name}")), "{name}");
    }
}

#[test]
fn what_is_asked_for_must_be_a_fault() {
    let folder = Folder::new();
    let run = |faults: &str| folder.run(&["rehearse", "--year", "2023", "--to", "bài", "--faults", faults]);
    run("CELL-99").exits(2).says("không có mã “CELL-99”");
    folder.run(&["rehearse", "--year", "1999", "--to", "bài"]).exits(2);
    assert_eq!(folder.names(), [""; 0]);
    let json = folder.run(&["rehearse", "--year", "2023", "--to", "bài", "--faults", "none", "--format", "json"]);
    let document = json.json();
    assert_eq!(
        (document["cases"].as_array().map(Vec::len), &document["false_findings"]),
        (Some(0), &serde_json::json!([]))
    );
    folder.run(&["consolidate", "bài"]).exits(0);
}
