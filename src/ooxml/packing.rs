//! A package to be written: its parts in the order they are added, with their types and what they refer to. The same parts
//! give the same bytes.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{System, ZipArchive, ZipWriter};

use super::element::{Element, element};
use super::relationships;

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A package being put together.
#[derive(Debug, Default)]
pub struct Packing {
    parts: Vec<(String, Vec<u8>)>,
    overrides: Vec<Element>,
}

/// What one part refers to.
#[derive(Debug, Default)]
pub struct References {
    entries: Vec<Element>,
}

impl References {
    /// Refers to a part by its type and by where it lies from here; the answer is the Id to name it by.
    pub fn add(&mut self, kind: &'static str, target: &str) -> String {
        let id = format!("rId{}", self.entries.len() + 1);
        let entry = element("Relationship").attr("Id", id.clone()).attr("Type", kind).attr("Target", target.to_owned());
        self.entries.push(entry);
        id
    }
}

impl Packing {
    /// Adds a part of a type.
    pub fn part(&mut self, name: &str, content_type: &'static str, content: impl Into<Vec<u8>>) {
        let entry = element("Override").attr("PartName", format!("/{name}")).attr("ContentType", content_type);
        self.overrides.push(entry);
        self.parts.push((name.to_owned(), content.into()));
    }

    /// Adds what a part refers to; the package itself has no name.
    pub fn references(&mut self, of: &str, references: References) {
        let root = element("Relationships").attr("xmlns", RELATIONSHIPS).children(references.entries);
        self.parts.push((relationships::part_of(of), root.part()));
    }

    /// The package as a file.
    pub fn pack(self) -> Vec<u8> {
        let default = |extension: &'static str, content_type: &'static str| {
            element("Default").attr("Extension", extension).attr("ContentType", content_type)
        };
        let types = element("Types")
            .attr("xmlns", TYPES)
            .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
            .child(default("xml", "application/xml"))
            .children(self.overrides)
            .part();
        let parts = [("[Content_Types].xml".to_owned(), types)].into_iter().chain(self.parts);
        packed(&parts.collect::<Vec<_>>())
    }
}

/// Parts with their names as a file.
pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    zipped(parts).expect("writing parts of different names to memory can't fail")
}

fn zipped(parts: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default().system(System::Unix))?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The parts of a package of our own with their names, in its order; `None` for what is no package. Foreign ones are opened as
/// [`Package`](super::package::Package), which bounds them.
pub fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for n in 0..package.len() {
        let mut part = package.by_index(n).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        parts.push((part.name().ok()?.into_owned(), content));
    }
    Some(parts)
}
