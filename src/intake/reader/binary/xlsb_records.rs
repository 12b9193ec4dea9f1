//! The records of a part of an `.xlsb`, and texts as they stand in them.

use super::bytes::{Bytes, damaged};
use crate::problem::unreadable::Cause;

impl Bytes<'_> {
    /// A text with its length in four bytes.
    pub(super) fn wide_text(&mut self) -> Option<String> {
        let n = self.u32()? as usize;
        // A missing text has a length of its own.
        if n == u32::MAX as usize { Some(String::new()) } else { self.letters(n, true) }
    }

    /// A text whose formats and phonetics follow it and are not looked at.
    pub(super) fn rich_text(&mut self) -> Option<String> {
        self.take(1)?;
        self.wide_text()
    }
}

/// The records of a part: their kind and contents.
pub(super) struct XlsbRecords<'a> {
    rest: &'a [u8],
}

impl<'a> XlsbRecords<'a> {
    pub(super) fn new(part: &'a [u8]) -> Self {
        XlsbRecords { rest: part }
    }

    fn one(&mut self) -> Option<(u16, Bytes<'a>)> {
        let kind = self.packed(2)?;
        let length = self.packed(4)?;
        let (data, rest) = self.rest.split_at_checked(length as usize)?;
        self.rest = rest;
        Some((u16::try_from(kind).ok()?, Bytes::new(data)))
    }

    /// A number in up to `n_bytes` bytes of 7 bits, the lowest first; the high bit says that another byte follows.
    fn packed(&mut self, n_bytes: u32) -> Option<u32> {
        let mut number = 0;
        for idx in 0..n_bytes {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(byte & 0x7F) << (7 * idx);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for XlsbRecords<'a> {
    type Item = Result<(u16, Bytes<'a>), Cause>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let record = self.one();
        if record.is_none() {
            self.rest = &[];
        }
        Some(record.ok_or_else(|| damaged("the part ends within a record")))
    }
}

pub(super) fn too_short(kind: u16) -> Cause {
    damaged(&format!("record {kind} doesn't hold what it says"))
}
