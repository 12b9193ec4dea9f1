//! The plan file as it is written: one struct per table of the `.toml`, each reference with its place in the text.
//!
//! Nothing here is checked beyond its shape; `check` finds what does not hold together and `build` makes the model.

use std::collections::BTreeMap;

use super::agency::AgencyName;
use super::assigned_entries::AssignedEntry;
use super::assumption::{Assumption, Caveat};
use super::documents::{Documents, Office, PlanWords};
use super::reorganisation_entries::{ChangeEntry, PredecessorEntry};
use super::spanned::Spanned;
use super::tier_entries::TierEntry;
use chrono::NaiveDate;
use serde::Deserialize;

/// Text with its byte range in the plan file, for messages that name the line.
pub type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    pub plan: PlanHead,
    pub office: Spanned<Office>,
    #[serde(default = "no_limits")]
    pub limits: Spanned<Limits>,
    #[serde(default)]
    pub words: PlanWords,
    #[serde(default)]
    pub documents: Documents,
    pub proposal: ProposalEntry,
    #[serde(rename = "task")]
    pub tasks: Vec<TaskEntry>,
    /// Without any the year has one round, which asks for everything by the collection task's due date.
    #[serde(rename = "round", default)]
    pub rounds: Vec<RoundEntry>,
    #[serde(rename = "scheme")]
    pub schemes: Vec<SchemeEntry>,
    #[serde(rename = "sector", default)]
    pub sectors: Vec<SectorEntry>,
    #[serde(rename = "indicator")]
    pub indicators: Vec<IndicatorEntry>,
    #[serde(rename = "target")]
    pub targets: Vec<TargetEntry>,
    #[serde(rename = "measure")]
    pub measures: Vec<MeasureEntry>,
    #[serde(rename = "group")]
    pub groups: Vec<GroupEntry>,
    #[serde(rename = "agency")]
    pub agencies: Vec<AgencyEntry>,
    #[serde(default)]
    pub cooperating: Vec<NamedEntry>,
    /// The four of [`default_subjects`] if the file has none.
    #[serde(rename = "subject", default)]
    pub subjects: Vec<SubjectEntry>,
    #[serde(rename = "form")]
    pub forms: Vec<FormEntry>,
    #[serde(rename = "check", default)]
    pub checks: Vec<CheckEntry>,
    #[serde(rename = "assumption", default)]
    pub assumptions: Vec<AssumptionEntry>,
    #[serde(rename = "tier", default)]
    pub tiers: Vec<TierEntry>,
    /// What was assigned for a year, where no workbook is given that says so.
    #[serde(default)]
    pub assigned: Vec<AssignedEntry>,
    /// How areas were reorganised.
    #[serde(rename = "change", default)]
    pub changes: Vec<ChangeEntry>,
    /// The plans that came before.
    #[serde(rename = "predecessor", default)]
    pub predecessors: Vec<PredecessorEntry>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanHead {
    /// The version of the plan's language; a file that doesn't say it is of the first.
    #[serde(default = "first_version")]
    pub language: Spanned<u32>,
    pub id: Text,
    pub title: String,
    pub issuer: String,
    /// The number under which it was issued, as documents cite it; what is not known is left as dots.
    #[serde(default = "dots")]
    pub number: String,
    /// The day on which it was issued, likewise.
    #[serde(default = "unknown_day")]
    pub date: Text,
    /// What it was issued on the basis of, each as documents cite it.
    #[serde(default)]
    pub basis: Vec<String>,
    pub province: String,
    pub first_year: Spanned<i32>,
    pub last_year: Spanned<i32>,
    pub template_version: String,
    #[serde(default)]
    pub accepted_versions: Vec<Text>,
    pub collection_task: Text,
    #[serde(default = "yes")]
    pub due_inclusive: bool,
    pub unit: String,
}

fn no_limits() -> Spanned<Limits> {
    Spanned::nowhere(Limits::default())
}

fn first_version() -> Spanned<u32> {
    Spanned::nowhere(1)
}

fn yes() -> bool {
    true
}

fn unknown_day() -> Text {
    Spanned::nowhere(dots())
}

fn dots() -> String {
    "……".to_owned()
}

/// The bounds on counts. Each has a default, so that a plan written before a bound existed stays valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// No single count may be larger.
    pub max_people: u64,
    /// A change against an earlier year is questioned beyond this many percent …
    pub year_on_year_percent: u32,
    /// … if it is of at least this many people.
    pub year_on_year_people: u64,
    /// A form that equals the earlier year's is questioned if at least this many of its counts are not 0.
    pub repeated_cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            // More than any province has inhabitants.
            max_people: 20_000_000,
            year_on_year_percent: 30,
            year_on_year_people: 50,
            repeated_cells: 4,
        }
    }
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalEntry {
    pub labour_force: InputEntry,
    /// The measure that counts who is at work now.
    pub at_work: Option<Text>,
    pub floor_percent_of_participants: Option<Text>,
    pub ceiling_percent_of_participants: Option<Text>,
    pub ceiling_percent_of_potential: Option<Text>,
    /// An increase of more than this share of participants is remarked on.
    #[serde(default = "remark_above_percent")]
    pub remark_above_percent: u32,
    /// So is one of more than this many times last year's.
    #[serde(default = "remark_above_times")]
    pub remark_above_times: u32,
}

fn remark_above_percent() -> u32 {
    30
}

fn remark_above_times() -> u32 {
    3
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaskEntry {
    pub code: Text,
    pub clause: String,
    pub title: String,
    pub lead: String,
    #[serde(default)]
    pub with: Vec<String>,
    pub due: Option<Text>,
    pub when: Option<String>,
}

/// One of the rounds in which a year's counts are collected.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoundEntry {
    pub code: Text,
    pub name: String,
    /// The collection task's due date if left out.
    pub due: Option<Text>,
    /// The forms it asks for, and so the agencies; all of them if left out.
    pub forms: Option<Vec<Text>>,
    #[serde(default)]
    pub optional: bool,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SchemeEntry {
    pub code: Text,
    pub name: String,
    #[serde(default)]
    pub participants: Vec<InputEntry>,
    pub by_sector: Option<InputEntry>,
    pub by_area: Option<InputEntry>,
    pub by_area_and_sector: Option<InputEntry>,
    pub instead_of: Option<Text>,
    pub within: Option<Text>,
    #[serde(default)]
    pub reserved: Vec<InputEntry>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedEntry {
    pub code: Text,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SectorEntry {
    pub code: Text,
    pub name: String,
    /// The codes it had before.
    #[serde(default)]
    pub formerly: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorEntry {
    pub id: Text,
    pub short: String,
    pub title: String,
    pub clause: String,
    #[serde(default)]
    pub schemes: Vec<Text>,
    pub numerator: Vec<InputEntry>,
    pub denominator: Vec<InputEntry>,
    #[serde(default)]
    pub area_numerator: Vec<InputEntry>,
    #[serde(default)]
    pub area_denominator: Vec<InputEntry>,
}

/// A selection of cells: a form's column, at one row or at every row that is entered; or the people liable for a scheme.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InputEntry {
    pub form: Option<Text>,
    pub row: Option<Text>,
    pub column: Option<Text>,
    pub eligible: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetEntry {
    pub year: Spanned<i32>,
    pub clause: String,
    pub percent: BTreeMap<Text, Text>,
    #[serde(default)]
    pub reach_or_exceed: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasureEntry {
    pub key: Text,
    pub label: String,
    /// The keys it had before.
    #[serde(default)]
    pub formerly: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupEntry {
    pub code: Text,
    pub name: String,
    pub area: Option<String>,
    #[serde(default)]
    pub forms: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgencyEntry {
    pub code: Text,
    pub group: Text,
    pub names: Spanned<Vec<AgencyName>>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub forms: Vec<Text>,
    pub second_tier: Option<String>,
    /// The code of the administrative unit that it governs, by which changes name its area.
    pub unit: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormEntry {
    pub code: Text,
    pub number: String,
    pub sheet: Text,
    pub title: String,
    pub clause: String,
    pub subject: Text,
    pub sector: Option<Text>,
    /// Whether it may be left blank as a whole.
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub guide: Vec<String>,
    pub columns: Vec<ColumnEntry>,
    pub result: Option<ResultColumnEntry>,
    pub rows: Spanned<Vec<RowEntry>>,
}

/// What forms count, and where the provincial workbook shows them.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubjectEntry {
    pub code: Text,
    /// `None` for what is shown area by area, beside coverage.
    pub sheet: Option<Text>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub heading: String,
    pub summary: Option<String>,
}

/// The subjects of a plan that names none, as a plan file has them.
pub(crate) const DEFAULT_SUBJECTS: &str = include_str!("subjects.toml");

/// The subjects of a plan that names none: compulsory, voluntary, insured, population.
pub fn default_subjects() -> Vec<SubjectEntry> {
    #[derive(Deserialize)]
    #[cfg_attr(test, derive(schemars::JsonSchema))]
    struct Subjects {
        subject: Vec<SubjectEntry>,
    }
    let subjects: Subjects = toml::from_str(DEFAULT_SUBJECTS).expect("a file of the program");
    subjects.subject
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry {
    pub measure: Text,
    pub label: Option<String>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResultColumnEntry {
    pub key: Text,
    pub label: String,
    #[serde(default)]
    pub plus: Vec<Text>,
    #[serde(default)]
    pub minus: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RowEntry {
    pub code: Option<Text>,
    #[serde(default)]
    pub no: String,
    pub label: Option<String>,
    #[serde(default)]
    pub parts: Vec<Text>,
    #[serde(default)]
    pub schemes: Vec<Text>,
    pub sector: Option<Text>,
    pub each: Option<Text>,
    /// Whether each area has a row for every sector.
    #[serde(default)]
    pub by_sector: bool,
    /// People of a sector who are counted apart in each area.
    #[serde(default)]
    pub apart: Vec<ApartEntry>,
    /// The codes it had before.
    #[serde(default)]
    pub formerly: Vec<Text>,
}

/// People of a sector who are counted apart in each area, because another agency than the area's answers for them.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApartEntry {
    pub code: Text,
    pub label: String,
    /// What the sector's own row is called then.
    pub others: String,
    pub sector: Text,
    pub agency: Text,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckEntry {
    pub code: Text,
    pub per: Per,
    pub left: Vec<InputEntry>,
    pub relation: Relation,
    pub right: Vec<InputEntry>,
    pub severity: CheckSeverity,
    pub reason: String,
}

/// What a check of the plan compares at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// The two sides at the same row.
    Row,
    /// The two sides of one sector.
    Sector,
    /// The two sides of one area.
    Area,
    /// The sums of the two sides.
    Total,
}

/// How the left side must stand to the right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The left side is no larger than the right one.
    AtMost,
    /// The left side is no smaller than the right one.
    AtLeast,
    /// Both sides are equal.
    Equal,
}

/// What follows when a check of the plan does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CheckSeverity {
    /// Must be corrected.
    Error,
    /// Must be corrected or explained.
    Query,
}

/// An assumption as the plan file has it.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssumptionEntry {
    pub code: Text,
    pub clause: String,
    pub text: String,
    #[serde(default)]
    pub in_documents: Option<String>,
    #[serde(default)]
    pub caveat: Option<Caveat>,
}

impl AssumptionEntry {
    pub fn assumption(&self) -> Assumption {
        Assumption {
            code: self.code.get_ref().clone(),
            clause: self.clause.clone(),
            text: self.text.clone(),
            in_documents: self.in_documents.clone(),
            caveat: self.caveat,
        }
    }
}
