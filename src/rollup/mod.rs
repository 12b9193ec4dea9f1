//! What the return of an agency was added up from, where it collects from units of its own: for every number the units' parts, each
//! with file, sheet and cell. The return carries it on sheets of its own, by which the level above leads on to the units'
//! cells and notices a number that was changed by hand afterwards.

mod extent;
mod hidden;
mod lacking;
mod lines;
mod notes;
mod parts;
mod stated;

use std::collections::BTreeMap;

use crate::value::grid::{Address, Sheet};

pub use extent::{CollectingUnit, Missing, OpenBelow, OpenKind, UnitExtent};
pub use hidden::{DIGEST, decode, encode};
pub use lacking::{LackingRows, LackingUnit, provisional_rows};
pub use lines::{Line, LinePlace, TOP, file_col, first_count_col, lines, note_col, shown_note};
pub use notes::{fitting, n_letters, notes_together};
pub use parts::UnitPart;
pub use stated::{StatedExtent, stated_extents, stated_of_adding_up};

/// The sheet that people read; where it takes several, a number stands behind the others.
pub const SHEET: &str = crate::plan::keys::SOURCES_SHEET;
/// The sheet that the program reads, likewise.
pub const HIDDEN_SHEET: &str = "_bhxh_nguon";
/// What stands above the sheet that people read.
pub const HEADING: &str = "NGUỒN SỐ LIỆU TỪ CÁC ĐƠN VỊ";
/// What stands above the column of what units wrote beside their rows.
pub const NOTE_HEADING: &str = "Ghi chú của đơn vị";
/// What a cover says before the names of units whose numbers are missing.
pub const MISSING_UNITS: &str = "Chưa có số liệu của";
/// What a cover says before what isn't cleared up with units.
pub const OPEN_WITH_UNITS: &str = "Còn chưa rõ";
/// How many lines a sheet has below its heading, at most: no more than are read of any return.
pub const MAX_LINES: usize = 4_000;

/// The n-th sheet of a name, from 0.
pub fn sheet_name(name: &str, n: usize) -> String {
    if n == 0 { name.to_owned() } else { format!("{name} {}", n + 1) }
}

/// The place of a sheet among those of a name; `None` for a sheet of another one.
pub fn sheet_number(of: &str, name: &str) -> Option<usize> {
    let rest = of.strip_prefix(name)?;
    match rest.strip_prefix(' ') {
        None => rest.is_empty().then_some(0),
        Some(n) => n.parse().ok().filter(|n| (2..10_000).contains(n)).map(|n: usize| n - 1),
    }
}

/// The sheets of a name in the order of their numbers.
pub fn numbered_sheets<'s>(sheets: impl IntoIterator<Item = &'s Sheet>, name: &str) -> Vec<&'s Sheet> {
    let numbered = sheets.into_iter().filter_map(|sheet| Some((sheet_number(&sheet.name, name)?, sheet)));
    let mut numbered: Vec<(usize, &Sheet)> = numbered.collect();
    numbered.sort_by_key(|(n, _)| *n);
    numbered.into_iter().map(|(_, sheet)| sheet).collect()
}

/// Whether a sheet is called as one of those that say what a return was added up from.
pub fn is_source_sheet(name: &str) -> bool {
    [SHEET, HIDDEN_SHEET].iter().any(|of| sheet_number(name, of).is_some())
}

/// What a return was added up from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// The code of who collected.
    pub tier: String,
    /// The year.
    pub year: i32,
    /// The code of the round for which it was collected; empty in a plan with one.
    pub round: String,
    /// How many units were asked.
    pub expected: usize,
    /// The numbers of how many were added up.
    pub accepted: usize,
    /// Whose numbers are missing.
    pub missing: Vec<Missing>,
    /// The units whose returns were added up from units of their own, on every level below.
    pub collecting: Vec<CollectingUnit>,
    /// What the collector, or one below it, hadn't cleared up with a unit.
    pub open: Vec<OpenBelow>,
    /// The collector's forms, in order.
    pub forms: Vec<FormSources>,
    /// What stood beside rows when they were added up, by the codes of form and row.
    pub notes: BTreeMap<(String, String), String>,
    /// What the units wrote beside their rows, in the order of rows and units, then what those below them wrote; versions before wrote none.
    pub unit_notes: Vec<UnitNote>,
    /// The difficulties and proposals that were written into the return; versions before wrote none.
    pub difficulties: Vec<(String, String)>,
    /// What was told of people's own words when they were carried on into the return, or were left out of it.
    pub carried: Vec<String>,
}

/// What a unit wrote beside one of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitNote {
    /// The form's code.
    pub form: String,
    /// The row's code.
    pub row: String,
    /// The unit's code.
    pub unit: String,
    /// What it wrote.
    pub note: String,
}

/// What units wrote beside their rows, by the codes of form, row and unit.
pub type NotesOfUnits<'a> = BTreeMap<(&'a str, &'a str, &'a str), &'a str>;

/// A form of the collector.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormSources {
    /// The form's code.
    pub form: String,
    /// Its entered cells, by the codes of row and column, in order.
    pub cells: Vec<(String, String)>,
    /// The units that report on it, in order; behind one that collects from units of its own stand those.
    pub units: Vec<UnitSources>,
}

/// What a unit reports on a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitSources {
    /// The unit's code; of one below another that one's first: `ubnd-bu-dang/bu-dang-bom-bo`.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// The file's path in the folder of who collects from it.
    pub file: String,
    /// The name of the sheet.
    pub sheet: String,
    /// The file's digest; empty if it isn't known.
    pub sha256: String,
    /// By the form's cells; `None` for a cell that the unit doesn't fill.
    pub counts: Vec<Option<Count>>,
}

/// A number of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// In people.
    pub people: u64,
    /// The cell of the unit's sheet.
    pub at: Address,
}

impl Sources {
    /// The form with a code.
    pub fn form(&self, code: &str) -> Option<&FormSources> {
        self.forms.iter().find(|form| form.form == code)
    }

    /// Whether nobody reported a cell, given by the codes of form, row and column, while units are missing.
    pub fn is_unreported(&self, form: &str, row: &str, column: &str) -> bool {
        let of_cell = self.form(form).and_then(|form| Some((form, form.cell(row, column)?)));
        !self.missing.is_empty() && of_cell.is_some_and(|(form, cell)| form.sum(cell).is_none())
    }

    /// From how many units, in short.
    pub fn units(&self) -> UnitExtent {
        let partial = self.collecting.iter().filter(|unit| unit.accepted < unit.expected).cloned().collect();
        UnitExtent {
            expected: self.expected,
            accepted: self.accepted,
            missing: self.missing.clone(),
            partial,
            open: self.open.clone(),
            is_unproven: false,
        }
    }

    /// What the units wrote beside rows, by the codes of form, row and unit.
    pub fn notes_of_units(&self) -> NotesOfUnits<'_> {
        let by_place = self.unit_notes.iter().map(|of| ((&*of.form, &*of.row, &*of.unit), &*of.note));
        by_place.collect()
    }

    /// `139/141 đơn vị`.
    pub fn extent(&self) -> String {
        format!("{} đơn vị", self.units().ratio())
    }
}

impl FormSources {
    /// The place of a cell by the codes of its row and column.
    pub fn cell(&self, row: &str, column: &str) -> Option<usize> {
        self.cells.iter().position(|(of_row, of_column)| of_row == row && of_column == column)
    }

    /// The parts of a cell that the collector's own units reported; what these were added up from is in them.
    pub fn parts(&self, cell: usize) -> impl Iterator<Item = (&UnitSources, Count)> {
        let own = self.units.iter().filter(|unit| unit.level() == 0);
        own.filter_map(move |unit| Some((unit, unit.count(cell)?)))
    }

    /// What the parts of a cell add up to; `None` without any.
    pub fn sum(&self, cell: usize) -> Option<u64> {
        self.parts(cell).map(|(_, count)| count.people).reduce(u64::saturating_add)
    }

    /// The codes of the columns, in order.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = Vec::new();
        for (_, column) in &self.cells {
            if !columns.contains(&column.as_str()) {
                columns.push(column);
            }
        }
        columns
    }

    /// The rows, in order: the code, and the place of its first cell.
    pub fn rows(&self) -> Vec<(&str, usize)> {
        let mut rows: Vec<(&str, usize)> = Vec::new();
        for (n, (row, _)) in self.cells.iter().enumerate() {
            if rows.last().is_none_or(|(last, _)| last != row) {
                rows.push((row, n));
            }
        }
        rows
    }
}
