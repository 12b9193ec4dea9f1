//! `bhxh report`: the annual report, from a folder of returned files or from a provincial workbook made of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::args::{Global, ReportArgs};
use super::json::Document;
use super::previous::{self, Previous};
use super::save::{self, Kind, Output, Protected, Saved};
use super::screen::{Done, Outcome};
use super::{consolidate, inbox, input, plan_year, shown, terminal};
use crate::annual::{Annual, Choices};
use crate::ledger::{self, Merged};
use crate::output::{annual, report_document};
use crate::plan::{IndicatorId, Plan};
use crate::value::Percent;
use crate::value::wording;
use crate::view::proposal as view;

pub fn run(args: &ReportArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let today = global.today()?;
    let percents = percents(&args.percent, &plan)?;
    plan_year(&plan, args.year)?;
    save::check_folder(args.out.as_deref().unwrap_or(Path::new(".")))?;
    let previous = Previous::read(&args.previous, &plan)?;
    previous.check(args.year)?;
    let source = args.source.clone().unwrap_or_else(|| PathBuf::from(format!("so-tong-hop-{}.xlsx", args.year)));
    let source = Source::read(&source, args, &plan, &previous)?;
    let choices =
        Choices { today, as_of: source.as_of, ad_hoc: args.ad_hoc, labour_force: args.labour_force, percents };
    let report = Annual::new(&source.merged, &previous.years, &choices);
    let outputs = outputs(&report, &source, args.out.as_deref())?;
    let paths: Vec<PathBuf> = outputs.iter().map(|output| output.path.clone()).collect();
    let saved = save::save_all(&outputs, &Protected::returns(&plan))?;
    let outcome = if source.merged.is_open() { Outcome::Open } else { Outcome::Clean };
    Ok(done(&report, outcome, &paths, &saved, global))
}

/// The officer's percentages by indicator.
fn percents(given: &[(String, Percent)], plan: &Plan) -> Result<BTreeMap<IndicatorId, Percent>> {
    let mut percents = BTreeMap::new();
    for (id, percent) in given {
        let Some(n) = plan.indicator_by_id(id) else {
            let ids: Vec<&str> = plan.indicators.iter().map(|indicator| indicator.id.as_str()).collect();
            bail!("--percent: không có chỉ số “{id}”. Dùng một trong: {}", ids.join(", "));
        };
        if percents.insert(n, *percent).is_some() {
            bail!("--percent: chỉ số “{id}” được ghi hai lần");
        }
    }
    Ok(percents)
}

/// Where the numbers come from.
struct Source<'p> {
    merged: Merged<'p>,
    /// The last day of sending that counts.
    as_of: Option<NaiveDate>,
    /// As people know it.
    name: String,
    /// The folder the files lie in; not known of a workbook.
    inbox: Option<PathBuf>,
}

impl<'p> Source<'p> {
    fn read(path: &Path, args: &ReportArgs, plan: &'p Plan, previous: &Previous) -> Result<Self> {
        let source = if path.is_dir() {
            Self::of_inbox(path, args, plan, previous)?
        } else {
            Self::of_workbook(path, args, plan)?
        };
        if !source.merged.has_submissions() {
            match source.as_of {
                Some(day) => bail!(
                    "đến hết ngày {} chưa có đơn vị nào gửi số liệu năm {}; không lập báo cáo",
                    wording::date(day),
                    args.year
                ),
                None => bail!("“{}” không có tệp số liệu nào của năm {}", shown::path(path), args.year),
            }
        }
        Ok(source)
    }

    fn of_inbox(path: &Path, args: &ReportArgs, plan: &'p Plan, previous: &Previous) -> Result<Self> {
        let received = inbox::receive(&inbox::walk(path)?, plan);
        let merged = ledger::merge_after(received, plan_year(plan, args.year)?, args.as_of, previous.nearest());
        Ok(Source { merged, as_of: args.as_of, name: inbox::name(path), inbox: Some(path.to_owned()) })
    }

    fn of_workbook(path: &Path, args: &ReportArgs, plan: &'p Plan) -> Result<Self> {
        if args.source.is_none() && !path.exists() {
            bail!("chưa ghi thư mục số liệu hay sổ tổng hợp, và ở đây không có “{}”", shown::path(path));
        }
        let bytes = input::workbook(path, "sổ tổng hợp")?;
        let read = ledger::read_back_whole(&bytes, plan)
            .with_context(|| format!("không dùng được sổ tổng hợp “{}”", shown::path(path)))?;
        let year = read.merged.year.year;
        if year != args.year {
            bail!("“{}” là sổ tổng hợp năm {year}, không phải năm {}", shown::path(path), args.year);
        }
        if args.as_of.is_some() && args.as_of != read.as_of {
            bail!("--as-of không dùng được với sổ tổng hợp đã lập; dùng với thư mục số liệu");
        }
        Ok(Source { merged: read.merged, as_of: read.as_of, name: inbox::name(path), inbox: None })
    }
}

/// The report's files, in the order they are written.
fn outputs(report: &Annual, source: &Source, folder: Option<&Path>) -> Result<Vec<Output>> {
    let year = source.merged.year.year;
    let place = |name: String| folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
    let output = |path: PathBuf, bytes| match folder {
        Some(folder) => Output::within(folder, path, bytes),
        None => Output::file(&path, Kind::Named, bytes),
    };
    let workbook = place(annual::file_name(year));
    let links = links(source, &workbook);
    let context = annual::Context { inbox: &source.name, version: env!("CARGO_PKG_VERSION"), links: &links };
    let bytes = annual::workbook(report, &context).context("không lập được sổ báo cáo")?;
    let document = place(report_document::file_name(year));
    Ok(vec![output(workbook, bytes), output(document, report_document::document(report))])
}

/// Where each file lies as seen from the workbook; nothing where that isn't known.
fn links(source: &Source, workbook: &Path) -> Vec<String> {
    let Some(inbox) = &source.inbox else { return Vec::new() };
    let base = consolidate::relative_inbox(inbox, workbook);
    source.merged.files.iter().map(|file| format!("{base}{}", file.path)).collect()
}

// ------------------------------------------------------------------------------------------------------------- screen

fn done(report: &Annual, outcome: Outcome, paths: &[PathBuf], saved: &Saved, global: &Global) -> Done {
    let warnings = previous::warnings(report.altered().into_iter());
    if global.is_json() {
        let outputs = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let document = Document::of_year(report.merged, &report.coverage, outputs);
        let document = document.with_completeness(report.merged, &report.completeness).render();
        return Done::data(outcome, document).with_warnings(warnings + &saved.report_links());
    }
    let mut text = format!("{}{warnings}\n", summary(report, global.quiet));
    for path in paths {
        let _ = writeln!(text, "  Báo cáo: {}", terminal::paint(terminal::BOLD, &shown::path(path)));
    }
    Done::words(outcome, text + &saved.report())
}

/// The figures, who is missing, and what is proposed.
fn summary(report: &Annual, quiet: bool) -> String {
    let (merged, width) = (report.merged, terminal::width());
    let title = format!("BÁO CÁO NĂM {}", merged.year.year);
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    text.push_str(&consolidate::agencies_lines(merged, width));
    text.push('\n');
    text.push_str(&consolidate::coverage_table(merged, &report.coverage, width));
    if !quiet {
        text.push('\n');
        text.push_str(&proposal(report, width));
    }
    text
}

fn proposal(report: &Annual, width: usize) -> String {
    let title = format!("ĐỀ XUẤT CHỈ TIÊU NĂM {}", report.proposal.year);
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    for line in &report.proposal.lines {
        let reason = view::reason(&report.merged.year, &line.province);
        text.push_str(&terminal::wrap(&format!("{}: {reason}", line.name), width, "  ", "    "));
    }
    text
}
