//! Format codes that offices and programs write, and what they make of a number.

use super::*;
use Disguise::{Digits, Hidden, Scaled, Shortened, Signs};

fn shows(code: &str, number: f64) -> Shown {
    NumberFormat::parse(code).shows(number)
}

#[test]
fn formats_that_offices_use_show_the_number() {
    for code in [
        "",
        "General",
        "0",
        "0.00",
        "#,##0",
        "#,##0.00",
        "[$-42A]#,##0",
        "[$-1010000]#,##0",
        "@",
        "00000",
        "#,##0 ;(#,##0)",
        "_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)",
        "_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-;_-* \"-\"\\ _₫_-;_-@_-",
        "#,##0\" người\"",
        "0\\ \\n\\g\\ư\\ờ\\i",
        "#,##0;[Red]-#,##0",
        "[Blue]0",
        "[>=1000]#,##0;0",
        "#\\.##0",
        "#\".\"##0\".\"000",
        "#\\ ##0",
        "0\" người - nữ\"",
        "# ?/?",
        "#,##0 [$₫-42A]",
        "General;-General",
        "0_ ;-0\\ ",
        "+0;-0;0",
        "0.0E+0",
        "#,##0;;0",
        "0\"_\"",
        "0.",
        "0\" ng.\"",
    ] {
        for number in [0.0, 12.0] {
            assert_eq!(shows(code, number), Shown::Number, "{code}: {number}");
        }
    }
}

#[test]
fn a_bare_percent_sign_makes_a_percentage_and_a_spelled_one_looks_like_it() {
    for code in ["0%", "0.0 %;[Red]-0.0 %", "#,##0.00\\ %", "\"tỷ lệ \"0%", "_(0%_)", "0;0;0%", "[<0]0;0%"] {
        assert_eq!(shows(code, if code == "0;0;0%" { 0.0 } else { 0.51 }), Shown::Percent, "{code}");
    }
    for code in ["0\"%\"", "0\\%", "0[$%-42A]"] {
        assert_eq!(shows(code, 51.0), Shown::Other(Signs), "{code}");
    }
    for code in ["0_%", "[$%-42A", "\"", "\\", "[%", "0;-0%"] {
        assert_ne!(shows(code, 51.0), Shown::Percent, "{code}");
    }
}

#[test]
fn dates_are_told_by_letters_that_are_neither_quoted_nor_escaped() {
    for code in ["dd/mm/yyyy", "[h]:mm", "h AM/PM", "[$-42A]dd mmmm yyyy;@", "\"ngày \"d", "mmss.0", "yyyy\\-mm"] {
        assert_eq!(shows(code, 45_000.0), Shown::Date, "{code}");
    }
    for code in ["0\"d\"", "[Red]0", "0\\d", "_d0", "[$Rs-42A]0"] {
        assert_eq!(shows(code, 45_000.0), Shown::Number, "{code}");
    }
}

#[test]
fn what_another_number_is_made_of_the_stored_one_is_told() {
    let cases = [
        ("#,##0,", 12_345.0, Scaled { n_thousands: 1 }),
        ("#,##0,;-#,##0,", 12_345.0, Scaled { n_thousands: 1 }),
        ("0.0,,", 12_345.0, Scaled { n_thousands: 2 }),
        ("#,##0,.0", 12_345.0, Scaled { n_thousands: 1 }),
        ("#,\" nghìn\"", 12_345.0, Scaled { n_thousands: 1 }),
        ("[$-42A]#,##0,_)", 12_345.0, Scaled { n_thousands: 1 }),
        ("[>=1000]#,##0,;0", 12_345.0, Scaled { n_thousands: 1 }),
        ("[<1000]0;#,##0,", 12_345.0, Scaled { n_thousands: 1 }),
        ("0\"000\"", 12.0, Digits),
        ("0\\0", 12.0, Digits),
        ("\"1\"0", 12.0, Digits),
        ("0*0", 12.0, Digits),
        ("[$000-42A]0", 12.0, Digits),
        ("0\"²\"", 12.0, Digits),
        ("General\"0\"", 12.0, Digits),
        ("5", 12.0, Hidden),
        ("0 5", 12.0, Digits),
        (";;;", 12.0, Hidden),
        ("[White]0", 12.0, Hidden),
        ("[white]General", 12.0, Hidden),
        (";;", 0.0, Hidden),
        ("\"x\"", 12.0, Hidden),
        ("#,##0;-#,##0;", 0.0, Hidden),
        ("#,##0;-#,##0;\"x\"", 0.0, Hidden),
        ("#,###", 0.0, Hidden),
        ("[=12]\"\";0", 12.0, Hidden),
        ("[>100]0;[<0]0", 12.0, Hidden),
        ("\"TRUE\";\"TRUE\";\"FALSE\"", 1.0, Hidden),
        ("-0", 12.0, Signs),
        ("(0)", 12.0, Signs),
        ("0\" nghìn\"", 12.0, Signs),
        ("0\"k\"", 12.0, Signs),
        ("0\\.00", 1234.0, Signs),
        ("0\",\"0", 1234.0, Signs),
        ("00\":\"00", 1234.0, Signs),
        ("0\"/\"000", 1234.0, Signs),
        ("0x0", 12.0, Signs),
        ("0 0", 12.0, Signs),
        ("0-", 12.0, Signs),
        ("0\" M\"", 12.0, Signs),
        ("@\"000\"", 12.0, Digits),
        ("0.0E+00", 12_345.0, Shortened),
        ("##0.0E+0", 1_234.0, Shortened),
    ];
    for (code, number, disguise) in cases {
        assert_eq!(shows(code, number), Shown::Other(disguise), "{code}");
    }
}

#[test]
fn an_exponent_leaves_out_what_has_no_place() {
    for (code, number) in [("##0.0E+0", 123.0), ("##0.0E+0", 1_200.0), ("##0.00E+0", 12_340.0), ("0.0E+0", 12.0)] {
        assert_eq!(shows(code, number), Shown::Number, "{code}: {number}");
    }
    for (code, number) in [("##0.0E+0", 1_230.0), ("##0E+0", 1_500.0), ("0.0E+0", 123.0)] {
        assert_eq!(shows(code, number), Shown::Other(Shortened), "{code}: {number}");
    }
}

#[test]
fn a_zero_may_be_shown_as_a_dash() {
    for code in ["0;-0;\"-\"", "#,##0;(#,##0);\\-", "0;0;\"0\"", "_(* \"-\"??_)"] {
        assert_eq!(shows(code, 0.0), Shown::Number, "{code}");
    }
    assert_eq!(shows("0;-0;\"-\"", 5.0), Shown::Number);
    assert_eq!(shows("#,##0,", 0.0), Shown::Number);
}

#[test]
fn what_a_file_shows_beside_a_number_is_compared_with_it() {
    for (text, number) in [
        ("12345", 12_345.0),
        ("12.345", 12_345.0),
        ("12,345.00", 12_345.0),
        ("12 345 người", 12_345.0),
        ("0012", 12.0),
        ("0", 0.0),
        ("-", 0.0),
        ("0,00", 0.0),
        ("12,4", 12.4),
        ("-5", -5.0),
    ] {
        assert_eq!(shown_as(text, number), Shown::Number, "{text}");
    }
    for (text, number, disguise) in [
        ("12", 12_345.0, Scaled { n_thousands: 1 }),
        ("12345000", 12_345.0, Digits),
        ("", 12_345.0, Hidden),
        ("", 0.0, Hidden),
        ("x", 12.0, Hidden),
        ("12345%", 12_345.0, Signs),
        ("-12345", 12_345.0, Signs),
        ("12 nghìn", 12.0, Signs),
        ("1E+04", 12_345.0, Shortened),
        ("123.45", 12_345.0, Signs),
        ("12.345 m2", 12_345.0, Digits),
    ] {
        assert_eq!(shown_as(text, number), Shown::Other(disguise), "{text}");
    }
}

#[test]
fn formats_without_a_code_are_known_by_their_number() {
    let shows = |id| NumberFormat::built_in(id).shows(12.0);
    assert_eq!([0, 1, 3, 41, 49].map(shows), [Shown::Number; 5]);
    assert_eq!([9, 10].map(shows), [Shown::Percent; 2]);
    assert_eq!([14, 22, 30, 46, 58].map(shows), [Shown::Date; 5]);
}

proptest::proptest! {
    #[test]
    fn any_code_is_taken(code in "[0#?,.%;@\\\\_*\"\\[\\]$<>=EedmyhsG 1-9a-zđ+/-]{0,24}", number in proptest::num::f64::ANY) {
        shows(&code, number).value(number);
    }
}

#[test]
fn a_fourth_section_without_its_sign_hides_texts() {
    let hides = |code: &str| NumberFormat::parse(code).hides_text();
    assert!(hides(";;;") && hides("0;-0;0;") && hides("General;General;General;\"x\""));
    assert!(!hides("") && !hides("General") && !hides(";;") && !hides("0;-0;0;@") && !hides("#,##0;[Red]-#,##0"));
    assert!(hides("General;General;General;[White]@") && hides("0;[White]@") && !hides("0;-0;0;[Red]@"));
    assert!(!NumberFormat::parse("General;General;General;").is_plain());
}

#[test]
fn decimals_that_a_format_leaves_out_are_known() {
    let rounds = |code: &str, number: f64| NumberFormat::parse(code).rounds(number);
    for (code, number) in [("0", 38.25), ("#,##0", 0.5), ("0.0", 38.25), ("#,##0.0;(#,##0)", 38.25), ("0\" %\"", 38.25)]
    {
        assert!(rounds(code, number), "{code}");
    }
    for (code, number) in [
        ("0.00", 38.25),
        ("0.###", 38.25),
        ("General", 38.25),
        ("", 38.25),
        ("@", 38.25),
        ("0", 38.0),
        ("0%", 0.3825),
        ("0.0", 38.5),
    ] {
        assert!(!rounds(code, number), "{code}");
    }
    assert!([1, 3].into_iter().all(|id| NumberFormat::built_in(id).rounds(38.25)));
    assert!([0, 2, 4].into_iter().all(|id| !NumberFormat::built_in(id).rounds(38.25)));
    for (text, is_rounded) in [("38", true), ("38,3", true), ("38,25", false), ("38.250", false), ("", false)] {
        assert_eq!(is_rounded_in(text, 38.25), is_rounded, "{text}");
    }
    assert!(!is_rounded_in("0,45", 0.45) && is_rounded_in("0,5", 0.45) && !is_rounded_in("1.234,5", 1234.5));
}

#[test]
fn a_date_is_shown_whole_or_not() {
    let shortens = |code: &str| NumberFormat::parse(code).shortens_date(45_839.0);
    for code in ["dd/mm/yyyy", "d-mmm-yy", "yyyy\\-mm\\-dd", "[$-42A]dd mmmm yyyy", "dd/mm/yyyy hh:mm", "d.m.e"] {
        assert!(!shortens(code), "{code}");
    }
    for code in ["mm/yyyy", "dd/mm", "yyyy", "dddd, mmm yyyy", "dd mmmmm yyyy", "dd yyyy h:mm", "[h]:mm", "mmm-yy"] {
        assert!(shortens(code), "{code}");
    }
    let built_in = |id: u32| NumberFormat::built_in(id).shortens_date(45_839.0);
    assert_eq!([14, 15, 16, 17, 20, 22, 45].map(built_in), [false, false, true, true, true, false, true]);
    let in_text = |text: &str| is_shortened_in(text, "2025-07-01");
    assert_eq!(["01/07/2025", "1 tháng 7 năm 2025", "1-Jul-25", "7/1/25"].map(in_text), [false; 4]);
    assert_eq!(["07/2025", "01/07", "2025", "tháng 7 năm 2025"].map(in_text), [true; 4]);
    assert!(!is_shortened_in("01/07/2025 08:00", "2025-07-01T08:00:00"));
}
