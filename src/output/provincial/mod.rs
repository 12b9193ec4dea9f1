//! The provincial workbook: everything the agencies sent for a year in one file, every figure a live formula over the
//! ledger it carries, coverage against the plan's targets, and what is missing said wherever it is missing.
//!
//! `names` lists the sheets; each has a file. `formula` makes figures, `block` and `subject` lay forms out.

mod areas;
mod block;
mod changes;
mod conservation;
pub(super) mod coverage;
pub(super) mod difficulties;
mod findings;
pub(super) mod formula;
pub(super) mod identity;
pub(super) mod ledger;
pub(super) mod methodology;
pub mod names;
pub(super) mod overview;
pub(super) mod potential;
mod subject;
mod submissions;

#[cfg(test)]
mod read_back_tests;
#[cfg(test)]
pub(crate) mod recalculated;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use super::bulk::{BulkCell, BulkRows};
use super::charts::Numbers;
use super::complete::{Incomplete, complete};
use super::error::{Cause, OutputError};
use super::page::{Link, Page};
use super::style;
use crate::annual::EarlierYear;
use crate::changes::Changes;
use crate::indicator::potential::{self as figures, Potential};
use crate::indicator::{self, Coverage};
use crate::ledger::conservation::Reckoning;
use crate::ledger::{FileId, Merged};
use crate::plan::{AgencyId, FormId, Plan, PlanYear, RoundId, SubjectId};
use crate::value::grid::Address;
use crate::value::wording;
use crate::view::rounds;
use formula::{By, LedgerRange};

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
}

impl<'a> Context<'a> {
    /// Of a workbook made on a day of files nobody can lead to, with nothing earlier beside it.
    pub fn new(today: NaiveDate, inbox: &'a str, version: &'a str) -> Self {
        Context { today, as_of: None, inbox, version, links: &[], base: None, earlier: &[], since: None }
    }
}

/// The name of the workbook's file: `so-tong-hop-2023.xlsx`.
pub fn workbook_name(year: i32) -> String {
    format!("so-tong-hop-{year}.xlsx")
}

/// The workbook's bytes; the same for the same inputs.
///
/// # Errors
///
/// When the figures go beyond what the format holds.
pub fn workbook(merged: &Merged, reckoning: &Reckoning, context: &Context) -> Result<Vec<u8>, OutputError> {
    written(&Book::new(merged, context), reckoning)
}

const TITLE: &str = "Sổ tổng hợp";

fn written<'b>(book: &'b Book<'b>, reckoning: &Reckoning) -> Result<Vec<u8>, OutputError> {
    bind(book, TITLE, sheets(book, reckoning)?)
}

fn sheets<'b>(book: &'b Book<'b>, reckoning: &Reckoning) -> Result<Vec<Sheet<'b>>, OutputError> {
    let coverage = coverage::Layout::new(book, names::COVERAGE);
    let mut sheets = vec![overview::write(book, &coverage)?.into()];
    if let Some((name, changes)) = book.context.since {
        sheets.push(changes::write(book, changes, name)?.into());
    }
    sheets.push(submissions::write(book)?);
    sheets.extend(subject::write(book)?.into_iter().map(Sheet::from));
    let figures = [
        areas::write(book)?,
        potential::write(book)?.page,
        coverage::write(book, &coverage)?,
        difficulties::write(book)?,
    ];
    sheets.extend(figures.map(Sheet::from));
    sheets.extend([findings::write(book)?, conservation::write(book, reckoning)?.into()]);
    sheets.extend(ledger::write(book)?);
    sheets.push(methodology::write(book, &[])?.into());
    sheets.extend(identity::provincial(book)?);
    Ok(sheets)
}

/// A sheet of the workbook.
pub(super) struct Sheet<'b> {
    page: Page,
    /// The page's last rows, where they may be too many for the library.
    bulk: Option<BulkRows<'b>>,
}

impl<'b> Sheet<'b> {
    /// A page that ends with these rows, the first of them in the given row.
    ///
    /// # Errors
    ///
    /// When the sheet is full.
    fn with_rows(
        mut page: Page,
        first: u32,
        rows: impl Iterator<Item = Vec<BulkCell<'b>>> + 'b,
    ) -> Result<Self, OutputError> {
        page.sample_row(first)?;
        let (sheet, widths) = (page.name().to_owned(), page.widths().to_vec());
        Ok(Sheet { bulk: Some(BulkRows { sheet, first, widths, rows: Box::new(rows) }), page })
    }
}

impl From<Page> for Sheet<'_> {
    fn from(page: Page) -> Self {
        Sheet { page, bulk: None }
    }
}

/// Puts the sheets together.
pub(super) fn bind(book: &Book, title: &str, sheets: Vec<Sheet>) -> Result<Vec<u8>, OutputError> {
    let first = sheets.first().map_or_else(String::new, |sheet| sheet.page.name().to_owned());
    let Bound { package, numbers, bulk } = bound(book, title, &first, sheets)?;
    complete(&package, &numbers, bulk).map_err(|incomplete| match incomplete {
        Incomplete::Package(error) => OutputError::new(&first, Cause::Library(error.to_string())),
        Incomplete::Sheet(error) => error,
    })
}

/// A workbook as the library makes it, and what is left to do in it.
struct Bound<'b> {
    package: Vec<u8>,
    numbers: Numbers,
    bulk: BTreeMap<usize, BulkRows<'b>>,
}

fn bound<'b>(book: &Book, title: &str, first: &str, sheets: Vec<Sheet<'b>>) -> Result<Bound<'b>, OutputError> {
    let whole = |error: XlsxError| OutputError::new(first, error.into());
    let mut workbook = Workbook::new();
    workbook.set_default_format(&style::base(), 20, 64).map_err(whole)?;
    workbook.set_properties(&properties(book, title));
    let (mut numbers, mut bulk) = (Numbers::new(), BTreeMap::new());
    for (position, sheet) in (1..).zip(sheets) {
        bulk.extend(sheet.bulk.map(|rows| (position, rows)));
        let name = sheet.page.name().to_owned();
        let (of_library, of_sheet) = sheet.page.finish()?;
        numbers.insert(name, of_sheet);
        workbook.push_worksheet(of_library);
    }
    Ok(Bound { package: crate::sheet::saved(&mut workbook).map_err(whole)?, numbers, bulk })
}

fn properties(book: &Book, title: &str) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(format!("{title} năm {}", book.year.year))
        .set_subject(&book.plan().title)
        .set_author(&book.plan().office.name);
    match crate::sheet::excel_date(book.context.today) {
        Some(today) => properties.set_creation_datetime(&today),
        None => properties,
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
    pub layout: ledger::Layout,
    /// The ranges of the ledger that formulas read.
    pub range: LedgerRange<'a>,
    /// The province's coverage this year, by indicator.
    pub coverage: Vec<Coverage>,
    /// Who could still take part.
    pub potential: Potential,
}

impl<'a> Book<'a> {
    /// Lays out the ledger of a year.
    pub fn new(merged: &'a Merged<'a>, context: &'a Context<'a>) -> Self {
        let n_observations = merged.ledger.observations.len();
        let layout = ledger::Layout::new(n_observations, ledger::MAX_PER_SHEET);
        let by = if n_observations > formula::LONG { By::Cell } else { By::Codes };
        Book::laid_out(merged, context, layout, by)
    }

    /// The same with a ledger laid out in this way, to which formulas refer in that one.
    fn laid_out(merged: &'a Merged<'a>, context: &'a Context<'a>, layout: ledger::Layout, by: By) -> Self {
        let year = &merged.year;
        let counts = merged.ledger.counts();
        let range = LedgerRange::new(year, &merged.ledger, layout, by);
        let coverage = indicator::coverage(year, merged.ledger.by_round());
        let potential = figures::potential(year, counts);
        Book { merged, context, year, layout, range, coverage, potential }
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
        let counts = self.merged.ledger.counts();
        let lacks = |form: FormId, agency: AgencyId| {
            self.year.entered_rows(form).any(|row| {
                let cell = |column| crate::counts::CellId { agency, form, row, column };
                self.year.column_ids(form).any(|column| counts.get(cell(column)).is_none())
            })
        };
        let of_form = |form: &FormId| -> Vec<AgencyId> {
            self.year.agencies_with(*form).filter(|agency| lacks(*form, *agency)).collect()
        };
        forms.iter().filter(|form| !self.plan().form(**form).optional).flat_map(of_form).collect()
    }

    /// How many of the agencies that return the forms are in: `18/19 đơn vị`.
    pub fn completeness(&self, forms: &[FormId]) -> String {
        let n = self.senders(forms).len();
        format!("{}/{n} đơn vị", n - self.missing_from(forms).len())
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
        match self.context.as_of {
            Some(day) => format!("Chốt số liệu đến ngày {}", wording::date(day)),
            None => "Số liệu các đơn vị đã gửi".to_owned(),
        }
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

/// The name of a file without its folders.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
