//! The annual report as a workbook (V.2 of the plan): results against target with last year beside, coverage over the
//! years, sectors, areas ranked, who sent when, potential, next year's proposal, difficulties, explanations, and the
//! ledger all of it comes from.
//!
//! Every total is a live formula over the ledger or over cells that are. The sheets that the provincial workbook has as
//! well are written by its code; figures come from [`Annual`], so that workbook and document say the same.

mod discipline;
mod footnotes;
pub mod names;
mod proposal;
mod ranking;
mod sectors;
mod summary;

#[cfg(test)]
mod tests;

use super::error::OutputError;
use super::provincial::coverage::{self, Layout};
use super::provincial::potential::{self, Place};
use super::provincial::{self, Book, Sheet, difficulties, identity, ledger, methodology};
use crate::annual::Annual;
use crate::indicator::proposal::Part;
use crate::plan::{SchemeId, keys};
use footnotes::Footnote;
use std::collections::BTreeMap;

/// What the workbook says beside the year's figures.
pub struct Context<'a> {
    /// The folder or workbook the numbers came from, as people know it.
    pub inbox: &'a str,
    /// The program's version.
    pub version: &'a str,
    /// Where each of the merged files lies relative to the workbook (forward slashes), for hyperlinks; may be empty.
    pub links: &'a [String],
}

/// The name of the workbook's file: `bao-cao-2023.xlsx`.
pub fn file_name(year: i32) -> String {
    format!("bao-cao-{year}.xlsx")
}

/// The workbook's bytes; the same for the same inputs.
///
/// # Errors
///
/// When the figures go beyond what the format holds.
pub fn workbook(annual: &Annual, context: &Context) -> Result<Vec<u8>, OutputError> {
    let shared = provincial::Context {
        today: annual.choices.today,
        as_of: annual.choices.as_of,
        inbox: context.inbox,
        version: context.version,
        links: context.links,
        earlier: annual.earlier,
    };
    let book = Book::new(annual.merged, &shared);
    let potential = potential::write(&book)?;
    let years = Layout::new(&book, names::YEARS);
    let footnotes = footnotes::collect(&book);
    let report = Report { book: &book, annual, years, footnotes, places: potential.places };
    let proposal = proposal::Layout::new(&report);
    let mut sheets: Vec<Sheet> = [
        summary::write(&report, &proposal)?,
        coverage::write(&book, &report.years)?,
        sectors::write(&report)?,
        ranking::write(&report)?,
        discipline::write(&report)?,
        potential.page,
        proposal::write(&report, &proposal)?,
        difficulties::write(&book)?,
        footnotes::write(&report)?,
    ]
    .map(Sheet::from)
    .into();
    sheets.extend(ledger::write(&book)?);
    sheets.push(methodology::write(&book, METHODS)?.into());
    sheets.push(identity::write(&book, keys::KIND_REPORT, &[])?.into());
    provincial::bind(&book, &book.plan().words.fill("Báo cáo kết quả tham gia {topic}"), sheets)
}

/// Everything the sheets draw on.
struct Report<'a> {
    book: &'a Book<'a>,
    annual: &'a Annual<'a>,
    years: Layout,
    footnotes: Vec<Footnote<'a>>,
    /// Where the potential sheet's figures stand.
    places: BTreeMap<(SchemeId, Part), Place>,
}

impl Report<'_> {
    fn year(&self) -> i32 {
        self.book.year.year
    }
}

/// What the methodology sheet says of the report's own figures.
const METHODS: &[methodology::Section] = &[
    (
        "SO VỚI NĂM TRƯỚC, XẾP HẠNG ĐỊA BÀN",
        &[
            (
                "Năm trước",
                "Số của năm trước đọc lại từ sổ tổng hợp năm trước. Tăng, giảm tính bằng người và bằng điểm phần trăm, không \
                 tính bằng phần trăm của tỷ lệ.",
            ),
            (
                "Sổ bị sửa tay",
                "Sổ tổng hợp mang mã kiểm tra SHA-256 của các dòng số liệu. Mã tính lại khác, hoặc tỷ lệ đang hiện khác số \
                 tính lại, thì báo cáo ghi rõ và dùng số đang ghi ở trang số liệu.",
            ),
            (
                "Xếp hạng",
                "Xếp theo tỷ lệ bao phủ chính xác, chưa làm tròn. Bằng nhau thì cùng hạng, theo thứ tự trong Kế hoạch. Địa \
                 bàn chưa đủ số liệu đứng cuối, không có hạng.",
            ),
        ],
    ),
    (
        "ĐỀ XUẤT CHỈ TIÊU NĂM SAU",
        &[
            (
                "Số cần có",
                "Tỷ lệ năm sau × {labour_force} dự kiến, làm tròn lên đến một người. Đã đủ thì giữ nguyên, không đề xuất giảm.",
            ),
            (
                "{Labour_force} dự kiến",
                "Số người lập nhập; nếu không nhập thì tăng như năm vừa qua; không có số năm trước thì giữ như năm nay.",
            ),
            (
                "Phân bổ",
                "Số cần tăng chia theo tiềm năng còn lại của khối, địa bàn, trong mức sàn và mức trần, bằng phương pháp số dư \
                 lớn nhất. Các dòng cộng lại đúng bằng số {whole}; phần chưa phân bổ được ghi thành dòng riêng.",
            ),
            (
                "Số cố định",
                "Số đề xuất được tính một lần theo các tham số ghi ở trang đề xuất và không tự đổi khi sửa ô khác; chênh lệch \
                 và tổng là công thức.",
            ),
        ],
    ),
    (
        "KỶ LUẬT BÁO CÁO",
        &[(
            "Bốn số",
            "Phải gửi: mọi đơn vị của năm. Đã gửi: có tệp, kể cả tệp bị trả lại. Được tính: số liệu đã vào sổ. Đúng hạn: \
                 được tính và gửi trong hạn theo ngày ghi trên bìa.",
        )],
    ),
];
