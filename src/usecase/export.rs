//! The ledger for other programs.

use std::io::Write;

use chrono::NaiveDate;

use super::{Error, Previous, Province};
use crate::indicator::annual::{Annual, Choices};
use crate::indicator::assigned::Achievement;
use crate::output::File;
use crate::output::data_package::{Packaged, PackagedFile};
use crate::value::workers::{OneByOne, Workers};

impl Province<'_> {
    /// The files of a data package, with what was assigned for the year if that is known, and beside earlier years if there are any.
    ///
    /// # Errors
    ///
    /// When a writer refuses, which no input should bring about.
    pub fn package(
        &self,
        achievement: Option<&Achievement>,
        previous: &Previous,
        today: NaiveDate,
    ) -> Result<Vec<File>, Error> {
        let files = self.write_package(achievement, previous, today, &OneByOne, Vec::new)?;
        Ok(files.into_iter().map(|file| File { name: file.name, bytes: file.target }).collect())
    }

    /// Writes the same files, each to a target of its own, which a nation's need not be kept in memory for.
    ///
    /// # Errors
    ///
    /// The same, and when a target takes no more.
    pub fn write_package<W: Write + Send>(
        &self,
        achievement: Option<&Achievement>,
        previous: &Previous,
        today: NaiveDate,
        workers: &dyn Workers,
        target: impl Fn() -> W + Sync,
    ) -> Result<Vec<PackagedFile<W>>, Error> {
        let choices = Choices { today, as_of: self.as_of, ..Choices::default() };
        let annual = Annual::new(&self.merged, &[], &choices);
        let packaged = Packaged { annual: &annual, achievement, earlier: &previous.years, today };
        packaged.write(workers, target).map_err(|error| Error::not_made("gói dữ liệu", error))
    }
}
