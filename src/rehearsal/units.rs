//! What the units of a tier return, so that it adds up to what their collector returns: every number of the collector is split over
//! the units that fill it, by weights of their own.

use std::collections::BTreeMap;

use super::split::by_weights;
use crate::plan::{AgencyId, ColumnId, FormId, Plan, PlanYear, RowId};
use crate::template::Filling;

/// A unit's name for its file, and what it enters.
#[derive(Debug, Clone)]
pub struct UnitReturn {
    /// The name of its file.
    pub name: String,
    /// The unit.
    pub agency: AgencyId,
    /// What it enters.
    pub filling: Filling,
}

/// The returns of all units of a tier; `whole` is what the collector returns, `cover` makes a unit's cover by its place in the list.
/// `None` for a plan that is no tier's, or has no such year.
pub fn returns(
    tier: &Plan,
    year: i32,
    whole: &Filling,
    cover: impl Fn(&PlanYear, AgencyId, usize) -> Filling,
) -> Option<Vec<UnitReturn>> {
    let level = tier.level.as_deref()?;
    let (own, above) = (tier.year(year)?, level.above.year(year)?);
    let mut fillings: BTreeMap<AgencyId, Filling> =
        own.agencies.iter().zip(0..).map(|(unit, n)| (*unit, cover(&own, *unit, n))).collect();
    for ((form, row, column), people) in &whole.counts {
        let cells = cells(&own, &above, (*form, *row, *column), &level.forms);
        // Who goes is among those who are there, so both are split by one rule.
        let key = &above.plan.form(*form).columns[column.idx()].key;
        let code = &above.row(*form, *row).code;
        let rule = if key == "increase" { format!("{code}+") } else { code.clone() };
        let weights: Vec<u64> = match current(&fillings, &cells, key) {
            Some(current) => current,
            None => cells.iter().map(|(unit, _)| weight(&tier.agency(*unit).code, &rule)).collect(),
        };
        for ((unit, cell), part) in cells.iter().zip(by_weights(*people, &weights)) {
            fillings.get_mut(unit)?.counts.insert(*cell, part);
        }
    }
    let named = |(agency, filling)| UnitReturn { name: own.template_name(agency), agency, filling };
    Some(fillings.into_iter().map(named).collect())
}

type Cell = (FormId, RowId, ColumnId);

/// The units' cells that are added up in a cell of the collector.
fn cells(own: &PlanYear, above: &PlanYear, (form, row, column): Cell, forms: &[FormId]) -> Vec<(AgencyId, Cell)> {
    let code = &above.row(form, row).code;
    let parts = own.plan.form_ids().filter(|part| forms[part.idx()] == form);
    parts
        .filter_map(|part| Some((part, own.row_by_code(part, code)?)))
        .flat_map(|(part, row)| own.agencies_with(part).map(move |unit| (unit, (part, row, column))))
        .collect()
}

/// For those who are to go: how many there are now.
fn current(fillings: &BTreeMap<AgencyId, Filling>, cells: &[(AgencyId, Cell)], key: &str) -> Option<Vec<u64>> {
    if key != "decrease" {
        return None;
    }
    let now = |(unit, (form, row, _)): &(AgencyId, Cell)| {
        fillings[unit].counts.get(&(*form, *row, ColumnId::at(0))).copied().unwrap_or(0)
    };
    Some(cells.iter().map(now).collect()).filter(|now: &Vec<u64>| now.iter().sum::<u64>() > 0)
}

/// How much of a number a unit has: the same every time, and other for each row.
fn weight(unit: &str, row: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = unit.bytes().chain(row.bytes()).fold(0xcbf2_9ce4_8422_2325, mix);
    3 + (hash >> 33) % 23
}
