//! What is left out of two numbers, and what is asked about then.

mod any_units;

use super::*;
use crate::counts::UnitPeople;
use crate::rollup::UnitExtent;
use crate::rules::trend::tolerance::Tolerance;
use crate::value::grid::Address;

const TOLERANCE: Tolerance = Tolerance { percent: 30, people: 50 };

/// A year by `139/141 stc`, what units reported as `sct 5 h-1 7` (no words are no knowledge), and the units of the plan.
type YearInWords<'a> = (&'a str, &'a str, &'a str);

fn compared_in(now: YearInWords, then: YearInWords, [now_number, before]: [u64; 2]) -> OnlyOneYear {
    let parse = |(extent, parts, planned): YearInWords| {
        let words: Vec<&str> = parts.split_whitespace().collect();
        let part = |of: &[&str]| (of[0].to_owned(), of[1].parse().expect("people"));
        let parts: UnitPeople = words.chunks(2).map(part).collect();
        let planned: Vec<String> = planned.split_whitespace().map(str::to_owned).collect();
        (UnitExtent::parse(extent).expect("an extent"), (!parts.is_empty()).then_some(parts), planned)
    };
    let (now, then) = (parse(now), parse(then));
    let (now_lacking, then_lacking) = (now.0.lacking(), then.0.lacking());
    let year = |of: &'_ (UnitExtent, Option<UnitPeople>, Vec<String>)| of.clone();
    let (now, then) = (year(&now), year(&then));
    OnlyOneYear::of(
        YearOfUnits {
            lacking: now_lacking.as_deref(),
            parts: now.1.as_ref(),
            extent: Some(&now.0),
            planned: &now.2,
            unknown: &[],
        },
        YearOfUnits {
            lacking: then_lacking.as_deref(),
            parts: then.1.as_ref(),
            extent: Some(&then.0),
            planned: &then.2,
            unknown: &[],
        },
        Pair { now: now_number, before, at: Address::new(0, 0), left_out: 0 },
    )
}

/// The same without a plan, with the sums of the parts as numbers.
fn with(now: (&str, &str), then: (&str, &str)) -> OnlyOneYear {
    let sum = |(_, parts): (&str, &str)| {
        let words: Vec<&str> = parts.split_whitespace().collect();
        let own = words.chunks(2).filter(|of| !of[0].contains('/'));
        own.map(|of| of[1].parse::<u64>().expect("people")).sum()
    };
    compared_in((now.0, now.1, ""), (then.0, then.1, ""), [sum(now), sum(then)])
}

/// Whether numbers are asked about.
fn is_asked(now: (&str, &str), then: (&str, &str), numbers: [u64; 2]) -> bool {
    is_unexplained(&compared_in((now.0, now.1, ""), (then.0, then.1, ""), numbers))
}

fn is_unexplained(apart: &OnlyOneYear) -> bool {
    apart.unexplained(|now, before| TOLERANCE.is_passed(now, before)).is_some()
}

/// `5 4 without a`: the numbers of the same units, and what they are without.
fn same_units(apart: &OnlyOneYear) -> String {
    let Some(Common { pair, compared }) = apart.of_same_units() else { return String::new() };
    let without: Vec<&str> = compared.without.iter().map(String::as_str).collect();
    format!("{} {} without {}", pair.now, pair.before, without.join(" "))
}

#[test]
fn a_unit_that_one_year_lacks_is_left_out_of_the_other() {
    assert_eq!(same_units(&with(("3/3", "a 5 b 7 c 1"), ("2/3 b", "a 5 c 1"))), "6 6 without b");
    assert_eq!(same_units(&with(("2/3 a", "b 7 c 1"), ("2/3 b", "a 5 c 1"))), "1 1 without a b");
    assert!(with(("2/3 b", "a 5 c 1"), ("2/3 b", "a 5 c 1")).is_nothing(), "both years lack it");
}

#[test]
fn a_unit_below_that_nobody_knows_leaves_out_the_one_above_it() {
    let apart = with(("3/3", "a 5 b 7"), ("3/3 a/x\na\tA\t1/2", "a 4 b 7"));
    assert_eq!(same_units(&apart), "7 7 without a");
    let known = with(("3/3", "a 5 a/x 3 a/y 2"), ("3/3 a/x\na\tA\t1/2", "a 4 a/y 4"));
    assert_eq!(same_units(&known), "2 4 without a/x");
}

#[test]
fn without_parts_more_units_only_explain_more_people() {
    let asked = |now, before| is_asked(("2/3 b", "a 5 c 1"), ("3/3", ""), [now, before]);
    assert!(asked(900, 100) && !asked(100, 900));
    let unproven = |extent, pair| is_asked(("2/2", "a 1 b 1"), (extent, ""), pair);
    assert!(!unproven("0/0\nunproven", [900, 100]) && unproven("0/0\nunproven", [100, 900]));
    // Its cover says that all are there, which is as good as a return by hand.
    assert!(with(("2/2", "a 1 b 1"), ("2/2\nunproven", "")).is_nothing());
}

#[test]
fn a_unit_that_moved_is_left_out_wherever_it_stands() {
    let whole = "c 1 stp 30 syt 9 syt/x 9";
    let moved = "c 1 syt 49 syt/stp 40 syt/x 9";
    assert!(with(("2/2", moved), ("3/3", whole)).is_nothing());
    let missing = with(("2/2 syt/stp\nsyt\tY\t1/2", "c 1 syt 9 syt/x 9"), ("3/3", whole));
    assert_eq!(same_units(&missing), "10 10 without syt/stp", "by its place of this year");
    assert_eq!(same_units(&with(("2/2", moved), ("2/3 stp", "c 1 syt 9 syt/x 9"))), "10 10 without syt/stp");
    // Its former collector is missing, which it no longer stands below.
    assert_eq!(same_units(&with(("2/2", moved), ("2/3 syt", "c 1 stp 30"))), "41 31 without syt/x");
}

#[test]
fn a_unit_missing_below_a_new_collector_hides_no_growth_of_its_neighbours() {
    let then = ("3/3", "sct 100 syt 90");
    let apart = with(("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 900 syt/a 900"), then);
    assert_eq!(same_units(&apart), "100 100 without syt", "without the collector both are of the same units");
    assert!(is_unexplained(&apart), "who is missing makes it no smaller");
    let fallen = with(("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 9 syt/a 9"), then);
    assert!(!is_unexplained(&fallen), "who is missing may have been more");
    let gone = with(("3/3\nopen\tsyt\tY\t\tsources-gone\tgone", "sct 100 syt 900"), then);
    assert!(is_unexplained(&gone));
    let earlier = with(("3/3", "sct 100 syt 9"), ("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 90 syt/a 90"));
    assert!(is_unexplained(&earlier), "the earlier year would have had more");
    let grown = with(("3/3", "sct 100 syt 900"), ("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 90 syt/a 90"));
    assert!(!is_unexplained(&grown), "all of the growth may be who was missing");
}

#[test]
fn a_unit_that_nobody_knows_explains_no_more_than_the_one_above_it_has() {
    let asked = |before| is_asked(("3/3", "sct 1000 syt 90"), ("3/3 syt/b\nsyt\tY\t1/2", ""), [1_090, before]);
    assert!(asked(190), "of 900 people more only 90 may be that unit's");
    assert!(!asked(790) && asked(2_000));
    let other_year = |now| is_asked(("3/3 syt/b\nsyt\tY\t1/2", ""), ("3/3", "sct 1000 syt 90"), [now, 1_090]);
    assert!(other_year(190) && !other_year(790));
}

#[test]
fn a_unit_of_which_the_plan_says_another_place_by_now_is_found_where_it_reported() {
    let moved = "c 1 syt 49 syt/stp 40 syt/x 9";
    let apart = compared_in(("2/2", moved, ""), ("2/3 syt", "c 1 stp 30", "c syt syt/stp syt/x"), [50, 31]);
    assert_eq!(same_units(&apart), "41 31 without syt/x", "the other one is compared");
    // Then it stood below its collector, which was missing, and nothing tells it any more.
    let then = ("1/2 syt", "c 1", "c stp syt syt/x");
    let grown = |stp: u64| {
        let now = format!("c 1 stp {stp} syt 9 syt/x 9");
        is_unexplained(&compared_in(("3/3", &now, ""), then, [stp + 10, 1]))
    };
    assert!(!grown(400), "it may have been below the missing one");
    let by_plan = ("1/2 syt", "c 1", "c syt syt/x");
    let new = compared_in(("3/3", "c 1 stp 400 syt 9 syt/x 9", ""), by_plan, [410, 1]);
    assert!(is_unexplained(&new), "the plan says that it is new");
}

#[test]
fn a_unit_that_an_earlier_years_cover_names_is_found_where_it_stands_now() {
    let apart = with(("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("2/3 stp\nunproven", ""));
    assert_eq!(same_units(&apart), "10 0 without syt/stp");
}

#[test]
fn what_units_of_one_code_at_several_places_reported_is_told_apart() {
    let apart = with(("1/2 b", "a 4 a/nhi 4"), ("2/2", "a 4 a/nhi 4 b 7 b/nhi 7"));
    assert_eq!(same_units(&apart), "4 4 without b");
}

#[test]
fn a_number_that_was_changed_by_hand_may_hold_the_unit_that_is_missing() {
    let told_by_phone = ("2/2 syt/b\nsyt\tY\t2/3", "sct 100 syt 620 syt/a 200 syt/c 200");
    let now = |sct: u64| format!("sct {sct} syt 618 syt/a 206 syt/b 206 syt/c 206");
    let asked = |sct: u64| is_asked(("2/2", &now(sct)), told_by_phone, [sct + 618, 720]);
    assert!(!asked(100), "without the unit it would be a fall");
    assert!(asked(800), "larger than that");
    let neighbour = with(("1/2 sct", "syt 618 syt/a 618"), ("2/2", "sct 100 syt 1620 syt/a 620"));
    assert!(is_unexplained(&neighbour), "who is missing isn't in the number that was changed");
    let lowered = |a: u64| {
        let now = format!("syt {a} syt/a {a}");
        is_asked(("2/2 syt/b\nsyt\tY\t1/2", &now), ("2/2", "syt 500 syt/a 300 syt/b 300"), [a, 500])
    };
    assert!(!lowered(300), "who is missing may be who has fewer");
    assert!(lowered(900));
}

#[test]
fn a_number_that_is_less_than_its_parts_is_held_against_the_other_as_it_may_be() {
    let asked = |before| is_asked(("2/2", "a 5 b 70"), ("1/2 b", "a 500"), [60, before]);
    assert!(asked(500), "however many the missing unit had, it was more");
    assert!(!asked(50));
}

/// Two hospitals of a department and one that leaves it. The department's return of the earlier year lost its sheets.
fn leaving_a_block(now: (&str, &str), then_extent: &str, numbers: [u64; 2]) -> OnlyOneYear {
    let now = (now.0, now.1, "c syt syt/a syt/b syt/d e");
    compared_in(now, (then_extent, "c 100 syt 460", "c syt syt/a syt/b syt/e"), numbers)
}

#[test]
fn a_unit_that_was_in_a_sum_is_no_new_one() {
    let all = leaving_a_block(("4/4", "c 100 e 61 syt 415 syt/a 200 syt/b 200 syt/d 15"), "2/2", [576, 560]);
    assert!(all.is_nothing() && all.of_one_year().is_empty(), "{all:?}");
    let missing = ("4/4 syt/b\nsyt\tY\t2/3", "c 100 e 61 syt 215 syt/a 200 syt/d 15");
    let lacking = leaving_a_block(missing, "2/2", [376, 560]);
    assert!(!is_unexplained(&lacking) && lacking.of_one_year().is_empty());
    assert_eq!(same_units(&lacking), "100 100 without e syt", "with all that is or was below it");
    let grown = ("4/4 syt/b\nsyt\tY\t2/3", "c 1000 e 61 syt 215 syt/a 200 syt/d 15");
    assert!(is_unexplained(&leaving_a_block(grown, "2/2", [1_276, 560])), "outside of it");
}

#[test]
fn a_collector_that_is_new_doesnt_hide_growth_outside_of_a_sum() {
    let now = ("3/3", "sgd 510 sgd/s 510 sct 100 syt 200 syt/a 200", "sct sgd sgd/s syt syt/a");
    let then = ("3/3\nopen\tsyt\tY\t\tsources-gone\tgone", "sgd 100 sct 100 syt 200", "sct sgd syt syt/a");
    let apart = compared_in(now, then, [810, 400]);
    assert_eq!(same_units(&apart), "610 200 without syt");
    assert!(is_unexplained(&apart));
}

#[test]
fn who_may_be_in_a_number_is_named() {
    let now = ("2/3 x\nunproven", "", "x y z");
    let apart = compared_in(now, ("2/3 y", "x 30 z 340", "x y z"), [48, 370]);
    let common = apart.unexplained(|now, before| TOLERANCE.is_passed(now, before)).expect("a fall");
    let names = |of: &BTreeSet<String>| of.iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!((names(&common.compared.without), names(&common.compared.unsure)), ("x".to_owned(), "y".to_owned()));
    assert!(apart.may_fit(|now| now * 10, |now, before| TOLERANCE.is_passed(now, before)));
    assert!(!apart.may_fit(|now| now, |now, before| TOLERANCE.is_passed(now, before)));
}
