//! A return of zeros throughout: a template that was sent back without being filled in looks the same as an agency that has
//! nobody, so it is asked which it is.

use crate::intake::explanation::says_something;
use crate::intake::submission::{Doubt, FormData, Submission};
use crate::plan::PlanYear;
use crate::problem::Finding;
use crate::problem::cell::Problem;
use crate::value::text;

/// Words of which an answer has one: `Đơn vị không có ai`. Notes about other things stand in rows of 0 as well.
const NONE: [&str; 4] = ["không", "ko", "khong", "chưa"];

/// One finding for the whole file, on its first form; a note of any row that says that nobody is there answers. Marks that may
/// mean 0 are asked about by themselves, so that at least one 0 must be typed.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let filled = || submission.forms.iter().filter(|data| !data.entries.is_empty());
    let mut entries = filled().flat_map(|data| &data.entries);
    let is_asked = entries.clone().any(|entry| entry.doubt() != Some(Doubt::ZeroMark));
    if !is_asked || !entries.all(|entry| entry.people() == Some(0)) {
        return Vec::new();
    }
    let Some(first) = filled().next() else { return Vec::new() };
    let forms = filled().map(|data| (year.plan.form(data.form).sheet.clone(), data.entries.len())).collect();
    let cells = first.entries.iter().map(|entry| entry.at).collect();
    let place = first.place(year, first.entries[0].row, Some(first.entries[0].column), cells);
    let mut finding = Finding::from(Problem::AllZero { forms }).at(place);
    let notes: Vec<&String> = submission.forms.iter().flat_map(notes).collect();
    finding.explanation = notes.iter().find(|note| answers(note)).map(|note| (*note).clone());
    if finding.explanation.is_none() {
        finding.weak_note = notes.iter().find(|note| !says_something(note)).map(|note| (*note).clone());
    }
    vec![finding]
}

fn answers(note: &str) -> bool {
    says_something(note) && text::fold(note).split(|c: char| !c.is_alphanumeric()).any(|word| NONE.contains(&word))
}

fn notes(data: &FormData) -> impl Iterator<Item = &String> {
    data.rows.iter().flatten().filter_map(|row| row.note.as_ref())
}
