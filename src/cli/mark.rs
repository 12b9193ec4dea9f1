//! `--mark`: marked copies of files, in a folder of their own, to be sent back. The originals are only read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::inbox;
use super::save::{self, Output};
use super::{shown, terminal, threads};
use crate::intake;
use crate::intake::container::MAX_FILE_BYTES;
use crate::output::letter::enclosed::CopyName;
use crate::output::marked;
use crate::usecase::mark::{self, Copy, Job, LIST_END, Marking};

/// The folder the copies go to.
pub struct Folder<'a> {
    path: &'a Path,
    /// Files that no copy may overwrite, by their canonical paths.
    protected: BTreeSet<PathBuf>,
    /// The folder of the originals, which no copy may lie in.
    inbox: Option<PathBuf>,
}

/// The copies of a run.
pub struct Marked<'a> {
    folder: &'a Path,
    copies: Vec<Copy>,
    /// Copies of an earlier run whose files ask for nothing now.
    outdated: Vec<PathBuf>,
}

impl<'a> Folder<'a> {
    /// A folder beside single files, which need not be there yet.
    ///
    /// # Errors
    ///
    /// When it can't be written to.
    pub fn beside(path: &'a Path) -> Result<Self> {
        Folder { path, protected: BTreeSet::new(), inbox: None }.checked()
    }

    /// A folder outside of an inbox, where copies would be taken for returned files.
    ///
    /// # Errors
    ///
    /// When it lies in the inbox or can't be written to.
    pub fn outside(path: &'a Path, inbox: &Path) -> Result<Self> {
        inbox::keep_out(path, inbox, "--mark")?;
        Folder { path, protected: BTreeSet::new(), inbox: Some(inbox::real(inbox)) }.checked()
    }

    fn checked(self) -> Result<Self> {
        save::check_folder(self.path)?;
        Ok(self)
    }

    /// Forbids copies to overwrite these files.
    pub fn protect<'p>(mut self, files: impl IntoIterator<Item = &'p Path>) -> Self {
        self.protected.extend(files.into_iter().map(inbox::real));
        self
    }

    /// Makes the copies; `originals` says where the files lie that were received under a path.
    ///
    /// # Errors
    ///
    /// When a file is no longer what was checked, or a copy would take the place of an original.
    pub fn fill(self, marking: &Marking, originals: &BTreeMap<&str, &Path>) -> Result<Marked<'a>> {
        let folder = self.protect(originals.values().copied());
        // Files that no longer exist can't be sent back.
        let jobs: Vec<(&Job, &Path)> =
            marking.jobs.iter().filter_map(|job| Some((job, *originals.get(job.path)?))).collect();
        let copies = threads::map(&jobs, |(job, original)| copy(job, original));
        let mut copies = copies.into_iter().collect::<Result<Vec<Copy>>>()?;
        mark::tell_apart(&mut copies);
        for copy in &copies {
            folder.check(&folder.path.join(&copy.file.name))?;
        }
        let mut outdated: Vec<PathBuf> = marking.not_needed.iter().map(|name| folder.path.join(name)).collect();
        outdated.retain(|path| {
            let is_free = copies.iter().all(|copy| folder.path.join(&copy.file.name) != *path);
            is_free && !folder.protected.contains(&inbox::real(path)) && is_earlier_copy(path)
        });
        Ok(Marked { folder: folder.path, copies, outdated })
    }

    fn check(&self, path: &Path) -> Result<()> {
        let real = inbox::real(path);
        if self.protected.contains(&real) || self.inbox.as_ref().is_some_and(|inbox| real.starts_with(inbox)) {
            bail!("bản đánh dấu sẽ ghi đè lên tệp “{}”. Chọn thư mục khác cho --mark", shown::path(path));
        }
        Ok(())
    }
}

/// Whether a file is a marked copy, or a list that stands for one.
fn is_earlier_copy(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= MAX_FILE_BYTES)
        && fs::read(path).is_ok_and(|bytes| marked::is_copy(&bytes))
}

impl Marked<'_> {
    /// The copies as outputs of the run; their bytes are handed over.
    pub fn outputs(&mut self) -> Vec<Output> {
        let folder = self.folder;
        self.copies
            .iter_mut()
            .map(|copy| Output::within(folder, folder.join(&copy.file.name), std::mem::take(&mut copy.file.bytes)))
            .collect()
    }

    /// Where each copy lies, in the order of the files to be marked, and whether it is the file itself.
    pub fn paths(&self) -> impl Iterator<Item = (PathBuf, bool)> {
        self.copies.iter().map(|copy| (self.folder.join(&copy.file.name), copy.is_marked))
    }

    /// What the copies are called in letters, by the paths of their originals.
    pub fn copy_names(&self) -> BTreeMap<String, CopyName> {
        self.copies
            .iter()
            .map(|copy| {
                let name = copy.file.name.rsplit('/').next().unwrap_or(&copy.file.name).to_owned();
                (copy.of.clone(), CopyName { name, is_marked: copy.is_marked })
            })
            .collect()
    }

    /// Paths as JSON names them.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.paths().map(|(path, _)| path.to_string_lossy().into_owned())
    }

    /// How many copies there are, and which old ones are to be sent no more.
    pub fn report(&self) -> String {
        let shown = terminal::paint(terminal::BOLD, &shown::path(self.folder));
        let text = match self.copies.len() {
            0 => "  Không tệp nào phải sửa hay giải trình nên không lập bản đánh dấu\n".to_owned(),
            n => format!("  Bản đánh dấu để gửi lại đơn vị: {n} tệp trong {shown}{}\n", self.unmarked()),
        };
        text + &self.report_outdated()
    }

    /// Which old copies are to be sent no more.
    pub fn report_outdated(&self) -> String {
        terminal::paths("Bản đánh dấu cũ, nay không cần gửi nữa", &self.outdated, terminal::width())
    }

    /// How many of the copies are only lists.
    fn unmarked(&self) -> String {
        match self.copies.iter().filter(|copy| !copy.is_marked).count() {
            0 => String::new(),
            n => format!("\n  Trong đó {n} tệp không đánh dấu được, thay bằng danh sách kết quả (…{LIST_END})"),
        }
    }
}

fn copy(job: &Job, original: &Path) -> Result<Copy> {
    let bytes = checked_bytes(original, job.sha256)?;
    job.copy(&bytes).with_context(|| format!("không lập được bản đánh dấu của “{}”", shown::path(original)))
}

/// The bytes that were checked, by their digest; none of a file that wasn't read.
pub(super) fn checked_bytes(original: &Path, sha256: Option<&str>) -> Result<Vec<u8>> {
    let is_held = || fs::metadata(original).is_ok_and(|found| found.len() <= MAX_FILE_BYTES);
    let Some(sha256) = sha256.filter(|_| is_held()) else { return Ok(Vec::new()) };
    let shown = shown::path(original);
    let bytes = fs::read(original).with_context(|| format!("không đọc được tệp “{shown}”"))?;
    if intake::sha256(&bytes) != sha256 {
        bail!("tệp “{shown}” vừa bị thay đổi trong lúc kiểm tra. Chạy lại");
    }
    Ok(bytes)
}
