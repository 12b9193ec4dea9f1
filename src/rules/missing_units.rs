//! How much units whose numbers are missing could add to a sum: at most as many people as they may have after the earlier year, before
//! that would be asked about itself. A comparison that doesn't hold even with these isn't explained by them.

use std::collections::BTreeMap;

use super::lacking::LackingRows;
use super::trend::{Before, Tolerance, YearOfUnits, part};
use crate::counts::CellId;
use crate::intake::submission::Submission;
use crate::plan::{AgencyId, PlanYear};

/// The units that agencies lack, with the earlier year, if one is known.
pub struct MissingUnits<'a> {
    year: &'a PlanYear<'a>,
    lacking: BTreeMap<AgencyId, LackingRows<'a>>,
    before: Option<&'a Before<'a>>,
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
    pub fn new(submissions: &[&Submission], year: &'a PlanYear<'a>, before: Option<&'a Before<'a>>) -> Self {
        let rows = |of: &&Submission| (of.agency, LackingRows::of(of.units.as_ref(), year.plan, of.agency));
        let before = before.filter(|before| !before.is_restated);
        MissingUnits { year, lacking: submissions.iter().map(rows).collect(), before }
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
        let Some(rows) = self.lacking.get(&cell.agency).filter(|rows| rows.contain(form, row)) else {
            return Addition::Nothing;
        };
        let people = rows.units(form, row).and_then(|units| {
            let of_units = units.iter().map(|unit| self.most_people(cell, unit));
            of_units.sum::<Option<u64>>()
        });
        people.map_or(Addition::Unknown, Addition::AtMost)
    }

    /// The most people that a unit may have in a cell without being asked about; `None` if the earlier year doesn't know the unit's.
    fn most_people(&self, cell: CellId, unit: &str) -> Option<u64> {
        let before = self.before?;
        let row = before.year.row_by_code(cell.form, &self.year.row(cell.form, cell.row).code)?;
        let extent = before.counts.extent(cell.agency);
        let was_missing = extent.is_some_and(|of| of.lacking().is_none_or(|lacking| lacking.contains(&unit)));
        let parts = before.counts.parts(CellId { row, ..cell });
        let people = part(unit, YearOfUnits { parts, extent, ..YearOfUnits::default() }).filter(|_| !was_missing)?;
        Some(Tolerance::of(&self.year.plan.limits).range(people).1)
    }
}
