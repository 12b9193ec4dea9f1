//! Workbooks as people change them: read into the grid, edited there, and saved again by another writer than the one
//! that makes the templates' looks; or one cell of the file's own XML, for what no writer would write.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

use bhxh::intake::container;
use bhxh::intake::reader;
use bhxh::value::grid::{Address, Cell, Disguise, Format, LooseKind, LooseText, Sheet, Value, Workbook};

/// The workbook in a file's bytes.
pub fn open(bytes: &[u8]) -> Workbook {
    let format = container::inspect(bytes).unwrap_or_else(|refusal| panic!("not readable: {refusal:?}"));
    reader::read(bytes, format).unwrap_or_else(|error| panic!("not readable: {error:?}"))
}

pub fn address(text: &str) -> Address {
    Address::parse(text).unwrap_or_else(|| panic!("no address: {text}"))
}

/// Every cell of a workbook as a line: address, kind, value, formula.
pub fn dump(workbook: &Workbook) -> String {
    let mut text = String::new();
    for sheet in &workbook.sheets {
        let hidden = if sheet.visible { "" } else { " (hidden)" };
        let _ = writeln!(text, "[{}]{hidden}", sheet.name);
        for (at, cell) in sheet.cells() {
            let _ = write!(text, "{at} {:?}", cell.value);
            let _ = match &cell.formula {
                Some(formula) => writeln!(text, " ={formula}"),
                None => writeln!(text),
            };
        }
    }
    text
}

/// A workbook being edited.
pub struct Edit(pub Workbook);

impl Edit {
    pub fn of(bytes: &[u8]) -> Self {
        Edit(open(bytes))
    }

    /// Saves it plainly: values, formulas with their results, hidden sheets; no looks, keys or protection.
    pub fn save(&self) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        let percent = rust_xlsxwriter::Format::new().set_num_format("0%");
        for sheet in &self.0.sheets {
            let page = book.add_worksheet();
            page.set_name(&sheet.name).expect("a name").set_hidden(!sheet.visible);
            for (at, cell) in sheet.cells() {
                let (row, col) = (at.row, u16::try_from(at.col).expect("a column"));
                let written = match (&cell.formula, &cell.value) {
                    (Some(formula), value) => {
                        let result = shown(value);
                        page.write_formula(row, col, rust_xlsxwriter::Formula::new(formula).set_result(result))
                    }
                    (None, Value::Number(number)) => page.write_number(row, col, *number),
                    (None, Value::Date(serial)) => page.write_number_with_format(row, col, *serial, &date),
                    (None, Value::Percent(number)) => page.write_number_with_format(row, col, *number, &percent),
                    (None, Value::Disguised(number, disguise)) => {
                        let format = rust_xlsxwriter::Format::new().set_num_format(disguising_code(*disguise));
                        page.write_number_with_format(row, col, *number, &format)
                    }
                    (None, Value::Text(text)) => page.write_string(row, col, text),
                    (None, Value::Bool(value)) => page.write_boolean(row, col, *value),
                    (None, Value::Error(error)) => {
                        page.write_formula(row, col, rust_xlsxwriter::Formula::new("NA()").set_result(error))
                    }
                    (None, Value::Blank) => continue,
                };
                written.expect("a cell");
            }
            for comment in &sheet.layout.texts.without_digit {
                let at = comment.at.expect("a cell of the comment");
                let note = rust_xlsxwriter::Note::new(&comment.text);
                page.insert_note(at.row, u16::try_from(at.col).expect("a column"), &note).expect("a comment");
            }
        }
        book.save_to_buffer().expect("a workbook")
    }

    pub fn set(mut self, sheet: &str, at: &str, value: Value) -> Self {
        let at = address(at);
        self.cells(sheet, |cells| {
            cells.retain(|(other, _)| *other != at);
            if value != Value::Blank {
                cells.push((at, Cell { value, formula: None }));
            }
        });
        self
    }

    /// Puts a comment without digits beside a cell; after everything else.
    pub fn comment(mut self, sheet: &str, at: &str, text: &str) -> Self {
        let comment = LooseText { kind: LooseKind::Comment, at: Some(address(at)), text: text.to_owned() };
        self.sheet_mut(sheet).layout.texts.without_digit.push(comment);
        self
    }

    /// Fills cells that were blank.
    pub fn fill(mut self, sheet: &str, filled: impl IntoIterator<Item = (Address, Value)>) -> Self {
        let filled = filled.into_iter().map(|(at, value)| (at, Cell { value, formula: None }));
        self.cells(sheet, |cells| cells.extend(filled));
        self
    }

    pub fn set_formula(mut self, sheet: &str, at: &str, formula: &str, value: Value) -> Self {
        let at = address(at);
        self.cells(sheet, |cells| {
            cells.retain(|(other, _)| *other != at);
            cells.push((at, Cell { value, formula: Some(formula.to_owned()) }));
        });
        self
    }

    /// Inserts empty rows above a row, counted from 1 as people see them.
    pub fn insert_rows(mut self, sheet: &str, above: u32, n: u32) -> Self {
        self.move_cells(sheet, |at| Some(Address::new(if at.row + 1 >= above { at.row + n } else { at.row }, at.col)));
        self
    }

    pub fn delete_row(mut self, sheet: &str, row: u32) -> Self {
        self.move_cells(sheet, |at| match (at.row + 1).cmp(&row) {
            std::cmp::Ordering::Less => Some(at),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Address::new(at.row - 1, at.col)),
        });
        self
    }

    /// Inserts an empty column before one, counted from 0.
    pub fn insert_column(mut self, sheet: &str, before: u32) -> Self {
        self.move_cells(sheet, |at| Some(Address::new(at.row, if at.col >= before { at.col + 1 } else { at.col })));
        self
    }

    pub fn delete_column(mut self, sheet: &str, column: u32) -> Self {
        self.move_cells(sheet, |at| match at.col.cmp(&column) {
            std::cmp::Ordering::Less => Some(at),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Address::new(at.row, at.col - 1)),
        });
        self
    }

    /// Reverses the order of the rows from one to another, counted from 1, as sorting does.
    pub fn reverse_rows(mut self, sheet: &str, first: u32, last: u32) -> Self {
        let turned = |row: u32| if (first..=last).contains(&(row + 1)) { first + last - 2 - row } else { row };
        self.cells(sheet, |cells| {
            for (at, cell) in cells {
                let own = at.row;
                at.row = turned(own);
                // A formula goes with its row; one elsewhere keeps its range, which holds the same rows.
                cell.formula = cell.formula.take().map(|formula| {
                    relocate(&formula, |of| {
                        Some(Address::new(if of.row == own { turned(own) } else { of.row }, of.col))
                    })
                });
            }
        });
        self
    }

    pub fn rename(mut self, sheet: &str, name: &str) -> Self {
        self.sheet_mut(sheet).name = name.to_owned();
        self
    }

    pub fn delete_sheet(mut self, sheet: &str) -> Self {
        self.sheet_mut(sheet);
        self.0.sheets.retain(|other| other.name != sheet);
        self
    }

    pub fn reverse_sheets(mut self) -> Self {
        self.0.sheets.reverse();
        self
    }

    pub fn add_sheet(mut self, name: &str, cells: &[(&str, Value)]) -> Self {
        let cells = cells.iter().map(|(at, value)| (address(at), Cell { value: value.clone(), formula: None }));
        self.0.sheets.push(Sheet::new(name, true, cells.collect()));
        self
    }

    /// Copies a row, counted from 1, into the first free one under it.
    pub fn copy_row_below(mut self, sheet: &str, row: u32, to: u32) -> Self {
        self.cells(sheet, |cells| {
            let copies: Vec<(Address, Cell)> = cells
                .iter()
                .filter(|(at, _)| at.row + 1 == row)
                .map(|(at, cell)| (Address::new(to - 1, at.col), cell.clone()))
                .collect();
            cells.extend(copies);
        });
        self
    }

    /// Cuts a sheet's cells and pastes them into another one, so many rows lower.
    pub fn paste_below(mut self, sheet: &str, into: &str, n_rows: u32) -> Self {
        let down = |at: Address| Some(Address::new(at.row + n_rows, at.col));
        let cut = self.0.sheet(sheet).expect("the sheet").clone();
        self = self.delete_sheet(sheet);
        self.cells(into, |cells| {
            cells.extend(cut.cells().map(|(at, cell)| {
                let formula = cell.formula.as_ref().map(|formula| relocate(formula, down));
                (Address::new(at.row + n_rows, at.col), Cell { value: cell.value.clone(), formula })
            }));
        });
        self
    }

    fn sheet_mut(&mut self, name: &str) -> &mut Sheet {
        let names: Vec<String> = self.0.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let found = self.0.sheets.iter_mut().find(|sheet| sheet.name == name);
        found.unwrap_or_else(|| panic!("no sheet {name} among {names:?}"))
    }

    fn cells(&mut self, name: &str, change: impl FnOnce(&mut Vec<(Address, Cell)>)) {
        let sheet = self.sheet_mut(name);
        let mut cells: Vec<(Address, Cell)> = sheet.cells().map(|(at, cell)| (at, cell.clone())).collect();
        change(&mut cells);
        *sheet = Sheet::new(sheet.name.clone(), sheet.visible, cells);
    }

    /// Moves cells, and what the sheet's formulas say of them, as a spreadsheet does when rows and columns come or go.
    fn move_cells(&mut self, sheet: &str, to: impl Fn(Address) -> Option<Address> + Copy) {
        self.cells(sheet, |cells| {
            let moved = cells.drain(..).filter_map(|(at, mut cell)| {
                cell.formula = cell.formula.map(|formula| relocate(&formula, to));
                Some((to(at)?, cell))
            });
            *cells = moved.collect();
        });
    }
}

/// A formula whose references to its own sheet have moved.
fn relocate(formula: &str, to: impl Fn(Address) -> Option<Address>) -> String {
    let mut moved = String::new();
    let mut word = String::new();
    for c in formula.chars().chain(['\0']) {
        if c.is_ascii_alphanumeric() || c == '$' {
            word.push(c);
            continue;
        }
        // What follows `!` is on another sheet; those of a template are absolute.
        match Address::parse(&word).filter(|_| !word.contains('$')) {
            Some(at) => moved.push_str(&to(at).map_or("#REF!".to_owned(), |at| at.to_string())),
            None => moved.push_str(&word),
        }
        word.clear();
        moved.push(c);
    }
    moved.trim_end_matches('\0').to_owned()
}

fn disguising_code(disguise: Disguise) -> &'static str {
    match disguise {
        Disguise::Scaled { .. } => "#,##0,",
        Disguise::Digits => "0\"000\"",
        Disguise::Signs => "0\" nghìn\"",
        Disguise::Shortened => "0E+00",
        Disguise::Hidden | Disguise::Unseen => ";;;",
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(number) | Value::Date(number) | Value::Percent(number) | Value::Disguised(number, _) => {
            number.to_string()
        }
        Value::Text(text) | Value::Error(text) => text.clone(),
        Value::Bool(value) => value.to_string().to_uppercase(),
    }
}

/// A sheet's own XML in an .xlsx.
pub fn sheet_xml(bytes: &[u8], sheet: &str) -> String {
    let names: Vec<String> = open(bytes).sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let n = names.iter().position(|name| name == sheet).expect("the sheet") + 1;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut part = archive.by_name(&format!("xl/worksheets/sheet{n}.xml")).expect("the sheet's part");
    let mut text = String::new();
    part.read_to_string(&mut text).expect("XML");
    text
}

/// Replaces what stands inside one cell of an .xlsx in the file's own XML, keeping the cell's style.
pub fn set_xml(bytes: &[u8], sheet: &str, at: &str, attributes: &str, content: &str) -> Vec<u8> {
    let names: Vec<String> = open(bytes).sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let n = names.iter().position(|name| name == sheet).expect("the sheet") + 1;
    let part = format!("xl/worksheets/sheet{n}.xml");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for idx in 0..archive.len() {
        let mut file = archive.by_index(idx).expect("a part");
        let (name, mut text) = (file.name().expect("a name").into_owned(), Vec::new());
        file.read_to_end(&mut text).expect("readable");
        if name == part {
            text = with_cell(&String::from_utf8(text).expect("XML"), at, attributes, content).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(&text).expect("memory");
    }
    out.finish().expect("a package").into_inner()
}

fn with_cell(xml: &str, at: &str, attributes: &str, content: &str) -> String {
    let start = xml.find(&format!("<c r=\"{at}\"")).unwrap_or_else(|| panic!("no cell {at}"));
    let tag_end = start + xml[start..].find('>').expect("a tag ends");
    let end = if xml[..tag_end].ends_with('/') {
        tag_end + 1
    } else {
        start + xml[start..].find("</c>").expect("a cell ends") + 4
    };
    let style = xml[start..tag_end].split(" s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0");
    format!("{}<c r=\"{at}\" s=\"{style}\"{attributes}>{content}</c>{}", &xml[..start], &xml[end..])
}

/// An own output of the program, as far as intake can tell.
pub fn own_output() -> Vec<u8> {
    let cells = [("A1", "kind"), ("B1", "provincial")].map(|(at, text)| (at, Value::Text(text.to_owned())));
    let empty = Workbook::new(Format::Xlsx, Vec::new());
    Edit(empty).add_sheet("_bhxh", &cells).add_sheet("Số liệu", &[]).save()
}
