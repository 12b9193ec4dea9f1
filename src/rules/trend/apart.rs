//! What of a number can't be compared, because only one of the two years has it. Without the groups of which a year lacks units both years are of the
//! same units. With them a change is one if it is more than the people that the missing units may have.

use std::collections::BTreeSet;

use super::blocks::{Blocks, OwnCodes};
use super::groups::{PieceGroup, PieceGroups, UnitPiece};
use super::pair::Pair;
use super::units_of_year::{YearOfUnits, above};

/// Ways to hold two numbers against each other of which one or both lack units.
#[derive(Debug, Clone, Default)]
pub struct OnlyOneYear {
    /// The one that leaves out everything of which a year lacks something, then those that leave out less.
    ways: Vec<WayToCompare>,
    /// The numbers as they stand.
    pair: Option<Pair>,
    /// Whether the first of them compares numbers of the same units.
    is_exact: bool,
    /// Whether this year may lack people of whom nobody knows how many they are.
    may_lack_unknown_people: bool,
    /// Units that only one of the years has, by the plan.
    of_one_year: Vec<OwnUnit>,
}

/// A unit of the collector's own, with its part of one of the years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnUnit {
    /// Where it stands.
    pub code: String,
    /// Whether it is this year's part.
    pub is_now: bool,
    /// How many people.
    pub people: u64,
}

/// Two numbers without some units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WayToCompare {
    /// The numbers; `None` where one is less than what is left out, as it was changed by hand.
    pair: Option<Pair>,
    /// The least and the most people that this year's number may have of the units of both.
    now: [u64; 2],
    /// The same of the earlier year's.
    then: [u64; 2],
    /// The units that are left out, by their places of this year.
    pub without: BTreeSet<String>,
    /// The units of which a year may lack numbers and which aren't left out.
    pub unsure: BTreeSet<String>,
}

/// Two numbers that are held against each other.
#[derive(Debug, Clone, Copy)]
pub struct Common<'a> {
    /// The numbers.
    pub pair: Pair,
    /// How they were made comparable.
    pub compared: &'a WayToCompare,
}

impl OnlyOneYear {
    /// How a cell's two numbers are compared. A unit that moved is left out at either of its places.
    pub fn of(now: YearOfUnits, then: YearOfUnits, pair: Pair) -> Self {
        let codes = OwnCodes::of([now, then]);
        let blocks = Blocks::of_years([now, then], [pair.now, pair.before], &codes);
        let groups = PieceGroups::of(blocks, codes);
        let lacking: Vec<&PieceGroup> = groups.all.iter().filter(|group| !group.is_of_same_units()).collect();
        let of_one_year = of_one_year(&groups);
        let is_open = [0, 1].map(|nth| groups.blocks[nth].is_open);
        if lacking.is_empty() && groups.unplaced.is_empty() {
            return OnlyOneYear { may_lack_unknown_people: is_open[0], of_one_year, ..OnlyOneYear::default() };
        }
        let is_rest = |group: &PieceGroup| group.is_of_same_units();
        let has_rest = groups.all.iter().any(is_rest) || lacking.iter().all(|group| group.is_whole);
        let leave = |is_left_out: &dyn Fn(&PieceGroup) -> bool| {
            let left_out = lacking.iter().copied().filter(|group| !group.has_whole_number());
            let left_out: Vec<&PieceGroup> = left_out.filter(|group| group.is_whole || is_left_out(group)).collect();
            compared(&groups, &left_out, pair)
        };
        let mut ways =
            vec![leave(&|_| true), leave(&|group| group.lacks[1]), leave(&|group| group.lacks[0]), leave(&|_| false)];
        if !has_rest {
            ways.remove(0);
        }
        let first = &ways[0];
        let is_exact = first.pair.is_some_and(|pair| first.now == [pair.now; 2] && first.then == [pair.before; 2]);
        let is_exact = is_exact && has_rest;
        let may_lack = lacking.iter().any(|group| !group.is_whole && group.lacks[0]) || is_open[0];
        ways.dedup();
        OnlyOneYear { ways, pair: Some(pair), is_exact, may_lack_unknown_people: !is_exact && may_lack, of_one_year }
    }

    /// Whether both numbers are of the same units as they are.
    pub fn is_nothing(&self) -> bool {
        self.ways.is_empty()
    }

    /// Whether this year may lack people of whom nobody knows how many they are.
    pub fn may_lack_unknown_people(&self) -> bool {
        self.may_lack_unknown_people
    }

    /// Both numbers without everything of which a year lacks something; `None` where one may have people of other units that the other one lacks.
    pub fn of_same_units(&self) -> Option<Common<'_>> {
        self.ways.first().filter(|_| self.is_exact).and_then(WayToCompare::common)
    }

    /// Both numbers with no more left out than has to be.
    pub fn common(&self) -> Option<Common<'_>> {
        self.ways.last().and_then(WayToCompare::common)
    }

    /// Two numbers that changed in a way that no missing unit explains. `None` if there are no such.
    pub fn unexplained(&self, is_passed: impl Fn(u64, u64) -> bool) -> Option<Common<'_>> {
        let way = self.ways.iter().find(|way| way.is_passed(&is_passed))?;
        Some(Common { pair: way.pair.or(self.pair)?, compared: way })
    }

    /// Whether this year's numbers, made others, may fit the earlier year, whatever is missing.
    pub fn may_fit(&self, other: impl Fn(u64) -> u64, is_passed: impl Fn(u64, u64) -> bool) -> bool {
        let way = |way: &WayToCompare| WayToCompare { now: way.now.map(&other), ..way.clone() };
        !self.ways.iter().any(|of| way(of).is_passed(&is_passed))
    }

    /// Units that only one of the years has, by the plan.
    pub fn of_one_year(&self) -> &[OwnUnit] {
        &self.of_one_year
    }
}

impl WayToCompare {
    fn common(&self) -> Option<Common<'_>> {
        Some(Common { pair: self.pair?, compared: self })
    }

    /// Whether even the nearest of the numbers that there may be are far apart.
    fn is_passed(&self, is_passed: impl Fn(u64, u64) -> bool) -> bool {
        let ([now_least, now_most], [then_least, then_most]) = (self.now, self.then);
        now_least > then_most && is_passed(now_least, then_most)
            || now_most < then_least && is_passed(now_most, then_least)
    }
}

/// The pieces of some groups; no two groups have one in common.
fn pieces_of<'a>(groups: &[&PieceGroup<'a>]) -> BTreeSet<UnitPiece<'a>> {
    groups.iter().flat_map(|group| group.pieces.iter().copied()).collect()
}

/// Whether a group is one of those with these pieces.
fn is_among(group: &PieceGroup, pieces: &BTreeSet<UnitPiece>) -> bool {
    group.pieces.first().is_some_and(|piece| pieces.contains(piece))
}

/// The numbers without some groups.
fn compared(groups: &PieceGroups, left_out: &[&PieceGroup], pair: Pair) -> WayToCompare {
    let in_them = pieces_of(left_out);
    let is_left_out = |group: &PieceGroup| is_among(group, &in_them);
    let [now, then] = [0, 1].map(|nth| {
        let year = &groups.blocks[nth];
        let number = i128::from([pair.now, pair.before][nth]);
        let mut rest = number - left_out.iter().map(|group| i128::from(group.people[nth])).sum::<i128>();
        let others = groups.all.iter().filter(|group| !is_left_out(group) && !group.is_of_same_units());
        let mut fewer: i128 = others.map(|group| i128::from(group.at_most[nth])).sum();
        let unplaced = groups.unplaced.iter().filter(|(of, _)| *of == nth);
        fewer += unplaced.map(|(_, unit)| i128::from(year.pieces[unit])).sum::<i128>();
        let mut more = 0;
        for (unit, change) in &year.by_hand {
            if !unit.is_empty() && groups.lacked(1 - nth, unit).is_some() {
                rest -= change;
            } else if let Some(people) = left_out_below(groups, &in_them, (nth, unit)) {
                // What was added by hand this year is asked about itself.
                fewer += if nth == 0 { 0 } else { *change.max(&0) };
                more += (-change).max(0).min(people);
            }
        }
        (rest, [rest - fewer, rest + more].map(people))
    });
    let pair_left = u64::try_from(now.0).ok().zip(u64::try_from(then.0).ok());
    let pair_left = pair_left.map(|(now, before)| Pair { now, before, left_out: pair.now - now.min(pair.now), ..pair });
    let unsure = groups.all.iter().filter(|group| !is_left_out(group));
    let unsure: BTreeSet<UnitPiece> = unsure.flat_map(|group| group.lacking.iter().copied()).collect();
    WayToCompare {
        pair: pair_left,
        now: now.1,
        then: then.1,
        without: names_of_left_out(groups, &in_them),
        unsure: outermost(groups, unsure),
    }
}

fn people(of: i128) -> u64 {
    u64::try_from(of.max(0)).unwrap_or(u64::MAX)
}

/// The people of the pieces left out that stand below a unit whose number was changed by hand; `None` if none below it are left out, and the other year lacks
/// none of those that aren't.
fn left_out_below(groups: &PieceGroups, left_out: &BTreeSet<UnitPiece>, (nth, unit): UnitPiece) -> Option<i128> {
    let is_below = |(year, of): &&UnitPiece| *year == nth && (unit.is_empty() || above(of).any(|above| above == unit));
    let mut lacking = groups.all.iter().filter(|group| group.lacks[1 - nth] || is_among(group, left_out));
    let is_any = lacking.any(|group| group.pieces.iter().chain(&group.lacking).any(|of| is_below(&of)));
    let pieces = left_out.iter().filter(is_below);
    let people = pieces.map(|(_, of)| i128::from(groups.blocks[nth].pieces[of])).sum();
    is_any.then_some(people)
}

/// What is left out, by places of this year: a unit that a year lacks with all of its own by its own name.
fn names_of_left_out(groups: &PieceGroups, left_out: &BTreeSet<UnitPiece>) -> BTreeSet<String> {
    let pieces = left_out.iter().copied().filter(|(nth, unit)| groups.blocks[*nth].pieces[unit] > 0);
    let others = groups.all.iter().filter(|group| !is_among(group, left_out)).flat_map(|group| &group.pieces);
    let above_others: BTreeSet<&str> = others.flat_map(|piece| above(groups.place_now(*piece))).collect();
    let is_left_out = |unit: &str| !above_others.contains(unit);
    let named = |(nth, unit): UnitPiece<'_>| {
        let lacked = groups.lacked(1 - nth, unit).map(|of| (1 - nth, of));
        lacked.filter(|of| is_left_out(groups.place_now(*of)))
    };
    outermost(groups, pieces.map(|piece| named(piece).unwrap_or(piece)).collect())
}

/// Units by their places of this year, without those that are below others.
fn outermost(groups: &PieceGroups, pieces: BTreeSet<UnitPiece>) -> BTreeSet<String> {
    let all: BTreeSet<&str> = pieces.into_iter().map(|piece| groups.place_now(piece)).collect();
    let outermost = all.iter().filter(|unit| !unit.is_empty() && !above(unit).any(|above| all.contains(above)));
    outermost.map(|unit| (*unit).to_owned()).collect()
}

fn of_one_year(groups: &PieceGroups) -> Vec<OwnUnit> {
    let only = groups.all.iter().filter(|group| group.is_of_same_units() && group.pieces.len() == 1);
    let only = only.flat_map(|group| &group.pieces).filter(|piece| !groups.unplaced.contains(piece));
    let own = only.filter(|(_, unit)| !unit.is_empty() && !unit.contains('/'));
    let own = own.map(|(nth, unit)| OwnUnit {
        code: (*unit).to_owned(),
        is_now: *nth == 0,
        people: groups.blocks[*nth].pieces[unit],
    });
    own.filter(|unit| unit.people > 0).collect()
}

#[cfg(test)]
mod tests;
