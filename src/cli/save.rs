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
/// When its folder doesn't exist or can't be written to, or the target is a folder or no file at all.
pub fn prepare(target: &Path) -> Result<Place> {
    match fs::metadata(target) {
        Ok(found) if found.is_dir() => bail!("“{}” là thư mục; ghi tên tệp", target.display()),
        // A pipe may never end, and a device is not to be replaced.
        Ok(found) if !found.is_file() => bail!("“{}” không phải là tệp; chọn tên khác", target.display()),
        _ => {}
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = tempfile::Builder::new()
        .prefix(".bhxh-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .with_context(|| format!("không ghi được vào thư mục “{}”", folder.display()))?;
    Ok(Place { target: target.to_owned(), temporary })
}

/// What saving did to the place.
enum Saved {
    /// The same bytes already stood there.
    Unchanged,
    New,
    /// An older, different output was kept under this name.
    Replaced(PathBuf),
}

impl Place {
    /// Writes the output; returns where an older, different one was kept.
    ///
    /// # Errors
    ///
    /// When the disk is full or the target is open in another program; the older output is then as it was.
    pub fn save(self, bytes: &[u8]) -> Result<Option<PathBuf>> {
        Ok(match self.put(bytes)? {
            Saved::Replaced(kept) => Some(kept),
            Saved::Unchanged | Saved::New => None,
        })
    }

    fn put(self, bytes: &[u8]) -> Result<Saved> {
        let Place { target, mut temporary } = self;
        let existing = match fs::read(&target) {
            Ok(old) if old == bytes => return Ok(Saved::Unchanged),
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
            Ok(_) => Ok(kept.map_or(Saved::New, Saved::Replaced)),
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
    let mut done: Vec<(PathBuf, Saved)> = Vec::new();
    for (place, bytes) in outputs {
        let target = place.target.clone();
        match place.put(&bytes) {
            Ok(saved) => done.push((target, saved)),
            Err(error) => {
                undo(&done);
                return Err(error);
            }
        }
    }
    let kept = |(_, saved)| match saved {
        Saved::Replaced(kept) => Some(kept),
        Saved::Unchanged | Saved::New => None,
    };
    Ok(done.into_iter().filter_map(kept).collect())
}

/// Puts outputs back as they were, each in one step, as far as the disk lets it.
fn undo(done: &[(PathBuf, Saved)]) {
    for (target, saved) in done {
        let _ = match saved {
            Saved::Unchanged => Ok(()),
            Saved::New => fs::remove_file(target),
            Saved::Replaced(kept) => fs::rename(kept, target),
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

    #[test]
    fn outputs_that_belong_together_are_written_all_or_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("cũ.xlsx"), "cũ").expect("written");
        fs::write(at("như cũ.xlsx"), "1").expect("written");
        let names = ["cũ.xlsx", "như cũ.xlsx", "mới.xlsx", "hỏng.docx"];
        let places = names.map(|name| (prepare(&at(name)).expect("writable"), b"1".to_vec()));
        // Someone puts a folder where the last one was to go.
        fs::create_dir(at("hỏng.docx")).expect("a folder");
        let error = save_all(places.into()).expect_err("no room for the last one");
        assert!(error.to_string().contains("hỏng.docx"), "{error}");
        let read = |name: &str| fs::read_to_string(at(name)).expect("as it was");
        assert_eq!([read("cũ.xlsx"), read("như cũ.xlsx")], ["cũ", "1"]);
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 3, "nothing else is left");
    }
}
