//! Who answers for an increase: each sector's increase is shared over the agencies that report the sector. A column is what
//! an agency answers for; rows and columns both add up to the province.

use super::apportion::{Bounded, within_bounds};
use super::potential::{Liable, SchemePotential};
use crate::counts::{Partial, united};
use crate::plan::{AgencyId, PlanYear, SectorId};

/// A scheme's increase by sector and agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// In the plan's order; one row of the whole for a scheme that is not reported by sector.
    pub rows: Vec<MatrixRow>,
    /// People of the increase that no sector could take.
    pub unallocated: u64,
    /// The agencies whose weights lack some of their units.
    pub partial: Partial,
}

/// One sector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// `None` for the whole province.
    pub sector: Option<SectorId>,
    /// People more; `None` if not computable.
    pub increase: Option<u64>,
    /// What its agencies are weighed by and get at most.
    pub weighed_by: WeighedBy,
    /// In the plan's order of agencies; empty if one of them can't be weighed, or nobody reports the sector.
    pub cells: Vec<MatrixCell>,
    /// Who reports the sector, in the plan's order, whether there are cells or not.
    pub reporting: Vec<AgencyId>,
    /// The agencies that sent nothing and have no earlier year to be weighed by.
    pub unweighed: Vec<AgencyId>,
}

/// What the agencies of a sector are weighed against each other by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeighedBy {
    /// The people they report as eligible.
    Eligible,
    /// Those of them who don't take part yet, where it is known of every agency how many do.
    Potential,
}

/// What one agency answers for in one sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixCell {
    /// The agency.
    pub agency: AgencyId,
    /// What its share is in proportion to and at most, in people.
    pub weight: u64,
    /// People more; `None` if not computable.
    pub increase: Option<u64>,
    /// Whether it is weighed by last year's eligible, since it sent nothing, or by numbers that lack some of its units'.
    pub is_provisional: bool,
}

impl Matrix {
    /// Shares the increases of sectors, in the order of the scheme's rows, over agencies.
    pub fn new(
        year: &PlanYear,
        scheme: &SchemePotential,
        last: Option<&SchemePotential>,
        increases: &[Option<u64>],
        unallocated: u64,
    ) -> Self {
        let rows = scheme.rows.iter().zip(increases).map(|(liable, increase)| {
            let before = last.and_then(|last| last.row(liable.sector));
            row(year, liable, before, *increase)
        });
        let partial = united(scheme.rows.iter().map(|row| &row.eligible.partial));
        Matrix { rows: rows.collect(), unallocated, partial }
    }

    /// The agencies that report some sector, in the plan's order.
    pub fn agencies(&self) -> Vec<AgencyId> {
        let mut agencies: Vec<AgencyId> = self.rows.iter().flat_map(|row| row.reporting.iter().copied()).collect();
        agencies.sort_unstable();
        agencies.dedup();
        agencies
    }

    /// The cells of an agency.
    pub fn column(&self, agency: AgencyId) -> impl Iterator<Item = &MatrixCell> {
        let of_row = move |row: &'_ MatrixRow| row.cells.binary_search_by_key(&agency, |cell| cell.agency).ok();
        self.rows.iter().filter_map(move |row| Some(&row.cells[of_row(row)?]))
    }

    /// What an agency answers for: the sum of its cells; `None` if one isn't computable, or if it has none.
    pub fn of_agency(&self, agency: AgencyId) -> Option<u64> {
        self.column(agency).next()?;
        self.column(agency).map(|cell| cell.increase).sum()
    }

    /// Whether an agency reports some sector.
    pub fn has(&self, agency: AgencyId) -> bool {
        self.rows.iter().any(|row| row.reporting.binary_search(&agency).is_ok())
    }

    /// Whether some number of an agency is a provisional one.
    pub fn is_provisional(&self, agency: AgencyId) -> bool {
        self.column(agency).any(|cell| cell.is_provisional)
    }

    /// People of the increase for whom no agency answers.
    pub fn without_agency(&self) -> Option<u64> {
        let of_rows: Option<u64> = self.rows.iter().map(MatrixRow::without_agency).sum();
        Some(of_rows? + self.unallocated)
    }

    /// The whole increase.
    pub fn increase(&self) -> Option<u64> {
        let of_rows: Option<u64> = self.rows.iter().map(|row| row.increase).sum();
        Some(of_rows? + self.unallocated)
    }
}

impl MatrixRow {
    /// People of the row for whom no agency answers.
    pub fn without_agency(&self) -> Option<u64> {
        let of_cells: Option<u64> = self.cells.iter().map(|cell| cell.increase).sum();
        Some(self.increase? - of_cells?)
    }
}

fn row(year: &PlanYear, liable: &Liable, before: Option<&Liable>, increase: Option<u64>) -> MatrixRow {
    let weighed_by = if liable.is_measured() { WeighedBy::Potential } else { WeighedBy::Eligible };
    let reporting = liable.agencies.iter().map(|of| of.agency).collect();
    let (cells, unweighed) = (Vec::new(), Vec::new());
    let mut row = MatrixRow { sector: liable.sector, increase, weighed_by, cells, reporting, unweighed };
    for of in &liable.agencies {
        match of.people_or_last_years(before) {
            Some(eligible) => row.cells.push(MatrixCell {
                agency: of.agency,
                weight: weighed_by.weight(eligible, of.insured),
                increase: None,
                is_provisional: of.people.is_none() || liable.eligible.partial.contains_key(&of.agency),
            }),
            None => row.unweighed.push(of.agency),
        }
    }
    if !row.unweighed.is_empty() {
        row.cells.clear();
    }
    if let Some(increase) = increase {
        share_out(year, increase, &mut row.cells);
    }
    row
}

impl WeighedBy {
    /// In people; 0 where more take part than are eligible.
    fn weight(self, eligible: i64, insured: Option<i64>) -> u64 {
        let people = match self {
            WeighedBy::Eligible => eligible,
            WeighedBy::Potential => eligible - insured.unwrap_or(0),
        };
        u64::try_from(people).unwrap_or(0)
    }
}

/// In proportion to the weights, none above its own; equal remainders go to the smaller agency code.
fn share_out(year: &PlanYear, increase: u64, cells: &mut [MatrixCell]) {
    cells.sort_by(|a, b| year.plan.agency(a.agency).code.cmp(&year.plan.agency(b.agency).code));
    let bounded: Vec<Bounded> =
        cells.iter().map(|cell| Bounded { weight: cell.weight, floor: 0, ceiling: cell.weight }).collect();
    let shares = within_bounds(increase, &bounded);
    for (cell, share) in cells.iter_mut().zip(shares.parts) {
        cell.increase = Some(share);
    }
    cells.sort_by_key(|cell| cell.agency);
}
