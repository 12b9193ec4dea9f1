//! Names of people on the cover, told from what stands there in place of one.

use crate::value::text;

/// What is written where somebody is yet to sign, or for the signature itself. Without diacritics.
const NO_NAMES: [&str; 13] = [
    "ky ten",
    "ky",
    "da ky",
    "ky ho ten",
    "ky dong dau",
    "ky ten dong dau",
    "ky ghi ro ho ten",
    "ho ten",
    "ho va ten",
    "nguoi ky",
    "thu truong",
    "thu truong don vi",
    "chua co",
];

/// Whether a text may be somebody's name: two letters at least, and not the words for a signature.
pub fn is_name(name: &str) -> bool {
    let folded = text::ascii_fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let n_letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    n_letters > 1 && !NO_NAMES.contains(&words.join(" ").as_str()) && !is_one_letter_repeated(&folded)
}

/// `xxx`, as typed to fill a cell.
fn is_one_letter_repeated(folded: &str) -> bool {
    let mut letters = folded.chars().filter(|c| c.is_alphabetic());
    letters.next().is_some_and(|first| letters.all(|letter| letter == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_words_for_a_signature_are_no_name() {
        for text in
            ["x", "X.", "xxx", "(Ký tên)", "(Ký, họ tên)", "(Ký, đóng dấu)", "Đã ký", "Thủ trưởng đơn vị", "123"]
        {
            assert!(!is_name(text), "{text}");
        }
        for name in ["Nguyễn Văn A", "Lê Kỳ", "Hạnh", "Y Bih", "Giám đốc Trần Thị Ký"] {
            assert!(is_name(name), "{name}");
        }
    }
}
