//! `[[tier]]` of the plan file as it is written: who collects from units of its own, and the units.

use std::collections::BTreeMap;

use super::spanned::Spanned;
use chrono::NaiveDate;
use serde::Deserialize;

use super::agency::AgencyName;
use super::documents::Office;

/// Text with its byte range in the plan file.
type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TierEntry {
    /// Who collects: an agency, or a unit of another tier.
    pub agency: Text,
    pub title: String,
    /// The clause of the plan that asks for it; the collection task's without one.
    pub clause: Option<String>,
    pub due: Text,
    pub office: Spanned<Office>,
    /// The assumptions that are printed in the tier's workbook.
    #[serde(default)]
    pub assumptions: Vec<Text>,
    #[serde(rename = "group")]
    pub groups: Vec<UnitGroupEntry>,
}

/// Units that fill the same rows.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitGroupEntry {
    pub code: Text,
    pub name: String,
    /// Codes of rows of the collector's forms; `*` stands for anything, and `form:row` for a row of one form.
    pub rows: Vec<Text>,
    /// What this group's forms call columns, by the measure's key.
    #[serde(default)]
    pub labels: BTreeMap<Text, String>,
    pub units: Vec<UnitEntry>,
}

/// A unit, with one name or with one after the other.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitEntry {
    pub code: Text,
    pub name: Option<Text>,
    /// The area it lies in, which stands behind its name.
    pub area: Option<String>,
    pub names: Option<Spanned<Vec<AgencyName>>>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}
