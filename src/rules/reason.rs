//! Whether a note says why a number that was added up is what it is: other than its parts (SUM-06, SUM-09), or much changed since the year before
//! (TREND). Two words must be left without what the program wrote or copied and
//! without words that only say that somebody looked, changed it or finds it right; a number beside a word counts as one of them.

use std::collections::BTreeMap;

use crate::value::text;

/// How many words of its own a reason has at least. One alone is a slip of the hand in a copied word.
const OWN_WORDS: usize = 2;

/// What says that somebody looked, changed it, finds it right or asks to leave it, small and without marks, and what only joins words: none of
/// it is a reason.
const ACKNOWLEDGEMENTS: &str = "kiem tra; ra soat; doi chieu; xac nhan; xac minh; chinh sua; chinh ly; chinh xac; dieu chinh; sua chua; sua doi; \
    cap nhat; thay doi; so lieu; so nay; so moi; so dung; so tong; so thuc; dong y; nhat tri; thong nhat; hop le; hop ly; phu hop; xem; xem xet; chac chan; \
    day du; hoan thanh; hoan chinh; can than; ky cang; ghi; nhap; tinh; cong; tong hop; bang tay; ghi chu; giai trinh; nhu tren; nhu cu; de nghi; \
    giu nguyen; giu; bao cao; don vi; khop; moi nhat; cuoi cung; thuc te; lam viec; trao doi; y kien; duyet; phe duyet; ban giao; \
    bo sung; thanh; theo; voi; cho; cua; cac; nhu; tren; duoi; nay; do; da; dang; se; duoc; lai; sua; xong; roi; dung; du; dat; ok; oke; okay; yes; \
    done; good; true; co; khong; la; va; ky; nhe; tay; het; moi; cu; van; deu; rat; hien; tai; vao; ve";

/// What a document is called, which is worth a word: beside its number it is a reason, though the syllables alone are acknowledgements or
/// no words at all.
const DOCUMENTS: [&str; 8] = ["cong van", "cv", "qd", "to trinh", "ttr", "nghi quyet", "nq", "thong bao"];

/// What happens to staff, in words of which some syllable is an acknowledgement by itself.
const REASONS: [&str; 7] =
    ["sap nhap", "tinh gian", "tinh giam", "thanh lap", "tuyen moi", "moi tuyen", "chuyen cong tac"];

/// A note beside a changed number, with what stands there without anybody's hand.
pub struct ChangeNote<'a> {
    /// The note.
    pub note: &'a str,
    /// What the program copied into it of the units' notes; empty if it copied none.
    pub copied: &'a str,
    /// What else the program wrote of the row: its label, and the units' notes as the sheet of sources has them.
    pub written: &'a str,
}

impl ChangeNote<'_> {
    /// Whether it says why.
    pub fn says_why(&self) -> bool {
        match self.beside_copied() {
            Some(added) => is_any_own(&added, &self.all_written()) && is_reason(&added),
            None => self.is_reason_instead(),
        }
    }

    /// The words before and behind those that the program copied; `None` if these don't stand there one after the other.
    fn beside_copied(&self) -> Option<Vec<String>> {
        let (mut note, copied) = (words(self.note), words(self.copied));
        let at = if copied.is_empty() { 0 } else { note.windows(copied.len()).position(|part| part == copied)? };
        note.drain(at..at + copied.len());
        Some(note)
    }

    /// Whether a note that stands in place of the copied one says why: with words of its own, with another number, or most of it.
    fn is_reason_instead(&self) -> bool {
        let (note, own) = (words(self.note), self.own());
        let (n_all, n_own) = (meaning(&note).len(), meaning(&own).len());
        let is_mostly_own = n_own > 0 && n_own * 2 >= n_all;
        let has_number = own.iter().any(|word| is_number(word));
        is_reason(&own) || n_all >= OWN_WORDS && (has_number || is_mostly_own)
    }

    /// The words that the program didn't write, each as often as the note has it more.
    fn own(&self) -> Vec<String> {
        let mut left = self.all_written();
        let is_own = |word: &String| match left.get_mut(word) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        };
        words(self.note).into_iter().filter(is_own).collect()
    }

    /// Every word that the program wrote of the row, as often as it stands in one place.
    fn all_written(&self) -> BTreeMap<String, usize> {
        let mut all = counted(words(self.copied));
        for (word, n) in counted(words(self.written)) {
            let of_word = all.entry(word).or_default();
            *of_word = (*of_word).max(n);
        }
        all
    }
}

/// Whether any of some words isn't one that the program wrote.
fn is_any_own(words: &[String], written: &BTreeMap<String, usize>) -> bool {
    words.iter().any(|word| !written.contains_key(word))
}

/// Whether enough of some words mean something; a number counts beside a word.
fn is_reason(words: &[String]) -> bool {
    let n_words = meaning(words).len();
    let has_number = words.iter().any(|word| is_number(word));
    n_words + usize::from(has_number && n_words > 0) >= OWN_WORDS
}

fn counted(words: Vec<String>) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for word in words {
        *counted.entry(word).or_default() += 1;
    }
    counted
}

/// The words and numbers of a text, small and without marks.
fn words(text: &str) -> Vec<String> {
    let folded = text::ascii_fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// Those that mean something: no numbers, no acknowledgements, nothing typed to fill the cell.
fn meaning(words: &[String]) -> Vec<&str> {
    let syllables = |phrase: &'static str| phrase.split_whitespace().collect::<Vec<_>>();
    let all: Vec<Vec<&str>> = ACKNOWLEDGEMENTS.split(';').map(syllables).collect();
    let (documents, reasons) = (DOCUMENTS.map(syllables), REASONS.map(syllables));
    let (mut left, mut at) = (Vec::new(), 0);
    while let Some(word) = words.get(at) {
        if let Some(document) = documents.iter().find(|phrase| begin_with(&words[at..], phrase)) {
            left.push(word.as_str());
            at += document.len();
            continue;
        }
        if let Some(reason) = reasons.iter().find(|phrase| begin_with(&words[at..], phrase)) {
            left.extend(words[at..at + reason.len()].iter().map(String::as_str));
            at += reason.len();
            continue;
        }
        let beginning = all.iter().filter(|phrase| begin_with(&words[at..], phrase));
        match beginning.map(Vec::len).max() {
            Some(n_words) => at += n_words,
            None => {
                left.extend(Some(word.as_str()).filter(|word| is_word(word)));
                at += 1;
            }
        }
    }
    left
}

fn begin_with(words: &[String], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && phrase.iter().zip(words).all(|(a, b)| a == b)
}

/// Whether it is two letters at least, with a vowel, and not one letter again and again.
fn is_word(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let is_varied = letters.windows(2).any(|pair| pair[0] != pair[1]);
    is_varied && letters.iter().any(|letter| "aeiouy".contains(*letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    const OF_UNITS: &str = "Xã Đức Liễu: sáp nhập đơn vị; Xã B: 3 người nghỉ ốm";

    fn says_why(note: &str, copied: &str) -> bool {
        ChangeNote { note, copied, written: &format!("Cán bộ {copied}") }.says_why()
    }

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
            format!("{OF_UNITS} 581"),
            "Xã B: 3 người nghỉ ốm".to_owned(),
            "Xã Đức Liễu:  sáp nhập;".to_owned(),
            "nghỉ ốm 3 người, sáp nhập".to_owned(),
            OF_UNITS.replace("nghỉ", "ngỉ"),
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
            "đã sửa thành 581",
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
            "như trên",
            "đề nghị giữ nguyên",
            "chính xác theo báo cáo",
            "Đã xác nhận với đơn vị",
            "tổng hợp lại cho khớp",
            "Đã cập nhật số liệu mới nhất",
            "theo số liệu thực tế",
            "xxxx yyyy",
            "zz sdf",
            "Công văn",
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
            "Bổ sung 5 người".to_owned(),
            "theo báo cáo của Sở Y tế".to_owned(),
            "thống nhất với Sở Tài chính".to_owned(),
            "Đơn vị báo nhầm".to_owned(),
            "nghỉ hưu".to_owned(),
            "theo công văn 12".to_owned(),
            "CV 12".to_owned(),
            "Theo QĐ 90".to_owned(),
        ] {
            assert!(says_why(&note, OF_UNITS), "{note}");
        }
    }

    #[test]
    fn what_happens_to_staff_is_a_reason_in_two_words() {
        for note in ["tinh giản", "Sáp nhập", "đã tuyển mới", "Chuyển công tác", "thành lập"] {
            assert!(says_why(note, ""), "{note}");
        }
    }

    #[test]
    fn a_reason_in_the_words_of_a_unit_is_one() {
        let copied = "Sở Tư pháp: Bổ sung 5 biên chế theo Quyết định 77/QĐ-UBND";
        for note in [
            format!("{copied}; bổ sung 9 biên chế theo Quyết định 90/QĐ-UBND của Sở Tư pháp"),
            "Bổ sung 9 biên chế".to_owned(),
            "Sở Tư pháp báo bổ sung 9".to_owned(),
            format!("{copied}; Sở Tư pháp bổ sung biên chế y tế"),
        ] {
            assert!(says_why(&note, copied), "{note}");
        }
        assert!(!says_why("Bổ sung 5 biên chế", copied));
        assert!(!says_why(&format!("{copied} 9"), copied));
        assert!(!says_why(&format!("{copied}; Sở Tư pháp bổ sung biên chế"), copied), "said again");
    }
}
