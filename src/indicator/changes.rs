//! What changed between two workbooks of the same year: which agencies came, went or were replaced, which numbers differ, and
//! what that does to each indicator.

use std::collections::{BTreeMap, BTreeSet};

use crate::counts::CellId;
use crate::indicator::{self, Coverage};
use crate::ledger::{AgencyStatus, Alteration, CarriedNumbers, Merged};
use crate::plan::{AgencyId, RoundId};

/// What changed since an earlier state of the same year.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// In the order of rounds and agencies.
    pub agencies: Vec<AgencyChange>,
    /// In the ledger's order.
    pub numbers: Vec<NumberChange>,
    /// In the order of the plan's indicators: the state before and now.
    pub indicators: Vec<(Coverage, Coverage)>,
    /// How the earlier workbook was changed by hand; what was is among the changes, since its own numbers aren't known any more.
    pub alterations: Vec<Alteration>,
}

/// An agency whose counts changed their file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgencyChange {
    /// The agency.
    pub agency: AgencyId,
    /// The round whose counts they are.
    pub round: RoundId,
    /// What became of them.
    pub how: How,
}

/// How an agency's counts changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// They weren't there.
    Came,
    /// They are no longer there.
    Went,
    /// They are another file's.
    Replaced,
}

impl How {
    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            How::Came => "came",
            How::Went => "went",
            How::Replaced => "replaced",
        }
    }
}

/// A number that is another one now; `None` where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberChange {
    /// The round it was collected in.
    pub round: RoundId,
    /// Its cell.
    pub cell: CellId,
    /// In people, in the earlier workbook.
    pub before: Option<u64>,
    /// In people, now.
    pub now: Option<u64>,
}

impl NumberChange {
    /// How many people more; `None` where there was no number, or is none.
    pub fn difference(&self) -> Option<i64> {
        i64::try_from(self.now?).ok()?.checked_sub(i64::try_from(self.before?).ok()?)
    }

    /// By how many people; a number that isn't there counts nobody.
    pub fn people(&self) -> u64 {
        self.before.unwrap_or(0).abs_diff(self.now.unwrap_or(0))
    }
}

impl Changes {
    /// Compares two states of a year of one plan.
    pub fn new(before: &Merged, now: &Merged) -> Self {
        let coverage = |merged: &Merged| indicator::coverage(&merged.year, merged.ledger.by_round());
        Changes {
            agencies: agencies(&files(before), &files(now)),
            numbers: numbers(&by_cell(before), &by_cell(now)),
            indicators: coverage(before).into_iter().zip(coverage(now)).collect(),
            alterations: before.alterations.clone(),
        }
    }

    /// The same with an earlier state of which only the numbers are known, as a report carries them: an agency without any isn't
    /// there.
    pub fn since_numbers(before: &CarriedNumbers, now: &Merged) -> Self {
        let counts = before.numbers.iter().map(|number| (number.round, number.cell, number.people)).collect();
        let before_of = before.numbers.iter();
        let files_before: FileByAgency =
            before_of.map(|number| ((number.round, number.cell.agency), Some(number.sha256.as_str()))).collect();
        let mut numbers_before: ByCell =
            before.numbers.iter().map(|number| ((number.round, number.cell), number.people)).collect();
        numbers_before.sort_unstable();
        let numbers_now = by_cell(now);
        let counted: BTreeSet<_> = numbers_now.iter().map(|((round, cell), _)| (*round, cell.agency)).collect();
        let files_now = files(now).into_iter().filter(|(of, _)| counted.contains(of)).collect();
        let coverage_before = indicator::coverage(&before.year, &counts);
        let coverage_now = indicator::coverage(&now.year, now.ledger.by_round());
        Changes {
            agencies: agencies(&files_before, &files_now),
            numbers: numbers(&numbers_before, &numbers_now),
            indicators: coverage_before.into_iter().zip(coverage_now).collect(),
            alterations: before.alterations.clone(),
        }
    }

    /// Whether everything is as it was.
    pub fn is_nothing(&self) -> bool {
        self.agencies.is_empty() && self.numbers.is_empty()
    }

    /// The number that changed by most people, the first of several. One that came or went is meant only where none is another.
    pub fn largest(&self) -> Option<&NumberChange> {
        self.numbers.iter().rev().max_by_key(|change| (change.difference().is_some(), change.people()))
    }
}

/// The digest of the file of every agency and round.
type FileByAgency<'m> = BTreeMap<(RoundId, AgencyId), Option<&'m str>>;

/// The file of every agency and round whose counts are in the ledger, by its bytes.
fn files<'m>(merged: &'m Merged) -> FileByAgency<'m> {
    let records = merged.agencies.iter().chain(&merged.later_rounds);
    let accepted = records.filter(|record| record.status == AgencyStatus::Accepted);
    let file = |file| merged.file(file).sha256.as_deref();
    accepted.map(|record| ((record.round, record.agency), record.file.and_then(file))).collect()
}

fn agencies(before: &FileByAgency, now: &FileByAgency) -> Vec<AgencyChange> {
    let all: BTreeSet<_> = before.keys().chain(now.keys()).copied().collect();
    all.into_iter()
        .filter_map(|(round, agency)| {
            let how = match (before.get(&(round, agency)), now.get(&(round, agency))) {
                (None, Some(_)) => How::Came,
                (Some(_), None) => How::Went,
                (Some(before), Some(now)) if before != now => How::Replaced,
                _ => return None,
            };
            Some(AgencyChange { agency, round, how })
        })
        .collect()
}

/// The numbers of a year, sorted by round and cell.
type ByCell = Vec<((RoundId, CellId), u64)>;

fn by_cell(merged: &Merged) -> ByCell {
    merged.ledger.observations.iter().map(|number| ((number.round, number.cell), number.people)).collect()
}

fn people_of(of: (RoundId, CellId), numbers: &ByCell) -> Option<u64> {
    let place = numbers.binary_search_by_key(&of, |(other, _)| *other).ok()?;
    Some(numbers[place].1)
}

fn numbers(before: &ByCell, now: &ByCell) -> Vec<NumberChange> {
    let gone = before.iter().map(|(of, _)| *of).filter(|of| people_of(*of, now).is_none());
    let mut changes: Vec<NumberChange> = now
        .iter()
        .map(|(of, _)| *of)
        .chain(gone)
        .map(|of| NumberChange { round: of.0, cell: of.1, before: people_of(of, before), now: people_of(of, now) })
        .filter(|change| change.before != change.now)
        .collect();
    changes.sort_unstable_by_key(|change| (change.round, change.cell));
    changes
}
