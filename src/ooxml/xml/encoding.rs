//! From the bytes of a part to its text: UTF-8 or UTF-16, as its first bytes and its declaration agree.

use std::borrow::Cow;

use super::fault::{FaultKind, XmlFault};

const NOT_DECODED: XmlFault = XmlFault { kind: FaultKind::Encoding, at: 0 };

/// What the first bytes say.
#[derive(Clone, Copy, PartialEq)]
enum Family {
    /// UTF-8, or anything that has ASCII as its lower half.
    Bytes,
    LittleEndian,
    BigEndian,
}

/// The text of a part, without a byte order mark.
///
/// # Errors
///
/// When the bytes aren't what their start and their declaration say, or are neither UTF-8 nor UTF-16.
pub fn decode(part: &[u8]) -> Result<Cow<'_, str>, XmlFault> {
    let (family, has_mark, content) = split(part);
    let text: Cow<'_, str> = match family {
        Family::Bytes => from_utf8(content)?.into(),
        Family::LittleEndian => from_utf16(content, u16::from_le_bytes)?.into(),
        Family::BigEndian => from_utf16(content, u16::from_be_bytes)?.into(),
    };
    if declared(&text).is_none_or(|declared| agrees(declared, family, has_mark, &text)) {
        Ok(text)
    } else {
        Err(NOT_DECODED)
    }
}

/// The family, whether a mark says so, and what follows the mark.
fn split(part: &[u8]) -> (Family, bool, &[u8]) {
    match part {
        [0xEF, 0xBB, 0xBF, content @ ..] => (Family::Bytes, true, content),
        [0xFF, 0xFE, content @ ..] => (Family::LittleEndian, true, content),
        [0xFE, 0xFF, content @ ..] => (Family::BigEndian, true, content),
        [b'<', 0, _, 0, ..] => (Family::LittleEndian, false, part),
        [0, b'<', 0, _, ..] => (Family::BigEndian, false, part),
        _ => (Family::Bytes, false, part),
    }
}

fn from_utf8(bytes: &[u8]) -> Result<&str, XmlFault> {
    let at = |_| std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    simdutf8::basic::from_utf8(bytes).map_err(|error| XmlFault { kind: FaultKind::Encoding, at: at(error) })
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, XmlFault> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(NOT_DECODED);
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().map_err(|_| NOT_DECODED)
}

/// The encoding that the declaration names. Its syntax is the scanner's to check.
fn declared(text: &str) -> Option<&str> {
    let declaration = text.strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find("?>")?];
    let rest = declaration[declaration.find("encoding")?..].trim_start_matches("encoding").trim_ascii_start();
    let rest = rest.strip_prefix('=')?.trim_ascii_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

fn agrees(declared: &str, family: Family, has_mark: bool, text: &str) -> bool {
    let is = |name: &str| declared.eq_ignore_ascii_case(name);
    match family {
        Family::LittleEndian => is("utf-16") || is("utf-16le") || is("ucs-2"),
        Family::BigEndian => is("utf-16") || is("utf-16be") || is("ucs-2"),
        Family::Bytes if is("utf-8") || is("utf8") => true,
        // Of an older encoding only what all have in common is certain.
        Family::Bytes => !has_mark && extends_ascii(declared) && text.is_ascii(),
    }
}

fn extends_ascii(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "us-ascii" || name == "ascii" || name.starts_with("iso-8859-") || name.starts_with("windows-125")
}
