//! The words of files that can't be used: what the file is, and what to do so that it can be.

use std::borrow::Cow;

use super::{Audience, Words};
use crate::ooxml::xml::FaultKind;
use crate::problem::unreadable::{
    Cause, Damage, ForeignTable, Invalid, Limit, Other, ReadError, Refusal, Twice, Unopened,
};
use crate::value::grid::Address;
use crate::value::wording;

/// The words of a file refused before reading.
pub fn refused(refusal: &Refusal, audience: Audience) -> Words {
    Words::new(refusal_message(refusal), refusal_hint(refusal, audience))
}

fn refusal_message(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "tệp rỗng (0 byte)".to_owned(),
        Refusal::Locked => "tệp được đặt mật khẩu nên không đọc được".to_owned(),
        Refusal::Damaged { detail } => format!("tệp hỏng: {}", damage(*detail)),
        Refusal::TooLarge { what, found, allowed, at } => too_large(*what, *found, *allowed, *at),
        Refusal::OtherTable(table) => format!("tệp là {}, chương trình không nhận", table_name(*table)),
        Refusal::NotSpreadsheet(Other::Unknown) => "không rõ tệp thuộc loại gì; không phải bảng tính".to_owned(),
        Refusal::NotSpreadsheet(Other::CloudLink) => {
            format!("tệp chỉ là {}, không có số liệu bên trong", other_name(Other::CloudLink))
        }
        Refusal::NotSpreadsheet(other) => format!("tệp là {}, không phải bảng tính", other_name(*other)),
    }
}

fn refusal_hint(refusal: &Refusal, audience: Audience) -> String {
    match refusal {
        Refusal::Empty => fetch_again(audience),
        Refusal::Locked => {
            "Mở tệp bằng Excel, bỏ mật khẩu mở tệp (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu lại rồi gửi; nếu Excel \
             không hỏi mật khẩu thì bỏ bảo vệ cấu trúc (Xem lại > Bảo vệ sổ làm việc; Review > Protect Workbook)"
                .to_owned()
        }
        Refusal::Damaged { detail: Damage::Truncated | Damage::OnlyZeros } => fetch_again(audience),
        Refusal::Damaged { detail: Damage::NoWorkbook } => asked(audience, "gửi lại chính tệp Excel đã điền số liệu"),
        Refusal::Damaged { .. } => REPAIR.to_owned(),
        Refusal::TooLarge { what: Limit::Cells | Limit::Definitions | Limit::Tags | Limit::Records, .. } => {
            "Chép số liệu vào biểu mẫu trống đã gửi cho đơn vị rồi gửi biểu mẫu đó; không định dạng, không kéo công thức \
             đến cuối trang, không kèm danh sách"
                .to_owned()
        }
        Refusal::TooLarge { .. } => {
            "Chép số liệu vào biểu mẫu trống đã gửi cho đơn vị rồi gửi biểu mẫu đó, không kèm ảnh, trang tính hay dữ liệu \
             khác"
                .to_owned()
        }
        Refusal::OtherTable(table) => table_hint(*table).to_owned(),
        Refusal::NotSpreadsheet(other) => other_hint(*other, audience),
    }
}

/// Something to do that the officer asks the agency for: `gửi lại tệp` becomes `Đề nghị đơn vị gửi lại tệp`.
fn asked(audience: Audience, to_do: &str) -> String {
    match audience {
        Audience::Agency => wording::capitalized(to_do),
        Audience::Officer | Audience::Program => format!("Đề nghị đơn vị {to_do}"),
    }
}

/// What helps where a file was cut short on its way.
fn fetch_again(audience: Audience) -> String {
    match audience {
        Audience::Agency => "Mở thử tệp gốc bằng Excel; mở được thì gửi lại tệp đó".to_owned(),
        Audience::Officer | Audience::Program => {
            "Tải hoặc chép lại tệp từ thư của đơn vị; vẫn vậy thì đề nghị đơn vị gửi lại tệp gốc".to_owned()
        }
    }
}

/// What helps where a spreadsheet program can make a sound file of it.
const REPAIR: &str = "Mở bằng Excel (Excel hỏi có sửa tệp không thì bấm Có), xem lại từng số, Lưu thành (Save As) tệp .xlsx mới rồi gửi tệp \
     mới; Excel không mở được thì nhập lại vào biểu mẫu trống";

/// The words of a file whose bytes couldn't be had.
pub fn unopened(unopened: &Unopened) -> Words {
    const COPY_AGAIN: &str = "Chép lại tệp vào thư mục nhận rồi chạy lại";
    const ALLOW: &str = "Cấp quyền đọc cho người đang chạy chương trình, hoặc chép lại vào thư mục nhận, rồi chạy lại";
    let (message, hint) = match unopened {
        Unopened::Missing => {
            ("không mở được: lối tắt trỏ đến tệp không còn, hoặc tệp vừa bị xóa".to_owned(), COPY_AGAIN)
        }
        Unopened::Loop => ("không mở được: lối tắt trỏ vòng về chính nó".to_owned(), COPY_AGAIN),
        Unopened::NotAFile => {
            ("không mở: đây là thiết bị hoặc đường truyền của hệ thống, không phải tệp".to_owned(), COPY_AGAIN)
        }
        Unopened::Denied => ("không mở được: không có quyền đọc tệp".to_owned(), ALLOW),
        Unopened::OpenElsewhere => (
            "không mở được: tệp đang mở trong chương trình khác".to_owned(),
            "Đóng tệp trong chương trình đang mở nó (thường là Excel), rồi chạy lại",
        ),
        Unopened::Folder => {
            ("không mở được thư mục con này nên chưa biết bên trong có tệp số liệu nào".to_owned(), ALLOW)
        }
        Unopened::Crashed => (
            "không đọc được: tệp làm chương trình dừng giữa chừng".to_owned(),
            "Mở tệp bằng Excel, Lưu thành một tệp .xlsx mới, rồi kiểm tra lại tệp mới",
        ),
        Unopened::Failed(why) => (format!("không mở được tệp: {why}"), COPY_AGAIN),
    };
    Words::new(message, hint)
}

/// The words of a file that passed all bounds and still couldn't be read. What only a programmer understands is what is
/// found, so that the sentence stays one for people.
pub fn unreadable(error: &ReadError, audience: Audience) -> Words {
    if let Cause::Refused(refusal) = &error.cause {
        return refused(refusal, audience);
    }
    let sheet = error.sheet.as_ref().map(|sheet| format!(" ở trang “{sheet}”")).unwrap_or_default();
    let message = match &error.cause {
        Cause::SameName => format!("tệp có hai trang tính cùng tên{}", sheet.trim_start_matches(" ở trang").to_owned()),
        cause => format!("không đọc được tệp{sheet}: {}", self::cause(cause)),
    };
    let words = Words::new(message, cause_hint(&error.cause, audience));
    match audience {
        Audience::Program => words.found(detail(error)),
        Audience::Officer | Audience::Agency => words,
    }
}

fn cause_hint(cause: &Cause, audience: Audience) -> String {
    match cause {
        Cause::SameName => {
            "Mở tệp, đổi tên một trong hai trang (bấm đúp vào tên trang), lưu rồi gửi lại; Excel không mở được thì mở bằng \
             LibreOffice"
                .to_owned()
        }
        Cause::NoSheets => asked(audience, "gửi lại chính tệp biểu mẫu đã điền số liệu"),
        cause if cause.is_too_much() => {
            "Chép số liệu vào biểu mẫu trống đã gửi cho đơn vị rồi gửi biểu mẫu đó, không kèm danh sách hay dữ liệu khác"
                .to_owned()
        }
        // Also a part that is cut off: its package is whole, so that another download brings the same.
        _ => REPAIR.to_owned(),
    }
}

fn cause(cause: &Cause) -> Cow<'static, str> {
    match cause {
        Cause::Malformed(_) => "nội dung không theo đúng định dạng của tệp Excel".into(),
        Cause::TooMuch => "nội dung nhiều quá mức một biểu mẫu cần".into(),
        Cause::NoSheets => "không có trang tính nào".into(),
        Cause::SameName => "hai trang tính trùng tên".into(),
        Cause::Refused(refusal) => refusal_message(refusal).into(),
        Cause::Unsound(fault) => unsound(fault.kind).into(),
        Cause::NoPart => "tệp thiếu một phần bên trong mà trang tính cần".into(),
        Cause::Invalid { what, at } => {
            let cell = at.map(|at| format!("ô {at} ")).unwrap_or_default();
            format!("{cell}{}", invalid(*what)).into()
        }
        Cause::Twice(twice) => doubled(twice).into(),
        Cause::Disagreement(at) => {
            format!("số ở ô {at} ghi theo cách mà hai bộ đọc hiểu thành hai số khác nhau").into()
        }
    }
}

/// What a programmer wants to know: the part, and what is wrong with it, `xl/worksheets/sheet2.xml: cut-off`.
fn detail(error: &ReadError) -> String {
    let what = match &error.cause {
        Cause::Malformed(library) => library.clone(),
        Cause::Unsound(fault) => kebab_case(&format!("{:?}", fault.kind)),
        Cause::Invalid { what, .. } => kebab_case(&format!("{what:?}")),
        Cause::Twice(Twice::Part(name)) => name.clone(),
        Cause::Twice(Twice::Relationship(id)) => id.clone(),
        Cause::Twice(Twice::Element(name)) => (*name).to_owned(),
        Cause::Twice(Twice::NumberFormat(id)) => id.to_string(),
        _ => String::new(),
    };
    let both = [error.part.clone().unwrap_or_default(), what];
    both.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// A name such as `CutOff` as `cut-off`.
fn kebab_case(name: &str) -> String {
    let mut text = String::new();
    for (n, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && n > 0 {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// What is wrong with the text of a part, as far as it helps to know.
fn unsound(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Encoding => "chữ bên trong không giải mã được",
        FaultKind::Character => "bên trong có ký tự mà tệp Excel không được chứa",
        FaultKind::Doctype => "bên trong có khai báo lạ (DOCTYPE) mà không phần mềm bảng tính nào ghi",
        FaultKind::CutOff | FaultKind::NoRoot => "nội dung bên trong thiếu phần cuối",
        FaultKind::Misplaced => "nội dung bên trong có chỗ nằm sai vị trí",
        kind if kind.is_too_much() => "nội dung nhiều quá mức một biểu mẫu cần",
        _ => "nội dung bên trong bị hỏng",
    }
}

fn invalid(what: Invalid) -> &'static str {
    match what {
        Invalid::Address => "có địa chỉ ô không hợp lệ nên không rõ số thuộc ô nào",
        Invalid::Row => "có số thứ tự hàng không hợp lệ nên không rõ số thuộc hàng nào",
        Invalid::Column => "có số thứ tự cột không hợp lệ nên không rõ số thuộc cột nào",
        Invalid::Area => "có vùng ô không hợp lệ",
        Invalid::CellType => "có kiểu dữ liệu mà Excel không biết",
        Invalid::StyleNumber => "dùng một định dạng không có trong tệp",
        Invalid::StringNumber => "dùng một đoạn chữ không có trong tệp",
        Invalid::Number => "ghi là số nhưng nội dung không phải số",
        Invalid::Value => "có nội dung không đọc được",
        Invalid::Formula => "có công thức không đọc được",
        Invalid::SharedFormula => "dùng chung một công thức không có trong tệp",
        Invalid::NumberFormat => "có định dạng số không hợp lệ",
        Invalid::Boolean => "có giá trị đúng/sai không hợp lệ",
        Invalid::SheetEntry => "danh sách trang tính có mục không hợp lệ",
    }
}

fn doubled(twice: &Twice) -> String {
    match twice {
        Twice::Part(_) => "bên trong tệp có hai phần trùng tên, không biết phần nào đúng".to_owned(),
        Twice::Relationship(_) => "bên trong tệp có hai đường dẫn trùng mã, không biết đường dẫn nào đúng".to_owned(),
        Twice::Element(_) => "một nội dung được ghi hai lần, không biết bản nào đúng".to_owned(),
        Twice::Cell(at) => format!("ô {at} được ghi hai lần, không biết lần nào đúng"),
        Twice::Content(at) => format!("ô {at} có hai nội dung, không biết nội dung nào đúng"),
        Twice::NumberFormat(_) => "một định dạng số được ghi hai lần, không biết bản nào đúng".to_owned(),
    }
}

/// The words of a file that is left aside.
pub fn ignored(refusal: &Refusal) -> Words {
    let message = match refusal {
        Refusal::NotSpreadsheet(Other::Unknown) => "bỏ qua: không rõ tệp thuộc loại gì".to_owned(),
        Refusal::NotSpreadsheet(other) => format!("bỏ qua vì là {}", other_name(*other)),
        Refusal::Empty => "bỏ qua vì là tệp rỗng (0 byte), tên không phải bảng tính".to_owned(),
        Refusal::Locked => "bỏ qua vì tệp có mật khẩu, tên không phải bảng tính".to_owned(),
        Refusal::TooLarge { .. } => "bỏ qua vì tệp rất lớn, tên không phải bảng tính".to_owned(),
        _ => "bỏ qua vì tệp hỏng, tên không phải bảng tính".to_owned(),
    };
    let hint = match refusal {
        Refusal::NotSpreadsheet(other) if is_packed(*other) => {
            "Nếu bên trong có biểu mẫu, giải nén vào thư mục này rồi chạy lại"
        }
        Refusal::NotSpreadsheet(Other::Mail) => {
            "Nếu thư có biểu mẫu đính kèm thì mở thư, tải tệp đó vào thư mục này rồi chạy lại"
        }
        _ => "Không phải làm gì nếu đây không phải số liệu của đơn vị",
    };
    Words::new(message, hint)
}

fn is_packed(other: Other) -> bool {
    matches!(other, Other::Zip | Other::Rar | Other::SevenZip | Other::Gzip)
}

fn damage(damage: Damage) -> &'static str {
    match damage {
        Damage::Truncated => "thiếu phần cuối, như khi tải về dở dang",
        Damage::OnlyZeros => "không còn nội dung (chỉ gồm các byte 0), như khi sao chép không thành",
        Damage::Package => "không mở được phần nén bên trong",
        Damage::PartNames => "bên trong có hai phần trùng tên hoặc một phần mang hai tên, không biết phần nào đúng",
        Damage::NoWorkbook => "bên trong không có bảng tính",
        Damage::CompoundFile => "cấu trúc của tệp .xls bị đứt",
        Damage::Record => "dữ liệu bên trong bị đứt giữa chừng",
        Damage::Markup => "nội dung bên trong bị đứt giữa chừng",
        Damage::Doctype => "bên trong có khai báo lạ (DOCTYPE) mà không phần mềm bảng tính nào ghi",
        Damage::Encoding => "chữ bên trong không giải mã được",
    }
}

/// How much there is beside how much a return may have, in units that mean something.
fn too_large(what: Limit, found: u64, allowed: u64, at: Option<Address>) -> String {
    let counted = |unit: &str| format!("hơn {} {unit}", wording::count(allowed));
    let until = at.map(|at| format!(", đếm đến ô {at} thì dừng")).unwrap_or_default();
    match what {
        Limit::FileBytes => format!("tệp nặng {}, chỉ nhận đến {}", megabytes(found), megabytes(allowed)),
        Limit::InflatedBytes => {
            format!("nội dung của tệp khi giải nén nặng trên {}; biểu mẫu điền đủ chưa đến 2 MB", megabytes(allowed))
        }
        Limit::Entries => {
            format!("bên trong tệp có {} phần (ảnh, hình vẽ…); biểu mẫu chỉ có vài chục", counted("").trim())
        }
        Limit::Cells => {
            format!("tệp có {} có dữ liệu hoặc định dạng{until}; biểu mẫu điền đủ chỉ có vài nghìn ô", counted("ô"))
        }
        Limit::Sheets => format!("tệp có {}; biểu mẫu chỉ có vài trang", counted("trang tính")),
        Limit::SharedStrings => format!("tệp có {}; biểu mẫu chỉ có vài trăm", counted("đoạn chữ")),
        Limit::Definitions => format!("tệp có {}; biểu mẫu chỉ có vài chục", counted("kiểu định dạng")),
        Limit::FormulaBytes => "công thức trong tệp dài quá mức một biểu mẫu cần".to_owned(),
        Limit::TextBytes => "chữ trong tệp dài quá mức một biểu mẫu cần".to_owned(),
        Limit::Tags | Limit::TokenBytes | Limit::Records | Limit::Continues => {
            "tệp có quá nhiều định dạng, hình vẽ hoặc nội dung so với một biểu mẫu".to_owned()
        }
    }
}

/// `31 MB`, rounded up, so that what is too much never looks like what is allowed.
fn megabytes(n_bytes: u64) -> String {
    format!("{} MB", wording::count(n_bytes.div_ceil(1 << 20)))
}

fn table_name(table: ForeignTable) -> &'static str {
    match table {
        ForeignTable::Html => "bảng ghi dạng trang web (HTML)",
        ForeignTable::SpreadsheetMl2003 => "bảng tính XML 2003",
        ForeignTable::FlatOds => "bảng tính OpenDocument dạng XML (.fods)",
        ForeignTable::OpenOffice1 => "bảng tính OpenOffice 1 (.sxc)",
        ForeignTable::Csv => "bảng chữ (CSV)",
        ForeignTable::Sylk => "bảng SYLK (.slk)",
        ForeignTable::Dif => "bảng DIF",
        ForeignTable::Dbf => "bảng dBase (.dbf)",
        ForeignTable::Excel5 => "bảng tính Excel 5.0/95 hoặc cũ hơn",
        ForeignTable::Numbers => "bảng tính Apple Numbers",
    }
}

/// With which program the table becomes one that is read. A format of a single sheet can't hold the whole template.
fn table_hint(table: ForeignTable) -> &'static str {
    match table {
        ForeignTable::Html | ForeignTable::SpreadsheetMl2003 => {
            "Mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu “Excel Workbook (.xlsx)”, rồi gửi lại; nếu còn bị trả lại thì \
             chép số liệu vào biểu mẫu đã gửi cho đơn vị"
        }
        ForeignTable::Excel5 => {
            "Mở tệp bằng Excel (Excel không cho mở thì dùng LibreOffice), chọn Lưu thành (Save As), kiểu “Excel Workbook \
             (.xlsx)”, rồi gửi lại"
        }
        ForeignTable::FlatOds | ForeignTable::OpenOffice1 => {
            "Mở tệp bằng LibreOffice Calc (Excel không mở được loại này), chọn Tệp > Lưu thành, kiểu “Excel 2007–365 (.xlsx)”, \
             rồi gửi lại"
        }
        ForeignTable::Numbers => {
            "Mở tệp bằng Numbers trên máy Mac hoặc iCloud.com (Excel không mở được loại này), chọn Tệp > Xuất sang > Excel, \
             rồi gửi lại"
        }
        ForeignTable::Csv | ForeignTable::Sylk | ForeignTable::Dif | ForeignTable::Dbf => {
            "Mở tệp bằng Excel, chép số liệu vào biểu mẫu đã gửi cho đơn vị rồi gửi biểu mẫu đó; tệp loại này chỉ giữ được một \
             bảng, không giữ được cả biểu mẫu"
        }
    }
}

fn other_name(other: Other) -> &'static str {
    match other {
        Other::Word => "văn bản Word",
        Other::PowerPoint => "bài trình chiếu",
        Other::Pdf => "văn bản PDF",
        Other::Zip => "gói nén ZIP",
        Other::EmptyZip => "gói nén ZIP không có gì bên trong",
        Other::CloudLink => "lối tắt tới bảng tính trên Google",
        Other::Rar => "gói nén RAR",
        Other::SevenZip => "gói nén 7-Zip",
        Other::Gzip => "gói nén GZIP",
        Other::Image => "hình ảnh",
        Other::WebPage { .. } => "trang web hoặc thư điện tử",
        Other::Mail => "thư điện tử được lưu lại",
        Other::PlainText => "văn bản thường",
        Other::Unknown => "loại không rõ",
    }
}

fn other_hint(other: Other, audience: Audience) -> String {
    match other {
        Other::Zip => unpack("bấm chuột phải, chọn Extract All", audience),
        Other::Rar | Other::SevenZip | Other::Gzip => unpack("bằng 7-Zip hoặc WinRAR", audience),
        Other::EmptyZip => asked(audience, "gửi lại chính tệp Excel đã điền số liệu, không nén"),
        Other::CloudLink => asked(
            audience,
            "mở bảng tính trên Google, chọn Tệp > Tải xuống > Microsoft Excel (.xlsx) rồi gửi tệp tải về",
        ),
        Other::Word | Other::PowerPoint | Other::Pdf | Other::Image => {
            asked(audience, "nhập số liệu vào biểu mẫu Excel đã gửi rồi gửi tệp đó; tệp này chỉ dùng làm bản ký kèm theo")
        }
        Other::Mail => match audience {
            Audience::Agency => "Gửi chính tệp Excel đính kèm trong thư, không gửi thư lưu lại".to_owned(),
            Audience::Officer | Audience::Program => {
                "Mở thư, tải tệp Excel đính kèm vào thư mục nhận rồi chạy lại; thư không có tệp thì đề nghị đơn vị gửi".to_owned()
            }
        },
        Other::WebPage { .. } => match audience {
            Audience::Agency => "Gửi chính tệp Excel đã điền, không gửi trang web hay thư lưu lại".to_owned(),
            Audience::Officer | Audience::Program => {
                "Mở thư của đơn vị, tải lại tệp đính kèm: tệp này là trang web hoặc thư được lưu lại; không có thì đề nghị đơn vị gửi lại"
                    .to_owned()
            }
        },
        Other::PlainText => asked(audience, "nhập số liệu vào biểu mẫu Excel đã gửi rồi gửi tệp đó"),
        Other::Unknown => {
            format!("Mở thử bằng Excel, mở được thì lưu thành .xlsx; không được thì {}", match audience {
                Audience::Agency => "nhập lại vào biểu mẫu Excel đã gửi",
                Audience::Officer | Audience::Program => "đề nghị đơn vị gửi lại biểu mẫu Excel đã điền",
            })
        }
    }
}

/// What helps with a package: Windows itself unpacks a ZIP alone.
fn unpack(how: &str, audience: Audience) -> String {
    match audience {
        Audience::Agency => format!("Giải nén ({how}) rồi gửi chính tệp Excel bên trong"),
        Audience::Officer | Audience::Program => {
            format!("Giải nén ({how}), để tệp Excel bên trong vào thư mục nhận rồi chạy lại")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Finding, file::Problem};

    #[test]
    fn an_agency_is_asked_itself() {
        let refused = Refusal::Damaged { detail: Damage::NoWorkbook };
        let error = ReadError { sheet: None, part: None, cause: Cause::NoSheets };
        for problem in [Problem::Refused(refused), Problem::Unreadable(error)] {
            let hint = |audience| Finding::from(problem.clone()).words(audience).hint;
            assert_eq!(hint(Audience::Officer), hint(Audience::Agency).replacen("Gửi", "Đề nghị đơn vị gửi", 1));
        }
    }

    #[test]
    fn what_is_too_much_is_said_in_units_that_mean_something() {
        let said = |what, found, allowed, at| refusal_message(&Refusal::TooLarge { what, found, allowed, at });
        assert_eq!(said(Limit::FileBytes, (20 << 20) + 1, 20 << 20, None), "tệp nặng 21 MB, chỉ nhận đến 20 MB");
        let far = said(Limit::Cells, 500_001, 500_000, Some(Address::new(64_999, 7)));
        assert!(far.starts_with("tệp có hơn 500.000 ô") && far.contains("ô H65000"), "{far}");
    }
}
