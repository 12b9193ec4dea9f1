//! A zip package whose parts are found by name. Two parts of one name, however it is spelled, are refused.
//!
//! Declared sizes are not believed. What all parts together give when unpacked is bounded, so that no part is unpacked
//! further than the package may be. One state serves to unpack all parts, since a return has fourteen, most of them small.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, ErrorKind};

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// Why a package or one of its parts can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageFault {
    /// The end is missing, as after half a download.
    Truncated,
    /// It can't be unpacked, or its checksum is wrong.
    Broken,
    /// It asks for a password.
    Locked,
    /// Two parts have the same name, possibly in different case.
    DoubledPart(String),
    /// It has more parts than are allowed.
    TooManyEntries(u64),
    /// More comes out than may.
    TooLarge(u64),
}

/// What a package may have at most.
#[derive(Debug, Clone, Copy)]
pub struct PackageLimits {
    /// How many parts.
    pub entries: u64,
    /// The bytes that all opened parts may have together when unpacked.
    pub inflated_bytes: u64,
    /// The bytes that any one part may have when unpacked. A larger one may have `MAX_RATIO` times its packed size.
    pub part_bytes: u64,
}

/// How many times its packed size a large part may have. What Office and this program write has ten times; a part made to
/// exhaust has a thousand.
const MAX_RATIO: u64 = 100;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// An open package.
#[derive(Debug)]
pub struct Package<'b> {
    bytes: &'b [u8],
    archive: Archive<'b>,
    inflater: Decompress,
    by_name: HashMap<String, usize>,
    limits: PackageLimits,
    n_inflated: u64,
}

impl<'b> Package<'b> {
    /// Opens a package and lists its parts.
    ///
    /// # Errors
    ///
    /// When it is no sound package, or two of its parts have one name.
    pub fn open(bytes: &'b [u8], limits: PackageLimits) -> Result<Self, PackageFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| closing_fault(bytes))?;
        let start = usize::try_from(archive.central_directory_start()).map_err(|_| PackageFault::Broken)?;
        let names = listed_names(bytes, start, limits.entries)?;
        if names.len() < archive.len() {
            return Err(PackageFault::Broken);
        }
        let mut by_name = HashMap::with_capacity(names.len());
        for name in names {
            let Some(idx) = archive.index_for_name(&name) else { continue };
            let name = normal(&name);
            if !name.is_empty() && by_name.insert(name.clone(), idx).is_some() {
                return Err(PackageFault::DoubledPart(name));
            }
        }
        Ok(Package { bytes, archive, inflater: Decompress::new(false), by_name, limits, n_inflated: 0 })
    }

    /// The content of a part; `None` if there is none of this name.
    ///
    /// # Errors
    ///
    /// When it can't be unpacked, or not within what the package may have.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, PackageFault> {
        let Some(mut part) = self.open_part(name)? else { return Ok(None) };
        let mut content = Vec::with_capacity(part.n_expected);
        while !part.is_over() {
            part.read_on(&mut content)?;
        }
        Ok(Some(content))
    }

    /// A part that is to be unpacked piece by piece; `None` if there is none of this name.
    ///
    /// # Errors
    ///
    /// When the package is unsound where it should stand.
    pub fn open_part(&mut self, name: &str) -> Result<Option<OpenPart<'_>>, PackageFault> {
        let Some(idx) = self.by_name.get(&normal(name)) else { return Ok(None) };
        let entry = self.archive.by_index(*idx).map_err(|error| entry_fault(&error))?;
        if !has_same_name(self.bytes, entry.header_start(), entry.name_raw()) {
            return Err(PackageFault::Broken);
        }
        let plausible = self.limits.part_bytes.max(entry.compressed_size().saturating_mul(MAX_RATIO));
        let max = plausible.min(self.limits.inflated_bytes - self.n_inflated);
        let packed = packed(self.bytes, &entry)?;
        let is_deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            _ => return Err(PackageFault::Broken),
        };
        self.inflater.reset(false);
        Ok(Some(OpenPart {
            packed,
            is_deflated,
            inflater: &mut self.inflater,
            n_expected: length(entry.size().min(max))?,
            max,
            n_read: 0,
            n_inflated: &mut self.n_inflated,
            checksum: crc32fast::Hasher::new(),
            expected: entry.crc32(),
            is_over: false,
        }))
    }
}

/// A part that is being unpacked.
#[derive(Debug)]
pub struct OpenPart<'p> {
    packed: &'p [u8],
    is_deflated: bool,
    inflater: &'p mut Decompress,
    /// Its length by what the package says of it, as far as it may be unpacked.
    n_expected: usize,
    max: u64,
    n_read: u64,
    /// What all parts of the package have given.
    n_inflated: &'p mut u64,
    checksum: crc32fast::Hasher,
    expected: u32,
    is_over: bool,
}

impl OpenPart<'_> {
    /// Whether all of it has been read.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Appends what comes next, as far as the room that `content` has is enough; more room is made where it has none.
    ///
    /// # Errors
    ///
    /// When it can't be unpacked, not within what the package may have, or is another at its end than the package says.
    pub fn read_on(&mut self, content: &mut Vec<u8>) -> Result<(), PackageFault> {
        const MORE: usize = 4_096;
        if content.len() == content.capacity() {
            content.reserve_exact(content.len().max(MORE));
        }
        let start = content.len();
        if self.is_deflated {
            self.inflate(content)?;
        } else {
            self.copy(content)?;
        }
        self.n_read += (content.len() - start) as u64;
        if self.n_read > self.max {
            return Err(PackageFault::TooLarge(*self.n_inflated + self.n_read));
        }
        self.checksum.update(&content[start..]);
        if self.is_over {
            *self.n_inflated += self.n_read;
            if self.checksum.clone().finalize() != self.expected {
                return Err(PackageFault::Broken);
            }
        }
        Ok(())
    }

    fn inflate(&mut self, content: &mut Vec<u8>) -> Result<(), PackageFault> {
        let rest = usize::try_from(self.inflater.total_in()).ok().and_then(|n_read| self.packed.get(n_read..));
        let rest = rest.ok_or(PackageFault::Broken)?;
        match self.inflater.decompress_vec(rest, content, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) => self.is_over = true,
            Ok(_) if content.len() == content.capacity() => (),
            _ => return Err(PackageFault::Broken),
        }
        Ok(())
    }

    fn copy(&mut self, content: &mut Vec<u8>) -> Result<(), PackageFault> {
        let rest = self.packed.get(length(self.n_read)?..).ok_or(PackageFault::Broken)?;
        let room = content.capacity() - content.len();
        content.extend_from_slice(&rest[..rest.len().min(room)]);
        self.is_over = rest.len() <= room;
        Ok(())
    }
}

/// Proves that every part of a package has one name, and no two the same.
///
/// # Errors
///
/// When that isn't so, or the package can't be opened.
pub fn check_names(bytes: &[u8], max_entries: u64) -> Result<(), PackageFault> {
    let limits = PackageLimits { entries: max_entries, inflated_bytes: 0, part_bytes: 0 };
    let mut package = Package::open(bytes, limits)?;
    for idx in 0..package.archive.len() {
        let entry = package.archive.by_index_raw(idx).map_err(|error| entry_fault(&error))?;
        if !has_same_name(bytes, entry.header_start(), entry.name_raw()) {
            return Err(PackageFault::Broken);
        }
    }
    Ok(())
}

/// The bytes of a part as they lie in the package.
fn packed<'b>(bytes: &'b [u8], entry: &ZipFile<'_, Cursor<&[u8]>>) -> Result<&'b [u8], PackageFault> {
    let start = length(entry.data_start().ok_or(PackageFault::Broken)?)?;
    let packed = bytes.get(start..).and_then(|rest| rest.get(..usize::try_from(entry.compressed_size()).ok()?));
    packed.ok_or(PackageFault::Broken)
}

fn length(n: u64) -> Result<usize, PackageFault> {
    usize::try_from(n).map_err(|_| PackageFault::Broken)
}

/// A package without the end record of its directory is truncated; otherwise it is broken.
fn closing_fault(bytes: &[u8]) -> PackageFault {
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    if memmem::find(tail, b"PK\x05\x06").is_some() { PackageFault::Broken } else { PackageFault::Truncated }
}

fn entry_fault(error: &ZipError) -> PackageFault {
    match error {
        ZipError::Io(error) if error.kind() == ErrorKind::UnexpectedEof => PackageFault::Truncated,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => PackageFault::Locked,
        _ => PackageFault::Broken,
    }
}

/// All names in the directory, duplicates included: the library drops one of two equal names.
fn listed_names(bytes: &[u8], start: usize, max_entries: u64) -> Result<Vec<String>, PackageFault> {
    const HEAD: usize = 46;
    let mut names = Vec::new();
    let mut rest = bytes.get(start..).unwrap_or_default();
    while rest.starts_with(b"PK\x01\x02") {
        let head = rest.get(..HEAD).ok_or(PackageFault::Truncated)?;
        let length = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let name = rest.get(HEAD..HEAD + length(28)).ok_or(PackageFault::Truncated)?;
        names.push(String::from_utf8_lossy(name).into_owned());
        rest = rest.get(HEAD + length(28) + length(30) + length(32)..).ok_or(PackageFault::Truncated)?;
        if names.len() as u64 > max_entries {
            return Err(PackageFault::TooManyEntries(names.len() as u64));
        }
    }
    Ok(names)
}

/// Whether a part is called the same before its content as in the directory; programs differ in which they go by.
fn has_same_name(bytes: &[u8], header_start: u64, name: &[u8]) -> bool {
    const HEAD: usize = 30;
    let head = usize::try_from(header_start).ok().and_then(|start| bytes.get(start..)).unwrap_or_default();
    head.get(HEAD..).is_some_and(|rest| {
        usize::from(u16::from_le_bytes([head[26], head[27]])) == name.len() && rest.starts_with(name)
    })
}

/// A part's name as parts are told apart: from the root, in lower case, steps resolved. Empty for a folder.
fn normal(name: &str) -> String {
    let name = unescaped(name);
    if name.ends_with(['/', '\\']) {
        return String::new();
    }
    resolve("", &name)
}

/// The name of the part that a target written in a folder means.
pub fn resolve(folder: &str, target: &str) -> String {
    let is_absolute = target.starts_with(['/', '\\']);
    let mut path: Vec<&str> = if is_absolute { Vec::new() } else { steps(folder).collect() };
    for step in steps(target) {
        match step {
            "." => (),
            ".." => _ = path.pop(),
            step => path.push(step),
        }
    }
    path.join("/").to_ascii_lowercase()
}

fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split(['/', '\\']).filter(|step| !step.is_empty())
}

/// A name without `%20` and the like.
pub fn unescaped(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_from_the_folder_of_the_part() {
        let cases = [
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
            ("xl", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
            ("", "../../x.xml", "x.xml"),
        ];
        for (folder, target, path) in cases {
            assert_eq!(resolve(folder, target), path);
        }
    }

    /// A package of one part, which says of itself what is given.
    fn package_of(content: &[u8], method: CompressionMethod) -> Vec<u8> {
        use std::io::Write;
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file("a.xml", options).expect("memory");
        writer.write_all(content).expect("memory");
        writer.finish().expect("memory").into_inner()
    }

    const LIMITS: PackageLimits = PackageLimits { entries: 9, inflated_bytes: 90_000, part_bytes: 90_000 };

    #[test]
    fn what_a_part_says_of_its_length_is_not_believed() {
        let content = "<row/>".repeat(5_000).into_bytes();
        let sound = package_of(&content, CompressionMethod::Deflated);
        let size = u32::try_from(content.len()).expect("short").to_le_bytes();
        for n_said in [0, 1, content.len() - 1, content.len(), 90_000, 900_000_000] {
            let said = u32::try_from(n_said).expect("short").to_le_bytes();
            let places: Vec<usize> = memmem::find_iter(&sound, &size).collect();
            let mut bytes = sound.clone();
            places.into_iter().for_each(|at| bytes[at..at + 4].copy_from_slice(&said));
            let mut package = Package::open(&bytes, LIMITS).expect("a package");
            assert_eq!(package.part("a.xml").expect("sound"), Some(content.clone()), "{n_said}");
        }
    }

    #[test]
    fn a_part_is_cut_off_soon_after_what_it_may_have() {
        let content = "<row/>".repeat(50_000).into_bytes();
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let bytes = package_of(&content, method);
            let mut package = Package::open(&bytes, LIMITS).expect("a package");
            let fault = package.part("a.xml").expect_err("too large");
            assert!(matches!(fault, PackageFault::TooLarge(n) if (90_001..200_000).contains(&n)), "{fault:?}");
        }
    }

    #[test]
    fn pieces_of_a_part_are_the_part_and_its_checksum_is_held_at_the_end() {
        let content: Vec<u8> = (0..9_000_u32).flat_map(u32::to_le_bytes).collect();
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let mut bytes = package_of(&content, method);
            let whole = pieces(&bytes, 1_000).expect("sound");
            assert_eq!((whole.concat(), whole.iter().all(|piece| piece.len() <= 1_000)), (content.clone(), true));
            let at = memmem::find(&bytes, b"PK\x01\x02").expect("a directory") + 16;
            bytes[at] ^= 1;
            assert_eq!(pieces(&bytes, 1_000), Err(PackageFault::Broken));
        }
    }

    fn pieces(bytes: &[u8], n: usize) -> Result<Vec<Vec<u8>>, PackageFault> {
        let mut package = Package::open(bytes, LIMITS)?;
        let mut part = package.open_part("a.xml")?.expect("the part");
        let mut pieces = Vec::new();
        while !part.is_over() {
            let mut piece = Vec::with_capacity(n);
            part.read_on(&mut piece)?;
            pieces.push(piece);
        }
        Ok(pieces)
    }

    #[test]
    fn one_name_may_be_spelled_in_many_ways() {
        for name in ["xl/A b.xml", "XL\\a b.xml", "/xl/a%20B.xml", "xl//x/../a b.xml"] {
            assert_eq!(normal(name), "xl/a b.xml", "{name}");
        }
        assert_eq!(normal("xl/worksheets/"), "");
        assert_eq!(unescaped("100%"), "100%");
    }
}
