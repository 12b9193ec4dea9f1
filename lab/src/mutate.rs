//! Real sheets altered at random, in great number: what the program accepts, another parser must call well-formed, and
//! another library must read the same numbers from it.
//!
//! Pieces of markup are put in, doubled, moved and cut out at the borders of tags, where faults that matter lie; single
//! bytes are changed as well. The same seed tries the same alterations.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::{Context, Result};
use bhxh::intake::{container, reader};
use bhxh::ooxml::{packing, xml};
use bhxh::value::grid::{Format, MAX_COLUMNS, MAX_ROWS, Value};
use calamine::{Data, Reader as _, Xlsx};
use clap::ValueEnum;
use fastrand::Rng;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use pieces::PIECES;

#[path = "../../src/intake/pieces.rs"]
mod pieces;

/// What is altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The XML of single parts, checked for soundness.
    Parts,
    /// Parts of whole workbooks, read by both programs.
    Packages,
}

/// What came of the tries.
#[derive(Debug, Default)]
pub struct Tried {
    pub n_accepted: u64,
    /// What was accepted and shouldn't have been, or read wrong.
    pub wrong: Vec<String>,
}

/// How long a part may be that is altered: a long one makes every try slow and is no other than a short one.
const MAX_PART_BYTES: usize = 6_000;
const MAX_WRONG: usize = 20;

/// A part of a workbook with its name.
type Part = (String, Vec<u8>);

/// Alters the workbooks of a folder, one after the other, until so many tries are made.
pub fn run(inbox: &Path, what: What, executions: u64, seed: u64) -> Result<Tried> {
    let mut rng = Rng::with_seed(seed);
    let books = books(inbox)?;
    anyhow::ensure!(!books.is_empty(), "không có tệp .xlsx nào trong {}", inbox.display());
    let mut tried = Tried::default();
    for n in 0..executions {
        let book = &books[usize::try_from(n)? % books.len()];
        let outcome = match what {
            What::Parts => try_part(book, &mut rng),
            What::Packages => try_package(book, &mut rng),
        };
        tried.n_accepted += u64::from(outcome != Ok(false));
        tried.wrong.extend(outcome.err());
        if tried.wrong.len() >= MAX_WRONG {
            break;
        }
    }
    Ok(tried)
}

fn books(inbox: &Path) -> Result<Vec<Vec<Part>>> {
    let files = fs::read_dir(inbox).with_context(|| format!("không đọc được {}", inbox.display()))?;
    let paths = files.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let workbooks = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "xlsx"));
    let parts = workbooks.map(|path| Ok(packing::unpacked(&fs::read(path)?)));
    Ok(parts.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The start and the end of a long part, as one shorter part of the same kind where rows can be left out.
fn shortened(part: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(part);
    let Some(end) = text.rfind("</sheetData>").filter(|_| text.len() > MAX_PART_BYTES) else { return part.to_vec() };
    let cut = text[..end.min(MAX_PART_BYTES)].rfind("</row>").map_or(end, |row| row + "</row>".len());
    [&text[..cut], &text[end..]].concat().into_bytes()
}

fn try_part(book: &[Part], rng: &mut Rng) -> Result<bool, String> {
    let markup: Vec<&Part> =
        book.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels")).collect();
    let (_, part) = markup[rng.usize(..markup.len())];
    let altered = altered(&shortened(part), rng);
    if xml::check(&altered).is_err() {
        return Ok(false);
    }
    let text = String::from_utf8_lossy(&altered);
    let judge = roxmltree::Document::parse(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    judge.map(|_| true).map_err(|error| format!("accepted, but {error}: {text}"))
}

fn try_package(book: &[Part], rng: &mut Rng) -> Result<bool, String> {
    let is_read = |name: &str| {
        name.contains("worksheets/sheet") || name.ends_with("sharedStrings.xml") || name.ends_with("workbook.xml")
    };
    let readable: Vec<usize> = (0..book.len()).filter(|n| is_read(&book[*n].0)).collect();
    let mut book = book.to_vec();
    let n = readable[rng.usize(..readable.len())];
    book[n].1 = altered(&book[n].1, rng);
    let bytes = package(&book);
    let Ok(opened) = container::open(&bytes, 0) else { return Ok(false) };
    let Ok(workbook) = reader::read(&opened.bytes, Format::Xlsx) else { return Ok(false) };
    let Ok(mut other) = Xlsx::new(Cursor::new(bytes.as_slice())) else { return Ok(true) };
    for sheet in &workbook.sheets {
        let ours: BTreeMap<(u32, u32), f64> =
            sheet.cells().filter_map(|(at, cell)| Some(((at.row, at.col), number(&cell.value)?))).collect();
        let Some(theirs) = their_numbers(&mut other, &sheet.name) else { continue };
        if ours != theirs && !book[n].1.windows(2).any(|two| matches!(two, b"<!" | b"<?" | b"&#")) {
            return Err(format!("{}: {ours:?} {theirs:?} of {}", sheet.name, String::from_utf8_lossy(&book[n].1)));
        }
    }
    Ok(true)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) | Value::Date(number) | Value::Percent(number) | Value::Disguised(number, _) => {
            Some(*number)
        }
        _ => None,
    }
}

/// The numbers that the library finds; `None` where it gives up.
fn their_numbers(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Option<BTreeMap<(u32, u32), f64>> {
    let mut numbers = BTreeMap::new();
    let mut cells = book.worksheet_cells_reader(sheet).ok()?;
    while let Some(cell) = cells.next_cell().ok()? {
        let at = cell.get_position();
        let number = match Data::from(cell.get_value().clone()) {
            #[expect(clippy::cast_precision_loss, reason = "whole numbers in a sheet come from an f64")]
            Data::Int(number) => number as f64,
            Data::Float(number) => number,
            Data::DateTime(date) => date.as_f64(),
            _ => continue,
        };
        if at.0 < MAX_ROWS && at.1 < MAX_COLUMNS {
            numbers.insert(at, number);
        }
    }
    Some(numbers)
}

fn package(parts: &[Part]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        let written = package.start_file(name.as_str(), stored).and_then(|()| Ok(package.write_all(content)?));
        written.expect("memory takes any part of another name");
    }
    package.finish().expect("memory").into_inner()
}

/// One to three alterations.
fn altered(part: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut part = part.to_vec();
    for _ in 0..rng.usize(1..4) {
        let at = place(&part, rng);
        match rng.u8(..8) {
            0..4 => {
                let piece = PIECES[rng.usize(..PIECES.len())];
                part.splice(at..at, piece.bytes());
            }
            4 => {
                let end = (at + rng.usize(1..40)).min(part.len());
                part.drain(at..end);
            }
            5 => {
                let end = (at + rng.usize(1..60)).min(part.len());
                let again = part[at..end].to_vec();
                let to = place(&part, rng);
                part.splice(to..to, again);
            }
            6 => part.truncate(at.max(1)),
            _ => part[at..].first_mut().into_iter().for_each(|byte| *byte = rng.u8(..)),
        }
    }
    part
}

/// A place in a part, mostly at the border of a tag.
fn place(part: &[u8], rng: &mut Rng) -> usize {
    let at = rng.usize(..=part.len());
    let border = part[at..].iter().take(200).position(|byte| matches!(byte, b'<' | b'>' | b'"' | b' '));
    border.filter(|_| rng.u8(..4) > 0).map_or(at, |n| at + n + rng.usize(..2).min(part.len() - at - n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn altered_examples_are_read_right_or_refused() {
        let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/inbox-2023");
        for (what, executions) in [(What::Parts, 2_000), (What::Packages, 60)] {
            let tried = run(&inbox, what, executions, 7).expect("workbooks");
            assert_eq!(tried.wrong, [""; 0]);
        }
    }
}
