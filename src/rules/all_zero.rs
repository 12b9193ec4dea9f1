//! A return of zeros throughout: a template that was sent back without being filled in looks the same as an agency that has
//! nobody, so it is asked which it is.

use std::collections::BTreeSet;

use super::own_answer::RowNotes;
use crate::intake::explanation::says_something;
use crate::intake::submission::{Doubt, EnteredCount, FormData, Submission};
use crate::plan::PlanYear;
use crate::problem::Finding;
use crate::problem::cell::Problem;
use crate::value::text;

/// Words that deny, without diacritics.
const NONE: [&str; 4] = ["khong", "ko", "hong", "chua"];

/// What there is nothing of in an answer: `Đơn vị không có ai`, `không phát sinh đối tượng`. Without diacritics.
const WHOM: [&str; 22] = [
    "ai",
    "nguoi",
    "doi tuong",
    "lao dong",
    "truong hop",
    "phat sinh",
    "doan vien",
    "hoi vien",
    "thanh vien",
    "can bo",
    "cong chuc",
    "vien chuc",
    "nhan vien",
    "nhan su",
    "bien che",
    "hop dong",
    "than nhan",
    "doanh nghiep",
    "hop tac xa",
    "htx",
    "thuoc dien",
    "tham gia",
];

/// What a note is about that says that something else isn't there, or isn't known: `chưa có số liệu về lao động`.
const OTHER_THINGS: [&str; 22] = [
    "so lieu",
    "du lieu",
    "bao cao",
    "thong ke",
    "thong tin",
    "y kien",
    "tong hop",
    "ra soat",
    "xac dinh",
    "cap nhat",
    "thu thap",
    "theo doi",
    "phu trach",
    "lap bieu",
    "nam duoc",
    "biet",
    "ro",
    "kip",
    "du",
    "thay doi",
    "gui",
    "day du",
];

/// How many words behind the denial name whom there is nothing of.
const WITHIN: usize = 5;

/// One finding for the whole file, on its first form; a note of any row that says that nobody is there answers. Marks that may
/// mean 0 are asked about by themselves, so that at least one 0 must be typed.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    if !submission.forms.iter().flat_map(|data| &data.entries).all(|entry| entry.people() == Some(0)) {
        return Vec::new();
    }
    let typed = || submission.forms.iter().map(|data| (data, typed(data))).filter(|(_, typed)| !typed.is_empty());
    let Some((first, entries)) = typed().next() else { return Vec::new() };
    let forms = typed().map(|(data, typed)| (year.plan.form(data.form).sheet.clone(), typed.len())).collect();
    let cells = entries.iter().map(|entry| entry.at).collect();
    let place = first.place(year, entries[0].row, Some(entries[0].column), cells);
    let mut finding = Finding::from(Problem::AllZero { forms }).at(place);
    let notes: Vec<&String> = submission.forms.iter().flat_map(notes).collect();
    finding.explanation = match submission.is_added_up {
        false => notes.iter().find(|note| answers(note)).map(|note| (*note).clone()),
        true => answer_of_collector(submission, year).or_else(|| answer_of_all_units(submission)),
    };
    if finding.explanation.is_none() {
        finding.weak_note = notes.iter().find(|note| !says_something(note)).map(|note| (*note).clone());
    }
    vec![finding]
}

/// Words of who added a return up that say that nobody is there.
fn answer_of_collector(submission: &Submission, year: &PlanYear) -> Option<String> {
    let rows = submission.forms.iter().flat_map(|data| year.row_ids(data.form).map(move |row| (data, row)));
    let mut words = rows.filter_map(|(data, row)| RowNotes { submission, data, year }.own_words(row));
    words.find(|words| answers(words))
}

/// What the first of the units said, if each said that nobody is there.
fn answer_of_all_units(submission: &Submission) -> Option<String> {
    let sources = submission.sources.as_deref()?;
    let own = |unit: &str| !unit.contains('/');
    let asked: BTreeSet<&str> = sources.forms.iter().flat_map(|form| &form.units).map(|of| of.unit.as_str()).collect();
    let answered = || sources.unit_notes.iter().filter(|of| own(&of.unit) && answers(&of.note));
    let units: BTreeSet<&str> = answered().map(|of| of.unit.as_str()).collect();
    let is_answered = asked.into_iter().filter(|unit| own(unit)).all(|unit| units.contains(unit));
    answered().next().filter(|_| is_answered).map(|of| of.note.clone())
}

/// The entries that are no marks.
fn typed(data: &FormData) -> Vec<&EnteredCount> {
    data.entries.iter().filter(|entry| entry.doubt() != Some(Doubt::ZeroMark)).collect()
}

fn answers(note: &str) -> bool {
    says_something(note) && text::ascii_fold(note).split(['.', ',', ';', ':', '(', ')', '\n']).any(says_nobody)
}

/// Whether a clause says that there is nobody, and not that something isn't known.
fn says_nobody(clause: &str) -> bool {
    let words: Vec<&str> = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let Some(denial) = words.iter().position(|word| NONE.contains(word)) else { return false };
    let behind = &words[denial + 1..];
    let is_bare = matches!(behind, ["co"]) && words[denial] != "chua";
    is_bare || (names_one(&behind[..behind.len().min(WITHIN)], &WHOM) && !names_one(&words, &OTHER_THINGS))
}

/// Whether words in a row are one of some terms.
fn names_one(words: &[&str], terms: &[&str]) -> bool {
    let words = format!(" {} ", words.join(" "));
    terms.iter().any(|term| words.contains(&format!(" {term} ")))
}

fn notes(data: &FormData) -> impl Iterator<Item = &String> {
    data.rows.iter().flatten().filter_map(|row| row.note.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_note_that_nobody_is_there_answers() {
        for note in [
            "Đơn vị không có ai, đã rà soát",
            "không có",
            "Ko có lao động nào",
            "Chưa phát sinh đối tượng",
            "Đơn vị không có đối tượng thuộc diện tham gia, đã rà soát ngày 26/6/2023",
            "Đã rà soát: trên địa bàn không còn hợp tác xã",
        ] {
            assert!(answers(note), "{note}");
        }
        for note in [
            "Chưa có số liệu",
            "Không có ý kiến",
            "chưa có báo cáo của cấp xã",
            "Chưa thống kê được đối tượng",
            "không có người tổng hợp số liệu",
            "Không rõ có bao nhiêu người",
            "chưa có",
            "Không",
            "Đã rà soát",
            "0",
        ] {
            assert!(!answers(note), "{note}");
        }
    }
}
