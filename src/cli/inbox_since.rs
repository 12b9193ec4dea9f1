//! Whether a folder of returned files is still what a provincial workbook was made of, where both are at hand.

use std::collections::BTreeMap;
use std::path::Path;

use super::inbox::{self, InboxFile};
use super::{file, shown};
use crate::intake::{Content, sha256};
use crate::plan::Plan;
use crate::usecase::Province;

/// The sentence that says that the folder changed; `None` if it didn't, or isn't at hand.
pub fn changed(workbook: &Path, province: &Province, plan: &Plan) -> Option<String> {
    let folder = workbook.parent()?.join(province.inbox.as_deref()?);
    let now = inbox::walk(&folder).ok()?;
    let known: BTreeMap<&str, Option<&str>> =
        province.merged.files.iter().map(|file| (file.path.as_str(), file.sha256.as_deref())).collect();
    let (old, new): (Vec<&InboxFile>, Vec<&InboxFile>) =
        now.files.iter().partition(|file| known.contains_key(file.name.as_str()));
    let gone = known.keys().filter(|path| !now.files.iter().any(|file| file.name == **path)).count();
    let counts = [
        (new.iter().filter(|file| is_return(file, plan)).count(), "tệp mới"),
        (old.iter().filter(|file| is_other(file, &known)).count(), "tệp đã sửa"),
        (gone, "tệp không còn"),
    ];
    let said: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    (!said.is_empty()).then(|| {
        let name = inbox::name(&folder);
        format!(
            "thư mục “{}” đã thay đổi từ khi lập sổ tổng hợp ({}); báo cáo dùng số của sổ. Muốn tính cả thì chạy lại bhxh \
             consolidate, hoặc lập báo cáo từ thư mục",
            shown::shown(&name),
            said.join(", ")
        )
    })
}

/// Whether a file's bytes are no longer those that were read.
fn is_other(file: &InboxFile, known: &BTreeMap<&str, Option<&str>>) -> bool {
    let before = known.get(file.name.as_str()).copied().flatten();
    std::fs::read(&file.path).is_ok_and(|bytes| before.is_some_and(|before| before != sha256(&bytes)))
}

/// Whether a file is something that an agency may have sent, no output of this program.
fn is_return(found: &InboxFile, plan: &Plan) -> bool {
    let received = file::receive(&found.path, &found.name, plan);
    !received.content.is_own_output() && received.content != Content::Ignored
}
