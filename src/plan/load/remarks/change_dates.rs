//! Areas whose first or last day doesn't go with the change that leads to them or on from them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::RemarkFinder;
use crate::plan::agency::Agency;
use crate::plan::remark::PlanRemark;
use crate::plan::reorganisation::{Change, ChangeKind};

impl RemarkFinder<'_> {
    /// Of each area at the cell of its last or its first day.
    pub(super) fn of_change_dates(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for (id, written) in plan.agency_ids().zip(&file.agencies).filter(|(id, _)| plan.is_area(*id)) {
            let area = plan.agency(id);
            let span = written.code.span();
            let of_end = self.late_change(area).or_else(|| self.early_change(area));
            for (key, what) in [("until", of_end), ("from", self.late_area(area))] {
                if let Some(what) = what {
                    self.put(&span, self.places.of_key(span.start, key), what);
                }
            }
        }
    }

    /// Where an area ends some time before the change that leads on from it, nobody reports its people in between.
    fn late_change(&self, area: &Agency) -> Option<PlanRemark> {
        let until = area.until?;
        let date = self.leading_on(area).map(|change| change.date).max()?;
        (until.succ_opt()? < date).then(|| PlanRemark::LateChange { area: area.code.clone(), until, date })
    }

    /// Where an area goes on beside those that a change put in its place, both report its people.
    fn early_change(&self, area: &Agency) -> Option<PlanRemark> {
        let until = area.until?;
        let change = self.leading_on(area).max_by_key(|change| change.date)?;
        let lives_on = change.kind == ChangeKind::Move || change.targets().contains(area.unit.as_str());
        let is_beside = |day: NaiveDate| day <= until && self.areas(&change.targets()).any(|new| new.exists_on(day));
        let year = self.year_between(change.date, is_beside).filter(|_| !lives_on)?;
        Some(PlanRemark::EarlyChange { area: area.code.clone(), until, date: change.date, year })
    }

    /// Where an area begins some time after the change that leads to it, and those that it comes from have ended, nobody reports its
    /// people in between.
    fn late_area(&self, area: &Agency) -> Option<PlanRemark> {
        let since = area.from?;
        let leading_to = self.plan.changes.iter().filter(|change| change.targets().contains(area.unit.as_str()));
        let mut gaps = leading_to.filter_map(|change| {
            let sources = change.sources();
            let n_there = |day: NaiveDate| self.areas(&sources).filter(|source| source.exists_on(day)).count();
            let is_gap = |day: NaiveDate| day < since && n_there(day) < sources.len();
            Some((change.date, self.year_between(change.date, is_gap)?))
        });
        let (date, year) = gaps.next()?;
        Some(PlanRemark::LateArea { area: area.code.clone(), since, date, year })
    }

    fn leading_on(&self, area: &Agency) -> impl Iterator<Item = &Change> {
        self.plan.changes.iter().filter(|change| change.sources().contains(area.unit.as_str()))
    }

    /// The plan's areas of these codes.
    fn areas<'c>(&'c self, codes: &'c BTreeSet<&str>) -> impl Iterator<Item = &'c Agency> {
        let of_plan = self.plan.agency_ids().filter(|id| self.plan.is_area(*id)).map(|id| self.plan.agency(id));
        of_plan.filter(|agency| codes.contains(agency.unit.as_str()))
    }

    /// The first of the plan's years whose due day, from a day on, is such a one.
    fn year_between(&self, from: NaiveDate, is_it: impl Fn(NaiveDate) -> bool) -> Option<i32> {
        let mut years = (self.plan.first_year..=self.plan.last_year).filter_map(|year| self.plan.year(year));
        years.find(|year| from <= year.due && is_it(year.due)).map(|year| year.year)
    }
}
