//! The sheet of a form: what is said of it, its columns, its rows, declared for the writer and the reader.

use super::spec::*;

/// What stands at the top of a form's sheet, by which it is known.
pub const FORM_TITLE: &str = "BIỂU MẪU";
/// What a form's sheet is for.
pub const FORM_ABOUT: &str = "Bảng dưới đây là biểu các đơn vị sẽ điền; mã số, loại hình, khối ghi ở các cột bên phải. Thêm biểu: chép cả trang này.";

/// What is said of a form above its table.
pub const FORM_ITEMS: &[ColumnSpec] = &[
    code("code", "Mã biểu", 30, "Chữ không dấu; ghi ẩn trong biểu mẫu, không đổi qua các năm"),
    text("number", "Số hiệu", 30, "In ở góc biểu, ví dụ 01/BB-ĐĐT").may_be_empty(),
    text("sheet", "Tên trang", 30, "Tên trang tính trong biểu mẫu, tối đa 31 chữ"),
    text("title", "Tiêu đề", 30, "In trên đầu biểu"),
    text("clause", "Điều khoản", 30, "Mục của kế hoạch").may_be_empty(),
    code("subject", "Chủ đề", 30, "Biểu nói về ai").of(&["subject"]),
    code("sector", "Khối chung", 30, "Khối của mọi dòng không ghi khối riêng; để trống nếu không có")
        .of(&["sector"])
        .optional(),
    yes_no("optional", "Không bắt buộc", 30, "có: được để trống cả biểu"),
    lines("guide", "Hướng dẫn", 30, "Mỗi ý một dòng trong ô"),
    code("result.key", "Kết quả: khóa", 30, "Chỉ ghi nếu biểu có cột tính từ các cột khác, ví dụ eligible").optional(),
    text("result.label", "Kết quả: tên", 30, "Tên cột in trên biểu").optional(),
    codes("result.plus", "Kết quả: cộng", 30, "Khóa các cột cộng vào, cách nhau dấu phẩy").of(&["measure"]),
    codes("result.minus", "Kết quả: trừ", 30, "Khóa các cột trừ đi, cách nhau dấu phẩy").of(&["measure"]),
];

/// What is said of a form's columns, each below the other above the table: their measure, their label.
pub const FORM_COLUMNS: &[ColumnSpec] =
    &[code("measure", "Khóa cột", 14, "").of(&["measure"]), text("label", "Tên in trên biểu", 14, "").optional()];
/// Above each of a form's columns.
pub const FORM_COLUMN: &str = "Cột";

const APART: TableSpec = TableSpec {
    path: "apart",
    parents: &[],
    shape: EntryShape::Entries,
    columns: &[
        code("code", "Tách riêng: mã", 18, "Người của một khối được tính riêng ở từng địa bàn"),
        text("label", "Tách riêng: tên", 30, "Tên dòng"),
        text("others", "Phần còn lại gọi là", 26, "Tên dòng của phần còn lại"),
        code("sector", "Tách riêng: khối", 18, "Mã khối").of(&["sector"]),
        code("agency", "Tách riêng: đơn vị", 18, "Đơn vị chịu trách nhiệm").of(&["agency"]),
    ],
    child: None,
};

/// The columns of a form's table before those of counts.
pub const FORM_LEFT: usize = 2;

/// The rows of a form: the first columns stand before those of counts, the others behind them.
pub const FORM_ROWS: TableSpec = TableSpec::list(
    "rows",
    &[
        text("no", "TT", 16, "Số thứ tự in trên biểu").optional(),
        text("label", "Nội dung", 46, "Tên dòng; để trống ở dòng lặp lại").optional(),
        code("code", "Mã số", 20, "Mã của dòng, không đổi qua các năm").optional(),
        codes("parts", "Cộng các dòng", 28, "Mã các dòng cộng thành dòng này; * = mọi dòng; trống = dòng nhập số"),
        codes("schemes", "Loại hình", 22, "Người của dòng thuộc diện nào").of(&["scheme"]),
        code("sector", "Khối", 15, "Trống = khối chung của biểu").of(&["sector"]).optional(),
        code("each", "Lặp lại theo", 13, "Mã nhóm đơn vị: mỗi địa bàn một dòng; sector: mỗi khối một dòng")
            .of(&["group"])
            .optional(),
        yes_no("by_sector", "Tách theo khối", 10, "có: mỗi địa bàn có dòng cho từng khối"),
        codes("formerly", "Mã số cũ", 14, "Cách nhau dấu phẩy"),
    ],
)
.with(&APART);
