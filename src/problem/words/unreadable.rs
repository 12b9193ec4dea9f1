//! The words of files that can't be used: what the file is, and what to do so that it can be.

use std::borrow::Cow;

use super::{Audience, Words};
use crate::ooxml::xml::FaultKind;
use crate::problem::unreadable::{
    Cause, Damage, ForeignTable, Invalid, Limit, Other, ReadError, Refusal, Twice, Unopened,
};
use crate::value::wording;

const SAVE_AS_XLSX: &str = "Mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu “Excel Workbook (.xlsx)”, rồi gửi lại";

/// The words of a file refused before reading.
pub fn refused(refusal: &Refusal, audience: Audience) -> Words {
    Words::new(refusal_message(refusal), refusal_hint(refusal, audience))
}

fn refusal_message(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "tệp rỗng (0 byte)".to_owned(),
        Refusal::Locked => "tệp được đặt mật khẩu nên không đọc được".to_owned(),
        Refusal::Damaged { detail } => format!("tệp hỏng: {}", damage(detail)),
        Refusal::TooLarge { what, found, allowed } => {
            let (found, allowed) = (wording::count(*found), wording::count(*allowed));
            format!("tệp có {} quá mức cho phép ({found} so với {allowed})", limit(what))
        }
        Refusal::OtherTable(table) => format!("tệp là {}, chương trình không nhận", table_name(table)),
        Refusal::NotSpreadsheet(other) => format!("tệp là {}, không phải bảng tính", other_name(other)),
    }
}

fn refusal_hint(refusal: &Refusal, audience: Audience) -> &'static str {
    match refusal {
        Refusal::Empty if audience == Audience::Agency => "Gửi lại; tệp có thể đã hỏng khi sao chép",
        Refusal::Empty => "Đề nghị đơn vị gửi lại; tệp có thể đã hỏng khi sao chép",
        Refusal::Locked => {
            "Mở tệp bằng Excel, bỏ mật khẩu mở tệp (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu lại rồi gửi; nếu Excel \
             không hỏi mật khẩu thì bỏ bảo vệ cấu trúc (Xem lại > Bảo vệ sổ làm việc; Review > Protect Workbook)"
        }
        Refusal::Damaged { .. } => send_again(audience),
        Refusal::TooLarge { .. } => {
            "Chép số liệu vào biểu mẫu đã gửi cho đơn vị, không kèm trang tính hay dữ liệu khác"
        }
        Refusal::OtherTable(_) => SAVE_AS_XLSX,
        Refusal::NotSpreadsheet(_) => "Gửi biểu mẫu Excel đã điền số liệu; tệp loại này chỉ dùng làm bản ký kèm theo",
    }
}

fn send_again(audience: Audience) -> &'static str {
    match audience {
        Audience::Agency => "Gửi lại tệp gốc; nếu mở được bằng Excel thì lưu lại thành .xlsx rồi gửi",
        _ => "Đề nghị đơn vị gửi lại tệp gốc; nếu mở được bằng Excel thì lưu lại thành .xlsx rồi gửi",
    }
}

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

/// The words of a file that passed all bounds and still couldn't be read.
pub fn unreadable(error: &ReadError, audience: Audience) -> Words {
    if let Cause::Refused(refusal) = &error.cause {
        return refused(refusal, audience);
    }
    let sheet = error.sheet.as_ref().map(|sheet| format!(" ở trang “{sheet}”")).unwrap_or_default();
    let part = error.part.as_ref().map(|part| format!(" (phần {part} trong tệp)")).unwrap_or_default();
    Words::new(format!("không đọc được tệp{sheet}: {}{part}", cause(&error.cause)), send_again(audience))
}

fn cause(cause: &Cause) -> Cow<'static, str> {
    match cause {
        Cause::Malformed(_) => "nội dung không theo đúng định dạng".into(),
        Cause::TooMuch => "nội dung nhiều quá mức một biểu mẫu cần".into(),
        Cause::NoSheets => "không có trang tính nào".into(),
        Cause::SameName => "hai trang tính trùng tên".into(),
        Cause::Refused(refusal) => refusal_message(refusal).into(),
        Cause::Unsound(fault) => unsound(fault.kind).into(),
        Cause::NoPart => "thiếu một phần bên trong tệp".into(),
        Cause::Invalid { what, at } => {
            let cell = at.map(|at| format!("ô {at} ")).unwrap_or_default();
            format!("{cell}{}", invalid(*what)).into()
        }
        Cause::Twice(twice) => doubled(twice).into(),
        Cause::Disagreement(at) => format!("ô {at} đọc bằng hai cách ra hai kết quả khác nhau").into(),
    }
}

/// What is wrong with the XML of a part, as far as it helps to know.
fn unsound(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Encoding => "chữ bên trong không giải mã được",
        FaultKind::Character => "có ký tự không được phép trong nội dung XML",
        FaultKind::Doctype => "nội dung có khai báo XML không được phép",
        FaultKind::CutOff | FaultKind::NoRoot => "nội dung XML bên trong thiếu phần cuối",
        FaultKind::Misplaced => "nội dung XML có phần tử hoặc chữ nằm sai chỗ",
        kind if kind.is_too_much() => "nội dung nhiều quá mức một biểu mẫu cần",
        _ => "nội dung XML bên trong bị hỏng",
    }
}

fn invalid(what: Invalid) -> &'static str {
    match what {
        Invalid::Address => "có ô mang địa chỉ không hợp lệ",
        Invalid::Row => "có số thứ tự dòng không hợp lệ",
        Invalid::Column => "có số thứ tự cột không hợp lệ",
        Invalid::Area => "có vùng ô không hợp lệ",
        Invalid::CellType => "có kiểu dữ liệu không hợp lệ",
        Invalid::StyleNumber => "có số thứ tự định dạng không hợp lệ",
        Invalid::StringNumber => "trỏ đến chuỗi chữ không có trong tệp",
        Invalid::Number => "ghi là số nhưng nội dung không phải số",
        Invalid::Value => "có nội dung không đọc được",
        Invalid::Formula => "có công thức không đọc được",
        Invalid::SharedFormula => "dùng công thức chung không có trong tệp",
        Invalid::NumberFormat => "có định dạng số không hợp lệ",
        Invalid::Boolean => "có giá trị đúng/sai không hợp lệ",
        Invalid::SheetEntry => "danh sách trang tính không hợp lệ",
    }
}

fn doubled(twice: &Twice) -> String {
    match twice {
        Twice::Part(name) => format!("phần {name} xuất hiện hai lần, không biết phần nào đúng"),
        Twice::Relationship(id) => format!("mã liên kết {id} xuất hiện hai lần, không biết liên kết nào đúng"),
        Twice::Element(name) => format!("khối {name} xuất hiện hai lần, không biết khối nào đúng"),
        Twice::Cell(at) => format!("ô {at} xuất hiện hai lần, không biết ô nào đúng"),
        Twice::Content(at) => format!("ô {at} có hai nội dung, không biết nội dung nào đúng"),
        Twice::NumberFormat(id) => format!("định dạng số {id} xuất hiện hai lần, không biết định dạng nào đúng"),
    }
}

/// The words of a file that is left aside.
pub fn ignored(refusal: &Refusal) -> Words {
    let message = match refusal {
        Refusal::NotSpreadsheet(other) => format!("bỏ qua vì là {}", other_name(other)),
        Refusal::Empty => "bỏ qua vì là tệp rỗng (0 byte), tên không phải bảng tính".to_owned(),
        Refusal::Locked => "bỏ qua vì tệp có mật khẩu, tên không phải bảng tính".to_owned(),
        Refusal::TooLarge { .. } => "bỏ qua vì tệp rất lớn, tên không phải bảng tính".to_owned(),
        _ => "bỏ qua vì tệp hỏng, tên không phải bảng tính".to_owned(),
    };
    let hint = match refusal {
        Refusal::NotSpreadsheet(Other::Zip | Other::Rar | Other::SevenZip | Other::Gzip) => {
            "Nếu bên trong có biểu mẫu, giải nén vào thư mục này rồi chạy lại"
        }
        _ => "Không phải làm gì nếu đây không phải số liệu của đơn vị",
    };
    Words::new(message, hint)
}

fn damage(damage: &Damage) -> &'static str {
    match damage {
        Damage::Truncated => "thiếu phần cuối, như khi tải về dở dang",
        Damage::OnlyZeros => "chỉ gồm các byte 0, như khi sao chép không thành",
        Damage::Package => "không giải nén được",
        Damage::PartNames => "các phần bên trong trùng tên hoặc mang hai tên, không biết phần nào đúng",
        Damage::NoWorkbook => "không có bảng tính bên trong",
        Damage::CompoundFile => "cấu trúc tệp .xls bị đứt",
        Damage::Record => "có bản ghi bị đứt",
        Damage::Markup => "nội dung XML bên trong bị đứt",
        Damage::Doctype => "nội dung có khai báo XML không được phép",
        Damage::Encoding => "chữ bên trong không giải mã được",
    }
}

fn limit(limit: &Limit) -> &'static str {
    match limit {
        Limit::FileBytes => "dung lượng (byte)",
        Limit::InflatedBytes => "dung lượng sau giải nén (byte)",
        Limit::Entries => "số phần bên trong",
        Limit::Cells => "số ô",
        Limit::Sheets => "số trang tính",
        _ => "lượng dữ liệu bên trong",
    }
}

fn table_name(table: &ForeignTable) -> &'static str {
    match table {
        ForeignTable::Html => "bảng ghi dạng trang web (HTML)",
        ForeignTable::SpreadsheetMl2003 => "bảng tính XML 2003",
        ForeignTable::FlatOds => "bảng tính OpenDocument dạng XML (.fods)",
        ForeignTable::Csv => "bảng chữ (CSV)",
        ForeignTable::Sylk => "bảng SYLK (.slk)",
        ForeignTable::Dif => "bảng DIF",
        ForeignTable::Dbf => "bảng dBase (.dbf)",
        ForeignTable::Excel5 => "bảng tính Excel 5.0/95 hoặc cũ hơn",
        ForeignTable::Numbers => "bảng tính Apple Numbers",
    }
}

fn other_name(other: &Other) -> &'static str {
    match other {
        Other::Word => "văn bản Word",
        Other::PowerPoint => "bài trình chiếu",
        Other::Pdf => "tệp PDF",
        Other::Zip => "tệp nén ZIP",
        Other::Rar => "tệp nén RAR",
        Other::SevenZip => "tệp nén 7-Zip",
        Other::Gzip => "tệp nén GZIP",
        Other::Image => "hình ảnh",
        Other::WebPage => "trang web hoặc thư điện tử",
        Other::PlainText => "văn bản thường",
        Other::Unknown => "tệp không rõ loại",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Finding, file::Problem};

    #[test]
    fn an_agency_is_asked_itself() {
        let refused = Refusal::Damaged { detail: Damage::Truncated };
        let error = ReadError { sheet: None, part: None, cause: Cause::NoSheets };
        for problem in [Problem::Refused(Refusal::Empty), Problem::Refused(refused), Problem::Unreadable(error)] {
            let hint = |audience| Finding::from(problem.clone()).words(audience).hint;
            assert_eq!(hint(Audience::Officer), hint(Audience::Agency).replacen("Gửi", "Đề nghị đơn vị gửi", 1));
        }
    }
}
