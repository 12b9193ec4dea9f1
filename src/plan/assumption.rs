//! What the plan's text leaves open.

use serde::Deserialize;

use super::file::Caveat;

/// What the plan's text leaves open, and how it is understood.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Its code.
    pub code: String,
    /// The clause that leaves it open.
    pub clause: String,
    /// How it is understood.
    pub text: String,
    /// The same in an office's words, for documents; `None` where the text does.
    #[serde(default)]
    pub in_documents: Option<String>,
    /// The figures beside which it is printed; `None` where the list of assumptions is enough.
    #[serde(default)]
    pub caveat: Option<Caveat>,
}
