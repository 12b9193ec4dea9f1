//! Files that an output is written to before it takes its name. A run that is killed leaves them, so they are named for the
//! output and for the run; the next run over the same output removes those whose run is over.
//!
//! Whether a run is over is told by a lock: it holds one on a file of its own, which the system lets go of when it ends.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use crate::intake;

const PREFIX: &str = ".bhxh-";
const SUFFIX: &str = ".tmp";
/// Letters and digits that tell one run from another.
const RUN_LEN: usize = 12;
/// Letters and digits that tell the outputs of a folder apart.
const TARGET_LEN: usize = 16;
/// Letters and digits that tell the temporary files of one output apart.
const FILE_LEN: usize = 6;

/// Room for the temporary files of one run in a folder.
pub struct Staging {
    folder: PathBuf,
    run: String,
    /// Empty, locked while the run lasts.
    _lock: NamedTempFile,
}

impl Staging {
    /// # Errors
    ///
    /// When the folder can't be written to.
    pub fn open(folder: &Path) -> io::Result<Self> {
        loop {
            let lock = Builder::new().prefix(PREFIX).suffix(SUFFIX).rand_bytes(RUN_LEN).tempfile_in(folder)?;
            match lock.as_file().try_lock() {
                // Another run takes it for one that is over and is about to remove it.
                Err(TryLockError::WouldBlock) => continue,
                // Where there are no locks nothing is removed either.
                Ok(()) | Err(TryLockError::Error(_)) => (),
            }
            if !lock.path().exists() {
                continue;
            }
            let name = lock.path().file_name().unwrap_or_default().to_string_lossy();
            let run = name.trim_start_matches(PREFIX).trim_end_matches(SUFFIX).to_owned();
            return Ok(Staging { folder: folder.to_owned(), run, _lock: lock });
        }
    }

    /// Writes a temporary file for a target, with the permissions of the file it will replace or those that any new file
    /// gets.
    pub fn write(
        &self,
        target: &Path,
        replaced: Option<&Metadata>,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<TempPath> {
        let prefix = format!("{PREFIX}{}-{}-", self.run, key(&self.folder, target));
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(FILE_LEN);
        let mut file = permissions::create(&mut builder, &self.folder, replaced)?;
        fill(file.as_file_mut())?;
        file.flush()?;
        permissions::keep(file.as_file(), replaced);
        file.as_file().sync_all()?;
        // Closed, so that thousands of outputs don't need thousands of open files.
        Ok(file.into_temp_path())
    }
}

/// Names a target within a folder, in few letters.
fn key(folder: &Path, target: &Path) -> String {
    let name = target.strip_prefix(folder).unwrap_or(target);
    let mut digest = intake::sha256(name.as_os_str().as_encoded_bytes());
    digest.truncate(TARGET_LEN);
    digest
}

/// Removes what runs that are over left in a folder for these targets.
pub fn sweep<'t>(folder: &Path, targets: impl Iterator<Item = &'t Path>) {
    let keys: BTreeSet<String> = targets.map(|target| key(folder, target)).collect();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    for entry in files {
        let name = entry.file_name();
        match name.to_str().and_then(Leftover::parse) {
            Some(Leftover::Output { run, key }) if keys.contains(key) && is_over(folder, run) => {
                let _ = fs::remove_file(entry.path());
            }
            Some(Leftover::Lock { run }) if entry.metadata().is_ok_and(|found| found.len() == 0) => {
                is_over(folder, run);
            }
            _ => (),
        }
    }
}

/// What the name of a temporary file says.
enum Leftover<'n> {
    Lock { run: &'n str },
    Output { run: &'n str, key: &'n str },
}

impl<'n> Leftover<'n> {
    fn parse(name: &'n str) -> Option<Self> {
        let inner = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
        let parts: Vec<&str> = inner.split('-').collect();
        let has = |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match parts[..] {
            [run] if has(run, RUN_LEN) => Some(Leftover::Lock { run }),
            [run, key, file] if has(run, RUN_LEN) && has(key, TARGET_LEN) && has(file, FILE_LEN) => {
                Some(Leftover::Output { run, key })
            }
            _ => None,
        }
    }
}

/// Whether a run is over; then its lock is removed as well.
fn is_over(folder: &Path, run: &str) -> bool {
    let path = folder.join(format!("{PREFIX}{run}{SUFFIX}"));
    let lock = match OpenOptions::new().read(true).write(true).open(&path) {
        Ok(lock) => lock,
        Err(error) => return error.kind() == ErrorKind::NotFound,
    };
    // Removed while it is held, so that a run that has just begun sees it.
    lock.try_lock().is_ok() && fs::remove_file(&path).is_ok()
}

#[cfg(unix)]
mod permissions {
    use std::fs::{File, Metadata, Permissions};
    use std::io;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    use std::path::Path;

    use tempfile::{Builder, NamedTempFile};

    /// What any new file is made with; the system takes from it what the user doesn't want others to have.
    const NEW_FILE: u32 = 0o666;

    /// A file that never lets more people read it than the one it will replace.
    pub fn create(
        builder: &mut Builder<'_, '_>,
        folder: &Path,
        replaced: Option<&Metadata>,
    ) -> io::Result<NamedTempFile> {
        let mode = replaced.map_or(NEW_FILE, |replaced| replaced.mode() & 0o600);
        builder.permissions(Permissions::from_mode(mode | 0o600)).tempfile_in(folder)
    }

    /// Gives the file the owner and permissions of the one it will replace, as far as the system lets it.
    pub fn keep(file: &File, replaced: Option<&Metadata>) {
        let Some(replaced) = replaced else { return };
        let _ = fchown(file, Some(replaced.uid()), Some(replaced.gid()));
        let is_same_group = file.metadata().is_ok_and(|made| made.gid() == replaced.gid());
        // Another group gets no more than everyone.
        let mode = if is_same_group { replaced.mode() } else { replaced.mode() & !0o070 };
        let _ = file.set_permissions(Permissions::from_mode(mode & 0o777));
    }
}

#[cfg(not(unix))]
mod permissions {
    use std::fs::{File, Metadata};
    use std::io;
    use std::path::Path;

    use tempfile::{Builder, NamedTempFile};

    pub fn create(builder: &mut Builder<'_, '_>, folder: &Path, _: Option<&Metadata>) -> io::Result<NamedTempFile> {
        builder.tempfile_in(folder)
    }

    /// What may be done with a file is inherited from its folder.
    pub fn keep(_: &File, _: Option<&Metadata>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("listed").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn staged(staging: &Staging, target: &Path) -> TempPath {
        staging.write(target, None, |file| file.write_all(b"1")).expect("written")
    }

    #[test]
    fn what_a_run_leaves_is_removed_when_it_is_over_and_not_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let [mine, other] = ["sổ.xlsx", "khác.xlsx"].map(|name| folder.path().join(name));
        let staging = Staging::open(folder.path()).expect("open");
        for target in [&mine, &other] {
            staged(&staging, target).keep().expect("left as a killed run leaves it");
        }
        let sweep_mine = || sweep(folder.path(), [mine.as_path()].into_iter());
        sweep_mine();
        assert_eq!(names(folder.path()).len(), 3, "the run is not over");
        drop(staging);
        sweep_mine();
        assert_eq!(names(folder.path()).len(), 1, "what another output left stays");
        sweep(folder.path(), [other.as_path()].into_iter());
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn a_lock_left_by_a_killed_run_is_removed_and_no_file_of_a_user() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
        put(".bhxh-abcdefghij12.tmp", "");
        let users = [".bhxh-abc.tmp", ".bhxh-abcdefghij13.tmp", ".bhxh-ghi-chú-của tôi.tmp", "bhxh.tmp"];
        users.iter().for_each(|name| put(name, "của tôi"));
        sweep(folder.path(), [Path::new("sổ.xlsx")].into_iter());
        let mut left = users.map(str::to_owned);
        left.sort();
        assert_eq!(names(folder.path()), left);
    }
}
