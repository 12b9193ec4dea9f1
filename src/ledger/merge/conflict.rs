//! Several files of one agency, year and revision: whether they say the same, and if not, in what they differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{FileRecord, FileStatus, number};
use crate::intake::account::{Accounted, Role};
use crate::intake::cells;
use crate::intake::submission::{Cover, Difficulty, Entry, FormData, RowData, Submission};
use crate::ledger::FileId;
use crate::plan::{ColumnId, FormId, RowId};
use crate::problem::{Code, Finding, Place};
use crate::value::grid::Address;
use crate::value::wording;

/// Whether two files say the same, whatever program saved them.
pub(super) fn says_the_same(a: &FileRecord, b: &FileRecord) -> bool {
    match (&a.submission, &b.submission) {
        (Some(a), Some(b)) => differences(a, b).is_empty(),
        _ => false,
    }
}

/// Marks files of one revision that differ from each other; each is told how it differs from every other one.
pub(super) fn mark(files: &mut [FileRecord], all: &[FileId]) {
    let findings: Vec<(FileId, Finding)> = all.iter().map(|n| (*n, finding(files, *n, all))).collect();
    for (n, finding) in findings {
        files[n.idx()].status = FileStatus::Conflict;
        files[n.idx()].findings.push(finding);
    }
}

fn finding(files: &[FileRecord], own: FileId, all: &[FileId]) -> Finding {
    let mut differing: Vec<Difference> = Vec::new();
    let mut against: Vec<String> = Vec::new();
    let mut found: Vec<String> = Vec::new();
    for other in all.iter().filter(|other| **other != own) {
        let (Some(a), Some(b)) = (&files[own.idx()].submission, &files[other.idx()].submission) else { continue };
        let differences = differences(a, b);
        let each: Vec<String> = differences.iter().map(ToString::to_string).collect();
        let some = wording::named(&each, "; ", "chỗ");
        against.push(format!(
            "khác tệp “{}” ở {} chỗ: {some}",
            files[other.idx()].path,
            wording::count(each.len() as u64)
        ));
        let listed = each.join("; ");
        found.push(if all.len() > 2 { format!("{}: {listed}", files[other.idx()].path) } else { listed });
        differing.extend(differences);
    }
    let message = format!(
        "cùng là lần gửi {} nhưng {}",
        number(files[own.idx()].revision),
        wording::named(&against, "; ", "tệp")
    );
    let hint =
        "Hỏi đơn vị tệp nào đúng; đơn vị tăng “Lần gửi thứ” trên bìa của tệp đúng rồi gửi lại. Chưa tệp nào được tính";
    Finding::new(Code::Conflict, message, hint).at(place(&differing)).found(found.join("\n"))
}

/// The cells on the first sheet that differs; the message names the others.
fn place(differences: &[Difference]) -> Place {
    let sheet = differences.iter().find_map(|difference| difference.cell.as_ref().map(|(sheet, _)| sheet.clone()));
    let cells = differences.iter().filter_map(|difference| difference.cell.as_ref());
    let on_sheet: BTreeSet<Address> =
        cells.filter(|(other, _)| Some(other) == sheet.as_ref()).map(|(_, at)| *at).collect();
    Place { sheet, cells: on_sheet.into_iter().collect(), ..Place::default() }
}

/// Something in which one submission differs from another.
struct Difference {
    /// What it is, as people find it: `Biểu 06 D12`, `Bìa, Điện thoại liên hệ`.
    what: String,
    /// Where it stands in the own file, if it is one cell of it.
    cell: Option<(String, Address)>,
    own: Option<String>,
    other: Option<String>,
}

/// As it is listed: `Biểu 06 D12: 120 ≠ 130`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |side: &Option<String>| side.clone().unwrap_or_else(|| "trống".to_owned());
        write!(f, "{}: {} ≠ {}", self.what, shown(&self.own), shown(&self.other))
    }
}

/// Everything in which two submissions differ: counts, then the cover, notes, difficulties, and numbers elsewhere.
fn differences(a: &Submission, b: &Submission) -> Vec<Difference> {
    let mut all = of_counts(a, b);
    all.extend(of_lists(cover(&a.cover), cover(&b.cover)));
    all.extend(of_lists(notes(a), notes(b)));
    all.extend(of_lists(difficulties(a), difficulties(b)));
    all.extend(of_lists(strays(a), strays(b)));
    all
}

fn of_counts(a: &Submission, b: &Submission) -> Vec<Difference> {
    let (of_a, of_b) = (entries(a), entries(b));
    let cells: BTreeSet<_> = of_a.keys().chain(of_b.keys()).collect();
    let differ = |cell| {
        let (own, other) = (of_a.get(cell), of_b.get(cell));
        let (data, entry) = own.or(other)?;
        let people = |side: Option<&(&FormData, &Entry)>| side.and_then(|(_, entry)| entry.people);
        let (people, others) = (people(own), people(other));
        (people != others).then(|| Difference {
            what: format!("{} {}", data.sheet, entry.at),
            cell: Some((data.sheet.to_string(), entry.at)),
            own: people.map(wording::count),
            other: others.map(wording::count),
        })
    };
    cells.into_iter().filter_map(differ).collect()
}

fn entries(submission: &Submission) -> BTreeMap<(FormId, RowId, ColumnId), (&FormData, &Entry)> {
    let mut entries = BTreeMap::new();
    for data in &submission.forms {
        entries.extend(data.entries.iter().map(|entry| ((data.form, entry.row, entry.column), (data, entry))));
    }
    entries
}

/// What stands in a submission beside counts, by its key: what it is to people, and its text.
type Texts<K> = BTreeMap<K, (String, Option<String>)>;

fn of_lists<K: Ord>(a: Texts<K>, mut b: Texts<K>) -> Vec<Difference> {
    let mut differing = Vec::new();
    for (key, (what, own)) in a {
        let other = b.remove(&key).and_then(|(_, other)| other);
        if own != other {
            differing.push(Difference { what, cell: None, own, other });
        }
    }
    let only_other = b.into_values().filter(|(_, other)| other.is_some());
    differing.extend(only_other.map(|(what, other)| Difference { what, cell: None, own: None, other }));
    differing
}

/// The day on the cover; of a formula that gives another one with each save, only that it does.
fn sent_on(cover: &Cover) -> Option<String> {
    if cover.sent_on_moves { Some("theo ngày mở tệp".to_owned()) } else { cover.sent_on.map(wording::date) }
}

fn cover(cover: &Cover) -> Texts<usize> {
    let fields = [
        ("Số liệu tính đến ngày", cover.as_of.map(wording::date)),
        ("Ngày gửi", sent_on(cover)),
        ("Người lập biểu", cover.prepared_by.clone()),
        ("Điện thoại liên hệ", cover.phone.clone()),
        ("Người ký", cover.signed_by.clone()),
    ];
    let named = fields.into_iter().map(|(name, content)| (format!("Bìa, {name}"), content.as_deref().map(quoted)));
    named.enumerate().collect()
}

fn notes(submission: &Submission) -> Texts<(FormId, usize)> {
    let of_form = |data: &FormData| {
        let (form, sheet) = (data.form, data.sheet.clone());
        let note = move |(row, found): (usize, &Option<RowData>)| {
            let found = found.as_ref()?;
            let what = format!("{sheet}, ghi chú hàng {}", found.at + 1);
            Some(((form, row), (what, found.note.as_deref().map(quoted))))
        };
        data.rows.iter().enumerate().filter_map(note).collect::<Vec<_>>()
    };
    submission.forms.iter().flat_map(of_form).collect()
}

fn difficulties(submission: &Submission) -> Texts<(usize, bool)> {
    let one = |(n, d): (usize, &Difficulty)| {
        [
            ((n, false), (format!("{}, khó khăn thứ {}", d.sheet, n + 1), d.difficulty.as_deref().map(quoted))),
            ((n, true), (format!("{}, đề xuất thứ {}", d.sheet, n + 1), d.proposal.as_deref().map(quoted))),
        ]
    };
    submission.difficulties.iter().enumerate().flat_map(one).collect()
}

/// Numbers that no form asks for: where they stand and what they are.
fn strays(submission: &Submission) -> Texts<(String, Address)> {
    let unused = submission.account.iter().filter(|number| matches!(number.role, Role::Unused(_)));
    let one = |number: &Accounted| {
        let (sheet, at) = (number.sheet.to_string(), number.at);
        let what = format!("{sheet} {at}, số ngoài bảng");
        ((sheet, at), (what, Some(quoted(&cells::shown(&number.value)))))
    };
    unused.map(one).collect()
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}
