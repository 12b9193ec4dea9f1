//! `bhxh plan export --to FILE`: the plan as a workbook to be changed in Excel, or as text.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::json;

use super::args::Global;
use super::save::{self, Output, OutputKind, Protected};
use super::screen::{Done, Outcome};
use super::shown;
use crate::planbook;

pub fn run(path: &Path, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let kind = kind(path)?;
    save::check(path, kind, &Protected::returns(&plan))?;
    let bytes = match kind {
        OutputKind::Workbook => planbook::write(&plan)?,
        _ => plan.source.clone().into_bytes(),
    };
    let saved = save::save_all(&mut [Output::file(path, kind, bytes)], &Protected::returns(&plan))?;
    if global.is_json() {
        let document =
            json!({ "bhxh": env!("CARGO_PKG_VERSION"), "plan": plan.id, "outputs": [path.to_string_lossy()] });
        let text = format!("{}\n", serde_json::to_string_pretty(&document)?);
        return Ok(Done::data(Outcome::Clean, text).with_warnings(saved.report_links()));
    }
    let text = if global.quiet {
        String::new()
    } else {
        format!("Đã ghi kế hoạch “{}” vào {}\n", plan.id, shown::path(path))
    };
    Ok(Done::words(Outcome::Clean, text + &saved.report()))
}

/// What a plan is written as, by the ending of the file's name.
pub fn kind(path: &Path) -> Result<OutputKind> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("xlsx") => Ok(OutputKind::Workbook),
        Some("toml") => Ok(OutputKind::PlanFile),
        _ => bail!("“{}” phải có đuôi .xlsx (sổ Excel) hoặc .toml", shown::path(path)),
    }
}
