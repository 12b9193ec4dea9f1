//! Both encodings there and back, and everything that must not be taken for them.

use super::*;
use proptest::prelude::*;

const VOWELS: &str = "aăâeêioôơuưy";
const TONES: [&str; 6] = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];

/// Every vowel with every tone, and đ; small letters.
fn alphabet() -> Vec<char> {
    let toned = VOWELS.chars().flat_map(|vowel| TONES.map(|tone| format!("{vowel}{tone}").nfc().collect::<String>()));
    let all: Vec<char> = toned.flat_map(|letter| letter.chars().collect::<Vec<_>>()).chain(['đ']).collect();
    assert_eq!(all.len(), 73, "each is one character");
    all
}

/// The inverse of the tables, as the keyboard drivers of the time wrote it.
fn encode(text: &str, encoding: Encoding) -> String {
    text.chars().map(|c| encode_letter(c, encoding)).collect()
}

fn encode_letter(c: char, encoding: Encoding) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    match encoding {
        Encoding::Tcvn3 => {
            let find = |c| paired((TCVN3.1, TCVN3.0), c);
            find(c).or_else(|| find(small(c))).expect("a Vietnamese letter").to_string()
        }
        Encoding::Vni => {
            let code = encode_vni(small(c));
            if small(c) == c { code } else { code.to_uppercase() }
        }
    }
}

fn encode_vni(c: char) -> String {
    if let Some(code) = paired((VNI_SINGLE.1, VNI_SINGLE.0), c) {
        return code.to_string();
    }
    let pairs = VNI_MARKS.iter().flat_map(|(letters, marks)| {
        letters.chars().flat_map(move |letter| marks.iter().map(move |(mark, _)| format!("{letter}{mark}")))
    });
    let found = pairs.into_iter().find(|code| decode_vni(code).is_some_and(|decoded| decoded == c.to_string()));
    found.expect("a Vietnamese letter")
}

#[test]
fn every_letter_comes_back_from_both_encodings() {
    for c in alphabet() {
        for encoding in [Encoding::Tcvn3, Encoding::Vni] {
            let code = encode(&c.to_string(), encoding);
            assert_eq!(decode(&code, encoding), Some(c.to_string()), "{c} as {encoding}");
        }
        let capital: String = c.to_uppercase().collect();
        assert_eq!(decode_vni(&encode(&capital, Encoding::Vni)), Some(capital));
    }
    for capital in "ĂÂĐÊÔƠƯ".chars() {
        assert_eq!(decode_tcvn3(&encode(&capital.to_string(), Encoding::Tcvn3)), Some(capital.to_string()));
    }
}

#[test]
fn no_two_letters_share_a_code() {
    for encoding in [Encoding::Tcvn3, Encoding::Vni] {
        let codes: BTreeSet<String> = alphabet().iter().map(|c| encode_letter(*c, encoding)).collect();
        assert_eq!(codes.len(), 73, "{encoding}");
    }
}

#[track_caller]
fn reads(text: &str, encoding: Encoding, expected: &str) {
    assert_eq!(legacy(text), Some((encoding, expected.to_owned())), "{text}");
}

#[test]
fn published_samples_are_converted() {
    reads("Së Lao ®éng", Encoding::Tcvn3, "Sở Lao động");
    reads("Céng hoµ x· héi chñ nghÜa ViÖt Nam", Encoding::Tcvn3, "Cộng hoà xã hội chủ nghĩa Việt Nam");
    reads("§éc lËp - Tù do - H¹nh phóc", Encoding::Tcvn3, "Độc lập - Tự do - Hạnh phúc");
    reads("B×nh Ph\u{ad}íc", Encoding::Tcvn3, "Bình Phước");
    reads("UBND TØNH B×NH D¦¥NG", Encoding::Tcvn3, "UBND TỈNH BÌNH DƯƠNG");
    reads("Sôû Lao ñoäng", Encoding::Vni, "Sở Lao động");
    reads("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", Encoding::Vni, "Cộng hòa xã hội chủ nghĩa Việt Nam");
    reads("ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", Encoding::Vni, "ĐỘC LẬP - TỰ DO - HẠNH PHÚC");
    reads("Nguyeãn Thò Minh", Encoding::Vni, "Nguyễn Thị Minh");
}

#[test]
fn everything_else_is_left_alone() {
    for text in [
        "",
        "Sở Lao động",
        "Hoà",
        "HÀ NAM",
        "Lê Công Vinh",
        "Tân Trào",
        "Bà Rịa - Vũng Tàu",
        "Toà án",
        "thé",
        "TRÀ VINH",
        "Café déjà",
        "naïve",
        "Über die Brücke",
        "El Niño",
        "el año",
        "país, aún, Raúl",
        "haï",
        "São Paulo",
        "Noël à Genève",
        "Phạm vi đo: 1mg ¸100g",
        "1mg ¸100g",
        "5 µm",
        "© 2024 Company®",
        "£100 ± 5",
        "§ 12",
        "säng",
        "Đắk Lắk",
        "Social insurance",
        "Hôtel de ville",
        "Ñ",
        "où",
        "garçon élève",
        "Lâm Hà",
        "Tô Hoà Lý",
    ] {
        assert_eq!(legacy(text), None, "{text}");
    }
}

const NAMES: [&str; 6] = [
    "Uỷ ban nhân dân huyện Lộc Ninh",
    "Bảo hiểm xã hội tỉnh Bình Phước",
    "Sở Lao động - Thương binh và Xã hội",
    "Liên đoàn Lao động thành phố Đồng Xoài",
    "Hội Nông dân Việt Nam (cũ)",
    "Ban Quản lý khu kinh tế",
];

#[test]
fn whole_names_come_back_and_their_originals_stay() {
    for name in NAMES {
        for encoding in [Encoding::Tcvn3, Encoding::Vni] {
            reads(&encode(name, encoding), encoding, name);
        }
        assert_eq!(legacy(name), None);
    }
}

#[test]
fn capitals_come_back_from_vni() {
    for name in NAMES {
        let capitals = name.to_uppercase();
        reads(&encode(&capitals, Encoding::Vni), Encoding::Vni, &capitals);
    }
}

proptest! {
    #[test]
    fn converted_text_is_never_converted_again(text in "[ -~¡-ÿ]{0,30}") {
        if let Some((_, unicode)) = legacy(&text) {
            prop_assert_eq!(legacy(&unicode), None);
        }
    }
}

/// Ordinary text that has only letters of Western Europe, which legacy text consists of too.
#[test]
fn ordinary_text_of_many_languages_stays() {
    for text in [
        // Vietnamese in Unicode without any letter beyond Latin-1.
        "Hà Tiên, Cà Mau",
        "Lê Hà Linh",
        "Tô Hoài Nam",
        "Bùi Công Minh",
        "Trà My và Mai Lan",
        "Hoàng Sa là xa",
        "báo cáo và thông báo",
        "Không có ai xin lùi",
        "Cà phê sáng, cà phê tôi",
        "BÁO CÁO THÁNG BA",
        "CÔNG TY TÂN LONG",
        // With slips of the finger.
        "Hoàà Bình",
        "báo cáoo tháng",
        "Lêê Vănn",
        // Other languages.
        "Élise a été à l'hôtel où dînait Zoé",
        "La niña comió piñas en España según mamá",
        "São João não é à mão, coração e avós",
        "Müller fährt über Köln nach Österreich, Größe fünf",
        "På ön bor en älg, Åse och Björn",
        "Ægir og Þór, ást á öllu",
        "È così, perché no, più città",
        "Curaçao; Düsseldorf; Córdoba; Århus",
        // Signs and codes.
        "50 µg, ±5 %, 20 °C, 3 × 4 = 12, ½ km²",
        "© 2023 ® ™ § 5 ¶ 2 «x» ¿qué?",
        "AB-12/ÐX §3.1 №7",
        "https://vi.wikipedia.org/wiki/%C3%A0",
        "Ph.D. Nguyen Van A. (ext. 12)",
    ] {
        assert_eq!(legacy(text), None, "{text}");
    }
}

proptest! {
    /// Any run of Vietnamese syllables with the marks that Latin-1 has.
    #[test]
    fn vietnamese_in_unicode_is_never_converted(
        words in proptest::collection::vec(("(b|c|ch|d|g|h|kh|l|m|n|ng|nh|ph|qu|t|th|tr|v|x|)", "[aeiouàáãèéìíòóõùúýâêô]", "(|i|m|n|ng|nh|o)"), 1..6)
    ) {
        let words: Vec<String> = words.into_iter().map(|(onset, vowel, end)| format!("{onset}{vowel}{end}")).collect();
        let syllables: Vec<&str> = words.iter().map(String::as_str).filter(|word| is_syllable(word)).collect();
        let text = syllables.join(" ");
        prop_assert_eq!(legacy(&text), None, "{}", text);
        prop_assert_eq!(legacy(&text.to_uppercase()), None, "{}", text);
    }
}
