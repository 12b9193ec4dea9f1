//! The plan once it is known to hold together. References are resolved to small ids; what depends on the year
//! (which agencies, their names, the rows of a form) is laid out by [`Plan::year`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use super::agency::{Agency, AgencyName, Group};
use super::assigned::Assigned;
pub use super::assumption::{Assumption, Caveat};
use super::check::CheckCode;
use super::directory::Directory;
pub use super::documents::{Documents, Duty, Grouping, LetterheadStyle, Office, PlanWords, Titles};
pub use super::file::{CheckSeverity, Limits, Per, Relation};
pub use super::ids::*;
pub use super::input::{Input, ProposalRules};
use super::layout::YearLayout;
use super::places::TextPlaces;
use super::reorganisation::{Change, Predecessor};
pub use super::round::Round;
pub use super::task::{Due, Task};
use super::tier::Tier;
use crate::value::Percent;

/// Everything the province decided: who reports what, by when, and how the figures are computed.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The code that templates carry, so that a file of another plan is known.
    pub id: String,
    /// The title as documents cite it.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// The number under which it was issued, with dots for what isn't known.
    pub number: String,
    /// The day on which it was issued, likewise.
    pub date: String,
    /// What it was issued on the basis of.
    pub basis: Vec<String>,
    /// The province, as printed: `tỉnh Bình Phước`.
    pub province: String,
    /// The first year with templates and targets.
    pub first_year: i32,
    /// The last one.
    pub last_year: i32,
    /// Changes whenever a form's rows or columns change.
    pub template_version: String,
    /// Older template versions whose files are still read.
    pub accepted_versions: Vec<String>,
    /// Whether a file that arrives on the due date itself is on time.
    pub due_inclusive: bool,
    /// The unit every count is in, as the forms print it: `người`.
    pub unit: String,
    /// The office that collects the counts and signs what is made of them.
    pub office: Office,
    /// The bounds on counts.
    pub limits: Limits,
    /// What documents call things.
    pub words: PlanWords,
    /// How documents are divided.
    pub documents: Documents,
    /// How next year's targets are proposed.
    pub proposal: ProposalRules,
    /// Who does what, by when.
    pub tasks: Vec<Task>,
    /// The task whose due date the agencies' files are measured against.
    pub collection_task: TaskId,
    /// The rounds in which counts are collected, at least one, in the order of their due dates.
    pub rounds: Vec<Round>,
    /// The insurance schemes.
    pub schemes: Vec<Scheme>,
    /// The sectors, which tie the people who should take part to those who do.
    pub sectors: Vec<Named>,
    /// The codes that sectors had before, by [`SectorId`].
    pub(super) former_sectors: Vec<Vec<String>>,
    /// The shares the plan sets targets for.
    pub indicators: Vec<Indicator>,
    /// What forms count in their columns, by key and label.
    pub measures: Vec<Named>,
    /// Agencies of a kind.
    pub groups: Vec<Group>,
    /// The agencies that return a file, in any year.
    pub agencies: Vec<Agency>,
    /// Agencies that take part in the work and return no counts.
    pub cooperating: Vec<Named>,
    /// What forms count, and the sheets that show them.
    pub subjects: Vec<Subject>,
    /// The forms, in the order of templates and workbooks.
    pub forms: Vec<Form>,
    /// The comparisons within and between files.
    pub checks: Vec<Check>,
    /// What the plan's text leaves open, and how it is understood.
    pub assumptions: Vec<Assumption>,
    /// What was assigned for years of the plan, at most once for each.
    pub assigned: Vec<Assigned>,
    /// How areas were reorganised, in the file's order.
    pub changes: Vec<Change>,
    /// The plans that came before.
    pub predecessors: Vec<Predecessor>,
    /// What can be compared with the years of the plans before, by the plan's own years: areas that are reorganised later are still apart.
    /// Empty for a plan without predecessors.
    pub(super) comparable: BTreeMap<i32, Arc<Comparable>>,
    /// Areas that are none of the plan's, as agencies whose ids follow those of [`Plan::agencies`]: the comparable groups.
    pub(super) past_areas: Vec<Agency>,
    /// Who collects from units of its own; the same on every level.
    pub tiers: Arc<[Tier]>,
    /// Where a tier's plan comes from; `None` for the province's.
    pub level: Option<Arc<Level>>,
    /// The text this plan was read from, byte for byte.
    pub source: String,
    /// The cells that the text was made from; none for a plan that was read from a text.
    pub(super) places: Arc<TextPlaces>,
    /// The codes of rows that inputs name.
    pub(super) named_rows: Vec<String>,
    /// The agencies by what a file may call them.
    pub(super) directory: Arc<Directory>,
    /// The rows that forms are without, by form and code; only in the years before a plan with predecessors.
    pub(super) without_rows: BTreeSet<(FormId, String)>,
    /// Whether forms have a row for people whose row exists no more; only in the years before.
    pub(super) has_gone_rows: bool,
    /// What depends on the year, by year; of no year before [`Plan::lay_out`].
    pub(super) years: Arc<BTreeMap<i32, YearLayout>>,
}

/// Where a plan that was made for a tier comes from.
#[derive(Debug, Clone)]
pub struct Level {
    /// The code of who collects.
    pub code: String,
    /// The plan of the level above, in which the collector reports.
    pub above: Arc<Plan>,
    /// The collector in that plan.
    pub collector: AgencyId,
    /// The form of the plan above that each form is a part of, by [`FormId`].
    pub forms: Vec<FormId>,
    /// The round of the plan above that each round collects for, by [`RoundId`].
    pub rounds: Vec<RoundId>,
}

impl Level {
    /// Whether the collector has any unit to collect from in a year; one of which the plan can't tell it has.
    pub fn collects_in(&self, year: i32) -> bool {
        let root = self.above.root();
        let tier = root.tier(&self.code).filter(|_| (root.first_year..=root.last_year).contains(&year));
        let due = tier.and_then(|tier| Some((tier, tier.due.in_year(year)?)));
        due.is_none_or(|(tier, due)| tier.units().any(|unit| unit.exists_on(due)))
    }
}

/// What can be compared with the years of the plans before.
#[derive(Debug, Clone)]
pub struct Comparable {
    /// The groups, in the order of the predecessors' areas.
    pub groups: Vec<ComparableGroup>,
    /// The plan in which each group is one area. Ids of forms, schemes and the like are those of the plan itself, and so are those
    /// of its agencies; it has the years of the plan and those before.
    pub plan: Plan,
}

/// Today's areas and the past areas of the same people; neither can be compared in smaller parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparableGroup {
    /// The agency that stands for the group: that of its area if it has only one, else one behind those of the plan.
    pub agency: AgencyId,
    /// Today's areas, in the plan's order.
    pub areas: Vec<AgencyId>,
    /// The past areas, in the order of the predecessors.
    pub origins: Vec<AreaOrigin>,
}

/// A past area, or a share of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaOrigin {
    /// The place in [`Plan::predecessors`].
    pub predecessor: usize,
    /// The place in its areas.
    pub area: usize,
    /// The place in the area's stated shares; `None` for all of its people.
    pub share: Option<usize>,
}

/// A code with its name for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
}

/// An insurance scheme and where its participants are reported.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The cells whose sum is the province's participants.
    pub participants: Vec<Input>,
    /// Participants by sector; `None` where the scheme is not reported so.
    pub by_sector: Option<Input>,
    /// Participants by area; `None` where the scheme is not reported so.
    pub by_area: Option<Input>,
    /// Participants by area and sector at once, on a form whose rows say both (and [`FormRow::agency`]); `None` where the scheme is
    /// not reported so.
    ///
    /// [`FormRow::agency`]: super::FormRow::agency
    pub by_area_and_sector: Option<Input>,
    /// The scheme whose liable people can't join this one, as voluntary BHXH is for those whom compulsory BHXH doesn't
    /// cover; `None` for a scheme that stands by itself.
    pub instead_of: Option<SchemeId>,
    /// The scheme that everybody in this one is in as well, as nobody has BHTN without compulsory BHXH; `None` for a scheme
    /// that stands by itself.
    pub within: Option<SchemeId>,
    /// The people nearest to joining, whose contribution period is reserved; empty where the plan doesn't ask for them.
    pub reserved: Vec<Input>,
}

/// A share of people the plan sets targets for: numerator ÷ denominator, each a sum of counts.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// The id in the plan file.
    pub id: String,
    /// A short name for narrow columns.
    pub short: String,
    /// The title.
    pub title: String,
    /// The clause that names it.
    pub clause: String,
    /// The schemes whose participants are the numerator; empty for an indicator without target proposal.
    pub schemes: Vec<SchemeId>,
    /// What is divided.
    pub numerator: Vec<Input>,
    /// What it is divided by.
    pub denominator: Vec<Input>,
    /// The same by area, at the row of each area; empty where it isn't reported so.
    pub area_numerator: Vec<Input>,
    /// What it is divided by, by area; empty where it isn't reported so.
    pub area_denominator: Vec<Input>,
    /// By year, in order.
    pub targets: Vec<Target>,
}

impl Indicator {
    /// Whether both sides are reported by area.
    pub fn is_by_area(&self) -> bool {
        !self.area_numerator.is_empty() && !self.area_denominator.is_empty()
    }

    /// The plan's target for a year; `None` for a year without one.
    pub fn target(&self, year: i32) -> Option<&Target> {
        self.targets.iter().find(|target| target.year == year)
    }
}

/// What the plan wants an indicator to be in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The year.
    pub year: i32,
    /// What the indicator should be.
    pub percent: Percent,
    /// The clause says "đạt hoặc vượt" rather than "đạt".
    pub reach_or_exceed: bool,
    /// The clause that sets it.
    pub clause: String,
}
/// What forms count, and where the provincial workbook shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The code.
    pub code: String,
    /// The sheet its forms are on, which several subjects may share; `None` for what stands beside the coverage of areas.
    pub sheet: Option<String>,
    /// The title of the sheet, if this is its first subject.
    pub title: String,
    /// What a reader finds on the sheet, if this is its first subject.
    pub about: String,
    /// What stands over its forms.
    pub heading: String,
    /// What stands over their summary by scheme; `None` for forms without one.
    pub summary: Option<String>,
}

/// A form that an agency fills: rows are categories, columns are measures.
#[derive(Debug, Clone)]
pub struct Form {
    /// The code.
    pub code: String,
    /// The number printed on the form: `01/BB-ĐĐT`.
    pub number: String,
    /// The name of its sheet.
    pub sheet: String,
    /// The title printed over it.
    pub title: String,
    /// The clause that asks for it.
    pub clause: String,
    /// What it counts.
    pub subject: SubjectId,
    /// Whether it may be left blank as a whole, which is then not reported rather than missing.
    pub optional: bool,
    /// What the person who fills it must know, a sentence each.
    pub guide: Vec<String>,
    /// The entered columns, in order.
    pub columns: Vec<FormColumn>,
    /// A column computed from the entered ones; `None` if the form has none.
    pub result: Option<ResultColumn>,
    pub(super) rows: Vec<RowTemplate>,
}

/// An entered column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormColumn {
    /// What it counts.
    pub measure: MeasureId,
    /// The machine key of its measure.
    pub key: String,
    /// The keys it had before, by which older files have it.
    pub formerly: Vec<String>,
    /// The label printed over it.
    pub label: String,
}

impl FormColumn {
    /// The key, then those it had before.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.key).chain(&self.formerly).map(String::as_str)
    }
}

/// A column computed row by row: Σ `plus` − Σ `minus`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultColumn {
    /// Its machine key.
    pub key: String,
    /// The label printed over it.
    pub label: String,
    /// The columns that are added.
    pub plus: Vec<ColumnId>,
    /// The columns that are taken off.
    pub minus: Vec<ColumnId>,
}

impl Form {
    /// The entered column with a machine key, or that had it before.
    pub fn column(&self, key: &str) -> Option<ColumnId> {
        let idx = self.columns.iter().position(|column| column.keys().any(|known| known == key))?;
        Some(ColumnId::at(idx))
    }

    /// The column of a measure.
    pub fn column_of(&self, measure: MeasureId) -> Option<ColumnId> {
        let idx = self.columns.iter().position(|column| column.measure == measure)?;
        Some(ColumnId::at(idx))
    }

    /// The column that counts who is at work now: that of the plan's measure if it counts people of the form, else the
    /// first that does. `None` for a form that counts several things beside each other.
    pub fn at_work_column(&self, measure: Option<MeasureId>) -> Option<ColumnId> {
        let people = self.people_columns();
        let added = || people.iter().filter(|(_, is_taken_off)| !is_taken_off).map(|(column, _)| *column);
        let named = measure.and_then(|measure| self.column_of(measure));
        added().find(|column| Some(*column) == named).or_else(|| added().next())
    }

    /// The columns that count the people of a row, each with whether it is taken off: those of the result column, or the
    /// only column of a form without one. None for a form that counts several things beside each other.
    pub fn people_columns(&self) -> Vec<(ColumnId, bool)> {
        match &self.result {
            Some(result) => {
                let plus = result.plus.iter().map(|column| (*column, false));
                plus.chain(result.minus.iter().map(|column| (*column, true))).collect()
            }
            None if self.columns.len() == 1 => vec![(ColumnId::at(0), false)],
            None => Vec::new(),
        }
    }
}

/// A row as the plan file gives it: one row, or one for each area or sector of the year.
#[derive(Debug, Clone)]
pub(super) enum RowTemplate {
    One {
        code: String,
        formerly: Vec<String>,
        no: String,
        label: String,
        parts: RowParts,
        schemes: Vec<SchemeId>,
        sector: Option<SectorId>,
    },
    EachArea(GroupId),
    /// A total for each area, and under it a row for every sector, with those that are counted apart behind theirs.
    EachAreaBySector(GroupId, Vec<Apart>),
    EachSector,
}

/// People of a sector who are counted apart in each area.
#[derive(Debug, Clone)]
pub(super) struct Apart {
    pub code: String,
    pub label: String,
    /// What the sector's own row is called.
    pub others: String,
    pub sector: SectorId,
    /// Who answers for them.
    pub agency: AgencyId,
}

/// What a row sums.
#[derive(Debug, Clone)]
pub(super) enum RowParts {
    Entered,
    Rows(Vec<String>),
    Everything,
}

/// A comparison the plan asks for, within a file or between agencies.
#[derive(Debug, Clone)]
pub struct Check {
    /// The finding it raises.
    pub code: CheckCode,
    /// What is compared one by one.
    pub per: Per,
    /// What is added up on the left side.
    pub left: Vec<Input>,
    /// How the left side should stand to the right one.
    pub relation: Relation,
    /// What is added up on the right side.
    pub right: Vec<Input>,
    /// What is demanded where it doesn't hold.
    pub severity: CheckSeverity,
    /// Why it should hold.
    pub reason: String,
}
