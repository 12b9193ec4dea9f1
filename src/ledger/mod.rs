//! The accepted submissions as one list of numbers, each with the file, sheet and cell it came from; and the decision
//! which submissions those are. `conservation` proves that no number was lost between the files and the list.

pub mod columns;
pub mod conservation;
mod earlier;
pub mod kept;
mod ledger_book;
mod merge;
mod names;
mod part_book;
pub mod parts;
mod past_book;
mod read_back;
mod regrouped;

pub use earlier::{
    Alteration, COVERAGE_SHEET, Earlier, LEDGER_SHEET, NotReadBack, altered, edited_by_hand, ledger_sheet,
};
pub use merge::{
    Actor, AgencyRecord, AgencyStatus, FileRecord, FileStatus, Merged, OfficerReason, ReportedDifficulty, choose_year,
    merge, merge_after, n_files_by_year, with_named,
};
pub use names::{NAMES_SHEET, NameKind, PastNames};
pub use past_book::{EarlierBook, PastBook, PastCell, PastNumber, read_earlier};
pub use read_back::{CarriedNumber, CarriedNumbers, ReadBack, carried_numbers, read_back, read_back_whole};

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::counts::{AgencyPlaces, CellId, Counts, RoundCounts};
use crate::plan::{AgencyId, PlanYear, RoundId};
use crate::value::grid::Address;
use crate::value::ids;

ids! {
    /// A file's place in [`Merged::files`].
    FileId;
    /// A sheet's name, by its place among the names of a ledger's sheets.
    SheetId;
}

/// One number with its source. A nation has millions, so what few have or many share stands beside them in the [`Ledger`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// The round in which it was collected.
    pub round: RoundId,
    /// The cell of the form.
    pub cell: CellId,
    /// In people.
    pub people: u64,
    /// How far it can be relied on.
    pub status: Status,
    /// The file it was read from.
    pub file: FileId,
    /// The name of the sheet, see [`Ledger::sheet`].
    pub sheet: SheetId,
    /// The cell of the sheet.
    pub at: Address,
}

/// The names of sheets, each once, in alphabetical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct SheetNames(Vec<String>);

impl SheetNames {
    /// Most names follow themselves.
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let (mut known, mut last) = (BTreeSet::new(), None);
        for name in names.filter(|name| last.replace(*name) != Some(*name)) {
            known.insert(name);
        }
        SheetNames(known.into_iter().map(str::to_owned).collect())
    }

    /// The place of one of the names.
    fn id(&self, name: &str) -> SheetId {
        SheetId::at(self.0.binary_search_by(|known| known.as_str().cmp(name)).expect("all names were gathered"))
    }
}

/// How far a number can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing speaks against it.
    Accepted,
    /// It was queried and its sender explained it.
    Explained,
    /// It is queried and not yet explained.
    Queried,
}

impl Status {
    /// All of them, from the most reliable.
    pub const ALL: [Status; 3] = [Status::Accepted, Status::Explained, Status::Queried];

    /// The stable key in the ledger.
    pub fn key(self) -> &'static str {
        match self {
            Status::Accepted => "accepted",
            Status::Explained => "explained",
            Status::Queried => "queried",
        }
    }
}

/// Numbers in the order in which they were read.
struct ReadNumbers {
    observations: Vec<Observation>,
    explanations: BTreeMap<(RoundId, CellId), String>,
    sheets: SheetNames,
}

/// All numbers of a year, in the order of round, agency, form, row and column; each once in its round.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The numbers.
    pub observations: Vec<Observation>,
    /// The row's note, of numbers of which one explains a query.
    pub explanations: BTreeMap<(RoundId, CellId), String>,
    sheets: SheetNames,
    counts: RoundCounts,
    main: RoundId,
    /// Of each round, where its numbers begin and where among them those of each agency stand.
    places: BTreeMap<RoundId, (usize, AgencyPlaces)>,
}

impl Ledger {
    /// The numbers of a year, and the same as counts.
    fn new(read: ReadNumbers, counts: RoundCounts, year: &PlanYear) -> Self {
        let ReadNumbers { mut observations, explanations, sheets } = read;
        observations.sort_unstable_by_key(|observation| (observation.round, observation.cell));
        let mut places = BTreeMap::new();
        let mut start = 0;
        for of_round in observations.chunk_by(|one, next| one.round == next.round) {
            let agencies = of_round.iter().map(|observation| observation.cell.agency);
            places.insert(of_round[0].round, (start, AgencyPlaces::of(agencies)));
            start += of_round.len();
        }
        Ledger { main: counts.main(year), observations, explanations, sheets, counts, places }
    }

    /// The name of the sheet that a number was read from.
    pub fn sheet(&self, observation: &Observation) -> &str {
        &self.sheets.0[observation.sheet.idx()]
    }

    /// The row's note, where one explains a query on a number.
    pub fn explanation(&self, observation: &Observation) -> Option<&str> {
        self.explanations.get(&(observation.round, observation.cell)).map(String::as_str)
    }

    /// The position of a round's number of a cell in [`Ledger::observations`]; `None` if it isn't there.
    pub fn position(&self, round: RoundId, cell: CellId) -> Option<usize> {
        let places = self.places_of(round, cell.agency);
        let found = self.observations[places.clone()].binary_search_by_key(&cell, |observed| observed.cell).ok()?;
        Some(places.start + found)
    }

    /// The numbers of an agency in a round.
    pub fn of_agency(&self, round: RoundId, agency: AgencyId) -> &[Observation] {
        &self.observations[self.places_of(round, agency)]
    }

    fn places_of(&self, round: RoundId, agency: AgencyId) -> Range<usize> {
        let Some((start, places)) = self.places.get(&round) else { return 0..0 };
        let within = places.range(agency);
        start + within.start..start + within.end
    }

    /// The round that figures rest on unless they name another, see [`RoundCounts::main`].
    pub fn main_round(&self) -> RoundId {
        self.main
    }

    /// The numbers of the main round by cell.
    pub fn counts(&self) -> &Counts {
        self.counts.of(self.main)
    }

    /// The numbers of one round by cell.
    pub fn counts_of(&self, round: RoundId) -> &Counts {
        self.counts.of(round)
    }

    /// The numbers of every round.
    pub fn by_round(&self) -> &RoundCounts {
        &self.counts
    }
}
