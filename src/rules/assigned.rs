//! What must hold of assigned targets: their parts add up to the province's.

use crate::plan::{Assigned, AssignedTarget, Plan, TargetOf, keys};
use crate::problem::assigned::{Parts, Problem};
use crate::problem::{Finding, Place};

/// The queries on assigned targets, in their order. The note on the province's line answers them.
pub fn check(assigned: &Assigned, plan: &Plan) -> Vec<Finding> {
    let of_target = |target: &AssignedTarget| {
        let problems = [of_agencies(target, plan), of_schemes(assigned, target, plan)];
        let place = place(assigned, target);
        let explanation = target.note.clone();
        problems.into_iter().flatten().map(move |problem| Finding {
            explanation: explanation.clone(),
            ..Finding::from(problem).at(place.clone())
        })
    };
    assigned.targets.iter().flat_map(of_target).collect()
}

fn place(assigned: &Assigned, target: &AssignedTarget) -> Place {
    let sheet = assigned.source.as_ref().map(|_| keys::ASSIGNED_SHEET.to_owned());
    Place { sheet, cells: target.at.into_iter().collect(), ..Place::default() }
}

/// Increases of agencies that aren't the province's; nothing where none was assigned, or the province's isn't known.
fn of_agencies(target: &AssignedTarget, plan: &Plan) -> Option<Problem> {
    let (whole, sum) = (target.increase()?, target.of_parts()?);
    let parts = Parts::Agencies { n_blank: target.n_blank() };
    (whole != sum).then(|| Problem::SumDiffers { what: target.of.name(plan).to_owned(), parts, whole, sum })
}

/// An indicator's people that aren't those of its schemes; nothing where one of them has no target.
fn of_schemes(assigned: &Assigned, target: &AssignedTarget, plan: &Plan) -> Option<Problem> {
    let schemes = target.of.schemes(plan);
    if schemes.len() < 2 {
        return None;
    }
    let of_scheme = |id| plan.indicator_of(id).map_or(TargetOf::Scheme(id), TargetOf::Indicator);
    let people = |of| assigned.target(of).and_then(|target| i64::try_from(target.people?).ok());
    let whole = people(target.of)?;
    let sum: i64 = schemes.iter().map(|id| people(of_scheme(*id))).sum::<Option<i64>>()?;
    let names = schemes.iter().map(|id| plan.scheme(*id).name.clone()).collect();
    let parts = Parts::Schemes(names);
    (whole != sum).then(|| Problem::SumDiffers { what: target.of.name(plan).to_owned(), parts, whole, sum })
}
