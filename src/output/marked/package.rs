//! The parts of an Office package: read by name, changed or added, and every other copied byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipArchive, ZipWriter};

use crate::ooxml::package::unescaped;
use crate::ooxml::xml;

/// A package whose sizes the container has bounded.
pub struct MarkedPackage<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The position of each part by its [`key`].
    parts: BTreeMap<String, usize>,
    changed: BTreeMap<usize, String>,
    removed: BTreeSet<usize>,
    added: BTreeMap<String, String>,
}

/// The form in which names are compared: programs differ in case, slashes and percent escapes such as `%20`.
fn key(name: &str) -> String {
    unescaped(name).replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl<'b> MarkedPackage<'b> {
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = BTreeMap::new();
        for idx in 0..archive.len() {
            // If two parts have one name, programs differ in which one they read.
            if parts.insert(key(&archive.name_for_index(idx)?.ok()?), idx).is_some() {
                return None;
            }
        }
        let (changed, removed, added) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        Some(MarkedPackage { archive, parts, changed, removed, added })
    }

    pub fn has(&self, name: &str) -> bool {
        let key = key(name);
        self.added.contains_key(name) || self.parts.get(&key).is_some_and(|idx| !self.removed.contains(idx))
    }

    /// A part's current text; `None` if there is no such part or it isn't text.
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
        in_utf8(&xml::decode(&bytes).ok()?)
    }

    /// Whether a part was added.
    pub fn is_new(&self, name: &str) -> bool {
        self.added.contains_key(name)
    }

    /// A part's name as the package has it, which may differ in case and slashes from how others name it.
    pub fn stored_name(&mut self, name: &str) -> Option<String> {
        if self.added.contains_key(name) {
            return Some(name.to_owned());
        }
        let idx = self.parts.get(&key(name)).filter(|idx| !self.removed.contains(idx))?;
        let stored = self.archive.name_for_index(*idx)?.ok()?;
        Some(stored.replace('\\', "/").trim_start_matches('/').to_owned())
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

    /// The package's bytes, new parts at the end; `None` if a part that was changed or added isn't XML to the letter.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        if !self.changed.values().chain(self.added.values()).all(|text| xml::check(text.as_bytes()).is_ok()) {
            return None;
        }
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        // No clock: the same copy has the same bytes whenever it is made.
        let options = SimpleFileOptions::default().system(System::Unix).last_modified_time(DateTime::default());
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

/// The text with a declaration that says UTF-8, because it is written as UTF-8.
fn in_utf8(text: &str) -> Option<String> {
    let Some(end) = text.starts_with("<?xml").then(|| text.find("?>")).flatten() else { return Some(text.to_owned()) };
    let Some(name) = text[..end].find("encoding") else { return Some(text.to_owned()) };
    let quote = name + text[name..end].find(['"', '\''])?;
    let length = text[quote + 1..end].find(char::from(text.as_bytes()[quote]))?;
    let (before, after) = (&text[..=quote], &text[quote + 1 + length..]);
    Some(format!("{before}UTF-8{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Option<String> {
        in_utf8(&xml::decode(bytes).ok()?)
    }

    fn utf16(text: &str, of: fn(u16) -> [u8; 2], mark: &[u8]) -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(of)).collect()
    }

    #[test]
    fn parts_of_other_encodings_become_utf_8() {
        let (was, is) =
            ("<?xml version='1.0' encoding='UTF-16'?><a>ố</a>", "<?xml version='1.0' encoding='UTF-8'?><a>ố</a>");
        for (of, mark) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], [0xFF, 0xFE]), (u16::to_be_bytes, [0xFE, 0xFF])] {
            assert_eq!(decoded(&utf16(was, of, &mark)).as_deref(), Some(is));
            assert_eq!(decoded(&utf16(was, of, &[])).as_deref(), Some(is));
        }
        assert_eq!(
            decoded(b"<?xml version=\"1.0\" encoding=\"us-ascii\"?><a/>").as_deref(),
            Some("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>")
        );
        assert_eq!(decoded("\u{FEFF}<a/>".as_bytes()).as_deref(), Some("<a/>"));
        assert_eq!(decoded("<?xml version='1.0' encoding='windows-1258'?><a>ố</a>".as_bytes()), None);
        assert_eq!(decoded(&[0xFF, 0xFE, b'<']), None);
    }
}
