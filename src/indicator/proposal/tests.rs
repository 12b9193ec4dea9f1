//! Proposals whose parts add up, on a plan small enough to follow by hand; [`crate::view::proposal`] tests their words.

use proptest::prelude::*;

use super::*;
use crate::indicator::fixture::{bounded, line, propose};
use crate::plan;

#[test]
fn the_difference_in_percent_is_exact_text() {
    let proposal = propose(&plan::embedded(), 2022, "", &Request::default());
    // 4 500 of 177 500 and 16 800 of 14 000; nobody of an international body takes part yet.
    let of = |name: &str| line(&proposal, name).province.percent_difference();
    assert_eq!([of("BHXH bắt buộc"), of("BHXH tự nguyện")], [Some("2.5352".to_owned()), Some("120.0000".to_owned())]);
    let sectors = line(&proposal, "BHXH bắt buộc").sectors.as_ref().expect("sectors");
    assert_eq!((sectors.rows[3].difference(), sectors.rows[3].percent_difference()), (Some(2), None));
}

/// A year's counts with any numbers of people in the cells that move the split, some agencies missing.
fn lines() -> impl Strategy<Value = String> {
    let cell = |name: &'static str, most: u64| (0..most).prop_map(move |people| format!("{name} {people}\n"));
    let missing = prop::sample::subsequence(vec!["ubnd-bu-dop", "sngv", "bql-kkt", "snv", "ldld"], 0..3);
    (
        cell("* huyen-bat-buoc dn-ngoai-nha-nuoc current", 30_000),
        cell("bql-kkt khu-kinh-te kkt-fdi current", 200_000),
        cell("* huyen-bat-buoc ho-kinh-doanh current", 5_000),
        cell("bhxh-tinh tham-gia-khoi enterprise insured-compulsory", 300_000),
        cell("bhxh-tinh tham-gia-khoi household insured-compulsory", 60_000),
        cell("bhxh-tinh tham-gia-dia-ban * insured-compulsory", 60_000),
        cell("bhxh-tinh bao-luu-tu-nguyen dang-tham-gia-tu-nguyen people", 60_000),
        cell("ctk lao-dong ubnd-phu-rieng labour-force", 120_000),
        missing,
    )
        .prop_map(|(a, b, c, d, e, f, g, h, missing)| {
            let missing: String = missing.iter().map(|agency| format!("{agency} * * * ?\n")).collect();
            [a, b, c, d, e, f, g, h, missing].concat()
        })
}

fn bounds() -> impl Strategy<Value = String> {
    (0u32..4, 4u32..30, 0u32..=100).prop_map(|(floor, growth, potential)| {
        format!(
            "floor_percent_of_participants = \"{floor}.5\"\nceiling_percent_of_participants = \"{growth}.25\"\n\
             ceiling_percent_of_potential = \"{potential}\""
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_split_sums_to_the_province(more in lines(), bounds in bounds(), year in 2022..2025) {
        let proposal = propose(&bounded(&bounds), year, &more, &Request::default());
        let mut n_splits = 0;
        for line in &proposal.lines {
            for split in line.sectors.iter().chain(&line.areas) {
                let sum = |of: fn(&Row) -> Option<i64>| split.all().filter_map(of).sum::<i64>();
                prop_assert_eq!(Some(sum(|row| row.current)), line.province.current, "{}", line.name);
                prop_assert_eq!(Some(sum(|row| row.proposed)), line.province.proposed, "{}", line.name);
                n_splits += 1;
            }
            prop_assert!(line.province.proposed >= line.needed, "{}", line.name);
            prop_assert!(line.province.proposed >= line.province.current, "{}", line.name);
        }
        // BHXH by area, compulsory and BHTN by both, voluntary by area.
        prop_assert_eq!(n_splits, 6);
    }

    #[test]
    fn bhxh_is_compulsory_and_voluntary_together(more in lines(), year in 2022..2025) {
        let proposal = propose(&plan::embedded(), year, &more, &Request::default());
        let [both, compulsory, voluntary] = ["BHXH", "BHXH bắt buộc", "BHXH tự nguyện"].map(|name| line(&proposal, name));
        let sum = |row: fn(&Line) -> &Row| Some(row(compulsory).proposed? + row(voluntary).proposed?);
        prop_assert_eq!(both.province.proposed, sum(|line| &line.province));
        for n in 0..11 {
            let area = |line: &Line| line.areas.as_ref().expect("areas").rows[n].clone();
            let of = |row: &Row| row.proposed.expect("nothing by area is missing");
            prop_assert_eq!(of(&area(both)), of(&area(compulsory)) + of(&area(voluntary)));
            // Both together take no more people than there are.
            let room = area(both).potential.expect("nothing by area is missing").max(0);
            prop_assert!(area(both).difference().expect("known") <= room);
        }
    }

    #[test]
    fn no_part_is_asked_for_more_than_its_bounds(more in lines(), bounds in bounds(), year in 2022..2025) {
        let plan = bounded(&bounds);
        let proposal = propose(&plan, year, &more, &Request::default());
        let rules = &plan.proposal;
        for name in ["BHXH bắt buộc", "BHTN"] {
            for row in &line(&proposal, name).sectors.as_ref().expect("sectors").rows {
                let (current, more) = (row.current.expect("reported"), row.difference().expect("computable"));
                prop_assert!(more >= 0);
                let (current, more) = (u64::try_from(current).expect("people"), u64::try_from(more).expect("people"));
                let growth = rules.ceiling_of_participants.expect("set").people_within(current);
                prop_assert!(current == 0 || more <= growth, "{:?}", row.part);
                if let Some(potential) = row.potential {
                    let room = u64::try_from(potential.max(0)).expect("not negative");
                    prop_assert!(more <= rules.ceiling_of_potential.people_within(room), "{:?}", row.part);
                }
            }
        }
    }

    #[test]
    fn the_same_counts_give_the_same_proposal(more in lines()) {
        let again = || propose(&plan::embedded(), 2022, &more, &Request::default());
        prop_assert_eq!(again(), again());
    }
}

#[test]
fn the_proposal_names_every_agency_that_some_figure_lacks() {
    let missing = |more: &str| {
        let plan = plan::embedded();
        let proposal = propose(&plan, 2022, more, &Request::default());
        proposal.missing().iter().map(|agency| plan.agency(*agency).code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(missing(""), [""; 0]);
    assert_eq!(missing("ctk * * * ?"), ["ctk"]);
    assert_eq!(missing("ldld * * * ?\nubnd-bu-dop * * * ?"), ["ldld", "ubnd-bu-dop"]);
}
