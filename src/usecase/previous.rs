//! Earlier years, which this one is compared with.

use super::compared::ComparedYear;
use super::{Error, receive};
use crate::indicator::annual::EarlierYear;
use crate::indicator::restated::restate;
use crate::ledger::{self, Earlier, EarlierBook, Merged, NotReadBack, PastBook};
use crate::plan::Plan;
use crate::view::restated;

/// The years before, in order.
#[derive(Debug, Clone, Default)]
pub struct Previous<'p> {
    /// Their figures, as reports show them.
    pub years: Vec<EarlierYear>,
    /// Their numbers, which this year's are compared with.
    books: Vec<Earlier<'p>>,
    /// The workbooks of plans before, each with its name, of which some of `books` are put together.
    past: Vec<(String, PastBook)>,
    /// The year that is compared with them; `None` for the plan's first one.
    now: Option<i32>,
}

impl<'p> Previous<'p> {
    /// None yet, to be compared with a year.
    pub fn before(year: i32) -> Self {
        Previous { now: Some(year), ..Previous::default() }
    }

    /// Adds what was read back from an earlier provincial workbook, known as `name`. Those of plans before are put together by
    /// year.
    ///
    /// # Errors
    ///
    /// When its year is there already, of the same plan.
    pub fn add(&mut self, name: String, book: EarlierBook<'p>) -> Result<(), Error> {
        match book {
            EarlierBook::Own(book) => {
                let year = EarlierYear::new(name, &book);
                if let Some(same) = self.years.iter().find(|known| known.year == year.year) {
                    let (first, second) = (same.source.clone(), year.source);
                    return Err(Error::EarlierTwice { first, second, year: year.year });
                }
                self.put(year, book);
            }
            EarlierBook::Past(plan, book) => self.add_past(plan, name, book)?,
        }
        Ok(())
    }

    fn add_past(&mut self, plan: &'p Plan, name: String, book: PastBook) -> Result<(), Error> {
        let is_same =
            |(_, known): &&(String, PastBook)| (known.predecessor, known.year) == (book.predecessor, book.year);
        if let Some((first, _)) = self.past.iter().find(is_same) {
            return Err(Error::EarlierTwice { first: first.clone(), second: name, year: book.year });
        }
        let year = book.year;
        self.past.push((name, book));
        let of_year: Vec<(String, PastBook)> =
            self.past.iter().filter(|(_, book)| book.year == year).cloned().collect();
        if let Some(restated) = restate(plan, self.now.unwrap_or(plan.first_year), year, &of_year) {
            self.put(EarlierYear::of_restated(&restated), restated.earlier);
        }
        Ok(())
    }

    /// Puts a year in its place, instead of what was known of it.
    fn put(&mut self, year: EarlierYear, book: Earlier<'p>) {
        match self.years.binary_search_by_key(&year.year, |known| known.year) {
            Ok(at) => (self.years[at], self.books[at]) = (year, book),
            Err(at) => {
                self.years.insert(at, year);
                self.books.insert(at, book);
            }
        }
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

    /// The nearest year with what it was read from.
    pub fn into_nearest(mut self) -> Option<(String, Earlier<'p>)> {
        Some((self.years.pop()?.source, self.books.pop()?))
    }

    /// This year beside the newest year of the plans before, as the JSON document has it; `None` without one.
    pub fn comparison(&self, merged: &Merged) -> Option<ComparedYear> {
        ComparedYear::new(merged, &self.years)
    }

    /// What must be known of the workbooks: which were edited by hand, what was put together from which, what of it is missing.
    pub fn notices(&self, plan: &Plan) -> Vec<String> {
        restated::notices(plan, &self.years)
    }
}

/// What one agency's file may be compared with before it is sent: a provincial workbook, or the file that the agency sent in
/// the earlier year.
///
/// # Errors
///
/// When it is neither.
pub fn earlier<'p>(bytes: &[u8], name: &str, plan: &'p Plan) -> Result<EarlierBook<'p>, NotReadBack> {
    let received = receive(bytes, name, plan);
    let of_agency = received.submission().and_then(|submission| Earlier::of_submission(submission, plan));
    of_agency.map_or_else(|| ledger::read_earlier(bytes, plan), |earlier| Ok(EarlierBook::Own(earlier)))
}
