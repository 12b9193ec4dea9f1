//! Excel's binary formats, read by ourselves: the records of `.xls` (BIFF8) and of the parts of an `.xlsb` (BIFF12).
//!
//! Both hold a formula as tokens in the order of their calculation, which [`formula`] writes out as Excel shows it. The
//! spreadsheet library gave values only and panicked on one mutated file in twenty; here every length is checked before it is
//! believed, and a record that doesn't hold what it says makes the file damaged.

mod bytes;
mod drawing;
mod formula;
mod functions;
mod links;
mod notes;
mod records;
mod writer;
pub(super) mod xls;
mod xls_globals;
mod xls_sheet;
pub(super) mod xlsb;
mod xlsb_globals;
mod xlsb_records;
mod xlsb_sheet;
