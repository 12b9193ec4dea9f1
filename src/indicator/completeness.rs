//! Who has sent what, against the due date, and how the plan's tasks stand on a day.
//!
//! The four numbers count agencies whose counts are in the ledger, never files that merely arrived: an agency whose
//! only file was returned is received and not accepted, and can't be on time.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ledger::{self, Actor, AgencyRecord, AgencyStatus, FileId, FileStatus, Merged};
use crate::plan::{AgencyId, PlanYear, RoundId, TaskId};
use crate::problem::Finding;

/// Where an agency stands, what asks most for action first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// No file of its.
    NotReceived,
    /// A file that can't be used as a submission at all.
    Unreadable,
    /// A submission with something that must be corrected.
    Rejected,
    /// Different files of one revision; none counts.
    Conflict,
    /// Its counts are in the ledger and something waits for an explanation.
    QueryOpen,
    /// Its counts are in the ledger and nothing is open.
    Accepted,
}

impl State {
    /// All of them, in the order of the sheet.
    pub const ALL: [State; 6] =
        [State::NotReceived, State::Unreadable, State::Rejected, State::Conflict, State::QueryOpen, State::Accepted];

    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            State::NotReceived => "not-received",
            State::Unreadable => "unreadable",
            State::Rejected => "rejected",
            State::Conflict => "conflict",
            State::QueryOpen => "query-open",
            State::Accepted => "accepted",
        }
    }

    /// As the officer reads it.
    pub fn label(self) -> &'static str {
        match self {
            State::NotReceived => "Chưa gửi",
            State::Unreadable => "Không dùng được",
            State::Rejected => "Trả lại",
            State::Conflict => "Mâu thuẫn",
            State::QueryOpen => "Cần giải trình",
            State::Accepted => "Đã nhận",
        }
    }

    /// Whether the agency's counts are in the ledger.
    pub fn is_counted(self) -> bool {
        matches!(self, State::QueryOpen | State::Accepted)
    }
}

/// One agency on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The agency.
    pub agency: AgencyId,
    /// How it stands.
    pub state: State,
    /// The file that decides; `None` if nothing came.
    pub file: Option<FileId>,
    /// What that file's cover says.
    pub sent_on: Option<NaiveDate>,
    /// Days from the last day in time to the day of sending, or to today if nothing came: negative is early, 0 the
    /// last day, positive late. `None` for a file whose cover has no date, or whose copies tell both sides of the due date.
    pub days: Option<i64>,
    /// Whether the first file known to be the agency's was sent in time, whatever became of it.
    pub first_on_time: Option<bool>,
    /// How many earlier files this or another one replaced.
    pub n_superseded: usize,
    /// The files with which the agency still has something to do. Findings of a
    /// revision that a newer one follows are left out: they would ask for what may be mended already.
    pub open_files: Vec<FileId>,
}

impl Standing {
    /// Whether the due date was missed: nothing came by today, or what came was sent after it.
    pub fn is_late(&self) -> bool {
        self.days.is_some_and(|days| days > 0)
    }

    /// Whether the agency should be written to.
    pub fn needs_letter(&self) -> bool {
        match self.state {
            State::NotReceived => true,
            State::Accepted => self.is_late() || !self.open_files.is_empty(),
            // Where the officer alone has something to do, the agency isn't asked.
            State::Unreadable | State::Rejected | State::Conflict | State::QueryOpen => !self.open_files.is_empty(),
        }
    }
}

/// One task of the plan on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStanding {
    /// The task.
    pub task: TaskId,
    /// `None` for a task without a date.
    pub due: Option<NaiveDate>,
    /// The last day in time, which is the due date or the day before it (assumption A-01).
    pub last_day: Option<NaiveDate>,
    /// Days from the last day in time to today: negative are left, positive are over.
    pub days: Option<i64>,
}

/// The province on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// The round it is about; `None` if each agency is seen in the first one that asks something of it.
    pub round: Option<RoundId>,
    /// The day on which this is said.
    pub today: NaiveDate,
    /// The day on which the files are due.
    pub due: NaiveDate,
    /// The last day on which a file is on time.
    pub last_day: NaiveDate,
    /// Days from the last day in time to today.
    pub days: i64,
    /// In the plan's order.
    pub agencies: Vec<Standing>,
    /// Every task of the plan, with how it stands.
    pub tasks: Vec<TaskStanding>,
    /// Files that need attention although no agency of the year is asked anything about them, with who must act.
    pub other_files: Vec<(FileId, Actor)>,
}

impl Completeness {
    /// How many agencies must return a file.
    pub fn n_expected(&self) -> usize {
        self.agencies.len()
    }

    /// How many of them sent anything.
    pub fn n_received(&self) -> usize {
        self.agencies.iter().filter(|standing| standing.state != State::NotReceived).count()
    }

    /// How many of them are in the ledger.
    pub fn n_accepted(&self) -> usize {
        self.agencies.iter().filter(|standing| standing.state.is_counted()).count()
    }

    /// How many of them first sent a file in time ("gửi đúng hạn"), whatever became of it.
    pub fn n_sent_on_time(&self) -> usize {
        self.agencies.iter().filter(|standing| standing.first_on_time == Some(true)).count()
    }

    /// How many of them are in the ledger with a file sent in time ("đạt yêu cầu, đúng hạn"); a file without date is not known to be.
    pub fn n_on_time(&self) -> usize {
        let counted = self.agencies.iter().filter(|standing| standing.state.is_counted());
        counted.filter(|standing| standing.days.is_some_and(|days| days <= 0)).count()
    }
}

/// Where every agency and task stands on a day, in the first round that asks something of the agency.
pub fn completeness(merged: &Merged, today: NaiveDate) -> Completeness {
    let records: Vec<&AgencyRecord> = merged.agencies.iter().collect();
    of_records(merged, None, &records, today)
}

/// Where all agencies stand of which one round asks something, whether or not they may leave it out.
pub fn completeness_in(merged: &Merged, round: RoundId, today: NaiveDate) -> Completeness {
    let known: BTreeMap<AgencyId, &AgencyRecord> =
        merged.records_of(round).map(|record| (record.agency, record)).collect();
    let records = merged.year.in_round(round).agencies.iter().map(|agency| {
        known.get(agency).copied().cloned().unwrap_or(AgencyRecord {
            agency: *agency,
            round,
            status: AgencyStatus::Missing,
            file: None,
            on_time: None,
            first_on_time: None,
        })
    });
    let records: Vec<AgencyRecord> = records.collect();
    of_records(merged, Some(round), &records.iter().collect::<Vec<_>>(), today)
}

fn of_records(merged: &Merged, round: Option<RoundId>, records: &[&AgencyRecord], today: NaiveDate) -> Completeness {
    let year = &merged.year;
    let due = round.map_or(year.due, |round| year.in_round(round).due);
    let last_day = year.plan.last_day_on_time(due);
    let files = ledger::with_named(&merged.files, year);
    let open = OpenFiles::of(merged, round);
    let agencies: Vec<Standing> = records
        .iter()
        .map(|record| {
            let own = files.get(&(record.agency, record.round)).map_or(&[][..], Vec::as_slice);
            let last_day = year.plan.last_day_on_time(year.in_round(record.round).due);
            standing(merged, record, own, open.of_agency(record.agency), last_day, today)
        })
        .collect();
    Completeness {
        round,
        today,
        due,
        last_day,
        days: days(last_day, today),
        tasks: tasks(year, today),
        other_files: open.others,
        agencies,
    }
}

/// How the plan's tasks stand on a day, in the plan's order.
pub fn tasks(year: &PlanYear, today: NaiveDate) -> Vec<TaskStanding> {
    year.plan
        .task_ids()
        .map(|task| {
            let due = year.plan.task(task).due.in_year(year.year);
            let last_day = due.map(|due| year.plan.last_day_on_time(due));
            TaskStanding { task, due, last_day, days: last_day.map(|last_day| days(last_day, today)) }
        })
        .collect()
}

fn days(last_day: NaiveDate, day: NaiveDate) -> i64 {
    (day - last_day).num_days()
}

/// The files that somebody must do something about.
struct OpenFiles {
    by_agency: BTreeMap<AgencyId, Vec<FileId>>,
    others: Vec<(FileId, Actor)>,
}

impl OpenFiles {
    /// Of one round, those that are known to be of another are left out.
    fn of(merged: &Merged, round: Option<RoundId>) -> Self {
        let mut open = OpenFiles { by_agency: BTreeMap::new(), others: Vec::new() };
        let is_of_round = |n: FileId| round.is_none_or(|round| merged.file(n).round.is_none_or(|of| of == round));
        for (n, actor) in merged.needs_action().into_iter().filter(|(n, _)| is_of_round(*n)) {
            match actor {
                Actor::Agency(agency) if merged.year.asks(agency) => {
                    open.by_agency.entry(agency).or_default().push(n);
                }
                Actor::Agency(_) | Actor::UnknownSender | Actor::OtherCollector | Actor::Officer(..) => {
                    open.others.push((n, actor));
                }
            }
        }
        open
    }

    fn of_agency(&self, agency: AgencyId) -> Vec<FileId> {
        self.by_agency.get(&agency).cloned().unwrap_or_default()
    }
}

fn standing(
    merged: &Merged,
    record: &AgencyRecord,
    own: &[FileId],
    open_files: Vec<FileId>,
    last_day: NaiveDate,
    today: NaiveDate,
) -> Standing {
    let newest = open_files
        .iter()
        .copied()
        .filter(|n| merged.file(*n).round.is_none_or(|round| round == record.round))
        .max_by_key(|n| merged.file(*n).revision);
    let file = if record.status == AgencyStatus::Accepted { record.file } else { newest.or(record.file) };
    // A file of another year says nothing about this year's due date.
    let of_this_year = file.filter(|n| merged.file(*n).year == Some(merged.year.year));
    let sent_on = of_this_year.and_then(|n| merged.file(n).sent_on);
    let days_of_sending = sent_on.map(|sent_on| days(last_day, sent_on));
    // Copies of a submission whose dates move may lie on both sides of the due date.
    let is_known = record.status != AgencyStatus::Accepted || record.on_time.is_some();
    let is_open = |n: FileId| merged.file(n).findings.iter().any(Finding::is_open);
    let state = match (record.status, file) {
        (AgencyStatus::Accepted, Some(n)) if is_open(n) => State::QueryOpen,
        (AgencyStatus::Accepted, _) => State::Accepted,
        (AgencyStatus::Conflict, _) => State::Conflict,
        (_, None) => State::NotReceived,
        (_, Some(n)) if !merged.file(n).is_understood => State::Unreadable,
        (_, Some(_)) => State::Rejected,
    };
    Standing {
        agency: record.agency,
        state,
        file,
        sent_on,
        first_on_time: record.first_on_time,
        days: if file.is_none() { Some(days(last_day, today)) } else { days_of_sending.filter(|_| is_known) },
        n_superseded: own.iter().filter(|n| merged.file(**n).status == FileStatus::Superseded).count(),
        open_files,
    }
}
