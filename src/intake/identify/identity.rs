//! What a workbook was found to be, and whose.

use crate::intake::submission::Cover;
use crate::plan::{AgencyId, RoundId};
use crate::value::grid::Address;

/// What a readable workbook turns out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Identified {
    /// An output of this program, left in the inbox.
    OwnOutput,
    /// What the collector's own roll-up made of its units' files.
    OwnReturn {
        /// The year, if it names one.
        year: Option<i32>,
        /// The round of the plan above; `None` if that has no such round.
        round_above: Option<RoundId>,
    },
    /// A returned template of an agency and a year.
    Template(Identity),
    /// Nothing that can be used; the findings say why. What is known of it is kept.
    Unusable {
        /// The agency, if the file names one.
        agency: Option<AgencyId>,
        /// The year, if the file names one.
        year: Option<i32>,
        /// The round, if that is clear.
        round: Option<RoundId>,
    },
}

/// Whose template it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// The agency that reports.
    pub agency: AgencyId,
    /// The year it reports on.
    pub year: i32,
    /// The round it reports in.
    pub round: RoundId,
    /// What it wrote on the cover.
    pub cover: Cover,
    /// Where the cover's fields stand; `None` in a file without cover.
    pub cover_place: Option<CoverPlace>,
}

/// The cover's sheet, by its position in the workbook, and the cells in which its fields stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverPlace {
    /// From 0.
    pub sheet: usize,
    /// Where the check number of the file stands, if there is one.
    pub check_number: Option<Address>,
    /// One for each field that was found.
    pub cells: Vec<Address>,
}
