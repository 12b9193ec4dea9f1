//! The sheet on which an agency says in words what the counts can't.

use rust_xlsxwriter::{FormatAlign, IgnoreError, Worksheet, XlsxError};

use super::page::PageOrientation;
use super::source::TemplateSource;
use super::{fit, page, style};
use crate::plan::keys::{self, DIFFICULTIES_SHEET};

/// The rows offered on a blank template.
const ROWS: usize = 12;

const WIDTHS: [u32; 3] = [42, 480, 478];
const SENDER_ROW: u32 = 0;
const TITLE_ROW: u32 = 1;
const PERIOD_ROW: u32 = 2;
const HINT_ROW: u32 = 3;
const HEADER_ROW: u32 = 4;
const KEY_ROW: u32 = 5;
const FIRST_ROW: u32 = 6;

pub fn write(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    sheet.set_name(DIFFICULTIES_SHEET)?.set_tab_color(style::DIFFICULTIES_TAB);
    for (col, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width_pixels(col, width)?;
    }
    write_head(sheet, source)?;
    let key = format!("{}{}", keys::FORM_PREFIX, keys::DIFFICULTIES);
    for (col, key) in (0..).zip([&key, keys::DIFFICULTY, keys::PROPOSAL]) {
        sheet.write_string_with_format(KEY_ROW, col, key, &style::code())?;
    }
    sheet.set_row_hidden(KEY_ROW)?;
    let last_row = write_rows(sheet, source)?;
    sheet.set_freeze_panes(FIRST_ROW, 0)?;
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    let footer = format!("{DIFFICULTIES_SHEET} - {} - {}", source.period(), source.agency_name());
    page::print(sheet, PageOrientation::Landscape, &footer, (last_row, 2))?;
    page::protect(sheet);
    Ok(())
}

fn write_head(sheet: &mut Worksheet, source: &TemplateSource) -> Result<(), XlsxError> {
    let sender = format!("Đơn vị báo cáo: {}", source.agency_name());
    let period = format!("Kỳ báo cáo: {}", source.period());
    let hint = "Mỗi dòng ghi một vấn đề và đề xuất, kiến nghị tương ứng; nêu rõ cơ quan có thẩm quyền giải quyết. \
                Không có khó khăn, vướng mắc thì để trống.";
    let lines = [
        (SENDER_ROW, sender, 11, style::wrapped(11).set_bold()),
        (TITLE_ROW, DIFFICULTIES_SHEET.to_uppercase(), 13, style::centered(13).set_bold()),
        (PERIOD_ROW, period, 12, style::centered(12).set_italic()),
        (HINT_ROW, hint.to_owned(), 11, style::wrapped(11).set_italic()),
    ];
    for (row, text, size, format) in lines {
        sheet.merge_range(row, 0, row, 2, &text, &format)?;
        sheet.set_row_height(row, fit::height(&text, size, true, WIDTHS.iter().sum()) + 4.0)?;
    }
    for (col, label) in (0..).zip(["STT", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị"]) {
        sheet.write_string_with_format(HEADER_ROW, col, label, &style::header())?;
    }
    sheet.set_row_height(HEADER_ROW, 24)?;
    Ok(())
}

/// Returns the last row.
fn write_rows(sheet: &mut Worksheet, source: &TemplateSource) -> Result<u32, XlsxError> {
    let entered = &source.filling.difficulties;
    let n_rows = u32::try_from(entered.len().max(ROWS)).expect("far fewer than Excel's rows");
    let (number, entry) = (style::cell().set_align(FormatAlign::Center), style::entry());
    for n in 0..n_rows {
        let row = FIRST_ROW + n;
        sheet.write_string_with_format(row, 0, (n + 1).to_string(), &number)?;
        let (difficulty, proposal) = entered.get(n as usize).map_or(("", ""), |(a, b)| (a, b));
        for (col, text) in [(1, difficulty), (2, proposal)] {
            match text {
                "" => sheet.write_blank(row, col, &entry)?,
                text => sheet.write_string_with_format(row, col, text, &entry)?,
            };
        }
        let texts = [(difficulty, 12, false, WIDTHS[1]), (proposal, 12, false, WIDTHS[2])];
        if let Some(height) = fit::tall_height(&texts) {
            sheet.set_row_height(row, height)?;
        }
    }
    let last_row = FIRST_ROW + n_rows - 1;
    sheet.ignore_error_range(FIRST_ROW, 0, last_row, 0, IgnoreError::NumberStoredAsText)?;
    Ok(last_row)
}
