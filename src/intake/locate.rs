//! Where a form's rows and columns stand in the sheets that came back. Keys and codes decide; the numbered line
//! `A B C 1 2 3` and the labels help where those were lost. Nothing is guessed: what can't be found exactly once is a
//! finding, and what had to be found another way is said.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Address, Sheet, Value, Workbook, column_letters};
use super::text;
use crate::finding::{Code, Finding, Place, Severity};
use crate::plan::{ColumnId, FormId, PlanYear, RowId, keys};

/// A form's table in a sheet. Positions are 0-based; `None` where a row or column was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The row above which the head stands: the key row, or the numbered line or labels that took its place.
    pub head: u32,
    pub code_column: Option<u32>,
    pub label_column: Option<u32>,
    pub note_column: Option<u32>,
    pub result_column: Option<u32>,
    /// By [`ColumnId`].
    pub columns: Vec<Option<u32>>,
    /// By [`RowId`].
    pub rows: Vec<Option<u32>>,
    /// The sheet's rows that share a code, none of which can be told to be the right one.
    pub doubled_rows: BTreeSet<u32>,
}

/// The sheets that hold a form: those with its key row, or else the one that has most of its row codes, or its name.
pub fn sheets_of<'w>(workbook: &'w Workbook, year: &PlanYear, form: FormId) -> Vec<&'w Sheet> {
    let marked: Vec<&Sheet> = workbook.sheets.iter().filter(|sheet| key_row(sheet, year, form).is_some()).collect();
    if !marked.is_empty() {
        return marked;
    }
    let unmarked = || workbook.sheets.iter().filter(|sheet| !has_any_key_row(sheet));
    let codes: BTreeSet<&str> = year.rows(form).iter().map(|row| row.code.as_str()).collect();
    let n_codes = |sheet: &Sheet| {
        let found: BTreeSet<&str> =
            sheet.cells().filter_map(|(_, cell)| trimmed(&cell.value)).filter(|t| codes.contains(t)).collect();
        found.len()
    };
    let best = unmarked().map(|sheet| (n_codes(sheet), sheet)).filter(|(n, _)| n * 2 > codes.len());
    // Several forms share codes; the sheet's own name then settles it.
    let name = text::fold(&year.plan.form(form).sheet);
    let named = |sheet: &&Sheet| text::fold(&sheet.name) == name;
    let by_codes: Vec<&Sheet> = best.map(|(_, sheet)| sheet).collect();
    match by_codes[..] {
        [] => unmarked().filter(named).collect(),
        [_] => by_codes,
        _ => by_codes.iter().copied().find(named).map_or(by_codes, |sheet| vec![sheet]),
    }
}

/// Finds a form's table in its sheet.
pub fn locate(sheet: &Sheet, year: &PlanYear, form: FormId) -> (Table, Vec<Finding>) {
    let mut search = Search { sheet, year, form, repairs: Vec::new(), findings: Vec::new() };
    let mut table = search.head();
    (table.rows, table.doubled_rows) = search.rows(&table);
    search.report_repairs();
    (table, search.findings)
}

/// The row whose first cells carry the form's machine key.
fn key_row(sheet: &Sheet, year: &PlanYear, form: FormId) -> Option<u32> {
    let key = format!("{}{}", keys::FORM_PREFIX, year.plan.form(form).code);
    sheet.cells().find(|(_, cell)| trimmed(&cell.value) == Some(&key)).map(|(at, _)| at.row)
}

fn has_any_key_row(sheet: &Sheet) -> bool {
    sheet.cells().any(|(_, cell)| trimmed(&cell.value).is_some_and(|text| text.starts_with(keys::FORM_PREFIX)))
}

fn trimmed(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text.trim()),
        _ => None,
    }
}

struct Search<'a> {
    sheet: &'a Sheet,
    year: &'a PlanYear<'a>,
    form: FormId,
    /// What had to be found another way, in words.
    repairs: Vec<String>,
    findings: Vec<Finding>,
}

impl Search<'_> {
    fn place(&self, cells: Vec<Address>) -> Place {
        let form = Some(self.year.plan.form(self.form).code.clone());
        Place { sheet: Some(self.sheet.name.clone()), cells, form, ..Place::default() }
    }

    /// The columns, by keys where the key row is there, else by the numbered line, else by the labels.
    fn head(&mut self) -> Table {
        let form = self.year.plan.form(self.form);
        let keyed = key_row(self.sheet, self.year, self.form).or_else(|| self.row_with_measures());
        let numbered = self.numbered_line();
        let by_key = keyed.map(|row| self.texts_of(row)).unwrap_or_default();
        if keyed.is_none() && numbered.is_some() {
            self.repairs.push("hàng khóa ẩn bị mất, cột được nhận theo dòng đánh số A, B, C, 1, 2, 3".to_owned());
        }
        let mut columns = Vec::new();
        for (n, column) in form.columns.iter().enumerate() {
            let found = match by_key.get(column.key.as_str()).map(Vec::as_slice) {
                Some([one]) => Some(*one),
                Some(several) => self.duplicated(keyed.unwrap_or(0), &column.label, &column.key, several),
                None => self.column_by_other_means(keyed.is_some(), numbered.as_ref(), n, &column.label),
            };
            columns.push(found);
        }
        let lost: Vec<usize> = (0..columns.len())
            .filter(|n| {
                columns[*n].is_none() && by_key.get(form.columns[*n].key.as_str()).is_none_or(|at| at.len() < 2)
            })
            .collect();
        if !lost.is_empty() {
            self.columns_missing(&lost);
        }
        let single = |key: &str| by_key.get(key).and_then(|at| at.first().copied());
        let numbered_letter = |letter: usize| numbered.as_ref().and_then(|line| line.letters.get(letter).copied());
        Table {
            head: keyed.or(numbered.as_ref().map(|line| line.row)).unwrap_or(0),
            code_column: single(keys::CODE).or_else(|| numbered_letter(2)).or_else(|| self.column_of_codes()),
            label_column: single(keys::LABEL).or_else(|| numbered_letter(1)).or_else(|| self.column_of_labels()),
            note_column: single(keys::NOTE).or_else(|| self.column_labelled("Ghi chú, giải trình")),
            result_column: form.result.as_ref().and_then(|result| {
                let after_measures =
                    || numbered.as_ref().and_then(|line| line.numbers.get(form.columns.len()).copied());
                single(&result.key).or_else(after_measures).or_else(|| self.column_labelled(&result.label))
            }),
            columns,
            rows: Vec::new(),
            doubled_rows: BTreeSet::new(),
        }
    }

    /// A row that names every measure of the form but lost the form's own key.
    fn row_with_measures(&self) -> Option<u32> {
        let form = self.year.plan.form(self.form);
        let first = form.columns.first()?;
        let rows =
            self.sheet.cells().filter(|(_, cell)| trimmed(&cell.value) == Some(&first.key)).map(|(at, _)| at.row);
        rows.into_iter().find(|row| {
            let texts = self.texts_of(*row);
            texts.contains_key(keys::CODE) || form.columns.iter().all(|column| texts.contains_key(column.key.as_str()))
        })
    }

    /// The columns of each text in a row.
    fn texts_of(&self, row: u32) -> BTreeMap<String, Vec<u32>> {
        let mut texts: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, cell) in self.sheet.row(row) {
            if let Some(text) = trimmed(&cell.value) {
                texts.entry(text.to_owned()).or_default().push(at.col);
            }
        }
        texts
    }

    /// The line `A B C 1 2 3` that every Vietnamese form has under its head.
    fn numbered_line(&self) -> Option<NumberedLine> {
        let starts = self.sheet.cells().filter(|(_, cell)| trimmed(&cell.value) == Some("A")).map(|(at, _)| at.row);
        starts.into_iter().find_map(|row| {
            let mut line = NumberedLine { row, letters: Vec::new(), numbers: Vec::new() };
            for (at, cell) in self.sheet.row(row) {
                let text = match &cell.value {
                    Value::Text(text) => text.trim().to_owned(),
                    Value::Number(number) | Value::Percent(number) => number.to_string(),
                    _ => continue,
                };
                let letter = char::from(b'A' + u8::try_from(line.letters.len()).ok()?.min(25)).to_string();
                let number = (line.numbers.len() + 1).to_string();
                if line.numbers.is_empty() && text == letter {
                    line.letters.push(at.col);
                } else if text == number || text.starts_with(&format!("{number}=")) {
                    line.numbers.push(at.col);
                }
            }
            (line.letters.len() >= 3 && !line.numbers.is_empty()).then_some(line)
        })
    }

    fn column_by_other_means(
        &mut self,
        keyed: bool,
        line: Option<&NumberedLine>,
        n: usize,
        label: &str,
    ) -> Option<u32> {
        let by_label = self.column_labelled(label);
        let by_number = line.and_then(|line| line.numbers.get(n).copied());
        let found = if keyed { by_label } else { by_number.or(by_label) };
        if let (Some(col), true) = (found, keyed || line.is_none()) {
            self.repairs.push(format!("cột {} được nhận theo nhãn “{label}”", column_letters(col)));
        }
        found
    }

    /// The only column that has a cell of this label.
    fn column_labelled(&self, label: &str) -> Option<u32> {
        let label = text::fold(label);
        // The whole label: a form's title may begin with the same words, above the column of row numbers.
        let matches = |value: &Value| trimmed(value).is_some_and(|text| text::fold(text) == label);
        let columns: BTreeSet<u32> =
            self.sheet.cells().filter(|(_, cell)| matches(&cell.value)).map(|(at, _)| at.col).collect();
        (columns.len() == 1).then(|| columns.into_iter().next()).flatten()
    }

    /// The column in which most of the form's row codes stand.
    fn column_of_codes(&self) -> Option<u32> {
        let codes: BTreeSet<&str> = self.year.rows(self.form).iter().map(|row| row.code.as_str()).collect();
        self.fullest_column(|text| codes.contains(text), codes.len())
    }

    fn column_of_labels(&self) -> Option<u32> {
        let labels: BTreeSet<String> = self.year.rows(self.form).iter().map(|row| text::fold(&row.label)).collect();
        self.fullest_column(|found| labels.contains(&text::fold(found)), labels.len())
    }

    /// The column in which at least half of the wanted texts stand.
    fn fullest_column(&self, is_wanted: impl Fn(&str) -> bool, n_wanted: usize) -> Option<u32> {
        let mut found: BTreeMap<u32, usize> = BTreeMap::new();
        for (at, cell) in self.sheet.cells() {
            if trimmed(&cell.value).is_some_and(&is_wanted) {
                *found.entry(at.col).or_default() += 1;
            }
        }
        let (col, n) = found.into_iter().max_by_key(|(col, n)| (*n, std::cmp::Reverse(*col)))?;
        (n * 2 >= n_wanted.max(1)).then_some(col)
    }

    fn duplicated(&mut self, row: u32, label: &str, key: &str, columns: &[u32]) -> Option<u32> {
        let letters: Vec<String> = columns.iter().map(|col| column_letters(*col)).collect();
        let message = format!("cột “{label}” xuất hiện {} lần: {}", columns.len(), letters.join(", "));
        let mut place = self.place(columns.iter().map(|col| Address::new(row, *col)).collect());
        place.column = Some(key.to_owned());
        let hint = "Giữ lại một cột đúng, xóa cột chép thừa";
        self.findings.push(Finding::new(Code::ColumnDuplicated, message, hint).at(place).found(letters.join(", ")));
        None
    }

    fn columns_missing(&mut self, lost: &[usize]) {
        let form = self.year.plan.form(self.form);
        let labels: Vec<&str> = lost.iter().map(|n| form.columns[*n].label.as_str()).collect();
        let message = format!("{} không còn cột: {}", form.sheet, labels.join("; "));
        let mut place = self.place(Vec::new());
        place.column = Some(form.columns[lost[0]].key.clone());
        let hint = "Chép lại biểu này từ biểu mẫu đã gửi rồi nhập lại số liệu; không xóa cột";
        self.findings.push(Finding::new(Code::ColumnMissing, message, hint).at(place).expected(labels.join("; ")));
    }

    /// The rows by code, and by label for those whose code was lost; and those that share a code.
    fn rows(&mut self, table: &Table) -> (Vec<Option<u32>>, BTreeSet<u32>) {
        let wanted = self.year.rows(self.form);
        let mut at_code: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        if let Some(col) = table.code_column {
            for (at, cell) in self.sheet.cells().filter(|(at, _)| at.col == col) {
                if let Some(text) = trimmed(&cell.value) {
                    at_code.entry(text).or_default().push(at.row);
                }
            }
        }
        let mut rows: Vec<Option<u32>> = Vec::new();
        let mut twice = BTreeSet::new();
        let mut doubled = BTreeSet::new();
        for (n, row) in wanted.iter().enumerate() {
            match at_code.get(row.code.as_str()).map(Vec::as_slice) {
                Some([one]) => rows.push(Some(*one)),
                Some(several) if !several.is_empty() => {
                    self.row_duplicated(&row.code, &row.label, table.code_column.unwrap_or(0), several);
                    twice.insert(n);
                    doubled.extend(several);
                    rows.push(None);
                }
                _ => rows.push(None),
            }
        }
        let lost: Vec<usize> = (0..rows.len()).filter(|n| rows[*n].is_none() && !twice.contains(n)).collect();
        self.rows_by_label(table, &lost, &mut rows);
        let lost: Vec<usize> = lost.into_iter().filter(|n| rows[*n].is_none()).collect();
        self.rows_missing(&lost, &rows, table);
        doubled.retain(|row| !rows.contains(&Some(*row)));
        (rows, doubled)
    }

    /// A row whose code was lost, if between the rows around it exactly one free row has its label.
    fn rows_by_label(&mut self, table: &Table, lost: &[usize], rows: &mut [Option<u32>]) {
        let Some(col) = table.label_column else { return };
        let wanted = self.year.rows(self.form);
        let taken: BTreeSet<u32> = rows.iter().flatten().copied().collect();
        let labels: Vec<(u32, String)> = self
            .sheet
            .cells()
            .filter(|(at, _)| at.col == col && at.row > table.head && !taken.contains(&at.row))
            .filter_map(|(at, cell)| Some((at.row, text::fold(trimmed(&cell.value)?))))
            .collect();
        let mut repaired = Vec::new();
        for n in lost {
            let label = text::fold(&wanted[*n].label);
            let after = rows[..*n].iter().rev().flatten().next().copied().unwrap_or(table.head);
            let before = rows[n + 1..].iter().flatten().next().copied().unwrap_or(u32::MAX);
            let mut matching = labels.iter().filter(|(row, found)| *row > after && *row < before && *found == label);
            let first = matching.next();
            // With the whole code column gone, equal labels under different totals follow in the form's order.
            let alone = matching.next().is_none() || lost.len() == wanted.len();
            if let (Some((row, _)), true) = (first, alone) {
                rows[*n] = Some(*row);
                repaired.push(*row + 1);
            }
        }
        if !repaired.is_empty() {
            let list: Vec<String> = repaired.iter().map(u32::to_string).collect();
            self.repairs.push(format!("mã số bị mất ở hàng {}; dòng được nhận theo tên", list.join(", ")));
        }
    }

    fn row_duplicated(&mut self, code: &str, label: &str, col: u32, rows: &[u32]) {
        let cells: Vec<Address> = rows.iter().map(|row| Address::new(*row, col)).collect();
        let places: Vec<String> = cells.iter().map(Address::to_string).collect();
        let message = format!("mã số “{code}” ({label}) có ở {} ô: {}", rows.len(), places.join(", "));
        let mut place = self.place(cells);
        place.row = Some(code.to_owned());
        place.column = Some(keys::CODE.to_owned());
        let hint = "Giữ lại một dòng mang mã số này, xóa dòng chép thừa hoặc trả lại mã số đúng của nó";
        self.findings.push(Finding::new(Code::RowCodeDuplicated, message, hint).at(place).found(code));
    }

    fn rows_missing(&mut self, lost: &[usize], rows: &[Option<u32>], table: &Table) {
        let wanted = self.year.rows(self.form);
        // A lost total says nothing that its parts don't say.
        let entered: Vec<usize> = lost.iter().copied().filter(|n| wanted[*n].is_entered()).collect();
        let Some(first) = entered.first() else { return };
        let names: Vec<String> =
            entered.iter().map(|n| format!("{} ({})", wanted[*n].code, wanted[*n].label)).collect();
        let message =
            format!("{} thiếu {} dòng: {}", self.year.plan.form(self.form).sheet, names.len(), names.join("; "));
        let mut place = self.place(Vec::new());
        place.row = Some(wanted[*first].code.clone());
        place.column = table.code_column.map(|_| keys::CODE.to_owned());
        let above = rows[..*first].iter().rev().flatten().next();
        let below = above.map(|row| format!(" ngay dưới hàng {}", row + 1)).filter(|_| entered.len() == 1);
        let hint = format!(
            "Thêm lại dòng{} với đúng mã số ở cột “Mã số”, hoặc chép lại biểu từ biểu mẫu đã gửi",
            below.unwrap_or_default()
        );
        self.findings.push(Finding::new(Code::RowCodeMissing, message, hint).at(place).expected(names.join("; ")));
    }

    fn report_repairs(&mut self) {
        if self.repairs.is_empty() || self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            return;
        }
        let message = format!("{}: {}", self.year.plan.form(self.form).sheet, self.repairs.join("; "));
        let hint = "Không phải làm gì; lần sau nên giữ nguyên bố cục của biểu mẫu";
        self.findings.push(Finding::new(Code::StructureRepaired, message, hint).at(self.place(Vec::new())));
    }
}

/// The columns of a numbered line: its letters, then its numbers.
struct NumberedLine {
    row: u32,
    letters: Vec<u32>,
    numbers: Vec<u32>,
}

impl Table {
    pub fn column(&self, id: ColumnId) -> Option<u32> {
        self.columns.get(id.idx()).copied().flatten()
    }

    pub fn row(&self, id: RowId) -> Option<u32> {
        self.rows.get(id.idx()).copied().flatten()
    }

    /// The sheet's rows that are rows of the form.
    pub fn known_rows(&self) -> BTreeSet<u32> {
        self.rows.iter().flatten().chain(&self.doubled_rows).copied().collect()
    }

    /// The columns in which numbers of people stand, computed ones included.
    pub fn number_columns(&self) -> BTreeSet<u32> {
        self.columns.iter().flatten().copied().chain(self.result_column).collect()
    }

    /// The sheet's rows of the table, first to last, if any was found.
    pub fn extent(&self) -> Option<(u32, u32)> {
        let rows = self.rows.iter().flatten();
        Some((*rows.clone().min()?, *rows.max()?))
    }
}
