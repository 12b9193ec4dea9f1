//! Text of the fonts before Unicode: TCVN3 (fonts `.VnTime`, "ABC") and VNI (fonts `VNI-Times`), as spreadsheets kept it.
//!
//! Such text was stored as the Western European characters under which the font drew Vietnamese ones. It is recognised by
//! what comes out: each converted word must be a possible Vietnamese syllable and some word must have been impossible before.
//! When in doubt nothing is converted; what to tell the officer is left to the caller.

use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::{Stretch, runs, syllable::is_syllable};

/// A way of writing Vietnamese from before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// TCVN 5712:1993, one character per letter. Its capitals with tone came from a second font (`.VnTimeH`).
    Tcvn3,
    /// VNI for Windows, a letter followed by a character for its marks.
    Vni,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Tcvn3 => "TCVN3 (ABC)",
            Encoding::Vni => "VNI",
        })
    }
}

/// The encoding and the text in Unicode, if it is certain that the text is legacy Vietnamese; `None` for everything else.
pub fn legacy(text: &str) -> Option<(Encoding, String)> {
    // Legacy text has no letter beyond Latin-1; Unicode Vietnamese nearly always has one.
    if text.is_ascii() || text.contains(|c| matches!(c, 'Ạ'..='ỹ' | 'ă' | 'đ' | 'Đ' | 'ơ' | 'ư' | 'Ơ' | 'Ư'))
    {
        return None;
    }
    let text: String = text.nfc().collect();
    if text.is_ascii() || text.chars().any(|c| c > '\u{ff}' && c.is_alphabetic()) {
        return None;
    }
    match (converted(&text, Encoding::Tcvn3), converted(&text, Encoding::Vni)) {
        (Some(text), None) => Some((Encoding::Tcvn3, text)),
        (None, Some(text)) => Some((Encoding::Vni, text)),
        _ => None,
    }
}

/// TCVN3 characters and the letters they were drawn as, pairwise. `\u{ad}` is the soft hyphen. Small letters with tone also
/// served as capitals; only seven letters had capitals of their own.
const TCVN3: (&str, &str) = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u{ad}õøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
);

/// VNI characters that stand for a letter on their own, in small letters; capitals correspond.
const VNI_SINGLE: (&str, &str) = ("íìæóòôöîñ", "íìỉĩịơưỵđ");

/// VNI marks: what follows the letters in the first column, and the combining marks it stands for.
const VNI_MARKS: &[(&str, &[(char, &str)])] = &[
    ("aeoyuôö", &[('ù', "\u{301}"), ('ø', "\u{300}"), ('û', "\u{309}"), ('õ', "\u{303}"), ('ï', "\u{323}")]),
    (
        "aeo",
        &[
            ('â', "\u{302}"),
            ('á', "\u{302}\u{301}"),
            ('à', "\u{302}\u{300}"),
            ('å', "\u{302}\u{309}"),
            ('ã', "\u{302}\u{303}"),
            ('ä', "\u{302}\u{323}"),
        ],
    ),
    (
        "a",
        &[
            ('ê', "\u{306}"),
            ('é', "\u{306}\u{301}"),
            ('è', "\u{306}\u{300}"),
            ('ú', "\u{306}\u{309}"),
            ('ü', "\u{306}\u{303}"),
            ('ë', "\u{306}\u{323}"),
        ],
    ),
];

/// VNI marks that also follow a vowel in French or Spanish (haï, aún), so that one word with them proves nothing.
const WEAK_VNI_MARKS: &str = "ïüúùëéê";

/// The whole text from one encoding, if that is what it certainly is.
fn converted(text: &str, encoding: Encoding) -> Option<String> {
    let mut result = String::with_capacity(text.len() * 2);
    let mut evidence = BTreeSet::new();
    let mut is_strong = false;
    for run in runs(text, |c| in_word(c, encoding)) {
        let word = match run {
            Stretch::Word(word) if !word.is_ascii() => word,
            Stretch::Word(same) | Stretch::Other(same) => {
                result.push_str(same);
                continue;
            }
        };
        let decoded = decode(word, encoding)?;
        if !is_syllable(&decoded) {
            return None;
        }
        if !is_syllable(word) && word.chars().count() >= 2 {
            evidence.insert(word);
            is_strong |= word.chars().count() >= 3 && is_unlike_any_language(word, encoding);
        }
        result.push_str(&decoded);
    }
    (evidence.len() >= 2 || is_strong).then_some(result)
}

fn in_word(c: char, encoding: Encoding) -> bool {
    c.is_alphabetic() || (encoding == Encoding::Tcvn3 && TCVN3.0.contains(c))
}

/// Whether a word alone shows that no European language wrote it: a symbol or a capital within a TCVN3 word, a foreign
/// combination of VNI.
fn is_unlike_any_language(word: &str, encoding: Encoding) -> bool {
    match encoding {
        Encoding::Tcvn3 => {
            let chars: Vec<char> = word.chars().collect();
            chars.iter().any(|c| *c < '\u{c0}' && !c.is_ascii() || matches!(c, '×' | '÷'))
                || chars.windows(2).any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase())
        }
        Encoding::Vni => {
            let marks =
                word.to_lowercase().chars().filter(|c| !c.is_ascii() && !VNI_SINGLE.0.contains(*c)).collect::<String>();
            marks.chars().any(|c| !WEAK_VNI_MARKS.contains(c))
        }
    }
}

/// One word from one encoding; `None` if it holds a character that the encoding doesn't have there.
fn decode(word: &str, encoding: Encoding) -> Option<String> {
    match encoding {
        Encoding::Tcvn3 => decode_tcvn3(word),
        Encoding::Vni => decode_vni(word),
    }
}

fn decode_tcvn3(word: &str) -> Option<String> {
    let decoded: String =
        word.chars().map(|c| if c.is_ascii() { Some(c) } else { paired(TCVN3, c) }).collect::<Option<_>>()?;
    // In "TØNH" the font had no capital for the toned letter, and a small one was typed among capitals.
    let ascii: Vec<char> = word.chars().filter(char::is_ascii).collect();
    let shouted = ascii.len() >= 2 && ascii.iter().all(char::is_ascii_uppercase);
    Some(if shouted { decoded.to_uppercase() } else { decoded })
}

fn decode_vni(word: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut chars = word.chars().peekable();
    while let Some(letter) = chars.next() {
        let small = small(letter);
        let is_capital = small != letter;
        let base = if small.is_ascii() { small } else { paired(VNI_SINGLE, small)? };
        let marks = chars.peek().and_then(|next| vni_marks(small, self::small(*next)));
        if marks.is_some() {
            chars.next();
        }
        let composed = std::iter::once(base).chain(marks.unwrap_or_default().chars()).nfc();
        if is_capital {
            decoded.extend(composed.flat_map(char::to_uppercase));
        } else {
            decoded.extend(composed);
        }
    }
    Some(decoded)
}

/// The combining marks that a VNI character stands for after a letter.
fn vni_marks(letter: char, mark: char) -> Option<&'static str> {
    VNI_MARKS
        .iter()
        .filter(|(letters, _)| letters.contains(letter))
        .flat_map(|(_, marks)| *marks)
        .find_map(|(c, marks)| (*c == mark).then_some(*marks))
}

/// The small form of a Latin-1 letter.
fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn paired((from, to): (&'static str, &'static str), c: char) -> Option<char> {
    from.chars().zip(to.chars()).find_map(|(known, letter)| (known == c).then_some(letter))
}

#[cfg(test)]
mod tests;
