//! `--page`: the results as a page that a browser opens without anything else.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;

use super::inbox::Inbox;
use super::mark::checked_bytes;
use super::threads;
use crate::indicator::assigned::Achievement;
use crate::usecase::page::{self, Results, SheetGrid, SheetsShown};
use crate::usecase::{Previous, Province};

/// The page. The sheets that its figures lead to are read once more.
///
/// # Errors
///
/// When a file is no longer what was checked.
pub fn bytes(
    province: &Province,
    previous: &Previous,
    achievement: Option<&Achievement>,
    inbox: &Inbox,
    source: &str,
    today: NaiveDate,
) -> Result<Vec<u8>> {
    let wanted = SheetsShown::of(&province.merged);
    let jobs: Vec<(usize, &BTreeSet<&str>)> = wanted.files().collect();
    let originals = inbox.originals();
    let sheets = threads::map(&jobs, |&(n, sheets)| -> Result<Vec<SheetGrid>> {
        let file = &province.merged.files[n];
        let Some(original) = originals.get(file.path.as_str()) else { return Ok(Vec::new()) };
        let bytes = checked_bytes(original, file.sha256.as_deref())?;
        Ok(page::grids(n, &bytes, sheets, province.merged.year.plan))
    })
    .into_iter()
    .collect::<Result<Vec<_>>>()?
    .concat();
    Ok(page::with_results(&Results::of(province, previous, achievement, source, today, sheets)).bytes)
}
