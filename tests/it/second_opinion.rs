//! Every `.xlsx` at hand, read by this program and by calamine: the same values, or a listed difference.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use bhxh::intake::{container, reader};
use bhxh::value::grid::{Address, Format, MAX_COLUMNS, MAX_ROWS, Sheet, Value};
use calamine::{Data, Reader as _, Xlsx};

const PIECES: &str =
    "ours, as LibreOffice shows it: the library takes the first piece of a value that a comment or a reference parts";
const BLANKS: &str =
    "ours, as LibreOffice shows it: the library takes text number 0 where white space surrounds the number";

/// Where the two differ, by the file and the cell: who is right, and why.
const DIFFERENCES: [(&str, &str, &str); 6] = [
    ("value-with-comment.xlsx", "Biểu 06!D13", PIECES),
    ("value-with-reference.xlsx", "Biểu 06!D13", PIECES),
    ("string-number-with-line-breaks.xlsx", "Biểu 06!D12", BLANKS),
    ("xml-silent-cmt.xlsx", "Biểu 06!D13", PIECES),
    ("xml-silent-ent.xlsx", "Biểu 06!D13", PIECES),
    ("xml-ssi-nl.xlsx", "Biểu 06!D12", BLANKS),
];

fn workbooks() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["examples", "tests/files", "templates_xlsx", "../shared/zoo", "../shared/cases"];
    let files = folders.iter().flat_map(|folder| walkdir::WalkDir::new(root.join(folder)).sort_by_file_name());
    let paths = files.flatten().map(walkdir::DirEntry::into_path);
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "xlsx" || extension == "xlsm")).collect()
}

/// What a cell holds, as far as both can tell: how a number is shown is no part of it.
fn ours(value: &Value) -> Option<String> {
    Some(match value {
        Value::Blank => return None,
        Value::Number(number) | Value::Percent(number) | Value::Date(number) | Value::Disguised(number, _) => {
            format!("{number:?}")
        }
        Value::Text(text) => format!("{text:?}"),
        Value::Bool(truth) => truth.to_string(),
        Value::Error(error) => error.clone(),
    })
}

#[expect(clippy::cast_precision_loss, reason = "whole numbers in a sheet come from an f64")]
fn theirs(data: &Data) -> Option<String> {
    Some(match data {
        Data::Empty => return None,
        Data::Int(number) => format!("{:?}", *number as f64),
        Data::Float(number) => format!("{number:?}"),
        Data::DateTime(date) => format!("{:?}", date.as_f64()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => format!("{text:?}"),
        Data::Bool(truth) => truth.to_string(),
        Data::Error(error) => error.to_string(),
    })
}

type Cells = BTreeMap<(u32, u32), (Option<String>, Option<String>)>;

fn our_cells(sheet: &Sheet) -> Cells {
    // LibreOffice writes a truth value as a formula of a number.
    let is_truth = |formula: &Option<String>| matches!(formula.as_deref(), Some("TRUE()" | "FALSE()"));
    let cells = sheet.cells().filter(|(_, cell)| !is_truth(&cell.formula));
    cells.map(|(at, cell)| ((at.row, at.col), (ours(&cell.value), cell.formula.clone()))).collect()
}

/// The cells that the library gives, within the extent that is kept; `None` if it gives up.
fn their_cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Option<Cells> {
    let mut cells = Cells::new();
    let mut reader = book.worksheet_cells_reader(sheet).ok()?;
    while let Some(cell) = reader.next_cell_with_formula().ok()? {
        let (row, column) = cell.pos;
        let formula = cell.formula.filter(|formula| !formula.is_empty());
        if matches!(formula.as_deref(), Some("TRUE()" | "FALSE()")) || row >= MAX_ROWS || column >= MAX_COLUMNS {
            continue;
        }
        let value = theirs(&cell.value.into());
        if value.is_some() || formula.is_some() {
            cells.insert((row, column), (value, formula));
        }
    }
    Some(cells)
}

#[test]
fn both_give_the_same_values() {
    let mut differences = Vec::new();
    let (mut n_files, mut n_cells) = (0, 0);
    for path in workbooks() {
        let bytes = std::fs::read(&path).expect("readable");
        if container::inspect(&bytes) != Ok(Format::Xlsx) {
            continue;
        }
        let Ok(read) = reader::read(&bytes, Format::Xlsx) else { continue };
        let Ok(mut book) = Xlsx::new(Cursor::new(bytes.as_slice())) else { continue };
        n_files += 1;
        for sheet in &read.sheets {
            let Some(theirs) = their_cells(&mut book, &sheet.name) else { continue };
            let ours = our_cells(sheet);
            n_cells += ours.len();
            let all: BTreeMap<_, ()> = ours.keys().chain(theirs.keys()).map(|at| (*at, ())).collect();
            for (row, column) in all.into_keys() {
                let (a, b) = (ours.get(&(row, column)), theirs.get(&(row, column)));
                if a != b {
                    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                    let cell = format!("{}!{}", sheet.name, Address::new(row, column));
                    differences.push((name, cell, format!("{a:?} {b:?}")));
                }
            }
        }
    }
    assert!(n_files > 30 && n_cells > 10_000, "{n_files} files, {n_cells} cells");
    let known = |name: &str, cell: &str| DIFFERENCES.iter().any(|(file, at, _)| *file == name && *at == cell);
    let unknown: Vec<_> = differences.iter().filter(|(name, cell, _)| !known(name, cell)).take(60).collect();
    assert!(unknown.is_empty(), "{} of {n_cells} in {n_files} files: {unknown:#?}", differences.len());
}
