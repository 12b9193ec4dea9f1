//! `bhxh calendar`: the plan's tasks in a year, by date, for reading or for a calendar program.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use chrono::Datelike;

use super::args::{CalendarArgs, Global};
use super::save::{self, Output, OutputKind, Protected, Saved};
use super::screen::{Done, Outcome};
use super::{shown, terminal};
use crate::indicator::completeness::{self, TaskStanding};
use crate::output::ics;
use crate::plan::{Due, PlanYear};
use crate::usecase::json::Calendar;
use crate::usecase::plan_year;
use crate::value::wording;

pub fn run(args: &CalendarArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let today = global.today()?;
    let year = plan_year(&plan, args.year.unwrap_or_else(|| today.year()))?;
    let tasks = completeness::tasks(&year, today);
    let saved = match &args.ics {
        Some(path) => {
            let output = Output::file(path, OutputKind::Calendar, ics::calendar(&year, &tasks, today));
            save::save_all(&mut [output], &Protected::returns(&plan))?
        }
        None => Saved::default(),
    };
    if global.is_json() {
        let outputs: Vec<String> = args.ics.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let text = Calendar::new(&year, today, &tasks, outputs).render();
        return Ok(Done::data(Outcome::Clean, text).with_warnings(saved.report_links()));
    }
    let title = format!("LỊCH CÔNG VIỆC NĂM {} – tính đến ngày {}", year.year, wording::date(today));
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    text.push_str(&listing(&year, &tasks, terminal::width()));
    text.push_str(&written(args.ics.as_deref(), &tasks));
    Ok(Done::words(Outcome::Clean, text + &saved.report()))
}

/// Every task: date, days left, what, who; by date, those without one last.
fn listing(year: &PlanYear, tasks: &[TaskStanding], width: usize) -> String {
    let mut sorted: Vec<&TaskStanding> = tasks.iter().collect();
    sorted.sort_by_key(|standing| (standing.due.is_none(), standing.due));
    let mut text = String::new();
    for standing in sorted {
        let task = year.plan.task(standing.task);
        let head = match (&task.due, standing.due) {
            (Due::Words(words), _) => terminal::paint(terminal::BOLD, words),
            (_, due) => {
                let due = due.map(|due| due.format("%d/%m/%Y").to_string()).unwrap_or_default();
                format!("{}  {}", terminal::paint(terminal::BOLD, &due), days(standing))
            }
        };
        let _ = write!(text, "\n  {head}\n");
        let mut line = |words: String| text.push_str(&terminal::wrap(&words, width, "    ", "    "));
        line(format!("{} (mục {})", task.title, task.clause));
        line(format!("Chủ trì: {}", task.lead));
        if !task.with.is_empty() {
            line(format!("Phối hợp: {}", task.with.join("; ")));
        }
    }
    text
}

/// How many days are left or over, coloured by urgency, and the last day in time where that isn't the date itself.
fn days(standing: &TaskStanding) -> String {
    let (Some(days), Some(last_day)) = (standing.days, standing.last_day) else { return String::new() };
    let style = match days {
        1.. => terminal::DIM,
        -7..=0 => terminal::WARN,
        _ => terminal::GOOD,
    };
    let over =
        if days > 0 { format!("đã qua {} ngày", wording::people(days)) } else { wording::today_against_due(days) };
    let until = if standing.due == Some(last_day) {
        String::new()
    } else {
        format!(" (chậm nhất hết ngày {})", wording::date(last_day))
    };
    format!("{}{until}", terminal::paint(style, &over))
}

fn written(path: Option<&Path>, tasks: &[TaskStanding]) -> String {
    let Some(path) = path else { return String::new() };
    let n = tasks.iter().filter(|standing| standing.due.is_some()).count();
    let path = terminal::paint(terminal::BOLD, &shown::path(path));
    format!("\n  Đã ghi {n} hạn vào {path}; nhiệm vụ không có ngày thì không ghi\n")
}
