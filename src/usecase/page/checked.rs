//! One file by itself, as `validate` sees it.

use serde::Serialize;

use crate::intake::Received;
use crate::plan::Plan;
use crate::usecase::json;
use crate::usecase::validate::{Verdict, collected_by, has_anything_to_mark};

/// What there is to say of a file.
#[derive(Debug, Serialize)]
pub struct CheckedShown<'a> {
    #[serde(flatten)]
    file: json::FileObject<'a>,
    /// `None` where it isn't known.
    agency_name: Option<&'a str>,
    verdict: &'static str,
    /// The code of who collects it, if another than the plan's office does.
    collected_by: Option<&'a str>,
    /// Whether a marked copy would show anything.
    can_be_marked: bool,
}

impl<'a> CheckedShown<'a> {
    /// What a page shows of one checked file.
    pub fn of(received: &'a Received, plan: &'a Plan) -> Self {
        let year = received.year().and_then(|year| plan.year(year));
        CheckedShown {
            file: json::received_file(received, plan),
            agency_name: received.agency().zip(year).map(|(agency, year)| year.agency_name(agency)),
            verdict: key(Verdict::of(received)),
            collected_by: collected_by(received),
            can_be_marked: has_anything_to_mark(received),
        }
    }
}

fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OwnOutput => "own-output",
        Verdict::NotSendable | Verdict::NoSpreadsheet => "not-sendable",
        Verdict::ToExplain => "to-explain",
        Verdict::Sendable => "sendable",
    }
}
