//! Assigned targets: read from their workbook, held against the year, and the workbook in which the next ones are proposed.

use chrono::NaiveDate;

use super::{Error, Previous, Province};
use crate::indicator::annual::Annual;
use crate::indicator::assigned::{self, Achievement};
use crate::intake::{self, assigned::DecisionState};
use crate::output::File;
use crate::plan::{Assigned, Plan};
use crate::problem::Finding;
use crate::problem::assigned::{Problem, Unusable};
use crate::{rules, template, view};

/// What was assigned for a year, from the workbook known as `name`.
///
/// # Errors
///
/// When the workbook can't be used, is of another year, was decided after today, or the plan says what was assigned as well.
pub fn assigned(bytes: &[u8], name: &str, plan: &Plan, year: i32, today: NaiveDate) -> Result<Assigned, Error> {
    let unusable = |findings| Error::AssignedUnusable { source: name.to_owned(), findings };
    let assigned = intake::assigned::read(bytes, name, plan, Some(year)).map_err(unusable)?;
    if let Some(day) = assigned.decided_on.filter(|day| *day > today) {
        return Err(unusable(vec![Problem::Unusable(Unusable::DayAhead { day, today }).into()]));
    }
    if plan.assigned_in(year).is_some() {
        return Err(unusable(vec![Problem::Unusable(Unusable::AlsoInPlan { year }).into()]));
    }
    with_parts(assigned, plan).map_err(unusable)
}

/// What the plan says was assigned for a year; `None` if it says nothing.
///
/// # Errors
///
/// When it names agencies that have no part in it.
pub fn assigned_by_plan(plan: &Plan, year: i32) -> Result<Option<Assigned>, Error> {
    let Some(assigned) = plan.assigned_in(year) else { return Ok(None) };
    with_parts(assigned.clone(), plan)
        .map(Some)
        .map_err(|findings| Error::AssignedUnusable { source: format!("[[assigned]] {year}"), findings })
}

fn with_parts(assigned: Assigned, plan: &Plan) -> Result<Assigned, Vec<Finding>> {
    let strange = rules::assigned::without_part(&assigned, plan);
    if strange.is_empty() { Ok(assigned) } else { Err(strange) }
}

/// Whether somebody wrote a decision into what stands where targets are proposed, so that no proposal may take its place.
pub fn decision_state(bytes: &[u8], plan: &Plan) -> DecisionState {
    intake::assigned::decision_state(bytes, plan)
}

impl Province<'_> {
    /// How the year stands to what was assigned for it; `None` if nothing was.
    pub fn achievement(&self, assigned: Option<Assigned>, previous: &Previous) -> Option<Achievement> {
        let before = previous.years.last().map(|before| &before.bases);
        Some(Achievement::new(&self.merged.year, self.merged.ledger.by_round(), assigned?, before))
    }
}

impl Annual<'_> {
    /// The workbook in which next year's targets are proposed, to be filled in with what is decided.
    ///
    /// # Errors
    ///
    /// When it has more lines than the format holds.
    pub fn proposed_targets(&self) -> Result<File, Error> {
        let year = &self.merged.year;
        let draft = assigned::draft(year, self.merged.ledger.by_round(), &self.proposal);
        let draft = Assigned { current_of: Some(view::assigned::current_of(self.merged)), ..draft };
        let bytes = template::assigned(year, &draft).map_err(|error| Error::not_made("tệp giao chỉ tiêu", error))?;
        Ok(File { name: template::assigned_name(draft.year), bytes })
    }
}
