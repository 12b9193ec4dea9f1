//! Compares an agency's counts with those of an earlier year. Causes are looked for first: last year's form again, lines swapped,
//! numbers one line off, numbers ten times too large. Each cause claims its cells; large changes that remain are asked about row
//! by row.
//!
//! All of these are queries: the years may really differ, and the row's note says why. A correction is proposed only if the
//! numbers fit the earlier year with it and don't without. If the correction also makes failed checks of the plan hold, the
//! numbers must be wrong: the cause becomes an error, and the checks aren't reported separately.

mod answer;
mod apart;
mod before;
mod blocks;
mod change;
mod claim;
mod groups;
mod missing_before;
mod moved;
mod pair;
mod planned_units;
mod repeated;
mod shifted;
mod slip;
mod swapped;
mod table;
mod tolerance;
mod units_of_year;

use super::compare;
use crate::counts::CellId;
use crate::intake::submission::Submission;
use crate::plan::PlanYear;
use crate::problem::trend::What;
use crate::problem::{Code, Finding};
use crate::rollup::LackingRows;
pub(super) use answer::{RowOfUnits, is_directly_below};
pub use before::Before;
use chrono::NaiveDate;
use claim::Claim;
pub(super) use missing_before::people_of_missing;
pub(super) use planned_units::planned_units_of_years;
use table::{FormPair, UnitsOfYears};
pub(crate) use tolerance::Tolerance;
pub(super) use units_of_year::YearOfUnits;

/// A rule about one form beside the same form of the earlier year.
type FormRule = fn(&FormPair) -> Vec<Claim>;

/// Causes first, those that explain most cells before others; a large change is what no cause explains.
const RULES: &[FormRule] = &[swapped::columns, shifted::check, swapped::rows, slip::check, change::check];

/// Compares agencies, rows and columns that exist in both years, cell by cell where both have a count, and adds the findings.
/// Cells that already have an error aren't asked about; findings that a cause explains are removed and mentioned with it.
pub fn check(submission: &Submission, year: &PlanYear, findings: &mut Vec<Finding>, before: &Before) {
    // A return of zeros is asked about as a whole.
    if findings.iter().any(|finding| finding.code() == Code::AllCountsZero && finding.is_open()) {
        return;
    }
    let table = |data| FormPair::new(submission, data, year, before).with_doubts(findings);
    let tables: Vec<FormPair> = submission.forms.iter().map(table).collect();
    let (now, then) = lacking_rows(submission, year, before);
    let units = UnitsOfYears { now, then, planned: planned_units_of_years(submission, year, before) };
    let tables: Vec<FormPair> = tables.into_iter().map(|table| table.with_units(&units)).collect();
    let mut found = repeated::check(&tables);
    for mut table in tables {
        for claim in changes(&mut table) {
            let cell = |(row, column)| CellId { agency: submission.agency, form: table.form_id(), row, column };
            found.push(claim.with_consequences(findings, |correction| {
                let counts = correction.counts.iter().map(|(of, people)| (cell(*of), *people)).collect();
                compare::mended_by(&counts, submission, year)
            }));
        }
    }
    findings.extend(found);
}

/// An earlier round of the same year, as people know it.
#[derive(Debug, Clone, Copy)]
pub struct EarlierRound<'a> {
    /// Its counts.
    pub before: Before<'a>,
    /// Its name.
    pub name: &'a str,
    /// The day whose state the agency's counts describe; `None` if its cover doesn't say.
    pub as_of: Option<NaiveDate>,
}

/// Whether the numbers are those of an earlier round of the same year, or else of no later day.
pub fn check_round(submission: &Submission, year: &PlanYear, earlier: &EarlierRound) -> Option<Finding> {
    let tables: Vec<FormPair> =
        submission.forms.iter().map(|data| FormPair::new(submission, data, year, &earlier.before)).collect();
    let again = repeated::of_round(&tables, earlier.name);
    let (day, before) = (submission.cover.as_of, earlier.as_of);
    let not_later = day.zip(before).filter(|(day, before)| day <= before);
    again.or_else(|| {
        let (day, before) = not_later?;
        let what = What::NoLaterDay { round: earlier.name.to_owned(), day, earlier: before };
        tables.iter().find_map(|table| table.finding_of_form(what.clone()))
    })
}

/// The rows that may lack numbers of units this year, and those of the earlier year.
fn lacking_rows<'a>(
    submission: &Submission,
    year: &PlanYear<'a>,
    before: &Before,
) -> (LackingRows<'a>, LackingRows<'a>) {
    let rows = |extent| LackingRows::of(extent, year.plan, submission.agency);
    let extent = before.counts.extent(submission.agency).filter(|extent| extent.may_lack_units());
    let then = match extent {
        // The units that were missing are those of another plan.
        Some(_) if before.is_restated => LackingRows::All,
        extent => rows(extent),
    };
    (rows(submission.units.as_ref()), then)
}

/// What the cells show.
fn changes(table: &mut FormPair) -> Vec<Claim> {
    let mut all = Vec::new();
    for rule in RULES {
        for claim in rule(table) {
            table.settle(&claim.cells);
            all.push(claim);
        }
    }
    all
}
