//! Completes a workbook that the library wrote: the cached numbers of its charts, and the rows in bulk. Every other part is
//! copied as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Seek, Write};

use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipArchive, ZipWriter};

use super::bulk::{self, BulkRows};
use super::charts::{self, Numbers};
use super::error::OutputError;
use super::pieces::Deflated;
use super::shared::{SharedTexts, SheetLinks};
use crate::value::workers::Workers;

type PackageReader<'w> = ZipArchive<Cursor<&'w [u8]>>;

const SHARED_TEXTS: &str = "xl/sharedStrings.xml";
const CHARTS: &str = "xl/charts/chart";
/// The part of a sheet's relationships while it has none.
const NO_RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";

/// Why a workbook couldn't be completed.
pub enum Incomplete {
    /// It isn't one that the library made.
    Package(ZipError),
    /// Rows in bulk are beyond what their sheet holds.
    Sheet(OutputError),
}

impl From<OutputError> for Incomplete {
    fn from(error: OutputError) -> Self {
        Incomplete::Sheet(error)
    }
}

impl From<ZipError> for Incomplete {
    fn from(error: ZipError) -> Self {
        Incomplete::Package(error)
    }
}

impl From<std::io::Error> for Incomplete {
    fn from(error: std::io::Error) -> Self {
        Incomplete::Package(error.into())
    }
}

/// Completes a workbook; `bulk` has the rows of sheets by their position, from 1. Each of their sheets is written as soon as it is
/// whole.
///
/// # Errors
///
/// When the workbook is not one that the library made, a sheet can't hold its rows, or the target takes no more.
pub fn complete<W: Write + Seek>(
    workbook: &[u8],
    numbers: &Numbers,
    bulk: BTreeMap<usize, BulkRows>,
    workers: &dyn Workers,
    target: W,
) -> Result<W, Incomplete> {
    let mut source = ZipArchive::new(Cursor::new(workbook))?;
    let n_texts = count(&text(&mut source, SHARED_TEXTS)?, "uniqueCount").ok_or(ZipError::FileNotFound)?;
    let mut texts = SharedTexts::after(n_texts);
    let names: Vec<String> = bulk.keys().map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    let sheets = names.iter().map(|name| text(&mut source, name)).collect::<ZipResult<Vec<String>>>()?;
    let mut completion = Completion {
        source,
        target: ZipWriter::new(target),
        n_copied: 0,
        numbers,
        awaited: names.iter().map(|name| relationships_of(name)).chain([SHARED_TEXTS.to_owned()]).collect(),
        links: BTreeMap::new(),
    };
    let mut in_order = names.iter();
    let with_rows = sheets.iter().map(String::as_str).zip(bulk.into_values()).collect();
    bulk::compressed(with_rows, &mut texts, workers, |part, links| match in_order.next() {
        Some(name) => completion.put_sheet(name, part, links),
        None => Ok(()),
    })?;
    completion.put_rest(&texts)
}

/// A workbook on the way from one package to another.
struct Completion<'w, W: Write + Seek> {
    source: PackageReader<'w>,
    target: ZipWriter<W>,
    /// How many parts of the source are in the target.
    n_copied: usize,
    numbers: &'w Numbers,
    /// Parts that can't be written yet: relationships of sheets before their sheet, the texts before all of them.
    awaited: BTreeSet<String>,
    /// The links of sheets in bulk, by the part of the sheet's relationships.
    links: BTreeMap<String, SheetLinks>,
}

impl<W: Write + Seek> Completion<'_, W> {
    /// Writes the parts before a sheet, then the sheet.
    fn put_sheet(&mut self, name: &str, part: Deflated, links: SheetLinks) -> Result<(), Incomplete> {
        while !self.is_next(name)? {
            self.put_next(None)?;
        }
        write_part(name, part, &mut self.target)?;
        self.n_copied += 1;
        let relationships = relationships_of(name);
        self.awaited.remove(&relationships);
        self.links.insert(relationships, links);
        Ok(())
    }

    fn is_next(&mut self, name: &str) -> Result<bool, Incomplete> {
        Ok(*self.source.by_index_raw(self.n_copied)?.name()? == *name)
    }

    /// Writes what follows the last sheet in bulk, the texts that all of them share among it.
    fn put_rest(mut self, texts: &SharedTexts) -> Result<W, Incomplete> {
        self.awaited.clear();
        while self.n_copied < self.source.len() {
            self.put_next(Some(texts))?;
        }
        let new = SimpleFileOptions::default().system(System::Unix).last_modified_time(DateTime::default());
        for (name, links) in self.links.into_iter().filter(|(_, links)| links.have_files()) {
            self.target.start_file(name, new)?;
            write_relationships(NO_RELATIONSHIPS, &links, &mut self.target)?;
        }
        Ok(self.target.finish()?)
    }

    /// Writes the next part of the source, completed where something is to be put into it.
    fn put_next(&mut self, texts: Option<&SharedTexts>) -> Result<(), Incomplete> {
        let part = self.source.by_index_raw(self.n_copied)?;
        let name = part.name()?.into_owned();
        if self.awaited.contains(&name) {
            return Err(ZipError::InvalidArchive("a part stands before what it depends on".into()).into());
        }
        self.n_copied += 1;
        let links = self.links.remove(&name);
        if !(links.is_some() || name == SHARED_TEXTS || name.starts_with(CHARTS)) {
            self.target.raw_copy_file(part)?;
            return Ok(());
        }
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .last_modified_time(part.last_modified().unwrap_or_default());
        drop(part);
        let xml = text(&mut self.source, &name)?;
        self.target.start_file(name.as_str(), options)?;
        match (links, texts) {
            (Some(links), _) => write_relationships(&xml, &links, &mut self.target)?,
            (None, Some(texts)) if name == SHARED_TEXTS => write_texts(&xml, texts, &mut self.target)?,
            (None, _) => self.target.write_all(charts::filled(&xml, self.numbers).as_bytes())?,
        }
        Ok(())
    }
}

/// The part of a sheet's relationships.
fn relationships_of(sheet: &str) -> String {
    sheet.replacen("worksheets/", "worksheets/_rels/", 1) + ".rels"
}

/// Writes a part that is compressed already.
fn write_part(name: &str, part: Deflated, target: &mut ZipWriter<impl Write + Seek>) -> ZipResult<()> {
    let package = part.package(name).ok_or(ZipError::InvalidArchive("a part of more than 4 GiB".into()))?;
    let mut package = ZipArchive::new(package)?;
    target.raw_copy_file(package.by_index_raw(0)?)
}

fn text(source: &mut PackageReader, part: &str) -> ZipResult<String> {
    let mut xml = String::new();
    source.by_name(part)?.read_to_string(&mut xml)?;
    Ok(xml)
}

fn write_relationships(xml: &str, links: &SheetLinks, target: &mut impl Write) -> ZipResult<()> {
    let (before, end) = xml.split_at(xml.find("</Relationships>").unwrap_or(xml.len()));
    target.write_all(before.as_bytes())?;
    links.write_relationships(&mut *target)?;
    Ok(target.write_all(end.as_bytes())?)
}

/// Writes the shared texts with more of them at the end.
fn write_texts(xml: &str, texts: &SharedTexts, target: &mut impl Write) -> ZipResult<()> {
    let mut xml = xml.to_owned();
    for (key, more) in [("count", texts.n_uses), ("uniqueCount", texts.len())] {
        if let Some(n) = count(&xml, key) {
            xml = xml.replacen(&format!(" {key}=\"{n}\""), &format!(" {key}=\"{}\"", n + more), 1);
        }
    }
    let (before, end) = xml.split_at(xml.find("</sst>").unwrap_or(xml.len()));
    Ok([before, &texts.xml, end].iter().try_for_each(|piece| target.write_all(piece.as_bytes()))?)
}

/// The number in an attribute, at its first occurrence.
fn count(xml: &str, key: &str) -> Option<usize> {
    let (_, rest) = xml.split_once(&format!(" {key}=\""))?;
    rest.split('"').next()?.parse().ok()
}
