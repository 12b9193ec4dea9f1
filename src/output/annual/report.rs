//! Everything the sheets of the annual report draw on.

use super::super::provincial::Book;
use super::super::provincial::coverage::layout::CoverageLayout;
use super::super::provincial::potential::Places;
use crate::indicator::annual::Annual;
use crate::ledger::FileId;
use crate::plan::AgencyId;
use crate::problem::Finding;

/// Everything the sheets draw on.
pub struct ReportBook<'a> {
    pub book: &'a Book<'a>,
    pub annual: &'a Annual<'a>,
    pub years: CoverageLayout,
    pub footnotes: Vec<Footnote<'a>>,
    /// Where the potential sheet's figures stand.
    pub places: Places,
}

impl ReportBook<'_> {
    pub fn year(&self) -> i32 {
        self.book.year.year
    }
}

/// An explained query of a file that counts.
pub struct Footnote<'a> {
    pub no: usize,
    pub agency: AgencyId,
    pub file: FileId,
    pub finding: &'a Finding,
}
