//! The plan's own words put into sentences.

use super::PlanWords;
use crate::value::wording;

impl PlanWords {
    /// A sentence whose names in braces are replaced: `{labour_force}`, and `{Labour_force}` where it begins one, or
    /// `{LABOUR_FORCE}` in a heading.
    pub fn fill(&self, sentence: &str) -> String {
        let mut filled = String::with_capacity(sentence.len());
        for (n, part) in sentence.split(['{', '}']).enumerate() {
            match self.word(part) {
                // Names stand between the braces.
                Some(word) if n % 2 == 1 => filled.push_str(&word),
                _ => filled.push_str(part),
            }
        }
        filled
    }

    fn word(&self, name: &str) -> Option<String> {
        let word = match name.to_ascii_lowercase().as_str() {
            "topic" => &self.topic,
            "short_topic" => &self.short_topic,
            "labour_force" => &self.labour_force,
            "labour_force_in_full" => &self.labour_force_in_full,
            "whole" => &self.whole,
            _ => return None,
        };
        let mut letters = name.chars();
        let begins = letters.next().is_some_and(char::is_uppercase);
        Some(match (begins, letters.next().is_some_and(char::is_uppercase)) {
            (true, true) => word.to_uppercase(),
            (true, false) => wording::capitalized(word),
            _ => word.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_in_as_they_stand_in_the_sentence() {
        let words = PlanWords { topic: "BHXH, BHTN".to_owned(), ..PlanWords::default() };
        assert_eq!(words.fill("{Labour_force} của {whole} (%)"), "Lực lượng lao động của toàn tỉnh (%)");
        assert_eq!(words.fill("{WHOLE}, {TOPIC}"), "TOÀN TỈNH, BHXH, BHTN");
        assert_eq!(words.fill("không có gì"), "không có gì");
    }
}
