//! Whether a note says why a number was changed after it was added up. Two words must be left without what the program wrote or copied and
//! without words that only say that somebody looked, changed it or finds it right.

use std::collections::BTreeSet;

use crate::intake::explanation::says_something;
use crate::value::text;

/// How many words of its own a reason has at least. One alone is a slip of the hand in a copied word.
const OWN_WORDS: usize = 2;

/// What says that somebody looked, changed it or finds it right, small and without marks: it is no reason.
const ACKNOWLEDGEMENTS: [&str; 61] = [
    "kiem tra",
    "ra soat",
    "doi chieu",
    "xac nhan",
    "xac minh",
    "chinh sua",
    "chinh ly",
    "chinh xac",
    "dieu chinh",
    "sua chua",
    "sua doi",
    "cap nhat",
    "thay doi",
    "so lieu",
    "so nay",
    "so moi",
    "so tong",
    "dong y",
    "thong nhat so",
    "hop le",
    "hop ly",
    "phu hop",
    "xem lai",
    "xem xet",
    "chac chan",
    "day du",
    "hoan thanh",
    "hoan chinh",
    "can than",
    "ky cang",
    "ghi lai",
    "nhap lai",
    "tinh lai",
    "cong lai",
    "tong hop",
    "bang tay",
    "sua tay",
    "ghi chu",
    "giai trinh",
    "da",
    "dang",
    "duoc",
    "lai",
    "sua",
    "xong",
    "roi",
    "dung",
    "du",
    "dat",
    "ok",
    "oke",
    "okay",
    "yes",
    "done",
    "co",
    "khong",
    "la",
    "va",
    "ky",
    "nhe",
    "so",
];

/// Whether a note says why, beside the words that the program wrote or copied there: whatever case, marks or order these are in.
pub fn says_why(note: &str, written: &str) -> bool {
    let written: BTreeSet<String> = words(written).into_iter().collect();
    let own: BTreeSet<String> =
        without_acknowledgements(&words(note)).into_iter().filter(|word| !written.contains(word)).collect();
    own.len() >= OWN_WORDS
}

/// The words of a text, small and without marks.
fn words(text: &str) -> Vec<String> {
    let folded = text::ascii_fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| says_something(word));
    words.map(str::to_owned).collect()
}

fn without_acknowledgements(words: &[String]) -> Vec<String> {
    let (mut left, mut at) = (Vec::new(), 0);
    while let Some(word) = words.get(at) {
        match acknowledgement_at(&words[at..]) {
            Some(n_words) => at += n_words,
            None => {
                left.push(word.clone());
                at += 1;
            }
        }
    }
    left
}

/// Of how many words the longest acknowledgement is that some words begin with; `None` if they begin with none.
fn acknowledgement_at(words: &[String]) -> Option<usize> {
    let all = ACKNOWLEDGEMENTS.iter().filter(|phrase| begin_with(words, phrase));
    all.map(|phrase| n_words(phrase)).max()
}

fn begin_with(words: &[String], phrase: &str) -> bool {
    words.len() >= n_words(phrase) && phrase.split(' ').zip(words).all(|(a, b)| a == b)
}

fn n_words(phrase: &str) -> usize {
    phrase.split(' ').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    const OF_UNITS: &str = "Xã Đức Liễu: sáp nhập đơn vị; Xã B: 3 người nghỉ ốm";

    #[test]
    fn the_units_notes_however_they_are_typed_explain_no_change() {
        let without_bar = OF_UNITS.replace('Đ', "D").replace('đ', "d");
        let deleted: Vec<String> = OF_UNITS.split(' ').map(|word| OF_UNITS.replacen(word, "", 1)).collect();
        let mut notes = vec![
            OF_UNITS.to_owned(),
            OF_UNITS.to_uppercase(),
            OF_UNITS.nfd().collect(),
            text::without_diacritics(OF_UNITS),
            without_bar,
            format!("{OF_UNITS} ."),
            "Xã B: 3 người nghỉ ốm".to_owned(),
            "Xã Đức Liễu:  sáp nhập;".to_owned(),
            "nghỉ ốm 3 người, sáp nhập".to_owned(),
        ];
        notes.extend(deleted);
        for note in notes {
            assert!(!says_why(&note, OF_UNITS), "{note}");
        }
    }

    #[test]
    fn that_somebody_looked_at_it_is_no_reason() {
        for words in [
            "ok",
            "đã sửa",
            "Đã sửa lại",
            "đã kiểm tra",
            "ĐÃ KIỂM TRA, RÀ SOÁT",
            "đã rà soát kỹ, số liệu chính xác",
            "số đúng",
            "số này là đúng",
            "đã đối chiếu lại số liệu",
            "Đồng ý, đã cập nhật",
            "đã điều chỉnh 581",
            "sửa tay",
            "xác nhận đúng",
        ] {
            assert!(!says_why(words, ""), "{words}");
            assert!(!says_why(&format!("{OF_UNITS}; {words}"), OF_UNITS), "{words}");
            assert!(!says_why(&format!("{words} - {OF_UNITS}"), OF_UNITS), "{words}");
        }
    }

    #[test]
    fn words_that_no_unit_wrote_explain_a_change() {
        for note in [
            format!("{OF_UNITS}; thêm 7 người mới tuyển"),
            "Đã cộng thêm 7 người của Xã C".to_owned(),
            format!("Đã đối chiếu với Kho bạc. {OF_UNITS}"),
            "Xã C báo nhầm, đã sửa".to_owned(),
            "sửa theo điện thoại".to_owned(),
            "Bổ sung 5 biên chế".to_owned(),
        ] {
            assert!(says_why(&note, OF_UNITS), "{note}");
        }
    }
}
