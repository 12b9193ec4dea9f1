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
mod report;
mod sectors;
mod summary;

#[cfg(test)]
mod tests;

use std::io::Cursor;

use super::error::OutputError;
use super::provincial::binding::{BoundSheet, bind};
use super::provincial::coverage;
use super::provincial::coverage::layout::CoverageLayout;
use super::provincial::potential;
use super::provincial::{self, Book, assigned, comparison, difficulties, identity, ledger, methodology};
use crate::indicator::annual::Annual;
use crate::plan::keys;
use proposal::ProposalLayout;
use report::ReportBook;

/// What the workbook says beside the year's figures.
pub struct AnnualContext<'a> {
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
pub fn workbook(annual: &Annual, context: &AnnualContext) -> Result<Vec<u8>, OutputError> {
    let shared = provincial::Context {
        as_of: annual.choices.as_of,
        links: context.links,
        earlier: annual.earlier,
        achievement: annual.achievement.as_ref(),
        ..provincial::Context::new(annual.choices.today, context.inbox, context.version)
    };
    let book = Book::new(annual.merged, &shared);
    let potential = potential::write(&book)?;
    let years = CoverageLayout::new(&book, names::YEARS);
    let footnotes = footnotes::collect(&book);
    let report = ReportBook { book: &book, annual, years, footnotes, places: potential.places };
    let proposal = ProposalLayout::new(&report);
    let mut sheets: Vec<BoundSheet> = [
        summary::write(&report, &proposal)?,
        coverage::write(&book, &report.years)?,
        sectors::write(&report)?,
        ranking::write(&report)?,
        discipline::write(&report)?,
        potential.page,
        proposal::write(&report, &proposal)?,
        proposal::write_agencies(&report)?,
        difficulties::write(&book)?,
        footnotes::write(&report)?,
    ]
    .map(BoundSheet::from)
    .into();
    if let Some(compared) = comparison::write(&book)? {
        sheets.insert(4, compared.into());
    }
    if let Some(achievement) = &annual.achievement {
        sheets.insert(2, assigned::write(&book, achievement)?.into());
    }
    sheets.extend(ledger::write(&book)?);
    sheets.push(methodology::write(&book, METHODS)?.into());
    sheets.push(identity::write(&book, keys::KIND_REPORT, &[])?.into());
    let title = book.plan().words.fill("Báo cáo kết quả tham gia {topic}");
    bind(&book, &title, sheets, Cursor::new(Vec::new())).map(Cursor::into_inner)
}

/// What the methodology sheet says of the report's own figures.
const METHODS: &[methodology::MethodSection] = &[
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
                "Loại hình nằm trong loại hình khác",
                "Người tham gia loại hình nằm trong đều tham gia loại hình kia: loại hình nằm trong cần nhiều hơn thì loại hình kia \
                 được nâng lên bằng, và chỉ số gồm loại hình đó được nâng theo; phần của từng khối cũng vậy.",
            ),
            (
                "{Labour_force} dự kiến",
                "n năm sau = số năm nay × (số năm nay ÷ số năm trước)ⁿ, tính chính xác, làm tròn một lần, nửa lên. Số người lập \
                 nhập là của năm sau; các năm sau nữa tăng từ số đó theo cùng tốc độ. Không có năm trước thì giữ như năm nay.",
            ),
            (
                "Phân bổ cho khối",
                "Số cần tăng chia theo tiềm năng dương của các khối, trong mức sàn và mức trần, phần lẻ cho số dư lớn nhất. Khối ở \
                 mức sàn, mức trần thì giữ ở đó, các khối khác chia phần còn lại. Phần không khối nào nhận được ghi riêng.",
            ),
            (
                "Giao cho đơn vị",
                "Phần của mỗi khối chia cho các đơn vị báo cáo khối đó theo số người thuộc diện mà đơn vị báo cáo, không đơn vị nào \
                 quá số đó; khối mà số đang tham gia của mọi đơn vị được báo cáo (theo địa bàn và khối) thì chia theo, và không \
                 quá, số thuộc diện trừ số đang tham gia của đơn vị. Số dư bằng nhau thì theo thứ tự mã đơn vị. Đơn vị chưa gửi lấy số năm trước và ghi “tạm tính”; không có \
                 số năm trước thì khối đó chưa giao cho đơn vị. Loại hình tự nguyện chia cho địa bàn theo số người chưa tham gia.",
            ),
            (
                "Lưu ý mức tăng",
                "Bên cạnh mức tăng đề xuất là mức tăng thực tế của năm trước và gấp mấy lần; “–” khi năm trước không tăng. Lưu ý không \
                 chặn mức tăng; các ngưỡng ghi ở phần tham số.",
            ),
            (
                "Lộ trình",
                "Năm có chỉ tiêu: chỉ tiêu × {labour_force} dự kiến của năm đó, làm tròn lên, không ít hơn số đang tham gia. Năm nằm \
                 giữa hai năm có chỉ tiêu: tăng đều, các mức tăng cộng lại đúng bằng tổng.",
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
            "Năm số",
            "Phải gửi: mọi đơn vị của năm. Đã gửi: có tệp, kể cả tệp bị trả lại. Được tính: số liệu đã vào sổ. Gửi đúng hạn: \
                 tệp đầu tiên nhận ra của đơn vị được gửi trong hạn theo ngày ghi trên bìa, kể cả khi bị trả lại. Đạt yêu \
                 cầu, đúng hạn: tệp đang được tính được gửi trong hạn.",
        )],
    ),
];
