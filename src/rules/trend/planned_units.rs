//! The units of a collector as the plan has them in a year, on every level.

use super::before::Before;
use crate::intake::submission::Submission;
use crate::plan::{Plan, PlanYear};

/// The units that a return has by the plan, this year and in the earlier one; none of an earlier year that was put together from other areas.
pub fn planned_units_of_years(submission: &Submission, year: &PlanYear, before: &Before) -> [Vec<String>; 2] {
    let collector = &year.plan.agency(submission.agency).code;
    let then = match before.is_restated {
        true => Vec::new(),
        false => planned_units(collector, before.year.plan, before.year.year),
    };
    [planned_units(collector, year.plan, year.year), then]
}

fn planned_units(collector: &str, plan: &Plan, year: i32) -> Vec<String> {
    let mut units = units_below("", collector, plan, year);
    let mut nth = 0;
    while let Some(unit) = units.get(nth).cloned() {
        let (above, own) = unit.rsplit_once('/').unwrap_or(("", &unit));
        // What a collector counts of itself isn't the collector.
        if own != collector && !above.split('/').any(|code| code == own) {
            units.extend(units_below(&unit, own, plan, year));
        }
        nth += 1;
    }
    units
}

/// The units of a collector in a year, given with where it stands itself.
fn units_below(place: &str, collector: &str, plan: &Plan, year: i32) -> Vec<String> {
    let Some(tier) = plan.tier(collector) else { return Vec::new() };
    let Some(due) = tier.due.in_year(year) else { return Vec::new() };
    let units = tier.units().filter(|of| of.exists_on(due)).map(|of| of.code.as_str());
    units.map(|code| if place.is_empty() { code.to_owned() } else { format!("{place}/{code}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::embedded;

    #[test]
    fn the_units_of_every_level_are_those_of_the_plan() {
        let plan = embedded();
        let own = planned_units("snv", &plan, 2023);
        assert!(own.len() > 100 && own.iter().any(|unit| unit == "stc") && own.iter().any(|unit| unit == "snv"));
        assert!(own.iter().all(|unit| !unit.starts_with("snv/")), "its own staff, below which nobody is");
        assert!(planned_units("ctk", &plan, 2023).is_empty());
    }
}
