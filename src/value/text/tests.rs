//! Texts that are equal to people, and names that are near to each other.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn same(a: &str, b: &str) {
    assert_eq!(fold(a), fold(b), "{a:?} and {b:?}");
}

#[track_caller]
fn different(a: &str, b: &str) {
    assert_ne!(fold(a), fold(b), "{a:?} and {b:?}");
}

#[test]
fn old_and_new_tone_placement_are_equal() {
    let pairs = [
        ("hòa", "hoà"),
        ("hóa", "hoá"),
        ("hỏa", "hoả"),
        ("hõa", "hoã"),
        ("họa", "hoạ"),
        ("khỏe", "khoẻ"),
        ("thủy", "thuỷ"),
        ("THÚY", "THUÝ"),
        ("Ủy ban", "Uỷ ban"),
        ("TÒA ÁN", "TOÀ ÁN"),
        ("qúy", "quý"),
        ("Hòan", "Hoàn"),
        ("cuả", "của"),
        ("gìa", "già"),
        ("gíêng", "giếng"),
    ];
    for (old, new) in pairs {
        same(old, new);
    }
    assert_eq!(fold("HÒA BÌNH"), "hoà bình");
}

#[test]
fn tone_stays_where_it_is_right() {
    for text in [
        "của", "mía", "lửa", "chào", "hai", "người", "quốc", "giếng", "khuya", "khuỷu", "ngoài", "tuyển", "hoạt",
        "cửu", "thuở", "gì", "quá", "quỳnh", "nghĩa", "được",
    ] {
        assert_eq!(fold(text), text);
    }
}

#[test]
fn different_words_stay_different() {
    different("Lộc Ninh", "Lọc Ninh");
    different("đa", "da");
    different("hòa", "hóa");
    different("mua", "mưa");
    different("Quận 1", "Quận 11");
    different("UBND (cũ)", "UBND");
}

#[test]
fn composed_decomposed_and_windows_1258_forms_are_equal() {
    let text = "Uỷ ban nhân dân huyện Lộc Ninh, Đắk Lắk, Thừa Thiên Huế";
    same(text, &text.nfd().collect::<String>());
    same("huyện", "huyê\u{323}n");
    same("ệ", "ê\u{323}");
    same("Thường", "Thươ\u{300}ng");
    // Tone typed before the circumflex.
    same("ấ", "a\u{301}\u{302}");
    // Deprecated tone marks.
    same("à", "a\u{340}");
}

#[test]
fn look_alikes_of_d_with_stroke_are_equal() {
    same("Đồng Nai", "\u{d0}ồng Nai");
    same("đồng", "\u{189}ồng");
}

#[test]
fn spaces_dashes_quotes_and_outer_punctuation_do_not_matter() {
    same("  Tổng\u{a0}\u{a0}số :", "tổng số");
    same("Tổng\nsố", "Tổng số");
    same("Tổng\u{200b} số", "Tổng số");
    same("Sở Lao động – Thương binh", "Sở Lao động-Thương binh");
    same("“Hội Nông dân”", "Hội Nông dân");
    same("TP. Huế", "TP.Huế");
    same("- BHXH tự nguyện", "BHXH tự nguyện");
    same("ＢＨＸＨ", "bhxh");
    same("Số người…", "Số người...");
}

#[test]
fn ascii_fold_drops_every_diacritic() {
    assert_eq!(ascii_fold("Đắk Nông, Thừa Thiên – Huế"), "dak nong,thua thien-hue");
}

#[test]
fn blank_is_what_nobody_sees() {
    for text in ["", " ", "\u{a0}", "\u{200b}\u{feff}", "\u{3000}\t\r\n", "\u{2007}\u{202f}", "\u{ad}"] {
        assert!(is_blank(text), "{text:?}");
    }
    for text in ["0", "-", ".", " x "] {
        assert!(!is_blank(text), "{text:?}");
    }
}

const AGENCIES: [&str; 9] = [
    "UBND huyện Lộc Ninh",
    "UBND huyện Bù Đăng",
    "UBND xã An Lộc",
    "UBND xã An Phú",
    "BHXH Quận 1",
    "BHXH Quận 2",
    "Sở Y tế",
    "Sở Tài chính",
    "Liên đoàn Lao động tỉnh",
];

#[track_caller]
fn suggests(text: &str, expected: Option<&str>) {
    assert_eq!(nearest(text, AGENCIES.into_iter()), expected, "{text:?}");
}

#[test]
fn a_near_miss_gets_a_suggestion() {
    suggests("UBND huyen Loc Ninh", Some("UBND huyện Lộc Ninh"));
    suggests("UBND huyên Lôc Nihn", Some("UBND huyện Lộc Ninh"));
    suggests("So Ytế", Some("Sở Y tế"));
    suggests("BHXH quan 1", Some("BHXH Quận 1"));
    suggests("Lộc Ninh", Some("UBND huyện Lộc Ninh"));
    suggests("UBND huyện Lộc Ninh, tỉnh Bình Phước", Some("UBND huyện Lộc Ninh"));
}

#[test]
fn what_is_far_or_between_two_gets_none() {
    suggests("", None);
    suggests("abc xyz", None);
    suggests("Công ty TNHH Một thành viên", None);
    suggests("BHXH Quận 3", None);
    suggests("UBND xã An", None);
    suggests("Sở", None);
    suggests("UBND xã", None);
    suggests(&"x".repeat(32_767), None);
    assert_eq!(nearest("Lọc", ["Lộc", "Lóc"].into_iter()), None);
}

#[test]
fn one_name_listed_twice_is_no_tie() {
    assert_eq!(nearest("So Y te", ["Sở Y tế", "Sở Y tế"].into_iter()), Some("Sở Y tế"));
}

#[test]
fn a_numeral_is_what_unicode_says() {
    for c in '\0'..=char::MAX {
        assert_eq!(is_numeral(c), c.is_numeric(), "{c:?}");
    }
}

proptest! {
    #[test]
    fn folding_any_text_twice_changes_nothing(text in "[\\PC\\s]{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn texts_that_fold_alike_begin_alike(text in "[\\PC\\s]{0,40}") {
        prop_assert_eq!(beginning(&text, 3), beginning(&fold(&text), 3));
        prop_assert_eq!(beginning(&text, 3), beginning(&text.nfd().collect::<String>(), 3));
        prop_assert_eq!(beginning(&text, 24), beginning(&fold(&text), 24));
        prop_assert_eq!(beginning(&text, 24), beginning(&text.nfd().collect::<String>(), 24));
    }

    #[test]
    fn any_text_is_taken(text in any::<String>(), other in any::<String>()) {
        is_blank(&text);
        ascii_fold(&text);
        legacy(&text);
        nearest(&text, [other.as_str()].into_iter());
    }

    #[test]
    fn normal_form_never_matters(text in "[aăâeêioôơuưyàáảãạằắẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵđbcghnqt ]{0,20}") {
        prop_assert_eq!(fold(&text), fold(&text.nfd().collect::<String>()));
    }
}
