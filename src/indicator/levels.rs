//! How many people each scheme and each indicator should have in a year, given the year's percentages and labour force.
//! The same for the proposal of next year and for every later year of a trajectory.

use crate::plan::{IndicatorId, Plan, SchemeId};
use crate::value::Percent;

/// What a scheme or an indicator needs and should have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SchemeLevel {
    /// People who take part today.
    pub current: Option<i64>,
    /// The fewest people that reach the target, or that the other schemes of an indicator leave; `None` if not computable.
    pub needed: Option<i64>,
    /// The proposed number: at least what is needed, what is there today, and what a scheme within it needs.
    pub proposed: Option<i64>,
    /// The scheme within it that needs more; `None` if its own need decides.
    pub raised_for: Option<SchemeId>,
}

impl SchemeLevel {
    fn new(current: Option<i64>, needed: Option<i64>) -> Self {
        let proposed = needed.zip(current).map(|(needed, current)| needed.max(current));
        SchemeLevel { current, needed, proposed, raised_for: None }
    }

    /// How many people more; never below 0, since nobody is proposed to leave.
    pub fn increase(&self) -> Option<u64> {
        u64::try_from(self.proposed? - self.current?).ok()
    }
}

/// The levels of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels {
    by_scheme: Vec<SchemeLevel>,
    by_indicator: Vec<SchemeLevel>,
}

/// What levels are computed from.
pub struct LevelBasis<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// People who take part today, by scheme.
    pub current: &'a [Option<i64>],
    /// Of the year; `None` if not known.
    pub labour_force: Option<u64>,
    /// The year's percentages, by indicator; `None` for one without.
    pub percents: &'a [Option<Percent>],
}

impl Levels {
    /// Worked, for 38 % BHXH and 5.5 % voluntary of 560 000: ⌈38 % × 560 000⌉ = 212 800 people are needed, 30 800 of them in
    /// voluntary BHXH, which leaves 182 000 for compulsory BHXH. Should BHTN, which lies within it, need 190 000, then
    /// compulsory BHXH is raised to 190 000 and BHXH to 220 800.
    pub fn of(basis: &LevelBasis) -> Self {
        let plan = basis.plan;
        let mut by_scheme: Vec<SchemeLevel> =
            plan.scheme_ids().map(|id| SchemeLevel::new(basis.current[id.idx()], basis.needed_of_scheme(id))).collect();
        raise(plan, &mut by_scheme);
        let by_indicator = plan.indicator_ids().map(|id| basis.of_indicator(id, &by_scheme)).collect();
        Levels { by_scheme, by_indicator }
    }

    /// A scheme's.
    pub fn scheme(&self, id: SchemeId) -> &SchemeLevel {
        &self.by_scheme[id.idx()]
    }

    /// An indicator's.
    pub fn indicator(&self, id: IndicatorId) -> &SchemeLevel {
        &self.by_indicator[id.idx()]
    }
}

impl LevelBasis<'_> {
    /// ⌈percentage × labour force⌉.
    fn needed(&self, indicator: IndicatorId) -> Option<i64> {
        let people = self.percents[indicator.idx()]?.people_of(self.labour_force?);
        i64::try_from(people).ok()
    }

    fn needed_of_scheme(&self, id: SchemeId) -> Option<i64> {
        match self.plan.indicator_of(id) {
            Some(indicator) => self.needed(indicator),
            None => self.needed_beside_others(id),
        }
    }

    /// What an indicator needs of the one scheme that has no target of its own: all that is not proposed for the others.
    /// Where these have outgrown their own targets, that much less.
    fn needed_beside_others(&self, id: SchemeId) -> Option<i64> {
        let plan = self.plan;
        let of_several = plan.indicator_ids().find(|several| plan.indicator(*several).schemes.contains(&id))?;
        let mut needed = self.needed(of_several)?;
        for other in plan.indicator(of_several).schemes.iter().filter(|other| **other != id) {
            let own = self.needed(plan.indicator_of(*other)?);
            needed -= SchemeLevel::new(self.current[other.idx()], own).proposed?;
        }
        Some(needed)
    }

    fn of_indicator(&self, id: IndicatorId, by_scheme: &[SchemeLevel]) -> SchemeLevel {
        let schemes = || self.plan.indicator(id).schemes.iter().map(|scheme| &by_scheme[scheme.idx()]);
        SchemeLevel {
            current: schemes().map(|level| level.current).sum(),
            needed: self.needed(id),
            proposed: schemes().map(|level| level.proposed).sum(),
            raised_for: schemes().find_map(|level| level.raised_for),
        }
    }
}

/// Raises every scheme to the schemes that lie within it, the innermost first.
fn raise(plan: &Plan, levels: &mut [SchemeLevel]) {
    let mut from_inside: Vec<SchemeId> = plan.scheme_ids().collect();
    from_inside.sort_by_key(|id| std::cmp::Reverse(plan.outer_schemes(*id).len()));
    for inner in from_inside {
        let Some(outer) = plan.scheme(inner).within else { continue };
        let within = levels[inner.idx()];
        let level = &mut levels[outer.idx()];
        if within.proposed > level.proposed && level.proposed.is_some() {
            level.proposed = within.proposed;
            level.raised_for = Some(within.raised_for.unwrap_or(inner));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

    fn levels(labour_force: u64, percents: [&str; 3], current: [i64; 3]) -> Levels {
        let plan = plan::embedded();
        let percents = percents.map(Percent::parse);
        let current = current.map(Some);
        Levels::of(&LevelBasis {
            plan: &plan,
            current: &current,
            labour_force: Some(labour_force),
            percents: &percents,
        })
    }

    fn proposed(levels: &Levels) -> [Option<i64>; 4] {
        let scheme = |n| levels.scheme(SchemeId::at(n)).proposed;
        [levels.indicator(IndicatorId::at(0)).proposed, scheme(0), scheme(1), scheme(2)]
    }

    #[test]
    fn what_the_other_schemes_bring_is_left_out() {
        let levels = levels(560_000, ["38", "31.5", "5.5"], [177_500, 160_000, 14_000]);
        assert_eq!(proposed(&levels), [Some(212_800), Some(182_000), Some(176_400), Some(30_800)]);
        assert_eq!(levels.scheme(SchemeId::at(0)).raised_for, None);
    }

    #[test]
    fn nobody_is_proposed_to_leave() {
        let levels = levels(560_000, ["38", "31.5", "5.5"], [177_500, 160_000, 40_800]);
        // Compulsory BHXH needs 172 000 and has more, so that together they are more than BHXH needs.
        assert_eq!(proposed(&levels), [Some(218_300), Some(177_500), Some(176_400), Some(40_800)]);
    }

    #[test]
    fn a_scheme_is_raised_to_what_lies_within_it_and_says_so() {
        // The example province of 2023 with BHTN at 37 %.
        let levels = levels(643_181, ["42", "37", "6"], [214_131, 201_103, 25_928]);
        assert_eq!(proposed(&levels), [Some(276_568), Some(237_977), Some(237_977), Some(38_591)]);
        assert_eq!(levels.scheme(SchemeId::at(0)).raised_for, Some(SchemeId::at(1)));
        assert_eq!(levels.indicator(IndicatorId::at(0)).raised_for, Some(SchemeId::at(1)));
        assert_eq!(levels.indicator(IndicatorId::at(0)).needed, Some(270_137));
    }
}
