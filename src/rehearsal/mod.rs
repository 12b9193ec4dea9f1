//! A rehearsal: invented returns of a whole province as its offices would send them, some with a known fault, some changed without
//! harm. Whoever wrote the plan sees what its checks find and that they ask nothing for nothing; whoever trains has exercises with
//! answers.
//!
//! [`Rehearsal::new`] invents everything from a plan, a year and a seed; the same three give the same bytes on every system.
//! [`Rehearsal::after`] goes on from the numbers of an earlier year. The files
//! are written one by one ([`Rehearsal::bytes`]), so that a front end may do so on several threads. Running the checks and judging what
//! they found is the use case `rehearse`.

mod arrange;
mod book;
mod cell_counts;
mod compound;
mod continued;
mod exercise;
mod figures;
mod kinds;
pub mod limits;
pub mod office;
mod rearranged;
mod repair;
mod resaved;
mod scene;
mod solve;
pub mod split;
pub mod units;
pub mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

pub use cell_counts::CellCounts;
pub use exercise::{Case, Exercise, ExpectedFinding, SentFile, Variant, Wanted};
pub use figures::{Figures, invented};
pub use kinds::{why_never, why_not_here};

use crate::counts::CellId;
use crate::plan::{AgencyId, PlanYear};
use crate::problem::Code;
use crate::rules::Before;
use crate::template::{self, Filling};
use arrange::{Arranged, Ground};
use exercise::FileSource;
use scene::World;

/// Everything that was invented.
#[derive(Debug)]
pub struct Rehearsal<'p> {
    /// The year, in the plan's first round.
    pub year: PlanYear<'p>,
    /// The inboxes.
    pub exercises: Vec<Exercise>,
    /// The faults in them.
    pub cases: Vec<Case>,
    /// Sound returns to which something harmless was done; none unless every kind of fault is wanted.
    pub variants: Vec<Variant>,
    /// Codes for which no fault could be made, each with the position of the check that was to be broken; `None` where it isn't
    /// about a check.
    pub not_made: Vec<(Code, Option<usize>)>,
    /// Which faults were wanted.
    pub wanted: Wanted,
    /// Checks of the plan that no invented numbers could be made to pass.
    pub contradictory: Vec<usize>,
    /// The returns of the year before, to compare with; empty where the plan has no such year, or that year was given.
    pub before: Vec<(AgencyId, Filling)>,
    year_before: Option<PlanYear<'p>>,
    /// Whether there is an earlier year to compare with.
    pub(crate) is_compared: bool,
}

/// Of a thousand people, how many there were the year before.
const A_YEAR_AGO: u64 = 962;

impl<'p> Rehearsal<'p> {
    /// Invents returns of a year, with faults, and those of the year before.
    pub fn new(year: &PlanYear<'p>, seed: u64, wanted: &Wanted) -> Self {
        let year = year.in_round(year.plan.first_round());
        let mut rng = Rng::with_seed(seed);
        let figures = invented(&year, year.agencies, &mut rng);
        let year_before = year.plan.year(year.year - 1).map(|before| before.in_round(before.plan.first_round()));
        let earlier = year_before.map(|before| a_year_ago(&year, &before, &figures.counts, &mut rng));
        let fillings = fillings(&year, &figures.counts, &mut rng);
        let before: Vec<(AgencyId, Filling)> = match (&year_before, &earlier) {
            (Some(before), Some(counts)) => self::fillings(before, counts, &mut rng).into_iter().collect(),
            _ => Vec::new(),
        };
        let comparable = earlier.zip(year_before).map(|(counts, before)| as_of_this_year(&year, &before, &counts));
        let drawn = Drawn { figures, fillings, comparable, seed };
        Rehearsal { before, year_before, ..Rehearsal::arranged(year, drawn, wanted) }
    }

    /// Invents returns of a year that go on from the numbers of an earlier one, with faults.
    pub fn after(year: &PlanYear<'p>, seed: u64, wanted: &Wanted, before: &Before) -> Self {
        let year = year.in_round(year.plan.first_round());
        let mut rng = Rng::with_seed(seed);
        let mut figures = invented(&year, year.agencies, &mut rng);
        let drawn = std::mem::take(&mut figures.counts);
        for tolerance in limits::narrowing(&year) {
            figures.counts.clone_from(&drawn);
            figures.contradictory = continued::go_on(&year, &mut figures.counts, before, tolerance, &mut rng);
            if limits::let_pass(&year, &figures.counts, &continued::by_todays_cells(&year, &figures.counts, before)) {
                break;
            }
        }
        let comparable = Some(continued::by_todays_cells(&year, &figures.counts, before));
        let fillings = fillings(&year, &figures.counts, &mut rng);
        Rehearsal::arranged(year, Drawn { figures, fillings, comparable, seed }, wanted)
    }

    fn arranged(year: PlanYear<'p>, drawn: Drawn, wanted: &Wanted) -> Self {
        let Drawn { figures, mut fillings, comparable, seed } = drawn;
        let is_compared = comparable.is_some();
        comparable.iter().for_each(|before| limits::explain(&year, &mut fillings, before));
        let world = World::new(&year, figures.counts, comparable);
        let can_hold = |kind: &kinds::PlantedFault| match kind.maker {
            kinds::Maker::OfCheck(check) => !figures.contradictory.contains(&check),
            kinds::Maker::InReturn(_) => true,
        };
        let kinds: Vec<kinds::PlantedFault> =
            kinds::all(&year).into_iter().filter(|kind| wanted.has(kind.code) && can_hold(kind)).collect();
        let ground = Ground { world: &world, fillings: &fillings, seed };
        let harmless = if *wanted == Wanted::All { kinds::HARMLESS } else { &[] };
        let Arranged { exercises, cases, variants, not_made } = arrange::arrange(&ground, &kinds, harmless);
        drop(world);
        let wanted = wanted.clone();
        Rehearsal {
            year,
            exercises,
            cases,
            variants,
            not_made,
            wanted,
            contradictory: figures.contradictory,
            before: Vec::new(),
            year_before: None,
            is_compared,
        }
    }

    /// A file's bytes.
    ///
    /// # Errors
    ///
    /// When the plan holds more than the format.
    pub fn bytes(&self, file: &SentFile) -> Result<Vec<u8>, template::Unwritable> {
        match &file.content {
            FileSource::Filled(filling) => template::workbook(&self.year, file.agency, filling),
            FileSource::Bytes(bytes) => Ok(bytes.clone()),
        }
    }

    /// The year before, if the plan has it.
    pub fn year_before(&self) -> Option<&PlanYear<'p>> {
        self.year_before.as_ref()
    }
}

/// What was invented of a year before any fault is made.
struct Drawn {
    figures: Figures,
    fillings: BTreeMap<AgencyId, Filling>,
    /// The counts of the year before by this year's cells; `None` where there is none.
    comparable: Option<CellCounts>,
    seed: u64,
}

/// Everybody's return, sound and in time.
fn fillings(year: &PlanYear, counts: &CellCounts, rng: &mut Rng) -> BTreeMap<AgencyId, Filling> {
    let mut fillings: BTreeMap<AgencyId, Filling> = BTreeMap::new();
    for (n, agency) in year.agencies.iter().enumerate() {
        let mut filling = office::cover_in_time(year, n, rng);
        filling.difficulties = office::difficulties(rng);
        fillings.insert(*agency, filling);
    }
    for (cell, people) in counts {
        if let Some(filling) = fillings.get_mut(&cell.agency) {
            filling.counts.insert((cell.form, cell.row, cell.column), *people);
        }
    }
    for filling in fillings.values_mut() {
        let is_noted = rng.u8(0..6) == 0 && !filling.counts.is_empty();
        let place = if is_noted { filling.counts.keys().nth(rng.usize(0..filling.counts.len())) } else { None };
        let noted = place.map(|(form, row, _)| ((*form, *row), office::note(rng)));
        filling.notes.extend(noted);
    }
    fillings
}

/// Counts of the year before: a little less of everything that there was, as far as the plan's limits let the growth pass.
fn a_year_ago(year: &PlanYear, before: &PlanYear, counts: &CellCounts, rng: &mut Rng) -> CellCounts {
    let now = |cell: &CellId| {
        let row = year.row_by_code(cell.form, &before.row(cell.form, cell.row).code)?;
        counts.get(&CellId { row, ..*cell }).copied()
    };
    let invented = figures::invented(before, before.agencies, rng).counts;
    let mut earlier = CellCounts::default();
    for tolerance in limits::narrowing(year) {
        let less = |people: u64| tolerance.earlier_near(split::share(people, A_YEAR_AGO, 1000), people);
        earlier = invented.iter().map(|(cell, people)| (*cell, now(cell).map_or(*people, less))).collect();
        repair::mend(before, before.agencies, &mut earlier, &BTreeSet::new());
        if limits::let_pass(year, counts, &as_of_this_year(year, before, &earlier)) {
            break;
        }
    }
    earlier
}

/// Counts of the year before by this year's cells.
fn as_of_this_year(year: &PlanYear, before: &PlanYear, counts: &CellCounts) -> CellCounts {
    let now = |cell: &CellId| {
        let row = year.row_by_code(cell.form, &before.row(cell.form, cell.row).code)?;
        Some(CellId { row, ..*cell })
    };
    counts.iter().filter_map(|(cell, people)| Some((now(cell)?, *people))).collect()
}
