//! Numbers that fail one comparison of the plan and no other.

use fastrand::Rng;

use super::causes::has_cause;
use crate::counts::{CellId, Term};
use crate::plan::{AgencyId, Relation, RowId};
use crate::rehearsal::scene::World;
use crate::rules::PlannedComparison;
use crate::template::FormCells;
use crate::value::grid::Address;

/// How many comparisons of a check are tried, and how many cells of each side.
const MAX_COMPARISONS: usize = 40;
const MAX_CELLS: usize = 14;

/// Counts that fail one comparison.
#[derive(Debug, Clone)]
pub struct Break {
    /// Whose counts are changed.
    pub agency: AgencyId,
    /// The counts that are others.
    pub changed: Vec<(CellId, u64)>,
    /// In whose return the finding stands.
    pub placed_in: AgencyId,
    /// The sheet of the finding.
    pub sheet: String,
    /// Its cells.
    pub cells: Vec<Address>,
    /// Whose returns must be sound for the comparison to be made.
    pub needs: Vec<AgencyId>,
    /// Whether the agency leaves its optional forms blank.
    pub is_without_optional: bool,
}

/// What may be wrong beside the comparison that is broken, from the least to the most.
#[derive(Debug, Clone, Copy)]
struct Leave {
    /// The change stays near last year's numbers: a larger one is asked about by itself.
    is_near: bool,
    /// Optional forms are filled in; numbers that they repeat can't be changed then.
    has_optional: bool,
    /// Other parts of the same check hold.
    is_alone: bool,
}

const LEAVES: [Leave; 6] = [
    Leave { is_near: true, has_optional: true, is_alone: true },
    Leave { is_near: true, has_optional: false, is_alone: true },
    Leave { is_near: true, has_optional: true, is_alone: false },
    Leave { is_near: false, has_optional: true, is_alone: true },
    Leave { is_near: false, has_optional: false, is_alone: true },
    Leave { is_near: false, has_optional: false, is_alone: false },
];

/// Breaks a check of the plan in the return of somebody who may be changed; `None` if it can't be broken alone.
pub fn find(world: &World, check: usize, may: impl Fn(AgencyId) -> bool, rng: &mut Rng) -> Option<Break> {
    let mut own: Vec<usize> = (0..world.comparisons.len())
        .filter(|n| world.comparisons[*n].check == check && !world.comparisons[*n].is_forecast)
        .collect();
    rng.shuffle(&mut own);
    own.truncate(MAX_COMPARISONS);
    for leave in LEAVES {
        for n in &own {
            if let Some(found) = in_comparison(world, *n, &may, leave, rng) {
                return Some(found);
            }
        }
    }
    None
}

fn in_comparison(
    world: &World,
    n: usize,
    may: &impl Fn(AgencyId) -> bool,
    leave: Leave,
    rng: &mut Rng,
) -> Option<Break> {
    let comparison = &world.comparisons[n];
    let (left, right) = world.sides(n)?;
    let change = how_far(comparison.relation, left, right)?;
    let mut moves = moves(comparison);
    // What is changed on the left side is found where it was changed.
    for side in &mut moves {
        rng.shuffle(side);
        side.truncate(MAX_CELLS);
    }
    for (cell, grows) in moves.into_iter().flatten().filter(|(cell, _)| may(cell.agency)) {
        let Some(own) = moved(world, cell, grows, change) else { continue };
        let alone = vec![(cell, own)];
        let balanced = partners(world, cell, rng)
            .into_iter()
            .filter_map(|other| Some(vec![(cell, own), (other, moved(world, other, !grows, change)?)]));
        for changed in std::iter::once(alone).chain(balanced) {
            let is_near = changed.iter().all(|(cell, people)| world.is_near_before(cell, *people));
            let is_seen = is_near || (!leave.is_near && !has_cause(world, &changed));
            if is_seen && breaks_only(world, n, cell.agency, &changed, leave) {
                return found(world, comparison, cell.agency, changed, !leave.has_optional);
            }
        }
    }
    None
}

/// By how much a side must change for the comparison to fail, with a little more where there is room.
fn how_far(relation: Relation, left: i64, right: i64) -> Option<u64> {
    let room = match relation {
        Relation::AtMost => right - left,
        Relation::AtLeast => left - right,
        Relation::Equal => 0,
    };
    u64::try_from(room + 3 + left.min(right).max(0) / 400).ok()
}

/// The cells of both sides, each with whether it must grow to make the comparison fail.
fn moves(comparison: &PlannedComparison) -> [Vec<(CellId, bool)>; 2] {
    let left_grows = comparison.relation != Relation::AtLeast;
    let side = |terms: &[Term], grows: bool| terms.iter().map(|term| (term.cell, grows != term.subtract)).collect();
    [side(&comparison.left, left_grows), side(&comparison.right, !left_grows)]
}

fn moved(world: &World, cell: CellId, grows: bool, change: u64) -> Option<u64> {
    let now = *world.counts.get(&cell)?;
    let new = if grows { now.checked_add(change) } else { now.checked_sub(change) };
    new.filter(|new| *new <= world.year.plan.limits.max_people)
}

/// Other cells of the column, of which one may take up what a cell gives.
fn partners(world: &World, cell: CellId, rng: &mut Rng) -> Vec<CellId> {
    let rows = world.year.entered_rows(cell.form).filter(|row| *row != cell.row);
    let mut cells: Vec<CellId> = rows.map(|row: RowId| CellId { row, ..cell }).collect();
    rng.shuffle(&mut cells);
    cells.truncate(MAX_CELLS);
    cells
}

/// Whether a comparison fails and all others hold, but for what is left.
fn breaks_only(world: &World, n: usize, agency: AgencyId, changed: &[(CellId, u64)], leave: Leave) -> bool {
    let own = &world.comparisons[n];
    let reads_optional = |comparison: &PlannedComparison| {
        let mut terms = comparison.left.iter().chain(&comparison.right);
        terms.any(|term| term.cell.agency == agency && world.year.plan.form(term.cell.form).optional)
    };
    let is_made = |comparison: &PlannedComparison| leave.has_optional || !reads_optional(comparison);
    if !is_made(own) {
        return false;
    }
    let broken: Vec<usize> = world.broken(changed).into_iter().filter(|n| is_made(&world.comparisons[*n])).collect();
    // A forecast about the same numbers isn't told beside them.
    let is_left = |other: &usize| {
        let other = &world.comparisons[*other];
        let is_same = other.check == own.check;
        is_same && ((other.is_forecast && other.left == own.left) || !leave.is_alone)
    };
    broken.contains(&n) && broken.iter().all(|other| *other == n || is_left(other))
}

/// Where the finding stands: at the left side's cells of the agency that comes first, or at the total of a whole column.
fn found(
    world: &World,
    comparison: &PlannedComparison,
    agency: AgencyId,
    changed: Vec<(CellId, u64)>,
    is_without_optional: bool,
) -> Option<Break> {
    let year = world.year;
    let first = comparison.left.first()?.cell;
    let cells: Vec<CellId> = comparison.left.iter().map(|term| term.cell).collect();
    let own: Vec<CellId> =
        cells.into_iter().filter(|cell| (cell.agency, cell.form) == (first.agency, first.form)).collect();
    let places = FormCells::of(year.plan.form(first.form));
    let rows: Vec<RowId> = own.iter().map(|cell| cell.row).collect();
    let is_total = |row: &RowId| {
        let leaves = year.leaves(first.form, *row);
        leaves.len() == rows.len() && leaves.iter().all(|(leaf, n)| *n == 1 && rows.contains(leaf))
    };
    let total = if rows.len() > 1 { year.row_ids(first.form).find(is_total) } else { None };
    let cells = match total {
        Some(total) => vec![places.count(total, first.column)],
        None => own.iter().map(|cell| places.count(cell.row, cell.column)).collect(),
    };
    let mut needs: Vec<AgencyId> = comparison
        .left
        .iter()
        .chain(&comparison.right)
        .map(|term| term.cell.agency)
        .filter(|of| *of != agency)
        .collect();
    needs.sort_unstable();
    needs.dedup();
    let sheet = year.plan.form(first.form).sheet.clone();
    Some(Break { agency, changed, placed_in: first.agency, sheet, cells, needs, is_without_optional })
}
