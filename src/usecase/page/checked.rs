//! One file by itself, as `validate` sees it.

use serde::Serialize;

use crate::intake::Received;
use crate::plan::Plan;
use crate::problem::{Audience, Finding};
use crate::usecase::json;
use crate::usecase::validate::{Verdict, collected_by, has_anything_to_mark};
use crate::value::wording;
use crate::view::words;

/// What there is to say of a file.
#[derive(Debug, Serialize)]
pub struct CheckedShown<'a> {
    #[serde(flatten)]
    file: json::FileObject<'a>,
    /// `None` where it isn't known.
    agency_name: Option<&'a str>,
    verdict: &'static str,
    /// That its numbers are invented; `None` if it doesn't say so.
    illustrative: Option<String>,
    /// What is said of each finding to who sends the file, in their order.
    said: Vec<Said>,
    /// The code of who collects it, if another than the plan's office does.
    collected_by: Option<&'a str>,
    /// Whether a marked copy would show anything.
    can_be_marked: bool,
}

/// A finding in words for the sender, with what the collecting office does about it.
#[derive(Debug, Serialize)]
struct Said {
    message: String,
    /// `None` where the sender has nothing to do.
    hint: Option<String>,
    /// `None` where the office has nothing to do, or the same.
    of_officer: Option<String>,
}

impl<'a> CheckedShown<'a> {
    /// What a page shows of one checked file.
    pub fn of(received: &'a Received, plan: &'a Plan) -> Self {
        let year = received.year().and_then(|year| plan.year(year));
        CheckedShown {
            file: json::received_file(received, plan),
            agency_name: received.agency().zip(year).map(|(agency, year)| year.agency_name(agency)),
            verdict: key(Verdict::of(received)),
            illustrative: words::illustrative(usize::from(received.is_illustrative), 1),
            said: received.findings.iter().map(Said::of).collect(),
            collected_by: collected_by(received),
            can_be_marked: has_anything_to_mark(received),
        }
    }
}

impl Said {
    fn of(finding: &Finding) -> Self {
        let [hint, of_officer] = [Audience::Agency, Audience::Officer].map(|audience| finding.asked_of(audience));
        let message = wording::sentence(&finding.words(Audience::Agency).message).into_owned();
        Said { message, of_officer: of_officer.filter(|other| hint.as_ref() != Some(other)), hint }
    }
}

fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OwnOutput => "own-output",
        Verdict::NoSpreadsheet => "no-spreadsheet",
        Verdict::NotSendable => "not-sendable",
        Verdict::ToExplain => "to-explain",
        Verdict::Sendable => "sendable",
    }
}
