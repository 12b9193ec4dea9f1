//! What still asks for something, and of whom: decided here once, for exit codes, marked copies, letters and lists.

use std::collections::BTreeMap;

use super::named::{TemplateNames, answers};
use super::{AgencyStatus, FileRecord, FileStatus, Merged, with_named};
use crate::ledger::FileId;
use crate::plan::{AgencyId, RoundId};
use crate::problem::Finding;

/// Who has to do something about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// The agency that sent it, or whose template's name it bears.
    Agency(AgencyId),
    /// Whoever sent it: that can't be told.
    UnknownSender,
    /// Whoever collects it: it is a file of another level, and the officer passes it on.
    OtherCollector,
    /// The officer alone: the agency, whose file it is, isn't asked anything.
    Officer(AgencyId, OfficerReason),
}

/// Why a file is the officer's alone to see to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficerReason {
    /// The file can't be used and bears the name of the agency's template, whose counts are in the ledger with another
    /// file: most likely a spoilt copy.
    SpoiltCopy,
    /// It is of another year, in which it was sent, or this year's is there: most likely one that was left in the folder.
    OtherYear(i32),
    /// The cause is on the officer's side: the program is older than the template, or the file can't be opened.
    OwnSide,
}

impl Merged<'_> {
    /// The files that somebody has to do something about, in their order, and who that is.
    pub fn needs_action(&self) -> BTreeMap<FileId, Actor> {
        let senders = self.senders();
        let newest = self.newest_rejected();
        let names = TemplateNames::of(&self.year);
        self.file_ids().filter_map(|n| Some((n, self.actor(n, senders.get(&n).copied(), &newest, &names)?))).collect()
    }

    /// Whether anything still asks for action: a file that isn't merged, a conflict, an unexplained query.
    pub fn is_open(&self) -> bool {
        !self.needs_action().is_empty()
    }

    fn actor(
        &self,
        n: FileId,
        sender: Option<(AgencyId, RoundId)>,
        newest: &Newest,
        names: &TemplateNames,
    ) -> Option<Actor> {
        let file = self.file(n);
        if file.is_of_other_collector() {
            return (file.status == FileStatus::Rejected).then_some(Actor::OtherCollector);
        }
        let of_sender = sender.map_or(Actor::UnknownSender, |(agency, _)| Actor::Agency(agency));

        match file.status {
            FileStatus::Superseded | FileStatus::Duplicate | FileStatus::Ignored => None,
            FileStatus::Conflict => Some(of_sender),
            FileStatus::Accepted => file.findings.iter().any(Finding::is_open).then_some(of_sender),
            FileStatus::Rejected => match sender.zip(self.reason(file, sender, names)) {
                Some(((agency, _), reason)) => Some(Actor::Officer(agency, reason)),
                None if file.is_understood => newest.is(file).then_some(of_sender),
                None => Some(of_sender),
            },
        }
    }

    /// Why a rejected file is the officer's alone to see to; `None` if its sender is asked.
    fn reason(
        &self,
        file: &FileRecord,
        sender: Option<(AgencyId, RoundId)>,
        names: &TemplateNames,
    ) -> Option<OfficerReason> {
        let is_counted = sender.is_some_and(|(agency, round)| self.is_counted(agency, round));
        match file.year.filter(|year| *year != self.year.year) {
            Some(other) => (is_counted || !answers(file, &self.year, names)).then_some(OfficerReason::OtherYear(other)),
            None if file.findings.iter().any(Finding::is_for_officer) => Some(OfficerReason::OwnSide),
            None if !file.is_understood && is_counted => Some(OfficerReason::SpoiltCopy),
            None => None,
        }
    }

    /// Whose the files are and of which round, as far as that can be told.
    fn senders(&self) -> BTreeMap<FileId, (AgencyId, RoundId)> {
        let by_agency = with_named(&self.files, &self.year).into_iter();
        by_agency.flat_map(|(whose, own)| own.into_iter().map(move |n| (n, whose))).collect()
    }

    /// Whether an agency's counts of a round are in the ledger.
    fn is_counted(&self, agency: AgencyId, round: RoundId) -> bool {
        let mut records = self.records_of(round);
        records.any(|record| record.agency == agency && record.status == AgencyStatus::Accepted)
    }

    fn newest_rejected(&self) -> Newest {
        let mut newest = Newest::default();
        for file in self.files.iter().filter(|file| file.status == FileStatus::Rejected && file.is_understood) {
            let known = newest.0.entry((file.agency, file.year, file.round)).or_default();
            *known = file.revision.max(*known);
        }
        newest
    }
}

/// The newest rejected revision of every agency, year and round. Findings of an older one would ask for what may be mended
/// already.
#[derive(Default)]
struct Newest(BTreeMap<Collected, Option<u32>>);

/// What a return was asked for as: the agency, year and round as far as it names them.
type Collected = (Option<AgencyId>, Option<i32>, Option<RoundId>);

impl Newest {
    fn is(&self, file: &FileRecord) -> bool {
        self.0.get(&(file.agency, file.year, file.round)).is_none_or(|newest| *newest == file.revision)
    }
}
