//! The parts of an Office package: read by name, changed or added, and every other copied byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// A package whose sizes the container has bounded.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The position of each part by its [`key`].
    parts: BTreeMap<String, usize>,
    changed: BTreeMap<usize, String>,
    removed: BTreeSet<usize>,
    added: BTreeMap<String, String>,
}

/// How a name is compared: programs differ in case and slashes.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = BTreeMap::new();
        for idx in 0..archive.len() {
            parts.insert(key(&archive.name_for_index(idx)?.ok()?), idx);
        }
        let (changed, removed, added) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        Some(Package { archive, parts, changed, removed, added })
    }

    pub fn has(&self, name: &str) -> bool {
        let key = key(name);
        self.added.contains_key(name) || self.parts.get(&key).is_some_and(|idx| !self.removed.contains(idx))
    }

    /// A part's text as it is by now; `None` if there is no such part or it is no text.
    pub fn read(&mut self, name: &str) -> Option<String> {
        if let Some(text) = self.added.get(name) {
            return Some(text.clone());
        }
        let idx = *self.parts.get(&key(name))?;
        if self.removed.contains(&idx) {
            return None;
        }
        if let Some(text) = self.changed.get(&idx) {
            return Some(text.clone());
        }
        let mut bytes = Vec::new();
        self.archive.by_index(idx).ok()?.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
    }

    /// Changes a part, or adds it.
    pub fn write(&mut self, name: &str, text: String) {
        match self.parts.get(&key(name)) {
            Some(idx) => {
                self.removed.remove(idx);
                self.changed.insert(*idx, text);
            }
            None => {
                self.added.insert(name.to_owned(), text);
            }
        }
    }

    pub fn remove(&mut self, name: &str) {
        self.removed.extend(self.parts.get(&key(name)));
        self.added.remove(name);
    }

    /// The first free name of the form `<start><number><end>`.
    pub fn free_name(&self, start: &str, end: &str) -> String {
        let names = (1..).map(|n| format!("{start}{n}{end}"));
        let mut free = names.filter(|name| !self.has(name) && !self.parts.contains_key(&key(name)));
        free.next().expect("a package has few parts")
    }

    /// The package's bytes, new parts at the end.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        // No clock: the same copy has the same bytes whenever it is made.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        for idx in (0..self.archive.len()).filter(|idx| !self.removed.contains(idx)) {
            let part = self.archive.by_index_raw(idx).ok()?;
            match self.changed.get(&idx) {
                None => out.raw_copy_file(part).ok()?,
                Some(text) => {
                    out.start_file(part.name().ok()?.into_owned(), options).ok()?;
                    out.write_all(text.as_bytes()).ok()?;
                }
            }
        }
        for (name, text) in &self.added {
            out.start_file(name.as_str(), options).ok()?;
            out.write_all(text.as_bytes()).ok()?;
        }
        Some(out.finish().ok()?.into_inner())
    }
}
