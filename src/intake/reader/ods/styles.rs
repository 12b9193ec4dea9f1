//! What the styles of an `.ods` make of a number, asked where a cell doesn't spell out what was on the screen.
//!
//! Only the plain ones are told apart: a style shows every number as it is, or nothing is known of what it shows.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{OdsReader, attribute};
use crate::intake::reader::number_format::changes_meaning;
use crate::problem::unreadable::Cause;

/// How many styles may build on one another.
const MAX_ANCESTORS: usize = 16;

/// The styles of one part, by name.
#[derive(Default)]
pub(super) struct Styles {
    cells: HashMap<String, CellStyle>,
    formats: HashMap<String, Format>,
    /// The format being defined.
    open: Option<String>,
}

#[derive(Default)]
struct CellStyle {
    format: Option<String>,
    parent: Option<String>,
}

/// How numbers are written: `number:number-style` and its kin.
#[derive(Default)]
struct Format {
    has_number: bool,
    /// Something beside the digits, or missing among them, makes another number of it.
    is_altered: bool,
    has_minus: bool,
    /// The formats that apply instead under some condition.
    others: Vec<String>,
}

impl Styles {
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

    fn open(&mut self) -> Option<&mut Format> {
        self.formats.get_mut(self.open.as_ref()?)
    }
}

impl Format {
    fn is_plain(&self) -> bool {
        self.has_number && !self.is_altered
    }
}

/// Whether a cell of this style shows a number as it is; the styles of the document's content come first, then those it
/// shares.
pub(super) fn shows_plainly(own: &Styles, shared: &Styles, style: Option<&str>) -> bool {
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

impl OdsReader<'_> {
    /// Notes what an element outside the tables says of styles.
    pub(super) fn note_style(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        match tag.name().as_ref() {
            "style:style" => self.begin_cell_style(tag)?,
            "number:number-style" | "number:currency-style" => self.begin_format(tag, false)?,
            "number:percentage-style"
            | "number:date-style"
            | "number:time-style"
            | "number:boolean-style"
            | "number:text-style" => self.begin_format(tag, true)?,
            "number:number" => {
                let divided = attribute(tag, "number:display-factor")?.is_some_and(|factor| factor != "1");
                let hides_zero = attribute(tag, "number:min-integer-digits")?.is_some_and(|digits| digits == "0");
                self.note_number(divided || hides_zero);
            }
            "number:scientific-number" | "number:fraction" | "number:embedded-text" | "number:fill-character" => {
                self.note_number(true);
            }
            "number:text" | "number:currency-symbol" => self.note_words()?,
            "style:map" => {
                let other = attribute(tag, "style:apply-style-name")?;
                self.styles.open().into_iter().for_each(|format| format.others.extend(other.clone()));
            }
            _ => (),
        }
        Ok(())
    }

    fn begin_cell_style(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        self.styles.open = None;
        let is_cells = attribute(tag, "style:family")?.is_some_and(|family| family == "table-cell");
        let Some(name) = attribute(tag, "style:name")?.filter(|_| is_cells) else { return Ok(()) };
        let format = attribute(tag, "style:data-style-name")?;
        let parent = attribute(tag, "style:parent-style-name")?;
        self.styles.cells.insert(name, CellStyle { format, parent });
        Ok(())
    }

    fn begin_format(&mut self, tag: &BytesStart<'_>, is_altered: bool) -> Result<(), Cause> {
        self.styles.open = attribute(tag, "style:name")?;
        if let Some(name) = &self.styles.open {
            self.styles.formats.insert(name.clone(), Format { is_altered, ..Format::default() });
        }
        Ok(())
    }

    fn note_number(&mut self, is_altered: bool) {
        if let Some(format) = self.styles.open() {
            format.has_number = true;
            format.is_altered |= is_altered;
        }
    }

    fn note_words(&mut self) -> Result<(), Cause> {
        let words = self.read_paragraph()?;
        if let Some(format) = self.styles.open() {
            format.is_altered |= changes_meaning(&words);
            format.has_minus |= words.contains(['-', '−', '–', '—', '(']);
        }
        Ok(())
    }
}
