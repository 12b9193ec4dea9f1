//! The ledger for other programs: a Frictionless Data Package, that is tables as CSV with a description of every column,
//! and the same tables as Parquet.
//!
//! The tables say enough to compute every coverage again without this program: `indicator_cells` lists which numbers
//! of which agency an indicator adds up, so that a number that is missing is seen to be missing.
//!
//! `tables` says what is in them, `descriptor`, `csv` and `parquet` how each is written.

mod assigned;
mod compared;
mod csv;
mod descriptor;
mod figures;
#[cfg(feature = "parquet")]
mod parquet;
mod proposed;
mod table;
mod tables;
#[cfg(all(test, feature = "parquet"))]
mod tests;

use chrono::NaiveDate;

use super::File;
use crate::indicator::annual::{Annual, EarlierYear};
use crate::indicator::assigned::Achievement;
use compared::ExportedComparison;

/// The package's files of a year in figures, of what was assigned for it, if that is known, and of the earlier years it is compared
/// with: the same for the same inputs.
///
/// # Errors
///
/// When a writer refuses, which no input should bring about.
pub fn package(
    annual: &Annual,
    achievement: Option<&Achievement>,
    earlier: &[EarlierYear],
    today: NaiveDate,
) -> anyhow::Result<Vec<File>> {
    let compared = ExportedComparison::all(annual, earlier);
    let mut tables = tables::all(annual);
    tables.extend(achievement.map(|achievement| assigned::table(&annual.merged.year, achievement)));
    tables.extend((!compared.is_empty()).then(|| compared::table(annual.merged.year.plan, &compared)));
    let mut files = Vec::new();
    let mut resources = Vec::new();
    for table in &tables {
        let bytes = csv::write(table)?;
        let file = File { name: format!("{}.csv", table.about.name), bytes };
        resources.push(descriptor::resource(table, &file));
        files.push(file);
        #[cfg(feature = "parquet")]
        files.push(File { name: format!("{}.parquet", table.about.name), bytes: parquet::write(table)? });
    }
    files.insert(0, descriptor::file(annual.merged, today, &resources)?);
    Ok(files)
}
