//! The house's rules that no compiler knows: who may touch the outside, which library lives where, how large a file grows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every source file with its path from the root.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("src")).sort_by_file_name().into_iter().map(|entry| entry.expect("it"));
    let rust = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    rust.map(|entry| {
        let name = entry.path().strip_prefix(root).expect("below it").to_string_lossy().replace('\\', "/");
        (name, fs::read_to_string(entry.path()).expect("UTF-8"))
    })
    .collect()
}

/// The files that are modules of tests: `mod name;` under `#[cfg(test)]`.
fn files_of_tests(sources: &[(String, String)]) -> Vec<String> {
    let modules = sources.iter().flat_map(|(_, text)| text.split("#[cfg(test)]\n").skip(1));
    let declared = modules.filter_map(|after| after.lines().next()?.strip_suffix(';'));
    let names = declared.filter_map(|line| line.split_once("mod ").map(|(_, name)| name));
    names.map(|name| format!("/{name}.rs")).collect()
}

/// The part of a file that is in the program, which its module of tests is not.
fn program(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

/// No line of the program outside the allowed places holds any of the words.
#[track_caller]
fn only(allowed: &[&str], words: &[&str]) {
    let sources = sources();
    let tests = files_of_tests(&sources);
    let mut found = Vec::new();
    for (name, text) in sources {
        if allowed.iter().any(|place| name.starts_with(place)) || tests.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        for (n, line) in program(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            if words.iter().any(|word| code.contains(word)) {
                found.push(format!("{name}:{}: {}", n + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "only {allowed:?} may name {words:?}:\n{}", found.join("\n"));
}

#[test]
fn only_the_cli_touches_the_outside() {
    let outside =
        ["std::fs", "std::env", "std::process", "std::thread", "Instant", "SystemTime", "println!", "Local::"];
    only(&["src/cli/", "src/main.rs"], &outside);
}

#[test]
fn libraries_stay_in_their_room() {
    only(&["src/intake/reader/second_opinion.rs"], &["calamine"]);
    only(&["src/template/", "src/output/", "src/planbook/", "src/sheet.rs"], &["rust_xlsxwriter"]);
    only(&["src/cli/"], &["clap", "rayon", "tempfile", "walkdir", "anstream", "terminal_size"]);
}

#[test]
fn nothing_is_unwrapped_without_a_reason() {
    only(&[], &[".unwrap()"]);
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    let silent: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "without `//!`: {silent:?}");
}

#[test]
fn no_file_outgrows_a_reader() {
    let long = sources().into_iter().filter(|(_, text)| text.lines().count() > 600).map(|(name, _)| name);
    assert_eq!(long.collect::<Vec<_>>(), [""; 0]);
}

/// A path shown as it is could hold lines and escapes; `cli/shown.rs` writes them out. What is printed goes by one place.
/// The lengths of the functions of a file, from the line with `fn` to the brace that ends it.
fn function_lengths(code: &str) -> Vec<usize> {
    let lines: Vec<&str> = code.lines().collect();
    let length = |start: usize| {
        let end = format!("{}}}", &lines[start][..lines[start].len() - lines[start].trim_start().len()]);
        let is_one_line = lines[start].ends_with('}');
        let last = lines[start..].iter().position(|line| *line == end);
        if is_one_line { Some(1) } else { last.map(|n| n + 1) }
    };
    let begins = |line: &str| {
        let line = line.trim_start();
        let line = if line.starts_with("pub") { line.split_once(' ').map_or(line, |(_, rest)| rest) } else { line };
        line.strip_prefix("const ").unwrap_or(line).starts_with("fn ") && !line.ends_with(';')
    };
    (0..lines.len()).filter(|n| begins(lines[*n])).filter_map(length).collect()
}

#[test]
fn functions_stay_short() {
    let mut lengths: Vec<usize> = sources().iter().flat_map(|(_, text)| function_lengths(program(text))).collect();
    lengths.sort_unstable();
    let at = |percent: usize| lengths[lengths.len() * percent / 100];
    assert!(
        lengths.len() > 1_000 && at(50) <= 8 && at(90) <= 22,
        "{} lines in the middle, {} for 90 %",
        at(50),
        at(90)
    );
}

#[test]
fn a_function_reaches_to_its_brace() {
    let code = "fn one() -> u8 { 1 }\npub(super) fn two() {\n    if a {\n    }\n}\n    pub const fn three() {\n    }\n";
    assert_eq!(function_lengths(code), [1, 4, 2]);
}

/// The modules that the text at the head of `lib.rs` names.
fn modules_of_the_map(text: &str) -> BTreeSet<&str> {
    let map = text.lines().take_while(|line| line.starts_with("//!")).flat_map(|line| line.split("[`").skip(1));
    let names = map.filter_map(|rest| rest.split_once("`]")).map(|(name, _)| name);
    names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase())).collect()
}

#[test]
fn the_map_of_the_library_names_every_module() {
    let lib = sources().into_iter().find(|(name, _)| name == "src/lib.rs").expect("the library").1;
    let modules: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() > 8);
    assert_eq!(modules_of_the_map(&lib), modules);
}

/// What stands in backticks and begins with `src/`, one level of braces opened.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|place| place.starts_with("src/") && !place.contains(['*', '<']))
}

#[test]
fn the_rooms_and_places_of_architecture_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the page");
    let missing: Vec<&str> = places(&text).filter(|place| !root.join(place).exists()).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what doesn't exist: {missing:?}");
    let rooms = fs::read_dir(root.join("src")).expect("the source").map(|entry| entry.expect("an entry").path());
    let unnamed: Vec<String> = rooms
        .filter(|path| path.is_dir())
        .map(|path| format!("src/{}/", path.file_name().expect("a name").to_string_lossy()))
        .filter(|room| !text.contains(room))
        .collect();
    assert!(unnamed.is_empty(), "ARCHITECTURE.md doesn't name {unnamed:?}");
}

#[test]
fn paths_and_texts_reach_the_screen_by_one_place_each() {
    only(&["src/cli/shown.rs", "src/intake", "src/output", "src/ledger", "src/value", "src/plan"], &[".display()"]);
    only(&["src/cli/screen.rs"], &["stdout()", "stderr().lock()", "eprint!(", "println!("]);
}
