//! Counts of people that a province's agencies return once a year: asked for, checked, merged, every figure traceable to
//! a file and a cell.
//!
//! The flow, and the modules in reading order: [`plan`] (who reports what, by when) → [`template`] (the workbooks to
//! fill) … [`intake`] (what comes back, cell by cell) → [`rules`] (what must hold) → [`ledger`] (which submissions count)
//! → [`indicator`] (coverage against target) → [`output`] (workbooks). What is wrong is always a [`finding`]. Only
//! `cli`, which the feature of that name adds, touches files, the clock, the environment and the screen.

#[cfg(feature = "cli")]
pub mod cli;
pub mod counts;
pub mod finding;
pub mod indicator;
pub mod intake;
pub mod ledger;
pub mod output;
pub mod plan;
pub mod rules;
pub mod template;
pub mod wording;
