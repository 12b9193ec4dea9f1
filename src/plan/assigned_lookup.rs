//! What can be assigned, by the plan.

use super::assigned::{Assigned, TargetOf};
use super::ids::SchemeId;
use super::model::Plan;

impl TargetOf {
    /// The code of the indicator or scheme.
    pub fn code(self, plan: &Plan) -> &str {
        match self {
            TargetOf::Indicator(id) => &plan.indicator(id).id,
            TargetOf::Scheme(id) => &plan.scheme(id).code,
        }
    }

    /// What it is called.
    pub fn name(self, plan: &Plan) -> &str {
        match self {
            TargetOf::Indicator(id) => &plan.indicator(id).short,
            TargetOf::Scheme(id) => &plan.scheme(id).name,
        }
    }

    /// The schemes whose participants count for it.
    pub fn schemes(self, plan: &Plan) -> Vec<SchemeId> {
        match self {
            TargetOf::Indicator(id) => plan.indicator(id).schemes.clone(),
            TargetOf::Scheme(id) => vec![id],
        }
    }
}

impl Plan {
    /// Everything that people can be assigned for, in the order of proposals: the indicators, each followed by the scheme that has
    /// none of its own.
    pub fn targets_of(&self) -> Vec<TargetOf> {
        let mut all = Vec::new();
        for id in self.indicator_ids().filter(|id| !self.indicator(*id).schemes.is_empty()) {
            all.push(TargetOf::Indicator(id));
            let schemes = &self.indicator(id).schemes;
            let rest = schemes.iter().find(|scheme| self.indicator_of(**scheme).is_none());
            all.extend(rest.map(|scheme| TargetOf::Scheme(*scheme)));
        }
        all
    }

    /// What targets of a scheme stand under: the indicator that measures it alone, if one does.
    pub fn target_of_scheme(&self, id: SchemeId) -> TargetOf {
        self.indicator_of(id).map_or(TargetOf::Scheme(id), TargetOf::Indicator)
    }

    /// The indicator or scheme with a code; `None` if nothing can be assigned for it.
    pub fn target_of(&self, code: &str) -> Option<TargetOf> {
        self.targets_of().into_iter().find(|of| of.code(self) == code)
    }

    /// What the plan says was assigned for a year.
    pub fn assigned_in(&self, year: i32) -> Option<&Assigned> {
        self.assigned.iter().find(|assigned| assigned.year == year)
    }
}
