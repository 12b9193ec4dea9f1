//! A collector's plan beside the plan above, in which its return is handed in: what one calls by its codes, the other calls by its own.

use crate::ledger::Merged;
use crate::plan::{AgencyId, Level, PlanYear};

/// Where a return is added up, and where it is handed in.
#[derive(Clone, Copy)]
pub struct TwoLevels<'a> {
    /// What the units reported.
    pub merged: &'a Merged<'a>,
    /// Where the collector stands.
    pub level: &'a Level,
    /// The plan above, in the round for which is collected.
    pub above: &'a PlanYear<'a>,
}

impl<'a> TwoLevels<'a> {
    /// A unit's code.
    pub fn unit_code(self, unit: AgencyId) -> &'a str {
        &self.merged.year.plan.agency(unit).code
    }

    /// A unit's name.
    pub fn unit_name(self, unit: AgencyId) -> &'a str {
        self.merged.year.agency_name(unit)
    }

    /// The code of the collector's form that a unit's form is added up in.
    pub fn above_form(self, code: &str) -> Option<&'a str> {
        let form = self.merged.year.plan.form_by_code(code)?;
        Some(&self.above.plan.form(self.level.forms[form.idx()]).code)
    }
}

/// Whose unit one is, seen from above the unit of a name.
pub fn below(of: &str, name: &str) -> String {
    if of.is_empty() { name.to_owned() } else { format!("{of}, thuộc {name}") }
}
