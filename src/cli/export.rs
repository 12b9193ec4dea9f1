//! `bhxh export`: the ledger of an inbox for other programs.

use std::fmt::Write as _;

use anyhow::Result;

use super::args::{ExportArgs, Global};
use super::save::{self, Output, Protected, Spools};
use super::screen::{Done, Outcome};
use super::{assigned, consolidate, illustrative, inbox, previous, shown, terminal, threads, years};
use crate::indicator::assigned::Achievement;
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
    let previous = previous::read(&args.previous, &plan)?;
    previous.check(returns.year())?;
    let province = returns.merge(args.as_of, &previous)?;
    let achievement = province.achievement(given, &previous);
    let (spools, threads) = (Spools::near(&args.to), &threads::ProgramThreads);
    let package = province.write_package(achievement.as_ref(), &previous, today, threads, || spools.spool());
    let mut outputs = Output::spooled_within(&args.to, spools.checked(package.map_err(Into::into))?);
    let saved = save::save_all(&mut outputs, &Protected::returns(&plan))?;

    let merged = &province.merged;
    let outcome = Outcome::open_if(merged.is_open() || achievement.as_ref().is_some_and(Achievement::is_open));
    if global.is_json() {
        let document = JsonDocument::of_province(&province, save::names(&outputs));
        let document = document.with_achievement(&plan, achievement.as_ref()).render();
        return Ok(Done::data(outcome, document).with_warnings(saved.report_links()));
    }
    let folder = terminal::paint(terminal::BOLD, &shown::path(&args.to));
    let title = terminal::paint(terminal::BOLD, &format!("XUẤT DỮ LIỆU NĂM {}", merged.year.year));
    let year = years::choice(merged, args.year, terminal::width());
    let told = illustrative::of_province(merged);
    let mut text =
        format!("{told}{year}{title}\n{}", consolidate::agencies_lines(merged, terminal::width(), global.quiet));
    text.push_str(&previous::warnings(previous.notices(&plan).into_iter()));
    let _ = writeln!(text, "  {} số, {} tệp trong thư mục {folder}", merged.ledger.observations.len(), outputs.len());
    Ok(Done::words(outcome, text + &saved.report()))
}
