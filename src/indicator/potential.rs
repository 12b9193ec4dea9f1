//! Potential (III.3): how many people more a scheme could take in, where the liable are reported as well as the insured, in
//! its two parts: who is at work and not insured, and what is planned to change. For a scheme that people join of their
//! own will there is no such number; three others stand side by side. Who is outside of insurance altogether
//! ([`Outside`]) is measured from the labour force and is no potential.
//!
//! Only what is reported is added up. What is missing is named, what is negative is shown as it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::counts::{CellId, Counts, Partial, Scope, Sum, Term, terms, united};
use crate::plan::{AgencyId, Input, Plan, PlanYear, SchemeId, SectorId};

/// The potential of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Potential {
    /// The year.
    pub year: i32,
    /// One for each scheme of the plan, in order.
    pub schemes: Vec<SchemePotential>,
    /// Who is outside of insurance.
    pub outside: Outside,
}

impl Potential {
    /// A scheme's.
    pub fn scheme(&self, id: SchemeId) -> &SchemePotential {
        &self.schemes[id.idx()]
    }
}

/// The potential of one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemePotential {
    /// The scheme.
    pub scheme: SchemeId,
    /// The people of the province who take part now.
    pub participants: Sum,
    /// By sector, in the plan's order; one row of the whole for a scheme whose participants are not reported by sector;
    /// empty for one that people join of their own will, and where the plan asks nobody who is liable.
    pub rows: Vec<Liable>,
    /// For a scheme that people join of their own will.
    pub voluntary: Option<Voluntary>,
    /// The participants of such a scheme by area, in the plan's order; empty where they are not reported so.
    pub areas: Vec<(AgencyId, Sum)>,
}

impl SchemePotential {
    /// Whether its participants are reported by sector.
    pub fn is_by_sector(&self) -> bool {
        self.rows.iter().any(|row| row.sector.is_some())
    }

    /// The row of a sector, or of the whole.
    pub fn row(&self, sector: Option<SectorId>) -> Option<&Liable> {
        self.rows.iter().find(|row| row.sector == sector)
    }

    /// What the rows add up to; `None` for a scheme without any.
    pub fn total(&self) -> Option<Total> {
        (!self.rows.is_empty()).then(|| Total::of(&self.rows))
    }

    /// The scheme's potential in the province, in people; `None` if it isn't computable, or if there is no such number.
    pub fn people(&self) -> Option<i64> {
        self.total()?.known()
    }

    /// The agencies without which some of its figures aren't computable.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        let of_rows = self.rows.iter().flat_map(Liable::missing);
        of_rows.chain(self.voluntary.iter().flat_map(Voluntary::missing)).collect()
    }

    /// The agencies whose numbers lack some of their units'.
    pub fn partial(&self) -> Partial {
        let of_rows = self.rows.iter().flat_map(Liable::partial);
        of_rows.chain(self.voluntary.iter().flat_map(Voluntary::partial)).collect()
    }

    /// The people who take part in a sector; `None` for a sector that isn't reported or lacks an agency.
    pub fn participants_of(&self, sector: Option<SectorId>) -> Option<i64> {
        self.row(sector)?.participants.known()
    }

    /// The people who take part in an area; `None` likewise.
    pub fn participants_in(&self, area: AgencyId) -> Option<i64> {
        let at = self.areas.binary_search_by_key(&area, |(known, _)| *known).ok()?;
        self.areas[at].1.known()
    }
}

/// Those liable for a scheme in one sector, or in the whole province, beside those who take part.
///
/// Worked: 134 980 liable, of whom 134 000 are at work now, and 121 210 insured leave 13 770: 12 790 at work and not
/// insured, and 980 planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Liable {
    /// `None` for the whole province.
    pub sector: Option<SectorId>,
    /// People liable next year, of all agencies of the sector; selects nothing where the plan makes nobody liable.
    pub eligible: Sum,
    /// Those of them who are at work now.
    pub current: Sum,
    /// People insured now.
    pub participants: Sum,
    /// Who reports the eligible, in the plan's order.
    pub agencies: Vec<AgencyEligible>,
}

/// The people whom one agency reports as liable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgencyEligible {
    /// The agency.
    pub agency: AgencyId,
    /// `None` where a number of it is missing.
    pub people: Option<i64>,
    /// The people of the sector who take part and are counted as this agency's: those of its area, or those counted apart for
    /// it. `None` where they aren't counted so, or not all of them are known.
    pub insured: Option<i64>,
}

impl AgencyEligible {
    /// Those of them who don't take part, negative as it is; `None` where one of the two isn't known.
    pub fn potential(&self) -> Option<i64> {
        Some(self.people? - self.insured?)
    }

    /// The people it reports as liable, or reported the year before; `None` where it did neither.
    pub fn people_or_last_years(&self, before: Option<&Liable>) -> Option<i64> {
        self.people.or_else(|| {
            let agencies = &before?.agencies;
            let at = agencies.binary_search_by_key(&self.agency, |of| of.agency).ok()?;
            agencies[at].people
        })
    }
}

impl Liable {
    /// People liable: 0 where the plan makes nobody liable, `None` if an agency is missing.
    pub fn eligible_people(&self) -> Option<i64> {
        self.or_nobody(&self.eligible)
    }

    /// People liable who are at work now; likewise.
    pub fn current_people(&self) -> Option<i64> {
        self.or_nobody(&self.current)
    }

    fn or_nobody(&self, sum: &Sum) -> Option<i64> {
        if self.eligible.is_of_nothing() { Some(0) } else { sum.known() }
    }

    /// Eligible − current: what is planned to be added, less what is planned to go.
    pub fn planned_change(&self) -> Option<i64> {
        Some(self.eligible_people()? - self.current_people()?)
    }

    /// Current − participants, negative if more are insured than at work.
    pub fn uninsured_at_work(&self) -> Option<i64> {
        Some(self.current_people()? - self.participants.known()?)
    }

    /// Eligible − participants, which is the two above together; `None` if an agency is missing.
    pub fn people(&self) -> Option<i64> {
        Some(self.eligible_people()? - self.participants.known()?)
    }

    /// As [`Self::people`] from the agencies that did report, for want of better: `None` if nothing of the liable or not all
    /// of the insured is reported. Never to be shown without [`Self::missing`].
    pub fn reported_people(&self) -> Option<i64> {
        let missing = &self.eligible.missing;
        let any = self.agencies.is_empty() || self.agencies.iter().any(|of| !missing.contains(&of.agency));
        Some(any.then_some(self.eligible.people)? - self.participants.known()?)
    }

    /// As [`Self::people`], with what agencies that sent nothing reported the year before; `None` where one reported nothing
    /// then either, or not all of the insured are known. Never to be shown without [`Self::missing`].
    pub fn people_with_last_years(&self, before: Option<&Liable>) -> Option<i64> {
        let eligible: Option<i64> = self.agencies.iter().map(|of| of.people_or_last_years(before)).sum();
        Some(eligible? - self.participants.known()?)
    }

    /// Whether it is known of every agency that reports who is liable how many of them take part.
    pub fn is_measured(&self) -> bool {
        !self.agencies.is_empty() && self.agencies.iter().all(|of| of.insured.is_some())
    }

    /// The agencies whose numbers are missing.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        union(&[&self.eligible, &self.participants])
    }

    /// The agencies whose numbers lack some of their units'.
    pub fn partial(&self) -> Partial {
        united([&self.eligible.partial, &self.current.partial, &self.participants.partial])
    }

    /// Whether it is to be queried: more people are insured than at work.
    pub fn is_over(&self) -> bool {
        self.uninsured_at_work().is_some_and(|people| people < 0)
    }
}

/// What rows add up to: people of the rows of which all is known, a partial total if some are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The sum of all potentials, negative ones taken off.
    pub net: i64,
    /// The sum of the positive ones alone, by which increases are shared out.
    pub positive: i64,
    /// How many rows are known.
    pub n_known: usize,
    /// How many rows there are.
    pub n_rows: usize,
    /// The agencies whose numbers are missing.
    pub missing: BTreeSet<AgencyId>,
}

impl Total {
    fn of(rows: &[Liable]) -> Self {
        let known: Vec<i64> = rows.iter().filter_map(Liable::people).collect();
        Total {
            net: known.iter().sum(),
            positive: known.iter().filter(|people| **people > 0).sum(),
            n_known: known.len(),
            n_rows: rows.len(),
            missing: rows.iter().flat_map(Liable::missing).collect(),
        }
    }

    /// In people; `None` if a row isn't known.
    pub fn known(&self) -> Option<i64> {
        (self.n_known == self.n_rows).then_some(self.net)
    }

    /// Whether the net total differs from what increases are shared by.
    pub fn has_negative(&self) -> bool {
        self.net != self.positive
    }
}

/// A figure over rows, if all of them have it.
pub fn sum_of(rows: &[Liable], of: fn(&Liable) -> Option<i64>) -> Option<i64> {
    rows.iter().map(of).sum()
}

/// What is known of a scheme that people join of their own will.
///
/// Worked: groups of 450 900 less 25 928 who take part give 424 972 at most, since a farmer may be a member's relative
/// as well. With 248 536 liable for compulsory BHXH the groups are 67 036 more than a labour force of 632 400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voluntary {
    /// The scheme.
    pub scheme: SchemeId,
    /// The plan's groups of people who could join; one person may be in several.
    pub groups: Sum,
    /// People who take part now.
    pub participants: Sum,
    /// The labour force, in people.
    pub labour_force: Sum,
    /// People liable for the scheme in whose stead this one stands.
    pub liable: Sum,
    /// People whose contribution period is reserved; `None` where the plan doesn't ask for them.
    pub reserved: Option<Sum>,
}

impl Voluntary {
    /// Groups − participants, an upper bound; `None` if an agency of either is missing.
    pub fn groups_people(&self) -> Option<i64> {
        Some(self.groups.known()? - self.participants.known()?)
    }

    /// By how many people groups and liable exceed the labour force: so many are in several groups or don't work. `None` if
    /// they don't, or if it isn't known.
    pub fn overlap(&self) -> Option<i64> {
        let beyond = self.groups.known()? + self.liable.known()? - self.labour_force.known()?;
        (beyond > 0).then_some(beyond)
    }

    /// The agencies without which one of the figures isn't computable.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        union(&self.sums())
    }

    /// The agencies whose numbers lack some of their units'.
    pub fn partial(&self) -> Partial {
        united(self.sums().into_iter().map(|sum| &sum.partial))
    }

    fn sums(&self) -> Vec<&Sum> {
        let sums = [&self.groups, &self.participants, &self.labour_force];
        sums.into_iter().chain(&self.reserved).collect()
    }
}

/// Who is in none of the schemes that exclude each other, of the province and by area: an upper bound of who could join one,
/// and no potential, since those liable are not reported so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The schemes whose participants are taken off the labour force, in the plan's order.
    pub schemes: Vec<SchemeId>,
    /// The province.
    pub province: OutsideRow,
    /// In the plan's order; empty where one of the schemes isn't reported by area.
    pub areas: Vec<OutsideRow>,
}

/// Outside insurance in the province or one area.
///
/// Worked: a labour force of 31 000 with 9 450 in compulsory and 650 in voluntary BHXH leaves 20 900.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideRow {
    /// `None` for the province.
    pub area: Option<AgencyId>,
    /// The labour force, in people.
    pub labour_force: Sum,
    /// People in any of the schemes.
    pub participants: Sum,
}

impl Outside {
    /// What counts those who take part: of the province, or of areas.
    pub fn inputs(&self, plan: &Plan, scope: Scope<'_>) -> Vec<Input> {
        self.schemes
            .iter()
            .flat_map(|id| match scope {
                Scope::Area(_) => Vec::from_iter(plan.scheme(*id).by_area),
                _ => plan.scheme(*id).participants.clone(),
            })
            .collect()
    }

    /// The row of an area.
    pub fn area(&self, area: AgencyId) -> Option<&OutsideRow> {
        let at = self.areas.binary_search_by_key(&Some(area), |row| row.area).ok()?;
        Some(&self.areas[at])
    }
}

impl OutsideRow {
    /// Labour force − participants; negative as it is, `None` if an agency is missing.
    pub fn people(&self) -> Option<i64> {
        Some(self.labour_force.known()? - self.participants.known()?)
    }

    /// The agencies whose numbers are missing.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        union(&[&self.labour_force, &self.participants])
    }

    /// The agencies whose numbers lack some of their units'.
    pub fn partial(&self) -> Partial {
        united([&self.labour_force.partial, &self.participants.partial])
    }

    /// Whether it is to be queried: more people take part than are in the labour force.
    pub fn is_negative(&self) -> bool {
        self.people().is_some_and(|people| people < 0)
    }
}

fn union(sums: &[&Sum]) -> BTreeSet<AgencyId> {
    sums.iter().flat_map(|sum| sum.missing.iter().copied()).collect()
}

// ----------------------------------------------------------------------------------------------------------- computing

/// The potential of every scheme of the plan.
pub fn potential(year: &PlanYear, counts: &Counts) -> Potential {
    Potential {
        year: year.year,
        schemes: year.plan.scheme_ids().map(|id| scheme_potential(year, counts, id)).collect(),
        outside: outside(year, counts),
    }
}

fn scheme_potential(year: &PlanYear, counts: &Counts, id: SchemeId) -> SchemePotential {
    let scheme = year.plan.scheme(id);
    let participants = counts.sum(year, &scheme.participants, Scope::Province, None);
    let voluntary = scheme.instead_of.map(|other| voluntary(year, counts, id, other, &participants));
    let by_area = scheme.by_area.filter(|_| voluntary.is_some());
    let in_area = |own: Input, area| counts.sum(year, &[own], Scope::Area(area), None);
    let rows = if voluntary.is_some() { Vec::new() } else { rows(year, counts, id, &participants) };
    SchemePotential {
        scheme: id,
        rows,
        voluntary,
        areas: by_area.map_or_else(Vec::new, |own| year.areas().map(|area| (area, in_area(own, area))).collect()),
        participants,
    }
}

fn voluntary(year: &PlanYear, counts: &Counts, id: SchemeId, other: SchemeId, participants: &Sum) -> Voluntary {
    let of_province = |inputs: &[Input]| counts.sum(year, inputs, Scope::Province, None);
    let reserved = &year.plan.scheme(id).reserved;
    Voluntary {
        scheme: id,
        groups: of_province(&[Input::Eligible(id)]),
        participants: participants.clone(),
        labour_force: of_province(&[year.plan.proposal.labour_force]),
        liable: of_province(&[Input::Eligible(other)]),
        reserved: (!reserved.is_empty()).then(|| of_province(reserved)),
    }
}

/// The rows of a scheme: by sector where its participants are, else of the whole.
fn rows(year: &PlanYear, counts: &Counts, id: SchemeId, participants: &Sum) -> Vec<Liable> {
    let Some(own) = year.plan.scheme(id).by_sector else {
        let whole = liable(year, counts, id, None, participants.clone());
        return if whole.eligible.is_of_nothing() { Vec::new() } else { vec![whole] };
    };
    let participants = |sector| counts.sum(year, &[own], Scope::Sector(sector), None);
    year.plan.sector_ids().map(|sector| liable(year, counts, id, Some(sector), participants(sector))).collect()
}

fn liable(year: &PlanYear, counts: &Counts, id: SchemeId, sector: Option<SectorId>, participants: Sum) -> Liable {
    let scope = sector.map_or(Scope::Province, Scope::Sector);
    let (eligible, mut agencies) = eligible(counts, &terms(year, &Input::Eligible(id), scope));
    if let (Some(sector), Some(own)) = (sector, year.plan.scheme(id).by_area_and_sector) {
        let insured = insured_by_agency(year, counts, &own, sector);
        agencies.iter_mut().for_each(|of| of.insured = insured.get(&of.agency).copied().flatten());
    }
    let current = counts.sum(year, &[Input::AtWork(id)], scope, None);
    Liable { sector, eligible, current, participants, agencies }
}

/// The sum of all terms, and by agency.
fn eligible(counts: &Counts, terms: &[Term]) -> (Sum, Vec<AgencyEligible>) {
    let mut by_agency: BTreeMap<AgencyId, Option<i64>> = BTreeMap::new();
    let mut sum = Sum::default();
    for term in terms {
        counts.add_to(&mut sum, *term);
        let of_agency = by_agency.entry(term.cell.agency).or_insert(Some(0));
        *of_agency = of_agency.zip(signed(counts, term.cell, term.subtract)).map(|(known, people)| known + people);
    }
    let agencies = by_agency.into_iter().map(|(agency, people)| AgencyEligible { agency, people, insured: None });
    (sum.settled(), agencies.collect())
}

/// The people of a sector who take part, by whom they are counted apart for or whose area they are in; `None` of an agency
/// where one of its cells is missing.
fn insured_by_agency(
    year: &PlanYear,
    counts: &Counts,
    input: &Input,
    sector: SectorId,
) -> BTreeMap<AgencyId, Option<i64>> {
    let mut insured = BTreeMap::new();
    for Term { cell, subtract } in terms(year, input, Scope::Sector(sector)) {
        let row = year.row(cell.form, cell.row);
        if let Some(agency) = row.agency.or(row.area) {
            let sum: &mut Option<i64> = insured.entry(agency).or_insert(Some(0));
            *sum = sum.zip(signed(counts, cell, subtract)).map(|(sum, people)| sum + people);
        }
    }
    insured
}

fn signed(counts: &Counts, cell: CellId, subtract: bool) -> Option<i64> {
    let people = i64::try_from(counts.get(cell)?).unwrap_or(i64::MAX);
    Some(if subtract { -people } else { people })
}

fn outside(year: &PlanYear, counts: &Counts) -> Outside {
    let schemes = excluding_each_other(year);
    let empty = OutsideRow { area: None, labour_force: Sum::default(), participants: Sum::default() };
    let mut outside = Outside { schemes, province: empty, areas: Vec::new() };
    outside.province = outside_row(year, counts, &outside, None);
    if outside.schemes.iter().all(|id| year.plan.scheme(*id).by_area.is_some()) {
        outside.areas = year.areas().map(|area| outside_row(year, counts, &outside, Some(area))).collect();
    }
    outside
}

fn outside_row(year: &PlanYear, counts: &Counts, outside: &Outside, area: Option<AgencyId>) -> OutsideRow {
    let scope = area.map_or(Scope::Province, Scope::Area);
    OutsideRow {
        area,
        labour_force: counts.sum(year, &[year.plan.proposal.labour_force], scope, None),
        participants: counts.sum(year, &outside.inputs(year.plan, scope), scope, None),
    }
}

/// The schemes of which nobody can be in two; those of the plan's first indicator where none excludes another.
fn excluding_each_other(year: &PlanYear) -> Vec<SchemeId> {
    let plan = year.plan;
    let is_excluded = |id: SchemeId| plan.schemes.iter().any(|other| other.instead_of == Some(id));
    let exclusive: Vec<SchemeId> =
        plan.scheme_ids().filter(|id| plan.scheme(*id).instead_of.is_some() || is_excluded(*id)).collect();
    if exclusive.is_empty() { plan.indicators[0].schemes.clone() } else { exclusive }
}

#[cfg(test)]
mod tests;
