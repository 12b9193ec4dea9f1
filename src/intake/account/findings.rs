//! Findings from the account: rows and sheets the template doesn't have, and numbers outside the tables.

use super::table::LocatedForm;
use crate::intake::locate::TablePlaces;
use crate::intake::recalculated::{Judge, ReadCells};
use crate::intake::sheets::{SheetKind, SheetPage, is_named_difficulties};
use crate::intake::submission::{Accounted, Role, SheetAccount};
use crate::plan::PlanYear;
use crate::problem::form::{Beyond, Foreign, Problem};
use crate::problem::{Code, Finding, Place};
use crate::value::grid::{Address, Sheet, Value};

/// The findings of a workbook's account, sheet by sheet.
pub fn findings(
    account: &[SheetAccount],
    pages: &[SheetPage],
    tables: &[LocatedForm],
    judge: &Judge<'_>,
    year: &PlanYear,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in pages {
        let unused: Vec<(Code, &Accounted)> = unused(account, page.sheet).collect();
        let with_code = |code: Code| -> Vec<&Accounted> {
            unused.iter().filter(|(with_code, _)| *with_code == code).map(|(_, number)| *number).collect()
        };
        let own = tables.iter().find(|table| table.sheet == page.sheet.name);
        let place = |cells: Vec<Address>| Place {
            sheet: Some(page.sheet.name.clone()),
            cells,
            form: own.map(|table| year.plan.form(table.form).code.clone()),
            ..Place::default()
        };
        findings.extend(extra_rows(page.sheet, own.map(|own| &own.table), &with_code(Code::RowNotInTemplate), place));
        let read = judge.read_cells(page.sheet);
        let outside_numbers = with_code(Code::NumberOutsideTable);
        let n_overtyped = outside_numbers
            .iter()
            .filter(|number| own.is_some_and(|own| own.table.has_words_at(number.at, page.sheet)))
            .count();
        findings.extend(outside(&outside_numbers, n_overtyped, &read, place));
        findings.extend(foreign_sheet(page, &with_code(Code::SheetNotInTemplate), &read));
        findings.extend(cells_beyond(page));
    }
    findings
}

/// A sheet's unused numbers, each with the code of the finding that reports it.
pub fn unused<'a>(account: &'a [SheetAccount], sheet: &'a Sheet) -> impl Iterator<Item = (Code, &'a Accounted)> {
    let own = account.iter().filter(|of| *of.sheet == *sheet.name).flat_map(|of| &of.numbers);
    own.filter_map(|number| match number.role {
        Role::Unused(code) => Some((code, number)),
        _ => None,
    })
}

/// What the cells of numbers hold.
fn contents(numbers: &[&Accounted]) -> Vec<Value> {
    numbers.iter().map(|number| number.value.clone()).collect()
}

/// Where numbers stand.
pub fn cells(numbers: &[&Accounted]) -> Vec<Address> {
    numbers.iter().map(|number| number.at).collect()
}

fn extra_rows(
    sheet: &Sheet,
    table: Option<&TablePlaces>,
    numbers: &[&Accounted],
    place: impl Fn(Vec<Address>) -> Place,
) -> Vec<Finding> {
    let of_rows = numbers.chunk_by(|a, b| a.at.row == b.at.row);
    of_rows
        .map(|numbers| {
            let row = numbers[0].at.row;
            let label = table.and_then(|table| sheet.text(Address::new(row, table.label_column?)));
            let label = label.map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned);
            let is_count = |number: &&&Accounted| table.is_none_or(|table| table.has_numbers(number.at.col));
            let n_counts = numbers.iter().filter(is_count).count();
            let problem = Problem::ExtraRow { row, label, n_counts, contents: contents(numbers) };
            Finding::from(problem).at(place(cells(numbers)))
        })
        .collect()
}

fn outside(
    numbers: &[&Accounted],
    n_overtyped: usize,
    read: &ReadCells,
    place: impl Fn(Vec<Address>) -> Place,
) -> Option<Finding> {
    if numbers.is_empty() {
        return None;
    }
    let problem = Problem::Outside { contents: contents(numbers), n_read: n_read(numbers, read), n_overtyped };
    Some(Finding::from(problem).at(place(cells(numbers))))
}

/// How many of the numbers formulas in entered cells read.
fn n_read(numbers: &[&Accounted], read: &ReadCells) -> usize {
    numbers.iter().filter(|number| read.contains(number.at)).count()
}

/// Reports a sheet that the template doesn't have, if it has numbers or was the list of difficulties.
fn foreign_sheet(page: &SheetPage, numbers: &[&Accounted], read: &ReadCells) -> Option<Finding> {
    let sheet = page.sheet;
    let is_foreign = page.part == SheetKind::Foreign;
    let beyond = beyond(sheet).filter(|_| is_foreign);
    let what = match numbers.len() {
        0 if is_foreign && is_named_difficulties(sheet) => Foreign::LostHeading,
        0 if beyond.is_none() => return None,
        _ if n_read(numbers, read) > 0 => Foreign::Read,
        n => Foreign::Numbers { n, beyond },
    };
    let problem = Problem::ForeignSheet { tab: sheet.into(), what };
    Some(Finding::from(problem).at(Place { sheet: Some(sheet.name.clone()), ..Place::default() }))
}

/// The note on sheets without cells by their kind, such as charts.
pub fn passed_over(names: &[String]) -> Option<Finding> {
    let first = names.first()?;
    let place = Place { sheet: Some(first.clone()), ..Place::default() };
    Some(Finding::from(Problem::SheetsWithoutCells { names: names.to_vec() }).at(place))
}

/// The note on cells beyond the rows and columns that are read; of a foreign sheet its own finding says it.
fn cells_beyond(page: &SheetPage) -> Option<Finding> {
    let beyond = beyond(page.sheet).filter(|_| page.part != SheetKind::Foreign)?;
    let place = Place { sheet: Some(page.sheet.name.clone()), cells: vec![beyond.first], ..Place::default() };
    Some(Finding::from(Problem::CellsBeyond(beyond)).at(place))
}

fn beyond(sheet: &Sheet) -> Option<Beyond> {
    Some(Beyond { n: sheet.n_beyond, first: sheet.first_beyond? })
}
