//! One desk: the plan on it, the files received, the province made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use bhxh::indicator::annual::Choices;
use bhxh::intake::container::{MAX_FILE_BYTES, may_be_workbook};
use bhxh::intake::{self, Received, Unread};
use bhxh::ledger;
use bhxh::output::File;
use bhxh::output::docx::{NotRead, read_prose};
use bhxh::output::report_document::written_in;
use bhxh::plan::{self, Assigned, Plan};
use bhxh::planbook;
use bhxh::problem::unreadable::Unopened;
use bhxh::usecase::mark::{Copy, Job, LIST_END, Marking, tell_apart};
use bhxh::usecase::page::{self, CheckedShown, Dropped, Results, SheetGrid, SheetsShown};
use bhxh::usecase::validate;
use bhxh::usecase::{self, Beside, Digest, Origin, Previous, Province, ReportRequest, Returns};
use bhxh::value::workers::OneByOne;
use bhxh::view::prose::Prose;
use bhxh::view::report::Deliverable;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::command::Command;

/// What is said of a file that isn't any more what was checked.
const CHANGED: &str = "đã bị sửa sau khi trang đọc, nên không lập gì từ nội dung mới chưa kiểm tra. Thả lại thư mục hoặc tệp \
                       để kiểm tra lại";
/// Why a tier has no use for assigned targets.
const ASSIGNED_TO_PROVINCE: &str = "chỉ tiêu được giao cho cả tỉnh, không giao cho các đơn vị của một cơ quan thu";

/// What a command gives.
pub struct Answer {
    json: Value,
    files: Vec<File>,
}

impl Answer {
    /// Why it couldn't be done, for the officer.
    pub fn failed(why: impl Display) -> Self {
        Answer::of(&json!({ "failed": why.to_string() }))
    }

    fn of(json: &impl Serialize) -> Self {
        Answer { json: json!(json), files: Vec::new() }
    }

    fn files(files: impl IntoIterator<Item = File>) -> Self {
        let files: Vec<File> = files.into_iter().collect();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        Answer { json: json!({ "names": names }), files }
    }

    /// Why it couldn't be done with a file that was put aside, by which the host leaves it out.
    fn refused(book: &str, why: impl Display) -> Self {
        Answer::failed(why).with("book", &book)
    }

    /// One more thing said.
    fn with(mut self, key: &str, value: &impl Serialize) -> Self {
        if let Value::Object(said) = &mut self.json {
            said.insert(key.to_owned(), json!(value));
        }
        self
    }

    /// The JSON, and the files it names.
    pub fn into_outputs(self) -> Vec<Vec<u8>> {
        let json = self.json.to_string().into_bytes();
        std::iter::once(json).chain(self.files.into_iter().map(|file| file.bytes)).collect()
    }
}

/// What lies on the desk. The plan lives as long as the instance, of which there is one for each folder.
pub struct Desk {
    plan: &'static Plan,
    previous: Previous<'static>,
    received: Vec<Received>,
    province: Option<Province<'static>>,
    /// The workbook of what was assigned, by its name; read once the year is known.
    assigned_book: Option<(String, Vec<u8>)>,
    /// What was assigned for the year.
    assigned: Option<Assigned>,
    /// The officer's words in earlier versions of the year's documents.
    prose: BTreeMap<Deliverable, Prose>,
    digest: Digest,
}

impl Default for Desk {
    fn default() -> Self {
        let plan = Box::leak(Box::new(plan::embedded()));
        Desk {
            plan,
            previous: Previous::default(),
            received: Vec::new(),
            province: None,
            assigned_book: None,
            assigned: None,
            prose: BTreeMap::new(),
            digest: Digest::default(),
        }
    }
}

impl Desk {
    /// Does what a command asks for.
    pub fn answer(&mut self, command: Command, files: &[Vec<u8>]) -> Answer {
        let first = files.first().map_or(&[][..], Vec::as_slice);
        let answer = match command {
            Command::Plan => self.plan(first),
            Command::Tier { code } => self.tier(&code),
            Command::Listing { paths } => Ok(listing(&paths)),
            Command::Receive { path } => Ok(self.take(usecase::receive(first, &path, self.plan))),
            Command::Piece => Ok(self.piece(first)),
            Command::Oversized { path, n_bytes } => Ok(self.oversized(&path, n_bytes, first)),
            Command::Crashed { path } => Ok(self.unopened(&path, Unopened::Crashed)),
            Command::Unreadable { path, reason } => Ok(self.unopened(&path, Unopened::Failed(reason))),
            Command::Look { path } => Ok(Answer::of(&json!({ "is": Dropped::of(first, &path) }))),
            Command::Assigned { name } => {
                self.assigned_book = Some((name, first.to_vec()));
                Ok(Answer::of(&json!({})))
            }
            Command::Previous { name } => return self.previous(name, first),
            Command::Mark { today } => self.mark(first, today),
            Command::Prose { name } => self.prose(&name, first),
            Command::Consolidate { folder, today, year, as_of } => {
                return self.consolidate(&folder, today, year, as_of);
            }
            Command::Workbook { folder, today } => self.workbook(&folder, today),
            Command::Report { folder, today, task } => self.report(&folder, today, task.as_deref()),
            Command::ToMark { today } => self.to_mark(today),
            Command::Copies { paths, today } => self.copies(&paths, files, today),
            Command::Sheet { file, name } => self.sheet(file, &name, first),
            Command::Page { paths, folder, today } => self.page(&paths, files, &folder, today),
            Command::Assemble => Ok(Answer::files([page::with_core(first)])),
        };
        answer.unwrap_or_else(Answer::failed)
    }

    fn plan(&mut self, bytes: &[u8]) -> Result<Answer, String> {
        let plan = if may_be_workbook(bytes) {
            planbook::read(bytes)
        } else {
            let text = std::str::from_utf8(bytes).map_err(|_| "nội dung không phải là chữ đọc được (UTF-8)")?;
            plan::load(text.strip_prefix('\u{FEFF}').unwrap_or(text))
        };
        let plan = plan.map_err(|faults| faults.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
        *self = Desk { plan: Box::leak(Box::new(plan)), ..Desk::default() };
        let plan = self.plan;
        Ok(Answer::of(&json!({ "id": plan.id, "title": plan.title, "years": [plan.first_year, plan.last_year] })))
    }

    fn tier(&mut self, code: &str) -> Result<Answer, String> {
        let plan = usecase::plan_for(self.plan.clone(), Some(code)).map_err(whole)?;
        *self = Desk { plan: Box::leak(Box::new(plan)), ..Desk::default() };
        Ok(Answer::of(&json!({ "office": self.plan.office.name })))
    }

    // --------------------------------------------------------------------------------------------------- receiving

    /// Says of a file what was found, and keeps of it what is merged.
    fn take(&mut self, received: Received) -> Answer {
        let answer = Answer::of(&CheckedShown::of(&received, self.plan));
        self.received.push(received.checked());
        answer
    }

    fn piece(&mut self, bytes: &[u8]) -> Answer {
        self.digest.add(bytes);
        Answer::of(&json!({}))
    }

    fn oversized(&mut self, path: &str, n_bytes: u64, head: &[u8]) -> Answer {
        let sha256 = std::mem::take(&mut self.digest).finish();
        let sha256 = (n_bytes <= usecase::MAX_DIGEST_BYTES).then_some(sha256);
        let unread = Unread::TooLarge { n_bytes, head: head.to_vec(), sha256 };
        self.take(intake::receive_unread(&unread, path))
    }

    fn unopened(&mut self, path: &str, why: Unopened) -> Answer {
        self.take(intake::receive_unread(&Unread::Unopened(why), path))
    }

    fn previous(&mut self, name: String, bytes: &[u8]) -> Answer {
        let book = match ledger::read_earlier(bytes, self.plan) {
            Ok(book) => book,
            Err(why) => return Answer::refused(&name, format!("không dùng được sổ năm trước “{name}”: {why}")),
        };
        let year = book.year();
        match self.previous.add(name.clone(), book) {
            Ok(()) => Answer::of(&json!({ "year": year })),
            Err(error) => Answer::refused(&name, error),
        }
    }

    fn prose(&mut self, name: &str, bytes: &[u8]) -> Result<Answer, String> {
        let prose = match read_prose(bytes) {
            Ok(prose) => prose,
            // Somebody's return as a text document, which is checked like any other file.
            Err(NotRead::Foreign | NotRead::NoDocument) => return Ok(Answer::of(&json!({ "is_ours": false }))),
            Err(why) => return Err(format!("không lấy được lời văn từ “{name}”: {why}")),
        };
        let deliverable = written_in(&prose).map_or_else(|| deliverable_of(name), |(deliverable, _)| deliverable);
        self.prose.insert(deliverable, prose);
        Ok(Answer::of(&json!({ "is_ours": true })))
    }

    fn mark(&self, bytes: &[u8], today: NaiveDate) -> Result<Answer, String> {
        let names: Vec<String> = self.received.iter().map(|file| file_name(&file.path).to_owned()).collect();
        let plan = self.plan;
        let checked: Vec<_> = self.received.iter().map(|file| validate::Checked { file, plan }).collect();
        let marking = Marking::of_files(&checked, &names, today);
        let job = marking.jobs.first().ok_or("không có gì để đánh dấu")?;
        let bytes = as_checked(job.path, job.sha256, bytes)?;
        let Copy { file, is_marked, .. } = job.copy(bytes).map_err(|error| error.to_string())?;
        Ok(Answer::files([file]).with("is_marked", &is_marked))
    }

    // --------------------------------------------------------------------------------------------------- a province

    fn consolidate(&mut self, folder: &str, today: NaiveDate, year: Option<i32>, as_of: Option<NaiveDate>) -> Answer {
        match self.merged(today, year, as_of) {
            Ok(()) => {}
            Err(error) => return refused_for_year(&error),
        }
        if let Err(refused) = self.read_assigned(today) {
            return refused;
        }
        match self.province() {
            Ok(province) => Answer::of(&self.results(province, folder, today, Vec::new())),
            Err(why) => Answer::failed(why),
        }
    }

    fn merged(&mut self, today: NaiveDate, year: Option<i32>, as_of: Option<NaiveDate>) -> Result<(), usecase::Error> {
        let received = std::mem::take(&mut self.received);
        let returns = Returns::new(received, self.plan, year, today)?;
        self.province = Some(returns.merge(as_of, &self.previous)?);
        Ok(())
    }

    /// What was assigned for the year: by the workbook if there is one, else by the plan.
    fn read_assigned(&mut self, today: NaiveDate) -> Result<(), Answer> {
        let year = self.province().map_err(Answer::failed)?.merged.year.year;
        self.assigned = match &self.assigned_book {
            None => usecase::assigned_by_plan(self.plan, year).map_err(|error| Answer::failed(whole(error)))?,
            Some((name, _)) if self.plan.tier_code().is_some() => {
                return Err(Answer::refused(name, format!("không dùng “{name}”: {ASSIGNED_TO_PROVINCE}")));
            }
            Some((name, bytes)) => {
                let assigned = usecase::assigned(bytes, name, self.plan, year, today);
                Some(assigned.map_err(|error| Answer::refused(name, whole(error)))?)
            }
        };
        Ok(())
    }

    /// What the page shows.
    fn results<'d>(
        &'d self,
        province: &'d Province<'static>,
        folder: &str,
        today: NaiveDate,
        sheets: Vec<SheetGrid>,
    ) -> Results<'d> {
        let achievement = province.achievement(self.assigned.clone(), &self.previous);
        Results::of(province, &self.previous, achievement.as_ref(), folder, today, sheets)
    }

    fn province(&self) -> Result<&Province<'static>, String> {
        self.province.as_ref().ok_or_else(|| "chưa tổng hợp".to_owned())
    }

    fn workbook(&self, folder: &str, today: NaiveDate) -> Result<Answer, String> {
        let base = format!("{folder}/");
        let origin = Origin { name: folder, base: Some(&base) };
        let province = self.province()?;
        let achievement = province.achievement(self.assigned.clone(), &self.previous);
        let beside = Beside { achievement: achievement.as_ref(), ..Beside::default() };
        let workbook = province.workbook_beside(&beside, &self.previous, &origin, today, &OneByOne).map_err(whole)?;
        let rollups = province.rollups(today, |_| None).map_err(whole)?;
        Ok(Answer::files(std::iter::once(workbook).chain(rollups.into_iter().map(|rolled_up| rolled_up.file))))
    }

    fn report(&self, folder: &str, today: NaiveDate, task: Option<&str>) -> Result<Answer, String> {
        let base = format!("{folder}/");
        let origin = Origin { name: folder, base: Some(&base) };
        let province = self.province()?;
        let assigned = self.assigned.clone();
        let choices = Choices { today, as_of: province.as_of, assigned, ..Choices::default() };
        let annual = province.annual(&self.previous, &choices, folder).map_err(whole)?;
        let deliverable = Deliverable::ALL.into_iter().find(|one| task == Some(one.code())).unwrap_or_default();
        let prose = self.prose.get(&deliverable).cloned().unwrap_or_default();
        let refused = usecase::of_another_document(&prose, deliverable, province.merged.year.year);
        let prose = if refused.is_some() { Prose::default() } else { prose };
        let refused = refused.map(|why| format!("Không lấy lời văn của bản cũ: {why}"));
        let made = annual.files(&origin, &ReportRequest { deliverable, prose: Some(prose) }).map_err(whole)?;
        let left = refused.into_iter().chain(made.left_behind_words("bản cũ"));
        let remarks: Vec<String> = left.chain(made.unfilled_words()).collect();
        Ok(Answer::files(made.files).with("remarks", &remarks))
    }

    fn to_mark(&self, today: NaiveDate) -> Result<Answer, String> {
        let marking = Marking::of_year(&self.province()?.merged, today);
        Ok(Answer::of(&json!({ "paths": marking.jobs.iter().map(|job| job.path).collect::<Vec<_>>() })))
    }

    fn copies(&self, paths: &[String], files: &[Vec<u8>], today: NaiveDate) -> Result<Answer, String> {
        let marking = Marking::of_year(&self.province()?.merged, today);
        let copies = marking.jobs.iter().map(|job| copy(job, paths, files));
        let mut copies = copies.collect::<Result<Vec<Copy>, String>>()?;
        tell_apart(&mut copies);
        let remarks: Vec<String> = unmarked(&copies).into_iter().collect();
        let files: Vec<File> = copies.into_iter().map(|copy| copy.file).collect();
        let archive = bhxh::output::archive("tra-lai.zip", &files).map_err(|error| error.to_string())?;
        Ok(Answer::files([archive]).with("remarks", &remarks))
    }

    fn sheet(&self, file: usize, name: &str, bytes: &[u8]) -> Result<Answer, String> {
        let bytes = match self.checked(file) {
            Some((path, sha256)) => as_checked(path, sha256, bytes)?,
            None => bytes,
        };
        Ok(Answer::of(&page::grids(file, bytes, &BTreeSet::from([name]), self.plan).first()))
    }

    /// The path and the digest of a file, of the province or received by itself; `None` if there is none.
    fn checked(&self, file: usize) -> Option<(&str, Option<&str>)> {
        let of_province = self.province.as_ref().map(|province| &province.merged.files);
        let of_province = of_province.and_then(|files| files.get(file)).map(|of| (of.path.as_str(), &of.sha256));
        let received = || self.received.get(file).map(|of| (of.path.as_str(), &of.sha256));
        let (path, sha256) = of_province.or_else(received)?;
        Some((path, sha256.as_deref()))
    }

    fn page(&self, paths: &[String], files: &[Vec<u8>], folder: &str, today: NaiveDate) -> Result<Answer, String> {
        let province = self.province()?;
        let wanted = SheetsShown::of(&province.merged);
        let mut grids = Vec::new();
        for (n, sheets) in wanted.files() {
            let file = &province.merged.files[n];
            let bytes = as_checked(&file.path, file.sha256.as_deref(), bytes_of(&file.path, paths, files))?;
            grids.extend(page::grids(n, bytes, sheets, self.plan));
        }
        let results = self.results(province, folder, today, grids);
        Ok(Answer::files([page::with_results(&results)]))
    }
}

fn copy(job: &Job, paths: &[String], files: &[Vec<u8>]) -> Result<Copy, String> {
    let bytes = as_checked(job.path, job.sha256, bytes_of(job.path, paths, files))?;
    job.copy(bytes).map_err(|error| error.to_string())
}

/// Which of the copies are only lists; `None` if every file could be marked.
fn unmarked(copies: &[Copy]) -> Option<String> {
    let lists: Vec<&str> = copies.iter().filter(|copy| !copy.is_marked).map(|copy| copy.of.as_str()).collect();
    let (n, names) = (lists.len(), lists.join(", "));
    (n > 0).then(|| format!("Trong đó {n} tệp không đánh dấu được, thay bằng danh sách kết quả (…{LIST_END}): {names}"))
}

/// The bytes of a file, which must be those that were checked. The host gives none of what is too large to be held, or never
/// could be read.
fn as_checked<'f>(path: &str, sha256: Option<&str>, bytes: &'f [u8]) -> Result<&'f [u8], String> {
    let mut digest = Digest::default();
    digest.add(bytes);
    if bytes.is_empty() || sha256.is_none_or(|sha256| digest.finish() == sha256) {
        return Ok(bytes);
    }
    Err(format!("tệp “{path}” {CHANGED}"))
}

/// The bytes given for a path; none where there are none.
fn bytes_of<'f>(path: &str, paths: &[String], files: &'f [Vec<u8>]) -> &'f [u8] {
    let n = paths.iter().position(|known| known == path);
    n.and_then(|n| files.get(n)).map_or(&[], Vec::as_slice)
}

/// Which of a folder's files are returns, in the order in which the command line reads them.
fn listing(paths: &[String]) -> Answer {
    let mut left_behind = BTreeSet::new();
    let mut files: Vec<(&String, usize)> = Vec::new();
    for (n, path) in paths.iter().enumerate() {
        match left_behind_part(path) {
            // A folder left behind is one thing, whatever lies in it.
            Some(part) => drop(left_behind.insert(part)),
            None => files.push((path, n)),
        }
    }
    files.sort();
    let (names, places): (Vec<&String>, Vec<usize>) = files.into_iter().unzip();
    let limits = json!({ "file": MAX_FILE_BYTES, "digest": usecase::MAX_DIGEST_BYTES, "head": usecase::HEAD_BYTES });
    Answer::of(&json!({ "names": names, "places": places, "n_skipped": left_behind.len(), "limits": limits }))
}

/// The path up to the first part of it that programs leave behind.
fn left_behind_part(path: &str) -> Option<&str> {
    let mut end = 0;
    for part in path.split('/') {
        end += part.len();
        if usecase::is_left_behind(part) {
            return Some(&path[..end]);
        }
        end += 1;
    }
    None
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// An error with what caused it.
fn whole(error: usecase::Error) -> String {
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}

/// The document that an earlier version is of, by its name; the annual report where the name says nothing.
fn deliverable_of(name: &str) -> Deliverable {
    let is_named = |one: &Deliverable| file_name(name).starts_with(&format!("{}-", one.code()));
    Deliverable::ALL.into_iter().find(is_named).unwrap_or_default()
}

/// Why there is no province of the year, with the years that the officer can choose instead, or the earlier workbook that is
/// none.
fn refused_for_year(error: &usecase::Error) -> Answer {
    if let usecase::Error::NotEarlier { source, .. } = error {
        return Answer::refused(source, error);
    }
    let n_files = match error {
        usecase::Error::OnlyOtherYears { n_files, .. } | usecase::Error::WhichYear { n_files } => n_files.clone(),
        _ => BTreeMap::new(),
    };
    let years: Vec<i32> = n_files.into_keys().collect();
    Answer::failed(error).with("years", &years)
}
