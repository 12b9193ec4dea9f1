//! Whether a label now means something else, or is only written differently: shortened, abbreviated, with a typing error,
//! with something added.

use crate::value::text;

/// How far a word may be from another and still be the same with a slip.
const MAX_SLIPS: usize = 1;

/// The shortest word of which a slip is thought.
const MIN_LETTERS: usize = 4;

/// True if a label has words that the template's label lacks, and lacks words that it has. Text in brackets is an
/// explanation and may come or go.
pub fn says_something_else(label: &str, own: &str) -> bool {
    let (label, own) = (words(label), words(own));
    let is_gone = |n: usize| !stands_in(&own, n, &label);
    (0..label.len()).any(|n: usize| !stands_in(&label, n, &own)) && (0..own.len()).any(is_gone)
}

/// The words outside of brackets, without diacritics; digits are numbering.
fn words(label: &str) -> Vec<String> {
    let label = label.split(['(', '[']).next().unwrap_or(label);
    let folded = text::without_diacritics(&text::written_out(label));
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(char::is_alphabetic));
    words.map(str::to_owned).collect()
}

/// Whether a word of one label stands in another: itself, with a slip, as initials of words, or as one of the words of
/// which initials stand there.
fn stands_in(words: &[String], n: usize, others: &[String]) -> bool {
    let word = &words[n];
    others.iter().any(|other| is_same(word, other) || is_within_initials(words, n, other)) || are_initials(word, others)
}

fn is_same(word: &str, other: &str) -> bool {
    let is_long = word.len().min(other.len()) >= MIN_LETTERS;
    word == other || (is_long && strsim::damerau_levenshtein(word, other) <= MAX_SLIPS)
}

/// Whether a word is the initials of consecutive words: `dn` of `doanh nghiep`.
fn are_initials(word: &str, words: &[String]) -> bool {
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    word.len() > 1 && initials.contains(word)
}

/// Whether the word at a place is among consecutive words of which another is the initials.
fn is_within_initials(words: &[String], n: usize, other: &str) -> bool {
    let length = other.chars().count();
    length > 1
        && (0..words.len().saturating_sub(length - 1))
            .any(|first| (first..first + length).contains(&n) && are_initials(other, &words[first..first + length]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_of_writing_is_no_change() {
        let (state, household) =
            ("Doanh nghiệp nhà nước", "Hộ kinh doanh cá thể (hợp đồng lao động từ đủ 1 tháng trở lên)");
        for (label, own) in [
            (" Doanh nghiệp  nhà nước ", state),
            ("DN nhà nước", state),
            ("DNNN", state),
            ("1. Doanh nghiep nha nuoc", state),
            ("Doanh nghiệp nhà nước (100% vốn)", state),
            ("Doanh nghịêp nhà nứơc", state),
            ("Doanh nghiệp nhà nước trên địa bàn", state),
            ("Hộ KD cá thể", household),
            ("Hộ kinh doanh", household),
            ("Tổ hợp tác (HĐLĐ)", "Tổ hợp tác (hợp đồng lao động từ đủ 1 tháng trở lên)"),
            ("HTX", "Hợp tác xã"),
        ] {
            assert!(!says_something_else(label, own), "{label}");
        }
    }

    #[test]
    fn another_group_is_a_change() {
        for (label, own) in [
            ("Doanh nghiệp tư nhân", "Doanh nghiệp nhà nước"),
            ("DN tư nhân", "Doanh nghiệp nhà nước"),
            ("Hộ nông dân", "Hộ kinh doanh cá thể (hợp đồng lao động từ đủ 1 tháng trở lên)"),
            ("Số lao động nữ", "Số người đang làm việc"),
            ("Tổ vay vốn", "Tổ hợp tác"),
        ] {
            assert!(says_something_else(label, own), "{label}");
        }
    }
}
