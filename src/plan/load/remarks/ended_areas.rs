//! Areas that end without a reorganisation, and forms that end with those who returned them.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::RemarkFinder;
use crate::plan::AgencyId;
use crate::plan::load::whole::has_ended;
use crate::plan::remark::PlanRemark;
use crate::plan::reorganisation::Change;

impl RemarkFinder<'_> {
    /// Areas that end before the plan does, beside plans before, and that no change leads on from: they are in no comparable group.
    pub(super) fn of_areas_that_end(&mut self) {
        let (plan, file) = (self.plan, self.file);
        let Some(last) = plan.year(plan.last_year).filter(|_| !plan.predecessors.is_empty()) else { return };
        let there: BTreeSet<AgencyId> = last.areas().collect();
        let led_on: BTreeSet<&str> = plan.changes.iter().flat_map(Change::sources).collect();
        for (id, written) in plan.agency_ids().zip(&file.agencies).filter(|(id, _)| plan.is_area(*id)) {
            let agency = plan.agency(id);
            // No year that this plan's are compared with has one that ended earlier.
            let is_of_last_year = |until: NaiveDate| until.year() + 1 >= plan.first_year;
            let has_ended = agency.until.is_some_and(is_of_last_year) && !there.contains(&id);
            if has_ended && !led_on.contains(agency.unit.as_str()) {
                let cell = self.places.of_key(written.code.span().start, "until");
                self.put(&written.code.span(), cell, PlanRemark::AreaEnds { area: agency.code.clone() });
            }
        }
    }

    /// Forms that nobody returns from some year on.
    pub(super) fn of_forms_that_end(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for (id, written) in plan.form_ids().zip(&file.forms) {
            let mut years = plan.first_year..=plan.last_year;
            if let Some(year) = years.find(|year| has_ended(plan, id, *year)) {
                self.remark(written.code.span(), PlanRemark::FormEnds { form: plan.form(id).code.clone(), year });
            }
        }
    }
}
