//! Plan → the workbook an agency fills in: a cover, one sheet per form, a sheet for difficulties, instructions, and the
//! hidden sheet that says whose it is.
//!
//! Everything a person reads comes from the plan of the year; the machine's words come from [`crate::plan::keys`]. Where a cell stands
//! is decided here and told to no one: a reader finds it by the key row of its sheet and the code of its row. Only entry
//! cells are unlocked, and the sheets are protected without a password, so that no one has to break in to help.
//! The bytes depend on nothing but the arguments.

mod assigned;
mod check_number;
mod cover;
mod difficulties;
pub(crate) mod fit;
mod form;
mod guide;
mod identity;
pub(crate) mod page;
mod places;
mod source;
mod sources;
pub(crate) mod style;
mod total;
mod words;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

/// Why a workbook couldn't be written.
pub use rust_xlsxwriter::XlsxError as Unwritable;

pub use places::FormCells;
pub use source::Filling;

use crate::plan::{AgencyId, PlanYear};
use crate::value::grid::Address;
use source::TemplateSource;

/// The sheet names that don't come from the plan.
pub use crate::plan::keys::{COVER_SHEET, DIFFICULTIES_SHEET, GUIDE_SHEET};
pub use assigned::{assigned, assigned_name};

/// The workbook of an agency in a round of a year, of the first if none is named: blank, or with what `filling` enters.
///
/// # Errors
///
/// When the plan holds more than the format: a sheet name too long, a total of too many rows.
pub fn workbook(year: &PlanYear, agency: AgencyId, filling: &Filling) -> Result<Vec<u8>, XlsxError> {
    let year = &year.round.map_or_else(|| year.in_round(year.plan.first_round()), |_| *year);
    let source = TemplateSource { year, agency, forms: year.forms_of(agency).collect(), filling };
    let mut book = Workbook::new();
    book.set_default_format(&style::text(11), style::DEFAULT_ROW_PIXELS, style::DEFAULT_COLUMN_PIXELS)?;
    book.set_properties(&properties(&source)?);
    cover::write(book.add_worksheet(), &source)?;
    for form in &source.forms {
        form::write(book.add_worksheet(), &source, *form)?;
    }
    difficulties::write(book.add_worksheet(), &source)?;
    guide::write(book.add_worksheet(), &source)?;
    if let Some(of) = &filling.sources {
        sources::write(&mut book, &source, of)?;
    }
    identity::write(book.add_worksheet(), &source)?;
    crate::sheet::saved(&mut book)
}

/// The cell of the cover in which a field's value stands.
pub fn cover_cell(year: &PlanYear, agency: AgencyId, filling: &Filling, field: &str) -> Address {
    let year = &year.round.map_or_else(|| year.in_round(year.plan.first_round()), |_| *year);
    let source = TemplateSource { year, agency, forms: year.forms_of(agency).collect(), filling };
    Address::new(cover::value_row(&source, field), cover::VALUE_COL.into())
}

/// The creation date is fixed, or no two runs would give the same bytes.
fn properties(source: &TemplateSource) -> Result<DocProperties, XlsxError> {
    let plan = source.year.plan;
    let new_year = words::excel_date(NaiveDate::from_ymd_opt(source.year.year, 1, 1).unwrap_or(source.year.due))?;
    Ok(DocProperties::new()
        .set_title(format!("Biểu mẫu số liệu {} - {}", source.period(), source.agency_name()))
        .set_subject(&plan.title)
        .set_author(&plan.office.name)
        .set_company(&plan.office.name)
        .set_creation_datetime(&new_year))
}
