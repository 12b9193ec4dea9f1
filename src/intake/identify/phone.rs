//! Telephone numbers of Vietnam that lost their leading 0, as those typed into a cell for numbers do.

/// How many digits a mobile number has without its 0: `912345678`.
const MOBILE: usize = 9;
/// How many a landline number has without it: `2713888888`.
const LANDLINE: usize = 10;

/// The whole number, if a text is a telephone number without its 0.
pub fn with_zero(text: &str) -> Option<String> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '(' | ')');
    let digits: String = text.chars().filter(|c| !is_between(*c)).collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let lacks_zero = match digits.len() {
        MOBILE => digits.starts_with(['3', '5', '7', '8', '9']),
        LANDLINE => digits.starts_with('2'),
        _ => false,
    };
    (is_number && lacks_zero).then(|| format!("0{digits}"))
}

/// How few digits a number may have: that of a switchboard before area codes grew.
const SHORTEST: usize = 6;

/// Whether something is written that has too few digits for a telephone number; dots and dashes are nothing.
pub fn is_too_short(text: &str) -> bool {
    let n_digits = text.chars().filter(char::is_ascii_digit).count();
    text.contains(char::is_alphanumeric) && n_digits < SHORTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_six_digits_at_least() {
        assert!(["123", "x", "0271"].into_iter().all(is_too_short));
        assert!(!["", "……", "888888", "0271 3888 888", "+84912345678"].into_iter().any(is_too_short));
    }

    #[test]
    fn a_number_without_its_leading_0_is_known_and_others_are_left_alone() {
        assert_eq!(with_zero("912345678").as_deref(), Some("0912345678"));
        assert_eq!(with_zero("912 345 678").as_deref(), Some("0912345678"));
        assert_eq!(with_zero("2713888888").as_deref(), Some("02713888888"));
        for text in
            ["0912345678", "0271 3888 888", "+84912345678", "84912345678", "3888888", "19001009", "số 912345678", ""]
        {
            assert_eq!(with_zero(text), None, "{text}");
        }
    }
}
