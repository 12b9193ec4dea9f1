//! What kind of file the bytes are, by their contents alone, and whether a spreadsheet library may see them.
//!
//! Files come back renamed, half downloaded, locked, and sometimes built to exhaust whoever opens them. Anything that would make
//! a library panic, hang or allocate gigabytes is refused here with a reason. Cells are read by the [`reader`](super::reader).

use std::borrow::Cow;

use crate::problem::unreadable::{Damage, ForeignTable, Limit, Other, Refusal};
use crate::value::grid::Format;
pub use limits::*;
pub use package::Opened;

mod biff;
mod delimited;
mod limits;
mod markup;
mod ole;
mod package;
mod protection;
mod signature;
mod xlsb;

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
        Err(Damage::OnlyZeros.into())
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
    let too_large = Refusal::TooLarge { what: Limit::FileBytes, found: n_bytes, allowed: MAX_FILE_BYTES, at: None };
    if package::is_zip(head) || ole::is_compound_file(head) {
        return too_large;
    }
    match signature::foreign(head) {
        Refusal::NotSpreadsheet(Other::PlainText | Other::Unknown) => too_large,
        known => known,
    }
}

fn inspect_compound_file(bytes: &[u8]) -> Result<Format, Refusal> {
    let file = ole::CompoundFile::open(bytes)?;
    if file.has("EncryptedPackage") {
        return Err(Refusal::Locked);
    }
    if let Some(workbook) = file.stream("Workbook") {
        let workbook = workbook?;
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
    } else if file.has("__properties_version1.0") {
        // Outlook's own format.
        Refusal::NotSpreadsheet(Other::Mail)
    } else {
        Refusal::NotSpreadsheet(Other::Unknown)
    })
}

#[cfg(test)]
mod tests;
