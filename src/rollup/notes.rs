//! What units wrote beside a row, as the row of their collector says it.

use super::SHEET;
use crate::value::wording;

/// How many letters a row's note has at most: a narrow cell of a form, which no program makes higher than a page.
const MAX_NOTE: usize = 300;

/// The notes of units, each behind the name: all of them, or as many as there is room for.
pub fn notes_together(notes: Vec<(String, String)>) -> String {
    let names: Vec<String> = notes.iter().map(|(name, _)| name.clone()).collect();
    let parts: Vec<String> = notes.into_iter().map(|(name, note)| format!("{name}: {}", note.trim())).collect();
    let whole = parts.join("; ");
    if n_letters(&whole) <= MAX_NOTE {
        return whole;
    }
    let first = fitting(&parts, MAX_NOTE - 80);
    match (first.len(), &names[..]) {
        (0, [name]) => format!("Ghi chú của {name}: xem trang “{SHEET}”"),
        (0, _) => format!("Ghi chú của {} đơn vị: xem trang “{SHEET}”", wording::count(names.len() as u64)),
        (n, _) => {
            let n_others = wording::count((names.len() - n) as u64);
            format!("{}; … và ghi chú của {n_others} đơn vị khác ở trang “{SHEET}”", first.join("; "))
        }
    }
}

/// The first of some texts that are together no longer than so many letters.
pub fn fitting<T: AsRef<str>>(texts: &[T], most: usize) -> Vec<&str> {
    let mut n = 0;
    let fits = |text: &&str| {
        n += n_letters(text) + 2;
        n <= most + 2
    };
    texts.iter().map(AsRef::as_ref).take_while(fits).collect()
}

/// How many letters a text has.
pub fn n_letters(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(n: usize, words: &str) -> Vec<(String, String)> {
        (1..=n).map(|n| (format!("Xã {n}"), words.to_owned())).collect()
    }

    #[test]
    fn a_note_says_whole_parts_and_where_the_others_are() {
        assert_eq!(notes_together(notes(2, "sáp nhập ")), "Xã 1: sáp nhập; Xã 2: sáp nhập");
        let many = notes_together(notes(111, "biên chế giảm theo đề án"));
        assert!(many.starts_with("Xã 1: biên chế giảm theo đề án; Xã 2: ") && n_letters(&many) <= MAX_NOTE, "{many}");
        assert!(many.ends_with("; … và ghi chú của 105 đơn vị khác ở trang “Nguồn số liệu”"), "{many}");
        let long = "rất dài ".repeat(100);
        assert_eq!(notes_together(notes(1, &long)), "Ghi chú của Xã 1: xem trang “Nguồn số liệu”");
        assert_eq!(notes_together(notes(3, &long)), "Ghi chú của 3 đơn vị: xem trang “Nguồn số liệu”");
    }
}
