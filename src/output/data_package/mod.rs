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

use std::io::{self, Write};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::indicator::annual::{Annual, EarlierYear};
use crate::indicator::assigned::Achievement;
use crate::intake;
use crate::value::workers::{self, Workers};
use compared::ExportedComparison;
use table::DataTable;

/// The tables that only some packages have: of units, of what was assigned, of earlier years.
const SOMETIMES: [&str; 3] = [tables::UNIT_PARTS, assigned::NAME, compared::NAME];

/// The names of the files that a package may have beside those it always has.
pub fn optional_names() -> impl Iterator<Item = String> {
    SOMETIMES.iter().flat_map(|table| TableFormat::ALL.iter().map(move |format| format!("{table}.{}", format.ending())))
}

/// What a package is made of.
#[derive(Debug, Clone, Copy)]
pub struct Packaged<'a> {
    /// The year in figures.
    pub annual: &'a Annual<'a>,
    /// What was assigned for it; `None` if that isn't known.
    pub achievement: Option<&'a Achievement>,
    /// The earlier years it is compared with.
    pub earlier: &'a [EarlierYear],
    /// The day it is made.
    pub today: NaiveDate,
}

/// A file of the package that was written to a target of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct PackagedFile<W> {
    /// The file's name.
    pub name: String,
    /// Where it was written.
    pub target: W,
}

impl Packaged<'_> {
    /// Writes the package's files, each to a target of its own: the same for the same inputs.
    ///
    /// # Errors
    ///
    /// When a target takes no more, or a writer refuses, which no input should bring about.
    pub fn write<W: Write + Send>(
        &self,
        workers: &dyn Workers,
        target: impl Fn() -> W + Sync,
    ) -> anyhow::Result<Vec<PackagedFile<W>>> {
        let (merged, compared) = (self.annual.merged, ExportedComparison::all(self.annual, self.earlier));
        let mut tables = tables::all(self.annual);
        tables.extend(self.achievement.map(|achievement| assigned::table(&merged.year, achievement)));
        tables.extend((!compared.is_empty()).then(|| compared::table(merged.year.plan, &compared)));
        let each: Vec<(&DataTable, TableFormat)> =
            tables.iter().flat_map(|table| TableFormat::ALL.iter().map(move |format| (table, *format))).collect();
        let written =
            workers::map(workers, each.clone(), |(table, format)| format.write(table, DigestedWriter::new(target())));
        let (mut files, mut resources) = (Vec::new(), Vec::new());
        for ((table, format), written) in each.into_iter().zip(written) {
            let (written, name) = (written?, format!("{}.{}", table.about.name, format.ending()));
            if format == TableFormat::Csv {
                let digest = intake::hex(&written.digest.finalize());
                resources.push(descriptor::resource(table, &name, written.n_bytes, &digest));
            }
            files.push(PackagedFile { name, target: written.target });
        }
        let mut described = PackagedFile { name: descriptor::NAME.to_owned(), target: target() };
        described.target.write_all(descriptor::text(merged, self.today, &resources)?.as_bytes())?;
        files.insert(0, described);
        Ok(files)
    }
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TableFormat {
    Csv,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl TableFormat {
    const ALL: &[TableFormat] = &[
        TableFormat::Csv,
        #[cfg(feature = "parquet")]
        TableFormat::Parquet,
    ];

    fn ending(self) -> &'static str {
        match self {
            TableFormat::Csv => "csv",
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => "parquet",
        }
    }

    fn write<W: Write + Send>(self, table: &DataTable, target: W) -> anyhow::Result<W> {
        match self {
            TableFormat::Csv => csv::write(table, target),
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => parquet::write(table, target),
        }
    }
}

/// Passes bytes on, and keeps how many they are and their digest.
struct DigestedWriter<W> {
    target: W,
    n_bytes: u64,
    digest: Sha256,
}

impl<W: Write> DigestedWriter<W> {
    fn new(target: W) -> Self {
        DigestedWriter { target, n_bytes: 0, digest: Sha256::new() }
    }
}

impl<W: Write> Write for DigestedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_written = self.target.write(bytes)?;
        self.n_bytes += n_written as u64;
        self.digest.update(&bytes[..n_written]);
        Ok(n_written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.flush()
    }
}
