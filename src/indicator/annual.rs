//! The year in figures: everything the report of V.2 says, computed once, so that the workbook and the document can't
//! say different things.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::counts::RoundCounts;
use crate::indicator::assigned::Achievement;
use crate::indicator::bases::Bases;
use crate::indicator::comparison::AreaComparison;
use crate::indicator::completeness::{self, Completeness};
use crate::indicator::potential::{self, Potential};
use crate::indicator::projection;
use crate::indicator::proposal::{self, Proposal, Request};
use crate::indicator::restated::{Restated, RestatedYear};
use crate::indicator::{self, Coverage};
use crate::ledger::{self, Alteration, Earlier, Merged};
use crate::plan::{AgencyId, Assigned, IndicatorId, PlanYear};
use crate::rollup::UnitExtent;
use crate::value::Percent;

/// What an officer decides about a report.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The day the report is made.
    pub today: NaiveDate,
    /// Only what was sent by then counts; `None` counts all.
    pub as_of: Option<NaiveDate>,
    /// On demand ("đột xuất") rather than yearly.
    pub ad_hoc: bool,
    /// Next year's labour force of working age, if the officer gives it.
    pub labour_force: Option<u64>,
    /// What was assigned for the year; `None` if that isn't known.
    pub assigned: Option<Assigned>,
    /// Next year's percentages by indicator, where the officer gives them instead of the plan.
    pub percents: BTreeMap<IndicatorId, Percent>,
}

/// An earlier year, as an earlier provincial workbook has it.
#[derive(Debug, Clone)]
pub struct EarlierYear {
    /// The year.
    pub year: i32,
    /// The workbook it was read from.
    pub source: String,
    /// Its indicators, in the plan's order.
    pub coverage: Vec<Coverage>,
    /// In people; `None` if its workbook lacks it.
    pub labour_force: Option<u64>,
    /// What the year says of potential.
    pub potential: Potential,
    /// The people who took part, with whom next year's targets begin.
    pub bases: Bases,
    /// How that workbook differs from what was written.
    pub alterations: Vec<Alteration>,
    /// Whose numbers lack some of their units', by the names of that year, and from which they were added up.
    pub partial: Vec<(String, UnitExtent)>,
    /// Of a year of the plans before: what it was made of, and its areas; `None` for a year of the plan itself.
    pub restated: Option<RestatedFigures>,
}

/// What a restated year says of its comparable groups.
#[derive(Debug, Clone)]
pub struct RestatedFigures {
    /// What it was made of.
    pub made_of: RestatedYear,
    /// By group, in the plan's order.
    pub groups: Vec<(AgencyId, Vec<Coverage>)>,
}

impl EarlierYear {
    /// An earlier year's coverage, with where it comes from.
    pub fn new(source: String, earlier: &Earlier) -> Self {
        EarlierYear {
            year: earlier.year.year,
            bases: Bases::new(source.clone(), &earlier.year, &earlier.counts),
            source,
            coverage: indicator::coverage(&earlier.year, &earlier.counts),
            labour_force: projection::labour_force(
                &earlier.year,
                earlier.counts.of(earlier.counts.main(&earlier.year)),
            )
            .known()
            .and_then(|people| u64::try_from(people).ok()),
            potential: potential::potential(&earlier.year, earlier.counts.of(earlier.counts.main(&earlier.year))),
            alterations: earlier.alterations.clone(),
            partial: partial(earlier),
            restated: None,
        }
    }

    /// A year of the plans before, in the shape of today's.
    pub fn of_restated(restated: &Restated) -> Self {
        let made_of = restated.made_of.clone();
        let names: Vec<&str> = made_of.sources.iter().map(|source| source.name.as_str()).collect();
        let groups = areas(&restated.earlier.year, &restated.earlier.counts);
        EarlierYear {
            restated: Some(RestatedFigures { groups, made_of: made_of.clone() }),
            ..EarlierYear::new(names.join(", "), &restated.earlier)
        }
    }

    /// This year beside it by comparable groups of areas; `None` for a year of the plan itself.
    pub fn comparison(&self, merged: &Merged) -> Option<AreaComparison> {
        AreaComparison::new(merged, self.year, &self.restated.as_ref()?.groups)
    }

    /// A sentence for each of its workbooks that was edited by hand.
    pub fn altered(&self) -> Vec<String> {
        let words =
            |name: &str, how: &[Alteration]| ledger::altered(&format!("Sổ tổng hợp năm {} (“{name}”)", self.year), how);
        match &self.restated {
            None => words(&self.source, &self.alterations).into_iter().collect(),
            Some(RestatedFigures { made_of, .. }) => {
                made_of.sources.iter().filter_map(|source| words(&source.name, &source.alterations)).collect()
            }
        }
    }
}

/// Everything an annual report says.
#[derive(Debug, Clone)]
pub struct Annual<'a> {
    /// The year's files, agencies and ledger.
    pub merged: &'a Merged<'a>,
    /// What the officer decided.
    pub choices: &'a Choices,
    /// In the order of the plan's indicators.
    pub coverage: Vec<Coverage>,
    /// In order of years, all before this one.
    pub earlier: &'a [EarlierYear],
    /// In the plan's order.
    pub areas: Vec<(AgencyId, Vec<Coverage>)>,
    /// The areas beside the newest year of the plans before; `None` without one.
    pub comparison: Option<AreaComparison>,
    /// Who has sent what.
    pub completeness: Completeness,
    /// Who could still take part.
    pub potential: Potential,
    /// For the year after.
    pub proposal: Proposal,
    /// How the year stands to what was assigned for it; `None` if that isn't known.
    pub achievement: Option<Achievement>,
}

impl<'a> Annual<'a> {
    /// Computes all figures of a year.
    pub fn new(merged: &'a Merged<'a>, earlier: &'a [EarlierYear], choices: &'a Choices) -> Self {
        let (year, counts, rounds) = (&merged.year, merged.ledger.counts(), merged.ledger.by_round());
        let potential = potential::potential(year, counts);
        let earlier_labour_force = earlier.iter().filter_map(|earlier| Some((earlier.year, earlier.labour_force?)));
        let last = earlier.iter().find(|before| before.year == year.year - 1);
        let missing_books = last.and_then(|last| last.restated.as_ref()).map(|last| last.made_of.missing.clone());
        let request = Request {
            labour_force: choices.labour_force,
            percents: choices.percents.clone(),
            earlier_labour_force: earlier_labour_force.collect(),
            last: last.map(|last| &last.potential),
            missing_books: missing_books.unwrap_or_default(),
        };
        let bases = earlier.last().map(|before| &before.bases);
        Annual {
            merged,
            choices,
            coverage: indicator::coverage(year, rounds),
            earlier,
            areas: areas(year, rounds),
            comparison: comparison(merged, earlier),
            completeness: completeness::completeness(merged, choices.as_of.unwrap_or(choices.today)),
            achievement: choices.assigned.clone().map(|assigned| Achievement::new(year, rounds, assigned, bases)),
            proposal: proposal::proposal(year, counts, &potential, &request),
            potential,
        }
    }

    /// The coverage of the year before, if its workbook was given.
    pub fn last_year(&self) -> Option<&EarlierYear> {
        self.earlier.iter().find(|earlier| earlier.year == self.merged.year.year - 1)
    }

    /// What is to be said of workbooks that were edited by hand: this year's, then earlier ones.
    pub fn altered(&self) -> Vec<String> {
        let year = self.merged.year.year;
        let own = ledger::altered(&format!("Sổ tổng hợp năm {year}"), &self.merged.alterations);
        own.into_iter().chain(self.earlier.iter().flat_map(EarlierYear::altered)).collect()
    }
}

/// Whose numbers lack some of their units', in whichever round.
fn partial(earlier: &Earlier) -> Vec<(String, UnitExtent)> {
    let rounds = earlier.counts.rounds().map(|round| earlier.counts.of(round).partial());
    let name = |(agency, extent): (&AgencyId, &Arc<UnitExtent>)| {
        (earlier.year.agency_name(*agency).to_owned(), extent.as_ref().clone())
    };
    let mut partial: Vec<(String, UnitExtent)> = rounds.flatten().map(name).collect();
    partial.dedup();
    partial
}

/// This year beside the newest year of the plans before, by comparable groups of areas.
pub fn comparison(merged: &Merged, earlier: &[EarlierYear]) -> Option<AreaComparison> {
    earlier.iter().rev().find_map(|before| before.comparison(merged))
}

/// The areas with their shares.
fn areas(year: &PlanYear, counts: &RoundCounts) -> Vec<(AgencyId, Vec<Coverage>)> {
    let rounds = indicator::rounds_by_area(year, counts);
    year.areas().map(|area| (area, indicator::coverage_of_area(year, counts, area, &rounds))).collect()
}
