//! The faults of a plan workbook in words, by sheet and cell. What the loader finds in any plan is said here without the keys
//! of a plan file, which nobody sees in a workbook.

use super::Code;
use crate::plan::book_fault::{BookFault, ExpectedCell};
use crate::plan::fault::{Kind, Shape, What};
use crate::value::{text, wording};

/// The catalogue's code of a fault.
pub(super) fn code(fault: &BookFault) -> Code {
    match fault {
        BookFault::SheetMissing { .. }
        | BookFault::ColumnMissing { .. }
        | BookFault::ItemMissing { .. }
        | BookFault::Blank { .. }
        | BookFault::PartMissing { .. } => Code::IncompletePlan,
        BookFault::SheetTwice { .. }
        | BookFault::HeadingTwice { .. }
        | BookFault::PartTwice { .. }
        | BookFault::KeyTwice { .. } => Code::DuplicateCode,
        BookFault::UnknownEntry { .. } => Code::UnknownReference,
        BookFault::Expected { .. }
        | BookFault::UnknownWord { .. }
        | BookFault::BlankInList
        | BookFault::Character { .. } => Code::InvalidValue,
        _ => Code::UnreadablePlanSheet,
    }
}

/// What is wrong, and one thing to do.
pub(super) fn of_workbook(fault: &BookFault) -> (String, String) {
    match fault {
        BookFault::Unopened { what, how } => (what.clone(), format!("{how}.")),
        BookFault::SheetMissing { .. }
        | BookFault::ColumnMissing { .. }
        | BookFault::ItemMissing { .. }
        | BookFault::Blank { .. }
        | BookFault::PartMissing { .. }
        | BookFault::NoEntryAbove { .. }
        | BookFault::NoPlan => of_missing(fault),
        BookFault::UnknownSheet { name, known } => {
            ("trang này không có trong mẫu kế hoạch".to_owned(), nearest_or("đổi lại tên trang", name, known))
        }
        BookFault::SheetTwice { sheet } => {
            (format!("có hai trang tên “{sheet}”, chỉ khác cách gõ dấu"), "Giữ lại một trang.".to_owned())
        }
        BookFault::SheetRenamed { sheet } => {
            (format!("trang “{sheet}” của mẫu đã bị đổi tên"), format!("Đổi lại tên trang thành “{sheet}”."))
        }
        BookFault::HeadingRenamed { heading, found, is_item } => (
            format!(
                "thiếu {} “{heading}”, ở chỗ ấy đang ghi “{}”",
                if *is_item { "mục" } else { "cột" },
                quoted(found)
            ),
            format!("Đổi lại tên thành “{heading}”."),
        ),
        BookFault::UnknownHeading { heading, known } => (
            format!("mẫu kế hoạch không có cột hay mục “{}”", quoted(heading)),
            near(heading, known).unwrap_or_else(|| "Xóa cột hoặc mục này, hoặc ghi lại đúng tên như mẫu.".to_owned()),
        ),
        BookFault::UnknownWord { word, known } => {
            (format!("“{}” không dùng được ở đây", quoted(word)), format!("Chọn một trong: {}.", known.join(", ")))
        }
        BookFault::UnknownEntry { code, known } => {
            (format!("không có mục nào mang mã “{}”", quoted(code)), choice(code, known))
        }
        BookFault::Expected { what, text } => expected(*what, text),
        _ => of_cell(fault),
    }
}

fn of_missing(fault: &BookFault) -> (String, String) {
    match fault {
        BookFault::SheetMissing { sheet } => (
            format!("thiếu trang “{sheet}”"),
            format!(
                "Chạy “bhxh plan export --to mau.xlsx”, mở mau.xlsx, bấm chuột phải vào tên trang “{sheet}”, chọn Di chuyển hoặc Sao chép (Move or Copy) sang sổ này và tạo bản sao; trang không dùng thì xóa nội dung dưới dòng tiêu đề, không xóa trang."
            ),
        ),
        BookFault::ColumnMissing { heading } => (
            format!("thiếu cột “{heading}”"),
            "Ghi lại tên cột như mẫu; không dùng thì để trống chứ không xóa.".to_owned(),
        ),
        BookFault::ItemMissing { item } => {
            (format!("thiếu mục “{item}”"), "Ghi lại dòng của mục này như mẫu.".to_owned())
        }
        BookFault::Blank { heading } => (format!("“{heading}” để trống"), "Ghi vào ô này.".to_owned()),
        BookFault::PartMissing { word } => {
            (format!("thiếu dòng có vai trò “{word}”"), "Ghi nguồn số liệu đó ở dòng này hoặc dòng dưới.".to_owned())
        }
        BookFault::NoEntryAbove { heading } => (
            "dòng này không thuộc mục nào ở trên".to_owned(),
            format!("Ghi “{heading}” và các cột bên trái, hoặc xóa dòng."),
        ),
        _ => (
            "sổ này không phải là kế hoạch: không có trang nào của mẫu".to_owned(),
            "Lập tệp mẫu bằng bhxh plan export --to ke-hoach.xlsx.".to_owned(),
        ),
    }
}

fn of_cell(fault: &BookFault) -> (String, String) {
    let (what, how) = match fault {
        BookFault::HiddenSheet => ("trang bị ẩn".to_owned(), "Hiện lại trang, để mọi phần của kế hoạch đều nhìn thấy."),
        BookFault::HiddenRow => {
            ("dòng có nội dung mà bị ẩn hoặc quá thấp".to_owned(), "Hiện lại dòng, bỏ bộ lọc, kéo dòng cao lên.")
        }
        BookFault::HiddenColumn => {
            ("cột có nội dung mà bị ẩn hoặc quá hẹp".to_owned(), "Hiện lại cột, kéo cột rộng ra.")
        }
        BookFault::Unseen { n_others } => (
            match n_others {
                0 => "ô có nội dung mà nhìn không thấy".to_owned(),
                n => format!("ô này và {n} ô khác trong cột có nội dung mà nhìn không thấy"),
            },
            "Đặt định dạng ô là Chung (General), chữ đen cỡ 11 trên nền trắng, không thụt lề, rồi xem lại nội dung.",
        ),
        BookFault::UnseenOnCondition { n_others } => (
            format!(
                "{} có định dạng có điều kiện làm nội dung không nhìn thấy được khi điều kiện đúng",
                match n_others {
                    0 => "ô".to_owned(),
                    n => format!("ô này và {n} ô khác"),
                }
            ),
            "Chọn ô, vào Trang chủ > Định dạng có điều kiện > Xóa quy tắc (Home > Conditional Formatting > Clear Rules).",
        ),
        BookFault::BeginsLower { row } => (
            format!("trang phải bắt đầu từ dòng 1, mà tiêu đề đang ở dòng {row}"),
            "Xóa các dòng trống ở trên tiêu đề.",
        ),
        BookFault::HeadingsMoved { wanted } => {
            return (
                format!("dòng tên cột phải ở dòng {wanted}"),
                format!("Xóa dòng thừa ở trên, hoặc thêm lại dòng thiếu, để dòng này ở dòng {wanted}."),
            );
        }
        BookFault::Rounded { number } => (
            format!("ô giữ số {} mà định dạng ô không hiện đủ chữ số thập phân", number.replace('.', ",")),
            "Đặt định dạng ô là Chung (General) rồi xem lại số.",
        ),
        BookFault::ShownOtherwise { number } => (
            format!("ô giữ số {number} mà định dạng ô hiện thành số khác"),
            "Đặt định dạng ô là Chung (General) rồi xem lại số.",
        ),
        BookFault::ShortenedDate { date } => (
            format!("ô giữ ngày {date} mà định dạng ô không hiện đủ ngày, tháng, năm"),
            "Đặt định dạng ô là Ngày (Date) loại hiện đủ ngày/tháng/năm rồi xem lại ngày.",
        ),
        BookFault::Merged { range } => (format!("các ô {range} bị gộp"), "Bỏ gộp ô, ghi từng ô."),
        BookFault::HeadingTwice { heading } => (format!("“{}” có hai lần", quoted(heading)), "Giữ lại một."),
        BookFault::PartTwice { word } => (format!("vai trò “{word}” đã có ở dòng trên"), "Giữ lại một."),
        BookFault::KeyTwice { key } => (format!("“{}” đã có ở dòng trên", quoted(key)), "Giữ lại một."),
        BookFault::Stray { text } => {
            (format!("ô ghi “{}” ở chỗ không thuộc kế hoạch", quoted(text)), "Xóa ô này, hoặc trả lại chữ của mẫu.")
        }
        BookFault::Beyond => ("có nội dung ở quá xa bảng".to_owned(), "Xóa ô này."),
        BookFault::Character { character } => forbidden(*character),
        BookFault::Formula => ("ô có công thức".to_owned(), "Ghi chữ hoặc số thay cho công thức."),
        BookFault::NotAValue { text } => {
            (format!("ô hiện “{}”, không phải chữ hay số", quoted(text)), "Ghi lại ô này.")
        }
        _ => ("danh sách trong ô có chỗ để trống".to_owned(), "Bỏ dấu phẩy hoặc dòng thừa."),
    };
    (what, how.to_owned())
}

fn expected(what: ExpectedCell, text: &str) -> (String, String) {
    let (kind, how) = match what {
        ExpectedCell::Text => ("chữ", "Đặt định dạng ô là Văn bản (Text) rồi ghi lại."),
        ExpectedCell::Version => (
            "số phiên bản",
            "Ghi một số nguyên từ 1 trở lên, ví dụ 3; nhiều phiên bản thì đặt định dạng ô là Văn bản (Text) rồi ghi cách nhau dấu phẩy.",
        ),
        ExpectedCell::Count => ("số nguyên không âm", "Đặt định dạng ô là Số (Number) rồi ghi lại, không kèm chữ."),
        ExpectedCell::Percent => ("số phần trăm", "Ghi số, ví dụ 45,25, với định dạng ô là Số (Number), không phải %."),
        ExpectedCell::Date => ("ngày", "Ghi ngày/tháng/năm có thật, không kèm giờ, ví dụ 01/07/2025."),
        ExpectedCell::Day => ("ngày/tháng dạng chữ", "Đặt định dạng ô là Văn bản (Text) rồi ghi, ví dụ 30/6."),
    };
    (format!("ô ghi “{}”, chỗ này phải là {kind}", quoted(text)), how.to_owned())
}

/// A text of the workbook within a sentence.
fn quoted(text: &str) -> String {
    text.replace('\n', " ")
}

fn near(word: &str, known: &[String]) -> Option<String> {
    text::nearest(word, known.iter().map(String::as_str)).map(|near| format!("Có phải là “{near}”?"))
}

fn choice(word: &str, known: &[String]) -> String {
    near(word, known).unwrap_or_else(|| format!("Dùng một trong: {}.", some_of(known)))
}

/// As many codes as somebody reads, and how many more there are.
pub(super) fn some_of(known: &[String]) -> String {
    wording::named(known, ", ", "mã")
}

fn nearest_or(otherwise: &str, word: &str, known: &[String]) -> String {
    near(word, known).unwrap_or_else(|| format!("Xóa trang, hoặc {otherwise} thành một trong: {}.", known.join(", ")))
}

/// The keys of a plan file by which reorganisations are worded, and what a workbook calls them.
const KEYS: &[(&str, &str)] = &[
    (
        "Ghi vào `agencies` của kế hoạch trước: `{ from = \"…\", to = \"…\" }`",
        "Ghi ở trang “Kế hoạch trước” một dòng “đơn vị”",
    ),
    ("`forms` của kế hoạch trước", "trang “Biểu cũ”"),
    ("[[change]]", "trang “Sắp xếp đơn vị hành chính”"),
    ("danh sách `units`", "các đơn vị cũ ở bên phải"),
    ("`part = true`", "“Chỉ một phần” là có"),
    ("`part`", "“Chỉ một phần”"),
    ("`merge`", "“nhập nhiều thành một”"),
    ("`split`", "“tách một thành nhiều”"),
    ("`rename`", "“đổi tên”"),
    ("`move`", "“chuyển một phần”"),
    ("`abolish`", "“giải thể”"),
    ("`from`", "“Từ địa bàn”"),
    ("`to`", "“Thành địa bàn”"),
    ("`of`", "“Thuộc địa bàn”"),
    ("`by`", "“Do đơn vị cũ”"),
    ("`date`", "“Ngày”"),
    ("`until`", "“Có đến ngày”"),
    ("`id`", "mã"),
    ("`\"*\"`", "*"),
    (
        "merge: nhiều thành một; split: một thành nhiều; rename: một thành một; move: cả hai bên; abolish: chỉ có",
        "Giải thể chỉ có",
    ),
];

/// Words for a workbook: codes stand in quotes, as an office writes them, and not in the marks of a plan file.
pub(super) fn in_quotes(words: &str) -> String {
    let mut is_open = false;
    let quoted = |c: char| match c {
        '`' => {
            is_open = !is_open;
            if is_open { '“' } else { '”' }
        }
        other => other,
    };
    words.chars().map(quoted).collect()
}

/// Words for a reorganisation without the keys of a plan file.
pub(super) fn without_keys((what, how): (String, String)) -> (String, String) {
    let replaced = |words: String| KEYS.iter().fold(words, |words, (key, name)| words.replace(key, name));
    (replaced(what), replaced(how))
}

/// What a fault of any plan is called in a workbook; `None` where the words of a plan file do.
pub(super) fn of_plan(what: &What) -> Option<(String, String)> {
    of_form(what)
        .or_else(|| of_shape(what))
        .or_else(|| of_office(what))
        .or_else(|| of_table(what))
        .or_else(|| of_figures(what))
}

/// A form that isn't there, in a workbook: its sheet is gone, or its code is another one.
fn of_form(what: &What) -> Option<(String, String)> {
    let missing = |code: &str| format!("không có trang nào trong sổ mang Mã biểu `{code}`");
    Some(match what {
        What::UnknownCode { kind: Kind::Form, code, known } => {
            let right = match text::nearest(code, known.iter().map(String::as_str)) {
                Some(near) => format!("gần giống nhất là `{near}`"),
                None => format!("các mã đang có: {}", some_of(known)),
            };
            let how = format!("Trang của biểu ấy đã bị xóa thì thêm lại; ghi nhầm mã thì sửa ở đây ({right}).");
            (missing(code), how)
        }
        What::AbsentCode { kind: Kind::Form, code, n_wanted } => (
            format!("{}, mà mã ấy được ghi ở đây và {} nơi khác", missing(code), n_wanted - 1),
            "Thêm lại trang của biểu ấy, hoặc bỏ mã ấy ở các nơi đó.".to_owned(),
        ),
        _ => return None,
    })
}

/// A value that the plan's text can't have; the text was made from the workbook, so few are left.
fn of_shape(what: &What) -> Option<(String, String)> {
    let What::Unreadable { shape, .. } = what else { return None };
    Some(match shape {
        Shape::TooLarge => ("số lớn quá mức chương trình đọc được".to_owned(), "Ghi số nhỏ hơn.".to_owned()),
        Shape::UnknownKey { key, .. } | Shape::MissingKey { key } | Shape::UnknownValue { value: key, .. } => {
            (format!("`{key}` không dùng được, hoặc thiếu"), "Xem lại ô này.".to_owned())
        }
        _ => ("giá trị không dùng được".to_owned(), "Xem lại ô này.".to_owned()),
    })
}

fn of_office(what: &What) -> Option<(String, String)> {
    let (what, how) = match what {
        What::BlankOffice { .. } => {
            ("thông tin của cơ quan còn chỗ để trống", "Ghi đủ, vì văn bản và công văn nào cũng in thông tin này.")
        }
        What::NumberSuffix => (
            "chữ viết tắt đơn vị soạn thảo phải là chữ liền, không có dấu cách và dấu gạch chéo",
            "Ghi ví dụ LĐVL, hoặc để trống.",
        ),
        What::BlankRecipient => ("nơi nhận có dòng để trống", "Bỏ dòng trống trong ô."),
        What::BlankFormerCode => ("mã cũ có chỗ để trống", "Ghi mã cũ, hoặc bỏ dấu phẩy thừa."),
        What::ShapelessInput => {
            ("nguồn số liệu phải có cột (kèm biểu, dòng nếu cần), hoặc chỉ ghi “Thuộc diện”", "Ghi một trong hai cách.")
        }
        What::RowWithoutCode => (
            "mỗi dòng của biểu phải có mã số, hoặc ghi “Lặp lại theo”, không ghi cả hai",
            "Ghi “Mã số” cho một dòng, “Lặp lại theo” cho mỗi địa bàn hoặc khối.",
        ),
        _ => return None,
    };
    Some((what.to_owned(), how.to_owned()))
}

fn of_table(what: &What) -> Option<(String, String)> {
    let (what, how) = match what {
        What::AgencyWithoutForms { agency } => {
            (format!("đơn vị `{agency}` không có biểu nào"), "Ghi “Các biểu” cho đơn vị hoặc cho nhóm.")
        }
        What::AgencyWithoutName { agency } => (format!("đơn vị `{agency}` không có tên"), "Ghi “Tên”."),
        What::RowWithoutLabel { row } => (format!("dòng `{row}` không có nội dung"), "Ghi “Nội dung”."),
        What::CollectionWithoutDue { task } => {
            (format!("nhiệm vụ `{task}` không có hạn"), "Ghi “Hạn hằng năm” cho nhiệm vụ thu thập số liệu.")
        }
        What::TaskWithoutDay { task } => (
            format!("nhiệm vụ `{task}` phải có hạn, hoặc có chữ nói khi nào, không có cả hai"),
            "Ghi một trong hai cột.",
        ),
        What::NoDayOfTheYear { text } => {
            (format!("`{text}` không phải là ngày trong năm"), "Ghi ngày/tháng, ví dụ 30/6.")
        }
        What::RoundWithoutDue { round } => (format!("kỳ số liệu `{round}` không có hạn"), "Ghi “Hạn”, ví dụ 20/11."),
        What::RoundsOutOfOrder { round } => (
            format!("hạn của kỳ `{round}` không sau hạn của kỳ đứng trước"),
            "Xếp các kỳ theo thứ tự hạn gửi trong năm.",
        ),
        What::RoundName { round } => {
            (format!("kỳ số liệu `{round}` trùng tên với kỳ khác"), "Ghi cho mỗi kỳ một tên riêng.")
        }
        What::FirstRoundOptional { round } => (
            format!("kỳ số liệu đầu tiên `{round}` không thể là kỳ tùy chọn"),
            "Bỏ “Không bắt buộc” của kỳ đầu, hoặc ghi một kỳ bắt buộc trước đó.",
        ),
        What::FormNobodyReturns { form, year } => (
            format!("năm {year} không có đơn vị nào lập biểu `{form}`"),
            "Ghi biểu vào “Các biểu” của một đơn vị hoặc một nhóm.",
        ),
        What::FormWithoutRows { form, year } => (
            format!("năm {year} biểu `{form}` không có dòng nào để nhập"),
            "Thêm ít nhất một dòng để trống “Cộng các dòng”.",
        ),
        What::NamesDontFollow { agency } => (
            format!("các tên của đơn vị `{agency}` chồng hoặc hở ngày"),
            "Ghi “Tên từ ngày” của tên sau là ngày liền sau “Tên đến ngày” của tên trước.",
        ),
        What::RowsNobodyFills { tier, rows } => (
            format!("bậc thu của `{tier}` không có nhóm nào điền các dòng {}", rows.join(", ")),
            "Ghi các dòng này vào “Dòng được điền” của một nhóm; số của chính đơn vị thu thì cho nó làm một đơn vị của nhóm.",
        ),
        What::TotalWithoutParts { form, row } => (
            format!("biểu `{form}`: dòng `{row}` giống dòng tổng mà “Cộng các dòng” để trống"),
            "Ghi mã các dòng được cộng vào ô này.",
        ),
        What::GroupWithoutUnits { group } => {
            (format!("nhóm `{group}` không có đơn vị nào"), "Ghi ở trang “Đơn vị gửi số liệu”, hoặc bỏ nhóm.")
        }
        What::UnitOfSeveralTiers { unit, tiers } => (
            format!("`{unit}` là đơn vị của nhiều bậc thu ({}) nên số của nó bị tính nhiều lần", tiers.join(", ")),
            "Để đơn vị ở một bậc thu; nếu chuyển bậc thu thì ghi ngày cuối ở bậc cũ, ngày đầu ở bậc mới, không năm nào ở cả hai.",
        ),
        What::UnitOfNoTier { unit, year, tiers: [old, new] } => (
            format!(
                "`{unit}` chuyển từ bậc thu `{old}` sang `{new}` nhưng năm {year} không gửi cho bậc nào, vì hạn hai bậc khác nhau"
            ),
            "Ghi ngày cuối ở bậc cũ là ngày cuối năm, ngày đầu ở bậc mới là ngày đầu năm sau.",
        ),
        What::CollectorAbsent { tier, year } => (
            format!(
                "năm {year} các đơn vị vẫn gửi số cho bậc thu `{tier}` mà chính `{tier}` không gửi cho ai, nên số của các đơn vị không tới tỉnh"
            ),
            "Ghi ngày cuối cho các đơn vị của bậc thu ấy, hoặc chuyển chúng sang bậc thu khác; còn thu thì sửa ngày đầu, ngày cuối của nơi thu.",
        ),
        What::SameUnitInOtherTier { name, code, tier } => (
            format!("“{name}” đã là {} nên số của nó bị tính hai lần", unit_elsewhere(code, tier.as_deref())),
            "Để đơn vị ở một bậc thu; nếu là hai đơn vị khác nhau thì ghi “Địa bàn” hoặc ghi tên đủ để phân biệt.",
        ),
        What::DuplicateUnitName { name } => {
            (format!("bậc thu đã có đơn vị tên “{name}” ở trên"), "Ghi “Địa bàn” để phân biệt các đơn vị cùng tên.")
        }
        _ => return None,
    };
    Some((what, how.to_owned()))
}

fn of_figures(what: &What) -> Option<(String, String)> {
    let (what, how) = match what {
        What::NoPercentage { text } => {
            let text = text.replace('.', ",");
            (format!("`{text}` không phải là tỷ lệ phần trăm"), "Ghi số từ 0 đến 100, tối đa ba chữ số thập phân.")
        }
        What::CircularTotal { circle } => (in_circle(circle), "Bỏ một mã của vòng ấy khỏi “Cộng các dòng”."),
        What::InsteadOf { scheme, other } => (
            format!("`{other}` không dùng được ở “Thay cho” của `{scheme}`"),
            "Ghi mã một loại hình khác, loại hình đó không thay cho loại hình nào.",
        ),
        What::WithinItself { scheme } => (
            format!("loại hình `{scheme}` nằm trong chính nó"),
            "Bỏ một ô “Nằm trong” để các loại hình không nối thành vòng.",
        ),
        What::WithinBeside { scheme, outer } => (
            format!(
                "loại hình `{scheme}` không nằm trong `{outer}` được, vì hai loại hình được cộng với nhau hoặc loại trừ nhau"
            ),
            "Bỏ “Nằm trong”, hoặc bỏ một loại hình khỏi chỉ số, hoặc bỏ “Thay cho”.",
        ),
        What::WithinUnsplit { scheme, outer } => (
            format!("loại hình `{scheme}` chia theo khối mà `{outer}` không có số người tham gia theo khối"),
            "Ghi dòng “theo khối” cho loại hình bên ngoài, hoặc bỏ “Nằm trong”.",
        ),
        What::UnclearPeopleColumn { form, n_columns } => (
            format!("biểu `{form}` có {n_columns} cột, chưa rõ cột nào là số người thuộc diện"),
            "Ghi các mục “Kết quả” của biểu, hoặc bỏ “Loại hình” của các dòng.",
        ),
        What::NumeratorOfOtherPeople { indicator } => (
            format!("tử số của `{indicator}` khác số đang tham gia của các loại hình của nó"),
            "Ghi đúng các loại hình mà tử số cộng lại, hoặc bỏ “Loại hình”.",
        ),
        What::DenominatorOfOtherPeople { indicator } => (
            format!("mẫu số của `{indicator}` khác mẫu số ở trang Kế hoạch"),
            "Ghi cùng một nguồn số liệu ở hai chỗ, hoặc bỏ “Loại hình”.",
        ),
        What::TargetDoesNotSplit { indicator } => (
            format!("không tách được chỉ tiêu của `{indicator}` theo loại hình"),
            "Trong các loại hình của nó, để đúng một loại hình không có chỉ số riêng.",
        ),
        What::AssignedWithoutDecision { year } => {
            (format!("chỉ tiêu được giao năm {year} không ghi số quyết định"), "Ghi “Số quyết định”.")
        }
        What::AssignedTwice { year } => (format!("chỉ tiêu được giao năm {year} đã có ở trên"), "Giữ lại một."),
        What::AssignedOnOtherDay { year } => (
            format!("ngày quyết định không thể giao chỉ tiêu năm {year}"),
            "Ghi ngày trong năm được giao hoặc năm trước đó.",
        ),
        What::AssignedOutsidePlan { year } => {
            (format!("chỉ tiêu được giao của năm {year}, ngoài kế hoạch"), "Ghi một năm của kế hoạch, hoặc bỏ mục này.")
        }
        What::NothingAssigned { of } => {
            (format!("chỉ tiêu được giao của `{of}` không có số nào"), "Ghi số giao, hoặc bỏ mục này.")
        }
        _ => return None,
    };
    Some((what, how.to_owned()))
}

/// That a text has a character which no document can hold.
pub(super) fn forbidden(character: char) -> (String, &'static str) {
    let what =
        format!("chữ có ký tự điều khiển U+{:04X}, không tệp Excel hay Word nào chứa được", u32::from(character));
    (what, "Bỏ ký tự đó.")
}

/// That a total sums itself, with the way: `tong → dang → tong`.
pub(super) fn in_circle(circle: &[String]) -> String {
    let total = circle.first().map_or("", String::as_str);
    format!("dòng tổng `{total}` cộng vào chính nó: {}", circle.join(" → "))
}

/// Whose unit one is that is counted elsewhere as well: that of a tier, or of nobody's where it reports to the province itself.
pub fn unit_elsewhere(code: &str, tier: Option<&str>) -> String {
    let whose =
        tier.map_or_else(|| "gửi thẳng cho tỉnh các dòng cùng tên".to_owned(), |tier| format!("của bậc thu `{tier}`"));
    format!("đơn vị `{code}` {whose}")
}
