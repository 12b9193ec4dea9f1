//! What the plan's text leaves open.

use serde::Deserialize;

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

/// The figures that an assumption is printed beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Caveat {
    /// The province's coverage.
    Coverage,
    /// Every ranking of areas.
    Areas,
}
