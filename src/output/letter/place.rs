//! Where an agency finds what it is asked to mend: the form as its sheet is called, and the cells.

use crate::plan::{PlanYear, keys};
use crate::problem::Finding;
use crate::value::grid::in_ranges;
use crate::view::block::Text;

/// The form as its sheet is called, and every cell: `Biểu 06: D11`, the sheet in bold.
pub fn place(finding: &Finding, year: &PlanYear) -> Text {
    let cells = in_ranges(&finding.place.cells);
    match sheet(finding, year) {
        Some(sheet) if cells.is_empty() => Text::new().bold(sheet),
        Some(sheet) => Text::new().bold(sheet).plain(format!(": {cells}")),
        None => Text::from("Cả tệp"),
    }
}

/// What the sheet of a finding is called; `None` if it is about the whole file, or stands where nobody sees it.
pub fn sheet<'f>(finding: &'f Finding, year: &'f PlanYear) -> Option<&'f str> {
    let own = finding.place.sheet.as_deref().filter(|sheet| !sheet.starts_with(keys::IDENTITY_SHEET));
    own.or_else(|| finding.place.form_sheet_in(year.plan))
}
