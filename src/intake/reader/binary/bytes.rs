//! Bytes taken from the front of a record, and what they stand for in both binary formats.

use crate::problem::unreadable::Cause;

/// Bytes that are taken from the front.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Bytes { rest: bytes }
    }

    /// Those of a slice from `at` on; none if it is shorter.
    pub(super) fn at(bytes: &'a [u8], at: usize) -> Self {
        Bytes { rest: bytes.get(at..).unwrap_or_default() }
    }

    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    /// Letters of one or two bytes.
    pub(super) fn letters(&mut self, n: usize, is_wide: bool) -> Option<String> {
        let bytes = self.take(if is_wide { n.checked_mul(2)? } else { n })?;
        Some(letters(bytes, is_wide))
    }
}

/// The text of letters of one or two bytes; a lone half of a letter becomes a replacement.
pub(super) fn letters(bytes: &[u8], is_wide: bool) -> String {
    if !is_wide {
        return bytes.iter().map(|byte| char::from(*byte)).collect();
    }
    let letters = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    char::decode_utf16(letters).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A number of 30 bits: a whole one or the upper half of a floating one, perhaps a hundred times as large.
pub(super) fn packed_number(bits: u32) -> f64 {
    let number =
        if bits & 0x2 != 0 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !0x3) << 32) };
    if bits & 0x1 != 0 { number / 100.0 } else { number }
}

/// An Excel error by its number; one newer than this list is an error all the same.
pub(super) fn error_text(number: u8) -> &'static str {
    known_error(number).unwrap_or("#UNKNOWN!")
}

pub(super) fn known_error(number: u8) -> Option<&'static str> {
    Some(match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => return None,
    })
}

/// A file that doesn't hold what it says.
pub(super) fn damaged(what: &str) -> Cause {
    Cause::Malformed(what.to_owned())
}
