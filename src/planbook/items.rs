//! What a plan has once: its head, the office, words, limits, the rules of proposals, the report's parts. Each is a list of items.

use super::spec::*;

pub const PLAN: Section = Section {
    heading: "KẾ HOẠCH",
    path: "plan",
    items: &[
        count("language", "Phiên bản mẫu kế hoạch", 10, "Chương trình ghi; giữ nguyên").or(Requirement::OrCount(1)),
        code(
            "id",
            "Mã kế hoạch",
            30,
            "Chữ không dấu, ví dụ binh-phuoc-2026-2030; mỗi kế hoạch một mã, ghi ẩn trong mọi biểu mẫu",
        ),
        text("title", "Tên kế hoạch", 60, "Như trên văn bản"),
        text("issuer", "Cơ quan ban hành", 40, "Ví dụ UBND tỉnh Bình Phước"),
        text("number", "Số văn bản", 30, "Chưa có số thì ghi ……/KH-UBND").or(Requirement::OrText("……")),
        text("date", "Ngày văn bản", 30, "Ghi chữ, ví dụ 15/3/2026; chưa có ngày thì ghi ……")
            .or(Requirement::OrText("……")),
        lines("basis", "Căn cứ", 60, "Mỗi căn cứ một dòng trong ô (Alt+Enter để xuống dòng)"),
        text("province", "Tỉnh", 30, "Ví dụ tỉnh Bình Phước"),
        count("first_year", "Năm đầu", 10, "Năm đầu có chỉ tiêu và biểu mẫu"),
        count("last_year", "Năm cuối", 10, "Năm cuối của kế hoạch"),
        version(
            "template_version",
            "Phiên bản biểu mẫu",
            10,
            "Đổi khi dòng hoặc cột của một biểu thay đổi, ví dụ 2 thành 3",
        ),
        versions(
            "accepted_versions",
            "Phiên bản cũ còn nhận",
            20,
            "Các phiên bản trước vẫn đọc được, cách nhau dấu phẩy",
        ),
        code("collection_task", "Nhiệm vụ thu thập số liệu", 20, "Mã của nhiệm vụ có hạn các đơn vị gửi số liệu")
            .of(&["task"]),
        yes_no(
            "due_inclusive",
            "Tính cả ngày đến hạn",
            10,
            "có: gửi đúng ngày hạn là kịp; không: phải gửi trước ngày đó",
        )
        .or(Requirement::OrTruth(true)),
        text("unit", "Đơn vị tính", 12, "Ví dụ người"),
    ],
};

/// What is known of an office, under a key with a dot or under none.
macro_rules! office {
    ($name:literal $parent:literal $abbreviation:literal $place:literal $title:literal $signatory:literal $suffix:literal
     $contact:literal $phone:literal $letterhead:literal $recipients:literal) => {
        [
            text($name, "Tên cơ quan", 40, "Cơ quan nhận số liệu và ký văn bản"),
            text($parent, "Cơ quan cấp trên", 34, "In trên tên cơ quan trong văn bản"),
            text($abbreviation, "Chữ viết tắt", 14, "Trong số hiệu văn bản, ví dụ SNV"),
            text($place, "Nơi ký", 18, "Địa danh ghi trước ngày ký"),
            text($title, "Chức vụ người ký", 20, "Ví dụ GIÁM ĐỐC"),
            text($signatory, "Họ tên người ký", 24, "Để trống thì chừa chỗ").optional(),
            text($suffix, "Chữ viết tắt đơn vị soạn thảo", 16, "Ví dụ LĐVL trong SLĐTBXH-LĐVL").optional(),
            text($contact, "Người liên hệ", 24, "Ai trả lời các đơn vị").optional(),
            text($phone, "Điện thoại liên hệ", 18, "Ghi dạng chữ, giữ số 0 ở đầu").optional(),
            choice($letterhead, "Thể thức văn bản", LETTERHEADS, 14, "Nghị định 30/2020 hoặc Hướng dẫn 36 của Đảng")
                .or(Requirement::OrText("state")),
            lines($recipients, "Nơi nhận", 30, "Mỗi nơi một dòng trong ô, ví dụ Lưu: VT"),
        ]
    };
}

const LETTERHEADS: &[(&str, &str)] = &[("nhà nước", "state"), ("Đảng", "party")];

pub const OFFICE: Section = Section {
    heading: "CƠ QUAN CHỦ TRÌ",
    path: "office",
    items: &office!("name" "parent" "abbreviation" "place" "signatory_title" "signatory_name" "number_suffix" "contact" "phone"
        "letterhead" "recipients"),
};

pub const WORDS: Section = Section {
    heading: "CÁCH GỌI TRONG VĂN BẢN",
    path: "words",
    items: &[
        text("topic", "Kế hoạch nói về", 30, "Trong tên văn bản; để trống thì lấy từ các chỉ số").optional(),
        text("short_topic", "Nói về (ngắn gọn)", 30, "Trong công văn, lịch; để trống thì lấy từ các chỉ số").optional(),
        text("labour_force", "Gọi mẫu số là", 30, "Chữ thường, như trong câu")
            .or(Requirement::OrText("lực lượng lao động")),
        text("labour_force_in_full", "Gọi đầy đủ là", 30, "Chữ thường, như trong câu")
            .or(Requirement::OrText("lực lượng lao động trong độ tuổi")),
        text("whole", "Gọi cả địa bàn là", 30, "Ví dụ toàn tỉnh").or(Requirement::OrText("toàn tỉnh")),
    ],
};

pub const LIMITS: Section = Section {
    heading: "GIỚI HẠN KIỂM TRA",
    path: "limits",
    items: &[
        count("max_people", "Số người lớn nhất của một ô", 12, "Số lớn hơn bị coi là ghi nhầm")
            .or(Requirement::OrCount(20_000_000)),
        count("year_on_year_percent", "Thay đổi so năm trước phải hỏi (%)", 12, "Thay đổi quá mức này phải giải trình")
            .or(Requirement::OrCount(30)),
        count("year_on_year_people", "… và ít nhất (người)", 12, "Thay đổi ít người hơn thì không hỏi")
            .or(Requirement::OrCount(50)),
        count("repeated_cells", "Số ô khác 0 trùng cả biểu năm trước", 12, "Từ mức này thì hỏi có phải chép lại")
            .or(Requirement::OrCount(4)),
    ],
};

pub const PROPOSAL: Section = Section {
    heading: "ĐỀ XUẤT CHỈ TIÊU NĂM SAU",
    path: "proposal",
    items: &[
        code("labour_force.form", "Mẫu số: biểu", 20, "Biểu có lực lượng lao động").of(&["form"]).optional(),
        code("labour_force.row", "Mẫu số: dòng", 20, "Để trống nếu mọi dòng").optional(),
        code("labour_force.column", "Mẫu số: cột", 20, "Cột lực lượng lao động").of(&["measure"]).optional(),
        code(
            "labour_force.eligible",
            "Mẫu số: thuộc diện",
            20,
            "Chỉ ghi nếu mẫu số là số người thuộc diện của một loại hình",
        )
        .of(&["scheme"])
        .optional(),
        code("at_work", "Cột số người đang làm việc", 20, "Để trống thì lấy cột đầu của biểu")
            .of(&["measure"])
            .optional(),
        percent("floor_percent_of_participants", "Sàn (% số đang tham gia)", 12, "Ít nhất giao tăng từng này %")
            .or(Requirement::OrText("0")),
        percent(
            "ceiling_percent_of_participants",
            "Trần (% số đang tham gia)",
            12,
            "Nhiều nhất; để trống = không giới hạn",
        )
        .optional(),
        percent("ceiling_percent_of_potential", "Trần (% tiềm năng)", 12, "Nhiều nhất; 100 là không giới hạn")
            .or(Requirement::OrText("100")),
        count("remark_above_percent", "Lưu ý khi tăng quá (%)", 12, "So với số đang tham gia")
            .or(Requirement::OrCount(30)),
        count("remark_above_times", "Lưu ý khi tăng quá (lần)", 12, "So với mức tăng năm trước")
            .or(Requirement::OrCount(3)),
    ],
};

pub const DOCUMENTS: &[Section] = &[
    Section {
        heading: "GỬI VĂN BẢN",
        path: "documents",
        items: &[
            text("targets_to", "Chỉ tiêu năm sau gửi", 40, "Để trống thì gửi cơ quan ban hành kế hoạch").optional()
        ],
    },
    Section {
        heading: "TÊN CÁC PHẦN CỦA BÁO CÁO NĂM",
        path: "documents.titles",
        items: &[
            text("direction", "Phần I", 60, "Công tác chỉ đạo")
                .or(Requirement::OrText("Công tác chỉ đạo, triển khai thực hiện")),
            text("results", "Phần II", 60, "Kết quả").or(Requirement::OrText("Kết quả thực hiện chỉ tiêu")),
            text("potential", "Phần III", 60, "Tiềm năng")
                .or(Requirement::OrText("Đối tượng thuộc diện tham gia và tiềm năng")),
            text("assessment", "Phần IV", 60, "Đánh giá").or(Requirement::OrText("Đánh giá chung")),
            text("difficulties", "Phần V", 60, "Khó khăn").or(Requirement::OrText("Khó khăn, vướng mắc")),
            text("outlook", "Phần VI", 60, "Năm sau").or(Requirement::OrText("Phương hướng, chỉ tiêu năm sau")),
            text("requests", "Phần VII", 60, "Kiến nghị").or(Requirement::OrText("Kiến nghị, đề xuất")),
        ],
    },
];

/// The same of a tier, within its line.
pub const TIER_OFFICE: [ColumnSpec; 11] = office!("office.name" "office.parent" "office.abbreviation" "office.place"
    "office.signatory_title" "office.signatory_name" "office.number_suffix" "office.contact" "office.phone" "office.letterhead"
    "office.recipients");
