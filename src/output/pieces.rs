//! Parts of a package that are compressed in pieces, so that several can be compressed at once while the next are made. The
//! pieces depend on the texts alone: the bytes are the same on however many threads.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::mem;

use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress, Status};

use crate::value::workers::{WorkPiece, Workers};

/// How many bytes are compressed by themselves. What repeats in two pieces is found in neither, which costs a few bytes each.
const PIECE: usize = 1 << 18;
/// How many bytes are made while those before are compressed.
const BATCH: usize = 1 << 21;

/// A part as it stands in a package: deflated.
#[derive(Default)]
pub struct Deflated {
    /// One after the other; joining them would need as much room again.
    pieces: Vec<Vec<u8>>,
    crc: Hasher,
    /// How many bytes it unpacks to.
    n_bytes: usize,
}

/// Some of a part's text. The text that stands below grows at the same time as the one above it.
pub struct PartText<T> {
    /// What goes on the upper text.
    pub above: String,
    /// What goes on the lower text.
    pub below: String,
    /// What is to be known of the part once it is whole, where it ends here; what is made next is of another.
    pub end: Option<T>,
}

impl<T> PartText<T> {
    /// None yet.
    pub fn new() -> Self {
        PartText { above: String::new(), below: String::new(), end: None }
    }

    /// How many bytes there are.
    pub fn n_bytes(&self) -> usize {
        self.above.len() + self.below.len()
    }

    /// The pieces, each with whether it is the end of the part: those above first.
    fn pieces(&self) -> impl Iterator<Item = (&[u8], bool)> {
        let above = self.above.as_bytes().chunks(PIECE).map(|piece| (piece, false));
        let n_below = self.below.len().div_ceil(PIECE);
        let below = (1..).zip(self.below.as_bytes().chunks(PIECE));
        above.chain(below.map(move |(n, piece)| (piece, self.end.is_some() && n == n_below)))
    }
}

/// A part whose texts are still growing.
#[derive(Default)]
struct GrowingPart {
    above: Deflated,
    below: Deflated,
}

impl GrowingPart {
    fn push<T>(&mut self, text: &PartText<T>, pieces: &mut impl Iterator<Item = Deflated>) {
        pieces.by_ref().take(text.above.len().div_ceil(PIECE)).for_each(|piece| self.above.push(piece));
        pieces.by_ref().take(text.below.len().div_ceil(PIECE)).for_each(|piece| self.below.push(piece));
    }

    /// The part whose last text is there.
    fn whole<T>(mut self, last: &PartText<T>, level: u32) -> Deflated {
        self.above.push(self.below);
        if last.below.is_empty() {
            self.above.push(compressed(&[], level, true));
        }
        self.above
    }
}

/// Compresses parts that are made one after the other, bit by bit. `more` adds to a text, about as many bytes as it is told or
/// until its part ends, and says whether more will follow. `done` takes each part when it is whole.
///
/// # Errors
///
/// What `more` and `done` say.
pub fn deflated<T: Send, E: Send>(
    level: u32,
    workers: &dyn Workers,
    mut more: impl FnMut(&mut PartText<T>, usize) -> Result<bool, E> + Send,
    mut done: impl FnMut(Deflated, T) -> Result<(), E>,
) -> Result<(), E> {
    let mut growing = GrowingPart::default();
    let (mut ready, mut goes_on): (Vec<PartText<T>>, bool) = (Vec::new(), true);
    while goes_on || !ready.is_empty() {
        let pieces: Vec<(&[u8], bool)> = ready.iter().flat_map(PartText::pieces).collect();
        let mut packed: Vec<Deflated> = Vec::new();
        packed.resize_with(pieces.len(), Deflated::default);
        let compress = packed.iter_mut().zip(&pieces).map(|(packed, (piece, is_last))| -> WorkPiece {
            Box::new(|| *packed = compressed(piece, level, *is_last))
        });
        let mut made = Ok((Vec::new(), false));
        let make = goes_on.then_some(()).map(|()| -> WorkPiece { Box::new(|| made = batch(&mut more)) });
        workers.run(make.into_iter().chain(compress).collect());
        let mut packed = packed.into_iter();
        for mut text in ready {
            growing.push(&text, &mut packed);
            if let Some(end) = text.end.take() {
                done(mem::take(&mut growing).whole(&text, level), end)?;
            }
        }
        (ready, goes_on) = made?;
    }
    Ok(())
}

/// The texts of one batch, and whether more will follow.
fn batch<T, E>(
    more: &mut impl FnMut(&mut PartText<T>, usize) -> Result<bool, E>,
) -> Result<(Vec<PartText<T>>, bool), E> {
    let (mut texts, mut n_left) = (Vec::new(), BATCH);
    loop {
        let mut text = PartText::new();
        let goes_on = more(&mut text, n_left)?;
        n_left = n_left.saturating_sub(text.n_bytes());
        texts.push(text);
        if !goes_on || n_left == 0 {
            return Ok((texts, goes_on));
        }
    }
}

/// One piece: the end of the stream, or up to a whole byte, so that another can follow.
fn compressed(piece: &[u8], level: u32, is_last: bool) -> Deflated {
    let mut crc = Hasher::new();
    crc.update(piece);
    let mut data = Vec::with_capacity(piece.len() / 4);
    let mut stream = Compress::new(Compression::new(level), false);
    let flush = if is_last { FlushCompress::Finish } else { FlushCompress::Sync };
    loop {
        let rest = piece.get(usize::try_from(stream.total_in()).unwrap_or(piece.len())..).unwrap_or_default();
        data.reserve(rest.len() / 4 + 256);
        let status = stream.compress_vec(rest, &mut data, flush).expect("no dictionary is asked for");
        // While there is no room left for output, more is to come.
        if status == Status::StreamEnd || (!is_last && data.len() < data.capacity()) {
            data.shrink_to_fit();
            return Deflated { pieces: vec![data], crc, n_bytes: piece.len() };
        }
    }
}

impl Deflated {
    fn push(&mut self, mut piece: Deflated) {
        self.pieces.append(&mut piece.pieces);
        self.crc.combine(&piece.crc);
        self.n_bytes += piece.n_bytes;
    }

    fn n_packed(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// The part as a package of its own, from which it can be copied as it is; `None` if the format can't hold it.
    pub fn package(self, name: &str) -> Option<PiecedPackage> {
        let (length, size) = (u32::try_from(self.n_packed()).ok()?, u32::try_from(self.n_bytes).ok()?);
        let n_name = u16::try_from(name.len()).ok()?;
        let mut entry = Vec::new();
        // Version 2.0, no flags, deflated, at midnight of 1 January 1980.
        [20u16, 0, 8, 0, 0x21].iter().for_each(|field| entry.extend(field.to_le_bytes()));
        [self.crc.clone().finalize(), length, size].iter().for_each(|field| entry.extend(field.to_le_bytes()));
        [n_name, 0].iter().for_each(|field| entry.extend(field.to_le_bytes()));
        let head = [b"PK\x03\x04", entry.as_slice(), name.as_bytes()].concat();
        let directory = length.checked_add(u32::try_from(head.len()).ok()?)?;
        // Made by Unix; no comment, first disk, a plain file that all may read, at the package's start.
        let mut tail = [b"PK\x01\x02\x14\x03", entry.as_slice(), &[0; 6]].concat();
        tail.extend((0o100_644u32 << 16).to_le_bytes());
        tail.extend([&[0; 4], name.as_bytes()].concat());
        let n_directory = u32::try_from(tail.len()).ok()?;
        tail.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        [n_directory, directory].iter().for_each(|field| tail.extend(field.to_le_bytes()));
        tail.extend([0; 2]);
        Some(PiecedPackage::of([head].into_iter().chain(self.pieces).chain([tail])))
    }
}

/// A package whose bytes stand in pieces, to be read one after the other: joining them would need as much room again.
pub struct PiecedPackage {
    /// Each with where it begins.
    pieces: Vec<(u64, Vec<u8>)>,
    n_bytes: u64,
    /// Where reading goes on.
    at: u64,
}

impl PiecedPackage {
    fn of(pieces: impl Iterator<Item = Vec<u8>>) -> Self {
        let mut n_bytes = 0;
        let begin = |piece: Vec<u8>| {
            let begins = n_bytes;
            n_bytes += piece.len() as u64;
            (begins, piece)
        };
        PiecedPackage { pieces: pieces.map(begin).collect(), n_bytes, at: 0 }
    }
}

impl Read for PiecedPackage {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The last that begins here or before: an empty one begins where the next does.
        let place = self.pieces.partition_point(|(begins, _)| *begins <= self.at);
        let Some((begins, piece)) = place.checked_sub(1).and_then(|place| self.pieces.get(place)) else { return Ok(0) };
        let rest = usize::try_from(self.at - begins).ok().and_then(|read| piece.get(read..));
        let n_read = rest.unwrap_or_default().read(buffer)?;
        self.at += n_read as u64;
        Ok(n_read)
    }
}

impl Seek for PiecedPackage {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.n_bytes, by),
            SeekFrom::Current(by) => (self.at, by),
        };
        self.at = from.checked_add_signed(by).ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::workers::OneByOne;

    /// Two parts of so many lines, `per_turn` at a time, each with its numbers below.
    fn unpacked(lines: usize, per_turn: usize) -> Vec<String> {
        let (mut part, mut n) = (0, 0);
        let more = |text: &mut PartText<usize>, _: usize| -> Result<bool, ()> {
            for _ in 0..per_turn.min(lines - n) {
                text.above.push_str(&format!("dòng {n}, số {}\n", n * n % 9973));
                text.below.push_str(&format!("{n};"));
                n += 1;
            }
            if n == lines {
                text.end = Some(part);
                (part, n) = (part + 1, 0);
            }
            Ok(part < 2)
        };
        let mut parts = Vec::new();
        let done = |whole: Deflated, part: usize| {
            assert_eq!(part, parts.len());
            parts.push(text_of(whole));
            Ok(())
        };
        deflated(3, &OneByOne, more, done).expect("made");
        parts
    }

    fn text_of(part: Deflated) -> String {
        let package = part.package("a/b.xml").expect("small");
        let mut archive = zip::ZipArchive::new(package).expect("a package");
        let mut text = String::new();
        archive.by_name("a/b.xml").expect("the part").read_to_string(&mut text).expect("with its checksum");
        text
    }

    #[test]
    fn pieces_unpack_to_one_text() {
        for (lines, per_turn) in [(0, 1), (1, 1), (100_000, 100_000), (100_000, 7_919)] {
            let above: String = (0..lines).map(|n| format!("dòng {n}, số {}\n", n * n % 9973)).collect();
            let below: String = (0..lines).map(|n| format!("{n};")).collect();
            assert!(unpacked(lines, per_turn) == [above.clone() + &below, above + &below], "{lines} {per_turn}");
        }
    }

    #[test]
    fn what_cant_be_compressed_keeps_its_bytes() {
        let n_bytes = u32::try_from(PIECE).expect("a small number");
        let letter = |n: u32| char::from_u32(48 + (n.wrapping_mul(2_654_435_761) >> 26)).expect("one of 64 signs");
        let noise: String = (0..n_bytes).map(letter).collect();
        for is_last in [false, true] {
            let mut piece = compressed(noise.as_bytes(), 3, is_last);
            if !is_last {
                piece.push(compressed(b"", 3, true));
            }
            assert!(text_of(piece) == noise);
        }
    }

    #[test]
    fn trouble_in_making_is_passed_on() {
        assert_eq!(deflated(3, &OneByOne, |_: &mut PartText<()>, _| Err("hết chỗ"), |_, ()| Ok(())), Err("hết chỗ"));
        let end = |text: &mut PartText<()>, _: usize| {
            text.end = Some(());
            Ok(false)
        };
        assert_eq!(deflated(3, &OneByOne, end, |_, ()| Err("đĩa đầy")), Err("đĩa đầy"));
    }
}
