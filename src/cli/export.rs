//! `bhxh export`: the ledger of an inbox for other programs.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::args::{ExportArgs, Global};
use super::json::Document;
use super::save::{self, Output, Protected};
use super::screen::{Done, Outcome};
use super::{consolidate, inbox, plan_year, shown, terminal};
use crate::output::data_package;
use crate::{indicator, ledger};

pub fn run(args: &ExportArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let today = global.today()?;
    inbox::keep_out(&args.to, &args.inbox, "--to")?;
    save::check_folder(&args.to)?;
    let received = inbox::receive(&inbox::walk(&args.inbox)?, &plan);
    let year = plan_year(&plan, args.year.unwrap_or_else(|| ledger::choose_year(&received, &plan, today)))?;
    let merged = ledger::merge(received, year, args.as_of);
    let files = data_package::package(&merged, today).context("không lập được gói dữ liệu")?;

    let paths: Vec<PathBuf> = files.iter().map(|file| args.to.join(&file.name)).collect();
    let outputs = paths.iter().zip(files).map(|(path, file)| Output::within(&args.to, path.clone(), file.bytes));
    let saved = save::save_all(&outputs.collect::<Vec<_>>(), &Protected::returns(&plan))?;

    let outcome = if merged.is_open() { Outcome::Open } else { Outcome::Clean };
    if global.is_json() {
        let coverage = indicator::coverage(&merged.year, merged.ledger.counts());
        let outputs = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let document = Document::of_year(&merged, &coverage, outputs).render();
        return Ok(Done::data(outcome, document).with_warnings(saved.report_links()));
    }
    let folder = terminal::paint(terminal::BOLD, &shown::path(&args.to));
    let title = terminal::paint(terminal::BOLD, &format!("XUẤT DỮ LIỆU NĂM {}", merged.year.year));
    let mut text = format!("{title}\n{}", consolidate::agencies_lines(&merged, terminal::width()));
    let _ = writeln!(text, "  {} số, {} tệp trong thư mục {folder}", merged.ledger.observations.len(), paths.len());
    Ok(Done::words(outcome, text + &saved.report()))
}
