//! Single files, before they are sent.

use super::{Error, plan_year};
use crate::intake::{self, Content, Received};
use crate::ledger::Earlier;
use crate::plan::Plan;
use crate::problem::{Finding, Problem, file};
use crate::rules;

/// Whether a file can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is one of this program's own outputs.
    OwnOutput,
    /// Certainly no spreadsheet, so that there is nothing to check.
    NoSpreadsheet,
    /// Something must be corrected, or it is no return at all.
    NotSendable,
    /// Something must be explained.
    ToExplain,
    /// It may be sent.
    Sendable,
}

impl Verdict {
    /// Whether something is left to do: nothing is about what isn't a return.
    pub fn is_open(self) -> bool {
        matches!(self, Verdict::NotSendable | Verdict::ToExplain)
    }

    /// What the findings of a file come to.
    pub fn of(file: &Received) -> Self {
        match file.content {
            Content::OwnOutput | Content::OwnReturn { .. } => Verdict::OwnOutput,
            Content::Ignored if !has_open_findings(file) => Verdict::NoSpreadsheet,
            _ if !intake::is_acceptable(file) => Verdict::NotSendable,
            _ if has_open_findings(file) => Verdict::ToExplain,
            _ => Verdict::Sendable,
        }
    }
}

/// A file by itself, with the plan of who collects it.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The file.
    pub file: &'a Received,
    /// The province's plan, or that of a tier.
    pub plan: &'a Plan,
}

/// The code of the tier that collects a file, read by another level's plan; `None` if it belongs to that level, or nobody
/// knows where.
pub fn collected_by(file: &Received) -> Option<&str> {
    file.findings.iter().find_map(|finding| match &finding.problem {
        Problem::File(file::Problem::OtherCollector { tier, .. }) => tier.as_deref(),
        _ => None,
    })
}

/// Whether a copy of a file has anything to show: something to do, or a note about one of its sheets, which the copy's list
/// leads to. Others need no copy.
pub fn has_anything_to_mark(file: &Received) -> bool {
    let has_note = file.findings.iter().any(|finding| finding.place.sheet.is_some());
    !matches!(Verdict::of(file), Verdict::OwnOutput | Verdict::NoSpreadsheet) && (has_open_findings(file) || has_note)
}

fn has_open_findings(file: &Received) -> bool {
    file.findings.iter().any(Finding::is_open)
}

/// Adds to a file's findings what an earlier year, read from `source`, makes doubtful. `plan` is the file's; a restated year is of
/// the plan of comparable groups.
///
/// # Errors
///
/// When the earlier year isn't earlier, or is another agency's.
pub fn compare(file: &mut Received, plan: &Plan, earlier: &Earlier, source: &str) -> Result<(), Error> {
    let Content::Submission(submission) = &file.content else { return Ok(()) };
    let (source, path) = (source.to_owned(), file.path.clone());
    let (year, of) = (submission.year, earlier.year.year);
    if of >= year {
        return Err(Error::FileNotEarlier { source, of, file: path, year });
    }
    let year = plan_year(plan, year)?;
    if let Some(agency) = earlier.agency.filter(|agency| *agency != submission.agency) {
        let [of, agency] = [earlier.year.agency_name(agency), year.agency_name(submission.agency)].map(str::to_owned);
        return Err(Error::FileOfOther { source, of, file: path, agency });
    }
    let (year, round) = (year.in_round(submission.round), submission.round);
    let earlier = earlier.regrouped(&year);
    rules::against_earlier(submission, &year, &mut file.findings, &earlier.as_before(round));
    Ok(())
}
