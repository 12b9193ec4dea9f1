//! How the notes that a marked copy carries are known again when it comes back, whichever program saved it since.

use std::ops::Range;

/// Before what a note of ours says.
pub const HEAD: &str = "KẾT QUẢ KIỂM TRA";
/// After it.
pub const TAIL: &str = "(bhxh)";

/// Where our part of a note's text begins and ends, counted in bytes.
pub fn own_part(note: &str) -> Option<Range<usize>> {
    let start = note.find(HEAD)?;
    let end = note[start..].find(TAIL).map_or(note.len(), |at| start + at + TAIL.len());
    Some(start..end)
}

/// What somebody else wrote into a note.
pub fn without_own_part(note: &str) -> String {
    let mut rest = note.to_owned();
    while let Some(own) = own_part(&rest) {
        rest.replace_range(own, " ");
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_others_wrote_is_left_of_a_note() {
        let ours = "KẾT QUẢ KIỂM TRA\nLỗi CELL-04: Số người âm: ô ghi “-5”\n→ Kiểm tra lại\n(bhxh)";
        assert_eq!(without_own_part(ours).trim(), "");
        assert_eq!(without_own_part(&format!("sửa thành 12\n{ours}\nđã xem {ours}")), "sửa thành 12\n \nđã xem  ");
        assert_eq!(without_own_part("KẾT QUẢ KIỂM TRA\nLỗi CELL-04, bị cắt ng"), " ");
        assert_eq!(without_own_part("340"), "340");
    }
}
