//! A province in a year, as the page shows it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::assigned::AssignedShown;
use super::coverage::{Areas, Card, areas, cards, tone};
use super::figure::place;
use super::forms::{FormShown, tables};
use super::observations::Observations;
use super::parts::NumberParts;
use super::sheet::SheetGrid;
use crate::indicator::assigned::Achievement;
use crate::indicator::completeness::{Completeness, Standing, State};
use crate::ledger::{FileId, FileStatus, Merged, n_files_by_year};
use crate::plan::{AgencyId, Caveat, Plan};
use crate::usecase::{Previous, Province, VERSION, json, year_taken};
use crate::value::wording;
use crate::view;
use crate::view::block::Tone;

/// Everything the page shows of a province.
#[derive(Debug, Serialize)]
pub struct Results<'a> {
    bhxh: &'static str,
    plan: &'a str,
    office: &'a str,
    province: &'a str,
    unit: &'a str,
    year: i32,
    /// The plan's years, with how many files there are of each.
    years: Vec<(i32, usize)>,
    /// Who may collect by the plan: the province's office, then the agencies with units of their own by their codes.
    collectors: Vec<(Option<&'a str>, &'a str)>,
    /// The code of who collects; `None` for the province.
    tier: Option<&'a str>,
    made_on: String,
    as_of: Option<String>,
    /// That numbers are invented; `None` if no file says so.
    illustrative: Option<String>,
    /// The folder the files came from.
    source: String,
    due: DueShown,
    tally: AgencyTally,
    agencies: Vec<AgencyShown<'a>>,
    files: Vec<FileShown<'a>>,
    /// The name of the round of the forms' numbers; `None` for a plan without rounds.
    round: Option<&'a str>,
    coverage: Vec<Card>,
    /// What is to be kept in mind of the shares.
    caveat: String,
    areas: Areas,
    /// `None` where nothing was assigned for the year.
    assigned: Option<AssignedShown>,
    forms: Vec<FormShown>,
    observations: Observations<'a>,
    /// What units below agencies reported; `None` where no number was added up from units.
    parts: Option<NumberParts<'a>>,
    difficulties: Vec<Reported<'a>>,
    /// What is to be said of the choice of the year, of agencies that lack units, and of earlier workbooks.
    remarks: Vec<String>,
    /// The sheets that figures lead to, where the files themselves aren't at hand.
    sheets: Vec<SheetGrid>,
}

#[derive(Debug, Serialize)]
struct DueShown {
    date: String,
    standing: String,
}

/// How many agencies are where.
#[derive(Debug, Serialize)]
struct AgencyTally {
    expected: usize,
    received: usize,
    accepted: usize,
    /// Those that first sent a file in time, whatever became of it.
    sent_on_time: usize,
    /// Those whose numbers are in and were sent in time.
    on_time: usize,
}

#[derive(Debug, Serialize)]
struct AgencyShown<'a> {
    code: &'a str,
    name: &'a str,
    /// From how many units its numbers were added up; `None` if they weren't.
    units: Option<String>,
    /// The units below whose numbers are missing, or about which something is open, each with what is to be said.
    units_below: Vec<(String, String)>,
    state: &'static str,
    tone: &'static str,
    /// Its place in the list of files.
    file: Option<usize>,
    sent_on: Option<String>,
    against_due: Option<String>,
    is_late: bool,
    /// Files with which it has something to do.
    open_files: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct FileShown<'a> {
    #[serde(flatten)]
    file: json::FileObject<'a>,
    label: &'static str,
    tone: &'static str,
    /// Its agency's place in the list of agencies.
    sender: Option<usize>,
    /// Whether somebody must do something about it.
    is_open: bool,
}

#[derive(Debug, Serialize)]
struct Reported<'a> {
    agency: Option<usize>,
    difficulty: Option<&'a str>,
    proposal: Option<&'a str>,
}

impl<'a> Results<'a> {
    /// `source` is what people call the folder of the files; `sheets` may be empty where the files are at hand.
    pub fn of(
        province: &'a Province,
        previous: &Previous,
        achievement: Option<&Achievement>,
        source: &str,
        today: NaiveDate,
        sheets: Vec<SheetGrid>,
    ) -> Self {
        let merged = &province.merged;
        let plan = merged.year.plan;
        let completeness = province.completeness(None, today);
        Results {
            bhxh: VERSION,
            plan: &plan.title,
            office: &plan.office.name,
            province: &plan.province,
            unit: &plan.unit,
            year: merged.year.year,
            years: years(merged),
            collectors: collectors(plan),
            tier: plan.tier_code(),
            made_on: wording::date(today),
            as_of: province.as_of.map(wording::date),
            illustrative: view::words::illustrative(merged.n_illustrative, merged.files.len()),
            source: source.to_owned(),
            due: DueShown {
                date: wording::date(completeness.last_day),
                standing: wording::today_against_due(completeness.days),
            },
            tally: AgencyTally {
                expected: completeness.n_expected(),
                received: completeness.n_received(),
                accepted: completeness.n_accepted(),
                sent_on_time: completeness.n_sent_on_time(),
                on_time: completeness.n_on_time(),
            },
            agencies: agencies(merged, &completeness),
            files: files(merged),
            round: merged.year.in_round(merged.ledger.main_round()).round_name(),
            coverage: cards(merged, &province.coverage, &previous.years),
            caveat: view::coverage::caveat(plan, Caveat::Coverage),
            areas: areas(merged),
            assigned: achievement.map(|achievement| AssignedShown::of(merged, achievement)),
            forms: tables(merged),
            observations: Observations::of(merged),
            parts: NumberParts::of(merged),
            difficulties: difficulties(merged),
            remarks: remarks(merged, previous),
            sheets,
        }
    }

    /// The year.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// In one line.
    pub fn render(&self) -> String {
        serde_json::to_string(self).expect("only strings, numbers and lists")
    }
}

fn remarks(merged: &Merged, previous: &Previous) -> Vec<String> {
    let year = year_taken(merged, "").map(|words| view::words::capitalized(&format!("{words}.")));
    year.into_iter().chain(view::units::provisional(merged)).chain(previous.notices(merged.year.plan)).collect()
}

fn collectors(plan: &Plan) -> Vec<(Option<&str>, &str)> {
    let root = plan.root();
    let of_tiers = root.tiers.iter().map(|tier| (Some(tier.agency.as_str()), tier.office.name.as_str()));
    std::iter::once((None, root.office.name.as_str())).chain(of_tiers).collect()
}

fn years(merged: &Merged) -> Vec<(i32, usize)> {
    let n_files = n_files_by_year(merged.files.iter().map(|file| (file.agency, file.year)));
    let plan = merged.year.plan;
    (plan.first_year..=plan.last_year).map(|year| (year, n_files.get(&year).copied().unwrap_or_default())).collect()
}

fn agencies<'a>(merged: &'a Merged, completeness: &Completeness) -> Vec<AgencyShown<'a>> {
    let mut below: BTreeMap<AgencyId, Vec<(String, String)>> = BTreeMap::new();
    for unit in view::units::all_below(merged) {
        below.entry(unit.collector).or_default().push((unit.name, unit.what));
    }
    let of_agency =
        |standing: &Standing| agency(merged, standing, below.get(&standing.agency).cloned().unwrap_or_default());
    completeness.agencies.iter().map(of_agency).collect()
}

fn agency<'a>(merged: &'a Merged, standing: &Standing, units_below: Vec<(String, String)>) -> AgencyShown<'a> {
    AgencyShown {
        units_below,
        code: &merged.year.plan.agency(standing.agency).code,
        name: merged.year.agency_name(standing.agency),
        units: view::units::extent_of(merged, standing.agency),
        state: standing.state.label(),
        tone: tone(tone_of(standing.state)),
        file: standing.file.map(FileId::idx),
        sent_on: standing.sent_on.map(wording::date),
        against_due: against_due(standing),
        is_late: standing.is_late(),
        open_files: standing.open_files.iter().map(|file| file.idx()).collect(),
    }
}

fn against_due(standing: &Standing) -> Option<String> {
    let words = if standing.file.is_none() { wording::today_against_due } else { wording::sent_against_due };
    standing.days.map(words)
}

fn tone_of(state: State) -> Tone {
    match state {
        State::NotReceived | State::Unreadable | State::Rejected | State::Conflict => Tone::Bad,
        State::QueryOpen => Tone::Doubt,
        State::Accepted => Tone::Good,
    }
}

fn files<'a>(merged: &'a Merged) -> Vec<FileShown<'a>> {
    let open = merged.needs_action();
    merged
        .file_ids()
        .zip(&merged.files)
        .map(|(id, file)| FileShown {
            file: json::recorded_file(file, merged.year.plan),
            label: file.status.label(),
            tone: tone(tone_of_file(file.status)),
            sender: file.agency.and_then(|agency| place(merged, agency)),
            is_open: open.contains_key(&id),
        })
        .collect()
}

fn tone_of_file(status: FileStatus) -> Tone {
    match status {
        FileStatus::Accepted => Tone::Good,
        FileStatus::Rejected | FileStatus::Conflict => Tone::Bad,
        FileStatus::Superseded | FileStatus::Duplicate | FileStatus::Ignored => Tone::Plain,
    }
}

fn difficulties<'a>(merged: &'a Merged) -> Vec<Reported<'a>> {
    let reported = merged.difficulties.iter().map(|reported| Reported {
        agency: place(merged, reported.agency),
        difficulty: reported.difficulty.difficulty.as_deref(),
        proposal: reported.difficulty.proposal.as_deref(),
    });
    reported.collect()
}
