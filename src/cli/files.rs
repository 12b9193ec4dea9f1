//! What the officer reads of an inbox's files, one after the other. Many of which the same is to be said are one paragraph
//! with their number and the first names, and so are notes of a kind that many files have; the workbook and JSON have each by
//! itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;

use super::{shown, terminal};
use crate::ledger::{FileRecord, FileStatus, Merged};
use crate::problem::{Code, Finding, Severity};
use crate::value::wording;

/// Files that are alike are told together when they are more than this.
const MANY: usize = 20;
/// How many of them are named.
const N_NAMED: usize = 5;

/// A file's status and its only finding. Files that agree in both are shown together.
type OnlyWords = (&'static str, String);

/// All files that ask for something or weren't simply merged.
pub fn report(merged: &Merged, width: usize, quiet: bool) -> String {
    let groups = groups(merged, width);
    let common = CommonNotes::of(merged);
    let mut text = String::new();
    for file in &merged.files {
        match only_words(file, merged, width).and_then(|words| groups.get(&words)) {
            Some(alike) if std::ptr::eq(alike[0], file) => text.push_str(&of_many(alike, merged, width, quiet)),
            Some(_) => {}
            None => text.push_str(&of_file(file, &common, merged, width, quiet)),
        }
    }
    if !quiet {
        text.push_str(&common.report(width));
    }
    text
}

/// The notes of which many files of known agencies have some of one kind, by their codes.
struct CommonNotes<'m>(BTreeMap<Code, Vec<(&'m FileRecord, Vec<&'m Finding>)>>);

impl<'m> CommonNotes<'m> {
    fn of(merged: &'m Merged) -> Self {
        let mut by_code: BTreeMap<Code, Vec<(&FileRecord, Vec<&Finding>)>> = BTreeMap::new();
        for file in merged.files.iter().filter(|file| file.agency.is_some()) {
            for note in file.findings.iter().filter(|finding| finding.severity == Severity::Note) {
                let files = by_code.entry(note.code()).or_default();
                match files.last_mut().filter(|(last, _)| std::ptr::eq(*last, file)) {
                    Some((_, notes)) => notes.push(note),
                    None => files.push((file, vec![note])),
                }
            }
        }
        by_code.retain(|_, files| files.len() > MANY);
        CommonNotes(by_code)
    }

    fn has(&self, finding: &Finding) -> bool {
        finding.severity == Severity::Note && self.0.contains_key(&finding.code())
    }

    /// A paragraph for each kind: how many, what they mean, the first files.
    fn report(&self, width: usize) -> String {
        self.0.iter().map(|(code, files)| of_kind(*code, files, width)).collect()
    }
}

fn of_kind(code: Code, files: &[(&FileRecord, Vec<&Finding>)], width: usize) -> String {
    let n = |n: usize| wording::count(n as u64);
    let n_notes: usize = files.iter().map(|(_, notes)| notes.len()).sum();
    let kind = format!("Ghi chú {code}: {} – {} chỗ ở {} tệp", code.entry().title, n(n_notes), n(files.len()));
    let mut text = terminal::wrap(&terminal::paint(terminal::BOLD, &kind), width, "", "  ");
    text.push_str(&terminal::hint(files[0].1[0], width));
    let names: Vec<&str> = files.iter().take(N_NAMED).map(|(file, _)| file.path.as_str()).collect();
    let names = format!(
        "{}, … và {} tệp khác; từng chỗ: trang “Kết quả kiểm tra” của sổ",
        names.join(", "),
        n(files.len() - names.len())
    );
    text + &terminal::wrap(&shown::shown(&names), width, "  ", "    ") + "\n"
}

/// The files that are alike, where they are many.
fn groups<'m>(merged: &'m Merged, width: usize) -> BTreeMap<OnlyWords, Vec<&'m FileRecord>> {
    let mut groups: BTreeMap<OnlyWords, Vec<&FileRecord>> = BTreeMap::new();
    for file in &merged.files {
        if let Some(words) = only_words(file, merged, width) {
            groups.entry(words).or_default().push(file);
        }
    }
    groups.retain(|_, alike| alike.len() > MANY);
    groups
}

/// `None` for a file of a known agency, and for one of which nothing or more than one thing is said.
fn only_words(file: &FileRecord, merged: &Merged, width: usize) -> Option<OnlyWords> {
    match file.findings.as_slice() {
        [finding] if file.agency.is_none() => {
            Some((file.status.key(), terminal::finding(finding, Some(&merged.year), width)))
        }
        _ => None,
    }
}

fn of_many(alike: &[&FileRecord], merged: &Merged, width: usize, quiet: bool) -> String {
    let first = alike[0];
    if is_quiet(first, quiet) {
        return String::new();
    }
    let names: Vec<&str> = alike.iter().map(|file| file.path.as_str()).take(N_NAMED).collect();
    let n = |n: usize| wording::people(i64::try_from(n).unwrap_or(i64::MAX));
    let more = n(alike.len() - names.len());
    let heading = terminal::paint(terminal::BOLD, &format!("{} tệp cùng một kết quả", n(alike.len())));
    let names = shown::shown(&names.join(", ")).into_owned();
    let mut text =
        format!("{heading}\n{}", terminal::wrap(&format!("{names}, … và {more} tệp khác"), width, "  ", "    "));
    text.push_str(&body(first, " mỗi tệp", &first.findings.iter().collect::<Vec<_>>(), merged, width));
    text
}

fn of_file(file: &FileRecord, common: &CommonNotes, merged: &Merged, width: usize, quiet: bool) -> String {
    let told: Vec<&Finding> = told(file, quiet).filter(|finding| !common.has(finding)).collect();
    if is_quiet(file, quiet) || told.is_empty() {
        return String::new();
    }
    let agency =
        file.agency.map(|agency| format!(" – {}", shown::shown(merged.year.agency_name(agency)))).unwrap_or_default();
    let heading = format!("{}{agency}\n", terminal::paint(terminal::BOLD, &file.path));
    heading + &body(file, "", &told, merged, width)
}

/// What became of a file, and its findings.
fn body(file: &FileRecord, each: &str, findings: &[&Finding], merged: &Merged, width: usize) -> String {
    let tally = terminal::tally(&file.findings);
    let mut text = String::new();
    let _ = writeln!(text, "  {}: {tally}{each}", terminal::paint(style(file.status), file.status.label()));
    for finding in findings {
        text.push_str(&terminal::finding(finding, Some(&merged.year), width));
    }
    text.push('\n');
    text
}

fn told(file: &FileRecord, quiet: bool) -> impl Iterator<Item = &Finding> {
    file.findings.iter().filter(move |finding| !quiet || finding.severity != Severity::Note)
}

fn is_quiet(file: &FileRecord, quiet: bool) -> bool {
    let mut told = told(file, quiet).peekable();
    told.peek().is_none() || (quiet && !told.any(Finding::is_open))
}

fn style(status: FileStatus) -> Style {
    match status {
        FileStatus::Accepted => terminal::GOOD,
        FileStatus::Rejected | FileStatus::Conflict => terminal::BAD,
        FileStatus::Superseded | FileStatus::Duplicate | FileStatus::Ignored => terminal::DIM,
    }
}
