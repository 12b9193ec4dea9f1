//! Outputs are written whole or not at all, and an older different one is kept beside the new one.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use tempfile::NamedTempFile;

/// A place an output will be written to, known to be writable before the work begins.
pub struct Place {
    target: PathBuf,
    /// In the target's folder, so that it can take the target's name in one step.
    temporary: NamedTempFile,
}

/// Makes sure that an output can be written.
///
/// # Errors
///
/// When its folder doesn't exist or can't be written to, or the target is a folder.
pub fn prepare(target: &Path) -> Result<Place> {
    if target.is_dir() {
        bail!("“{}” là thư mục; ghi tên tệp", target.display());
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = tempfile::Builder::new()
        .prefix(".bhxh-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .with_context(|| format!("không ghi được vào thư mục “{}”", folder.display()))?;
    Ok(Place { target: target.to_owned(), temporary })
}

impl Place {
    /// Writes the output; returns where an older, different one was kept.
    ///
    /// # Errors
    ///
    /// When the disk is full or the target is open in another program; the older output is then as it was.
    pub fn save(self, bytes: &[u8]) -> Result<Option<PathBuf>> {
        let Place { target, mut temporary } = self;
        let existing = match fs::read(&target) {
            Ok(old) if old == bytes => return Ok(None),
            Ok(_) => true,
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(error).with_context(|| format!("không đọc được tệp cũ “{}”", target.display())),
        };
        let failed = || format!("không ghi được “{}”", target.display());
        temporary.write_all(bytes).with_context(failed)?;
        temporary.as_file().sync_all().with_context(failed)?;
        set_usual_permissions(&temporary);
        let kept = if existing { Some(keep(&target)?) } else { None };
        match temporary.persist(&target) {
            Ok(_) => Ok(kept),
            Err(error) => {
                if let Some(kept) = kept {
                    // The new output did not take its place, so the copy of the old one isn't needed.
                    let _ = fs::remove_file(kept);
                }
                Err(anyhow!(error.error)).with_context(|| {
                    format!(
                        "không ghi được “{}”; nếu tệp đang mở trong Excel thì đóng lại rồi chạy lại",
                        target.display()
                    )
                })
            }
        }
    }
}

/// Writes several outputs, all or none: where one can't be written, those already written are put back as they were.
///
/// Returns where older, different ones were kept.
pub fn save_all(outputs: Vec<(Place, Vec<u8>)>) -> Result<Vec<PathBuf>> {
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    let mut kept = Vec::new();
    for (place, bytes) in outputs {
        let target = place.target.clone();
        let before = fs::read(&target).ok();
        match place.save(&bytes) {
            Ok(older) => {
                kept.extend(older);
                done.push((target, before));
            }
            Err(error) => {
                undo(&done);
                for copy in kept {
                    let _ = fs::remove_file(copy);
                }
                return Err(error);
            }
        }
    }
    Ok(kept)
}

/// Puts outputs back as they were, as far as the disk lets it.
fn undo(done: &[(PathBuf, Option<Vec<u8>>)]) {
    for (target, before) in done {
        let _ = match before {
            Some(before) => fs::write(target, before),
            None => fs::remove_file(target),
        };
    }
}

/// Copies an output beside itself under the first free name, itself whole or not at all.
fn keep(target: &Path) -> Result<PathBuf> {
    let stem = target.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = target.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let mut n = 1;
    loop {
        let kept = target.with_file_name(format!("{stem}.ban-cu-{n}{extension}"));
        // A link made in one step; where the file system has none, a copy.
        let made = fs::hard_link(target, &kept).or_else(|error| match error.kind() {
            ErrorKind::AlreadyExists => Err(error),
            _ => copy_whole(target, &kept),
        });
        match made {
            Ok(()) => return Ok(kept),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => n += 1,
            Err(error) => return Err(error).with_context(|| format!("không giữ được bản cũ “{}”", kept.display())),
        }
    }
}

fn copy_whole(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut copy = NamedTempFile::new_in(to.parent().unwrap_or(Path::new(".")))?;
    copy.write_all(&fs::read(from)?)?;
    copy.as_file().sync_all()?;
    copy.persist_noclobber(to).map(|_| ()).map_err(|error| error.error)
}

/// Temporary files are private to their owner; an output is shared like any document.
#[cfg(unix)]
fn set_usual_permissions(file: &NamedTempFile) {
    use std::os::unix::fs::PermissionsExt;
    let _ = file.as_file().set_permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn set_usual_permissions(_file: &NamedTempFile) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_different_output_is_kept_and_an_equal_one_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("so.xlsx");
        let save = |bytes: &[u8]| prepare(&target).expect("writable").save(bytes).expect("saved");
        assert_eq!(save(b"1"), None);
        assert_eq!(save(b"1"), None);
        assert_eq!(save(b"2"), Some(folder.path().join("so.ban-cu-1.xlsx")));
        assert_eq!(save(b"3"), Some(folder.path().join("so.ban-cu-2.xlsx")));
        let read = |name: &str| fs::read(folder.path().join(name)).expect("kept");
        assert_eq!([read("so.xlsx"), read("so.ban-cu-1.xlsx"), read("so.ban-cu-2.xlsx")], [b"3", b"1", b"2"]);
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 3);
    }
}
