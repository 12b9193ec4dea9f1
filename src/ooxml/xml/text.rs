//! What raw text and raw values of attributes stand for: references resolved, line ends and white space made one.

use std::borrow::Cow;

use super::class::is_allowed;

/// A run of characters as the part writes it. An element's content may be several, with comments between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawText<'a> {
    pub(super) raw: &'a str,
    pub(super) kind: TextKind,
}

/// How raw text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// As it stands.
    Plain,
    /// With references and carriage returns.
    Escaped,
    /// With carriage returns only: an unparsed section.
    Literal,
}

impl<'a> RawText<'a> {
    /// The characters it stands for.
    pub fn value(self) -> Cow<'a, str> {
        if self.kind == TextKind::Plain {
            return Cow::Borrowed(self.raw);
        }
        let mut value = String::with_capacity(self.raw.len());
        self.push_to(&mut value);
        Cow::Owned(value)
    }

    /// Adds the characters it stands for.
    pub fn push_to(self, value: &mut String) {
        match self.kind {
            TextKind::Plain => value.push_str(self.raw),
            TextKind::Escaped => resolve(self.raw, value, "\n", false),
            TextKind::Literal => push_lines(self.raw, value),
        }
    }

    /// Whether it is nothing but white space.
    pub fn is_blank(self) -> bool {
        self.value().bytes().all(|byte| byte.is_ascii_whitespace())
    }
}

/// The value of an attribute that has references or white space other than blanks.
pub(super) fn attribute_value(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    resolve(raw, &mut value, " ", true);
    value
}

/// Resolves references, writes every line end as `line_end`, and, if told so, tabs as blanks. Characters that a
/// reference names stay what they are.
fn resolve(raw: &str, value: &mut String, line_end: &str, blanks_only: bool) {
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\r', '\n', '\t']) {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        let n_read = match rest.as_bytes() {
            [b'&', ..] => {
                // The scanner has checked every reference.
                let (c, n_read) = reference(rest).unwrap_or(('&', 1));
                value.push(c);
                n_read
            }
            [b'\r', b'\n', ..] => push_as(value, line_end, 2),
            [b'\t', ..] => push_as(value, if blanks_only { " " } else { "\t" }, 1),
            _ => push_as(value, line_end, 1),
        };
        rest = &rest[n_read..];
    }
    value.push_str(rest);
}

fn push_as(value: &mut String, text: &str, n_read: usize) -> usize {
    value.push_str(text);
    n_read
}

fn push_lines(raw: &str, value: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('\r') {
        value.push_str(&rest[..at]);
        value.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    value.push_str(rest);
}

/// The character that a reference at the start of the text names, and the reference's length; `None` if it is no sound
/// reference to a character that XML allows.
pub(super) fn reference(text: &str) -> Option<(char, usize)> {
    // No number of a character is longer, leading zeros apart, and nobody writes many of those.
    let end = text.bytes().take(16).position(|byte| byte == b';')?;
    let name = text.as_bytes().get(1..end)?;
    let c = match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', b'x', digits @ ..] => numbered(digits, 16)?,
        [b'#', digits @ ..] => numbered(digits, 10)?,
        _ => return None,
    };
    Some((c, end + 1))
}

fn numbered(digits: &[u8], radix: u32) -> Option<char> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|c| is_allowed(*c))
}
