//! What must hold of assigned targets: their parts add up to the province's.

use std::collections::BTreeSet;

use crate::counts::{Scope, terms};
use crate::plan::{AgencyId, Assigned, AssignedTarget, Input, Plan, PlanYear, TargetOf, keys};
use crate::problem::assigned::{Parts, Problem, Unusable};
use crate::problem::{Finding, Place, Severity};

/// The queries on assigned targets, in their order. The note on the province's line answers them.
pub fn check(assigned: &Assigned, plan: &Plan) -> Vec<Finding> {
    assigned.targets.iter().flat_map(|target| of_target(assigned, target, plan)).collect()
}

fn of_target(assigned: &Assigned, target: &AssignedTarget, plan: &Plan) -> impl Iterator<Item = Finding> + use<> {
    let of_schemes = |people: Of, parts: NamedParts| of_schemes(assigned, target, plan, people, parts);
    let problems = [
        of_agencies(target, plan),
        of_schemes(|target| target.people, Parts::Schemes),
        of_schemes(|target| target.current, Parts::CurrentOfSchemes),
    ];
    let place = place(assigned, target);
    let explanation = target.note.clone();
    problems
        .into_iter()
        .flatten()
        .map(move |problem| Finding { explanation: explanation.clone(), ..in_severity(problem).at(place.clone()) })
}

/// What can't be checked is but worth a note.
fn in_severity(problem: Problem) -> Finding {
    let is_note = matches!(problem, Problem::SumUnknown { .. });
    let finding = Finding::from(problem);
    if is_note { finding.severity(Severity::Note) } else { finding }
}

/// Parts of agencies that have none in what was assigned: for a scheme that people join of their own will those without an area,
/// for others those that report nobody who is liable. A year outside of the plan is laid out as the one before.
pub fn without_part(assigned: &Assigned, plan: &Plan) -> Vec<Finding> {
    let Some(year) = plan.year(assigned.year).or_else(|| plan.year(assigned.year - 1)) else { return Vec::new() };
    let mut findings = Vec::new();
    for target in assigned.targets.iter().filter(|target| !target.parts.is_empty()) {
        let known = agencies_with_part(&year, target.of);
        let strange = target.parts.iter().filter_map(|part| Some((part, part.agency?)));
        for (part, agency) in strange.filter(|(_, agency)| !known.contains(agency)) {
            let (agency, what) = (year.agency_name(agency).to_owned(), target.of.name(plan).to_owned());
            let sheet = part.at.map(|_| keys::ASSIGNED_SHEET.to_owned());
            let place = Place { sheet, cells: part.at.into_iter().collect(), ..Place::default() };
            findings.push(Finding::from(Problem::Unusable(Unusable::NoSuchPart { agency, what })).at(place));
        }
    }
    findings
}

fn agencies_with_part(year: &PlanYear, of: TargetOf) -> BTreeSet<AgencyId> {
    let [scheme] = of.schemes(year.plan)[..] else { return BTreeSet::new() };
    if year.plan.scheme(scheme).instead_of.is_some() {
        return year.areas().collect();
    }
    let liable = terms(year, &Input::Eligible(scheme), Scope::Province);
    liable.iter().map(|term| term.cell.agency).collect()
}

fn place(assigned: &Assigned, target: &AssignedTarget) -> Place {
    let sheet = assigned.source.as_ref().map(|_| keys::ASSIGNED_SHEET.to_owned());
    Place { sheet, cells: target.at.into_iter().collect(), ..Place::default() }
}

/// Increases of agencies that aren't the province's; nothing where none was assigned, or the province's isn't known.
fn of_agencies(target: &AssignedTarget, plan: &Plan) -> Option<Problem> {
    let sum = target.of_parts()?;
    let Some(whole) = target.increase() else {
        return Some(Problem::SumUnknown { what: target.of.name(plan).to_owned() });
    };
    let parts = Parts::Agencies { n_blank: target.n_blank() };
    (whole != sum).then(|| Problem::SumDiffers { what: target.of.name(plan).to_owned(), parts, whole, sum })
}

/// Which people of a target.
type Of = fn(&AssignedTarget) -> Option<u64>;
/// What the schemes' people are said to be, given the names of the schemes.
type NamedParts = fn(Vec<String>) -> Parts;

/// An indicator's people that aren't those of its schemes; nothing where one of them has no number.
fn of_schemes(
    assigned: &Assigned,
    target: &AssignedTarget,
    plan: &Plan,
    people_of: Of,
    parts: NamedParts,
) -> Option<Problem> {
    let schemes = target.of.schemes(plan);
    if schemes.len() < 2 {
        return None;
    }
    let people = |of| assigned.target(of).and_then(|target| i64::try_from(people_of(target)?).ok());
    let whole = people(target.of)?;
    let sum: i64 = schemes.iter().map(|id| people(plan.target_of_scheme(*id))).sum::<Option<i64>>()?;
    let names = schemes.iter().map(|id| plan.scheme(*id).name.clone()).collect();
    let parts = parts(names);
    (whole != sum).then(|| Problem::SumDiffers { what: target.of.name(plan).to_owned(), parts, whole, sum })
}
