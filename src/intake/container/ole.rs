//! The compound file that an `.xls`, or any encrypted workbook, comes in: its sector chains, walked with a limit.
//!
//! A chain that loops makes the spreadsheet library grow until the process is killed, and a sector out of bounds makes
//! it panic. So every chain it follows is followed here first, the same way, and a file with a bad one is refused.

use crate::problem::unreadable::Damage;

const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// Ids from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
const MINI_SECTOR_BYTES: usize = 64;
/// Streams shorter than this live in the mini stream.
const MINI_STREAM_BELOW: usize = 4096;

/// Whether the bytes begin like a compound file.
pub(super) fn is_compound_file(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// A compound file whose tables have been read.
pub(super) struct CompoundFile<'a> {
    sectors: Sectors<'a>,
    next: Vec<u32>,
    mini_stream: Vec<u8>,
    mini_next: Vec<u32>,
    entries: Vec<OleEntry>,
}

struct OleEntry {
    name: String,
    start: u32,
    n_bytes: usize,
}

impl<'a> CompoundFile<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Damage> {
        let header = bytes.get(..512).ok_or(Damage::Truncated)?;
        let sector_bytes = match u16_at(header, 30)? {
            9 => 512,
            12 => 4096,
            _ => return Err(Damage::CompoundFile),
        };
        let sectors = Sectors { bytes: bytes.get(sector_bytes..).ok_or(Damage::Truncated)?, size: sector_bytes };
        let next = allocation_table(header, &sectors)?;
        let entries = directory(&sectors.chain(u32_at(header, 48)?, &next, usize::MAX)?, sector_bytes)?;
        let n_mini_tables = u32_at(header, 64)? as usize;
        let (mini_stream, mini_next) = match entries.first() {
            Some(root) if n_mini_tables > 0 => (
                sectors.chain(root.start, &next, root.n_bytes)?,
                u32s(&sectors.chain(u32_at(header, 60)?, &next, n_mini_tables.saturating_mul(sector_bytes))?),
            ),
            Some(_) => (Vec::new(), Vec::new()),
            None => return Err(Damage::CompoundFile),
        };
        Ok(CompoundFile { sectors, next, mini_stream, mini_next, entries })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The contents of the first stream of this name; `None` if there is none.
    pub(super) fn stream(&self, name: &str) -> Option<Result<Vec<u8>, Damage>> {
        let entry = self.entry(name)?;
        Some(if entry.n_bytes < MINI_STREAM_BELOW {
            let mini = Sectors { bytes: &self.mini_stream, size: MINI_SECTOR_BYTES };
            mini.chain(entry.start, &self.mini_next, entry.n_bytes)
        } else {
            self.sectors.chain(entry.start, &self.next, entry.n_bytes)
        })
    }

    fn entry(&self, name: &str) -> Option<&OleEntry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }
}

/// Bytes in sectors of one size; the last may be short.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl<'a> Sectors<'a> {
    fn get(&self, id: u32) -> Result<&'a [u8], Damage> {
        if id >= FIRST_MARK {
            return Err(Damage::CompoundFile);
        }
        let start = (id as usize).checked_mul(self.size).ok_or(Damage::CompoundFile)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty()).ok_or(Damage::Truncated)?;
        Ok(&rest[..rest.len().min(self.size)])
    }

    /// The contents of a chain, of which at most `n_bytes` are wanted. Fewer may come if the chain is shorter.
    fn chain(&self, start: u32, next: &[u32], n_bytes: usize) -> Result<Vec<u8>, Damage> {
        let mut contents = Vec::new();
        let mut id = start;
        for _ in 0..=next.len() {
            if id == END_OF_CHAIN {
                return Ok(contents);
            }
            // A truncated file names sectors that are gone; a sector that the table doesn't have was overwritten.
            let following = *next.get(id as usize).ok_or(Damage::CompoundFile)?;
            let sector = self.get(id)?;
            let wanted = sector.len().min(n_bytes - contents.len());
            contents.extend_from_slice(&sector[..wanted]);
            if contents.len() >= n_bytes {
                return Ok(contents);
            }
            id = following;
        }
        Err(Damage::CompoundFile)
    }
}

/// For each sector the one that follows it.
fn allocation_table(header: &[u8], sectors: &Sectors<'_>) -> Result<Vec<u32>, Damage> {
    let mut ids = u32s(&header[76..]);
    let mut id = u32_at(header, 68)?;
    let most = sectors.bytes.len() / sectors.size + 1;
    for _ in 0..most {
        if id >= FIRST_MARK {
            break;
        }
        ids.extend(u32s(sectors.get(id)?));
        id = ids.pop().ok_or(Damage::CompoundFile)?;
    }
    ids.retain(|id| *id < FIRST_MARK);
    if id < FIRST_MARK || ids.len() > most {
        return Err(Damage::CompoundFile);
    }
    let mut table = Vec::new();
    for id in ids {
        table.extend(u32s(sectors.get(id)?));
    }
    Ok(table)
}

fn directory(contents: &[u8], sector_bytes: usize) -> Result<Vec<OleEntry>, Damage> {
    contents.as_chunks::<128>().0.iter().map(|entry| read_entry(entry, sector_bytes)).collect()
}

fn read_entry(entry: &[u8; 128], sector_bytes: usize) -> Result<OleEntry, Damage> {
    let letters = entry[..64].as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    let name = char::decode_utf16(letters.take_while(|letter| *letter != 0));
    let (low, high) = (u32_at(entry, 120)?, u32_at(entry, 124)?);
    // In files of small sectors the upper half may hold anything.
    let n_bytes = if sector_bytes == 512 { u64::from(low) } else { u64::from(high) << 32 | u64::from(low) };
    Ok(OleEntry {
        name: name.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        start: u32_at(entry, 116)?,
        n_bytes: usize::try_from(n_bytes).map_err(|_| Damage::CompoundFile)?,
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, Damage> {
    let pair = bytes.get(at..).and_then(|rest| rest.first_chunk()).ok_or(Damage::Truncated)?;
    Ok(u16::from_le_bytes(*pair))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Damage> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk()).ok_or(Damage::Truncated)?;
    Ok(u32::from_le_bytes(*four))
}

fn u32s(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)).collect()
}
