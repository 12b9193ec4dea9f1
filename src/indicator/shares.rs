//! Who is to bring an increase about, as one list: the cells of a matrix, its rows and columns, areas, and what is left over.
//! Exports and the JSON document say the same lines.

use super::matrix::{Matrix, MatrixCell, MatrixRow};
use super::proposal::{IncreaseRemark, ProposalLine, ProposalPart, ProposalRow, Split};
use super::reason::Reason;
use crate::plan::{AgencyId, SchemeId, SectorId};

/// A cell of the matrix (sector and agency), its row (sector), its column (agency), an area's part (area), or with none of
/// the three those for whom nobody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareLine {
    /// The scheme.
    pub scheme: SchemeId,
    /// The sector.
    pub sector: Option<SectorId>,
    /// The agency that answers for it.
    pub agency: Option<AgencyId>,
    /// The agency whose area it is.
    pub area: Option<AgencyId>,
    /// People more; `None` if not computable.
    pub increase: Option<i64>,
    /// What the share is in proportion to, in people; `None` where nothing is weighed.
    pub weight: Option<i64>,
    /// By how many people the participants grew last year; `None` without the year before, and for agencies.
    pub last_increase: Option<i64>,
    /// That the increase is out of proportion.
    pub remark: Option<IncreaseRemark>,
    /// Whether it rests on last year's numbers, or may change with numbers that are missing.
    pub is_provisional: bool,
    /// Of those for whom nobody answers, the people whom no sector could take either, so that rows add up as well as columns;
    /// `None` for every other line, and for a scheme that isn't reported by sector.
    pub without_sector: Option<i64>,
}

impl ShareLine {
    fn of(scheme: SchemeId) -> Self {
        ShareLine {
            scheme,
            sector: None,
            agency: None,
            area: None,
            increase: None,
            weight: None,
            last_increase: None,
            remark: None,
            is_provisional: false,
            without_sector: None,
        }
    }
}

/// The lines of a proposal's line: parts, cells, columns, and what is left over.
pub fn shares(line: &ProposalLine) -> Vec<ShareLine> {
    let Some(scheme) = line.scheme else { return Vec::new() };
    let mut lines: Vec<ShareLine> = line.sectors.iter().flat_map(|split| parts(scheme, split)).collect();
    if let Some(split) = &line.areas {
        lines.extend(parts(scheme, split));
        lines.extend(left_of_areas(scheme, split));
    }
    if let Some(matrix) = &line.matrix {
        // A scheme that isn't reported by sector has columns alone.
        let rows = matrix.rows.iter().filter(|row| row.sector.is_some());
        lines.extend(rows.flat_map(|row| cells(scheme, row)));
        lines.extend(matrix.agencies().into_iter().filter_map(|agency| column(scheme, matrix, agency)));
        lines.extend(left_of_matrix(scheme, matrix, line.sectors.is_some()));
    }
    lines
}

fn parts(scheme: SchemeId, split: &Split) -> impl Iterator<Item = ShareLine> {
    split.rows.iter().map(move |row| part(scheme, row))
}

fn part(scheme: SchemeId, row: &ProposalRow) -> ShareLine {
    ShareLine {
        sector: if let ProposalPart::Sector(sector) = row.part { Some(sector) } else { None },
        area: if let ProposalPart::Area(area) = row.part { Some(area) } else { None },
        increase: row.difference(),
        weight: match &row.reason {
            Reason::Share(share) => share.weight.map(|weight| weight.max(0)),
            Reason::Province(_) | Reason::LeftOver(_) => None,
        },
        last_increase: row.last_increase,
        remark: row.remark,
        is_provisional: row.is_provisional(),
        ..ShareLine::of(scheme)
    }
}

fn cells(scheme: SchemeId, row: &MatrixRow) -> impl Iterator<Item = ShareLine> {
    let sector = row.sector;
    row.cells.iter().map(move |cell: &MatrixCell| ShareLine {
        sector,
        agency: Some(cell.agency),
        increase: cell.increase.map(signed),
        weight: Some(signed(cell.weight)),
        is_provisional: cell.is_provisional,
        ..ShareLine::of(scheme)
    })
}

/// `None` for an agency of whose sectors none could be shared out.
fn column(scheme: SchemeId, matrix: &Matrix, agency: AgencyId) -> Option<ShareLine> {
    matrix.column(agency).next()?;
    Some(ShareLine {
        agency: Some(agency),
        increase: matrix.of_agency(agency).map(signed),
        weight: Some(signed(matrix.column(agency).map(|cell| cell.weight).sum())),
        is_provisional: matrix.is_provisional(agency),
        ..ShareLine::of(scheme)
    })
}

fn left_of_areas(scheme: SchemeId, split: &Split) -> Option<ShareLine> {
    let left = split.unallocated_people();
    (left > 0).then(|| ShareLine { increase: Some(signed(left)), ..ShareLine::of(scheme) })
}

fn left_of_matrix(scheme: SchemeId, matrix: &Matrix, is_by_sector: bool) -> Option<ShareLine> {
    let left = matrix.without_agency().filter(|left| *left > 0)?;
    let without_sector = is_by_sector.then(|| signed(matrix.unallocated));
    Some(ShareLine { increase: Some(signed(left)), without_sector, ..ShareLine::of(scheme) })
}

fn signed(people: u64) -> i64 {
    i64::try_from(people).unwrap_or(i64::MAX)
}
