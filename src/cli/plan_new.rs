//! `bhxh plan new`: the plan of the next years, carried on from the last, with what must be decided anew.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use super::args::Global;
use super::plan_export::kind;
use super::plan_file::load_plan;
use super::save::{self, Output, OutputKind, Protected};
use super::screen::{Done, Outcome};
use super::{shown, terminal};
use crate::plan::Plan;
use crate::planbook::{self, YearsApart};

pub fn run(from: Option<&Path>, (first, last): (i32, i32), to: &Path, global: &Global) -> Result<Done> {
    let plan = from.map_or_else(|| global.plan(), load_plan)?;
    let kind = kind(to)?;
    save::check(to, kind, &Protected::returns(&plan))?;
    let carried = planbook::carry(&plan, first, last)?;
    let (bytes, to_decide) = match kind {
        OutputKind::Workbook => (carried.workbook, carried.in_workbook),
        _ => (carried.text.into_bytes(), carried.in_text),
    };
    let saved = save::save_all(&mut [Output::file(to, kind, bytes)], &Protected::returns(&plan))?;
    if global.is_json() {
        let document = json!({
            "bhxh": env!("CARGO_PKG_VERSION"),
            "from": plan.id,
            "years": [first, last],
            "gap": carried.gap.map(|gap| of_gap(gap, &plan, &period(first, last))),
            "to_decide": to_decide,
            "outputs": [to.to_string_lossy()],
        });
        let text = format!("{}\n", serde_json::to_string_pretty(&document)?);
        return Ok(Done::data(Outcome::Clean, text).with_warnings(saved.report_links()));
    }
    let years = period(first, last);
    let mut text = format!("Đã lập kế hoạch {years} từ “{}” vào {}\n", plan.id, shown::path(to));
    if let Some(gap) = carried.gap {
        let said = format!("Lưu ý: {}.", of_gap(gap, &plan, &years));
        text.push_str(&terminal::wrap(&said, terminal::width(), "", "  "));
    }
    text.push_str(&format!("\n{}\n", terminal::paint(terminal::BOLD, "Cần xác định lại")));
    for (n, sentence) in to_decide.iter().enumerate() {
        text.push_str(&terminal::wrap(sentence, terminal::width(), &format!("  {}. ", n + 1), "     "));
    }
    Ok(Done::words(Outcome::Clean, text + &saved.report()))
}

/// `năm 2026`, `2026–2030`.
fn period(first: i32, last: i32) -> String {
    if first == last { format!("năm {first}") } else { format!("{first}–{last}") }
}

/// That the years don't follow on those of the plan before.
fn of_gap(gap: YearsApart, plan: &Plan, years: &str) -> String {
    let before = period(plan.first_year, plan.last_year);
    match gap {
        YearsApart::Before => {
            format!("kế hoạch {years} ở trước kế hoạch {before} nên không so với kế hoạch ấy được; xem lại --years")
        }
        YearsApart::Overlap(first, last) => {
            format!(
                "kế hoạch {before} đã có {}; xem lại --years, hoặc dùng một trong hai kế hoạch cho năm chung",
                of_years(first, last)
            )
        }
        YearsApart::Missing(first, last) => {
            format!("{} không thuộc kế hoạch nào; xem lại --years", of_years(first, last))
        }
    }
}

fn of_years(first: i32, last: i32) -> String {
    if first == last { format!("năm {first}") } else { format!("các năm {first}–{last}") }
}
