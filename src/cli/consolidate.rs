//! `bhxh consolidate`: a folder of returned files becomes the provincial workbook.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use chrono::NaiveDate;

use super::args::{ConsolidateArgs, Global};
use super::assigned;
use super::files;
use super::illustrative;
use super::inbox::{self, Inbox};
use super::input;
use super::mark::{Folder, Marked};
use super::page;
use super::previous;
use super::rollup::{ReturnPlaces, Rollup};
use super::save::{self, Output, OutputContents, OutputKind, Protected, Saved, Spool};
use super::screen::{Done, Outcome};
use super::{progress, shown, terminal, threads, years};
use crate::indicator::assigned::Achievement;
use crate::indicator::changes::Changes;
use crate::ledger::{AgencyRecord, AgencyStatus, FileStatus, Merged};
use crate::output::provincial;
use crate::plan::Plan;
use crate::usecase::json::JsonDocument;
use crate::usecase::mark::Marking;
use crate::usecase::{self, Beside, Origin, Previous, Province, Returns};
use crate::value::{wording, workers};
use crate::view::{self, coverage, rounds};

pub fn run(args: &ConsolidateArgs, global: &Global) -> Result<Done> {
    let started = Instant::now();
    let plan = usecase::plan_for(global.plan()?, args.tier.as_deref())?;
    let today = global.today()?;
    let inbox = inbox::walk_filled(&args.inbox, "tổng hợp")?;
    let folder = args.mark.as_deref().map(|folder| Folder::outside(folder, &args.inbox)).transpose()?;
    let returns = Returns::new(inbox::receive(&inbox, &plan), &plan, args.year, today)?;
    let previous = previous::read(&args.previous, &plan, returns.year())?;
    previous.check(returns.year())?;
    let target = args.out.clone().unwrap_or_else(|| PathBuf::from(provincial::workbook_name(returns.plan_year())));
    let protected = Protected::returns(&plan).and(inbox.files.iter().map(|file| file.path.as_path()));
    check_places(args, &target, &protected)?;

    let given = assigned::read(args.assigned.as_deref(), &plan, returns.year(), today)?;
    let since = args.since.as_deref().map(|path| Since::given(path, &plan)).transpose()?;

    let working = progress::working(started, "Đang lập sổ tổng hợp");
    let province = returns.merge(args.as_of, &previous)?;
    let since = since.map(|since| since.beside(&province)).transpose()?;
    let achievement = province.achievement(given, &previous);
    let consolidated =
        Consolidated { args, plan: &plan, inbox: &inbox, previous, target, province, achievement, today };
    // A workbook that stands where the new one goes is read while that is made.
    let (workbook, standing) = workers::both(
        &threads::ProgramThreads,
        || consolidated.workbook(since.as_ref()),
        || if since.is_none() { consolidated.since_standing() } else { Ok(None) },
    );
    let (standing, not_compared) = match standing {
        Ok(standing) => (standing, None),
        Err(why) => (None, Some(consolidated.not_compared(&why))),
    };
    let (workbook, told) = (workbook?, since.or(standing));
    let rollups = consolidated.rollups()?;
    let page = consolidated.page()?;
    let mut marked = folder.map(|folder| consolidated.marked(folder)).transpose()?;
    let mut outputs: Vec<Output> = std::iter::once(workbook)
        .chain(rollups.iter().map(|made| Output::file(&made.path, OutputKind::Workbook, made.bytes.clone())))
        .chain(page)
        .chain(marked.iter_mut().flat_map(Marked::outputs))
        .collect();
    let saved = save::save_all(&mut outputs, &protected)?;
    drop(working);

    let written = Written { rollups: &rollups, marked: marked.as_ref(), saved: &saved };
    let (outcome, told) = (consolidated.outcome(), told.as_ref());
    let warnings = previous::warnings(consolidated.previous.notices(&plan).into_iter().chain(not_compared));
    if global.is_json() {
        let document = consolidated.json(told, &written);
        return Ok(Done::data(outcome, document).with_warnings(warnings + &saved.report_links()));
    }
    let report = consolidated.report(told, global.quiet);
    Ok(Done::words(outcome, report + &warnings + &consolidated.written(&written)))
}

/// Where the outputs may go.
fn check_places(args: &ConsolidateArgs, target: &Path, protected: &Protected) -> Result<()> {
    save::check(target, OutputKind::Workbook, protected)?;
    if let Some(page) = &args.page {
        save::check(page, OutputKind::Page, protected)?;
    }
    if let Some(rollup) = &args.rollup {
        ensure!(
            args.tier.is_some(),
            "--return chỉ dùng cùng --for: chỉ cơ quan thu số liệu của đơn vị mình mới có biểu tổng hợp"
        );
        save::check(rollup, OutputKind::Workbook, protected)?;
    }
    Ok(())
}

/// The year put together, with what it was made of and where it goes.
struct Consolidated<'a> {
    args: &'a ConsolidateArgs,
    plan: &'a Plan,
    inbox: &'a Inbox,
    previous: Previous<'a>,
    target: PathBuf,
    province: Province<'a>,
    achievement: Option<Achievement>,
    today: NaiveDate,
}

/// What was written beside the workbook and the page.
struct Written<'a> {
    rollups: &'a [Rollup],
    marked: Option<&'a Marked<'a>>,
    saved: &'a Saved,
}

impl<'a> Consolidated<'a> {
    fn workbook(&self, since: Option<&ChangesSince>) -> Result<Output> {
        let (name, base) = (inbox::name(&self.args.inbox), relative_inbox(&self.args.inbox, &self.target));
        let origin = Origin { name: &name, base: Some(&base) };
        let since = since.map(|since| (since.name.as_str(), &since.changes));
        let beside = Beside { since, achievement: self.achievement.as_ref() };
        let threads = &threads::ProgramThreads;
        let (province, previous, today) = (&self.province, &self.previous, self.today);
        let write = |spool: Spool| Ok(province.write_workbook(&beside, previous, &origin, today, threads, spool)?);
        Ok(Output::file(&self.target, OutputKind::Workbook, OutputContents::spooled(&self.target, write)?))
    }

    /// The changes since the workbook that stands where the new one goes; `None` if there are none, or nothing stands there.
    ///
    /// # Errors
    ///
    /// When what stands there can't be compared with, which stops nothing but is to be said.
    fn since_standing(&self) -> Result<Option<ChangesSince>> {
        let Ok(bytes) = std::fs::read(&self.target) else { return Ok(None) };
        let province = Province::read_back(&bytes, self.plan)?;
        let since = Since { name: inbox::name(&self.target), province }.beside(&self.province)?;
        Ok((!since.changes.is_nothing()).then_some(since))
    }

    /// The sentence that nobody knows what changed since the workbook that stood where the new one goes.
    fn not_compared(&self, why: &anyhow::Error) -> String {
        format!("không nêu được thay đổi so với sổ cũ “{}”: {why}", inbox::name(&self.target))
    }

    fn rollups(&self) -> Result<Vec<Rollup>> {
        let given = self.args.rollup.as_deref();
        let places = ReturnPlaces { given, target: &self.target, inbox: self.inbox, plan: self.plan };
        places.rollups(&self.province, self.today)
    }

    fn page(&self) -> Result<Option<Output>> {
        let Some(path) = &self.args.page else { return Ok(None) };
        let (achievement, name) = (self.achievement.as_ref(), inbox::name(&self.args.inbox));
        let page = page::bytes(&self.province, &self.previous, achievement, self.inbox, &name, self.today)?;
        Ok(Some(Output::file(path, OutputKind::Page, page)))
    }

    fn marked<'f>(&self, folder: Folder<'f>) -> Result<Marked<'f>> {
        let marking = Marking::of_year(&self.province.merged, self.today);
        let ours = std::iter::once(self.target.as_path()).chain(self.args.page.as_deref());
        folder.protect(ours).fill(&marking, &self.inbox.originals())
    }

    fn outcome(&self) -> Outcome {
        let merged = &self.province.merged;
        let is_incomplete = self.args.require_complete && merged.is_incomplete();
        let is_assigned_open = self.achievement.as_ref().is_some_and(Achievement::is_open);
        Outcome::open_if(merged.is_open() || is_incomplete || is_assigned_open)
    }

    fn json(&self, told: Option<&ChangesSince>, written: &Written) -> String {
        let merged = &self.province.merged;
        let files = std::iter::once(&self.target)
            .chain(written.rollups.iter().map(|made| &made.path))
            .chain(&self.args.page)
            .map(|path| path.to_string_lossy().into_owned());
        let outputs = files.chain(written.marked.into_iter().flat_map(Marked::names)).collect();
        JsonDocument::of_province(&self.province, outputs)
            .with_changes(merged, told.map(|told| &told.changes))
            .with_comparison(self.previous.comparison(merged))
            .with_achievement(self.plan, self.achievement.as_ref())
            .render()
    }

    /// What the officer reads: of which year, how it stands, what was assigned, what changed.
    fn report(&self, told: Option<&ChangesSince>, quiet: bool) -> String {
        let (merged, width) = (&self.province.merged, terminal::width());
        let year = illustrative::of_province(merged) + &years::choice(merged, self.args.year, width);
        let report = report(&self.province, self.inbox.n_skipped, quiet);
        let assigned = assigned::report(self.achievement.as_ref(), merged, width);
        let changed = told.map(|told| changed(&told.changes, &told.name, merged)).unwrap_or_default();
        year + &report + &assigned + &changed
    }

    /// What was written, and where.
    fn written(&self, written: &Written) -> String {
        let bold = |path: &Path| terminal::paint(terminal::BOLD, &shown::path(path));
        let mut text = format!("\n  Sổ tổng hợp: {}\n", bold(&self.target));
        text.extend(written.rollups.iter().map(Rollup::report));
        text.extend(self.args.page.iter().map(|page| format!("  Trang kết quả: {}\n", bold(page))));
        text.push_str(&written.marked.map(Marked::report).unwrap_or_default());
        text + &written.saved.report()
    }
}

/// What changed since an earlier workbook of the year, and what that one is called.
struct ChangesSince {
    name: String,
    changes: Changes,
}

/// An earlier workbook of the year, and what it is called.
struct Since<'p> {
    name: String,
    province: Province<'p>,
}

impl<'p> Since<'p> {
    /// One that was asked for.
    fn given(path: &Path, plan: &'p Plan) -> Result<Self> {
        let bytes = input::workbook(path, "sổ trước")?;
        let province = Province::read_back(&bytes, plan)
            .with_context(|| format!("không dùng được sổ tổng hợp trước “{}”", shown::path(path)))?;
        Ok(Since { name: inbox::name(path), province })
    }

    fn beside(self, now: &Province) -> Result<ChangesSince> {
        let changes = now.changes_since(&self.province, &self.name)?;
        Ok(ChangesSince { name: self.name, changes })
    }
}

/// What changed, a sentence a line.
pub(super) fn changed(changes: &Changes, since: &str, merged: &Merged) -> String {
    let width = terminal::width();
    let title = format!("THAY ĐỔI SO VỚI “{}” TRƯỚC ĐÓ", shown::shown(since));
    let sentences = view::changes::sentences(changes, merged);
    let lines = sentences.iter().map(|sentence| terminal::wrap(&shown::shown(sentence), width, "  ", "    "));
    format!("\n{}\n{}", terminal::paint(terminal::BOLD, &title), lines.collect::<String>())
}

/// The inbox as seen from the workbook's folder, ending in `/`, so that links hold when both move together.
pub(super) fn relative_inbox(inbox: &Path, target: &Path) -> String {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The folder may not exist yet, and the links must not depend on that.
    let (real, folder) = (inbox::real(inbox), inbox::real(folder));
    let common = real.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return format!("{}/", inbox.to_string_lossy().replace('\\', "/"));
    }
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = real.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { String::new() } else { format!("{}/", parts.join("/")) }
}

/// What the officer reads first: the figures, who is missing, which files need work.
fn report(province: &Province, n_skipped: usize, quiet: bool) -> String {
    let (merged, width) = (&province.merged, terminal::width());
    let mut text = files::report(merged, width, quiet);
    let _ = writeln!(
        text,
        "{}",
        terminal::paint(terminal::BOLD, &format!("TỔNG HỢP NĂM {}{}", merged.year.year, years::others(merged)))
    );
    text.push_str(&terminal::wrap(&files_line(merged, n_skipped), width, "  ", "  "));
    text.push_str(&agencies_lines(merged, width, quiet));
    if !province.coverage.is_empty() {
        text.push('\n');
        text.push_str(&coverage_table(province, width));
    }
    text
}

fn files_line(merged: &Merged, n_skipped: usize) -> String {
    let n = |status: FileStatus| merged.files.iter().filter(|file| file.status == status).count();
    let statuses = [
        FileStatus::Accepted,
        FileStatus::Rejected,
        FileStatus::Conflict,
        FileStatus::Superseded,
        FileStatus::Duplicate,
        FileStatus::Ignored,
    ];
    let mut parts: Vec<String> = statuses
        .into_iter()
        .filter(|status| n(*status) > 0)
        .map(|status| format!("{} {}", n(status), status.label().to_lowercase()))
        .collect();
    if n_skipped > 0 {
        parts.push(format!("{n_skipped} tệp tạm không xét"));
    }
    if merged.n_own_outputs > 0 {
        parts.push(format!("{} kết quả của chương trình không xét", merged.n_own_outputs));
    }
    format!("{} tệp: {}", merged.files.len(), parts.join(", "))
}

/// How many agencies are in, and which are not, in every round that somebody must answer or did.
pub(super) fn agencies_lines(merged: &Merged, width: usize, quiet: bool) -> String {
    let plan = merged.year.plan;
    let first = match merged.later_rounds.is_empty() {
        true => "trong sổ tổng hợp".to_owned(),
        false => format!("kỳ {}", plan.round(plan.first_round()).name),
    };
    let mut text = standing_lines(&merged.agencies.iter().collect::<Vec<_>>(), &first, merged, (width, quiet));
    for round in plan.round_ids() {
        let later: Vec<&AgencyRecord> = merged.later_rounds.iter().filter(|record| record.round == round).collect();
        if !later.is_empty() {
            let which = format!("kỳ {}", plan.round(round).name);
            text.push_str(&standing_lines(&later, &which, merged, (width, quiet)));
        }
    }
    let provisional = view::units::provisional(merged);
    text.push_str(
        &provisional.map(|words| terminal::wrap(&shown::shown(&words), width, "  ", "    ")).unwrap_or_default(),
    );
    text
}

fn standing_lines(records: &[&AgencyRecord], which: &str, merged: &Merged, (width, quiet): (usize, bool)) -> String {
    let n = records.iter().filter(|record| record.status == AgencyStatus::Accepted).count();
    let all = records.len();
    let style = if n == all { terminal::GOOD } else { terminal::WARN };
    let mut text = format!("  {} đơn vị có số liệu {which}\n", terminal::paint(style, &format!("{n}/{all}")));
    let most = if quiet { MOST_NAMED_QUIET } else { MOST_NAMED };
    for status in [AgencyStatus::Missing, AgencyStatus::Rejected, AgencyStatus::Conflict] {
        let of_status = records.iter().filter(|record| record.status == status);
        let names: Vec<&str> = of_status.map(|record| merged.year.agency_name(record.agency)).collect();
        text.push_str(&terminal::names(status.label(), &first_named(&names, most), width));
    }
    text
}

/// How many agencies the screen names of those that stand alike; the others stand in the workbook.
const MOST_NAMED: usize = 10;
/// The same where little is to be said.
const MOST_NAMED_QUIET: usize = 3;

/// Names, or the first of many and how many others there are; one alone isn't left out.
fn first_named<'n>(names: &[&'n str], most: usize) -> Vec<Cow<'n, str>> {
    let n_first = if names.len() > most + 1 { most } else { names.len() };
    let others = (names.len() - n_first) as u64;
    let more = (others > 0)
        .then(|| format!("… và {} đơn vị khác, nêu ở “{}”", wording::count(others), view::units::WHERE_ALL).into());
    names[..n_first].iter().map(|name| Cow::Borrowed(*name)).chain(more).collect()
}

/// How each indicator stands to its target, and why where that isn't known.
pub(super) fn coverage_table(province: &Province, width: usize) -> String {
    let (year, lines) = (&province.merged.year, &province.coverage);
    let table = terminal::view_table(&coverage::table(year, lines));
    let of_rounds = lines.iter().filter_map(|coverage| rounds::of_coverage(&province.merged, coverage));
    let mut remarks: Vec<String> = of_rounds.collect();
    remarks.dedup();
    remarks.extend(coverage::remarks(year, lines));
    remarks.iter().fold(table, |text, remark| text + &terminal::wrap(remark, width, "  ", "    "))
}
