//! Outputs are written all or none. An older, different output is kept beside the new one; what a failed run made is gone,
//! the folders it made included.
//!
//! Everything is first written to temporary files, the copies of older outputs too. Only when all of them are complete do
//! they take their names, each in one step. The copy of an older output is one in its own right, never a second name of
//! the same file: Windows couldn't remove that again while a program holds the output open.

mod contents;
mod target;
mod temporary;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use tempfile::{PathPersistError, TempPath};

use super::{shown, terminal};
use crate::output as made;
use crate::output::data_package::PackagedFile;
pub use contents::{OutputContents, Spool, Spools};
pub use target::{OutputKind, Protected};
use target::{OutputPlace, folder_of, not_written, refused};
use temporary::Staging;

/// Something to be written.
pub struct Output {
    pub path: PathBuf,
    pub kind: OutputKind,
    /// The folder that was asked for; `None` for a file that was asked for itself. Either is made where it is missing.
    pub folder: Option<PathBuf>,
    pub contents: OutputContents,
}

impl Output {
    /// A file under the very name that was asked for.
    pub fn file(path: &Path, kind: OutputKind, contents: impl Into<OutputContents>) -> Self {
        Output { path: path.to_owned(), kind, folder: None, contents: contents.into() }
    }

    /// A file below a folder that was asked for.
    pub fn within(folder: &Path, path: PathBuf, contents: impl Into<OutputContents>) -> Self {
        Output { path, kind: OutputKind::Named, folder: Some(folder.to_owned()), contents: contents.into() }
    }

    /// Files that were written to spools, below a folder that was asked for.
    pub fn spooled_within(folder: &Path, files: Vec<PackagedFile<Spool>>) -> Vec<Self> {
        let output = |file: PackagedFile<Spool>| {
            Output::within(folder, folder.join(file.name), OutputContents::Spooled(file.target))
        };
        files.into_iter().map(output).collect()
    }

    /// Files that were made, below a folder that was asked for.
    pub fn all_within(folder: &Path, files: impl IntoIterator<Item = made::File>) -> Vec<Self> {
        files.into_iter().map(|file| Output::within(folder, folder.join(file.name), file.bytes)).collect()
    }
}

/// Where outputs are written, as JSON names them.
pub fn names(outputs: &[Output]) -> Vec<String> {
    outputs.iter().map(|output| output.path.to_string_lossy().into_owned()).collect()
}

/// What saving did beside writing the outputs.
#[derive(Debug, Default)]
pub struct Saved {
    /// Where older, different outputs are kept.
    pub kept: Vec<PathBuf>,
    /// Links that were asked for, and the files they lead to, which were written.
    pub links: Vec<(PathBuf, PathBuf)>,
}

impl Saved {
    /// As the screen shows it.
    pub fn report(&self) -> String {
        let width = terminal::width();
        let mut text = self.report_links();
        match &self.kept[..] {
            [] => (),
            // A line for itself, to be copied whole.
            few @ ([_] | [_, _]) => few.iter().for_each(|kept| {
                text.push_str(&terminal::message(&format!("  Bản cũ được giữ ở: {}", shown::path(kept)), width));
            }),
            many => text.push_str(&terminal::paths("Bản cũ được giữ ở", many, width)),
        }
        text
    }

    /// Which outputs lie elsewhere than asked for.
    pub fn report_links(&self) -> String {
        self.links
            .iter()
            .map(|(link, file)| {
                let (link, file) = (shown::path(link), shown::path(file));
                terminal::message(
                    &format!("  “{link}” là lối tắt; đã ghi vào tệp mà nó trỏ đến: {file}"),
                    terminal::width(),
                )
            })
            .collect()
    }
}

/// Makes sure before the work begins that a file can be written; its folder need not be there yet.
///
/// # Errors
///
/// When its folder can't be made or written to, or nothing may be written under its name.
pub fn check(path: &Path, kind: OutputKind, protected: &Protected) -> Result<()> {
    let target = OutputPlace::find(path, kind)?;
    protected.check(&target)?;
    check_made(target.folder())
}

/// Makes sure before the work begins that files can be written to a folder, which need not be there yet.
///
/// # Errors
///
/// When it can't be made or written to.
pub fn check_folder(folder: &Path) -> Result<()> {
    if !folder.exists() && is_named_like_a_file(folder) {
        let name = folder.with_extension("");
        bail!(
            "“{}” là tên một tệp, mà chỗ này cần tên thư mục, vì lệnh lập nhiều tệp. Ghi tên thư mục, ví dụ “{}”",
            shown::path(folder),
            shown::path(&name)
        );
    }
    check_made(folder)
}

/// Makes sure that a folder can be made where it is missing, and written to.
fn check_made(folder: &Path) -> Result<()> {
    let Some(existing) = folder.ancestors().find(|above| fs::symlink_metadata(above).is_ok()) else {
        return open_staging(Path::new(".")).map(drop);
    };
    match fs::metadata(existing) {
        Ok(found) if found.is_dir() => open_staging(existing).map(drop),
        Ok(_) => Err(io::Error::from(ErrorKind::NotADirectory)).with_context(|| not_made(folder)),
        Err(error) => Err(error).with_context(|| not_made(folder)),
    }
}

/// Whether a name ends as those of documents do: nobody means a folder by it.
fn is_named_like_a_file(path: &Path) -> bool {
    const ENDINGS: [&str; 10] = ["xlsx", "xls", "xlsb", "ods", "docx", "doc", "pdf", "csv", "html", "zip"];
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn open_staging(folder: &Path) -> Result<Staging> {
    Staging::open(folder).with_context(|| format!("không ghi được vào thư mục “{}”", shown::path(folder)))
}

fn not_made(folder: &Path) -> String {
    format!("không tạo được thư mục “{}”", shown::path(folder))
}

/// Writes outputs, all or none.
///
/// # Errors
///
/// When one of them can't be written. Then everything is as it was before.
pub fn save_all(outputs: &mut [Output], protected: &Protected) -> Result<Saved> {
    let mut folders = MadeFolders::default();
    let targets = targets(outputs, &mut folders)?;
    let links = targets.iter().filter(|target| target.is_link());
    let links = links.map(|target| (target.given.clone(), target.real.clone())).collect();
    let mut rooms = Rooms::for_all(&targets, outputs);
    let staged = targets.into_iter().zip(outputs);
    let changes = staged.map(|(target, output)| rooms.stage(target, output, protected));
    let changes: Vec<PendingOutput> = changes.filter_map(Result::transpose).collect::<Result<_>>()?;
    let kept = commit(changes)?;
    folders.made.clear();
    Ok(Saved { kept, links })
}

/// Where everything goes; folders that are missing are made.
fn targets(outputs: &[Output], folders: &mut MadeFolders) -> Result<Vec<OutputPlace>> {
    let mut taken = BTreeSet::new();
    let mut targets = Vec::new();
    for output in outputs {
        folders.make(folder_of(&output.path))?;
        let target = OutputPlace::find(&output.path, output.kind)?;
        let folder = target.folder().canonicalize().unwrap_or_else(|_| target.folder().to_owned());
        if !taken.insert(folder.join(target.real.file_name().unwrap_or_default())) {
            bail!("hai kết quả cùng ghi vào tệp “{}”. Chọn tên khác hoặc thư mục khác", shown::path(&output.path));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// Folders made for outputs, which are removed again unless they are kept.
#[derive(Default)]
struct MadeFolders {
    made: Vec<PathBuf>,
}

impl MadeFolders {
    fn make(&mut self, folder: &Path) -> Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
            self.make(above)?;
        }
        match fs::create_dir(folder) {
            Ok(()) => self.made.push(folder.to_owned()),
            // Another run was quicker.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => (),
            Err(error) => return Err(error).with_context(|| not_made(folder)),
        }
        Ok(())
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // Only if it is empty.
            let _ = fs::remove_dir(folder);
        }
    }
}

// ------------------------------------------------------------------------------------------------------------ staging

/// An output that is complete but has not yet taken its name.
struct PendingOutput {
    target: OutputPlace,
    new: TempPath,
    older: Option<Older>,
}

/// The older, different output that stands in its place.
enum Older {
    /// A complete copy of it, to be given a name.
    Copied(TempPath),
    /// It is kept already.
    Kept(PathBuf),
}

/// The folders in which temporary files are made, few however many folders the outputs go to.
struct Rooms {
    by_folder: BTreeMap<PathBuf, Option<Staging>>,
}

impl Rooms {
    /// Removes on the way what killed runs left.
    fn for_all(targets: &[OutputPlace], outputs: &[Output]) -> Self {
        let mut by_room: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
        for (target, output) in targets.iter().zip(outputs) {
            by_room.entry(room(target, output)).or_default().push(&target.real);
        }
        for (folder, targets) in &by_room {
            temporary::sweep(folder, targets.iter().copied());
        }
        Rooms { by_folder: by_room.into_keys().map(|folder| (folder, None)).collect() }
    }

    /// Writes an output to a temporary file; `None` where the same bytes stand already.
    fn stage(
        &mut self,
        target: OutputPlace,
        output: &mut Output,
        protected: &Protected,
    ) -> Result<Option<PendingOutput>> {
        let room_folder = room(&target, output);
        let failed = || not_written(&target.given);
        if let Some(found) = &target.existing
            && holds(&target.real, found, &mut output.contents).with_context(failed)?
        {
            return Ok(None);
        }
        protected.check(&target)?;
        let staging = self.staging(&room_folder)?;
        let fill = |file: &mut File| io::copy(&mut output.contents.reader()?.1, file).map(drop);
        let new = staging.write(&target.real, target.existing.as_ref(), fill).with_context(failed)?;
        let older = match &target.existing {
            Some(found) => Some(older(staging, &target.real, found).with_context(failed)?),
            None => None,
        };
        Ok(Some(PendingOutput { target, new, older }))
    }

    fn staging(&mut self, folder: &Path) -> Result<&Staging> {
        let staging = self.by_folder.entry(folder.to_owned()).or_default();
        if staging.is_none() {
            *staging = Some(open_staging(folder)?);
        }
        staging.as_ref().ok_or_else(|| anyhow!(not_made(folder)))
    }
}

/// The folder for an output's temporary files: the one that was asked for, or the one it lies in if that is elsewhere.
fn room(target: &OutputPlace, output: &Output) -> PathBuf {
    match &output.folder {
        Some(folder) if !target.is_link() && lies_in(target.folder(), folder) => folder.clone(),
        _ => target.folder().to_owned(),
    }
}

fn lies_in(folder: &Path, above: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(folder).zip(real(above)).is_some_and(|(folder, above)| folder.starts_with(above))
}

/// Whether a file holds exactly these bytes.
fn holds(path: &Path, found: &Metadata, contents: &mut OutputContents) -> io::Result<bool> {
    let (n_bytes, reader) = contents.reader()?;
    Ok(found.len() == n_bytes && are_same([Box::new(File::open(path)?), reader])?)
}

fn older(staging: &Staging, path: &Path, found: &Metadata) -> io::Result<Older> {
    for kept in kept_names(path).take_while(|name| fs::symlink_metadata(name).is_ok()) {
        if is_same(path, &kept, found.len())? {
            return Ok(Older::Kept(kept));
        }
    }
    staging
        .write(path, Some(found), |file| {
            io::copy(&mut File::open(path)?, file)?;
            // People find it by its date.
            found.modified().and_then(|modified| file.set_modified(modified))
        })
        .map(Older::Copied)
}

/// Whether two files of a length hold the same.
fn is_same(a: &Path, b: &Path, len: u64) -> io::Result<bool> {
    if !fs::metadata(b).is_ok_and(|found| found.is_file() && found.len() == len) {
        return Ok(false);
    }
    are_same([Box::new(File::open(a)?.take(len)), Box::new(File::open(b)?.take(len))])
}

/// Whether two readers give the same bytes.
fn are_same(mut readers: [Box<dyn Read + '_>; 2]) -> io::Result<bool> {
    let mut pieces = [Vec::new(), Vec::new()];
    loop {
        for (reader, piece) in readers.iter_mut().zip(&mut pieces) {
            piece.clear();
            reader.take(1 << 20).read_to_end(piece)?;
        }
        if pieces[0] != pieces[1] {
            return Ok(false);
        }
        if pieces[0].is_empty() {
            return Ok(true);
        }
    }
}

/// The names under which older outputs are kept: `so.ban-cu-1.xlsx`, `so.ban-cu-2.xlsx` …
fn kept_names(target: &Path) -> impl Iterator<Item = PathBuf> {
    /// File systems allow 255 bytes; the number and the ending need some.
    const MAX_STEM_BYTES: usize = 200;
    let mut stem = target.file_stem().unwrap_or_default().to_os_string();
    if stem.len() > MAX_STEM_BYTES {
        // A character has at most four.
        stem = stem.to_string_lossy().chars().take(MAX_STEM_BYTES / 4).collect::<String>().into();
    }
    (1..).map(move |n| {
        let mut name = stem.clone();
        name.push(format!(".ban-cu-{n}"));
        if let Some(extension) = target.extension() {
            name.push(".");
            name.push(extension);
        }
        target.with_file_name(name)
    })
}

// --------------------------------------------------------------------------------------------------------- committing

/// An output that has taken its name.
struct Committed {
    path: PathBuf,
    /// Where the output is kept that stood there before.
    older: Option<PathBuf>,
    /// Whether that copy was made by this run.
    is_new_copy: bool,
}

/// Gives every output its name; returns where older ones are kept.
fn commit(changes: Vec<PendingOutput>) -> Result<Vec<PathBuf>> {
    let mut done: Vec<Committed> = Vec::new();
    for change in changes {
        match put(change) {
            Ok(committed) => done.push(committed),
            Err(error) => {
                done.iter().rev().for_each(undo);
                return Err(error);
            }
        }
    }
    Ok(done.into_iter().filter_map(|committed| committed.older).collect())
}

fn put(change: PendingOutput) -> Result<Committed> {
    let PendingOutput { target, new, older } = change;
    check_is_as_seen(&target)?;
    let is_new_copy = matches!(older, Some(Older::Copied(_)));
    let older = match older {
        Some(Older::Copied(copy)) => {
            Some(name_copy(copy, &target.real).map_err(|error| refused(error, &target.given))?)
        }
        Some(Older::Kept(kept)) => Some(kept),
        None => None,
    };
    let put = if target.existing.is_some() {
        new.persist(&target.real).map_err(|error| error.error)
    } else {
        put_new(new, &target.real)
    };
    if let Err(error) = put {
        if let Some(copy) = older.filter(|_| is_new_copy) {
            let _ = fs::remove_file(copy);
        }
        return Err(match error.kind() {
            ErrorKind::AlreadyExists => just_changed(&target),
            _ => refused(error, &target.given),
        });
    }
    Ok(Committed { path: target.real, older, is_new_copy })
}

/// # Errors
///
/// When somebody wrote to the output since it was looked at; nothing of theirs is to be lost.
fn check_is_as_seen(target: &OutputPlace) -> Result<()> {
    let Some(seen) = &target.existing else { return Ok(()) };
    let is_as_seen = fs::metadata(&target.real)
        .is_ok_and(|now| now.len() == seen.len() && now.modified().ok() == seen.modified().ok());
    if is_as_seen { Ok(()) } else { Err(just_changed(target)) }
}

/// Another program, or another run of this one, wrote to the output since it was looked at.
fn just_changed(target: &OutputPlace) -> anyhow::Error {
    anyhow!("{}: tệp vừa bị chương trình khác thay đổi. Chạy lại", not_written(&target.given))
}

/// Gives the copy of an older output the first free name.
fn name_copy(mut copy: TempPath, target: &Path) -> io::Result<PathBuf> {
    for name in kept_names(target) {
        match copy.persist_noclobber(&name) {
            Ok(()) => return Ok(name),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => copy = error.path,
            Err(error) => return put_where_nothing_is(error, &name).map(|()| name),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn put_new(new: TempPath, path: &Path) -> io::Result<()> {
    match new.persist_noclobber(path) {
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => put_where_nothing_is(error, path),
        result => result.map_err(|error| error.error),
    }
}

/// Some network drives can't refuse a name that is taken in one step; there it is looked at first.
fn put_where_nothing_is(refused: PathPersistError, path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    refused.path.persist(path).map_err(|error| error.error)
}

/// Puts an output back as it was, in one step, as far as the disk lets it.
fn undo(committed: &Committed) {
    let path = &committed.path;
    let _ = match &committed.older {
        None => fs::remove_file(path),
        Some(kept) if committed.is_new_copy => fs::rename(kept, path),
        Some(kept) => fs::copy(kept, path).map(drop),
    };
}

#[cfg(test)]
mod tests;
