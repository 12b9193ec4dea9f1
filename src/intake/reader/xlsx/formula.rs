//! Formulas that several cells share: written once, for one cell, and read by the others from where they stand.

const ROWS: i64 = 1_048_576;
const COLUMNS: i64 = 16_384;

/// How far a formula has moved, in rows and columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    pub rows: i64,
    pub columns: i64,
}

/// The formula as it reads after moving: references without `$` move along, and past an edge they come in at the other.
pub(super) fn moved(formula: &str, shift: Shift) -> String {
    let mut moved = String::with_capacity(formula.len() + 8);
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let n_read = match first {
            '"' | '\'' => quoted(rest, first),
            '[' => bracketed(rest),
            c if is_word(c) => {
                rest = &rest[word(rest, &mut moved, shift)..];
                continue;
            }
            c => c.len_utf8(),
        };
        moved.push_str(&rest[..n_read]);
        rest = &rest[n_read..];
    }
    moved
}

/// The length of a quoted text; a doubled quote reads as the end of one and the start of the next, which comes to the same.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

/// The length of what stands in brackets, those within them included; `'` takes the next letter as it is.
fn bracketed(text: &str) -> usize {
    let mut depth = 0;
    let mut letters = text.char_indices();
    while let Some((at, c)) = letters.next() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            '\'' => _ = letters.next(),
            _ => (),
        }
    }
    text.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\' | '?')
}

fn word_at(text: &str) -> &str {
    &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())]
}

/// Writes the word at the start of the text, moved if it is a reference, and a range of columns or rows whole. The length of
/// what was written.
fn word(text: &str, moved: &mut String, shift: Shift) -> usize {
    let first = word_at(text);
    let after = &text[first.len()..];
    if after.starts_with(['(', '!', '[']) {
        moved.push_str(first);
        return first.len();
    }
    if let Some(second) = after.strip_prefix(':').map(word_at) {
        let n_read = first.len() + 1 + second.len();
        let is_sheets = text[n_read..].starts_with('!');
        let range = half(first, shift).zip(half(second, shift)).filter(|(a, b)| a.is_column == b.is_column);
        match range {
            // `Biểu1:Biểu3!A1`
            _ if is_sheets => moved.push_str(&text[..n_read]),
            Some((a, b)) => moved.push_str(&format!("{}:{}", a.moved, b.moved)),
            None => return cell(first, moved, shift),
        }
        return n_read;
    }
    cell(first, moved, shift)
}

fn cell(word: &str, moved: &mut String, shift: Shift) -> usize {
    match moved_cell(word, shift) {
        Some(cell) => moved.push_str(&cell),
        None => moved.push_str(word),
    }
    word.len()
}

fn moved_cell(word: &str, shift: Shift) -> Option<String> {
    let (split, _) = word.char_indices().skip(1).find(|(_, c)| *c == '$' || c.is_ascii_digit())?;
    let (column, row) = (half(&word[..split], shift)?, half(&word[split..], shift)?);
    (column.is_column && !row.is_column).then(|| format!("{}{}", column.moved, row.moved))
}

/// A column or a row of a reference, moved.
struct Half {
    is_column: bool,
    moved: String,
}

/// Reads `$B`, `B`, `$12` or `12`; `None` if it is none of them.
fn half(text: &str, shift: Shift) -> Option<Half> {
    let (dollar, name) = text.strip_prefix('$').map_or(("", text), |name| ("$", name));
    let is_column = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let at = if is_column { column(name)? } else { row(name)? };
    let (by, n_all) = if is_column { (shift.columns, COLUMNS) } else { (shift.rows, ROWS) };
    let moved = if dollar.is_empty() { (at + by).rem_euclid(n_all) } else { at };
    let moved = u32::try_from(moved).ok()?;
    let moved = if is_column { crate::value::grid::column_letters(moved) } else { (moved + 1).to_string() };
    Some(Half { is_column, moved: format!("{dollar}{moved}") })
}

fn column(letters: &str) -> Option<i64> {
    if letters.len() > 3 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let n = letters.bytes().fold(0, |n, byte| n * 26 + i64::from(byte.to_ascii_uppercase() - b'A') + 1);
    (n <= COLUMNS).then_some(n - 1)
}

fn row(digits: &str) -> Option<i64> {
    let is_row = !digits.is_empty() && digits.len() <= 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let n: i64 = digits.parse().ok().filter(|_| is_row)?;
    (1..=ROWS).contains(&n).then_some(n - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_move_and_nothing_else_does() {
        let cases = [
            ("B1*$C$1+$D1+E$1", "D4*$C$1+$D4+G$1"),
            ("SUM(A1:B2)", "SUM(C4:D5)"),
            ("LOG10(A1)+A1", "LOG10(C4)+C4"),
            ("\"A1 \"\"B2\"\" \"&A1", "\"A1 \"\"B2\"\" \"&C4"),
            ("'Biểu A1'!A1+Biểu1!A1+T1!A1", "'Biểu A1'!C4+Biểu1!C4+T1!C4"),
            ("T1:T3!A1", "T1:T3!C4"),
            ("[1]Sheet1!A1+Bảng[[#This Row],[A1]]+A1", "[1]Sheet1!C4+Bảng[[#This Row],[A1]]+C4"),
            ("A:A+$B:B+1:1+$2:3", "C:C+$B:D+4:4+$2:6"),
            ("#REF!+A1E5+1E5+A1.B2+_A1+TAX2023+TRUE+1.5", "#REF!+A1E5+1E5+A1.B2+_A1+TAZ2026+TRUE+1.5"),
            ("XFD1048576+a1", "B3+C4"),
            ("XFE1+A1048577+A0", "XFE1+A1048577+A0"),
            ("\"A1", "\"A1"),
            ("[A1", "[A1"),
            ("Số_A1+đA1", "Số_A1+đA1"),
            ("A1:INDEX(B1,2)", "C4:INDEX(D4,2)"),
            ("$", "$"),
        ];
        for (formula, expected) in cases {
            assert_eq!(moved(formula, Shift { rows: 3, columns: 2 }), expected);
        }
        assert_eq!(moved("A1+C5", Shift { rows: -1, columns: -1 }), "XFD1048576+B4");
    }
}
