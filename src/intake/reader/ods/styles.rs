//! What the styles of an `.ods` do to a number, for cells that don't spell out what was on the screen, and to letters.
//!
//! A style either shows every number as it is, or it isn't known what it shows.

use std::collections::HashMap;

use crate::intake::reader::legible::{self, Rgb, is_legible};

/// How many styles may build on one another.
const MAX_ANCESTORS: usize = 16;

/// The styles of one part, by name.
#[derive(Default)]
pub(super) struct OdsStyles {
    pub cells: HashMap<String, CellStyle>,
    /// The names of cell styles by those that people see, which formats on a condition name them with.
    pub by_shown_name: HashMap<String, String>,
    pub formats: HashMap<String, NumberStyle>,
    /// The format being defined.
    pub open: Option<String>,
    /// The cell style being defined.
    pub open_cell: Option<String>,
}

/// What a cell style says; `None` where it says nothing.
#[derive(Default)]
pub(super) struct CellStyle {
    pub format: Option<String>,
    pub parent: Option<String>,
    /// The colour of letters.
    pub letters: Option<Rgb>,
    /// What is behind them.
    pub behind: Option<Rgb>,
    /// Their size, in points.
    pub points: Option<f64>,
}

/// How numbers are written: `number:number-style` and its kin.
#[derive(Default)]
pub(super) struct NumberStyle {
    pub has_number: bool,
    /// Something beside the digits, or missing among them, makes another number of it.
    pub is_altered: bool,
    pub has_minus: bool,
    /// The formats that apply instead under some condition.
    pub others: Vec<String>,
}

impl OdsStyles {
    /// The cell style that is known by this name.
    fn cell(&self, name: &str) -> Option<&CellStyle> {
        self.cells.get(name)
    }

    fn is_plain(&self, name: &str) -> Option<bool> {
        let format = self.formats.get(name)?;
        // A minus is for numbers below 0, where others are written by another format.
        let is_plain = format.is_plain() && (!format.has_minus || !format.others.is_empty());
        let is_plain_too =
            |name: &String| self.formats.get(name).is_some_and(|other| other.is_plain() && !other.has_minus);
        Some(is_plain && format.others.iter().all(is_plain_too))
    }

    pub fn open_cell(&mut self) -> Option<&mut CellStyle> {
        self.cells.get_mut(self.open_cell.as_ref()?)
    }

    pub fn open(&mut self) -> Option<&mut NumberStyle> {
        self.formats.get_mut(self.open.as_ref()?)
    }
}

impl NumberStyle {
    fn is_plain(&self) -> bool {
        self.has_number && !self.is_altered
    }
}

/// Whether the letters of a cell of this style can be read; as [`shows_plainly`].
pub(super) fn has_legible_letters(own: &OdsStyles, shared: &OdsStyles, style: Option<&str>) -> bool {
    const LETTERS: f64 = 10.0;
    let (mut letters, mut behind, mut points) = (None, None, None);
    let mut name = style;
    for _ in 0..MAX_ANCESTORS {
        let Some(known) = name.and_then(|name| own.cell(name).or_else(|| shared.cell(name))) else { break };
        letters = letters.or(known.letters);
        behind = behind.or(known.behind);
        points = points.or(known.points);
        name = known.parent.as_deref();
    }
    is_legible(letters.unwrap_or(legible::BLACK), behind.unwrap_or(legible::WHITE), points.unwrap_or(LETTERS))
}

/// The name of the style that people see under a name; the same name where none is shown as that.
pub(super) fn shown_as<'n>(own: &'n OdsStyles, shared: &'n OdsStyles, name: &'n str) -> &'n str {
    own.by_shown_name.get(name).or_else(|| shared.by_shown_name.get(name)).map_or(name, String::as_str)
}

/// Whether a cell of this style shows a number as it is; the styles of the document's content come first, then those it
/// shares.
pub(super) fn shows_plainly(own: &OdsStyles, shared: &OdsStyles, style: Option<&str>) -> bool {
    let mut name = style;
    for _ in 0..MAX_ANCESTORS {
        let Some(style) = name else { return true };
        let Some(known) = own.cell(style).or_else(|| shared.cell(style)) else { return style == "Default" };
        if let Some(format) = &known.format {
            return own.is_plain(format).or_else(|| shared.is_plain(format)).unwrap_or(false);
        }
        name = known.parent.as_deref();
    }
    false
}
