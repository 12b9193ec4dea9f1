//! What kind of file the bytes are, by their contents alone, and whether a spreadsheet library may see them.
//!
//! Files come back renamed, half downloaded, locked, and now and then built to exhaust whoever opens them. What a
//! library answers by panicking, hanging or asking for gigabytes is refused here, with the reason as a value; the
//! words for people are the catalogue's, and reading the cells is the [`reader`](super::reader)'s.

use std::borrow::Cow;

use crate::problem::unreadable::{Damage, ForeignTable, Limit, Other, Refusal};
use crate::value::grid::{Format, MAX_ROWS};

mod biff;
mod delimited;
mod markup;
mod ole;
mod package;
mod protection;
mod signature;
mod xlsb;

/// The largest file that is looked at, in bytes. A filled template has about 100 kB.
pub const MAX_FILE_BYTES: u64 = 20 << 20;
/// What all parts of one package may have together once inflated, in bytes. A filled template has under 1 MB. One
/// absolute budget makes a limit on the ratio needless: a small bomb that stays under it does no harm.
pub const MAX_INFLATED_BYTES: u64 = 48 << 20;
/// How many parts a package may have.
pub const MAX_ENTRIES: u64 = 10_000;
/// How many cells, empty ones included, all sheets of a file may have: what streams in half a second.
pub const MAX_CELLS: u64 = 500_000;
/// How many sheets a file may have; each costs something in every step that looks through them.
pub const MAX_SHEETS: u64 = 1_000;
/// How many elements all XML of a file may have: what streams in half a second.
pub const MAX_TAGS: u64 = 2_000_000;
/// What one piece of markup, or one run of text between two, may have, in bytes.
pub const MAX_TOKEN_BYTES: u64 = 4 << 20;
/// How many shared strings there may be, or be declared: the library allots room for them before it sees one.
pub const MAX_SHARED_STRINGS: u64 = 1_000_000;
/// How many fonts, fills, borders, formats, names and relationships there may be together. Excel stops at 65,490
/// formats; old workbooks drag along tens of thousands of names.
pub const MAX_DEFINITIONS: u64 = 300_000;
/// How many records of an `.xls` may be walked, all sheets together.
pub const MAX_RECORDS: u64 = 2_000_000;
/// How many `CONTINUE` records may follow one record of an `.xls`: the library's time grows with their square.
pub const MAX_CONTINUES: u64 = 10_000;
/// What the formulas of an `.xls` may have, in bytes of tokens: the library writes all of them out as text.
pub const MAX_FORMULA_BYTES: u64 = 2 << 20;
/// What the text of all cells of an `.xls` may have, in bytes, a string counted as often as it is shown.
pub const MAX_TEXT_BYTES: u64 = 48 << 20;

/// How many times as much as a return one of this program's own workbooks may hold: bytes, cells, elements, strings.
pub const OWN_SCALE: u64 = 64;

/// How many times as much as other returns one with forms of so many rows may hold; never more than [`OWN_SCALE`].
pub fn scale_of(max_form_rows: u32) -> u64 {
    u64::from(max_form_rows.div_ceil(MAX_ROWS)).clamp(1, OWN_SCALE)
}

/// A file that the reader may see.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened<'b> {
    pub format: Format,
    /// Of the file, or of the same package with its parts already unpacked.
    pub bytes: Cow<'b, [u8]>,
}

/// The format of a spreadsheet that is safe to read, or why it isn't one.
///
/// # Errors
///
/// When it is no spreadsheet that can be read; the refusal says what it is instead.
pub fn inspect(bytes: &[u8]) -> Result<Format, Refusal> {
    inspect_scaled(bytes, 1)
}

/// [`inspect`] for a return of forms with so many rows, and its bytes as they are best read. Bounds are [`scale_of`] times as wide, but
/// for the file's size.
///
/// # Errors
///
/// As [`inspect`].
pub fn open(bytes: &[u8], max_form_rows: u32) -> Result<Opened<'_>, Refusal> {
    if bytes.len() as u64 <= MAX_FILE_BYTES && package::is_zip(bytes) {
        return package::open(bytes, scale_of(max_form_rows));
    }
    if bytes.len() as u64 <= MAX_FILE_BYTES
        && let Some(package) = protected_package(bytes)
    {
        let Opened { format, bytes } = package::open(&package, scale_of(max_form_rows))?;
        return Ok(Opened { format, bytes: Cow::Owned(bytes.into_owned()) });
    }
    Ok(Opened { format: inspect(bytes)?, bytes: Cow::Borrowed(bytes) })
}

/// The package in a workbook of which only the structure is protected; `None` if it is something else, or has a password.
fn protected_package(bytes: &[u8]) -> Option<Vec<u8>> {
    let file = ole::is_compound_file(bytes).then(|| ole::CompoundFile::open(bytes).ok())??;
    let info = file.stream("EncryptionInfo")?.ok()?;
    let package = file.stream("EncryptedPackage")?.ok()?;
    protection::decrypt_package(&info, &package).filter(|package| package::is_zip(package))
}

/// [`inspect`] for a workbook that this program made from thousands of returns, as its user says.
///
/// # Errors
///
/// As [`inspect`], but for bounds that are [`OWN_SCALE`] times as wide.
pub fn inspect_own(bytes: &[u8]) -> Result<Format, Refusal> {
    inspect_scaled(bytes, OWN_SCALE)
}

/// Whether a file that begins so may be a workbook of a format we read.
pub fn may_be_workbook(head: &[u8]) -> bool {
    package::is_zip(head) || ole::is_compound_file(head)
}

fn inspect_scaled(bytes: &[u8], scale: u64) -> Result<Format, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() as u64 > MAX_FILE_BYTES * scale {
        return Err(inspect_oversized(bytes, bytes.len() as u64));
    }
    if package::is_zip(bytes) {
        package::inspect(bytes, scale)
    } else if ole::is_compound_file(bytes) {
        inspect_compound_file(bytes)
    } else if bytes.iter().all(|byte| *byte == 0) {
        Err(damaged(Damage::OnlyZeros))
    } else {
        Err(signature::foreign(bytes))
    }
}

/// The records of an `.xls`, decrypted if only its structure is protected; `None` if it is none or has a password.
pub(super) fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    protection::decrypt_records(ole::CompoundFile::open(bytes).ok()?.stream("Workbook")?.ok()?)
}

/// Why a file of more than [`MAX_FILE_BYTES`] isn't read, from its first bytes: a long scan is a scan, not a form too large.
pub fn inspect_oversized(head: &[u8], n_bytes: u64) -> Refusal {
    let too_large = Refusal::TooLarge { what: Limit::FileBytes, found: n_bytes, allowed: MAX_FILE_BYTES };
    if package::is_zip(head) || ole::is_compound_file(head) {
        return too_large;
    }
    match signature::foreign(head) {
        Refusal::NotSpreadsheet(Other::PlainText | Other::Unknown) => too_large,
        known => known,
    }
}

fn inspect_compound_file(bytes: &[u8]) -> Result<Format, Refusal> {
    let file = ole::CompoundFile::open(bytes).map_err(damaged)?;
    if file.has("EncryptedPackage") {
        return Err(Refusal::Locked);
    }
    if let Some(workbook) = file.stream("Workbook") {
        let workbook = workbook.map_err(damaged)?;
        biff::check_version(&workbook)?;
        biff::check(&protection::decrypt_records(workbook).ok_or(Refusal::Locked)?)?;
        return Ok(Format::Xls);
    }
    Err(if file.has("Book") {
        Refusal::OtherTable(ForeignTable::Excel5)
    } else if file.has("WordDocument") {
        Refusal::NotSpreadsheet(Other::Word)
    } else if file.has("PowerPoint Document") {
        Refusal::NotSpreadsheet(Other::PowerPoint)
    } else {
        Refusal::NotSpreadsheet(Other::Unknown)
    })
}

fn damaged(detail: Damage) -> Refusal {
    Refusal::Damaged { detail }
}

fn within(what: Limit, found: u64, allowed: u64) -> Result<(), Refusal> {
    if found > allowed { Err(Refusal::TooLarge { what, found, allowed }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
