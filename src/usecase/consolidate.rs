//! The provincial workbook.

use std::io::{Cursor, Seek, Write};

use chrono::NaiveDate;

use super::{Error, Previous, Province, VERSION};
use crate::indicator::assigned::Achievement;
use crate::indicator::changes::Changes;
use crate::ledger::{Merged, conservation};
use crate::output::{File, provincial};
use crate::value::workers::{self, OneByOne, Workers};

/// Where the returned files are, as outputs speak of it.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The folder or workbook, as people know it.
    pub name: &'a str,
    /// The folder as seen from the output's, ending in `/` unless it is the same; `None` where that isn't known, and
    /// nothing links to a file.
    pub base: Option<&'a str>,
}

/// What a provincial workbook shows beside the year's numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// What changed since an earlier workbook, known by a name.
    pub since: Option<(&'a str, &'a Changes)>,
    /// What was assigned for the year and is done of it.
    pub achievement: Option<&'a Achievement>,
}

impl Origin<'_> {
    /// The links to the files of a year, in their order.
    pub(super) fn links(&self, merged: &Merged) -> Vec<String> {
        self.base
            .map(|base| merged.files.iter().map(|file| format!("{base}{}", file.path)).collect())
            .unwrap_or_default()
    }
}

impl Province<'_> {
    /// The provincial workbook.
    ///
    /// # Errors
    ///
    /// When numbers got lost on the way, or the format can't hold them all.
    pub fn workbook(&self, previous: &Previous, origin: &Origin, today: NaiveDate) -> Result<File, Error> {
        self.workbook_beside(&Beside::default(), previous, origin, today, &OneByOne)
    }

    /// The same with sheets on what stands beside the year's numbers, made by these workers.
    ///
    /// # Errors
    ///
    /// When numbers got lost on the way, or the format can't hold them all.
    pub fn workbook_beside(
        &self,
        beside: &Beside,
        previous: &Previous,
        origin: &Origin,
        today: NaiveDate,
        workers: &dyn Workers,
    ) -> Result<File, Error> {
        let bytes = self.write_workbook(beside, previous, origin, today, workers, Cursor::new(Vec::new()))?;
        Ok(File { name: provincial::workbook_name(&self.merged.year), bytes: bytes.into_inner() })
    }

    /// Writes the same workbook to a target, which a nation's need not be kept in memory for.
    ///
    /// # Errors
    ///
    /// The same, and when the target takes no more.
    pub fn write_workbook<W: Write + Seek>(
        &self,
        beside: &Beside,
        previous: &Previous,
        origin: &Origin,
        today: NaiveDate,
        workers: &dyn Workers,
        target: W,
    ) -> Result<W, Error> {
        let context = provincial::Context {
            today,
            as_of: self.as_of,
            inbox: origin.name,
            version: VERSION,
            links: &origin.links(&self.merged),
            earlier: &previous.years,
            since: beside.since,
            achievement: beside.achievement,
            base: origin.base,
            workers,
        };
        let (reckoning, book) = workers::both(
            workers,
            || conservation::reckon(&self.merged),
            || provincial::Book::new(&self.merged, &context),
        );
        let reckoning = reckoning.map_err(Error::Unbalanced)?;
        provincial::write(&book, &reckoning, target).map_err(|error| Error::not_made("sổ tổng hợp", error))
    }
}
