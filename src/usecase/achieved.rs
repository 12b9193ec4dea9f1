//! What the JSON document says of assigned targets.

use chrono::NaiveDate;
use serde::Serialize;

use crate::indicator::assigned::{Achievement, PartAchieved, TargetAchieved};
use crate::plan::{Plan, RoundId, keys};
use crate::problem::columns::FindingRow;
use crate::problem::{Audience, Finding};
use crate::value::grid::Address;
use crate::value::record::Object;
use crate::value::{Percent, Ratio, wording};

/// What was assigned for the year, and what is done of it. What isn't known is `null`.
#[derive(Debug, Serialize)]
pub struct Achieved<'a> {
    /// `null` for those of the plan.
    source: Option<&'a str>,
    year: i32,
    decision: &'a str,
    decided_on: Option<NaiveDate>,
    /// The round and day that `current` is of, in words.
    current_of: Option<&'a str>,
    targets: Vec<TargetObject>,
    findings: Vec<Object<'a>>,
}

#[derive(Debug, Serialize)]
struct TargetObject {
    /// The indicator's id or the scheme's code.
    id: String,
    round: Option<String>,
    assigned: Option<i64>,
    current: Option<i64>,
    done: Option<i64>,
    /// 100 × done ÷ assigned.
    percent: Option<String>,
    sheet: Option<&'static str>,
    cell: Option<String>,
    missing: Vec<String>,
    parts: Vec<PartObject>,
}

/// What an agency was assigned and has done, in people more.
#[derive(Debug, Serialize)]
struct PartObject {
    /// `null` for what no agency was given.
    agency: Option<String>,
    round: Option<String>,
    assigned: Option<i64>,
    /// People who took part when it was assigned.
    current: Option<i64>,
    /// People who take part now; `null` where nobody counts them apart.
    participants: Option<i64>,
    done: Option<i64>,
    percent: Option<String>,
    rank: Option<usize>,
    missing: Vec<String>,
    sheet: Option<&'static str>,
    cell: Option<String>,
}

impl<'a> Achieved<'a> {
    pub fn new(plan: &Plan, achievement: &'a Achievement) -> Self {
        let assigned = &achievement.assigned;
        Achieved {
            source: assigned.source.as_deref(),
            year: assigned.year,
            decision: &assigned.decision,
            decided_on: assigned.decided_on,
            current_of: assigned.current_of.as_deref(),
            targets: achievement.targets.iter().map(|target| of_target(plan, target)).collect(),
            findings: findings(assigned.source.as_deref().unwrap_or_default(), &achievement.findings),
        }
    }
}

fn findings<'a>(path: &'a str, findings: &'a [Finding]) -> Vec<Object<'a>> {
    let columns = FindingRow::without(&["path", "no"]);
    FindingRow::all(path, findings, Audience::Program).map(|row| Object::new(&columns, row)).collect()
}

fn of_target(plan: &Plan, of: &TargetAchieved) -> TargetObject {
    TargetObject {
        id: of.target.of.code(plan).to_owned(),
        round: round(plan, of.round),
        assigned: of.people(),
        current: of.target.current.and_then(|people| i64::try_from(people).ok()),
        done: of.now,
        percent: percent(of.share()),
        sheet: sheet(of.target.at),
        cell: of.target.at.map(|at| at.to_string()),
        missing: of.missing.iter().map(|agency| plan.agency(*agency).code.clone()).collect(),
        parts: of.parts.iter().map(|part| of_part(plan, part)).collect(),
    }
}

fn of_part(plan: &Plan, part: &PartAchieved) -> PartObject {
    PartObject {
        agency: part.part.agency.map(|agency| plan.agency(agency).code.clone()),
        round: round(plan, part.round),
        assigned: part.increase(),
        current: part.before(),
        participants: part.now,
        done: part.done(),
        percent: percent(part.share()),
        rank: part.rank,
        missing: part.missing.iter().map(|agency| plan.agency(*agency).code.clone()).collect(),
        sheet: sheet(part.part.at),
        cell: part.part.at.map(|at| at.to_string()),
    }
}

fn round(plan: &Plan, round: RoundId) -> Option<String> {
    plan.round_code(round).map(str::to_owned)
}

fn sheet(at: Option<Address>) -> Option<&'static str> {
    at.map(|_| keys::ASSIGNED_SHEET)
}

/// A share as exact decimal text, with four decimals or as many more as tell it from the whole.
fn percent(share: Option<Ratio>) -> Option<String> {
    let share = share?;
    let decimals = wording::decimals_that_tell(share.part, share.whole, Percent::ALL, 4);
    Some(wording::decimal(share.part, share.whole, decimals))
}
