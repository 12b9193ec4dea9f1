//! The increase of one scheme shared out over sectors or areas, each row with what it was computed from and why.

use std::collections::BTreeSet;

use super::apportion::{Bounded, Pool, Shares, within_bounds};
use super::levels::SchemeLevel;
use super::reason::{Ceiling, DecidingBound, LeftOver, Reason, Share};
use crate::counts::{Partial, united};
use crate::plan::{AgencyId, PlanYear, ProposalRules, SchemeId, SectorId};

/// One row of a proposal: what is proposed beside what is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// The part.
    pub part: ProposalPart,
    /// People who take part now; `None` if not reported.
    pub current: Option<i64>,
    /// What the row could take in, in people: a sector's potential, those outside of insurance in an area. Negative as it is,
    /// `None` if an agency is missing or there is no such number.
    pub room: Option<i64>,
    /// People who should take part next year; `None` if not computable.
    pub proposed: Option<i64>,
    /// How its number came about.
    pub reason: Reason,
    /// By how many people the participants grew last year; `None` without the year before.
    pub last_increase: Option<i64>,
    /// That the increase is out of proportion; `None` if it isn't.
    pub remark: Option<IncreaseRemark>,
    /// The agencies without whose numbers this row is provisional or not computable.
    pub missing: BTreeSet<AgencyId>,
    /// The agencies that lack some of their units, so that this row is provisional.
    pub partial: Partial,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProposalPart {
    /// The whole province.
    Province,
    /// A sector.
    Sector(SectorId),
    /// An agency's area.
    Area(AgencyId),
    /// What no sector or area could be given, so that the rows sum to the province.
    Unallocated,
}

/// How an increase is out of proportion, by the plan's bounds for remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncreaseRemark {
    /// It is too much of the participants.
    OfParticipants,
    /// It is too many times last year's.
    OfLastIncrease,
    /// It is both.
    OfBoth,
}

impl ProposalRow {
    /// Whether numbers are missing that could change it.
    pub fn is_provisional(&self) -> bool {
        !self.missing.is_empty() || !self.partial.is_empty()
    }

    /// proposed − current, in people.
    pub fn difference(&self) -> Option<i64> {
        Some(self.proposed? - self.current?)
    }

    /// The row with last year's increase beside it, and whether its own is out of proportion.
    pub(super) fn beside(mut self, rules: &ProposalRules, last_increase: Option<i64>) -> Self {
        self.last_increase = last_increase;
        self.remark = self.difference().and_then(|more| remark(rules, more, self.current?, last_increase));
        self
    }
}

/// Whether an increase is more than a share of the participants, or more than some times last year's; a year without
/// growth is no measure.
fn remark(rules: &ProposalRules, more: i64, current: i64, last: Option<i64>) -> Option<IncreaseRemark> {
    let more = i128::from(more);
    let of_participants = more * 100 > i128::from(rules.remark_above_percent) * i128::from(current);
    let exceeds = |last: i64| last > 0 && more > i128::from(rules.remark_above_times) * i128::from(last);
    match (of_participants, last.is_some_and(exceeds)) {
        _ if more <= 0 => None,
        (true, true) => Some(IncreaseRemark::OfBoth),
        (true, false) => Some(IncreaseRemark::OfParticipants),
        (false, true) => Some(IncreaseRemark::OfLastIncrease),
        (false, false) => None,
    }
}

/// The rows of one scheme by sector or by area. Their `current` and their `proposed`, with the unallocated row's, sum
/// exactly to the province's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// In the plan's order.
    pub rows: Vec<ProposalRow>,
    /// `None` if nothing is left over.
    pub unallocated: Option<ProposalRow>,
}

impl Split {
    /// The rows and then what is left over.
    pub fn all(&self) -> impl Iterator<Item = &ProposalRow> {
        self.rows.iter().chain(&self.unallocated)
    }

    /// Whether numbers are missing that could change how the increase is shared out.
    pub fn is_provisional(&self) -> bool {
        self.rows.iter().any(ProposalRow::is_provisional)
    }

    /// People of the increase that no row could take.
    pub fn unallocated_people(&self) -> u64 {
        let left = self.unallocated.as_ref().and_then(ProposalRow::difference);
        left.and_then(|people| u64::try_from(people).ok()).unwrap_or(0)
    }
}

/// A sector or an area before it has a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub part: ProposalPart,
    pub current: Option<i64>,
    pub room: Option<i64>,
    /// What it is weighed by: its room, or where not all agencies reported, that with last year's numbers in their place, or
    /// that of those who did. `None` if it can't be weighed.
    pub weighed_by: Option<i64>,
    /// Whether it is weighed with last year's numbers.
    pub is_by_last_year: bool,
    /// The scheme this one lies within, and how many people are proposed for it; `None` where nothing bounds it so.
    pub outer: Option<(SchemeId, i64)>,
    /// Of equal remainders the smaller goes first.
    pub order: usize,
    pub missing: BTreeSet<AgencyId>,
    pub partial: Partial,
}

/// What a candidate may get, and what bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ShareLimits {
    weight: u64,
    floor: u64,
    /// Whether the plan's floor is higher than the ceiling, which then is the floor.
    floor_is_cut: bool,
    ceiling: u64,
    ceiling_kind: Ceiling,
}

impl Candidate {
    fn limits(&self, rules: &ProposalRules) -> ShareLimits {
        let (weight, current) = (at_least_none(self.weighed_by), at_least_none(self.current));
        let of_room = (rules.ceiling_of_potential.people_within(weight), Ceiling::OfPotential);
        // Nobody takes part yet: a share of nobody would never let anybody begin.
        let of_participants = rules
            .ceiling_of_participants
            .filter(|_| current > 0)
            .map(|ceiling| (ceiling.people_within(current), Ceiling::OfParticipants));
        let of_outer = self.outer.zip(self.current);
        let of_outer =
            of_outer.map(|((id, outer), current)| (at_least_none(Some(outer - current)), Ceiling::OfOuter(id)));
        let (ceiling, ceiling_kind) = [of_participants, of_outer]
            .into_iter()
            .flatten()
            .fold(of_room, |lowest, other| if other.0 < lowest.0 { other } else { lowest });
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

    /// The bound that a share stands at, if it does; `is_held` where its quota lies outside.
    fn deciding(&self, share: u64, is_held: bool) -> Option<DecidingBound> {
        let is_raised = is_held && share == self.floor;
        match share {
            _ if self.weight == 0 => None,
            _ if is_raised && self.floor_is_cut => Some(DecidingBound::CeilingBelowFloor(self.ceiling_kind)),
            share if share == self.ceiling => Some(DecidingBound::Ceiling(self.ceiling_kind)),
            _ if is_raised => Some(DecidingBound::Floor),
            _ => None,
        }
    }
}

/// Shares the increase of the whole out by weight, within the plan's floors and ceilings.
pub(super) fn split(year: &PlanYear, whole: &SchemeLevel, candidates: Vec<Candidate>) -> Split {
    let rules = &year.plan.proposal;
    let limits: Vec<ShareLimits> = candidates.iter().map(|candidate| candidate.limits(rules)).collect();
    let order: Vec<usize> = candidates.iter().map(|candidate| candidate.order).collect();
    let round = SplitRules {
        increase: whole.increase(),
        shares: whole.increase().map(|increase| shares_in_order(increase, &limits, &order)),
        missing: candidates.iter().flat_map(|candidate| candidate.missing.iter().copied()).collect(),
        partial: united(candidates.iter().map(|candidate| &candidate.partial)),
    };
    let rows = candidates.into_iter().zip(&limits).enumerate();
    let rows: Vec<ProposalRow> = rows.map(|(n, (candidate, limits))| round.row(n, candidate, limits)).collect();
    let unallocated = left_over(whole, &rows, &round, &limits);
    Split { rows, unallocated }
}

/// The shares of parts whose equal remainders go by an order of their own.
fn shares_in_order(increase: u64, limits: &[ShareLimits], order: &[usize]) -> Shares {
    let mut sorted: Vec<usize> = (0..limits.len()).collect();
    sorted.sort_by_key(|n| order[*n]);
    let bounded: Vec<Bounded> = sorted.iter().map(|n| limits[*n].bounded()).collect();
    let mut shares = within_bounds(increase, &bounded);
    let (mut parts, mut held) = (vec![0; limits.len()], vec![false; limits.len()]);
    for (at, n) in sorted.into_iter().enumerate() {
        (parts[n], held[n]) = (shares.parts[at], shares.held[at]);
    }
    (shares.parts, shares.held) = (parts, held);
    shares
}

/// What holds for all rows of one split.
struct SplitRules {
    /// What is shared out, in people; `None` if not computable.
    increase: Option<u64>,
    shares: Option<Shares>,
    /// The agencies without whose numbers the parts can't be weighed against each other.
    missing: BTreeSet<AgencyId>,
    /// The agencies that lack some of their units.
    partial: Partial,
}

impl SplitRules {
    fn row(&self, n: usize, candidate: Candidate, limits: &ShareLimits) -> ProposalRow {
        let people = self.shares.as_ref().map(|shares| shares.parts[n]);
        let more = people.and_then(|share| i64::try_from(share).ok());
        // Whoever is missing from one part's room may change every part's share.
        let is_shared_out = self.increase.is_some_and(|increase| increase > 0);
        ProposalRow {
            part: candidate.part,
            current: candidate.current,
            room: candidate.room,
            proposed: candidate.current.zip(more).map(|(current, more)| current + more),
            missing: if is_shared_out { self.missing.clone() } else { candidate.missing.clone() },
            partial: if is_shared_out { self.partial.clone() } else { candidate.partial.clone() },
            last_increase: None,
            remark: None,
            reason: Reason::Share(Share {
                increase: self.increase,
                people,
                weight: candidate.weighed_by,
                is_by_last_year: candidate.is_by_last_year,
                pool: self.shares.as_ref().map_or(Pool { people: 0, weight: 0 }, |shares| shares.pool),
                bound: self.shares.as_ref().and_then(|shares| bound(shares, n, limits)),
                missing: candidate.missing,
                partial: candidate.partial,
            }),
        }
    }
}

fn bound(shares: &Shares, n: usize, limits: &ShareLimits) -> Option<DecidingBound> {
    if shares.floors_hold {
        limits.deciding(shares.parts[n], shares.held[n])
    } else {
        Some(DecidingBound::LoweredFloors)
    }
}

/// What the rows lack to the whole, if anything.
fn left_over(
    whole: &SchemeLevel,
    rows: &[ProposalRow],
    round: &SplitRules,
    limits: &[ShareLimits],
) -> Option<ProposalRow> {
    let current = whole.current? - rows.iter().filter_map(|row| row.current).sum::<i64>();
    let proposed = whole.proposed? - rows.iter().filter_map(|row| row.proposed).sum::<i64>();
    let increase = round.increase.unwrap_or(0);
    let is_room_partial = !round.missing.is_empty();
    let room = limits.iter().map(|limits| limits.ceiling).sum();
    let outer = limits.iter().find_map(|limits| match limits.ceiling_kind {
        Ceiling::OfOuter(id) => Some(id),
        Ceiling::OfPotential | Ceiling::OfParticipants => None,
    });
    let left = LeftOver { increase, room, is_room_partial, outer, current, more: proposed - current };
    (current != 0 || proposed != 0).then(|| ProposalRow {
        part: ProposalPart::Unallocated,
        current: Some(current),
        room: None,
        proposed: Some(proposed),
        reason: Reason::LeftOver(left),
        last_increase: None,
        remark: None,
        missing: BTreeSet::new(),
        partial: Partial::new(),
    })
}
