//! How numbers, percentages, dates and lists are written for people in Vietnam: `1.234`, `35,02%`, `30/6/2023`.
//! One way each, used by messages, workbooks and reports alike.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::grid::Value;
use super::percent::Percent;

/// A number of people with dots between thousands: `1.234.567`, `-12`.
pub fn people(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = if n < 0 { "-".to_owned() } else { String::new() };
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// As [`people`], for a count.
pub fn count(n: u64) -> String {
    people(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A text whose whole numbers of people are written as [`people`] writes them: `không quá 3.991`. What is only part of a word,
/// a formula or a date stays as it is.
pub fn with_thousands(text: &str) -> String {
    text.split(' ')
        .map(|word| {
            let number = word.trim_end_matches([',', ';']);
            let is_number =
                number.len() > 3 && !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
            match number.parse().ok().filter(|_| is_number) {
                Some(n) => format!("{}{}", people(n), &word[number.len()..]),
                None => word.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A plan's target: `29,5%`.
pub fn target(percent: Percent) -> String {
    format!("{}%", percent.to_string().replace('.', ","))
}

/// A share in percent with a number of decimals, rounded half up: `35,02%`. The whole must not be 0.
pub fn share(part: i64, whole: i64, decimals: u32) -> String {
    format!("{}%", decimal(part, whole, decimals).replace('.', ","))
}

/// A stored number as a cell formatted for percentages shows it, without the noise that binary fractions leave: `51%`.
pub fn stored_percent(number: f64) -> String {
    let percent = (number * 1e8).round() / 1e6;
    format!("{}%", percent.to_string().replace('.', ","))
}

/// A cell's value as it stands, for a message; empty if there is nothing.
pub fn content(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        // As Excel shows it, rather than with hundreds of digits.
        Value::Number(number) | Value::Date(number) | Value::Disguised(number, _) if number.abs() >= 1e16 => {
            format!("{number:E}").replace('E', "E+")
        }
        Value::Number(number) | Value::Date(number) | Value::Disguised(number, _) => number.to_string(),
        Value::Percent(number) => stored_percent(*number),
        Value::Text(text) | Value::Error(text) => text.trim().to_owned(),
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
    }
}

/// [`content`] of a number with a decimal comma, as Excel shows it in Vietnam: a point would make thousands of it.
pub fn decimal_comma(value: &Value) -> String {
    content(value).replace('.', ",")
}

/// 100 × part ÷ whole as exact decimal text with a dot, rounded half up: `35.0123`. The whole must not be 0.
pub fn decimal(part: i64, whole: i64, decimals: u32) -> String {
    let scale = 10i128.pow(decimals);
    let (part, whole) = (i128::from(part) * 100 * scale, i128::from(whole));
    let rounded = (2 * part.abs() + whole.abs()) / (2 * whole.abs());
    let sign = if (part < 0) != (whole < 0) && rounded != 0 { "-" } else { "" };
    if decimals == 0 {
        return format!("{sign}{rounded}");
    }
    let width = usize::try_from(decimals).expect("a few decimals");
    format!("{sign}{}.{:0width$}", rounded / scale, rounded % scale)
}

/// With so many decimals a share of any number of people that a count can be is told from a target.
const MOST_DECIMALS: u32 = 14;

/// The fewest decimals, at least so many, at which a share that has not reached its target doesn't look as if it had:
/// 34.96% against 35% needs two.
pub fn decimals_that_tell(part: i64, whole: i64, target: Percent, least: u32) -> u32 {
    let reached = u64::try_from(part).is_ok_and(|p| u64::try_from(whole).is_ok_and(|w| target.is_reached_by(p, w)));
    if reached {
        return least;
    }
    let telling = (least..=MOST_DECIMALS).find(|decimals| {
        let shown = decimal(part, whole, *decimals).replace('.', "").parse::<i128>().unwrap_or(i128::MAX);
        shown * 1000 < i128::from(target.thousandths()) * 10i128.pow(*decimals)
    });
    telling.unwrap_or(MOST_DECIMALS)
}

/// A date as it is spoken: `30/6/2023`.
pub fn date(date: NaiveDate) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}

/// A date as documents write it, where a 0 keeps days and the first months from being altered: `05/7/2023`, `10/02/2023`.
pub fn document_date(date: NaiveDate) -> String {
    format!("{:02}/{}/{}", date.day(), document_month(date.month()), date.year())
}

/// The month of a document's date: `02`, `7`.
pub fn document_month(month: u32) -> String {
    if month < 3 { format!("{month:02}") } else { month.to_string() }
}

/// How a day of sending stands to the last day that is in time, in days: `sớm 3 ngày`, `chậm 1 ngày`.
pub fn sent_against_due(days: i64) -> String {
    match days {
        0 => "đúng hạn".to_owned(),
        1.. => format!("chậm {} ngày", people(days)),
        _ => format!("sớm {} ngày", people(-days)),
    }
}

/// How today stands to the last day that is in time, in days: `còn 3 ngày`, `quá hạn 1 ngày`.
pub fn today_against_due(days: i64) -> String {
    match days {
        0 => "hôm nay là ngày cuối".to_owned(),
        1.. => format!("quá hạn {} ngày", people(days)),
        _ => format!("còn {} ngày", people(-days)),
    }
}

/// How many contents a finding shows; its cells are always all listed.
const MAX_SHOWN: usize = 5;

/// The first few contents, and a sign if there are more.
pub fn first_few(contents: impl Iterator<Item = String>) -> Vec<String> {
    let mut few: Vec<String> = contents.take(MAX_SHOWN + 1).collect();
    if let Some(more) = few.get_mut(MAX_SHOWN) {
        *more = "…".to_owned();
    }
    few
}

/// The first few different contents that are not empty: `12; 13; …`.
pub fn distinct(contents: impl Iterator<Item = String>) -> String {
    let mut seen = BTreeSet::new();
    first_few(contents.filter(|content| !content.is_empty() && seen.insert(content.clone()))).join("; ")
}

/// How many of a list's items a message names; the finding has all of them.
const MAX_NAMED: usize = 20;

/// A list in a message: all of a short one, of a long one the first and how many more there are: `a; b; … và 12 dòng khác`.
pub fn named<S: AsRef<str>>(items: &[S], separator: &str, what: &str) -> String {
    first_of(items, MAX_NAMED, separator, what)
}

/// The same of so many items at most.
pub fn first_of<S: AsRef<str>>(items: &[S], max: usize, separator: &str, what: &str) -> String {
    let first: Vec<&str> = items.iter().take(max).map(AsRef::as_ref).collect();
    and_more(first.join(separator), separator, items.len() - first.len(), what)
}

/// Rows, as people count them, in a message: `12–19, 21`.
pub fn rows(rows: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let first: Vec<String> = runs
        .iter()
        .take(MAX_NAMED)
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first}–{last}"),
        })
        .collect();
    let n_left: u32 = runs.iter().skip(MAX_NAMED).map(|(first, last)| last - first + 1).sum();
    and_more(first.join(", "), ", ", n_left as usize, "hàng")
}

fn and_more(mut list: String, separator: &str, n_left: usize, what: &str) -> String {
    if n_left > 0 {
        list.push_str(&format!("{separator}… và {} {what} khác", count(n_left as u64)));
    }
    list
}

/// The most characters of a sentence that people are shown.
const LONGEST_SENTENCE: usize = 4_000;

/// A sentence as people are shown it.
pub fn sentence(text: &str) -> Cow<'_, str> {
    shortened(text, LONGEST_SENTENCE)
}

/// A text of which no more than so many characters are shown, with a sign where it goes on.
pub fn shortened(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{} …", text[..end].trim_end())),
    }
}

/// How many items a sentence lists; nobody reads on, and a cell has an end.
const MAX_LISTED: usize = 100;

/// `a, b và c`; of very many the first, and how many more there are.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    let separator = separator(items);
    match items {
        [most @ .., last] if !most.is_empty() && items.len() <= MAX_LISTED => {
            format!("{} và {}", series(most, separator), last.as_ref())
        }
        items => series(items, separator),
    }
}

/// Names one after the other, without a last “và”: `a, b, c`.
pub fn names<S: AsRef<str>>(names: &[S]) -> String {
    series(names, separator(names))
}

/// What stands between items: names that have a comma of their own would run into each other.
pub fn separator<S: AsRef<str>>(items: &[S]) -> &'static str {
    if items.iter().any(|item| has_comma(item.as_ref())) { "; " } else { ", " }
}

/// Whether a comma stands in a text outside of parentheses.
fn has_comma(text: &str) -> bool {
    let mut depth = 0_u32;
    text.char_indices().any(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && text[at..].starts_with(", ")
    })
}

/// `a; b; c` for a separator of `; `, and of very many the first, and how many more there are.
pub fn series<S: AsRef<str>>(items: &[S], separator: &str) -> String {
    first_of(items, MAX_LISTED, separator, "trường hợp")
}

/// A text whose first letter is a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_comma_stand_between_semicolons() {
        assert_eq!(list(&["Sở A", "Sở B (x, y)", "Sở C"]), "Sở A, Sở B (x, y) và Sở C");
        assert_eq!(list(&["UBND xã A, huyện B", "Sở C", "Sở D"]), "UBND xã A, huyện B; Sở C và Sở D");
        assert_eq!(names(&["UBND xã A, huyện B", "Sở C"]), "UBND xã A, huyện B; Sở C");
    }

    #[test]
    fn numbers_are_written_as_offices_write_them() {
        assert_eq!([people(0), people(999), people(1234), people(-1_234_567)], ["0", "999", "1.234", "-1.234.567"]);
        assert_eq!(share(3502, 10_000, 2), "35,02%");
        assert_eq!(with_thousands("không quá 3991; 12000, 950"), "không quá 3.991; 12.000, 950");
        for text in ["=1512+206", "38.600", "30/6/2023", "0123456", "nhom-2400", ""] {
            assert_eq!(with_thousands(text), text);
        }
        assert_eq!(decimal(2, 3, 4), "66.6667");
        assert_eq!(decimal(-1, 200, 0), "-1");
        assert_eq!(list(&["a", "b", "c"]), "a, b và c");
        assert_eq!([list(&["a"]), list::<&str>(&[])], ["a", ""]);
    }

    #[test]
    fn of_a_list_without_end_the_first_are_named_and_the_others_counted() {
        let names = vec!["xã"; 5_100];
        let [hundred, more] = [&names[..100], &names].map(list);
        assert!(hundred.ends_with("xã, xã và xã"), "{hundred}");
        assert!(more.ends_with("xã, xã, … và 5.000 trường hợp khác"), "{more}");
        assert!(series(&names, "; ").ends_with("xã; xã; … và 5.000 trường hợp khác"));
    }

    #[test]
    fn a_long_list_says_how_much_it_leaves_out() {
        let codes = |n: usize| (1..=n).map(|n| format!("d{n}")).collect::<Vec<_>>();
        assert_eq!(named(&codes(2), "; ", "dòng"), "d1; d2");
        assert!(named(&codes(20), "; ", "dòng").ends_with("; d19; d20"));
        assert!(named(&codes(5_020), "; ", "dòng").ends_with("; d20; … và 5.000 dòng khác"));
        let of = |all: &[u32]| rows(&all.iter().copied().collect());
        assert_eq!(of(&[7]), "7");
        assert_eq!(of(&[12, 13, 20, 21, 22, 24]), "12, 13, 20–22, 24");
        assert_eq!(rows(&(12..=5_011).collect()), "12–5011");
        assert!(rows(&(0..100).map(|n| n * 4).chain(395..400).collect()).ends_with("72, 76, … và 84 hàng khác"));
    }

    #[test]
    fn a_text_is_shortened_between_characters() {
        assert_eq!(shortened("Đồng Phú", 8), "Đồng Phú");
        assert_eq!(shortened("Đồng Phú", 5), "Đồng …");
    }

    #[test]
    fn dates_and_days_are_written_as_offices_write_them() {
        let day = |month, day| NaiveDate::from_ymd_opt(2023, month, day).expect("a date");
        assert_eq!([document_date(day(7, 5)), document_date(day(2, 10))], ["05/7/2023", "10/02/2023"]);
        assert_eq!([-2, 0, 1].map(sent_against_due), ["sớm 2 ngày", "đúng hạn", "chậm 1 ngày"]);
        assert_eq!([-2, 0, 1].map(today_against_due), ["còn 2 ngày", "hôm nay là ngày cuối", "quá hạn 1 ngày"]);
        assert_eq!(
            (sent_against_due(1247), today_against_due(1247)),
            ("chậm 1.247 ngày".into(), "quá hạn 1.247 ngày".into())
        );
    }

    #[test]
    fn a_share_just_below_its_target_does_not_look_reached() {
        let target = Percent::parse("35").expect("a percentage");
        assert_eq!(decimals_that_tell(3496, 10_000, target, 1), 2);
        assert_eq!(decimals_that_tell(349_999, 1_000_000, target, 1), 4);
        assert_eq!(decimals_that_tell(3480, 10_000, target, 1), 1);
        assert_eq!(decimals_that_tell(3500, 10_000, target, 2), 2);
        assert_eq!(decimals_that_tell(3_499_999_999, 10_000_000_000, target, 2), 8);
        // 5.1 is below 5.125, and 5.12 is; 5.1250 isn't.
        let odd = Percent::parse("5.125").expect("a percentage");
        assert_eq!([1, 2, 4].map(|least| decimals_that_tell(512_499, 10_000_000, odd, least)), [1, 2, 5]);
    }
}
