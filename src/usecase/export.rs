//! The ledger for other programs.

use chrono::NaiveDate;

use super::{Error, Province};
use crate::indicator::annual::{Annual, Choices};
use crate::indicator::assigned::Achievement;
use crate::output::{File, data_package};

impl Province<'_> {
    /// The files of a data package, with what was assigned for the year if that is known.
    ///
    /// # Errors
    ///
    /// When a writer refuses, which no input should bring about.
    pub fn package(&self, achievement: Option<&Achievement>, today: NaiveDate) -> Result<Vec<File>, Error> {
        let choices = Choices { today, as_of: self.as_of, ..Choices::default() };
        let annual = Annual::new(&self.merged, &[], &choices);
        data_package::package(&annual, achievement, today).map_err(|error| Error::not_made("gói dữ liệu", error))
    }
}
