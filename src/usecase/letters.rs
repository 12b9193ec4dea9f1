//! Reminder letters, to every agency that still has something to do.

use super::Province;
use crate::indicator::completeness::{Completeness, Standing};
use crate::output::File;
use crate::output::letter::{self, Letter};

/// The letters of a day.
#[derive(Debug)]
pub struct Letters {
    /// The letters.
    pub files: Vec<File>,
    /// Names of letters to agencies that need none; one of an earlier day may still lie there.
    pub not_needed: Vec<String>,
}

impl Province<'_> {
    /// The letters to agencies as they stand.
    pub fn letters(&self, completeness: &Completeness) -> Letters {
        let merged = &self.merged;
        let name = |standing: &Standing| letter::file_name(&merged.year, standing.agency);
        let (needed, others): (Vec<&Standing>, Vec<&Standing>) =
            completeness.agencies.iter().partition(|standing| standing.needs_letter());
        let file = |standing: &Standing| File {
            name: name(standing),
            bytes: Letter { merged, completeness, standing }.render(),
        };
        Letters { files: needed.into_iter().map(file).collect(), not_needed: others.into_iter().map(name).collect() }
    }
}
