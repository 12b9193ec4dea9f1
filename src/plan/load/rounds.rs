//! The rounds of the plan file.

use super::Loader;
use super::characters::is_plain_code;
use crate::plan::fault::{Kind, What};
use crate::plan::file::{self, Text};
use crate::plan::model::*;
use crate::value::wording;

/// What the only round of a plan that names none is called.
const WHOLE_YEAR: &str = "cả năm";

impl Loader<'_> {
    /// The plan's rounds; one for everything if the file has none.
    pub(super) fn rounds(&mut self) -> Vec<Round> {
        let file = self.file;
        let rounds: Vec<Round> = file.rounds.iter().map(|round| self.round(round)).collect();
        self.check_round_order(&rounds);
        if rounds.is_empty() { vec![self.only_round()] } else { rounds }
    }

    /// What is to be done in rounds after the first, whose task the plan names: who sends what by when. Found in the calendar
    /// beside the plan's own tasks.
    pub(super) fn round_tasks(plan: &Plan) -> Vec<Task> {
        let collection = plan.task(plan.collection_task);
        let task = |round: RoundId| {
            let of_plan = plan.round(round);
            let year = plan.year(plan.first_year)?.in_round(round);
            let senders: Vec<&str> = year.agencies.iter().map(|agency| year.agency_name(*agency)).collect();
            let optional = if of_plan.optional { " (không bắt buộc)" } else { "" };
            Some(Task {
                code: format!("{}-{}", collection.code, of_plan.code),
                clause: collection.clause.clone(),
                title: format!("Gửi số liệu kỳ {}{optional}", of_plan.name),
                lead: wording::list(&senders),
                with: Vec::new(),
                due: of_plan.due.clone(),
            })
        };
        plan.round_ids().skip(1).filter_map(task).collect()
    }

    fn only_round(&mut self) -> Round {
        let (code, name, due) = (String::new(), WHOLE_YEAR.to_owned(), self.collection_due());
        Round { code, name, due, forms: Vec::new(), optional: false }
    }

    fn round(&mut self, round: &file::RoundEntry) -> Round {
        self.check_round_code(&round.code);
        let due = round.due.as_ref().map(|due| self.yearly(due));
        Round {
            code: round.code.get_ref().clone(),
            name: round.name.clone(),
            due: due.unwrap_or_else(|| self.collection_due()),
            forms: self.round_forms(round),
            optional: round.optional,
        }
    }

    /// The forms that a round asks for. A list of none would look like all of them.
    fn round_forms(&mut self, round: &file::RoundEntry) -> Vec<FormId> {
        let Some(written) = &round.forms else { return Vec::new() };
        if written.is_empty() {
            self.report_key(
                round.code.span(),
                "forms",
                What::RoundWithoutForms { round: round.code.get_ref().clone() },
            );
        }
        let mut forms: Vec<FormId> = Vec::new();
        for form in written {
            let Some(id) = self.find(Kind::Form, form).map(FormId::at) else { continue };
            if forms.contains(&id) {
                let (round, form_code) = (round.code.get_ref().clone(), form.get_ref().clone());
                self.report(form.span(), What::RoundFormTwice { round, form: form_code });
            }
            forms.push(id);
        }
        forms
    }

    /// When the collection task is due, whose faults are reported where it stands.
    fn collection_due(&self) -> Due {
        let is_it = |task: &&file::TaskEntry| task.code.get_ref() == self.file.plan.collection_task.get_ref();
        let due = self.file.tasks.iter().find(is_it).and_then(|task| task.due.as_ref());
        due.and_then(|due| super::day_and_month(due.get_ref())).unwrap_or_else(|| Due::Words(String::new()))
    }

    /// A code is part of the names of templates.
    fn check_round_code(&mut self, code: &Text) {
        if !is_plain_code(code.get_ref()) {
            self.report(code.span(), What::RoundCode { code: code.get_ref().clone() });
        }
    }

    /// Later rounds stand below earlier ones, and the first is one that somebody must answer.
    fn check_round_order(&mut self, rounds: &[Round]) {
        let file = self.file;
        for (pair, written) in rounds.windows(2).zip(file.rounds.iter().skip(1)) {
            let days = day_of_year(&pair[0].due).zip(day_of_year(&pair[1].due));
            let round = pair[1].code.clone();
            if written.due.is_none() {
                self.report_key(written.code.span(), "due", What::RoundWithoutDue { round });
            } else if days.is_some_and(|(before, day)| before >= day) {
                self.report_key(written.code.span(), "due", What::RoundsOutOfOrder { round });
            }
        }
        for (n, (round, written)) in rounds.iter().zip(&file.rounds).enumerate() {
            let is_taken = rounds[..n].iter().any(|other| other.name.trim() == round.name.trim());
            if round.name.trim().is_empty() || is_taken {
                self.report_key(written.code.span(), "name", What::RoundName { round: round.code.clone() });
            }
        }
        if let (Some(first), Some(written)) = (rounds.first().filter(|first| first.optional), file.rounds.first()) {
            self.report_key(written.code.span(), "optional", What::FirstRoundOptional { round: first.code.clone() });
        }
    }
}

/// Month and day; `None` without a date.
fn day_of_year(due: &Due) -> Option<(u32, u32)> {
    match *due {
        Due::Yearly { day, month } => Some((month, day)),
        Due::Words(_) => None,
    }
}
