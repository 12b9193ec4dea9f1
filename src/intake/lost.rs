//! Rows and columns of a form that are missing from its sheet. Numbers found where one of them should be are named in the
//! same finding: a row whose code was overwritten is one mistake.

use super::account;
use super::locate::TablePlaces;
use super::submission::{Accounted, SheetAccount};
use crate::plan::{FormId, PlanYear, RowId, keys};
use crate::problem::form::{Number, Problem, Row};
use crate::problem::{Code, Finding, Place};
use crate::value::grid::Sheet;

/// The findings about a form's lost columns and rows.
pub fn findings(
    sheet: &Sheet,
    year: &PlanYear,
    form: FormId,
    table: &TablePlaces,
    account: &[SheetAccount],
) -> Vec<Finding> {
    let unused = |code: Code| -> Vec<&Accounted> {
        account::unused(account, sheet).filter(|(of, _)| *of == code).map(|(_, number)| number).collect()
    };
    let lost = Lost { sheet, year, form, table };
    let columns = lost.columns(&unused(Code::ColumnMissing));
    columns.into_iter().chain(lost.rows(&unused(Code::RowCodeMissing))).collect()
}

struct Lost<'a> {
    sheet: &'a Sheet,
    year: &'a PlanYear<'a>,
    form: FormId,
    table: &'a TablePlaces,
}

impl Lost<'_> {
    fn place(&self, numbers: &[&Accounted]) -> Place {
        let form = Some(self.year.plan.form(self.form).code.clone());
        Place { sheet: Some(self.sheet.name.clone()), cells: account::cells(numbers), form, ..Place::default() }
    }

    fn columns(&self, numbers: &[&Accounted]) -> Option<Finding> {
        let form = self.year.plan.form(self.form);
        let lost: Vec<_> = self.table.lost_columns.iter().map(|id| &form.columns[id.idx()]).collect();
        let first = lost.first()?;
        let mut place = self.place(numbers);
        place.column = Some(first.key.clone());
        let columns = lost.iter().map(|column| column.label.clone()).collect();
        let problem = Problem::ColumnsMissing { sheet: form.sheet.clone(), columns, numbers: in_place(numbers) };
        Some(Finding::from(problem).at(place))
    }

    fn row(&self, id: RowId) -> Row {
        let row = self.year.row(self.form, id);
        Row { code: row.code.clone(), label: row.label.clone() }
    }

    fn rows(&self, numbers: &[&Accounted]) -> Option<Finding> {
        let first = self.table.lost_rows.first()?;

        let mut place = self.place(numbers);
        place.row = Some(self.row(*first).code);
        place.column = self.table.code_column.map(|_| keys::CODE.to_owned());
        let problem = Problem::RowsMissing {
            sheet: self.year.plan.form(self.form).sheet.clone(),
            rows: self.table.lost_rows.iter().map(|id| self.row(*id)).collect(),
            below: self.table.rows.before(*first),
            numbers: in_place(numbers),
        };
        Some(Finding::from(problem).at(place))
    }
}

fn in_place(numbers: &[&Accounted]) -> Vec<Number> {
    numbers.iter().map(|number| Number { at: number.at, value: number.value.clone() }).collect()
}
