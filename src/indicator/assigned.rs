//! Assigned targets: who is assigned what of a proposal, and how a year stands to what was assigned for it.
//!
//! The province's target is a number of people, an agency's is how many more. An agency's people are measured where somebody
//! counts them apart: those of its area, those of the form by area and sector, or those of a sector that it alone reports. Of every
//! other part it is said that nobody measures it.

use std::collections::{BTreeMap, BTreeSet};

use super::proposal::Proposal;
use crate::counts::{Counts, RoundCounts, Scope, Term, terms};
use crate::plan::{AgencyId, Assigned, AssignedPart, AssignedTarget, Input, PlanYear, RoundId, SchemeId, SectorId};
use crate::problem::Finding;
use crate::rules;
use crate::value::Ratio;

/// How a year stands to what was assigned for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Achievement {
    /// What was assigned.
    pub assigned: Assigned,
    /// Sums of it that differ.
    pub findings: Vec<Finding>,
    /// In the order of what was assigned.
    pub targets: Vec<TargetAchieved>,
}

/// How the province stands to one target, and the parts of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetAchieved {
    /// What was assigned.
    pub target: AssignedTarget,
    /// The round whose participants are compared with it.
    pub round: RoundId,
    /// The cells that are added up.
    pub terms: Vec<Term>,
    /// People who take part now; `None` if an agency is missing.
    pub now: Option<i64>,
    /// The agencies whose numbers are missing.
    pub missing: BTreeSet<AgencyId>,
    /// Measured ones by their share, then the others; each in the plan's order.
    pub parts: Vec<PartAchieved>,
}

/// How one part stands to what it was assigned.
#[derive(Debug, Clone, PartialEq)]
pub struct PartAchieved {
    /// What was assigned.
    pub part: AssignedPart,
    /// The cells that count its people; `None` where nobody counts them apart.
    pub terms: Option<Vec<Term>>,
    /// The newest round that measures it.
    pub round: RoundId,
    /// Its people who take part now; `None` where that isn't counted, or not reported.
    pub now: Option<i64>,
    /// The agencies whose numbers are missing; empty where nobody has to report them.
    pub missing: BTreeSet<AgencyId>,
    /// Equal shares have the same; `None` without a share.
    pub rank: Option<usize>,
}

impl TargetAchieved {
    /// Participants ÷ assigned; `None` if either isn't known, or nobody was to take part.
    pub fn share(&self) -> Option<Ratio> {
        Ratio::new(self.now?, self.people()?)
    }

    /// People assigned in the province.
    pub fn people(&self) -> Option<i64> {
        people(self.target.people)
    }

    /// How many people more the target needs; negative when it is exceeded.
    pub fn gap(&self) -> Option<i64> {
        Some(self.people()? - self.now?)
    }
}

impl PartAchieved {
    /// People more that were assigned.
    pub fn increase(&self) -> Option<i64> {
        people(self.part.increase)
    }

    /// People who took part when it was assigned.
    pub fn before(&self) -> Option<i64> {
        people(self.part.current)
    }

    /// People more who take part since it was assigned; negative if they are fewer.
    pub fn done(&self) -> Option<i64> {
        Some(self.now? - self.before()?)
    }

    /// Done ÷ assigned; `None` if either isn't known, or nobody more was to take part.
    pub fn share(&self) -> Option<Ratio> {
        Ratio::new(self.done()?, self.increase()?)
    }
}

fn people(people: Option<u64>) -> Option<i64> {
    people.and_then(|people| i64::try_from(people).ok())
}

impl Achievement {
    /// Compares a year's counts with what was assigned for it.
    pub fn new(year: &PlanYear, counts: &RoundCounts, assigned: Assigned) -> Self {
        let findings = rules::assigned::check(&assigned, year.plan);
        let targets = assigned.targets.iter().map(|target| achieved(year, counts, target)).collect();
        Achievement { assigned, findings, targets }
    }

    /// Whether a sum differs and nobody explained it.
    pub fn is_open(&self) -> bool {
        self.n_open() > 0
    }

    /// How many sums differ that nobody explained.
    pub fn n_open(&self) -> usize {
        self.findings.iter().filter(|finding| finding.is_open()).count()
    }
}

fn achieved(year: &PlanYear, counts: &RoundCounts, target: &AssignedTarget) -> TargetAchieved {
    let plan = year.plan;
    let inputs: Vec<Input> =
        target.of.schemes(plan).iter().flat_map(|id| plan.scheme(*id).participants.clone()).collect();
    let round = counts.newest_with(year, &inputs).unwrap_or_else(|| counts.main(year));
    let sum = counts.of(round).sum(year, &inputs, Scope::Province, None);
    let measured = match target.of.schemes(plan)[..] {
        [alone] => measured(year, alone),
        _ => BTreeMap::new(),
    };
    let part = |part: &AssignedPart| {
        let terms = part.agency.and_then(|agency| measured.get(&agency).cloned());
        let newest = terms.as_ref().and_then(|terms| newest_measure(counts, terms, round));
        let (round, now) = newest.map_or((round, None), |(round, people)| (round, Some(people)));
        let missing = terms.iter().flatten().filter(|_| now.is_none());
        let missing = missing.filter(|term| !plan.form(term.cell.form).optional);
        let missing = missing.filter(|term| counts.of(round).get(term.cell).is_none());
        let missing = missing.map(|term| term.cell.agency).collect();
        PartAchieved { part: *part, terms, round, now, missing, rank: None }
    };
    TargetAchieved {
        target: target.clone(),
        round,
        terms: inputs.iter().flat_map(|input| terms(year, input, Scope::Province)).collect(),
        now: sum.known(),
        missing: sum.missing,
        parts: ranked(target.parts.iter().map(part).collect()),
    }
}

/// The people whom cells count in a round, or else in the newest that has all of them.
fn newest_measure(counts: &RoundCounts, terms: &[Term], first: RoundId) -> Option<(RoundId, i64)> {
    let others = counts.rounds().rev().filter(|round| *round != first);
    std::iter::once(first).chain(others).find_map(|round| Some((round, known(counts.of(round), terms)?)))
}

/// By share from the highest down, exact shares deciding; those without one last.
fn ranked(mut parts: Vec<PartAchieved>) -> Vec<PartAchieved> {
    // `Some` sorts above `None`, and the sort is stable.
    parts.sort_by_key(|part| std::cmp::Reverse(part.share()));
    let shares: Vec<Option<Ratio>> = parts.iter().map(PartAchieved::share).collect();
    for (n, part) in parts.iter_mut().enumerate() {
        let first = shares.iter().position(|share| *share == shares[n]);
        part.rank = shares[n].and(first).map(|first| first + 1);
    }
    parts
}

/// The people whom cells count; `None` if one of them isn't known, or there are none.
fn known(counts: &Counts, terms: &[Term]) -> Option<i64> {
    let signed = |term: &Term| {
        let people = i64::try_from(counts.get(term.cell)?).ok()?;
        Some(if term.subtract { -people } else { people })
    };
    (!terms.is_empty()).then(|| terms.iter().map(signed).sum::<Option<i64>>())?
}

/// The cells that count an agency's participants of a scheme apart from others', for every agency of which there are such.
fn measured(year: &PlanYear, id: SchemeId) -> BTreeMap<AgencyId, Vec<Term>> {
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
            let alone = || (reporters.len() == 1).then(|| terms(year, &by_sector, Scope::Sector(sector)));
            let own = apart.remove(agency).or_else(alone);
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

/// A proposal as it is put before those who decide: every line with its parts, beside the people who take part now. Nobody has
/// decided on it yet.
pub fn draft(year: &PlanYear, counts: &RoundCounts, proposal: &Proposal) -> Assigned {
    let main = counts.main(year);
    let unsigned = |people: Option<i64>| people.and_then(|people| u64::try_from(people).ok());
    let targets = proposal.lines.iter().map(|line| {
        let measured = line.scheme.map(|id| measured(year, id)).unwrap_or_default();
        let part = |agency: AgencyId| AssignedPart {
            agency: Some(agency),
            increase: unsigned(line.increase_of(agency)),
            current: unsigned(measured.get(&agency).and_then(|terms| Some(newest_measure(counts, terms, main)?.1))),
            at: None,
        };
        let left = AssignedPart { agency: None, increase: unsigned(line.left()), current: None, at: None };
        let agencies = line.agencies();
        let left = (!agencies.is_empty()).then_some(left);
        AssignedTarget {
            of: line.subject,
            people: unsigned(line.province.proposed),
            current: unsigned(line.province.current),
            at: None,
            note: None,
            parts: agencies.into_iter().map(part).chain(left).collect(),
        }
    });
    Assigned {
        year: proposal.year,
        decision: String::new(),
        decided_on: None,
        current_of: None,
        source: None,
        targets: targets.collect(),
    }
}
