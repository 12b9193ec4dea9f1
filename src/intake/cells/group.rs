//! The same trouble in many cells as one finding that names all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Trouble, distinct};
use crate::intake::explanation;
use crate::intake::submission::FormData;
use crate::plan::{ColumnId, PlanYear, RowId};
use crate::problem::{Code, Finding, Severity};
use crate::value::grid::{Address, in_ranges};
use crate::value::wording;

/// Cells with the same trouble, as they stand in the sheet; never empty.
type Group = Vec<Trouble>;

/// The findings for all troubles of a form.
pub fn findings(troubles: Vec<Trouble>, year: &PlanYear, data: &FormData) -> Vec<Finding> {
    group(troubles).iter().map(|group| finding(group, year, data)).collect()
}

/// Lists the same trouble with the same remedy once. An error is said once for all cells that share a column or row,
/// directly or through others; cells apart from each other are taken for mistakes of their own. A query stays with its
/// row, because the row's note is what answers it; a note that asks for nothing is said once for the form.
fn group(troubles: Vec<Trouble>) -> Vec<Group> {
    let mut alike: BTreeMap<_, Group> = BTreeMap::new();
    for trouble in troubles {
        alike.entry((trouble.code, trouble.detail.clone(), trouble.hint.clone())).or_default().push(trouble);
    }
    let mut groups: Vec<Group> = Vec::new();
    for ((code, ..), troubles) in alike {
        match code.entry().severity {
            // One program left all of them without their results.
            _ if code == Code::FormulaWithoutValue => groups.push(troubles),
            Severity::Error => groups.extend(connected(troubles)),
            Severity::Query => groups.extend(by_row(troubles)),
            Severity::Note => groups.push(troubles),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|trouble| trouble.at);
    }
    groups.sort_by_key(|group| (group[0].at, group[0].code));
    groups
}

fn by_row(troubles: Vec<Trouble>) -> Vec<Group> {
    let mut by_row: BTreeMap<RowId, Group> = BTreeMap::new();
    for trouble in troubles {
        by_row.entry(trouble.row).or_default().push(trouble);
    }
    by_row.into_values().collect()
}

/// Puts together what shares a column or a row, and what shares one with any of these.
fn connected(troubles: Vec<Trouble>) -> Vec<Group> {
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

fn finding(group: &Group, year: &PlanYear, data: &FormData) -> Finding {
    let first = &group[0];
    let what = first.code.entry().title;
    let details = [first.detail.clone(), contents(group)];
    let details: Vec<String> = details.into_iter().filter(|detail| !detail.is_empty()).collect();
    let colon = if details.is_empty() { "" } else { ": " };
    let message = format!("{what} – {}{colon}{}", whereabouts(group, year, data), details.join("; "));
    let found = distinct(group.iter().map(|trouble| trouble.found.clone().unwrap_or_default()));
    let expected = distinct(group.iter().filter_map(|trouble| trouble.expected.clone()));
    let finding = Finding::new(first.code, message, first.hint.clone());
    let finding = finding.found(found.join("; ")).expected(expected.join("; "));
    let cells = group.iter().map(|trouble| trouble.at).collect();
    let finding = finding.at(data.place(year, first.row, Some(first.column), cells));
    explanation::explain(finding, data, &[first.row])
}

/// Which cells: by their names in the form where these are few, else counted and by their addresses.
fn whereabouts(group: &Group, year: &PlanYear, data: &FormData) -> String {
    let form = year.plan.form(data.form);
    let n = group.len();
    let columns: BTreeSet<ColumnId> = group.iter().map(|trouble| trouble.column).collect();
    let labels: Vec<&str> = columns.iter().map(|column| form.columns[column.idx()].label.as_str()).collect();
    let labels = format!("“{}”", labels.join("”, “"));
    let n_entries = data.entries.iter().filter(|entry| columns.contains(&entry.column)).count();
    if group.iter().all(|trouble| trouble.row == group[0].row) {
        return format!("dòng “{}”, cột {labels}", year.row(data.form, group[0].row).label);
    }
    if n == data.entries.len() {
        return format!("cả {n} ô của {}", form.sheet);
    }
    if n == n_entries {
        return format!("cả cột {labels}");
    }
    let cells: Vec<Address> = group.iter().map(|trouble| trouble.at).collect();
    let what = if columns.len() == 1 { format!("cột {labels}") } else { form.sheet.clone() };
    format!("{n} ô của {what} ({})", in_ranges(&cells))
}

/// What stands in the cells: `ô ghi “12o”` if it is the same in all, else the first few, each with its cells:
/// `D12 ghi “12o”, D13:D15 ghi “l5”`.
fn contents(group: &Group) -> String {
    let mut said: Vec<(&str, Vec<Address>)> = Vec::new();
    for trouble in group.iter().filter(|trouble| !trouble.said.is_empty()) {
        match said.iter_mut().find(|(other, _)| *other == trouble.said) {
            Some((_, cells)) => cells.push(trouble.at),
            None => said.push((&trouble.said, vec![trouble.at])),
        }
    }
    match said.as_slice() {
        [] => String::new(),
        [(one, _)] => format!("ô {one}"),
        many => wording::first_few(many.iter().map(|(said, cells)| format!("{} {said}", in_ranges(cells)))).join("; "),
    }
}
