//! Which unreadable files are ignored rather than rejected. A file that might hold somebody's numbers is rejected, so that the
//! officer looks at it; only what is certainly something else is ignored, and listed by name.
//!
//! The content decides if it is conclusive: a table is a table under any name, a picture never is. If it isn't – empty, truncated,
//! locked – the file's ending decides: `bìa.docx` with a password is no form.

use crate::problem::unreadable::{Damage, ForeignTable, Limit, Other, Refusal};

/// Endings of tables in any format, ours or not.
const TABLES: &[&str] = &[
    "xlsx", "xlsm", "xls", "xlsb", "ods", "xltx", "xltm", "xlt", "ots", "xlw", "fods", "csv", "tsv", "tab", "prn",
    "slk", "dif", "dbf", "et", "ett", "numbers", "gsheet",
];

/// Endings that a browser or a program adds while a file is not yet whole.
const UNFINISHED: &[&str] = &["part", "partial", "crdownload", "download", "opdownload", "tmp", "bak"];

/// Endings of tables written as text.
const TEXT_TABLES: &[&str] = &["csv", "tsv", "tab", "prn"];

/// Whether a refused file can be left aside.
pub(super) fn may_be_left(refusal: &Refusal, path: &str) -> bool {
    match (refusal, extension(path)) {
        (_, Some(extension)) => leaves_open(refusal) && !TABLES.contains(&extension.as_str()),
        (Refusal::NotSpreadsheet(_), None) => true,
        (_, None) => false,
    }
}

/// A refusal with what the name adds: text named `.csv` is a table, and so is that of a page named `.xls`, with few numbers or
/// many.
pub(super) fn named(refusal: Refusal, path: &str) -> Refusal {
    let is_one_of = |endings: &[&str]| extension(path).is_some_and(|extension| endings.contains(&extension.as_str()));
    match refusal {
        Refusal::NotSpreadsheet(Other::PlainText) if is_one_of(TEXT_TABLES) => Refusal::OtherTable(ForeignTable::Csv),
        Refusal::NotSpreadsheet(Other::WebPage { has_table: true }) if is_one_of(TABLES) => {
            Refusal::OtherTable(ForeignTable::Html)
        }
        refusal => refusal,
    }
}

/// Whether the content leaves it open, or rules out, that the file is a table.
fn leaves_open(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Empty | Refusal::Locked | Refusal::NotSpreadsheet(_) => true,
        Refusal::OtherTable(_) => false,
        Refusal::Damaged { detail } => {
            matches!(detail, Damage::Truncated | Damage::OnlyZeros | Damage::Package | Damage::CompoundFile)
        }
        Refusal::TooLarge { what, .. } => matches!(what, Limit::FileBytes | Limit::InflatedBytes | Limit::Entries),
    }
}

/// The ending of a file's name in lower case, without those of an unfinished download.
fn extension(path: &str) -> Option<String> {
    let mut name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    while let Some((rest, extension)) = name.rsplit_once('.') {
        let extension = extension.to_lowercase();
        if rest.is_empty() {
            return None;
        }
        if !UNFINISHED.contains(&extension.as_str()) {
            return Some(extension);
        }
        name = rest;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_own_ending_counts() {
        let cases = [
            ("thư.xls/ghi chú", None),
            ("BIỂU 06.XLSX", Some("xlsx")),
            ("biểu.xlsx.crdownload", Some("xlsx")),
            ("biểu.xlsx.pdf", Some("pdf")),
            ("thư\\biểu.ods", Some("ods")),
            ("biểu", None),
            (".xlsx", None),
        ];
        for (path, expected) in cases {
            assert_eq!(extension(path).as_deref(), expected, "{path}");
        }
    }
}
