//! `bhxh validate`: checks single files before they are sent.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::args::{Global, ValidateArgs};
use super::mark::{Folder, Marked};
use super::save::{self, Protected, Saved};
use super::screen::{Done, Outcome};
use super::{file, illustrative, previous, shown, terminal};
use crate::intake::{Content, Received};
use crate::plan::Plan;
use crate::problem::{Finding, Severity};
use crate::usecase::json::JsonDocument;
use crate::usecase::mark::Marking;
use crate::usecase::validate::{self, Checked, Verdict, has_anything_to_mark};
use crate::value::wording;

pub fn run(args: &ValidateArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let mut received = args.files.iter().map(|path| receive(path, &plan)).collect::<Result<Vec<_>>>()?;
    let tiers = Tiers::of(&received, &plan);
    for (file, path) in received.iter_mut().zip(&args.files) {
        if let Some(tier) = tiers.collecting(file) {
            *file = receive(path, tier)?;
        }
    }
    let levels: Vec<&Plan> = tiers.codes.iter().map(|code| tiers.plan(code.as_deref(), &plan)).collect();
    if !args.previous.is_empty() {
        // Files of one level and year are compared with the same.
        let mut by_level_and_year = BTreeMap::new();
        for ((file, plan), level) in received.iter_mut().zip(&levels).zip(&tiers.codes) {
            let year = file.submission().map_or(plan.first_year, |submission| submission.year);
            let earlier = match by_level_and_year.entry((level, year)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => free.insert(previous::read_for_files(&args.previous, plan, year)?),
            };
            for (source, earlier) in earlier {
                validate::compare(file, plan, earlier, source)?;
            }
        }
    }
    let checked: Vec<Checked> = received.iter().zip(levels).map(|(file, plan)| Checked { file, plan }).collect();
    let marked = match &args.mark {
        Some(folder) => Some(mark(folder, args, &checked, &plan, global.today()?)?),
        None => None,
    };
    let outcome = Outcome::open_if(received.iter().any(|file| Verdict::of(file).is_open()));
    let links = marked.as_ref().map(|(_, saved)| saved.report_links()).unwrap_or_default();
    if global.is_json() {
        let outputs = marked.iter().flat_map(|(marked, _)| marked.names()).collect();
        let document = JsonDocument::of_files(&plan, &checked, outputs).render();
        return Ok(Done::data(outcome, document).with_warnings(links));
    }
    Ok(Done::words(outcome, reports(&checked, marked.as_ref(), global.quiet)))
}

/// The plans of the tiers that collect the files, by the code of who collects.
struct Tiers {
    plans: BTreeMap<String, Plan>,
    /// Of each file the tier that collects it; `None` for the province's, and for what nobody can tell.
    codes: Vec<Option<String>>,
}

impl Tiers {
    fn of(received: &[Received], plan: &Plan) -> Self {
        let codes: Vec<Option<String>> =
            received.iter().map(|file| validate::collected_by(file).map(str::to_owned)).collect();
        let plans = codes.iter().flatten().filter_map(|code| Some((code.clone(), plan.for_tier(code)?))).collect();
        Tiers { plans, codes }
    }

    /// The plan of the tier that collects a file; `None` if the province does.
    fn collecting(&self, file: &Received) -> Option<&Plan> {
        self.plans.get(validate::collected_by(file)?)
    }

    fn plan<'p>(&'p self, code: Option<&str>, province: &'p Plan) -> &'p Plan {
        code.and_then(|code| self.plans.get(code)).unwrap_or(province)
    }
}

/// What is to be said of every file, and where the copies are.
fn reports(checked: &[Checked], marked: Option<&(Marked, Saved)>, quiet: bool) -> String {
    let width = terminal::width();
    let n_illustrative = checked.iter().filter(|checked| checked.file.is_illustrative).count();
    let mut text = illustrative::line(n_illustrative, checked.len());
    let mut copies = marked.iter().flat_map(|(marked, _)| marked.paths());
    for Checked { file, plan } in checked {
        text.push_str(&report(file, plan, width, quiet));
        if marked.is_some() {
            let copy = if has_anything_to_mark(file) { copies.next() } else { None };
            text.push_str(&copy_line(file, copy));
        }
    }
    text.push_str(&total(checked, width));
    if let Some((marked, saved)) = marked {
        text.push_str(&marked.report_outdated());
        text.push_str(&saved.report());
    }
    text
}

fn receive(path: &Path, plan: &Plan) -> Result<Received> {
    if path.is_dir() {
        bail!("“{}” là thư mục. Dùng “bhxh consolidate” để tổng hợp cả thư mục", shown::path(path));
    }
    // A name that is nothing at all is a slip of the hand; what is there and can't be read is a rejected file.
    fs::symlink_metadata(path).with_context(|| format!("không đọc được tệp “{}”", shown::path(path)))?;
    Ok(file::receive(path, &shown::name(path.as_os_str()), plan))
}

/// Saves a marked copy of every file that has anything to mark.
fn mark<'a>(
    folder: &'a Path,
    args: &ValidateArgs,
    checked: &[Checked],
    plan: &Plan,
    today: NaiveDate,
) -> Result<(Marked<'a>, Saved)> {
    let folder = Folder::beside(folder)?;
    let names: Vec<String> =
        args.files.iter().map(|path| path.file_name().map_or_else(|| "tep.xlsx".to_owned(), shown::name)).collect();
    let originals =
        checked.iter().map(|checked| checked.file.path.as_str()).zip(args.files.iter().map(PathBuf::as_path));
    let mut marked = folder.fill(&Marking::of_files(checked, &names, today), &originals.collect())?;
    let saved = save::save_all(&mut marked.outputs(), &Protected::returns(plan))?;
    Ok((marked, saved))
}

/// Where a file's copy is, or why there is none; nothing is said of the program's own outputs.
fn copy_line(file: &Received, copy: Option<(PathBuf, bool)>) -> String {
    let Some((path, is_marked)) = copy else {
        return match file.content {
            Content::OwnOutput | Content::OwnReturn { .. } | Content::Ignored => String::new(),
            _ => "  Không có gì để đánh dấu nên không lập bản đánh dấu\n\n".to_owned(),
        };
    };
    let what = if is_marked {
        "Bản đánh dấu"
    } else {
        "Không đánh dấu được vào tệp; danh sách kết quả"
    };
    format!("  {what}: {}\n\n", terminal::paint(terminal::BOLD, &shown::path(&path)))
}

/// One file's findings, and whether it can be sent.
fn report(file: &Received, plan: &Plan, width: usize, quiet: bool) -> String {
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &file.path));
    let year = file.year().and_then(|year| plan.year(year));
    if let (Some(agency), Some(year)) = (file.agency(), &year) {
        let revision = file.submission().map(|submission| format!(", lần gửi {}", submission.cover.revision));
        let collector = plan.level.as_ref().map(|_| format!(" – gửi {}", shown::shown(&plan.office.name)));
        let _ = writeln!(
            text,
            "  {}, năm {}{}{}",
            shown::shown(year.agency_name(agency)),
            year.year,
            revision.unwrap_or_default(),
            collector.unwrap_or_default()
        );
    }
    for finding in file.findings.iter().filter(|finding: &&Finding| !quiet || finding.severity != Severity::Note) {
        text.push_str(&terminal::finding_for_sender(finding, year.as_ref(), width));
    }
    let said = match Verdict::of(file) {
        Verdict::OwnOutput | Verdict::NoSpreadsheet => terminal::wrap(&verdict(file), width, "  ", "  "),
        _ => format!("  {}\n", verdict(file)),
    };
    let _ = writeln!(text, "{said}");
    text
}

/// How many of several files can be sent, and the names of those that can't or that must be explained. One file says it
/// itself.
fn total(checked: &[Checked], width: usize) -> String {
    let received: Vec<&Received> = checked.iter().map(|checked| checked.file).collect();
    if received.len() < 2 {
        return String::new();
    }
    let with_verdict = |verdict| -> Vec<String> {
        received.iter().filter(|file| Verdict::of(file) == verdict).map(|file| file.path.clone()).collect()
    };
    let all = wording::count(received.len() as u64);
    let n_sendable = wording::count(with_verdict(Verdict::Sendable).len() as u64);
    let head = format!("{n_sendable}/{all} tệp gửi được");
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &head));
    let others = [
        ("cần giải trình", Verdict::ToExplain),
        ("chưa gửi được", Verdict::NotSendable),
        ("không phải bảng tính", Verdict::NoSpreadsheet),
        ("là kết quả do chương trình lập", Verdict::OwnOutput),
    ];
    for (what, verdict) in others {
        let names = with_verdict(verdict);
        text.push_str(&terminal::names(&format!("{} tệp {what}", wording::count(names.len() as u64)), &names, width));
    }
    text
}

const NO_SPREADSHEET: &str = "Đây không phải bảng tính nên không kiểm tra và không gửi thay biểu mẫu được";

fn verdict(file: &Received) -> String {
    let tally = terminal::tally(&file.findings);
    let tally = if tally.is_empty() { "không có điểm nào cần lưu ý".to_owned() } else { tally };
    let (style, words) = match Verdict::of(file) {
        Verdict::OwnOutput => return "Đây là kết quả do chương trình lập, không phải tệp của đơn vị".to_owned(),
        Verdict::NoSpreadsheet => return format!("{NO_SPREADSHEET}. Gửi tệp Excel theo biểu mẫu đã nhận"),
        Verdict::NotSendable => (terminal::BAD, "CHƯA GỬI ĐƯỢC"),
        Verdict::ToExplain => (terminal::WARN, "CẦN GIẢI TRÌNH"),
        Verdict::Sendable => (terminal::GOOD, "GỬI ĐƯỢC"),
    };
    format!("{} – {tally}", terminal::paint(style, words))
}
