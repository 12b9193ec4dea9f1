//! What the JSON document says of this year beside a year of the plans before.

use serde::Serialize;

use crate::indicator::Coverage;
use crate::indicator::annual::{Annual, EarlierYear};
use crate::indicator::comparison::{AreaComparison, ComparedLine};
use crate::ledger::Merged;
use crate::plan::{AreaOrigin, Plan};
use crate::view::{comparison as view, restated};

/// The year before in today's shape, for the province and by comparable groups of areas. What isn't known is `null`.
#[derive(Debug, Serialize)]
pub struct ComparedYear {
    /// The year before.
    year: i32,
    /// The ids of the plans whose workbooks it was put together from.
    plans: Vec<String>,
    /// Those whose workbook isn't there.
    missing_plans: Vec<String>,
    indicators: Vec<ComparedObject>,
    groups: Vec<GroupObject>,
    remarks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct GroupObject {
    code: String,
    name: String,
    /// The codes of today's areas, by their agencies.
    areas: Vec<String>,
    /// The codes of the past areas.
    past_areas: Vec<String>,
    /// Whether its past figures rest on stated shares.
    estimated: bool,
    indicators: Vec<ComparedObject>,
}

#[derive(Debug, Serialize)]
struct ComparedObject {
    id: String,
    people_before: Option<i64>,
    people: Option<i64>,
    change: Option<i64>,
    labour_force_before: Option<i64>,
    labour_force: Option<i64>,
    percent_before: Option<String>,
    percent: Option<String>,
}

impl ComparedYear {
    /// Of a report; `None` without a year of the plans before.
    pub fn of_annual(annual: &Annual) -> Option<Self> {
        ComparedYear::new(annual.merged, annual.earlier)
    }

    /// Of a year beside earlier ones; `None` without a year of the plans before.
    pub fn new(merged: &Merged, earlier: &[EarlierYear]) -> Option<Self> {
        let before = earlier.iter().rev().find(|before| before.restated.is_some())?;
        let (plan, made_of) = (merged.year.plan, &before.restated.as_ref()?.made_of);
        let id = |p: usize| plan.predecessors[p].plan.clone();
        let coverage = crate::indicator::coverage(&merged.year, merged.ledger.by_round());
        let indicators = coverage.iter().filter_map(|now| {
            let before = before.coverage.iter().find(|before| before.indicator == now.indicator)?;
            Some(compared(plan, before, now))
        });
        Some(ComparedYear {
            year: before.year,
            plans: made_of.sources.iter().map(|source| id(source.predecessor)).collect(),
            missing_plans: made_of.missing.iter().map(|p| id(*p)).collect(),
            indicators: indicators.collect(),
            groups: before.comparison(merged).map(|compared| groups(merged, &compared)).unwrap_or_default(),
            remarks: restated::notices(plan, std::slice::from_ref(before)),
        })
    }
}

fn groups(merged: &Merged, comparison: &AreaComparison) -> Vec<GroupObject> {
    let (year, plan) = (&merged.year, merged.year.plan);
    let past = |origin: &AreaOrigin| plan.past_area(*origin).code.clone();
    comparison
        .groups
        .iter()
        .map(|group| GroupObject {
            code: plan.agency(group.agency).code.clone(),
            name: view::name(year, group).to_owned(),
            areas: group.areas.iter().map(|area| plan.agency(*area).code.clone()).collect(),
            past_areas: group.origins.iter().map(past).collect(),
            estimated: group.is_estimated,
            indicators: group.lines.iter().map(|ComparedLine { before, now }| compared(plan, before, now)).collect(),
        })
        .collect()
}

fn compared(plan: &Plan, before: &Coverage, now: &Coverage) -> ComparedObject {
    let (people_before, people) = (before.numerator.known(), now.numerator.known());
    ComparedObject {
        id: plan.indicator(now.indicator).id.clone(),
        people_before,
        people,
        change: people_before.zip(people).map(|(before, now)| now - before),
        labour_force_before: before.denominator.known(),
        labour_force: now.denominator.known(),
        percent_before: before.percent(),
        percent: now.percent(),
    }
}
