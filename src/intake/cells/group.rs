//! The same trouble in many cells as one finding: of the form, of a column, or of a row.

use std::collections::BTreeMap;

use super::{Trouble, distinct};
use crate::finding::{Finding, Severity};
use crate::intake::explanation;
use crate::intake::submission::FormData;
use crate::plan::{ColumnId, PlanYear, RowId};

/// The findings for all troubles of a form.
pub fn findings(troubles: Vec<Trouble>, year: &PlanYear, data: &FormData) -> Vec<Finding> {
    group(troubles, data).iter().map(|group| finding(group, year, data)).collect()
}

/// Cells with the same trouble: all of the form, of a column, or of a row.
#[derive(Debug)]
struct Group {
    troubles: Vec<Trouble>,
    extent: Extent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Form,
    Column,
    Row,
}

/// Lists the same trouble once: for the whole form if every cell has it, else for whole columns, else row by row. A
/// query stays with its row, because the row's note is what answers it; a note that asks for nothing is said once.
fn group(troubles: Vec<Trouble>, data: &FormData) -> Vec<Group> {
    let mut alike: BTreeMap<_, Vec<Trouble>> = BTreeMap::new();
    for trouble in troubles {
        alike.entry((trouble.code, trouble.detail.clone())).or_default().push(trouble);
    }
    let mut groups = Vec::new();
    for ((code, _), troubles) in alike {
        let severity = code.entry().severity;
        if severity == Severity::Note || (troubles.len() == data.entries.len() && severity == Severity::Error) {
            groups.push(Group { troubles, extent: Extent::Form });
            continue;
        }
        let (by_column, rest) =
            if severity == Severity::Error { whole_columns(troubles, data) } else { (vec![], troubles) };
        groups.extend(by_column);
        let mut by_row: BTreeMap<RowId, Vec<Trouble>> = BTreeMap::new();
        for trouble in rest {
            by_row.entry(trouble.row).or_default().push(trouble);
        }
        groups.extend(by_row.into_values().map(|troubles| Group { troubles, extent: Extent::Row }));
    }
    groups.sort_by_key(|group| (group.troubles[0].at, group.troubles[0].code));
    groups
}

/// The columns in which every entered cell has the trouble, and the cells that are left.
fn whole_columns(troubles: Vec<Trouble>, data: &FormData) -> (Vec<Group>, Vec<Trouble>) {
    let mut by_column: BTreeMap<ColumnId, Vec<Trouble>> = BTreeMap::new();
    for trouble in troubles {
        by_column.entry(trouble.column).or_default().push(trouble);
    }
    let n_entries = |column: ColumnId| data.entries.iter().filter(|entry| entry.column == column).count();
    let (whole, partial): (Vec<_>, Vec<_>) = by_column
        .into_iter()
        .partition(|(column, troubles)| troubles.len() > 1 && troubles.len() == n_entries(*column));
    let groups = whole.into_iter().map(|(_, troubles)| Group { troubles, extent: Extent::Column }).collect();
    (groups, partial.into_iter().flat_map(|(_, troubles)| troubles).collect())
}

fn finding(group: &Group, year: &PlanYear, data: &FormData) -> Finding {
    let first = &group.troubles[0];
    let form = year.plan.form(data.form);
    let row = year.row(data.form, first.row);
    let columns: Vec<String> = labels(group, |trouble| form.columns[trouble.column.idx()].label.clone());
    let what = first.code.entry().title;
    let n = group.troubles.len();
    let where_ = match group.extent {
        Extent::Form if n == data.entries.len() && n > 1 => format!("cả {n} ô của {}", form.sheet),
        Extent::Form if n > 1 => format!("{n} ô của {}", form.sheet),
        Extent::Column => format!("cả cột “{}”", columns.join("”, “")),
        _ => format!("dòng “{}”, cột “{}”", row.label, columns.join("”, “")),
    };
    let cells = group.troubles.iter().map(|trouble| trouble.at).collect();
    let found = distinct(group.troubles.iter().map(|trouble| trouble.found.clone().unwrap_or_default()));
    let detail = match (first.detail.as_str(), found.is_empty()) {
        ("", true) => String::new(),
        ("", false) => format!(": ô ghi “{}”", found.join("”, “")),
        (detail, _) => format!(": {detail}"),
    };
    let message = format!("{what} – {where_}{detail}");
    let mut finding = Finding::new(first.code, message, first.hint.clone());
    finding.found = Some(found.join("; ")).filter(|found| !found.is_empty());
    let finding = finding.at(data.place(year, first.row, Some(first.column), cells));
    explanation::explain(finding, data, &[first.row])
}

/// The distinct labels of a group's cells, in order.
fn labels(group: &Group, label: impl Fn(&Trouble) -> String) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for trouble in &group.troubles {
        let label = label(trouble);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}
