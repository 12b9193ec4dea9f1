//! The records of an `.xlsb` part: each must lie within its part, since the library allots what a record declares.

use super::markup::MarkupTally;
use crate::problem::unreadable::{Damage, Refusal};

const SHARED_STRING: u16 = 0x13;
const SHEET: u16 = 0x9C;

/// Whether the library reads the part, named in lower case, as records.
pub(super) fn has_records(name: &str) -> bool {
    let Some(name) = name.strip_prefix("xl/") else { return false };
    let in_sheets = ["worksheets/", "chartsheets/", "dialogsheets/"].iter().any(|folder| name.starts_with(folder));
    matches!(name, "workbook.bin" | "sharedstrings.bin" | "styles.bin") || in_sheets && !name.ends_with(".rels")
}

pub(super) fn check(part: &[u8], tally: &mut MarkupTally) -> Result<(), Refusal> {
    let mut rest = part;
    while !rest.is_empty() {
        let (kind, body) = next(rest).ok_or(Damage::Record)?;
        match kind {
            // A row and every kind of cell.
            0..=11 => tally.count_cell()?,
            SHEET => tally.count_sheet()?,
            SHARED_STRING => tally.count_string()?,
            _ => (),
        }
        rest = body;
    }
    Ok(())
}

/// The type of the first record and what follows the record.
fn next(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (kind, bytes) = packed(bytes, 2)?;
    let (length, bytes) = packed(bytes, 4)?;
    Some((u16::try_from(kind).ok()?, bytes.get(length as usize..)?))
}

/// A number in up to `n_bytes` bytes of 7 bits, the lowest first; the high bit says that another byte follows.
fn packed(mut bytes: &[u8], n_bytes: u32) -> Option<(u32, &[u8])> {
    let mut number = 0;
    for idx in 0..n_bytes {
        let (byte, rest) = bytes.split_first()?;
        bytes = rest;
        number |= u32::from(byte & 0x7F) << (7 * idx);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((number, bytes))
}
