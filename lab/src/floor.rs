//! The least that the parts of a run can cost. Reading: every sheet inflated, then split into XML events, into the cells that a
//! library makes of them, or into the sheets that the program does, and nothing kept. Writing: the ledger's rows and nothing else. What the program takes beyond it is what
//! understanding, checking and showing cost.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use bhxh::value::grid::Format;
use calamine::{Reader as _, Xlsx};
use clap::ValueEnum;
use quick_xml::Reader;
use quick_xml::events::Event;
use rust_xlsxwriter::Workbook;
use zip::ZipArchive;

use crate::workers;

/// How far to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Depth {
    /// Read the files from the disk.
    Read,
    /// Inflate their sheets.
    Inflate,
    /// Split the sheets into XML events.
    Tokenise,
    /// Have a library give every cell with its formula.
    Cells,
    /// Have the program read every sheet: values, formulas, formats and looks.
    Sheets,
}

/// What was gone through.
#[derive(Debug, Default)]
pub struct Measured {
    pub n_files: usize,
    pub bytes: u64,
    pub events: u64,
}

/// Goes through every .xlsx of a folder with as many threads as the machine has.
pub fn measure(inbox: &Path, depth: Depth) -> Result<Measured> {
    let mut files: Vec<PathBuf> = fs::read_dir(inbox)
        .with_context(|| format!("không đọc được {}", inbox.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "xlsx"));
    let (bytes, events) = (AtomicU64::new(0), AtomicU64::new(0));
    workers::for_each(&files, |path| {
        let (of_file, of_events) = one(&fs::read(path)?, depth);
        bytes.fetch_add(of_file, Ordering::Relaxed);
        events.fetch_add(of_events, Ordering::Relaxed);
        Ok(())
    })?;
    Ok(Measured { n_files: files.len(), bytes: bytes.into_inner(), events: events.into_inner() })
}

/// Bytes and events of one file; a broken file ends where it breaks.
fn one(file: &[u8], depth: Depth) -> (u64, u64) {
    match depth {
        Depth::Read => return (file.len() as u64, 0),
        Depth::Cells => return (file.len() as u64, n_cells(file).unwrap_or(0)),
        Depth::Sheets => return (file.len() as u64, n_cells_read(file).unwrap_or(0)),
        Depth::Inflate | Depth::Tokenise => {}
    }
    let (mut bytes, mut events, mut text) = (0, 0, Vec::new());
    let Ok(mut package) = ZipArchive::new(Cursor::new(file)) else { return (0, 0) };
    for n in 0..package.len() {
        let Ok(mut part) = package.by_index(n) else { continue };
        let holds_cells =
            part.name().is_ok_and(|name| name.starts_with("xl/worksheets/sheet") || name == "xl/sharedStrings.xml");
        if !holds_cells {
            continue;
        }
        text.clear();
        if part.read_to_end(&mut text).is_err() {
            continue;
        }
        bytes += text.len() as u64;
        if depth == Depth::Tokenise {
            let mut reader = Reader::from_reader(text.as_slice());
            while !matches!(reader.read_event(), Ok(Event::Eof) | Err(_)) {
                events += 1;
            }
        }
    }
    (bytes, events)
}

/// How many cells the library finds in a file; `None` for a broken one.
fn n_cells(file: &[u8]) -> Option<u64> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).ok()?;
    let mut n_cells = 0;
    for sheet in book.sheet_names() {
        let mut cells = book.worksheet_cells_reader(&sheet).ok()?;
        while cells.next_cell_with_formula().ok()?.is_some() {
            n_cells += 1;
        }
    }
    Some(n_cells)
}

/// How many cells the program finds in a file; `None` for a broken one.
fn n_cells_read(file: &[u8]) -> Option<u64> {
    let book = bhxh::intake::reader::read(file, Format::Xlsx).ok()?;
    Some(book.sheets.iter().map(|sheet| sheet.cells().count() as u64).sum())
}

/// Writes a workbook of one sheet with as many rows as asked for, each with what the ledger says of a number, without formats,
/// formulas and links.
pub fn write(n_rows: u32, out: &Path) -> Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..n_rows {
        let texts = ["xa-00001", "co-quan", "can-bo", "current", "accepted", "xa-00001_2027.xlsx", "Biểu 1"];
        for (col, text) in (0..).zip(texts) {
            sheet.write_string(row, col, text)?;
        }
        sheet.write_string(row, 7, format!("D{}", row % 20 + 12))?;
        sheet.write_string(row, 8, format!("{:064x}", row / 58))?;
        sheet.write_number(row, 9, 2027)?;
        sheet.write_number(row, 10, row % 900)?;
    }
    book.save(out).with_context(|| format!("không ghi được {}", out.display()))
}
