//! Rooms use only rooms below them. The `use crate::` lines of the source are held against the order of ARCHITECTURE.md;
//! what still goes against it is listed, and the list must be exact.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms from the top to the ground. A room may use itself and those behind it.
const ORDER: &[&str] = &[
    "cli",
    "usecase",
    "planbook",
    "output",
    "view",
    "indicator",
    "ledger",
    "rules",
    "intake",
    "counts",
    "problem",
    "rollup",
    "plan",
    "value",
];

/// Rooms beside the order, with the only rooms they may use.
const BESIDE: &[(&str, &[&str])] = &[
    ("rehearsal", &["counts", "formula", "ooxml", "plan", "problem", "rollup", "rules", "template", "value"]),
    ("template", &["formula", "plan", "rollup", "sheet", "value"]),
    ("sheet", &["value"]),
    ("formula", &["value"]),
    ("ooxml", &["value"]),
];

/// Rooms beside the order that those at or above a room of it may use.
const SERVES: &[(&str, &str)] = &[
    ("rehearsal", "output"),
    ("template", "output"),
    ("sheet", "output"),
    ("formula", "intake"),
    ("ooxml", "problem"),
];

/// What goes against the order: the file, and the room it shouldn't use. Each is to be taken away; none may be added.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// A use of one room by a file of another.
struct Use {
    file: String,
    line: usize,
    from: String,
    to: String,
}

/// Every use of another room in the source, but for tests.
fn uses() -> Vec<Use> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut uses = Vec::new();
    for entry in walkdir::WalkDir::new(&source).sort_by_file_name() {
        let path = entry.expect("a readable folder").into_path();
        let file = path.strip_prefix(&source).expect("below it").display().to_string().replace('\\', "/");
        if !file.ends_with(".rs") || is_test(&file) {
            continue;
        }
        let from = room(&file);
        for (line, to) in rooms_used(&fs::read_to_string(&path).expect("text")) {
            if to != from {
                uses.push(Use { file: file.clone(), line, from: from.clone(), to });
            }
        }
    }
    uses
}

pub fn is_test(file: &str) -> bool {
    file.split('/').any(|part| {
        matches!(
            part.trim_end_matches(".rs"),
            "tests" | "fixture" | "sample" | "read_back_tests" | "foreign_files" | "second_opinion"
        )
    })
}

fn room(file: &str) -> String {
    file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// The rooms that a text names behind `crate::`, each with its line, before its tests.
fn rooms_used(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]" || !text.contains("mod tests {"));
    let code = |line: &&str| !line.trim_start().starts_with("//");
    let mut used = Vec::new();
    for (n, line) in lines.enumerate().filter(|(_, line)| code(line)) {
        for after in line.split("crate::").skip(1) {
            let name: String = after.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let names = if name.is_empty() { in_braces(after) } else { vec![name] };
            used.extend(names.into_iter().map(|name| (n + 1, name)));
        }
    }
    used.into_iter().filter(|(_, name)| is_room(name)).collect()
}

/// The rooms of `use crate::{plan, value::text};` on one line.
fn in_braces(after: &str) -> Vec<String> {
    let inside = after.trim_start_matches('{').split('}').next().unwrap_or_default();
    inside.split(',').map(|part| part.trim().split("::").next().unwrap_or_default().to_owned()).collect()
}

fn is_room(name: &str) -> bool {
    ORDER.contains(&name) || BESIDE.iter().any(|(beside, _)| *beside == name)
}

fn depth(room: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == room)
}

fn is_allowed(from: &str, to: &str) -> bool {
    if let Some((_, allowed)) = BESIDE.iter().find(|(beside, _)| *beside == from) {
        return allowed.contains(&to);
    }
    let Some(from) = depth(from) else { return true };
    match SERVES.iter().find(|(serving, _)| *serving == to) {
        Some((_, lowest)) => Some(from) <= depth(lowest),
        None => Some(from) < depth(to),
    }
}

#[test]
fn rooms_use_only_rooms_below_them() {
    let mut against: BTreeMap<(String, String), String> = BTreeMap::new();
    for use_ in uses().into_iter().filter(|use_| !is_allowed(&use_.from, &use_.to)) {
        let place = format!("src/{}:{}: {} → {}", use_.file, use_.line, use_.from, use_.to);
        against.entry((use_.file, use_.to)).or_insert(place);
    }
    let known: BTreeSet<(&str, &str)> = EXCEPTIONS.iter().copied().collect();
    let new: Vec<&str> = against
        .iter()
        .filter(|((file, to), _)| !known.contains(&(file, to)))
        .map(|(_, place)| place.as_str())
        .collect();
    assert!(new.is_empty(), "these go against the order of the rooms:\n{}", new.join("\n"));
    let found: BTreeSet<(&str, &str)> = against.keys().map(|(file, to)| (file.as_str(), to.as_str())).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these no longer go against it, take them off the list: {gone:?}");
}

#[test]
fn every_room_has_a_place_in_the_order() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(source).expect("the source") {
        let name = entry.expect("an entry").file_name().into_string().expect("plain letters");
        let is_whole = matches!(&*name, "lib.rs" | "main.rs");
        assert!(is_whole || is_room(name.trim_end_matches(".rs")), "{name} has no place in the order of the rooms");
    }
}

#[test]
fn a_use_is_seen_however_it_is_written() {
    let text = "use crate::plan::Plan;\n// crate::cli\nfn f() { crate::value::text::fold(crate::ledger::x) }\nuse crate::{plan, value::text};\n";
    let seen: Vec<(usize, String)> = rooms_used(text);
    let seen: Vec<(usize, &str)> = seen.iter().map(|(line, room)| (*line, room.as_str())).collect();
    assert_eq!(seen, [(1, "plan"), (3, "value"), (3, "ledger"), (4, "plan"), (4, "value")]);
    assert!(is_allowed("cli", "ledger") && is_allowed("intake", "ooxml") && is_allowed("output", "template"));
    assert!(!is_allowed("plan", "problem") && !is_allowed("template", "output") && !is_allowed("plan", "template"));
}
