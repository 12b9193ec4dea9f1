//! The turns of phrase that the parts of the report share.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::indicator::annual::Annual;
use crate::indicator::completeness::State;
use crate::plan::{AgencyId, PlanYear};
use crate::value::wording;
use crate::view::words::{self, capitalized};

/// Why an agency's counts are not in the report, within a sentence.
pub fn why_missing(state: State) -> &'static str {
    match state {
        State::NotReceived => "chưa gửi",
        State::Unreadable => "tệp gửi về không dùng được",
        State::Rejected => "số liệu bị trả lại để sửa",
        State::Conflict => "các tệp cùng lần gửi khác nhau",
        State::QueryOpen | State::Accepted => "đã nhận",
    }
}

/// The day whose state of the counts the report shows.
pub fn counts_as_of(annual: &Annual) -> NaiveDate {
    annual.choices.as_of.unwrap_or(annual.choices.today)
}

/// Whose numbers are missing, within a sentence; of many how many, since the first part names them.
pub fn lacking(year: &PlanYear, missing: &BTreeSet<AgencyId>) -> String {
    let words = words::lacking(year, missing);
    if words::are_named(missing) { words } else { format!("{words} (mục I)") }
}

/// Someone else's text as one line without superfluous spaces, beginning with a capital and ending as a sentence does.
pub fn sentence(text: &str) -> String {
    let text = capitalized(&one_line(text));
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{}.", text.trim_end_matches([';', ',', ':'])) }
}

/// As [`sentence`], untouched but for its spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number of things out of all: `17/19`.
pub fn of_all(n: usize, all: usize) -> String {
    format!("{}/{}", wording::count(n as u64), wording::count(all as u64))
}

/// The most names in one sentence.
const NAMED: usize = 20;

/// `A, B và C`; of very many the first, and how many more there are: `A, B, C … và 3.280 đơn vị khác`.
pub fn first_named(names: &[String], what: &str) -> String {
    match names.len().checked_sub(NAMED).filter(|n_others| *n_others > 1) {
        Some(n_others) => {
            let first = names[..NAMED].join(", ");
            format!("{first} … và {} {what} khác", wording::count(n_others as u64))
        }
        None => wording::list(names),
    }
}
