//! Files that the officer names: a plan, an earlier workbook. They are looked at before they are opened, since a pipe or a
//! device may never end, and no more of them is read than such a file can need.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::shown;
use crate::intake::container;
use crate::value::wording;

/// The largest plan, in bytes: one with two hundred thousand communes has 27 million.
const MAX_PLAN_BYTES: u64 = 40 << 20;
/// How many values a short plan may hold, counted by separators: each costs a hundred bytes or more while it is parsed. A
/// longer plan may hold one value in sixteen bytes, more than any real plan.
const MAX_PLAN_VALUES: usize = 1_000_000;
/// The largest workbook of this program's own, in bytes: one of a whole country's communes has 30 million.
const MAX_WORKBOOK_BYTES: u64 = 120 << 20;
/// The largest document, in bytes: pictures may have been put into it.
const MAX_DOCUMENT_BYTES: u64 = 50 << 20;

/// A plan as it lies in a file.
pub enum WrittenPlan {
    /// The text of a plan file.
    Text(String),
    /// The bytes of a workbook.
    Workbook(Vec<u8>),
}

/// The text of a plan file, or the bytes of a plan workbook.
///
/// # Errors
///
/// When it is no plain file, too large, or neither.
pub fn plan(path: &Path) -> Result<WrittenPlan> {
    let failed = || format!("không đọc được kế hoạch “{}”", shown::path(path));
    let bytes = bounded(path, MAX_PLAN_BYTES).with_context(failed)?;
    if container::may_be_workbook(&bytes) {
        return Ok(WrittenPlan::Workbook(bytes));
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(anyhow::anyhow!("nội dung không phải là chữ đọc được (UTF-8)")).with_context(failed);
    };
    let n_values = text.bytes().filter(|byte| matches!(byte, b',' | b'=' | b'.')).count();
    if n_values > MAX_PLAN_VALUES.max(text.len() / 16) {
        let words = format!("kế hoạch có hơn {} mục", wording::count(MAX_PLAN_VALUES as u64));
        return Err(anyhow::anyhow!(words)).with_context(failed);
    }
    // Some editors put a mark before the first character.
    Ok(WrittenPlan::Text(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)))
}

/// The bytes of a provincial workbook or of a returned file, given under `what`.
///
/// # Errors
///
/// When it is no plain file, or larger than any such file.
pub fn workbook(path: &Path, what: &str) -> Result<Vec<u8>> {
    bounded(path, MAX_WORKBOOK_BYTES).with_context(|| format!("không đọc được {what} “{}”", shown::path(path)))
}

/// The bytes of a document of this program's own, perhaps saved by another program since.
///
/// # Errors
///
/// When it is no plain file, or larger than any such document.
pub fn document(path: &Path) -> Result<Vec<u8>> {
    bounded(path, MAX_DOCUMENT_BYTES).with_context(|| format!("không đọc được văn bản “{}”", shown::path(path)))
}

fn bounded(path: &Path, max_bytes: u64) -> Result<Vec<u8>> {
    let found = fs::metadata(path)?;
    if found.is_dir() {
        bail!("là thư mục, không phải tệp");
    }
    if !found.is_file() {
        bail!("đây là thiết bị hoặc đường truyền của hệ thống, không phải tệp");
    }
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    (&mut file).take(8).read_to_end(&mut head)?;
    // A large file that is no package can't be any of ours.
    let max_bytes = if container::may_be_workbook(&head) { max_bytes } else { max_bytes.min(MAX_PLAN_BYTES) };
    let mut bytes = head;
    if found.len() <= max_bytes {
        // It may grow meanwhile.
        file.take(max_bytes + 1 - bytes.len() as u64).read_to_end(&mut bytes)?;
    }
    let n_bytes = found.len().max(bytes.len() as u64);
    if n_bytes > max_bytes {
        bail!("tệp có {} byte, tối đa {}", wording::count(n_bytes), wording::count(max_bytes));
    }
    Ok(bytes)
}
