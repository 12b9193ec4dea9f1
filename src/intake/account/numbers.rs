//! Which cells hold a number.

use crate::intake::number::{NotACount, Reading, read_count};
use crate::value::grid::Value;
use crate::value::text::{is_invisible, is_numeral, narrow};

/// True for numbers, for values a program turned a number into (date, bool, error), and for text that parses as a number, even
/// one that can't be a count. False for text that only mentions a number.
pub fn holds_number(value: &Value) -> bool {
    match value {
        Value::Blank => false,
        Value::Number(_) | Value::Percent(_) | Value::Disguised(..) | Value::Date(_) => true,
        Value::Bool(_) | Value::Error(_) => true,
        Value::Text(text) => {
            text.len() <= LONGEST_NUMBER
                && mentions_number(value)
                && !has_word_before_digit(text)
                && reads_as_number(value, text)
        }
    }
}

/// Whether a word comes before the last digit, which rules out a number. Letters that occur in numbers and arithmetic, as in
/// `1,2E+05` and `3x4`, don't count as words.
fn has_word_before_digit(text: &str) -> bool {
    let end = text.rfind(|c| narrow(c).is_ascii_digit()).unwrap_or(0);
    text[..end].chars().map(narrow).any(|c: char| c.is_alphabetic() && !is_invisible(c) && !"xXeE".contains(c))
}

/// In bytes; longer texts aren't parsed, which would take time.
const LONGEST_NUMBER: usize = 200;

fn reads_as_number(value: &Value, text: &str) -> bool {
    match read_count(value, u64::MAX) {
        Reading::Count { .. } => true,
        Reading::Blank => false,
        // A formula that was stored as text is no number unless it is plain arithmetic.
        Reading::NotACount(NotACount::Expression) => !text.contains(|c: char| c.is_alphabetic() && !"xX".contains(c)),
        Reading::NotACount(refusal) => !matches!(refusal, NotACount::NotANumber(_) | NotACount::NoDataMark(_)),
    }
}

/// Whether a cell shows a number, alone or among words: `khoảng 50`.
pub(super) fn mentions_number(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.contains(is_numeral),
        Value::Blank => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What makes up numbers, words and old fonts, in any order.
        #[test]
        fn no_text_with_a_word_before_a_digit_reads_as_a_number(
            text in "([0-9]|[ .,()+*/:=%'x×eEаé-]|người|ng|lđ|NĐ|[µ¸¶·âùøôoaưƯ¹½１ｘＡ\u{3164}\u{200b}]){1,8}"
        ) {
            let value = Value::Text(text.clone());
            prop_assert!(!(has_word_before_digit(&text) && reads_as_number(&value, &text)), "{text}");
        }
    }

    #[test]
    fn what_reads_as_a_number_is_one_and_what_mentions_one_is_not() {
        let text = |text: &str| holds_number(&Value::Text(text.to_owned()));
        for number in
            ["1234", " 1.234 ", "12,5", "-7", "(7)", "500 người", "15%", "1/2", "20/6/2023", "1,2E+05", "１２"]
        {
            assert!(text(number), "{number}");
        }
        for words in ["", "-", "không", "x", "Từ 15 tuổi", "khoảng 50", "NĐ 68/2000/NĐ-CP", "12 hộ", "=A1"] {
            assert!(!text(words), "{words}");
        }
        for value in [Value::Number(0.0), Value::Date(1.0), Value::Bool(false), Value::Error("#N/A".to_owned())] {
            assert!(holds_number(&value), "{value:?}");
        }
        assert!(!holds_number(&Value::Blank));
    }
}
