//! Characters that no text of a plan may have: written as escapes they pass TOML, but no XML may hold them, so a workbook
//! or letter with one would open nowhere.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// Where the file has a text with such a character, and the character, in the order of the file.
pub(super) fn forbidden(text: &str) -> Vec<(Range<usize>, char)> {
    // Only escapes and these two pass TOML; a plan without them isn't read a second time.
    if !text.contains(['\\', '\u{FFFE}', '\u{FFFF}']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        table.get_ref().values().for_each(|value| look(value.get_ref(), value.span(), &mut found));
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

fn look(value: &DeValue, span: Range<usize>, found: &mut Vec<(Range<usize>, char)>) {
    match value {
        DeValue::String(text) => found.extend(text.chars().find(|c| is_forbidden(*c)).map(|c| (span, c))),
        DeValue::Array(values) => values.iter().for_each(|value| look(value.get_ref(), value.span(), found)),
        DeValue::Table(table) => table.values().for_each(|value| look(value.get_ref(), value.span(), found)),
        _ => (),
    }
}

/// Whether a code is made of small letters without marks, digits and hyphens between them: a name that begins with one is an option to
/// programs.
pub(crate) fn is_plain_code(code: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !code.is_empty() && code.chars().all(is_plain) && !code.starts_with('-') && !code.ends_with('-')
}

/// Whether no XML may hold a character.
pub(crate) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_found_however_it_is_written_and_wherever_it_stands() {
        let characters = |text: &str| forbidden(text).into_iter().map(|(_, c)| c).collect::<Vec<_>>();
        let text = "a = \"x\\u0001\"\nb = [{ c = \"\"\"\\b\"\"\" }]\n[[d]]\ne = [\"\u{FFFF}\"]\nf = \"\\U0000FFFE\"\n";
        assert_eq!(characters(text), ['\u{1}', '\u{8}', '\u{FFFF}', '\u{FFFE}']);
        assert_eq!(characters("a = \"dòng\\nmới\\t\\\"\\\\u0001\\u00E1\"\nb = 'C:\\u0001'"), [' '; 0]);
    }
}
