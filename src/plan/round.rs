//! The rounds in which counts of a year are collected.

use super::ids::FormId;
use super::task::Due;

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
