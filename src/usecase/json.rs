//! The JSON document that other programs read. Its keys are a promise: what isn't known is `null`, never left out.

use chrono::NaiveDate;
use serde::Serialize;

use super::achieved::Achieved;
use super::compared::ComparedYear;
use super::figures::FiguresObject;
use super::validate::Checked;
use super::{Province, VERSION};
use crate::indicator::annual::Annual;
use crate::indicator::assigned::Achievement;
use crate::indicator::changes::Changes;
use crate::indicator::columns::IndicatorRow;
use crate::indicator::completeness::{Completeness, TaskStanding};
use crate::indicator::{self, Coverage};
use crate::intake::Received;
use crate::ledger::columns::{AgencyRow, FileRow};
use crate::ledger::{AgencyRecord, FileId, FileRecord, Merged};
use crate::plan::{AgencyId, Due, Plan, PlanYear, RoundId};
use crate::problem::columns::FindingRow;
use crate::problem::{Audience, Finding};
use crate::rollup::UnitExtent;
use crate::value::record::Object;

/// The JSON document of a command.
#[derive(Debug, Serialize)]
pub struct JsonDocument<'a> {
    bhxh: &'static str,
    plan: String,
    year: Option<i32>,
    files: Vec<FileObject<'a>>,
    agencies: Vec<AgencyObject<'a>>,
    indicators: Vec<IndicatorObject<'a>>,
    outputs: Vec<String>,
    /// Only where a file says of itself that its numbers are invented.
    #[serde(skip_serializing_if = "is_false")]
    illustrative: bool,
    /// Only of a tier.
    #[serde(flatten)]
    tier: Option<TierObject>,
    /// Only of a plan with several rounds.
    #[serde(flatten)]
    rounds: Option<Rounds<'a>>,
    /// Only where an earlier workbook of the year was at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ChangesRow>,
    /// Only of `status`.
    #[serde(flatten)]
    status: Option<StatusObject>,
    /// Only of `consolidate`, beside a year of the plans before; that of `report` stands among its figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<ComparedYear>,
    /// Only of `report`.
    #[serde(flatten)]
    figures: Option<FiguresObject>,
    /// Only where it is known what was assigned for the year.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned: Option<Achieved<'a>>,
}

/// What changed since an earlier workbook of the year.
#[derive(Debug, Serialize)]
struct ChangesRow {
    agencies: Vec<AgencyChangeRow>,
    numbers: usize,
    largest: Option<NumberChangeRow>,
    indicators: Vec<IndicatorChangeRow>,
    /// Whether the earlier workbook was changed by hand, so that changes may be that person's.
    earlier_altered: bool,
}

#[derive(Debug, Serialize)]
struct AgencyChangeRow {
    agency: String,
    round: Option<String>,
    change: &'static str,
}

#[derive(Debug, Serialize)]
struct NumberChangeRow {
    agency: String,
    round: Option<String>,
    form: String,
    row: String,
    column: String,
    before: Option<u64>,
    now: Option<u64>,
}

#[derive(Debug, Serialize)]
struct IndicatorChangeRow {
    id: String,
    before: Option<String>,
    now: Option<String>,
}

/// What a plan with several rounds adds.
#[derive(Debug, Serialize)]
struct Rounds<'a> {
    /// How agencies stand in rounds after the first that asks something of them.
    later_rounds: Vec<InRound<'a, AgencyObject<'a>>>,
    /// The shares by the participants of each round.
    indicators_by_round: Vec<InRound<'a, IndicatorObject<'a>>>,
}

/// Something of one round.
#[derive(Debug, Serialize)]
struct InRound<'a, T> {
    round: &'a str,
    /// Of a share: the round that the whole is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator_round: Option<&'a str>,
    #[serde(flatten)]
    of: T,
}

/// What `status` adds.
#[derive(Debug, Serialize)]
struct StatusObject {
    completeness: CompletenessRow,
    tasks: Vec<TaskRow>,
}

#[derive(Debug, Serialize)]
struct CompletenessRow {
    /// `None` where each agency is seen in the first round that asks something of it.
    round: Option<String>,
    today: NaiveDate,
    due: NaiveDate,
    due_inclusive: bool,
    days: i64,
    expected: usize,
    received: usize,
    accepted: usize,
    on_time: usize,
    sent_on_time: usize,
    agencies: Vec<StandingRow>,
    /// Files that must be seen to and of which no agency is asked anything.
    unknown_files: Vec<String>,
}

#[derive(Debug, Serialize)]
struct StandingRow {
    code: String,
    state: &'static str,
    file: Option<String>,
    sent_on: Option<NaiveDate>,
    days: Option<i64>,
    superseded: usize,
    open_files: Vec<String>,
}

/// The plan's tasks in a year, as they stand on a day.
#[derive(Debug, Serialize)]
pub struct Calendar {
    bhxh: &'static str,
    plan: String,
    year: i32,
    today: NaiveDate,
    tasks: Vec<TaskRow>,
    outputs: Vec<String>,
}

/// One task of the plan in a year.
#[derive(Debug, Serialize)]
struct TaskRow {
    code: String,
    clause: String,
    title: String,
    lead: String,
    with: Vec<String>,
    due: Option<NaiveDate>,
    /// The plan's words where it gives no date.
    when: Option<String>,
    /// Days from the last day in time to today.
    days: Option<i64>,
}

/// A file with what was found in it.
#[derive(Debug, Serialize)]
pub(super) struct FileObject<'a> {
    #[serde(flatten)]
    facts: Object<'a>,
    /// Who collects it; only of a file that a tier collects.
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<&'a str>,
    findings: Vec<Object<'a>>,
}

#[derive(Debug, Serialize)]
struct AgencyObject<'a> {
    code: &'a str,
    #[serde(flatten)]
    facts: Object<'a>,
    /// Only of an agency that adds up what units of its own report.
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<Units>,
}

/// From how many units numbers were added up.
#[derive(Debug, Serialize)]
struct Units {
    expected: usize,
    accepted: usize,
    missing: Vec<String>,
    /// What isn't cleared up with units below; left out where everything is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    open: Vec<OpenUnitObject>,
    /// Whether only the cover says how many there are; left out where the sources do.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unproven: bool,
}

/// Something open with a unit.
#[derive(Debug, Serialize)]
struct OpenUnitObject {
    unit: String,
    what: String,
}

impl Units {
    fn of(extent: &UnitExtent) -> Self {
        Units {
            expected: extent.expected,
            accepted: extent.accepted,
            missing: extent.missing.iter().map(|missing| missing.unit.clone()).collect(),
            open: extent
                .open
                .iter()
                .map(|of| OpenUnitObject { unit: of.unit.clone(), what: of.what.clone() })
                .collect(),
            unproven: extent.is_unproven,
        }
    }
}

/// Of a tier: who collects, and from how many units numbers came.
#[derive(Debug, Serialize)]
struct TierObject {
    tier: String,
    agency: String,
    units: Units,
}

#[derive(Debug, Serialize)]
struct IndicatorObject<'a> {
    id: &'a str,
    #[serde(flatten)]
    facts: Object<'a>,
}

impl<'a> JsonDocument<'a> {
    /// What was found in single files.
    pub fn of_files(plan: &'a Plan, checked: &'a [Checked<'a>], outputs: Vec<String>) -> Self {
        let years: Vec<i32> = checked.iter().filter_map(|checked| checked.file.year()).collect();
        let same = years.first().filter(|year| years.iter().all(|other| other == *year));
        JsonDocument {
            bhxh: VERSION,
            plan: plan.id.clone(),
            year: same.copied(),
            files: checked.iter().map(|Checked { file, plan }| received_file(file, plan)).collect(),
            agencies: Vec::new(),
            indicators: Vec::new(),
            tier: None,
            rounds: None,
            outputs,
            illustrative: checked.iter().any(|checked| checked.file.is_illustrative),
            changes: None,
            status: None,
            comparison: None,
            figures: None,
            assigned: None,
        }
    }

    /// What a province returned.
    pub fn of_province(province: &'a Province, outputs: Vec<String>) -> Self {
        let merged = &province.merged;
        let plan = merged.year.plan;
        JsonDocument {
            bhxh: VERSION,
            plan: plan.id.clone(),
            year: Some(merged.year.year),
            files: merged.files.iter().map(|record| recorded_file(record, plan)).collect(),
            agencies: merged.agencies.iter().map(|record| agency(merged, record)).collect(),
            indicators: province.coverage.iter().map(|coverage| indicator(plan, coverage)).collect(),
            tier: tier(merged),
            rounds: plan.has_rounds().then(|| rounds(merged)),
            outputs,
            illustrative: merged.is_illustrative(),
            changes: None,
            status: None,
            comparison: None,
            figures: None,
            assigned: None,
        }
    }

    /// The same with what `status` adds.
    pub fn with_completeness(mut self, merged: &Merged, completeness: &Completeness) -> Self {
        self.status = Some(StatusObject {
            completeness: completeness_row(merged, completeness),
            tasks: tasks(merged.year.plan, &completeness.tasks),
        });
        self
    }

    /// The same with what `report` adds.
    pub fn with_figures(mut self, annual: &Annual) -> Self {
        self.figures = Some(FiguresObject::new(annual));
        self.with_completeness(annual.merged, &annual.completeness)
    }

    /// The same with what was assigned for the year, if that is known.
    pub fn with_achievement(mut self, plan: &Plan, achievement: Option<&'a Achievement>) -> Self {
        self.assigned = achievement.map(|achievement| Achieved::new(plan, achievement));
        self
    }

    /// The same with the year beside one of the plans before.
    #[must_use]
    pub fn with_comparison(mut self, comparison: Option<ComparedYear>) -> Self {
        self.comparison = comparison;
        self
    }

    /// The same with what changed since an earlier workbook of the year.
    pub fn with_changes(mut self, merged: &Merged, changes: Option<&Changes>) -> Self {
        self.changes = changes.map(|changes| changes_row(&merged.year, changes));
        self
    }

    /// In lines, the last of them ended.
    pub fn render(&self) -> String {
        render(self)
    }
}

impl Calendar {
    /// The tasks of a year, as [`tasks`](crate::indicator::completeness::tasks) gives them.
    pub fn new(year: &PlanYear, today: NaiveDate, standings: &[TaskStanding], outputs: Vec<String>) -> Self {
        let plan = year.plan;
        let tasks = tasks(plan, standings);
        Calendar { bhxh: VERSION, plan: plan.id.clone(), year: year.year, today, tasks, outputs }
    }

    /// In lines, the last of them ended.
    pub fn render(&self) -> String {
        render(self)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

fn render(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document).expect("only strings, numbers and lists");
    format!("{text}\n")
}

fn code(plan: &Plan, agency: AgencyId) -> String {
    plan.agency(agency).code.clone()
}

/// A file by itself with its findings, as another program reads them, the page's own script among them.
pub(super) fn received_file<'a>(received: &'a Received, plan: &'a Plan) -> FileObject<'a> {
    let record = FileRecord::of(received);
    let facts = Object::new(FileRow::COLUMNS, FileRow { plan, record: &record }).into_owned();
    FileObject { facts, tier: plan.tier_code(), findings: findings(&received.path, &received.findings) }
}

/// A file of a province, likewise.
pub(super) fn recorded_file<'a>(record: &'a FileRecord, plan: &'a Plan) -> FileObject<'a> {
    let facts = Object::new(FileRow::COLUMNS, FileRow { plan, record });
    FileObject { facts, tier: plan.tier_code(), findings: findings(&record.path, &record.findings) }
}

fn findings<'a>(path: &'a str, findings: &'a [Finding]) -> Vec<Object<'a>> {
    // The path stands once, with the file.
    let columns = FindingRow::without(&["path", "no"]);
    FindingRow::all(path, findings, Audience::Program).map(|row| Object::new(&columns, row)).collect()
}

fn agency<'a>(merged: &'a Merged, record: &'a AgencyRecord) -> AgencyObject<'a> {
    AgencyObject {
        code: &merged.year.plan.agency(record.agency).code,
        facts: Object::new(AgencyRow::COLUMNS, AgencyRow { merged, record }),
        units: merged.units_of(record).map(Units::of),
    }
}

/// Whose units these agencies are, and which of them are missing; `None` for the province.
fn tier(merged: &Merged) -> Option<TierObject> {
    let code = merged.year.plan.tier_code()?;
    let own: Vec<String> = merged.not_accepted().map(|of| merged.year.plan.agency(of.agency).code.clone()).collect();
    let (expected, accepted) = (merged.agencies.len(), merged.agencies.len() - own.len());
    let below = merged.partial().flat_map(|(unit, extent)| {
        let code = &merged.year.plan.agency(unit).code;
        extent.missing.iter().map(move |missing| format!("{code}/{}", missing.unit))
    });
    let missing = own.into_iter().chain(below).collect();
    let units = Units { expected, accepted, missing, open: Vec::new(), unproven: false };
    Some(TierObject { tier: code.to_owned(), agency: code.to_owned(), units })
}

fn rounds<'a>(merged: &'a Merged) -> Rounds<'a> {
    let (plan, counts) = (merged.year.plan, merged.ledger.by_round());
    let code = |round: RoundId| plan.round(round).code.as_str();
    let later_rounds = merged.later_rounds.iter().map(|record| InRound {
        round: code(record.round),
        denominator_round: None,
        of: agency(merged, record),
    });
    let shares = counts.rounds().flat_map(|round| indicator::coverage_in_round(&merged.year, counts, round));
    let indicators_by_round = shares.map(|coverage| InRound {
        round: code(coverage.rounds.numerator),
        denominator_round: Some(code(coverage.rounds.denominator)),
        of: indicator(plan, &coverage),
    });
    Rounds { later_rounds: later_rounds.collect(), indicators_by_round: indicators_by_round.collect() }
}

fn indicator<'a>(plan: &'a Plan, coverage: &Coverage) -> IndicatorObject<'a> {
    let row = IndicatorRow { plan, coverage };
    IndicatorObject { id: &row.indicator().id, facts: Object::new(&IndicatorRow::without(&["title"]), row) }
}

fn changes_row(year: &PlanYear, changes: &Changes) -> ChangesRow {
    let plan = year.plan;
    let round = |round: RoundId| plan.round_code(round).map(str::to_owned);
    let agencies = changes.agencies.iter().map(|change| AgencyChangeRow {
        agency: code(plan, change.agency),
        round: round(change.round),
        change: change.how.key(),
    });
    let largest = changes.largest().map(|change| NumberChangeRow {
        agency: code(plan, change.cell.agency),
        round: round(change.round),
        form: plan.form(change.cell.form).code.clone(),
        row: year.row(change.cell.form, change.cell.row).code.clone(),
        column: plan.form(change.cell.form).columns[change.cell.column.idx()].key.clone(),
        before: change.before,
        now: change.now,
    });
    let indicators = changes.indicators.iter().map(|(before, now)| IndicatorChangeRow {
        id: plan.indicator(now.indicator).id.clone(),
        before: before.percent(),
        now: now.percent(),
    });
    ChangesRow {
        agencies: agencies.collect(),
        numbers: changes.numbers.len(),
        largest,
        indicators: indicators.collect(),
        earlier_altered: !changes.alterations.is_empty(),
    }
}

fn completeness_row(merged: &Merged, completeness: &Completeness) -> CompletenessRow {
    let plan = merged.year.plan;
    let paths = |files: &[FileId]| files.iter().map(|n| merged.file(*n).path.clone()).collect();
    let standings = completeness.agencies.iter().map(|standing| StandingRow {
        code: code(plan, standing.agency),
        state: standing.state.key(),
        file: standing.file.map(|n| merged.file(n).path.clone()),
        sent_on: standing.sent_on,
        days: standing.days,
        superseded: standing.n_superseded,
        open_files: paths(&standing.open_files),
    });
    CompletenessRow {
        round: completeness.round.and_then(|round| plan.round_code(round)).map(str::to_owned),
        today: completeness.today,
        due: completeness.due,
        due_inclusive: plan.due_inclusive,
        days: completeness.days,
        expected: completeness.n_expected(),
        received: completeness.n_received(),
        accepted: completeness.n_accepted(),
        on_time: completeness.n_on_time(),
        sent_on_time: completeness.n_sent_on_time(),
        agencies: standings.collect(),
        unknown_files: paths(&completeness.other_files.iter().map(|(n, _)| *n).collect::<Vec<_>>()),
    }
}

/// The plan's tasks as they stand on a day.
fn tasks(plan: &Plan, standings: &[TaskStanding]) -> Vec<TaskRow> {
    let rows = standings.iter().map(|standing| {
        let task = plan.task(standing.task);
        TaskRow {
            code: task.code.clone(),
            clause: task.clause.clone(),
            title: task.title.clone(),
            lead: task.lead.clone(),
            with: task.with.clone(),
            due: standing.due,
            when: match &task.due {
                Due::Words(words) => Some(words.clone()),
                Due::Yearly { .. } => None,
            },
            days: standing.days,
        }
    });
    rows.collect()
}
