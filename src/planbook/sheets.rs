//! The sheets of a plan workbook in their order, each declared once for the writer, the reader and the comparison of plans.

use super::items::*;
use super::past::*;
use super::spec::*;
use super::tables::*;
use crate::plan::keys;

/// Where the parts of a sheet stand, by rows from 0: title, what it is for, headings, what is to be written, the first line.
pub const TITLE_ROW: u32 = 0;
pub const ABOUT_ROW: u32 = 1;
pub const HEADING_ROW: u32 = 2;
pub const HELP_ROW: u32 = 3;
pub const FIRST_ROW: u32 = 4;

/// The headings above items: the item, what is written of it, what it is.
pub const ITEM_HEADINGS: [&str; 3] = ["Mục", "Nội dung", "Giải thích"];

/// The sheet that explains the others; nothing of the plan stands there.
pub const GUIDE: &str = "Hướng dẫn";
/// The sheet of a carried-on plan that lists what must be decided anew; nothing of the plan stands there.
pub const TO_DECIDE: &str = "Cần xác định lại";

/// The sheet of those who collect from units of their own.
pub const TIERS_SHEET: &str = "Bậc thu";

const fn sheet(name: &'static str, title: &'static str, about: &'static str, block: TableSpec) -> SheetSpec {
    SheetSpec { name, title, about, layout: SheetLayout::Table(block), since: 1 }
}

const fn items(name: &'static str, title: &'static str, about: &'static str, of: &'static [Section]) -> SheetSpec {
    SheetSpec { name, title, about, layout: SheetLayout::Items(of), since: 1 }
}

/// Every sheet of the plan, in the workbook's order.
pub const SHEETS: &[SheetSpec] = &[
    items(
        keys::PLAN_SHEET,
        keys::PLAN_SHEET_TITLE,
        "Ghi vào cột Nội dung; ô trắng có viền là chỗ ghi.",
        &[PLAN, OFFICE, WORDS, LIMITS, PROPOSAL],
    ),
    sheet("Nhiệm vụ", "NHIỆM VỤ VÀ THỜI HẠN HẰNG NĂM", "Mỗi nhiệm vụ một dòng, có hạn hoặc có chữ nói khi nào.", TASKS),
    sheet("Kỳ số liệu", "CÁC KỲ THU SỐ LIỆU TRONG NĂM", "Để trống cả trang nếu mỗi năm chỉ thu một lần.", ROUNDS),
    sheet(
        "Loại hình",
        "LOẠI HÌNH BẢO HIỂM",
        "Mỗi loại hình một dòng; thêm nguồn số liệu ở các dòng dưới, để trống các cột bên trái.",
        SCHEMES,
    ),
    sheet("Khối", "CÁC KHỐI", "Người thuộc diện và người đang tham gia được so theo khối.", SECTORS),
    sheet(
        "Chỉ số",
        "CÁC CHỈ SỐ",
        "Mỗi chỉ số một dòng; thêm nguồn số liệu ở các dòng dưới, để trống các cột bên trái.",
        INDICATORS,
    ),
    sheet("Chỉ tiêu theo năm", "CHỈ TIÊU TỪNG NĂM", "Mỗi năm một dòng, các chỉ số của năm ở các dòng dưới.", TARGETS),
    sheet("Cột số liệu", "CÁC CỘT SỐ LIỆU", "Các biểu dùng chung những cột này.", MEASURES),
    sheet("Nhóm đơn vị", "NHÓM ĐƠN VỊ BÁO CÁO", "Mỗi đơn vị thuộc một nhóm.", GROUPS),
    sheet(
        "Đơn vị",
        "ĐƠN VỊ BÁO CÁO",
        "Mỗi đơn vị một dòng; đơn vị đổi tên thì tên sau ở dòng dưới, các cột bên trái để trống.",
        AGENCIES,
    ),
    sheet("Đơn vị phối hợp", "CƠ QUAN PHỐI HỢP", "Tham gia thực hiện mà không gửi số liệu.", COOPERATING),
    sheet("Chủ đề", "CHỦ ĐỀ CỦA BIỂU", "Biểu nói về ai, và số của biểu nằm ở trang nào của sổ tổng hợp.", SUBJECTS),
    SheetSpec { name: "Biểu", title: "BIỂU MẪU", about: "", layout: SheetLayout::Forms, since: 1 },
    sheet(
        "So sánh",
        "PHÉP SO SÁNH SỐ LIỆU",
        "Mỗi phép so sánh có vế trái và vế phải; mỗi nguồn số liệu một dòng, các dòng sau để trống các cột bên trái.",
        CHECKS,
    ),
    sheet("Giả định", "CÁCH HIỂU KHI KẾ HOẠCH KHÔNG NÓI RÕ", "In cùng mọi số liệu tính ra.", ASSUMPTIONS),
    items("Văn bản", "VĂN BẢN", "Ghi vào cột Nội dung.", DOCUMENTS),
    sheet("Việc nêu trong báo cáo", "VIỆC NÊU TRONG PHẦN I CỦA BÁO CÁO", "Mỗi việc một đề mục.", DUTIES),
    sheet(
        "Nhóm khó khăn",
        "NHÓM KHÓ KHĂN, VƯỚNG MẮC",
        "Chương trình xếp ý kiến của các đơn vị vào các nhóm này.",
        TOPICS,
    ),
    sheet(
        "Nơi giải quyết",
        "NƠI GIẢI QUYẾT KIẾN NGHỊ",
        "Chương trình xếp đề xuất của các đơn vị vào các nơi này.",
        DECIDERS,
    ),
    sheet(
        TIERS_SHEET,
        "CƠ QUAN THU SỐ LIỆU TỪ ĐƠN VỊ CỦA MÌNH",
        "Để trống cả trang nếu không cơ quan nào thu riêng.",
        TIERS,
    ),
    sheet(
        "Nhóm gửi số liệu",
        "NHÓM ĐƠN VỊ GỬI SỐ LIỆU CHO BẬC THU",
        "Các đơn vị của một nhóm điền cùng những dòng.",
        UNIT_GROUPS,
    ),
    sheet(
        "Đơn vị gửi số liệu",
        "ĐƠN VỊ GỬI SỐ LIỆU CHO BẬC THU",
        "Mỗi đơn vị một dòng; đơn vị đổi tên thì tên sau ở dòng dưới, các cột bên trái để trống.",
        UNITS,
    ),
    sheet(
        "Chỉ tiêu được giao",
        "CHỈ TIÊU ĐƯỢC GIAO BẰNG SỐ NGƯỜI",
        "Để trống nếu dùng tệp giao chỉ tiêu riêng. Năm ở dòng đầu, các chỉ tiêu và đơn vị ở các dòng dưới.",
        ASSIGNED,
    ),
    sheet(
        "Sắp xếp đơn vị hành chính",
        "SẮP XẾP ĐƠN VỊ HÀNH CHÍNH",
        "Mỗi lần sắp xếp một dòng; từng xã, phường cũ ghi ở các dòng dưới, để trống các cột bên trái.",
        CHANGES,
    ),
    sheet(
        "Kế hoạch trước",
        "CÁC KẾ HOẠCH TRƯỚC ĐỂ SO SÁNH",
        "Mỗi kế hoạch một dòng; mã nào đã đổi thì ghi ở các dòng dưới, để trống các cột bên trái.",
        PREDECESSORS,
    ),
    sheet("Địa bàn cũ", "ĐỊA BÀN CỦA CÁC KẾ HOẠCH TRƯỚC", "Các địa bàn đã báo cáo trước khi sắp xếp.", PAST_AREAS),
    sheet("Biểu cũ", "BIỂU CỦA CÁC KẾ HOẠCH TRƯỚC", "Biểu không ghi ở đây thì không so sánh được.", PAST_FORMS),
    sheet(
        "Tỷ lệ chia",
        "TỶ LỆ CHIA ĐỊA BÀN CŨ",
        "Chỉ ghi khi có căn cứ; số chia theo tỷ lệ được ghi là ước tính.",
        SHARES,
    ),
];
