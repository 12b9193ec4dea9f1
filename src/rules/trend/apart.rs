//! What of a number can't be compared, because only one of the two years has it: the parts of units whose numbers the other year lacks.
//! Without them both years are of the same units. Where a part isn't known, that of the unit above it is: a change that so many people can't explain
//! is one, and so is one that more people would only make larger.

use std::collections::{BTreeMap, BTreeSet};

use super::by_hand::ByHand;
use super::moved::MovedUnits;
use super::pair::Pair;
use super::units_of_year::{YearOfUnits, above, is_missing, part};

/// Parts that only one of two years has, or may have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnlyOneYear {
    /// Every unit of which a year lacks anything.
    pub all: UnitsApart,
    /// The same without the units of which only this year lacks something: with all of theirs they would have more, so that growth is growth
    /// with them too. `None` if there are none.
    for_growth: Option<UnitsApart>,
    /// The same without the units of which only the earlier year lacks something, with which a fall is one too.
    for_fall: Option<UnitsApart>,
    /// Whether this year lacks units of which nobody knows how many people they may have.
    is_now_open: bool,
    /// Whether the earlier year does.
    is_then_open: bool,
}

/// Units that are left out of both numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitsApart {
    /// What this year's number has of them, in people.
    pub now: u64,
    /// What the earlier year's number has of them.
    pub then: u64,
    /// Whose parts they are, by code.
    pub units: BTreeSet<String>,
    /// How many people of this year's number may be of other units that the earlier year lacks.
    now_at_most: u64,
    /// How many of the earlier year's may be of other units that this year lacks.
    then_at_most: u64,
    /// How many people more than `then`, and how many fewer, the earlier year's number may have of the units, as it was changed by hand.
    then_by_hand: [u64; 2],
}

impl OnlyOneYear {
    /// The parts that have to be left out of both numbers of a cell. A unit that moved is left out at either of its places.
    /// `before` is the earlier year's number.
    pub fn of(now: YearOfUnits, then: YearOfUnits, before: u64) -> Self {
        let moved = MovedUnits::between(now, then);
        let by_hand = then.parts.map(|parts| ByHand::of(before, parts)).unwrap_or_default();
        let [now, then] = moved.lay_out(now, then);
        let lacking = Lacking::between([now.year(), then.year()], [0, 1].map(|nth| moved.unplaced(nth)));
        lacking.only_one_year(&UnitsLaidOut { moved: &moved, by_hand: &by_hand })
    }

    /// Whether both numbers are of the same units as they are.
    pub fn is_nothing(&self) -> bool {
        let UnitsApart { now, then, now_at_most, then_at_most, .. } = self.all;
        let is_open = self.is_now_open || self.is_then_open;
        [now, then, now_at_most, then_at_most] == [0; 4]
            && !is_open
            && !self.all.may_be_more_or_fewer()
            && self.for_growth.is_none()
            && self.for_fall.is_none()
    }

    /// Whether this year may lack people of whom nobody knows how many they are.
    pub fn may_lack_unknown_people(&self) -> bool {
        self.is_now_open || self.all.then_at_most > 0
    }

    /// Both numbers without the units of which a year lacks anything; `None` where one may have people of other units that the other one lacks.
    pub fn of_same_units(&self, pair: Pair) -> Option<Common<'_>> {
        let is_at_most = self.all.now_at_most > 0 || self.all.then_at_most > 0;
        let is_open = self.is_now_open || self.is_then_open || is_at_most || self.all.may_be_more_or_fewer();
        self.all.without(pair).filter(|_| !is_open)
    }

    /// Both numbers without those units. One that is less than their parts was changed by hand: then both are taken as they stand.
    pub fn common(&self, pair: Pair) -> Common<'_> {
        self.all.without(pair).unwrap_or(Common { pair, units: None })
    }

    /// Two numbers that changed in a way that no missing unit explains: more people would make the change larger, or those that there may be are too
    /// few. `None` if there are no such.
    pub fn unexplained(&self, pair: Pair, is_passed: impl Fn(u64, u64) -> bool) -> Option<Common<'_>> {
        if self.all.without(pair).is_none() {
            let is_explained = match pair.now > pair.before {
                true => self.is_then_open || self.all.now > 0,
                false => self.is_now_open || self.all.then > 0,
            };
            return (!is_explained && is_passed(pair.now, pair.before)).then_some(Common { pair, units: None });
        }
        let growth = [Some(&self.all), self.for_growth.as_ref()].into_iter().flatten().filter_map(|of| {
            let common = of.without(pair)?;
            let before = common.pair.before.saturating_add(of.then_fewer());
            let now = common.pair.now.saturating_sub(of.now_at_most);
            (!self.is_then_open && now > before && is_passed(now, before)).then_some(common)
        });
        let fall = [Some(&self.all), self.for_fall.as_ref()].into_iter().flatten().filter_map(|of| {
            let common = of.without(pair)?;
            let now = common.pair.now;
            let before = common.pair.before.saturating_sub(of.then_at_most).saturating_sub(of.then_by_hand[0]);
            (!self.is_now_open && now < before && is_passed(now, before)).then_some(common)
        });
        growth.chain(fall).next()
    }
}

impl UnitsApart {
    /// Whether the earlier year's number, which was changed by hand, may have more people of them than they reported, or fewer.
    fn may_be_more_or_fewer(&self) -> bool {
        self.then_by_hand[0] > 0 || self.then_fewer() > 0
    }

    /// How many people fewer than they reported it may have of them.
    fn then_fewer(&self) -> u64 {
        self.then_by_hand[1].min(self.then)
    }

    /// Two numbers without the units; `None` where one is less than their parts.
    fn without(&self, pair: Pair) -> Option<Common<'_>> {
        let (now, before) = pair.now.checked_sub(self.now).zip(pair.before.checked_sub(self.then))?;
        Some(Common { pair: Pair { now, before, at: pair.at, left_out: self.now }, units: Some(self) })
    }
}

/// Two numbers that are held against each other.
#[derive(Debug, Clone, Copy)]
pub struct Common<'a> {
    /// The numbers.
    pub pair: Pair,
    /// What they are without; `None` where they are taken as they stand.
    pub units: Option<&'a UnitsApart>,
}

/// Where units of the common layout stand, and the earlier year's numbers that were changed by hand.
struct UnitsLaidOut<'a> {
    moved: &'a MovedUnits<'a>,
    by_hand: &'a ByHand<'a>,
}

/// What two years lack of a cell, this year's first.
struct Lacking<'a> {
    years: [YearOfUnits<'a>; 2],
    /// The units that one year lacks and whose part is known in the other one.
    whole: BTreeSet<&'a str>,
    /// The units whose part is known in both years, with which of the years lacks something of it.
    in_part: BTreeMap<&'a str, [bool; 2]>,
    /// The units that each year has and in whose part others may be that the other year lacks.
    at_most: [BTreeSet<&'a str>; 2],
    /// Which year lacks units of which nothing is known.
    is_open: [bool; 2],
}

impl<'a> Lacking<'a> {
    /// `unplaced` are the units of each year that the other one may have where it lacks the numbers.
    fn between(years: [YearOfUnits<'a>; 2], unplaced: [Vec<&'a str>; 2]) -> Self {
        let (whole, in_part, is_open) = (BTreeSet::new(), BTreeMap::new(), years.map(|year| year.lacking.is_none()));
        let at_most = unplaced.map(|units| units.into_iter().collect());
        let mut lacking = Lacking { years, whole, in_part, at_most, is_open };
        for (nth, year) in years.iter().enumerate() {
            year.lacking.into_iter().flatten().for_each(|unit| lacking.add(unit, nth));
        }
        lacking
    }

    /// A unit of which a year lacks something.
    fn add(&mut self, unit: &'a str, nth: usize) {
        let (year, other) = (self.years[nth], self.years[1 - nth]);
        let at_and_above = || std::iter::once(unit).chain(above(unit));
        let is_known = |unit: &&str| part(unit, other).is_some();
        if is_missing(unit, year) && is_known(&unit) {
            self.whole.insert(unit);
        } else if let Some(known) = at_and_above().find(|unit| is_known(unit) && part(unit, year).is_some()) {
            self.in_part.entry(known).or_default()[nth] = true;
        } else if let Some(known) = at_and_above().find(is_known) {
            self.at_most[1 - nth].insert(known);
        } else {
            self.is_open[nth] = true;
        }
    }

    fn only_one_year(&self, places: &UnitsLaidOut) -> OnlyOneYear {
        let left_out = |is_left_out: &dyn Fn(&[bool; 2]) -> bool| {
            let in_part = self.in_part.iter().filter(|(_, lacks)| is_left_out(lacks)).map(|(unit, _)| *unit);
            self.left_out(self.whole.iter().copied().chain(in_part).collect(), places)
        };
        let only = |lacks: [bool; 2]| self.in_part.values().any(|of| *of == lacks);
        OnlyOneYear {
            all: left_out(&|_| true),
            for_growth: only([true, false]).then(|| left_out(&|[_, then]| *then)),
            for_fall: only([false, true]).then(|| left_out(&|[now, _]| *now)),
            is_now_open: self.is_open[0],
            is_then_open: self.is_open[1],
        }
    }

    fn left_out(&self, mut units: BTreeSet<&'a str>, places: &UnitsLaidOut) -> UnitsApart {
        leave_outermost(&mut units);
        let places_then: Vec<String> = units.iter().map(|unit| places.moved.place(1, unit)).collect();
        let [now, then] = self.years;
        let sum = |year: YearOfUnits| units.iter().filter_map(|unit| part(unit, year)).fold(0, u64::saturating_add);
        let has_people =
            |unit: &&&str| self.years.iter().any(|year| part(unit, *year).is_some_and(|people| people > 0));
        UnitsApart {
            now: sum(now),
            then: sum(then),
            units: units.iter().filter(has_people).map(|unit| places.moved.place(0, unit)).collect(),
            now_at_most: self.at_most(0, &units),
            then_at_most: self.at_most(1, &units),
            then_by_hand: places.by_hand.of_units(&places_then),
        }
    }

    /// How many people of a year's number may be of units that the other year lacks, beside those that are left out.
    fn at_most(&self, nth: usize, left_out: &BTreeSet<&str>) -> u64 {
        let mut units = self.at_most[nth].clone();
        units.retain(|unit| !std::iter::once(*unit).chain(above(unit)).any(|unit| left_out.contains(unit)));
        leave_outermost(&mut units);
        let people = |unit: &str| part(unit, self.years[nth]).unwrap_or_default();
        let others = |unit: &str| {
            let below = left_out.iter().filter(|below| above(below).any(|above| above == unit));
            people(unit).saturating_sub(below.map(|below| people(below)).fold(0, u64::saturating_add))
        };
        units.into_iter().map(others).fold(0, u64::saturating_add)
    }
}

/// Leaves those that are below none of the others.
fn leave_outermost(units: &mut BTreeSet<&str>) {
    let all = units.clone();
    units.retain(|unit| !above(unit).any(|above| all.contains(above)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::UnitPeople;
    use crate::rollup::UnitExtent;
    use crate::rules::trend::tolerance::Tolerance;
    use crate::value::grid::Address;

    /// A year by `139/141 stc`, and what units reported as `sct 5 h-1 7`; no words are no knowledge.
    fn with(now: (&str, &str), then: (&str, &str)) -> OnlyOneYear {
        with_hidden(now, then, [&[], &[]])
    }

    /// The same with the units that the plan has below missing ones.
    fn with_hidden(now: (&str, &str), then: (&str, &str), [now_hidden, then_hidden]: [&[String]; 2]) -> OnlyOneYear {
        let parse = |(extent, parts): (&str, &str)| {
            let words: Vec<&str> = parts.split_whitespace().collect();
            let part = |of: &[&str]| (of[0].to_owned(), of[1].parse().expect("people"));
            let parts: UnitPeople = words.chunks(2).map(part).collect();
            (UnitExtent::parse(extent).expect("an extent"), (!parts.is_empty()).then_some(parts))
        };
        let ((now_extent, now_parts), (then_extent, then_parts)) = (parse(now), parse(then));
        let (now_lacking, then_lacking) = (now_extent.lacking(), then_extent.lacking());
        let sum = |parts: &UnitPeople| parts.iter().filter(|(unit, _)| !unit.contains('/')).map(|(_, of)| of).sum();
        let before = then_parts.as_ref().map_or(0, sum);
        OnlyOneYear::of(
            YearOfUnits {
                lacking: now_lacking.as_deref(),
                parts: now_parts.as_ref(),
                extent: Some(&now_extent),
                hidden: now_hidden,
                unknown: &[],
            },
            YearOfUnits {
                lacking: then_lacking.as_deref(),
                parts: then_parts.as_ref(),
                extent: Some(&then_extent),
                hidden: then_hidden,
                unknown: &[],
            },
            before,
        )
    }

    fn numbers(apart: &OnlyOneYear) -> (u64, u64, bool, bool) {
        (apart.all.now, apart.all.then, apart.is_now_open, apart.is_then_open)
    }

    #[test]
    fn a_unit_that_one_year_lacks_is_left_out_of_the_other() {
        let apart = with(("3/3", "a 5 b 7 c 1"), ("2/3 b", "a 5 c 1"));
        assert_eq!((numbers(&apart), apart.all.units.len()), ((7, 0, false, false), 1));
        assert_eq!(numbers(&with(("2/3 a", "b 7 c 1"), ("2/3 b", "a 5 c 1"))), (7, 5, false, false));
        assert!(with(("2/3 b", "a 5 c 1"), ("2/3 b", "a 5 c 1")).is_nothing(), "both years lack it");
    }

    #[test]
    fn a_unit_below_that_nobody_knows_leaves_out_the_one_above_it() {
        let apart = with(("3/3", "a 5 b 7"), ("3/3 a/x\na\tA\t1/2", "a 4 b 7"));
        assert_eq!((numbers(&apart), apart.all.units.first().map(String::as_str)), ((5, 4, false, false), Some("a")));
        let known = with(("3/3", "a 5 a/x 3 a/y 2"), ("3/3 a/x\na\tA\t1/2", "a 4 a/y 4"));
        assert_eq!(numbers(&known), (3, 0, false, false));
    }

    #[test]
    fn without_parts_more_units_only_explain_more_people() {
        let apart = with(("2/3 b", "a 5 c 1"), ("3/3", ""));
        assert_eq!(numbers(&apart), (0, 0, true, false));
        assert!(is_unexplained(&apart, 900, 100) && !is_unexplained(&apart, 100, 900));
        assert_eq!(numbers(&with(("2/2", "a 1 b 1"), ("2/2\nunproven", ""))), (0, 0, false, true));
    }

    #[test]
    fn a_unit_that_moved_is_left_out_wherever_it_stands() {
        let whole = "c 1 stp 30 syt 9 syt/x 9";
        let stays = with(("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("3/3", whole));
        assert!(stays.is_nothing(), "{stays:?}");
        let missing = with(("2/2 syt/stp\nsyt\tY\t1/2", "c 1 syt 9 syt/x 9"), ("3/3", whole));
        assert_eq!((numbers(&missing), missing.all.units.len()), ((0, 30, false, false), 1));
        assert_eq!(missing.all.units.first().map(String::as_str), Some("syt/stp"), "by its place of this year");
        let other_year = with(("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("2/3 stp", "c 1 syt 9 syt/x 9"));
        assert_eq!(numbers(&other_year), (40, 0, false, false));
        // Its former collector is missing, which it no longer stands below.
        let collector = with(("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("2/3 syt", "c 1 stp 30"));
        assert_eq!(numbers(&collector), (9, 0, false, false));
    }

    #[test]
    fn a_unit_missing_below_a_new_collector_hides_no_growth_of_its_neighbours() {
        let then = ("3/3", "sct 100 syt 90");
        let apart = with(("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 900 syt/a 900"), then);
        assert_eq!(numbers(&apart), (900, 90, false, false), "without the collector both are of the same units");
        assert!(is_unexplained(&apart, 1_000, 190), "who is missing makes it no smaller");
        let fallen = with(("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 9 syt/a 9"), then);
        assert!(!is_unexplained(&fallen, 109, 190), "who is missing may have been more");
        let gone = with(("3/3\nopen\tsyt\tY\t\tsources-gone\tgone", "sct 100 syt 900"), then);
        assert!(is_unexplained(&gone, 1_000, 190));
        let earlier = with(("3/3", "sct 100 syt 9"), ("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 90 syt/a 90"));
        assert!(is_unexplained(&earlier, 109, 190), "the earlier year would have had more");
        let grown = with(("3/3", "sct 100 syt 900"), ("3/3 syt/b\nsyt\tY\t1/2", "sct 100 syt 90 syt/a 90"));
        assert!(!is_unexplained(&grown, 1_000, 190), "all of the growth may be who was missing");
    }

    #[test]
    fn a_unit_that_nobody_knows_explains_no_more_than_the_one_above_it_has() {
        let apart = with(("3/3", "sct 1000 syt 90"), ("3/3 syt/b\nsyt\tY\t1/2", ""));
        assert_eq!(numbers(&apart), (0, 0, false, false));
        assert!(is_unexplained(&apart, 1_090, 190), "of 900 people more only 90 may be that unit's");
        assert!(!is_unexplained(&apart, 1_090, 790) && is_unexplained(&apart, 1_090, 2_000));
        let other_year = with(("3/3 syt/b\nsyt\tY\t1/2", ""), ("3/3", "sct 1000 syt 90"));
        assert!(is_unexplained(&other_year, 190, 1_090) && !is_unexplained(&other_year, 790, 1_090));
    }

    #[test]
    fn a_unit_of_which_the_plan_says_another_place_by_now_is_found_where_it_reported() {
        let moved = (("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("2/3 syt", "c 1 stp 30"));
        let hidden = ["syt/stp".to_owned(), "syt/x".to_owned()];
        assert_eq!(numbers(&with_hidden(moved.0, moved.1, [&[], &hidden])), (9, 0, false, false));
        // Then it stood below its collector, which was missing, and nothing tells it any more.
        let other_way = (("3/3", "c 1 stp 400 syt 9 syt/x 9"), ("1/2 syt", "c 1"));
        let apart = with_hidden(other_way.0, other_way.1, [&[], &hidden[1..]]);
        assert_eq!(numbers(&apart), (9, 0, false, false));
        assert!(!is_unexplained(&apart, 410, 1), "it may have been below the missing one");
        assert!(is_unexplained(&apart, 1_410, 1));
    }

    #[test]
    fn a_unit_that_an_earlier_years_cover_names_is_found_where_it_stands_now() {
        let apart = with(("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("2/3 stp\nunproven", ""));
        assert_eq!(numbers(&apart), (40, 0, false, false));
    }

    #[test]
    fn what_units_of_one_code_at_several_places_reported_is_told_apart() {
        let apart = with(("1/2 b", "a 4 a/nhi 4"), ("2/2", "a 4 a/nhi 4 b 7 b/nhi 7"));
        assert_eq!(numbers(&apart), (0, 7, false, false));
    }

    fn is_unexplained(apart: &OnlyOneYear, now: u64, before: u64) -> bool {
        let tolerance = Tolerance { percent: 30, people: 50 };
        let pair = Pair { now, before, at: Address::new(0, 0), left_out: 0 };
        apart.unexplained(pair, |now, before| tolerance.is_passed(now, before)).is_some()
    }

    #[test]
    fn a_number_that_was_changed_by_hand_may_hold_the_unit_that_is_missing() {
        let told_by_phone = ("2/2 syt/b\nsyt\tY\t2/3", "sct 100 syt 620 syt/a 200 syt/c 200");
        let apart = with(("2/2", "sct 100 syt 618 syt/a 206 syt/b 206 syt/c 206"), told_by_phone);
        assert!(!is_unexplained(&apart, 718, 720), "without the unit it would be a fall");
        assert!(is_unexplained(&apart, 1_400, 720) && is_unexplained(&apart, 310, 720), "larger than that");
        let neighbour = with(("1/2 sct", "syt 618 syt/a 618"), ("2/2", "sct 100 syt 1620 syt/a 620"));
        assert!(is_unexplained(&neighbour, 618, 1_720), "who is missing isn't in the number that was changed");
        let lowered = with(("2/2 syt/b\nsyt\tY\t1/2", "syt 300 syt/a 300"), ("2/2", "syt 500 syt/a 300 syt/b 300"));
        assert!(!is_unexplained(&lowered, 300, 500), "who is missing may be who has fewer");
        assert!(is_unexplained(&lowered, 900, 500));
    }

    #[test]
    fn a_number_that_is_less_than_its_parts_is_held_against_the_other_as_it_stands() {
        let apart = with(("2/2", "a 5 b 70"), ("1/2 b", "a 500"));
        assert!(is_unexplained(&apart, 60, 500), "however many the missing unit had, it was more");
        assert!(!is_unexplained(&apart, 60, 50));
    }
}
