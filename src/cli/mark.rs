//! `--mark`: marked copies of files, in a folder of their own, to be sent back. The originals are only read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::inbox::{self, Inbox};
use super::save::{self, Output};
use super::{shown, terminal, threads};
use crate::intake;
use crate::intake::container::MAX_FILE_BYTES;
use crate::ledger::{FileRecord, FileStatus, Merged};
use crate::output::marked::{MarkedCopy, Subject, marked_copy};
use crate::problem::Finding;

/// The end of the name of a list that stands for a copy.
const LIST_END: &str = ".ket-qua.xlsx";

/// A file to be marked.
pub struct Job<'a> {
    /// Where the original lies.
    pub source: &'a Path,
    /// The copy's path below the folder, with forward slashes.
    pub name: String,
    /// Of the bytes that were checked; `None` if they couldn't be read.
    pub sha256: Option<&'a str>,
    pub subject: Subject<'a>,
}

/// A finished copy, not yet saved.
pub struct Copy {
    pub path: PathBuf,
    /// Whether it is the file itself, or only a list since the file can't be marked.
    pub is_marked: bool,
    bytes: Vec<u8>,
}

/// The folder the copies go to.
pub struct Folder<'a> {
    path: &'a Path,
    /// Files that no copy may take the place of, as the file system names them.
    protected: BTreeSet<PathBuf>,
    /// The folder of the originals, which no copy may lie in.
    inbox: Option<PathBuf>,
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

    /// Keeps copies from taking the place of these files.
    pub fn protect<'p>(mut self, files: impl IntoIterator<Item = &'p Path>) -> Self {
        self.protected.extend(files.into_iter().map(inbox::real));
        self
    }

    /// The marked copies of files.
    ///
    /// # Errors
    ///
    /// When a file is no longer what was checked, or a copy would take the place of an original.
    pub fn copies(&self, jobs: &[Job]) -> Result<Vec<Copy>> {
        let marked = threads::map(jobs, |job| Ok((job, mark(job)?))).into_iter().collect::<Result<Vec<_>>>()?;
        let mut taken = BTreeSet::new();
        let mut copies = Vec::new();
        for (job, copy) in marked {
            let (name, is_marked, bytes) = match copy {
                MarkedCopy::Marked(bytes) => (job.name.clone(), true, bytes),
                MarkedCopy::List(bytes) => (list_name(&job.name), false, bytes),
            };
            let path = self.path.join(free(&name, &mut taken));
            let real = inbox::real(&path);
            if self.protected.contains(&real) || self.inbox.as_ref().is_some_and(|inbox| real.starts_with(inbox)) {
                bail!("bản đánh dấu sẽ ghi đè lên tệp “{}”. Chọn thư mục khác cho --mark", shown::path(&path));
            }
            copies.push(Copy { path, is_marked, bytes });
        }
        Ok(copies)
    }

    /// Copies of an earlier run whose files ask for nothing now.
    pub fn outdated(&self, names: &[&str]) -> Vec<PathBuf> {
        let both = names.iter().flat_map(|name| [(*name).to_owned(), list_name(name)]);
        both.map(|name| self.path.join(name)).filter(|path| path.is_file()).collect()
    }
}

/// The marked copies of a run.
pub struct Marking<'a> {
    folder: &'a Path,
    pub copies: Vec<Copy>,
    /// Copies of an earlier run whose files ask for nothing now.
    outdated: Vec<PathBuf>,
}

impl<'a> Marking<'a> {
    /// Marks every file that somebody has to do something about.
    ///
    /// # Errors
    ///
    /// When a file is no longer what was checked, or a copy would take the place of an original.
    pub fn make<'m>(folder: Folder<'a>, merged: &'m Merged, inbox: &'m Inbox, today: NaiveDate) -> Result<Self> {
        let sources: BTreeMap<&str, &Path> =
            inbox.files.iter().map(|file| (file.name.as_str(), file.path.as_path())).collect();
        let (open, done): (Vec<&FileRecord>, Vec<&FileRecord>) = merged.files.iter().partition(|file| asks(file));
        let job = |file: &'m FileRecord| {
            Some(Job {
                source: sources.get(file.path.as_str())?,
                name: file.path.clone(),
                sha256: file.sha256.as_deref(),
                subject: Subject {
                    file_name: file.path.rsplit('/').next().unwrap_or(&file.path),
                    agency: file.agency.map(|agency| merged.year.agency_name(agency)),
                    year: file.year.filter(|year| *year == merged.year.year).map(|_| &merged.year),
                    revision: file.revision,
                    today,
                    findings: &file.findings,
                },
            })
        };
        let folder = folder.protect(inbox.files.iter().map(|file| file.path.as_path()));
        let copies = folder.copies(&open.into_iter().filter_map(job).collect::<Vec<Job>>())?;
        let outdated = folder.outdated(&done.iter().map(|file| file.path.as_str()).collect::<Vec<_>>());
        Ok(Marking { folder: folder.path, copies, outdated })
    }

    /// The copies as outputs of the run.
    pub fn outputs(&mut self) -> Vec<Output> {
        outputs(self.folder, &mut self.copies)
    }

    pub fn report(&self) -> String {
        let width = terminal::width();
        let shown = terminal::paint(terminal::BOLD, &shown::path(self.folder));
        let mut text = match self.copies.len() {
            0 => "  Không tệp nào phải sửa hay giải trình nên không lập bản đánh dấu\n".to_owned(),
            n => format!("  Bản đánh dấu để gửi lại đơn vị: {n} tệp trong {shown}{}\n", self.unmarked()),
        };
        text.push_str(&terminal::paths("Bản đánh dấu cũ, nay không cần gửi nữa", &self.outdated, width));
        text
    }
}

impl Marking<'_> {
    /// How many of the copies are only lists.
    fn unmarked(&self) -> String {
        match self.copies.iter().filter(|copy| !copy.is_marked).count() {
            0 => String::new(),
            n => format!("\n  Trong đó {n} tệp không đánh dấu được, thay bằng danh sách kết quả (…{LIST_END})"),
        }
    }
}

/// Whether somebody has to do something about a file.
fn asks(file: &FileRecord) -> bool {
    match file.status {
        FileStatus::Rejected | FileStatus::Conflict => true,
        FileStatus::Accepted => file.findings.iter().any(Finding::is_open),
        FileStatus::Superseded | FileStatus::Duplicate | FileStatus::Ignored => false,
    }
}

/// The copies as outputs of the run; their bytes are handed over.
pub fn outputs(folder: &Path, copies: &mut [Copy]) -> Vec<Output> {
    let output = |copy: &mut Copy| Output::within(folder, copy.path.clone(), std::mem::take(&mut copy.bytes));
    copies.iter_mut().map(output).collect()
}

/// Paths as JSON names them.
pub fn names(copies: &[Copy]) -> impl Iterator<Item = String> {
    copies.iter().map(|copy| copy.path.to_string_lossy().into_owned())
}

fn mark(job: &Job) -> Result<MarkedCopy> {
    let shown = shown::path(job.source);
    let is_held = |_: &&str| fs::metadata(job.source).is_ok_and(|found| found.len() <= MAX_FILE_BYTES);
    let bytes = match job.sha256.filter(is_held) {
        Some(sha256) => {
            let bytes = fs::read(job.source).with_context(|| format!("không đọc được tệp “{shown}”"))?;
            if intake::sha256(&bytes) != sha256 {
                bail!("tệp “{shown}” vừa bị thay đổi trong lúc kiểm tra. Chạy lại");
            }
            bytes
        }
        // What wasn't read can't be marked; it gets the list.
        None => Vec::new(),
    };
    marked_copy(&bytes, &job.subject).with_context(|| format!("không lập được bản đánh dấu của “{shown}”"))
}

/// The name of the list that stands for a copy, shortened where the file system would have none so long.
fn list_name(name: &str) -> String {
    /// File systems allow 255 bytes.
    const MAX_BYTES: usize = 255 - LIST_END.len();
    let start = name.rfind('/').map_or(0, |slash| slash + 1);
    let mut file = name[start..].to_owned();
    while file.len() > MAX_BYTES {
        file.pop();
    }
    format!("{}{file}{LIST_END}", &name[..start])
}

/// The name, or one with a number if it is taken, whatever the case.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let numbered = (2..).map(|n| format!("{stem} ({n}){extension}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).expect("there are few files")
}
