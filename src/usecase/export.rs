//! The ledger for other programs.

use std::io::Write;

use chrono::NaiveDate;

use super::{Error, Previous, Province};
use crate::indicator::annual::{Annual, Choices};
use crate::indicator::assigned::Achievement;
use crate::output::data_package::{Packaged, PackagedFile};
use crate::value::workers::Workers;

impl Province<'_> {
    /// Writes the files of a data package, each to a target of its own, which a nation's need not be kept in memory for: with what was
    /// assigned for the year if that is known, and beside earlier years if there are any.
    ///
    /// # Errors
    ///
    /// When a target takes no more, or a writer refuses, which no input should bring about.
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
