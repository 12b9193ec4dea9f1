//! The rounds in which counts of a year are collected.

use super::model::{Due, FormId, Plan, RoundId};

/// A round ("kỳ số liệu") in which counts of a year are collected. What one round brings never replaces another's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The code that templates and the ledger carry; empty for the only round of a plan that names none.
    pub code: String,
    /// As within a sentence: `kỳ tháng 6`.
    pub name: String,
    /// When its files are due.
    pub due: Due,
    /// The forms it asks for; empty asks for all.
    pub forms: Vec<FormId>,
    /// Whether nobody is reminded of it: agencies that send nothing are not missing.
    pub optional: bool,
}

impl Round {
    /// Whether it asks for a form.
    pub fn asks_for(&self, form: FormId) -> bool {
        self.forms.is_empty() || self.forms.contains(&form)
    }
}

impl Plan {
    /// A round by its id.
    pub fn round(&self, id: RoundId) -> &Round {
        &self.rounds[id.idx()]
    }

    /// The rounds, in order.
    pub fn round_ids(&self) -> impl DoubleEndedIterator<Item = RoundId> + ExactSizeIterator + Clone + use<> {
        RoundId::all(self.rounds.len())
    }

    /// The round of files that say none.
    pub fn first_round(&self) -> RoundId {
        RoundId::at(0)
    }

    /// The round with a code.
    pub fn round_by_code(&self, code: &str) -> Option<RoundId> {
        self.round_ids().find(|id| self.round(*id).code == code)
    }

    /// A round's code; `None` for the only round of a plan that names none.
    pub fn round_code(&self, id: RoundId) -> Option<&str> {
        Some(self.round(id).code.as_str()).filter(|code| !code.is_empty())
    }

    /// Whether there are several rounds, so that people must be told which one is meant.
    pub fn has_rounds(&self) -> bool {
        self.rounds.len() > 1
    }
}
