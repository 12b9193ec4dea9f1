//! Which submissions count. The same bytes count once; of several revisions the highest without errors; two different
//! files of one revision are a conflict and neither counts. Neither the order of files nor their dates decide.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{Earlier, FileId, Ledger, Observation, ReadNumbers, SheetNames, Status};
use crate::counts::{Counts, RoundCounts};
use crate::intake::submission::Submission;
use crate::intake::{Content, Received};
use crate::plan::{AgencyId, Plan, PlanYear, RoundId};
use crate::problem::merge::{self, Later};
use crate::problem::{Code, Finding, Problem, Severity, file};
use crate::rules::{self, Before, EarlierRound, EarlierWhole};
use crate::value::grid::Address;

mod action;
mod conflict;
mod elsewhere;
mod named;
mod records;

pub use action::{Actor, OfficerReason};
use named::{TemplateNames, answers};
pub use records::{AgencyRecord, AgencyStatus, FileRecord, FileStatus, Merged, ReportedDifficulty, partial};

/// The year most submissions are of, the later of several; without any the year of today, as far as the plan has it.
pub fn choose_year(received: &[Received], plan: &Plan, today: NaiveDate) -> i32 {
    let mut by_year: BTreeMap<i32, usize> = BTreeMap::new();
    let in_plan = |year: &i32| (plan.first_year..=plan.last_year).contains(year);
    for year in received.iter().filter_map(Received::year).filter(in_plan) {
        *by_year.entry(year).or_default() += 1;
    }
    let most = by_year.into_iter().max_by_key(|(year, n)| (*n, *year)).map(|(year, _)| year);
    most.unwrap_or_else(|| today.year().clamp(plan.first_year, plan.last_year))
}

/// How many files of agencies are of each year, by what they say themselves: a file that doesn't name both counts for none.
pub fn n_files_by_year(files: impl Iterator<Item = (Option<AgencyId>, Option<i32>)>) -> BTreeMap<i32, usize> {
    let mut n_files = BTreeMap::new();
    for year in files.filter_map(|(agency, year)| agency.and(year)) {
        *n_files.entry(year).or_default() += 1;
    }
    n_files
}

/// Decides what counts and lists it. With a date only submissions sent by then are considered.
pub fn merge<'p>(received: Vec<Received>, year: PlanYear<'p>, as_of: Option<NaiveDate>) -> Merged<'p> {
    merge_after(received, year, as_of, None)
}

/// As [`merge()`]; what counts is also compared with an earlier year, if there is one.
pub fn merge_after<'p>(
    received: Vec<Received>,
    year: PlanYear<'p>,
    as_of: Option<NaiveDate>,
    earlier: Option<&Earlier>,
) -> Merged<'p> {
    let left_over = left_over_returns(&received, &year);
    let n_own_outputs = received.iter().filter(|file| file.content.is_own_output()).count() - left_over.len();
    let mut files: Vec<FileRecord> =
        received.into_iter().filter(|file| !file.content.is_own_output()).map(record).chain(left_over).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    mark_same_bytes(&mut files);
    mark_other_years(&mut files, year.year);
    if let Some(as_of) = as_of {
        mark_sent_after(&mut files, as_of);
    }
    for of_agency in by_agency(&files).values() {
        for round in year.plan.round_ids() {
            decide(&mut files, of_agency, &year, round);
        }
    }
    elsewhere::mark_counted(&mut files, year.plan);
    if let Some(earlier) = earlier {
        compare_years(&mut files, &year, earlier);
    }
    let counts = counts(&files, &year);
    compare_rounds(&mut files, &year, &counts);
    compare_agencies(&mut files, &year, &counts, earlier);
    let ledger = Ledger::new(numbers(&files), counts, &year);
    let in_ledger = files.iter_mut().filter(|file| file.status == FileStatus::Accepted);
    let is_of_units = year.plan.level.is_some();
    in_ledger
        .filter_map(|file| file.submission.as_mut())
        .for_each(|submission| submission.keep_beside_ledger(is_of_units));
    let difficulties = difficulties(&files, &year);
    let Standings { agencies, later_rounds } = standings(&files, &year);
    let n_illustrative = files.iter().filter(|file| file.is_illustrative).count();
    let alterations = Vec::new();
    Merged { year, files, agencies, later_rounds, ledger, difficulties, n_own_outputs, n_illustrative, alterations }
}

/// Returns that the collector's own roll-up made, of another year or of a round of which no unit's file is there: nothing replaces them,
/// so that they are no results of this inbox.
fn left_over_returns(received: &[Received], year: &PlanYear) -> Vec<FileRecord> {
    let Some(level) = year.plan.level.as_deref() else { return Vec::new() };
    let is_collected = |round: RoundId| {
        received.iter().any(|file| file.submission().is_some_and(|of| (of.year, of.round) == (year.year, round)))
    };
    let of_file = |file: &Received| {
        let Content::OwnReturn { year: of_year, round_above } = file.content else { return None };
        let own = round_above.and_then(|above| level.rounds.iter().position(|round| *round == above)).map(RoundId::at);
        let is_replaced = of_year == Some(year.year) && own.is_some_and(is_collected);
        let above = &level.above;
        let problem = file::Problem::OwnReturnLeft {
            whose: year.plan.office.name.clone(),
            collector: above.office.name.clone(),
            year: of_year,
            round: round_above
                .filter(|_| above.has_rounds() && of_year == Some(year.year))
                .map(|round| above.round(round).name.clone()),
            collected: year.year,
            collects: of_year.is_none_or(|of_year| level.collects_in(of_year)),
        };
        let record =
            FileRecord { status: FileStatus::Rejected, findings: vec![problem.into()], ..FileRecord::of(file) };
        (!is_replaced).then_some(record)
    };
    received.iter().filter_map(of_file).collect()
}

/// A file with what it says, not yet compared with others.
fn record(received: Received) -> FileRecord {
    let record = FileRecord::of(&received);
    let submission = match received.content {
        Content::Submission(submission) => Some(*submission),
        _ => None,
    };
    FileRecord { findings: received.findings, submission, ..record }
}

/// Marks every file whose bytes were already seen as a duplicate; nothing else is reported about it.
fn mark_same_bytes(files: &mut [FileRecord]) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for file in files.iter_mut().filter(|file| file.status != FileStatus::Ignored) {
        let Some(sha256) = &file.sha256 else { continue };
        match first.get(sha256) {
            Some(path) => {
                let finding = duplicate(path, Vec::new());
                duplicate_of(file, finding);
            }
            None => {
                first.insert(sha256.clone(), file.path.clone());
            }
        }
    }
}

fn duplicate(path: &str, differences: Vec<merge::Difference>) -> Finding {
    merge::Problem::Duplicate { other: path.to_owned(), differences }.into()
}

fn duplicate_of(file: &mut FileRecord, finding: Finding) {
    file.status = FileStatus::Duplicate;
    file.findings = vec![finding];
}

fn mark_other_years(files: &mut [FileRecord], year: i32) {
    for file in files.iter_mut().filter(|file| file.year.is_some_and(|other| other != year)) {
        if !matches!(file.status, FileStatus::Accepted | FileStatus::Rejected) {
            continue;
        }
        let other = file.year.unwrap_or_default();
        let outside_plan = file.findings.iter_mut().find_map(|finding| match &mut finding.problem {
            Problem::File(file::Problem::YearOutsidePlan { collected, .. }) => Some(collected),
            _ => None,
        });
        match outside_plan {
            Some(collected) => *collected = Some(year),
            // Its other findings belong to its own year and are reported there.
            None => file.findings = vec![file::Problem::OtherYear { year: other, collected: year }.into()],
        }
        file.status = FileStatus::Rejected;
    }
}

fn mark_sent_after(files: &mut [FileRecord], as_of: NaiveDate) {
    for file in files.iter_mut().filter(|file| file.submission.is_some() && file.status != FileStatus::Ignored) {
        match file.sent_on {
            Some(sent_on) if sent_on > as_of => {
                file.status = FileStatus::Ignored;
                file.findings = vec![merge::Problem::SentAfterAsOf { sent_on, as_of }.into()];
            }
            Some(_) => {}
            // What is to be known of a copy is known of the file that it repeats.
            None if file.status == FileStatus::Duplicate => {}
            None => file.findings.push(merge::Problem::SentDateUnknown { as_of }.into()),
        }
    }
}

/// The files with their ids.
fn numbered(files: &[FileRecord]) -> impl Iterator<Item = (FileId, &FileRecord)> {
    FileId::all(files.len()).zip(files)
}

/// Each agency's files.
fn by_agency(files: &[FileRecord]) -> BTreeMap<AgencyId, Vec<FileId>> {
    let mut by_agency: BTreeMap<AgencyId, Vec<FileId>> = BTreeMap::new();
    for (n, file) in numbered(files) {
        if let Some(agency) = file.agency {
            by_agency.entry(agency).or_default().push(n);
        }
    }
    by_agency
}

/// The files of each agency and round. Rejected ones that don't say whose they are count by the names of the templates;
/// those that don't say of which round they are, as the first.
pub fn with_named(files: &[FileRecord], year: &PlanYear) -> BTreeMap<(AgencyId, RoundId), Vec<FileId>> {
    let names = TemplateNames::of(year);
    let mut with_named: BTreeMap<(AgencyId, RoundId), Vec<FileId>> = BTreeMap::new();
    let first = year.plan.first_round();
    for (n, file) in numbered(files) {
        let whose = match file.agency {
            Some(agency) => Some((agency, file.round.unwrap_or(first))),
            None if file.status == FileStatus::Rejected && !file.is_of_other_collector() => names.of_path(&file.path),
            None => None,
        };
        if let Some(whose) = whose {
            with_named.entry(whose).or_default().push(n);
        }
    }
    with_named
}

/// Decides among the files of one agency in a round.
fn decide(files: &mut [FileRecord], of_agency: &[FileId], year: &PlanYear, round: RoundId) {
    let last_day = year.plan.last_day_on_time(year.in_round(round).due);
    let of_round = |file: &FileRecord| file.year == Some(year.year) && file.round == Some(round);
    let with = |files: &[FileRecord], status: FileStatus| -> Vec<FileId> {
        let own = of_agency.iter().map(|n| (*n, &files[n.idx()])).filter(|(_, file)| of_round(file));
        own.filter(|(_, file)| file.status == status && file.submission.is_some()).map(|(n, _)| n).collect()
    };
    let candidates = with(files, FileStatus::Accepted);
    let Some(newest) = candidates.iter().map(|n| files[n.idx()].revision).max() else { return };
    let (winners, older): (Vec<FileId>, Vec<FileId>) =
        candidates.into_iter().partition(|n| files[n.idx()].revision == newest);
    let winner = winners[0];
    let mut distinct = without_copies(files, winners);
    if !is_punctuality_known(files, winner, of_agency, last_day) {
        files[winner.idx()].findings.retain(|finding| finding.code() != Code::SentLate);
    }
    // A copy of the same revision isn't replaced by the one without errors: it may be the one that was meant.
    let (same, rejected): (Vec<FileId>, Vec<FileId>) =
        with(files, FileStatus::Rejected).into_iter().partition(|n| files[n.idx()].revision == newest);
    for n in same {
        if distinct.iter().any(|other| !conflict::says_the_same(&files[n.idx()], &files[other.idx()])) {
            distinct.push(n);
        }
    }
    if distinct.len() > 1 {
        conflict::mark(files, &distinct);
    }
    let replaced: Vec<FileId> = rejected.iter().copied().filter(|n| files[n.idx()].revision <= newest).collect();
    for n in older.into_iter().chain(replaced) {
        let by = later(&files[winner.idx()]);
        supersede(&mut files[n.idx()], by);
    }
    if let Some(n) = rejected.into_iter().find(|n| files[n.idx()].revision > newest) {
        let problem = merge::Problem::NewerRejected { rejected: later(&files[n.idx()]), revision: newest };
        files[winner.idx()].findings.push(problem.into());
    }
}

/// The files of one revision that say different things; the others are marked as copies.
fn without_copies(files: &mut [FileRecord], of_revision: Vec<FileId>) -> Vec<FileId> {
    let mut distinct: Vec<FileId> = Vec::new();
    for n in of_revision {
        let same = |other: &FileId| Some((*other, conflict::idle_differences(&files[n.idx()], &files[other.idx()])?));
        match distinct.iter().find_map(same) {
            Some((other, differences)) => {
                let finding = duplicate(&files[other.idx()].path, differences);
                duplicate_of(&mut files[n.idx()], finding);
            }
            None => distinct.push(n),
        }
    }
    distinct
}

fn supersede(file: &mut FileRecord, by: Later) {
    file.status = FileStatus::Superseded;
    file.findings = vec![merge::Problem::Superseded { revision: file.revision, by }.into()];
}

/// Whether the copies of a submission, whose dates may move, were all sent in time or all late.
fn is_punctuality_known(files: &[FileRecord], winner: FileId, of_agency: &[FileId], last_day: NaiveDate) -> bool {
    let own = &files[winner.idx()];
    let is_copy = |file: &&FileRecord| file.status == FileStatus::Duplicate && file.revision == own.revision;
    let copies = of_agency.iter().map(|n| &files[n.idx()]).filter(|file| file.year == own.year).filter(is_copy);
    let is_late = |file: &FileRecord| file.sent_on.map(|sent_on| sent_on > last_day);
    copies.map(is_late).all(|of_copy| of_copy == is_late(own))
}

fn later(file: &FileRecord) -> Later {
    Later { path: file.path.clone(), revision: file.revision }
}

/// The checks against an earlier year, of every file that counts or must be sent again: what is wrong with it is said at
/// once.
fn compare_years(files: &mut [FileRecord], year: &PlanYear, earlier: &Earlier) {
    let earlier = earlier.regrouped(year);
    let stands = |file: &&mut FileRecord| matches!(file.status, FileStatus::Accepted | FileStatus::Rejected);
    for file in files.iter_mut().filter(stands).filter(|file| file.year == Some(year.year)) {
        let Some(submission) = &file.submission else { continue };
        let year = year.in_round(submission.round);
        rules::against_earlier(submission, &year, &mut file.findings, &earlier.as_before(submission.round));
    }
}

/// Whether a later round's file only repeats what its agency counted in an earlier one, or is of no later day.
fn compare_rounds(files: &mut [FileRecord], year: &PlanYear, counts: &RoundCounts) {
    let rounds: Vec<RoundId> = counts.rounds().collect();
    let accepted = files.iter().filter(|file| file.status == FileStatus::Accepted);
    let days: BTreeMap<(RoundId, AgencyId), NaiveDate> =
        accepted.filter_map(|file| Some(((file.round?, file.agency?), file.as_of?))).collect();
    for file in files.iter_mut().filter(|file| file.status == FileStatus::Accepted) {
        let Some(submission) = &file.submission else { continue };
        let earlier = rounds.iter().rev().filter(|round| **round < submission.round);
        let again = earlier.map(|round| {
            let earlier = EarlierRound {
                before: Before { year, counts: counts.of(*round), is_restated: false },
                name: &year.plan.round(*round).name,
                as_of: days.get(&(*round, submission.agency)).copied(),
            };
            rules::against_earlier_round(submission, &year.in_round(submission.round), &earlier)
        });
        if let Some(finding) = again.flatten().next() {
            file.findings.push(finding);
        }
    }
}

/// The checks between agencies, within each round.
fn compare_agencies(files: &mut [FileRecord], year: &PlanYear, counts: &RoundCounts, year_before: Option<&Earlier>) {
    let year_before = year_before.map(|earlier| earlier.regrouped(year));
    for round in counts.rounds() {
        // In the year as a whole, where what a round doesn't ask for is unknown rather than nothing.
        let before = counts.rounds().rev().filter(|earlier| *earlier < round);
        let earlier: Vec<EarlierWhole> =
            before.map(|of| EarlierWhole { counts: counts.of(of), round: &year.plan.round(of).name }).collect();
        let year_before = year_before.as_ref().map(|earlier| earlier.as_before(round));
        compare_agencies_in(files, year, (round, counts.of(round)), &earlier, year_before.as_ref());
    }
}

/// Those of a round, each finding given to the file whose row can explain it.
fn compare_agencies_in(
    files: &mut [FileRecord],
    year: &PlanYear,
    (round, counts): (RoundId, &Counts),
    earlier: &[EarlierWhole],
    year_before: Option<&Before>,
) {
    let is_of_round = |file: &FileRecord| file.status == FileStatus::Accepted && file.round == Some(round);
    let accepted: Vec<&Submission> =
        files.iter().filter(|file| is_of_round(file)).filter_map(|file| file.submission.as_ref()).collect();
    let findings = rules::between_agencies(&accepted, counts, earlier, year_before, year);
    let by_agency = by_agency(files);
    for (agency, finding) in findings {
        let of_agency = by_agency.get(&agency).into_iter().flatten();
        let its = of_agency.copied().find(|n| is_of_round(&files[n.idx()]));
        if let Some(n) = its {
            files[n.idx()].findings.push(finding);
        }
    }
}

/// The counts of the files that count. What is found later doesn't change which those are.
fn counts(files: &[FileRecord], year: &PlanYear) -> RoundCounts {
    let accepted = files.iter().filter(|file| file.status == FileStatus::Accepted);
    let counts = accepted.filter_map(|file| file.submission.as_ref()).flat_map(|submission| {
        submission
            .observations()
            .map(|(cell, entry, _)| (submission.round, cell, entry.people().expect("an observation has a count")))
    });
    RoundCounts::partly(counts.collect(), year, partial(files))
}

/// The numbers of the files that count, with what the queries about them make of them.
fn numbers(files: &[FileRecord]) -> ReadNumbers {
    let accepted = || numbered(files).filter(|(_, file)| file.status == FileStatus::Accepted);
    let submissions = || accepted().filter_map(|(id, file)| Some((id, file, file.submission.as_ref()?)));
    let all = || submissions().flat_map(|(_, _, submission)| submission.observations());
    let sheets = SheetNames::of(all().map(|(_, _, data)| &*data.sheet));
    let (mut observations, mut explanations) = (Vec::with_capacity(all().count()), BTreeMap::new());
    for (id, file, submission) in submissions() {
        let (queries, round) = (queries(file), submission.round);
        for (cell, entry, data) in submission.observations() {
            let (status, explanation) = status(queries.get(&(&*data.sheet, entry.at)).map_or(&[], Vec::as_slice));
            let people = entry.people().expect("an observation has a count");
            let (sheet, at) = (sheets.id(&data.sheet), entry.at);
            observations.push(Observation { round, cell, people, status, file: id, sheet, at });
            explanations.extend(explanation.map(|note| ((round, cell), note)));
        }
    }
    ReadNumbers { observations, explanations, sheets }
}

/// The queries of a file by the sheet and cell they are about.
fn queries(file: &FileRecord) -> BTreeMap<(&str, Address), Vec<&Finding>> {
    let mut by_cell: BTreeMap<(&str, Address), Vec<&Finding>> = BTreeMap::new();
    for finding in file.findings.iter().filter(|finding| finding.severity == Severity::Query) {
        let Some(sheet) = &finding.place.sheet else { continue };
        for at in &finding.place.cells {
            by_cell.entry((sheet, *at)).or_default().push(finding);
        }
    }
    by_cell
}

/// What the queries about a cell make of its number, and the note that answers them.
fn status(queries: &[&Finding]) -> (Status, Option<String>) {
    match queries.iter().find(|query| !query.is_explained()) {
        Some(_) => (Status::Queried, None),
        None => match queries.first() {
            Some(query) => (Status::Explained, query.explanation.clone()),
            None => (Status::Accepted, None),
        },
    }
}

/// What the files that count report, each thing of an agency once: it may say the same again in a later round.
fn difficulties(files: &[FileRecord], year: &PlanYear) -> Vec<ReportedDifficulty> {
    let by_agency = by_agency(files);
    let mut reported: Vec<ReportedDifficulty> = Vec::new();
    for agency in year.agencies {
        let mut counted: Vec<FileId> = by_agency.get(agency).into_iter().flatten().copied().collect();
        counted.retain(|n| files[n.idx()].status == FileStatus::Accepted);
        counted.sort_by_key(|n| files[n.idx()].round);
        let mut said_in: BTreeMap<(Option<&str>, Option<&str>), FileId> = BTreeMap::new();
        for file in counted {
            for difficulty in files[file.idx()].submission.iter().flat_map(|submission| &submission.difficulties) {
                let words = (difficulty.difficulty.as_deref(), difficulty.proposal.as_deref());
                if *said_in.entry(words).or_insert(file) == file {
                    reported.push(ReportedDifficulty { agency: *agency, file, difficulty: difficulty.clone() });
                }
            }
        }
    }
    reported
}

/// Where the agencies stand: in the first round that asks something of them, and in later ones.
pub(super) struct Standings {
    pub agencies: Vec<AgencyRecord>,
    pub later_rounds: Vec<AgencyRecord>,
}

/// Where every agency stands, in the plan's order.
pub(super) fn standings(files: &[FileRecord], year: &PlanYear) -> Standings {
    let mut with_named = with_named(files, year);
    // A file that was sent after the day the numbers are taken of has not come yet on that day.
    for own in with_named.values_mut() {
        own.retain(|n| files[n.idx()].status != FileStatus::Ignored);
    }
    let names = TemplateNames::of(year);
    let rounds: Vec<PlanYear> = year.plan.round_ids().map(|round| year.in_round(round)).collect();
    let mut standings = Standings { agencies: Vec::new(), later_rounds: Vec::new() };
    for agency in year.agencies {
        let mut asked = rounds.iter().zip(year.plan.round_ids()).filter(|(year, _)| year.asks(*agency));
        let own = |round| with_named.get(&(*agency, round)).map_or(&[][..], Vec::as_slice);
        if let Some((year, round)) = asked.next() {
            standings.agencies.push(agency_record(*agency, round, own(round), files, year, &names));
        }
        for (year, round) in asked.filter(|(_, round)| !year.plan.round(*round).optional || !own(*round).is_empty()) {
            standings.later_rounds.push(agency_record(*agency, round, own(round), files, year, &names));
        }
    }
    standings.later_rounds.sort_by_key(|record| record.round);
    standings
}

fn agency_record(
    agency: AgencyId,
    round: RoundId,
    own: &[FileId],
    files: &[FileRecord],
    year: &PlanYear,
    names: &TemplateNames,
) -> AgencyRecord {
    let own: Vec<FileId> = own.iter().copied().filter(|n| answers(&files[n.idx()], year, names)).collect();
    let with = |status| own.iter().copied().find(|n| files[n.idx()].status == status);
    let (status, file) = [
        (FileStatus::Accepted, AgencyStatus::Accepted),
        (FileStatus::Conflict, AgencyStatus::Conflict),
        (FileStatus::Rejected, AgencyStatus::Rejected),
    ]
    .into_iter()
    .find_map(|(status, of_agency)| Some((of_agency, Some(with(status)?))))
    .unwrap_or((AgencyStatus::Missing, None));
    let last_day = year.plan.last_day_on_time(year.due);
    // A file of another year says nothing about this year's due date.
    let of_this_year = file.filter(|n| files[n.idx()].year == Some(year.year));
    let known = of_this_year.filter(|n| is_punctuality_known(files, *n, &own, last_day));
    let on_time = known.and_then(|n| files[n.idx()].sent_on).map(|sent_on| sent_on <= last_day);
    let first_on_time = first_identified(agency, &own, files, year.year).and_then(|n| files[n.idx()].sent_on);
    let first_on_time = first_on_time.map(|sent_on| sent_on <= last_day);
    AgencyRecord { agency, round, status, file, on_time, first_on_time }
}

/// The earliest revision among an agency's files of a year that say whose they are.
fn first_identified(agency: AgencyId, own: &[FileId], files: &[FileRecord], year: i32) -> Option<FileId> {
    let is_identified = |n: &FileId| files[n.idx()].agency == Some(agency) && files[n.idx()].year == Some(year);
    own.iter().copied().filter(is_identified).min_by_key(|n| (files[n.idx()].revision.unwrap_or(u32::MAX), *n))
}
