//! The officers' page on what may stand in a cell, made from the same decisions that the program takes.

use crate::intake::number::{CASES, PAGE_MAX_PEOPLE, Reading, named_invisible, read_count};
use crate::problem::cell::Fault;
use crate::problem::{Code, Severity};

/// What becomes of a cell, in the order of the page, with what that asks for.
const OUTCOMES: [(&str, &str); 5] = [
    ("Nhận", "Số được đưa vào tổng hợp."),
    ("Nhận, có ghi chú", "Số được đưa vào tổng hợp, kèm một ghi chú để lần sau ghi cho đúng."),
    (
        "Nhận, cần giải trình",
        "Số được đưa vào tổng hợp, nhưng đơn vị phải ghi lại cho rõ, hoặc xác nhận ở cột “Ghi chú, giải trình”.",
    ),
    ("Thiếu số liệu", "Ô chưa có số. Ô bắt buộc mà thiếu thì báo lỗi."),
    ("Không nhận", "Báo lỗi; đơn vị cần ghi lại."),
];

const HEAD: &str = "\
# Số liệu ghi trong ô

Mỗi ô số liệu phải là một số nguyên không âm. Các bảng dưới đây cho biết chương trình hiểu nội dung từng ô như thế nào. Chương \
trình không đoán số, không bỏ số và không tự đổi ô trống thành số 0. Gõ `bhxh explain MÃ` để đọc trang của một mã.

Nội dung đặt trong dấu ngoặc kép là chữ; nội dung không có ngoặc kép là số do Excel lưu: gõ 51% vào ô định dạng phần trăm thì \
Excel lưu 0,51. Mức tối đa ghi trong tệp kế hoạch; các ví dụ lấy 10.000.000 người. Dấu gạch ngang (-) theo quy ước của ngành \
thống kê là không có hiện tượng phát sinh; dấu ba chấm (…) là có hiện tượng phát sinh nhưng không thu thập được số liệu.

Ô có công thức được hiểu theo kết quả lưu trong tệp. Chương trình tính lại công thức để đối chiếu: kết quả lưu trong tệp là số \
khác thì báo lỗi kèm cả hai số (CELL-10); không tính lại được mà kết quả có thể đã cũ thì cần giải trình (CELL-21). Công thức \
lấy số từ bên ngoài tệp cần giải trình (CELL-13).

Mọi kỳ số liệu trong năm và tệp giao chỉ tiêu (`--assigned`) đều được đọc như vậy. Hai chỗ khác: biểu không bắt buộc để trống cả biểu thì \
không bị hỏi; ô trống của tệp giao chỉ tiêu là chưa giao, không phải 0.
";

/// The page `docs/so-lieu-trong-o.md`.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for (n, (outcome, what)) in OUTCOMES.iter().enumerate() {
        page.push_str(&format!(
            "\n## {outcome}\n\n{what}\n\n| Ô ghi | Chương trình hiểu là | Mã |\n| --- | --- | --- |\n"
        ));
        for (sample, meaning) in CASES {
            let code = code(&read_count(&sample.value(), PAGE_MAX_PEOPLE));
            if self::outcome(code) == n {
                let id = code.map_or("", |code| code.entry().id);
                page.push_str(&format!("| {} | {} | {id} |\n", sample.shown(), named_invisible(meaning)));
            }
        }
    }
    page + FORMATS
}

/// What the file's format still decides.
const FORMATS: &str = "
## Định dạng tệp

Tệp .xlsx, .xlsm, .ods, .xls và .xlsb được đọc như nhau: cùng một nội dung thì cùng một kết quả ở cùng một ô. Những chỗ khác nhau dưới đây \
là do chính định dạng tệp; chỗ nào cũng được báo, không bỏ qua.

| Định dạng | Khác ở chỗ | Kết quả |
| --- | --- | --- |
| .xls do LibreOffice lưu | công thức cho ra chữ trong ô định dạng số bị lưu thành số 0 | CELL-10: kết quả lưu khác kết quả tính lại, hoặc số 0 không tính lại được; chữ rỗng thì \
CELL-01 như ở định dạng khác |
| .xls, .xlsb | công thức có thành phần chương trình không đọc được (mảng hằng, bảng dữ liệu) | coi là công thức không tính lại được, không \
bao giờ là số gõ tay |
| .ods | định dạng số được xét theo chữ hiện trong ô; tệp không ghi chữ đó thì xét theo kiểu ô | kiểu ô không chắc hiện đúng số lưu thì CELL-20 |
";

/// The code of the finding about a cell; `None` if there is nothing to say.
fn code(reading: &Reading) -> Option<Code> {
    match reading {
        Reading::Blank => Some(Code::BlankRequiredCell),
        Reading::Count { remark, .. } => remark.map(|remark| Fault::from(remark).code()),
        Reading::NotACount(refusal) => Some(Fault::from(refusal).code()),
    }
}

/// The place in [`OUTCOMES`].
fn outcome(code: Option<Code>) -> usize {
    match code.map(|code| (code, code.entry().severity)) {
        None => 0,
        Some((_, Severity::Note)) => 1,
        Some((_, Severity::Query)) => 2,
        Some((Code::BlankRequiredCell, _)) => 3,
        Some((_, Severity::Error)) => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect_file;

    #[test]
    fn page_is_current() {
        expect_file!["../../../docs/so-lieu-trong-o.md"].assert_eq(&page());
    }
}
