//! The sheets that say what a return was added up from: one for people, with the units' parts of every number, and one for the
//! program.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError};

use super::page::PageOrientation;
use super::places::row_of;
use super::source::TemplateSource;
use super::{fit, page, style};
use crate::plan::Form;
use crate::rollup::{self, CollectingUnit, FormSources, Line, Missing, OpenBelow, Sources};

const NO_PIXELS: u32 = 50;
const UNIT_PIXELS: u32 = 360;
const COUNT_PIXELS: u32 = 105;
const FILE_PIXELS: u32 = 280;
const NOTE_PIXELS: u32 = 300;
const TITLE_ROW: u32 = 0;
const PERIOD_ROW: u32 = 1;
const HINT_ROW: u32 = 2;

/// Adds the sheets to a workbook.
pub fn write(book: &mut Workbook, source: &TemplateSource, sources: &Sources) -> Result<(), XlsxError> {
    let lines = rollup::lines(sources);
    for lines in lines.chunk_by(|(a, _), (b, _)| a.sheet == b.sheet) {
        let number = lines[0].0.sheet;
        let sheet = book.add_worksheet();
        sheet.set_name(rollup::sheet_name(rollup::SHEET, number))?.set_tab_color(style::GUIDE_TAB);
        sheet.set_formula_result_default("");
        let (file_col, notes) = (rollup::file_col(sources), sources.notes_of_units());
        let table = SourceTable { source, sources, file_col, note_col: rollup::note_col(sources), notes, number };
        table.write(sheet, lines)?;
    }
    for (n, rows) in rollup::encode(sources).chunks(rollup::MAX_LINES).enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(rollup::sheet_name(rollup::HIDDEN_SHEET, n))?.set_hidden(true);
        let plain = style::text(11);
        for (row, texts) in (0..).zip(rows) {
            for (col, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string_with_format(row, col, text, &plain)?;
            }
        }
        page::protect(sheet);
    }
    Ok(())
}

/// The column of a form's n-th measure; the one behind the last is the file's.
fn count_col(n: usize) -> u16 {
    rollup::first_count_col() + u16::try_from(n).expect("a checked plan has few columns")
}

struct SourceTable<'a> {
    source: &'a TemplateSource<'a>,
    sources: &'a Sources,
    file_col: u16,
    /// `None` where no unit wrote anything beside its rows.
    note_col: Option<u16>,
    notes: BTreeMap<(&'a str, &'a str, &'a str), &'a str>,
    /// The sheet's number, from 0.
    number: usize,
}

impl SourceTable<'_> {
    fn write(&self, sheet: &mut Worksheet, lines: &[(rollup::LinePlace, Line)]) -> Result<(), XlsxError> {
        sheet.set_column_width_pixels(0, NO_PIXELS)?.set_column_width_pixels(1, UNIT_PIXELS)?;
        for col in rollup::first_count_col()..self.file_col {
            sheet.set_column_width_pixels(col, COUNT_PIXELS)?;
        }
        sheet.set_column_width_pixels(self.file_col, FILE_PIXELS)?;
        if let Some(col) = self.note_col {
            sheet.set_column_width_pixels(col, NOTE_PIXELS)?;
        }
        self.write_head(sheet)?;
        for (place, line) in lines {
            self.write_line(sheet, place.row, *line)?;
        }
        let last = lines.last().map_or(rollup::TOP, |(place, _)| place.row);
        sheet.set_freeze_panes(rollup::TOP, 0)?;
        let footer = format!("{} - {} - {}", rollup::SHEET, self.source.period(), self.source.agency_name());
        page::print(sheet, PageOrientation::Landscape, &footer, (last, self.last_col()))?;
        page::protect(sheet);
        Ok(())
    }

    fn write_head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let part = if self.number == 0 { String::new() } else { format!(" (tiếp theo {})", self.number) };
        let hint = "Số ở các biểu là tổng các số dưới đây. Sửa một số ở biểu sau khi tổng hợp thì ghi lý do ở cột “Ghi chú, giải trình” \
                    của dòng đó; không sửa trang này.";
        let lines = [
            (TITLE_ROW, format!("{}{part}", rollup::HEADING), style::centered(13).set_bold()),
            (
                PERIOD_ROW,
                format!(
                    "{} – {}. Tổng hợp từ {}",
                    self.source.agency_name(),
                    self.source.period(),
                    self.sources.extent()
                ),
                style::centered(12),
            ),
            (HINT_ROW, hint.to_owned(), style::wrapped(11).set_italic()),
        ];
        for (row, text, format) in lines {
            sheet.merge_range(row, 0, row, self.last_col(), &text, &format)?;
            sheet.set_row_height(row, if row == HINT_ROW { 34.0 } else { 20.0 })?;
        }
        Ok(())
    }

    fn form(&self, n: usize) -> (&FormSources, Option<&Form>) {
        let form = &self.sources.forms[n];
        let plan = self.source.year.plan;
        (form, plan.form_by_code(&form.form).map(|id| plan.form(id)))
    }

    fn write_line(&self, sheet: &mut Worksheet, row: u32, line: Line) -> Result<(), XlsxError> {
        match line {
            Line::Form(n) => {
                let (form, of_plan) = self.form(n);
                let title = of_plan.map_or_else(|| form.form.clone(), |form| format!("{}. {}", form.sheet, form.title));
                sheet.merge_range(row, 0, row, self.last_col(), &title, &style::wrapped(12).set_bold())?;
                sheet.set_row_height(row, 36)?;
            }
            Line::Header(n) => self.write_header(sheet, row, n)?,
            Line::Row(n, cell) => {
                let label = self.row_label(n, cell);
                let format = style::computed(style::cell()).set_bold();
                sheet.merge_range(row, 0, row, self.last_col(), &label, &format)?;
            }
            Line::Unit { form, cell, unit, no } => self.write_unit(sheet, row, no, (form, cell, unit))?,
            Line::Total { form, cell, n_units } => self.write_total(sheet, row, (form, cell), n_units)?,
        }
        Ok(())
    }

    fn write_header(&self, sheet: &mut Worksheet, row: u32, n: usize) -> Result<(), XlsxError> {
        let (form, of_plan) = self.form(n);
        let format = style::header();
        sheet.write_string_with_format(row, 0, "STT", &format)?;
        sheet.write_string_with_format(row, 1, "Đơn vị", &format)?;
        for (place, key) in form.columns().into_iter().enumerate() {
            let label = of_plan.and_then(|form| Some(form.columns[form.column(key)?.idx()].label.as_str()));
            sheet.write_string_with_format(row, count_col(place), label.unwrap_or(key), &format)?;
        }
        sheet.write_string_with_format(row, self.file_col, "Tệp, trang, hàng", &format)?;
        if let Some(col) = self.note_col {
            sheet.write_string_with_format(row, col, rollup::NOTE_HEADING, &format)?;
        }
        sheet.set_row_height(row, 34)?;
        Ok(())
    }

    /// The row with the cell in which its sum stands, so that paper and sheet can be held against each other.
    fn row_label(&self, n: usize, cell: usize) -> String {
        let (form, _) = self.form(n);
        let code = &form.cells[cell].0;
        let year = self.source.year;
        let found = year.plan.form_by_code(&form.form).and_then(|id| Some((id, year.row_by_code(id, code)?)));
        match found {
            Some((id, row)) => {
                let sheet = &year.plan.form(id).sheet;
                let row_of_form = year.row(id, row);
                format!("{} {} ({sheet}, hàng {}; mã {code})", row_of_form.no, row_of_form.label, row_of(row) + 1)
            }
            None => code.clone(),
        }
    }

    fn write_unit(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        no: usize,
        (form, cell, unit): (usize, usize, usize),
    ) -> Result<(), XlsxError> {
        let (of_form, _) = self.form(form);
        let source = &of_form.units[unit];
        sheet.write_string_with_format(row, 0, no.to_string(), &style::cell())?;
        sheet.ignore_error(row, 0, rust_xlsxwriter::IgnoreError::NumberStoredAsText)?;
        sheet.write_string_with_format(row, 1, &source.name, &style::cell())?;
        let format = style::cell().set_num_format(style::COUNT_FORMAT);
        let cells = of_form.row_cells(cell);
        for (place, cell) in cells.enumerate() {
            match of_form.count(unit, cell) {
                Some(count) => sheet.write_number_with_format(row, count_col(place), count.people as f64, &format)?,
                None => sheet.write_blank(row, count_col(place), &format)?,
            };
        }
        let file = of_form.file_words(unit, cell);
        let small = style::cell().set_font_size(10);
        sheet.write_string_with_format(row, self.file_col, &file, &small)?;
        let note = self.notes.get(&(of_form.form.as_str(), of_form.cells[cell].0.as_str(), source.unit.as_str()));
        let note = note.map(|note| rollup::shown_note(note)).unwrap_or_default();
        if let Some(col) = self.note_col {
            sheet.write_string_with_format(row, col, &note, &small)?;
        }
        let texts = [(&source.name, 12, UNIT_PIXELS), (&file, 10, FILE_PIXELS), (&note, 10, NOTE_PIXELS)];
        let texts = texts.map(|(text, size, width)| (text.as_str(), size, false, width));
        if let Some(height) = fit::tall_height(&texts) {
            sheet.set_row_height(row, height)?;
        }
        Ok(())
    }

    fn last_col(&self) -> u16 {
        self.note_col.unwrap_or(self.file_col)
    }

    fn write_total(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (form, cell): (usize, usize),
        n_units: usize,
    ) -> Result<(), XlsxError> {
        let (of_form, _) = self.form(form);
        let format = style::computed(style::cell()).set_bold().set_num_format(style::COUNT_FORMAT);
        sheet.write_string_with_format(row, 0, "", &format)?;
        sheet.write_string_with_format(row, 1, "Cộng", &format)?;
        let first = u32::try_from(n_units).ok().and_then(|n| row.checked_sub(n)).filter(|first| *first >= rollup::TOP);
        for (place, cell) in of_form.row_cells(cell).enumerate() {
            let col = count_col(place);
            match (of_form.sum(cell), first) {
                (None, _) => sheet.write_blank(row, col, &format)?,
                (Some(sum), Some(first)) => {
                    let letter = rust_xlsxwriter::utility::column_number_to_name(col);
                    let formula = format!("=SUM({letter}{}:{letter}{row})", first + 1);
                    sheet.write_formula_with_format(
                        row,
                        col,
                        Formula::new(formula).set_result(sum.to_string()),
                        &format,
                    )?
                }
                // The units begin on the sheet before.
                (Some(sum), None) => sheet.write_number_with_format(row, col, sum as f64, &format)?,
            };
        }
        for col in self.file_col..=self.last_col() {
            sheet.write_blank(row, col, &format)?;
        }
        Ok(())
    }
}

/// Where the units' parts of each row of a form stand, as a link, by the rows' codes.
pub fn places_of_rows<'s>(sources: &'s Sources, form: &str) -> BTreeMap<&'s str, String> {
    let lines = rollup::lines(sources).into_iter();
    let of_rows = lines.filter_map(|(place, line)| match line {
        Line::Row(n, cell) if sources.forms[n].form == form => {
            let sheet = rollup::sheet_name(rollup::SHEET, place.sheet);
            let link = format!("internal:{}!A{}", crate::sheet::quoted(&sheet), place.row + 1);
            Some((sources.forms[n].cells[cell].0.as_str(), link))
        }
        _ => None,
    });
    of_rows.collect()
}

/// How long a line of the cover becomes, in letters: a row that every program shows and prints whole.
const MAX_LINE: usize = 900;

/// What the cover says of it, a line for each row: from how many units, whose numbers are missing, and what is open.
pub fn on_cover(sources: &Sources) -> Vec<String> {
    let missing: Vec<String> = sources.missing.iter().map(name_and_why).collect();
    let open: Vec<String> = sources.open.iter().map(name_and_open).collect();
    let mut lines = in_lines(&format!("Tổng hợp từ {}", sources.extent()), "; trong đó ", &partial(sources));
    if !missing.is_empty() {
        lines.extend(in_lines(rollup::MISSING_UNITS, ": ", &missing));
    }
    if !open.is_empty() {
        lines.extend(in_lines(rollup::OPEN_WITH_UNITS, ": ", &open));
    }
    lines.push(format!("Số của từng đơn vị: xem trang “{}”.", rollup::SHEET));
    lines
}

/// Items behind what they are, in as many lines as they take; none is left out or parted.
fn in_lines(what: &str, behind: &str, items: &[String]) -> Vec<String> {
    let mut lines = vec![what.to_owned()];
    for (n, item) in items.iter().enumerate() {
        let line = lines.last_mut().expect("there is one");
        let is_full = line.chars().count() + item.chars().count() > MAX_LINE;
        match n {
            0 => line.extend([behind, item]),
            _ if is_full => {
                line.push(';');
                lines.push(item.clone());
            }
            _ => line.extend(["; ", item]),
        }
    }
    lines.last_mut().expect("there is one").push('.');
    lines
}

/// The units that were added up from only some of theirs: `Sở Y tế mới tổng hợp từ 2/3 đơn vị`.
fn partial(sources: &Sources) -> Vec<String> {
    let partial = sources.units().partial;
    let words =
        |unit: &CollectingUnit| format!("{} mới tổng hợp từ {}/{} đơn vị", unit.name, unit.accepted, unit.expected);
    partial.iter().map(words).collect()
}

/// `Sở Y tế: Biểu 02!D13 ghi 92, các đơn vị cộng lại 85, không ghi lý do`.
fn name_and_open(open: &OpenBelow) -> String {
    let of = if open.of.is_empty() { String::new() } else { format!(" (đơn vị của {})", open.of) };
    format!("{}{of}: {}", open.name, open.what)
}

/// `Sở Xây dựng (chưa gửi)`, `Bệnh viện Y học cổ truyền (đơn vị của Sở Y tế; chưa gửi)`.
fn name_and_why(missing: &Missing) -> String {
    let (name, why) = (&missing.name, missing.why.to_lowercase());
    match missing.of.as_str() {
        "" => format!("{name} ({why})"),
        of => format!("{name} (đơn vị của {of}; {why})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_names_everybody_in_rows_that_can_be_shown() {
        let name = |n: usize| Missing {
            unit: format!("xa-{n}"),
            name: format!("UBND xã {n}, huyện Bù Gia Mập"),
            why: "Chưa gửi".to_owned(),
            of: String::new(),
        };
        let sources =
            Sources { expected: 141, accepted: 1, missing: (1..=140).map(name).collect(), ..Sources::default() };
        let lines = on_cover(&sources);
        assert!(lines.iter().all(|line| line.chars().count() <= MAX_LINE + 2), "{lines:?}");
        let all = lines.join(" ");
        assert!((1..=140).all(|n| all.contains(&format!("UBND xã {n}, huyện Bù Gia Mập (chưa gửi)"))));
        assert!(lines.len() > 6 && lines[1].starts_with("Chưa có số liệu của: UBND xã 1,"), "{lines:?}");
        let height = |line: &String| fit::height(line, 12, false, 660);
        assert!(lines.iter().all(|line| height(line) < fit::MAX_HEIGHT));
    }
}
