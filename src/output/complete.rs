//! Completes a workbook that the library wrote: the cached numbers of its charts, and the rows in bulk. Every other part is
//! copied as it is.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipArchive, ZipWriter};

use super::bulk::{self, BulkRows};
use super::charts::{self, Numbers};
use super::error::OutputError;
use super::pieces::Deflated;
use super::shared::{SharedTexts, SheetLinks};
use crate::value::workers::Workers;

/// By the name of a part.
type ByPart<T> = BTreeMap<String, T>;

type PackageReader<'w> = ZipArchive<Cursor<&'w [u8]>>;
type PackageWriter = ZipWriter<Cursor<Vec<u8>>>;

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

/// Completes a workbook; `bulk` has the rows of sheets by their position, from 1.
///
/// # Errors
///
/// When the workbook is not one that the library made, or a sheet can't hold its rows.
pub fn complete(
    workbook: &[u8],
    numbers: &Numbers,
    bulk: BTreeMap<usize, BulkRows>,
    workers: &dyn Workers,
) -> Result<Vec<u8>, Incomplete> {
    let mut source = ZipArchive::new(Cursor::new(workbook))?;
    let n_texts = count(&text(&mut source, SHARED_TEXTS)?, "uniqueCount").ok_or(ZipError::FileNotFound)?;
    let mut texts = SharedTexts::after(n_texts);
    let (mut parts, mut links) = sheets_with_bulk(&mut source, bulk, &mut texts, workers)?;
    let n_bytes = workbook.len() + parts.values().map(Deflated::n_packed).sum::<usize>() + texts.xml.len() / 4;
    let mut target = ZipWriter::new(Cursor::new(Vec::with_capacity(n_bytes)));
    for idx in 0..source.len() {
        let part = source.by_index_raw(idx)?;
        let name = part.name()?.into_owned();
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .last_modified_time(part.last_modified().unwrap_or_default());
        if let Some(compressed) = parts.remove(&name) {
            write_part(&name, compressed, &mut target)?;
            continue;
        }
        let links_of_part = links.remove(&name);
        if !(links_of_part.is_some() || name == SHARED_TEXTS || name.starts_with(CHARTS)) {
            target.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let xml = text(&mut source, &name)?;
        target.start_file(name.as_str(), options)?;
        match links_of_part {
            Some(links) => write_relationships(&xml, &links, &mut target)?,
            None if name == SHARED_TEXTS => write_texts(&xml, &texts, &mut target)?,
            None => target.write_all(charts::filled(&xml, numbers).as_bytes())?,
        }
    }
    let new = SimpleFileOptions::default().system(System::Unix).last_modified_time(DateTime::default());
    for (name, links) in links.into_iter().filter(|(_, links)| links.have_files()) {
        target.start_file(name, new)?;
        write_relationships(NO_RELATIONSHIPS, &links, &mut target)?;
    }
    Ok(target.finish()?.into_inner())
}

/// The parts of the sheets with rows in bulk, and the links of each by the part of its relationships.
fn sheets_with_bulk<'a>(
    source: &mut PackageReader,
    bulk: BTreeMap<usize, BulkRows<'a>>,
    texts: &mut SharedTexts<'a>,
    workers: &dyn Workers,
) -> Result<(ByPart<Deflated>, ByPart<SheetLinks>), Incomplete> {
    let names: Vec<String> = bulk.keys().map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    let sheets = names.iter().map(|name| text(source, name)).collect::<ZipResult<Vec<String>>>()?;
    let sheets = sheets.iter().map(String::as_str).zip(bulk.into_values()).collect();
    let compressed = bulk::compressed(sheets, texts, workers).map_err(Incomplete::Sheet)?;
    let (mut parts, mut links) = (BTreeMap::new(), BTreeMap::new());
    for (name, (part, of_sheet)) in names.into_iter().zip(compressed) {
        links.insert(name.replacen("worksheets/", "worksheets/_rels/", 1) + ".rels", of_sheet);
        parts.insert(name, part);
    }
    Ok((parts, links))
}

/// Writes a part that is compressed already.
fn write_part(name: &str, part: Deflated, target: &mut PackageWriter) -> ZipResult<()> {
    let package = part.package(name).ok_or(ZipError::InvalidArchive("a part of more than 4 GiB".into()))?;
    let mut package = ZipArchive::new(package)?;
    target.raw_copy_file(package.by_index_raw(0)?)
}

fn text(source: &mut PackageReader, part: &str) -> ZipResult<String> {
    let mut xml = String::new();
    source.by_name(part)?.read_to_string(&mut xml)?;
    Ok(xml)
}

fn write_relationships(xml: &str, links: &SheetLinks, target: &mut PackageWriter) -> ZipResult<()> {
    let (before, end) = xml.split_at(xml.find("</Relationships>").unwrap_or(xml.len()));
    target.write_all(before.as_bytes())?;
    links.write_relationships(&mut *target)?;
    Ok(target.write_all(end.as_bytes())?)
}

/// Writes the shared texts with more of them at the end.
fn write_texts(xml: &str, texts: &SharedTexts, target: &mut PackageWriter) -> ZipResult<()> {
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
