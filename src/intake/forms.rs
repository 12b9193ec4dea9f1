//! From a located table to counts: every entered cell is read or named in a finding, every computed cell is kept for
//! the rules, and every number that stands elsewhere in the sheet is accounted for.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::grid::{Address, Cell, Format, Sheet, Value, Workbook};
use super::identify::Identity;
use super::locate::{self, Table};
use super::submission::{Computed, Difficulty, Entry, FormData, RowData, Submission};
use super::text;
use crate::finding::{Code, Finding, Place, Severity};
use crate::plan::{FormId, PlanYear, keys};

/// Reads every form of the agency from its workbook.
pub fn read(workbook: &Workbook, year: &PlanYear, identity: Identity) -> (Submission, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut forms = Vec::new();
    let mut strays = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for form in &year.plan.agency(identity.agency).forms {
        let sheets = locate::sheets_of(workbook, year, *form);
        used.extend(sheets.iter().map(|sheet| sheet.name.as_str()));
        let format = workbook.format;
        let Some(sheet) = one_sheet(year, *form, format, &sheets, &mut findings) else { continue };
        let (table, mut trouble) = locate::locate(sheet, year, *form);
        let data = form_data(sheet, year, *form, format, &table);
        trouble.extend(cells::check_entries(sheet, year, &data));
        trouble.extend(rows_not_in_template(sheet, year, *form, &table));
        let outside = numbers_outside(sheet, format, &table);
        if !outside.is_empty() {
            trouble.push(outside_note(year, *form, sheet, &outside));
            strays.push((sheet.name.clone(), outside));
        }
        findings.append(&mut trouble);
        forms.push(data);
    }
    findings.extend(sheets_not_in_template(workbook, &used));
    findings.extend(workbook.sheets.iter().filter_map(cells_beyond));
    let difficulties = difficulties(workbook);
    let Identity { agency, year, cover } = identity;
    (Submission { agency, year, cover, forms, difficulties, strays }, findings)
}

/// The form's only sheet; a finding if there is none, or several that are not the same.
fn one_sheet<'w>(
    year: &PlanYear,
    form: FormId,
    format: Format,
    sheets: &[&'w Sheet],
    findings: &mut Vec<Finding>,
) -> Option<&'w Sheet> {
    let plan_form = year.plan.form(form);
    let place = |sheet: Option<String>| Place { sheet, form: Some(plan_form.code.clone()), ..Place::default() };
    match sheets {
        [] => {
            let message = format!("tệp không có {} (số {})", plan_form.sheet, plan_form.number);
            let hint = "Chép lại trang tính này từ biểu mẫu đã gửi cho đơn vị và điền số liệu";
            let expected = plan_form.sheet.clone();
            findings.push(Finding::new(Code::SheetMissing, message, hint).at(place(None)).expected(expected));
            None
        }
        [sheet] => Some(sheet),
        [first, rest @ ..] => {
            let counts = |sheet: &Sheet| {
                let (table, _) = locate::locate(sheet, year, form);
                let data = form_data(sheet, year, form, format, &table);
                data.entries.iter().map(|entry| (entry.row, entry.column, entry.people)).collect::<Vec<_>>()
            };
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let message = format!("{} có ở {} trang tính: {}", plan_form.sheet, sheets.len(), names.join("; "));
            let same = rest.iter().all(|sheet| counts(sheet) == counts(first));
            let (severity, hint) = if same {
                (Severity::Note, "Không phải làm gì: các trang giống nhau, số liệu chỉ được tính một lần")
            } else {
                (Severity::Error, "Giữ lại một trang đúng, xóa các trang chép thừa")
            };
            let finding = Finding::new(Code::SheetDuplicated, message, hint).severity(severity);
            findings.push(finding.at(place(Some(first.name.clone()))).found(names.join("; ")));
            same.then_some(*first)
        }
    }
}

/// Everything the located table holds, unjudged.
fn form_data(sheet: &Sheet, year: &PlanYear, form: FormId, format: Format, table: &Table) -> FormData {
    let max_people = year.plan.limits.max_people;
    let plan_form = year.plan.form(form);
    let rows: Vec<Option<RowData>> =
        year.row_ids(form).map(|id| table.row(id).map(|at| RowData { at, note: note(sheet, table, at) })).collect();
    let mut entries = Vec::new();
    let mut computed = Vec::new();
    for row in year.row_ids(form) {
        let Some(at_row) = table.row(row) else { continue };
        for column in year.column_ids(form) {
            let Some(at) = table.column(column).map(|col| Address::new(at_row, col)) else { continue };
            if year.row(form, row).is_entered() {
                let is_text = matches!(sheet.get(at), Some(Cell { value: Value::Text(_), .. }));
                let (people, is_mark) = (cells::count(sheet.get(at), max_people), cells::is_zero_mark(sheet.get(at)));
                entries.push(Entry { row, column, at, people, is_text, is_mark });
            } else {
                computed.push(Computed { row, column: Some(column), at, cell: sheet.get(at).cloned() });
            }
        }
        if let (Some(col), true) = (table.result_column, plan_form.result.is_some()) {
            let at = Address::new(at_row, col);
            computed.push(Computed { row, column: None, at, cell: sheet.get(at).cloned() });
        }
    }
    let columns = table.columns.clone();
    let result_column = table.result_column;
    let has_formulas = format.has_formulas();
    FormData { form, sheet: sheet.name.clone(), rows, columns, result_column, entries, computed, has_formulas }
}

fn note(sheet: &Sheet, table: &Table, row: u32) -> Option<String> {
    let at = Address::new(row, table.note_column?);
    match &sheet.get(at)?.value {
        Value::Text(text) if !text::is_blank(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a cell holds a number of people, typed as a number or as text.
fn holds_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Text(text) => text.trim().bytes().any(|b| b.is_ascii_digit()) && cells::count_of(value).is_some(),
        _ => false,
    }
}

/// The sheet's rows that are no row of the form but stand among them or right below and hold numbers.
fn rows_not_in_template(sheet: &Sheet, year: &PlanYear, form: FormId, table: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (row, numbers) in extra_rows(sheet, table) {
        let label = table.label_column.and_then(|col| sheet.text(Address::new(row, col)));
        let label = label.map(str::trim).filter(|label| !label.is_empty()).unwrap_or("không có tên").to_owned();
        let plan_form = year.plan.form(form);
        let message = format!("hàng {} ({label}) không có trong biểu nhưng có {} số", row + 1, numbers.len());
        let hint = "Cộng các số này vào đúng dòng của biểu, hoặc xóa hàng nếu chỉ để tính nháp";
        let shown: Vec<String> = numbers.iter().filter_map(|at| Some(cells::shown(&sheet.get(*at)?.value))).collect();
        let place = Place {
            sheet: Some(sheet.name.clone()),
            cells: numbers,
            form: Some(plan_form.code.clone()),
            ..Place::default()
        };
        findings.push(Finding::new(Code::RowNotInTemplate, message, hint).at(place).found(shown.join("; ")));
    }
    findings
}

fn extra_rows(sheet: &Sheet, table: &Table) -> BTreeMap<u32, Vec<Address>> {
    let mut extra: BTreeMap<u32, Vec<Address>> = BTreeMap::new();
    let Some((first, last)) = table.extent() else { return extra };
    let known = table.known_rows();
    let columns = table.number_columns();
    let start = first.min(table.head + 1);
    let end = contiguous_end(sheet, last);
    for (at, cell) in sheet.cells() {
        let is_known = known.contains(&at.row) || table.doubled_rows.contains(&at.row);
        let is_extra = (start..=end).contains(&at.row) && !is_known && columns.contains(&at.col);
        if is_extra && holds_number(&cell.value) {
            extra.entry(at.row).or_default().push(at);
        }
    }
    extra
}

/// The last row of the block of filled rows that begins with the table.
fn contiguous_end(sheet: &Sheet, last: u32) -> u32 {
    let filled = |row: u32| sheet.row(row).any(|(_, cell)| !is_empty(&cell.value));
    let mut end = last;
    while filled(end + 1) {
        end += 1;
    }
    end
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Blank => true,
        Value::Text(text) => text::is_blank(text),
        _ => false,
    }
}

/// The numbers of a form's sheet that belong to no row and column of its table.
fn numbers_outside(sheet: &Sheet, format: Format, table: &Table) -> Vec<Address> {
    let extra: BTreeSet<u32> = extra_rows(sheet, table).into_keys().collect();
    let known_rows = table.known_rows();
    let number_columns = table.number_columns();
    let text_columns: BTreeSet<u32> =
        [table.code_column, table.label_column, table.note_column].into_iter().flatten().collect();
    let before_label = table.label_column.unwrap_or(0);
    let is_outside = |at: Address, value: &Value| {
        if !matches!(value, Value::Number(_)) || text_columns.contains(&at.col) {
            return false;
        }
        // LibreOffice saves an .xls with 0 for what a formula makes of another sheet's text, such as the names to sign.
        if *value == Value::Number(0.0) && !format.has_formulas() {
            return false;
        }
        let in_table = known_rows.contains(&at.row) && (number_columns.contains(&at.col) || at.col < before_label);
        let in_extra_row = extra.contains(&at.row) && number_columns.contains(&at.col);
        // The numbered line counts the columns, not people.
        let in_numbered_line = at.row <= table.head && number_columns.contains(&at.col);
        !in_table && !in_extra_row && !in_numbered_line
    };
    sheet.cells().filter(|(at, cell)| is_outside(*at, &cell.value)).map(|(at, _)| at).collect()
}

/// The note that a sheet has cells further out than any form reaches, which are not read.
fn cells_beyond(sheet: &Sheet) -> Option<Finding> {
    let first = sheet.first_beyond?;
    let message = format!("{} ô ở rất xa bảng, bắt đầu từ {first}, không được đọc", sheet.n_beyond);
    let hint = "Không phải làm gì nếu là ô nháp; nếu là số liệu thì nhập vào đúng ô của biểu";
    let place = Place { sheet: Some(sheet.name.clone()), cells: vec![first], ..Place::default() };
    Some(Finding::new(Code::NumberOutsideTable, message, hint).at(place))
}

fn outside_note(year: &PlanYear, form: FormId, sheet: &Sheet, cells: &[Address]) -> Finding {
    let shown: Vec<String> = cells.iter().filter_map(|at| Some(super::cells::shown(&sheet.get(*at)?.value))).collect();
    let message = format!("{} số nằm ngoài bảng, không được tính", cells.len());
    let hint = "Không phải làm gì nếu chỉ là số tính nháp; nếu là số liệu thì nhập vào đúng ô của biểu";
    let place = Place {
        sheet: Some(sheet.name.clone()),
        cells: cells.to_vec(),
        form: Some(year.plan.form(form).code.clone()),
        ..Place::default()
    };
    Finding::new(Code::NumberOutsideTable, message, hint).at(place).found(shown.join("; "))
}

/// Sheets that are no form, cover, guide or list of difficulties and hold numbers, which count nowhere.
fn sheets_not_in_template(workbook: &Workbook, used: &BTreeSet<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &workbook.sheets {
        if used.contains(sheet.name.as_str()) || is_template_sheet(sheet) {
            continue;
        }
        let numbers: Vec<Address> =
            sheet.cells().filter(|(_, cell)| matches!(cell.value, Value::Number(_))).map(|(at, _)| at).collect();
        let hidden = if sheet.visible { "" } else { " (đang ẩn)" };
        let message = format!(
            "trang “{}”{hidden} không thuộc biểu mẫu, {} số trong đó không được tính",
            sheet.name,
            numbers.len()
        );
        let hint = "Không phải làm gì nếu là trang nháp; nếu là số liệu thì nhập vào biểu của kế hoạch";
        let place = Place { sheet: Some(sheet.name.clone()), ..Place::default() };
        findings.push(Finding::new(Code::SheetNotInTemplate, message, hint).at(place));
    }
    findings
}

/// The template's other sheets carry a machine key too, but for the guide, which holds no numbers.
fn is_template_sheet(sheet: &Sheet) -> bool {
    let keyed = |value: &Value| matches!(value, Value::Text(text) if text.starts_with(keys::FORM_PREFIX));
    sheet.name == keys::IDENTITY_SHEET
        || sheet.cells().any(|(at, cell)| at.col == 0 && keyed(&cell.value))
        || !sheet.cells().any(|(_, cell)| matches!(cell.value, Value::Number(_)))
}

/// What the agency reports as difficulties and proposals, row by row.
fn difficulties(workbook: &Workbook) -> Vec<Difficulty> {
    let key = format!("{}{}", keys::FORM_PREFIX, keys::DIFFICULTIES);
    let is_key = |value: &Value, key: &str| matches!(value, Value::Text(text) if text.trim() == key);
    for sheet in &workbook.sheets {
        let Some((at, _)) = sheet.cells().find(|(_, cell)| is_key(&cell.value, &key)) else { continue };
        let column = |key: &str| sheet.row(at.row).find(|(_, cell)| is_key(&cell.value, key)).map(|(at, _)| at.col);
        let text = |row: u32, col: Option<u32>| {
            let text = sheet.text(Address::new(row, col?))?;
            (!text::is_blank(text)).then(|| text.trim().to_owned())
        };
        let (difficulty, proposal) = (column(keys::DIFFICULTY), column(keys::PROPOSAL));
        let rows: BTreeSet<u32> = sheet.cells().map(|(at, _)| at.row).filter(|row| *row > at.row).collect();
        return rows
            .into_iter()
            .map(|row| Difficulty {
                difficulty: text(row, difficulty),
                proposal: text(row, proposal),
                sheet: sheet.name.clone(),
                at: Address::new(row, difficulty.or(proposal).unwrap_or(0)),
            })
            .filter(|entry| entry.difficulty.is_some() || entry.proposal.is_some())
            .collect();
    }
    Vec::new()
}
