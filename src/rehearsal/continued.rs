//! Invented counts that go on from an earlier year: every number that was known then is a little larger now, and the labour force
//! nearly the same. Of areas that were put together or divided only the sums are known; who lives where within them stays
//! invented.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::cell_counts::CellCounts;
use super::repair;
use super::split::{by_weights, fitted, share};
use crate::counts::{self, CellId, Scope, Term};
use crate::plan::{AgencyId, Comparable, FormId, Input, PlanYear, Scheme, SectorId};
use crate::rules::{Before, Tolerance};

/// In thousandths, what becomes of a number in a year.
const GROWTH: std::ops::RangeInclusive<u64> = 1015..=1045;
/// The same of the labour force and whatever stands beside it.
const SLOW_GROWTH: std::ops::RangeInclusive<u64> = 1000..=1010;

/// Makes counts go on from those of an earlier year, growing no more than some tolerance; the checks of the plan that they don't pass, by
/// their positions.
pub fn go_on(
    year: &PlanYear,
    counts: &mut CellCounts,
    before: &Before,
    tolerance: Tolerance,
    rng: &mut Rng,
) -> Vec<usize> {
    let sums = sums_before(year, counts, before);
    let slow = slow_forms(year);
    for (of, cells) in &sums {
        let Some(people) = before.counts.get(*of) else { continue };
        let people = grown(people, slow.contains(&of.form), tolerance, rng);
        set(counts, cells, people);
    }
    for scheme in &year.plan.schemes {
        agree(year, scheme, counts);
    }
    let anchored: BTreeSet<CellId> = sums.into_values().filter(|cells| cells.len() == 1).flatten().collect();
    let failing = repair::mend(year, year.agencies, counts, &anchored);
    if failing.is_empty() { failing } else { repair::contradicting(year, year.agencies, counts) }
}

/// The earlier year's counts by this year's cells, of those that are the same in both.
pub fn by_todays_cells(year: &PlanYear, counts: &CellCounts, before: &Before) -> CellCounts {
    let same = |cell: &CellId| {
        let row = before.year.row_by_code(cell.form, &year.row(cell.form, cell.row).code)?;
        Some((*cell, before.counts.get(CellId { row, ..*cell })?))
    };
    counts.keys().filter_map(same).collect()
}

/// The cells of today that each known cell of the earlier year has become.
fn sums_before(year: &PlanYear, counts: &CellCounts, before: &Before) -> BTreeMap<CellId, Vec<CellId>> {
    let comparable = year.plan.comparable_in(year.year).filter(|_| before.year.year < year.plan.first_year);
    let mut sums: BTreeMap<CellId, Vec<CellId>> = BTreeMap::new();
    for cell in counts.keys() {
        if let Some(of) = earlier_cell(year, before, comparable, cell).filter(|of| before.counts.get(*of).is_some()) {
            sums.entry(of).or_default().push(*cell);
        }
    }
    sums
}

/// The cell of the earlier year that has a cell's people, perhaps with those of others; `None` if there was none.
fn earlier_cell(year: &PlanYear, before: &Before, comparable: Option<&Comparable>, cell: &CellId) -> Option<CellId> {
    let stood_for = |agency: AgencyId| {
        let group = comparable.and_then(|comparable| comparable.group_of(agency));
        group.map_or(agency, |group| group.agency)
    };
    let row = year.row(cell.form, cell.row);
    let code = match row.area {
        Some(area) => {
            let behind = row.code.strip_prefix(&year.plan.agency(area).code)?;
            format!("{}{behind}", before.year.plan.agency(stood_for(area)).code)
        }
        None => row.code.clone(),
    };
    let row = before.year.row_by_code(cell.form, &code)?;
    Some(CellId { agency: stood_for(cell.agency), row, ..*cell })
}

/// The forms that count the labour force.
fn slow_forms(year: &PlanYear) -> BTreeSet<FormId> {
    let denominators = year.plan.indicators.iter().flat_map(|one| one.denominator.iter().chain(&one.area_denominator));
    let inputs = denominators.chain([&year.plan.proposal.labour_force]);
    let of_column = |input: &Input| if let Input::Column { form, .. } = input { Some(*form) } else { None };
    inputs.filter_map(of_column).collect()
}

/// A year later. A number that stayed the same would look like last year's sent again; one that grew more than the plan tolerates would
/// be asked about.
fn grown(people: u64, is_slow: bool, tolerance: Tolerance, rng: &mut Rng) -> u64 {
    let permille = rng.u64(if is_slow { SLOW_GROWTH } else { GROWTH });
    let grown = share(people, permille, 1000);
    let (_, most) = tolerance.range(people);
    if people > 0 { grown.max(people + 1).min(most) } else { 0 }
}

/// Divides people among cells as they are.
fn set(counts: &mut CellCounts, cells: &[CellId], people: u64) {
    let weights: Vec<u64> = cells.iter().map(|cell| counts.get(cell).copied().unwrap_or_default()).collect();
    for (cell, part) in cells.iter().zip(by_weights(people, &weights)) {
        counts.insert(*cell, part);
    }
}

/// Participants by area come to what they are by sector, and those by both to each.
fn agree(year: &PlanYear, scheme: &Scheme, counts: &mut CellCounts) {
    let cells = |input: &Input, scope: Scope| -> Vec<CellId> {
        let terms = counts::terms(year, input, scope);
        terms.iter().filter(|term: &&Term| !term.subtract).map(|term| term.cell).collect()
    };
    let by_area = scheme.by_area.as_ref().map(|input| cells(input, Scope::Province)).unwrap_or_default();
    let by_sector = scheme.by_sector.as_ref().map(|input| cells(input, Scope::Province)).unwrap_or_default();
    if !by_sector.is_empty() && by_area.iter().all(|cell| !by_sector.contains(cell)) {
        set(counts, &by_area, total(counts, &by_sector));
    }
    let Some(by_both) = &scheme.by_area_and_sector else { return };
    let of_both = AreaSectorTable::new(year, &cells(by_both, Scope::Province));
    let of_areas = of_both.areas.iter().map(|area| {
        let own = scheme.by_area.as_ref().map(|input| cells(input, Scope::Area(*area))).unwrap_or_default();
        total(counts, &own)
    });
    let of_areas: Vec<u64> = of_areas.collect();
    let of_sectors = of_both.sectors.iter().map(|sector| {
        let own = scheme.by_sector.as_ref().map(|input| cells(input, Scope::Sector(*sector))).unwrap_or_default();
        total(counts, &own)
    });
    let of_sectors: Vec<u64> = of_sectors.collect();
    if of_areas.iter().sum::<u64>() == of_sectors.iter().sum::<u64>() {
        of_both.fit(counts, &of_areas, &of_sectors);
    }
}

fn total(counts: &CellCounts, cells: &[CellId]) -> u64 {
    cells.iter().filter_map(|cell| counts.get(cell)).sum()
}

/// The cells of a table by area and sector.
struct AreaSectorTable {
    areas: Vec<AgencyId>,
    sectors: Vec<SectorId>,
    cells: BTreeMap<(AgencyId, SectorId), Vec<CellId>>,
}

impl AreaSectorTable {
    fn new(year: &PlanYear, cells: &[CellId]) -> Self {
        let mut by_place: BTreeMap<(AgencyId, SectorId), Vec<CellId>> = BTreeMap::new();
        for cell in cells {
            let row = year.row(cell.form, cell.row);
            if let Some(place) = row.area.zip(row.sector) {
                by_place.entry(place).or_default().push(*cell);
            }
        }
        let areas: BTreeSet<AgencyId> = by_place.keys().map(|(area, _)| *area).collect();
        let sectors: BTreeSet<SectorId> = by_place.keys().map(|(_, sector)| *sector).collect();
        AreaSectorTable { areas: areas.into_iter().collect(), sectors: sectors.into_iter().collect(), cells: by_place }
    }

    fn at(&self, area: AgencyId, sector: SectorId) -> &[CellId] {
        self.cells.get(&(area, sector)).map_or(&[], Vec::as_slice)
    }

    /// Brings the sums of both kinds about.
    fn fit(&self, counts: &mut CellCounts, of_areas: &[u64], of_sectors: &[u64]) {
        let row = |area: &AgencyId| self.sectors.iter().map(|sector| total(counts, self.at(*area, *sector))).collect();
        let now: Vec<Vec<u64>> = self.areas.iter().map(row).collect();
        for (area, people) in self.areas.iter().zip(fitted(now, of_areas, of_sectors)) {
            for (sector, people) in self.sectors.iter().zip(people) {
                set(counts, self.at(*area, *sector), people);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_never_asked_about() {
        let mut rng = Rng::with_seed(1);
        for (percent, least) in [(30, 50), (30, 0), (3, 0), (0, 1), (0, 0)] {
            let tolerance = Tolerance { percent, people: least };
            for people in 0..300 {
                let later = grown(people, false, tolerance, &mut rng);
                assert!(!tolerance.is_passed(later, people), "{people} to {later} of {tolerance:?}");
            }
        }
    }
}
