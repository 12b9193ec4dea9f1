//! What a provincial workbook keeps for the program beside what it shows to people: hidden sheets of plain text from which
//! a year can be read back whole, and a digest of the ledger by which an edit by hand is noticed.
//!
//! Sheet names and column keys are a promise between versions, as the ledger's columns are. A text that is longer than a
//! cell holds goes on in the rows below, which have nothing in their first column.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use super::columns::{DifficultyRow, FileRow, LedgerRow, ledger_rows};
use super::earlier::NotReadBack;
use super::names::{NAMES_SHEET, NameRow};
use super::{FileId, FileRecord, FileStatus, Merged, ReportedDifficulty};
use crate::intake::hex;
use crate::intake::submission::Difficulty;
use crate::plan::{PlanYear, RoundId};
use crate::problem::columns::FindingRow;
use crate::problem::{Audience, CATALOG, Finding, Place, Problem, Severity, Words};
use crate::rollup::UnitExtent;
use crate::value::grid::{Address, MAX_TEXT_UNITS, Sheet};
use crate::value::record::{Column, ColumnHeading, ColumnKind, Datum, joined};

pub use crate::plan::keys::FILES_SHEET;
/// The hidden sheet of findings.
pub const FINDINGS_SHEET: &str = "_bhxh_findings";
/// The hidden sheet of difficulties.
pub const DIFFICULTIES_SHEET: &str = "_bhxh_difficulties";

/// Facts of the identity sheet: the ledger's digest, and the last day of sending that was considered.
pub const LEDGER_DIGEST: &str = "ledger_sha256";
/// How many sheets the ledger has.
pub const LEDGER_SHEETS: &str = "ledger_sheets";
/// The last day of sending that was considered.
pub const AS_OF: &str = "as_of";
/// The folder of the returned files as seen from the workbook's, where that was known.
pub const INBOX: &str = "inbox";

/// The number of a file, by which the sheet of findings names it.
const FILE: Column<FileId> =
    Column::new("file", ColumnKind::Integer, "Số thứ tự của tệp, từ 0", |n| n.number().into());

/// One hidden sheet: its columns' keys, then rows of text, each made when its turn comes. What isn't known is empty.
pub struct HiddenTable<'m> {
    /// The sheet's name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<ColumnHeading>,
    /// Its rows.
    pub rows: Box<dyn Iterator<Item = Vec<Cow<'m, str>>> + Send + 'm>,
}

/// Everything a year needs beside its ledger to be read back.
pub fn tables<'m>(merged: &'m Merged<'m>) -> Vec<HiddenTable<'m>> {
    let columns = file_columns();
    let of_files = headings(&columns);
    let files = merged.files.iter().map(move |file| texts(&columns, FileRow { plan: merged.year.plan, record: file }));
    let columns = finding_columns();
    let findings = merged.file_ids().zip(&merged.files).flat_map(move |(n, file)| {
        let columns = columns.clone();
        let of_file = FindingRow::all(&file.path, &file.findings, Audience::Officer);
        of_file.map(move |finding| finding_row(n, &columns, finding))
    });
    let difficulties = merged
        .difficulties
        .iter()
        .map(|reported| texts(DifficultyRow::COLUMNS, DifficultyRow { year: &merged.year, reported }));
    let names = NameRow::all(&merged.year).into_iter().map(|name| texts(NameRow::COLUMNS, name));
    vec![
        HiddenTable::new(FILES_SHEET, of_files, files),
        HiddenTable::new(FINDINGS_SHEET, finding_headings(), findings),
        HiddenTable::new(DIFFICULTIES_SHEET, headings(DifficultyRow::COLUMNS), difficulties),
        HiddenTable::new(NAMES_SHEET, headings(NameRow::COLUMNS), names),
    ]
}

/// The columns of the sheet of files.
fn file_columns<'a>() -> Vec<Column<'a, FileRow<'a>>> {
    FileRow::COLUMNS.iter().chain(FileRow::KEPT).copied().collect()
}

/// The columns of the sheet of findings after the number of their file, which says their path.
fn finding_columns<'a>() -> Vec<Column<'a, FindingRow<'a>>> {
    FindingRow::without(&["path", "no", "name", "explained", "cell"])
}

fn finding_headings() -> Vec<ColumnHeading> {
    [FILE.heading].into_iter().chain(headings(&finding_columns())).collect()
}

fn finding_row<'m>(n: FileId, columns: &[Column<'m, FindingRow<'m>>], row: FindingRow<'m>) -> Vec<Cow<'m, str>> {
    texts(&[FILE], n).into_iter().chain(texts(columns, row)).collect()
}

fn headings<R>(columns: &[Column<R>]) -> Vec<ColumnHeading> {
    columns.iter().map(|column| column.heading).collect()
}

fn texts<'m, R: Copy>(columns: &[Column<'m, R>], record: R) -> Vec<Cow<'m, str>> {
    let texts = columns.iter().map(|column| match column.of(record) {
        Datum::Cells(cells) => joined(&cells, " ").into(),
        other => text_of(other),
    });
    texts.collect()
}

impl<'m> HiddenTable<'m> {
    fn new(
        name: &'static str,
        columns: Vec<ColumnHeading>,
        rows: impl Iterator<Item = Vec<Cow<'m, str>>> + Send + 'm,
    ) -> Self {
        HiddenTable { name, columns, rows: Box::new(rows.flat_map(in_cells)) }
    }
}

/// A row, followed by the rows in which its long texts continue.
fn in_cells(row: Vec<Cow<str>>) -> Vec<Vec<Cow<str>>> {
    // No text has more units than bytes.
    if row.iter().all(|text| text.len() <= MAX_TEXT_UNITS) {
        return vec![row];
    }
    let pieces: Vec<Vec<&str>> = row.iter().map(|text| pieces(text)).collect();
    let n_rows = pieces.iter().map(Vec::len).max().unwrap_or(0);
    let piece = |of: &Vec<&str>, n: usize| of.get(n).copied().unwrap_or_default().to_owned().into();
    (0..n_rows).map(|n| pieces.iter().map(|of| piece(of, n)).collect()).collect()
}

/// A text in pieces that a cell holds, at least one.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut n_units) = (0, 0);
    for (at, c) in text.char_indices() {
        if n_units + c.len_utf16() > MAX_TEXT_UNITS {
            pieces.push(&text[start..at]);
            (start, n_units) = (at, 0);
        }
        n_units += c.len_utf16();
    }
    pieces.push(&text[start..]);
    pieces
}

/// The digest of a merged ledger, as its workbook keeps it.
pub fn digest_of(merged: &Merged) -> String {
    digest(ledger_rows(merged).map(|row| LedgerRow::COLUMNS.iter().map(move |column| text_of(column.of(row)))))
}

fn text_of(datum: Datum<'_>) -> Cow<'_, str> {
    match datum {
        Datum::Text(text) => text,
        other => other.to_string().into(),
    }
}

/// SHA-256 over the ledger's rows as text, in their order; white space is evened out, which programs that save a workbook
/// again may change.
pub(super) fn digest<'a>(rows: impl Iterator<Item = impl Iterator<Item = Cow<'a, str>>>) -> String {
    let (mut hash, mut line) = (Sha256::new(), String::new());
    for row in rows {
        line.clear();
        for text in row {
            for (n, word) in text.split_whitespace().enumerate() {
                line.push_str(if n == 0 { "" } else { " " });
                line.push_str(word);
            }
            line.push('\t');
        }
        line.push('\n');
        hash.update(&line);
    }
    hex(&hash.finalize())
}

// ---------------------------------------------------------------------------------------------------------- read back

/// A row of a hidden sheet that is being read, with those in which it goes on.
struct HiddenRow<'s> {
    sheet: &'s Sheet,
    /// Where each key's column is.
    columns: Rc<BTreeMap<&'s str, u32>>,
    rows: Range<u32>,
}

impl HiddenRow<'_> {
    fn text(&self, key: &str) -> Option<String> {
        let col = *self.columns.get(key)?;
        let pieces = self.rows.clone().map_while(|row| self.sheet.text(Address::new(row, col)));
        Some(pieces.collect::<String>()).filter(|text| !text.is_empty())
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
        NotReadBack::row(&self.sheet.name, self.rows.start)
    }
}

/// The rows of a hidden sheet under its keys.
fn rows<'s>(sheet: &'s Sheet, columns: &[ColumnHeading]) -> Result<Vec<HiddenRow<'s>>, NotReadBack> {
    let heads = sheet.row(0).filter_map(|(at, _)| Some((sheet.text(at)?, at.col)));
    let heads: Rc<BTreeMap<&str, u32>> = Rc::new(heads.collect());
    let is_there = |column: &ColumnHeading| column.was_added_later || heads.contains_key(column.key);
    if !columns.iter().all(is_there) || sheet.n_beyond > 0 {
        return Err(NotReadBack::row(&sheet.name, 0));
    }
    let mut numbers: Vec<u32> = sheet.cells().map(|(at, _)| at.row).filter(|row| *row > 0).collect();
    numbers.dedup();
    let goes_on = |row: &u32| sheet.get(Address::new(*row, 0)).is_none();
    let of_one = numbers.chunk_by(|_, next| goes_on(next));
    Ok(of_one
        .map(|rows| HiddenRow { sheet, columns: heads.clone(), rows: rows[0]..rows[rows.len() - 1] + 1 })
        .collect())
}

/// The files without their findings.
pub(super) fn files_alone(sheet: &Sheet, year: &PlanYear) -> Result<Vec<FileRecord>, NotReadBack> {
    rows(sheet, &headings(&file_columns()))?.iter().map(|row| file(row, year)).collect()
}

/// The counted files that were added up from only some units: the codes of round and agency as the workbook's own plan has them, and
/// from which.
pub(super) fn partial_by_code(sheet: &Sheet) -> Result<Vec<(String, String, UnitExtent)>, NotReadBack> {
    let of_row = |row: &HiddenRow| {
        let is_counted = row.text("status").is_some_and(|key| key == FileStatus::Accepted.key());
        let units = row.text("units").filter(|_| is_counted).and_then(|text| UnitExtent::parse(&text))?;
        Some((row.text("round").unwrap_or_default(), row.text("agency")?, units))
            .filter(|(.., units)| !units.is_whole())
    };
    Ok(rows(sheet, &headings(&file_columns()))?.iter().filter_map(of_row).collect())
}

/// The files with their findings.
pub(super) fn files(sheet: &Sheet, findings: &Sheet, year: &PlanYear) -> Result<Vec<FileRecord>, NotReadBack> {
    let mut files = files_alone(sheet, year)?;
    let mut by_file: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    for row in rows(findings, &finding_headings())? {
        let of = row.must("file", |text| text.parse().ok().filter(|n| *n < files.len()))?;
        by_file.entry(of).or_default().push(finding(&row)?);
    }
    for (n, findings) in by_file {
        files[n].findings = findings;
    }
    Ok(files)
}

fn file(row: &HiddenRow, year: &PlanYear) -> Result<FileRecord, NotReadBack> {
    Ok(FileRecord {
        path: row.must("path", |text| Some(text.to_owned()))?,
        sha256: row.text("sha256"),
        agency: row.may("agency", |code| year.plan.agency_by_code(code))?,
        year: row.may("year", |text| text.parse().ok())?,
        round: round(row, year)?,
        revision: row.may("revision", |text| text.parse().ok())?,
        as_of: row.may("as_of", |text| text.parse().ok())?,
        sent_on: row.may("sent_on", |text| text.parse().ok())?,
        check_number: row.may("check_number", |text| text.parse().ok())?,
        units: row.may("units", UnitExtent::parse)?,
        status: row.must("status", |key| FileStatus::ALL.into_iter().find(|status| status.key() == key))?,
        findings: Vec::new(),
        is_understood: row.must("understood", |text| Some(text == "yes"))?,
        is_illustrative: false,
        submission: None,
    })
}

/// The round of a file: of a submission that says none, the first.
fn round(row: &HiddenRow, year: &PlanYear) -> Result<Option<RoundId>, NotReadBack> {
    let of_submission = row.text("understood").is_some_and(|text| text == "yes");
    let first = of_submission.then(|| year.plan.first_round());
    Ok(row.may("round", |code| year.plan.round_by_code(code))?.or(first))
}

fn finding(row: &HiddenRow) -> Result<Finding, NotReadBack> {
    let place = Place {
        sheet: row.text("sheet"),
        cells: row.may("cells", |text| text.split(' ').map(Address::parse).collect())?.unwrap_or_default(),
        form: row.text("form"),
        row: row.text("row"),
        column: row.text("column"),
    };
    let code = row.must("code", |id| CATALOG.iter().find(|entry| entry.id == id).map(|entry| entry.code))?;
    let words = Words {
        message: row.text("message").unwrap_or_default(),
        hint: row.text("hint").unwrap_or_default(),
        found: row.text("found"),
        expected: row.text("expected"),
    };
    Ok(Finding {
        severity: row.must("severity", |key| Severity::ALL.into_iter().find(|severity| severity.key() == key))?,
        place,
        explanation: row.text("explanation"),
        ..Finding::from(Problem::Kept(code, words))
    })
}

pub(super) fn difficulties(
    sheet: &Sheet,
    year: &PlanYear,
    n_files: usize,
) -> Result<Vec<ReportedDifficulty>, NotReadBack> {
    let rows = rows(sheet, &headings(DifficultyRow::COLUMNS))?;
    let difficulties = rows.iter().map(|row| {
        Ok(ReportedDifficulty {
            agency: row.must("agency", |code| year.plan.agency_by_code(code))?,
            file: row.must("file", |text| text.parse().ok().filter(|n| *n < n_files)).map(FileId::at)?,
            difficulty: Difficulty {
                difficulty: row.text("difficulty"),
                proposal: row.text("proposal"),
                sheet: row.text("sheet").unwrap_or_default(),
                at: row.must("cell", Address::parse)?,
            },
        })
    });
    difficulties.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_goes_on_in_the_rows_below() {
        // Characters that count for two units are not parted.
        let long = format!("{}𝔹{}", "a".repeat(MAX_TEXT_UNITS - 1), "b".repeat(MAX_TEXT_UNITS));
        let rows = in_cells(vec!["0".into(), long.as_str().into(), "".into()]);
        let lengths = |col: usize| rows.iter().map(|row| row[col].encode_utf16().count()).collect::<Vec<_>>();
        assert_eq!(
            [lengths(0), lengths(1), lengths(2)],
            [vec![1, 0, 0], vec![MAX_TEXT_UNITS - 1, MAX_TEXT_UNITS, 2], vec![0; 3]]
        );
        assert_eq!(rows.iter().map(|row| row[1].as_ref()).collect::<String>(), long);
        assert_eq!(in_cells(vec!["0".into(), "".into()]).len(), 1);
    }
}
