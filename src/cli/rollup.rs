//! Where the return of a tier's collector goes: where the officer wants it, otherwise beside the workbook.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::inbox::Inbox;
use super::{shown, terminal};
use crate::plan::Plan;
use crate::usecase::{self, Carried, Province, RolledUp};

/// A return of a tier's collector.
pub struct Rollup {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    /// What became of what somebody had written into the one that it replaces.
    carried: Carried,
    /// The unit's file of the name that it would have had otherwise.
    evaded: Option<PathBuf>,
}

impl Rollup {
    /// Where it is, and what is to be known of it.
    pub fn report(&self) -> String {
        let width = terminal::width();
        let path = terminal::paint(terminal::BOLD, &shown::path(&self.path));
        let mut text = format!("  Biểu tổng hợp, để đọc lại, ký và gửi: {path}\n");
        if let Some(evaded) = &self.evaded {
            let words = format!("“{}” là tệp của một đơn vị nên biểu tổng hợp mang tên khác", shown::path(evaded));
            text.push_str(&terminal::wrap(&words, width, "    ", "    "));
        }
        let Carried { changed, restored, kept, dropped, untold, revision, sent_on } = &self.carried;
        let what = "Chỗ đã sửa tay ở biểu trước không có ở biểu mới, cần thì ghi lại cùng lý do";
        text.push_str(&terminal::names(what, changed, width));
        text.push_str(&terminal::names("Ghi chú của đơn vị đã sửa tay ở biểu trước", restored, width));
        text.push_str(&terminal::names("Giữ lại từ biểu trước", kept, width));
        text.push_str(&terminal::names(
            "Khó khăn của đơn vị đã bỏ hoặc sửa ở biểu trước, không chép lại",
            dropped,
            width,
        ));
        let what = "Trang ẩn ghi nguồn số liệu của biểu trước đã mất, không dùng được hoặc là của lần tổng hợp khác, nên không rõ do sửa tay hay do số liệu của \
                    đơn vị đã khác (cần thì so với bản cũ)";
        text.push_str(&terminal::names(what, untold, width));
        for words in revision.iter().chain(sent_on) {
            text.push_str(&terminal::wrap(words, width, "    ", "    "));
        }
        text
    }
}

/// What decides where returns go.
pub struct ReturnPlaces<'a> {
    /// Where the only one is to go.
    pub given: Option<&'a Path>,
    /// The workbook.
    pub target: &'a Path,
    /// The files that were added up.
    pub inbox: &'a Inbox,
    /// The collector's plan.
    pub plan: &'a Plan,
}

impl ReturnPlaces<'_> {
    /// The returns, one for each round in which numbers came.
    ///
    /// # Errors
    ///
    /// When one can't be made, or there are several and the officer named one place.
    pub fn rollups(&self, province: &Province, today: NaiveDate) -> Result<Vec<Rollup>> {
        let made = province.rollups(today, |name| std::fs::read(self.place(name).0).ok())?;
        if let (Some(given), true) = (self.given, made.len() > 1) {
            let (n, given) = (made.len(), shown::path(given));
            bail!(
                "có {n} biểu tổng hợp, mỗi kỳ số liệu một biểu, nên không ghi được vào một tệp “{given}”; bỏ --return"
            );
        }
        Ok(made
            .into_iter()
            .map(|RolledUp { file, carried }| {
                let (path, evaded) = self.place(&file.name);
                Rollup { path, bytes: file.bytes, carried, evaded }
            })
            .collect())
    }

    /// Where a return of a name goes; the collector's own unit may have sent a file of that name, whose place it never takes.
    fn place(&self, name: &str) -> (PathBuf, Option<PathBuf>) {
        if let Some(given) = self.given {
            return (given.to_owned(), None);
        }
        let path = self.target.with_file_name(name);
        if !self.is_of_a_unit(&path) {
            return (path, None);
        }
        let stem = name.strip_suffix(".xlsx").unwrap_or(name);
        (self.target.with_file_name(format!("{stem}.tong-hop.xlsx")), Some(path))
    }

    /// Whether one of the files that were added up stands at a place, and not what an earlier run made of them.
    fn is_of_a_unit(&self, path: &Path) -> bool {
        let Ok(real) = path.canonicalize() else { return false };
        let is_here = self.inbox.files.iter().any(|file| file.path.canonicalize().is_ok_and(|file| file == real));
        let is_own =
            |bytes: Vec<u8>| usecase::receive(&bytes, &path.to_string_lossy(), self.plan).content.is_own_output();
        is_here && !std::fs::read(path).is_ok_and(is_own)
    }
}
