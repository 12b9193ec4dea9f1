//! Assigned targets: who is assigned what of a proposal, and how a year stands to what was assigned for it.
//!
//! The province's target is a number of people, an agency's is how many more. An agency's people are measured where somebody
//! counts them apart: those of its area, those of the form by area and sector, or those of a sector that it alone reports. Of every
//! other part it is said that nobody measures it.

use std::collections::{BTreeMap, BTreeSet};

use super::bases::Bases;
use super::measured::{measured, newest_measure};
use super::proposal::Proposal;
use crate::counts::{RoundCounts, Scope, Term, terms};
use crate::plan::{AgencyId, Assigned, AssignedPart, AssignedTarget, Input, PlanYear, RoundId};
use crate::problem::Finding;
use crate::rules;
use crate::value::Ratio;

/// How a year stands to what was assigned for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Achievement {
    /// What was assigned.
    pub assigned: Assigned,
    /// Sums of it that differ, and people that aren't those of the year before.
    pub findings: Vec<Finding>,
    /// The workbook of the year before, where people who took part were left blank and it has them.
    pub filled_from: Option<String>,
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
    /// Compares a year's counts with what was assigned for it, and what it says of the year before with that.
    pub fn new(year: &PlanYear, counts: &RoundCounts, mut assigned: Assigned, before: Option<&Bases>) -> Self {
        let before = before.filter(|before| before.year + 1 == assigned.year);
        let differing = before.map(|before| before.differing(&assigned, year)).unwrap_or_default();
        let filled_from = before.and_then(|before| before.fill(&mut assigned));
        let mut findings = rules::assigned::check(&assigned, year.plan);
        findings.extend(differing);
        let targets = assigned.targets.iter().map(|target| achieved(year, counts, target)).collect();
        Achievement { assigned, findings, filled_from, targets }
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
    let parts = target.parts.iter().map(|part| {
        let terms = part.agency.and_then(|agency| measured.get(&agency).cloned());
        let newest = terms.as_ref().and_then(|terms| newest_measure(counts, terms, round));
        let (round, now) = newest.map_or((round, None), |(round, people)| (round, Some(people)));
        let missing = terms.iter().flatten().filter(|_| now.is_none());
        let missing = missing.filter(|term| !plan.form(term.cell.form).optional);
        let missing = missing.filter(|term| counts.of(round).get(term.cell).is_none());
        let missing = missing.map(|term| term.cell.agency).collect();
        PartAchieved { part: *part, terms, round, now, missing, rank: None }
    });
    TargetAchieved {
        target: target.clone(),
        round,
        terms: inputs.iter().flat_map(|input| terms(year, input, Scope::Province)).collect(),
        now: sum.known(),
        missing: sum.missing,
        parts: ranked(parts.collect()),
    }
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

/// A proposal as it is put before those who decide: every line with its parts, beside the people who take part now. Nobody has
/// decided on it yet.
pub fn draft(year: &PlanYear, counts: &RoundCounts, proposal: &Proposal) -> Assigned {
    let main = counts.main(year);
    let unsigned = |people: Option<i64>| people.and_then(|people| u64::try_from(people).ok());
    let targets = proposal.lines.iter().map(|line| {
        let measured = line.scheme.map(|id| measured(year, id)).unwrap_or_default();
        let agencies = line.agencies();
        let left = AssignedPart { agency: None, increase: unsigned(line.left()), current: None, at: None };
        let left = (!agencies.is_empty()).then_some(left);
        let parts = agencies.into_iter().map(|agency| AssignedPart {
            agency: Some(agency),
            increase: unsigned(line.increase_of(agency)),
            current: unsigned(measured.get(&agency).and_then(|terms| Some(newest_measure(counts, terms, main)?.1))),
            at: None,
        });
        AssignedTarget {
            of: line.subject,
            people: unsigned(line.province.proposed),
            current: unsigned(line.province.current),
            at: None,
            note: None,
            parts: parts.chain(left).collect(),
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
