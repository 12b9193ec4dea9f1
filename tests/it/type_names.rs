//! A type's name says what it is wherever it is read: no two types of the source share one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::arrows::is_test;

/// Names of two types. Each has its reason; none may be added without one.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("Cell", "of a returned file (`value::grid`), and of a table that is shown (`view::block`)"),
    (
        "Text",
        "with its place in the plan file (`plan::file`, seen only by the plan's loader), and that is shown (`view::text`)",
    ),
    ("Value", "what either kind of `Cell` holds"),
];

/// The families of the catalogue are written with their name before each type: `file::Problem`, `cell::Fault`.
const FAMILIES: &[&str] = &["assigned", "cell", "cross", "file", "form", "merge", "sum", "trend", "unreadable"];

fn is_of_family(file: &str) -> bool {
    FAMILIES.iter().any(|family| file == format!("problem/{family}.rs"))
}

/// The names of the types that a file defines.
fn types(code: &str) -> impl Iterator<Item = &str> {
    code.lines().filter_map(|line| {
        let line = line.strip_prefix("pub").map_or(line, |rest| rest.split_once(' ').map_or(rest, |(_, rest)| rest));
        let (kind, rest) = line.split_once(' ')?;
        let is_type = ["struct", "enum", "type", "trait", "union"].contains(&kind);
        is_type.then(|| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
    })
}

/// The files that define each type, but for tests and families.
fn files_by_type() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut by_type: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root) {
        let path = entry.expect("a readable folder").into_path();
        let file = path.strip_prefix(&root).expect("below it").display().to_string().replace('\\', "/");
        if !file.ends_with(".rs") || is_test(&file) || is_of_family(&file) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for name in types(code) {
            by_type.entry(name.to_owned()).or_default().insert(file.clone());
        }
    }
    by_type
}

#[test]
fn no_two_types_share_a_name() {
    let mut doubled = files_by_type();
    doubled.retain(|_, files| files.len() > 1);
    let excepted: BTreeSet<&str> = EXCEPTIONS.iter().map(|(name, _)| *name).collect();
    let new: BTreeMap<_, _> = doubled.iter().filter(|(name, _)| !excepted.contains(name.as_str())).collect();
    assert!(new.is_empty(), "say what each of these is: {new:#?}");
    let gone: Vec<_> = excepted.iter().filter(|name| !doubled.contains_key(**name)).collect();
    assert!(gone.is_empty(), "these are doubled no more, take them off the list: {gone:?}");
}

#[test]
fn types_are_found_however_they_are_seen() {
    let code = "pub(super) struct A<'a> {\nenum B {\n    struct Inner\npub type C = u8;\nlet type_ = 1;\nstruct D;";
    assert_eq!(types(code).collect::<Vec<_>>(), ["A", "B", "C", "D"]);
}
