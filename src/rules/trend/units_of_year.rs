//! What is known of the units' parts of a number in one year, and of a unit's own.

use crate::counts::UnitPeople;
use crate::rollup::UnitExtent;

/// What is known of a cell in one year.
#[derive(Clone, Copy, Default)]
pub struct YearOfUnits<'a> {
    /// The units that the year lacks and that fill the cell; `None` where nobody can say which these are.
    pub lacking: Option<&'a [&'a str]>,
    /// What the units reported; `None` if that isn't known.
    pub parts: Option<&'a UnitPeople>,
    /// From which units the number was added up; `None` if it lacks none, or was added up from none.
    pub extent: Option<&'a UnitExtent>,
    /// The units that the year has by the plan.
    pub planned: &'a [String],
    /// The units of which can't be told what they reported.
    pub unknown: &'a [&'a str],
}

impl<'a> YearOfUnits<'a> {
    /// The units that the year's return names as missing.
    pub fn named_as_missing(self) -> impl Iterator<Item = &'a str> {
        self.extent.into_iter().flat_map(|extent| &extent.missing).map(|missing| missing.unit.as_str())
    }
}

/// A unit's part of a year's number: 0 if the year lacks the unit, or its neighbours reported and it didn't; `None` if nobody knows.
pub fn part(unit: &str, year: YearOfUnits) -> Option<u64> {
    if year.unknown.contains(&unit) {
        return None;
    }
    if let Some(people) = year.parts.and_then(|parts| parts.get(unit)) {
        return Some(*people);
    }
    if is_missing(unit, year) {
        return Some(0);
    }
    let level = |code: &str| code.rsplit_once('/').map(|(above, _)| above.to_owned());
    let is_neighbour = |code: &String| level(code) == level(unit);
    year.parts.is_some_and(|parts| parts.keys().any(is_neighbour)).then_some(0)
}

/// Whether a year's number has nothing of a unit, as the unit or one above it is missing.
pub fn is_missing(unit: &str, year: YearOfUnits) -> bool {
    let is_named = |code: &str| year.extent.is_some_and(|of| of.missing.iter().any(|missing| missing.unit == code));
    is_named(unit) || above(unit).any(is_named)
}

/// The units that a unit is below, the nearest first.
pub fn above(unit: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(unit.rsplit_once('/'), |(above, _)| above.rsplit_once('/')).map(|(above, _)| above)
}
