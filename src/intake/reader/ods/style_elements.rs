//! The elements of an `.ods` that define styles.

use quick_xml::events::BytesStart;

use super::looks::points;
use super::styles::{CellStyle, NumberStyle};
use super::{OdsReader, attribute};
use crate::intake::reader::legible::{BLACK, Rgb, WHITE};
use crate::intake::reader::number_format::changes_meaning;
use crate::problem::unreadable::Cause;

impl OdsReader<'_> {
    /// Notes what an element outside the tables says of styles.
    pub(super) fn note_style(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        match tag.name().as_ref() {
            "style:style" => self.begin_cell_style(tag)?,
            "style:default-style" => self.styles.open_cell = None,
            "style:text-properties" => self.note_letters(tag)?,
            "style:table-cell-properties" => self.note_behind(tag)?,
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
        (self.styles.open, self.styles.open_cell) = (None, None);
        let is_cells = attribute(tag, "style:family")?.is_some_and(|family| family == "table-cell");
        let Some(name) = attribute(tag, "style:name")?.filter(|_| is_cells) else { return Ok(()) };
        let format = attribute(tag, "style:data-style-name")?;
        let parent = attribute(tag, "style:parent-style-name")?;
        if let Some(shown) = attribute(tag, "style:display-name")? {
            self.styles.by_shown_name.insert(shown, name.clone());
        }
        self.styles.open_cell = Some(name.clone());
        self.styles.cells.insert(name, CellStyle { format, parent, ..CellStyle::default() });
        Ok(())
    }

    fn note_letters(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        let is_left_to_program = attribute(tag, "style:use-window-font-color")?.is_some_and(|is| is == "true");
        let colour = attribute(tag, "fo:color")?.and_then(|colour| Rgb::parse(&colour));
        let points = attribute(tag, "fo:font-size")?.and_then(|size| points(&size));
        if let Some(style) = self.styles.open_cell() {
            style.letters = if is_left_to_program { Some(BLACK) } else { colour };
            style.points = points;
        }
        Ok(())
    }

    fn note_behind(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        let behind = attribute(tag, "fo:background-color")?;
        let behind = behind.map(|colour| Rgb::parse(&colour).unwrap_or(WHITE));
        if let Some(style) = self.styles.open_cell() {
            style.behind = behind;
        }
        Ok(())
    }

    fn begin_format(&mut self, tag: &BytesStart<'_>, is_altered: bool) -> Result<(), Cause> {
        self.styles.open_cell = None;
        self.styles.open = attribute(tag, "style:name")?;
        if let Some(name) = &self.styles.open {
            self.styles.formats.insert(name.clone(), NumberStyle { is_altered, ..NumberStyle::default() });
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
