//! An earlier year of the same plan across a reorganisation that the plan itself describes: an area that took over others is
//! compared with the sum of them. What was divided has no past by itself and isn't compared.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Earlier;
use crate::counts::{CellId, PartialRows, RoundCounts};
use crate::plan::{AgencyId, FormId, Plan, PlanYear, RoundId, RowId};

impl<'p> Earlier<'p> {
    /// The year as its areas stand in a later one; itself where nothing happened to them in between.
    pub fn regrouped(&self, year: &PlanYear) -> Cow<'_, Earlier<'p>> {
        let successors = Successors::between(&self.year, year);
        if self.year.year < year.plan.first_year || successors.of.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut counts: RoundCounts =
            self.counts.rounds().flat_map(|round| self.in_round(round, &successors)).collect();
        for round in self.counts.rounds() {
            for (agency, extent) in self.counts.of(round).partial() {
                if let Some(now) = successors.only(*agency) {
                    counts.mark_partial(round, now, extent, self.partial_rows(round, *agency, &successors));
                }
            }
        }
        Cow::Owned(Earlier { counts, is_regrouped: true, ..self.clone() })
    }

    /// The rows in which the numbers of an agency stand now that lack some of its units'.
    fn partial_rows(&self, round: RoundId, agency: AgencyId, successors: &Successors) -> PartialRows {
        let now = |(form, row)| Some((form, successors.cell(&self.year, agency, form, row)?.1));
        Some(self.counts.of(round).partial_rows(agency)?.into_iter().filter_map(now).collect())
    }

    /// The counts of a round, each in the cell that it belongs to now; a sum that lacks a part isn't known.
    fn in_round(&self, round: RoundId, successors: &Successors) -> Vec<(RoundId, CellId, u64)> {
        let (year, known) = (self.year.in_round(round), self.counts.of(round));
        let mut sums: BTreeMap<CellId, Option<u64>> = BTreeMap::new();
        for form in year.plan.form_ids() {
            for agency in year.agencies_with(form) {
                for row in year.entered_rows(form) {
                    for column in year.column_ids(form) {
                        let people = known.get(CellId { agency, form, row, column });
                        let Some((agency, row)) = successors.cell(&year, agency, form, row) else { continue };
                        let sum = sums.entry(CellId { agency, form, row, column }).or_insert(Some(0));
                        *sum = sum.zip(people).and_then(|(sum, people)| sum.checked_add(people));
                    }
                }
            }
        }
        sums.into_iter().filter_map(|(cell, people)| Some((round, cell, people?))).collect()
    }
}

/// What became of the areas to which something happened.
struct Successors {
    /// The areas that have their people now.
    of: BTreeMap<AgencyId, BTreeSet<AgencyId>>,
    /// Areas that have a part of what was divided.
    divided: BTreeSet<AgencyId>,
}

impl Successors {
    fn between(before: &PlanYear, now: &PlanYear) -> Self {
        let plan = now.plan;
        let steps = steps(plan, before, now);
        let areas: BTreeSet<AgencyId> = now.areas().collect();
        let of: BTreeMap<AgencyId, BTreeSet<AgencyId>> =
            steps.keys().map(|area| (*area, ends(&steps, *area, &areas))).collect();
        let divided = of.values().filter(|ends| ends.len() > 1).flatten().copied().collect();
        Successors { of, divided }
    }

    /// The one area that an agency's numbers belong to now; `None` if they can't be compared.
    fn only(&self, agency: AgencyId) -> Option<AgencyId> {
        let now = match self.of.get(&agency) {
            None => agency,
            Some(ends) if ends.len() == 1 => *ends.first()?,
            Some(_) => return None,
        };
        (!self.divided.contains(&now)).then_some(now)
    }

    /// The agency and row that a number belongs to now.
    fn cell(&self, year: &PlanYear, agency: AgencyId, form: FormId, row: RowId) -> Option<(AgencyId, RowId)> {
        let of_row = year.row(form, row);
        let row = match of_row.area {
            None => row,
            Some(area) => {
                let behind = of_row.code.strip_prefix(&year.plan.agency(area).code)?;
                let now = &year.plan.agency(self.only(area)?).code;
                year.row_by_code(form, &format!("{now}{behind}"))?
            }
        };
        Some((self.only(agency)?, row))
    }
}

/// Where each area's people went in the changes between two years, step by step.
fn steps(plan: &Plan, before: &PlanYear, now: &PlanYear) -> BTreeMap<AgencyId, BTreeSet<AgencyId>> {
    let areas: BTreeMap<&str, AgencyId> =
        plan.agency_ids().filter(|id| plan.is_area(*id)).map(|id| (plan.agency(id).unit.as_str(), id)).collect();
    let area = |code: &String| areas.get(code.as_str()).copied();
    let mut steps: BTreeMap<AgencyId, BTreeSet<AgencyId>> = BTreeMap::new();
    for change in plan.changes.iter().filter(|change| before.due < change.date && change.date <= now.due) {
        let whole = change.from.iter().flat_map(|from| change.to.iter().map(move |to| (from, to)));
        let units = change.units.iter().map(|unit| (&unit.of, &unit.to));
        for (from, to) in whole.chain(units) {
            if let Some((from, to)) = area(from).zip(area(to)) {
                steps.entry(from).or_default().insert(to);
            }
        }
    }
    steps
}

/// The areas, of those there are now, at which the people of one arrive; an area that is there still keeps some of its own.
fn ends(
    steps: &BTreeMap<AgencyId, BTreeSet<AgencyId>>,
    area: AgencyId,
    now: &BTreeSet<AgencyId>,
) -> BTreeSet<AgencyId> {
    let (mut seen, mut next) = (BTreeSet::from([area]), vec![area]);
    while let Some(at) = next.pop() {
        for to in steps.get(&at).into_iter().flatten() {
            if seen.insert(*to) {
                next.push(*to);
            }
        }
    }
    seen.retain(|area| now.contains(area));
    seen
}
