//! `bhxh report`: the annual report, from a folder of returned files or from a provincial workbook made of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::args::{Global, ReportArgs};
use super::assigned;
use super::earlier_words::EarlierWords;
use super::previous;
use super::save::{self, Output, OutputKind, Protected, Saved};
use super::screen::{Done, Outcome};
use super::{consolidate, illustrative, inbox, inbox_since, input, shown, terminal, years};
use crate::indicator::annual::{Annual, Choices};
use crate::indicator::assigned::Achievement;
use crate::indicator::changes::Changes;
use crate::output::{File, annual};
use crate::plan::Plan;
use crate::template;
use crate::usecase::json::JsonDocument;
use crate::usecase::{Error, Made, Origin, Previous, Province, ReportRequest, Returns, percents, plan_year};
use crate::view::proposal as view;
use crate::view::report::Deliverable;
use crate::view::restated;

pub fn run(args: &ReportArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let today = global.today()?;
    let percents = percents(&args.percent, &plan).map_err(of_percent)?;
    plan_year(&plan, args.year)?;
    save::check_folder(args.out.as_deref().unwrap_or(Path::new(".")))?;
    let previous = previous::read(&args.previous, &plan, args.year)?;
    previous.check(args.year)?;
    let given = assigned::read(args.assigned.as_deref(), &plan, args.year, today)?;
    let source = args.source.clone().unwrap_or_else(|| PathBuf::from(format!("so-tong-hop-{}.xlsx", args.year)));
    let province = province(&source, args, &plan, &previous, today)?;
    let choices = Choices {
        today,
        as_of: province.as_of,
        ad_hoc: args.ad_hoc,
        assigned: given,
        labour_force: args.labour_force,
        percents,
    };
    let report = province.annual(&previous, &choices, &shown::path(&source))?;
    let EarlierWords { prose, earlier, notes } = EarlierWords::read(args)?;
    let request = ReportRequest { deliverable: args.task, prose };
    let (made, mut outputs) = outputs(&report, &source, args.out.as_deref(), &request)?;
    let changes = changes(&outputs, &province);
    let saved = save::save_all(&mut outputs, &Protected::returns(&plan))?;
    let kept = made.files.iter().map(|file| args.out.as_deref().unwrap_or(Path::new("")).join(&file.name));
    let kept = kept.filter_map(|path| why_kept(&report, &path)).next();
    let left = left_to_do(&made, &earlier, notes.into_iter().chain(kept));
    let warnings = restated::of_annual(&report).into_iter().chain(inbox_since::changed(&source, &province, &plan));
    let is_left_out = province.shows_assigned && report.achievement.is_none();
    let warnings = warnings.chain(is_left_out.then(|| assigned::left_out(&source)));
    let warnings = previous::warnings(warnings);
    let told = ReportNotes { deliverable: args.task, left, warnings, changes };
    Ok(done(&report, &province, &outputs, &saved, told, global))
}

/// What changed since the report's workbook that is replaced, with that one's name; `None` if none is, or nothing did.
fn changes(outputs: &[Output], province: &Province) -> Option<(String, Changes)> {
    let name = annual::file_name(province.merged.year.year);
    let target = outputs.iter().find(|output| output.path.file_name().is_some_and(|file| file == name.as_str()))?;
    let changes = province.changes_since_workbook(&std::fs::read(&target.path).ok()?)?;
    (!changes.is_nothing()).then_some((name, changes))
}

/// A wrong percentage, with the option that gave it.
fn of_percent(error: Error) -> anyhow::Error {
    anyhow::Error::new(error).context("--percent")
}

/// The province in the year, from a folder or a workbook made of one.
fn province<'p>(
    source: &Path,
    args: &ReportArgs,
    plan: &'p Plan,
    previous: &Previous,
    today: NaiveDate,
) -> Result<Province<'p>> {
    if !source.is_dir() {
        return of_workbook(source, args, plan);
    }
    let received = inbox::receive(&inbox::walk(source)?, plan);
    let returns = Returns::new(received, plan, Some(args.year), today)?;
    Ok(returns.merge(args.as_of, previous)?)
}

fn of_workbook<'p>(path: &Path, args: &ReportArgs, plan: &'p Plan) -> Result<Province<'p>> {
    if args.source.is_none() && !path.exists() {
        bail!("chưa ghi thư mục số liệu hay sổ tổng hợp, và ở đây không có “{}”", shown::path(path));
    }
    let bytes = input::workbook(path, "sổ tổng hợp")?;
    let province = Province::read_back(&bytes, plan)
        .with_context(|| format!("không dùng được sổ tổng hợp “{}”", shown::path(path)))?;
    let year = province.merged.year.year;
    if year != args.year {
        bail!(
            "“{}” là sổ tổng hợp năm {year}, không phải năm {}. Ghi --year {year} nếu cần năm đó, hoặc đưa sổ hay thư mục của năm {}",
            shown::path(path),
            args.year,
            args.year
        );
    }
    if args.as_of.is_some() && args.as_of != province.as_of {
        bail!("--as-of không dùng được với sổ tổng hợp đã lập; dùng với thư mục số liệu");
    }
    Ok(province)
}

/// The document's files, in the order they are written.
fn outputs(
    report: &Annual,
    source: &Path,
    folder: Option<&Path>,
    request: &ReportRequest,
) -> Result<(Made, Vec<Output>)> {
    let place = |name: &str| folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let workbook = place(&annual::file_name(report.merged.year.year));
    let (name, base) = (inbox::name(source), source.is_dir().then(|| consolidate::relative_inbox(source, &workbook)));
    let made = report.files(&Origin { name: &name, base: base.as_deref() }, request)?;
    // The decision belongs to the officer; a proposal never overwrites it.
    let is_kept = |file: &File| why_kept(report, &place(&file.name)).is_some();
    let outputs = made
        .files
        .iter()
        .filter(|file| !is_kept(file))
        .cloned()
        .map(|File { name, bytes }| match folder {
            Some(folder) => Output::within(folder, place(&name), bytes),
            None => Output::file(&place(&name), OutputKind::Named, bytes),
        })
        .collect();
    Ok((made, outputs))
}

/// Why a file isn't written: it is the one in which next year's targets are proposed, and the one there may hold a decision.
fn why_kept(report: &Annual, path: &Path) -> Option<String> {
    let name = template::assigned_name(report.proposal.year);
    let is_proposal = path.file_name().is_some_and(|file| file == name.as_str());
    is_proposal.then(|| assigned::why_kept(path, report.merged.year.plan))?
}

/// What the officer has still to write, and what of an earlier version isn't in the new one.
fn left_to_do(made: &Made, earlier: &str, notes: impl Iterator<Item = String>) -> String {
    let lines = notes.chain(made.left_behind_words(earlier)).chain(made.unfilled_words());
    lines.map(|line| terminal::wrap(&line, terminal::width(), "  ", "    ")).collect()
}

// ------------------------------------------------------------------------------------------------------------- screen

/// What is said beside the figures.
struct ReportNotes {
    /// Which document was asked for.
    deliverable: Deliverable,
    /// What the officer has still to do.
    left: String,
    /// What is to be known of the sources.
    warnings: String,
    /// What changed since the workbook that was replaced, with its name.
    changes: Option<(String, Changes)>,
}

fn done(
    report: &Annual,
    province: &Province,
    outputs: &[Output],
    saved: &Saved,
    told: ReportNotes,
    global: &Global,
) -> Done {
    let is_assigned_open = report.achievement.as_ref().is_some_and(Achievement::is_open);
    let outcome = Outcome::open_if(province.merged.is_open() || is_assigned_open);
    let ReportNotes { deliverable, left, warnings, changes } = told;
    if global.is_json() {
        let document = JsonDocument::of_province(province, save::names(outputs));
        let document = document.with_figures(report);
        let changes = changes.as_ref().map(|(_, changes)| changes);
        let document = document.with_changes(&province.merged, changes);
        let document = document.with_achievement(report.merged.year.plan, report.achievement.as_ref()).render();
        return Done::data(outcome, document).with_warnings(warnings + &saved.report_links());
    }
    let year = years::choice(report.merged, Some(report.merged.year.year), terminal::width());
    let changed = changes.map(|(since, changes)| consolidate::changed(&changes, &since, report.merged));
    let changed = changed.unwrap_or_default();
    let told = illustrative::of_province(report.merged);
    let mut text = format!("{told}{year}{}{changed}{warnings}\n", summary(report, province, deliverable, global.quiet));
    let proposal = template::assigned_name(report.proposal.year);
    for output in outputs {
        let is_proposal = output.path.file_name().is_some_and(|name| name == proposal.as_str());
        let what = if is_proposal { "Để ghi số được giao" } else { "Văn bản" };
        let _ = writeln!(text, "  {what}: {}", terminal::paint(terminal::BOLD, &shown::path(&output.path)));
    }
    Done::words(outcome, text + &saved.report() + &left)
}

/// Which document was made, of which year.
fn title(report: &Annual, deliverable: Deliverable) -> String {
    let year = report.merged.year.year;
    let what = match deliverable {
        Deliverable::Report => "BÁO CÁO",
        Deliverable::Potential => "BÁO CÁO TIỀM NĂNG",
        Deliverable::Targets => "CÔNG VĂN ĐỀ XUẤT CHỈ TIÊU",
    };
    let ad_hoc = if report.choices.ad_hoc { " ĐỘT XUẤT" } else { "" };
    format!("{what}{ad_hoc} NĂM {}", if deliverable == Deliverable::Targets { report.proposal.year } else { year })
}

/// The figures, who is missing, and what is proposed.
fn summary(report: &Annual, province: &Province, deliverable: Deliverable, quiet: bool) -> String {
    let (merged, width) = (report.merged, terminal::width());
    let title = title(report, deliverable);
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    text.push_str(&consolidate::agencies_lines(merged, width, quiet));
    text.push('\n');
    text.push_str(&consolidate::coverage_table(province, width));
    // The documents of III.3 and III.4 say nothing of it.
    if deliverable == Deliverable::Report {
        text.push_str(&assigned::report(report.achievement.as_ref(), merged, width));
    }
    if !quiet && deliverable != Deliverable::Potential {
        text.push('\n');
        text.push_str(&proposal(report, width));
    }
    text
}

/// That the labour force is taken to stay, with the option that would tell better on a line of its own, to be copied.
fn labour_force_stays(report: &Annual, width: usize) -> String {
    let Some(stays) = view::labour_force_stays_in_document(&report.merged.year, &report.proposal) else {
        return String::new();
    };
    if report.proposal.missing_before.is_some() {
        return terminal::wrap(&stays, width, "  ", "    ");
    }
    let earlier = format!("so-tong-hop-{}.xlsx", report.proposal.from_year - 1);
    let is_here = if Path::new(&earlier).is_file() { " (tệp này đang có trong thư mục)" } else { "" };
    let words = format!("{stays} Để tính theo tốc độ tăng của năm trước, thêm:");
    format!("{}    --previous {earlier}{is_here}\n", terminal::wrap(&words, width, "  ", "    "))
}

fn proposal(report: &Annual, width: usize) -> String {
    let title = format!("ĐỀ XUẤT CHỈ TIÊU NĂM {}", report.proposal.year);
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    text.push_str(&labour_force_stays(report, width));
    for line in &report.proposal.lines {
        let reason = view::reason(&report.merged.year, &line.province);
        text.push_str(&terminal::wrap(&format!("{}: {reason}", line.name), width, "  ", "    "));
        let falling = view::falling(line).map(|sentence| terminal::wrap(&sentence, width, "    ", "    "));
        text.push_str(&falling.unwrap_or_default());
    }
    text
}
