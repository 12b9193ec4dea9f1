//! What a cell's number format shows instead of the stored number: the same number, a date, a percentage, or another number.
//!
//! A format code is the text that Excel keeps, `#,##0;[Red]-#,##0`, whichever file it comes from. It has up to four
//! sections, of which the number picks one. Only what changes the meaning of a whole number of people is looked for;
//! rounding to fewer decimals, colours, units and separators of thousands are not.

mod dates;

pub(crate) use dates::is_shortened_in;

use unicode_normalization::UnicodeNormalization;

use crate::value::grid::{Disguise, Value};

/// The words that make another number of the one before them.
const MULTIPLES: [&str; 14] =
    ["chục", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ", "k", "tr", "m", "hundred", "thousand", "million"];

/// A format code, read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NumberFormat {
    /// One to three, for numbers; a section for texts is left out.
    sections: Vec<FormatSection>,
    /// The section for texts doesn't show them: the last of `;;;`, or `[White]@`.
    hides_text: bool,
}

/// What a format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The number itself.
    Number,
    /// A date or a time.
    Date,
    /// A hundred times as much, with a percent sign.
    Percent,
    /// Another number, or none.
    Other(Disguise),
}

impl Shown {
    /// A number that is shown like this, as the grid has it.
    pub(crate) fn value(self, number: f64) -> Value {
        match self {
            Shown::Number => Value::Number(number),
            Shown::Date => Value::Date(number),
            Shown::Percent => Value::Percent(number),
            Shown::Other(disguise) => Value::Disguised(number, disguise),
        }
    }
}

impl NumberFormat {
    /// Reads a format code. Every text is one; an empty code shows the number as it is.
    pub(crate) fn parse(code: &str) -> Self {
        let mut sections: Vec<FormatSection> = split_sections(code).into_iter().map(FormatSection::parse).collect();
        let for_text = sections.get(3).or_else(|| sections.last().filter(|last| last.is_for_text));
        let hides_text = for_text.is_some_and(|text| !text.is_for_text && !text.is_general || text.is_white);
        // The last section is for texts if it says so, or if it is the fourth.
        if sections.len() > 3 || sections.len() > 1 && sections.last().is_some_and(|last| last.is_for_text) {
            sections.truncate((sections.len() - 1).min(3));
        }
        if code.trim().is_empty() {
            sections = vec![FormatSection::parse("General")];
        }
        NumberFormat { sections, hides_text }
    }

    /// The format that every workbook has under a number below 164 without naming its code.
    pub(crate) fn built_in(id: u32) -> Self {
        NumberFormat::parse(match id {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 | 10 => "0%",
            11 => "0.00E+00",
            48 => "##0.0E+0",
            12 | 13 => "# ?/?",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18..=21 => "h:mm",
            22 => "d/m/yyyy h:mm",
            45..=47 => "mm:ss",
            // 27 to 36 and 50 to 58 are dates of East Asian editions.
            14 | 27..=36 | 50..=58 => "d/m/yyyy",
            37 | 38 => "#,##0;(#,##0)",
            39 | 40 => "#,##0.00;(#,##0.00)",
            41 | 42 => "#,##0;(#,##0);\"-\"",
            43 | 44 => "#,##0.00;(#,##0.00);\"-\"",
            _ => "General",
        })
    }

    /// Whether it shows every number as it is, as most formats do.
    pub(crate) fn is_plain(&self) -> bool {
        !self.hides_text
            && self.sections.iter().all(FormatSection::is_plain)
            && self.sections.iter().all(|section| section.condition.is_none())
    }

    /// Whether it shows fewer decimals than a number has.
    pub(crate) fn rounds(&self, number: f64) -> bool {
        number.fract() != 0.0 && self.section_for(number).is_some_and(|section| section.rounds(number))
    }

    /// Whether it shows a date without its day, month or year.
    pub(crate) fn shortens_date(&self, days: f64) -> bool {
        self.section_for(days).is_some_and(|section| section.is_date && !dates::are_whole(&section.date_letters))
    }

    /// Whether a text in a cell of this format isn't seen.
    pub(crate) fn hides_text(&self) -> bool {
        self.hides_text
    }

    /// What it makes of this number.
    pub(crate) fn shows(&self, number: f64) -> Shown {
        match self.section_for(number) {
            Some(section) => section.shows(number),
            // Excel fills the cell with `#`.
            None => Shown::Other(Disguise::Hidden),
        }
    }

    /// The section that applies to a number; `None` if the conditions of all leave it out.
    fn section_for(&self, number: f64) -> Option<&FormatSection> {
        let [first, rest @ ..] = self.sections.as_slice() else { return None };
        let [second, ..] = rest else { return Some(first) };
        if first.condition.is_none() && second.condition.is_none() {
            let idx = if number < 0.0 {
                1
            } else if number > 0.0 || rest.len() == 1 {
                0
            } else {
                2
            };
            return self.sections.get(idx);
        }
        let applies = |section: &&FormatSection| section.condition.is_some_and(|condition| condition.holds(number));
        let otherwise =
            if first.condition.is_some() && second.condition.is_some() { rest.get(1) } else { Some(second) };
        [first, second].into_iter().find(applies).or(otherwise)
    }
}

/// What a number is shown as, by the text that a file gives beside it: OpenDocument spells out what was on the screen, so its own way of
/// describing formats needn't be read. Only whole numbers from 0 on are compared; others are no counts anyway.
pub(crate) fn shown_as(text: &str, number: f64) -> Shown {
    let whole = number.round();
    if !(0.0..1e15).contains(&whole) || (number - whole).abs() > 1e-6 {
        return Shown::Number;
    }
    let stored = whole.to_string();
    let (before, digits, after) = split_digits(text);
    let disguise = if digits.is_empty() {
        let stands_for_zero = matches!(text.trim(), "-" | "–" | "—");
        (whole != 0.0 || !stands_for_zero).then_some(Disguise::Hidden)
    } else if !is_written_as(&digits, &stored) {
        Some(other_digits(text, &digits, whole, &stored))
    } else {
        let section = FormatSection { before, after, n_places: 1, ..FormatSection::default() };
        section.adds_meaning(number).then_some(Disguise::Signs)
    };
    disguise.map_or(Shown::Number, Shown::Other)
}

/// Whether a text shows fewer digits than a number with decimals has.
pub(crate) fn is_rounded_in(text: &str, number: f64) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (shown, stored) = (digits(text), digits(&number.to_string()));
    let is_shown = shown.trim_start_matches('0').trim_end_matches('0') == stored.trim_start_matches('0');
    number.fract() != 0.0 && !shown.is_empty() && !is_shown
}

/// What stands before the first digit, from it to the last, and after it.
fn split_digits(text: &str) -> (String, String, String) {
    let Some(start) = text.find(char::is_numeric) else { return (text.to_owned(), String::new(), String::new()) };
    let last = text.char_indices().rfind(|(_, c)| c.is_numeric());
    let end = last.map_or(text.len(), |(at, c)| at + c.len_utf8());
    (text[..start].to_owned(), text[start..end].to_owned(), text[end..].to_owned())
}

/// Whether digits with separators are this whole number, perhaps with decimals that are all 0.
fn is_written_as(shown: &str, stored: &str) -> bool {
    let decimals = shown.rsplit_once(['.', ',']).filter(|(_, decimals)| decimals.bytes().all(|byte| byte == b'0'));
    is_grouped(shown, stored) || decimals.is_some_and(|(whole, _)| is_grouped(whole, stored))
}

/// Whether a text is a number's digits, maybe with zeros before them and in groups of three.
fn is_grouped(text: &str, stored: &str) -> bool {
    let mut groups = text.split(|c: char| matches!(c, '.' | ',' | '\'' | '’') || c.is_whitespace());
    let first = groups.next().unwrap_or_default().to_owned();
    let rest: Vec<&str> = groups.collect();
    let digits = first + &rest.concat();
    let trimmed = digits.trim_start_matches('0');
    let is_stored = trimmed == stored || trimmed.is_empty() && stored == "0" && !digits.is_empty();
    is_stored && rest.iter().all(|group| group.len() == 3)
}

/// How other digits than the stored ones came about, as far as it can be told.
fn other_digits(text: &str, digits: &str, whole: f64, stored: &str) -> Disguise {
    let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
    let is_scaled = |n: &u8| (whole / 1000f64.powi(i32::from(*n))).round().to_string() == plain;
    if let Some(n_thousands) = (1..=3).find(is_scaled) {
        Disguise::Scaled { n_thousands }
    } else if text.contains(['E', 'e']) {
        Disguise::Shortened
    } else if plain.len() > stored.len() {
        Disguise::Digits
    } else {
        Disguise::Signs
    }
}

/// The sections of a code, split at semicolons that are neither quoted nor escaped.
fn split_sections(code: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let mut start = 0;
    let mut letters = code.char_indices();
    while let Some((at, c)) = letters.next() {
        match c {
            '"' => _ = letters.find(|(_, c)| *c == '"'),
            '[' => _ = letters.find(|(_, c)| *c == ']'),
            '\\' | '_' | '*' => _ = letters.next(),
            ';' => {
                sections.push(&code[start..at]);
                start = at + 1;
            }
            _ => (),
        }
    }
    sections.push(&code[start..]);
    sections
}

/// `[>=1000]` before a section.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Condition {
    comparison: Comparison,
    limit: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    Equal,
    Different,
    AtLeast,
    Greater,
}

impl Condition {
    fn parse(text: &str) -> Option<Self> {
        use Comparison::{AtLeast, AtMost, Different, Equal, Greater, Less};
        let signs = [("<=", AtMost), ("<>", Different), (">=", AtLeast), ("<", Less), ("=", Equal), (">", Greater)];
        let (rest, comparison) =
            signs.into_iter().find_map(|(sign, comparison)| Some((text.strip_prefix(sign)?, comparison)))?;
        Some(Condition { comparison, limit: rest.trim().parse().ok()? })
    }

    #[expect(clippy::float_cmp, reason = "the format compares exactly")]
    fn holds(self, number: f64) -> bool {
        match self.comparison {
            Comparison::Less => number < self.limit,
            Comparison::AtMost => number <= self.limit,
            Comparison::Equal => number == self.limit,
            Comparison::Different => number != self.limit,
            Comparison::AtLeast => number >= self.limit,
            Comparison::Greater => number > self.limit,
        }
    }
}

/// One section of a format code.
#[derive(Debug, Clone, PartialEq, Default)]
struct FormatSection {
    condition: Option<Condition>,
    /// It has an `@`, and shows numbers as they are.
    is_for_text: bool,
    /// `General`.
    is_general: bool,
    is_date: bool,
    /// The letters that stand for parts of a date or time, in small ones; `e` is a year.
    date_letters: String,
    is_percent: bool,
    /// A sign for a fraction such as `# ?/?`.
    is_fraction: bool,
    /// By how many thousands it divides: the commas after the last digit.
    n_thousands: u8,
    /// Places for digits; of these, those that show 0 where there is nothing.
    n_places: u32,
    n_zeros: u32,
    /// Places for digits before `E+`, if there is one; of these, those before the decimal point.
    n_before_exponent: Option<u32>,
    n_before_point: u32,
    /// Something stands between digits that doesn't separate thousands.
    has_odd_separator: bool,
    /// `[White]`: written in the colour of the paper.
    is_white: bool,
    /// Digits filled in by `*`.
    has_filled_digits: bool,
    /// What is shown before the first digit, and after it.
    before: String,
    after: String,
}

impl FormatSection {
    fn parse(code: &str) -> Self {
        let mut scan = Scan {
            rest: code,
            section: FormatSection::default(),
            n_commas: 0,
            n_since_separator: None,
            may_separate: false,
            has_point: false,
        };
        while scan.step().is_some() {}
        scan.finish()
    }

    /// Whether it shows every number, a zero too, as it is; said of the usual ones only.
    fn is_plain(&self) -> bool {
        let is_number = self.is_general || self.is_for_text || self.n_zeros > 0;
        is_number
            && [1.0, -1.0].iter().all(|number| self.shows(*number) == Shown::Number)
            && self.n_before_exponent.is_none()
    }

    fn rounds(&self, number: f64) -> bool {
        let is_otherwise = self.is_general || self.is_for_text || self.is_date || self.is_percent || self.is_fraction;
        if is_otherwise || self.n_places == 0 || self.n_before_exponent.is_some() {
            return false;
        }
        let text = number.to_string();
        let n_decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        n_decimals > (self.n_places - self.n_before_point) as usize
    }

    fn shows(&self, number: f64) -> Shown {
        if self.is_date {
            Shown::Date
        } else if self.is_percent {
            Shown::Percent
        } else {
            self.disguise(number).map_or(Shown::Number, Shown::Other)
        }
    }

    fn disguise(&self, number: f64) -> Option<Disguise> {
        if self.hides(number) {
            Some(Disguise::Hidden)
        } else if self.n_places == 0 && !self.is_general && !self.is_for_text {
            // The text for zero, a dash, say.
            None
        } else if self.adds_digits() {
            Some(Disguise::Digits)
        } else if number == 0.0 {
            None
        } else if self.n_thousands > 0 {
            Some(Disguise::Scaled { n_thousands: self.n_thousands })
        } else if self.has_odd_separator && !self.is_fraction || self.adds_meaning(number) {
            Some(Disguise::Signs)
        } else {
            self.shortens(number).then_some(Disguise::Shortened)
        }
    }

    /// Whether nothing of the number is seen. A dash or a 0 is what a zero may look like.
    fn hides(&self, number: f64) -> bool {
        if self.is_white {
            return true;
        }
        if self.is_general || self.is_for_text || self.is_fraction {
            return false;
        }
        if number == 0.0 {
            let text = [self.before.as_str(), &self.after].concat();
            return self.n_zeros == 0 && !matches!(text.trim(), "-" | "–" | "—" | "0");
        }
        self.n_places == 0
    }

    fn adds_digits(&self) -> bool {
        let texts = self.before.chars().chain(self.after.chars());
        self.has_filled_digits || texts.into_iter().any(char::is_numeric)
    }

    /// Whether a sign or word beside the number makes another one of it: `-5`, `(5)`, `5%`, `5 nghìn`.
    fn adds_meaning(&self, number: f64) -> bool {
        let is_minus = |c: char| matches!(c, '-' | '−' | '–' | '—');
        let is_ratio = |c: char| matches!(c, '%' | '‰' | '％');
        let is_trailing_minus = self.after.trim().strip_prefix(is_minus) == Some("");
        let is_in_brackets = self.before.contains('(') && self.after.contains(')');
        let looks_negative = self.before.contains(is_minus) || is_trailing_minus || is_in_brackets;
        number > 0.0 && looks_negative
            || self.before.contains(is_ratio)
            || self.after.contains(is_ratio)
            || multiplies(&self.after)
    }

    /// Whether `1E+05` leaves digits out. With several places before the point, as in `##0.0E+0`, the exponent is a
    /// multiple of their number, so that fewer may be used.
    fn shortens(&self, number: f64) -> bool {
        let written = format!("{:e}", number.abs());
        let (mantissa, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        let n_digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
        let step = i32::try_from(self.n_before_point).unwrap_or(1).max(1);
        let n_used = exponent.parse().unwrap_or(0i32).rem_euclid(step) + 1;
        let n_unused = self.n_before_point.saturating_sub(n_used.unsigned_abs());
        self.n_before_exponent.is_some_and(|n_places| n_digits > n_places.saturating_sub(n_unused) as usize)
    }
}

/// Whether words beside a number make another one of it, whatever its sign: digits, `%`, `nghìn`.
pub(crate) fn changes_meaning(words: &str) -> bool {
    words.contains(|c: char| c.is_numeric() || matches!(c, '%' | '‰' | '％')) || multiplies(words)
}

fn multiplies(text: &str) -> bool {
    let text: String = text.nfc().flat_map(char::to_lowercase).collect();
    text.split(|c: char| !c.is_alphabetic()).any(|word| MULTIPLES.contains(&word))
}

/// A walk over the code of one section.
struct Scan<'a> {
    rest: &'a str,
    section: FormatSection,
    /// Commas since the last place for a digit.
    n_commas: u8,
    /// Places for digits since a separator or word that the code spells out; `None` before the first.
    n_since_separator: Option<u32>,
    /// What stands there is one that may separate thousands.
    may_separate: bool,
    has_point: bool,
}

impl<'a> Scan<'a> {
    /// Takes what comes next; `None` at the end.
    fn step(&mut self) -> Option<()> {
        if self.take_word("General") {
            self.section.is_general = true;
            return Some(());
        }
        if self.take_word("AM/PM") || self.take_word("A/P") {
            self.section.is_date = true;
            return Some(());
        }
        let c = self.take()?;
        match c {
            '"' => {
                let text = self.take_until('"');
                self.literal(text);
            }
            '\\' => self.take_literal(),
            // Only the width of the next letter is left free.
            '_' => _ = self.take(),
            '*' => self.section.has_filled_digits |= self.take().is_some_and(char::is_numeric),
            '[' => {
                let inside = self.take_until(']');
                self.bracket(inside);
            }
            '0' | '#' | '?' => self.place(c),
            '1'..='9' if self.section.is_fraction => (),
            ',' if self.section.n_places > 0 => self.n_commas = self.n_commas.saturating_add(1),
            '.' => self.decimal_point(),
            '%' => self.section.is_percent = true,
            '@' => self.section.is_for_text = true,
            'E' | 'e' if self.section.n_places > 0 && self.rest.starts_with(['+', '-']) => self.exponent(),
            '/' if self.section.n_places > 0 => self.section.is_fraction = true,
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => self.date_letter(c.to_ascii_lowercase()),
            'e' if self.section.n_places == 0 => self.date_letter('y'),
            other => self.literal(other.encode_utf8(&mut [0; 4])),
        }
        Some(())
    }

    fn date_letter(&mut self, letter: char) {
        self.section.is_date = true;
        self.section.date_letters.push(letter);
    }

    fn finish(mut self) -> FormatSection {
        self.close_group();
        self.section.n_thousands = self.section.n_thousands.saturating_add(self.n_commas);
        self.section
    }

    fn take(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn take_literal(&mut self) {
        let start = self.rest;
        let n_bytes = self.take().map_or(0, char::len_utf8);
        self.literal(&start[..n_bytes]);
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_next = self.rest.get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word));
        if is_next {
            self.rest = &self.rest[word.len()..];
        }
        is_next
    }

    /// What stands before the closing letter, which is taken too; all of the rest if there is none.
    fn take_until(&mut self, close: char) -> &'a str {
        let (inside, rest) = self.rest.split_once(close).unwrap_or((self.rest, ""));
        self.rest = rest;
        inside
    }

    /// A colour, a condition, a duration such as `[h]`, or a currency with its language: `[$VND-42A]`.
    fn bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            self.literal(currency.split('-').next().unwrap_or_default());
        } else if let Some(condition) = Condition::parse(inside) {
            self.section.condition = Some(condition);
        } else if inside.eq_ignore_ascii_case("white") {
            self.section.is_white = true;
        } else if !inside.is_empty() && inside.bytes().all(|byte| b"hmsHMS".contains(&byte)) {
            self.section.is_date = true;
        }
    }

    fn place(&mut self, c: char) {
        self.section.n_places += 1;
        self.section.n_before_point += u32::from(!self.has_point);
        self.section.n_zeros += u32::from(c == '0');
        // Between places a comma only separates thousands.
        self.n_commas = 0;
        if let Some(n) = &mut self.n_since_separator {
            *n += 1;
        }
    }

    fn decimal_point(&mut self) {
        self.has_point = true;
        self.close_group();
        self.section.n_thousands = self.section.n_thousands.saturating_add(std::mem::take(&mut self.n_commas));
    }

    fn exponent(&mut self) {
        self.rest = &self.rest[1..];
        self.section.n_before_exponent = Some(self.section.n_places);
        self.has_point = true;
    }

    fn literal(&mut self, text: &str) {
        let has_begun = self.section.n_places > 0 || self.section.is_general;
        if has_begun && !text.is_empty() {
            self.close_group();
            self.n_since_separator = Some(0);
            self.may_separate = matches!(text, "." | "," | "٫" | "'" | "’") || text.trim().is_empty();
        }
        if has_begun {
            self.section.after.push_str(text);
        } else {
            self.section.before.push_str(text);
        }
    }

    /// A literal separator followed by three places separates thousands; followed by no place it is a unit or ends a
    /// sentence.
    fn close_group(&mut self) {
        let is_of_thousands = |n| n == 3 && self.may_separate;
        self.section.has_odd_separator |= self.n_since_separator.is_some_and(|n| n != 0 && !is_of_thousands(n));
        self.n_since_separator = None;
    }
}

#[cfg(test)]
mod tests;
