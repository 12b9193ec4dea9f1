//! Invented counts of a whole province that agree with each other. They are built from the bottom: people at work first, by
//! the rows of the forms; who of them is insured next, by area and sector; then the labour force of which they are about the
//! plan's target. What the plan compares beyond that is brought into line by [`super::repair`].

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::cell_counts::CellCounts;
use super::repair;
use super::split::{by_weights, share};
use crate::counts::{self, CellId, Scope, Term};
use crate::plan::{AgencyId, ColumnId, FormId, Input, PlanYear, RowId, SchemeId, SectorId};

/// Invented counts, and the checks of the plan, by their positions, that they don't pass.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// In people.
    pub counts: CellCounts,
    /// Checks that no invented numbers could be made to pass: they contradict each other.
    pub contradictory: Vec<usize>,
}

/// How many people of the labour force an area has, where there are few areas and where there are many.
const PEOPLE_PER_AREA: [u64; 2] = [40_000, 9_000];
const FEW_AREAS: usize = 40;
/// The labour force of a province without areas.
const PEOPLE_WITHOUT_AREAS: u64 = 600_000;
/// Of a hundred people at work, how many are insured at most.
const INSURED_OF_100: u64 = 92;

/// Counts of these agencies in a year; the same plan, year and generator give the same.
pub fn invented(year: &PlanYear, agencies: &[AgencyId], rng: &mut Rng) -> Figures {
    let mut draft = FiguresDraft::new(year, agencies, rng);
    let shares = draft.participants();
    draft.people_at_work(&shares);
    draft.insured();
    draft.labour_force();
    let anchored = draft.counts.keys().copied().collect();
    draft.everything_else();
    let mut counts = draft.counts;
    let failing = repair::mend(year, agencies, &mut counts, &anchored);
    let contradictory = if failing.is_empty() { failing } else { repair::contradicting(year, agencies, &counts) };
    Figures { counts, contradictory }
}

/// A cell in which people at work are counted.
struct Workplace {
    agency: AgencyId,
    form: FormId,
    row: RowId,
    schemes: Vec<SchemeId>,
    sector: Option<SectorId>,
    area: Option<AgencyId>,
    weight: u64,
}

/// Where people are insured: an area, if there are any, and a sector, if the row has one.
type Insured = BTreeMap<(Option<AgencyId>, Option<SectorId>), u64>;

struct FiguresDraft<'a> {
    year: &'a PlanYear<'a>,
    rng: &'a mut Rng,
    /// Whose counts are invented.
    agencies: BTreeSet<AgencyId>,
    areas: Vec<AgencyId>,
    /// How large agencies are beside each other; areas by what they govern.
    sizes: BTreeMap<AgencyId, u64>,
    labour_force: u64,
    counts: CellCounts,
    insured: Vec<Insured>,
}

impl<'a> FiguresDraft<'a> {
    fn new(year: &'a PlanYear<'a>, agencies: &[AgencyId], rng: &'a mut Rng) -> Self {
        let agencies = agencies.iter().copied().collect();
        let areas: Vec<AgencyId> = year.areas().collect();
        let sizes = year.plan.agency_ids().map(|agency| (agency, rng.u64(400..=1000))).collect();
        let wanted = match areas.len() {
            0 => PEOPLE_WITHOUT_AREAS,
            n => PEOPLE_PER_AREA[usize::from(n > FEW_AREAS)].saturating_mul(n as u64),
        };
        let labour_force = wanted.min(year.plan.limits.max_people / 10 * 7).max(1);
        let insured = vec![Insured::new(); year.plan.schemes.len()];
        FiguresDraft { year, rng, agencies, areas, sizes, labour_force, counts: CellCounts::new(), insured }
    }

    fn size(&self, agency: AgencyId) -> u64 {
        self.sizes.get(&agency).copied().unwrap_or(1)
    }

    /// How many people take part in each scheme: what the targets of the year ask for, give or take a little.
    fn participants(&mut self) -> Vec<u64> {
        let plan = self.year.plan;
        let mut known: Vec<Option<u64>> = vec![None; plan.schemes.len()];
        let mut indicators: Vec<_> = plan.indicators.iter().collect();
        indicators.sort_by_key(|indicator| indicator.schemes.len());
        for indicator in indicators.into_iter().filter(|indicator| !indicator.schemes.is_empty()) {
            let Some(target) = indicator.target(self.year.year) else { continue };
            let near = self.rng.u64(975..=1012);
            let wanted = share(target.percent.people_of(self.labour_force), near, 1000);
            let there: u64 = indicator.schemes.iter().filter_map(|scheme| known[scheme.idx()]).sum();
            let open: Vec<SchemeId> =
                indicator.schemes.iter().copied().filter(|scheme| known[scheme.idx()].is_none()).collect();
            for (scheme, part) in open.iter().zip(by_weights(wanted.saturating_sub(there), &vec![1; open.len()])) {
                known[scheme.idx()] = Some(part);
            }
        }
        for scheme in plan.scheme_ids() {
            let people = known[scheme.idx()].unwrap_or_else(|| self.without_target(scheme, &known));
            let within = plan.scheme(scheme).within.and_then(|outer| known[outer.idx()]);
            known[scheme.idx()] = Some(within.map_or(people, |outer| people.min(share(outer, 99, 100))));
        }
        known.into_iter().map(Option::unwrap_or_default).collect()
    }

    fn without_target(&self, scheme: SchemeId, known: &[Option<u64>]) -> u64 {
        let scheme = self.year.plan.scheme(scheme);
        match (scheme.within, scheme.instead_of) {
            (Some(outer), _) => share(known[outer.idx()].unwrap_or(self.labour_force / 5), 9, 10),
            (None, Some(_)) => self.labour_force / 25,
            (None, None) => self.labour_force / 5,
        }
    }

    /// The rows that count who should take part, with how large each is beside the others.
    fn workplaces(&mut self) -> Vec<Workplace> {
        let year = self.year;
        let areas: BTreeSet<AgencyId> = self.areas.iter().copied().collect();
        let mut places = Vec::new();
        for form in year.plan.form_ids() {
            if year.plan.form(form).at_work_column(year.plan.proposal.at_work).is_none() {
                continue;
            }
            let agencies: Vec<AgencyId> =
                year.agencies_with(form).filter(|agency| self.agencies.contains(agency)).collect();
            let whole: u64 = agencies.iter().map(|agency| self.size(*agency)).sum();
            for row in year.entered_rows(form).filter(|row| !year.row(form, *row).schemes.is_empty()) {
                let found = year.row(form, row);
                let row_weight = self.rng.u64(20..=1000) * 1000;
                for agency in &agencies {
                    let own = if areas.contains(agency) { Some(*agency) } else { None };
                    let weight = share(row_weight, self.size(*agency), whole).max(1);
                    let (schemes, sector, area) = (found.schemes.clone(), found.sector, found.area.or(own));
                    places.push(Workplace { agency: *agency, form, row, schemes, sector, area, weight });
                }
            }
        }
        places
    }

    /// Fills who is at work and what changes, and remembers who of them is insured.
    fn people_at_work(&mut self, participants: &[u64]) {
        let places = self.workplaces();
        let mut groups: BTreeMap<Vec<SchemeId>, Vec<&Workplace>> = BTreeMap::new();
        for place in &places {
            groups.entry(place.schemes.clone()).or_default().push(place);
        }
        let parts = parts_of_groups(groups.keys(), participants);
        for ((schemes, places), parts) in groups.iter().zip(&parts) {
            let is_pool = schemes.iter().all(|scheme| self.year.plan.scheme(*scheme).instead_of.is_some());
            let most = parts.iter().copied().max().unwrap_or_default();
            let at_work = if is_pool { most.saturating_mul(4) } else { share(most, 100, INSURED_OF_100) };
            let least = (places.len() as u64).saturating_mul(12).min(self.labour_force / 8);
            let weights: Vec<u64> = places.iter().map(|place| place.weight).collect();
            let at_work = at_work.max(least);
            for (place, people) in places.iter().zip(by_weights(at_work, &weights)) {
                self.fill_workplace(place, people);
                for (scheme, part) in schemes.iter().zip(parts).filter(|_| !is_pool) {
                    self.insure(*scheme, place, share(people, *part, at_work));
                }
            }
        }
        let is_counted = |scheme: SchemeId| {
            let pool = self.year.plan.scheme(scheme).instead_of.is_some();
            !pool && places.iter().any(|place| place.schemes.contains(&scheme))
        };
        let others: Vec<SchemeId> = self.year.plan.scheme_ids().filter(|scheme| !is_counted(*scheme)).collect();
        for scheme in others {
            self.spread(scheme, None, participants[scheme.idx()]);
        }
    }

    fn fill_workplace(&mut self, place: &Workplace, people: u64) {
        let form = self.year.plan.form(place.form);
        let at_work = form.at_work_column(self.year.plan.proposal.at_work);
        let cell = |column| CellId { agency: place.agency, form: place.form, row: place.row, column };
        let columns = form.people_columns();
        let n_off = columns.iter().filter(|(_, is_off)| *is_off).count().max(1) as u64;
        for (column, is_off) in columns {
            let count = match is_off {
                _ if Some(column) == at_work => people,
                true => people * self.rng.u64(0..=45) / 1000 / n_off,
                false => people * self.rng.u64(0..=110) / 1000,
            };
            self.counts.insert(cell(column), count);
        }
    }

    fn insure(&mut self, scheme: SchemeId, place: &Workplace, people: u64) {
        match place.area {
            Some(area) => *self.insured[scheme.idx()].entry((Some(area), place.sector)).or_default() += people,
            None => self.spread(scheme, place.sector, people),
        }
    }

    /// Insures people of no area in particular: so many in each by its size.
    fn spread(&mut self, scheme: SchemeId, sector: Option<SectorId>, people: u64) {
        let insured = &mut self.insured[scheme.idx()];
        if self.areas.is_empty() {
            *insured.entry((None, sector)).or_default() += people;
            return;
        }
        let sizes: Vec<u64> = self.areas.iter().map(|area| self.sizes.get(area).copied().unwrap_or(1)).collect();
        for (area, part) in self.areas.iter().zip(by_weights(people, &sizes)) {
            *insured.entry((Some(*area), sector)).or_default() += part;
        }
    }

    /// Fills who is insured, wherever the plan asks for it.
    fn insured(&mut self) {
        for id in self.year.plan.scheme_ids() {
            let scheme = self.year.plan.scheme(id);
            let insured = self.insured[id.idx()].clone();
            let (mut by_sector, mut by_area) = (BTreeMap::new(), BTreeMap::new());
            for ((area, sector), people) in &insured {
                *by_area.entry(*area).or_insert(0) += people;
                *by_sector.entry(*sector).or_insert(0) += people;
            }
            if let Some(input) = &scheme.by_area_and_sector {
                self.by_area_and_sector(input, &insured);
            }
            for sector in self.year.plan.sector_ids().filter(|_| scheme.by_sector.is_some()) {
                let total = by_sector.get(&Some(sector)).copied().unwrap_or_default();
                self.set_sum(scheme.by_sector.as_slice(), Scope::Sector(sector), total);
            }
            for area in self.areas.clone().into_iter().filter(|_| scheme.by_area.is_some()) {
                let total = by_area.get(&Some(area)).copied().unwrap_or_default();
                self.set_sum(scheme.by_area.as_slice(), Scope::Area(area), total);
            }
            let all = insured.values().sum();
            self.set_sum(&scheme.participants, Scope::Province, all);
            let reserved = share(self.labour_force, self.rng.u64(60..=120), 1000);
            self.set_sum(&scheme.reserved, Scope::Province, reserved);
        }
    }

    fn by_area_and_sector(&mut self, input: &Input, insured: &Insured) {
        let year = self.year;
        let terms = counts::terms(year, input, Scope::Province);
        let mut cells: BTreeMap<(Option<AgencyId>, Option<SectorId>), Vec<Term>> = BTreeMap::new();
        for term in terms {
            let row = year.row(term.cell.form, term.cell.row);
            cells.entry((row.area, row.sector)).or_default().push(term);
        }
        for (key, terms) in cells {
            self.set_terms(&terms, insured.get(&key).copied().unwrap_or_default());
        }
    }

    /// Fills the labour force of which the insured are about the target.
    fn labour_force(&mut self) {
        let plan = self.year.plan;
        let within = |scheme: &SchemeId| plan.scheme(*scheme).within.is_some();
        let mut of_areas: BTreeMap<Option<AgencyId>, u64> = BTreeMap::new();
        for scheme in plan.scheme_ids().filter(|scheme| !within(scheme)) {
            for ((area, _), people) in &self.insured[scheme.idx()] {
                *of_areas.entry(*area).or_default() += people;
            }
        }
        let total = self.labour_force.max(share(of_areas.values().sum(), 106, 100)).max(1);
        let insured: Vec<u64> =
            self.areas.iter().map(|area| of_areas.get(&Some(*area)).copied().unwrap_or_default()).collect();
        // Nobody is insured who isn't in the labour force; who isn't insured is spread by how large areas are.
        let rest = total.saturating_sub(insured.iter().sum());
        let sizes: Vec<u64> = self.areas.clone().iter().map(|area| self.size(*area) * self.rng.u64(85..=115)).collect();
        let by_area: Vec<u64> = insured.iter().zip(by_weights(rest, &sizes)).map(|(own, rest)| own + rest).collect();
        let mut inputs = vec![plan.proposal.labour_force];
        inputs.extend(plan.indicators.iter().flat_map(|one| one.area_denominator.iter().chain(&one.denominator)));
        for input in &inputs {
            for (area, people) in self.areas.clone().into_iter().zip(&by_area) {
                self.set_by_area(input, area, *people);
            }
            self.set_sum(std::slice::from_ref(input), Scope::Province, total);
        }
    }

    /// Fills the cells of an area, if the input counts it apart.
    fn set_by_area(&mut self, input: &Input, area: AgencyId, people: u64) {
        let terms = counts::terms(self.year, input, Scope::Area(area));
        self.set_terms(&terms, people);
    }

    fn set_sum(&mut self, inputs: &[Input], scope: Scope, total: u64) {
        let terms: Vec<Term> = inputs.iter().flat_map(|input| counts::terms(self.year, input, scope)).collect();
        self.set_terms(&terms, total);
    }

    /// Fills cells that aren't yet, so that all together come to a total.
    fn set_terms(&mut self, terms: &[Term], total: u64) {
        let there: u64 = terms.iter().filter_map(|term| self.counts.get(&term.cell)).sum();
        let is_open = |cell: &CellId| self.agencies.contains(&cell.agency) && !self.counts.contains_key(cell);
        let open: Vec<CellId> = terms.iter().map(|term| term.cell).filter(is_open).collect();
        let weights: Vec<u64> = open.iter().map(|_| self.rng.u64(300..=900)).collect();
        for (cell, part) in open.into_iter().zip(by_weights(total.saturating_sub(there), &weights)) {
            self.counts.insert(cell, part);
        }
    }

    /// Fills whatever else the forms ask for: of areas a little more than their labour force, otherwise some people.
    fn everything_else(&mut self) {
        let year = self.year;
        for agency in self.agencies.clone() {
            for form in year.forms_of(agency) {
                for row in year.entered_rows(form) {
                    let columns: Vec<ColumnId> = year.column_ids(form).collect();
                    let most = columns
                        .iter()
                        .filter_map(|column| self.counts.get(&CellId { agency, form, row, column: *column }).copied());
                    let base = most.max();
                    for column in columns {
                        let people = match base {
                            Some(base) => base + share(base, self.rng.u64(20..=80), 1000),
                            None => self.rng.u64(40..=900).min(year.plan.limits.max_people),
                        };
                        self.counts.entry(CellId { agency, form, row, column }).or_insert(people);
                    }
                }
            }
        }
    }
}

/// How many insured of each scheme the rows with the same schemes have: first those that have most of them, and what is left
/// of a scheme goes to the last that has it.
fn parts_of_groups<'k>(groups: impl Iterator<Item = &'k Vec<SchemeId>>, participants: &[u64]) -> Vec<Vec<u64>> {
    let groups: Vec<&Vec<SchemeId>> = groups.collect();
    let mut left = participants.to_vec();
    let mut parts: Vec<Vec<u64>> = groups.iter().map(|schemes| vec![0; schemes.len()]).collect();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(groups[*n].len()));
    for n in &order {
        let least = groups[*n].iter().map(|scheme| left[scheme.idx()]).min().unwrap_or_default();
        for (part, scheme) in parts[*n].iter_mut().zip(groups[*n]) {
            *part = least;
            left[scheme.idx()] -= least;
        }
    }
    for n in order.iter().rev() {
        for (part, scheme) in parts[*n].iter_mut().zip(groups[*n]) {
            *part += std::mem::take(&mut left[scheme.idx()]);
        }
    }
    parts
}
