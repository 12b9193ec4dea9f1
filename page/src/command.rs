//! What a host may ask for.

use chrono::NaiveDate;
use serde::Deserialize;

/// One command; the files it is about follow as inputs.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Command {
    /// Works by another plan, whose text follows. To be asked first.
    Plan,
    /// Works by the plan of an agency that collects from units of its own. To be asked after the plan.
    Tier { code: String },
    /// Which of a folder's files are returns, by their paths.
    Listing { paths: Vec<String> },
    /// Reads and checks a file.
    Receive { path: String },
    /// A piece of a file too large to be held, in order.
    Piece,
    /// The end of such a file, whose first bytes follow.
    Oversized { path: String, n_bytes: u64 },
    /// A file that brought an instance down.
    Crashed { path: String },
    /// A file the browser couldn't give.
    Unreadable { path: String, reason: String },
    /// What a file is that was dropped beside a folder, or by itself.
    Look { path: String },
    /// What was assigned, as a workbook.
    Assigned { name: String },
    /// An earlier provincial workbook.
    Previous { name: String },
    /// The marked copy of the only file received.
    Mark { today: NaiveDate },
    /// An earlier version of the report, whose words by the officer are carried over.
    Prose { name: String },
    /// Merges what was received; `folder` is what people call the place it came from. Without a year that of most files is
    /// chosen; with a last day only what was sent by then counts.
    Consolidate { folder: String, today: NaiveDate, year: Option<i32>, as_of: Option<NaiveDate> },
    /// The provincial workbook.
    Workbook { folder: String, today: NaiveDate },
    /// A document of the year; the annual report if none is named.
    Report { folder: String, today: NaiveDate, task: Option<String> },
    /// Which files get marked copies, by their paths.
    ToMark { today: NaiveDate },
    /// The marked copies of these files, as one archive.
    Copies { paths: Vec<String>, today: NaiveDate },
    /// A sheet of the file that follows.
    Sheet { file: usize, name: String },
    /// The results as a page of their own; the files follow.
    Page { paths: Vec<String>, folder: String, today: NaiveDate },
    /// The page around the core that follows.
    Assemble,
}
