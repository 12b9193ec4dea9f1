//! The ledger for other programs.

use chrono::NaiveDate;

use super::{Error, Previous, Province};
use crate::indicator::annual::{Annual, Choices};
use crate::indicator::assigned::Achievement;
use crate::output::{File, data_package};

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
        let choices = Choices { today, as_of: self.as_of, ..Choices::default() };
        let annual = Annual::new(&self.merged, &[], &choices);
        let package = data_package::package(&annual, achievement, &previous.years, today);
        package.map_err(|error| Error::not_made("gói dữ liệu", error))
    }
}
