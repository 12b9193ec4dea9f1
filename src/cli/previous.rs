//! Earlier provincial workbooks given with `--previous`, for every command that compares years.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::terminal;
use crate::annual::EarlierYear;
use crate::ledger;
use crate::plan::Plan;

/// Reads the workbooks; the years come in order.
///
/// # Errors
///
/// When one can't be read, is no provincial workbook of this plan, or two are of the same year.
pub fn read(paths: &[PathBuf], plan: &Plan) -> Result<Vec<EarlierYear>> {
    let mut years: Vec<EarlierYear> = Vec::new();
    for path in paths {
        let bytes = fs::read(path).with_context(|| format!("không đọc được sổ năm trước “{}”", path.display()))?;
        let earlier = ledger::read_back(&bytes, plan)
            .with_context(|| format!("không dùng được sổ năm trước “{}”", path.display()))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let year = EarlierYear::new(name, &earlier);
        if let Some(other) = years.iter().find(|other| other.year == year.year) {
            bail!("“{}” và “{}” cùng là sổ tổng hợp năm {}; chỉ đưa một", other.source, year.source, year.year);
        }
        years.push(year);
    }
    years.sort_by_key(|earlier| earlier.year);
    Ok(years)
}

/// Makes sure that all of them are before a year.
pub fn check(earlier: &[EarlierYear], year: i32) -> Result<()> {
    if let Some(other) = earlier.iter().find(|earlier| earlier.year >= year) {
        bail!("“{}” là sổ tổng hợp năm {}, không phải của năm trước năm {year}", other.source, other.year);
    }
    Ok(())
}

/// Sentences about workbooks that were edited by hand, as the screen shows them.
pub fn warnings(altered: impl Iterator<Item = String>) -> String {
    let head = terminal::paint(terminal::WARN, "Lưu ý:");
    altered.map(|sentence| terminal::wrap(&format!("{head} {sentence}"), terminal::width(), "  ", "    ")).collect()
}
