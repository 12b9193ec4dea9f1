//! Codes that stand more than once in a sheet: a row copied, a table pasted twice, or several forms put into one sheet.

use super::account::LocatedForm;
use crate::plan::{FormRow, PlanYear, RowId, keys};
use crate::problem::{Finding, Place, form};
use crate::value::grid::Address;

/// A row with all the cells of its code.
type Doubled = (RowId, Vec<Address>);

/// One finding for all row codes that occur more than once: a table pasted twice doubles all of them. Codes that several forms
/// of a sheet share are reported by the first of these forms.
pub fn finding(own: &LocatedForm, tables: &[LocatedForm], year: &PlanYear) -> Option<Finding> {
    let of_sheet: Vec<&LocatedForm> =
        tables.iter().filter(|other| other.sheet == own.sheet && !other.is_copy).collect();
    let shares =
        |other: &LocatedForm, cells: &[Address]| other.table.doubled_rows.iter().any(|(_, same)| same == cells);
    let earlier = || of_sheet.iter().take_while(|other| other.form != own.form);
    let is_said = |doubled: &&Doubled| earlier().any(|other| shares(other, &doubled.1));
    let doubled: Vec<&Doubled> = own.table.doubled_rows.iter().filter(|doubled| !is_said(doubled)).collect();
    let first = doubled.first()?;
    let row = |doubled: &Doubled| -> &FormRow { year.row(own.form, doubled.0) };
    let sharing = of_sheet.iter().filter(|other| doubled.iter().any(|one| shares(other, &one.1)));
    let sharing: Vec<String> = sharing.map(|other| year.plan.form(other.form).sheet.clone()).collect();
    let place = Place {
        sheet: Some(own.sheet.clone()),
        cells: doubled.iter().flat_map(|one| one.1.iter().copied()).collect(),
        form: Some(year.plan.form(own.form).code.clone()),
        row: Some(row(first).code.clone()),
        column: Some(keys::CODE.to_owned()),
    };
    let problem = form::Problem::CodesDoubled {
        codes: doubled
            .iter()
            .map(|doubled| form::Doubled {
                row: form::Row { code: row(doubled).code.clone(), label: row(doubled).label.clone() },
                cells: doubled.1.clone(),
            })
            .collect(),
        sharing: if sharing.len() > 1 { sharing } else { Vec::new() },
    };
    Some(Finding::from(problem).at(place))
}
