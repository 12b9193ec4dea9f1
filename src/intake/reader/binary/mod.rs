//! Excel's binary formats, read by ourselves: the records of `.xls` (BIFF8) and of the parts of an `.xlsb` (BIFF12).
//!
//! Both store a formula as tokens in the order of calculation, which [`formula`] writes out as Excel shows it. Every length is
//! checked before it is used; a record that is shorter than it claims makes the file damaged.

mod bytes;
mod drawing;
mod formula;
mod functions;
mod gathered;
mod links;
mod notes;
mod records;
mod writer;
pub(super) mod xls;
mod xls_globals;
mod xls_letters;
mod xls_sheet;
pub(super) mod xlsb;
mod xlsb_globals;
mod xlsb_letters;
mod xlsb_records;
mod xlsb_sheet;
