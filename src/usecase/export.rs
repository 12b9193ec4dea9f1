//! The ledger for other programs.

use chrono::NaiveDate;

use super::{Error, Province};
use crate::output::{File, data_package};

impl Province<'_> {
    /// The files of a data package.
    ///
    /// # Errors
    ///
    /// When a writer refuses, which no input should bring about.
    pub fn package(&self, today: NaiveDate) -> Result<Vec<File>, Error> {
        data_package::package(&self.merged, &self.coverage, today)
            .map_err(|error| Error::not_made("gói dữ liệu", error))
    }
}
