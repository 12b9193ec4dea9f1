//! The list of a file's findings in words. It becomes the first sheet of a marked copy, or a workbook of its own.

use super::CheckedFile;
use crate::output::style::Tone;
use crate::plan::{PlanYear, keys};
use crate::problem::{Audience, Finding, Severity, has_error};
use crate::value::grid::{Address, in_few_ranges};
use crate::value::wording;

/// The sheet's name.
pub const SHEET: &str = crate::plan::keys::FINDINGS_SHEET;
pub const TITLE: &str = keys::FINDINGS_TITLE;

/// The columns with their widths in characters.
pub const COLUMNS: [(&str, f64); 6] =
    [("STT", 5.0), ("Mức độ", 13.0), ("Mã", 11.0), ("Ô cần xem", 24.0), ("Phát hiện", 51.0), ("Cách xử lý", 38.0)];
/// The column whose cells are links.
pub const PLACE: usize = 3;

/// How many ranges of a finding are named in a list whose cells can't be marked.
const MAX_RANGES: usize = 12;
/// How long a link may be, in characters: LibreOffice keeps it on one line.
const MAX_LINK: usize = 24;

/// Everything the list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingsList {
    /// Whose file it is, and when it was checked.
    pub caption: String,
    pub verdict: (String, Tone),
    /// What to do with the copy.
    pub guide: String,
    pub rows: Vec<ListRow>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// In the order of [`COLUMNS`].
    pub texts: [String; 6],
    pub tone: Tone,
    /// The link's target; `None` if the finding is about no sheet that can be shown.
    pub link: Option<(String, Address)>,
}

impl FindingsList {
    /// The list of a file.
    pub fn of(subject: &CheckedFile, carrier: Carrier) -> Self {
        let visible = match carrier {
            Carrier::Copy { visible, .. } => visible,
            Carrier::Alone | Carrier::Unopened => &[],
        };
        let mut findings: Vec<&Finding> = subject.findings.iter().collect();
        findings.sort_by_key(|finding| (finding.severity, !finding.is_open()));
        let rows = (1..).zip(findings).map(|(n, finding)| row(n, finding, subject.year, visible));
        FindingsList {
            caption: caption(subject),
            verdict: verdict(subject.findings),
            guide: guide(subject, carrier),
            rows: rows.collect(),
        }
    }
}

fn caption(subject: &CheckedFile) -> String {
    let year = subject.year.map(|year| format!("năm {}", year.year));
    let revision = subject.revision.map(|revision| format!("lần gửi {revision}"));
    let agency = subject.agency.map_or_else(|| "Chưa rõ đơn vị".to_owned(), str::to_owned);
    let whose: Vec<String> = [Some(agency), year, revision].into_iter().flatten().collect();
    format!("{}. Tệp “{}”, kiểm tra ngày {}.", whose.join(", "), subject.file_name, wording::date(subject.today))
}

fn verdict(findings: &[Finding]) -> (String, Tone) {
    let n = |is_it: &dyn Fn(&&Finding) -> bool| findings.iter().filter(is_it).count();
    let n_errors = n(&|finding| finding.severity == Severity::Error);
    let n_queries = n(&|finding| finding.severity == Severity::Query && finding.is_open());
    let counted = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}"));
    let parts = [counted(n_errors, "lỗi phải sửa"), counted(n_queries, "điều cần giải trình")];
    let tally = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if has_error(findings) {
        (format!("CHƯA NHẬN ĐƯỢC: {tally}"), Tone::Bad)
    } else if n_queries > 0 {
        (format!("CẦN GIẢI TRÌNH: {tally}"), Tone::Doubt)
    } else {
        ("ĐẠT: không phải sửa, không phải giải trình gì".to_owned(), Tone::Good)
    }
}

/// What the list goes with.
#[derive(Debug, Clone, Copy)]
pub enum Carrier<'a> {
    /// The marked copy, whose first sheet it is.
    Copy {
        /// The sheets that links can lead to.
        visible: &'a [&'a str],
        /// Whether the original is digitally signed. The signature is not valid for the copy.
        is_signed: bool,
    },
    /// Nothing: the file can be opened, but not be marked.
    Alone,
    /// Nothing: the file can't even be opened.
    Unopened,
}

fn guide(subject: &CheckedFile, carrier: Carrier) -> String {
    let open = || subject.findings.iter().filter(|finding| finding.is_open());
    if open().next().is_none() {
        return "Không phải làm gì.".to_owned();
    }
    // Without a cover there is no number to be raised.
    let again = match subject.revision {
        Some(_) => ", tăng “Lần gửi thứ” trên bìa thêm 1 rồi gửi lại.",
        None => " rồi gửi lại.",
    };
    match carrier {
        Carrier::Unopened => {
            "Chương trình không mở được tệp này nên không đánh dấu vào tệp được. Xử lý theo bảng dưới đây rồi \
                              gửi lại tệp mở được."
                .to_owned()
        }
        Carrier::Alone => format!(
            "Không đánh dấu vào tệp này được nên chỉ có danh sách; cột “Ô cần xem” cho biết trang và ô. Sửa trong tệp của đơn \
             vị{again}"
        ),
        Carrier::Copy { is_signed, .. } => {
            let is_any = |severity| open().any(|finding| finding.severity == severity);
            let red = if is_any(Severity::Error) { " Ô tô đỏ: phải sửa." } else { "" };
            let yellow = if is_any(Severity::Query) {
                " Ô tô vàng: sửa, hoặc giải thích ở cột “Ghi chú, giải trình” của dòng."
            } else {
                ""
            };
            let signed = if is_signed {
                " Chữ ký số của tệp gốc không còn hiệu lực trong bản này: sửa xong thì ký lại."
            } else {
                ""
            };
            format!(
                "Bấm vào cột “Ô cần xem” để đến đúng ô; chỉ vào ô để đọc ghi chú.{red}{yellow} Sửa ngay trong tệp \
                 này{again} Không cần xóa màu, ghi chú và trang này.{signed}"
            )
        }
    }
}

fn row(n: usize, finding: &Finding, year: Option<&PlanYear>, visible: &[&str]) -> ListRow {
    let sheet = finding.place.sheet.as_deref().filter(|sheet| visible.contains(sheet));
    let first = finding.place.cells.first().copied().unwrap_or(Address::new(0, 0));
    let tone = match finding.severity {
        Severity::Error => Tone::Bad,
        Severity::Query if finding.is_open() => Tone::Doubt,
        Severity::Query | Severity::Note => Tone::Plain,
    };
    let explanation =
        finding.explanation.as_ref().map(|words| format!("\nĐơn vị giải trình: {}", wording::sentence(words)));
    let words = finding.words(Audience::Agency);
    let texts = [
        n.to_string(),
        finding.label(),
        finding.code().entry().id.to_owned(),
        place(finding, year, sheet.is_some()),
        format!("{}{}", capitalised(&wording::sentence(&words.message)), explanation.unwrap_or_default()),
        if finding.is_explained() { "Không phải làm gì".to_owned() } else { words.hint },
    ];
    ListRow { texts, tone, link: sheet.map(|sheet| (sheet.to_owned(), first)) }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Sheet and cells: `Biểu 06: D12:D22, D25`. A link is short: the cells it doesn't name are marked.
fn place(finding: &Finding, year: Option<&PlanYear>, is_link: bool) -> String {
    let sheet = finding.place.sheet_in(year.map(|year| year.plan)).unwrap_or_default().to_owned();
    let cells = &finding.place.cells;
    let all = format!("{sheet}: {}", in_few_ranges(cells, MAX_RANGES));
    if cells.is_empty() {
        sheet
    } else if is_link && all.chars().count() > MAX_LINK {
        match cells.len() - 1 {
            0 => format!("{sheet}: {}", cells[0]),
            more => format!("{sheet}: {} và {more} ô nữa", cells[0]),
        }
    } else {
        all
    }
}
