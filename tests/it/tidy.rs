//! The house's rules that no compiler knows: who may touch the outside, which library lives where, how large a file grows.

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
    only(&["src/template/", "src/output/", "src/sheet.rs"], &["rust_xlsxwriter"]);
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
#[test]
fn paths_and_texts_reach_the_screen_by_one_place_each() {
    only(&["src/cli/shown.rs", "src/intake", "src/output", "src/ledger", "src/value", "src/plan"], &[".display()"]);
    only(&["src/cli/screen.rs"], &["stdout()", "stderr().lock()", "eprint!(", "println!("]);
}
