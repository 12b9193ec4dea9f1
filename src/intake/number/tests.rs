//! Limits, noise and properties of what is read as a count; single decisions are in the table of cases.

use super::*;
use crate::value::wording;
use proptest::prelude::*;

const MAX: u64 = 10_000_000;

fn text(content: impl Into<String>) -> Reading {
    read_count(&Value::Text(content.into()), MAX)
}

fn spaced(number: u64, separator: &str) -> String {
    wording::count(number).replace('.', separator)
}

fn people(reading: &Reading) -> Option<u64> {
    match reading {
        Reading::Count { people, .. } => Some(*people),
        _ => None,
    }
}

#[test]
fn excels_own_dates_are_shown() {
    for (serial, shown) in [
        (1.0, Some("1/1/1900")),
        (59.0, Some("28/2/1900")),
        (60.0, Some("29/2/1900")),
        (61.0, Some("1/3/1900")),
        (46_054.75, Some("1/2/2026")),
        (2_958_465.0, Some("31/12/9999")),
        (2_958_466.0, None),
        (0.5, None),
        (-1.0, None),
        (f64::NAN, None),
        (f64::INFINITY, None),
        (-1e300, None),
    ] {
        assert_eq!(shown_date(serial).as_deref(), shown, "{serial}");
    }
}

#[test]
fn a_maximum_is_itself_allowed() {
    assert_eq!(people(&read_count(&Value::Number(1e7), MAX)), Some(MAX));
    assert_eq!(people(&text("10000000")), Some(MAX));
    let too_large = Reading::NotACount(NotACount::TooLarge { max_people: MAX });
    for number in [10_000_001.0, 10_000_000.5, 1e15, 1e300, f64::MAX] {
        assert_eq!(read_count(&Value::Number(number), MAX), too_large, "{number}");
    }
    for number in ["10000001", "10.000.001", "99999999999999999999999999"] {
        assert_eq!(text(number), too_large, "{number}");
    }
}

#[test]
fn no_maximum_lets_inexact_numbers_through() {
    let reading = read_count(&Value::Number(9_007_199_254_740_992.0), u64::MAX);
    assert_eq!(reading, Reading::NotACount(NotACount::TooLarge { max_people: u64::MAX }));
}

#[test]
fn noise_has_a_limit_on_both_sides() {
    for (number, count) in [
        (11.999_999_9, Some(12)),
        (12.000_000_9, Some(12)),
        (12.000_002, None),
        (11.99, None),
        (-1e-9, Some(0)),
        (-FLOAT_NOISE, Some(0)),
        (FLOAT_NOISE, Some(0)),
        (-0.000_002, None),
    ] {
        assert_eq!(people(&read_count(&Value::Number(number), MAX)), count, "{number}");
    }
    assert_eq!(read_count(&Value::Number(-0.0), MAX), Reading::Count { people: 0, remark: None });
}

#[test]
fn a_lone_equals_sign_is_no_formula() {
    assert_eq!(text("="), Reading::NotACount(NotACount::NotANumber("=".to_owned())));
    assert_eq!(text("=A1"), Reading::NotACount(NotACount::Expression));
}

proptest! {
    #[test]
    fn any_number_is_taken(number in any::<f64>(), max in any::<u64>()) {
        read_count(&Value::Number(number), max).to_string();
        read_count(&Value::Date(number), max).to_string();
        read_count(&Value::Percent(number), max).to_string();
    }

    #[test]
    fn any_text_is_taken(content in any::<String>(), max in any::<u64>()) {
        read_count(&Value::Text(content), max).to_string();
    }

    #[test]
    fn text_made_of_number_characters_is_taken(content in "[0-9.,' +()%eExX/-]{0,12}") {
        if let Some(people) = people(&text(content.as_str())) {
            // Whatever is accepted keeps all its digits, but for decimals that are 0 and zeros in front.
            let digits: String = content.chars().filter(char::is_ascii_digit).collect();
            prop_assert!(people == 0 || digits.trim_start_matches('0').starts_with(&people.to_string()), "{}", content);
        }
    }

    #[test]
    fn every_accepted_style_reads_back(n in 0..=MAX) {
        let styles = [
            n.to_string(), format!(" {n} "), format!("\u{a0}{n}"), format!("'{n}"), format!("000{n}"), format!("{n},0"),
            format!("{n}.00"), spaced(n, "."), spaced(n, ","), spaced(n, " "), spaced(n, "\u{a0}"), spaced(n, "\u{202f}"),
            format!("{},00", spaced(n, ".")), format!("{}.00", spaced(n, ",")), format!("{},00", spaced(n, " ")),
            format!("{n} người"), format!("{} người", spaced(n, ".")), format!("{n}ng."),
            n.to_string().chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect(),
        ];
        for style in styles {
            prop_assert_eq!(people(&text(style.as_str())), Some(n), "{}", style);
        }
        prop_assert_eq!(read_count(&Value::Number(n as f64), MAX), Reading::Count { people: n, remark: None });
    }

    #[test]
    fn nothing_with_a_fraction_is_a_count(n in 0..MAX, decimals in "[0-9]{0,4}[1-9]0{0,2}", number in 0.0..1e7f64) {
        for (group, point) in [("", "."), ("", ","), (".", ","), (",", "."), (" ", ","), (" ", "."), ("\u{a0}", ",")] {
            let content = format!("{}{point}{decimals}", spaced(n, group));
            // Three digits after one separator are a group of thousands, or can't be told from it.
            let could_be_group = decimals.len() == 3 && (group.is_empty() || group == point || n < 1000);
            let reading = text(content.as_str());
            prop_assert!(could_be_group || matches!(reading, Reading::NotACount(_)), "{} {:?}", content, reading);
            if let Reading::Count { remark, .. } = reading {
                prop_assert_eq!(remark, Some(Remark::AmbiguousGroup), "{}", content);
            }
        }
        let is_fraction = (number - number.round()).abs() > FLOAT_NOISE;
        prop_assert_eq!(people(&read_count(&Value::Number(number), MAX)).is_none(), is_fraction);
    }

    #[test]
    fn negative_is_never_a_count(n in 1..=MAX) {
        for content in [format!("-{n}"), format!("−{n}"), format!("- {n}"), format!("({n})"), format!("-{}", spaced(n, "."))] {
            prop_assert_eq!(text(content), Reading::NotACount(NotACount::Negative));
        }
        prop_assert_eq!(read_count(&Value::Number(-(n as f64)), MAX), Reading::NotACount(NotACount::Negative));
    }
}
