//! The abbreviations with which Vietnamese offices write their own names.

use super::fold;

/// What an abbreviation stands for, both folded.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ubnd", "uỷ ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("bhxh", "bảo hiểm xã hội"),
    ("bql", "ban quản lý"),
    ("kkt", "khu kinh tế"),
    ("kcn", "khu công nghiệp"),
    ("htx", "hợp tác xã"),
    ("lđlđ", "liên đoàn lao động"),
    ("lđ", "liên đoàn"),
    ("lm", "liên minh"),
    ("btc", "ban tổ chức"),
    ("tu", "tỉnh uỷ"),
    ("tp", "thành phố"),
    ("tx", "thị xã"),
    ("tt", "thị trấn"),
    ("h", "huyện"),
    ("x", "xã"),
    ("p", "phường"),
    ("t", "tỉnh"),
    ("&", "và"),
];

/// The text folded, with every abbreviation written out: "UBND H. Lộc Ninh" is "uỷ ban nhân dân huyện lộc ninh".
/// Punctuation is gone, so this is for comparing names only.
pub fn written_out(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|word| !word.is_empty());
    words
        .map(|word| ABBREVIATIONS.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| *long))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviated_and_full_names_are_written_out_alike() {
        for (short, long) in [
            ("UBND huyện Lộc Ninh", "Ủy ban nhân dân huyện Lộc Ninh"),
            ("UBND H.Lộc Ninh", "Uỷ ban nhân dân huyện Lộc Ninh"),
            ("UBND TX. Bình Long", "Ủy ban nhân dân Thị xã Bình Long"),
            ("BHXH tỉnh", "Bảo hiểm xã hội tỉnh"),
            ("BQL KKT tỉnh", "Ban Quản lý Khu kinh tế tỉnh"),
        ] {
            assert_eq!(written_out(short), written_out(long), "{short}");
        }
        assert_ne!(written_out("UBND thị xã Bình Long"), written_out("UBND thị xã Phước Long"));
    }
}
