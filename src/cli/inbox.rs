//! The files of an inbox: everything below a folder but what programs leave behind.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::intake::{self, Received};
use crate::plan::Plan;

/// What lies in an inbox.
pub struct Inbox {
    /// In the order of their names.
    pub files: Vec<InboxFile>,
    /// Lock files, thumbnails and hidden files, which are skipped.
    pub n_skipped: usize,
}

/// One file of an inbox.
pub struct InboxFile {
    pub path: PathBuf,
    /// Relative to the inbox, with forward slashes, so that outputs don't depend on where the inbox lies.
    pub name: String,
}

/// Lists a folder and its subfolders.
///
/// # Errors
///
/// When the folder, or one below it, can't be read.
pub fn walk(folder: &Path) -> Result<Inbox> {
    if !folder.exists() {
        bail!("không có thư mục “{}”. Kiểm tra lại đường dẫn", folder.display());
    }
    if !folder.is_dir() {
        bail!("“{}” là tệp, không phải thư mục. Dùng “bhxh validate” để kiểm tra một tệp", folder.display());
    }
    let mut inbox = Inbox { files: Vec::new(), n_skipped: 0 };
    let is_root = |entry: &DirEntry| entry.depth() == 0;
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(|entry| {
        is_root(entry) || !(entry.file_type().is_dir() && is_left_behind(&entry.file_name().to_string_lossy()))
    }) {
        let entry = entry.with_context(|| format!("không đọc được thư mục “{}”", folder.display()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        if is_left_behind(&entry.file_name().to_string_lossy()) {
            inbox.n_skipped += 1;
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        inbox.files.push(InboxFile { path: entry.into_path(), name });
    }
    inbox.files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(inbox)
}

/// Reads and checks every file, several at a time; the order stays the inbox's.
///
/// # Errors
///
/// When a file can't be read from the disk; what can't be understood is a finding.
pub fn receive(inbox: &Inbox, plan: &Plan) -> Result<Vec<Received>> {
    inbox
        .files
        .par_iter()
        .map(|file| {
            let bytes =
                fs::read(&file.path).with_context(|| format!("không đọc được tệp “{}”", file.path.display()))?;
            Ok(intake::receive(&bytes, &file.name, plan))
        })
        .collect()
}

/// Whether a name is of the kind that programs leave behind: hidden, locks, thumbnails.
fn is_left_behind(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&lower.as_str())
}
