//! Areas whose last day and whose reorganisation don't go together.

use super::RemarkFinder;
use crate::plan::remark::PlanRemark;

impl RemarkFinder<'_> {
    /// Areas that end some time before the change that leads on from them: nobody reports their people in between.
    pub(super) fn of_late_changes(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for (id, written) in plan.agency_ids().zip(&file.agencies).filter(|(id, _)| plan.is_area(*id)) {
            let agency = plan.agency(id);
            let Some((until, after)) = agency.until.and_then(|until| Some((until, until.succ_opt()?))) else {
                continue;
            };
            let of_area = plan.changes.iter().filter(|change| {
                change.from.contains(&agency.unit) || change.units.iter().any(|moved| moved.of == agency.unit)
            });
            if let Some(date) = of_area.map(|change| change.date).max().filter(|date| after < *date) {
                let cell = self.places.of_key(written.code.span().start, "until");
                let what = PlanRemark::LateChange { area: agency.code.clone(), until, date };
                self.put(&written.code.span(), cell, what);
            }
        }
    }
}
