//! The instructions, made from the same plan and limits that the checks use, so that the two can't disagree.

use std::collections::BTreeSet;

use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use super::page::PageOrientation;
use super::source::TemplateSource;
use super::{check_number, fit, page, style, total};
use crate::plan::keys::{DIFFICULTIES_SHEET, GUIDE_SHEET};
use crate::plan::{Check, CheckSeverity, Form, FormId, Input};
use crate::value::wording;

const NO_PIXELS: u32 = 36;
const TEXT_PIXELS: u32 = 644;
/// In points: a section's heading; title and agency above the first.
const HEADING_HEIGHT: f64 = 28.0;
const HEAD_HEIGHT: f64 = 50.0;

pub fn write(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE_SHEET)?.set_tab_color(style::GUIDE_TAB);
    sheet.set_column_width_pixels(0, NO_PIXELS)?.set_column_width_pixels(1, TEXT_PIXELS)?;
    let title = format!("HƯỚNG DẪN ĐIỀN BIỂU {}", source.period().to_uppercase());
    sheet.merge_range(0, 0, 0, 1, &title, &style::centered(14).set_bold())?;
    sheet.set_row_height(0, 28)?;
    sheet.merge_range(1, 0, 1, 1, source.agency_name(), &style::centered(12).set_italic())?;
    sheet.set_row_height(1, fit::height(source.agency_name(), 12, false, NO_PIXELS + TEXT_PIXELS) + 4.0)?;
    let (mut row, mut height) = (2, HEAD_HEIGHT);
    for section in sections(source) {
        height += section.height();
        row = write_section(sheet, row, &section)?;
    }
    let footer = format!("{GUIDE_SHEET} - {} - {}", source.period(), source.agency_name());
    page::print(sheet, PageOrientation::Portrait, &footer, (row - 1, 1))?;
    page::print_on_few_pages(sheet, PageOrientation::Portrait, height, 0.0);
    page::protect(sheet);
    Ok(())
}

/// A heading and the paragraphs under it.
struct GuideSection {
    heading: &'static str,
    paragraphs: Vec<GuideParagraph>,
}

impl GuideSection {
    /// How tall it is, in points.
    fn height(&self) -> f64 {
        HEADING_HEIGHT + self.paragraphs.iter().map(|paragraph| text_height(&paragraph.text())).sum::<f64>()
    }
}

enum GuideParagraph {
    Numbered(String),
    /// Belongs to the numbered one before it.
    Under(String),
}

impl GuideParagraph {
    fn text(&self) -> String {
        match self {
            GuideParagraph::Numbered(text) => text.clone(),
            GuideParagraph::Under(text) => format!("- {text}"),
        }
    }
}

fn text_height(text: &str) -> f64 {
    fit::height(text, 12, false, TEXT_PIXELS) + 2.0
}

fn sections(source: &TemplateSource) -> Vec<GuideSection> {
    let numbered = |texts: Vec<String>| texts.into_iter().map(GuideParagraph::Numbered).collect();
    vec![
        GuideSection { heading: "I. CÁCH ĐIỀN", paragraphs: numbered(filling_in(source)) },
        GuideSection { heading: "II. NỘI DUNG CÁC BIỂU", paragraphs: forms(source) },
        GuideSection { heading: "III. ĐIỀU KIỆN KIỂM TRA SỐ LIỆU", paragraphs: numbered(checks(source)) },
        GuideSection { heading: "IV. KIỂM TRA VÀ GỬI", paragraphs: numbered(sending(source)) },
    ]
}

fn write_section(sheet: &mut Worksheet, first: u32, section: &GuideSection) -> Result<u32, XlsxError> {
    let mut row = first;
    sheet.merge_range(row, 0, row, 1, section.heading, &style::text(12).set_bold().set_align(FormatAlign::Bottom))?;
    sheet.set_row_height(row, HEADING_HEIGHT)?;
    let number = style::text(12).set_align(FormatAlign::Top).set_align(FormatAlign::Center);
    let body = style::wrapped(12).set_align(FormatAlign::Top);
    let mut n = 0;
    for paragraph in &section.paragraphs {
        row += 1;
        if matches!(paragraph, GuideParagraph::Numbered(_)) {
            n += 1;
            sheet.write_string_with_format(row, 0, format!("{n}."), &number)?;
        }
        let text = paragraph.text();
        sheet.write_string_with_format(row, 1, &text, &body)?;
        sheet.set_row_height(row, text_height(&text))?;
    }
    Ok(row + 1)
}

fn filling_in(source: &TemplateSource) -> Vec<String> {
    let plan = source.year.plan;
    let max = wording::count(plan.limits.max_people);
    vec![
        "Chỉ điền vào các ô nền vàng. Các ô khác đã khóa; dòng tổng và cột kết quả tự tính.".to_owned(),
        format!(
            "Mỗi ô ghi một số nguyên từ 0 đến {max}; đơn vị tính: {}. Không ghi kèm chữ hoặc đơn vị tính, không gõ \
             dấu ngăn cách hàng nghìn (Excel tự hiển thị).",
            plan.unit
        ),
        "Không có người nào thì ghi số 0. Không để trống: ô trống là chưa có số liệu, không phải bằng 0. Không dùng dấu \
         “-”, chữ “x” hoặc ký hiệu khác thay cho số 0."
            .to_owned(),
        "Không chèn, xóa, sắp xếp lại dòng hoặc cột; không sửa cột “Mã số”; không đổi tên, xóa trang tính.".to_owned(),
        "Khi sao chép số liệu từ tệp khác, dùng Dán giá trị (Paste Values) để không mang theo công thức liên kết.".to_owned(),
        "Cột “Ghi chú, giải trình”: ghi lý do ngay tại dòng có số liệu khác thường. Số liệu cần giải trình mà dòng đó chưa có \
         ghi chú thì bị hỏi lại."
            .to_owned(),
        "Trên trang Bìa ghi đủ ngày chốt số liệu, ngày gửi, người lập biểu, điện thoại, người ký. Khi gửi lại tệp đã sửa, \
         tăng “Lần gửi thứ” thêm 1."
            .to_owned(),
        format!("Trang “{DIFFICULTIES_SHEET}”: mỗi dòng ghi một vấn đề, kèm đề xuất, kiến nghị."),
    ]
}

fn forms(source: &TemplateSource) -> Vec<GuideParagraph> {
    source.forms.iter().flat_map(|id| about_form(source.year.plan.form(*id))).collect()
}

fn about_form(form: &Form) -> Vec<GuideParagraph> {
    let result = form.result.as_ref().filter(|result| result.plus.len() + result.minus.len() > 1).map(|result| {
        let terms = total::terms(result, |column| format!(" {} ", form.columns[column.idx()].label));
        format!("{} = {}.", result.label, terms.trim().replace("  ", " ").replace(" - ", " − "))
    });
    let lines = result.into_iter().chain(form.guide.iter().cloned()).map(GuideParagraph::Under);
    let title = format!("{} (Biểu số: {}): {}.", form.sheet, form.number, form.title);
    std::iter::once(GuideParagraph::Numbered(title)).chain(lines).collect()
}

/// What the plan's checks ask of this agency, and what holds for everyone.
fn checks(source: &TemplateSource) -> Vec<String> {
    let plan = source.year.plan;
    let mut seen = BTreeSet::new();
    let mut texts: Vec<String> = Vec::new();
    for check in &plan.checks {
        let Some(reach) = reach(source, check) else { continue };
        if !seen.insert(&check.reason) {
            continue;
        }
        let others = match reach {
            Reach::Own => "",
            Reach::WithOthers => " (đối chiếu với số liệu của đơn vị khác)",
        };
        let demand = match check.severity {
            CheckSeverity::Error => "Không đúng như vậy thì phải sửa.",
            CheckSeverity::Query => {
                "Không đúng như vậy thì kiểm tra lại; nếu số liệu vẫn đúng thì giải trình ở cột ghi chú."
            }
        };
        texts.push(format!("{}{others}. {demand}", check.reason));
    }
    texts.push("Dòng tổng phải bằng các dòng thành phần cộng lại; không gõ số đè lên công thức.".to_owned());
    texts.push(format!(
        "Số liệu tăng hoặc giảm quá {}% và từ {} {} trở lên so với năm trước thì giải trình ở cột ghi chú.",
        plan.limits.year_on_year_percent,
        wording::count(plan.limits.year_on_year_people),
        plan.unit
    ));
    texts
}

/// How far a check that concerns an agency looks.
enum Reach {
    /// Only at the agency's own forms.
    Own,
    /// Also at what others report.
    WithOthers,
}

/// `None` if the check asks nothing of the agency.
/// Whether a sum reads forms of other agencies. A check without a form compares columns within each form.
fn reads_others(source: &TemplateSource, input: &Input) -> bool {
    let others = source.year.agencies.iter().filter(|id| **id != source.agency);
    let mut forms = others.flat_map(|id| source.year.forms_of(*id));
    !matches!(input, Input::Measure { .. }) && forms.any(|id| reads(source, id, input))
}

fn reach(source: &TemplateSource, check: &Check) -> Option<Reach> {
    let inputs = || check.left.iter().chain(&check.right);
    if !inputs().any(|input: &Input| source.forms.iter().any(|id| reads(source, *id, input))) {
        None
    } else if inputs().any(|input| reads_others(source, input)) {
        Some(Reach::WithOthers)
    } else {
        Some(Reach::Own)
    }
}

/// Whether an input reads a form.
fn reads(source: &TemplateSource, id: FormId, input: &Input) -> bool {
    let form: &Form = source.year.plan.form(id);
    match input {
        Input::Eligible(scheme) | Input::AtWork(scheme) => {
            !form.people_columns().is_empty() && source.year.rows(id).iter().any(|row| row.schemes.contains(scheme))
        }
        _ => input.column_of(source.year.plan, id).is_some(),
    }
}

fn sending(source: &TemplateSource) -> Vec<String> {
    let (year, plan) = (source.year, source.year.plan);
    let agency = source.agency_name();
    let file = year.template_name(source.agency);
    let mut texts = Vec::new();
    if let Some(second_tier) = &plan.agency(source.agency).second_tier {
        texts.push(format!("{second_tier} gửi số liệu cho {agency}; {agency} tổng hợp vào các biểu của tệp này."));
    }
    texts.push(format!(
        "Kiểm tra tệp trước khi gửi bằng lệnh: bhxh validate {file}. Sửa hết các lỗi, giải trình hết các điểm cần giải trình \
         rồi mới gửi; nơi chưa có chương trình thì kiểm tra theo mục III."
    ));
    if check_number::is_there(source) {
        texts.push(
            "“Số kiểm tra” ở bìa và dưới mỗi biểu tự tính từ mọi ô nhập số: sửa một số, đổi chỗ hai số thì số này đổi theo. Đừng gõ đè; in ký              sau khi đã nhập xong, để số trên bản giấy đúng bằng số của tệp gửi đi."
                .to_owned(),
        );
    }
    texts.push("Lưu ở định dạng .xlsx, không đặt mật khẩu, không đổi tên các trang tính.".to_owned());
    texts.push(format!(
        "Gửi về {} trước ngày {} (nhận đến hết ngày {}).",
        plan.office.name,
        wording::date(year.due),
        wording::date(plan.last_day_on_time(year.due))
    ));
    texts
}
