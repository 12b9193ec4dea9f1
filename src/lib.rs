//! `bhxh` checks and merges the counts of people that the agencies of a province return once a year, and computes how
//! social-insurance coverage stands to the plan's targets.
//!
//! # The flow, in reading order
//!
//! | stage | module | from → to |
//! |---|---|---|
//! | the plan | [`plan`] | `.toml` → agencies, forms, targets, dates, checks |
//! | what is sent out | [`template`] | plan → one workbook per agency |
//! | the plan in Excel | [`planbook`] | plan ↔ a workbook that an officer writes |
//! | what comes back | [`intake`] | bytes → grid → submission, with findings |
//! | what must hold | [`rules`] | submissions → findings |
//! | what counts | [`ledger`] | submissions → numbers, each with file, sheet and cell |
//! | what it means | [`indicator`] | numbers → every figure of a year, once |
//! | how it is laid out | [`view`] | figures → tables and sentences, before any format |
//! | what goes out | [`output`] | all of it → provincial workbook, annual report, letters |
//! | what is asked for | [`usecase`] | returned files → a province → its outputs, each a name and bytes |
//! | the outside | [`cli`] | files, clock, screen; the only part that touches them |
//!
//! [`value`] is the ground floor (addresses, text, percentages, how numbers are written in Vietnam), [`problem`] the catalogue
//! of everything that can be wrong, [`counts`] the sums the plan selects, [`rehearsal`] invents returns with known faults, [`rollup`] what a return of a tier was added up from,
//! [`formula`] what a cell's formula gives when it is calculated again, [`ooxml`] the strict way to read Office files, `sheet` what all
//! workbooks share.
//!
//! # Without files
//!
//! Everything but [`cli`] takes values and returns values, so another front end can use it. The README does a province in a
//! dozen lines; a single file needs two:
//!
//! ```
//! let plan = bhxh::plan::embedded();
//! let (submission, findings) = bhxh::validate(b"no spreadsheet", "tep.xlsx", &plan);
//! assert!(submission.is_none());
//! assert_eq!(findings[0].code().entry().id, "FILE-01");
//! ```

#[cfg(feature = "cli")]
pub mod cli;
pub mod counts;
pub mod formula;
pub mod indicator;
pub mod intake;
pub mod ledger;
pub mod ooxml;
pub mod output;
pub mod plan;
pub mod planbook;
pub mod problem;
pub mod rehearsal;
pub mod rollup;
pub mod rules;
mod sheet;
pub mod template;
pub mod usecase;
pub mod value;
pub mod view;

/// Checks one file by itself: what it says, as far as it can be understood, and everything found about it. The
/// submission may be merged if none of the findings is an error.
pub fn validate(
    bytes: &[u8],
    name: &str,
    plan: &plan::Plan,
) -> (Option<intake::submission::Submission>, Vec<problem::Finding>) {
    let received = usecase::receive(bytes, name, plan);
    let submission = match received.content {
        intake::Content::Submission(submission) => Some(*submission),
        _ => None,
    };
    (submission, received.findings)
}

/// The example of the README, which must run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
