//! Texts outside cells, in every format: kept with white space collapsed, and shortened.

use crate::intake::own_note::without_own_part;
use crate::value::grid::{Address, LooseKind, LooseText, LooseTexts};

/// The author of the comments that this program writes; what it said itself is nothing to report.
pub(super) const OWN_AUTHOR: &str = "bhxh";

/// How many texts with a digit are kept of a sheet, and how many without. A filled template has none.
const MAX_TEXTS: usize = 1_000;
/// How many letters of a text are kept.
const MAX_LETTERS: usize = 200;

pub(super) fn keep(found: &mut LooseTexts, kind: LooseKind, at: Option<Address>, text: &str) {
    // Programs that save a marked copy anew may drop the author of its notes.
    let text = without_own_part(text);
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let found = if has_digit { &mut found.with_digit } else { &mut found.without_digit };
    let words: Vec<&str> = text.split_whitespace().collect();
    if found.len() >= MAX_TEXTS || words.is_empty() {
        return;
    }
    let mut text = words.join(" ");
    if let Some((end, _)) = text.char_indices().nth(MAX_LETTERS) {
        text.truncate(end);
        text.push('…');
    }
    found.push(LooseText { kind, at, text });
}

/// A comment's text without the author's name that Excel puts before it, and which may have digits of its own.
pub(super) fn without_author<'a>(text: &'a str, author: &str) -> &'a str {
    let text = text.trim_start();
    text.strip_prefix(author).and_then(|rest| rest.strip_prefix(':')).filter(|_| !author.is_empty()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_and_without_a_digit_are_kept_and_shortened() {
        let mut found = LooseTexts::default();
        for text in ["không có số", "  sửa\n thành  1.250 ", &"1234 ".repeat(100)] {
            keep(&mut found, LooseKind::Comment, None, text);
        }
        let texts = |found: &[LooseText]| found.iter().map(|found| found.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&found.with_digit), ["sửa thành 1.250".to_owned(), format!("{}…", "1234 ".repeat(40))]);
        assert_eq!(texts(&found.without_digit), ["không có số"]);
    }

    #[test]
    fn the_authors_name_is_no_part_of_a_comment() {
        assert_eq!(without_author("PC-07:\nxem lại", "PC-07"), "\nxem lại");
        assert_eq!(without_author(": 7", ""), ": 7");
        assert_eq!(without_author("PC-07 gõ 7", "PC-07"), "PC-07 gõ 7");
    }
}
