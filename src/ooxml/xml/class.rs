//! What each byte may be part of, as one table, so that the scanner asks once for each.

/// A letter that a name may begin with. Beyond ASCII [`starts_name`] decides.
pub(super) const NAME_START: u8 = 1;
/// A character that may stand anywhere in a name. Colons and characters beyond ASCII are not included; the scanner checks
/// where they may stand.
pub(super) const NAME: u8 = 2;
/// A byte at which a run of text must be looked at.
pub(super) const TEXT_STOP: u8 = 4;
/// A byte at which the value of an attribute must be looked at.
pub(super) const VALUE_STOP: u8 = 8;
pub(super) const SPACE: u8 = 16;

pub(super) static CLASS: [u8; 256] = classes();

/// The class of a byte.
pub(super) fn class(byte: u8) -> u8 {
    CLASS[usize::from(byte)]
}

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0u8;
    loop {
        table[byte as usize] = class_of(byte);
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

const fn class_of(byte: u8) -> u8 {
    match byte {
        b'\t' | b'\n' => SPACE | VALUE_STOP,
        b'\r' => SPACE | VALUE_STOP | TEXT_STOP,
        b' ' => SPACE,
        0..b' ' => TEXT_STOP | VALUE_STOP,
        b'<' | b'&' => TEXT_STOP | VALUE_STOP,
        b']' => TEXT_STOP,
        b'"' | b'\'' => VALUE_STOP,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => NAME_START | NAME,
        b'0'..=b'9' | b'-' | b'.' => NAME,
        // U+FFFE and U+FFFF begin with this byte.
        0xEF => NAME_START | TEXT_STOP | VALUE_STOP,
        0x80.. => NAME_START,
        _ => 0,
    }
}

/// Whether the bytes at the start of a slice are a character that XML forbids: a control, U+FFFE or U+FFFF.
pub(super) fn is_forbidden(bytes: &[u8]) -> bool {
    match bytes {
        [b'\t' | b'\n' | b'\r', ..] => false,
        [0..b' ', ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => true,
        _ => false,
    }
}

/// Whether XML allows the character at all.
pub fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a name may begin with the character; a colon is no part of it.
pub(super) fn starts_name(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// Whether a name may have the character.
pub(super) fn continues_name(c: char) -> bool {
    starts_name(c) || matches!(c, '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
