//! The sheet of one form: head, title, table, signatures.
//!
//! The table's columns are STT, label, code, the measures, the result if the form has one, and the note. Above its rows
//! stand the header in two rows, the numbered line and the hidden key row.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, FormatAlign, Formula, IgnoreError, Url, Worksheet, XlsxError,
};

use super::page::PageOrientation;
use super::places::*;
use super::source::TemplateSource;
use super::{check_number, cover, fit, page, sources, style, total, words};
use crate::formula::written;
use crate::plan::keys::COVER_SHEET;
use crate::plan::{ColumnId, Form, FormId, FormRow, RowId, keys};
use crate::sheet;
use crate::value::grid::Address;
use crate::value::wording;

/// The heights of the signatures' rows: date, titles, hints, room to sign, names.
const SIGNATURE_HEIGHTS: [f64; 5] = [18.0, 18.0, 18.0, 54.0, 18.0];
/// About how tall everything above the first data row is.
const HEAD_HEIGHT: f64 = 210.0;

/// About how tall the header is that every page begins with.
const REPEATED_HEIGHT: f64 = 75.0;

/// What a link from a row's number leads to.
const SEE_PARTS: &str = "Bấm để xem số của từng đơn vị";

/// What one step of indentation takes.
const INDENT_PIXELS: u32 = 12;

/// Excel's limits for the little window beside a cell.
const MAX_PROMPT_TITLE: usize = 32;

pub fn write(sheet: &mut Worksheet, source: &TemplateSource, id: FormId) -> Result<(), XlsxError> {
    let sheet_of = FormTable::new(source, id);
    sheet.set_name(&sheet_of.form.sheet)?.set_tab_color(style::FORM_TAB);
    sheet.set_formula_result_default("");
    sheet_of.set_columns(sheet)?;
    sheet_of.write_head(sheet)?;
    sheet_of.write_header(sheet)?;
    sheet_of.write_keys(sheet)?;
    sheet_of.write_rows(sheet)?;
    sheet_of.ask_for_counts(sheet)?;
    let last_row = sheet_of.write_signatures(sheet)?;
    sheet.set_freeze_panes(FIRST_DATA_ROW, 0)?;
    sheet.set_repeat_rows(HEADER_ROW, NUMBERED_ROW)?;
    let last = (last_row, sheet_of.note_col());
    page::print(sheet, sheet_of.widths.orientation, &sheet_of.footer(), last)?;
    page::print_on_few_pages(sheet, sheet_of.widths.orientation, sheet_of.height(), REPEATED_HEIGHT);
    page::protect(sheet);
    Ok(())
}

/// One form of one agency, with what is worked out once.
struct FormTable<'a> {
    source: &'a TemplateSource<'a>,
    id: FormId,
    form: &'a Form,
    rows: &'a [FormRow],
    widths: Widths,
    /// By the rows' codes, where the units' parts of them stand.
    parts: BTreeMap<&'a str, String>,
}

impl<'a> FormTable<'a> {
    fn new(source: &'a TemplateSource<'a>, id: FormId) -> Self {
        let (form, rows) = (source.year.plan.form(id), source.year.rows(id));
        let parts = source.filling.sources.as_ref().map(|of| sources::places_of_rows(of, &form.code));
        FormTable { source, id, form, rows, widths: Widths::new(source, form, rows), parts: parts.unwrap_or_default() }
    }

    fn measure_col(&self, column: ColumnId) -> u16 {
        FIRST_MEASURE_COL + u16::try_from(column.idx()).expect("a checked plan has few columns")
    }

    /// The column after the measures: the result's, if there is one.
    fn result_col(&self) -> u16 {
        FIRST_MEASURE_COL + u16::try_from(self.form.columns.len()).expect("a checked plan has few columns")
    }

    fn note_col(&self) -> u16 {
        self.result_col() + u16::from(self.form.result.is_some())
    }

    fn data_row(&self, row: RowId) -> u32 {
        row_of(row)
    }

    /// The width of the columns left of the measures, and of the rest.
    fn halves(&self) -> (u32, u32) {
        let left: u32 = self.widths.columns[..usize::from(FIRST_MEASURE_COL)].iter().sum();
        (left, self.widths.total() - left)
    }

    fn set_columns(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (col, width) in (0..).zip(&self.widths.columns) {
            sheet.set_column_width_pixels(col, *width)?;
        }
        Ok(())
    }

    /// Who reports to whom on which form, about what and when.
    fn write_head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (source, form, plan) = (self.source, self.form, self.source.year.plan);
        let (left_width, right_width) = self.halves();
        let (last_left, first_right, last) = (CODE_COL, FIRST_MEASURE_COL, self.note_col());

        let sender = format!("Đơn vị báo cáo: {}", source.agency_name());
        let number = format!("Biểu số: {}", form.number);
        sheet.merge_range(SENDER_ROW, 0, SENDER_ROW, last_left, &sender, &style::wrapped(11).set_bold())?;
        sheet.merge_range(SENDER_ROW, first_right, SENDER_ROW, last, &number, &style::centered(11).set_bold())?;
        let height = fit::height(&sender, 11, true, left_width).max(fit::height(&number, 11, true, right_width));
        sheet.set_row_height(SENDER_ROW, height)?;

        let office = format!("Đơn vị nhận báo cáo: {}", plan.office.name);
        let clause = format!("(Kèm theo {} của {}, điểm {})", plan.title, plan.issuer, form.clause);
        let top = FormatAlign::Top;
        sheet.merge_range(OFFICE_ROW, 0, OFFICE_ROW, last_left, &office, &style::wrapped(11).set_align(top))?;
        let italic = style::centered(10).set_italic().set_align(top);
        sheet.merge_range(OFFICE_ROW, first_right, OFFICE_ROW, last, &clause, &italic)?;
        let height = fit::height(&office, 11, false, left_width).max(fit::height(&clause, 10, false, right_width));
        sheet.set_row_height(OFFICE_ROW, height)?;

        let title = form.title.to_uppercase();
        sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, &title, &style::centered(13).set_bold())?;
        sheet.set_row_height(TITLE_ROW, fit::height(&title, 13, true, self.widths.total()) + 8.0)?;
        let period = format!("Kỳ số liệu: {}", source.period());
        sheet.merge_range(PERIOD_ROW, 0, PERIOD_ROW, last, &period, &style::centered(12).set_italic())?;
        sheet.set_row_height(PERIOD_ROW, fit::height(&period, 12, false, self.widths.total()))?;
        let unit = format!("Đơn vị tính: {}", plan.unit);
        let right = style::text(11).set_italic().set_align(FormatAlign::Right);
        sheet.merge_range(UNIT_ROW, first_right, UNIT_ROW, last, &unit, &right)?;
        sheet.set_row_height(UNIT_ROW, fit::height(&unit, 11, false, right_width))?;
        Ok(())
    }

    /// The header in two rows, the measures under one heading if there are several, and the numbered line.
    fn write_header(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let format = style::header();
        let whole = |sheet: &mut Worksheet, col: u16, label: &str| -> Result<(), XlsxError> {
            sheet.merge_range(HEADER_ROW, col, MEASURE_ROW, col, label, &format)?;
            Ok(())
        };
        whole(sheet, NO_COL, "STT")?;
        whole(sheet, LABEL_COL, &row_heading(self.source, self.rows))?;
        whole(sheet, CODE_COL, keys::CODE_HEADING)?;
        match &self.form.columns[..] {
            [only] => whole(sheet, FIRST_MEASURE_COL, &only.label)?,
            columns => {
                let last = self.result_col() - 1;
                sheet.merge_range(HEADER_ROW, FIRST_MEASURE_COL, HEADER_ROW, last, "Số người", &format)?;
                for (col, column) in (FIRST_MEASURE_COL..).zip(columns) {
                    sheet.write_string_with_format(MEASURE_ROW, col, &column.label, &format)?;
                }
            }
        }
        if let Some(result) = &self.form.result {
            whole(sheet, self.result_col(), &result.label)?;
        }
        whole(sheet, self.note_col(), "Ghi chú, giải trình")?;
        self.set_header_heights(sheet)?;
        self.write_numbered_line(sheet)
    }

    fn set_header_heights(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let height = |col: u16, label: &str| fit::height(label, 11, true, self.widths.columns[usize::from(col)]);
        let first = fit::height("Số người", 11, true, page::LANDSCAPE_PIXELS) + 2.0;
        let measures = (FIRST_MEASURE_COL..).zip(&self.form.columns).map(|(col, column)| height(col, &column.label));
        let result = self.form.result.iter().map(|result| height(self.result_col(), &result.label) - first);
        let others = [
            height(LABEL_COL, &row_heading(self.source, self.rows)) - first,
            height(self.note_col(), "Ghi chú, giải trình") - first,
        ];
        let second = measures.chain(result).chain(others).fold(first, f64::max);
        sheet.set_row_height(HEADER_ROW, first)?;
        sheet.set_row_height(MEASURE_ROW, second + 2.0)?;
        Ok(())
    }

    /// `A B C 1 2 3 4=1+2-3 D`: letters for words, numbers for counts. All of it is text, for it counts no one.
    fn write_numbered_line(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        names.extend((1..=self.form.columns.len()).map(|n| n.to_string()));
        if let Some(result) = &self.form.result {
            let terms = total::terms(result, |column| (column.idx() + 1).to_string());
            names.push(format!("{}={terms}", self.form.columns.len() + 1));
        }
        names.push("D".to_owned());
        for (col, name) in (0..).zip(&names) {
            sheet.write_string_with_format(NUMBERED_ROW, col, name, &style::numbered())?;
        }
        sheet.set_row_height(NUMBERED_ROW, 15)?;
        sheet.ignore_error_range(NUMBERED_ROW, 0, NUMBERED_ROW, self.note_col(), IgnoreError::NumberStoredAsText)?;
        Ok(())
    }

    /// The machine's names for the columns, in a row no one sees.
    fn write_keys(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let form_key = format!("{}{}", keys::FORM_PREFIX, self.form.code);
        let mut row = vec![form_key.as_str(), keys::LABEL, keys::CODE];
        row.extend(self.form.columns.iter().map(|column| column.key.as_str()));
        row.extend(self.form.result.iter().map(|result| result.key.as_str()));
        row.push(keys::NOTE);
        for (col, key) in (0..).zip(row) {
            sheet.write_string_with_format(KEY_ROW, col, key, &style::code())?;
        }
        sheet.set_row_hidden(KEY_ROW)?;
        Ok(())
    }

    fn write_rows(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for id in self.source.year.row_ids(self.id) {
            self.write_row(sheet, id)?;
        }
        let last = FIRST_DATA_ROW + u32::try_from(self.rows.len()).expect("a checked plan has few rows") - 1;
        sheet.ignore_error_range(FIRST_DATA_ROW, NO_COL, last, CODE_COL, IgnoreError::NumberStoredAsText)?;
        Ok(())
    }

    fn write_row(&self, sheet: &mut Worksheet, id: RowId) -> Result<(), XlsxError> {
        let (row, at) = (&self.rows[id.idx()], self.data_row(id));
        let is_total = !row.is_entered();
        let look = |format: Format| if is_total { style::computed(format).set_bold() } else { format };
        // The grand total is one of the lines as well.
        let indent = row.level.max(1);

        let no = look(style::cell().set_align(FormatAlign::Center));
        match self.parts.get(row.code.as_str()) {
            Some(parts) => {
                let link = Url::new(parts).set_text(&row.no).set_tip(SEE_PARTS);
                sheet.write_url_with_format(at, NO_COL, link, &style::link(no))?
            }
            None => sheet.write_string_with_format(at, NO_COL, &row.no, &no)?,
        };
        sheet.write_string_with_format(at, LABEL_COL, &row.label, &look(style::cell().set_indent(indent)))?;
        let code = style::code().set_border(rust_xlsxwriter::FormatBorder::Thin).set_indent(1);
        sheet.write_string_with_format(at, CODE_COL, &row.code, &code)?;

        let count = look(style::cell().set_num_format(style::COUNT_FORMAT).set_align(FormatAlign::Right).set_indent(1));
        let entry = style::entry().set_num_format(style::COUNT_FORMAT).set_align(FormatAlign::Right).set_indent(1);
        for column in self.source.year.column_ids(self.id) {
            let (col, value) = (self.measure_col(column), self.value(id, column));
            if is_total {
                let parts: Vec<u32> = row.parts.iter().map(|part| self.data_row(*part)).collect();
                sheet.write_formula_with_format(at, col, total::total_formula(col, &parts, value)?, &count)?;
            } else {
                match value {
                    // Excel's numbers are floating; every count a person can enter is exact in one.
                    Some(value) => sheet.write_number_with_format(at, col, value as f64, &entry)?,
                    None => sheet.write_blank(at, col, &entry)?,
                };
            }
        }
        if let Some(result) = &self.form.result {
            let value = total::result(result, |column| self.value(id, column));
            let formula = total::result_formula(at, result, |column| self.measure_col(column), value)?;
            sheet.write_formula_with_format(at, self.result_col(), formula, &style::computed(count))?;
        }
        let (note, text) = (style::entry().set_font_size(11), self.source.filling.notes.get(&(self.id, id)));
        match text {
            Some(text) => sheet.write_string_with_format(at, self.note_col(), text, &note)?,
            None => sheet.write_blank(at, self.note_col(), &note)?,
        };
        if let Some(height) = self.tall_height(id) {
            sheet.set_row_height(at, height)?;
        }
        Ok(())
    }

    /// The height of a row whose label or note takes several lines.
    fn tall_height(&self, id: RowId) -> Option<f64> {
        let (row, width) = (&self.rows[id.idx()], |col: u16| self.widths.columns[usize::from(col)]);
        let label_width = width(LABEL_COL).saturating_sub(u32::from(row.level.max(1)) * INDENT_PIXELS);
        let label = (row.label.as_str(), 12, !row.is_entered(), label_width);
        let note = self.source.filling.notes.get(&(self.id, id)).map_or("", String::as_str);
        fit::tall_height(&[label, (note, 11, false, width(self.note_col()))])
    }

    /// About how tall the whole sheet is, in points.
    fn height(&self) -> f64 {
        let default = f64::from(style::DEFAULT_ROW_PIXELS) * 0.75;
        let rows = self.source.year.row_ids(self.id).map(|id| self.tall_height(id).unwrap_or(default));
        HEAD_HEIGHT + rows.sum::<f64>() + default + SIGNATURE_HEIGHTS.iter().sum::<f64>()
    }

    fn value(&self, row: RowId, column: ColumnId) -> Option<i128> {
        total::value(self.source.year, self.source.filling, self.id, row, column)
    }

    /// Entry cells take whole numbers only, and say so when one is chosen.
    fn ask_for_counts(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let entered: Vec<u32> = self.source.year.entered_rows(self.id).map(|row| self.data_row(row)).collect();
        let (Some(first), Some(last)) = (entered.first(), entered.last()) else { return Ok(()) };
        let max = self.source.year.plan.limits.max_people;
        let limits = format!("số nguyên từ 0 đến {}", wording::count(max));
        for (col, column) in (FIRST_MEASURE_COL..).zip(&self.form.columns) {
            let in_column = |row| Address::new(row, col.into());
            let runs = written::runs(&entered).into_iter();
            let ranges: Vec<String> =
                runs.map(|(first, last)| written::range(in_column(first), in_column(last))).collect();
            let rule = DataValidationRule::Between(Formula::new("0"), Formula::new(max.to_string()));
            let prompt = format!("Ghi {limits}. Không có người nào thì ghi 0, không để trống.");
            let error = format!("Ô này chỉ nhận {limits}, không kèm chữ hoặc đơn vị tính.");
            let validation = DataValidation::new()
                .allow_whole_number_formula(rule)
                .set_input_title(words::shortened(&column.label, MAX_PROMPT_TITLE))?
                .set_input_message(prompt)?
                .set_error_title("Số người không hợp lệ")?
                .set_error_message(error)?
                .set_multi_range(ranges.join(" "));
            sheet.add_data_validation(*first, col, *last, col, &validation)?;
        }
        Ok(())
    }

    /// Who made and who answers for the form. The names and the date are those of the cover, so that they are written
    /// once. Returns the last row.
    fn write_signatures(&self, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
        let top = check_row(self.source, self.id);
        let (left, right) = ((0, CODE_COL), (FIRST_MEASURE_COL, self.note_col()));
        let filling = self.source.filling;
        let (plain, bold) = (style::centered(12), style::centered(12).set_bold());
        let italic = style::centered(12).set_italic();

        let has_number = check_number::is_there(self.source);
        if !has_number {
            sheet.merge_range(top, left.0, top, left.1, "", &italic)?;
        }
        for (row, (first, last), text, format) in [
            (top, right, "", &italic),
            (top + 1, left, "NGƯỜI LẬP BIỂU", &bold),
            (top + 1, right, "THỦ TRƯỞNG ĐƠN VỊ", &bold),
            (top + 2, left, "(Ký, họ tên)", &italic),
            (top + 2, right, "(Ký, đóng dấu)", &italic),
            (top + 4, left, "", &plain),
            (top + 4, right, "", &plain),
        ] {
            sheet.merge_range(row, first, row, last, text, format)?;
        }

        if let Some(number) = check_number::of_form(self.source, self.id).filter(|_| has_number) {
            let label = style::text(11).set_italic().set_align(FormatAlign::Right);
            sheet.merge_range(top, 0, top, LABEL_COL, keys::CHECK_LABEL, &label)?;
            sheet.write_formula_with_format(top, CHECK_COL, number, &style::check_number())?;
        }
        let date = self.date_formula();
        sheet.write_formula_with_format(top, right.0, date, &italic)?;
        let (prepared, signed) = (filling.prepared_by.as_deref(), filling.signed_by.as_deref());
        for (col, key, name) in [(left.0, keys::PREPARED_BY, prepared), (right.0, keys::SIGNED_BY, signed)] {
            let cell = cover_cell(cover::value_row(self.source, key));
            let name = Formula::new(format!("=IF({cell}=\"\",\"\",{cell})")).set_result(name.unwrap_or_default());
            sheet.write_formula_with_format(top + 4, col, name, &bold)?;
        }
        for (row, height) in (top..).zip(SIGNATURE_HEIGHTS) {
            sheet.set_row_height(row, height)?;
        }
        Ok(top + 4)
    }

    /// The line for place and date: the date sent, or dots to write over.
    fn date_formula(&self) -> Formula {
        let year = self.source.year.year;
        let blank = format!("Ngày ..... tháng ..... năm {year}");
        let cell = cover_cell(cover::value_row(self.source, keys::SENT_ON));
        let text = format!(
            "=IF(ISNUMBER({cell}),\"Ngày \"&TEXT(DAY({cell}),\"00\")&\" tháng \"&IF(MONTH({cell})<3,\"0\",\"\")&MONTH({cell})\
             &\" năm \"&YEAR({cell}),\"{blank}\")"
        );
        Formula::new(text).set_result(self.source.filling.sent_on.map_or(blank, words::date_line))
    }

    fn footer(&self) -> String {
        format!("Biểu số {} - {} - {}", self.form.number, self.source.period(), self.source.agency_name())
    }
}

fn cover_cell(row: u32) -> String {
    format!("{}!$C${}", sheet::quoted(COVER_SHEET), row + 1)
}

/// What the rows are: areas by what the plan calls them, otherwise groups of people.
fn row_heading(source: &TemplateSource, rows: &[FormRow]) -> String {
    if rows.iter().any(|row| row.is_entered() && row.area.is_some() && row.sector.is_some()) {
        return "Địa bàn, khối".to_owned();
    }
    let mut areas = rows.iter().filter(|row| row.is_entered()).map(|row| row.area);
    let plan = source.year.plan;
    let kind = areas.clone().next().flatten().and_then(|id| plan.groups[plan.agency(id).group.idx()].area.clone());
    kind.filter(|_| areas.all(|area| area.is_some())).unwrap_or_else(|| "Nhóm đối tượng".to_owned())
}

/// The columns' widths in pixels, and the page they fit on.
struct Widths {
    columns: Vec<u32>,
    orientation: PageOrientation,
}

impl Widths {
    /// Numbers and codes get what they need; label and note share what is left of the page.
    fn new(source: &TemplateSource, form: &Form, rows: &[FormRow]) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = &str>, size: u32| {
            texts.map(|text| fit::width_pixels(text, size, false)).max().unwrap_or(0)
        };
        let no = widest(&mut rows.iter().map(|row| row.no.as_str()), 12).clamp(42, 90);
        let code = (widest(&mut rows.iter().map(|row| row.code.as_str()), style::CODE_SIZE) + INDENT_PIXELS).max(64);
        // The largest total that can come out, so that no cell ever shows ####.
        let n_rows = u64::try_from(rows.len()).expect("a checked plan has few rows");
        let largest = wording::count(source.year.plan.limits.max_people.saturating_mul(n_rows));
        let count = (fit::width_pixels(&largest, 12, true) + INDENT_PIXELS).max(98);
        let n_counts = u32::try_from(form.columns.len()).expect("a checked plan has few columns");
        let result = form.result.is_some().then_some(count.max(104));

        let fixed = no + code + n_counts * count + result.unwrap_or(0);
        let (least_label, least_note) = (200, 130);
        let (room, orientation) = if fixed + least_label + least_note <= page::PORTRAIT_PIXELS {
            (page::PORTRAIT_PIXELS, PageOrientation::Portrait)
        } else {
            (page::LANDSCAPE_PIXELS, PageOrientation::Landscape)
        };
        let rest = room.saturating_sub(fixed).max(least_label + least_note);
        let label = (rest * 65 / 100).max(least_label);
        let mut columns = vec![no, label, code];
        columns.extend(form.columns.iter().map(|_| count));
        columns.extend(result);
        columns.push((rest - label).max(least_note));
        Widths { columns, orientation }
    }

    fn total(&self) -> u32 {
        self.columns.iter().sum()
    }
}
