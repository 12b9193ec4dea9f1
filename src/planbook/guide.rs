//! The sheets of a plan workbook on which nothing of the plan stands: how it is written, and what must be decided anew.

use rust_xlsxwriter::{Worksheet, XlsxError};
use toml::{Table, Value};

use super::rows::tables;
use super::sheet_writing::row_of;
use super::sheets::{GUIDE, SHEETS, TO_DECIDE};
use super::spec::SheetLayout;
use crate::sheet::quoted;
use crate::template::page::{self, PageOrientation};
use crate::template::{fit, style};

const LINES: &[&str] = &[
    "Sổ này là toàn bộ kế hoạch: chương trình chỉ đọc các ô nhìn thấy ở những trang dưới đây. Trang Hướng dẫn không thuộc kế hoạch.",
    "Ghi vào các ô có viền. Tên cột và dòng chữ nghiêng giải thích là của mẫu, không sửa. Các trang được bảo vệ không mật khẩu.",
    "Mã viết chữ thường không dấu, nối bằng gạch ngang. Mã nối các trang với nhau và các năm với nhau, nên đặt rồi thì giữ nguyên.",
    "Ô có danh sách thì chọn trong danh sách. Ô được ghi nhiều mã thì ghi cách nhau dấu phẩy; nhiều câu thì mỗi câu một dòng trong ô (Alt+Enter).",
    "Ngày là ngày thật của Excel hoặc chữ dd/mm/yyyy. Hạn hằng năm ghi chữ ngày/tháng, ví dụ 30/6. Tỷ lệ ghi số, ví dụ 45,25.",
    "Không gộp ô, không ẩn dòng, không dùng công thức. Dòng trống giữa bảng được bỏ qua. Cần ghi chú thì dùng ghi chú của ô (Comment).",
    "Trang không dùng thì để trống, không xóa. Thêm biểu: chép cả trang của một biểu (Move or Copy), rồi sửa.",
    "Dòng hoặc cột của một biểu thay đổi thì đổi “Phiên bản biểu mẫu” ở trang Kế hoạch.",
    "Xong thì kiểm tra: bhxh plan check ke-hoach.xlsx. Dùng: thêm --plan ke-hoach.xlsx vào mọi lệnh.",
];

/// The width of the column of sentences.
const TEXT_PIXELS: u32 = 760;

/// A sentence in its column, in a row of as many lines as it needs.
fn wrapped(sheet: &mut Worksheet, row: u32, text: &str) -> Result<(), XlsxError> {
    if let Some(height) = fit::tall_height(&[(text, 11, false, TEXT_PIXELS)]) {
        sheet.set_row_height(row, height)?;
    }
    sheet.write_with_format(row, 1, text, &style::wrapped(11))?;
    Ok(())
}

/// The row of the first line, from 0.
const FIRST_LINE: u32 = 2;
/// The row of the heading above the list of sheets.
fn sheets_row() -> u32 {
    FIRST_LINE + row_of(LINES.len()) + 1
}

/// The first row of the list of forms.
fn forms_row() -> u32 {
    sheets_row() + row_of(SHEETS.len()) + 3
}

/// The cells in which the codes of the forms stand.
pub fn form_range(n_forms: usize) -> String {
    let first = forms_row() + 1;
    format!("{}!$A${first}:$A${}", quoted(GUIDE), first + row_of(n_forms.max(1)) - 1)
}

pub fn write(sheet: &mut Worksheet, values: &Table) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?.set_tab_color(style::GUIDE_TAB);
    sheet.set_column_width(0, 30)?.set_column_width_pixels(1, TEXT_PIXELS)?;
    sheet.write_with_format(0, 0, "SỔ KẾ HOẠCH", &style::text(14).set_bold())?;
    sheet.write_with_format(
        1,
        0,
        concat!("Lập bằng bhxh ", env!("CARGO_PKG_VERSION")),
        &style::text(10).set_italic(),
    )?;
    for (row, line) in (FIRST_LINE..).zip(LINES) {
        sheet.write_with_format(row, 0, format!("{}.", row - FIRST_LINE + 1), &style::text(11))?;
        wrapped(sheet, row, line)?;
    }
    write_sheets(sheet)?;
    let last = write_forms(sheet, values)?;
    page::print(sheet, PageOrientation::Landscape, "Sổ kế hoạch", (last, 1))?;
    page::protect(sheet);
    Ok(())
}

fn write_sheets(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let heading = style::text(11).set_bold();
    sheet.write_with_format(sheets_row(), 0, "Các trang", &heading)?;
    for (row, spec) in (sheets_row() + 1..).zip(SHEETS) {
        let is_forms = matches!(spec.layout, SheetLayout::Forms);
        let about = if is_forms { "Mỗi biểu một trang, như các đơn vị sẽ điền." } else { spec.about };
        sheet.write_with_format(row, 0, spec.name, &style::text(11))?;
        wrapped(sheet, row, about)?;
    }
    sheet.write_with_format(forms_row() - 1, 0, "Các biểu khi lập sổ", &heading)?;
    Ok(())
}

/// The codes of the forms with their titles, which drop-downs offer.
fn write_forms(sheet: &mut Worksheet, values: &Table) -> Result<u32, XlsxError> {
    let mut row = forms_row();
    for form in tables(values, "form") {
        let text = |key: &str| form.get(key).and_then(Value::as_str).unwrap_or_default();
        sheet.write_with_format(row, 0, text("code"), &style::text(11))?;
        wrapped(sheet, row, text("title"))?;
        row += 1;
    }
    Ok(row)
}

/// The list of what a plan that was carried on leaves to be decided.
pub fn write_to_decide(sheet: &mut Worksheet, sentences: &[String]) -> Result<(), XlsxError> {
    sheet.set_name(TO_DECIDE)?.set_tab_color(style::DIFFICULTIES_TAB);
    sheet.set_column_width(0, 6)?.set_column_width_pixels(1, TEXT_PIXELS)?;
    sheet.write_with_format(0, 0, "CẦN XÁC ĐỊNH LẠI", &style::text(14).set_bold())?;
    let about = "Các ô này được tô vàng ở trang của chúng. Trang này không thuộc kế hoạch; xong thì xóa được.";
    sheet.write_with_format(1, 0, about, &style::text(11).set_italic())?;
    for (n, sentence) in sentences.iter().enumerate() {
        sheet.write_with_format(row_of(n) + 2, 0, format!("{}.", n + 1), &style::text(11))?;
        wrapped(sheet, row_of(n) + 2, sentence)?;
    }
    page::print(sheet, PageOrientation::Landscape, TO_DECIDE, (row_of(sentences.len()) + 2, 1))?;
    page::protect(sheet);
    Ok(())
}
