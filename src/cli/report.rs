//! `bhxh report`: the annual report, from a folder of returned files or from a provincial workbook made of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::args::{Global, ReportArgs};
use super::previous;
use super::save::{self, Kind, Output, Protected, Saved};
use super::screen::{Done, Outcome};
use super::{consolidate, inbox, input, shown, terminal, years};
use crate::annual::{Annual, Choices};
use crate::output::{File, annual};
use crate::plan::Plan;
use crate::usecase::json::Document;
use crate::usecase::{Error, Origin, Previous, Province, Returns, percents, plan_year};
use crate::view::proposal as view;

pub fn run(args: &ReportArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let today = global.today()?;
    let percents = percents(&args.percent, &plan).map_err(of_percent)?;
    plan_year(&plan, args.year)?;
    save::check_folder(args.out.as_deref().unwrap_or(Path::new(".")))?;
    let previous = previous::read(&args.previous, &plan)?;
    previous.check(args.year)?;
    let source = args.source.clone().unwrap_or_else(|| PathBuf::from(format!("so-tong-hop-{}.xlsx", args.year)));
    let province = province(&source, args, &plan, &previous, today)?;
    let choices =
        Choices { today, as_of: province.as_of, ad_hoc: args.ad_hoc, labour_force: args.labour_force, percents };
    let report = province.annual(&previous, &choices, &shown::path(&source))?;
    let outputs = outputs(&report, &source, args.out.as_deref())?;
    let saved = save::save_all(&outputs, &Protected::returns(&plan))?;
    Ok(done(&report, &province, &outputs, &saved, global))
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
        bail!("“{}” là sổ tổng hợp năm {year}, không phải năm {}", shown::path(path), args.year);
    }
    if args.as_of.is_some() && args.as_of != province.as_of {
        bail!("--as-of không dùng được với sổ tổng hợp đã lập; dùng với thư mục số liệu");
    }
    Ok(province)
}

/// The report's files, in the order they are written.
fn outputs(report: &Annual, source: &Path, folder: Option<&Path>) -> Result<Vec<Output>> {
    let place = |name: &str| folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let workbook = place(&annual::file_name(report.merged.year.year));
    let (name, base) = (inbox::name(source), source.is_dir().then(|| consolidate::relative_inbox(source, &workbook)));
    let files = report.files(&Origin { name: &name, base: base.as_deref() })?;
    let output = |File { name, bytes }: File| match folder {
        Some(folder) => Output::within(folder, place(&name), bytes),
        None => Output::file(&place(&name), Kind::Named, bytes),
    };
    Ok(files.map(output).into())
}

// ------------------------------------------------------------------------------------------------------------- screen

fn done(report: &Annual, province: &Province, outputs: &[Output], saved: &Saved, global: &Global) -> Done {
    let outcome = Outcome::open_if(province.merged.is_open());
    let warnings = previous::warnings(report.altered().into_iter());
    if global.is_json() {
        let document = Document::of_province(province, save::names(outputs));
        let document = document.with_completeness(report.merged, &report.completeness).render();
        return Done::data(outcome, document).with_warnings(warnings + &saved.report_links());
    }
    let year = years::choice(report.merged, Some(report.merged.year.year), terminal::width());
    let mut text = format!("{year}{}{warnings}\n", summary(report, province, global.quiet));
    for output in outputs {
        let _ = writeln!(text, "  Báo cáo: {}", terminal::paint(terminal::BOLD, &shown::path(&output.path)));
    }
    Done::words(outcome, text + &saved.report())
}

/// The figures, who is missing, and what is proposed.
fn summary(report: &Annual, province: &Province, quiet: bool) -> String {
    let (merged, width) = (report.merged, terminal::width());
    let title = format!("BÁO CÁO NĂM {}", merged.year.year);
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    text.push_str(&consolidate::agencies_lines(merged, width));
    text.push('\n');
    text.push_str(&consolidate::coverage_table(province, width));
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
