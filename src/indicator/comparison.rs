//! This year beside a year of the plans before, by comparable groups of areas: the only parts of the province of which both years
//! are known.

use std::collections::BTreeMap;

use super::{Coverage, coverage_of_area, rounds_by_area};
use crate::counts::{CellId, RoundCounts};
use crate::ledger::Merged;
use crate::plan::{AgencyId, AreaOrigin, Comparable, FormId, IndicatorId, Plan, PlanYear, RowId};

/// The groups of areas in both years.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaComparison {
    /// The year before.
    pub year: i32,
    /// In the order of the predecessors' areas.
    pub groups: Vec<GroupComparison>,
}

/// A group of areas in both years.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupComparison {
    /// The agency that stands for it.
    pub agency: AgencyId,
    /// Today's areas.
    pub areas: Vec<AgencyId>,
    /// The past ones.
    pub origins: Vec<AreaOrigin>,
    /// Whether its past figures rest on stated shares.
    pub is_estimated: bool,
    /// The indicators that are reported by area.
    pub lines: Vec<ComparedLine>,
}

/// An indicator of a group in both years.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedLine {
    /// The year before.
    pub before: Coverage,
    /// This year.
    pub now: Coverage,
}

impl ComparedLine {
    /// People more than the year before; `None` where either isn't known.
    pub fn change(&self) -> Option<i64> {
        Some(self.now.numerator.known()? - self.before.numerator.known()?)
    }
}

impl GroupComparison {
    /// An indicator's line; `None` for one that isn't reported by area.
    pub fn line(&self, indicator: IndicatorId) -> Option<&ComparedLine> {
        self.lines.iter().find(|line| line.now.indicator == indicator)
    }
}

impl AreaComparison {
    /// Compares a year with the groups of an earlier one; `None` for a plan that can't be compared with one, or without groups.
    pub fn new(merged: &Merged, year: i32, before: &[(AgencyId, Vec<Coverage>)]) -> Option<Self> {
        let plan = merged.year.plan;
        let comparable = plan.comparable_in(merged.year.year).filter(|comparable| !comparable.groups.is_empty())?;
        let of_groups = comparable.plan.year(merged.year.year)?;
        let counts = by_groups(&merged.year, comparable, merged.ledger.by_round());
        let rounds = rounds_by_area(&of_groups, &counts);
        let (there, areas): (Vec<AgencyId>, Vec<AgencyId>) =
            (of_groups.areas().collect(), merged.year.areas().collect());
        // A group whose areas have all ended has nothing to compare.
        let groups = comparable.groups.iter().filter(|group| there.contains(&group.agency)).map(|group| {
            let lines_before = before.iter().find(|(agency, _)| *agency == group.agency).map(|(_, lines)| lines);
            let now = coverage_of_area(&of_groups, &counts, group.agency, &rounds);
            let lines = now.into_iter().filter_map(|now| {
                let before = lines_before?.iter().find(|before| before.indicator == now.indicator)?.clone();
                Some(ComparedLine { before, now })
            });
            GroupComparison {
                agency: group.agency,
                areas: group.areas.iter().copied().filter(|area| areas.contains(area)).collect(),
                origins: group.origins.clone(),
                is_estimated: group.is_estimated(),
                lines: lines.collect(),
            }
        });
        Some(AreaComparison { year, groups: groups.collect() })
    }

    /// Today's areas that can only be compared together with others.
    pub fn n_only_together(&self) -> usize {
        self.groups.iter().filter(|group| group.areas.len() > 1).map(|group| group.areas.len()).sum()
    }

    /// The indicators that some group has.
    pub fn indicators(&self, plan: &Plan) -> Vec<IndicatorId> {
        plan.indicator_ids().filter(|id| self.groups.iter().any(|group| group.line(*id).is_some())).collect()
    }
}

/// The counts of a year with each group as one area. A cell is known if all that it adds up are.
fn by_groups(year: &PlanYear, comparable: &Comparable, counts: &RoundCounts) -> RoundCounts {
    let Some(of_groups) = comparable.plan.year(year.year) else { return RoundCounts::default() };
    let mut all = Vec::new();
    for round in counts.rounds() {
        let in_round = year.in_round(round);
        for form in year.plan.form_ids() {
            let grouped = form_by_groups(&in_round, &of_groups, comparable, form, counts.of(round));
            all.extend(grouped.into_iter().filter_map(|(cell, people)| Some((round, cell, people?))));
        }
    }
    let mut grouped: RoundCounts = all.into_iter().collect();
    let group_of = groups_of(comparable);
    for round in counts.rounds() {
        for (agency, extent) in counts.of(round).partial() {
            let rows = counts.of(round).partial_rows(*agency);
            let now =
                |(form, row)| Some((form, row_of_group(&year.in_round(round), &of_groups, form, row, &group_of)?));
            let rows = rows.map(|rows| rows.into_iter().filter_map(now).collect());
            grouped.mark_partial(round, group_of.get(agency).copied().unwrap_or(*agency), extent, rows);
        }
    }
    grouped
}

/// The group of each area.
fn groups_of(comparable: &Comparable) -> BTreeMap<AgencyId, AgencyId> {
    comparable.groups.iter().flat_map(|group| group.areas.iter().map(|area| (*area, group.agency))).collect()
}

/// A form's cells in the plan of groups; none if one of them has no place there.
fn form_by_groups(
    year: &PlanYear,
    of_groups: &PlanYear,
    comparable: &Comparable,
    form: FormId,
    counts: &crate::counts::Counts,
) -> BTreeMap<CellId, Option<u64>> {
    let group_of = groups_of(comparable);
    let standing_for = |agency: AgencyId| group_of.get(&agency).copied().unwrap_or(agency);
    let rows: Option<Vec<(RowId, RowId)>> =
        year.entered_rows(form).map(|row| Some((row, row_of_group(year, of_groups, form, row, &group_of)?))).collect();
    let mut grouped: BTreeMap<CellId, Option<u64>> = BTreeMap::new();
    for agency in year.agencies_with(form) {
        for (row, row_then) in rows.iter().flatten() {
            for column in year.column_ids(form) {
                let people = counts.get(CellId { agency, form, row: *row, column });
                let cell = CellId { agency: standing_for(agency), form, row: *row_then, column };
                grouped
                    .entry(cell)
                    .and_modify(|sum| *sum = sum.zip(people).map(|(sum, people)| sum.saturating_add(people)))
                    .or_insert(people);
            }
        }
    }
    grouped
}

/// The row of the plan of groups that a row is: that of its area's group, or the one of the same code.
fn row_of_group(
    year: &PlanYear,
    of_groups: &PlanYear,
    form: FormId,
    row: RowId,
    group_of: &BTreeMap<AgencyId, AgencyId>,
) -> Option<RowId> {
    let of_row = year.row(form, row);
    let code = match of_row.area {
        Some(area) => {
            let behind = of_row.code.strip_prefix(&year.plan.agency(area).code)?;
            format!("{}{behind}", year.plan.agency(*group_of.get(&area)?).code)
        }
        None => of_row.code.clone(),
    };
    of_groups.row_by_code(form, &code)
}
