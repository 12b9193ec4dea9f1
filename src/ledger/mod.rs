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

pub use earlier::{Alteration, COVERAGE_SHEET, Earlier, LEDGER_SHEET, NotReadBack, altered, ledger_sheet};
pub use merge::{
    Actor, AgencyRecord, AgencyStatus, FileRecord, FileStatus, Merged, OfficerReason, ReportedDifficulty, choose_year,
    merge, merge_after, n_files_by_year, with_named,
};
pub use names::{NAMES_SHEET, NameKind, PastNames};
pub use past_book::{EarlierBook, PastBook, PastCell, PastNumber, read_earlier};
pub use read_back::{CarriedNumber, CarriedNumbers, ReadBack, carried_numbers, read_back, read_back_whole};

use std::sync::Arc;

use crate::counts::{CellId, Counts, RoundCounts};
use crate::plan::{AgencyId, PlanYear, RoundId};
use crate::value::grid::Address;
use crate::value::ids;

ids! {
    /// A file's place in [`Merged::files`].
    FileId;
}

/// One number with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The name of the sheet.
    pub sheet: Arc<str>,
    /// The cell of the sheet.
    pub at: Address,
    /// The row's note, where one explains a query on this number.
    pub explanation: Option<String>,
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

/// All numbers of a year, in the order of round, agency, form, row and column; each once in its round.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The numbers.
    pub observations: Vec<Observation>,
    counts: RoundCounts,
    main: RoundId,
}

impl Ledger {
    /// The numbers of a year, and the same as counts.
    fn new(mut observations: Vec<Observation>, counts: RoundCounts, year: &PlanYear) -> Self {
        observations.sort_unstable_by_key(|observation| (observation.round, observation.cell));
        observations.shrink_to_fit();
        Ledger { main: counts.main(year), observations, counts }
    }

    /// The position of a round's number of a cell in [`Ledger::observations`]; `None` if it isn't there.
    pub fn position(&self, round: RoundId, cell: CellId) -> Option<usize> {
        self.observations.binary_search_by_key(&(round, cell), |observed| (observed.round, observed.cell)).ok()
    }

    /// The numbers of an agency in a round.
    pub fn of_agency(&self, round: RoundId, agency: AgencyId) -> &[Observation] {
        let start = self.observations.partition_point(|other| (other.round, other.cell.agency) < (round, agency));
        let from_it = &self.observations[start..];
        &from_it[..from_it.partition_point(|other| (other.round, other.cell.agency) == (round, agency))]
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
