//! What the comparison with the year before must make of a form's numbers, worked out by itself: the plan's limits decide whether a fault
//! can be told from others at all. A second way to the same answer, so that a fault that isn't found is one.

use std::collections::{BTreeMap, BTreeSet};

use crate::counts::CellId;
use crate::plan::{AgencyId, ColumnId, FormId, RowId};
use crate::problem::Code;
use crate::rehearsal::scene::World;
use crate::rules::Tolerance;

/// A cell of the form.
type Cell = (RowId, ColumnId);

/// A count of this year and of the year before.
#[derive(Clone, Copy)]
struct Years {
    now: u64,
    before: u64,
}

/// A form's counts in both years, without those that a cause explains already.
struct BothYears {
    tolerance: Tolerance,
    rows: Vec<RowId>,
    columns: Vec<ColumnId>,
    open: BTreeMap<Cell, Years>,
}

/// How many numbers of a column must have changed for them to be one row off.
const SHIFTED: usize = 3;
/// Of how many changed rows pairs are tried.
const MAX_SWAPPED: usize = 300;

/// Whether something is said with a code of one of the changed cells.
pub fn is_told(world: &World, changed: &[(CellId, u64)], code: Code) -> bool {
    told(world, changed).contains(&code)
}

/// Whether changed numbers look like a mistake that is known by the year before: what they fail beside is told with it.
pub fn has_cause(world: &World, changed: &[(CellId, u64)]) -> bool {
    world.before.is_some() && told(world, changed).iter().any(|code| *code != Code::LargeChange)
}

/// The codes of what is said of the changed cells.
fn told(world: &World, changed: &[(CellId, u64)]) -> Vec<Code> {
    let forms: BTreeSet<(AgencyId, FormId)> = changed.iter().map(|(cell, _)| (cell.agency, cell.form)).collect();
    let of_form = |(agency, form): (AgencyId, FormId)| {
        let told = BothYears::new(world, agency, form, changed).causes();
        let own = changed.iter().filter(move |(cell, _)| (cell.agency, cell.form) == (agency, form));
        own.filter_map(move |(cell, _)| told.get(&(cell.row, cell.column)).copied()).collect::<Vec<_>>()
    };
    forms.into_iter().flat_map(of_form).collect()
}

impl BothYears {
    fn new(world: &World, agency: AgencyId, form: FormId, changed: &[(CellId, u64)]) -> Self {
        let year = world.year;
        let (rows, columns) = (year.entered_rows(form).collect::<Vec<_>>(), year.column_ids(form).collect::<Vec<_>>());
        let changed: BTreeMap<CellId, u64> = changed.iter().copied().collect();
        let mut open = BTreeMap::new();
        for (row, column) in rows.iter().flat_map(|row| columns.iter().map(|column| (*row, *column))) {
            let cell = CellId { agency, form, row, column };
            let now = changed.get(&cell).copied().or_else(|| world.counts.get(&cell).copied());
            let before = world.before.as_ref().and_then(|counts| counts.get(&cell)).copied();
            open.extend(now.zip(before).map(|(now, before)| ((row, column), Years { now, before })));
        }
        BothYears { tolerance: Tolerance::of(&year.plan.limits), rows, columns, open }
    }

    /// What is said of each cell, the causes that explain most first.
    fn causes(mut self) -> BTreeMap<Cell, Code> {
        let mut told = BTreeMap::new();
        let swapped = self.swapped(pairs_of(&self.columns).map(|[a, b]| self.crossed_columns(a, b)));
        self.claim(&mut told, swapped, Code::LinesSwapped);
        let shifted = self.columns.iter().flat_map(|column| self.shifted(*column)).collect();
        self.claim(&mut told, shifted, Code::ColumnShifted);
        let swapped = self.swapped(pairs_of(&self.changed_rows()).map(|[a, b]| self.crossed_rows(a, b)));
        self.claim(&mut told, swapped, Code::LinesSwapped);
        let slipped = self.changed().filter(|(_, years)| self.is_slip(*years)).map(|(cell, _)| cell).collect();
        self.claim(&mut told, slipped, Code::PowerOfTenSlip);
        let changed = self.changed().map(|(cell, _)| cell).collect();
        self.claim(&mut told, changed, Code::LargeChange);
        told
    }

    fn claim(&mut self, told: &mut BTreeMap<Cell, Code>, cells: Vec<Cell>, code: Code) {
        for cell in cells {
            if self.open.remove(&cell).is_some() {
                told.insert(cell, code);
            }
        }
    }

    fn is_changed(&self, years: Years) -> bool {
        self.tolerance.is_passed(years.now, years.before)
    }

    fn changed(&self) -> impl Iterator<Item = (Cell, Years)> + '_ {
        self.open.iter().map(|(cell, years)| (*cell, *years)).filter(|(_, years)| self.is_changed(*years))
    }

    /// Whether a number may be that of another cell, and whether that shows it.
    fn fits_there(&self, here: Years, there: Years) -> Option<bool> {
        let may_be = !self.tolerance.is_passed(here.now, there.before);
        may_be.then(|| self.is_changed(here) && self.tolerance.fits(here.now, there.before))
    }

    // ------------------------------------------------------------------------------------------------------------ swaps

    fn crossed_columns(&self, a: ColumnId, b: ColumnId) -> Vec<[Cell; 2]> {
        self.rows.iter().map(|row| [(*row, a), (*row, b)]).collect()
    }

    fn crossed_rows(&self, a: RowId, b: RowId) -> Vec<[Cell; 2]> {
        self.columns.iter().map(|column| [(a, *column), (b, *column)]).collect()
    }

    /// The rows in which something changed; none where so many did that it wasn't for two of them.
    fn changed_rows(&self) -> Vec<RowId> {
        let changed: BTreeSet<RowId> = self.changed().map(|((row, _), _)| row).collect();
        if changed.len() > MAX_SWAPPED { Vec::new() } else { changed.into_iter().collect() }
    }

    /// The cells of the only two lines that changed places; none where several may have.
    fn swapped(&self, pairs: impl Iterator<Item = Vec<[Cell; 2]>>) -> Vec<Cell> {
        let mut swaps = pairs.filter(|crossed| self.is_swap(crossed));
        match (swaps.next(), swaps.next()) {
            (Some(only), None) => only.iter().flatten().copied().collect(),
            _ => Vec::new(),
        }
    }

    fn is_swap(&self, crossed: &[[Cell; 2]]) -> bool {
        let mut shows = [false, false];
        for [a, b] in crossed {
            let (Some(a), Some(b)) = (self.open.get(a), self.open.get(b)) else { continue };
            let (Some(of_a), Some(of_b)) = (self.fits_there(*a, *b), self.fits_there(*b, *a)) else { return false };
            shows = [shows[0] || of_a, shows[1] || of_b];
        }
        shows == [true, true]
    }

    // ----------------------------------------------------------------------------------------------------- one row off

    fn shifted(&self, column: ColumnId) -> Vec<Cell> {
        let line: Vec<Option<Years>> = self.rows.iter().map(|row| self.open.get(&(*row, column)).copied()).collect();
        let is_changed = |n: &usize| line[*n].is_some_and(|years| self.is_changed(years));
        let changed: Vec<usize> = (0..line.len()).filter(is_changed).collect();
        if changed.len() < SHIFTED {
            return Vec::new();
        }
        let (first, last) = (changed[0], changed[changed.len() - 1]);
        let stretch = &line[first..=last];
        let down = self.is_shift(stretch.windows(2).map(|pair| (pair[1], pair[0])));
        let up = self.is_shift(stretch.windows(2).map(|pair| (pair[0], pair[1])));
        if down == up { Vec::new() } else { self.rows[first..=last].iter().map(|row| (*row, column)).collect() }
    }

    /// Whether every number may be that of the row beside it, and enough show it.
    fn is_shift(&self, pairs: impl Iterator<Item = (Option<Years>, Option<Years>)>) -> bool {
        let shown: Option<Vec<bool>> = pairs.map(|(here, there)| self.fits_there(here?, there?)).collect();
        shown.is_some_and(|shown| shown.into_iter().filter(|shows| *shows).count() + 1 >= SHIFTED)
    }

    // ------------------------------------------------------------------------------------------------------------ slips

    /// Whether a number is nearly ten, a hundred or a thousand times the one before, or that part of it.
    fn is_slip(&self, Years { now, before }: Years) -> bool {
        let is_near = |people: u64| self.tolerance.fits(people, before);
        let may_be = |factor: u64| is_near((now + factor / 2) / factor) || is_near(now.saturating_mul(factor));
        now > 0 && before > 0 && [10, 100, 1000].into_iter().any(may_be)
    }
}

fn pairs_of<T: Copy>(lines: &[T]) -> impl Iterator<Item = [T; 2]> + '_ {
    lines.iter().enumerate().flat_map(|(n, a)| lines[n + 1..].iter().map(|b| [*a, *b]))
}
