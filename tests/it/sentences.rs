//! A finding is data until it is shown: only those who show it ask for its words, and only `problem` makes them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Who shows findings, and may read their words.
const READERS: &[&str] = &[
    "cli/rehearse.rs",
    "cli/terminal.rs",
    "output/annual/footnotes.rs",
    "output/letter.rs",
    "output/letter/to_all.rs",
    "output/marked/list.rs",
    "output/marked/marks.rs",
    "output/provincial/findings.rs",
    "output/provincial/submissions.rs",
    "planbook/read.rs",
    "usecase/error.rs",
    "usecase/page/checked.rs",
    "view/assigned.rs",
    "view/report/queries.rs",
];

/// The files of the source beside `problem` and tests that have such a line.
fn files_with(is_such: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeSet::new();
    for entry in walkdir::WalkDir::new(&source) {
        let path = entry.expect("a readable folder").into_path();
        let file = path.strip_prefix(&source).expect("below it").display().to_string().replace('\\', "/");
        let is_test = ["tests.rs", "sample.rs"].iter().any(|name| file.ends_with(name));
        if !file.ends_with(".rs") || file.starts_with("problem/") || is_test {
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if code.lines().any(&is_such) {
            files.insert(file);
        }
    }
    files
}

/// Whether a line reads a field of this name, rather than calling a function of it.
fn reads(line: &str, field: &str) -> bool {
    line.split(&format!(".{field}"))
        .skip(1)
        .any(|after| !after.starts_with(|c: char| c == '(' || c == '_' || c.is_alphanumeric()))
}

fn set(files: &[&str]) -> BTreeSet<String> {
    files.iter().map(|file| (*file).to_owned()).collect()
}

#[test]
fn only_who_shows_findings_reads_their_words() {
    let asks = |line: &str| {
        line.contains(".words(Audience::") || line.contains(".words(audience)") || line.contains("{ message,")
    };
    assert_eq!(files_with(asks), set(READERS));
    let readers = files_with(|line| reads(line, "message") || reads(line, "hint"));
    let others: Vec<&String> = readers.iter().filter(|file| !READERS.contains(&file.as_str())).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn a_field_is_told_from_a_function() {
    assert!(reads("let a = finding.message;", "message") && reads("f(&x.hint)", "hint"));
    assert!(!reads("error.message()", "message") && !reads("x.hints", "hint") && !reads("x.hint_of", "hint"));
}
