//! Text compared as people mean it: one name typed with another keyboard, font, tone placement or spacing is the same name.
//!
//! Nothing here changes what a file says; folded text is for comparing only, and the original is what gets shown. Which names
//! are known, and what to say about an unknown one, is left to the callers.

mod abbreviation;
mod legacy;
mod letters;
mod syllable;

pub use abbreviation::written_out;
pub use legacy::{Encoding, legacy};

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use letters::OfLetters;

/// Whether a person sees nothing: empty, or only spaces and characters without a shape, as copied from web pages and Word.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || is_invisible(c))
}

/// The text with each letter and its marks in one character, as a keyboard on Windows types them; nothing else of it changes.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_stable) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The text in the one form in which equal meaning is equal text: composed, lower case, new tone placement (hoà, thuỷ), single
/// spaces and none around punctuation, plain dashes and quotes, nothing but words at both ends. `đ` stays apart from `d`.
///
/// Give it what [`legacy`] has had a look at: in TCVN3 text a soft hyphen is the letter `ư`, and here it is dropped.
pub fn fold(text: &str) -> String {
    let plain = plain_characters(text);
    let mut folded = String::with_capacity(plain.len());
    for run in runs(&plain, is_of_word) {
        match run {
            Stretch::Word(word) => syllable::push_with_new_tone_placement(word, &mut folded),
            Stretch::Other(other) => folded.push_str(other),
        }
    }
    close_up(&folded)
}

/// Whether a character is part of a word: a letter, or a mark that didn't compose with one.
fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        c if is_vietnamese_letter(c) => true,
        c => c.is_alphabetic() || is_combining_mark(c),
    }
}

/// How a text begins: a digest of its first letters and digits, small and without marks, `n` of them if there are as many. Texts that
/// [`fold`] to the same begin with the same, so that those that don't need no folding. After a letter that isn't Latin the others don't
/// count: some of those are written in one character or in several.
pub fn beginning(text: &str, n: usize) -> u64 {
    // Fowler–Noll–Vo, by whole characters.
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let visible = text.chars().filter(|c| !is_invisible(*c)).map(narrow);
    let letters = visible.filter(|c| is_letter_or_digit(*c)).filter_map(bare);
    let mut digest = BASIS;
    for c in letters.take(n) {
        digest = (digest ^ u64::from(c)).wrapping_mul(PRIME);
        if !matches!(c, '0'..='9' | 'a'..='\u{24f}') {
            break;
        }
    }
    digest
}

/// Whether a character is more than a mark or one of the signs that stand for an apostrophe.
fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        c if is_vietnamese_letter(c) => true,
        c => c.is_alphanumeric() && !is_combining_mark(c) && c != 'ʼ',
    }
}

/// Whether a character is one of the letters beyond ASCII that Vietnamese text is made of, or a neighbour of theirs: asked
/// before the tables of the whole world.
fn is_vietnamese_letter(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ư' | 'Ạ'..='ỹ')
}

/// A letter, small and without marks.
fn bare(c: char) -> Option<char> {
    // What is decomposed once, since nearly all text is made of it.
    static BARE: LazyLock<OfLetters<Option<char>>> = LazyLock::new(|| OfLetters::new(decomposed));
    match c {
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        c => BARE.get(c).copied().unwrap_or_else(|| decomposed(c)),
    }
}

fn decomposed(c: char) -> Option<char> {
    let mut letter = None;
    decompose_canonical(c, |part| letter = letter.or(Some(part)));
    let small = letter?.to_lowercase().next()?;
    Some(if matches!(small, 'ð' | 'ɖ') { 'đ' } else { small })
}

/// [`char::is_numeric`], but quick to say so of what Vietnamese text is made of.
pub fn is_numeral(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_digit(),
        'À'..='\u{2ff}' | 'Ạ'..='ỹ' => false,
        c => c.is_numeric(),
    }
}

/// [`fold`] without any diacritics and with `d` for `đ`: how people type in a hurry. For suggestions, never for equality:
/// without diacritics two different communes can have one name. Letters of other alphabets stay.
pub fn ascii_fold(text: &str) -> String {
    without_diacritics(&fold(text))
}

/// The text without any diacritics and with `d` for `đ`.
pub fn without_diacritics(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect()
}

/// The one candidate that the text was probably meant to be, for "có phải là …?".
///
/// Without diacritics it is at most one slip per five characters away, or one contains the other word for word ("Lộc
/// Ninh" and "UBND huyện Lộc Ninh"). Numbers must agree, since "Quận 1" is no misspelling of "Quận 2". When two candidates
/// are as near as each other the answer is `None`: a question that names the wrong agency is worse than none.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = FoldedText::new(text);
    let possible: Vec<_> = candidates
        .map(|candidate| (candidate, FoldedText::new(candidate)))
        .filter(|(_, candidate)| candidate.digits() == wanted.digits())
        .collect();
    let by_slips = possible.iter().filter_map(|(name, candidate)| Some((wanted.slips(candidate)?, *name)));
    only_best(by_slips).or_else(|| {
        let by_words = possible.iter().filter(|(_, candidate)| wanted.shares_words(candidate));
        only_best(by_words.map(|(name, _)| ((0, 0), *name)))
    })
}

/// Text as [`nearest`] compares it.
struct FoldedText {
    folded: String,
    ascii: String,
}

impl FoldedText {
    fn new(text: &str) -> Self {
        FoldedText { folded: fold(text), ascii: ascii_fold(text) }
    }

    fn digits(&self) -> impl PartialEq + use<> {
        self.ascii.chars().filter(char::is_ascii_digit).collect::<String>()
    }

    /// How many slips lie between the two, first without and then with diacritics; `None` if too many.
    fn slips(&self, other: &FoldedText) -> Option<(usize, usize)> {
        let length = self.ascii.chars().count();
        let allowed = length / 5 + usize::from(length == 4);
        // The distance takes time by the product of the lengths, and a cell may hold 32,767 characters.
        if length == 0 || length.abs_diff(other.ascii.chars().count()) > allowed {
            return None;
        }
        let bare = strsim::damerau_levenshtein(&self.ascii, &other.ascii);
        (bare <= allowed).then(|| (bare, strsim::damerau_levenshtein(&self.folded, &other.folded)))
    }

    /// Whether one text's words, at least two, stand together in the other.
    fn shares_words(&self, other: &FoldedText) -> bool {
        let (ours, theirs) = (words(&self.ascii), words(&other.ascii));
        let (short, long) = if ours.len() <= theirs.len() { (ours, theirs) } else { (theirs, ours) };
        short.len() >= 2 && long.windows(short.len()).any(|window| window == short)
    }
}

/// The name with the lowest score, if no other name has it too.
fn only_best<'a>(scored: impl Iterator<Item = ((usize, usize), &'a str)>) -> Option<&'a str> {
    let mut scored: Vec<_> = scored.collect();
    scored.sort_by_key(|(score, _)| *score);
    scored.dedup();
    match scored[..] {
        [] => None,
        [(first, _), (second, _), ..] if first == second => None,
        [(_, name), ..] => Some(name),
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Space of any width, and what ends a line.
pub fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Characters that take no place on paper: zero-width spaces and joiners, byte order mark, soft hyphen, direction marks, control
/// codes, and the fillers that some messengers use for an empty line.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && !is_space(c))
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        )
}

/// Whether a character is some kind of dash.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// The ASCII character that a full-width one, as typed with an East Asian keyboard, stands for; others as they are.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Lower case and composed, with one character for each family of look-alikes.
fn plain_characters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Invisible characters go first: between a letter and its tone they would keep the two apart.
    let visible = text.chars().filter(|c| !is_invisible(*c)).map(narrow);
    if text.chars().all(is_stable) {
        visible.for_each(|c| push_plain(c, &mut plain));
    } else {
        visible.nfc().for_each(|c| push_plain(c, &mut plain));
    }
    plain
}

/// Whether composing leaves a character as it is, whatever stands beside it: what is below the combining marks, the
/// letters of Vietnamese, the common dashes and quotes. Nearly all text is made of these.
fn is_stable(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}')
}

fn push_plain(c: char, plain: &mut String) {
    match c {
        c if c.is_ascii_alphanumeric() => plain.push(c.to_ascii_lowercase()),
        c if is_space(c) => plain.push(' '),
        c if is_dash(c) => plain.push('-'),
        // The Icelandic and African letters look like Đ in capitals, and old keyboards produce them.
        'ð' | 'Ð' | 'ɖ' | 'Ɖ' => plain.push('đ'),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => plain.push('"'),
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '´' | '`' => plain.push('\''),
        '…' => plain.push_str("..."),
        c => plain.extend(c.to_lowercase()),
    }
}

/// Collapses spaces, drops those around punctuation, and trims both ends down to words, numbers and brackets.
fn close_up(text: &str) -> String {
    let mut closed = String::with_capacity(text.len());
    let mut pending_space = false;
    for c in text.chars() {
        if c == ' ' {
            pending_space = true;
            continue;
        }
        if pending_space && !is_tight(c) && closed.chars().next_back().is_some_and(|last| !is_tight(last)) {
            closed.push(' ');
        }
        pending_space = false;
        closed.push(c);
    }
    let trimmed = closed.trim_matches(is_edge_punctuation);
    if trimmed.len() == closed.len() { closed } else { trimmed.to_owned() }
}

/// Punctuation about which nobody remembers whether a space goes with it: "TP. Huế", "BHXH - BHYT".
fn is_tight(c: char) -> bool {
    matches!(c, '-' | '/' | '(' | ')' | '[' | ']' | ',' | '.' | ';' | ':' | '&' | '"')
}

/// What may stand before or after a label without changing which label it is. Brackets stay: what they hold may matter.
fn is_edge_punctuation(c: char) -> bool {
    matches!(
        c,
        ' ' | '-' | ',' | '.' | ';' | ':' | '*' | '"' | '\'' | '+' | '_' | '=' | '|' | '!' | '?' | '•' | '·' | '~'
    )
}

/// A stretch of text that is, or is not, one word.
enum Stretch<'a> {
    Word(&'a str),
    Other(&'a str),
}

/// Splits text into words and what lies between them; together they are the text.
fn runs<'a>(text: &'a str, in_word: impl Fn(char) -> bool + 'a) -> impl Iterator<Item = Stretch<'a>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = in_word(rest.chars().next()?);
        let end = rest.find(|c| in_word(c) != is_word).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(if is_word { Stretch::Word(run) } else { Stretch::Other(run) })
    })
}

#[cfg(test)]
mod tests;
