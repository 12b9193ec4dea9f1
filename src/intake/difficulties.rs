//! The list of difficulties and proposals that an agency reports, kept word for word.

use std::collections::BTreeMap;

use super::submission::Difficulty;
use super::texts::{Texts, words};
use crate::plan::keys;
use crate::value::grid::{Address, Sheet};

/// The labels of the two columns, by which they are found when the key row is gone.
const LABELS: [&str; 2] = ["Khó khăn, vướng mắc", "Đề xuất, kiến nghị"];

/// Where the list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListHead {
    pub row: u32,
    pub difficulty: u32,
    /// `None` if only the difficulties are asked for.
    pub proposal: Option<u32>,
}

impl ListHead {
    /// The first column of words; what stands before it numbers the rows.
    pub fn first_column(self) -> u32 {
        self.proposal.map_or(self.difficulty, |proposal| proposal.min(self.difficulty))
    }
}

/// Finds the list by its keys, or else by its two labels in one row.
pub fn head(sheet: &Sheet, texts: &Texts) -> Option<ListHead> {
    let key = format!("{}{}", keys::FORM_PREFIX, keys::DIFFICULTIES);
    let keyed = texts.cells(&key).first().and_then(|at| {
        let column = |key: &str| texts.cells(key).iter().find(|cell| cell.row == at.row).map(|cell| cell.col);
        Some(ListHead { row: at.row, difficulty: column(keys::DIFFICULTY)?, proposal: column(keys::PROPOSAL) })
    });
    keyed.or_else(|| {
        let [difficulties, proposals] = LABELS.map(|label| texts.labelled(label));
        let proposals: BTreeMap<u32, u32> = proposals.iter().map(|at| (at.row, at.col)).collect();
        let at = difficulties.iter().find(|at| proposals.contains_key(&at.row))?;
        // A key row whose first key was lost still stands below the labels.
        let keys_below = sheet.text(Address::new(at.row + 1, at.col)).map(str::trim) == Some(keys::DIFFICULTY);
        Some(ListHead {
            row: at.row + u32::from(keys_below),
            difficulty: at.col,
            proposal: proposals.get(&at.row).copied(),
        })
    })
}

/// What stands in the list, row by row. What was written beside the two columns goes with the proposal.
pub fn read(sheet: &Sheet, head: ListHead) -> Vec<Difficulty> {
    let mut rows: BTreeMap<u32, (Option<String>, Vec<String>)> = BTreeMap::new();
    for (at, cell) in sheet.cells().filter(|(at, _)| at.row > head.row && at.col >= head.first_column()) {
        let Some(words) = words(&cell.value) else { continue };
        let (difficulty, others) = rows.entry(at.row).or_default();
        if at.col == head.difficulty {
            *difficulty = Some(words);
        } else {
            others.push(words);
        }
    }
    rows.into_iter()
        .map(|(row, (difficulty, others))| Difficulty {
            difficulty,
            proposal: (!others.is_empty()).then(|| others.join("; ")),
            sheet: sheet.name.clone(),
            at: Address::new(row, head.difficulty),
        })
        .collect()
}
