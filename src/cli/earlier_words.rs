//! The officer's words in an earlier version of a document, and what is to be said of versions whose words aren't taken.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::args::ReportArgs;
use super::{input, shown};
use crate::output::{docx, report_document};
use crate::usecase::of_another_document;
use crate::value::wording;
use crate::view::prose::Prose;

/// What an earlier version gives to the new one.
pub struct EarlierWords {
    /// The words; `None` where the new version has no places for them.
    pub prose: Option<Prose>,
    /// How that version is called within a sentence.
    pub earlier: String,
    /// What the officer has to know of versions from which nothing is taken.
    pub notes: Vec<String>,
}

impl EarlierWords {
    /// Reads the version that was asked for, or else the one that is replaced.
    pub fn read(args: &ReportArgs) -> Result<Self> {
        let name = report_document::file_name(args.task, args.year);
        let replaced = args.out.as_deref().map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
        let words = |prose, notes| EarlierWords { prose, earlier: "bản cũ".to_owned(), notes };
        if args.no_prose {
            return Ok(words(None, not_taken(&replaced, &Prose::default()).into_iter().collect()));
        }
        if let Some(path) = &args.prose {
            let prose = given(path, args)?;
            let notes = not_taken(&replaced, &prose).into_iter().collect();
            return Ok(EarlierWords { prose: Some(prose), earlier: format!("“{}”", shown::path(path)), notes });
        }
        if !replaced.exists() {
            return Ok(words(Some(Prose::default()), Vec::new()));
        }
        match lying_there(&replaced, args)? {
            Ok(prose) => Ok(words(Some(prose), Vec::new())),
            Err(note) => Ok(words(Some(Prose::default()), vec![note])),
        }
    }
}

/// The words of the version that was asked for.
fn given(path: &Path, args: &ReportArgs) -> Result<Prose> {
    let prose = docx::read_prose(&input::document(path)?).map_err(|why| why.to_string());
    let own = prose.and_then(|prose| match of_another_document(&prose, args.task, args.year) {
        Some(why) => Err(why),
        None => Ok(prose),
    });
    own.map_err(|why| anyhow::anyhow!("không lấy được lời văn từ “{}”: {why}", shown::path(path)))
}

/// The words of the version that is replaced, or why none are taken from it. It is kept in either case.
fn lying_there(path: &Path, args: &ReportArgs) -> Result<Result<Prose, String>> {
    match docx::read_prose(&input::document(path)?) {
        Ok(prose) => Ok(match of_another_document(&prose, args.task, args.year) {
            Some(why) => Err(format!("Không lấy lời văn từ “{}”: {why}", shown::path(path))),
            None => Ok(prose),
        }),
        Err(docx::NotRead::Foreign) => {
            let none = format!("“{}” không có chỗ dành cho lời văn nên không lấy được gì từ đó", shown::path(path));
            let kept = last_kept(path).map(|kept| shown::path(&kept));
            let kept = kept.map(|kept| format!("; lời văn đã viết nằm ở “{kept}”, lấy lại bằng --prose \"{kept}\""));
            Ok(Err(none + &kept.unwrap_or_default()))
        }
        Err(why) => bail!("không lấy được lời văn từ “{}”: {why}; hoặc dùng --no-prose", shown::path(path)),
    }
}

/// That the version which is replaced has words that the new one won't have; `None` if it has none, or can't be read.
fn not_taken(replaced: &Path, taken: &Prose) -> Option<String> {
    let there = docx::read_prose(&input::document(replaced).ok()?).ok()?;
    let is_other = |key: &&String| taken.places.get(*key) != there.places.get(*key);
    let keys: Vec<String> = there.places.keys().filter(is_other).cloned().collect();
    (!keys.is_empty()).then(|| {
        format!(
            "“{}” trước đó có lời văn ở mục {} mà bản mới không lấy; lời văn đó còn trong bản cũ được giữ lại",
            shown::path(replaced),
            wording::list(&keys)
        )
    })
}

/// The latest of the versions kept beside one in which something is written.
fn last_kept(path: &Path) -> Option<PathBuf> {
    let stem = path.file_stem()?.to_string_lossy();
    let kept = |n: u32| path.with_file_name(format!("{stem}.ban-cu-{n}.docx"));
    let there: Vec<PathBuf> = (1..).map(kept).take_while(|path| path.exists()).collect();
    there.into_iter().rev().find(|path| {
        let prose = input::document(path).ok().and_then(|bytes| docx::read_prose(&bytes).ok());
        prose.is_some_and(|prose| !prose.places.is_empty())
    })
}
