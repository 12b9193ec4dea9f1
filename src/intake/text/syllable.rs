//! How a Vietnamese syllable is built: which letters may follow each other and which vowel carries the tone.
//!
//! [`super::fold`] needs it to put a tone in one place, and [`super::legacy`] to tell converted text from rubbish. It knows
//! spelling, not words, so "ngoẹm" passes; there is no dictionary to keep.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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

/// The word with its tone where the 1980s spelling rules put it (hoà, khoẻ, thuỷ), composed and otherwise as it was. What
/// is not one syllable with one tone, such as a foreign or a joined word, keeps its marks.
pub fn with_new_tone_placement(word: &str) -> String {
    let mut letters = letters(word);
    let toned: Vec<usize> = (0..letters.len()).filter(|idx| letters[*idx].tone.is_some()).collect();
    if let ([from], Some(vowels)) = (&toned[..], only_vowel_group(&letters))
        && vowels.contains(from)
    {
        let to = tone_place(&letters, vowels);
        let tone = letters[*from].tone.take();
        letters[to].tone = tone;
    }
    letters.iter().flat_map(Letter::chars).nfc().collect()
}

/// Whether a word, in any case, can be one Vietnamese syllable.
pub fn is_syllable(word: &str) -> bool {
    let letters = letters(&word.to_lowercase());
    let tones: Vec<char> = letters.iter().filter_map(|letter| letter.tone).collect();
    let on_vowels = letters.iter().all(|letter| letter.tone.is_none() || letter.is_vowel());
    let toneless: String =
        letters.iter().flat_map(|letter| Letter { tone: None, ..letter.clone() }.chars()).nfc().collect();
    let spelled = ONSETS
        .iter()
        .filter_map(|onset| toneless.strip_prefix(onset))
        .any(|rime| RIMES.split_ascii_whitespace().any(|known| known == rime));
    spelled && on_vowels && tones.len() <= 1 && (!ends_in_stop(&toneless) || matches!(tones[..], [ACUTE | DOT_BELOW]))
}

const ACUTE: char = '\u{301}';
const DOT_BELOW: char = '\u{323}';

/// A letter with its marks taken apart, so that the tone can move.
#[derive(Clone)]
struct Letter {
    base: char,
    /// Marks that belong to the letter: circumflex, breve, horn, and foreign ones.
    marks: String,
    tone: Option<char>,
}

impl Letter {
    fn is_vowel(&self) -> bool {
        matches!(self.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }

    fn is_modified(&self) -> bool {
        self.marks.contains(['\u{302}', '\u{306}', '\u{31b}'])
    }

    fn chars(&self) -> impl Iterator<Item = char> + use<> {
        std::iter::once(self.base).chain(self.marks.chars().collect::<Vec<_>>()).chain(self.tone)
    }
}

fn letters(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for c in word.nfd() {
        match letters.last_mut() {
            Some(letter) if is_tone(c) && letter.tone.is_none() && !letter.marks.contains(is_tone) => {
                letter.tone = Some(c);
            }
            // Two tones on one letter are no tone, and keep their order.
            Some(letter) if is_combining_mark(c) => {
                letter.marks.extend(letter.tone.take_if(|_| is_tone(c)));
                letter.marks.push(c);
            }
            _ => letters.push(Letter { base: c, marks: String::new(), tone: None }),
        }
    }
    letters
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | ACUTE | '\u{303}' | '\u{309}' | DOT_BELOW)
}

fn ends_in_stop(word: &str) -> bool {
    word.ends_with(['c', 'k', 'p', 't']) || word.ends_with("ch")
}

/// The range of the vowels, if they stand together; a word with two groups is more than one syllable.
fn only_vowel_group(letters: &[Letter]) -> Option<std::ops::Range<usize>> {
    let start = letters.iter().position(Letter::is_vowel)?;
    let length = letters[start..].iter().take_while(|letter| letter.is_vowel()).count();
    let end = start + length;
    (!letters[end..].iter().any(Letter::is_vowel)).then_some(start..end)
}

/// Which letter carries the tone, given the vowels.
fn tone_place(letters: &[Letter], vowels: std::ops::Range<usize>) -> usize {
    let open = vowels.end == letters.len();
    let glide = vowels.len() > 1 && vowels.start > 0 && {
        let pair = (letters[vowels.start - 1].base, letters[vowels.start].base);
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
            let pair = (letters[core.start].base, letters[core.start + 1].base);
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
            assert_eq!(with_new_tone_placement(word), word);
        }
    }
}
