//! Comments, text boxes and pictures of an `.xls`: a note names an object by its number, the object's text follows it, and where it stands
//! is in the drawing before it.

use std::collections::HashMap;

use super::bytes::Bytes;
use super::records::{Pieces, Record};
use crate::intake::reader::loose;
use crate::value::grid::{Address, LooseKind, LooseTexts};

pub(super) const NOTE: u16 = 0x001C;
pub(super) const OBJECT: u16 = 0x005D;
pub(super) const TEXT_OBJECT: u16 = 0x01B6;
pub(super) const DRAWING: u16 = 0x00EC;

/// The kind of object that holds a comment.
const COMMENT_OBJECT: u16 = 0x19;
/// The kinds of object that are charts or pictures.
const PICTURES: [u16; 2] = [0x05, 0x08];
/// How a drawing names the cells between which a shape stands.
const ANCHOR: [u8; 6] = [0x10, 0xF0, 0x12, 0, 0, 0];

/// The texts of a sheet, as its records come.
#[derive(Default)]
pub(super) struct Notes {
    /// Where the last shape begins.
    anchor: Option<Address>,
    /// The kind and number of the last object.
    object: Option<(u16, u16)>,
    comments: HashMap<u16, String>,
    found: LooseTexts,
}

impl Notes {
    /// Takes a record; one that is odd says nothing.
    pub(super) fn add(&mut self, record: &Record<'_>) {
        _ = match record.kind {
            DRAWING => self.drawing(record.data),
            OBJECT => self.object(record.data),
            TEXT_OBJECT => self.text(record),
            NOTE => self.note(record),
            _ => None,
        };
    }

    pub(super) fn into_texts(self) -> LooseTexts {
        self.found
    }

    fn drawing(&mut self, data: &[u8]) -> Option<()> {
        // A shape's text has a drawing record of its own, without an anchor.
        let at = memchr::memmem::rfind(data, &ANCHOR)?;
        let mut anchor = Bytes::at(data, at + ANCHOR.len());
        anchor.take(2)?;
        let column = anchor.u16()?;
        anchor.take(2)?;
        self.anchor = Some(Address::new(anchor.u16()?.into(), column.into()));
        Some(())
    }

    fn object(&mut self, data: &[u8]) -> Option<()> {
        let mut data = Bytes::at(data, 4);
        let object = (data.u16()?, data.u16()?);
        self.found.n_pictures += usize::from(PICTURES.contains(&object.0));
        self.object = Some(object);
        Some(())
    }

    fn text(&mut self, record: &Record<'_>) -> Option<()> {
        let n_letters = Bytes::at(record.data, 10).u16()?;
        let text = Pieces::continued(record).letters_of_next(n_letters.into())?;
        let (kind, number) = self.object?;
        if kind == COMMENT_OBJECT {
            self.comments.insert(number, text);
        } else {
            loose::keep(&mut self.found, LooseKind::Shape, self.anchor, &text);
        }
        Some(())
    }

    fn note(&mut self, record: &Record<'_>) -> Option<()> {
        let mut data = Bytes::new(record.data);
        let at = Address::new(data.u16()?.into(), data.u16()?.into());
        data.take(2)?;
        let text = self.comments.remove(&data.u16()?)?;
        let author = Pieces::new(record, 8).text().unwrap_or_default();
        if author != loose::OWN_AUTHOR {
            loose::keep(&mut self.found, LooseKind::Comment, Some(at), loose::without_author(&text, &author));
        }
        Some(())
    }
}
