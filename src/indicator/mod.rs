//! The figures the plan is judged by, computed from counts: coverage against target, for the province and by area (here),
//! the potential of July (`potential`) and the next year's target proposal of December (`proposal`, from `projection`,
//! `levels`, `split`, `matrix` and `apportion`).
//!
//! A figure whose input is missing is not computable and says whose; it is never 0 and never partial in silence. Why a
//! figure isn't there ([`Lack`]) and why a row was proposed (`reason`) are data; [`crate::view`] words them.

pub mod annual;
pub mod apportion;
pub mod assigned;
pub mod bases;
pub mod changes;
pub mod columns;
pub mod comparison;
pub mod completeness;
#[cfg(test)]
pub(crate) mod fixture;
pub mod levels;
pub mod matrix;
mod measured;
pub mod potential;
pub mod projection;
pub mod proposal;
pub mod ranking;
pub mod reason;
pub mod restated;
pub mod shares;
mod split;

use std::collections::BTreeSet;

use crate::counts::{Partial, RoundCounts, Scope, SideRounds, Sum, united};
use crate::plan::{AgencyId, IndicatorId, Input, Plan, PlanYear, RoundId, Target};
use crate::value::{Ratio, wording};

/// Why a figure can't be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// These agencies' numbers are missing. Empty where the plan selects no numbers at all.
    Agencies(BTreeSet<AgencyId>),
    /// Nobody is reported to be in the labour force, so that no share of it exists.
    NoLabourForce,
    /// Neither the plan nor the officer gives the percentage of an indicator, by its position, for a year.
    NoTarget {
        /// The indicator.
        indicator: IndicatorId,
        /// The year without a target.
        year: i32,
    },
}

impl Lack {
    /// What a share of the labour force lacks, given whose numbers are missing.
    pub fn of_share(missing: BTreeSet<AgencyId>) -> Self {
        if missing.is_empty() { Lack::NoLabourForce } else { Lack::Agencies(missing) }
    }
}

/// Coverage: participants ÷ labour force of working age (II of the plan), and how it stands to the year's target.
///
/// Worked: 221 340 participants of a labour force of 632 400 are 35 %; against 38 % ⌈0.38 × 632 400⌉ − 221 340 =
/// 18 972 people are missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The year.
    pub year: i32,
    /// The area it is for; `None` for the province.
    pub area: Option<AgencyId>,
    /// The rounds whose counts it compares.
    pub rounds: SideRounds,
    /// In people.
    pub numerator: Sum,
    /// In people.
    pub denominator: Sum,
    /// `None` for a year without target.
    pub target: Option<Target>,
}

impl Coverage {
    /// Numerator and denominator, if both are known and the denominator isn't 0.
    pub fn known(&self) -> Option<(i64, i64)> {
        let (part, whole) = (self.numerator.known()?, self.denominator.known()?);
        (whole > 0).then_some((part, whole))
    }

    /// What it counts on either side.
    pub fn inputs<'p>(&self, plan: &'p Plan) -> impl Iterator<Item = &'p Input> + use<'p> {
        let indicator = plan.indicator(self.indicator);
        let [numerator, denominator] = match self.area {
            Some(_) => [&indicator.area_numerator, &indicator.area_denominator],
            None => [&indicator.numerator, &indicator.denominator],
        };
        numerator.iter().chain(denominator)
    }

    /// Numerator ÷ denominator, if it is computable.
    pub fn share(&self) -> Option<Ratio> {
        let (part, whole) = self.known()?;
        Ratio::new(part, whole)
    }

    /// Whether an agency's numbers are missing.
    pub fn lacks(&self, agency: AgencyId) -> bool {
        self.numerator.missing.contains(&agency) || self.denominator.missing.contains(&agency)
    }

    /// The agencies whose numbers are missing.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        self.numerator.missing.union(&self.denominator.missing).copied().collect()
    }

    /// The agencies whose numbers lack some of their units'.
    pub fn partial(&self) -> Partial {
        united([&self.numerator.partial, &self.denominator.partial])
    }

    /// Why it isn't computable; `None` if it is.
    pub fn lack(&self) -> Option<Lack> {
        self.known().is_none().then(|| Lack::of_share(self.missing()))
    }

    /// 100 × numerator ÷ denominator as exact decimal text: with four decimals, or as many more as tell it from a target that
    /// isn't reached.
    pub fn percent(&self) -> Option<String> {
        let (part, whole) = self.known()?;
        let target = self.target.as_ref().map(|target| target.percent);
        let decimals = target.map_or(4, |target| wording::decimals_that_tell(part, whole, target, 4));
        Some(wording::decimal(part, whole, decimals))
    }

    /// Whether the exact share is at least the target: whole numbers are compared, never rounded ones.
    pub fn is_reached(&self) -> Option<bool> {
        Some(self.share()?.reaches(self.target.as_ref()?.percent))
    }

    /// How many people more the target needs: ⌈target × denominator⌉ − numerator; negative when it is exceeded.
    pub fn gap_people(&self) -> Option<i64> {
        self.share()?.gap_to(self.target.as_ref()?.percent)
    }
}

/// The province's newest coverage for every indicator of the plan, see [`RoundCounts::rounds_of`].
pub fn coverage(year: &PlanYear, counts: &RoundCounts) -> Vec<Coverage> {
    year.plan
        .indicator_ids()
        .map(|id| coverage_of_province(year, counts, id, counts.rounds_of(year, year.plan.indicator(id))))
        .collect()
}

/// The province's coverage by the participants of one round: of the indicators of which that round has any.
pub fn coverage_in_round(year: &PlanYear, counts: &RoundCounts, round: RoundId) -> Vec<Coverage> {
    let of = |id| coverage_of_province(year, counts, id, counts.sides(year, year.plan.indicator(id), round));
    year.plan.indicator_ids().map(of).filter(|coverage| coverage.numerator.n_known > 0).collect()
}

/// Every indicator in every round that counts its participants, the newest first; nothing where there is one round.
pub fn coverage_by_round(year: &PlanYear, counts: &RoundCounts) -> Vec<Coverage> {
    if counts.rounds().count() < 2 {
        return Vec::new();
    }
    let newest_first = counts.rounds().rev();
    let mut all: Vec<Coverage> = newest_first.flat_map(|round| coverage_in_round(year, counts, round)).collect();
    all.sort_by_key(|coverage| coverage.indicator);
    all
}

/// The newest coverage of one area for every indicator that is reported by area, by the same rounds as the province's; the
/// plan sets no targets for areas.
///
/// `rounds` are those of [`rounds_by_area`].
pub fn coverage_of_area(
    year: &PlanYear,
    counts: &RoundCounts,
    area: AgencyId,
    rounds: &[(IndicatorId, SideRounds)],
) -> Vec<Coverage> {
    let scope = Scope::Area(area);
    let coverage = rounds.iter().map(|(id, rounds)| {
        let indicator = year.plan.indicator(*id);
        Coverage {
            indicator: *id,
            year: year.year,
            area: Some(area),
            rounds: *rounds,
            numerator: counts.of(rounds.numerator).sum(year, &indicator.area_numerator, scope, None),
            denominator: counts.of(rounds.denominator).sum(year, &indicator.area_denominator, scope, None),
            target: None,
        }
    });
    coverage.collect()
}

/// The indicators that are given by area, with the rounds of their shares: the same for every area.
pub fn rounds_by_area(year: &PlanYear, counts: &RoundCounts) -> Vec<(IndicatorId, SideRounds)> {
    let by_area = year.plan.indicator_ids().filter(|id| year.plan.indicator(*id).is_by_area());
    by_area.map(|id| (id, counts.rounds_of(year, year.plan.indicator(id)))).collect()
}

fn coverage_of_province(year: &PlanYear, counts: &RoundCounts, id: IndicatorId, rounds: SideRounds) -> Coverage {
    let indicator = year.plan.indicator(id);
    Coverage {
        indicator: id,
        year: year.year,
        area: None,
        rounds,
        numerator: counts.of(rounds.numerator).sum(year, &indicator.numerator, Scope::Province, None),
        denominator: counts.of(rounds.denominator).sum(year, &indicator.denominator, Scope::Province, None),
        target: indicator.target(year.year).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::{PROVINCE, counts};
    use super::*;
    use crate::plan;

    #[test]
    fn an_indicator_is_given_by_area_only_if_both_its_sides_are() {
        let of = |plan: &plan::Plan| {
            let year = plan.year(2023).expect("a year of the plan");
            let area = year.areas().next().expect("an area");
            let counts = counts(&year, PROVINCE).into();
            coverage_of_area(&year, &counts, area, &rounds_by_area(&year, &counts)).len()
        };
        let mut plan = plan::embedded();
        assert_eq!(of(&plan), 3);
        plan.indicators[0].area_denominator.clear();
        plan.indicators[1].area_numerator.clear();
        assert_eq!(of(&plan), 1);
    }
}
