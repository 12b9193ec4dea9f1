//! The cover of a returned template.

use chrono::NaiveDate;

/// What the agency wrote on the cover. `None` is left blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The number of the submission, from 1; a higher one replaces a lower one.
    pub revision: u32,
    /// The day whose state the counts describe.
    pub as_of: Option<NaiveDate>,
    /// Whether that day is given by a formula such as `=TODAY()`, and is another one with each calculation.
    pub as_of_moves: bool,
    /// The day on which it was sent.
    pub sent_on: Option<NaiveDate>,
    /// Whether that day is given by a formula such as `=TODAY()`, and is another one with each calculation.
    pub sent_on_moves: bool,
    /// Who filled it in.
    pub prepared_by: Option<String>,
    /// The telephone number of who filled it in.
    pub phone: Option<String>,
    /// Who signed.
    pub signed_by: Option<String>,
}
