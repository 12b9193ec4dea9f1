//! How areas were reorganised, and the plans that came before. `comparable` makes of it what can be compared with an earlier year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use super::ids::{AgencyId, FormId};
use crate::value::Percent;

/// What a decision did to areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Several became one.
    Merge,
    /// One became several.
    Split,
    /// One has another name or code.
    Rename,
    /// Parts went from some to others.
    Move,
    /// There are none in their place.
    Abolish,
}

impl ChangeKind {
    /// The kind as plan files write it.
    pub fn key(self) -> &'static str {
        match self {
            ChangeKind::Merge => "merge",
            ChangeKind::Split => "split",
            ChangeKind::Rename => "rename",
            ChangeKind::Move => "move",
            ChangeKind::Abolish => "abolish",
        }
    }
}

/// A decision that reorganised areas. Codes are as the plan file has them; where people went is in [`Comparable`].
///
/// [`Comparable`]: super::Comparable
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The day from which it holds.
    pub date: NaiveDate,
    /// What it did.
    pub kind: ChangeKind,
    /// The clause of the decision.
    pub clause: String,
    /// The codes of the areas that were.
    pub from: Vec<String>,
    /// The codes of the areas in their place.
    pub to: Vec<String>,
    /// The units below the areas, in the file's order.
    pub units: Vec<UnitMove>,
}

impl Change {
    /// The codes of the areas that it leads on from, those of moved units among them.
    pub fn sources(&self) -> BTreeSet<&str> {
        self.from.iter().chain(self.units.iter().map(|moved| &moved.of)).map(String::as_str).collect()
    }

    /// The codes of the areas that it leads to.
    pub fn targets(&self) -> BTreeSet<&str> {
        self.to.iter().chain(self.units.iter().map(|moved| &moved.to)).map(String::as_str).collect()
    }
}

/// A unit below the areas, and the area that it went to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMove {
    /// The unit's code.
    pub code: String,
    /// What it was called.
    pub name: String,
    /// The code of the area that it was a part of.
    pub of: String,
    /// The code of the area that it is a part of now.
    pub to: String,
    /// Whether only a part of it went there.
    pub is_part: bool,
}

/// A plan that came before, with what became of its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predecessor {
    /// Its id, which its workbooks carry.
    pub plan: String,
    /// The province it was for, as within a sentence: `tỉnh Bình Phước (trước 01/7/2025)`.
    pub name: String,
    /// The areas it reported.
    pub areas: Vec<PastArea>,
    /// Its forms that can be compared; of others nothing can.
    pub forms: Vec<PastForm>,
    /// The codes then of agencies whose tasks another code has now.
    pub renamed_agencies: Vec<String>,
    /// The code now, by form and old code, of rows that have another one, and of people whom rows by area count apart.
    pub rows: BTreeMap<(String, String), String>,
    /// The code now, by the old one, of sectors that have another one.
    pub sectors: BTreeMap<String, String>,
    /// The key now, by the old one, of measures that have another one.
    pub measures: BTreeMap<String, String>,
    /// The code now, by the old one, of rounds that have another one.
    pub rounds: BTreeMap<String, String>,
}

impl Predecessor {
    /// Whether a form of today was the one that had a code then.
    pub fn form_was(&self, form: FormId, code: &str) -> bool {
        self.forms.iter().any(|past| past.form == form && past.code == code)
    }

    /// The code now that the plan writes of a form's row, or of what its rows by area count; `None` for one that isn't written.
    pub fn written_row(&self, form: &str, row: &str) -> Option<&str> {
        self.rows.get(&(form.to_owned(), row.to_owned())).map(String::as_str)
    }

    /// The code now of a form's row, or of what its rows by area count: as it is written, that of its sector, or the same.
    pub fn row_now<'c>(&'c self, form: &str, row: &'c str) -> &'c str {
        self.written_row(form, row).unwrap_or_else(|| self.sectors.get(row).map_or(row, String::as_str))
    }
}

/// An area that a predecessor reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastArea {
    /// Its code.
    pub code: String,
    /// Its name: `Huyện Phú Riềng`.
    pub name: String,
    /// The code of the agency that governed it, which its rows had.
    pub agency: String,
    /// Where its people went, if shares were decided on; they add up to all of them.
    pub shares: Vec<StatedShare>,
}

/// A share of a past area's people that somebody decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedShare {
    /// The agency of today's area that they went to.
    pub to: AgencyId,
    /// How many of them.
    pub percent: Percent,
    /// Who decided on it, or what it was computed from.
    pub basis: String,
}

/// A form of a predecessor and who reports its people today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastForm {
    /// Its code.
    pub code: String,
    /// Today's form.
    pub form: FormId,
    /// Who returned it.
    pub by: Vec<PastReporter>,
    /// The codes of rows of today's form that it didn't have, and of what its rows by area count.
    pub without: Vec<String>,
    /// Whether the plan doesn't write it, and says that what isn't written has the same codes: then an agency that the predecessor
    /// didn't have lacks nothing.
    pub is_same: bool,
}

impl PastForm {
    /// Whether it didn't have a row of today's form, or what that row counts of an area, whose code stands behind the area's.
    pub fn is_without(&self, row: &str) -> bool {
        let behind = row.split_once('.').map(|(_, behind)| behind);
        self.without.iter().any(|code| code == row || behind == Some(code))
    }
}

/// An agency that returned a form of a predecessor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastReporter {
    /// Its code.
    pub agency: String,
    /// The place of the area that it governed in [`Predecessor::areas`]; `None` if it governed none.
    pub area: Option<usize>,
    /// The agency that reports its people today; `None` where those of the areas do, each for its own.
    pub now: Option<AgencyId>,
}

/// A code of a predecessor that the plan writes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PastCode {
    /// Of an agency.
    Agency(String),
    /// Of a form.
    Form(String),
    /// Of a row.
    Row {
        /// The form's code.
        form: String,
        /// The row's.
        row: String,
    },
    /// Of a measure.
    Measure(String),
    /// Of a sector.
    Sector(String),
    /// Of a round.
    Round(String),
}

impl PastCode {
    /// The code itself.
    pub fn text(&self) -> &str {
        match self {
            PastCode::Row { row, .. } => row,
            PastCode::Agency(code)
            | PastCode::Form(code)
            | PastCode::Measure(code)
            | PastCode::Sector(code)
            | PastCode::Round(code) => code,
        }
    }
}
