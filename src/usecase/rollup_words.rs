//! What units wrote, as the return of their collector says it: short enough for cells that people can read and print. Whatever is left
//! out stands whole on the sheet of sources, and nothing is cut within a word.

use crate::rollup::{fitting, n_letters};
use crate::value::wording;

/// How many letters the names behind a difficulty have at most.
const MAX_NAMES: usize = 400;

/// How many letters a difficulty's cell has at most; a longer text goes on in the row below.
const MAX_DIFFICULTY: usize = 1_200;

/// A text with who says it behind it: `Thiếu biên chế (Sở Y tế).` One that a unit's own roll-up named already is named on: `(Bệnh viện A,
/// thuộc Sở Y tế)`, and nobody twice.
pub fn with_names(text: &str, names: &[&str], is_rolled_up: bool) -> String {
    if text.is_empty() {
        return String::new();
    }
    let (words, end) = text.strip_suffix('.').map_or((text, ""), |words| (words, "."));
    let named = words.strip_suffix(')').and_then(|words| words.rsplit_once(" ("));
    match (named, names) {
        (Some((_, inner)), [name]) if inner == *name => text.to_owned(),
        (Some((said, inner)), [name]) if is_rolled_up => format!("{said} ({inner}, thuộc {name}){end}"),
        _ => format!("{words} ({}){end}", several(names)),
    }
}

/// Names with semicolons between them, as many as there is room for, and how many others.
fn several(names: &[&str]) -> String {
    let first = fitting(names, MAX_NAMES);
    let n = first.len().max(1);
    let others = (names.len() > n).then(|| format!("… và {} đơn vị khác", wording::count((names.len() - n) as u64)));
    names[..n.min(names.len())].iter().map(|name| (*name).to_owned()).chain(others).collect::<Vec<_>>().join("; ")
}

/// A difficulty with its proposal, in as many rows as it takes.
pub fn in_pieces(difficulty: &str, proposal: &str) -> Vec<(String, String)> {
    let (difficulty, proposal) = (pieces(difficulty), pieces(proposal));
    let n = difficulty.len().max(proposal.len());
    let piece = |of: &[String], n: usize| of.get(n).cloned().unwrap_or_default();
    (0..n).map(|n| (piece(&difficulty, n), piece(&proposal, n))).collect()
}

/// A text in pieces that end with a word; those after the first say that they go on.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in text.split_inclusive(char::is_whitespace) {
        let last = pieces.last_mut().expect("there is one");
        if !last.is_empty() && n_letters(last) + n_letters(word) > MAX_DIFFICULTY {
            last.truncate(last.trim_end().len());
            pieces.push(format!("(tiếp) {word}"));
        } else {
            last.push_str(word);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_named_twice_and_no_name_is_cut() {
        let of = |text: &str, is_rolled_up: bool| with_names(text, &["Sở Y tế"], is_rolled_up);
        assert_eq!(of("Thiếu người.", false), "Thiếu người (Sở Y tế).");
        assert_eq!(of("Thiếu người (Sở Y tế).", true), "Thiếu người (Sở Y tế).");
        assert_eq!(of("Thiếu người (BV A; BV B)", true), "Thiếu người (BV A; BV B, thuộc Sở Y tế)");
        assert_eq!(of("Thiếu người (khoa Nội)", false), "Thiếu người (khoa Nội) (Sở Y tế)");
        assert_eq!(of("", false), "");
        let names: Vec<String> = (1..=111).map(|n| format!("UBND phường {n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let words = with_names("Thiếu người", &names, false);
        assert!(words.ends_with(" đơn vị khác)") && words.contains("UBND phường 2; "), "{words}");
        let n_named = words.matches("UBND").count();
        assert!(words.contains(&format!("… và {} đơn vị khác", 111 - n_named)), "{words}");
    }

    #[test]
    fn a_long_difficulty_goes_on_in_the_row_below() {
        assert_eq!(in_pieces("ngắn", "gọn"), [("ngắn".to_owned(), "gọn".to_owned())]);
        let long = "khó khăn ".repeat(400);
        let rows = in_pieces(&long, "gọn");
        assert!(rows.len() == 4 && rows[1].0.starts_with("(tiếp) khó") && rows[1].1.is_empty(), "{rows:?}");
        let whole: String = rows.iter().map(|(text, _)| text.replace("(tiếp) ", "") + " ").collect();
        assert_eq!(whole.split_whitespace().count(), 800);
    }
}
