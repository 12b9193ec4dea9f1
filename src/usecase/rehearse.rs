//! A rehearsal with its verdicts: invented returns are received, merged and compared as real ones are, and what was found is held
//! against what had to be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Error, Origin, Previous, Returns, receive};
use crate::counts::{CellId, Counts};
use crate::intake::Received;
use crate::ledger::{self, FileRecord, Merged};
use crate::output::{File, answers};
use crate::plan::{AgencyId, ColumnId, FormId, Plan, PlanYear, RowId};
use crate::problem::{Finding, Severity};
use crate::rehearsal::limits::is_explained;
use crate::rehearsal::verdict::{Catch, FalseFinding, JudgedCase, JudgedVariant, Verdicts};
use crate::rehearsal::{Case, ExpectedFinding, Rehearsal, SentFile, Variant, Wanted};
use crate::template::{self, Filling};

/// A file of an inbox with its bytes, and what is found in it by itself.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it was received as.
    pub received: Received,
}

/// A rehearsal that was run.
#[derive(Debug)]
pub struct Rehearsed {
    /// Everything that it writes: the inboxes, the workbook of the year before, the answers.
    pub files: Vec<File>,
    /// What the checks made of it.
    pub verdicts: Verdicts,
}

/// Writes a file of an inbox and receives it.
///
/// # Errors
///
/// When the plan holds more than the format.
pub fn send(rehearsal: &Rehearsal, file: &SentFile) -> Result<Sent, Error> {
    let bytes = rehearsal.bytes(file).map_err(|error| Error::not_made(&file.name, error))?;
    let received = receive(&bytes, &file.name, rehearsal.year.plan).checked();
    Ok(Sent { bytes, received })
}

/// The files that are all different: every other one is a copy of one of them under another name.
pub fn different<'r>(rehearsal: &'r Rehearsal) -> Vec<&'r SentFile> {
    let mut seen = BTreeSet::new();
    let files = rehearsal.exercises.iter().flat_map(|exercise| &exercise.files);
    files.filter(|file| !file.is_sound || seen.insert(file.agency)).collect()
}

/// The files of every inbox, from those that are all different.
pub fn in_inboxes(rehearsal: &Rehearsal, different: Vec<Sent>) -> Vec<Vec<Sent>> {
    let mut sound: BTreeMap<AgencyId, Sent> = BTreeMap::new();
    let mut different = different.into_iter();
    let mut sent = |file: &SentFile| {
        let known = if file.is_sound { sound.get(&file.agency).cloned() } else { None };
        let mut sent = known.or_else(|| different.next())?;
        sent.received.path.clone_from(&file.name);
        if file.is_sound {
            sound.entry(file.agency).or_insert_with(|| sent.clone());
        }
        Some(sent)
    };
    rehearsal.exercises.iter().map(|exercise| exercise.files.iter().filter_map(&mut sent).collect()).collect()
}

/// Receives a return of the year before.
///
/// # Errors
///
/// When the plan holds more than the format.
pub fn receive_before(rehearsal: &Rehearsal, agency: AgencyId, filling: &Filling) -> Result<Received, Error> {
    let year = rehearsal.year_before().unwrap_or(&rehearsal.year);
    let name = year.template_name(agency);
    let bytes = template::workbook(year, agency, filling).map_err(|error| Error::not_made(&name, error))?;
    Ok(receive(&bytes, &name, rehearsal.year.plan).checked())
}

/// Invents a rehearsal: its numbers go on from those of the nearest year that was given, if one was.
pub fn invented<'p>(year: &PlanYear<'p>, seed: u64, wanted: &Wanted, given: &Previous<'p>) -> Rehearsal<'p> {
    match given.nearest() {
        Some(earlier) => {
            let earlier = earlier.regrouped(year);
            Rehearsal::after(year, seed, wanted, &earlier.as_before(year.plan.first_round()))
        }
        None => Rehearsal::new(year, seed, wanted),
    }
}

/// The provincial workbook of the year before, and what it is to compare with: the years that were given, or else the invented
/// one; nothing where the plan has no such year.
///
/// # Errors
///
/// When the workbook can't be made.
pub fn year_before<'p>(
    rehearsal: &Rehearsal<'p>,
    received: Vec<Received>,
    given: Previous<'p>,
    today: NaiveDate,
) -> Result<(Option<File>, Previous<'p>), Error> {
    let plan: &'p Plan = rehearsal.year.plan;
    let mut previous = given;
    let Some(year) = rehearsal.year_before().filter(|_| !received.is_empty()) else { return Ok((None, previous)) };
    let province = Returns::new(received, plan, Some(year.year), today)?.merge(None, &previous)?;
    let origin = Origin { name: "diễn tập", base: None };
    let file = province.workbook(&previous, &origin, today)?;
    let book =
        ledger::read_earlier(&file.bytes, plan).map_err(|error| Error::not_made(&file.name, error.to_string()))?;
    previous.add(file.name.clone(), book)?;
    Ok((Some(file), previous))
}

/// Judges what was received, and makes everything that a rehearsal writes.
///
/// # Errors
///
/// When the answers can't be made.
pub fn judge<'p>(
    rehearsal: &Rehearsal<'p>,
    sent: Vec<Vec<Sent>>,
    (book, previous): (Option<File>, &Previous<'p>),
    today: NaiveDate,
) -> Result<Rehearsed, Error> {
    let mut files: Vec<File> = book.into_iter().collect();
    let mut verdicts = Verdicts { cases: Vec::new(), variants: Vec::new(), false_findings: Vec::new() };
    for ((n, exercise), sent) in rehearsal.exercises.iter().enumerate().zip(sent) {
        let mut received = Vec::new();
        for (file, sent) in exercise.files.iter().zip(sent) {
            files.push(File { name: format!("{}{}", exercise.folder, file.name), bytes: sent.bytes });
            received.push(sent.received);
        }
        let returns = Returns::new(received, rehearsal.year.plan, Some(rehearsal.year.year), today)?;
        let province = returns.merge(exercise.as_of, previous)?;
        let inbox = MergedInbox::new(rehearsal, n, &province.merged);
        verdicts.cases.extend(inbox.cases());
        verdicts.variants.extend(inbox.variants());
        verdicts.false_findings.extend(inbox.false_findings());
    }
    let answers = answers::workbook(rehearsal, &verdicts).map_err(|error| Error::not_made(answers::NAME, error))?;
    files.push(File { name: answers::NAME.to_owned(), bytes: answers });
    Ok(Rehearsed { files, verdicts })
}

/// Everything, one file after the other, beside the years that were given.
///
/// # Errors
///
/// When something can't be made.
pub fn run<'p>(rehearsal: &Rehearsal<'p>, given: Previous<'p>, today: NaiveDate) -> Result<Rehearsed, Error> {
    let before = rehearsal.before.iter().map(|(agency, filling)| receive_before(rehearsal, *agency, filling));
    let (book, previous) = year_before(rehearsal, before.collect::<Result<_, _>>()?, given, today)?;
    let sent = different(rehearsal).into_iter().map(|file| send(rehearsal, file)).collect::<Result<_, _>>()?;
    judge(rehearsal, in_inboxes(rehearsal, sent), (book, &previous), today)
}

/// An inbox that was merged.
struct MergedInbox<'a> {
    rehearsal: &'a Rehearsal<'a>,
    exercise: usize,
    records: BTreeMap<&'a str, &'a FileRecord>,
    counts: &'a Counts,
}

impl<'a> MergedInbox<'a> {
    fn new(rehearsal: &'a Rehearsal, exercise: usize, merged: &'a Merged) -> Self {
        let records = merged.files.iter().map(|record| (record.path.as_str(), record)).collect();
        let counts = merged.ledger.counts_of(rehearsal.year.plan.first_round());
        MergedInbox { rehearsal, exercise, records, counts }
    }

    fn own_cases(&self) -> impl Iterator<Item = (usize, &'a Case)> {
        let exercise = self.exercise;
        self.rehearsal.cases.iter().enumerate().filter(move |(_, case)| case.exercise == exercise)
    }

    fn findings(&self, file: usize) -> &'a [Finding] {
        let name = self.rehearsal.exercises[self.exercise].files[file].name.as_str();
        self.records.get(name).map_or(&[], |record| record.findings.as_slice())
    }

    /// The codes of checks that no numbers pass, which are told by themselves.
    fn contradictory_codes(&self) -> BTreeSet<&'a str> {
        let checks = &self.rehearsal.year.plan.checks;
        self.rehearsal.contradictory.iter().map(|check| checks[*check].code.id()).collect()
    }

    /// What is found in a file, but for what its notes explain and what no numbers would pass.
    fn asked(&self, file: usize) -> impl Iterator<Item = &'a Finding> {
        let codes = self.contradictory_codes();
        let findings = self.findings(file).iter();
        findings.filter(move |of| !is_explained(of) && !codes.contains(of.code().entry().id))
    }

    /// Whether a file is returned for what no numbers would pass.
    fn is_returned_anyway(&self, file: usize) -> bool {
        let codes = self.contradictory_codes();
        let is_it = |of: &Finding| of.severity == Severity::Error && codes.contains(of.code().entry().id);
        self.findings(file).iter().any(is_it)
    }

    fn cases(&self) -> Vec<JudgedCase> {
        self.own_cases().map(|(n, case)| self.judged(n, case)).collect()
    }

    fn judged(&self, n: usize, case: &Case) -> JudgedCase {
        let catches = case.expected.iter().map(|expected| catch(expected, self.findings(expected.file))).collect();
        let is_other = |file: usize, finding: &&Finding| {
            !case.expected.iter().any(|expected| expected.file == file && expected.code == finding.code())
        };
        let others = case.files.iter().flat_map(|file| {
            self.findings(*file).iter().filter(move |finding| is_other(*file, finding)).cloned().collect::<Vec<_>>()
        });
        JudgedCase { case: n, catches, others: others.collect() }
    }

    fn variants(&self) -> Vec<JudgedVariant> {
        let exercise = self.exercise;
        let all = self.rehearsal.variants.iter().enumerate();
        all.filter(move |(_, of)| of.exercise == exercise).map(|(n, of)| self.judged_variant(n, of)).collect()
    }

    fn judged_variant(&self, n: usize, variant: &Variant) -> JudgedVariant {
        let may_be = |finding: &&Finding| finding.severity == Severity::Note && variant.notes.contains(&finding.code());
        let false_findings = self.asked(variant.file).filter(|of| !may_be(of)).cloned().collect();
        let agency = variant.agency;
        let is_other = |(cell, people): &(&(FormId, RowId, ColumnId), &u64)| {
            let (form, row, column) = **cell;
            self.counts.get(CellId { agency, form, row, column }) != Some(**people)
        };
        let is_counted = !self.is_returned_anyway(variant.file);
        let n_other_numbers = variant.counts.iter().filter(|of| is_counted && is_other(of)).count();
        JudgedVariant { variant: n, false_findings, n_other_numbers }
    }

    /// What is found in sound returns and isn't expected there.
    fn false_findings(&self) -> Vec<FalseFinding> {
        let expected: Vec<&ExpectedFinding> = self.own_cases().flat_map(|(_, case)| &case.expected).collect();
        let files = self.rehearsal.exercises[self.exercise].files.iter().enumerate().filter(|(_, file)| file.is_sound);
        let of_files = files.flat_map(|(n, file)| {
            let is_expected =
                |finding: &Finding| expected.iter().any(|one| one.file == n && one.code == finding.code());
            let found = self.asked(n).filter(|of| !is_expected(of)).map(|finding| FalseFinding {
                exercise: self.exercise,
                file: file.name.clone(),
                finding: finding.clone(),
            });
            found.collect::<Vec<_>>()
        });
        of_files.collect()
    }
}

/// Whether an expected finding is among a file's.
fn catch(expected: &ExpectedFinding, findings: &[Finding]) -> Catch {
    let mut own = findings.iter().filter(|finding| finding.code() == expected.code).peekable();
    if own.peek().is_none() {
        return Catch::Missed;
    }
    let is_at_place = own.any(|finding| {
        let on_sheet = expected.sheet.is_none() || expected.sheet == finding.place.sheet;
        let at_cell = expected.cells.is_empty() || expected.cells.iter().any(|at| finding.place.cells.contains(at));
        on_sheet && at_cell
    });
    if is_at_place { Catch::AtPlace } else { Catch::Elsewhere }
}
