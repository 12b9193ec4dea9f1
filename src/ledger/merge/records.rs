//! What a merge gives: every file with what became of it, every agency with where it stands.

use chrono::NaiveDate;

use crate::intake::submission::{Difficulty, Submission};
use crate::intake::{self, Content, Received};
use crate::ledger::{Alteration, FileId, Ledger};
use crate::plan::{AgencyId, PlanYear, RoundId};
use crate::problem::rollup::RollupProblem;
use crate::problem::{Code, Finding, Problem};
use crate::rollup::{OpenBelow, UnitExtent};

/// A year of the province: every file with what became of it, every agency with where it stands, and the ledger.
#[derive(Debug, Clone)]
pub struct Merged<'p> {
    /// The year.
    pub year: PlanYear<'p>,
    /// In the order of their paths.
    pub files: Vec<FileRecord>,
    /// Every agency of the year, in the plan's order: how it stands in the first round that asks something of it.
    pub agencies: Vec<AgencyRecord>,
    /// The same in later rounds, in their order: every agency that is asked in one that isn't optional, otherwise those that
    /// sent something.
    pub later_rounds: Vec<AgencyRecord>,
    /// The numbers that count.
    pub ledger: Ledger,
    /// What the accepted submissions report beside numbers, in the plan's order of agencies.
    pub difficulties: Vec<ReportedDifficulty>,
    /// Outputs of this program that lay among the files. No workbook says how many, or the next one saved among them would
    /// differ from the last.
    pub n_own_outputs: usize,
    /// How many of the files say of themselves that their numbers are invented; of a provincial workbook as it says.
    pub n_illustrative: usize,
    /// How the provincial workbook this was read from differs from what was written; nothing for an inbox.
    pub alterations: Vec<Alteration>,
}

/// A difficulty or proposal with who reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedDifficulty {
    /// Who reports it.
    pub agency: AgencyId,
    /// The file it stands in.
    pub file: FileId,
    /// What is reported.
    pub difficulty: Difficulty,
}

/// One file and what became of it. What isn't known is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    /// The path, as given.
    pub path: String,
    /// `None` if its bytes couldn't be read.
    pub sha256: Option<String>,
    /// The agency that sent it.
    pub agency: Option<AgencyId>,
    /// The year it reports on.
    pub year: Option<i32>,
    /// The round it reports in.
    pub round: Option<RoundId>,
    /// The number of the revision, from 1.
    pub revision: Option<u32>,
    /// The day whose state the counts describe.
    pub as_of: Option<NaiveDate>,
    /// The day on which it was sent.
    pub sent_on: Option<NaiveDate>,
    /// By which signed sheets can be held against the file; `None` for a file that was sent out without one.
    pub check_number: Option<u64>,
    /// From how many units it was added up; `None` for a file that wasn't.
    pub units: Option<UnitExtent>,
    /// What became of it.
    pub status: FileStatus,
    /// What is wrong with it, or worth saying.
    pub findings: Vec<Finding>,
    /// Whether it could be read as a submission, whether or not it counts.
    pub is_understood: bool,
    /// Whether it says of itself that its numbers are invented; a provincial workbook says it of all its files together.
    pub is_illustrative: bool,
    /// What it says, if it was understood. Of a file that counts no entries are kept, which the ledger has, and of its forms only those
    /// of units that have notes; a file known from a provincial workbook keeps it there.
    pub submission: Option<Submission>,
}

impl FileRecord {
    /// What is known of a file by itself, without what it says and what was found: rejected for its errors, otherwise a
    /// candidate.
    pub fn of(received: &Received) -> Self {
        let submission = received.submission();
        let cover = submission.map(|submission| &submission.cover);
        FileRecord {
            path: received.path.clone(),
            sha256: received.sha256.clone(),
            agency: received.agency(),
            year: received.year(),
            round: received.round(),
            revision: cover.map(|cover| cover.revision),
            as_of: cover.and_then(|cover| cover.as_of),
            sent_on: cover.and_then(|cover| cover.sent_on),
            check_number: submission.and_then(|submission| submission.check_number),
            units: submission
                .and_then(|submission| Some(without_settled(submission.units.clone()?, &received.findings))),
            status: FileStatus::by_itself(received),
            findings: Vec::new(),
            is_understood: submission.is_some(),
            is_illustrative: received.is_illustrative,
            submission: None,
        }
    }

    /// Whether it is collected on another level than the one that was merged.
    pub fn is_of_other_collector(&self) -> bool {
        self.findings.iter().any(|finding| finding.code() == Code::OtherCollector)
    }
}

/// From how many units a file was added up, without what was open below and its collector has explained.
fn without_settled(mut units: UnitExtent, findings: &[Finding]) -> UnitExtent {
    let is_about = |finding: &Finding, open: &OpenBelow| matches!(&finding.problem, Problem::Rollup(RollupProblem::OpenBelow(of)) if of == open);
    units.open.retain(|open| !findings.iter().any(|finding| is_about(finding, open) && !finding.is_open()));
    units
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileStatus {
    /// It counts.
    Accepted,
    /// It has an error.
    Rejected,
    /// A later revision counts.
    Superseded,
    /// Another file says the same.
    Duplicate,
    /// Another file of the same revision says something else.
    Conflict,
    /// It is no return.
    Ignored,
}

impl FileStatus {
    /// What becomes of a file by itself, not yet compared with others: rejected for its errors, otherwise a candidate.
    pub fn by_itself(file: &Received) -> Self {
        match &file.content {
            Content::Ignored | Content::OwnOutput | Content::OwnReturn { .. } => FileStatus::Ignored,
            _ if intake::is_acceptable(file) => FileStatus::Accepted,
            Content::Submission(_) | Content::Unusable { .. } => FileStatus::Rejected,
        }
    }

    /// All of them, in the order of the sheets.
    pub const ALL: [FileStatus; 6] = [
        FileStatus::Accepted,
        FileStatus::Rejected,
        FileStatus::Superseded,
        FileStatus::Duplicate,
        FileStatus::Conflict,
        FileStatus::Ignored,
    ];

    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            FileStatus::Accepted => "accepted",
            FileStatus::Rejected => "rejected",
            FileStatus::Superseded => "superseded",
            FileStatus::Duplicate => "duplicate",
            FileStatus::Conflict => "conflict",
            FileStatus::Ignored => "ignored",
        }
    }

    /// As the officer reads it.
    pub fn label(self) -> &'static str {
        match self {
            FileStatus::Accepted => "Đã nhận",
            FileStatus::Rejected => "Trả lại",
            FileStatus::Superseded => "Đã thay thế",
            FileStatus::Duplicate => "Trùng tệp",
            FileStatus::Conflict => "Mâu thuẫn",
            FileStatus::Ignored => "Bỏ qua",
        }
    }
}

/// Where an agency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgencyStatus {
    /// A file of it counts.
    Accepted,
    /// It only sent files with errors.
    Rejected,
    /// Its files of one revision differ.
    Conflict,
    /// It sent nothing.
    Missing,
}

impl AgencyStatus {
    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            AgencyStatus::Accepted => "accepted",
            AgencyStatus::Rejected => "rejected",
            AgencyStatus::Conflict => "conflict",
            AgencyStatus::Missing => "missing",
        }
    }

    /// As the officer reads it.
    pub fn label(self) -> &'static str {
        match self {
            AgencyStatus::Accepted => "Đã nhận",
            AgencyStatus::Rejected => "Trả lại",
            AgencyStatus::Conflict => "Mâu thuẫn",
            AgencyStatus::Missing => "Chưa gửi",
        }
    }
}

/// An agency and the file that decides where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRecord {
    /// The agency.
    pub agency: AgencyId,
    /// The round.
    pub round: RoundId,
    /// How it stands.
    pub status: AgencyStatus,
    /// `None` if it sent nothing usable.
    pub file: Option<FileId>,
    /// Whether that file was sent by the due date; `None` where there is no file or no date on its cover.
    pub on_time: Option<bool>,
    /// The same of the first file that was known to be the agency's, whatever became of it.
    pub first_on_time: Option<bool>,
}

/// The agencies whose counted files lack some of their units, with from how many they were added up.
pub fn partial(files: &[FileRecord]) -> impl Iterator<Item = (RoundId, AgencyId, &UnitExtent)> {
    let counted = files.iter().filter(|file| file.status == FileStatus::Accepted);
    counted
        .filter_map(|file| Some((file.round?, file.agency?, file.units.as_ref()?)))
        .filter(|(.., units)| !units.is_whole())
}

impl Merged<'_> {
    /// Whether any of the files says of itself that its numbers are invented.
    pub fn is_illustrative(&self) -> bool {
        self.n_illustrative > 0
    }

    /// How an agency stands in the first round that asks something of it; `None` if nothing is asked of it this year.
    pub fn record_of(&self, agency: AgencyId) -> Option<&AgencyRecord> {
        // Ids are in the plan's order.
        self.agencies.binary_search_by_key(&agency, |record| record.agency).ok().map(|n| &self.agencies[n])
    }

    /// From how many units the numbers of an agency were added up that count in a round; `None` if they weren't.
    pub fn units_of(&self, record: &AgencyRecord) -> Option<&UnitExtent> {
        let file = self.file(record.file?);
        file.units.as_ref().filter(|_| record.status == AgencyStatus::Accepted)
    }

    /// The agencies whose numbers lack some of their units', with from how many they were added up.
    pub fn partial(&self) -> impl Iterator<Item = (AgencyId, &UnitExtent)> {
        let partial = self
            .agencies
            .iter()
            .filter_map(|record| Some((self.units_of(record)?, record)))
            .filter(|(units, _): &(&UnitExtent, &AgencyRecord)| !units.is_whole());
        partial.map(|(units, record)| (record.agency, units))
    }

    /// A file by its id.
    pub fn file(&self, id: FileId) -> &FileRecord {
        &self.files[id.idx()]
    }

    /// All files, in order.
    pub fn file_ids(&self) -> impl ExactSizeIterator<Item = FileId> + Clone + use<> {
        FileId::all(self.files.len())
    }

    /// The agencies whose numbers are not in the ledger.
    pub fn not_accepted(&self) -> impl Iterator<Item = &AgencyRecord> {
        self.agencies.iter().filter(|record| record.status != AgencyStatus::Accepted)
    }

    /// Whether numbers that somebody must send aren't in the ledger, in whichever round they are asked for.
    pub fn is_incomplete(&self) -> bool {
        let is_owed = |record: &&AgencyRecord| !self.year.plan.round(record.round).optional;
        let mut owed = self.agencies.iter().chain(self.later_rounds.iter().filter(is_owed));
        owed.any(|record| record.status != AgencyStatus::Accepted)
    }

    /// How the agencies stand in a round, in the plan's order; those of which nothing is asked in it, or that may leave it out
    /// and did, have no record.
    pub fn records_of(&self, round: RoundId) -> impl Iterator<Item = &AgencyRecord> {
        self.agencies.iter().chain(&self.later_rounds).filter(move |record| record.round == round)
    }

    /// Whether any submission of the year is among the files, whatever became of it.
    pub fn has_submissions(&self) -> bool {
        let is_of_year = |file: &FileRecord| file.is_understood && file.year == Some(self.year.year);
        let stands = |file: &FileRecord| !matches!(file.status, FileStatus::Ignored | FileStatus::Duplicate);
        self.files.iter().any(|file| is_of_year(file) && stands(file))
    }
}
