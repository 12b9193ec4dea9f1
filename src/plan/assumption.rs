//! What the plan's text leaves open.

use serde::Deserialize;

use super::file::{Caveat, Text};

/// What the plan's text leaves open, and how it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Its code.
    pub code: String,
    /// The clause that leaves it open.
    pub clause: String,
    /// How it is understood.
    pub text: String,
    /// The same in an office's words, for documents; `None` where the text does.
    pub in_documents: Option<String>,
    /// The figures beside which it is printed; `None` where the list of assumptions is enough.
    pub caveat: Option<Caveat>,
}

/// An assumption as the plan file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssumptionEntry {
    pub code: Text,
    pub clause: String,
    pub text: String,
    #[serde(default)]
    pub in_documents: Option<String>,
    #[serde(default)]
    pub caveat: Option<Caveat>,
}

impl AssumptionEntry {
    pub fn assumption(&self) -> Assumption {
        Assumption {
            code: self.code.get_ref().clone(),
            clause: self.clause.clone(),
            text: self.text.clone(),
            in_documents: self.in_documents.clone(),
            caveat: self.caveat,
        }
    }
}
