//! The parts of a number on every level below: those of the collector's own units, and of each that collects from units of its own
//! the parts of these. Every level adds up to the one above it and is counted once, in the number itself.

use super::{Count, FormSources, UnitSources};

/// A unit's part of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitPart<'a> {
    /// The unit.
    pub unit: &'a UnitSources,
    /// What it reported.
    pub count: Count,
    /// The place in the list of the part that it is a part of; `None` for one of the number itself.
    pub above: Option<usize>,
}

impl UnitSources {
    /// How many units it stands below: 0 for one of the collector's own.
    pub fn level(&self) -> usize {
        self.unit.matches('/').count()
    }

    /// The unit's number of a cell; `None` if it doesn't fill it.
    pub fn count(&self, cell: usize) -> Option<Count> {
        *self.counts.get(cell)?
    }

    /// Whether it is below another unit, be it with units between them.
    fn is_below(&self, other: &UnitSources) -> bool {
        self.unit.strip_prefix(&other.unit).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl FormSources {
    /// The parts of a cell on every level, each followed by its own parts. What was reported below a unit that doesn't report the
    /// number itself isn't in it, and is left out.
    pub fn parts_on_all_levels(&self, cell: usize) -> Vec<UnitPart<'_>> {
        let mut parts: Vec<UnitPart> = Vec::new();
        // The parts that the next one may be a part of, from the outermost on.
        let mut open: Vec<usize> = Vec::new();
        for unit in &self.units {
            while open.last().is_some_and(|above| !unit.is_below(parts[*above].unit)) {
                open.pop();
            }
            let Some(count) = unit.count(cell).filter(|_| unit.level() == open.len()) else { continue };
            parts.push(UnitPart { unit, count, above: open.last().copied() });
            open.push(parts.len() - 1);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::grid::Address;

    fn unit(code: &str, people: Option<u64>) -> UnitSources {
        let count = people.map(|people| Count { people, at: Address::new(10, 3) });
        UnitSources { unit: code.to_owned(), counts: vec![count], ..UnitSources::default() }
    }

    fn parts(units: Vec<UnitSources>) -> Vec<(String, Option<usize>)> {
        let form = FormSources { units, ..FormSources::default() };
        let parts = form.parts_on_all_levels(0);
        parts.iter().map(|part| (part.unit.unit.clone(), part.above)).collect()
    }

    #[test]
    fn every_part_says_of_which_it_is_one() {
        let units = ["a", "a/x", "a/x/1", "a/y", "ab", "ab/x"].map(|code| unit(code, Some(1)));
        let above = [None, Some(0), Some(1), Some(0), None, Some(4)];
        assert_eq!(parts(units.to_vec()).into_iter().map(|(_, above)| above).collect::<Vec<_>>(), above);
    }

    #[test]
    fn what_a_unit_did_not_report_on_is_in_nothing() {
        let units =
            vec![unit("a", None), unit("a/x", Some(1)), unit("b", Some(2)), unit("b/x", None), unit("b/x/1", Some(3))];
        assert_eq!(parts(units), [("b".to_owned(), None)]);
    }
}
