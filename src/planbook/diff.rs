//! What changed from one plan to another, in sentences, by the sheets an officer knows. Both plans are laid out as their
//! workbooks would be, and entries are held against each other by their codes.

use std::collections::{BTreeMap, BTreeSet};

use toml::Table;

use super::form_sheet::{FORM_COLUMNS, FORM_ITEMS, FORM_ROWS};
use super::rows::{self, Filled, FilledLine, tables};
use super::sheets::SHEETS;
use super::spec::{CellKind, ColumnSpec, Section, SheetLayout, TableSpec};
use super::write::values;
use crate::plan::{FormId, Plan, PlanYear};
use crate::value::{text as texts, wording};

/// How many codes or lines a sentence names one by one.
const MANY: usize = 10;

/// Something that is otherwise in the other plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDifference {
    /// The sheet of a plan workbook that says it; of a form its own.
    pub sheet: String,
    /// What changed.
    pub sentence: String,
}

/// What differs between two plans, and whether templates need another version.
#[derive(Debug, Default)]
pub struct PlanDiff {
    /// In the order of the workbook's sheets.
    pub differences: Vec<PlanDifference>,
    /// The forms whose rows or columns changed, by their codes.
    pub reshaped: Vec<String>,
    /// The forms that only the other plan has.
    pub new_forms: Vec<String>,
    /// The forms that it no longer has.
    pub gone_forms: Vec<String>,
    /// The version of both plans' templates, where it must not be the same.
    pub same_version: Option<String>,
}

/// What changed from one plan to another.
pub fn diff(one: &Plan, other: &Plan) -> PlanDiff {
    let (one_values, other_values) = (as_seen(values(&one.source)), as_seen(values(&other.source)));
    let mut diff = PlanDiff::default();
    for spec in SHEETS {
        let mut found = match spec.layout {
            SheetLayout::Items(sections) => items(sections, &one_values, &other_values),
            SheetLayout::Table(block) => entries(&block, &one_values, &other_values),
            SheetLayout::Forms => {
                diff.forms(&one_values, &other_values);
                continue;
            }
        };
        diff.add(spec.name, &mut found);
    }
    let laid_out = forms_of(&other_values).into_keys().filter(|code| is_laid_out_otherwise(one, other, code));
    diff.reshaped.extend(laid_out);
    diff.reshaped.sort_unstable();
    diff.reshaped.dedup();
    let is_same_version = one.template_version == other.template_version;
    diff.same_version = (is_same_version && diff.changes_templates()).then(|| other.template_version.clone());
    diff
}

/// A plan's values as people see their texts: what differs only by how marks or spaces are typed is no change.
fn as_seen(values: Table) -> Table {
    values.into_iter().map(|(key, value)| (key, value_as_seen(value))).collect()
}

fn value_as_seen(value: toml::Value) -> toml::Value {
    match value {
        toml::Value::String(text) => {
            let spaced = texts::composed(&text).replace(['\u{a0}', '\u{2007}', '\u{202f}'], " ");
            toml::Value::String(spaced)
        }
        toml::Value::Array(values) => values.into_iter().map(value_as_seen).collect::<Vec<_>>().into(),
        toml::Value::Table(table) => toml::Value::Table(as_seen(table)),
        other => other,
    }
}

impl PlanDiff {
    /// Whether templates of one plan don't fit the other.
    pub fn changes_templates(&self) -> bool {
        [&self.reshaped, &self.new_forms, &self.gone_forms].iter().any(|forms| !forms.is_empty())
    }

    fn add(&mut self, sheet: &str, sentences: &mut Vec<String>) {
        let difference = |sentence| PlanDifference { sheet: sheet.to_owned(), sentence };
        self.differences.extend(sentences.drain(..).map(difference));
    }

    fn forms(&mut self, one: &Table, other: &Table) {
        let (old, new) = (forms_of(one), forms_of(other));
        let title = |form: &Table| text(form, "title");
        for (code, form) in old.iter().filter(|(code, _)| !new.contains_key(*code)) {
            self.add("Biểu", &mut vec![format!("Bỏ biểu `{code}` ({})", title(form))]);
            self.gone_forms.push((*code).to_owned());
        }
        for (code, form) in &new {
            let Some(was) = old.get(code) else {
                self.add("Biểu", &mut vec![format!("Thêm biểu `{code}` ({})", title(form))]);
                self.new_forms.push((*code).to_owned());
                continue;
            };
            let mut sentences = items_of(FORM_ITEMS, was, form);
            sentences.extend(columns_of(was, form));
            sentences.extend(compared(&FORM_ROWS, &lines_of_rows(was), &lines_of_rows(form)));
            if on_paper(was) != on_paper(form) {
                self.reshaped.push((*code).to_owned());
            }
            self.add(&text(form, "sheet"), &mut sentences);
        }
    }
}

/// What templates have of a form's rows, columns and result: not what its people are liable for, or counted under.
fn on_paper(form: &Table) -> Vec<String> {
    const BESIDE: &[&str] = &["schemes", "sector", "agency", "formerly"];
    let columns = FORM_ROWS.all_columns();
    let line = |line: &FilledLine| {
        let cells = columns.iter().zip(line).filter(|(column, _)| !BESIDE.contains(&column.key));
        cells.map(|(_, cell)| written(cell)).collect::<Vec<_>>().join(" ")
    };
    let rows: Vec<String> = lines_of_rows(form).iter().flatten().map(line).collect();
    let result = FORM_ITEMS.iter().filter(|item| item.key.starts_with("result."));
    let result = result.map(|item| written(&rows::filled(item, rows::at(form, item.key))));
    let measures = tables(form, "columns").flat_map(|column| {
        FORM_COLUMNS.iter().map(|spec| written(&rows::filled(spec, column.get(spec.key)))).collect::<Vec<_>>()
    });
    measures.chain(result).chain(rows).collect()
}

/// Whether a form that both plans have is another one on paper by what stands elsewhere in the plan: rows made of sectors and areas, labels of
/// measures. In whichever rounds it is asked for, it is the same form.
fn is_laid_out_otherwise(one: &Plan, other: &Plan, code: &str) -> bool {
    let (Some(old), Some(new)) = (one.form_by_code(code), other.form_by_code(code)) else { return false };
    let years = (other.first_year..=other.last_year).filter_map(|year| Some((one.year(year)?, other.year(year)?)));
    let rows = |year: &PlanYear, form: FormId| -> Vec<[String; 3]> {
        year.rows(form).iter().map(|row| [&row.code, &row.no, &row.label].map(String::clone)).collect()
    };
    let mut years = years.map(|(was, is)| rows(&was, old) == rows(&is, new));
    years.any(|is_same| !is_same) || labels(one, old) != labels(other, new)
}

fn labels(plan: &Plan, form: FormId) -> Vec<&str> {
    plan.form(form).columns.iter().map(|column| column.label.as_str()).collect()
}

fn forms_of(values: &Table) -> BTreeMap<String, &Table> {
    tables(values, "form").map(|form| (text(form, "code"), form)).collect()
}

fn text(table: &Table, key: &str) -> String {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

fn items(sections: &[Section], one: &Table, other: &Table) -> Vec<String> {
    let of_section = |section: &Section| {
        let none = Table::new();
        let table = |values: &Table| rows::at(values, section.path).and_then(|value| value.as_table().cloned());
        let (old, new) = (table(one).unwrap_or(none.clone()), table(other).unwrap_or(none));
        items_of(section.items, &old, &new)
    };
    sections.iter().flat_map(of_section).collect()
}

fn items_of(items: &[ColumnSpec], one: &Table, other: &Table) -> Vec<String> {
    let cell = |item: &ColumnSpec, table: &Table| rows::filled(item, rows::at(table, item.key));
    items.iter().filter_map(|item| change(item, &cell(item, one), &cell(item, other))).collect()
}

/// `“Tên” từ “A” thành “B”`; `None` if both are the same.
fn change(column: &ColumnSpec, old: &Filled, new: &Filled) -> Option<String> {
    let heading = column.heading;
    match (old, new) {
        _ if old == new => None,
        (Filled::Text(old), Filled::Text(new)) if matches!(column.kind, CellKind::Codes | CellKind::Versions) => {
            Some(format!("“{heading}” {}", changed_codes(old, new)))
        }
        (Filled::Blank, new) => Some(format!("“{heading}” ghi thêm {}", shown(new))),
        (old, Filled::Blank) => Some(format!("“{heading}” bỏ {}", shown(old))),
        (old, new) => Some(format!("“{heading}” từ {} thành {}", shown(old), shown(new))),
    }
}

/// What came to a list of codes and what went: `thêm a, b; bỏ c`.
fn changed_codes(old: &str, new: &str) -> String {
    let [old, new] = [old, new].map(|codes| codes.split(", ").collect::<Vec<_>>());
    let parts = [("thêm", without(&new, &old)), ("bỏ", without(&old, &new))];
    let said = parts.iter().filter(|(_, codes)| !codes.is_empty());
    let said: Vec<String> =
        said.map(|(what, codes)| format!("{what} {}", wording::first_of(codes, MANY, ", ", "mã"))).collect();
    if said.is_empty() { "đổi thứ tự".to_owned() } else { said.join("; ") }
}

fn without<'c>(codes: &[&'c str], others: &[&str]) -> Vec<&'c str> {
    codes.iter().filter(|code| !others.contains(code)).copied().collect()
}

/// A cell as a sentence shows it: of many codes the first, and how many more there are.
fn shown(cell: &Filled) -> String {
    let Filled::Text(text) = cell else { return written(cell) };
    let codes: Vec<&str> = text.split(", ").collect();
    if codes.len() > MANY && codes.iter().all(|code| !code.contains(' ')) {
        format!("“{}”", wording::first_of(&codes, MANY, ", ", "mã"))
    } else {
        written(cell)
    }
}

/// A cell whole.
fn written(cell: &Filled) -> String {
    match cell {
        Filled::Blank => "(trống)".to_owned(),
        Filled::Text(text) => format!("“{}”", text.replace('\n', "; ")),
        Filled::Number(number) => number.to_string().replace('.', ","),
        Filled::Date(day) => day.format("%d/%m/%Y").to_string(),
    }
}

/// The columns in which counts are entered.
fn columns_of(one: &Table, other: &Table) -> Vec<String> {
    let columns = |form: &Table| -> Vec<String> {
        let line = |column: &Table| {
            FORM_COLUMNS.iter().map(|spec| written(&rows::filled(spec, column.get(spec.key)))).collect()
        };
        tables(form, "columns").map(line).map(|cells: Vec<String>| cells.join(" ")).collect()
    };
    let (old, new) = (columns(one), columns(other));
    if old == new {
        return Vec::new();
    }
    vec![format!("Các cột từ {} thành {}", old.join(", "), new.join(", "))]
}

fn lines_of_rows(form: &Table) -> Vec<Vec<FilledLine>> {
    tables(form, "rows").map(|row| rows::entry_lines(&FORM_ROWS, row, &[])).collect()
}

fn entries(block: &TableSpec, one: &Table, other: &Table) -> Vec<String> {
    compared(block, &rows::grouped(block, one), &rows::grouped(block, other))
}

/// What differs between the entries of a table: those that came or went, and what changed in those of the same code.
fn compared(block: &TableSpec, one: &[Vec<FilledLine>], other: &[Vec<FilledLine>]) -> Vec<String> {
    let by_code = is_told_by_code(block, one) && is_told_by_code(block, other);
    let key = |entry: &Vec<FilledLine>| if by_code { code(block, entry) } else { whole(entry) };
    let (old, new): (Vec<String>, Vec<String>) = (one.iter().map(key).collect(), other.iter().map(key).collect());
    let is_same_code =
        |a: &[FilledLine], b: &[FilledLine]| !by_code && has_codes(block) && code(block, a) == code(block, b);
    let mut gone: Vec<usize> = (0..one.len()).filter(|n| !new.contains(&old[*n])).collect();
    let mut of_new = Vec::new();
    for (key, entry) in new.iter().zip(other) {
        match old.iter().position(|known| known == key) {
            Some(n) => of_new.extend(changes(block, &one[n], entry, &format!("`{key}`"))),
            None => match gone.iter().position(|n| is_same_code(&one[*n], entry)) {
                // Of several with one code the first that is gone has become the first that came.
                Some(place) => {
                    let was = &one[gone.remove(place)];
                    of_new.extend(changes(block, was, entry, &named(block, was, by_code)));
                }
                None => of_new.push(format!("Thêm {}", named(block, entry, by_code))),
            },
        }
    }
    let mut sentences: Vec<String> = gone.iter().map(|n| format!("Bỏ {}", named(block, &one[*n], by_code))).collect();
    sentences.extend(of_new);
    let in_both = |keys: &[String], others: &[String]| -> Vec<String> {
        keys.iter().filter(|key| others.contains(key)).cloned().collect()
    };
    if in_both(&old, &new) != in_both(&new, &old) {
        sentences.push("Thứ tự các dòng thay đổi".to_owned());
    }
    sentences
}

/// Whether each entry has a code of its own.
fn is_told_by_code(block: &TableSpec, entries: &[Vec<FilledLine>]) -> bool {
    let codes: BTreeSet<String> = entries.iter().map(|entry| code(block, entry)).collect();
    codes.len() == entries.len()
}

/// Whether the entries of a table have codes, be it that several share one.
fn has_codes(block: &TableSpec) -> bool {
    block.columns.iter().any(|column| column.key == "code")
}

/// The codes by which an entry is known, those of the entries above first.
fn code(block: &TableSpec, entry: &[FilledLine]) -> String {
    let first = entry.first().map(Vec::as_slice).unwrap_or_default();
    // A form's rows have their codes behind their labels.
    let own = block.columns.iter().position(|column| column.key == "code" || column.key == "each").unwrap_or(0);
    let codes = first.iter().take(block.parents.len()).chain(first.get(block.parents.len() + own));
    let codes: Vec<String> = codes.map(|cell| written(cell).replace(['“', '”'], "")).collect();
    if block.columns[own].key == "code" && codes.iter().any(|code| code == "(trống)") {
        whole(entry)
    } else {
        codes.join("/")
    }
}

/// All that an entry says.
fn whole(entry: &[FilledLine]) -> String {
    entry.iter().map(|line| joined(line, written)).collect::<Vec<_>>().join("; ")
}

/// What an entry says in a sentence: of many lines the first, and how many more there are.
fn in_short(block: &TableSpec, entry: &[FilledLine]) -> String {
    let (n_own, columns) = (block.n_own(), block.all_columns());
    let own = entry.first().map(|line| said(&columns, &line[..n_own.min(line.len())])).unwrap_or_default();
    let lines: Vec<String> = belongings(entry, n_own).into_iter().map(|line| joined(line, shown)).collect();
    let lines = wording::first_of(&lines, MANY, "; ", "dòng");
    if lines.is_empty() { own } else { format!("{own}; {lines}") }
}

/// What belongs to an entry, line by line.
fn belongings(entry: &[FilledLine], n_own: usize) -> Vec<&[Filled]> {
    let lines = entry.iter().map(|line| &line[n_own..]);
    lines.filter(|line| line.iter().any(|cell| *cell != Filled::Blank)).collect()
}

/// What a line says, without its blank cells, each with its heading unless it is alone: `Vai trò “tử số”, Cột “people”`.
fn said(columns: &[&ColumnSpec], line: &[Filled]) -> String {
    let filled: Vec<_> = columns.iter().zip(line).filter(|(_, cell)| **cell != Filled::Blank).collect();
    match filled[..] {
        [(_, cell)] => shown(cell),
        _ => filled
            .iter()
            .map(|(column, cell)| format!("{} {}", column.heading, shown(cell)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// A line's filled cells, one behind the other.
fn joined(line: &[Filled], word: fn(&Filled) -> String) -> String {
    line.iter().filter(|cell| **cell != Filled::Blank).map(word).collect::<Vec<_>>().join(" ")
}

/// An entry by its code, with the first name that stands on its lines; one without a code by what it says.
fn named(block: &TableSpec, entry: &[FilledLine], by_code: bool) -> String {
    const NAMES: &[&str] = &["name", "title", "label", "text", "reason"];
    let (columns, key) = (block.all_columns(), code(block, entry));
    let name = columns.iter().position(|column| NAMES.contains(&column.key));
    let name = name.and_then(|n| entry.first()?.get(n)).filter(|cell| **cell != Filled::Blank);
    match name {
        _ if !by_code && !has_codes(block) => in_short(block, entry),
        Some(Filled::Text(name)) if !key.contains(name.as_str()) => format!("`{key}` ({})", name.replace('\n', " ")),
        _ if key == whole(entry) && key.contains(' ') => in_short(block, entry),
        _ => format!("`{key}`"),
    }
}

/// Lines that came or went, each in a sentence of its own unless there are many.
fn of_lines(what: &str, lines: &[String]) -> Vec<String> {
    if lines.len() > MANY {
        return vec![format!("{what} {} dòng: {}", lines.len(), wording::first_of(lines, MANY, "; ", "dòng"))];
    }
    lines.iter().map(|line| format!("{what} {line}")).collect()
}

/// What changed within an entry, which is called so.
fn changes(block: &TableSpec, old: &[FilledLine], new: &[FilledLine], name: &str) -> Vec<String> {
    let n_own = block.n_own();
    let (Some(was), Some(is)) = (old.first(), new.first()) else { return Vec::new() };
    let columns = block.all_columns();
    let own = columns.iter().zip(was.iter().zip(is)).take(n_own);
    let mut parts: Vec<String> = own.filter_map(|(column, (was, is))| change(column, was, is)).collect();
    let (was, is) = (belongings(old, n_own), belongings(new, n_own));
    parts.extend(changed_lines(&columns[n_own..], &was, &is));
    if parts.is_empty() && was != is {
        parts.push("thứ tự các dòng bên trong thay đổi".to_owned());
    }
    parts.into_iter().map(|part| format!("{name}: {part}")).collect()
}

/// What changed in the lines that belong to an entry. A line whose first cell no other has is the same line with other cells behind.
fn changed_lines(columns: &[&ColumnSpec], was: &[&[Filled]], is: &[&[Filled]]) -> Vec<String> {
    let mut gone: Vec<&[Filled]> = was.iter().filter(|line| !is.contains(line)).copied().collect();
    let mut came: Vec<&[Filled]> = is.iter().filter(|line| !was.contains(line)).copied().collect();
    let is_alone = |lines: &[&[Filled]], first: &Filled| lines.iter().filter(|line| line[0] == *first).count() == 1;
    let firsts: Vec<Filled> = gone.iter().map(|line| line[0].clone()).collect();
    let mut parts = Vec::new();
    for first in firsts.iter().filter(|first| is_alone(was, first) && is_alone(is, first)) {
        let place = |lines: &[&[Filled]]| lines.iter().position(|line| line[0] == *first);
        let (Some(old), Some(new)) = (place(&gone), place(&came)) else { continue };
        let cells = columns.iter().zip(gone.remove(old).iter().zip(came.remove(new)));
        let cells: Vec<String> = cells.filter_map(|(column, (old, new))| change(column, old, new)).collect();
        parts.push(format!("{}, {}", shown(first), cells.join("; ")));
    }
    let said = |line: &&[Filled]| said(columns, line);
    match (&gone[..], &came[..]) {
        ([gone], [came]) => parts.push(format!("từ {} thành {}", said(gone), said(came))),
        _ => {
            parts.extend(of_lines("bỏ", &gone.iter().map(said).collect::<Vec<_>>()));
            parts.extend(of_lines("thêm", &came.iter().map(said).collect::<Vec<_>>()));
        }
    }
    parts
}
