//! Counts typed as text, in all the ways people and programs write them.
//!
//! A text with one possible reading is accepted, one with two is remarked on, and one with none is refused with the most
//! specific reason.

use std::sync::LazyLock;

use super::{NotACount, Reading, Remark};
use crate::value::text::{ascii_fold, fold, is_blank, is_dash, is_invisible, is_numeral, is_space, legacy, narrow};

/// Words for people that may follow a number, with the commonest slip of "người". Others ("hộ", "lượt", "nghìn") change what is counted.
static UNITS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "người",
        "ng",
        "nguời",
        "lao động",
        "lđ",
        "người lao động",
        "nlđ",
        "đối tượng",
        "nhân khẩu",
        "thành viên",
    ])
});

/// Phrases that say there is nobody.
static ZERO_WORDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "không",
        "ko",
        "không có",
        "ko có",
        "k có",
        "không có ai",
        "ko có ai",
        "không ai",
        "không người",
        "không người nào",
        "không có người",
        "không có người nào",
        "không có đối tượng",
        "không có đối tượng nào",
        "không có lao động",
        "không có lao động nào",
        "không phát sinh",
        "ko phát sinh",
        "không có phát sinh",
    ])
});

/// Phrases that say the number isn't known, or doesn't apply.
static NO_DATA_WORDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "chưa có",
        "chưa có số liệu",
        "chưa có dữ liệu",
        "chưa có báo cáo",
        "chưa báo cáo",
        "chưa thống kê",
        "chưa tổng hợp",
        "chưa xác định",
        "chưa rõ",
        "không có số liệu",
        "ko có số liệu",
        "không có dữ liệu",
        "không thống kê",
        "không theo dõi",
        "không xác định",
        "không rõ",
        "không biết",
        "không áp dụng",
        "n/a",
        "na",
        "nan",
        "null",
        "nil",
        "none",
        "tbd",
    ])
});

/// Errors as other programs write them into text.
const EXCEL_ERRORS: &[&str] =
    &["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];

/// Reads a text as a count of at most `max_people`.
pub fn read(text: &str, max_people: u64) -> Reading {
    let unicode = legacy(text).map_or_else(|| text.to_owned(), |(_, unicode)| unicode);
    let plain = plain(&unicode);
    if is_blank(&plain) {
        return Reading::Blank;
    }
    if let Some(mark) = read_mark(&plain) {
        return mark;
    }
    match read_signed(&plain) {
        Ok((people, _)) if people > max_people => Reading::NotACount(NotACount::TooLarge { max_people }),
        Ok((people, remark)) => Reading::Count { people, remark: Some(remark) },
        Err(NoCount::TooLarge) => Reading::NotACount(NotACount::TooLarge { max_people }),
        Err(NoCount::Known(refusal)) => Reading::NotACount(refusal),
        Err(NoCount::NotANumber) => Reading::NotACount(NotACount::NotANumber(plain)),
    }
}

/// Why a text isn't a count, before the maximum and the text are known.
enum NoCount {
    TooLarge,
    NotANumber,
    Known(NotACount),
}

impl From<NotACount> for NoCount {
    fn from(refusal: NotACount) -> Self {
        NoCount::Known(refusal)
    }
}

type Number = Result<(u64, Remark), NoCount>;

/// The text as one would read it aloud: narrow characters, single spaces, one kind of dash, nothing invisible, and without the
/// apostrophe by which Excel is told to take digits as text. A line break stays, since two lines are two things.
fn plain(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).map(narrow).map(plain_character).collect();
    let visible = visible.trim();
    let visible = visible.strip_prefix(['\'', '’', '‘']).unwrap_or(visible).trim();
    let mut plain = String::with_capacity(visible.len());
    for c in visible.chars() {
        if c != ' ' || !plain.ends_with(' ') {
            plain.push(c);
        }
    }
    plain
}

fn plain_character(c: char) -> char {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c if is_space(c) => ' ',
        c if is_dash(c) => '-',
        c => c,
    }
}

/// Marks and phrases without a digit.
fn read_mark(plain: &str) -> Option<Reading> {
    if EXCEL_ERRORS.iter().any(|error| error.eq_ignore_ascii_case(plain)) {
        return Some(Reading::NotACount(NotACount::ExcelError(plain.to_uppercase())));
    }
    if plain.contains(is_numeral) {
        return None;
    }
    if consists_of(plain, "-") {
        return Some(Reading::Count { people: 0, remark: Some(Remark::ZeroDash) });
    }
    // A row of dots, crosses or underscores is what printed forms have where nothing was filled in.
    if consists_of(plain, ".…")
        || consists_of(plain, "xX×")
        || consists_of(plain, "?")
        || consists_of(plain, "_")
        || plain == "/"
    {
        return Some(Reading::NotACount(NotACount::NoDataMark(plain.to_owned())));
    }
    // "không?" asks; it doesn't state.
    if plain.contains('?') {
        return None;
    }
    if ZERO_WORDS.contains(plain) {
        return Some(Reading::Count { people: 0, remark: Some(Remark::ZeroWord) });
    }
    NO_DATA_WORDS.contains(plain).then(|| Reading::NotACount(NotACount::NoDataMark(plain.to_owned())))
}

/// Whether a text is nothing but some of these characters and spaces between them.
fn consists_of(text: &str, characters: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c == ' ' || characters.contains(c))
}

/// Phrases, each as it compares: with all of its diacritics or with none.
struct Phrases {
    folded: Vec<String>,
    bare: Vec<String>,
}

impl Phrases {
    fn of(phrases: &[&str]) -> Self {
        let folded = phrases.iter().map(|phrase| fold(phrase)).collect();
        Phrases { folded, bare: phrases.iter().map(|phrase| ascii_fold(phrase)).collect() }
    }

    /// Whether a text is one of them: "khống" isn't "không".
    fn contains(&self, text: &str) -> bool {
        // No phrase is longer, and folding a novel takes time.
        if text.len() > 100 {
            return false;
        }
        let folded = fold(text);
        self.folded.contains(&folded) || self.bare.contains(&folded)
    }
}

/// A number that may have a sign, brackets for negative, a percent sign, or be no number but arithmetic.
fn read_signed(plain: &str) -> Number {
    if is_expression(plain) {
        return Err(NotACount::Expression.into());
    }
    if let Some(rest) = plain.strip_suffix('%') {
        return Err(if reads_as_number(rest) { NotACount::Percent.into() } else { NoCount::NotANumber });
    }
    let bracketed = plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match plain.strip_prefix('-').or(bracketed) {
        // "-0" and "(0)" are neither negative nor how anyone writes 0.
        Some(rest) if rest.contains(|c: char| ('1'..='9').contains(&c)) && reads_as_number(rest) => {
            Err(NotACount::Negative.into())
        }
        Some(_) => Err(NoCount::NotANumber),
        None => read_with_unit(plain),
    }
}

/// Whether a text is a number of any kind, also one that can't be a count.
fn reads_as_number(text: &str) -> bool {
    matches!(read_with_unit(text.trim()), Ok(_) | Err(NoCount::TooLarge | NoCount::Known(NotACount::Fraction)))
}

/// Arithmetic: an operator among digits, or a formula that was stored as text.
fn is_expression(plain: &str) -> bool {
    let has_digit = plain.contains(|c: char| c.is_ascii_digit());
    let is_formula = plain.starts_with('=') && plain.len() > 1;
    let only_arithmetic = plain.chars().all(|c| c.is_ascii_digit() || " .,()+-*/:÷×xX=".contains(c));
    // A minus or a bracket in front is a sign.
    let has_operator =
        plain.trim_start_matches(['-', '(', ' ']).contains(['+', '-', '*', '/', '÷', '×', 'x', 'X', '=']);
    is_formula || (has_digit && only_arithmetic && has_operator)
}

/// A number and, perhaps, a word for people after it.
fn read_with_unit(plain: &str) -> Number {
    if plain.contains(['e', 'E']) && plain.replace(',', ".").parse::<f64>().is_ok() {
        return Err(NotACount::Scientific.into());
    }
    let (number, unit) = split_unit(plain);
    if unit.is_empty() {
        return read_grouped(number);
    }
    if !UNITS.contains(unit) {
        return Err(NoCount::NotANumber);
    }
    read_grouped(number).map(|(people, remark)| (people, remark.max(Remark::UnitWord)))
}

/// Splits after the last digit if letters follow. A dot behind an abbreviation ("12 ng.") belongs to the unit, one behind the
/// digits ("12.") to the number.
fn split_unit(plain: &str) -> (&str, &str) {
    let after_digit = plain.rfind(|c: char| c.is_ascii_digit()).map_or(0, |idx| idx + 1);
    let (number, unit) = plain.split_at(after_digit);
    if unit.contains(char::is_alphabetic) { (number, unit) } else { (plain, "") }
}

/// Digits with separators.
fn read_grouped(number: &str) -> Number {
    let is_separator = |c: char| matches!(c, '.' | ',' | ' ');
    if !number.contains(|c: char| c.is_ascii_digit()) || !number.chars().all(|c| c.is_ascii_digit() || is_separator(c))
    {
        return Err(NoCount::NotANumber);
    }
    let parts: Vec<&str> = number.split(is_separator).collect();
    let separators: Vec<char> = number.chars().filter(|c| is_separator(*c)).collect();
    match separators[..] {
        [] => {
            let remark = if has_leading_zero(number) { Remark::LeadingZeros } else { Remark::TextNumber };
            Ok((whole(number)?, remark))
        }
        [' '] => read_groups(&parts),
        [_] => read_one_separator(parts[0], parts[1]),
        [first, .., last] if first != last => read_groups_and_decimals(&parts, &separators),
        [first, ..] => {
            if separators.iter().all(|c| *c == first) {
                read_groups(&parts)
            } else {
                Err(NotACount::BadGrouping.into())
            }
        }
    }
}

/// One dot or comma: thousands, decimals, or either.
fn read_one_separator(before: &str, after: &str) -> Number {
    let can_be_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if can_be_group {
        return Ok((whole(&[before, after].concat())?, Remark::AmbiguousGroup));
    }
    if after.is_empty() {
        return Err(NotACount::BadGrouping.into());
    }
    if !is_zero(after) {
        return Err(NotACount::Fraction.into());
    }
    if before.is_empty() {
        return Err(NotACount::BadGrouping.into());
    }
    Ok((whole(before)?, Remark::ZeroDecimals))
}

/// Thousands by one separator throughout.
fn read_groups(groups: &[&str]) -> Number {
    if are_groups(groups) {
        Ok((whole(&groups.concat())?, Remark::GroupedText))
    } else {
        Err(NotACount::BadGrouping.into())
    }
}

/// Thousands by one separator and decimals after another. Three decimals might be a group after a slip of the finger.
fn read_groups_and_decimals(parts: &[&str], separators: &[char]) -> Number {
    let Some(((decimals, groups), (point, group))) = parts.split_last().zip(separators.split_last()) else {
        return Err(NoCount::NotANumber);
    };
    let same = group.iter().all(|c| Some(c) == group.first());
    if !same || !are_groups(groups) || *point == ' ' || matches!(decimals.len(), 0 | 3) {
        return Err(NotACount::BadGrouping.into());
    }
    if !is_zero(decimals) {
        return Err(NotACount::Fraction.into());
    }
    Ok((whole(&groups.concat())?, Remark::GroupedText))
}

fn are_groups(groups: &[&str]) -> bool {
    match groups {
        [first, rest @ ..] => {
            (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
        }
        [] => false,
    }
}

fn has_leading_zero(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0')
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|b| b == b'0')
}

fn whole(digits: &str) -> Result<u64, NoCount> {
    // Only ASCII digits come here, so a failure means too many of them.
    digits.parse().map_err(|_| NoCount::TooLarge)
}
