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
        let Some(idx) = self.by_name.get(&normal(name)) else { return Ok(None) };
        let entry = self.archive.by_index(*idx).map_err(|error| entry_fault(&error))?;
        if !has_same_name(self.bytes, entry.header_start(), entry.name_raw()) {
            return Err(PackageFault::Broken);
        }
        let plausible = self.limits.part_bytes.max(entry.compressed_size().saturating_mul(MAX_RATIO));
        let rest = plausible.min(self.limits.inflated_bytes - self.n_inflated);
        let content = unpack(&mut self.inflater, self.bytes, &entry, rest)?;
        let n_bytes = content.len() as u64;
        if n_bytes > rest {
            return Err(PackageFault::TooLarge(self.n_inflated + n_bytes));
        }
        if crc32fast::hash(&content) != entry.crc32() {
            return Err(PackageFault::Broken);
        }
        self.n_inflated += n_bytes;
        Ok(Some(content))
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

/// The content of a part, cut off soon after `max` bytes.
fn unpack(
    inflater: &mut Decompress,
    bytes: &[u8],
    entry: &ZipFile<'_, Cursor<&[u8]>>,
    max: u64,
) -> Result<Vec<u8>, PackageFault> {
    let length = |n: u64| usize::try_from(n).map_err(|_| PackageFault::Broken);
    let start = length(entry.data_start().ok_or(PackageFault::Broken)?)?;
    let packed = bytes.get(start..).and_then(|rest| rest.get(..usize::try_from(entry.compressed_size()).ok()?));
    let (packed, max) = (packed.ok_or(PackageFault::Broken)?, length(max)?);
    match entry.compression() {
        CompressionMethod::Stored => Ok(packed[..packed.len().min(max.saturating_add(1))].to_vec()),
        CompressionMethod::Deflated => inflate(inflater, packed, length(entry.size().min(max as u64))?, max),
        _ => Err(PackageFault::Broken),
    }
}

/// Unpacks in one step if the part has the declared size, otherwise in several.
fn inflate(inflater: &mut Decompress, packed: &[u8], n_expected: usize, max: usize) -> Result<Vec<u8>, PackageFault> {
    const MORE: usize = 4_096;
    inflater.reset(false);
    let mut content = Vec::with_capacity(n_expected);
    loop {
        let rest = usize::try_from(inflater.total_in()).ok().and_then(|n_read| packed.get(n_read..));
        let rest = rest.ok_or(PackageFault::Broken)?;
        match inflater.decompress_vec(rest, &mut content, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) => return Ok(content),
            Ok(_) if content.len() > max => return Ok(content),
            Ok(_) if content.len() == content.capacity() => {
                content.reserve_exact(content.len().max(MORE).min((max - content.len()).saturating_add(1)));
            }
            _ => return Err(PackageFault::Broken),
        }
    }
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

    #[test]
    fn what_a_part_says_of_its_length_is_not_believed() {
        use std::io::Write;
        let content = "<row/>".repeat(5_000).into_bytes();
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&content).expect("memory");
        let packed = packer.finish().expect("memory");
        let mut inflater = Decompress::new(false);
        for n_expected in [0, 1, content.len() - 1, content.len(), 90_000] {
            assert_eq!(inflate(&mut inflater, &packed, n_expected, 90_000).as_ref(), Ok(&content), "{n_expected}");
            assert_eq!(
                inflate(&mut inflater, &packed[..packed.len() - 1], n_expected, 90_000),
                Err(PackageFault::Broken)
            );
        }
        let cut = inflate(&mut inflater, &packed, 0, 20_000).expect("cut off");
        assert_eq!(cut.len(), 20_001);
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
