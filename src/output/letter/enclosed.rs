//! What goes with a letter: marked copies to mend and send back, and files that are only read.

use crate::ledger::{FileRecord, FileStatus, Merged};
use crate::value::wording;

/// A marked copy as it was written, or the list that stands for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyName {
    /// What the file is called.
    pub name: String,
    /// Whether it is the agency's file with marks, rather than a list.
    pub is_marked: bool,
}

/// What the agency does with a file that goes with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// It mends the marked copy and sends that back.
    Mend,
    /// It reads the marked copy; what it sends is another file.
    Compare,
    /// It reads a list, since its file can't be marked.
    Read,
}

/// A file that goes with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    name: String,
    purpose: Purpose,
}

impl Enclosed {
    /// The copy of an agency's file. A file of another year, one that is no submission and one of several that differ aren't
    /// mended: the letter asks for another file.
    pub fn new(merged: &Merged, file: &FileRecord, copy: &CopyName) -> Self {
        let is_of_this_year = file.year == Some(merged.year.year);
        let purpose = match file.status {
            _ if !copy.is_marked => Purpose::Read,
            FileStatus::Conflict => Purpose::Compare,
            _ if file.is_understood && is_of_this_year => Purpose::Mend,
            _ => Purpose::Compare,
        };
        Enclosed { name: copy.name.clone(), purpose }
    }
}

/// Those with one of these purposes, as a sentence names them.
fn named(files: &[Enclosed], purpose: Purpose) -> Option<String> {
    let what = if purpose == Purpose::Read { "danh sách kết quả kiểm tra" } else { "bản đánh dấu" };
    let names = files.iter().filter(|file| file.purpose == purpose).map(|file| format!("“{}”", file.name));
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| format!("{what} {}", wording::list(&names)))
}

/// Those that aren't sent back, as a sentence names them.
fn only_read(files: &[Enclosed]) -> Option<String> {
    let named: Vec<String> =
        [Purpose::Compare, Purpose::Read].into_iter().filter_map(|purpose| named(files, purpose)).collect();
    (!named.is_empty()).then(|| wording::list(&named))
}

/// What goes with a letter to one agency, and what it does with it: a sentence or two for each purpose.
pub fn sentences(files: &[Enclosed]) -> Vec<String> {
    let mended = named(files, Purpose::Mend).map(|copies| {
        format!(
            "Kèm theo công văn này là {copies}: ô cần sửa hoặc giải trình được tô màu và có ghi chú, trang đầu là danh sách. \
             Đơn vị sửa ngay trong bản đánh dấu rồi gửi lại."
        )
    });
    let read = only_read(files).map(|copies| {
        format!(
            "Kèm theo công văn này là {copies} để đơn vị đối chiếu; đơn vị không sửa và không gửi lại tệp kèm theo này."
        )
    });
    mended.into_iter().chain(read).collect()
}

/// What goes with the common letter, whose list names the files.
pub fn common_sentence() -> &'static str {
    "Kèm theo công văn này là các tệp có tên trong danh sách. Trong bản đánh dấu, ô cần sửa hoặc giải trình được tô màu và có ghi \
     chú, trang đầu là danh sách; đơn vị sửa ngay trong bản đánh dấu rồi gửi lại. Tệp ghi “để đối chiếu” chỉ để xem, đơn vị không \
     sửa và không gửi lại tệp đó."
}

/// The files of an agency in the list of the common letter: `bản đánh dấu “snv_2023.xlsx”`; `None` if nothing goes with it.
pub fn in_list(files: &[Enclosed]) -> Option<String> {
    let read = only_read(files).map(|copies| format!("để đối chiếu: {copies}"));
    let told: Vec<String> = named(files, Purpose::Mend).into_iter().chain(read).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_mended_is_asked_back() {
        let file = |name: &str, purpose| Enclosed { name: name.to_owned(), purpose };
        let mended = sentences(&[file("a.xlsx", Purpose::Mend)]);
        assert!(mended.len() == 1 && mended[0].contains("sửa ngay trong bản đánh dấu rồi gửi lại"), "{mended:?}");
        for (purpose, what) in [(Purpose::Compare, "bản đánh dấu"), (Purpose::Read, "danh sách kết quả kiểm tra")]
        {
            let read = sentences(&[file("b.xlsx", purpose)]);
            assert!(read[0].contains(&format!("{what} “b.xlsx” để đơn vị đối chiếu")), "{read:?}");
            assert!(!read[0].contains("rồi gửi lại"), "{read:?}");
        }
        assert_eq!(sentences(&[]), [""; 0]);
        let both = in_list(&[file("a.xlsx", Purpose::Mend), file("b.xlsx", Purpose::Compare)]);
        assert_eq!(both.as_deref(), Some("bản đánh dấu “a.xlsx”; để đối chiếu: bản đánh dấu “b.xlsx”"));
    }
}
