//! A zip package: which format its parts make up, and, where a library reads it, every part unpacked once, within one
//! budget, and scanned. An `.xlsx` is only told apart here: its reader bounds what it opens by itself.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::limits::{MAX_ENTRIES, MAX_INFLATED_BYTES, within};
use super::markup::{self, MarkupTally};
use super::xlsb;
use crate::ooxml;
use crate::problem::unreadable::{Damage, ForeignTable, Limit, Other, Refusal};
use crate::value::grid::Format;

/// How many times its packed size a part may have that is larger than all parts of a return together. Those of our own
/// workbooks have ten times; a part made to exhaust has a thousand.
const MAX_RATIO: u64 = 100;

/// A file that the reader may see.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened<'b> {
    /// The format it is read in.
    pub format: Format,
    /// Of the file, or of the same package with its parts already unpacked.
    pub bytes: Cow<'b, [u8]>,
}

type ZipPackage<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// How many bytes may come out of the package, and how many have.
struct UnpackBudget {
    allowed: u64,
    spent: u64,
}

/// Whether the bytes begin like a zip, an empty one included.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

pub(super) fn inspect(bytes: &[u8], scale: u64) -> Result<Format, Refusal> {
    inspect_parts(bytes, scale, |_, _| ())
}

/// [`inspect`], with a package of the same parts as they were unpacked: readers go through them several times.
pub(super) fn open(bytes: &[u8], scale: u64) -> Result<Opened<'_>, Refusal> {
    let mut unpacked = Ok(ZipWriter::new(Cursor::new(Vec::new())));
    let format = inspect_parts(bytes, scale, |name, content| {
        if let Ok(package) = &mut unpacked
            && let Err(error) = store(package, name, content)
        {
            unpacked = Err(error);
        }
    })?;
    // Two parts of one name, say: then as the file has it.
    let unpacked = unpacked.and_then(ZipWriter::finish).ok().filter(|_| format != Format::Xlsx);
    let bytes = unpacked.map_or(Cow::Borrowed(bytes), |package| Cow::Owned(package.into_inner()));
    Ok(Opened { format, bytes })
}

fn store(package: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8]) -> ZipResult<()> {
    package.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
    Ok(package.write_all(content)?)
}

/// Inspects a package and gives each part with its name.
fn inspect_parts(bytes: &[u8], scale: u64, part: impl FnMut(&str, &[u8])) -> Result<Format, Refusal> {
    let mut archive = directory(bytes)?;
    within(Limit::Entries, archive.len() as u64, MAX_ENTRIES)?;
    let mut budget = UnpackBudget { allowed: MAX_INFLATED_BYTES * scale, spent: 0 };
    let format = identify(&mut archive, &mut budget)?;
    if format == Format::Xlsx {
        return Ok(format);
    }
    ooxml::package::check_names(bytes, MAX_ENTRIES).map_err(|_| Damage::PartNames)?;
    scan(&mut archive, format, budget, MarkupTally::scaled(scale), part)?;
    Ok(format)
}

fn directory(bytes: &[u8]) -> Result<ZipPackage<'_>, Refusal> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        // The directory stands at the end: without its closing record the end is what is missing.
        let tail = &bytes[bytes.len().saturating_sub(66_000)..];
        let has_end = tail.windows(4).any(|four| four == b"PK\x05\x06");
        if has_end { Damage::Package.into() } else { Damage::Truncated.into() }
    })
}

fn identify(archive: &mut ZipPackage<'_>, budget: &mut UnpackBudget) -> Result<Format, Refusal> {
    if let Some(types) = part(archive, "[Content_Types].xml", budget)? {
        return identify_office(archive, &types);
    }
    if let Some(mimetype) = part(archive, "mimetype", budget)? {
        return identify_open_document(archive, &mimetype, budget);
    }
    // Without it the list of parts says what the package is.
    if let Some(manifest) = part(archive, "META-INF/manifest.xml", budget)?
        && contains(&manifest, b"application/vnd.oasis.opendocument.spreadsheet")
    {
        return identify_open_document(archive, b"application/vnd.oasis.opendocument.spreadsheet", budget);
    }
    let has = |test: &dyn Fn(&str) -> bool| archive.file_names().flatten().any(|name| test(&name));
    Err(if has(&|name| name.ends_with(".iwa")) {
        Refusal::OtherTable(ForeignTable::Numbers)
    } else if has(&|name| name.starts_with("xl/")) {
        Damage::NoWorkbook.into()
    } else {
        Refusal::NotSpreadsheet(other_package(archive))
    })
}

/// What a package without a workbook is, by the folders of its parts.
fn other_package(archive: &ZipPackage<'_>) -> Other {
    let has = |folder: &str| archive.file_names().flatten().any(|name| name.starts_with(folder));
    match () {
        () if archive.is_empty() => Other::EmptyZip,
        () if has("ppt/") => Other::PowerPoint,
        () if has("word/") => Other::Word,
        () => Other::Zip,
    }
}

/// Some programs number the part, some write its name in capitals.
fn is_workbook(name: &str, extension: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.rsplit(['/', '\\']).next().is_some_and(|file| file.starts_with("workbook") && file.ends_with(extension))
}

fn identify_office(archive: &ZipPackage<'_>, types: &[u8]) -> Result<Format, Refusal> {
    // Whether the part is sound, the reader finds out.
    let types = ooxml::xml::decode(types).unwrap_or_else(|_| String::from_utf8_lossy(types));
    let types = types.as_bytes();
    let (format, extension) = if contains(types, b"spreadsheetml.sheet.main+xml")
        || contains(types, b"spreadsheetml.template.main+xml")
        || contains(types, b"ms-excel.sheet.macroEnabled.main+xml")
        || contains(types, b"ms-excel.template.macroEnabled.main+xml")
    {
        (Format::Xlsx, ".xml")
    } else if contains(types, b"ms-excel.sheet.binary.macroEnabled.main") {
        (Format::Xlsb, ".bin")
    } else if contains(types, b"wordprocessingml") {
        return Err(Refusal::NotSpreadsheet(Other::Word));
    } else if contains(types, b"presentationml") {
        return Err(Refusal::NotSpreadsheet(Other::PowerPoint));
    } else if archive.file_names().flatten().any(|name| name.starts_with("xl/")) {
        return Err(Damage::NoWorkbook.into());
    } else {
        return Err(Refusal::NotSpreadsheet(other_package(archive)));
    };

    // An .xlsx names its workbook itself.
    if format == Format::Xlsx || archive.file_names().flatten().any(|name| is_workbook(&name, extension)) {
        Ok(format)
    } else {
        Err(Damage::NoWorkbook.into())
    }
}

fn identify_open_document(
    archive: &mut ZipPackage<'_>,
    mimetype: &[u8],
    budget: &mut UnpackBudget,
) -> Result<Format, Refusal> {
    if mimetype.trim_ascii().starts_with(b"application/vnd.sun.xml.calc") {
        return Err(Refusal::OtherTable(ForeignTable::OpenOffice1));
    }
    let kind = mimetype.trim_ascii().strip_prefix(b"application/vnd.oasis.opendocument.");
    match kind {
        Some(kind) if kind.starts_with(b"spreadsheet") => (),
        Some(kind) if kind.starts_with(b"text") => return Err(Refusal::NotSpreadsheet(Other::Word)),
        Some(kind) if kind.starts_with(b"presentation") => return Err(Refusal::NotSpreadsheet(Other::PowerPoint)),
        _ => return Err(Refusal::NotSpreadsheet(Other::Zip)),
    }
    let manifest = part(archive, "META-INF/manifest.xml", budget)?.unwrap_or_default();
    if contains(&manifest, b"encryption-data") || archive.index_for_name("encrypted-package").is_some() {
        return Err(Refusal::Locked);
    }
    if archive.index_for_name("content.xml").is_none() {
        return Err(Damage::NoWorkbook.into());
    }
    Ok(Format::Ods)
}

/// Unpacks every part, which also proves its checksum, and scans those the reader may open.
fn scan(
    archive: &mut ZipPackage<'_>,
    format: Format,
    mut budget: UnpackBudget,
    mut tally: MarkupTally,
    mut part: impl FnMut(&str, &[u8]),
) -> Result<(), Refusal> {
    let mut content = Vec::new();
    for index in 0..archive.len() {
        let name = inflate(archive, index, &mut budget, &mut content)?;
        part(&name, &content);
        let name = name.to_ascii_lowercase().replace('\\', "/");
        match format {
            Format::Xlsb if xlsb::has_records(&name) => xlsb::check(&content, &mut tally)?,
            Format::Xlsb if is_markup(&name) => markup::scan(&content, &mut tally)?,
            Format::Ods if name == "content.xml" => markup::scan_open_document(&content, &mut tally)?,
            _ => (),
        }
    }
    Ok(())
}

/// Whether a part of an Office package, named in lower case, is XML that may be read. What document management
/// systems leave under `customXml` and a Mac under `__MACOSX` never is, and may be in any encoding.
fn is_markup(name: &str) -> bool {
    let is_foreign = name.starts_with("customxml/") || name.starts_with("__macosx/");
    (name.ends_with(".xml") || name.ends_with(".rels")) && !is_foreign
}

/// One part by its name in any case, unpacked at the expense of the budget.
fn part(archive: &mut ZipPackage<'_>, name: &str, budget: &mut UnpackBudget) -> Result<Option<Vec<u8>>, Refusal> {
    let found = (0..archive.len())
        .find(|index| archive.name_for_index(*index).is_some_and(|other| is_name(&other.unwrap_or_default(), name)));
    let Some(index) = found else { return Ok(None) };
    let mut content = Vec::new();
    inflate(archive, index, budget, &mut content)?;
    Ok(Some(content))
}

/// Unpacks one part into `content` and returns its name. Declared sizes are not believed: what comes out is counted.
fn inflate(
    archive: &mut ZipPackage<'_>,
    index: usize,
    budget: &mut UnpackBudget,
    content: &mut Vec<u8>,
) -> Result<String, Refusal> {
    let broken = |_| Damage::Package;
    if archive.by_index_raw(index).map_err(broken)?.encrypted() {
        return Err(Refusal::Locked);
    }
    let entry = archive.by_index(index).map_err(|e| match e {
        ZipError::Io(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Damage::Truncated,
        _ => Damage::Package,
    })?;
    let name = entry.name().map_err(broken)?.into_owned();
    content.clear();
    // A part of one of our own workbooks, whose budget is wide, comes out ten times as large as it went in.
    let plausible = MAX_INFLATED_BYTES.max(entry.compressed_size().saturating_mul(MAX_RATIO));
    let rest = plausible.min(budget.allowed - budget.spent);
    let before = budget.spent;
    budget.spent += entry.take(rest + 1).read_to_end(content).map_err(|_| Damage::Package)? as u64;
    within(Limit::InflatedBytes, budget.spent, before + rest)?;
    Ok(name)
}

/// Whether a part has the name wanted; the case may differ, as it may for the library.
fn is_name(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
