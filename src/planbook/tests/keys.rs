//! Whoever gives the plan a new key gives it a column too.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::planbook::form_sheet::{FORM_COLUMNS, FORM_ITEMS, FORM_ROWS};
use crate::planbook::sheets::SHEETS;
use crate::planbook::spec::{ColumnSpec, EntryShape, SheetLayout, TableSpec};

/// The keys that have a place in the workbook, by the path of their table.
#[derive(Default)]
struct Keys(BTreeMap<String, BTreeSet<String>>);

impl Keys {
    fn add(&mut self, path: &str, key: &str) {
        let full = format!("{path}.{key}");
        for (n, _) in full.match_indices('.') {
            let next = full[n + 1..].split('.').next().unwrap_or_default();
            self.0.entry(full[..n].trim_start_matches('.').to_owned()).or_default().insert(next.to_owned());
        }
    }

    fn add_columns(&mut self, path: &str, columns: &[ColumnSpec]) {
        columns.iter().for_each(|column| self.add(path, column.key));
    }

    fn add_table(&mut self, path: &str, table: &TableSpec) {
        self.add_columns(path, table.columns);
        let Some(child) = table.child else { return };
        match child.shape {
            EntryShape::Entries => self.add_table(&format!("{path}.{}", child.path), child),
            EntryShape::Names { or_alone } => {
                self.add_columns(&format!("{path}.names"), child.columns);
                ["name", "area"].iter().filter(|_| or_alone).for_each(|key| self.add(path, key));
            }
            EntryShape::Inputs(roles) => {
                roles.iter().for_each(|role| self.add_columns(&format!("{path}.{}", role.key), &child.columns[1..]));
            }
            EntryShape::Maps { .. } => child.columns[1..].iter().for_each(|column| self.add(path, column.key)),
        }
    }
}

fn keys() -> Keys {
    let mut keys = Keys::default();
    for spec in SHEETS {
        match spec.layout {
            SheetLayout::Items(sections) => {
                sections.iter().for_each(|section| keys.add_columns(section.path, section.items));
            }
            SheetLayout::Table(table) => keys.add_table(table.path, &table),
            SheetLayout::Forms => {
                keys.add_columns("form", FORM_ITEMS);
                keys.add_columns("form.columns", FORM_COLUMNS);
                keys.add_table("form.rows", &FORM_ROWS);
            }
        }
    }
    keys
}

/// What the schema says of a table, through references, lists and what may be `null`.
fn resolved<'s>(schema: &'s Json, at: &'s Json) -> &'s Json {
    if let Some(name) = at["$ref"].as_str() {
        return resolved(schema, &schema["$defs"][name.trim_start_matches("#/$defs/")]);
    }
    match (at.get("items"), at["anyOf"].as_array()) {
        (Some(items), _) => resolved(schema, items),
        (_, Some(any)) => resolved(schema, &any[0]),
        _ => at,
    }
}

#[test]
fn every_key_of_the_plan_has_a_place_in_the_workbook() {
    let schema: Json = serde_json::from_str(include_str!("../../../docs/plan.schema.json")).expect("the schema");
    let mut missing = Vec::new();
    for (path, known) in keys().0 {
        let steps = path.split('.').filter(|step| !step.is_empty());
        let table = steps.fold(&schema, |at, step| resolved(&schema, &at["properties"][step]));
        let Some(properties) = table["properties"].as_object() else { continue };
        missing.extend(properties.keys().filter(|key| !known.contains(*key)).map(|key| format!("{path}.{key}")));
    }
    // An input is cells or people liable; the parts that renamed codes play have a form only for rows.
    assert_eq!(missing, [""; 0], "no column");
}
