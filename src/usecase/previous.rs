//! Earlier years, which this one is compared with.

use super::{Error, receive};
use crate::indicator::annual::EarlierYear;

use crate::ledger::{self, Earlier, NotReadBack};
use crate::plan::Plan;

/// The years before, in order.
#[derive(Debug, Clone, Default)]
pub struct Previous<'p> {
    /// Their figures, as reports show them.
    pub years: Vec<EarlierYear>,
    /// Their numbers, which this year's are compared with.
    books: Vec<Earlier<'p>>,
}

impl<'p> Previous<'p> {
    /// Adds what was read back from an earlier provincial workbook, known as `name`.
    ///
    /// # Errors
    ///
    /// When its year is there already.
    pub fn add(&mut self, name: String, book: Earlier<'p>) -> Result<(), Error> {
        let year = EarlierYear::new(name, &book);
        let at = match self.years.binary_search_by_key(&year.year, |known| known.year) {
            Err(at) => at,
            Ok(same) => {
                let first = self.years[same].source.clone();
                return Err(Error::EarlierTwice { first, second: year.source, year: year.year });
            }
        };
        self.years.insert(at, year);
        self.books.insert(at, book);
        Ok(())
    }

    /// Makes sure that all of them are before a year.
    ///
    /// # Errors
    ///
    /// When one isn't.
    pub fn check(&self, year: i32) -> Result<(), Error> {
        match self.years.iter().find(|earlier| earlier.year >= year) {
            Some(other) => Err(Error::NotEarlier { source: other.source.clone(), of: other.year, year }),
            None => Ok(()),
        }
    }

    /// The nearest year, which numbers are compared with.
    pub fn nearest(&self) -> Option<&Earlier<'p>> {
        self.books.last()
    }

    /// A sentence for every workbook that was edited by hand.
    pub fn altered(&self) -> impl Iterator<Item = String> {
        self.years.iter().filter_map(EarlierYear::altered)
    }
}

/// What one agency's file may be compared with before it is sent: a provincial workbook, or the file that the agency sent in
/// the earlier year.
///
/// # Errors
///
/// When it is neither.
pub fn earlier<'p>(bytes: &[u8], name: &str, plan: &'p Plan) -> Result<Earlier<'p>, NotReadBack> {
    let received = receive(bytes, name, plan);
    let of_agency = received.submission().and_then(|submission| Earlier::of_submission(submission, plan));
    of_agency.map_or_else(|| ledger::read_back(bytes, plan), Ok)
}
