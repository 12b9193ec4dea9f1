//! What the library leaves to do in a finished workbook: the numbers of its charts, and the rows in bulk. Every other part is
//! copied as it is.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::bulk::{BulkRows, Links, SharedTexts};
use super::charts::{self, Numbers};

type Source<'w> = ZipArchive<Cursor<&'w [u8]>>;

const SHARED_TEXTS: &str = "xl/sharedStrings.xml";
const CHARTS: &str = "xl/charts/chart";
/// How hard rows in bulk are compressed: they repeat so much that more takes twice the time for a tenth less.
const EFFORT: i64 = 3;

/// What becomes of a part.
enum Change<'c> {
    Chart,
    SharedTexts,
    /// These relationships are added.
    Relationships(&'c str),
}

/// Completes a workbook; `bulk` has the rows of sheets by their position, from 1. Such a sheet has a note somewhere, and so
/// a part for its relationships.
///
/// # Errors
///
/// When the workbook is not one that the library made.
pub fn complete(workbook: &[u8], numbers: &Numbers, bulk: &BTreeMap<usize, BulkRows>) -> ZipResult<Vec<u8>> {
    let mut source = ZipArchive::new(Cursor::new(workbook))?;
    let n_texts = count(&text(&mut source, SHARED_TEXTS)?, "uniqueCount").ok_or(ZipError::FileNotFound)?;
    let mut texts = SharedTexts::after(n_texts);
    let mut relationships: BTreeMap<String, String> = BTreeMap::new();
    let sheet = |(n, rows)| (format!("xl/worksheets/sheet{n}.xml"), rows);
    let sheets: BTreeMap<String, &BulkRows> = bulk.iter().map(sheet).collect();
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    // The library writes sheets first, then their relationships and the texts they share.
    for idx in 0..source.len() {
        let part = source.by_index_raw(idx)?;
        let name = part.name()?.into_owned();
        let options = SimpleFileOptions::default().last_modified_time(part.last_modified().unwrap_or_default());
        if let Some(rows) = sheets.get(&name) {
            drop(part);
            let mut links = Links::default();
            target.start_file(name.as_str(), options.compression_level(Some(EFFORT)))?;
            rows.write(&text(&mut source, &name)?, &mut texts, &mut links, &mut target)?;
            relationships.insert(name.replacen("worksheets/", "worksheets/_rels/", 1) + ".rels", links.relationships());
            continue;
        }
        let change = match name.as_str() {
            SHARED_TEXTS => Change::SharedTexts,
            chart if chart.starts_with(CHARTS) => Change::Chart,
            other => match relationships.get(other) {
                Some(more) => Change::Relationships(more),
                None => {
                    target.raw_copy_file(part)?;
                    continue;
                }
            },
        };
        drop(part);
        let xml = text(&mut source, &name)?;
        let xml = match change {
            Change::Chart => charts::filled(&xml, numbers),
            Change::SharedTexts => with_texts(&xml, &texts),
            Change::Relationships(more) => before(&xml, "</Relationships>", more),
        };
        target.start_file(name, options)?;
        target.write_all(xml.as_bytes())?;
    }
    Ok(target.finish()?.into_inner())
}

fn text(source: &mut Source, part: &str) -> ZipResult<String> {
    let mut xml = String::new();
    source.by_name(part)?.read_to_string(&mut xml)?;
    Ok(xml)
}

/// The shared texts with more of them at the end.
fn with_texts(xml: &str, texts: &SharedTexts) -> String {
    let mut xml = before(xml, "</sst>", &texts.xml);
    for (key, more) in [("count", texts.n_uses), ("uniqueCount", texts.len())] {
        if let Some(n) = count(&xml, key) {
            xml = xml.replacen(&format!(" {key}=\"{n}\""), &format!(" {key}=\"{}\"", n + more), 1);
        }
    }
    xml
}

/// The number of an attribute, where it first stands.
fn count(xml: &str, key: &str) -> Option<usize> {
    let (_, rest) = xml.split_once(&format!(" {key}=\""))?;
    rest.split('"').next()?.parse().ok()
}

fn before(xml: &str, end: &str, more: &str) -> String {
    xml.replacen(end, &format!("{more}{end}"), 1)
}
