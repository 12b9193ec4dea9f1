//! Start tags of one name in a part, found by leaping from one to the next: what lies between is never looked at.
//!
//! A sheet has thousands of tags of which a few dozen matter here, and its cells are read elsewhere. In XML that may be
//! read at all, `<row` stands nowhere but at a tag, save in comments and unparsed sections, which no spreadsheet
//! program writes into these parts.

use memchr::{memchr, memchr3, memmem};

/// A part of a package, or a piece of one, whose tags all bear the prefix of its root.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    bytes: &'a [u8],
    /// With its colon; empty if there is none.
    prefix: &'a [u8],
}

/// What stands in a start tag after its name.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    text: &'a [u8],
}

impl<'a> Part<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Part { bytes, prefix: root_prefix(bytes).unwrap_or_default() }
    }

    pub(super) fn tags(self, name: &str) -> impl Iterator<Item = Tag<'a>> {
        let opening = [b"<", self.prefix, name.as_bytes()].concat();
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let rest = &self.bytes[at..];
                let rest = &rest[memmem::find(rest, &opening)? + opening.len()..];
                at = self.bytes.len() - rest.len();
                // `<row` also begins `<rowBreaks`.
                if rest.first().is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
                    return Some(Tag { text: &rest[..end_of_tag(rest)?] });
                }
            }
        })
    }

    /// What stands between the first start and the first end of an element.
    pub(super) fn inside(self, name: &str) -> Option<Self> {
        let first = self.tags(name).next()?;
        let start = first.text.as_ptr_range().end as usize - self.bytes.as_ptr() as usize;
        let closing = [b"</", self.prefix, name.as_bytes()].concat();
        let end = memmem::find(&self.bytes[start..], &closing)?;
        Some(Part { bytes: &self.bytes[start..start + end], ..self })
    }
}

impl<'a> Tag<'a> {
    /// The raw value of an attribute by its name, whatever its prefix; entities in it stay as they are.
    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        let mut rest = self.text;
        loop {
            let equals = memchr(b'=', rest)?;
            let key = rest[..equals].trim_ascii();
            let (quote, value) = rest[equals + 1..].trim_ascii_start().split_first()?;
            let end = memchr(*quote, value)?;
            let local = memchr(b':', key).map_or(key, |colon| &key[colon + 1..]);
            if local == name.as_bytes() {
                return std::str::from_utf8(&value[..end]).ok();
            }
            rest = &value[end + 1..];
        }
    }

    pub(super) fn number(self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes: Excel writes `1`, LibreOffice `true`.
    pub(super) fn says(self, name: &str) -> bool {
        matches!(self.attribute(name), Some("1" | "true"))
    }
}

/// The prefix of the first element, with its colon.
fn root_prefix(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    loop {
        rest = &rest[memchr(b'<', rest)? + 1..];
        if rest.starts_with(b"!--") {
            rest = &rest[memmem::find(rest, b"-->")?..];
        } else if !rest.starts_with(b"?") {
            break;
        }
    }
    let n_name = rest.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))?;
    Some(&rest[..memchr(b':', &rest[..n_name])? + 1])
}

/// The length of a start tag up to its `>`; one inside quotes doesn't count.
fn end_of_tag(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr3(b'>', b'"', b'\'', &rest[at..])?;
        if rest[at] == b'>' {
            return Some(at);
        }
        at += 2 + memchr(rest[at], &rest[at + 1..])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &str, name: &str, attribute: &str) -> Vec<Option<String>> {
        Part::new(bytes.as_bytes()).tags(name).map(|tag| tag.attribute(attribute).map(str::to_owned)).collect()
    }

    #[test]
    fn tags_are_found_by_their_whole_name_under_the_roots_prefix() {
        let xml = "<?xml version='1.0'?><!-- <row r='0'> --><x:ws><x:rowBreaks r='1'/><row r='2'/><x:row\n r = '3' s='>'/>\
            <x:row/><x:row a:r=\"4\">";
        assert_eq!(of(xml, "row", "r"), [Some("3".to_owned()), None, Some("4".to_owned())]);
        assert_eq!(of("<ws><row r='1'/><x:row r='2'/></ws>", "row", "r"), [Some("1".to_owned())]);
    }

    #[test]
    fn broken_markup_gives_nothing() {
        for xml in ["", "<", "<?", "<ws", "<ws><row", "<ws><row r='1", "<ws><row r=", "<:", "<ws><row r="] {
            assert_eq!(of(xml, "row", "r"), [], "{xml}");
        }
        for xml in ["<ws><row r>", "<ws><row =>", "<ws><row r= >", "<ws><row r=1>"] {
            assert_eq!(of(xml, "row", "r"), [None], "{xml}");
        }
    }

    #[test]
    fn a_section_ends_where_its_element_does() {
        let part = Part::new(b"<s><a><xf n='1'/></a><b n='2'><xf n='3'/></b><xf n='4'/></s>");
        let inside = |name| part.inside(name).map(|part| part.tags("xf").filter_map(|tag| tag.number("n")).collect());
        assert_eq!(inside("b"), Some(vec![3]));
        assert_eq!(inside("c"), None);
    }
}
