//! The least that reading an inbox can cost: every sheet inflated, and then split into XML events, and nothing kept. What the
//! program takes beyond it is what understanding costs.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use clap::ValueEnum;
use quick_xml::Reader;
use quick_xml::events::Event;
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
    if depth == Depth::Read {
        return (file.len() as u64, 0);
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
