//! Assigned targets: read from their workbook, held against the year, and the workbook in which the next ones are proposed.

use super::{Error, Province};
use crate::indicator::annual::Annual;
use crate::indicator::assigned::{self, Achievement};
use crate::intake;
use crate::output::File;
use crate::plan::{Assigned, Plan};
use crate::problem::Finding;
use crate::problem::assigned::{Problem, Unusable};
use crate::template;

/// What was assigned for a year, from the workbook known as `name`.
///
/// # Errors
///
/// When the workbook can't be used, is of another year, or the plan says what was assigned as well.
pub fn assigned(bytes: &[u8], name: &str, plan: &Plan, year: i32) -> Result<Assigned, Error> {
    let unusable = |findings| Error::AssignedUnusable { source: name.to_owned(), findings };
    let assigned = intake::assigned::read(bytes, name, plan).map_err(unusable)?;
    let why = match () {
        () if assigned.year != year => Unusable::OtherYear { of: assigned.year, year },
        () if plan.assigned_in(year).is_some() => Unusable::AlsoInPlan { year },
        () => return Ok(assigned),
    };
    Err(unusable(vec![Finding::from(Problem::Unusable(why))]))
}

/// Whether a workbook is one of assigned targets in which somebody wrote a decision, so that no proposal may take its place.
pub fn is_decided(bytes: &[u8], plan: &Plan) -> bool {
    intake::assigned::is_decided(bytes, plan)
}

impl Province<'_> {
    /// How the year stands to what was assigned for it: in a workbook that was given, or in the plan. `None` if nothing was.
    pub fn achievement(&self, given: Option<Assigned>) -> Option<Achievement> {
        let year = &self.merged.year;
        let assigned = given.or_else(|| year.plan.assigned_in(year.year).cloned())?;
        Some(Achievement::new(year, self.merged.ledger.by_round(), assigned))
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
        let draft = assigned::draft(year, self.merged.ledger.counts(), &self.proposal);
        let bytes = template::assigned(year, &draft).map_err(|error| Error::not_made("tệp giao chỉ tiêu", error))?;
        Ok(File { name: template::assigned_name(draft.year), bytes })
    }
}
