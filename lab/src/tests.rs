//! The invented year passes the program's own checks without a word, and gives the coverage it was made for.

use std::fs;
use std::path::{Path, PathBuf};

use bhxh::counts::CellId;
use bhxh::problem::{Audience, Code};
use bhxh::usecase;
use bhxh::{indicator, ledger, plan, template};

use crate::{province, returns};

/// A year's coverage in percent and whether each target is reached, once every file is accepted.
fn coverage(year: i32) -> Vec<(String, bool)> {
    let plan = plan::embedded();
    let plan_year = plan.year(year).expect("a year of the plan");
    let figures = province::of_year(year).expect("a year with figures");
    let received = plan_year.agencies.iter().map(|agency| {
        let filling = returns::filling(&plan_year, *agency, &figures);
        let bytes = template::workbook(&plan_year, *agency, &filling).expect("a workbook");
        usecase::receive(&bytes, &plan_year.template_name(*agency), &plan)
    });
    let merged = ledger::merge(received.collect(), plan_year, None);
    let mut n_late = 0;
    for file in &merged.files {
        for finding in &file.findings {
            assert_eq!(finding.code(), Code::SentLate, "{}: {}", file.path, finding.words(Audience::Officer).message);
            n_late += 1;
        }
    }
    assert_eq!(n_late, 3);
    assert_eq!(merged.not_accepted().count(), 0);
    let lines = indicator::coverage(&merged.year, merged.ledger.by_round());
    lines.iter().map(|line| (line.percent().expect("known"), line.is_reached().expect("a target"))).collect()
}

fn expected(lines: [(&str, bool); 3]) -> Vec<(String, bool)> {
    lines.map(|(percent, reached)| (percent.to_owned(), reached)).to_vec()
}

#[test]
fn in_2023_bhxh_is_just_missed() {
    assert_eq!(coverage(2023), expected([("37.9600", false), ("31.8000", true), ("4.0999", false)]));
}

#[test]
fn in_2022_only_the_voluntary_target_is_missed() {
    assert_eq!(coverage(2022), expected([("35.3924", true), ("29.6460", true), ("3.6459", false)]));
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("an example's folder").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Whatever program saved a file of the example, every number in it is the one that was filled in.
#[test]
fn the_example_holds_what_was_filled_in() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/inbox-2023");
    let received = files_below(&inbox).into_iter().map(|path| {
        let bytes = fs::read(&path).expect("an example");
        usecase::receive(&bytes, &path.to_string_lossy(), &plan)
    });
    let merged = ledger::merge(received.collect(), year, None);
    let figures = province::of_year(2023).expect("a year with figures");
    let mut n_cells = 0;
    for agency in year.agencies.iter().copied() {
        for ((form, row, column), people) in returns::filling(&year, agency, &figures).counts {
            let cell = CellId { agency, form, row, column };
            assert_eq!(merged.ledger.counts().get(cell), Some(people), "{cell:?}");
            n_cells += 1;
        }
    }
    assert_eq!((merged.ledger.observations.len(), n_cells), (452, 452));
}

/// The earlier year's example was returned on version 1 of the templates, which is still accepted without a question.
#[test]
fn the_earlier_example_of_version_1_is_accepted_as_filled() {
    let plan = plan::embedded();
    let year = plan.year(2022).expect("a year of the plan");
    let figures = province::of_year(2022).expect("a year with figures");
    let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/inbox-2022");
    let received = files_below(&inbox).into_iter().map(|path| {
        let bytes = fs::read(&path).expect("an example");
        usecase::receive(&bytes, &path.to_string_lossy(), &plan)
    });
    let received: Vec<_> = received.collect();
    assert_eq!(received.len(), year.agencies.len());
    let findings = received.iter().flat_map(|file| &file.findings);
    let findings: Vec<_> = findings.filter(|finding| finding.code() != Code::SentLate).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    let merged = ledger::merge(received, year, None);
    for agency in year.agencies.iter().copied() {
        for ((form, row, column), people) in returns::filling(&year, agency, &figures).counts {
            let cell = CellId { agency, form, row, column };
            assert_eq!(merged.ledger.counts().get(cell), Some(people), "{cell:?}");
        }
    }
}

#[test]
fn an_inbox_of_any_size_is_accepted_but_for_its_faults() {
    let of = |faults| {
        let folder = tempfile::tempdir().expect("a folder");
        let nation = crate::nation::Nation { communes: 12, senders: None, seed: 7, faults, id: None };
        let n_files = crate::nation::write(&nation, folder.path()).expect("written");
        let text = std::fs::read_to_string(folder.path().join("ke-hoach.toml")).expect("a plan");
        let plan = bhxh::plan::load(&text).expect("a whole plan");
        let received: Vec<_> = std::fs::read_dir(folder.path().join("inbox"))
            .expect("an inbox")
            .map(|entry| {
                let path = entry.expect("a file").path();
                let bytes = std::fs::read(&path).expect("readable");
                bhxh::usecase::receive(&bytes, &path.to_string_lossy(), &plan)
            })
            .collect();
        assert_eq!(received.len(), n_files);
        let year = plan.year(2027).expect("its year");
        let merged = bhxh::ledger::merge(received, year, None);
        (merged.not_accepted().count(), merged.is_open(), merged.ledger.observations.len())
    };
    // 12 communes with 18 rows of three measures and four of one; two agencies with two for each commune.
    assert_eq!(of(0), (0, false, 12 * (18 * 3 + 4) + 2 * 2 * 12));
    assert!(of(1000).0 > 0);
}
