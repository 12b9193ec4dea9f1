//! From returned files to a province in a year: which year, what counts, how it stands. Every use case starts here.

use chrono::{Datelike, NaiveDate};

use super::{Error, Previous};
use crate::indicator::changes::Changes;
use crate::indicator::completeness::{self, Completeness};
use crate::indicator::{self, Coverage};
use crate::intake::Received;
use crate::ledger::{self, Merged, NotReadBack};
use crate::plan::{Plan, PlanYear, RoundId};

/// What came back, and the year it is worked on in.
#[derive(Debug, Clone)]
pub struct Returns<'p> {
    received: Vec<Received>,
    year: PlanYear<'p>,
}

/// A province in a year.
#[derive(Debug, Clone)]
pub struct Province<'p> {
    /// The year's files, agencies and ledger.
    pub merged: Merged<'p>,
    /// The last day of sending that counts; `None` counts all.
    pub as_of: Option<NaiveDate>,
    /// In the order of the plan's indicators.
    pub coverage: Vec<Coverage>,
    /// Of a province read from its workbook: the folder of its files as seen from the workbook's, if that was known.
    pub inbox: Option<String>,
    /// Whether that workbook shows what was assigned for the year.
    pub shows_assigned: bool,
}

impl<'p> Returns<'p> {
    /// Without a year, that of most files is chosen; where there are none, the year of today.
    ///
    /// # Errors
    ///
    /// When the year is none of the plan's, or all agencies' files are of other years: then everybody would be written to
    /// for nothing; or when no year was given and most files are of an earlier one than today's, of which there are some. Where nobody has sent anything yet, as in spring, any year will do.
    pub fn new(received: Vec<Received>, plan: &'p Plan, year: Option<i32>, today: NaiveDate) -> Result<Self, Error> {
        let chosen = match year {
            Some(year) => year,
            None => ledger::choose_year(&received, plan, today),
        };
        let of_year = plan_year(plan, chosen)?;
        let n_files = ledger::n_files_by_year(received.iter().map(|file| (file.agency(), file.year())));
        let is_between = (chosen + 1..=plan.last_year).contains(&today.year());
        if year.is_none() && is_between && n_files.contains_key(&today.year()) {
            return Err(Error::WhichYear { n_files });
        }
        if !n_files.is_empty() && !n_files.contains_key(&chosen) {
            let (first, last) = (plan.first_year, plan.last_year);
            return Err(Error::OnlyOtherYears { year: chosen, n_files, first, last });
        }
        Ok(Returns { year: of_year, received })
    }

    /// The year.
    pub fn year(&self) -> i32 {
        self.year.year
    }

    /// The plan in that year.
    pub fn plan_year(&self) -> &PlanYear<'p> {
        &self.year
    }

    /// Decides what counts. With a date only what was sent by then does.
    ///
    /// # Errors
    ///
    /// When one of the earlier years isn't earlier.
    pub fn merge(self, as_of: Option<NaiveDate>, previous: &Previous) -> Result<Province<'p>, Error> {
        previous.check(self.year.year)?;
        Ok(Province::new(ledger::merge_after(self.received, self.year, as_of, previous.nearest()), as_of))
    }
}

impl<'p> Province<'p> {
    fn new(merged: Merged<'p>, as_of: Option<NaiveDate>) -> Self {
        let coverage = indicator::coverage(&merged.year, merged.ledger.by_round());
        Province { merged, as_of, coverage, inbox: None, shows_assigned: false }
    }

    /// Reads a provincial workbook as if its files had just been merged.
    ///
    /// # Errors
    ///
    /// When it is none of this plan, or was damaged.
    pub fn read_back(workbook: &[u8], plan: &'p Plan) -> Result<Self, NotReadBack> {
        let read = ledger::read_back_whole(workbook, plan)?;
        let (inbox, shows_assigned) = (read.inbox, read.shows_assigned);
        Ok(Province { inbox, shows_assigned, ..Province::new(read.merged, read.as_of) })
    }

    /// What changed since an earlier state of the same year.
    ///
    /// # Errors
    ///
    /// When that is of another year.
    pub fn changes_since(&self, earlier: &Province, source: &str) -> Result<Changes, Error> {
        let (of, year) = (earlier.merged.year.year, self.merged.year.year);
        if of != year {
            return Err(Error::OtherYear { source: source.to_owned(), of, year });
        }
        Ok(Changes::new(&earlier.merged, &self.merged))
    }

    /// What changed since an earlier workbook of the same year, be it a report; `None` if it is none, or of another year.
    pub fn changes_since_workbook(&self, workbook: &[u8]) -> Option<Changes> {
        let before = ledger::carried_numbers(workbook, self.merged.year.plan).ok()?;
        (before.year.year == self.merged.year.year).then(|| Changes::since_numbers(&before, &self.merged))
    }

    /// Who has sent what, and how the plan's tasks stand on a day. Without a round every agency stands as in the first one
    /// that asks something of it.
    pub fn completeness(&self, round: Option<RoundId>, today: NaiveDate) -> Completeness {
        match round {
            Some(round) => completeness::completeness_in(&self.merged, round, today),
            None => completeness::completeness(&self.merged, today),
        }
    }
}

/// A year of the plan in the round with a code; in the first round without one.
///
/// # Errors
///
/// When the plan has no such round.
pub fn plan_round<'p>(year: &PlanYear<'p>, code: Option<&str>) -> Result<PlanYear<'p>, Error> {
    let plan = year.plan;
    let Some(code) = code else { return Ok(year.in_round(plan.first_round())) };
    let known = || plan.round_ids().filter_map(|id| plan.round_code(id)).map(str::to_owned).collect();
    let round =
        plan.round_by_code(code).ok_or_else(|| Error::UnknownRound { code: code.to_owned(), known: known() })?;
    Ok(year.in_round(round))
}

/// The plan in a year.
///
/// # Errors
///
/// When the year is none of the plan's.
pub fn plan_year(plan: &Plan, year: i32) -> Result<PlanYear<'_>, Error> {
    let outside = Error::YearOutsidePlan { year, first: plan.first_year, last: plan.last_year };
    plan.year(year).ok_or(outside)
}
