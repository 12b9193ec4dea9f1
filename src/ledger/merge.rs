//! Which submissions count. The same bytes count once; of several revisions the highest without errors; two different
//! files of one revision are a conflict and neither counts. Neither the order of files nor their dates decide.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::{Alteration, Earlier, Ledger, Observation, Status};
use crate::finding::{Code, Finding, Place, Severity, has_error};
use crate::intake::grid::Address;
use crate::intake::submission::{Difficulty, Entry, FormData, Submission};
use crate::intake::{Content, Received};
use crate::plan::{AgencyId, ColumnId, FormId, Plan, PlanYear, RowId};
use crate::{rules, wording};

/// A year of the province: every file with what became of it, every agency with where it stands, and the ledger.
#[derive(Debug, Clone)]
pub struct Merged<'p> {
    pub year: PlanYear<'p>,
    /// In the order of their paths.
    pub files: Vec<FileRecord>,
    /// Every agency of the year, in the plan's order.
    pub agencies: Vec<AgencyRecord>,
    pub ledger: Ledger,
    /// What the accepted submissions report beside numbers, in the plan's order of agencies.
    pub difficulties: Vec<ReportedDifficulty>,
    /// Outputs of this program that lay among the files.
    pub n_own_outputs: usize,
    /// How the provincial workbook this was read from differs from what was written; nothing for an inbox.
    pub alterations: Vec<Alteration>,
}

/// A difficulty or proposal with who reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedDifficulty {
    pub agency: AgencyId,
    /// The position in [`Merged::files`].
    pub file: usize,
    pub difficulty: Difficulty,
}

/// One file and what became of it. What isn't known is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    pub path: String,
    pub sha256: String,
    pub agency: Option<AgencyId>,
    pub year: Option<i32>,
    pub revision: Option<u32>,
    pub as_of: Option<NaiveDate>,
    pub sent_on: Option<NaiveDate>,
    pub status: FileStatus,
    pub findings: Vec<Finding>,
    /// Whether it could be read as a submission, whether or not it counts.
    pub is_understood: bool,
    /// What it says, if it was understood; a file known from a provincial workbook keeps it there.
    pub submission: Option<Submission>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileStatus {
    Accepted,
    Rejected,
    Superseded,
    Duplicate,
    Conflict,
    Ignored,
}

impl FileStatus {
    pub const ALL: [FileStatus; 6] = [
        FileStatus::Accepted,
        FileStatus::Rejected,
        FileStatus::Superseded,
        FileStatus::Duplicate,
        FileStatus::Conflict,
        FileStatus::Ignored,
    ];

    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            FileStatus::Accepted => "accepted",
            FileStatus::Rejected => "rejected",
            FileStatus::Superseded => "superseded",
            FileStatus::Duplicate => "duplicate",
            FileStatus::Conflict => "conflict",
            FileStatus::Ignored => "ignored",
        }
    }

    /// As the officer reads it.
    pub fn label(self) -> &'static str {
        match self {
            FileStatus::Accepted => "Đã nhận",
            FileStatus::Rejected => "Trả lại",
            FileStatus::Superseded => "Đã thay thế",
            FileStatus::Duplicate => "Trùng tệp",
            FileStatus::Conflict => "Mâu thuẫn",
            FileStatus::Ignored => "Bỏ qua",
        }
    }
}

/// Where an agency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgencyStatus {
    Accepted,
    Rejected,
    Conflict,
    Missing,
}

impl AgencyStatus {
    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            AgencyStatus::Accepted => "accepted",
            AgencyStatus::Rejected => "rejected",
            AgencyStatus::Conflict => "conflict",
            AgencyStatus::Missing => "missing",
        }
    }

    /// As the officer reads it.
    pub fn label(self) -> &'static str {
        match self {
            AgencyStatus::Accepted => "Đã nhận",
            AgencyStatus::Rejected => "Trả lại",
            AgencyStatus::Conflict => "Mâu thuẫn",
            AgencyStatus::Missing => "Chưa gửi",
        }
    }
}

/// An agency and the file that decides where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRecord {
    pub agency: AgencyId,
    pub status: AgencyStatus,
    /// The position in [`Merged::files`]; `None` if it sent nothing usable.
    pub file: Option<usize>,
    /// Whether that file was sent by the due date; `None` where there is no file or no date on its cover.
    pub on_time: Option<bool>,
}

impl Merged<'_> {
    /// Whether anything still asks for action: a file that isn't merged, a conflict, an unexplained query.
    pub fn is_open(&self) -> bool {
        let stands = |file: &&FileRecord| !matches!(file.status, FileStatus::Superseded | FileStatus::Duplicate);
        self.files.iter().filter(stands).any(|file| {
            matches!(file.status, FileStatus::Rejected | FileStatus::Conflict)
                || file.findings.iter().any(Finding::is_open)
        })
    }

    /// The agencies whose numbers are not in the ledger.
    pub fn not_accepted(&self) -> impl Iterator<Item = &AgencyRecord> {
        self.agencies.iter().filter(|record| record.status != AgencyStatus::Accepted)
    }

    /// Whether any submission of the year is among the files, whatever became of it.
    pub fn has_submissions(&self) -> bool {
        let is_one = |file: &FileRecord| file.is_understood && file.year == Some(self.year.year);
        let stands = |file: &FileRecord| !matches!(file.status, FileStatus::Ignored | FileStatus::Duplicate);
        self.files.iter().any(|file| is_one(file) && stands(file))
    }
}

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

/// Decides what counts and lists it. With a date only submissions sent by then are considered.
pub fn merge<'p>(received: Vec<Received>, year: PlanYear<'p>, as_of: Option<NaiveDate>) -> Merged<'p> {
    merge_after(received, year, as_of, None)
}

/// As [`merge`]; what counts is also compared with an earlier year, if there is one.
pub fn merge_after<'p>(
    received: Vec<Received>,
    year: PlanYear<'p>,
    as_of: Option<NaiveDate>,
    earlier: Option<&Earlier>,
) -> Merged<'p> {
    let n_own_outputs = received.iter().filter(|file| file.content == Content::OwnOutput).count();
    let mut files: Vec<FileRecord> =
        received.into_iter().filter(|file| file.content != Content::OwnOutput).map(record).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    mark_same_bytes(&mut files);
    mark_other_years(&mut files, year.year);
    if let Some(as_of) = as_of {
        mark_sent_after(&mut files, as_of);
    }
    for agency in year.agencies.clone() {
        decide(&mut files, agency, year.year);
    }
    if let Some(earlier) = earlier {
        compare_years(&mut files, &year, earlier);
    }
    compare_agencies(&mut files, &year);
    let ledger = Ledger::new(observations(&files));
    let difficulties = difficulties(&files, &year);
    let agencies = agency_records(&files, &year);
    Merged { year, files, agencies, ledger, difficulties, n_own_outputs, alterations: Vec::new() }
}

/// A file as it was received, not yet compared with others: rejected for its errors, otherwise a candidate.
fn record(received: Received) -> FileRecord {
    let (agency, year) = (received.agency(), received.year());
    let Received { path, sha256, content, findings } = received;
    let status = match &content {
        Content::Ignored | Content::OwnOutput => FileStatus::Ignored,
        Content::Submission(_) if !has_error(&findings) => FileStatus::Accepted,
        Content::Submission(_) | Content::Unusable { .. } => FileStatus::Rejected,
    };
    let submission = match content {
        Content::Submission(submission) => Some(*submission),
        _ => None,
    };
    let cover = submission.as_ref().map(|submission| &submission.cover);
    FileRecord {
        path,
        sha256,
        agency,
        year,
        revision: cover.map(|cover| cover.revision),
        as_of: cover.and_then(|cover| cover.as_of),
        sent_on: cover.and_then(|cover| cover.sent_on),
        status,
        findings,
        is_understood: submission.is_some(),
        submission,
    }
}

/// Says of every file whose bytes were already seen that it is the same, and nothing else.
fn mark_same_bytes(files: &mut [FileRecord]) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for file in files.iter_mut().filter(|file| file.status != FileStatus::Ignored) {
        match first.get(&file.sha256) {
            Some(path) => {
                let finding = duplicate(path);
                duplicate_of(file, finding);
            }
            None => {
                first.insert(file.sha256.clone(), file.path.clone());
            }
        }
    }
}

fn duplicate(path: &str) -> Finding {
    let message = format!("cùng nội dung với tệp “{path}”, chỉ tính một lần");
    Finding::new(Code::DuplicateFile, message, "Không phải làm gì").found(path)
}

fn duplicate_of(file: &mut FileRecord, finding: Finding) {
    file.status = FileStatus::Duplicate;
    file.findings = vec![finding];
}

fn mark_other_years(files: &mut [FileRecord], year: i32) {
    let of_other_year = |file: &&mut FileRecord| file.year.is_some_and(|other| other != year);
    for file in files.iter_mut().filter(of_other_year) {
        if !matches!(file.status, FileStatus::Accepted | FileStatus::Rejected) {
            continue;
        }
        let other = file.year.unwrap_or_default();
        if !file.findings.iter().any(|finding| finding.code == Code::WrongYear) {
            let message = format!("tệp là số liệu năm {other}, đang tổng hợp năm {year}");
            let hint = "Để tệp của năm khác ở thư mục riêng, hoặc chạy lại với --year";
            let finding = Finding::new(Code::WrongYear, message, hint);
            // What else there is to say of it is said when its own year is worked on.
            file.findings = vec![finding.found(other.to_string()).expected(year.to_string())];
        }
        file.status = FileStatus::Rejected;
    }
}

fn mark_sent_after(files: &mut [FileRecord], as_of: NaiveDate) {
    let counted = |file: &&mut FileRecord| matches!(file.status, FileStatus::Accepted | FileStatus::Rejected);
    for file in files.iter_mut().filter(|file| file.submission.is_some()).filter(counted) {
        let day = wording::date(as_of);
        match file.sent_on {
            Some(sent_on) if sent_on > as_of => {
                file.status = FileStatus::Ignored;
                let message = format!("gửi ngày {}, sau ngày chốt số liệu {day}", wording::date(sent_on));
                file.findings = vec![Finding::new(
                    Code::SentAfterAsOf,
                    message,
                    "Không phải làm gì; chạy lại không có --as-of để tính cả tệp này",
                )];
            }
            Some(_) => {}
            None => {
                let message =
                    format!("bìa không ghi ngày gửi nên không rõ tệp đã có vào ngày chốt số liệu {day} hay chưa");
                let hint = "Ghi ngày gửi trên bìa; trong lúc chờ, số liệu của tệp vẫn được tính";
                file.findings.push(Finding::new(Code::SentDateUnknown, message, hint));
            }
        }
    }
}

/// Decides among the files of one agency.
fn decide(files: &mut [FileRecord], agency: AgencyId, year: i32) {
    let with = |files: &[FileRecord], status: FileStatus| -> Vec<usize> {
        let of_agency = |file: &FileRecord| file.agency == Some(agency) && file.year == Some(year);
        let is_it = |file: &FileRecord| file.status == status && of_agency(file) && file.submission.is_some();
        (0..files.len()).filter(|n| is_it(&files[*n])).collect()
    };
    let candidates = with(files, FileStatus::Accepted);
    let Some(newest) = candidates.iter().map(|n| files[*n].revision).max() else { return };
    let (winners, older): (Vec<usize>, Vec<usize>) = candidates.into_iter().partition(|n| files[*n].revision == newest);
    let winner = winners[0];
    let (same, different): (Vec<usize>, Vec<usize>) =
        winners[1..].iter().partition(|n| says_the_same(&files[**n], &files[winner]));
    for n in same {
        let finding = duplicate(&files[winner].path);
        duplicate_of(&mut files[n], finding);
    }
    if !different.is_empty() {
        let all: Vec<usize> = [winner].into_iter().chain(different).collect();
        conflict(files, &all);
    }
    let rejected = with(files, FileStatus::Rejected);
    let replaced: Vec<usize> = rejected.iter().copied().filter(|n| files[*n].revision <= newest).collect();
    for n in older.into_iter().chain(replaced) {
        let by = &files[winner];
        let message = format!(
            "lần gửi {} đã được thay thế bởi “{}” (lần gửi {})",
            number(files[n].revision),
            by.path,
            number(by.revision)
        );
        let finding = Finding::new(Code::Superseded, message, "Không phải làm gì").found(by.path.clone());
        files[n].status = FileStatus::Superseded;
        files[n].findings = vec![finding];
    }
    if let Some(n) = rejected.into_iter().find(|n| files[*n].revision > newest) {
        let message = format!(
            "lần gửi {} (“{}”) bị trả lại nên dùng lần gửi {}",
            number(files[n].revision),
            files[n].path,
            number(newest)
        );
        let hint = "Đề nghị đơn vị sửa và gửi lại; số liệu tạm lấy theo lần gửi này";
        files[winner].findings.push(Finding::new(Code::NewerRevisionRejected, message, hint));
    }
}

fn number(revision: Option<u32>) -> String {
    revision.map_or_else(|| "không rõ".to_owned(), |revision| revision.to_string())
}

/// Whether two files say the same, whatever program saved them.
fn says_the_same(a: &FileRecord, b: &FileRecord) -> bool {
    let (Some(a), Some(b)) = (&a.submission, &b.submission) else { return false };
    let notes = |submission: &Submission| -> Vec<Option<String>> {
        submission.forms.iter().flat_map(|data| data.rows.iter().flatten().map(|row| row.note.clone())).collect()
    };
    let difficulties = |submission: &Submission| -> Vec<(Option<String>, Option<String>)> {
        submission.difficulties.iter().map(|d| (d.difficulty.clone(), d.proposal.clone())).collect()
    };
    differences(a, b).is_empty() && a.cover == b.cover && notes(a) == notes(b) && difficulties(a) == difficulties(b)
}

/// A cell in which one submission differs from another.
struct Difference {
    sheet: String,
    at: Address,
    own: Option<u64>,
    other: Option<u64>,
}

/// As it is listed: `Biểu 06 D12: 120 ≠ 130`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |people: Option<u64>| people.map_or_else(|| "trống".to_owned(), wording::count);
        write!(f, "{} {}: {} ≠ {}", self.sheet, self.at, shown(self.own), shown(self.other))
    }
}

/// The cells in which two submissions differ.
fn differences(a: &Submission, b: &Submission) -> Vec<Difference> {
    let (of_a, of_b) = (entries(a), entries(b));
    let cells: BTreeSet<_> = of_a.keys().chain(of_b.keys()).collect();
    let differ = |cell| {
        let (own, other) = (of_a.get(cell), of_b.get(cell));
        let (data, entry) = own.or(other)?;
        let people = |side: Option<&(&FormData, &Entry)>| side.and_then(|(_, entry)| entry.people);
        let (own, other) = (people(own), people(other));
        (own != other).then(|| Difference { sheet: data.sheet.clone(), at: entry.at, own, other })
    };
    cells.into_iter().filter_map(differ).collect()
}

fn entries(submission: &Submission) -> BTreeMap<(FormId, RowId, ColumnId), (&FormData, &Entry)> {
    let mut entries = BTreeMap::new();
    for data in &submission.forms {
        entries.extend(data.entries.iter().map(|entry| ((data.form, entry.row, entry.column), (data, entry))));
    }
    entries
}

/// Marks different files of one revision: each is told how it differs from the first, the first from the second.
fn conflict(files: &mut [FileRecord], all: &[usize]) {
    for n in all {
        let other = if *n == all[0] { all[1] } else { all[0] };
        let (Some(own), Some(others)) = (&files[*n].submission, &files[other].submission) else { continue };
        let differences = differences(own, others);
        let listed = differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let revision = number(files[*n].revision);
        let what = match differences.len() {
            0 => "ở bìa hoặc phần ghi chú".to_owned(),
            n => format!("ở {n} ô: {listed}"),
        };
        let message = format!("cùng là lần gửi {revision} nhưng khác tệp “{}” {what}", files[other].path);
        // A place is on one sheet; the message lists all of them.
        let sheet = differences.first().map(|first| first.sheet.clone());
        let on_sheet = differences.iter().filter(|difference| Some(&difference.sheet) == sheet.as_ref());
        let cells = on_sheet.map(|difference| difference.at).collect();
        let place = Place { sheet, cells, ..Place::default() };
        let hint = "Hỏi đơn vị tệp nào đúng; đơn vị tăng “Lần gửi thứ” trên bìa của tệp đúng rồi gửi lại. Chưa tệp nào được tính";
        let finding = Finding::new(Code::Conflict, message, hint).at(place).found(listed);
        files[*n].status = FileStatus::Conflict;
        files[*n].findings.push(finding);
    }
}

/// The checks against an earlier year, of every file that counts or must be sent again: what is wrong with it is said at
/// once.
fn compare_years(files: &mut [FileRecord], year: &PlanYear, earlier: &Earlier) {
    let stands = |file: &&mut FileRecord| matches!(file.status, FileStatus::Accepted | FileStatus::Rejected);
    for file in files.iter_mut().filter(stands).filter(|file| file.year == Some(year.year)) {
        let Some(submission) = &file.submission else { continue };
        let findings = rules::against_earlier(submission, year, &file.findings, &earlier.as_before());
        file.findings.extend(findings);
    }
}

/// The checks between agencies, each finding given to the file whose row can explain it.
fn compare_agencies(files: &mut [FileRecord], year: &PlanYear) {
    let accepted: Vec<&Submission> = files
        .iter()
        .filter(|file| file.status == FileStatus::Accepted)
        .filter_map(|file| file.submission.as_ref())
        .collect();
    let counts = Ledger::new(observations(files)).counts;
    let findings = rules::between_agencies(&accepted, &counts, year);
    for (agency, finding) in findings {
        let is_its = |file: &&mut FileRecord| file.status == FileStatus::Accepted && file.agency == Some(agency);
        if let Some(file) = files.iter_mut().find(is_its) {
            file.findings.push(finding);
        }
    }
}

fn observations(files: &[FileRecord]) -> Vec<Observation> {
    let accepted = files.iter().enumerate().filter(|(_, file)| file.status == FileStatus::Accepted);
    accepted
        .flat_map(|(n, file)| {
            file.submission.iter().flat_map(Submission::observations).map(move |(cell, entry, data)| {
                let (status, explanation) = status(file, &data.sheet, entry.at);
                let people = entry.people.expect("an observation has a count");
                Observation { cell, people, status, file: n, sheet: data.sheet.clone(), at: entry.at, explanation }
            })
        })
        .collect()
}

/// Whether a query stands against a cell, and the note that answers it.
fn status(file: &FileRecord, sheet: &str, at: Address) -> (Status, Option<String>) {
    let on_cell = |finding: &&Finding| {
        finding.severity == Severity::Query
            && finding.place.sheet.as_deref() == Some(sheet)
            && finding.place.cells.contains(&at)
    };
    let queries: Vec<&Finding> = file.findings.iter().filter(on_cell).collect();
    match queries.iter().find(|query| !query.is_explained()) {
        Some(_) => (Status::Queried, None),
        None => match queries.first() {
            Some(query) => (Status::Explained, query.explanation.clone()),
            None => (Status::Accepted, None),
        },
    }
}

fn difficulties(files: &[FileRecord], year: &PlanYear) -> Vec<ReportedDifficulty> {
    let of_agency = |agency: &AgencyId| {
        let agency = *agency;
        let is_it = |file: &FileRecord| file.status == FileStatus::Accepted && file.agency == Some(agency);
        let file = files.iter().position(is_it)?;
        let reported = files[file].submission.iter().flat_map(|submission| &submission.difficulties).cloned();
        Some(reported.map(move |difficulty| ReportedDifficulty { agency, file, difficulty }).collect::<Vec<_>>())
    };
    year.agencies.iter().filter_map(of_agency).flatten().collect()
}

/// Where every agency stands, in the plan's order.
pub(super) fn agency_records(files: &[FileRecord], year: &PlanYear) -> Vec<AgencyRecord> {
    year.agencies.iter().map(|agency| agency_record(*agency, files, year)).collect()
}

fn agency_record(agency: AgencyId, files: &[FileRecord], year: &PlanYear) -> AgencyRecord {
    let with = |status| files.iter().position(|file: &FileRecord| file.agency == Some(agency) && file.status == status);
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
    let of_this_year = file.filter(|n| files[*n].year == Some(year.year));
    let on_time = of_this_year.and_then(|n| files[n].sent_on).map(|sent_on| sent_on <= last_day);
    AgencyRecord { agency, status, file, on_time }
}
