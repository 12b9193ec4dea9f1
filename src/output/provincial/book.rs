//! What every sheet of a workbook draws on: the merged numbers, where the ledger stands, the figures, and what is said in many places.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::formula::{By, LONG, LedgerRange};
use super::ledger_layout::{LedgerLayout, MAX_PER_SHEET};
use crate::counts::{CellId, Counts};
use crate::indicator::annual::EarlierYear;
use crate::indicator::assigned::Achievement;
use crate::indicator::changes::Changes;
use crate::indicator::potential::{self as figures, Potential};
use crate::indicator::{self, Coverage};
use crate::ledger::{FileId, Merged};
use crate::output::error::OutputError;
use crate::output::page::{Link, Page};
use crate::output::style;
use crate::plan::{AgencyId, ColumnId, FormId, Plan, PlanYear, RoundId, RowId, SubjectId};
use crate::value::grid::Address;
use crate::value::wording;
use crate::value::workers::{OneByOne, Workers};
use crate::view::{rounds, units};

/// What the workbook says beside the merged numbers.
pub struct Context<'a> {
    /// The day on which the workbook is made.
    pub today: NaiveDate,
    /// Only submissions up to this day were considered, if any.
    pub as_of: Option<NaiveDate>,
    /// The folder the files came from, as people know it.
    pub inbox: &'a str,
    /// The program's version.
    pub version: &'a str,
    /// Where each of [`Merged::files`] lies relative to the workbook (forward slashes), for hyperlinks.
    pub links: &'a [String],
    /// The folder of the files as seen from the workbook's, ending in `/` unless it is the same; `None` where that isn't known.
    pub base: Option<&'a str>,
    /// From earlier provincial workbooks, in order of years.
    pub earlier: &'a [EarlierYear],
    /// What changed since an earlier workbook of the year, with what that is called.
    pub since: Option<(&'a str, &'a Changes)>,
    /// What was assigned for the year and is done of it, if that is known.
    pub achievement: Option<&'a Achievement>,
    /// Who makes the sheets.
    pub workers: &'a dyn Workers,
}

impl<'a> Context<'a> {
    /// A context without links to files and without earlier workbooks.
    pub fn new(today: NaiveDate, inbox: &'a str, version: &'a str) -> Self {
        Context {
            today,
            as_of: None,
            inbox,
            version,
            links: &[],
            base: None,
            earlier: &[],
            since: None,
            achievement: None,
            workers: &OneByOne,
        }
    }
}

/// Everything the sheets draw on.
pub struct Book<'a> {
    /// The year's files, agencies and ledger.
    pub merged: &'a Merged<'a>,
    /// What the workbook says of itself.
    pub context: &'a Context<'a>,
    /// The year.
    pub year: &'a PlanYear<'a>,
    /// Where the ledger stands.
    pub layout: LedgerLayout,
    /// The ranges of the ledger that formulas read.
    pub range: LedgerRange<'a>,
    /// The province's coverage this year, by indicator.
    pub coverage: Vec<Coverage>,
    /// Who could still take part.
    pub potential: Potential,
    /// By form, the agencies of which a number isn't in the ledger.
    missing: Vec<BTreeSet<AgencyId>>,
}

impl<'a> Book<'a> {
    /// Lays out the ledger of a year.
    pub fn new(merged: &'a Merged<'a>, context: &'a Context<'a>) -> Self {
        let n_observations = merged.ledger.observations.len();
        let layout = LedgerLayout::new(n_observations, MAX_PER_SHEET);
        let by = if n_observations > LONG { By::Cell } else { By::Codes };
        Book::laid_out(merged, context, layout, by)
    }

    /// The same with a ledger laid out in this way, to which formulas refer in that one.
    pub(super) fn laid_out(merged: &'a Merged<'a>, context: &'a Context<'a>, layout: LedgerLayout, by: By) -> Self {
        let year = &merged.year;
        let counts = merged.ledger.counts();
        let range = LedgerRange::new(year, &merged.ledger, layout, by);
        let coverage = indicator::coverage(year, merged.ledger.by_round());
        let potential = figures::potential(year, counts);
        let missing = year.plan.form_ids().map(|form| missing_from(year, counts, form)).collect();
        Book { merged, context, year, layout, range, coverage, potential, missing }
    }

    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        self.year.plan
    }

    /// A label with the round it is of, where the ledger has several: `Đang tham gia BHTN (kỳ cuối năm)`.
    pub fn with_round(&self, label: &str, round: RoundId) -> String {
        if self.merged.ledger.by_round().rounds().count() < 2 {
            return label.to_owned();
        }
        format!("{label} (kỳ {})", self.plan().round(round).name)
    }

    /// The forms of a subject that some agency returns this year; optional ones only where somebody did.
    pub fn forms_of(&self, subject: SubjectId) -> Vec<FormId> {
        let plan = self.plan();
        let of_subject = plan.form_ids().filter(|form| plan.form(*form).subject == subject);
        let is_shown = |form: &FormId| !plan.form(*form).optional || self.is_reported(*form);
        of_subject.filter(|form| self.year.agencies_with(*form).count() > 0).filter(is_shown).collect()
    }

    fn is_reported(&self, form: FormId) -> bool {
        self.merged.ledger.observations.iter().any(|observation| observation.cell.form == form)
    }

    /// The agencies that return any of the forms.
    pub fn senders(&self, forms: &[FormId]) -> BTreeSet<AgencyId> {
        forms.iter().flat_map(|form| self.year.agencies_with(*form)).collect()
    }

    /// The agencies of which a number of one of the forms isn't in the ledger.
    pub fn missing_from(&self, forms: &[FormId]) -> BTreeSet<AgencyId> {
        forms.iter().flat_map(|form| &self.missing[form.idx()]).copied().collect()
    }

    /// How many of the agencies that return the forms are in, and of how many units some are: `18/19 đơn vị`.
    pub fn completeness(&self, forms: &[FormId]) -> String {
        let senders = self.senders(forms);
        let own = format!("{}/{} đơn vị", senders.len() - self.missing_from(forms).len(), senders.len());
        match units::extents(self.year, &units::partial_in(self.merged, forms)) {
            Some(extents) => format!("{own}; {extents}"),
            None => own,
        }
    }

    /// An agency and why its numbers are missing: `Cục Thống kê tỉnh (Chưa gửi)`.
    pub fn name_and_status(&self, agency: AgencyId) -> String {
        let name = self.year.agency_name(agency);
        let agencies = &self.merged.agencies;
        match agencies.binary_search_by_key(&agency, |record| record.agency) {
            Ok(n) => format!("{name} ({})", agencies[n].status.label()),
            Err(_) => name.to_owned(),
        }
    }

    /// A link to a file, at a cell if one is known; `None` if it isn't known where the file lies.
    pub fn file_link(&self, file: FileId, cell: Option<(&str, Address)>) -> Option<Link> {
        let path = self.context.links.get(file.idx())?.clone();
        Some(Link::File(path, cell.map(|(sheet, at)| (sheet.to_owned(), at))))
    }

    /// The two lines on top of every sheet.
    ///
    /// # Errors
    ///
    /// When the sheet is full.
    pub fn heading(&self, page: &mut Page, title: &str, last_col: u16) -> Result<(), OutputError> {
        self.heading_with(page, title, last_col, &self.data())
    }

    /// The same on a sheet whose numbers are the main round's, which is said where there are several.
    ///
    /// # Errors
    ///
    /// When the sheet is full.
    pub fn heading_of_main_round(&self, page: &mut Page, title: &str, last_col: u16) -> Result<(), OutputError> {
        let data = match rounds::main(self.merged) {
            Some(round) => format!("Số liệu {round}. {}", self.data()),
            None => self.data(),
        };
        self.heading_with(page, title, last_col, &data)
    }

    /// The same on a sheet of shares.
    ///
    /// # Errors
    ///
    /// When the sheet is full.
    pub fn heading_of_shares(&self, page: &mut Page, title: &str, last_col: u16) -> Result<(), OutputError> {
        let mut data: Vec<String> =
            self.coverage.iter().filter_map(|coverage| rounds::of_coverage(self.merged, coverage)).collect();
        data.dedup();
        data.push(self.data());
        self.heading_with(page, title, last_col, &data.join(". "))
    }

    /// Up to which day what was sent counts.
    fn data(&self) -> String {
        let data = match self.context.as_of {
            Some(day) => format!("Chốt số liệu đến ngày {}", wording::date(day)),
            None => "Số liệu các đơn vị đã gửi".to_owned(),
        };
        std::iter::once(data).chain(self.provisional()).collect::<Vec<_>>().join(". ")
    }

    /// Which units' numbers are missing, this year and in those that it is compared with, in sentences without full stops.
    pub fn provisional(&self) -> Vec<String> {
        let earlier = self.context.earlier.iter().flat_map(units::provisional_earlier);
        units::provisional(self.merged).into_iter().chain(earlier).collect()
    }

    fn heading_with(&self, page: &mut Page, title: &str, last_col: u16, data: &str) -> Result<(), OutputError> {
        page.across(0, (0, last_col), &format!("{title} NĂM {}", self.year.year), &style::title())?;
        page.at_least(0, 26.0);
        let made_on = wording::date(self.context.today);
        let caption =
            format!("{}. {data}. Lập ngày {made_on}. Đơn vị tính: {}", self.plan().office.name, self.plan().unit);
        page.across(1, (0, last_col), &caption, &style::caption())
    }
}

/// The agencies that must return a form and of which a number of it isn't among the counts.
fn missing_from(year: &PlanYear, counts: &Counts, form: FormId) -> BTreeSet<AgencyId> {
    if year.plan.form(form).optional {
        return BTreeSet::new();
    }
    let cells: Vec<(RowId, ColumnId)> =
        year.entered_rows(form).flat_map(|row| year.column_ids(form).map(move |column| (row, column))).collect();
    let is_known = |agency, (row, column)| counts.get(CellId { agency, form, row, column }).is_some();
    year.agencies_with(form).filter(|agency| !cells.iter().all(|cell| is_known(*agency, *cell))).collect()
}

/// The name of a file without its folders.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
