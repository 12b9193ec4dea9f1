//! Text from outside as the screen shows it. A file, a sheet or an agency may be named with line breaks, escape sequences
//! or marks that turn the direction of writing; on a screen such a name could pass for lines of this program or hide what
//! it is. So what can't be seen is written out: `\n`, `\u{202E}`. JSON and workbooks have the text as it is.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Component, Path};

/// Characters that show nothing, end a line or turn the direction of writing, beside the controls; first and last of each
/// range, in order.
const UNSEEN: [(char, char); 18] = [
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{FFFE}', '\u{FFFF}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// Whether a character could deceive the eye.
fn is_unseen(c: char) -> bool {
    c.is_control() || UNSEEN.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// A text in one line that hides nothing. Shown twice it is the same.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unseen) { Cow::Owned(text.chars().map(written_out).collect()) } else { Cow::Borrowed(text) }
}

/// A text that hides nothing but what is this program's own: `own` gives how many bytes of that a text begins with.
pub fn hiding_only(own: impl Fn(&str) -> usize, text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let (mut rest, mut safe) = (text, String::with_capacity(text.len()));
    while let Some(c) = rest.chars().next() {
        let n_own = own(rest);
        let n_bytes = if n_own > 0 { n_own } else { c.len_utf8() };
        let (first, others) = rest.split_at(n_bytes);
        if n_own > 0 {
            safe.push_str(first);
        } else {
            safe.push_str(&written_out(c));
        }
        rest = others;
    }
    Cow::Owned(safe)
}

/// A character, or what stands for one that can't be seen.
fn written_out(c: char) -> String {
    match c {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        c if is_unseen(c) => format!("\\u{{{:04X}}}", u32::from(c)),
        c => c.to_string(),
    }
}

/// A path in one line that hides nothing; written out in full where it says nothing by itself, as `.` and `../..` do.
pub fn path(path: &Path) -> String {
    let says_nothing = path.components().all(|part| matches!(part, Component::CurDir | Component::ParentDir));
    let full = if says_nothing { path.canonicalize().ok() } else { None };
    shown(&name(full.as_deref().unwrap_or(path).as_os_str())).into_owned()
}

/// A name as text: as it is, but for bytes that are no text, which are written out (`\xFF`) so that two names stay two.
pub fn name(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let name = "a\nb\tc\r\u{1b}[2J\u{202e}fdp.exe\u{200b}\u{2028}\u{7}\u{85}";
        let expected = "a\\nb\\tc\\r\\u{001B}[2J\\u{202E}fdp.exe\\u{200B}\\u{2028}\\u{0007}\\u{0085}";
        assert_eq!(shown(name), expected);
        assert_eq!(shown(expected), expected, "shown twice it is the same");
    }

    #[test]
    fn vietnamese_stays_as_it_is_composed_or_not() {
        for name in [
            "Sở Nội vụ (bản cuối).xlsx",
            "So\u{302}\u{309} No\u{323}\u{302}i vu\u{323}",
            "a\u{a0}b – “c” ✓",
            "C:\\thư\\tệp",
        ] {
            assert_eq!(shown(name), name);
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_stay_two() {
        use std::os::unix::ffi::OsStrExt;
        let [a, b] = [b"t\xFF.xlsx", b"t\xFE.xlsx"].map(|bytes| name(OsStr::from_bytes(bytes)));
        assert_eq!([a.as_str(), b.as_str()], ["t\\xFF.xlsx", "t\\xFE.xlsx"]);
    }
}
