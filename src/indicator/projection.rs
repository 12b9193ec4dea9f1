//! What the percentages of coming years are taken of, and how many people each year on the way to the last target needs.
//! Every table that speaks of a year takes its labour force and its people from here.

use std::collections::BTreeMap;

use num_bigint::BigUint;

use super::Lack;
use super::apportion::largest_remainder;
use crate::counts::{Counts, Scope, Sum};
use crate::plan::PlanYear;
use crate::value::Percent;

/// The labour force of working age in the years to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// In people, this year.
    pub today: Sum,
    /// In people, next year, as the officer gave it; `None` if it is projected.
    pub given: Option<u64>,
    /// How it grows from year to year; `None` for want of two adjacent years.
    pub growth: Option<Growth>,
}

/// How the labour force grew in a year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// The first of the two years.
    pub from_year: i32,
    /// In people, then.
    pub from: u64,
    /// In people, a year later.
    pub to: u64,
}

/// Where next year's labour force comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The officer gave it.
    Given,
    /// It grows as it grew in a year before.
    Projected,
    /// It stays as it is, an assumption for want of an earlier year.
    Unchanged,
    /// This year's isn't known.
    Unknown,
}

impl Projection {
    /// From this year's counts, the officer's number and earlier years' labour forces.
    pub fn new(year: &PlanYear, counts: &Counts, given: Option<u64>, earlier: &BTreeMap<i32, u64>) -> Self {
        let today = labour_force(year, counts);
        let mut known = earlier.clone();
        known.retain(|earlier, _| *earlier < year.year);
        known.extend(positive(&today).map(|people| (year.year, people)));
        Projection { growth: growth(&known), today, given }
    }

    /// The labour force so many years from now, at least one: L·(L ÷ P)ⁿ with this year's L and the year before's P, or the
    /// officer's number growing at that rate from next year on. Computed exactly and rounded half up once.
    ///
    /// Worked: 621 800 a year ago and 632 400 today give 632 400² ÷ 621 800 = 643 180.7…, 643 181 next year, and
    /// 632 400³ ÷ 621 800² = 654 145 the year after.
    pub fn people(&self, n_years: u32) -> Option<u64> {
        let (base, n_times) = match (self.given, positive(&self.today)) {
            (Some(given), _) => (given, n_years.saturating_sub(1)),
            (None, Some(today)) => (today, n_years),
            (None, None) => return None,
        };
        Some(self.growth.map_or(base, |growth| growth.times(base, n_times)))
    }

    /// Where next year's comes from.
    pub fn basis(&self) -> Basis {
        match (self.given, positive(&self.today), self.growth) {
            (Some(_), ..) => Basis::Given,
            (None, None, _) => Basis::Unknown,
            (None, Some(_), Some(_)) => Basis::Projected,
            (None, Some(_), None) => Basis::Unchanged,
        }
    }

    /// Why next year's labour force isn't known; `None` if it is.
    pub fn lack(&self) -> Option<Lack> {
        match (self.people(1), self.today.known()) {
            (Some(_), _) => None,
            (None, Some(_)) => Some(Lack::NoLabourForce),
            (None, None) => Some(Lack::Agencies(self.today.missing.clone())),
        }
    }
}

impl Growth {
    /// base × (to ÷ from)ⁿ, rounded half up once.
    fn times(self, base: u64, n: u32) -> u64 {
        let (to, from) = (BigUint::from(self.to).pow(n), BigUint::from(self.from).pow(n));
        let rounded = (BigUint::from(2u8) * base * to + &from) / (BigUint::from(2u8) * &from);
        u64::try_from(rounded).unwrap_or(u64::MAX).min(i64::MAX.unsigned_abs())
    }
}

/// The growth of the nearest pair of adjacent years.
fn growth(known: &BTreeMap<i32, u64>) -> Option<Growth> {
    let positive = |year: i32| known.get(&year).copied().filter(|people| *people > 0);
    known.keys().rev().find_map(|year| {
        let from_year = year - 1;
        Some(Growth { from_year, from: positive(from_year)?, to: positive(*year)? })
    })
}

/// A sum of people that is known and above 0.
fn positive(sum: &Sum) -> Option<u64> {
    u64::try_from(sum.known()?).ok().filter(|people| *people > 0)
}

/// The labour force that this year's counts give, in people.
pub fn labour_force(year: &PlanYear, counts: &Counts) -> Sum {
    counts.sum(year, std::slice::from_ref(&year.plan.proposal.labour_force), Scope::Province, None)
}

/// The way from this year to the last target: what every year with a target needs, and even steps between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trajectory {
    /// The year it starts from.
    pub from_year: i32,
    /// People who take part in `from_year`.
    pub from: i64,
    /// From the year after `from_year` to the last with a target.
    pub steps: Vec<Step>,
}

/// One year of a trajectory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The year.
    pub year: i32,
    /// In people.
    pub people: i64,
    /// People more than the year before; all of them add up to the last year's people less today's.
    pub increment: i64,
    /// The year's target and the labour force it is taken of; `None` for a year between targets.
    pub target: Option<(Percent, u64)>,
}

/// What a year with a target needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestone {
    /// The year.
    pub year: i32,
    /// In people.
    pub people: i64,
    /// The target.
    pub percent: Percent,
    /// The labour force, in people.
    pub labour_force: u64,
}

impl Trajectory {
    /// The way through milestones in order of years, all after `from_year`; `None` without any.
    ///
    /// Worked: from 240 059 in 2023 through nothing in 2024 to 284 580 in 2025: 44 521 in two years are 22 261 and 22 260.
    pub fn new(from_year: i32, from: i64, milestones: &[Milestone]) -> Option<Self> {
        let (mut steps, mut at) = (Vec::new(), (from_year, from));
        for milestone in milestones {
            steps.extend(evenly(at, milestone));
            at = (milestone.year, milestone.people);
        }
        (!steps.is_empty()).then_some(Trajectory { from_year, from, steps })
    }

    /// The last year's step.
    pub fn last(&self) -> &Step {
        self.steps.last().expect("a trajectory has a step")
    }
}

/// The steps from a year to a milestone: as even as whole people can be, the larger ones first.
fn evenly((from_year, from): (i32, i64), to: &Milestone) -> Vec<Step> {
    let n_years = usize::try_from(to.year - from_year).unwrap_or(0);
    let change = to.people - from;
    let shares = largest_remainder(change.unsigned_abs(), &vec![1; n_years]).unwrap_or_default();
    let mut people = from;
    (from_year + 1..=to.year)
        .zip(shares)
        .map(|(year, share)| {
            let increment = i64::try_from(share).unwrap_or(i64::MAX) * change.signum();
            people += increment;
            let target = (year == to.year).then_some((to.percent, to.labour_force));
            Step { year, people, increment, target }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{PROVINCE, counts};
    use super::*;
    use crate::plan;

    fn projected(more: &str, given: Option<u64>, earlier: &[(i32, u64)]) -> (Option<u64>, Option<u64>, Basis) {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let counts = counts(&year, &format!("{PROVINCE}\n{more}"));
        let projection = Projection::new(&year, &counts, given, &earlier.iter().copied().collect());
        (projection.people(1), projection.people(2), projection.basis())
    }

    #[test]
    fn the_officer_then_growth_then_today() {
        let earlier = [(2021, 1), (2022, 550_000)];
        // 560 000² ÷ 550 000 and 560 000³ ÷ 550 000².
        assert_eq!(projected("", None, &earlier), (Some(570_182), Some(580_549), Basis::Projected));
        // Later years grow from the officer's number at the same rate.
        assert_eq!(projected("", Some(600_000), &earlier), (Some(600_000), Some(610_909), Basis::Given));
        assert_eq!(projected("", Some(600_000), &[]), (Some(600_000), Some(600_000), Basis::Given));
        assert_eq!(projected("", None, &[]), (Some(560_000), Some(560_000), Basis::Unchanged));
        assert_eq!(projected("ctk * * * ?", None, &earlier), (None, None, Basis::Unknown));
        // Nobody able to work is no basis for anything, this year or last.
        assert_eq!(projected("ctk lao-dong * labour-force 0", None, &earlier), (None, None, Basis::Unknown));
        assert_eq!(projected("", None, &[(2022, 0)]), (Some(560_000), Some(560_000), Basis::Unchanged));
    }

    #[test]
    fn without_the_year_before_the_nearest_adjacent_years_tell_the_growth() {
        // 2021 alone is two years ago and says nothing.
        assert_eq!(projected("", None, &[(2021, 550_000)]), (Some(560_000), Some(560_000), Basis::Unchanged));
        let pair = [(2018, 1), (2019, 2), (2020, 500_000), (2021, 550_000)];
        assert_eq!(projected("", None, &pair), (Some(616_000), Some(677_600), Basis::Projected));
    }

    #[test]
    fn the_example_province_grows_as_its_documents_say() {
        let growth = Growth { from_year: 2022, from: 621_800, to: 632_400 };
        assert_eq!([0, 1, 2].map(|n| growth.times(632_400, n)), [632_400, 643_181, 654_145]);
    }

    #[test]
    fn growth_is_exact_and_rounded_half_up_once() {
        let times = |from, to, base, n| Growth { from_year: 0, from, to }.times(base, n);
        // 3 × 3 ÷ 2 = 4.5 and 5 × 5 ÷ 4 = 6.25.
        assert_eq!([times(2, 3, 3, 1), times(4, 5, 5, 1), times(7, 7, 7, 1)], [5, 6, 7]);
        // Rounded every year, 10 × 1.25² = 15.625 would be 13 and then 16.25.
        assert_eq!([times(4, 5, 10, 1), times(4, 5, 10, 2), times(4, 5, 10, 3)], [13, 16, 20]);
        assert_eq!(times(1, u64::MAX, u64::MAX, 30), i64::MAX.unsigned_abs());
        assert_eq!(times(u64::MAX, 1, u64::MAX, 30), 0);
    }

    #[test]
    fn steps_are_even_between_targets_and_add_up() {
        let percent = Percent::ALL;
        let at = |year, people| Milestone { year, people, percent, labour_force: people.unsigned_abs() };
        let steps = |from, milestones: &[Milestone]| {
            let way = Trajectory::new(2023, from, milestones).expect("a target ahead");
            way.steps.iter().map(|step| (step.year, step.people, step.increment)).collect::<Vec<_>>()
        };
        assert_eq!(steps(240_059, &[at(2025, 284_580)]), [(2024, 262_320, 22_261), (2025, 284_580, 22_260)]);
        let both = [at(2024, 250_000), at(2027, 250_010)];
        let expected = [(2024, 250_000, 9_941), (2025, 250_004, 4), (2026, 250_007, 3), (2027, 250_010, 3)];
        assert_eq!(steps(240_059, &both), expected);
        assert_eq!(steps(10, &[at(2024, 10)]), [(2024, 10, 0)]);
        assert_eq!(Trajectory::new(2025, 1, &[]), None);
    }
}
