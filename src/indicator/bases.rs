//! The people who took part in a year, as the targets of the next one begin with them: for the province and for every part that is
//! measured. What a decision says of them is held against the year's own numbers.

use std::collections::BTreeMap;

use super::measured::{measured, newest_measure};
use crate::counts::{RoundCounts, Scope};
use crate::plan::{AgencyId, Assigned, AssignedTarget, PlanYear, TargetOf, keys};
use crate::problem::assigned::{OtherBase, Problem};
use crate::problem::{Finding, Place};

/// The people who took part in a year.
#[derive(Debug, Clone, Default)]
pub struct Bases {
    /// The year.
    pub year: i32,
    /// The workbook they were read from.
    pub source: String,
    /// By target and whose part; `None` is the province. What isn't known is left out.
    people: BTreeMap<(TargetOf, Option<AgencyId>), u64>,
}

impl Bases {
    /// Those of a year's counts, read from a workbook known as `source`.
    pub fn new(source: String, year: &PlanYear, counts: &RoundCounts) -> Self {
        let people = year.plan.targets_of().into_iter().flat_map(|of| of_target(year, counts, of)).collect();
        Bases { year: year.year, source, people }
    }

    /// The people said to have taken part who aren't those of the year: one finding for each target.
    pub fn differing(&self, assigned: &Assigned, year: &PlanYear) -> Vec<Finding> {
        assigned.targets.iter().filter_map(|target| self.differing_of(assigned, target, year)).collect()
    }

    fn differing_of(&self, assigned: &Assigned, target: &AssignedTarget, year: &PlanYear) -> Option<Finding> {
        let of_parts = target.parts.iter().filter_map(|part| Some((Some(part.agency?), part.current, part.at)));
        let all = std::iter::once((None, target.current, target.at)).chain(of_parts);
        let differing = all.filter_map(|(agency, found, at)| {
            let (found, expected) = (found?, *self.people.get(&(target.of, agency))?);
            (found != expected).then_some((agency, found, expected, at))
        });
        let differing: Vec<_> = differing.collect();
        let bases = differing.iter().map(|(agency, found, expected, _)| OtherBase {
            agency: agency.map(|agency| year.agency_name(agency).to_owned()),
            found: *found,
            expected: *expected,
        });
        let problem = Problem::BasesDiffer {
            what: target.of.name(year.plan).to_owned(),
            workbook: self.source.clone(),
            bases: bases.collect(),
        };
        let sheet = assigned.source.as_ref().map(|_| keys::ASSIGNED_SHEET.to_owned());
        let cells = differing.iter().filter_map(|(.., at)| *at).collect();
        let finding = Finding::from(problem).at(Place { sheet, cells, ..Place::default() });
        (!differing.is_empty()).then(|| Finding { explanation: target.note.clone(), ..finding })
    }

    /// Puts people where they were left blank. Returns the workbook they are from, if there were any.
    pub fn fill(&self, assigned: &mut Assigned) -> Option<String> {
        let mut is_filled = false;
        for target in &mut assigned.targets {
            let of = target.of;
            let mut fill = |current: &mut Option<u64>, agency: Option<AgencyId>| {
                if let (None, Some(people)) = (*current, self.people.get(&(of, agency))) {
                    *current = Some(*people);
                    is_filled = true;
                }
            };
            fill(&mut target.current, None);
            for part in &mut target.parts {
                if let Some(agency) = part.agency {
                    fill(&mut part.current, Some(agency));
                }
            }
        }
        is_filled.then(|| self.source.clone())
    }
}

type Base = ((TargetOf, Option<AgencyId>), u64);

fn of_target(year: &PlanYear, counts: &RoundCounts, of: TargetOf) -> Vec<Base> {
    let main = counts.main(year);
    let schemes = of.schemes(year.plan);
    let inputs: Vec<_> = schemes.iter().flat_map(|id| year.plan.scheme(*id).participants.clone()).collect();
    let whole = counts.of(main).sum(year, &inputs, Scope::Province, None).known();
    let parts = match schemes[..] {
        [alone] => measured(year, alone),
        _ => BTreeMap::new(),
    };
    let parts = parts.into_iter().map(|(agency, terms)| {
        let people = newest_measure(counts, &terms, main).map(|(_, people)| people);
        (Some(agency), people)
    });
    let all = std::iter::once((None, whole)).chain(parts);
    all.filter_map(|(agency, people)| Some(((of, agency), u64::try_from(people?).ok()?))).collect()
}
