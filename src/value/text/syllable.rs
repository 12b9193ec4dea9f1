//! How a Vietnamese syllable is built: which letters may follow each other and which vowel carries the tone.
//!
//! [`super::fold`] needs it to put a tone in one place, and [`super::legacy`] to tell converted text from rubbish. It knows
//! spelling, not words, so "ngoẹm" passes; there is no dictionary to keep.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::letters::OfLetters;

const ONSETS: &[&str] = &[
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "q",
    "qu", "r", "s", "t", "th", "tr", "v", "x", // Place names of the Central Highlands: Krông, Đray.
    "kr", "đr",
];

/// What may follow the onset, without tone. `ăk` is for Đắk Lắk.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu \
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu \
    y yêm yên yêng yêt yêu";

/// Adds the word, composed and in lower case, with its tone where the 1980s spelling rules put it (hoà, khoẻ, thuỷ). What is
/// not one syllable with one tone, such as a foreign or a joined word, keeps its marks.
pub fn push_with_new_tone_placement(word: &str, to: &mut String) {
    let word = with_tones_last(word);
    match moved_tone(&word) {
        Some(letters) => to.extend(letters.iter().map(TonelessLetter::composed)),
        None => to.push_str(&word),
    }
}

/// The word composed where a tone was typed before the letter's own mark, as in á with a circumflex after it.
fn with_tones_last(word: &str) -> Cow<'_, str> {
    if word.is_ascii() || !word.chars().any(is_combining_mark) {
        return Cow::Borrowed(word);
    }
    let mut ordered = String::with_capacity(word.len());
    let mut tone = None;
    for c in word.nfd() {
        if is_tone(c) && tone.is_none() {
            tone = Some(c);
            continue;
        }
        if !matches!(c, CIRCUMFLEX | BREVE | HORN) {
            // Two tones on one letter are no tone, and keep their order, as foreign marks do.
            ordered.extend(tone.take());
        }
        ordered.push(c);
    }
    ordered.extend(tone);
    Cow::Owned(ordered.nfc().collect())
}

const CIRCUMFLEX: char = '\u{302}';
const BREVE: char = '\u{306}';
const HORN: char = '\u{31b}';

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// The letters with the tone where it belongs; `None` if it is there, or there is none.
fn moved_tone(word: &str) -> Option<Vec<TonelessLetter>> {
    if word.is_ascii() {
        return None;
    }
    let mut letters = letters(word);
    let mut toned = (0..letters.len()).filter(|idx| letters[*idx].tone > 0);
    let (from, None) = (toned.next()?, toned.next()) else { return None };
    let vowels = only_vowel_group(&letters)?;
    let to = tone_place(&letters, &vowels);
    if !vowels.contains(&from) || to == from {
        return None;
    }
    letters[to].tone = std::mem::take(&mut letters[from].tone);
    Some(letters)
}

/// Whether a word, composed and in any case, can be one Vietnamese syllable.
pub fn is_syllable(word: &str) -> bool {
    let letters = letters(&word.to_lowercase());
    let tones: Vec<usize> = letters.iter().map(|letter| letter.tone).filter(|tone| *tone > 0).collect();
    let toneless: String = letters.iter().map(|letter| letter.toneless).collect();
    let spelled = ONSETS
        .iter()
        .filter_map(|onset| toneless.strip_prefix(onset))
        .any(|rime| RIMES.split_ascii_whitespace().any(|known| known == rime));
    spelled && tones.len() <= 1 && (!ends_in_stop(&toneless) || matches!(tones[..], [ACUTE | DOT_BELOW]))
}

/// The vowels, each without tone and with the five.
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

/// The positions of two tones in [`VOWELS`].
const ACUTE: usize = 2;
const DOT_BELOW: usize = 5;

/// A letter with its tone taken off, so that the tone can move.
#[derive(Clone, Copy)]
struct TonelessLetter {
    toneless: char,
    /// Its row in [`VOWELS`]; `None` for a consonant and for any other character.
    vowel: Option<usize>,
    /// The tone's position in that row, 0 for none.
    tone: usize,
}

impl TonelessLetter {
    fn of(c: char) -> Self {
        static MARKED: LazyLock<OfLetters<TonelessLetter>> = LazyLock::new(|| OfLetters::new(TonelessLetter::found));
        match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' => Self::found(c),
            c => MARKED.get(c).copied().unwrap_or(TonelessLetter { toneless: c, vowel: None, tone: 0 }),
        }
    }

    fn found(c: char) -> Self {
        match (0..VOWELS.len()).find_map(|vowel| Some((vowel, VOWELS[vowel].iter().position(|toned| *toned == c)?))) {
            Some((vowel, tone)) => TonelessLetter { toneless: VOWELS[vowel][0], vowel: Some(vowel), tone },
            None => TonelessLetter { toneless: c, vowel: None, tone: 0 },
        }
    }

    fn is_vowel(&self) -> bool {
        self.vowel.is_some()
    }

    /// Whether it is a vowel with a mark of its own: ă, â, ê, ô, ơ, ư.
    fn is_modified(&self) -> bool {
        self.is_vowel() && !self.toneless.is_ascii()
    }

    fn composed(&self) -> char {
        self.vowel.map_or(self.toneless, |vowel| VOWELS[vowel][self.tone])
    }
}

fn letters(word: &str) -> Vec<TonelessLetter> {
    word.chars().map(TonelessLetter::of).collect()
}

fn ends_in_stop(word: &str) -> bool {
    word.ends_with(['c', 'k', 'p', 't']) || word.ends_with("ch")
}

/// The range of the vowels, if they stand together; a word with two groups is more than one syllable.
fn only_vowel_group(letters: &[TonelessLetter]) -> Option<std::ops::Range<usize>> {
    let start = letters.iter().position(TonelessLetter::is_vowel)?;
    let length = letters[start..].iter().take_while(|letter| letter.is_vowel()).count();
    let end = start + length;
    (!letters[end..].iter().any(TonelessLetter::is_vowel)).then_some(start..end)
}

/// Which letter carries the tone, given the vowels.
fn tone_place(letters: &[TonelessLetter], vowels: &std::ops::Range<usize>) -> usize {
    let open = vowels.end == letters.len();
    let glide = vowels.len() > 1 && vowels.start > 0 && {
        let pair = (letters[vowels.start - 1].toneless, letters[vowels.start].toneless);
        // The vowel letter of "qu" and "gi" is part of the consonant.
        matches!(pair, ('q', 'u') | ('g', 'i'))
    };
    let core = vowels.start + usize::from(glide)..vowels.end;
    if let Some(modified) = core.clone().rev().find(|idx| letters[*idx].is_modified()) {
        return modified;
    }
    let second = match core.len() {
        0 | 1 => false,
        2 => {
            let pair = (letters[core.start].toneless, letters[core.start + 1].toneless);
            !open || matches!(pair, ('o', 'a' | 'e') | ('u', 'y'))
        }
        _ => true,
    };
    core.start + usize::from(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_syllables_pass() {
        let text = "Uỷ ban nhân dân tỉnh Đắk Lắk người tham gia bảo hiểm xã hội tự nguyện thất nghiệp y tế quận huyện \
            Krông Quỳnh Quốc khuỷu ngoằn ngoèo giếng gì thuở khuya oanh yểng quyết xoong được";
        for word in text.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn others_do_not() {
        for word in ["café", "für", "ñu", "hàc", "ươ", "sôû", "ñoäng", "", "đ", "bbb", "nghĩạ", "łódź"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn foreign_and_joined_words_keep_their_marks() {
        for word in ["café", "hànội", "naïve", "doña", "zoë", "ṹ"] {
            let mut kept = String::new();
            push_with_new_tone_placement(word, &mut kept);
            assert_eq!(kept, word);
        }
    }
}
