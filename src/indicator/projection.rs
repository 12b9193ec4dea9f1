//! What next year's percentages are taken of, and how the way to the plan's last target is paced.

use std::collections::BTreeMap;

use super::Lack;
use crate::counts::{Counts, Scope, Sum};
use crate::plan::PlanYear;
use crate::value::Percent;

/// The labour force of working age, projected to the year targets are proposed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// In people, this year.
    pub today: Sum,
    /// In people, next year; `None` if this year's isn't known and none was given.
    pub people: Option<u64>,
    /// How it was projected.
    pub basis: Basis,
}

impl Projection {
    /// Why next year's labour force isn't known; `None` if it is.
    pub fn lack(&self) -> Option<Lack> {
        match (self.people, self.today.known()) {
            (Some(_), _) => None,
            (None, Some(_)) => Some(Lack::NoLabourForce),
            (None, None) => Some(Lack::Agencies(self.today.missing.clone())),
        }
    }
}

/// Where a projected labour force comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The officer gave it.
    Given,
    /// It grows once more as it grew since the year before.
    ///
    /// Worked: 550 000 a year ago and 560 000 today give 560 000 × 560 000 ÷ 550 000 = 570 181.8…, rounded half up
    /// 570 182.
    Growth {
        /// The earlier year.
        from_year: i32,
        /// The labour force of that year.
        from: u64,
    },
    /// It stays as it is, an assumption for want of last year's.
    Unchanged,
    /// This year's isn't known.
    Unknown,
}

/// The labour force that this year's counts give, in people.
pub fn labour_force(year: &PlanYear, counts: &Counts) -> Sum {
    counts.sum(year, std::slice::from_ref(&year.plan.proposal.labour_force), Scope::Province, None)
}

/// Projects the labour force: what the officer gave, else last year's growth, else as it is.
pub fn project(
    year: &PlanYear,
    counts: &Counts,
    given: Option<u64>,
    earlier_labour_force: &BTreeMap<i32, u64>,
) -> Projection {
    let today = labour_force(year, counts);
    let known = today.known().and_then(|people| u64::try_from(people).ok()).filter(|people| *people > 0);
    let from_year = year.year - 1;
    let before = earlier_labour_force.get(&from_year).copied().filter(|people| *people > 0);
    let (people, basis) = match (given, known, before) {
        (Some(given), ..) => (Some(given), Basis::Given),
        (None, Some(known), Some(from)) => (Some(grow(known, from)), Basis::Growth { from_year, from }),
        (None, Some(known), None) => (Some(known), Basis::Unchanged),
        (None, None, _) => (None, Basis::Unknown),
    };
    Projection { today, people, basis }
}

/// today × today ÷ before, rounded half up.
fn grow(today: u64, before: u64) -> u64 {
    let (today, before) = (u128::from(today), u128::from(before));
    u64::try_from((2 * today * today + before) / (2 * before)).unwrap_or(u64::MAX)
}

/// The even way from this year's participants to the last target: every year as many people more, the last one exactly
/// at the target.
///
/// Worked: from 195 776 in 2022 to 252 000 in 2025 is 56 224 in three years, 18 742 a year: 214 518, 233 259, 252 000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trajectory {
    /// The year of the counts.
    pub from_year: i32,
    /// People who take part in `from_year`.
    pub from: i64,
    /// The year that is projected.
    pub to_year: i32,
    /// People needed in `to_year`, of the projected labour force.
    pub to: i64,
    /// The target of `to_year`.
    pub percent: Percent,
    /// From the year after `from_year` to `to_year`.
    pub steps: Vec<Step>,
}

/// One year of a trajectory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The year.
    pub year: i32,
    /// People on the even way, rounded up.
    pub people: i64,
    /// People needed for that year's own target, of the projected labour force; `None` without one.
    pub needed: Option<i64>,
}

impl Trajectory {
    /// The way to the last of the percentages by year, all after `from_year`; `None` if there is none.
    pub fn new(from_year: i32, from: i64, labour_force: u64, percents: &BTreeMap<i32, Percent>) -> Option<Self> {
        let (to_year, percent) = percents.iter().next_back().map(|(year, percent)| (*year, *percent))?;
        let to = needed(percent, labour_force);
        let steps = (from_year + 1..=to_year).map(|year| Step {
            year,
            people: evenly((from_year, from), (to_year, to), year),
            needed: percents.get(&year).map(|percent| needed(*percent, labour_force)),
        });
        Some(Trajectory { from_year, from, to_year, to, percent, steps: steps.collect() })
    }

    /// How many more people a year, rounded up; 0 if the target is reached.
    pub fn people_a_year(&self) -> i64 {
        self.steps.first().map_or(0, |step| step.people - self.from)
    }
}

fn needed(percent: Percent, labour_force: u64) -> i64 {
    i64::try_from(percent.people_of(labour_force)).unwrap_or(i64::MAX)
}

/// The people of a year between two others on the even way, rounded up. It never goes down: nobody is asked to leave.
fn evenly((from_year, from): (i32, i64), (to_year, to): (i32, i64), year: i32) -> i64 {
    let n_years = i128::from(to_year - from_year);
    let more = (i128::from(to) - i128::from(from)).max(0) * i128::from(year - from_year);
    let people = i128::from(from) + (more + n_years - 1) / n_years;
    i64::try_from(people).expect("between two numbers that fit")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{PROVINCE, counts};
    use super::*;
    use crate::plan;

    fn percent(text: &str) -> Percent {
        Percent::parse(text).expect("a percentage")
    }

    #[test]
    fn the_officer_then_growth_then_today() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let known = counts(&year, PROVINCE);
        let earlier = BTreeMap::from([(2021, 1), (2022, 550_000)]);
        let project = |counts: &Counts, given, earlier: &BTreeMap<i32, u64>| {
            let projection = project(&year, counts, given, earlier);
            (projection.people, projection.basis)
        };
        let growth = Basis::Growth { from_year: 2022, from: 550_000 };
        assert_eq!(project(&known, Some(600_000), &earlier), (Some(600_000), Basis::Given));
        assert_eq!(project(&known, None, &earlier), (Some(570_182), growth));
        assert_eq!(project(&known, None, &BTreeMap::from([(2021, 1)])), (Some(560_000), Basis::Unchanged));
        let unknown = counts(&year, &format!("{PROVINCE}\nctk * * * ?"));
        assert_eq!(project(&unknown, None, &earlier), (None, Basis::Unknown));
        assert_eq!(project(&unknown, Some(600_000), &earlier), (Some(600_000), Basis::Given));
        // Nobody able to work is no basis for anything, this year or last.
        let nobody = counts(&year, &format!("{PROVINCE}\nctk lao-dong * labour-force 0"));
        assert_eq!(project(&nobody, None, &earlier), (None, Basis::Unknown));
        assert_eq!(project(&known, None, &BTreeMap::from([(2022, 0)])), (Some(560_000), Basis::Unchanged));
    }

    #[test]
    fn growth_is_rounded_half_up() {
        // 3 × 3 ÷ 2 = 4.5 and 5 × 5 ÷ 4 = 6.25.
        assert_eq!([grow(3, 2), grow(5, 4), grow(7, 7)], [5, 6, 7]);
    }

    #[test]
    fn the_even_way_ends_at_the_target() {
        let percents = BTreeMap::from([(2023, percent("38")), (2025, percent("45"))]);
        let way = Trajectory::new(2022, 195_776, 560_000, &percents).expect("a target ahead");
        let steps: Vec<_> = way.steps.iter().map(|step| (step.year, step.people, step.needed)).collect();
        assert_eq!(steps, [(2023, 214_518, Some(212_800)), (2024, 233_259, None), (2025, 252_000, Some(252_000))]);
        assert_eq!((way.people_a_year(), way.to), (18_742, 252_000));

        let reached = Trajectory::new(2022, 300_000, 560_000, &percents).expect("a target ahead");
        assert!(reached.steps.iter().all(|step| step.people == 300_000));
        assert_eq!((reached.people_a_year(), reached.to), (0, 252_000));
        assert_eq!(Trajectory::new(2025, 1, 560_000, &BTreeMap::new()), None);
    }
}
