//! Whose participants somebody counts apart: the cells that count an agency's people of a scheme, and what they say.

use std::collections::{BTreeMap, BTreeSet};

use crate::counts::{Counts, RoundCounts, Scope, Term, terms};
use crate::plan::{AgencyId, Input, PlanYear, RoundId, SchemeId, SectorId};

/// The people whom cells count in a round, or else in the newest that has all of them.
pub fn newest_measure(counts: &RoundCounts, terms: &[Term], first: RoundId) -> Option<(RoundId, i64)> {
    let others = counts.rounds().rev().filter(|round| *round != first);
    std::iter::once(first).chain(others).find_map(|round| Some((round, known(counts.of(round), terms)?)))
}

/// The people whom cells count; `None` if one of them isn't known, or there are none.
fn known(counts: &Counts, terms: &[Term]) -> Option<i64> {
    let mut asked = terms.iter().filter(|term| !counts.is_absent(term.cell)).peekable();
    asked.peek()?;
    asked.map(|term| term.signed(counts.get(term.cell)?)).sum()
}

/// The cells that count an agency's participants of a scheme apart from others', for every agency of which there are such.
pub fn measured(year: &PlanYear, id: SchemeId) -> BTreeMap<AgencyId, Vec<Term>> {
    let scheme = year.plan.scheme(id);
    if scheme.instead_of.is_some() {
        let Some(own) = scheme.by_area else { return BTreeMap::new() };
        return year.areas().map(|area| (area, terms(year, &own, Scope::Area(area)))).collect();
    }
    let Some(by_sector) = scheme.by_sector else { return sole_reporter(year, id) };
    let mut measured: BTreeMap<AgencyId, Option<Vec<Term>>> = BTreeMap::new();
    for sector in year.plan.sector_ids() {
        let reporters = reporters(year, id, Scope::Sector(sector));
        let mut apart = apart(year, id, sector);
        for agency in &reporters {
            let own = apart
                .remove(agency)
                .or_else(|| (reporters.len() == 1).then(|| terms(year, &by_sector, Scope::Sector(sector))));
            let all = measured.entry(*agency).or_insert_with(|| Some(Vec::new()));
            // Whose people aren't counted in one of its sectors isn't measured at all.
            *all = all.take().zip(own).map(|(all, own)| [all, own].concat());
        }
    }
    measured.into_iter().filter_map(|(agency, terms)| Some((agency, terms?))).collect()
}

/// Of a scheme that isn't reported by sector, all participants are those of the only agency that reports who is liable.
fn sole_reporter(year: &PlanYear, id: SchemeId) -> BTreeMap<AgencyId, Vec<Term>> {
    let reporters = reporters(year, id, Scope::Province);
    let all =
        || year.plan.scheme(id).participants.iter().flat_map(|input| terms(year, input, Scope::Province)).collect();
    let only = reporters.first().filter(|_| reporters.len() == 1);
    only.map(|agency| (*agency, all())).into_iter().collect()
}

/// The agencies that report who is liable for a scheme.
fn reporters(year: &PlanYear, id: SchemeId, scope: Scope<'_>) -> BTreeSet<AgencyId> {
    terms(year, &Input::Eligible(id), scope).iter().map(|term| term.cell.agency).collect()
}

/// The cells of the form by area and sector, by whom they are counted apart for or whose area they count.
fn apart(year: &PlanYear, id: SchemeId, sector: SectorId) -> BTreeMap<AgencyId, Vec<Term>> {
    let mut by_agency: BTreeMap<AgencyId, Vec<Term>> = BTreeMap::new();
    let Some(input) = year.plan.scheme(id).by_area_and_sector else { return by_agency };
    for term in terms(year, &input, Scope::Sector(sector)) {
        let row = year.row(term.cell.form, term.cell.row);
        if let Some(agency) = row.agency.or(row.area) {
            by_agency.entry(agency).or_default().push(term);
        }
    }
    by_agency
}
