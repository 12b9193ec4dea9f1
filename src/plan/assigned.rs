//! Targets in people that were assigned for a year: what the council made of a proposal, for the province, and for the
//! agencies and areas that are to bring it about. They stand in a plan, or in a workbook of their own.

use chrono::NaiveDate;

use super::ids::{AgencyId, IndicatorId, SchemeId};
use crate::value::grid::Address;

/// The code of what no agency was given, where others have an agency's.
pub const UNALLOCATED: &str = "chua-phan-bo";
/// What that line is called.
pub const NOBODY: &str = "Chưa phân bổ";

/// What a target is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetOf {
    /// An indicator, by its position.
    Indicator(IndicatorId),
    /// A scheme that no indicator measures alone.
    Scheme(SchemeId),
}

/// The targets of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assigned {
    /// The year in which they are to be met.
    pub year: i32,
    /// The number of the decision, as documents cite it.
    pub decision: String,
    /// The day of the decision; `None` of a proposal on which nobody has decided.
    pub decided_on: Option<NaiveDate>,
    /// Which round, of which day, the people who took part when it was assigned are of; `None` where that isn't said.
    pub current_of: Option<String>,
    /// The workbook they were read from; `None` for those of a plan.
    pub source: Option<String>,
    /// In the plan's order.
    pub targets: Vec<AssignedTarget>,
}

/// What was assigned for one indicator or scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedTarget {
    /// What it is about.
    pub of: TargetOf,
    /// People who should take part in the province; `None` if nothing was assigned.
    pub people: Option<u64>,
    /// People who took part when it was assigned; `None` if that isn't said.
    pub current: Option<u64>,
    /// Where the province's number stands; `None` of a plan's.
    pub at: Option<Address>,
    /// What the officer notes beside it.
    pub note: Option<String>,
    /// Who is to bring it about, in the plan's order, then what nobody was given.
    pub parts: Vec<AssignedPart>,
}

/// What one agency is to bring about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssignedPart {
    /// `None` for what no agency was given.
    pub agency: Option<AgencyId>,
    /// People more who should take part; `None` if nothing was assigned, which is not 0.
    pub increase: Option<u64>,
    /// People who took part when it was assigned and are counted as the agency's; `None` where nobody counts them so.
    pub current: Option<u64>,
    /// Where the increase stands; `None` of a plan's.
    pub at: Option<Address>,
}

impl AssignedTarget {
    /// By how many people those who take part should grow; `None` if either number isn't known.
    pub fn increase(&self) -> Option<i64> {
        let [people, current] = [self.people?, self.current?].map(i64::try_from);
        Some(people.ok()? - current.ok()?)
    }

    /// What the parts that were assigned add up to; `None` if none was.
    pub fn of_parts(&self) -> Option<i64> {
        let known = self.parts.iter().filter_map(|part| i64::try_from(part.increase?).ok());
        known.reduce(i64::saturating_add)
    }

    /// How many parts nothing was assigned to.
    pub fn n_blank(&self) -> usize {
        self.parts.iter().filter(|part| part.increase.is_none()).count()
    }
}

impl Assigned {
    /// The target of an indicator or scheme.
    pub fn target(&self, of: TargetOf) -> Option<&AssignedTarget> {
        self.targets.iter().find(|target| target.of == of)
    }
}
