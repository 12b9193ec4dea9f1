//! The assigned targets of the plan file as they are written.

use std::collections::BTreeMap;

use super::spanned::Spanned;
use chrono::NaiveDate;
use serde::Deserialize;

/// The targets in people that a decision assigned for a year.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignedEntry {
    pub year: Spanned<i32>,
    /// The number of the decision, as documents cite it.
    pub decision: Spanned<String>,
    pub decided_on: NaiveDate,
    #[serde(rename = "target")]
    pub targets: Vec<AssignedTargetEntry>,
}

/// What was assigned for an indicator or a scheme.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignedTargetEntry {
    /// The indicator's id, or the code of a scheme that has no indicator of its own.
    pub of: Spanned<String>,
    /// People who should take part in the province.
    pub people: Option<Spanned<u64>>,
    /// People who took part when it was assigned.
    pub current: Option<Spanned<u64>>,
    /// Why the parts don't add up, where they don't.
    #[serde(default)]
    pub note: Option<String>,
    /// People more, by the agency that is to bring them about.
    #[serde(default)]
    pub increase: BTreeMap<Spanned<String>, Spanned<u64>>,
    /// People who took part when it was assigned, by the agency they are counted as.
    #[serde(default)]
    pub current_by_agency: BTreeMap<Spanned<String>, Spanned<u64>>,
}
