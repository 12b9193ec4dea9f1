//! What a rehearsal is made of: inboxes with their files, faults, and the findings that must come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::plan::{AgencyId, ColumnId, FormId, RowId};
use crate::problem::Code;
use crate::template::Filling;
use crate::value::grid::Address;

/// Which faults are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Every kind there is.
    All,
    /// None: everything is sound.
    Nothing,
    /// Those that bring about findings of these codes.
    Only(BTreeSet<Code>),
}

impl Wanted {
    pub(super) fn has(&self, code: Code) -> bool {
        match self {
            Wanted::All => true,
            Wanted::Nothing => false,
            Wanted::Only(codes) => codes.contains(&code),
        }
    }
}

/// An inbox.
#[derive(Debug)]
pub struct Exercise {
    /// The folder it lies in, ending in `/`; empty where there is only one inbox.
    pub folder: String,
    /// Its files.
    pub files: Vec<SentFile>,
    /// The day as of which its numbers are taken; `None` takes all.
    pub as_of: Option<NaiveDate>,
}

/// A file of an inbox.
#[derive(Debug)]
pub struct SentFile {
    /// Its name.
    pub name: String,
    /// Who sends it.
    pub agency: AgencyId,
    /// Whether nothing is wrong with it.
    pub is_sound: bool,
    pub(super) content: FileSource,
}

/// What is in a file.
#[derive(Debug)]
pub(super) enum FileSource {
    /// A filled template, not yet written.
    Filled(Box<Filling>),
    Bytes(Vec<u8>),
}

/// A fault that was made.
#[derive(Debug)]
pub struct Case {
    /// The position of its inbox.
    pub exercise: usize,
    /// Whose return has it.
    pub agency: AgencyId,
    /// What it must bring about.
    pub code: Code,
    /// What was done, in Vietnamese.
    pub what: String,
    /// The files that it made, by their positions in the inbox.
    pub files: Vec<usize>,
    /// The findings that must come.
    pub expected: Vec<ExpectedFinding>,
    /// The check of the plan that must speak, by its position; `None` where it isn't about one.
    pub check: Option<usize>,
}

/// A sound return to which something harmless was done: nothing may be asked about it, and its numbers are the same.
#[derive(Debug)]
pub struct Variant {
    /// The position of its inbox.
    pub exercise: usize,
    /// Whose return it is.
    pub agency: AgencyId,
    /// What was done, in Vietnamese.
    pub what: &'static str,
    /// The position of its file in the inbox.
    pub file: usize,
    /// The notes that may say so.
    pub notes: &'static [Code],
    /// Its numbers, in people.
    pub counts: BTreeMap<(FormId, RowId, ColumnId), u64>,
}

/// A finding that must come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedFinding {
    /// The position of the file in its inbox.
    pub file: usize,
    /// Its code.
    pub code: Code,
    /// Its sheet; `None` for a finding about the file as a whole.
    pub sheet: Option<String>,
    /// Cells of which it must name one; none where only the sheet matters.
    pub cells: Vec<Address>,
}
