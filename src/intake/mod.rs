//! From bytes to a submission: what the file is (`container`), what it holds (`reader` → `grid`), who sent it
//! (`identify`), where its numbers stand (`locate`), what they mean (`forms`, `cells`, `number`, `text`), and what the
//! sheets' looks do to them (`layout`).
//!
//! Nothing here fails: a file that can't be used gets a finding that says why, and leaves the others alone.

pub mod account;
mod aside;
pub mod assigned;
pub mod cells;
mod check_number;
pub mod container;
mod difficulties;
mod doubled;
pub mod explanation;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod foreign_files;
mod forms;

pub mod identify;
mod layout;
mod legacy_text;
mod locate;
mod long_words;
mod lost;
pub mod number;
pub mod own_note;
#[cfg(test)]
mod pieces;
pub mod reader;
mod recalculated;
mod sheets;
mod sources;
pub mod submission;

mod texts;

use sha2::{Digest, Sha256};

use crate::plan::{AgencyId, Plan, RoundId, keys};
use crate::problem::unreadable::{ReadError, Refusal, Unopened};
use crate::problem::{Finding, Place, file, has_error};
use crate::value::grid::{Format, Workbook};
use identify::Identified;
use submission::Submission;
use texts::Texts;

/// One file of the inbox, understood as far as it can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The file's path as given, which outputs name as the source.
    pub path: String,
    /// Of its bytes, in lower-case hexadecimal; `None` if they couldn't be read.
    pub sha256: Option<String>,
    /// What the file turned out to be.
    pub content: Content,
    /// What is wrong with it, or worth saying.
    pub findings: Vec<Finding>,
    /// Whether it says of itself that its numbers are invented.
    pub is_illustrative: bool,
}

/// Why the bytes of a file aren't given to [`read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// More bytes than are looked at: the first of them, and the digest of all if there was time for it.
    TooLarge {
        /// How large it is.
        n_bytes: u64,
        /// Its first bytes.
        head: Vec<u8>,
        /// The digest of all of them, in lower-case hexadecimal; `None` if there was no time for it.
        sha256: Option<String>,
    },
    /// There are none.
    Unopened(Unopened),
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A returned template, possibly with errors.
    Submission(Box<Submission>),
    /// Something that should have been one; what is known of it is kept.
    Unusable {
        /// The agency, if the file names one.
        agency: Option<AgencyId>,
        /// The year, if the file names one.
        year: Option<i32>,
        /// The round, if that is clear.
        round: Option<RoundId>,
    },
    /// Certainly no table of numbers.
    Ignored,
    /// One of this program's own outputs.
    OwnOutput,
    /// What the collector's own roll-up made of its units' files: an output as well, of a year and a round.
    OwnReturn {
        /// The year, if it names one.
        year: Option<i32>,
        /// The round of the plan above; `None` if that has no such round.
        round_above: Option<RoundId>,
    },
}

impl Content {
    /// Whether this program wrote it, and nobody sent it.
    pub fn is_own_output(&self) -> bool {
        matches!(self, Content::OwnOutput | Content::OwnReturn { .. })
    }
}

impl Received {
    /// What remains for merging, once the file has been checked by itself.
    pub fn checked(mut self) -> Self {
        if let Content::Submission(submission) = &mut self.content {
            submission.keep_for_merging();
        }
        self
    }

    /// The submission, if there is one, even with errors.
    pub fn submission(&self) -> Option<&Submission> {
        match &self.content {
            Content::Submission(submission) => Some(submission),
            _ => None,
        }
    }

    /// The agency, as far as known.
    pub fn agency(&self) -> Option<AgencyId> {
        match &self.content {
            Content::Submission(submission) => Some(submission.agency),
            Content::Unusable { agency, .. } => *agency,
            _ => None,
        }
    }

    /// The round, as far as known.
    pub fn round(&self) -> Option<RoundId> {
        match &self.content {
            Content::Submission(submission) => Some(submission.round),
            Content::Unusable { round, .. } => *round,
            _ => None,
        }
    }

    /// The year, as far as known.
    pub fn year(&self) -> Option<i32> {
        match &self.content {
            Content::Submission(submission) => Some(submission.year),
            Content::Unusable { year, .. } => *year,
            _ => None,
        }
    }
}

/// Reads one file by itself; what its numbers must hold is for the rules. The name only matters for a file that is no
/// spreadsheet: named like one it is a mistake to report, otherwise something to leave aside.
pub fn read(bytes: &[u8], path: &str, plan: &Plan) -> Received {
    let (content, findings, is_illustrative) = open(bytes, path, plan);
    Received { path: path.to_owned(), sha256: Some(sha256(bytes)), content, findings, is_illustrative }
}

/// The sheets of a returned file, for whoever shows what stands in them; `None` if they can't be read.
pub fn sheets_of(bytes: &[u8], plan: &Plan) -> Option<Workbook> {
    let max_form_rows = plan.max_form_rows();
    let opened = container::open(bytes, max_form_rows).ok()?;
    reader::read_forms(&opened.bytes, opened.format, max_form_rows).ok()
}

/// A file whose bytes can't be had, or are too many to be held.
pub fn receive_unread(unread: &Unread, path: &str) -> Received {
    let (sha256, (content, finding)) = match unread {
        Unread::TooLarge { n_bytes, head, sha256 } => {
            (sha256.clone(), refuse(container::inspect_oversized(head, *n_bytes), path))
        }
        Unread::Unopened(why) => (None, unusable(file::Problem::Unopened(why.clone()))),
    };
    Received { path: path.to_owned(), sha256, content, findings: vec![finding], is_illustrative: false }
}

/// What a file is, what is found in it, and whether it says of itself that its numbers are invented.
fn open(bytes: &[u8], path: &str, plan: &Plan) -> (Content, Vec<Finding>, bool) {
    let unread = |(content, findings)| (content, findings, false);
    let max_form_rows = plan.max_form_rows();
    let file = match container::open(bytes, max_form_rows) {
        Ok(file) => file,
        Err(refusal) => return unread(refused(refuse(refusal, path), is_too_large(refusal), bytes)),
    };
    match reader::read_forms(&file.bytes, file.format, max_form_rows) {
        Ok(workbook) => {
            let (content, findings) = interpret(&workbook, plan);
            (content, findings, identify::is_illustrative(&workbook))
        }
        Err(error) => {
            let (_, finding) = unreadable(&error);
            let content = known_of_damaged(&file.bytes, file.format, plan);
            unread(refused((content, finding), error.cause.is_too_much(), bytes))
        }
    }
}

/// Whose a file is that can't be read to its end: its cover and hidden sheet may still be sound.
fn known_of_damaged(bytes: &[u8], format: Format, plan: &Plan) -> Content {
    let is_wanted = |name: &str| [keys::IDENTITY_SHEET, keys::COVER_SHEET].contains(&name);
    let Ok(workbook) = reader::read_some(bytes, format, is_wanted) else { return UNKNOWN };
    let texts: Vec<Texts> = workbook.sheets.iter().map(Texts::of).collect();
    match identify::identify(&workbook, &texts, plan).0 {
        Identified::Unusable { agency, year, round } => Content::Unusable { agency, year, round },
        Identified::Template(identity) => {
            Content::Unusable { agency: Some(identity.agency), year: Some(identity.year), round: Some(identity.round) }
        }
        Identified::OwnOutput | Identified::OwnReturn { .. } => UNKNOWN,
    }
}

/// A file of which nothing is known.
const UNKNOWN: Content = Content::Unusable { agency: None, year: None, round: None };

/// What becomes of a file that isn't read to its end; one that is too large may be an output of this program.
fn refused((content, finding): (Content, Finding), is_too_large: bool, bytes: &[u8]) -> (Content, Vec<Finding>) {
    if is_too_large && identify::is_provincial(bytes) {
        return (Content::OwnOutput, Vec::new());
    }
    (content, vec![finding])
}

fn is_too_large(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::TooLarge { .. })
}

/// What becomes of a file that no reader sees.
fn refuse(refusal: Refusal, path: &str) -> (Content, Finding) {
    let refusal = aside::named(refusal, path);
    if aside::may_be_left(&refusal, path) {
        (Content::Ignored, file::Problem::Ignored(refusal).into())
    } else {
        unusable(file::Problem::Refused(refusal))
    }
}

fn unusable(problem: file::Problem) -> (Content, Finding) {
    (UNKNOWN, problem.into())
}

/// What becomes of a file that couldn't be read to its end; the finding stands where reading stopped.
fn unreadable(error: &ReadError) -> (Content, Finding) {
    let (content, finding) = unusable(file::Problem::Unreadable(error.clone()));
    let place = Place { sheet: error.sheet.clone(), cells: error.cell().into_iter().collect(), ..Place::default() };
    (content, finding.at(place))
}

/// What the sheets of a workbook say.
pub fn interpret(workbook: &Workbook, plan: &Plan) -> (Content, Vec<Finding>) {
    let saved = workbook;
    let (workbook, converted) = legacy_text::to_unicode(saved);
    let texts: Vec<Texts> = workbook.sheets.iter().map(Texts::of).collect();
    let (identified, mut findings) = identify::identify(&workbook, &texts, plan);
    let identity = match identified {
        Identified::OwnOutput => return (Content::OwnOutput, findings),
        Identified::OwnReturn { year, round_above } => return (Content::OwnReturn { year, round_above }, findings),
        Identified::Unusable { agency, year, round } => {
            return (Content::Unusable { agency, year, round }, findings);
        }
        Identified::Template(identity) => identity,
    };
    let year = plan.year(identity.year).expect("an identified file is of a year of the plan");
    let year = year.in_round(identity.round);
    let (submission, trouble) = forms::read(&workbook, saved, texts, &year, identity);
    findings.extend(converted);
    findings.extend(trouble);
    findings.extend(account::passed_over(&workbook.passed_over));
    (Content::Submission(Box::new(submission)), findings)
}

/// Whether a submission may be merged: nothing in it must be corrected.
pub fn is_acceptable(received: &Received) -> bool {
    received.submission().is_some() && !has_error(&received.findings)
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A digest in lower-case hexadecimal.
pub(crate) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
