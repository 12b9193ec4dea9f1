//! Letters: reminders to every agency that still has something to do, each its own or one to all, and the letter that goes
//! out with the templates. Each is a document to sign and the same as plain text.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::Province;
use crate::indicator::completeness::{Completeness, Standing, State};
use crate::output::File;
use crate::output::letter::enclosed::{CopyName, Enclosed};
use crate::output::letter::{self, Letter, to_all};
use crate::plan::{AgencyId, PlanYear};

/// How many days an agency is given once the due date is past.
const DAYS_TO_REPLY: u64 = 10;

/// How reminders are addressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LettersAs {
    /// A letter each.
    #[default]
    Each,
    /// One to all, with a list.
    One,
}

/// What an officer decides about reminders.
#[derive(Debug, Clone, Default)]
pub struct Reminding {
    /// How they are addressed.
    pub letters_as: LettersAs,
    /// By when to answer; the due date while it is ahead, else in ten days, if not said.
    pub reply_by: Option<NaiveDate>,
    /// The marked copies and lists that go with them, by the path under which the file was received.
    pub copies: BTreeMap<String, CopyName>,
}

/// The letters of a day.
#[derive(Debug)]
pub struct Letters {
    /// The letters.
    pub files: Vec<File>,
    /// How many letters they are.
    pub n_letters: usize,
    /// Names of letters to agencies that need none; one of an earlier day may still lie there.
    pub not_needed: Vec<String>,
}

impl Province<'_> {
    /// The letters to agencies as they stand.
    pub fn letters(&self, completeness: &Completeness, reminding: &Reminding) -> Letters {
        let year = &letter::round::year_in_round(&self.merged, completeness);
        let (needed, others): (Vec<&Standing>, Vec<&Standing>) =
            completeness.agencies.iter().partition(|standing| needs_letter(standing, year));
        let reply_by = reminding.reply_by.unwrap_or_else(|| match completeness.last_day > completeness.today {
            true => completeness.last_day,
            false => completeness.today.checked_add_days(Days::new(DAYS_TO_REPLY)).unwrap_or(completeness.today),
        });
        let files: Vec<File> = match reminding.letters_as {
            LettersAs::One if needed.is_empty() => Vec::new(),
            LettersAs::One => {
                let reminded = |standing| to_all::Reminded { standing, enclosed: self.enclosed(standing, reminding) };
                let reminded: Vec<to_all::Reminded> = needed.iter().copied().map(reminded).collect();
                let message = to_all::reminder(&self.merged, completeness, &reminded, reply_by);
                message.files(&to_all::reminder_name(year)).into()
            }
            LettersAs::Each => {
                let letters = needed.iter().flat_map(|standing| {
                    let enclosed = self.enclosed(standing, reminding);
                    let letter = Letter { merged: &self.merged, completeness, standing, reply_by, enclosed: &enclosed };
                    letter.message().files(&letter::file_name(year, standing.agency))
                });
                letters.collect()
            }
        };
        let not_needed = others.into_iter().flat_map(|standing| {
            let name = letter::file_name(year, standing.agency);
            ["docx", "txt"].map(|ending| format!("{name}.{ending}"))
        });
        Letters { n_letters: files.len() / 2, files, not_needed: not_needed.collect() }
    }

    /// The copies of an agency's open files.
    fn enclosed(&self, standing: &Standing, reminding: &Reminding) -> Vec<Enclosed> {
        let files = standing.open_files.iter().map(|n| self.merged.file(*n));
        let copies = files.filter_map(|file| Some((file, reminding.copies.get(&file.path)?)));
        copies.map(|(file, copy)| Enclosed::new(&self.merged, file, copy)).collect()
    }
}

/// Whether an agency is written to: never the office that writes, nor one that is only late with what it need not send.
fn needs_letter(standing: &Standing, year: &PlanYear) -> bool {
    let is_only_late = standing.state == State::Accepted && standing.open_files.is_empty();
    let is_spared = is_only_late && letter::round::is_optional(year);
    standing.needs_letter() && !year.is_own(standing.agency) && !is_spared
}

/// The letter that goes out with the templates of these agencies.
pub fn covering_letter(year: &PlanYear, agencies: &[AgencyId], today: NaiveDate) -> [File; 2] {
    to_all::covering(year, agencies, today).files(&to_all::covering_name(year))
}
