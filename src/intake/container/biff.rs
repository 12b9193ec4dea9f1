//! The records of an `.xls` workbook: its version, its password, and whether it asks for absurd amounts.
//!
//! A shared string may be shown in every cell, and several sheets may start at the same place, so a small file can ask for
//! gigabytes. All records are counted here before anything is read.

use super::limits::{
    MAX_CELLS, MAX_CONTINUES, MAX_FORMULA_BYTES, MAX_RECORDS, MAX_SHARED_STRINGS, MAX_SHEETS, MAX_TEXT_BYTES, within,
};
use crate::problem::unreadable::{Damage, ForeignTable, Limit, Refusal};
use crate::value::grid::Address;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const SHARED_STRINGS: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
const FORMULA: u16 = 0x0006;
const MULTIPLE_RK: u16 = 0x00BD;
const LABEL_SST: u16 = 0x00FD;
/// NUMBER, LABEL, BOOLERR, RSTRING and RK: one cell each.
const SINGLE_CELLS: [u16; 5] = [0x0203, 0x0204, 0x0205, 0x00D6, 0x027E];
const BIFF8: u16 = 0x0600;

/// Checks the contents of a `Workbook` stream of the right version.
pub(super) fn check(stream: &[u8]) -> Result<(), Refusal> {
    let mut walk = RecordWalk { stream, n_records: 0 };
    let globals = BeforeSheets::read(&mut walk)?;
    let mut totals = Totals::default();
    for start in &globals.sheet_starts {
        totals.add_sheet(&mut walk, *start as usize, &globals.string_bytes)?;
    }
    Ok(())
}

/// Whether the records are those of Excel 97 and later.
pub(super) fn check_version(stream: &[u8]) -> Result<(), Refusal> {
    match (u16_at(stream, 0), u16_at(stream, 4)) {
        (Some(BOF), Some(BIFF8)) => Ok(()),
        (Some(BOF | 0x0009 | 0x0209 | 0x0409), Some(_)) => Err(Refusal::OtherTable(ForeignTable::Excel5)),
        _ => Err(Damage::Record.into()),
    }
}

/// What stands before the sheets.
#[derive(Default)]
struct BeforeSheets {
    sheet_starts: Vec<u32>,
    /// The length of every shared string, in bytes of UTF-8 at most.
    string_bytes: Vec<u64>,
}

impl BeforeSheets {
    fn read(walk: &mut RecordWalk<'_>) -> Result<Self, Refusal> {
        let mut globals = BeforeSheets::default();
        let mut at = 0;
        while let Some(record) = walk.next(&mut at)? {
            match record.kind {
                FILE_PASS => return Err(Refusal::Locked),
                BOUND_SHEET => {
                    globals.sheet_starts.push(u32_at(record.data, 0).ok_or(Damage::Record)?);
                    within(Limit::Sheets, globals.sheet_starts.len() as u64, MAX_SHEETS)?;
                }
                SHARED_STRINGS => globals.string_bytes = string_lengths(&record)?,
                EOF => break,
                _ => (),
            }
        }
        Ok(globals)
    }
}

/// What the sheets ask for, all together.
#[derive(Default)]
struct Totals {
    n_cells: u64,
    formula_bytes: u64,
    text_bytes: u64,
}

impl Totals {
    fn add_sheet(&mut self, walk: &mut RecordWalk<'_>, start: usize, string_bytes: &[u64]) -> Result<(), Refusal> {
        if start >= walk.stream.len() {
            return Err(Damage::Record.into());
        }
        let mut at = start;
        let mut depth = 0u32;
        while let Some(record) = walk.next(&mut at)? {
            match record.kind {
                // The first BOF is the sheet's own, further ones are charts inside it, whose cells aren't the sheet's.
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth <= 1 => self.add_record(&record, string_bytes)?,
                _ => (),
            }
        }
        Ok(())
    }

    fn add_record(&mut self, record: &BiffRecord<'_>, lengths: &[u64]) -> Result<(), Refusal> {
        match record.kind {
            FORMULA => {
                self.n_cells += 1;
                self.formula_bytes += record.data.len() as u64;
            }
            MULTIPLE_RK => self.n_cells += record.data.len() as u64 / 6,
            LABEL_SST => {
                self.n_cells += 1;
                let string = u32_at(record.data, 6).and_then(|idx| lengths.get(idx as usize));
                self.text_bytes += string.ok_or(Damage::Record)?;
            }
            kind if SINGLE_CELLS.contains(&kind) => self.n_cells += 1,
            _ => (),
        }
        within(Limit::Cells, self.n_cells, MAX_CELLS).map_err(|refusal| refusal.at(cell_of(record)))?;
        within(Limit::FormulaBytes, self.formula_bytes, MAX_FORMULA_BYTES)?;
        within(Limit::TextBytes, self.text_bytes, MAX_TEXT_BYTES)
    }
}

/// The cell that a record of one begins with.
fn cell_of(record: &BiffRecord<'_>) -> Option<Address> {
    Some(Address::new(u16_at(record.data, 0)?.into(), u16_at(record.data, 2)?.into()))
}

/// One record and the ones that continue it.
struct BiffRecord<'a> {
    kind: u16,
    data: &'a [u8],
    continued: Vec<&'a [u8]>,
}

/// A walk over records, which remembers how many it has seen: sheets may start at the same place.
struct RecordWalk<'a> {
    stream: &'a [u8],
    n_records: u64,
}

impl<'a> RecordWalk<'a> {
    /// The record at `at`, which is moved behind it; `None` at the end of the stream.
    fn next(&mut self, at: &mut usize) -> Result<Option<BiffRecord<'a>>, Refusal> {
        if *at >= self.stream.len() {
            return Ok(None);
        }
        let (kind, data) = self.one(at)?;
        let mut record = BiffRecord { kind, data, continued: Vec::new() };
        while u16_at(self.stream, *at) == Some(CONTINUE) {
            record.continued.push(self.one(at)?.1);
            within(Limit::Continues, record.continued.len() as u64, MAX_CONTINUES)?;
        }
        Ok(Some(record))
    }

    fn one(&mut self, at: &mut usize) -> Result<(u16, &'a [u8]), Refusal> {
        self.n_records += 1;
        within(Limit::Records, self.n_records, MAX_RECORDS)?;
        let kind = u16_at(self.stream, *at).ok_or(Damage::Record)?;
        let length = u16_at(self.stream, *at + 2).ok_or(Damage::Record)?;
        let start = *at + 4;
        *at = start + usize::from(length);
        let data = self.stream.get(start..*at).ok_or(Damage::Record)?;
        Ok((kind, data))
    }
}

/// How long every shared string is, in bytes of UTF-8 at most.
fn string_lengths(record: &BiffRecord<'_>) -> Result<Vec<u64>, Refusal> {
    let misfit = Damage::Record;
    let mut pieces = ContinuedPieces { data: record.data.get(8..).ok_or(misfit)?, rest: &record.continued };
    let mut lengths = Vec::new();
    // The counts in the header are often wrong; like the library, read to the end.
    while !pieces.data.is_empty() || pieces.turn() {
        lengths.push(pieces.skip_string().ok_or(misfit)?);
        within(Limit::SharedStrings, lengths.len() as u64, MAX_SHARED_STRINGS)?;
    }
    Ok(lengths)
}

/// The pieces of a continued record, of which the first is being read.
struct ContinuedPieces<'a> {
    data: &'a [u8],
    rest: &'a [&'a [u8]],
}

impl ContinuedPieces<'_> {
    /// Goes on to the next piece, if there is one.
    fn turn(&mut self) -> bool {
        let Some((data, rest)) = self.rest.split_first() else { return false };
        (self.data, self.rest) = (data, rest);
        true
    }

    fn take(&mut self, n: usize) -> Option<&[u8]> {
        let (taken, data) = self.data.split_at_checked(n)?;
        self.data = data;
        Some(taken)
    }

    /// Skips one string with its runs and phonetics.
    fn skip_string(&mut self) -> Option<u64> {
        if self.data.is_empty() {
            return Some(0);
        }
        let n_letters = usize::from(u16_at(self.take(2)?, 0)?);
        let flags = *self.take(1)?.first()?;
        let n_runs = if flags & 0x8 == 0 { 0 } else { usize::from(u16_at(self.take(2)?, 0)?) };
        let n_phonetic = if flags & 0x4 == 0 { 0 } else { u32_at(self.take(4)?, 0)? as usize };
        self.skip_letters(n_letters, flags & 0x1 != 0)?;
        self.skip_bytes(n_runs * 4)?;
        self.skip_bytes(n_phonetic)?;
        Some(n_letters as u64 * 3)
    }

    /// Letters of one or two bytes, which is said anew at the head of each piece.
    fn skip_letters(&mut self, mut n_letters: usize, mut is_wide: bool) -> Option<()> {
        loop {
            let letter_bytes = if is_wide { 2 } else { 1 };
            let here = n_letters.min(self.data.len() / letter_bytes);
            self.take(here * letter_bytes)?;
            n_letters -= here;
            if n_letters == 0 {
                return Some(());
            }
            if !self.turn() {
                return None;
            }
            is_wide = self.take(1)?.first()? & 0x1 != 0;
        }
    }

    fn skip_bytes(&mut self, mut n: usize) -> Option<()> {
        while n > 0 {
            if self.data.is_empty() && !self.turn() {
                return None;
            }
            let here = n.min(self.data.len());
            self.take(here)?;
            n -= here;
        }
        Some(())
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
