//! The increase of one scheme shared out over sectors or areas, each row with what it was computed from and why.

use std::collections::BTreeSet;

use super::apportion::{Bounded, within_bounds};
use super::reason::{Ceiling, DecidingBound, LeftOver, Reason, Share};
use crate::plan::{AgencyId, PlanYear, SectorId};
use crate::value::wording;

/// One row of a proposal: what is proposed beside what is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The part.
    pub part: Part,
    /// People who take part now; `None` if not reported.
    pub current: Option<i64>,
    /// The potential the row goes by, in people; negative as it is, `None` if an agency is missing.
    pub potential: Option<i64>,
    /// People who should take part next year; `None` if not computable.
    pub proposed: Option<i64>,
    /// How its number came about.
    pub reason: Reason,
    /// The agencies without whose numbers this row is provisional or not computable.
    pub missing: BTreeSet<AgencyId>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The whole province.
    Province,
    /// A sector.
    Sector(SectorId),
    /// An agency's area.
    Area(AgencyId),
    /// What no sector or area could be given, so that the rows sum to the province.
    Unallocated,
}

impl Row {
    /// proposed − current, in people.
    pub fn difference(&self) -> Option<i64> {
        Some(self.proposed? - self.current?)
    }

    /// 100 × difference ÷ current with four decimals, as exact decimal text; `None` also where nobody takes part now.
    pub fn percent_difference(&self) -> Option<String> {
        let current = self.current.filter(|current| *current != 0)?;
        Some(wording::decimal(self.difference()?, current, 4))
    }
}

/// The rows of one scheme by sector or by area. Their `current` and their `proposed`, with the unallocated row's, sum
/// exactly to the province's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// In the plan's order.
    pub rows: Vec<Row>,
    /// `None` if nothing is left over.
    pub unallocated: Option<Row>,
}

impl Split {
    /// The rows and then what is left over.
    pub fn all(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().chain(&self.unallocated)
    }

    /// Whether numbers are missing that could change how the increase is shared out.
    pub fn is_provisional(&self) -> bool {
        self.rows.iter().any(|row| !row.missing.is_empty())
    }
}

/// The province's figures that are shared out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Whole {
    pub current: Option<i64>,
    pub proposed: Option<i64>,
}

impl Whole {
    /// How many more people; never below 0, since nobody is proposed to leave.
    pub fn increase(&self) -> Option<u64> {
        u64::try_from(self.proposed? - self.current?).ok()
    }
}

/// A sector or an area before it has a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub part: Part,
    pub current: Option<i64>,
    pub potential: Option<i64>,
    /// The potential it is weighed by: of the agencies that reported, where not all did. `None` if it can't be weighed.
    pub weighed_by: Option<i64>,
    /// How much of its potential another scheme was given already.
    pub taken: u64,
    pub missing: BTreeSet<AgencyId>,
}

/// What a candidate may get, and what bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShareLimits {
    pub weight: u64,
    pub floor: u64,
    /// Whether the plan's floor is higher than the ceiling, which then is the floor.
    pub floor_is_cut: bool,
    pub ceiling: u64,
    pub ceiling_kind: Ceiling,
}

impl Candidate {
    fn limits(&self, year: &PlanYear) -> ShareLimits {
        let rules = &year.plan.proposal;
        let (weight, current) = (at_least_none(self.weighed_by), at_least_none(self.current));
        let of_potential = (rules.ceiling_of_potential.people_within(weight), Ceiling::OfPotential);
        let left = (weight.saturating_sub(self.taken), Ceiling::Left);
        // Nobody takes part yet: a share of nobody would never let anybody begin.
        let of_participants = rules
            .ceiling_of_participants
            .filter(|_| current > 0)
            .map(|ceiling| (ceiling.people_within(current), Ceiling::OfParticipants));
        let (ceiling, ceiling_kind) = [of_potential, left]
            .into_iter()
            .chain(of_participants)
            .min_by_key(|(people, _)| *people)
            .expect("two ceilings at least");
        let floor = rules.floor_of_participants.people_of(current);
        ShareLimits { weight, floor: floor.min(ceiling), floor_is_cut: floor > ceiling, ceiling, ceiling_kind }
    }
}

/// People; 0 where the number isn't known or negative.
fn at_least_none(people: Option<i64>) -> u64 {
    u64::try_from(people.unwrap_or(0)).unwrap_or(0)
}

impl ShareLimits {
    fn bounded(&self) -> Bounded {
        Bounded { weight: self.weight, floor: self.floor, ceiling: self.ceiling }
    }

    /// The bound that kept a share from being its quota, increase × weight ÷ all weights, if one did.
    fn deciding(&self, increase: u64, share: u64, total_weight: i64) -> Option<DecidingBound> {
        let quota = u128::from(increase) * u128::from(self.weight);
        let scaled = |people: u64| u128::from(people) * u128::from(total_weight.unsigned_abs());
        if share == self.ceiling && quota > scaled(self.ceiling) {
            return Some(DecidingBound::Ceiling(self.ceiling_kind));
        }
        (share == self.floor && quota < scaled(self.floor)).then_some(if self.floor_is_cut {
            DecidingBound::CeilingBelowFloor(self.ceiling_kind)
        } else {
            DecidingBound::Floor
        })
    }
}

/// Shares the increase of the whole out by remaining potential, within the plan's floors and ceilings.
pub(super) fn split(year: &PlanYear, whole: &Whole, candidates: Vec<Candidate>) -> Split {
    let limits: Vec<ShareLimits> = candidates.iter().map(|candidate| candidate.limits(year)).collect();
    let bounded: Vec<Bounded> = limits.iter().map(ShareLimits::bounded).collect();
    let shares = whole.increase().map(|increase| within_bounds(increase, &bounded));
    let round = Round {
        increase: whole.increase(),
        total_weight: limits.iter().map(|limits| i64::try_from(limits.weight).unwrap_or(i64::MAX)).sum(),
        floors_hold: shares.as_ref().is_none_or(|shares| shares.floors_hold),
        missing: candidates.iter().flat_map(|candidate| candidate.missing.iter().copied()).collect(),
    };
    let rows: Vec<Row> = candidates
        .into_iter()
        .zip(&limits)
        .enumerate()
        .map(|(n, (candidate, limits))| round.row(candidate, limits, shares.as_ref().map(|shares| shares.parts[n])))
        .collect();
    let room = limits.iter().map(|limits| limits.ceiling).sum();
    let unallocated = left_over(whole, &rows, |current, more| vec![round.left_over(room, current, more)]);
    Split { rows, unallocated }
}

/// What holds for all rows of one split.
struct Round {
    /// What is shared out, in people; `None` if not computable.
    increase: Option<u64>,
    /// The sum of weights, in people.
    total_weight: i64,
    floors_hold: bool,
    /// The agencies without whose numbers the parts can't be weighed against each other.
    missing: BTreeSet<AgencyId>,
}

impl Round {
    fn row(&self, candidate: Candidate, limits: &ShareLimits, share: Option<u64>) -> Row {
        let more = share.and_then(|share| i64::try_from(share).ok());
        // Whoever is missing from one part's potential may change every part's share.
        let is_shared_out = self.increase.is_some_and(|increase| increase > 0);
        Row {
            part: candidate.part,
            current: candidate.current,
            potential: candidate.potential,
            proposed: candidate.current.zip(more).map(|(current, more)| current + more),
            missing: if is_shared_out { self.missing.clone() } else { candidate.missing.clone() },
            reason: Reason::Share(self.share(candidate, limits, share)),
        }
    }

    fn share(&self, candidate: Candidate, limits: &ShareLimits, people: Option<u64>) -> Share {
        Share {
            increase: self.increase,
            people,
            weight: candidate.weighed_by,
            total_weight: self.total_weight,
            bound: self.increase.zip(people).and_then(|(increase, share)| self.bound(limits, increase, share)),
            missing: candidate.missing,
        }
    }

    fn bound(&self, limits: &ShareLimits, increase: u64, share: u64) -> Option<DecidingBound> {
        if self.floors_hold {
            limits.deciding(increase, share, self.total_weight)
        } else {
            Some(DecidingBound::LoweredFloors)
        }
    }

    fn left_over(&self, room: u64, current: i64, more: i64) -> LeftOver {
        let is_room_partial = !self.missing.is_empty();
        LeftOver { increase: self.increase.unwrap_or(0), room, is_room_partial, current, more }
    }
}

/// What the rows lack to the whole, if anything; its reason is made from its current people and their increase.
pub(super) fn left_over(whole: &Whole, rows: &[Row], reason: impl FnOnce(i64, i64) -> Vec<LeftOver>) -> Option<Row> {
    let current = whole.current? - rows.iter().filter_map(|row| row.current).sum::<i64>();
    let proposed = whole.proposed? - rows.iter().filter_map(|row| row.proposed).sum::<i64>();
    (current != 0 || proposed != 0).then(|| Row {
        part: Part::Unallocated,
        current: Some(current),
        potential: None,
        proposed: Some(proposed),
        reason: Reason::LeftOver(reason(current, proposed - current)),
        missing: BTreeSet::new(),
    })
}
