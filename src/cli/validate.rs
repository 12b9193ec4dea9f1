//! `bhxh validate`: checks single files before they are sent.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::args::{Global, ValidateArgs};
use super::json::Document;
use super::mark::{self, Copy, Folder, Job};
use super::save::{self, Protected, Saved};
use super::screen::{Done, Outcome};
use super::{file, plan_year, previous, shown, terminal};
use crate::intake::{self, Content, Received};
use crate::ledger::Earlier;
use crate::output::marked::Subject;
use crate::plan::{Plan, PlanYear};
use crate::problem::{Finding, Severity};
use crate::rules;

pub fn run(args: &ValidateArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let mut received = args.files.iter().map(|path| receive(path, &plan)).collect::<Result<Vec<_>>>()?;
    if let Some(path) = &args.previous {
        let earlier = previous::read_one(path, &plan)?;
        for file in &mut received {
            compare(file, &earlier, path)?;
        }
    }
    let Marked { copies, outdated, saved } = match &args.mark {
        Some(folder) => mark_files(Folder::beside(folder)?, args, &received, &plan, global.today()?)?,
        None => Default::default(),
    };
    let is_open = |file: &Received| !intake::is_acceptable(file) || file.findings.iter().any(Finding::is_open);
    let outcome = if received.iter().any(is_open) { Outcome::Open } else { Outcome::Clean };
    if global.is_json() {
        let document = Document::of_files(&plan, &received, mark::names(&copies).collect()).render();
        return Ok(Done::data(outcome, document).with_warnings(saved.report_links()));
    }
    let width = terminal::width();
    let mut text = String::new();
    let mut copies = copies.iter();
    for file in &received {
        text.push_str(&report(file, &plan, width, global.quiet));
        if args.mark.is_some() {
            let copy = if has_anything_to_mark(file) { copies.next() } else { None };
            text.push_str(&copy_line(file, copy));
        }
    }
    text.push_str(&terminal::paths("Bản đánh dấu cũ, nay không cần gửi nữa", &outdated, width));
    Ok(Done::words(outcome, text + &saved.report()))
}

fn receive(path: &Path, plan: &Plan) -> Result<Received> {
    if path.is_dir() {
        bail!("“{}” là thư mục. Dùng “bhxh consolidate” để tổng hợp cả thư mục", shown::path(path));
    }
    // A name that is nothing at all is a slip of the hand; what is there and can't be read is a rejected file.
    fs::symlink_metadata(path).with_context(|| format!("không đọc được tệp “{}”", shown::path(path)))?;
    Ok(file::receive(path, &shown::name(path.as_os_str()), plan))
}

/// Adds what an earlier year makes doubtful.
fn compare(file: &mut Received, earlier: &Earlier, path: &Path) -> Result<()> {
    let Content::Submission(submission) = &file.content else { return Ok(()) };
    let (year, before) = (submission.year, earlier.year.year);
    if before >= year {
        bail!(
            "“{}” là số liệu năm {before}, không phải của năm trước năm {year} của “{}”",
            shown::path(path),
            file.path
        );
    }
    let year = plan_year(earlier.year.plan, year)?;
    if let Some(agency) = earlier.agency.filter(|agency| *agency != submission.agency) {
        bail!(
            "“{}” là số liệu của {}, không phải của {} như “{}”",
            shown::path(path),
            earlier.year.agency_name(agency),
            year.agency_name(submission.agency),
            file.path
        );
    }
    rules::against_earlier(submission, &year, &mut file.findings, &earlier.as_before());
    Ok(())
}

/// Whether somebody has to do something about a file. Others need no copy.
fn has_anything_to_mark(file: &Received) -> bool {
    !matches!(file.content, Content::OwnOutput) && file.findings.iter().any(Finding::is_open)
}

/// The copies that were saved.
#[derive(Default)]
struct Marked {
    copies: Vec<Copy>,
    /// Copies of an earlier run whose files ask for nothing now.
    outdated: Vec<PathBuf>,
    saved: Saved,
}

/// Saves a marked copy of every file that has anything to mark.
fn mark_files(
    folder: Folder,
    args: &ValidateArgs,
    received: &[Received],
    plan: &Plan,
    today: NaiveDate,
) -> Result<Marked> {
    let folder = folder.protect(args.files.iter().map(PathBuf::as_path));
    let years: Vec<Option<PlanYear>> = received.iter().map(|file| plan.year(file.year()?)).collect();
    let names: Vec<String> =
        args.files.iter().map(|path| path.file_name().map_or_else(|| "tep.xlsx".to_owned(), shown::name)).collect();
    let all = received.iter().zip(&args.files).zip(&years).zip(&names);
    let jobs: Vec<Job> = all
        .filter(|(((file, _), _), _)| has_anything_to_mark(file))
        .map(|(((file, source), year), name)| Job {
            source,
            name: name.clone(),
            sha256: file.sha256.as_deref(),
            subject: Subject {
                file_name: name,
                agency: file.agency().zip(year.as_ref()).map(|(agency, year)| year.agency_name(agency)),
                year: year.as_ref(),
                revision: file.submission().map(|submission| submission.cover.revision),
                today,
                findings: &file.findings,
            },
        })
        .collect();
    let mut copies = folder.copies(&jobs)?;
    let outputs = mark::outputs(args.mark.as_deref().unwrap_or(Path::new(".")), &mut copies);
    let saved = save::save_all(&outputs, &Protected::returns(plan))?;
    let done = received.iter().zip(&names).filter(|(file, _)| !has_anything_to_mark(file));
    let mut outdated = folder.outdated(&done.map(|(_, name)| name.as_str()).collect::<Vec<_>>());
    outdated.retain(|path| copies.iter().all(|copy| copy.path != *path));
    Ok(Marked { copies, outdated, saved })
}

/// Where a file's copy is, or why there is none; nothing is said of the program's own outputs.
fn copy_line(file: &Received, copy: Option<&Copy>) -> String {
    let Some(copy) = copy else {
        return match file.content {
            Content::OwnOutput => String::new(),
            _ => "  Không có gì để đánh dấu nên không lập bản đánh dấu\n\n".to_owned(),
        };
    };
    let what = if copy.is_marked {
        "Bản đánh dấu"
    } else {
        "Không đánh dấu được vào tệp; danh sách kết quả"
    };
    format!("  {what}: {}\n\n", terminal::paint(terminal::BOLD, &shown::path(&copy.path)))
}

/// One file's findings, and whether it can be sent.
fn report(file: &Received, plan: &Plan, width: usize, quiet: bool) -> String {
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &file.path));
    let year = file.year().and_then(|year| plan.year(year));
    if let (Some(agency), Some(year)) = (file.agency(), &year) {
        let revision = file.submission().map(|submission| format!(", lần gửi {}", submission.cover.revision));
        let _ = writeln!(
            text,
            "  {}, năm {}{}",
            shown::shown(year.agency_name(agency)),
            year.year,
            revision.unwrap_or_default()
        );
    }
    let shown = |finding: &&Finding| !quiet || finding.severity != Severity::Note;
    for finding in file.findings.iter().filter(shown) {
        text.push_str(&terminal::finding(finding, year.as_ref(), width));
    }
    let _ = writeln!(text, "  {}\n", verdict(file));
    text
}

fn verdict(file: &Received) -> String {
    let tally = terminal::tally(&file.findings);
    let tally = if tally.is_empty() { "không có điểm nào cần lưu ý".to_owned() } else { tally };
    if matches!(file.content, Content::OwnOutput) {
        return "Đây là kết quả do chương trình lập, không phải tệp của đơn vị".to_owned();
    }
    if !intake::is_acceptable(file) {
        return format!("{} – {tally}", terminal::paint(terminal::BAD, "CHƯA GỬI ĐƯỢC"));
    }
    if file.findings.iter().any(Finding::is_open) {
        return format!("{} – {tally}", terminal::paint(terminal::WARN, "CẦN GIẢI TRÌNH"));
    }
    format!("{} – {tally}", terminal::paint(terminal::GOOD, "GỬI ĐƯỢC"))
}
