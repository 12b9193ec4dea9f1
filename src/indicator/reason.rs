//! Why the rows of a proposal have the numbers they have, as data: what is needed, which weights shared it out, which
//! bound decided.

use std::collections::BTreeSet;

use super::Lack;
use super::apportion::Pool;
use crate::counts::Partial;
use crate::plan::{AgencyId, IndicatorId, SchemeId};
use crate::value::Percent;

/// Why a row proposes what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The province's row.
    Province(ProvinceReason),
    /// A sector's or an area's share of the increase.
    Share(Share),
    /// What no row could be given.
    LeftOver(LeftOver),
}

/// What the province's row rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvinceReason {
    /// How many more are needed, or why that isn't known.
    pub need: Result<Need, Lack>,
    /// The agencies without whose numbers the need or today's participants aren't known.
    pub missing: BTreeSet<AgencyId>,
    /// What the increase is held against; `None` for several schemes, each of which has a row of its own.
    pub room: Option<Room>,
    /// The scheme that lies within and needs more, so that this is raised to it; `None` where its own need decides.
    pub raised_for: Option<SchemeId>,
    /// The scheme of several whose participants are more than the others leave to it, so that together they are more than
    /// needed; `None` where there is none.
    pub outgrown: Option<Outgrown>,
    /// The labour force that the people are a share of; `None` if not known.
    pub labour_force: Option<u64>,
}

/// A scheme that has more people than an indicator's other schemes leave to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgrown {
    /// The scheme.
    pub scheme: SchemeId,
    /// People who take part today.
    pub current: i64,
    /// What the others leave of the people needed; negative where they alone are more than needed.
    pub left: i64,
}

/// How the number of people needed comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// A percentage of a year's labour force.
    Target {
        /// The target.
        percent: Percent,
        /// The projected labour force.
        labour_force: u64,
        /// The year of the target.
        year: i32,
        /// How many people the target is.
        people: i64,
    },
    /// What an indicator, by its position, needs and its other schemes don't bring.
    Rest {
        /// The indicator that contains the scheme.
        indicator: IndicatorId,
        /// Its other schemes.
        others: Vec<SchemeId>,
        /// How many people are left for this one.
        people: i64,
    },
}

impl Need {
    /// In people.
    pub fn people(&self) -> i64 {
        match self {
            Need::Target { people, .. } | Need::Rest { people, .. } => *people,
        }
    }
}

/// What a scheme could take in, in the province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// What it is.
    pub of: RoomOf,
    /// `None` if not computable.
    pub people: Option<i64>,
    /// The agencies without which it isn't computable.
    pub missing: BTreeSet<AgencyId>,
    /// The agencies that lack some of their units, so that it is provisional.
    pub partial: Partial,
}

/// What the people a scheme could take in are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomOf {
    /// Those liable who take no part.
    Potential,
    /// The people outside of insurance.
    Outside,
}

/// How an increase was shared out to one sector or area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// People shared out over all rows; `None` if not computable.
    pub increase: Option<u64>,
    /// People of it that this row gets; `None` if not computable.
    pub people: Option<u64>,
    /// What the row is weighed by; where not all agencies reported, of those that did or with last year's numbers for the
    /// others. `None` if it can't be weighed.
    pub weight: Option<i64>,
    /// Whether last year's numbers stand in for agencies that sent nothing.
    pub is_by_last_year: bool,
    /// What the rows that are not held at a bound share, this one among them if its weight alone decides.
    pub pool: Pool,
    /// `None` where the weight alone gives the share.
    pub bound: Option<DecidingBound>,
    /// The agencies without whose numbers this row's own potential isn't fully known.
    pub missing: BTreeSet<AgencyId>,
    /// The agencies in this row's own potential that lack some of their units.
    pub partial: Partial,
}

/// The bound that decided a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidingBound {
    /// All floors together exceed the increase, so that all are lowered in proportion.
    LoweredFloors,
    /// The least that a part may be asked for.
    Floor,
    /// Raised towards a floor that is higher than the ceiling.
    CeilingBelowFloor(Ceiling),
    /// The most that a part may be asked for.
    Ceiling(Ceiling),
}

/// Which ceiling is the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceiling {
    /// A share of the people who could still take part.
    OfPotential,
    /// A share of the people who take part.
    OfParticipants,
    /// What is proposed for the scheme this one lies within, less today's participants.
    OfOuter(SchemeId),
}

/// What the rows of a split lack to the province.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOver {
    /// People shared out over all rows.
    pub increase: u64,
    /// People of it that all ceilings together hold.
    pub room: u64,
    /// Whether some row's potential isn't fully known.
    pub is_room_partial: bool,
    /// The scheme this one lies within, where what is proposed for it holds some row; `None` where it doesn't.
    pub outer: Option<SchemeId>,
    /// Participants whom no row counts; negative if the rows count more than the province.
    pub current: i64,
    /// People of the increase whom no row could be given.
    pub more: i64,
}
