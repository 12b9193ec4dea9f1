//! The faults of a plan file in words: each with its code, what is wrong, and how to mend it.

mod reorganisation;
mod tiers;

use std::fmt;

use super::{Code, book_fault};
use crate::plan::fault::{Fault, Faults, Kind, Shape, Type, What};
use crate::plan::places::CellPlace;
use crate::plan::{CheckCode, LANGUAGE};
use crate::value::text;

impl std::error::Error for Faults {}

/// A line for each fault: `dòng 3: [PLAN-02] what. How.`
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            let newline = if n == 0 { "" } else { "\n" };
            write!(f, "{newline}{fault}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 || self.cell.is_some() {
            return write_by_cell(f, self);
        }
        let (what, how) = words(&self.what);
        let (line, code) = (self.line, code(&self.what));
        match &self.what {
            What::Unreadable { column, text, .. } => {
                write!(f, "dòng {line}, cột {column}: [{code}] {what}. {how}")?;
                if text.is_empty() { Ok(()) } else { write!(f, "\n    {text}") }
            }
            _ => write!(f, "dòng {line}: [{code}] {what}. {how}"),
        }
    }
}

/// `trang “Đơn vị”, ô B7: [PLAN-03] what. How.`
fn write_by_cell(f: &mut fmt::Formatter<'_>, fault: &Fault) -> fmt::Result {
    let (what, how) = match &fault.what {
        What::InWorkbook(fault) => book_fault::of_workbook(fault),
        What::Reorganisation(_) => book_fault::without_keys(words(&fault.what)),
        what => book_fault::of_plan(what).unwrap_or_else(|| words(what)),
    };
    let words = book_fault::in_quotes(&format!("{what}. {how}"));
    write!(f, "{}[{}] {words}", place_of(0, fault.cell.as_ref()), code(&fault.what))
}

/// `trang “Đơn vị”, ô B7: `; `dòng 3: ` of a text that comes from no workbook.
pub(super) fn place_of(line: usize, cell: Option<&CellPlace>) -> String {
    match cell {
        Some(CellPlace { sheet, cell: Some(cell) }) => format!("trang “{sheet}”, ô {cell}: "),
        Some(CellPlace { sheet, cell: None }) => format!("trang “{sheet}”: "),
        None if line == 0 => String::new(),
        None => format!("dòng {line}: "),
    }
}

impl From<CheckCode> for Code {
    fn from(code: CheckCode) -> Self {
        match code {
            CheckCode::TotalDiffersFromParts => Code::TotalDiffersFromParts,
            CheckCode::TotalOverwritten => Code::TotalOverwritten,
            CheckCode::TotalFormulaChanged => Code::TotalFormulaChanged,
            CheckCode::TotalNotCalculated => Code::TotalNotCalculated,
            CheckCode::DecreaseExceedsCurrent => Code::DecreaseExceedsCurrent,
            CheckCode::AssignedSumDiffers => Code::AssignedSumDiffers,
            CheckCode::PartExceedsWhole => Code::PartExceedsWhole,
            CheckCode::TotalsDisagree => Code::TotalsDisagree,
            CheckCode::LabourForceExceedsAge => Code::LabourForceExceedsAge,
            CheckCode::InsuredExceedEligible => Code::InsuredExceedEligible,
            CheckCode::InsuredExceedLabour => Code::InsuredExceedLabour,
            CheckCode::EligibleExceedLabour => Code::EligibleExceedLabour,
        }
    }
}

/// The catalogue's code of a fault.
pub fn code(what: &What) -> Code {
    match what {
        What::Reorganisation(fault) => reorganisation::code(fault),
        What::InWorkbook(fault) => book_fault::code(fault),
        What::Unreadable { .. } => Code::UnreadablePlan,
        What::DuplicateCode { .. }
        | What::DuplicateRow { .. }
        | What::DuplicateTarget { .. }
        | What::AssignedTwice { .. }
        | What::AssignedTargetTwice { .. }
        | What::FormTwice { .. }
        | What::ResultColumnTwice { .. }
        | What::DuplicateAgencyName { .. }
        | What::DuplicateArea { .. }
        | What::CooperatingTwice { .. }
        | What::SheetOfTwoForms { .. }
        | What::RoundFormTwice { .. } => Code::DuplicateCode,
        What::UnknownCode { .. }
        | What::MisspeltCode { .. }
        | What::AbsentCode { .. }
        | What::UnknownColumn { .. }
        | What::UnknownRow { .. }
        | What::PatternWithoutRows { .. }
        | What::NotACheckCode { .. } => Code::UnknownReference,
        What::CircularTotal { .. } => Code::CircularTotal,
        What::AgencyWithoutForms { .. }
        | What::GroupOfAgenciesWithoutForms { .. }
        | What::AgencyWithoutName { .. }
        | What::RowWithoutLabel { .. }
        | What::CollectionWithoutDue { .. }
        | What::AssignedWithoutDecision { .. }
        | What::RoundWithoutForms { .. }
        | What::RoundWithoutDue { .. }
        | What::BlankName { .. }
        | What::FormNobodyReturns { .. }
        | What::FormWithoutRows { .. }
        | What::RowsNobodyFills { .. }
        | What::TotalWithoutParts { .. }
        | What::GroupWithoutUnits { .. } => Code::IncompletePlan,
        _ => Code::InvalidValue,
    }
}

/// What is wrong, without a full stop, and one thing to do.
fn words(what: &What) -> (String, String) {
    if let What::Reorganisation(fault) = what {
        return reorganisation::words(fault);
    }
    match code(what) {
        Code::UnreadablePlan => of_shape(what),
        Code::DuplicateCode => of_duplicate(what),
        Code::UnknownReference => of_reference(what),
        Code::IncompletePlan => of_gap(what),
        _ => of_value(what),
    }
}

fn of_shape(what: &What) -> (String, String) {
    let What::Unreadable { shape, .. } = what else { return of_value(what) };
    let words = match shape {
        Shape::UnknownKey { key, .. } => format!("khóa `{key}` không có trong mẫu kế hoạch"),
        Shape::MissingKey { key } => format!("thiếu khóa `{key}`"),
        Shape::DuplicateKey { key: Some(key) } => format!("`{key}` được ghi hai lần trong cùng một bảng"),
        Shape::DuplicateKey { key: None } => "có khóa được ghi hai lần trong cùng một bảng".to_owned(),
        Shape::UnknownValue { value, .. } => format!("giá trị `{value}` không được dùng ở đây"),
        Shape::WrongType { expected } => format!("kiểu giá trị không đúng, chỗ này phải là {}", of_type(*expected)),
        Shape::NoDate => "giá trị không phải là ngày".to_owned(),
        Shape::UnquotedDate => "ngày phải đặt trong dấu ngoặc kép, và phải là ngày có thật".to_owned(),
        Shape::Backslash => "dấu \\ trong chuỗi chữ phải viết hai lần".to_owned(),
        Shape::Capitals(right) => format!("`{right}` phải viết bằng chữ thường"),
        Shape::TooLarge => "số lớn quá mức chương trình đọc được".to_owned(),
        Shape::Unquoted => "chữ phải đặt trong dấu ngoặc kép".to_owned(),
        Shape::BrokenText => "chuỗi chữ thiếu dấu ngoặc kép đóng, hoặc có ký tự không được phép".to_owned(),
        Shape::Missing(mark) => format!("thiếu dấu `{mark}`"),
        Shape::NoValue => "thiếu giá trị".to_owned(),
        Shape::NotOnThisLine => "có nội dung thừa sau giá trị; mỗi khóa phải ở một dòng riêng".to_owned(),
        Shape::BrokenNumber => "số viết không đúng".to_owned(),
        Shape::Syntax => "không đúng cú pháp của tệp kế hoạch (TOML)".to_owned(),
    };
    let how = match shape {
        Shape::UnknownKey { known, .. } | Shape::UnknownValue { known, .. } if !known.is_empty() => {
            format!("Sửa dòng này theo docs/plan.md; dùng một trong: {}.", known.join(", "))
        }
        Shape::MissingKey { key } => format!("Ghi thêm khóa `{key}` vào bảng này theo docs/plan.md."),
        Shape::DuplicateKey { .. } => "Giữ lại một.".to_owned(),
        Shape::Backslash => {
            "Ghi \\\\ thay cho \\, ví dụ `\"C:\\\\new\"`, hoặc đặt chuỗi trong dấu nháy đơn.".to_owned()
        }
        Shape::Capitals(right) => format!("Ghi `{right}`."),
        Shape::TooLarge => "Ghi số nhỏ hơn; xem lại có thừa chữ số nào không.".to_owned(),
        Shape::NoDate | Shape::UnquotedDate => {
            "Ghi năm-tháng-ngày trong dấu ngoặc kép, ví dụ \"2022-10-01\".".to_owned()
        }
        Shape::BrokenNumber => "Ghi số nguyên không có dấu chấm, ví dụ 3000000 hoặc 3_000_000.".to_owned(),
        Shape::Unquoted | Shape::BrokenText => "Ghi ví dụ `title = \"Kế hoạch\"`.".to_owned(),
        _ => "Sửa dòng này theo docs/plan.md.".to_owned(),
    };
    (words, how)
}

fn of_type(expected: Type) -> &'static str {
    match expected {
        Type::Text => "chữ trong dấu ngoặc kép",
        Type::Number => "số nguyên",
        Type::Count => "số nguyên không âm",
        Type::TrueOrFalse => "true hoặc false",
        Type::List => "danh sách trong dấu [ ]",
        Type::Table => "bảng: các khóa trong dấu { } hoặc dưới [tên bảng]",
    }
}

fn of_duplicate(what: &What) -> (String, String) {
    match what {
        What::DuplicateRow { form, row } => {
            (format!("biểu `{form}` có hai dòng mã `{row}`"), "Đặt cho mỗi dòng một mã riêng trong biểu.".to_owned())
        }
        What::DuplicateTarget { indicators, year } => {
            let of = indicators.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
            (format!("chỉ tiêu năm {year} của {of} đã có ở trên"), "Giữ lại một.".to_owned())
        }
        What::DuplicateArea { area, other } => (
            format!("địa bàn “{area}” đã là của đơn vị `{other}`, nên các biểu sẽ có hai dòng không phân biệt được"),
            "Ghi tên khác nhau, ví dụ thêm tên huyện cũ trong ngoặc, hoặc ngày nếu hai đơn vị không có cùng lúc."
                .to_owned(),
        ),
        What::CooperatingTwice { name } => {
            (format!("cơ quan phối hợp “{name}” đã có ở trên"), "Giữ lại một.".to_owned())
        }
        What::AssignedTwice { year } => {
            (format!("chỉ tiêu được giao năm {year} đã có ở trên"), "Giữ lại một [[assigned]] của năm đó.".to_owned())
        }
        What::RoundFormTwice { round, form } => {
            (format!("kỳ số liệu `{round}` ghi biểu `{form}` hai lần"), "Giữ lại một.".to_owned())
        }
        What::DuplicateAgencyName { name, other } => (
            format!("tên “{name}” đã là của đơn vị `{other}`, nên không ai phân biệt được hai đơn vị"),
            "Ghi tên khác nhau, hoặc ngày đổi tên nếu hai đơn vị không có cùng lúc.".to_owned(),
        ),
        What::ResultColumnTwice { form, column } => (
            format!("cột kết quả của biểu `{form}` lấy cột `{column}` hai lần"),
            "Giữ lại một, ở phần cộng hoặc phần trừ.".to_owned(),
        ),
        What::FormTwice { of, form } => (format!("`{of}` ghi biểu `{form}` hai lần"), "Giữ lại một.".to_owned()),
        What::SheetOfTwoForms { name, forms: [one, other], agency } => (
            format!(
                "hai biểu `{one}` và `{other}` của đơn vị `{agency}` cùng tên trang “{name}” (Excel không phân biệt chữ hoa, chữ thường)"
            ),
            "Đặt cho mỗi biểu một tên trang riêng.".to_owned(),
        ),
        What::AssignedTargetTwice { year, of } => {
            (format!("chỉ tiêu được giao năm {year} của `{of}` đã có ở trên"), "Giữ lại một.".to_owned())
        }
        What::DuplicateCode { kind, code } => {
            (format!("mã {} `{code}` đã dùng ở trên", of_kind(*kind)), "Đặt cho mỗi mục một mã riêng.".to_owned())
        }
        _ => of_value(what),
    }
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Agency => "đơn vị",
        Kind::Area => "địa bàn",
        Kind::Assumption => "cách hiểu",
        Kind::Cooperating => "cơ quan phối hợp",
        Kind::Form => "biểu",
        Kind::Group => "nhóm đơn vị",
        Kind::Indicator => "chỉ số",
        Kind::Measure => "cột số liệu",
        Kind::PastAgency => "đơn vị trước đây",
        Kind::PastArea => "địa bàn trước đây",
        Kind::PastForm => "biểu trước đây",
        Kind::Predecessor => "kế hoạch trước",
        Kind::Round => "kỳ số liệu",
        Kind::Scheme => "loại hình bảo hiểm",
        Kind::Sector => "khối",
        Kind::Subject => "chủ đề",
        Kind::Task => "nhiệm vụ",
        Kind::Tier => "bậc thu",
        Kind::Unit => "đơn vị của bậc thu",
        Kind::UnitGroup => "nhóm của bậc thu",
    }
}

/// What a code with spaces is: names have them.
fn no_name(code: &str) -> &'static str {
    if code.contains(' ') { "Ghi mã, không ghi tên. " } else { "" }
}

fn of_reference(what: &What) -> (String, String) {
    match what {
        What::UnknownCode { kind, code, known } => {
            let how = match text::nearest(code, known.iter().map(String::as_str)) {
                Some(near) => format!("Có phải là `{near}`?"),
                None if known.is_empty() => "Xem lại mã này, hoặc bỏ nó.".to_owned(),
                // An area that is new is listed before anything leads to it.
                None if *kind == Kind::Area => format!(
                    "{}Địa bàn mới thì thêm dòng của nó vào danh sách đơn vị; địa bàn đã có thì dùng một trong: {}.",
                    no_name(code),
                    book_fault::some_of(known)
                ),
                None if code.contains(' ') => {
                    format!("{}Dùng một trong: {}.", no_name(code), book_fault::some_of(known))
                }
                None => format!("Dùng một trong: {}.", book_fault::some_of(known)),
            };
            (format!("không có {} nào mang mã `{code}`", of_kind(*kind)), how)
        }
        What::MisspeltCode { kind, code, wanted, n_wanted } => (
            format!(
                "không nơi nào dùng {} mang mã `{code}`, còn mã `{wanted}` không có mà được ghi ở {n_wanted} nơi",
                of_kind(*kind)
            ),
            format!("Sửa mã ở đây thành `{wanted}`, hoặc sửa các nơi kia thành `{code}`."),
        ),
        What::AbsentCode { kind, code, n_wanted } => (
            format!(
                "không có {} nào mang mã `{code}`, mà mã ấy được ghi ở đây và {} nơi khác",
                of_kind(*kind),
                n_wanted - 1
            ),
            "Thêm lại mục mang mã ấy (có thể trang hoặc dòng của nó đã bị xóa), hoặc sửa mã ở các nơi đó.".to_owned(),
        ),
        What::UnknownColumn { form, column } => {
            (format!("biểu `{form}` không có cột `{column}`"), "Dùng khóa của một cột trong biểu.".to_owned())
        }
        What::UnknownRow { form, row, near } => {
            let how = match near {
                Some(near) => format!("Có phải là `{near}`?"),
                None => "Dùng mã của một dòng trong biểu.".to_owned(),
            };
            (format!("biểu `{form}` không có dòng `{row}`"), how)
        }
        What::PatternWithoutRows { tier, row } => (
            format!("`{tier}` không có dòng nhập số nào ứng với `{row}`"),
            "Ghi mã số của dòng trong biểu của đơn vị thu, dấu * thay cho phần bất kỳ, ví dụ `hc-xa-*`.".to_owned(),
        ),
        What::NotACheckCode { code } => {
            let what = match Code::parse(code) {
                Some(_) => format!("`{code}` không phải là mã mà một phép so sánh của kế hoạch báo được"),
                None => format!("không có mã kiểm tra `{code}`"),
            };
            (
                what,
                format!("Dùng một trong: {}.", CheckCode::of_plans().map(CheckCode::id).collect::<Vec<_>>().join(", ")),
            )
        }
        _ => of_value(what),
    }
}

fn of_gap(what: &What) -> (String, String) {
    let (what, how) = match what {
        What::GroupOfAgenciesWithoutForms { group, n_agencies } => (
            format!("nhóm `{group}` không có biểu nào, mà {n_agencies} đơn vị của nhóm cũng không ghi biểu riêng"),
            "Ghi các biểu cho nhóm hoặc cho từng đơn vị.",
        ),
        What::AgencyWithoutForms { agency } => {
            (format!("đơn vị `{agency}` không có biểu nào"), "Ghi khóa `forms` cho đơn vị hoặc cho nhóm.")
        }
        What::AgencyWithoutName { agency } => {
            (format!("đơn vị `{agency}` không có tên"), "Ghi `names = [{ name = \"…\" }]`.")
        }
        What::RowWithoutLabel { row } => (format!("dòng `{row}` không có nhãn"), "Ghi `label = \"…\"`."),
        What::CollectionWithoutDue { task } => {
            (format!("nhiệm vụ `{task}` không có hạn `due`"), "Ghi `due` cho nhiệm vụ mà các đơn vị gửi số liệu.")
        }
        What::RoundWithoutForms { round } => (
            format!("kỳ số liệu `{round}` không thu biểu nào"),
            "Ghi mã các biểu vào `forms`, hoặc bỏ khóa này nếu thu mọi biểu.",
        ),
        What::RoundWithoutDue { round } => {
            (format!("kỳ số liệu `{round}` không có hạn `due`"), "Ghi ngày/tháng, ví dụ `due = \"20/11\"`.")
        }
        What::BlankName { kind, code } => {
            (format!("{} `{code}` có tên để trống", of_kind(*kind)), "Ghi tên như sẽ in trong biểu và văn bản.")
        }
        What::AssignedWithoutDecision { year } => {
            (format!("chỉ tiêu được giao năm {year} không ghi số quyết định"), "Ghi `decision`.")
        }
        What::FormNobodyReturns { form, year } => {
            (format!("năm {year} không có đơn vị nào lập biểu `{form}`"), "Ghi biểu vào `forms` của một đơn vị.")
        }
        What::FormWithoutRows { form, year } => {
            (format!("năm {year} biểu `{form}` không có dòng nào để nhập"), "Thêm ít nhất một dòng không có `parts`.")
        }
        What::RowsNobodyFills { tier, rows } => (
            format!("bậc thu của `{tier}` không có nhóm nào điền các dòng {}", rows.join(", ")),
            "Ghi các dòng này vào `rows` của một nhóm; số của chính đơn vị thu thì cho nó làm một đơn vị của nhóm.",
        ),
        What::TotalWithoutParts { form, row } => (
            format!("biểu `{form}`: dòng `{row}` giống dòng tổng mà không ghi cộng các dòng nào"),
            "Ghi mã các dòng được cộng vào `parts`.",
        ),
        What::GroupWithoutUnits { group } => {
            (format!("nhóm `{group}` không có đơn vị nào"), "Ghi ít nhất một đơn vị vào `units`, hoặc bỏ nhóm.")
        }
        _ => return of_value(what),
    };
    (what, how.to_owned())
}

/// What Excel takes as the name of a sheet.
const SHEET_NAMES: &str =
    "Dùng từ 1 đến 31 ký tự trên một dòng, không có [ ] : * ? / \\, không bắt đầu hay kết thúc bằng dấu nháy đơn '.";

fn of_value(what: &What) -> (String, String) {
    let (what, how) = match what {
        What::LaterLanguage { version } => (
            format!("kế hoạch viết theo phiên bản mẫu {version}, chương trình này đọc đến phiên bản {LANGUAGE}"),
            "Dùng bản bhxh mới hơn, hoặc ghi lại đúng phiên bản của mẫu.",
        ),
        What::Years { first, last } => (
            format!("từ năm {first} đến năm {last} không phải là một giai đoạn"),
            "Ghi năm đầu không lớn hơn năm cuối.",
        ),
        What::Character { character } => book_fault::forbidden(*character),
        What::NumberSuffix => (
            "`number_suffix` phải là chữ viết tắt, không có dấu cách và dấu gạch chéo".to_owned(),
            "Ghi ví dụ `number_suffix = \"LĐVL\"`, hoặc bỏ khóa này.",
        ),
        What::BlankOffice { key } => {
            (format!("`{key}` của cơ quan để trống"), "Ghi đủ, vì văn bản và công văn nào cũng in thông tin này.")
        }
        What::NobodyAllowed => (
            "số người lớn nhất của một ô là 0, nên không ô nào ghi được số".to_owned(),
            "Ghi số lớn hơn số dân của tỉnh.",
        ),
        What::BlankRecipient => {
            ("`recipients` có mục để trống".to_owned(), "Ghi tên nơi nhận, ví dụ \"Lưu: VT\", hoặc bỏ mục đó.")
        }
        What::BlankFormerCode => ("`formerly` có mã để trống".to_owned(), "Ghi mã cũ, hoặc bỏ mục đó."),
        What::NoPercentage { text } => {
            (format!("`{text}` không phải là tỷ lệ phần trăm"), "Ghi dưới dạng chữ, từ 0 đến 100, ví dụ \"29.5\".")
        }
        What::FloorAboveCeiling { floor, ceiling } => {
            (format!("sàn {floor}% cao hơn trần {ceiling}% số đang tham gia"), "Ghi sàn không lớn hơn trần.")
        }
        What::ShapelessInput => (
            "đầu vào phải có `column` (kèm `form`, `row` nếu cần) hoặc chỉ có `eligible`".to_owned(),
            "Xem mục “Đầu vào” của docs/plan.md.",
        ),
        What::NamesDontFollow { agency } => (
            format!("các tên của đơn vị `{agency}` chồng hoặc hở ngày"),
            "Ghi `from` của tên sau là ngày liền sau `until` của tên trước.",
        ),
        What::RowWithoutCode => (
            "mỗi dòng phải có đúng một trong hai khóa `code`, `each`".to_owned(),
            "Ghi `code` cho một dòng, `each` cho mỗi địa bàn hoặc khối.",
        ),
        What::SheetName { name } => (format!("“{name}” không dùng làm tên trang tính được"), SHEET_NAMES),
        What::EndsBeforeItBegins { of } => (
            format!("`{of}` có ngày cuối trước ngày đầu"),
            "Ghi ngày cuối không trước ngày đầu; còn đến nay thì bỏ ngày cuối.",
        ),
        What::NotPlain { code } => (
            format!("mã `{code}` không dùng được làm mã"),
            "Chỉ dùng chữ thường không dấu, chữ số và dấu gạch ngang ở giữa, ví dụ `dang-can-bo`.",
        ),
        What::OwnSheet { name } => (
            format!("tên trang “{name}” đã dành cho một trang mà chương trình hoặc Excel tự đặt"),
            "Đặt tên khác, ví dụ “Biểu 01”.",
        ),
        What::SheetWrittenTwoWays { name, other } => (
            format!("tên trang “{name}” với Excel là một với “{other}” ở trên mà viết khác nhau"),
            "Ghi hai chỗ giống hệt nhau nếu cùng một trang, hoặc đặt hai tên khác nhau.",
        ),
        What::CircularTotal { circle } => (book_fault::in_circle(circle), "Bỏ một mã của vòng ấy khỏi `parts`."),
        _ => return tiers::of_tier(what).unwrap_or_else(|| of_round(what)),
    };
    (what, how.to_owned())
}

fn of_round(what: &What) -> (String, String) {
    let (what, how) = match what {
        What::TaskWithoutDay { task } => (
            format!("nhiệm vụ `{task}` phải có đúng một trong hai khóa `due`, `when`"),
            "Ghi `due = \"30/6\"` hoặc `when = \"…\"`.",
        ),
        What::NoDayOfTheYear { text } => {
            (format!("`{text}` không phải là ngày trong năm"), "Ghi ngày/tháng, ví dụ `due = \"30/6\"`.")
        }
        What::RoundCode { code } => (
            format!("mã kỳ số liệu `{code}` không dùng được trong tên tệp"),
            "Chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ \"cuoi-nam\".",
        ),
        What::RoundsOutOfOrder { round } => (
            format!("hạn của kỳ số liệu `{round}` không sau hạn của kỳ đứng trước"),
            "Xếp các [[round]] theo thứ tự hạn gửi trong năm.",
        ),
        What::FirstRoundOptional { round } => (
            format!("kỳ số liệu đầu tiên `{round}` không thể là kỳ tùy chọn"),
            "Bỏ `optional` của kỳ đầu, hoặc ghi một kỳ bắt buộc trước đó.",
        ),
        What::RoundName { round } => (
            format!("kỳ số liệu `{round}` không có tên, hoặc trùng tên với kỳ khác"),
            "Ghi cho mỗi kỳ một `name` riêng, như trong câu sau chữ “kỳ”: `cuối năm`.",
        ),
        _ => return of_assigned(what),
    };
    (what, how.to_owned())
}

fn of_assigned(what: &What) -> (String, String) {
    let (what, how) = match what {
        What::AssignedOnOtherDay { year } => (
            format!("ngày quyết định `decided_on` không thể giao chỉ tiêu năm {year}"),
            "Ghi ngày trong năm được giao hoặc năm trước đó.",
        ),
        What::AssignedTooMany { of, people } => {
            (format!("chỉ tiêu được giao của `{of}` có số {people}, lớn quá mức"), "Xem lại có thừa chữ số nào không.")
        }
        What::NothingAssigned { of } => {
            (format!("chỉ tiêu được giao của `{of}` không có số nào"), "Ghi `people` hoặc `increase`, hoặc bỏ mục đó.")
        }
        What::AssignedOutsidePlan { year } => (
            format!("chỉ tiêu được giao của năm {year}, ngoài kế hoạch"),
            "Ghi một năm của kế hoạch, hoặc bỏ [[assigned]] đó.",
        ),
        _ => return of_scheme(what),
    };
    (what, how.to_owned())
}

fn of_scheme(what: &What) -> (String, String) {
    let (what, how) = match what {
        What::InsteadOf { scheme, other } => (
            format!("`{other}` không dùng được ở `instead_of` của `{scheme}`"),
            "Ghi mã một loại hình khác, loại hình đó không có `instead_of`.",
        ),
        What::WithinItself { scheme } => (
            format!("loại hình `{scheme}` nằm trong chính nó qua các khóa `within`"),
            "Bỏ một `within` để các loại hình không nối thành vòng.",
        ),
        What::WithinBeside { scheme, outer } => (
            format!(
                "loại hình `{scheme}` không nằm trong `{outer}` được, vì hai loại hình được cộng với nhau hoặc loại trừ nhau"
            ),
            "Bỏ `within`, hoặc bỏ một loại hình khỏi `schemes` của chỉ số, hoặc bỏ `instead_of`.",
        ),
        What::WithinUnsplit { scheme, outer } => (
            format!(
                "loại hình `{scheme}` chia theo khối nên không nằm trong `{outer}` được: loại hình đó không có số người tham gia \
                 theo khối (`by_sector`)"
            ),
            "Ghi `by_sector` cho loại hình bên ngoài, hoặc bỏ `within`.",
        ),
        What::UnclearPeopleColumn { form, n_columns } => (
            format!("biểu `{form}` có {n_columns} cột, chưa rõ cột nào là số người thuộc diện"),
            "Ghi `result` cho biểu, hoặc bỏ `schemes` của các dòng.",
        ),
        What::NumeratorOfOtherPeople { indicator } => (
            format!("`numerator` của `{indicator}` khác `participants` của các loại hình ghi ở `schemes`"),
            "Ghi đúng các loại hình mà tử số cộng lại, hoặc bỏ `schemes`.",
        ),
        What::DenominatorOfOtherPeople { indicator } => (
            format!("`denominator` của `{indicator}` khác `labour_force` của bảng `proposal`"),
            "Ghi cùng một đầu vào ở hai chỗ, hoặc bỏ `schemes`.",
        ),
        What::TargetDoesNotSplit { indicator } => (
            format!("không tách được chỉ tiêu của `{indicator}` theo loại hình"),
            "Trong các loại hình ở `schemes`, để đúng một loại hình không có chỉ số riêng.",
        ),
        // The others are worded by the function of their code.
        _ => (String::new(), ""),
    };
    (what, how.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::CATALOG;

    #[test]
    fn comparisons_raise_what_the_catalogue_has_of_sums_and_comparisons() {
        // Those of a tier compare with files of units, not by the plan.
        let of_tier = [Code::SumOfUnitsChanged, Code::SourcesChanged, Code::OpenBelow].map(|code| code.entry().id);
        let of_family = |id: &str| (id.starts_with("SUM-") && !of_tier.contains(&id)) || id.starts_with("CROSS-");
        let catalogue: Vec<_> = CATALOG.iter().filter(|entry| of_family(entry.id)).map(|entry| entry.id).collect();
        assert_eq!(CheckCode::ALL.iter().map(|code| code.id()).collect::<Vec<_>>(), catalogue);
        for code in CheckCode::ALL {
            let entry = Code::from(*code).entry();
            assert_eq!((entry.id, entry.name), (code.id(), code.name()));
        }
    }
}
