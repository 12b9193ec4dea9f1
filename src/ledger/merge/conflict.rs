//! Several files of one agency, year and revision: whether they say the same, and if not, in what they differ.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{FileRecord, FileStatus};
use crate::intake::submission::{Cover, EnteredCount, FormData, Role, Submission};
use crate::ledger::FileId;
use crate::plan::{ColumnId, FormId, RowId};
use crate::problem::merge::{Content, CoverField, Difference, Other, Problem, Thing};
use crate::problem::{Finding, Place};
use crate::value::grid::Address;
use crate::value::wording;

/// The differences between two files that agree about the year, whatever program saved them: at most a contact, or a date
/// that moves with each calculation. `None` if they disagree in anything else.
pub(super) fn idle_differences(a: &FileRecord, b: &FileRecord) -> Option<Vec<Difference>> {
    let all = differences(a.submission.as_ref()?, b.submission.as_ref()?);
    all.iter().all(is_idle).then_some(all)
}

/// Whether two files say the same throughout.
pub(super) fn says_the_same(a: &FileRecord, b: &FileRecord) -> bool {
    idle_differences(a, b).is_some()
}

/// Whether a difference leaves the numbers, what explains them and the day of sending as they are.
fn is_idle(difference: &Difference) -> bool {
    let moves = |side: &Option<Content>| matches!(side, Some(Content::DayOfOpening(_)));
    match difference.thing {
        Thing::Cover(CoverField::PreparedBy | CoverField::Phone | CoverField::SignedBy) => true,
        Thing::Cover(CoverField::AsOf | CoverField::SentOn) => moves(&difference.own) || moves(&difference.other),
        _ => false,
    }
}

/// Marks files of one revision that differ from each other; each is told how it differs from every other one.
pub(super) fn mark(files: &mut [FileRecord], all: &[FileId]) {
    let findings: Vec<(FileId, Finding)> = all.iter().map(|n| (*n, finding(files, *n, all))).collect();
    for (n, finding) in findings {
        files[n.idx()].status = FileStatus::Conflict;
        files[n.idx()].findings.push(finding);
    }
}

fn finding(files: &[FileRecord], own: FileId, all: &[FileId]) -> Finding {
    let others: Vec<Other> = all
        .iter()
        .filter(|other| **other != own)
        .filter_map(|other| {
            let (a, b) = (files[own.idx()].submission.as_ref()?, files[other.idx()].submission.as_ref()?);
            Some(Other { path: files[other.idx()].path.clone(), differences: differences(a, b) })
        })
        .collect();
    let place = place(&others);
    Finding::from(Problem::Conflict { revision: files[own.idx()].revision, others }).at(place)
}

/// The cells on the first sheet on which a count differs; the message names the others.
fn place(others: &[Other]) -> Place {
    let counts: Vec<(&String, Address)> = others
        .iter()
        .flat_map(|other| &other.differences)
        .filter_map(|difference| match &difference.thing {
            Thing::Count { sheet, at } => Some((sheet, *at)),
            _ => None,
        })
        .collect();
    let Some((sheet, _)) = counts.first() else { return Place::default() };
    let cells: BTreeSet<Address> = counts.iter().filter(|(other, _)| other == sheet).map(|(_, at)| *at).collect();
    Place { sheet: Some((*sheet).clone()), cells: cells.into_iter().collect(), ..Place::default() }
}

/// Everything in which two submissions differ: counts, then the cover, notes, difficulties, and numbers elsewhere.
fn differences(a: &Submission, b: &Submission) -> Vec<Difference> {
    let mut all = of_counts(a, b);
    all.extend(of_lists(cover(&a.cover), cover(&b.cover)));
    all.extend(of_lists(notes(a), notes(b)));
    all.extend(of_lists(difficulties(a), difficulties(b)));
    all.extend(of_lists(strays(a), strays(b)));
    all
}

fn of_counts(a: &Submission, b: &Submission) -> Vec<Difference> {
    let (of_a, of_b) = (entries(a), entries(b));
    let cells: BTreeSet<_> = of_a.keys().chain(of_b.keys()).collect();
    let differences = cells.into_iter().filter_map(|cell| {
        let (own, other) = (of_a.get(cell), of_b.get(cell));
        let (data, entry) = own.or(other)?;
        let people = |side: Option<&(&FormData, &EnteredCount)>| side.and_then(|(_, entry)| entry.people());
        let (people, others) = (people(own), people(other));
        (people != others).then(|| Difference {
            thing: Thing::Count { sheet: data.sheet.to_string(), at: entry.at },
            own: people.map(Content::People),
            other: others.map(Content::People),
        })
    });
    differences.collect()
}

fn entries(submission: &Submission) -> BTreeMap<(FormId, RowId, ColumnId), (&FormData, &EnteredCount)> {
    let mut entries = BTreeMap::new();
    for data in &submission.forms {
        entries.extend(data.entries.iter().map(|entry| ((data.form, entry.row, entry.column), (data, entry))));
    }
    entries
}

/// What stands in a submission beside counts, by its key.
type Contents<K> = BTreeMap<K, (Thing, Option<Content>)>;

fn of_lists<K: Ord>(a: Contents<K>, mut b: Contents<K>) -> Vec<Difference> {
    let mut differing = Vec::new();
    for (key, (thing, own)) in a {
        let other = b.remove(&key).and_then(|(_, other)| other);
        if own != other {
            differing.push(Difference { thing, own, other });
        }
    }
    let only_other = b.into_values().filter(|(_, other)| other.is_some());
    differing.extend(only_other.map(|(thing, other)| Difference { thing, own: None, other }));
    differing
}

/// A day on the cover, and whether a formula gives another one with each save.
fn day(date: Option<NaiveDate>, moves: bool) -> Option<Content> {
    if moves { Some(Content::DayOfOpening(date)) } else { date.map(Content::Date) }
}

fn cover(cover: &Cover) -> Contents<CoverField> {
    let fields = [
        (CoverField::AsOf, day(cover.as_of, cover.as_of_moves)),
        (CoverField::SentOn, day(cover.sent_on, cover.sent_on_moves)),
        (CoverField::PreparedBy, text(cover.prepared_by.as_ref())),
        (CoverField::Phone, text(cover.phone.as_ref())),
        (CoverField::SignedBy, text(cover.signed_by.as_ref())),
    ];
    fields.into_iter().map(|(field, content)| (field, (Thing::Cover(field), content))).collect()
}

fn notes(submission: &Submission) -> Contents<(FormId, usize)> {
    let rows = submission.forms.iter().flat_map(|data| data.rows.iter().enumerate().map(move |row| (data, row)));
    let notes = rows.filter_map(|(data, (row, found))| {
        let found = found.as_ref()?;
        let thing = Thing::Note { sheet: data.sheet.to_string(), row: found.at };
        Some(((data.form, row), (thing, text(found.note.as_ref()))))
    });
    notes.collect()
}

fn difficulties(submission: &Submission) -> Contents<(usize, bool)> {
    let pairs = submission.difficulties.iter().enumerate().flat_map(|(n, reported)| {
        let (sheet, nth) = (reported.sheet.clone(), n + 1);
        let difficulty = Thing::Difficulty { sheet: sheet.clone(), n: nth };
        [
            ((n, false), (difficulty, text(reported.difficulty.as_ref()))),
            ((n, true), (Thing::Proposal { sheet, n: nth }, text(reported.proposal.as_ref()))),
        ]
    });
    pairs.collect()
}

/// Numbers that no form asks for: where they stand and what they are.
fn strays(submission: &Submission) -> Contents<(String, Address)> {
    let unused = submission.numbers().filter(|(_, number)| matches!(number.role, Role::Unused(_)));
    unused
        .map(|(sheet, number)| {
            let (sheet, at) = (sheet.to_string(), number.at);
            let thing = Thing::Stray { sheet: sheet.clone(), at };
            ((sheet, at), (thing, Some(Content::Text(wording::content(&number.value)))))
        })
        .collect()
}

fn text(text: Option<&String>) -> Option<Content> {
    text.cloned().map(Content::Text)
}
