//! From bytes to a submission: what the file is (`container`), what it holds (`reader` → `grid`), who sent it
//! (`identify`), where its numbers stand (`locate`), what they mean (`forms`, `cells`, `number`, `text`), and what the
//! sheets' looks do to them (`layout`).
//!
//! Nothing here fails: a file that can't be used gets a finding that says why, and leaves the others alone.

pub mod account;
pub mod cells;
pub mod container;
mod difficulties;
pub mod explanation;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod foreign_files;
mod forms;
pub mod grid;
pub mod identify;
mod layout;
mod legacy_text;
mod locate;
mod lost;
pub mod number;
pub mod reader;
mod refusals;
mod sheets;
pub mod submission;
pub mod text;
mod texts;

use sha2::{Digest, Sha256};

use crate::finding::{Finding, has_error};
use crate::plan::{AgencyId, Plan};
use crate::rules;
use grid::Workbook;
use identify::Identified;
use submission::Submission;

/// One file of the inbox, understood as far as it can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The file's path as given, which outputs name as the source.
    pub path: String,
    /// Of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    pub content: Content,
    pub findings: Vec<Finding>,
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A returned template, possibly with errors.
    Submission(Box<Submission>),
    /// Something that should have been one; what is known of it is kept.
    Unusable { agency: Option<AgencyId>, year: Option<i32> },
    /// No spreadsheet, and not named like one.
    Ignored,
    /// One of this program's own outputs.
    OwnOutput,
}

impl Received {
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

    /// The year, as far as known.
    pub fn year(&self) -> Option<i32> {
        match &self.content {
            Content::Submission(submission) => Some(submission.year),
            Content::Unusable { year, .. } => *year,
            _ => None,
        }
    }
}

/// Reads and checks one file by itself. The name only matters for a file that is no spreadsheet: named like one it is
/// a mistake to report, otherwise something to leave aside.
pub fn receive(bytes: &[u8], path: &str, plan: &Plan) -> Received {
    let (content, findings) = open(bytes, path, plan);
    Received { path: path.to_owned(), sha256: sha256(bytes), content, findings }
}

fn open(bytes: &[u8], path: &str, plan: &Plan) -> (Content, Vec<Finding>) {
    let unusable = |finding| (Content::Unusable { agency: None, year: None }, vec![finding]);
    let format = match container::inspect(bytes) {
        Ok(format) => format,
        Err(refusal @ container::Refusal::NotSpreadsheet(_)) if !is_named_like_a_spreadsheet(path) => {
            return (Content::Ignored, vec![refusals::ignored(&refusal)]);
        }
        Err(refusal) => return unusable(refusals::refused(&refusal)),
    };
    match reader::read(bytes, format) {
        Ok(workbook) => understand(&workbook, plan),
        Err(error) => unusable(refusals::unreadable(&error)),
    }
}

/// What the sheets of a workbook say, checked by themselves.
pub fn understand(workbook: &Workbook, plan: &Plan) -> (Content, Vec<Finding>) {
    let (workbook, converted) = legacy_text::to_unicode(workbook);
    let (identified, mut findings) = identify::identify(&workbook, plan);
    let identity = match identified {
        Identified::OwnOutput => return (Content::OwnOutput, findings),
        Identified::Unusable { agency, year } => return (Content::Unusable { agency, year }, findings),
        Identified::Template(identity) => identity,
    };
    let year = plan.year(identity.year).expect("an identified file is of a year of the plan");
    let (submission, trouble) = forms::read(&workbook, &year, identity);
    findings.extend(converted);
    findings.extend(trouble);
    cells::refuse_zeros(&mut findings, &rules::impossible_zeros(&submission, &year), &year);
    findings.extend(rules::check(&submission, &year));
    findings.extend(submission.cover.sent_on.and_then(|sent_on| identify::late(plan, year.due, sent_on)));
    (Content::Submission(Box::new(submission)), findings)
}

/// Whether a submission may be merged: nothing in it must be corrected.
pub fn is_acceptable(received: &Received) -> bool {
    received.submission().is_some() && !has_error(&received.findings)
}

fn is_named_like_a_spreadsheet(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    ["xlsx", "xlsm", "xls", "xlsb", "ods", "xltx", "xltm", "xlt", "ots"].contains(&extension.as_str())
}

/// Of bytes, in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
