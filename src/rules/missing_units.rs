//! How much units whose numbers are missing could add to a sum: at most as many people as they may have after the earlier year, before
//! that would be asked about itself. A comparison that doesn't hold even with these isn't explained by them.

use std::collections::{BTreeMap, BTreeSet};

use super::of_units::parts_of_cell;
use super::trend::{Before, Tolerance, YearOfUnits, people_of_missing, planned_units_of_years};
use crate::counts::CellId;
use crate::intake::submission::Submission;
use crate::plan::{AgencyId, PlanYear};
use crate::rollup::{LackingRows, UnitExtent};

/// The units that agencies lack, with the earlier year, if one is known.
pub struct MissingUnits<'a> {
    year: &'a PlanYear<'a>,
    lacking: BTreeMap<AgencyId, LackingReturn<'a>>,
    before: Option<&'a Before<'a>>,
}

/// A return, and what it may lack.
struct LackingReturn<'a> {
    submission: &'a Submission,
    rows: LackingRows<'a>,
    /// The units of this year and of the earlier one that only the plan knows, as they are below missing ones.
    planned: [Vec<String>; 2],
    /// The units that reported anything in the earlier year, by their own codes.
    reported: BTreeSet<&'a str>,
}

/// What missing units could add to a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addition {
    /// Nothing: no unit that reports it is missing.
    Nothing,
    /// So many people at most.
    AtMost(u64),
    /// Nobody can tell how many.
    Unknown,
}

impl<'a> MissingUnits<'a> {
    pub fn new(submissions: &[&'a Submission], year: &'a PlanYear<'a>, before: Option<&'a Before<'a>>) -> Self {
        let before = before.filter(|before| !before.is_restated);
        let lacking = submissions.iter().map(|of| {
            let rows = LackingRows::of(of.units.as_ref(), year.plan, of.agency);
            let planned = before.map(|before| planned_units_of_years(of, year, before)).unwrap_or_default();
            let is_any = of.units.as_ref().is_some_and(UnitExtent::may_lack_units);
            let reported =
                before.filter(|_| is_any).map(|before| before.counts.units_of(of.agency)).unwrap_or_default();
            let reported = reported.into_iter().map(own_code).collect();
            (of.agency, LackingReturn { submission: of, rows, planned, reported })
        });
        MissingUnits { year, lacking: lacking.collect(), before }
    }

    /// The year by which it is known how many people the missing units may have.
    pub fn earlier_year(&self) -> Option<i32> {
        self.before.map(|before| before.year.year)
    }

    /// What they could add to the sum of some cells, each of which counts as one that is added.
    pub fn addition(&self, cells: &[CellId]) -> Addition {
        let mut sum = Addition::Nothing;
        for cell in cells {
            sum = match (sum, self.addition_to(*cell)) {
                (Addition::Unknown, _) | (_, Addition::Unknown) => return Addition::Unknown,
                (sum, Addition::Nothing) => sum,
                (Addition::Nothing, other) => other,
                (Addition::AtMost(a), Addition::AtMost(b)) => Addition::AtMost(a.saturating_add(b)),
            };
        }
        sum
    }

    fn addition_to(&self, cell: CellId) -> Addition {
        let (form, row) = (&self.year.plan.form(cell.form).code, &self.year.row(cell.form, cell.row).code);
        let Some(lacking) = self.lacking.get(&cell.agency).filter(|of| of.rows.contain(form, row)) else {
            return Addition::Nothing;
        };
        let people = lacking.rows.units(form, row).and_then(|units| self.most_people(cell, lacking, &units));
        people.map_or(Addition::Unknown, Addition::AtMost)
    }

    /// The most people that units may have in a cell without being asked about; `None` if the earlier year doesn't know one of them, or what it had.
    fn most_people(&self, cell: CellId, lacking: &LackingReturn, units: &[&str]) -> Option<u64> {
        let before = self.before?;
        if units.iter().any(|unit| !lacking.reported.contains(own_code(unit))) {
            return None;
        }
        let row = before.year.row_by_code(cell.form, &self.year.row(cell.form, cell.row).code)?;
        let of_submission = lacking.submission;
        let now_parts = parts_of_cell(of_submission, self.year, cell);
        let then_extent = before.counts.extent(cell.agency);
        let then_lacking = then_extent.map_or(Some(Vec::new()), UnitExtent::lacking);
        let [now_planned, then_planned] = &lacking.planned;
        let now = YearOfUnits {
            lacking: Some(units),
            parts: now_parts.as_ref(),
            extent: of_submission.units.as_ref(),
            planned: now_planned,
            unknown: &[],
        };
        let then = YearOfUnits {
            lacking: then_lacking.as_deref(),
            parts: before.counts.parts(CellId { row, ..cell }),
            extent: then_extent,
            planned: then_planned,
            unknown: &[],
        };
        let tolerance = Tolerance::of(&self.year.plan.limits);
        let most = people_of_missing(now, then)?.into_iter().map(|people| tolerance.range(people).1);
        Some(most.fold(0, u64::saturating_add))
    }
}

/// A unit's code without those above it.
fn own_code(unit: &str) -> &str {
    unit.rsplit_once('/').map_or(unit, |(_, own)| own)
}
