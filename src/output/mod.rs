//! Values → the bytes of a file for people: workbooks, documents, calendars. Someone else saves them.
//!
//! Only this module and `template` name the workbook library, only `data_package::parquet` the Parquet library; documents are
//! made by `docx` itself. `page` is the one way a sheet is written: it keeps text as text, heights such that nothing is cut, and the limits of the format as errors;
//! `bulk` are rows by the hundred thousand, which `complete` puts into a finished workbook; `style` is the one look.

pub mod annual;
pub mod answers;
mod archive;
mod bulk;
mod charts;
mod complete;
pub mod data_package;
pub mod docx;
mod error;
pub mod html;
pub mod ics;
pub mod letter;
mod look;
pub mod marked;
mod page;
mod pieces;
pub mod provincial;
pub mod report_document;
mod shared;
mod style;

pub use archive::archive;
pub use error::{OutputCause, OutputError};

/// A file that is made, not yet saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}
