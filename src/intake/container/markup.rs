//! One fast pass over the XML of a part that refuses what a parser can't take safely: entities, other encodings, endless tokens,
//! excessive counts. Whether the XML is well-formed is left to the parser.

use super::limits::{MAX_CELLS, MAX_SHARED_STRINGS, MAX_SHEETS, MAX_TAGS, MAX_TOKEN_BYTES, within};
use crate::problem::unreadable::{Damage, Limit, Refusal};

/// What is counted over all parts of a file.
#[derive(Debug)]
pub(super) struct MarkupTally {
    /// How many times as much as in a return there may be.
    scale: u64,
    cells: u64,
    strings: u64,
    pub sheets: u64,
    tags: u64,
}

impl MarkupTally {
    pub(super) fn scaled(scale: u64) -> Self {
        MarkupTally { scale, cells: 0, strings: 0, sheets: 0, tags: 0 }
    }

    pub(super) fn count_cell(&mut self) -> Result<(), Refusal> {
        self.cells += 1;
        within(Limit::Cells, self.cells, MAX_CELLS * self.scale)
    }

    pub(super) fn count_string(&mut self) -> Result<(), Refusal> {
        self.strings += 1;
        within(Limit::SharedStrings, self.strings, MAX_SHARED_STRINGS * self.scale)
    }

    pub(super) fn count_sheet(&mut self) -> Result<(), Refusal> {
        self.sheets += 1;
        within(Limit::Sheets, self.sheets, MAX_SHEETS)
    }

    fn count_tag(&mut self) -> Result<(), Refusal> {
        self.tags += 1;
        within(Limit::Tags, self.tags, MAX_TAGS * self.scale)
    }
}

/// Scans a part of any package.
pub(super) fn scan(part: &[u8], tally: &mut MarkupTally) -> Result<(), Refusal> {
    each_tag(part, |_| tally.count_tag())
}

/// Scans the content of an `.ods`, counting cells as they are written: what they repeat, the reader bounds.
pub(super) fn scan_open_document(part: &[u8], tally: &mut MarkupTally) -> Result<(), Refusal> {
    each_tag(part, |tag| {
        tally.count_tag()?;
        match Tag::new(tag).local_name() {
            b"table" => tally.count_sheet(),
            name if name.ends_with(b"table-cell") => tally.count_cell(),
            _ => Ok(()),
        }
    })
}

/// Calls `visit` with every start tag, without its angle brackets, and checks what stands between them.
fn each_tag(part: &[u8], mut visit: impl FnMut(&[u8]) -> Result<(), Refusal>) -> Result<(), Refusal> {
    check_encoding(part)?;
    let mut rest = part;
    while let Some(open) = find(rest, b'<') {
        within(Limit::TokenBytes, open as u64, MAX_TOKEN_BYTES)?;
        rest = &rest[open + 1..];
        let length = match rest {
            [b'!', b'-', b'-', ..] => find_after(rest, 3, b"-->"),
            [b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => find_after(rest, 8, b"]]>"),
            [b'!', b'D' | b'd', ..] => return Err(Damage::Doctype.into()),
            [b'!', ..] => None,
            [b'?', ..] => find_after(rest, 1, b"?>"),
            [b'/', ..] => find(rest, b'>'),
            _ => end_of_tag(rest),
        };
        let length = length.ok_or(Damage::Markup)?;
        within(Limit::TokenBytes, length as u64, MAX_TOKEN_BYTES)?;
        let token = &rest[..length];
        match token {
            [b'?', ..] => check_declaration(token)?,
            [b'!' | b'/', ..] => (),
            _ => visit(token)?,
        }
        rest = &rest[length..];
    }
    within(Limit::TokenBytes, rest.len() as u64, MAX_TOKEN_BYTES)
}

/// UTF-16 would hide every number from this scan; spreadsheet programs write UTF-8.
fn check_encoding(part: &[u8]) -> Result<(), Refusal> {
    let start = &part[..part.len().min(4)];
    let is_wide = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") || start.contains(&0);
    if is_wide { Err(Damage::Encoding.into()) } else { Ok(()) }
}

fn check_declaration(token: &[u8]) -> Result<(), Refusal> {
    let Some(declaration) = token.strip_prefix(b"?xml") else { return Ok(()) };
    let declaration = declaration.strip_suffix(b"?").unwrap_or(declaration);
    let encoding = Tag { text: declaration, n_name: 0 }.attribute(b"encoding");
    let is_utf8 =
        |name: &[u8]| [&b"utf-8"[..], b"utf8", b"us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known));
    if encoding.is_none_or(is_utf8) { Ok(()) } else { Err(Damage::Encoding.into()) }
}

/// A start tag without its angle brackets.
struct Tag<'a> {
    text: &'a [u8],
    n_name: usize,
}

impl<'a> Tag<'a> {
    fn new(text: &'a [u8]) -> Self {
        let n_name = text.iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'/').count();
        Tag { text, n_name }
    }

    fn local_name(&self) -> &'a [u8] {
        let name = &self.text[..self.n_name];
        match find(name, b':') {
            Some(colon) => &name[colon + 1..],
            None => name,
        }
    }

    /// The raw value of an attribute by its exact name; entities in it stay as they are.
    fn attribute(&self, name: &[u8]) -> Option<&'a [u8]> {
        let mut rest = &self.text[self.n_name..];
        loop {
            let equals = find(rest, b'=')?;
            let key = rest[..equals].trim_ascii();
            let value = rest[equals + 1..].trim_ascii_start();
            let (quote, value) = value.split_first()?;
            if *quote != b'"' && *quote != b'\'' {
                return None;
            }
            let end = find(value, *quote)?;
            if key == name {
                return Some(&value[..end]);
            }
            rest = &value[end + 1..];
        }
    }
}

/// The length of a start tag up to its `>`; one inside quotes doesn't count.
fn end_of_tag(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += rest[at..].iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''))?;
        if rest[at] == b'>' {
            return Some(at);
        }
        at += 2 + find(&rest[at + 1..], rest[at])?;
    }
}

fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

/// Where `end` closes, counted from the beginning of `bytes`, looking only from `from` on; its own last byte is left.
fn find_after(bytes: &[u8], from: usize, end: &[u8]) -> Option<usize> {
    let at = bytes[from..].windows(end.len()).position(|window| window == end)?;
    Some(from + at + end.len() - 1)
}
