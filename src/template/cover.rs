//! The cover: who sends what to whom, by when, and the few facts about the submission itself.
//!
//! Column A is hidden and holds the fields' keys, B their names, C what is filled in.

use chrono::NaiveDate;
use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, FormatAlign, Formula, Url, Worksheet, XlsxError};

use super::page::PageOrientation;
use super::source::TemplateSource;
use super::sources;
use super::{check_number, fit, page, style, words};
use crate::plan::PlanYear;
use crate::plan::keys::{self, COVER_SHEET, DIFFICULTIES_SHEET, GUIDE_SHEET};
use crate::sheet;
use crate::value::wording;

const KEY_COL: u16 = 0;
const LABEL_COL: u16 = 1;
/// The column of what is filled in.
pub const VALUE_COL: u16 = 2;
const LABEL_PIXELS: u32 = 220;
const VALUE_PIXELS: u32 = 460;
/// What one step of indentation takes.
const INDENT_PIXELS: u32 = 12;
const WHOLE_PIXELS: u32 = LABEL_PIXELS + VALUE_PIXELS;

/// The row on which a field's value stands; forms refer to it.
pub fn value_row(source: &TemplateSource, key: &str) -> u32 {
    let place = fields(source).position(|(field, _)| field == key).expect("a field of the cover");
    key_row(source) + 1 + u32::try_from(place).expect("a handful of fields")
}

/// The fields with their labels; the round's only where the plan has several.
fn fields(source: &TemplateSource) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let (has_rounds, has_number) = (source.year.plan.has_rounds(), check_number::is_there(source));
    keys::COVER_FIELDS.into_iter().filter(move |(key, _)| match *key {
        keys::ROUND => has_rounds,
        keys::CHECK => has_number,
        _ => true,
    })
}

/// The hidden key row comes right after the head and the table's heading.
fn key_row(source: &TemplateSource) -> u32 {
    u32::try_from(head(source).len()).expect("a handful of lines") + 1
}

pub fn write(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    sheet.set_name(COVER_SHEET)?.set_tab_color(style::COVER_TAB);
    sheet.set_formula_result_default("");
    sheet.set_column_width_pixels(KEY_COL, 90)?.set_column_hidden(KEY_COL)?;
    sheet.set_column_width_pixels(LABEL_COL, LABEL_PIXELS)?.set_column_width_pixels(VALUE_COL, VALUE_PIXELS)?;
    let above = write_head(sheet, source)? + write_fields(sheet, source)?;
    let (last_row, contents) = write_contents(sheet, source)?;
    let (last_row, units) = write_units(sheet, source, last_row)?;
    let footer = format!("{} - {}", source.agency_name(), source.period());
    page::print(sheet, PageOrientation::Portrait, &footer, (last_row, VALUE_COL))?;
    if units > 0.0 {
        page::print_on_few_pages(sheet, PageOrientation::Portrait, above + contents + units, 0.0);
    }
    page::protect(sheet);
    sheet.set_selection(value_row(source, keys::AS_OF), VALUE_COL, value_row(source, keys::AS_OF), VALUE_COL)?;
    Ok(())
}

/// A line of the head, with what is added to its height.
struct HeadLine {
    text: String,
    size: u32,
    format: Format,
    space: f64,
}

impl HeadLine {
    fn new(text: impl Into<String>, size: u32, change: impl Fn(Format) -> Format, space: f64) -> Self {
        HeadLine { text: text.into(), size, format: change(style::centered(size)), space }
    }
}

fn head(source: &TemplateSource) -> Vec<HeadLine> {
    let (year, plan) = (source.year, source.year.plan);
    let task = plan.task(plan.collection_task);
    let bold = |format: Format| format.set_bold();
    let plain = |format: Format| format;
    let italic = |format: Format| format.set_italic();
    let last_day = wording::date(plan.last_day_on_time(year.due));
    let (to, by) = keys::SENT_TO;
    let mut lines = vec![
        HeadLine::new(plan.office.parent.to_uppercase(), 12, plain, 2.0),
        HeadLine::new(plan.office.name.to_uppercase(), 12, bold, 2.0),
        HeadLine::new(format!("BIỂU MẪU SỐ LIỆU {}", source.period().to_uppercase()), 18, bold, 26.0),
        HeadLine::new(&task.title, 13, bold, 4.0),
        HeadLine::new(format!("(Thực hiện điểm {} {} của {})", task.clause, plan.title, plan.issuer), 12, italic, 6.0),
        HeadLine::new(source.agency_name().to_uppercase(), 16, bold, 22.0),
        HeadLine::new(
            format!("{to}{}{by}{} (nhận đến hết ngày {last_day})", plan.office.name, wording::date(year.due)),
            12,
            plain,
            6.0,
        ),
    ];
    if let Some(of) = &source.filling.sources {
        lines.push(HeadLine::new(format!("Tổng hợp từ {}", of.extent()), 12, bold, 6.0));
    }
    if let Some(banner) = &source.filling.banner {
        lines.push(HeadLine { text: banner.clone(), size: 14, format: style::banner(), space: 8.0 });
    }
    lines
}

/// Returns the height, as the others do.
fn write_head(sheet: &mut Worksheet, source: &TemplateSource) -> Result<f64, XlsxError> {
    let mut height = 0.0;
    for (row, line) in (0..).zip(head(source)) {
        sheet.merge_range(row, LABEL_COL, row, VALUE_COL, &line.text, &line.format)?;
        height += set_height(sheet, row, fit::height(&line.text, line.size, true, WHOLE_PIXELS) + line.space)?;
    }
    Ok(height)
}

fn set_height(sheet: &mut Worksheet, row: u32, height: f64) -> Result<f64, XlsxError> {
    sheet.set_row_height(row, height)?;
    Ok(height)
}

fn write_heading(sheet: &mut Worksheet, row: u32, text: &str) -> Result<f64, XlsxError> {
    let format = style::text(12).set_bold().set_align(FormatAlign::Bottom);
    sheet.merge_range(row, LABEL_COL, row, VALUE_COL, text, &format)?;
    set_height(sheet, row, 34.0)
}

fn write_fields(sheet: &mut Worksheet, source: &TemplateSource) -> Result<f64, XlsxError> {
    let key_row = key_row(source);
    let mut height = write_heading(sheet, key_row - 1, "I. THÔNG TIN CHUNG (điền vào các ô nền vàng)")?;
    let key = format!("{}{}", keys::FORM_PREFIX, keys::COVER);
    sheet.write_string_with_format(key_row, KEY_COL, &key, &style::code())?;
    sheet.set_row_hidden(key_row)?;
    for (key, label) in fields(source) {
        let row = value_row(source, key);
        sheet.write_string_with_format(row, KEY_COL, key, &style::code())?;
        sheet.write_string_with_format(row, LABEL_COL, label, &style::cell().set_indent(1))?;
        height += set_height(sheet, row, 22.0)?;
    }
    write_fixed_values(sheet, source)?;
    write_values(sheet, source)?;
    ask_for_values(sheet, source)?;
    Ok(height)
}

/// Whose template it is, and for when.
fn write_fixed_values(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    let fixed = style::cell().set_bold().set_align(FormatAlign::Left).set_indent(1);
    let agency_row = value_row(source, keys::AGENCY);
    sheet.write_string_with_format(agency_row, VALUE_COL, source.agency_name(), &fixed)?;
    sheet.set_row_height(agency_row, fit::height(source.agency_name(), 12, true, VALUE_PIXELS).max(22.0))?;
    let year_row = value_row(source, keys::YEAR);
    sheet.write_number_with_format(year_row, VALUE_COL, source.year.year, &fixed.clone().set_num_format("0"))?;
    if let Some(round) = source.year.round_name() {
        sheet.write_string_with_format(value_row(source, keys::ROUND), VALUE_COL, round, &fixed)?;
    }
    Ok(())
}

/// What the agency fills in.
fn write_values(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    let (filling, left) = (source.filling, FormatAlign::Left);
    let entry = style::entry().set_align(left).set_indent(1);
    let dates = [(keys::AS_OF, filling.as_of), (keys::SENT_ON, filling.sent_on)];
    let date_entry = entry.clone().set_num_format(style::DATE_FORMAT);
    for (key, date) in dates {
        let row = value_row(source, key);
        match date {
            Some(date) => sheet.write_datetime_with_format(row, VALUE_COL, words::excel_date(date)?, &date_entry)?,
            None => sheet.write_blank(row, VALUE_COL, &date_entry)?,
        };
    }
    let revision = filling.revision.unwrap_or(1);
    let whole = entry.clone().set_num_format("0");
    sheet.write_number_with_format(value_row(source, keys::REVISION), VALUE_COL, revision, &whole)?;
    // As text, or a telephone number loses its leading zero.
    let text_entry = entry.set_num_format("@");
    let texts = [
        (keys::PREPARED_BY, &filling.prepared_by),
        (keys::PHONE, &filling.phone),
        (keys::SIGNED_BY, &filling.signed_by),
    ];
    for (key, text) in texts {
        let row = value_row(source, key);
        match text {
            Some(text) => sheet.write_string_with_format(row, VALUE_COL, text, &text_entry)?,
            None => sheet.write_blank(row, VALUE_COL, &text_entry)?,
        };
    }
    if let Some(number) = check_number::of_workbook(source).filter(|_| check_number::is_there(source)) {
        let format = style::cell().set_bold().set_align(left).set_indent(1).set_num_format(style::CHECK_FORMAT);
        sheet.write_formula_with_format(value_row(source, keys::CHECK), VALUE_COL, number, &format)?;
    }
    let phone_row = value_row(source, keys::PHONE);
    sheet.ignore_error(phone_row, VALUE_COL, rust_xlsxwriter::IgnoreError::NumberStoredAsText)?;
    Ok(())
}

/// Days that a cover may name: counts may be taken late in the year before, and files come in late in the year after.
fn dates_around(of: &PlanYear) -> Result<DataValidation, XlsxError> {
    let (before, year, after) = (of.year - 1, of.year, of.year + 1);
    let day = |year: i32, month: u32, day: u32| {
        words::excel_date(NaiveDate::from_ymd_opt(year, month, day).unwrap_or(of.due))
    };
    DataValidation::new()
        .allow_date(DataValidationRule::Between(day(before, 1, 1)?, day(after, 12, 31)?))
        .set_error_title("Ngày không hợp lệ")?
        .set_error_message(format!("Ghi ngày/tháng/năm, từ 01/01/{before} đến 31/12/{after}, ví dụ 15/06/{year}."))
}

fn ask_for_values(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    let year = source.year.year;
    let mut ask = |key: &str, validation: DataValidation, title: &str, message: &str| -> Result<(), XlsxError> {
        let row = value_row(source, key);
        let validation = validation.set_input_title(title)?.set_input_message(message)?;
        sheet.add_data_validation(row, VALUE_COL, row, VALUE_COL, &validation).map(|_| ())
    };
    let dates = dates_around(source.year)?;
    let as_of = format!("Ngày chốt số liệu, ghi ngày/tháng/năm, ví dụ 31/05/{year}.");
    ask(keys::AS_OF, dates.clone(), "Số liệu tính đến ngày", &as_of)?;
    let sent_on = format!("Ngày gửi tệp này, ghi ngày/tháng/năm, ví dụ 15/06/{year}.");
    ask(keys::SENT_ON, dates, "Ngày gửi", &sent_on)?;
    let revision = DataValidation::new()
        .allow_whole_number_formula(DataValidationRule::GreaterThanOrEqualTo(Formula::new("1")))
        .set_error_title("Lần gửi không hợp lệ")?
        .set_error_message("Ghi số nguyên từ 1 trở lên.")?;
    let message = "Lần đầu ghi 1. Mỗi lần gửi lại tệp đã sửa, tăng thêm 1; số liệu của lần gửi sau thay thế lần trước.";
    ask(keys::REVISION, revision, "Lần gửi thứ", message)?;
    let any = || DataValidation::new().allow_any_value();
    let message = "Ghi đầy đủ họ và tên người lập biểu.";
    ask(keys::PREPARED_BY, any(), "Người lập biểu", message)?;
    let message = "Số điện thoại của người lập biểu, để liên hệ khi cần làm rõ số liệu.";
    ask(keys::PHONE, any(), "Điện thoại liên hệ", message)?;
    let message = "Ghi đầy đủ họ và tên thủ trưởng đơn vị hoặc người được ủy quyền ký.";
    ask(keys::SIGNED_BY, any(), "Người ký", message)
}

/// From which units it was added up, if it was. Returns the last row and the height.
fn write_units(sheet: &mut Worksheet, source: &TemplateSource, last_row: u32) -> Result<(u32, f64), XlsxError> {
    let Some(of) = &source.filling.sources else { return Ok((last_row, 0.0)) };
    let mut row = last_row + 1;
    let mut height = write_heading(sheet, row, "III. TỔNG HỢP TỪ CÁC ĐƠN VỊ")?;
    for text in sources::on_cover(of) {
        row += 1;
        sheet.merge_range(row, LABEL_COL, row, VALUE_COL, &text, &style::cell().set_indent(1))?;
        let of_text = fit::height(&text, 12, false, WHOLE_PIXELS - INDENT_PIXELS) + 3.0;
        height += set_height(sheet, row, of_text.min(fit::MAX_HEIGHT))?;
    }
    Ok((row, height))
}

/// The list of the sheets, each a link. Returns its last row and the height.
fn write_contents(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(u32, f64), XlsxError> {
    let plan = source.year.plan;
    let top = key_row(source) + u32::try_from(fields(source).count()).expect("a handful of fields") + 1;
    let mut height = write_heading(sheet, top, "II. DANH MỤC BIỂU (bấm vào tên để mở)")?;
    let forms = source.forms.iter().map(|id| plan.form(*id));
    let forms = forms.map(|form| (form.sheet.clone(), format!("{} (Biểu số: {})", form.title, form.number)));
    let others = [
        (DIFFICULTIES_SHEET, "Những khó khăn, vướng mắc khi thực hiện và đề xuất, kiến nghị của đơn vị"),
        (GUIDE_SHEET, "Cách điền biểu, các điều kiện kiểm tra số liệu và thời hạn gửi"),
    ];
    let others = others.map(|(name, about)| (name.to_owned(), about.to_owned()));
    let mut row = top;
    for (name, about) in forms.chain(others) {
        row += 1;
        let link = Url::new(format!("internal:{}!A1", sheet::quoted(&name))).set_text(&name);
        sheet.write_url_with_format(row, LABEL_COL, link, &style::link(style::cell().set_indent(1)))?;
        sheet.write_string_with_format(row, VALUE_COL, &about, &style::cell().set_indent(1))?;
        let of_about = fit::height(&about, 12, false, VALUE_PIXELS - INDENT_PIXELS);
        let of_name = fit::height(&name, 12, false, LABEL_PIXELS - INDENT_PIXELS);
        height += set_height(sheet, row, of_about.max(of_name) + 3.0)?;
    }
    Ok((row, height))
}
