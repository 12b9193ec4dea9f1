//! The figures the plan is judged by: exact, and never computed from what is missing.

use bhxh::plan::Plan;
use bhxh::usecase;
use bhxh::{indicator, ledger};

use crate::harness::Folder;
use crate::province::{self, Return, good, good_in, plan};

fn coverage(plan: &'static Plan, in_year: i32, returns: &[Return]) -> Vec<indicator::Coverage> {
    let received = returns.iter().enumerate().map(|(n, filled)| filled.received(&format!("{n}.xlsx")));
    let merged = ledger::merge(received.collect(), plan.year(in_year).expect("a year"), None);
    indicator::coverage(&merged.year, merged.ledger.by_round())
}

/// 3496 of 10 000 in 2022, when 35% is the target for BHXH.
fn just_below() -> Vec<Return> {
    let mut insured = good_in("bhxh-tinh", 2022)
        .with("tham-gia-khoi", "public", "insured-compulsory", 306)
        .with("tham-gia-dia-ban", "ubnd-bu-dop", "insured-compulsory", 146)
        .with("tham-gia-khoi", "public", "insured-unemployment", 300)
        .with("tham-gia-khoi", "enterprise", "insured-unemployment", 396)
        .with("tham-gia-dia-ban", "ubnd-bu-dop", "insured-unemployment", 140);
    insured
        .filling
        .counts
        .insert(province::cell(&insured.year, "tham-gia-dia-ban", "ubnd-bu-dang", "insured-unemployment"), 250);
    let labour = good_in("ctk", 2022).with("lao-dong", "ubnd-dong-xoai", "labour-force", 1000);
    let labour = labour.with("lao-dong", "ubnd-bu-dop", "labour-force", 0);
    vec![insured, labour]
}

#[test]
fn a_share_just_below_its_target_has_not_reached_it() {
    let bhxh = &coverage(plan(), 2022, &just_below())[0];
    assert_eq!(bhxh.known(), Some((3496, 10_000)));
    assert_eq!(bhxh.percent().as_deref(), Some("34.9600"));
    assert_eq!((bhxh.is_reached(), bhxh.gap_people()), (Some(false), Some(4)));
}

#[test]
fn the_screen_does_not_show_it_as_reached() {
    let folder = Folder::new();
    for (name, filled) in ["bhxh-tinh", "ctk"].iter().zip(just_below()) {
        folder.put(&format!("hộp thư/{name}.xlsx"), filled.bytes());
    }
    let run = folder.run(&["consolidate", "hộp thư"]).says("34,96%").says("Chưa đạt");
    run.says("còn thiếu 4").says_nothing_of("35,0%");
}

#[test]
fn the_same_people_reach_it_exactly() {
    let mut returns = just_below();
    returns[0] = returns[0].clone().with("tham-gia-khoi", "public", "insured-compulsory", 310).with(
        "tham-gia-dia-ban",
        "ubnd-bu-dop",
        "insured-compulsory",
        150,
    );
    let bhxh = &coverage(plan(), 2022, &returns)[0];
    assert_eq!((bhxh.percent().as_deref(), bhxh.is_reached()), (Some("35.0000"), Some(true)));
    assert_eq!(bhxh.gap_people(), Some(0));
}

#[test]
fn a_missing_input_gives_no_figure_and_names_whose() {
    for (sent, missing) in [("bhxh-tinh", "ctk"), ("ctk", "bhxh-tinh")] {
        for coverage in coverage(plan(), 2023, &[good(sent)]) {
            assert_eq!((coverage.known(), coverage.percent()), (None, None));
            assert_eq!((coverage.is_reached(), coverage.gap_people()), (None, None));
            assert!(coverage.missing().contains(&province::agency(missing)), "{coverage:?}");
        }
    }
    // One blank cell is enough: its file is rejected, so nothing of it counts.
    let blank = good("ctk").without("lao-dong", "ubnd-bu-dop", "labour-force");
    let all = coverage(plan(), 2023, &[good("bhxh-tinh"), blank]);
    assert!(all.iter().all(|c| c.known().is_none() && c.missing() == [province::agency("ctk")].into()));
}

#[test]
fn a_labour_force_of_no_one_is_no_figure_either() {
    let mut nobody = good("ctk");
    for ((_, _, column), people) in &mut nobody.filling.counts {
        *people = if column.number() == 1 { 0 } else { *people };
    }
    let all = coverage(plan(), 2023, &[good("bhxh-tinh"), nobody]);
    assert!(all.iter().all(|coverage| coverage.percent().is_none() && coverage.is_reached().is_none()));
}

#[test]
fn areas_add_up_to_the_province() {
    let received = province::all_good().into_iter().map(|(name, bytes)| usecase::receive(&bytes, &name, plan()));
    let merged = ledger::merge(received.collect(), province::year(2023), None);
    let counts = merged.ledger.by_round();
    let rounds = indicator::rounds_by_area(&merged.year, counts);
    let province = indicator::coverage(&merged.year, counts);
    for (n, whole) in province.iter().enumerate() {
        let areas =
            merged.year.areas().map(|area| indicator::coverage_of_area(&merged.year, counts, area, &rounds)[n].known());
        let sum = areas.map(|known| known.expect("known")).fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
        assert_eq!(Some(sum), whole.known());
    }
    assert_eq!(province[0].percent().as_deref(), Some("3.0000"));
}

#[test]
fn the_province_has_targets_and_an_area_has_none() {
    let received = province::all_good().into_iter().map(|(name, bytes)| usecase::receive(&bytes, &name, plan()));
    let merged = ledger::merge(received.collect(), province::year(2023), None);
    let counts = merged.ledger.by_round();
    assert!(indicator::coverage(&merged.year, counts).iter().all(|of| of.target.is_some() && of.area.is_none()));
    let (area, rounds) = (province::agency("ubnd-bu-dop"), indicator::rounds_by_area(&merged.year, counts));
    for of_area in indicator::coverage_of_area(&merged.year, counts, area, &rounds) {
        assert_eq!((of_area.target.as_ref(), of_area.area), (None, Some(area)));
        assert_eq!((of_area.is_reached(), of_area.gap_people()), (None, None));
    }
}
