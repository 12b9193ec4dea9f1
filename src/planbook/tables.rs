//! What a plan has lists of, each a table of the workbook.

use super::items::TIER_OFFICE;
use super::spec::*;

/// Where counts come from: a form's column, at one row or at every row; or the people liable for a scheme.
const INPUT: [ColumnSpec; 4] = [
    code("form", "Biểu", 20, "Mã biểu; để trống nếu mọi biểu có cột này").of(&["form"]).optional(),
    code("row", "Dòng", 20, "Mã số của dòng; để trống nếu mọi dòng").optional(),
    code("column", "Cột", 20, "Khóa của cột số liệu").of(&["measure"]).optional(),
    code("eligible", "Thuộc diện", 18, "Ghi mã loại hình thay cho biểu và cột nếu lấy số người thuộc diện")
        .of(&["scheme"])
        .optional(),
];

/// The columns of inputs, with the parts they play.
macro_rules! inputs {
    ($words:expr) => {
        [
            choice("", "Vai trò", $words, 18, "Số liệu này dùng làm gì; mỗi dòng một nguồn"),
            INPUT[0],
            INPUT[1],
            INPUT[2],
            INPUT[3],
        ]
    };
}

const NAMES: TableSpec = TableSpec {
    path: "names",
    parents: &[],
    shape: EntryShape::Names { or_alone: false },
    columns: &NAME_COLUMNS,
    child: None,
};

const UNIT_NAMES: TableSpec = TableSpec { shape: EntryShape::Names { or_alone: true }, ..NAMES };

const NAME_COLUMNS: [ColumnSpec; 4] = [
    text("name", "Tên", 44, "Như in trong biểu; đổi tên thì ghi tên sau ở dòng dưới, để trống các cột bên trái"),
    text("area", "Địa bàn", 28, "Tên địa bàn; để trống nếu không có").optional(),
    date("from", "Tên từ ngày", 13, "Ngày/tháng/năm; trống = từ đầu"),
    date("until", "Tên đến ngày", 13, "Ngày cuối còn dùng tên này"),
];

pub const TASKS: TableSpec = TableSpec::list(
    "task",
    &[
        code("code", "Mã", 16, "Chữ không dấu, ví dụ thu-thap"),
        text("clause", "Điều khoản", 12, "Mục của kế hoạch").may_be_empty(),
        text("title", "Nhiệm vụ", 56, "Việc phải làm"),
        text("lead", "Chủ trì", 34, "Ai làm"),
        lines("with", "Phối hợp", 34, "Mỗi cơ quan một dòng trong ô"),
        day("due", "Hạn hằng năm", 12, "Ngày/tháng dạng chữ, ví dụ 30/6").optional(),
        text("when", "Hoặc khi nào", 26, "Chỉ ghi khi không có hạn, ví dụ Thường xuyên").optional(),
    ],
);

pub const ROUNDS: TableSpec = TableSpec::list(
    "round",
    &[
        code("code", "Mã", 16, "Có trong tên tệp: chữ thường không dấu, số, gạch nối"),
        text("name", "Tên kỳ", 22, "Như sau chữ “kỳ”: cuối năm"),
        day("due", "Hạn", 12, "Ngày/tháng, ví dụ 20/11; kỳ đầu để trống thì theo hạn thu thập").optional(),
        codes("forms", "Các biểu thu", 60, "Mã biểu cách nhau dấu phẩy; để trống = mọi biểu").of(&["form"]),
        yes_no("optional", "Không bắt buộc", 12, "có: đơn vị không phải gửi"),
    ],
);

const SCHEME_ROLES: &[InputRole] = &[
    InputRole { word: "đang tham gia", key: "participants", many: true, needed: false },
    InputRole { word: "theo khối", key: "by_sector", many: false, needed: false },
    InputRole { word: "theo địa bàn", key: "by_area", many: false, needed: false },
    InputRole { word: "theo địa bàn và khối", key: "by_area_and_sector", many: false, needed: false },
    InputRole { word: "đang bảo lưu", key: "reserved", many: true, needed: false },
];
const SCHEME_INPUTS: TableSpec = TableSpec {
    path: "",
    parents: &[],
    shape: EntryShape::Inputs(SCHEME_ROLES),
    columns: &inputs!(&[
        ("đang tham gia", "participants"),
        ("theo khối", "by_sector"),
        ("theo địa bàn", "by_area"),
        ("theo địa bàn và khối", "by_area_and_sector"),
        ("đang bảo lưu", "reserved"),
    ]),
    child: None,
};
pub const SCHEMES: TableSpec = TableSpec::list(
    "scheme",
    &[
        code("code", "Mã", 18, "Chữ không dấu"),
        text("name", "Loại hình", 26, "Ví dụ BHXH bắt buộc"),
        code("instead_of", "Thay cho", 18, "Loại hình mà người tham gia loại hình này không tham gia")
            .of(&["scheme"])
            .optional(),
        code("within", "Nằm trong", 18, "Loại hình mà người tham gia loại hình này cũng phải tham gia")
            .of(&["scheme"])
            .optional(),
    ],
)
.with(&SCHEME_INPUTS);

pub const SECTORS: TableSpec = TableSpec::list(
    "sector",
    &[
        code("code", "Mã", 24, "Chữ không dấu"),
        text("name", "Khối", 60, "Như in trong biểu"),
        codes("formerly", "Mã cũ", 24, "Mã trong các kế hoạch hoặc phiên bản trước, cách nhau dấu phẩy"),
    ],
);

const INDICATOR_ROLES: &[InputRole] = &[
    InputRole { word: "tử số", key: "numerator", many: true, needed: true },
    InputRole { word: "mẫu số", key: "denominator", many: true, needed: true },
    InputRole { word: "tử số địa bàn", key: "area_numerator", many: true, needed: false },
    InputRole { word: "mẫu số địa bàn", key: "area_denominator", many: true, needed: false },
];
const INDICATOR_INPUTS: TableSpec = TableSpec {
    path: "",
    parents: &[],
    shape: EntryShape::Inputs(INDICATOR_ROLES),
    columns: &inputs!(&[
        ("tử số", "numerator"),
        ("mẫu số", "denominator"),
        ("tử số địa bàn", "area_numerator"),
        ("mẫu số địa bàn", "area_denominator"),
    ]),
    child: None,
};
pub const INDICATORS: TableSpec = TableSpec::list(
    "indicator",
    &[
        code("id", "Mã", 18, "Chữ không dấu"),
        text("short", "Tên ngắn", 18, "Trong bảng, biểu đồ"),
        text("title", "Chỉ số", 46, "Tên đầy đủ"),
        text("clause", "Điều khoản", 11, "Mục của kế hoạch").may_be_empty(),
        codes("schemes", "Loại hình", 24, "Mã các loại hình được tính, cách nhau dấu phẩy").of(&["scheme"]),
    ],
)
.with(&INDICATOR_INPUTS);

const TARGET_PERCENTS: TableSpec = TableSpec {
    path: "",
    parents: &[],
    shape: EntryShape::Maps { needed: true },
    columns: &[
        code("", "Chỉ số", 22, "Mỗi chỉ số một dòng; năm chỉ ghi ở dòng đầu").of(&["indicator"]),
        percent("percent", "Chỉ tiêu (%)", 14, "Ghi số, ví dụ 45,25; không dùng định dạng %"),
    ],
    child: None,
};
pub const TARGETS: TableSpec = TableSpec::list(
    "target",
    &[
        count("year", "Năm", 10, "Mỗi năm một lần"),
        text("clause", "Điều khoản", 14, "Mục của kế hoạch").may_be_empty(),
        codes("reach_or_exceed", "Đạt và vượt", 30, "Mã chỉ số mà kế hoạch yêu cầu đạt và vượt").of(&["indicator"]),
    ],
)
.with(&TARGET_PERCENTS);

pub const MEASURES: TableSpec = TableSpec::list(
    "measure",
    &[
        code("key", "Khóa", 24, "Chữ không dấu; ghi ẩn trong biểu mẫu, không đổi qua các năm"),
        text("label", "Tên cột", 46, "Như in trong biểu, nếu biểu không gọi khác"),
        codes("formerly", "Khóa cũ", 24, "Cách nhau dấu phẩy"),
    ],
);

pub const GROUPS: TableSpec = TableSpec::list(
    "group",
    &[
        code("code", "Mã", 18, "Chữ không dấu"),
        text("name", "Nhóm đơn vị", 40, "Ví dụ Cơ quan cấp tỉnh"),
        text("area", "Gọi một địa bàn là", 26, "Chỉ ghi nếu mỗi đơn vị của nhóm là một địa bàn").optional(),
        codes("forms", "Các biểu", 40, "Mã biểu mọi đơn vị của nhóm lập, cách nhau dấu phẩy").of(&["form"]),
    ],
);

pub const AGENCIES: TableSpec = TableSpec::list(
    "agency",
    &[
        code("code", "Mã", 18, "Chữ không dấu; giữ nguyên khi đơn vị đổi tên"),
        code("group", "Nhóm", 14, "Mã nhóm đơn vị").of(&["group"]),
        codes("forms", "Các biểu", 34, "Mã biểu, cách nhau dấu phẩy; để trống = theo nhóm").of(&["form"]),
        date("from", "Có từ ngày", 13, "Để trống = từ đầu"),
        date("until", "Có đến ngày", 13, "Để trống = còn đến nay"),
        code(
            "unit",
            "Mã hành chính",
            14,
            "Mã địa bàn của Tổng cục Thống kê, nếu dùng trang Sắp xếp; trống = mã đơn vị",
        )
        .optional(),
        text("second_tier", "Cấp dưới báo cáo", 30, "Ai báo cáo cho đơn vị này").optional(),
    ],
)
.with(&NAMES);

pub const COOPERATING: TableSpec = TableSpec::list(
    "cooperating",
    &[code("code", "Mã", 18, "Chữ không dấu"), text("name", "Cơ quan phối hợp", 50, "Không gửi số liệu")],
);

pub const SUBJECTS: TableSpec = TableSpec::list(
    "subject",
    &[
        code("code", "Mã", 18, "Chữ không dấu"),
        text("sheet", "Trang trong sổ tổng hợp", 28, "Để trống nếu nêu cạnh tỷ lệ của địa bàn").optional(),
        text("title", "Tiêu đề trang", 40, "Chữ hoa").optional(),
        text("about", "Trang nói gì", 44, "Một câu").optional(),
        text("heading", "Tiêu đề bảng", 40, "Chữ hoa").optional(),
        text("summary", "Dòng tổng hợp", 44, "Một câu dưới bảng").optional(),
    ],
);

const INPUT_SIDES: &[InputRole] = &[
    InputRole { word: "vế trái", key: "left", many: true, needed: true },
    InputRole { word: "vế phải", key: "right", many: true, needed: true },
];
const CHECK_INPUTS: TableSpec = TableSpec {
    path: "",
    parents: &[],
    shape: EntryShape::Inputs(INPUT_SIDES),
    columns: &inputs!(&[("vế trái", "left"), ("vế phải", "right")]),
    child: None,
};
pub const CHECKS: TableSpec = TableSpec::list(
    "check",
    &[
        code("code", "Mã kiểm tra", 13, "Ví dụ CROSS-01; xem bằng lệnh bhxh explain"),
        choice(
            "per",
            "So theo",
            &[("từng dòng", "row"), ("từng khối", "sector"), ("từng địa bàn", "area"), ("tổng cộng", "total")],
            14,
            "So ở mức nào",
        ),
        choice(
            "relation",
            "Vế trái phải",
            &[("không lớn hơn", "at-most"), ("không nhỏ hơn", "at-least"), ("bằng", "equal")],
            15,
            "… vế phải",
        ),
        choice("severity", "Nếu sai là", &[("lỗi", "error"), ("cần giải trình", "query")], 14, "Mức độ"),
        text("reason", "Lý do", 56, "Câu nêu cho đơn vị").may_be_empty(),
    ],
)
.with(&CHECK_INPUTS);

pub const ASSUMPTIONS: TableSpec = TableSpec::list(
    "assumption",
    &[
        code("code", "Mã", 10, "Ví dụ A-01"),
        text("clause", "Điều khoản", 14, "Mục của kế hoạch chưa nói rõ").may_be_empty(),
        text("text", "Được hiểu là", 80, "In ở trang Phương pháp tính"),
        text("in_documents", "Câu dùng trong văn bản", 50, "Để trống thì dùng câu bên trái").optional(),
        choice(
            "caveat",
            "In cạnh",
            &[("tỷ lệ của tỉnh", "coverage"), ("xếp hạng địa bàn", "areas")],
            18,
            "Để trống nếu không cần",
        )
        .optional(),
    ],
);

pub const DUTIES: TableSpec = TableSpec::list(
    "documents.duty",
    &[
        text("clause", "Điều khoản", 14, "Mục của kế hoạch").may_be_empty(),
        text("title", "Đề mục trong báo cáo", 80, "Việc kế hoạch giao cho cơ quan chủ trì"),
    ],
);

pub const TOPICS: TableSpec = TableSpec::list(
    "documents.topic",
    &[
        text("name", "Nhóm khó khăn", 60, "Đề mục trong báo cáo"),
        lines("words", "Nhận ra theo chữ", 60, "Mỗi cụm chữ một dòng trong ô; nhóm đầu tiên có chữ khớp được chọn")
            .or(Requirement::Required),
    ],
);

pub const DECIDERS: TableSpec = TableSpec::list(
    "documents.decider",
    &[
        text("name", "Nơi giải quyết", 60, "Đề mục trong phần kiến nghị"),
        lines("words", "Nhận ra theo chữ", 60, "Mỗi cụm chữ một dòng trong ô; nơi được nêu trước trong câu được chọn")
            .or(Requirement::Required),
    ],
);

const TIER: Parent = Parent {
    path: "tier",
    list: "tier",
    key: "agency",
    column: code("tier", "Bậc thu", 16, "Mã cơ quan thu, như ở trang Bậc thu").of(&["tier"]),
};
const UNIT_GROUP: Parent = Parent {
    path: "tier.group",
    list: "group",
    key: "code",
    column: code("group", "Nhóm", 18, "Mã nhóm, như ở trang Nhóm gửi số liệu").of(&["tier.group"]),
};

pub const TIERS: TableSpec = TableSpec::list(
    "tier",
    &[
        code("agency", "Cơ quan thu", 18, "Mã đơn vị của tỉnh, hoặc của một bậc thu khác").of(&["agency"]),
        text("title", "Nhiệm vụ", 56, "Việc tổng hợp từ các đơn vị"),
        text("clause", "Điều khoản", 12, "Mục của kế hoạch; để trống thì như nhiệm vụ thu thập số liệu").optional(),
        day("due", "Hạn", 10, "Ngày/tháng, sớm hơn hạn của tỉnh"),
        codes("assumptions", "Giả định", 24, "Mã các giả định in trong sổ của bậc này").of(&["assumption"]),
        TIER_OFFICE[0],
        TIER_OFFICE[1],
        TIER_OFFICE[2],
        TIER_OFFICE[3],
        TIER_OFFICE[4],
        TIER_OFFICE[5],
        TIER_OFFICE[6],
        TIER_OFFICE[7],
        TIER_OFFICE[8],
        TIER_OFFICE[9],
        TIER_OFFICE[10],
    ],
);

const GROUP_LABELS: TableSpec = TableSpec {
    path: "",
    parents: &[],
    shape: EntryShape::Maps { needed: false },
    columns: &[
        code("", "Cột gọi khác", 22, "Khóa cột mà nhóm này gọi khác; mỗi cột một dòng").of(&["measure"]),
        text("labels", "Gọi là", 40, "Tên cột trong biểu của nhóm này"),
    ],
    child: None,
};
pub const UNIT_GROUPS: TableSpec = TableSpec::list(
    "tier.group",
    &[
        code("code", "Mã", 18, "Có trong tên tệp: chữ thường không dấu, số, gạch nối"),
        text("name", "Nhóm gửi số liệu", 40, "Ví dụ Xã, phường, thị trấn"),
        codes("rows", "Dòng được điền", 44, "Mã số của dòng, dấu * thay phần bất kỳ: hc-xa-*")
            .or(Requirement::Required),
    ],
)
.within(&[TIER])
.with(&GROUP_LABELS);

pub const UNITS: TableSpec = TableSpec::list(
    "tier.group.units",
    &[
        code("code", "Mã", 26, "Có trong tên tệp: chữ thường không dấu, số, gạch nối"),
        date("from", "Có từ ngày", 13, "Để trống = từ đầu"),
        date("until", "Có đến ngày", 13, "Để trống = còn đến nay"),
    ],
)
.within(&[TIER, UNIT_GROUP])
.with(&UNIT_NAMES);

const ASSIGNED_PARTS: TableSpec = TableSpec {
    path: "",
    parents: &[],
    shape: EntryShape::Maps { needed: false },
    columns: &[
        code("", "Đơn vị", 22, "Mã đơn vị được giao; mỗi đơn vị một dòng").of(&["agency"]),
        count("increase", "Giao tăng thêm", 14, "Số người").optional(),
        count("current_by_agency", "Đang tham gia khi giao", 14, "Số người").optional(),
    ],
    child: None,
};
const ASSIGNED_TARGETS: TableSpec = TableSpec {
    path: "target",
    parents: &[],
    shape: EntryShape::Entries,
    columns: &[
        code("of", "Chỉ tiêu", 20, "Mã chỉ số, hoặc loại hình không có chỉ số riêng").of(&["indicator"]),
        count("people", "Giao toàn tỉnh", 14, "Số người phải tham gia").optional(),
        count("current", "Đang tham gia khi giao (tỉnh)", 14, "Số người").optional(),
        text("note", "Ghi chú", 36, "Vì sao các phần cộng không bằng số của tỉnh").optional(),
    ],
    child: Some(&ASSIGNED_PARTS),
};
pub const ASSIGNED: TableSpec = TableSpec::list(
    "assigned",
    &[
        count("year", "Năm", 8, "Năm được giao"),
        text("decision", "Số quyết định", 26, "Như trích dẫn trong văn bản"),
        date("decided_on", "Ngày quyết định", 13, "Ngày/tháng/năm").or(Requirement::Required),
    ],
)
.with(&ASSIGNED_TARGETS);
