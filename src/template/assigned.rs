//! The workbook in which next year's targets are proposed, and into which is written what was decided: the decision, then every
//! indicator and scheme with the province's line, those of the agencies, and their sum beside the province's.
//!
//! Entry cells hold the proposal until somebody writes over them. A reader finds lines by the codes in two hidden columns and
//! columns by the hidden row of keys.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
    utility::row_col_to_cell,
};

use super::page::PageOrientation;
use super::{fit, page, style, words};
use crate::plan::assigned::{NOBODY, UNALLOCATED};
use crate::plan::{Assigned, AssignedPart, AssignedTarget, PlanYear, TargetOf, keys};
use crate::value::wording;

const TARGET_COL: u16 = 0;
const AGENCY_COL: u16 = 1;
const NO_COL: u16 = 2;
const LABEL_COL: u16 = 3;
const CURRENT_COL: u16 = 4;
const PROPOSED_INCREASE_COL: u16 = 5;
const INCREASE_COL: u16 = 6;
const PROPOSED_COL: u16 = 7;
const PEOPLE_COL: u16 = 8;
const NOTE_COL: u16 = 9;

const OFFICE_ROW: u32 = 0;
const TITLE_ROW: u32 = 1;
const ABOUT_ROW: u32 = 2;
const DECISION_ROW: u32 = 4;
const DAY_ROW: u32 = 5;
const CURRENT_OF_ROW: u32 = 6;
const HEADER_ROW: u32 = 8;
const KEY_ROW: u32 = 9;
const FIRST_ROW: u32 = 10;

/// In pixels; those of the hidden columns don't show.
const WIDTHS: [u32; 10] = [90, 90, 44, 268, 104, 104, 104, 104, 104, 168];

/// A difference with its sign, so that 0 is seen to be none.
const DIFFERENCE_FORMAT: &str = "+#,##0;-#,##0;0";

const ABOUT: &str = "Ghi số quyết định, ngày quyết định, rồi ghi số được giao đè lên số đề xuất ở các ô nền vàng. Ô để trống là chưa giao, \
                     không phải 0. Không xóa hàng, cột. Khi lập sổ tổng hợp, báo cáo của năm được giao: thêm --assigned và tên tệp này.";

/// The name of the workbook's file: `giao-chi-tieu-2024.xlsx`.
pub fn assigned_name(year: i32) -> String {
    format!("giao-chi-tieu-{year}.xlsx")
}

/// The workbook of what is proposed for a year, or was assigned for it; the agencies' names are those of `from`, the year of the
/// counts.
///
/// # Errors
///
/// When there are more lines than a sheet holds.
pub fn assigned(from: &PlanYear, assigned: &Assigned) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_default_format(&style::text(11), style::DEFAULT_ROW_PIXELS, style::DEFAULT_COLUMN_PIXELS)?;
    let new_year = words::excel_date(chrono::NaiveDate::from_ymd_opt(assigned.year, 1, 1).unwrap_or(from.due))?;
    let office = &from.plan.office.name;
    let properties = DocProperties::new().set_title(title(from, assigned)).set_subject(&from.plan.title);
    let properties = properties.set_author(office).set_company(office).set_creation_datetime(&new_year);
    book.set_properties(&properties);
    TargetSheet { from, assigned }.write(book.add_worksheet())?;
    write_identity(book.add_worksheet(), from, assigned)?;
    crate::sheet::saved(&mut book)
}

fn title(from: &PlanYear, assigned: &Assigned) -> String {
    from.plan.words.fill(&format!("Giao chỉ tiêu tham gia {{topic}} năm {}", assigned.year))
}

fn write_identity(sheet: &mut Worksheet, from: &PlanYear, assigned: &Assigned) -> Result<(), XlsxError> {
    let plain = style::text(11);
    sheet.set_name(keys::IDENTITY_SHEET)?.set_hidden(true);
    for (row, (key, value)) in (0..).zip([(keys::KIND, keys::KIND_ASSIGNED), (keys::PLAN, from.plan.id.as_str())]) {
        sheet.write_string_with_format(row, 0, key, &plain)?;
        sheet.write_string_with_format(row, 1, value, &plain)?;
    }
    sheet.write_string_with_format(2, 0, keys::YEAR, &plain)?;
    sheet.write_number_with_format(2, 1, assigned.year, &plain)?;
    sheet.set_column_width_pixels(0, 120)?.set_column_width_pixels(1, 240)?;
    page::protect(sheet);
    Ok(())
}

/// A number of people as a sheet holds it.
fn number(people: u64) -> f64 {
    // Excel's numbers are floating; every count of people is exact in one.
    people as f64
}

fn count_format(format: Format) -> Format {
    format.set_num_format(style::COUNT_FORMAT).set_align(FormatAlign::Right).set_indent(1)
}

/// The visible sheet.
struct TargetSheet<'a> {
    from: &'a PlanYear<'a>,
    assigned: &'a Assigned,
}

impl TargetSheet<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(keys::ASSIGNED_SHEET)?.set_tab_color(style::FORM_TAB);
        sheet.set_formula_result_default("");
        for (col, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width_pixels(col, width)?;
        }
        sheet.set_column_hidden(TARGET_COL)?.set_column_hidden(AGENCY_COL)?;
        self.write_head(sheet)?;
        self.write_decision(sheet)?;
        self.write_header(sheet)?;
        let mut row = FIRST_ROW;
        let mut provinces = BTreeMap::new();
        for (n, target) in (1..).zip(&self.assigned.targets) {
            provinces.insert(target.of, row);
            row = self.write_target(sheet, row, n, target)?;
        }
        for target in &self.assigned.targets {
            row = self.write_difference_of_schemes(sheet, row, target, &provinces)?;
        }
        ask_for_counts(sheet, row, self.from.plan.limits.max_people)?;
        sheet.set_freeze_panes(FIRST_ROW, 0)?;
        sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
        page::print(
            sheet,
            PageOrientation::Landscape,
            &title(self.from, self.assigned),
            (row.saturating_sub(1), NOTE_COL),
        )?;
        page::protect(sheet);
        sheet.set_selection(DECISION_ROW, CURRENT_COL, DECISION_ROW, CURRENT_COL)?;
        Ok(())
    }

    fn write_head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let whole: u32 = WIDTHS[usize::from(NO_COL)..].iter().sum();
        let title = title(self.from, self.assigned).to_uppercase();
        let office = self.from.plan.office.name.to_uppercase();
        let lines = [
            (OFFICE_ROW, office.as_str(), 11, style::centered(11).set_bold()),
            (TITLE_ROW, title.as_str(), 14, style::centered(14).set_bold()),
            (ABOUT_ROW, ABOUT, 11, style::wrapped(11).set_italic().set_align(FormatAlign::Center)),
        ];
        for (row, text, size, format) in lines {
            sheet.merge_range(row, NO_COL, row, NOTE_COL, text, &format)?;
            sheet.set_row_height(row, fit::height(text, size, true, whole) + 4.0)?;
        }
        Ok(())
    }

    /// The decision's number and day, to be filled in.
    fn write_decision(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let entry = style::entry().set_align(FormatAlign::Left).set_indent(1);
        let label = style::cell().set_bold();
        let rows = [(DECISION_ROW, keys::DECISION, "Quyết định, nghị quyết số"), (DAY_ROW, keys::DECIDED_ON, "Ngày")];
        for (row, key, text) in rows {
            sheet.write_string_with_format(row, TARGET_COL, key, &style::code())?;
            sheet.merge_range(row, NO_COL, row, LABEL_COL, text, &label)?;
            sheet.merge_range(row, CURRENT_COL, row, PROPOSED_COL, "", &entry)?;
            sheet.set_row_height(row, 22)?;
        }
        if let Some(current_of) = &self.assigned.current_of {
            let fixed = style::computed(style::cell().set_align(FormatAlign::Left).set_indent(1));
            sheet.write_string_with_format(CURRENT_OF_ROW, TARGET_COL, keys::CURRENT_OF, &style::code())?;
            sheet.merge_range(CURRENT_OF_ROW, NO_COL, CURRENT_OF_ROW, LABEL_COL, "Số đang tham gia là của", &label)?;
            sheet.merge_range(CURRENT_OF_ROW, CURRENT_COL, CURRENT_OF_ROW, PROPOSED_COL, current_of, &fixed)?;
            sheet.set_row_height(CURRENT_OF_ROW, 22)?;
        }
        let decision = &self.assigned.decision;
        if !decision.is_empty() {
            let text = entry.clone().set_num_format("@");
            sheet.write_string_with_format(DECISION_ROW, CURRENT_COL, decision, &text)?;
        }
        let date = entry.set_num_format(style::DATE_FORMAT);
        match self.assigned.decided_on {
            Some(day) => sheet.write_datetime_with_format(DAY_ROW, CURRENT_COL, words::excel_date(day)?, &date)?,
            None => sheet.write_blank(DAY_ROW, CURRENT_COL, &date)?,
        };
        Ok(())
    }

    fn write_header(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (now, next) = (self.from.year, self.assigned.year);
        let labels = [
            "STT".to_owned(),
            "Chỉ tiêu, đơn vị, địa bàn".to_owned(),
            format!("Đang tham gia năm {now}"),
            "Đề xuất tăng thêm".to_owned(),
            "Tăng thêm được giao".to_owned(),
            format!("Đề xuất số người năm {next}"),
            "Số người được giao".to_owned(),
            "Ghi chú, giải trình".to_owned(),
        ];
        for (col, label) in (NO_COL..).zip(&labels) {
            sheet.write_string_with_format(HEADER_ROW, col, label, &style::header())?;
        }
        sheet.set_row_height(HEADER_ROW, 52)?;
        let table = format!("{}{}", keys::FORM_PREFIX, keys::ASSIGNED);
        let keys = [
            (TARGET_COL, table.as_str()),
            (AGENCY_COL, keys::AGENCY),
            (LABEL_COL, keys::LABEL),
            (CURRENT_COL, keys::CURRENT),
            (INCREASE_COL, keys::INCREASE),
            (PEOPLE_COL, keys::PEOPLE),
            (NOTE_COL, keys::NOTE),
        ];
        for (col, key) in keys {
            sheet.write_string_with_format(KEY_ROW, col, key, &style::code())?;
        }
        sheet.set_row_hidden(KEY_ROW)?;
        Ok(())
    }

    /// The lines of one target. Returns the row after them and a blank one.
    fn write_target(&self, sheet: &mut Worksheet, top: u32, n: u32, target: &AssignedTarget) -> Result<u32, XlsxError> {
        let name = target.of.name(self.from.plan);
        self.write_province(sheet, top, n, target)?;
        let first = top + 1;
        let mut row = first;
        for (n, part) in (1..).zip(&target.parts) {
            self.write_part(sheet, row, n, target, part)?;
            row += 1;
        }
        if row == first {
            return Ok(row + 1);
        }
        let whole = &self.from.plan.words.whole;
        let sums = PartSums { first, last: row - 1, province: top, target, whole };
        sums.write(sheet, row, &format!("Cộng {name}"))?;
        Ok(row + 3)
    }

    /// How far an indicator's people are from those of its schemes; nothing for one that has a single scheme, or one without a line.
    /// Returns the row after it.
    fn write_difference_of_schemes(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        target: &AssignedTarget,
        provinces: &BTreeMap<TargetOf, u32>,
    ) -> Result<u32, XlsxError> {
        let plan = self.from.plan;
        let schemes = target.of.schemes(plan);
        let lines: Option<Vec<u32>> =
            schemes.iter().map(|id| provinces.get(&plan.target_of_scheme(*id)).copied()).collect();
        let (Some(lines), true, Some(own)) = (lines, schemes.len() > 1, provinces.get(&target.of)) else {
            return Ok(row);
        };
        let difference = style::computed(count_format(style::cell()).set_num_format(DIFFERENCE_FORMAT)).set_bold();
        for col in NO_COL..=NOTE_COL {
            sheet.write_blank(row, col, &style::computed(style::cell()))?;
        }
        let names: Vec<&str> = schemes.iter().map(|id| plan.scheme(*id).name.as_str()).collect();
        let label = format!("{} trừ {} (phải bằng 0)", target.of.name(plan), names.join(" và "));
        sheet.write_string_with_format(row, LABEL_COL, &label, &style::computed(style::cell()).set_bold())?;
        sheet.set_row_height(row, fit::height(&label, 12, true, WIDTHS[usize::from(LABEL_COL)]))?;
        for (col, people_of) in [(CURRENT_COL, current as PeopleOf), (PEOPLE_COL, people as PeopleOf)] {
            let cells: Vec<String> = lines.iter().map(|line| row_col_to_cell(*line, col)).collect();
            let whole = row_col_to_cell(*own, col);
            let all = cells.join(",");
            let formula = format!("=IF(COUNT({whole},{all})<{},\"\",{whole}-SUM({all}))", cells.len() + 1);
            let of = |of: TargetOf| people_of(self.assigned.target(of)?);
            let sum = schemes.iter().map(|id| of(plan.target_of_scheme(*id))).sum::<Option<i64>>();
            let differs = of(target.of).zip(sum).map(|(whole, sum)| whole - sum);
            sheet.write_formula_with_format(row, col, with_result(formula, differs), &difference)?;
        }
        Ok(row + 1)
    }

    fn write_province(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        n: u32,
        target: &AssignedTarget,
    ) -> Result<(), XlsxError> {
        let plan = self.from.plan;
        let bold = |format: Format| style::computed(format).set_bold();
        let count = bold(count_format(style::cell()));
        write_codes(sheet, row, target.of.code(plan), keys::PROVINCE)?;
        sheet.write_number_with_format(row, NO_COL, n, &bold(style::cell().set_align(FormatAlign::Center)))?;
        let label = format!("{} {}", target.of.name(plan), plan.words.whole);
        sheet.write_string_with_format(row, LABEL_COL, &label, &bold(style::cell()))?;
        write_count(sheet, row, CURRENT_COL, target.current, &count)?;
        let increase = target.increase();
        match increase {
            Some(increase) => {
                sheet.write_number_with_format(row, PROPOSED_INCREASE_COL, increase as f64, &count)?;
            }
            None => {
                sheet.write_blank(row, PROPOSED_INCREASE_COL, &count)?;
            }
        }
        let [current, people] = [CURRENT_COL, PEOPLE_COL].map(|col| row_col_to_cell(row, col));
        let formula = format!("=IF(COUNT({current},{people})<2,\"\",{people}-{current})");
        sheet.write_formula_with_format(row, INCREASE_COL, with_result(formula, increase), &count)?;
        write_count(sheet, row, PROPOSED_COL, target.people, &count)?;
        write_count(sheet, row, PEOPLE_COL, target.people, &count_format(style::entry()).set_bold())?;
        write_note(sheet, row, target.note.as_deref())
    }

    fn write_part(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        n: u32,
        target: &AssignedTarget,
        part: &AssignedPart,
    ) -> Result<(), XlsxError> {
        let plan = self.from.plan;
        let code = part.agency.map_or(UNALLOCATED, |agency| plan.agency(agency).code.as_str());
        let name = part.agency.map_or(NOBODY, |agency| self.from.agency_name(agency));
        let count = count_format(style::cell());
        write_codes(sheet, row, target.of.code(plan), code)?;
        match part.agency {
            Some(_) => sheet.write_number_with_format(row, NO_COL, n, &style::cell().set_align(FormatAlign::Center))?,
            None => sheet.write_blank(row, NO_COL, &style::cell())?,
        };
        sheet.write_string_with_format(row, LABEL_COL, name, &style::cell().set_indent(1))?;
        let width = WIDTHS[usize::from(LABEL_COL)].saturating_sub(12);
        if let Some(height) = fit::tall_height(&[(name, 12, false, width)]) {
            sheet.set_row_height(row, height)?;
        }
        write_count(sheet, row, CURRENT_COL, part.current, &count)?;
        write_count(sheet, row, PROPOSED_INCREASE_COL, part.increase, &count)?;
        write_count(sheet, row, INCREASE_COL, part.increase, &count_format(style::entry()))?;
        sheet.write_blank(row, PROPOSED_COL, &style::computed(style::cell()))?;
        sheet.write_blank(row, PEOPLE_COL, &style::computed(style::cell()))?;
        write_note(sheet, row, None)
    }
}

/// Which people of a target.
type PeopleOf = fn(&AssignedTarget) -> Option<i64>;

fn current(target: &AssignedTarget) -> Option<i64> {
    i64::try_from(target.current?).ok()
}

fn people(target: &AssignedTarget) -> Option<i64> {
    i64::try_from(target.people?).ok()
}

fn write_codes(sheet: &mut Worksheet, row: u32, target: &str, agency: &str) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, TARGET_COL, target, &style::code())?;
    sheet.write_string_with_format(row, AGENCY_COL, agency, &style::code())?;
    Ok(())
}

fn write_count(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    people: Option<u64>,
    format: &Format,
) -> Result<(), XlsxError> {
    match people {
        Some(people) => sheet.write_number_with_format(row, col, number(people), format)?,
        None => sheet.write_blank(row, col, format)?,
    };
    Ok(())
}

fn write_note(sheet: &mut Worksheet, row: u32, note: Option<&str>) -> Result<(), XlsxError> {
    let format = style::entry().set_font_size(11);
    match note {
        Some(note) => sheet.write_string_with_format(row, NOTE_COL, note, &format)?,
        None => sheet.write_blank(row, NOTE_COL, &format)?,
    };
    Ok(())
}

/// A formula with the number it gives; blank is the empty text.
fn with_result(formula: String, value: Option<i64>) -> Formula {
    Formula::new(formula).set_result(value.map(|value| value.to_string()).unwrap_or_default())
}

/// The rows under a target's parts: their sum, and how far it is from the province's.
struct PartSums<'a> {
    first: u32,
    last: u32,
    province: u32,
    target: &'a AssignedTarget,
    /// What the province is called.
    whole: &'a str,
}

impl PartSums<'_> {
    fn write(&self, sheet: &mut Worksheet, row: u32, label: &str) -> Result<(), XlsxError> {
        let bold = |format: Format| style::computed(format).set_bold();
        let count = bold(count_format(style::cell()));
        let difference = bold(count_format(style::cell()).set_num_format(DIFFERENCE_FORMAT));
        let of_parts = self.target.of_parts();
        let must_be_none = format!("Chênh lệch so với {} (phải bằng 0)", self.whole);
        for (row, label) in [(row, label), (row + 1, must_be_none.as_str())] {
            for col in NO_COL..=NOTE_COL {
                sheet.write_blank(row, col, &bold(style::cell()))?;
            }
            sheet.write_string_with_format(row, LABEL_COL, label, &bold(style::cell()))?;
        }
        sheet.set_row_height(row + 1, fit::height(&must_be_none, 12, true, WIDTHS[usize::from(LABEL_COL)]))?;
        for col in [PROPOSED_INCREASE_COL, INCREASE_COL] {
            let formula = format!("=IF({}=0,\"\",{})", self.call("COUNT", col), self.call("SUM", col));
            sheet.write_formula_with_format(row, col, with_result(formula, of_parts), &count)?;
        }
        let [sum, province] = [row, self.province].map(|row| row_col_to_cell(row, INCREASE_COL));
        let formula = format!("=IF(COUNT({sum},{province})<2,\"\",{sum}-{province})");
        let differs = of_parts.zip(self.target.increase()).map(|(sum, whole)| sum - whole);
        sheet.write_formula_with_format(row + 1, INCREASE_COL, with_result(formula, differs), &difference)?;
        Ok(())
    }

    fn call(&self, function: &str, col: u16) -> String {
        format!("{function}({}:{})", row_col_to_cell(self.first, col), row_col_to_cell(self.last, col))
    }
}

/// Cells to fill in take whole numbers only, and say so when one is chosen.
fn ask_for_counts(sheet: &mut Worksheet, after: u32, max: u64) -> Result<(), XlsxError> {
    let limits = format!("số nguyên từ 0 đến {}", wording::count(max));
    let rule = || DataValidationRule::Between(Formula::new("0"), Formula::new(max.to_string()));
    for (col, title) in [(INCREASE_COL, "Tăng thêm được giao"), (PEOPLE_COL, "Số người được giao")] {
        let validation = DataValidation::new()
            .allow_whole_number_formula(rule())
            .set_input_title(title)?
            .set_input_message(format!("Ghi {limits}, như quyết định. Chưa giao thì để trống."))?
            .set_error_title("Số người không hợp lệ")?
            .set_error_message(format!("Ô này chỉ nhận {limits}, không kèm chữ hoặc đơn vị tính."))?;
        sheet.add_data_validation(FIRST_ROW, col, after.max(FIRST_ROW), col, &validation)?;
    }
    Ok(())
}
