//! The files of an inbox: everything below a folder but what programs leave behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use walkdir::{DirEntry, WalkDir};

use super::file;
use super::progress::Progress;
use super::{shown, system, threads};
use crate::intake::{self, Received, Unread};
use crate::plan::Plan;
use crate::problem::unreadable::Unopened;
use crate::usecase;

/// What lies in an inbox.
pub struct Inbox {
    /// In the order of their names.
    pub files: Vec<InboxFile>,
    /// Lock files, thumbnails, hidden files and folders, which are skipped.
    pub n_skipped: usize,
}

/// One file of an inbox, or a folder that can't be looked into.
pub struct InboxFile {
    pub path: PathBuf,
    /// Relative to the inbox, with forward slashes, so that outputs don't depend on where the inbox lies.
    pub name: String,
    /// Why it can't be read, where listing already showed that.
    unread: Option<Unread>,
}

impl Inbox {
    /// Where the files lie that are received under a name.
    pub fn originals(&self) -> BTreeMap<&str, &Path> {
        self.files.iter().map(|file| (file.name.as_str(), file.path.as_path())).collect()
    }
}

/// Lists a folder and its subfolders. What can't be read below it is listed with the reason.
///
/// # Errors
///
/// When the folder itself can't be read.
pub fn walk(folder: &Path) -> Result<Inbox> {
    if !folder.exists() {
        bail!("không có thư mục “{}”. Kiểm tra lại đường dẫn", shown::path(folder));
    }
    if !folder.is_dir() {
        bail!("“{}” là tệp, không phải thư mục. Dùng “bhxh validate” để kiểm tra một tệp", shown::path(folder));
    }
    let mut inbox = Inbox { files: Vec::new(), n_skipped: 0 };
    let mut entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let (path, unread) = match entry {
            Ok(entry) if entry.depth() == 0 => continue,
            Ok(entry) if is_left_behind(entry.path()) => {
                inbox.n_skipped += 1;
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) => (entry.path().to_owned(), unread_entry(&entry)),
            Err(error) => (unreadable_path(&error, folder)?, Some(why(&error))),
        };
        if is_left_behind(&path) {
            inbox.n_skipped += 1;
            continue;
        }
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        let name = relative.iter().map(shown::name).collect::<Vec<_>>().join("/");
        inbox.files.push(InboxFile { path, name, unread });
    }
    inbox.files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(inbox)
}

/// As [`walk`], for commands that have nothing to do in an empty folder.
///
/// # Errors
///
/// When the folder itself can't be read or has no files.
pub fn walk_filled(folder: &Path, to_do: &str) -> Result<Inbox> {
    let inbox = walk(folder)?;
    if inbox.files.is_empty() {
        bail!("thư mục “{}” không có tệp nào để {to_do}", shown::path(folder));
    }
    Ok(inbox)
}

/// What is below the folder and can't be listed.
///
/// # Errors
///
/// When it is the folder itself.
fn unreadable_path(error: &walkdir::Error, folder: &Path) -> Result<PathBuf> {
    match error.path() {
        Some(path) if path != folder => Ok(path.to_owned()),
        _ => {
            let reason = error.io_error().map_or_else(|| error.to_string(), |error| system::reason(error));
            Err(anyhow!(reason)).with_context(|| format!("không đọc được thư mục “{}”", shown::path(folder)))
        }
    }
}

fn why(error: &walkdir::Error) -> Unread {
    let is_folder = || error.path().and_then(|path| fs::metadata(path).ok()).is_some_and(|found| found.is_dir());
    match error.io_error() {
        // A link to a folder above it.
        None => Unread::Unopened(Unopened::Loop),
        Some(_) if is_folder() => Unread::Unopened(Unopened::Folder),
        Some(error) => file::why(error),
    }
}

fn unread_entry(entry: &DirEntry) -> Option<Unread> {
    (!entry.file_type().is_file()).then_some(Unread::Unopened(Unopened::NotAFile))
}

/// Reads and checks every file, several at a time; the order stays the inbox's.
pub fn receive(inbox: &Inbox, plan: &Plan) -> Vec<Received> {
    let progress = Progress::of_files(inbox.files.len(), "Đang đọc");
    threads::map(&inbox.files, |found| {
        let received = match &found.unread {
            Some(unread) => intake::receive_unread(unread, &found.name),
            None => file::receive(&found.path, &found.name, plan),
        };
        progress.one_done();
        received
    })
}

/// The name by which people know an inbox or a file, however it was reached: `.` has the name of the folder it is.
pub fn name(path: &Path) -> String {
    let real = path.canonicalize();
    let name = real.as_deref().unwrap_or(path).file_name();
    name.map_or_else(|| ".".to_owned(), shown::name)
}

/// Keeps outputs of an option out of an inbox, where the next run would take them for returned files.
///
/// # Errors
///
/// When the folder lies in the inbox.
pub fn keep_out(folder: &Path, inbox: &Path, option: &str) -> Result<()> {
    if real(folder).starts_with(real(inbox)) {
        bail!(
            "“{}” nằm trong thư mục các tệp đơn vị gửi về, kết quả sẽ lẫn với tệp gốc. Chọn thư mục khác cho {option}",
            shown::path(folder)
        );
    }
    Ok(())
}

/// The canonical path, even if its last parts don't exist yet.
pub fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Follows a link whose target doesn't exist yet, but not a chain of such links.
    if let Some(to) = path.read_link().ok().map(|to| folder.join(to)).filter(|to| !to.is_symlink()) {
        return real(&to);
    }
    match path.file_name() {
        Some(name) if folder != path => real(folder).join(name),
        _ => path.to_owned(),
    }
}

/// Whether a file or folder is of the kind that programs leave behind.
fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    usecase::is_left_behind(&name) || is_marked_hidden(path)
}

/// Windows hides a file by an attribute rather than by its name.
#[cfg(windows)]
fn is_marked_hidden(path: &Path) -> bool {
    use std::os::windows::fs::MetadataExt;
    const HIDDEN: u32 = 2;
    fs::symlink_metadata(path).is_ok_and(|found| found.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
fn is_marked_hidden(_: &Path) -> bool {
    false
}
