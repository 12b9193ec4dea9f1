//! One finding for the same trouble in many cells.

use std::collections::{BTreeMap, BTreeSet};

use super::trouble::Trouble;
use crate::intake::explanation;
use crate::intake::submission::FormData;
use crate::plan::{ColumnId, PlanYear, RowId};
use crate::problem::cell::{self, Entries, Extent, Fault};
use crate::problem::{Finding, Severity};

/// Cells with the same trouble, as they stand in the sheet; never empty.
type CellGroup = Vec<Trouble>;

/// The findings for all troubles of a form.
pub fn findings(troubles: Vec<Trouble>, year: &PlanYear, data: &FormData) -> Vec<Finding> {
    group(troubles, data).iter().map(|group| finding(group, year, data)).collect()
}

/// The findings about the same cells as one finding of several rows: one about a row, and one about the others, if any.
pub fn without_row(of: &Entries, row: RowId, year: &PlanYear, data: &FormData) -> (Finding, Option<Finding>) {
    let (own, others): (CellGroup, CellGroup) = of
        .cells
        .iter()
        .filter_map(|cell| {
            let entry = data.entries.iter().find(|entry| entry.at == cell.at)?;
            Some(Trouble { row: entry.row, column: entry.column, fault: of.fault.clone(), cell: cell.clone() })
        })
        .partition(|trouble| trouble.row == row);
    (finding(&own, year, data), (!others.is_empty()).then(|| finding(&others, year, data)))
}

/// Groups the same trouble into findings. Errors and queries: one finding for cells connected by shared rows or columns; separate
/// cells are separate mistakes. Queries that the notes of their rows answer: one per row. Notes: one per form.
fn group(troubles: Vec<Trouble>, data: &FormData) -> Vec<CellGroup> {
    let mut alike: BTreeMap<Fault, CellGroup> = BTreeMap::new();
    for trouble in troubles {
        alike.entry(trouble.fault.clone()).or_default().push(trouble);
    }
    let mut groups: Vec<CellGroup> = Vec::new();
    for (fault, troubles) in alike {
        match fault.code().entry().severity {
            // Whatever saved the file left all of them without results: one cause.
            _ if fault == Fault::NotCalculated => groups.push(troubles),
            Severity::Error => groups.extend(connected(troubles)),
            Severity::Query => {
                let is_answered = |trouble: &Trouble| explanation::of_row(data, trouble.row).is_some();
                let (answered, open): (CellGroup, CellGroup) = troubles.into_iter().partition(is_answered);
                groups.extend(by_row(answered));
                groups.extend(connected(open));
            }
            Severity::Note => groups.push(troubles),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|trouble| trouble.cell.at);
    }
    groups.sort_by_key(|group| (group[0].cell.at, group[0].fault.code()));
    groups
}

fn by_row(troubles: Vec<Trouble>) -> Vec<CellGroup> {
    let mut by_row: BTreeMap<RowId, CellGroup> = BTreeMap::new();
    for trouble in troubles {
        by_row.entry(trouble.row).or_default().push(trouble);
    }
    by_row.into_values().collect()
}

/// Groups of cells that share a row or column, directly or through other cells of the group.
fn connected(troubles: Vec<Trouble>) -> Vec<CellGroup> {
    let mut groups = Vec::new();
    let mut rest = troubles;
    while let Some(first) = rest.pop() {
        let (mut rows, mut columns) = (BTreeSet::from([first.row]), BTreeSet::from([first.column]));
        let mut group = vec![first];
        loop {
            let is_near = |trouble: &Trouble| rows.contains(&trouble.row) || columns.contains(&trouble.column);
            let (near, far): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_near);
            rest = far;
            if near.is_empty() {
                break;
            }
            rows.extend(near.iter().map(|trouble| trouble.row));
            columns.extend(near.iter().map(|trouble| trouble.column));
            group.extend(near);
        }
        groups.push(group);
    }
    groups
}

fn finding(group: &CellGroup, year: &PlanYear, data: &FormData) -> Finding {
    let first = &group[0];
    let cells: Vec<cell::Cell> = group.iter().map(|trouble| trouble.cell.clone()).collect();
    let at = cells.iter().map(|cell| cell.at).collect();
    let entries = Entries { fault: first.fault.clone(), extent: extent(group, year, data), cells };
    let finding = Finding::from(cell::Problem::Entries(entries));
    let finding = finding.at(data.place(year, first.row, Some(first.column), at));
    let rows: BTreeSet<RowId> = group.iter().map(|trouble| trouble.row).collect();
    explanation::explain(finding, data, &Vec::from_iter(rows))
}

/// Which part of the form the cells are.
fn extent(group: &CellGroup, year: &PlanYear, data: &FormData) -> Extent {
    let form = year.plan.form(data.form);
    let columns: BTreeSet<ColumnId> = group.iter().map(|trouble| trouble.column).collect();
    let labels: Vec<String> = columns.iter().map(|column| form.columns[column.idx()].label.clone()).collect();
    let n_entries = data.entries.iter().filter(|entry| columns.contains(&entry.column)).count();
    if group.iter().all(|trouble| trouble.row == group[0].row) {
        return Extent::InRow { row: year.row(data.form, group[0].row).label.clone(), columns: labels };
    }
    match <[String; 1]>::try_from(labels) {
        _ if group.len() == data.entries.len() => Extent::Form(form.sheet.clone()),
        Ok(one) if group.len() == n_entries => Extent::Columns(one.into()),
        Err(labels) if group.len() == n_entries => Extent::Columns(labels),
        Ok([column]) => Extent::SomeOfColumn(column),
        Err(_) => Extent::SomeOfForm(form.sheet.clone()),
    }
}
