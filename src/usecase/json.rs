//! The JSON document that other programs read. Its keys are a promise: what isn't known is `null`, never left out.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Province, VERSION};
use crate::indicator::Coverage;
use crate::indicator::completeness::{Completeness, TaskStanding};
use crate::intake::{self, Content, Received};
use crate::ledger::{FileId, FileRecord, FileStatus, Merged};
use crate::plan::{AgencyId, Due, Plan, PlanYear};
use crate::problem::{Audience, Finding};

#[derive(Debug, Serialize)]
pub struct Document {
    bhxh: &'static str,
    plan: String,
    year: Option<i32>,
    files: Vec<File>,
    agencies: Vec<Agency>,
    indicators: Vec<Indicator>,
    outputs: Vec<String>,
    /// Only of `status`.
    #[serde(flatten)]
    status: Option<Status>,
}

/// What `status` adds.
#[derive(Debug, Serialize)]
struct Status {
    completeness: CompletenessRow,
    tasks: Vec<TaskRow>,
}

#[derive(Debug, Serialize)]
struct CompletenessRow {
    today: NaiveDate,
    due: NaiveDate,
    due_inclusive: bool,
    days: i64,
    expected: usize,
    received: usize,
    accepted: usize,
    on_time: usize,
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

#[derive(Debug, Serialize)]
struct File {
    path: String,
    sha256: Option<String>,
    agency: Option<String>,
    year: Option<i32>,
    revision: Option<u32>,
    as_of: Option<NaiveDate>,
    sent_on: Option<NaiveDate>,
    status: &'static str,
    findings: Vec<FindingRow>,
}

#[derive(Debug, Serialize)]
struct FindingRow {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    explained: bool,
    sheet: Option<String>,
    /// The first of `cells`.
    cell: Option<String>,
    cells: Vec<String>,
    form: Option<String>,
    row: Option<String>,
    column: Option<String>,
    found: Option<String>,
    expected: Option<String>,
    message: String,
    hint: String,
    explanation: Option<String>,
}

#[derive(Debug, Serialize)]
struct Agency {
    code: String,
    name: String,
    status: &'static str,
    file: Option<String>,
    on_time: Option<bool>,
}

#[derive(Debug, Serialize)]
struct Indicator {
    id: String,
    year: i32,
    numerator: Option<i64>,
    denominator: Option<i64>,
    percent: Option<String>,
    target: Option<String>,
    reached: Option<bool>,
    gap_people: Option<i64>,
    missing: Vec<String>,
}

impl Document {
    /// What was found in single files.
    pub fn of_files(plan: &Plan, received: &[Received], outputs: Vec<String>) -> Self {
        let years: Vec<i32> = received.iter().filter_map(Received::year).collect();
        let same = years.first().filter(|year| years.iter().all(|other| other == *year));
        Document {
            bhxh: VERSION,
            plan: plan.id.clone(),
            year: same.copied(),
            files: received.iter().map(|file| received_file(plan, file)).collect(),
            agencies: Vec::new(),
            indicators: Vec::new(),
            outputs,
            status: None,
        }
    }

    /// What a province returned.
    pub fn of_province(province: &Province, outputs: Vec<String>) -> Self {
        let merged = &province.merged;
        let plan = merged.year.plan;
        Document {
            bhxh: VERSION,
            plan: plan.id.clone(),
            year: Some(merged.year.year),
            files: merged.files.iter().map(|file| merged_file(plan, file)).collect(),
            agencies: agencies(merged),
            indicators: province.coverage.iter().map(|coverage| indicator(plan, coverage)).collect(),
            outputs,
            status: None,
        }
    }

    /// The same with what `status` adds.
    pub fn with_completeness(mut self, merged: &Merged, completeness: &Completeness) -> Self {
        self.status = Some(Status {
            completeness: completeness_row(merged, completeness),
            tasks: tasks(merged.year.plan, &completeness.tasks),
        });
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

fn render(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document).expect("only strings, numbers and lists");
    format!("{text}\n")
}

fn code(plan: &Plan, agency: AgencyId) -> String {
    plan.agency(agency).code.clone()
}

fn received_file(plan: &Plan, file: &Received) -> File {
    let status = match &file.content {
        Content::Ignored | Content::OwnOutput => FileStatus::Ignored,
        _ if intake::is_acceptable(file) => FileStatus::Accepted,
        _ => FileStatus::Rejected,
    };
    let cover = file.submission().map(|submission| &submission.cover);
    File {
        path: file.path.clone(),
        sha256: file.sha256.clone(),
        agency: file.agency().map(|agency| code(plan, agency)),
        year: file.year(),
        revision: cover.map(|cover| cover.revision),
        as_of: cover.and_then(|cover| cover.as_of),
        sent_on: cover.and_then(|cover| cover.sent_on),
        status: status.key(),
        findings: file.findings.iter().map(finding).collect(),
    }
}

fn merged_file(plan: &Plan, file: &FileRecord) -> File {
    File {
        path: file.path.clone(),
        sha256: file.sha256.clone(),
        agency: file.agency.map(|agency| code(plan, agency)),
        year: file.year,
        revision: file.revision,
        as_of: file.as_of,
        sent_on: file.sent_on,
        status: file.status.key(),
        findings: file.findings.iter().map(finding).collect(),
    }
}

fn finding(finding: &Finding) -> FindingRow {
    let (entry, words) = (finding.code().entry(), finding.words(Audience::Program));
    let place = finding.place.clone();
    let cells: Vec<String> = place.cells.iter().map(ToString::to_string).collect();
    FindingRow {
        code: entry.id,
        name: entry.name,
        severity: finding.severity.key(),
        explained: finding.is_explained(),
        sheet: place.sheet,
        cell: cells.first().cloned(),
        cells,
        form: place.form,
        row: place.row,
        column: place.column,
        found: words.found,
        expected: words.expected,
        message: words.message,
        hint: words.hint,
        explanation: finding.explanation.clone(),
    }
}

fn agencies(merged: &Merged) -> Vec<Agency> {
    let agency = |record: &crate::ledger::AgencyRecord| Agency {
        code: code(merged.year.plan, record.agency),
        name: merged.year.agency_name(record.agency).to_owned(),
        status: record.status.key(),
        file: record.file.map(|n| merged.file(n).path.clone()),
        on_time: record.on_time,
    };
    merged.agencies.iter().map(agency).collect()
}

fn indicator(plan: &Plan, coverage: &Coverage) -> Indicator {
    Indicator {
        id: plan.indicator(coverage.indicator).id.clone(),
        year: coverage.year,
        numerator: coverage.numerator.known(),
        denominator: coverage.denominator.known(),
        percent: coverage.percent(),
        target: coverage.target.as_ref().map(|target| target.percent.to_string()),
        reached: coverage.is_reached(),
        gap_people: coverage.gap_people(),
        missing: coverage.missing().into_iter().map(|agency| code(plan, agency)).collect(),
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
        today: completeness.today,
        due: completeness.due,
        due_inclusive: plan.due_inclusive,
        days: completeness.days,
        expected: completeness.n_expected(),
        received: completeness.n_received(),
        accepted: completeness.n_accepted(),
        on_time: completeness.n_on_time(),
        agencies: standings.collect(),
        unknown_files: paths(&completeness.other_files.iter().map(|(n, _)| *n).collect::<Vec<_>>()),
    }
}

/// The plan's tasks as they stand on a day.
fn tasks(plan: &Plan, standings: &[TaskStanding]) -> Vec<TaskRow> {
    let row = |standing: &TaskStanding| {
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
    };
    standings.iter().map(row).collect()
}
