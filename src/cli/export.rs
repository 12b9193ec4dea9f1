//! `bhxh export`: the ledger of an inbox for other programs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::args::{ExportArgs, Global};
use super::save::{self, Output, Protected, Spools};
use super::screen::{Done, Outcome};
use super::{assigned, consolidate, illustrative, inbox, previous, shown, terminal, threads, years};
use crate::indicator::assigned::Achievement;
use crate::output::data_package;
use crate::usecase::Returns;
use crate::usecase::json::JsonDocument;

pub fn run(args: &ExportArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let today = global.today()?;
    inbox::keep_out(&args.to, &args.inbox, "--to")?;
    save::check_folder(&args.to)?;
    let inbox = inbox::walk_filled(&args.inbox, "xuất")?;
    let returns = Returns::new(inbox::receive(&inbox, &plan), &plan, args.year, today)?;
    let given = assigned::read(args.assigned.as_deref(), &plan, returns.year(), today)?;
    let previous = previous::read(&args.previous, &plan, returns.year())?;
    previous.check(returns.year())?;
    let province = returns.merge(args.as_of, &previous)?;
    let achievement = province.achievement(given, &previous);
    let (spools, threads) = (Spools::near(&args.to), &threads::ProgramThreads);
    let package = province.write_package(achievement.as_ref(), &previous, today, threads, || spools.spool());
    let mut outputs = Output::spooled_within(&args.to, spools.checked(package.map_err(Into::into))?);
    let saved = save::save_all(&mut outputs, &Protected::returns(&plan))?;
    let stale = terminal::paths(
        "Tệp của lần xuất trước, không thuộc lần này; hãy xóa để không đọc lẫn",
        &left_over(&args.to, &outputs),
        terminal::width(),
    );

    let merged = &province.merged;
    let outcome = Outcome::open_if(merged.is_open() || achievement.as_ref().is_some_and(Achievement::is_open));
    if global.is_json() {
        let document = JsonDocument::of_province(&province, save::names(&outputs));
        let document = document.with_achievement(&plan, achievement.as_ref()).render();
        return Ok(Done::data(outcome, document).with_warnings(saved.report_links() + &stale));
    }
    let folder = terminal::paint(terminal::BOLD, &shown::path(&args.to));
    let title = terminal::paint(terminal::BOLD, &format!("XUẤT DỮ LIỆU NĂM {}", merged.year.year));
    let year = years::choice(merged, args.year, terminal::width());
    let told = illustrative::of_province(merged);
    let mut text =
        format!("{told}{year}{title}\n{}", consolidate::agencies_lines(merged, terminal::width(), global.quiet));
    text.push_str(&previous::warnings(previous.notices(&plan).into_iter()));
    let _ = writeln!(text, "  {} số, {} tệp trong thư mục {folder}", merged.ledger.observations.len(), outputs.len());
    Ok(Done::words(outcome, text + &saved.report() + &stale))
}

/// Tables of an older package that this one doesn't have: whoever reads all files of the folder would take them for its own.
fn left_over(folder: &Path, outputs: &[Output]) -> Vec<PathBuf> {
    let is_written = |path: &PathBuf| outputs.iter().any(|output| output.path == *path);
    let names = data_package::optional_names().map(|name| folder.join(name));
    names.filter(|path| path.exists() && !is_written(path)).collect()
}
