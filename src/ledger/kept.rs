//! What a provincial workbook keeps for the program beside what it shows to people: hidden sheets of plain text from which
//! a year can be read back whole, and a digest of the ledger by which an edit by hand is noticed.
//!
//! Sheet names and column keys are a promise between versions, as the ledger's columns are.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::read_back::{LEDGER_COLUMNS, NotReadBack};
use super::{FileRecord, FileStatus, Merged, ReportedDifficulty};
use crate::finding::{CATALOG, Finding, Place, Severity};
use crate::intake::grid::{Address, Sheet};
use crate::intake::hex;
use crate::intake::submission::Difficulty;
use crate::plan::PlanYear;

pub use crate::plan::keys::FILES_SHEET;
pub const FINDINGS_SHEET: &str = "_bhxh_findings";
pub const DIFFICULTIES_SHEET: &str = "_bhxh_difficulties";

/// Facts of the identity sheet: the ledger's digest, and the last day of sending that was considered.
pub const LEDGER_DIGEST: &str = "ledger_sha256";
/// How many sheets the ledger has.
pub const LEDGER_SHEETS: &str = "ledger_sheets";
pub const AS_OF: &str = "as_of";

const FILES: &[&str] = &["path", "sha256", "agency", "year", "revision", "as_of", "sent_on", "status", "understood"];
const FINDINGS: &[&str] = &[
    "file",
    "code",
    "severity",
    "sheet",
    "cells",
    "form",
    "row",
    "column",
    "found",
    "expected",
    "message",
    "hint",
    "explanation",
];
const DIFFICULTIES: &[&str] = &["file", "agency", "difficulty", "proposal", "sheet", "cell"];

/// One hidden sheet: its columns' keys, then rows of text. What isn't known is empty.
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
}

/// Everything a year needs beside its ledger to be read back.
pub fn tables(merged: &Merged) -> Vec<Table> {
    let files = merged.files.iter().map(|file| file_row(merged, file)).collect();
    let numbered = || merged.files.iter().enumerate();
    let findings = numbered().flat_map(|(n, file)| file.findings.iter().map(move |finding| finding_row(n, finding)));
    let difficulties = merged.difficulties.iter().map(|reported| difficulty_row(merged, reported)).collect();
    vec![
        Table { name: FILES_SHEET, columns: FILES, rows: files },
        Table { name: FINDINGS_SHEET, columns: FINDINGS, rows: findings.collect() },
        Table { name: DIFFICULTIES_SHEET, columns: DIFFICULTIES, rows: difficulties },
    ]
}

fn date(date: Option<NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn number(number: Option<impl ToString>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn file_row(merged: &Merged, file: &FileRecord) -> Vec<String> {
    vec![
        file.path.clone(),
        text(file.sha256.as_ref()),
        file.agency.map(|agency| merged.year.plan.agency(agency).code.clone()).unwrap_or_default(),
        number(file.year),
        number(file.revision),
        date(file.as_of),
        date(file.sent_on),
        file.status.key().to_owned(),
        if file.is_understood { "yes" } else { "no" }.to_owned(),
    ]
}

fn finding_row(file: usize, finding: &Finding) -> Vec<String> {
    let place = &finding.place;
    vec![
        file.to_string(),
        finding.code.entry().id.to_owned(),
        finding.severity.key().to_owned(),
        text(place.sheet.as_ref()),
        place.cells.iter().map(Address::to_string).collect::<Vec<_>>().join(" "),
        text(place.form.as_ref()),
        text(place.row.as_ref()),
        text(place.column.as_ref()),
        text(finding.found.as_ref()),
        text(finding.expected.as_ref()),
        finding.message.clone(),
        finding.hint.clone(),
        text(finding.explanation.as_ref()),
    ]
}

fn difficulty_row(merged: &Merged, reported: &ReportedDifficulty) -> Vec<String> {
    let difficulty = &reported.difficulty;
    vec![
        reported.file.to_string(),
        merged.year.plan.agency(reported.agency).code.clone(),
        text(difficulty.difficulty.as_ref()),
        text(difficulty.proposal.as_ref()),
        difficulty.sheet.clone(),
        difficulty.at.to_string(),
    ]
}

/// The digest of a merged ledger, as its workbook keeps it.
pub fn digest_of(merged: &Merged) -> String {
    let year = &merged.year;
    let row = |observation: &super::Observation| {
        let cell = observation.cell;
        let (form, file) = (year.plan.form(cell.form), &merged.files[observation.file]);
        [
            year.year.to_string(),
            year.plan.agency(cell.agency).code.clone(),
            form.code.clone(),
            year.row(cell.form, cell.row).code.clone(),
            form.columns[cell.column.idx()].key.clone(),
            observation.people.to_string(),
            observation.status.key().to_owned(),
            file.path.clone(),
            observation.sheet.to_string(),
            observation.at.to_string(),
            text(file.sha256.as_ref()),
            observation.explanation.clone().unwrap_or_default(),
        ]
    };
    digest(merged.ledger.observations.iter().map(row))
}

/// SHA-256 over the ledger's rows as text, in their order; white space is evened out, which programs that save a workbook
/// again may change.
pub(super) fn digest(rows: impl Iterator<Item = [String; LEDGER_COLUMNS.len() + 1]>) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        for text in &row {
            hash.update(text.split_whitespace().collect::<Vec<_>>().join(" "));
            hash.update("\t");
        }
        hash.update("\n");
    }
    hex(&hash.finalize())
}

// ---------------------------------------------------------------------------------------------------------- read back

/// A row of a hidden sheet that is being read.
struct Row<'s> {
    sheet: &'s Sheet,
    columns: &'static [&'static str],
    row: u32,
}

impl Row<'_> {
    fn text(&self, key: &str) -> Option<String> {
        let col = self.columns.iter().position(|column| *column == key)?;
        let at = Address::new(self.row, u32::try_from(col).ok()?);
        self.sheet.text(at).map(str::to_owned)
    }

    /// What must be there and be understood.
    fn must<T>(&self, key: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, NotReadBack> {
        self.text(key).and_then(|text| read(&text)).ok_or_else(|| self.damaged())
    }

    /// What may be empty, but must be understood where it isn't.
    fn may<T>(&self, key: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, NotReadBack> {
        match self.text(key) {
            None => Ok(None),
            Some(text) => read(&text).map(Some).ok_or_else(|| self.damaged()),
        }
    }

    fn damaged(&self) -> NotReadBack {
        NotReadBack::row(&self.sheet.name, self.row)
    }
}

/// The rows of a hidden sheet under its keys.
fn rows<'s>(sheet: &'s Sheet, columns: &'static [&'static str]) -> Result<Vec<Row<'s>>, NotReadBack> {
    let kept = (0u32..).zip(columns).all(|(col, key)| sheet.text(Address::new(0, col)) == Some(key));
    if !kept || sheet.n_beyond > 0 {
        return Err(NotReadBack::row(&sheet.name, 0));
    }
    let mut numbers: Vec<u32> = sheet.cells().map(|(at, _)| at.row).filter(|row| *row > 0).collect();
    numbers.dedup();
    Ok(numbers.into_iter().map(|row| Row { sheet, columns, row }).collect())
}

/// The files with their findings.
pub(super) fn files(sheet: &Sheet, findings: &Sheet, year: &PlanYear) -> Result<Vec<FileRecord>, NotReadBack> {
    let mut files: Vec<FileRecord> = rows(sheet, FILES)?.iter().map(|row| file(row, year)).collect::<Result<_, _>>()?;
    let mut by_file: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    for row in rows(findings, FINDINGS)? {
        let of = row.must("file", |text| text.parse().ok().filter(|n| *n < files.len()))?;
        by_file.entry(of).or_default().push(finding(&row)?);
    }
    for (n, findings) in by_file {
        files[n].findings = findings;
    }
    Ok(files)
}

fn file(row: &Row, year: &PlanYear) -> Result<FileRecord, NotReadBack> {
    let own = |text: &str| Some(text.to_owned());
    Ok(FileRecord {
        path: row.must("path", own)?,
        sha256: row.text("sha256"),
        agency: row.may("agency", |code| year.plan.agency_by_code(code))?,
        year: row.may("year", |text| text.parse().ok())?,
        revision: row.may("revision", |text| text.parse().ok())?,
        as_of: row.may("as_of", |text| text.parse().ok())?,
        sent_on: row.may("sent_on", |text| text.parse().ok())?,
        status: row.must("status", |key| FileStatus::ALL.into_iter().find(|status| status.key() == key))?,
        findings: Vec::new(),
        is_understood: row.must("understood", |text| Some(text == "yes"))?,
        submission: None,
    })
}

fn finding(row: &Row) -> Result<Finding, NotReadBack> {
    let place = Place {
        sheet: row.text("sheet"),
        cells: row.may("cells", |text| text.split(' ').map(Address::parse).collect())?.unwrap_or_default(),
        form: row.text("form"),
        row: row.text("row"),
        column: row.text("column"),
    };
    Ok(Finding {
        code: row.must("code", |id| CATALOG.iter().find(|entry| entry.id == id).map(|entry| entry.code))?,
        severity: row.must("severity", |key| Severity::ALL.into_iter().find(|severity| severity.key() == key))?,
        place,
        found: row.text("found"),
        expected: row.text("expected"),
        message: row.text("message").unwrap_or_default(),
        hint: row.text("hint").unwrap_or_default(),
        explanation: row.text("explanation"),
    })
}

pub(super) fn difficulties(
    sheet: &Sheet,
    year: &PlanYear,
    n_files: usize,
) -> Result<Vec<ReportedDifficulty>, NotReadBack> {
    let one = |row: &Row| {
        Ok(ReportedDifficulty {
            agency: row.must("agency", |code| year.plan.agency_by_code(code))?,
            file: row.must("file", |text| text.parse().ok().filter(|n| *n < n_files))?,
            difficulty: Difficulty {
                difficulty: row.text("difficulty"),
                proposal: row.text("proposal"),
                sheet: row.text("sheet").unwrap_or_default(),
                at: row.must("cell", Address::parse)?,
            },
        })
    };
    rows(sheet, DIFFICULTIES)?.iter().map(one).collect()
}
