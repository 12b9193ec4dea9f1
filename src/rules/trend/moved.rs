//! Units that stand at another place of the tree than a year ago, as they report to another collector now. One is the same unit if its code
//! is, and it stands once in each year's tree. Both years are then laid out alike: such a unit stands by itself, and its part is in none above
//! it, so that it is compared with itself, and left out of a year only if the other one lacks it.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::own_code;
use super::units_of_year::{YearOfUnits, above, part};
use crate::counts::UnitPeople;
use crate::rollup::{Missing, UnitExtent};

/// The units that moved between this year and the earlier one.
#[derive(Debug, Default)]
pub struct MovedUnits<'a> {
    /// Where they stand in both years, by their own codes.
    places: BTreeMap<&'a str, [&'a str; 2]>,
}

/// What is known of a cell in one year, with the units that moved by themselves.
pub struct YearLaidOut<'a> {
    lacking: Option<Vec<&'a str>>,
    /// What the units reported; `None` if that isn't known.
    pub parts: Option<UnitPeople>,
    /// The units whose numbers are missing.
    extent: UnitExtent,
    unknown: Vec<&'a str>,
}

impl YearLaidOut<'_> {
    /// As it is compared.
    pub fn year(&self) -> YearOfUnits<'_> {
        YearOfUnits {
            lacking: self.lacking.as_deref(),
            parts: self.parts.as_ref(),
            extent: Some(&self.extent),
            planned: &[],
            unknown: &self.unknown,
        }
    }

    /// Whether a unit's numbers are missing, or what it reported can't be told.
    pub fn lacks(&self, unit: &str) -> bool {
        self.unknown.contains(&unit) || self.extent.missing.iter().any(|missing| missing.unit == unit)
    }
}

impl<'a> MovedUnits<'a> {
    /// Those between this year and the earlier one.
    pub fn between(now: YearOfUnits<'a>, then: YearOfUnits<'a>) -> Self {
        let years = [now, then];
        let all = years.map(only_places);
        let moved = all[0].iter().filter_map(|(code, place)| {
            let (now, then) = ((*place)?, (*all[1].get(code)?)?);
            (collector(now) != collector(then)).then_some((*code, [now, then]))
        });
        MovedUnits { places: moved.collect() }
    }

    /// Both years laid out alike.
    pub fn lay_out(&self, now: YearOfUnits<'a>, then: YearOfUnits<'a>) -> [YearLaidOut<'a>; 2] {
        [self.year(0, now), self.year(1, then)]
    }

    /// Where a unit of the common layout stands this year.
    pub fn place_now(&self, unit: &str) -> String {
        self.place(0, unit)
    }

    /// Where it stands this year (0) or in the earlier one (1).
    pub fn place(&self, nth: usize, unit: &str) -> String {
        let (first, below) = unit.split_once('/').unwrap_or((unit, ""));
        match self.places.get(first) {
            Some(places) if below.is_empty() => places[nth].to_owned(),
            Some(places) => format!("{}/{below}", places[nth]),
            None => unit.to_owned(),
        }
    }

    fn year(&self, nth: usize, year: YearOfUnits<'a>) -> YearLaidOut<'a> {
        let (parts, unknown) = year.parts.map(|parts| self.parts(nth, parts, year)).unzip();
        let missing = year.extent.into_iter().flat_map(|extent| &extent.missing);
        let missing = missing.flat_map(|missing| {
            let units = self.with_those_below(nth, &missing.unit, year);
            units.into_iter().map(|unit| Missing { unit: unit.to_owned(), ..missing.clone() })
        });
        let lacking = |units: &'a [&'a str]| units.iter().flat_map(|unit| self.with_those_below(nth, unit, year));
        YearLaidOut {
            lacking: year.lacking.map(|units| lacking(units).collect()),
            parts,
            extent: UnitExtent { missing: missing.collect(), ..UnitExtent::default() },
            unknown: unknown.unwrap_or_default().into_iter().collect(),
        }
    }

    /// The parts without those of moved units in the ones above them, and the units whose parts can't be told.
    fn parts(&self, nth: usize, parts: &'a UnitPeople, year: YearOfUnits<'a>) -> (UnitPeople, BTreeSet<&'a str>) {
        let mut laid_out: UnitPeople =
            parts.iter().map(|(unit, people)| (self.code(nth, unit).to_owned(), *people)).collect();
        let mut unknown = BTreeSet::new();
        for (code, places) in &self.places {
            let people = part(places[nth], year);
            for above in self.above_in_layout(nth, places[nth]) {
                let Some(whole) = laid_out.get_mut(above) else { continue };
                match people.and_then(|people| whole.checked_sub(people)) {
                    Some(rest) => *whole = rest,
                    None => drop(unknown.insert(above)),
                }
            }
            match people {
                Some(people) => drop(laid_out.insert((*code).to_owned(), people)),
                None => drop(unknown.insert(code)),
            }
        }
        laid_out.retain(|unit, _| !unknown.contains(unit.as_str()));
        (laid_out, unknown)
    }

    /// The units above a moved one, up to one that moved itself.
    fn above_in_layout(&self, nth: usize, place: &'a str) -> Vec<&'a str> {
        let mut units = Vec::new();
        for unit in above(place) {
            units.push(self.code(nth, unit));
            if self.is_place(nth, unit) {
                break;
            }
        }
        units
    }

    /// A unit that a year lacks, with the moved ones that it lacks with it, as they stand below.
    fn with_those_below(&self, nth: usize, unit: &'a str, year: YearOfUnits<'a>) -> Vec<&'a str> {
        let is_lacking = |place: &str| {
            above(place).any(|above| above == unit) && year.parts.is_none_or(|parts| !parts.contains_key(place))
        };
        let below = self.places.iter().filter(|(_, places)| is_lacking(places[nth])).map(|(code, _)| *code);
        std::iter::once(self.code(nth, unit)).chain(below).collect()
    }

    /// A unit's code in the common layout: without what is above the nearest moved unit.
    pub fn code<'u>(&self, nth: usize, unit: &'u str) -> &'u str {
        let moved = std::iter::once(unit).chain(above(unit)).find(|of| self.is_place(nth, of));
        moved.map_or(unit, |moved| &unit[moved.len() - own_code(moved).len()..])
    }

    fn is_place(&self, nth: usize, unit: &str) -> bool {
        self.places.get(own_code(unit)).is_some_and(|places| places[nth] == unit)
    }
}

/// Where the units of a year stand, by their own codes; `None` of one that stands at several places. Where a unit reported or is named as missing
/// it stood, whatever the plan says of it by now.
fn only_places(year: YearOfUnits<'_>) -> BTreeMap<&str, Option<&str>> {
    let reported = year.parts.into_iter().flat_map(|parts| parts.keys()).map(String::as_str);
    let missing = year.extent.into_iter().flat_map(|extent| &extent.missing).map(|missing| missing.unit.as_str());
    let mut places = places_by_code(reported.chain(missing));
    for (code, place) in places_by_code(year.planned.iter().map(String::as_str)) {
        places.entry(code).or_insert(place);
    }
    places
}

fn places_by_code<'a>(all: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, Option<&'a str>> {
    let mut places = BTreeMap::new();
    for place in all.collect::<BTreeSet<_>>() {
        places.entry(own_code(place)).and_modify(|only| *only = None).or_insert(Some(place));
    }
    places
}

/// The own code of the unit that a unit is directly below; empty for the collector's own.
fn collector(unit: &str) -> &str {
    unit.rsplit_once('/').map_or("", |(above, _)| own_code(above))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> UnitPeople {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.chunks(2).map(|part| (part[0].to_owned(), part[1].parse().expect("people"))).collect()
    }

    fn laid_out(now: (&str, &str, &str), then: (&str, &str, &str)) -> [String; 2] {
        let [(now_parts, now_extent, now_planned), (then_parts, then_extent, then_planned)] =
            [now, then].map(|(of, extent, planned)| {
                let planned: Vec<String> = planned.split_whitespace().map(str::to_owned).collect();
                (parts(of), UnitExtent::parse(extent).expect("an extent"), planned)
            });
        let year = |parts, extent, planned| YearOfUnits {
            parts: Some(parts),
            extent: Some(extent),
            planned,
            ..YearOfUnits::default()
        };
        let (now, then) =
            (year(&now_parts, &now_extent, &now_planned[..]), year(&then_parts, &then_extent, &then_planned[..]));
        MovedUnits::between(now, then).lay_out(now, then).map(|year| {
            let parts = year.parts.expect("known parts");
            parts.iter().map(|(unit, people)| format!("{unit} {people}")).collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn a_unit_that_moved_stands_by_itself_with_what_is_below_it() {
        let now = ("bv 5 bv/bv 2 bv/nhi 3 syt 4 syt/syt 4", "2/2", "");
        let then = ("syt 8 syt/bv 5 syt/bv/bv 2 syt/bv/nhi 3 syt/syt 3", "1/1", "");
        assert_eq!(
            laid_out(now, then),
            ["bv 5 bv/bv 2 bv/nhi 3 syt 4 syt/syt 4", "bv 5 bv/bv 2 bv/nhi 3 syt 3 syt/syt 3"]
        );
    }

    #[test]
    fn a_unit_below_a_missing_one_is_known_by_the_plan() {
        let then = ("c 1 stp 30 syt 9 syt/x 9", "3/3", "");
        assert_eq!(laid_out(("c 1", "1/2 syt", "syt/stp syt/x"), then)[0], "c 1 stp 0");
        let elsewhere = laid_out(("c 1 d 2 d/x 2", "2/3 syt", "syt/x"), then);
        assert_eq!(elsewhere, ["c 1 d 0 x 2", "c 1 stp 30 syt 0 x 9"], "where it reported it stands");
        let twice = laid_out(("c 1 d 2 d/x 2 e 1 e/x 1", "2/3 syt", ""), then);
        assert_eq!(twice[1], "c 1 stp 30 syt 9 syt/x 9", "two may bear that code");
    }

    #[test]
    fn a_part_that_nobody_can_tell_makes_those_above_it_unknown() {
        let gone = "2/2\nopen\tsyt\tY\t\tsources-gone\tgone";
        let [now, then] = laid_out(("c 1 syt 39", gone, "syt/stp syt/x"), ("c 1 stp 30 syt 9 syt/x 9", "3/3", ""));
        assert_eq!((now.as_str(), then.as_str()), ("c 1", "c 1 stp 30 syt 9 syt/x 9"));
    }
}
