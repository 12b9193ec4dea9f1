//! Where an output may go: to a plain file whose ending fits, never in the place of a returned file, of a device or of a
//! link. What a link points to is what is written.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::cli::{shown, system};
use crate::intake::container::MAX_FILE_BYTES;
use crate::intake::{self, Content};
use crate::output::marked;
use crate::plan::Plan;
use crate::rollup;
use crate::usecase;
use crate::value::grid::{Sheet, Value};

/// What an output is, which the ending of its name must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputKind {
    /// A workbook of our own.
    Workbook,
    Calendar,
    /// A page for a browser.
    Page,
    /// A plan as text.
    PlanFile,
    /// Named by us, or after the file it was made from.
    Named,
}

impl OutputKind {
    /// The ending that its name must have, and what it is.
    fn ending(self) -> Option<(&'static str, &'static str)> {
        match self {
            OutputKind::Workbook => Some(("xlsx", "sổ Excel")),
            OutputKind::Calendar => Some(("ics", "lịch")),
            OutputKind::Page => Some(("html", "trang kết quả")),
            OutputKind::PlanFile => Some(("toml", "tệp kế hoạch")),
            OutputKind::Named => None,
        }
    }
}

/// The files that no output may take the place of.
pub struct Protected<'a> {
    /// By which returned files are known, wherever they lie.
    plan: &'a Plan,
    /// The files of this run.
    returned: Vec<&'a Path>,
}

impl<'a> Protected<'a> {
    /// Every returned file that stands where an output is to go.
    pub fn returns(plan: &'a Plan) -> Self {
        Protected { plan, returned: Vec::new() }
    }

    /// And the files of this run, whatever they are.
    pub fn and(mut self, files: impl Iterator<Item = &'a Path>) -> Self {
        self.returned.extend(files);
        self
    }

    /// # Errors
    ///
    /// When the file that stands there came from an agency.
    pub fn check(&self, target: &OutputPlace) -> Result<()> {
        let Some(found) = &target.existing else { return Ok(()) };
        let real = target.real.canonicalize().unwrap_or_else(|_| target.real.clone());
        let is_of_run = self.returned.iter().any(|file| file.canonicalize().is_ok_and(|file| file == real));
        let is_returned = match content(&target.real, found, self.plan, is_of_run) {
            Some(Content::OwnOutput | Content::OwnReturn { .. }) => false,
            // A return that was added up from units, if only by its cover, is ours until it is sent, and the older one is kept.
            Some(Content::Submission(submission)) if submission.sources.is_some() => is_of_run,
            Some(Content::Submission(submission)) => {
                let is_filled = submission.observations().next().is_some();
                is_of_run || is_filled && !says_it_was_added_up(&target.real, self.plan)
            }
            Some(Content::Unusable { agency, .. }) => is_of_run || agency.is_some(),
            Some(Content::Ignored) | None => is_of_run,
        };
        if is_returned {
            bail!(
                "“{}” là tệp đơn vị đã gửi, không được ghi đè. Chọn tên khác hoặc thư mục khác",
                shown::path(&target.given)
            );
        }
        Ok(())
    }
}

/// What a file is that an output would replace; `None` if it is no table, or can't be read.
fn content(path: &Path, found: &Metadata, plan: &Plan, is_of_run: bool) -> Option<Content> {
    if found.len() > MAX_FILE_BYTES {
        return intake::identify::is_provincial(&fs::read(path).ok()?).then_some(Content::OwnOutput);
    }
    let bytes = fs::read(path).ok()?;
    // A marked copy is ours, though it holds the counts of an agency; among the files of the run it has come back.
    if marked::is_copy(&bytes) && !is_of_run {
        return Some(Content::OwnOutput);
    }
    // What a collector's own roll-up made of its units' files is known by the plan of that collector.
    if plan.level.is_some() {
        let received = usecase::receive(&bytes, &path.to_string_lossy(), plan);
        if received.content.is_own_output() {
            return Some(Content::OwnOutput);
        }
    }
    // Whatever level it is of.
    let (root, name) = (plan.root(), path.to_string_lossy());
    let received = usecase::receive(&bytes, &name, root);
    let tier = usecase::validate::collected_by(&received).and_then(|code| root.for_tier(code));
    Some(tier.map_or(received, |tier| usecase::receive(&bytes, &name, &tier)).content)
}

/// Whether the words of a return say that it was added up from units, whose sources somebody deleted.
fn says_it_was_added_up(path: &Path, plan: &Plan) -> bool {
    let workbook = fs::read(path).ok().and_then(|bytes| intake::sheets_of(&bytes, plan.root()));
    let cells = workbook.iter().flat_map(|workbook| &workbook.sheets).flat_map(Sheet::cells);
    let mut texts = cells.filter_map(|(_, cell)| match &cell.value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    texts.any(|text| !rollup::stated_of_adding_up(text).is_empty())
}

/// A place for an output.
pub struct OutputPlace {
    pub given: PathBuf,
    /// The same, or where a link of that name leads.
    pub real: PathBuf,
    /// Of the file that stands there now.
    pub existing: Option<Metadata>,
}

impl OutputPlace {
    /// # Errors
    ///
    /// When an output of this kind may not go there.
    pub fn find(path: &Path, kind: OutputKind) -> Result<Self> {
        let real = follow(path)?;
        let existing = existing(path, &real)?;
        fit(path, kind)?;
        if real != path {
            fit(&real, kind)?;
        }
        let target = OutputPlace { given: path.to_owned(), real, existing };
        target.check_is_free()?;
        Ok(target)
    }

    pub fn is_link(&self) -> bool {
        self.real != self.given
    }

    /// The folder it lies in.
    pub fn folder(&self) -> &Path {
        folder_of(&self.real)
    }

    /// # Errors
    ///
    /// When another program holds the file. Elsewhere than on Windows that hinders nobody.
    fn check_is_free(&self) -> Result<()> {
        if self.existing.is_none() {
            return Ok(());
        }
        free::check(&self.real).with_context(|| not_written(&self.given))
    }
}

/// The folder a path lies in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path itself, or where a link of that name leads, whether anything is there or not.
fn follow(path: &Path) -> Result<PathBuf> {
    const MAX_LINKS: usize = 40;
    let mut real = path.to_owned();
    for _ in 0..MAX_LINKS {
        if !fs::symlink_metadata(&real).is_ok_and(|found| found.is_symlink()) {
            return Ok(real);
        }
        let to = fs::read_link(&real).with_context(|| not_written(path))?;
        real = match real.parent() {
            Some(folder) => folder.join(to),
            None => to,
        };
    }
    bail!("“{}” là lối tắt trỏ vòng về chính nó; chọn tên khác", shown::path(path))
}

fn existing(given: &Path, real: &Path) -> Result<Option<Metadata>> {
    match fs::metadata(real) {
        Ok(found) if found.is_dir() => bail!("“{}” là thư mục; ghi tên tệp", shown::path(given)),
        // A pipe may never end, and a device is not to be replaced.
        Ok(found) if !found.is_file() => bail!("“{}” không phải là tệp; chọn tên khác", shown::path(given)),
        _ if is_device_name(real) => bail!("“{}” không phải là tệp; chọn tên khác", shown::path(given)),
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // A folder above it that is none, or can't be looked into, is named when something is written there.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
        Err(error) => Err(error).with_context(|| not_written(given)),
    }
}

/// Whether Windows takes a name for a device, in any folder and with any ending.
fn is_device_name(path: &Path) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is_port = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port).is_some_and(|n| n.len() == 1 && n.bytes().all(|byte| byte.is_ascii_digit()))
    });
    cfg!(windows) && (DEVICES.contains(&stem) || is_port)
}

/// # Errors
///
/// When the ending promises something else than what is written.
fn fit(path: &Path, kind: OutputKind) -> Result<()> {
    let Some((ending, what)) = kind.ending() else { return Ok(()) };
    if path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending)) {
        return Ok(());
    }
    let better = shown::path(&path.with_extension(ending));
    Err(anyhow!("“{}” phải có đuôi .{ending} vì kết quả là {what}. Có phải là “{better}”?", shown::path(path)))
}

pub fn not_written(path: &Path) -> String {
    format!("không ghi được “{}”", shown::path(path))
}

/// What the system says of an output that could not take its place.
pub fn refused(error: io::Error, path: &Path) -> anyhow::Error {
    let is_denied = error.kind() == io::ErrorKind::PermissionDenied || system::is_open_elsewhere(&error);
    let hint = if is_denied { "; nếu tệp đang mở trong Excel thì đóng lại rồi chạy lại" } else { "" };
    anyhow!(error).context(format!("{}{hint}", not_written(path)))
}

#[cfg(windows)]
mod free {
    use std::fs::OpenOptions;
    use std::io::{self, ErrorKind};
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::Path;

    /// Asks for the file alone, which is refused while anyone has it open.
    pub fn check(path: &Path) -> io::Result<()> {
        match OpenOptions::new().read(true).write(true).share_mode(0).open(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(not(windows))]
mod free {
    use std::io;
    use std::path::Path;

    pub fn check(_: &Path) -> io::Result<()> {
        Ok(())
    }
}
