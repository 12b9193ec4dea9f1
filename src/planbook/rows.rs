//! The plan's values laid out in lines of cells, by the declarations of its sheets.

use chrono::NaiveDate;
use toml::{Table, Value};

use super::spec::{CellKind, ColumnSpec, EntryShape, Requirement, TableSpec};
use crate::value::Percent;

/// Stands in place of a percentage that nobody has decided yet.
pub const UNDECIDED: &str = "chưa định";

/// What is written into a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Filled {
    Blank,
    Text(String),
    Number(f64),
    Date(NaiveDate),
}

/// A line of cells, by the columns of its table.
pub type FilledLine = Vec<Filled>;

/// The value under a key with dots.
pub fn at<'v>(table: &'v Table, path: &str) -> Option<&'v Value> {
    match path.split_once('.') {
        None => table.get(path),
        Some((first, rest)) => at(table.get(first)?.as_table()?, rest),
    }
}

/// The tables of a list.
pub fn tables<'v>(table: &'v Table, path: &str) -> impl Iterator<Item = &'v Table> {
    at(table, path).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

/// The lines of a table of the plan.
pub fn lines(block: &TableSpec, plan: &Table) -> Vec<FilledLine> {
    grouped(block, plan).concat()
}

/// The lines of a table of the plan by its entries.
pub fn grouped(block: &TableSpec, plan: &Table) -> Vec<Vec<FilledLine>> {
    let list = block.path.rsplit('.').next().unwrap_or(block.path);
    match block.parents {
        [] => tables(plan, block.path).map(|entry| entry_lines(block, entry, &[])).collect(),
        _ => below(block, plan, list, &mut Vec::new()),
    }
}

/// The lines of entries within those of other tables, each with the codes of the entries above.
fn below<'v>(block: &TableSpec, table: &'v Table, list: &str, above: &mut Vec<&'v str>) -> Vec<Vec<FilledLine>> {
    let Some(parent) = block.parents.get(above.len()) else {
        return tables(table, list).map(|entry| entry_lines(block, entry, above)).collect();
    };
    let mut lines = Vec::new();
    for entry in tables(table, parent.list) {
        above.push(entry.get(parent.key).and_then(Value::as_str).unwrap_or_default());
        lines.extend(below(block, entry, list, above));
        above.pop();
    }
    lines
}

/// The lines of one entry: its own cells on the first, and on each what belongs to it.
pub fn entry_lines(block: &TableSpec, entry: &Table, above: &[&str]) -> Vec<FilledLine> {
    let parents = above.iter().map(|code| Filled::Text((*code).to_owned()));
    let own: FilledLine =
        parents.chain(block.columns.iter().map(|column| filled(column, at(entry, column.key)))).collect();
    let Some(child) = block.child else { return vec![own] };
    let mut belongings = belongings(child, entry);
    if belongings.is_empty() {
        belongings.push(vec![Filled::Blank; child.all_columns().len()]);
    }
    let blank = vec![Filled::Blank; own.len()];
    let line = |(n, rest): (usize, FilledLine)| [if n == 0 { own.clone() } else { blank.clone() }, rest].concat();
    belongings.into_iter().enumerate().map(line).collect()
}

fn belongings(block: &TableSpec, entry: &Table) -> Vec<FilledLine> {
    match block.shape {
        EntryShape::Entries => tables(entry, block.path).flat_map(|below| entry_lines(block, below, &[])).collect(),
        EntryShape::Names { or_alone } if or_alone && entry.contains_key("name") => vec![
            columns(block.columns, entry)
                .into_iter()
                .zip(block.columns)
                .map(|(cell, column)| if is_day(column) { Filled::Blank } else { cell })
                .collect(),
        ],
        EntryShape::Names { .. } => tables(entry, block.path).map(|name| columns(block.columns, name)).collect(),
        EntryShape::Inputs(roles) => {
            let of_role = |role: &super::spec::InputRole| {
                let word = Filled::Text(role.word.to_owned());
                let inputs = entry.get(role.key).map(inputs).unwrap_or_default();
                let line = move |input: &Table| [vec![word.clone()], columns(&block.columns[1..], input)].concat();
                inputs.into_iter().map(line).collect::<Vec<FilledLine>>()
            };
            roles.iter().flat_map(of_role).collect()
        }
        EntryShape::Maps { .. } => map_lines(block, entry),
    }
}

/// The days of a single name are those of the unit.
fn is_day(column: &ColumnSpec) -> bool {
    column.kind == CellKind::Date
}

fn inputs(value: &Value) -> Vec<&Table> {
    match value {
        Value::Table(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_table).collect(),
        _ => Vec::new(),
    }
}

/// A line for each key that one of the maps has.
fn map_lines(block: &TableSpec, entry: &Table) -> Vec<FilledLine> {
    let maps: Vec<Option<&Table>> =
        block.columns[1..].iter().map(|column| at(entry, column.key).and_then(Value::as_table)).collect();
    let mut keys: Vec<&String> = Vec::new();
    for key in maps.iter().flatten().flat_map(|map| map.keys()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let line = |key: &String| {
        let values = block.columns[1..].iter().zip(&maps);
        let cells = values.map(|(column, map)| filled(column, map.and_then(|map| map.get(key))));
        [Filled::Text(key.clone())].into_iter().chain(cells).collect()
    };
    keys.into_iter().map(line).collect()
}

fn columns(columns: &[ColumnSpec], entry: &Table) -> FilledLine {
    columns.iter().map(|column| filled(column, at(entry, column.key))).collect()
}

/// The cell of a value; of none what the plan means by saying nothing, where that is more than nothing.
pub fn filled(column: &ColumnSpec, value: Option<&Value>) -> Filled {
    let default = match column.need {
        Requirement::OrText(text) => Some(Value::from(text)),
        Requirement::OrCount(count) => Some(Value::from(count)),
        Requirement::OrTruth(truth) => Some(Value::from(truth)),
        _ => None,
    };
    value.or(default.as_ref()).map_or(Filled::Blank, |value| cell(column.kind, value))
}

fn cell(kind: CellKind, value: &Value) -> Filled {
    match (kind, value) {
        (CellKind::Lines, Value::Array(parts)) => joined(parts, "\n"),
        (CellKind::Codes | CellKind::Versions, Value::Array(parts)) => joined(parts, ", "),
        (CellKind::YesNo, Value::Boolean(truth)) => Filled::Text(if *truth { "có" } else { "không" }.to_owned()),
        (CellKind::Choice(words), Value::String(text)) => {
            let word = words.iter().find(|(_, value)| value == text).map_or(text.as_str(), |(word, _)| word);
            Filled::Text(word.to_owned())
        }
        (CellKind::Percent, Value::String(text)) => {
            let number = Percent::parse(text).and_then(|percent| percent.to_string().parse().ok());
            number.map_or_else(|| Filled::Text(text.clone()), Filled::Number)
        }
        (CellKind::Date, Value::String(text)) => text.parse().map_or_else(|_| Filled::Text(text.clone()), Filled::Date),
        (_, Value::Integer(number)) => number.to_string().parse().map_or(Filled::Blank, Filled::Number),
        (_, Value::String(text)) if text.is_empty() => Filled::Blank,
        (_, Value::String(text)) => Filled::Text(text.clone()),
        (_, other) => Filled::Text(other.to_string()),
    }
}

fn joined(parts: &[Value], between: &str) -> Filled {
    let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
    if parts.is_empty() { Filled::Blank } else { Filled::Text(parts.join(between)) }
}
