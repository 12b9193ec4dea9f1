//! What texts say of how many units a return was added up from: `Tổng hợp từ 138/141 đơn vị`. The sheets of sources prove it; a text
//! that says something else was changed by hand.

use crate::value::text;

/// Accepted and expected units.
pub type StatedExtent = (usize, usize);

/// Every `138/141 đơn vị` of a text, however it is typed.
pub fn stated_extents(of: &str) -> Vec<StatedExtent> {
    // Paths have slashes, few texts have one between numbers.
    let is_between_numbers = |(at, _): (usize, &str)| {
        let (before, behind) = (of[..at].trim_end(), of[at + 1..].trim_start());
        before.ends_with(|c: char| c.is_ascii_digit()) && behind.starts_with(|c: char| c.is_ascii_digit())
    };
    if !of.match_indices('/').any(is_between_numbers) {
        return Vec::new();
    }
    let folded = text::ascii_fold(of);
    folded.match_indices('/').filter_map(|(at, _)| extent_at(&folded, at)).collect()
}

/// Those of a text that speaks of adding up.
pub fn stated_of_adding_up(of: &str) -> Vec<StatedExtent> {
    let stated = stated_extents(of);
    if !stated.is_empty() && text::ascii_fold(of).contains("tong hop tu") { stated } else { Vec::new() }
}

/// The extent around a slash.
fn extent_at(folded: &str, slash: usize) -> Option<StatedExtent> {
    let (before, behind) = (folded[..slash].trim_end(), folded[slash + 1..].trim_start());
    let is_digit = |c: char| c.is_ascii_digit();
    let accepted = &before[before.trim_end_matches(is_digit).len()..];
    let rest = behind.trim_start_matches(is_digit);
    let expected = &behind[..behind.len() - rest.len()];
    let is_of_units = rest.trim_start().starts_with("don vi");
    Some((accepted.parse().ok()?, expected.parse().ok()?)).filter(|_| is_of_units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extents_are_found_however_they_are_typed() {
        let said = "Tổng hợp từ 141/141 đơn vị; trong đó Sở Y tế mới tổng hợp từ 2/3 đơn vị.";
        assert_eq!(stated_extents(said), [(141, 141), (2, 3)]);
        for text in ["TỔNG HỢP TỪ 138 / 141 ĐƠN VỊ", "tong hop tu 138/141 don vi", "Tổng hợp từ\n138/141\u{a0}đơn vị"]
        {
            assert_eq!(stated_of_adding_up(text), [(138, 141)], "{text}");
        }
        for text in ["ngày 12/6 đơn vị gửi", "Tổng hợp từ 138/141 xã", "/ đơn vị", "Có 3/5 đơn vị đã ký"]
        {
            assert_eq!(stated_of_adding_up(text), [], "{text}");
        }
    }
}
