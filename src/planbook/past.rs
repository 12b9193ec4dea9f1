//! How areas were reorganised, and the plans that came before: the tables by which years on both sides of a reorganisation are
//! compared.

use super::spec::*;

const CHANGE_KINDS: &[(&str, &str)] = &[
    ("nhập nhiều thành một", "merge"),
    ("tách một thành nhiều", "split"),
    ("đổi tên", "rename"),
    ("chuyển một phần", "move"),
    ("giải thể", "abolish"),
];

const UNIT_MOVES: TableSpec = TableSpec {
    path: "units",
    parents: &[],
    shape: EntryShape::Entries,
    columns: &[
        code("from", "Đơn vị cũ: mã", 14, "Xã, phường cũ, theo mã của Tổng cục Thống kê; mỗi đơn vị một dòng"),
        text("name", "Đơn vị cũ: tên", 28, "Tên cũ"),
        code("of", "Thuộc địa bàn", 14, "Mã địa bàn cũ, ví dụ huyện"),
        code("to", "Nay thuộc", 14, "Mã địa bàn nay"),
        yes_no("part", "Chỉ một phần", 10, "có: đơn vị bị chia; mỗi phần một dòng"),
    ],
    child: None,
};
pub const CHANGES: TableSpec = TableSpec::list(
    "change",
    &[
        date("date", "Ngày", 13, "Ngày có hiệu lực").or(Requirement::Required),
        choice("kind", "Kiểu sắp xếp", CHANGE_KINDS, 22, "Chọn trong danh sách"),
        text("clause", "Theo", 40, "Nghị quyết, điều khoản").may_be_empty(),
        codes("from", "Từ địa bàn", 24, "Mã địa bàn cũ cách nhau dấu phẩy; để trống nếu ghi từng đơn vị ở bên phải"),
        codes("to", "Thành địa bàn", 24, "Mã địa bàn mới cách nhau dấu phẩy"),
    ],
)
.with(&UNIT_MOVES);

/// What has another code now: the word for it, and the list in which the predecessor has it.
const RENAMED: &[InputRole] = &[
    InputRole { word: "đơn vị", key: "agencies", many: true, needed: false },
    InputRole { word: "dòng", key: "rows", many: true, needed: false },
    InputRole { word: "khối", key: "sectors", many: true, needed: false },
    InputRole { word: "cột", key: "measures", many: true, needed: false },
    InputRole { word: "kỳ", key: "rounds", many: true, needed: false },
];
const RENAMED_CODES: TableSpec = TableSpec {
    path: "",
    parents: &[],
    shape: EntryShape::Inputs(RENAMED),
    columns: &[
        choice(
            "",
            "Đổi mã của",
            &[("đơn vị", "agencies"), ("dòng", "rows"), ("khối", "sectors"), ("cột", "measures"), ("kỳ", "rounds")],
            14,
            "Mỗi mã một dòng; để trống nếu mã không đổi",
        ),
        code("form", "Biểu cũ", 20, "Chỉ ghi khi đổi mã của dòng").optional(),
        code("from", "Mã cũ", 22, "Mã trong kế hoạch trước"),
        code("to", "Mã nay", 22, "Mã trong kế hoạch này"),
    ],
    child: None,
};
pub const PREDECESSORS: TableSpec = TableSpec::list(
    "predecessor",
    &[
        code("plan", "Kế hoạch trước", 26, "Mã kế hoạch, như trong sổ tổng hợp của kế hoạch đó"),
        text("name", "Của", 34, "Ví dụ tỉnh Bình Phước trước đây"),
        yes_no(
            "same_codes",
            "Mã giữ nguyên",
            16,
            "có: địa bàn, biểu, đơn vị không ghi ở các trang sau thì cùng mã; trống: như có, nếu không ghi địa bàn và biểu nào",
        ),
    ],
)
.with(&RENAMED_CODES);

const PREDECESSOR: Parent = Parent {
    path: "predecessor",
    list: "predecessor",
    key: "plan",
    column: code("predecessor", "Kế hoạch trước", 26, "Mã, như ở trang Kế hoạch trước").of(&["predecessor"]),
};

pub const PAST_AREAS: TableSpec = TableSpec::list(
    "predecessor.areas",
    &[
        code("code", "Mã địa bàn cũ", 16, "Như ở trang Sắp xếp đơn vị hành chính"),
        text("name", "Địa bàn cũ", 34, "Ví dụ Huyện Lộc Ninh"),
        code("agency", "Đơn vị báo cáo cũ", 24, "Mã đơn vị trong kế hoạch trước"),
    ],
)
.within(&[PREDECESSOR]);

pub const PAST_FORMS: TableSpec = TableSpec::list(
    "predecessor.forms",
    &[
        code("from", "Biểu cũ", 24, "Mã biểu trong kế hoạch trước"),
        code("to", "Biểu nay", 24, "Để trống nếu cùng mã").of(&["form"]).optional(),
        codes("by", "Do đơn vị cũ", 40, "Mã các đơn vị đã lập, cách nhau dấu phẩy; * là mọi địa bàn")
            .or(Requirement::Required),
        codes(
            "without",
            "Không có các dòng",
            40,
            "Mã dòng của biểu nay mà biểu cũ không có; biểu theo địa bàn và khối thì ghi mã khối",
        ),
    ],
)
.within(&[PREDECESSOR]);

pub const SHARES: TableSpec = TableSpec::list(
    "predecessor.shares",
    &[
        code("area", "Địa bàn cũ", 16, "Mã địa bàn cũ"),
        code("to", "Về địa bàn", 16, "Mã địa bàn nay"),
        percent("percent", "Tỷ lệ (%)", 12, "Phần dân số, lao động về địa bàn đó"),
        text("basis", "Căn cứ", 50, "Ai quyết định, hoặc tính từ đâu"),
    ],
)
.within(&[PREDECESSOR]);
