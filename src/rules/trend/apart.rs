//! What of a number can't be compared, because only one of the two years has it: the parts of units whose numbers the other year lacks.
//! Without them both years are of the same units. Where a part isn't known, the number may only be held against what it could be at most.

use std::collections::BTreeSet;

use super::moved::MovedUnits;
use super::pair::Pair;
use super::units_of_year::{YearOfUnits, above, part};

/// Parts that only one of two years has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnlyOneYear {
    /// What this year's number has of them, in people.
    pub now: u64,
    /// What the earlier year's number has of them.
    pub then: u64,
    /// Whose they are, by code.
    pub units: BTreeSet<String>,
    /// Whether this year lacks units whose part isn't known.
    pub is_now_open: bool,
    /// Whether the earlier year does.
    pub is_then_open: bool,
}

impl OnlyOneYear {
    /// The parts that have to be left out of both numbers of a cell. A unit that moved is left out at either of its places.
    pub fn of(now: YearOfUnits, then: YearOfUnits) -> Self {
        let moved = MovedUnits::between(now, then);
        let [now, then] = moved.lay_out(now, then);
        let apart = OnlyOneYear::of_one_layout(now.year(), then.year());
        OnlyOneYear { units: apart.units.iter().map(|unit| moved.place_now(unit)).collect(), ..apart }
    }

    fn of_one_layout(now: YearOfUnits, then: YearOfUnits) -> Self {
        let mut apart = OnlyOneYear::default();
        for (year, is_open) in [(now, &mut apart.is_now_open), (then, &mut apart.is_then_open)] {
            *is_open |= year.lacking.is_none();
            for unit in year.lacking.into_iter().flatten() {
                match known_in_both(unit, now, then) {
                    Some(known) => drop(apart.units.insert(known.to_owned())),
                    None => *is_open = true,
                }
            }
        }
        let all = apart.units.clone();
        apart.units.retain(|unit| !above(unit).any(|above| all.contains(above)));
        let sum = |year: YearOfUnits| apart.units.iter().filter_map(|unit| part(unit, year)).sum();
        (apart.now, apart.then) = (sum(now), sum(then));
        apart
            .units
            .retain(|unit| [now, then].into_iter().any(|year| part(unit, year).is_some_and(|people| people > 0)));
        apart
    }

    /// Whether both numbers are of the same units as they are.
    pub fn is_nothing(&self) -> bool {
        (self.now, self.then) == (0, 0) && !self.is_now_open && !self.is_then_open
    }

    /// Both numbers without the parts. One that is less than its parts was changed by hand: then both are taken as they stand, and what one
    /// has of the parts the other one lacks.
    pub fn common(&self, pair: Pair) -> Common<'_> {
        let (is_now_open, is_then_open) = (self.is_now_open, self.is_then_open);
        match pair.now.checked_sub(self.now).zip(pair.before.checked_sub(self.then)) {
            Some((now, before)) => {
                let pair = Pair { now, before, at: pair.at, left_out: self.now };
                Common { pair, units: Some(self), is_now_open, is_then_open }
            }
            None => {
                let (is_now_open, is_then_open) = (is_now_open || self.then > 0, is_then_open || self.now > 0);
                Common { pair, units: None, is_now_open, is_then_open }
            }
        }
    }
}

/// Two numbers that are held against each other.
pub struct Common<'a> {
    /// The numbers.
    pub pair: Pair,
    /// What they are without; `None` where they are taken as they stand.
    pub units: Option<&'a OnlyOneYear>,
    is_now_open: bool,
    is_then_open: bool,
}

impl Common<'_> {
    /// Whether both numbers are of the same units.
    pub fn is_of_same_units(&self) -> bool {
        !self.is_now_open && !self.is_then_open
    }

    /// Whether missing units can't explain the difference: more of them would only make it larger.
    pub fn is_unexplained(&self) -> bool {
        let Pair { now, before, .. } = self.pair;
        match (self.is_now_open, self.is_then_open) {
            (false, false) => true,
            (true, false) => now > before,
            (false, true) => now < before,
            (true, true) => false,
        }
    }
}

/// A unit, or else the nearest above it, whose part is known in both years.
fn known_in_both<'u>(unit: &'u str, now: YearOfUnits, then: YearOfUnits) -> Option<&'u str> {
    let mut candidates = std::iter::once(unit).chain(above(unit));
    candidates.find(|unit| part(unit, now).is_some() && part(unit, then).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::UnitPeople;
    use crate::rollup::UnitExtent;
    use crate::value::grid::Address;

    /// A year by `139/141 stc`, and what units reported as `sct 5 h-1 7`; no words are no knowledge.
    fn with(now: (&str, &str), then: (&str, &str)) -> OnlyOneYear {
        let parse = |(extent, parts): (&str, &str)| {
            let words: Vec<&str> = parts.split_whitespace().collect();
            let part = |of: &[&str]| (of[0].to_owned(), of[1].parse().expect("people"));
            let parts: UnitPeople = words.chunks(2).map(part).collect();
            (UnitExtent::parse(extent).expect("an extent"), (!parts.is_empty()).then_some(parts))
        };
        let ((now_extent, now_parts), (then_extent, then_parts)) = (parse(now), parse(then));
        let (now_lacking, then_lacking) = (now_extent.lacking(), then_extent.lacking());
        let year =
            |extent, parts, lacking| YearOfUnits { lacking, parts, extent: Some(extent), ..YearOfUnits::default() };
        OnlyOneYear::of(
            year(&now_extent, now_parts.as_ref(), now_lacking.as_deref()),
            year(&then_extent, then_parts.as_ref(), then_lacking.as_deref()),
        )
    }

    fn numbers(apart: &OnlyOneYear) -> (u64, u64, bool, bool) {
        (apart.now, apart.then, apart.is_now_open, apart.is_then_open)
    }

    #[test]
    fn a_unit_that_one_year_lacks_is_left_out_of_the_other() {
        let apart = with(("3/3", "a 5 b 7 c 1"), ("2/3 b", "a 5 c 1"));
        assert_eq!((numbers(&apart), apart.units.len()), ((7, 0, false, false), 1));
        assert_eq!(numbers(&with(("2/3 a", "b 7 c 1"), ("2/3 b", "a 5 c 1"))), (7, 5, false, false));
        assert!(with(("2/3 b", "a 5 c 1"), ("2/3 b", "a 5 c 1")).is_nothing(), "both years lack it");
    }

    #[test]
    fn a_unit_below_that_nobody_knows_leaves_out_the_one_above_it() {
        let apart = with(("3/3", "a 5 b 7"), ("3/3 a/x\na\tA\t1/2", "a 4 b 7"));
        assert_eq!((numbers(&apart), apart.units.first().map(String::as_str)), ((5, 4, false, false), Some("a")));
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
        assert_eq!((numbers(&missing), missing.units.len()), ((0, 30, false, false), 1));
        assert_eq!(missing.units.first().map(String::as_str), Some("syt/stp"), "by its place of this year");
        let other_year = with(("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("2/3 stp", "c 1 syt 9 syt/x 9"));
        assert_eq!(numbers(&other_year), (40, 0, false, false));
        // Its former collector is missing, which it no longer stands below.
        let collector = with(("2/2", "c 1 syt 49 syt/stp 40 syt/x 9"), ("2/3 syt", "c 1 stp 30"));
        assert_eq!(numbers(&collector), (9, 0, false, false));
    }

    #[test]
    fn what_units_of_one_code_at_several_places_reported_is_told_apart() {
        let apart = with(("1/2 b", "a 4 a/nhi 4"), ("2/2", "a 4 a/nhi 4 b 7 b/nhi 7"));
        assert_eq!(numbers(&apart), (0, 7, false, false));
    }

    fn is_unexplained(apart: &OnlyOneYear, now: u64, before: u64) -> bool {
        apart.common(Pair { now, before, at: Address::new(0, 0), left_out: 0 }).is_unexplained()
    }

    #[test]
    fn a_number_that_is_less_than_its_parts_is_held_against_the_other_as_it_stands() {
        let apart = with(("2/2", "a 5 b 70"), ("1/2 b", "a 500"));
        assert!(is_unexplained(&apart, 60, 500), "however many the missing unit had, it was more");
        assert!(!is_unexplained(&apart, 60, 50));
    }
}
