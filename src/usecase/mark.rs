//! Marked copies of the files that somebody must do something about. The bytes of the originals aren't kept: the caller
//! reads each once more.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::validate::{Checked, has_anything_to_mark};
use crate::intake::Received;
use crate::ledger::{Actor, FileRecord, Merged};
use crate::output::marked::{self, CheckedFile, MarkedCopy, marked_copy};
use crate::output::{File, OutputError};
use crate::plan::{Plan, PlanYear};
use crate::problem::Finding;

/// The end of the name of a list that stands for a copy.
pub const LIST_END: &str = ".ket-qua.xlsx";

/// The copies of a run, to be made.
#[derive(Debug)]
pub struct Marking<'a> {
    /// The files to mark.
    pub jobs: Vec<Job<'a>>,
    /// Names of copies that nobody needs; one of an earlier run may still lie there.
    pub not_needed: Vec<String>,
}

/// A file to be marked.
#[derive(Debug)]
pub struct Job<'a> {
    /// The original's path, as it was received under.
    pub path: &'a str,
    /// Of the bytes that were checked; `None` if they couldn't be read.
    pub sha256: Option<&'a str>,
    /// The copy's path below the folder of copies, with forward slashes.
    name: String,
    agency: Option<&'a str>,
    year: Option<PlanYear<'a>>,
    revision: Option<u32>,
    findings: &'a [Finding],
    today: NaiveDate,
}

/// A finished copy, not yet saved.
#[derive(Debug)]
pub struct Copy {
    /// The path under which the original was received.
    pub of: String,
    /// Its name may have folders, with forward slashes.
    pub file: File,
    /// Whether it is the file itself, or only a list since the file can't be marked.
    pub is_marked: bool,
}

impl<'a> Marking<'a> {
    /// Of a year, every file that is to go back to its sender.
    pub fn of_year(merged: &'a Merged, today: NaiveDate) -> Self {
        let open = merged.needs_action();
        let mut marking = Marking { jobs: Vec::new(), not_needed: Vec::new() };
        for (n, file) in merged.file_ids().zip(&merged.files) {
            if open.get(&n).is_some_and(|actor: &Actor| !matches!(actor, Actor::Officer(..) | Actor::OtherCollector)) {
                marking.jobs.push(Job::of_record(file, merged, today));
            } else {
                marking.not_needed.extend(possible_names(&file.path));
            }
        }
        marking
    }

    /// Of single files, every one that has anything to mark; `names` are those of their copies.
    pub fn of_files(checked: &'a [Checked<'a>], names: &[String], today: NaiveDate) -> Self {
        let mut marking = Marking { jobs: Vec::new(), not_needed: Vec::new() };
        for (Checked { file, plan }, name) in checked.iter().zip(names) {
            if has_anything_to_mark(file) {
                marking.jobs.push(Job::of_received(file, name.clone(), plan, today));
            } else {
                marking.not_needed.extend(possible_names(name));
            }
        }
        marking
    }
}

impl<'a> Job<'a> {
    fn of_record(file: &'a FileRecord, merged: &'a Merged, today: NaiveDate) -> Self {
        Job {
            path: &file.path,
            sha256: file.sha256.as_deref(),
            name: file.path.clone(),
            agency: file.agency.map(|agency| merged.year.agency_name(agency)),
            year: file.year.filter(|year| *year == merged.year.year).map(|_| merged.year),
            revision: file.revision,
            findings: &file.findings,
            today,
        }
    }

    fn of_received(file: &'a Received, name: String, plan: &'a Plan, today: NaiveDate) -> Self {
        let year = file.year().and_then(|year| plan.year(year));
        Job {
            path: &file.path,
            sha256: file.sha256.as_deref(),
            name,
            agency: file.agency().zip(year).map(|(agency, year)| year.agency_name(agency)),
            year,
            revision: file.submission().map(|submission| submission.cover.revision),
            findings: &file.findings,
            today,
        }
    }

    /// The copy. What couldn't be read has no bytes, and gets the list.
    ///
    /// # Errors
    ///
    /// When the list can't be written, which no input should bring about.
    pub fn copy(&self, bytes: &[u8]) -> Result<Copy, OutputError> {
        let subject = CheckedFile {
            file_name: self.name.rsplit('/').next().unwrap_or(&self.name),
            agency: self.agency,
            year: self.year.as_ref(),
            revision: self.revision,
            today: self.today,
            findings: self.findings,
        };
        let (name, bytes, is_marked) = match marked_copy(bytes, &subject)? {
            MarkedCopy::Marked(bytes) => (copy_name(&self.name, marked::ending(&bytes)), bytes, true),
            MarkedCopy::List(bytes) => (list_name(&self.name), bytes, false),
        };
        Ok(Copy { of: self.path.to_owned(), file: File { name, bytes }, is_marked })
    }
}

/// Gives copies whose names are taken, whatever the case, another one with a number.
pub fn tell_apart(copies: &mut [Copy]) {
    let mut taken = BTreeSet::new();
    for copy in copies {
        copy.file.name = free(&copy.file.name, &mut taken);
    }
}

fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let numbered = (2..).map(|n| format!("{stem} ({n}){extension}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).expect("there are few files")
}

/// The names that a file's copy or list may have.
fn possible_names(name: &str) -> [String; 3] {
    [name.to_owned(), copy_name(name, "xlsx"), list_name(name)]
}

/// The name of a copy. One that ends otherwise than its format, such as a `.xls` that is an .xlsx inside, gets the ending
/// with which every program opens it.
fn copy_name(name: &str, ending: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, found)) if found.eq_ignore_ascii_case(ending) => name.to_owned(),
        _ => with_end(name, &format!(".{ending}")),
    }
}

/// The name of the list that stands for a copy.
fn list_name(name: &str) -> String {
    with_end(name, LIST_END)
}

/// A longer name, shortened in front of its end where the file system would have none so long.
fn with_end(name: &str, end: &str) -> String {
    /// File systems allow 255 bytes.
    const MOST_BYTES: usize = 255;
    let start = name.rfind('/').map_or(0, |slash| slash + 1);
    let mut file = name[start..].to_owned();
    while file.len() > MOST_BYTES - end.len() {
        file.pop();
    }
    format!("{}{file}{end}", &name[..start])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_ends_as_its_format_does() {
        assert_eq!(copy_name("thư/a.XLSX", "xlsx"), "thư/a.XLSX");
        assert_eq!(copy_name("thư/a.xlsm", "xlsm"), "thư/a.xlsm");
        for name in ["a.xls", "b.1/a", "a.", "a.pdf", "a.xlsm", "a.xlsx.exe"] {
            assert_eq!(copy_name(name, "xlsx"), format!("{name}.xlsx"));
        }
        assert_eq!(list_name(&"đ".repeat(127)).len(), 255);
    }
}
