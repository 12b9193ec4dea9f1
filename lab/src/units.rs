//! What the units of a tier return, so that it adds up to what their collector returns: every number of the collector is split over
//! the units that fill it, by weights of their own.

use std::collections::BTreeMap;

use bhxh::plan::{AgencyId, ColumnId, FormId, Plan, PlanYear, RowId};
use bhxh::template::Filling;
use chrono::NaiveDate;

use crate::office;

/// A unit's name for its file, and what it enters.
pub struct Return {
    pub name: String,
    pub agency: AgencyId,
    pub filling: Filling,
}

/// The returns of all units of a tier; `whole` is what the collector returns.
pub fn returns(tier: &Plan, year: i32, whole: &Filling) -> Option<Vec<Return>> {
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
    let named = |(agency, filling)| Return { name: own.template_name(agency), agency, filling };
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

/// Splits a total by weights; the parts sum exactly to it.
fn by_weights(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u64 = weights.iter().sum::<u64>().max(1);
    let mut parts: Vec<u64> = weights.iter().map(|weight| total * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(total * weights[*n] % sum));
    let left = total.saturating_sub(parts.iter().sum());
    for n in order.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[n] += 1;
    }
    parts
}

/// One unit is late by two days.
const LATE: usize = 19;

fn cover(year: &PlanYear, unit: AgencyId, n: usize) -> Filling {
    let code = &year.plan.agency(unit).code;
    let day = |month, day| NaiveDate::from_ymd_opt(year.year, month, day);
    let sent_on = 8 + u32::try_from(n * 5 % 11).unwrap_or(0);
    Filling {
        as_of: if n.is_multiple_of(9) { day(6, 15) } else { day(5, 31) },
        sent_on: if n.is_multiple_of(9) { day(6, 16) } else { day(6, if n == LATE { 22 } else { sent_on }) },
        difficulties: office::of_units(code).iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        ..office::cover(year.year, n + 3, "")
    }
}

#[cfg(test)]
mod tests {
    use crate::{province, returns};

    #[test]
    fn units_add_up_to_their_collector() {
        let plan = bhxh::plan::embedded();
        let figures = province::of_year(2023).expect("figures");
        let above = plan.year(2023).expect("a year");
        for code in ["btctu", "snv"] {
            let collector = plan.agency_by_code(code).expect("an agency");
            let whole = returns::filling(&above, collector, &figures);
            let tier = plan.for_tier(code).expect("a tier");
            let units = super::returns(&tier, 2023, &whole).expect("returns");
            let sum: u64 = units.iter().flat_map(|unit| unit.filling.counts.values()).sum();
            assert_eq!(sum, whole.counts.values().sum::<u64>());
        }
    }
}
