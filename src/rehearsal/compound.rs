//! Compound files, as Office keeps what is encrypted: a directory, a table of sectors and streams, as small as they can be.

const SECTOR: usize = 512;
/// Streams below this would live in a stream of their own kind.
const LEAST_BYTES: usize = 4096;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const TABLE: u32 = 0xFFFF_FFFD;

/// A file with these streams, each padded to at least 4,096 bytes; not more than a hundred sectors together.
pub fn file(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let padded: Vec<Vec<u8>> = streams.iter().map(|(_, stream)| padded(stream)).collect();
    // Sector 0 is the table, sector 1 the directory, then come the streams.
    let mut table = vec![TABLE, END];
    let mut directory = entry("Root FilledCell", 5, END, 0, 1);
    let mut body = Vec::new();
    for (n, ((name, _), stream)) in (1u32..).zip(streams.iter().zip(&padded)) {
        let first = as_u32(table.len());
        let next = if n as usize == streams.len() { FREE } else { n + 1 };
        directory.extend(entry_beside(name, first, as_u32(stream.len()), next));
        let n_sectors = as_u32(stream.len() / SECTOR);
        table.extend((1..n_sectors).map(|n| first + n).chain([END]));
        body.extend(stream);
    }
    directory.resize(SECTOR, 0);
    table.resize(SECTOR / 4, FREE);
    let table: Vec<u8> = table.iter().flat_map(|id| id.to_le_bytes()).collect();
    [header(), table, directory, body].concat()
}

fn padded(stream: &[u8]) -> Vec<u8> {
    let mut padded = stream.to_vec();
    padded.resize(stream.len().max(LEAST_BYTES).next_multiple_of(SECTOR), 0);
    padded
}

fn header() -> Vec<u8> {
    let mut header = vec![0; SECTOR];
    put(&mut header, 0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, value) in [(24, 0x3E), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)] {
        put(&mut header, at, &u16::to_le_bytes(value));
    }
    for (at, value) in [(44, 1), (48, 1), (56, 4096), (60, END), (68, END)] {
        put(&mut header, at, &u32::to_le_bytes(value));
    }
    for n in 0..109 {
        put(&mut header, 76 + 4 * n, &u32::to_le_bytes(if n == 0 { 0 } else { FREE }));
    }
    header
}

fn entry_beside(name: &str, start: u32, n_bytes: u32, next: u32) -> Vec<u8> {
    let mut entry = entry(name, 2, start, n_bytes, FREE);
    put(&mut entry, 72, &next.to_le_bytes());
    entry
}

/// An entry of the directory, of a kind, with the first of those below it.
fn entry(name: &str, kind: u8, start: u32, n_bytes: u32, child: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let n_name = u16::try_from(entry.len() + 2).expect("a short name");
    entry.resize(128, 0);
    put(&mut entry, 64, &n_name.to_le_bytes());
    put(&mut entry, 66, &[kind, 1]);
    for (at, value) in [(68, FREE), (72, FREE), (76, child), (116, start), (120, n_bytes)] {
        put(&mut entry, at, &value.to_le_bytes());
    }
    entry
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn as_u32(number: usize) -> u32 {
    u32::try_from(number).expect("a small file")
}
