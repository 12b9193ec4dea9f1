//! The file that a marked copy or a list is about.

use chrono::NaiveDate;

use crate::plan::PlanYear;
use crate::problem::Finding;

/// A checked file, as its list's heading names it.
#[derive(Debug, Clone, Copy)]
pub struct CheckedFile<'a> {
    /// The file's name.
    pub file_name: &'a str,
    /// The agency's name; `None` if the file doesn't say.
    pub agency: Option<&'a str>,
    /// The year; `None` if the file doesn't say.
    pub year: Option<&'a PlanYear<'a>>,
    /// The number of the revision; `None` if the file doesn't say.
    pub revision: Option<u32>,
    /// The day on which the copy is made.
    pub today: NaiveDate,
    /// The findings to mark.
    pub findings: &'a [Finding],
}
