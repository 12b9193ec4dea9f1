//! Who returns a file, and what they are called over time.

use chrono::NaiveDate;
use serde::Deserialize;

use super::ids::{FormId, GroupId};

/// Agencies of a kind.
#[derive(Debug, Clone)]
pub struct Group {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// What one of them is called as an area; `None` if they are no areas.
    pub area: Option<String>,
}

/// An agency that returns a file, with the names it bears over time.
#[derive(Debug, Clone)]
pub struct Agency {
    /// The code.
    pub code: String,
    /// The kind of agency it is.
    pub group: GroupId,
    /// Its names, one after the other.
    pub names: Vec<AgencyName>,
    /// The first and last day on which it exists; `None` is open.
    pub from: Option<NaiveDate>,
    /// The last day on which it exists; `None` is open.
    pub until: Option<NaiveDate>,
    /// The forms it returns, in order.
    pub forms: Vec<FormId>,
    /// Who reports to this agency, which reports for them.
    pub second_tier: Option<String>,
    /// The code of the administrative unit that it governs; its own code if the plan says none.
    pub unit: String,
}

/// What an agency, and the area it governs, is called from one day to another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgencyName {
    /// The agency's name.
    pub name: String,
    /// The area's name; `None` if it governs none.
    pub area: Option<String>,
    /// The first day of the name; `None` is open.
    pub from: Option<NaiveDate>,
    /// The last day of the name; `None` is open.
    pub until: Option<NaiveDate>,
}

impl Agency {
    /// The name on a day; before the first the first, after the last the last.
    pub fn name_on(&self, date: NaiveDate) -> &AgencyName {
        let covers = |name: &&AgencyName| {
            name.from.is_none_or(|from| from <= date) && name.until.is_none_or(|until| date <= until)
        };
        let later = |name: &&AgencyName| name.from.is_some_and(|from| date < from);
        let last = self.names.last().expect("a checked plan names every agency");
        self.names.iter().find(covers).or_else(|| self.names.iter().find(later)).unwrap_or(last)
    }

    /// Whether the agency exists on a day.
    pub fn exists_on(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }
}
