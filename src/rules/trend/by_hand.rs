//! Numbers that were changed by hand: how far they are from what their parts add up to. Such a number may hold people of any unit below it, a
//! missing one as well, so its parts don't tell what it has of that unit.

use std::collections::BTreeMap;

use super::units_of_year::above;
use crate::counts::UnitPeople;

/// What a number and the units' parts of it are apart from the sums below them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ByHand<'a> {
    /// By the unit whose number was changed, empty for the collector: how many people it has more, and how many fewer.
    changed: BTreeMap<&'a str, [u64; 2]>,
}

impl<'a> ByHand<'a> {
    /// Those of a number with its parts on every level.
    pub fn of(number: u64, parts: &'a UnitPeople) -> Self {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for (unit, people) in parts {
            let above = above(unit).next().unwrap_or("");
            let sum = sums.entry(above).or_default();
            *sum = sum.saturating_add(*people);
        }
        let changed = sums.into_iter().filter_map(|(unit, sum)| {
            let number = if unit.is_empty() { number } else { *parts.get(unit)? };
            (number != sum).then(|| (unit, [number.saturating_sub(sum), sum.saturating_sub(number)]))
        });
        ByHand { changed: changed.collect() }
    }

    /// How many people more, and how many fewer, the number may have of units than they reported.
    pub fn of_units(&self, units: &[String]) -> [u64; 2] {
        let is_among = |changed: &str| units.iter().any(|unit| unit == changed || above(changed).any(|of| of == unit));
        let holds_any = |changed: &str| units.iter().any(|unit| above(unit).any(|of| of == changed));
        let changed = self.changed.iter().filter(|(of, _)| match of.is_empty() {
            true => !units.is_empty(),
            false => !is_among(of) && holds_any(of),
        });
        changed.fold([0; 2], |[more, fewer], (_, of)| [more.saturating_add(of[0]), fewer.saturating_add(of[1])])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_changed_by_hand_may_hold_people_of_any_unit_below_it() {
        let parts: UnitPeople = [("a", 5), ("syt", 30), ("syt/x", 9), ("syt/y", 9)]
            .map(|(unit, people)| (unit.to_owned(), people))
            .into_iter()
            .collect();
        let more_and_fewer = |number: u64, units: &[&str]| {
            let units: Vec<String> = units.iter().map(|unit| (*unit).to_owned()).collect();
            ByHand::of(number, &parts).of_units(&units)
        };
        assert_eq!(more_and_fewer(35, &["syt/z"]), [12, 0]);
        assert_eq!(more_and_fewer(35, &["a"]), [0, 0], "its neighbour's number was changed");
        assert_eq!(more_and_fewer(35, &["syt"]), [0, 0], "with all that it has");
        assert_eq!(more_and_fewer(31, &["syt/z"]), [12, 4]);
        assert_eq!(more_and_fewer(31, &["a"]), [0, 4]);
        assert_eq!(more_and_fewer(31, &[]), [0, 0]);
    }
}
