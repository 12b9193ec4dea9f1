//! What a front end asks for. Returned files become a [`Province`] in a year; a province becomes workbooks, documents,
//! letters, marked copies and JSON, each a name and bytes that somebody else saves.
//!
//! One file per use case. None of them knows where files lie, what time it is or what is on a screen; reading many files at
//! once is up to the caller, who calls [`receive`] for each.

mod achieved;
mod assigned;
mod compared;
mod consolidate;
mod error;
mod export;
mod figures;
pub mod json;
mod letters;
pub mod mark;
pub mod page;
mod previous;
mod province;
mod receive;
pub mod rehearse;
mod report;
mod rollup;
mod rollup_before;
mod rollup_cells;
mod rollup_edits;
mod rollup_levels;
mod rollup_open;
mod rollup_shown;
mod rollup_words;
mod template;
mod tier;
pub mod validate;

pub use assigned::{assigned, assigned_by_plan, decision_state};
pub use consolidate::{Beside, Origin};
pub use error::{Error, files_of_years, told, year_taken};
pub use letters::{Letters, LettersAs, Reminding, covering_letter};
pub use previous::{Previous, earlier};
pub use province::{Province, Returns, plan_round, plan_year};
pub use receive::{Digest, HEAD_BYTES, MAX_DIGEST_BYTES, is_left_behind, receive, understand};
pub use report::{Made, ReportRequest, of_another_document, percents};
pub use rollup::RolledUp;
pub use rollup_before::Carried;
pub use template::{agencies, templates};
pub use tier::plan_for;

/// The version that outputs name.
const VERSION: &str = env!("CARGO_PKG_VERSION");
