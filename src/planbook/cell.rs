//! What a cell of a plan workbook says, taken strictly: nothing is made of a text that looks like a number, or of a number
//! that looks like a text.

use chrono::{Days, NaiveDate};

use super::spec::{CellKind, ColumnSpec, Requirement};
use super::tree::{NodeValue, PlanNode, Spot};
use crate::plan::book_fault::{BookFault, ExpectedCell};
use crate::plan::is_forbidden;
use crate::value::grid::{Cell, Disguise, Value};
use crate::value::{text, wording};

/// The longest part of a cell's text that a fault repeats.
const MOST: usize = 60;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum CellContent {
    Blank,
    Text(String),
    Number(f64),
    Percent(f64),
    Date(f64),
    Wrong(BookFault),
}

impl CellContent {
    /// What an own cell holds.
    pub fn of(cell: &Cell) -> Self {
        if cell.formula.is_some() {
            return CellContent::Wrong(BookFault::Formula);
        }
        match &cell.value {
            Value::Blank => CellContent::Blank,
            Value::Text(text) if text.trim().is_empty() => CellContent::Blank,
            Value::Text(text) => match text.chars().find(|c| is_forbidden(*c)) {
                Some(character) => CellContent::Wrong(BookFault::Character { character }),
                None => CellContent::Text(text.clone()),
            },
            Value::Number(number) => CellContent::Number(*number),
            Value::Percent(number) => CellContent::Percent(*number),
            Value::Date(days) => CellContent::Date(*days),
            Value::Disguised(_, Disguise::Hidden | Disguise::Unseen) => {
                CellContent::Wrong(BookFault::Unseen { n_others: 0 })
            }
            Value::Disguised(number, _) => CellContent::Wrong(BookFault::ShownOtherwise { number: decimal(*number) }),
            other => CellContent::Wrong(BookFault::NotAValue { text: shortened(&wording::content(other)) }),
        }
    }

    pub fn is_blank(&self) -> bool {
        *self == CellContent::Blank
    }

    /// What it shows, shortened; in a workbook that counts days from 1904 or not.
    pub fn shown(&self, date_1904: bool) -> String {
        match self {
            CellContent::Text(text) => shortened(text),
            CellContent::Number(number) => decimal(*number),
            CellContent::Percent(number) => format!("{}%", decimal(number * 100.0)),
            CellContent::Date(days) => moment(*days, date_1904),
            CellContent::Blank | CellContent::Wrong(_) => String::new(),
        }
    }
}

/// A number as people read it in a cell: `45,1`.
fn decimal(number: f64) -> String {
    as_seen(number).to_string().replace('.', ",")
}

/// The number to the fifteen digits that spreadsheets show and keep of what is typed: nobody can see any beyond them, which sums of
/// decimals bring about.
fn as_seen(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// A day with its hour, if it has one: `30/06/2025 13:05`; the number itself where programs disagree which day it is.
fn moment(days: f64, date_1904: bool) -> String {
    let Some(day) = day_of(days.floor(), date_1904) else { return days.to_string() };
    let minutes = ((days - days.floor()) * 24.0 * 60.0).round();
    let day = day.format("%d/%m/%Y");
    if minutes == 0.0 {
        day.to_string()
    } else {
        format!("{day} {:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
    }
}

pub fn shortened(text: &str) -> String {
    let text = text.trim();
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace('\n', " ")
}

/// The plan's value of a cell; `None` for one that says nothing.
pub fn value(
    column: &ColumnSpec,
    content: &CellContent,
    spot: Spot,
    date_1904: bool,
) -> Result<Option<PlanNode>, BookFault> {
    let value = match (content, column.need) {
        (CellContent::Wrong(fault), _) => return Err(fault.clone()),
        (CellContent::Blank, Requirement::Optional) => return Ok(None),
        (CellContent::Blank, Requirement::MayBeEmpty) => NodeValue::Text(String::new()),
        (CellContent::Blank, _) => return Err(BookFault::Blank { heading: column.heading.to_owned() }),
        (content, _) => written(column.kind, content, spot, date_1904)?,
    };
    Ok(Some(PlanNode::new(spot, value)))
}

/// What stands in place of a value that a cell lacks or says wrongly, so that the rest of the plan can be read. Nobody sees it: a
/// workbook with such a cell makes no plan.
pub fn stand_in(column: &ColumnSpec, spot: Spot) -> Option<PlanNode> {
    let text = |text: &str| NodeValue::Text(text.to_owned());
    let value = match column.kind {
        _ if column.need == Requirement::Optional => return None,
        CellKind::Text | CellKind::Code | CellKind::Version => text("?"),
        CellKind::Lines | CellKind::Codes | CellKind::Versions => NodeValue::List(Vec::new()),
        CellKind::Count => NodeValue::Count(0),
        CellKind::Percent => text("0"),
        CellKind::Day => text("1/1"),
        CellKind::Date => text("2000-01-01"),
        CellKind::YesNo => NodeValue::Truth(false),
        CellKind::Choice(words) => text(words.first().map_or("", |(_, value)| value)),
    };
    Some(PlanNode::new(spot, value))
}

fn written(kind: CellKind, content: &CellContent, spot: Spot, date_1904: bool) -> Result<NodeValue, BookFault> {
    let expected = |what: ExpectedCell| BookFault::Expected { what, text: content.shown(date_1904) };
    match (kind, content) {
        (CellKind::Text, CellContent::Text(text)) => Ok(NodeValue::Text(text.clone())),
        (CellKind::Code | CellKind::Version, CellContent::Text(text)) => Ok(NodeValue::Text(text.trim().to_owned())),
        (CellKind::Lines, CellContent::Text(text)) => {
            list(text.split('\n').map(|line| line.trim_end_matches('\r')), spot)
        }
        (CellKind::Codes | CellKind::Versions, CellContent::Text(text)) => codes(text, spot),
        (CellKind::Version, CellContent::Number(number)) => {
            version(*number).map(NodeValue::Text).ok_or_else(|| expected(ExpectedCell::Version))
        }
        (CellKind::Versions, CellContent::Number(number)) => {
            let version = version(*number).ok_or_else(|| expected(ExpectedCell::Version))?;
            list([version.as_str()].into_iter(), spot)
        }
        (CellKind::Day, CellContent::Text(text)) => Ok(NodeValue::Text(text.trim().to_owned())),
        (CellKind::YesNo, CellContent::Text(text)) => truth(text.trim()),
        (CellKind::Choice(words), CellContent::Text(text)) => chosen(words, text.trim()),
        (CellKind::Count, CellContent::Number(number)) => count(*number).ok_or_else(|| expected(ExpectedCell::Count)),
        (CellKind::Percent, CellContent::Number(number)) => Ok(NodeValue::Text(as_seen(*number).to_string())),
        (CellKind::Date, CellContent::Date(days)) => {
            date(day_of(*days, date_1904)).ok_or_else(|| expected(ExpectedCell::Date))
        }
        (CellKind::Date, CellContent::Text(text)) => date(day_in(text)).ok_or_else(|| expected(ExpectedCell::Date)),
        (CellKind::Version | CellKind::Versions, _) => Err(expected(ExpectedCell::Version)),
        (CellKind::Count, _) => Err(expected(ExpectedCell::Count)),
        (CellKind::Percent, _) => Err(expected(ExpectedCell::Percent)),
        (CellKind::Date, _) => Err(expected(ExpectedCell::Date)),
        (CellKind::Day, _) => Err(expected(ExpectedCell::Day)),
        _ => Err(expected(ExpectedCell::Text)),
    }
}

fn list<'t>(parts: impl Iterator<Item = &'t str>, spot: Spot) -> Result<NodeValue, BookFault> {
    let parts: Vec<&str> = parts.collect();
    if parts.iter().any(|part| part.trim().is_empty()) {
        return Err(BookFault::BlankInList);
    }
    let node = |part: &&str| PlanNode::new(spot, NodeValue::Text((*part).to_owned()));
    Ok(NodeValue::List(parts.iter().map(node).collect()))
}

/// Codes with commas or semicolons between them, or each on a line of its own.
fn codes(text: &str, spot: Spot) -> Result<NodeValue, BookFault> {
    let parts = text.split([',', ';']).map(str::trim);
    list(parts.flat_map(|part| if part.is_empty() { vec![""] } else { part.lines().map(str::trim).collect() }), spot)
}

fn truth(word: &str) -> Result<NodeValue, BookFault> {
    const WORDS: [(&str, bool); 2] = [("có", true), ("không", false)];
    let found = WORDS.iter().find(|(known, _)| is_same_word(known, word));
    let value = found.map(|(_, value)| NodeValue::Truth(*value));
    value.ok_or_else(|| unknown_word(word, WORDS.iter().map(|(known, _)| *known)))
}

/// Whether two words are one however they are typed: in capitals, with marks apart from their letters, with another number of spaces.
fn is_same_word(known: &str, word: &str) -> bool {
    text::fold(known) == text::fold(word)
}

fn chosen(words: &'static [(&'static str, &'static str)], word: &str) -> Result<NodeValue, BookFault> {
    let found = words.iter().find(|(known, _)| is_same_word(known, word));
    let value = found.map(|(_, value)| NodeValue::Text((*value).to_owned()));
    value.ok_or_else(|| unknown_word(word, words.iter().map(|(known, _)| *known)))
}

fn unknown_word(word: &str, known: impl Iterator<Item = &'static str>) -> BookFault {
    BookFault::UnknownWord { word: shortened(word), known: known.map(str::to_owned).collect() }
}

/// A whole number that no program has rounded.
fn count(number: f64) -> Option<NodeValue> {
    const MOST: f64 = 1e15;
    let number = as_seen(number);
    let is_whole = number.fract() == 0.0 && (0.0..=MOST).contains(&number);
    is_whole.then(|| number.to_string().parse().ok().map(NodeValue::Count)).flatten()
}

/// A version that was typed as a number. One with decimals may be two versions with a comma between them.
fn version(number: f64) -> Option<String> {
    match count(number)? {
        NodeValue::Count(version) if version > 0 => Some(version.to_string()),
        _ => None,
    }
}

fn date(day: Option<NaiveDate>) -> Option<NodeValue> {
    day.map(|day| NodeValue::Text(day.to_string()))
}

/// The day of a workbook's serial number; `None` if it has an hour, or lies before March 1900, where programs disagree.
fn day_of(days: f64, date_1904: bool) -> Option<NaiveDate> {
    const FIRST_SURE: f64 = 61.0;
    let (first, epoch) = if date_1904 {
        (0.0, NaiveDate::from_ymd_opt(1904, 1, 1)?)
    } else {
        (FIRST_SURE, NaiveDate::from_ymd_opt(1899, 12, 30)?)
    };
    let is_day = days.fract() == 0.0 && (first..3_000_000.0).contains(&days);
    let n_days: u64 = is_day.then(|| days.to_string().parse().ok()).flatten()?;
    epoch.checked_add_days(Days::new(n_days))
}

/// The day of a text `dd/mm/yyyy`.
fn day_in(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.trim().split('/').collect();
    let is_plain = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let [day, month, year] = parts[..] else { return None };
    if !parts.iter().all(is_plain) || day.len() > 2 || month.len() > 2 || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::grid::Address;

    #[test]
    fn days_are_real_ones_or_written_in_full() {
        let day = |text: &str| day_in(text).map(|day| day.to_string());
        assert_eq!(day("1/7/2025").as_deref(), Some("2025-07-01"));
        for text in ["31/6/2025", "2025-07-01", "1/7/25", "1/7", "+1/7/2025", ""] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(day_of(45_839.0, false).map(|day| day.to_string()).as_deref(), Some("2025-07-01"));
        assert_eq!((day_of(45_839.5, false), day_of(59.0, false)), (None, None));
        let shown = |days: f64| CellContent::Date(days).shown(false);
        assert_eq!(shown(45_839.0), "01/07/2025");
        assert_eq!((shown(45_838.545_138_9), shown(59.0)), ("30/06/2025 13:05".to_owned(), "59".to_owned()));
        assert_eq!(CellContent::Date(44_377.0).shown(true), "01/07/2025");
    }

    #[test]
    fn a_version_is_typed_as_a_number_or_as_text() {
        let spot = Spot { sheet: 0, at: Address::new(0, 0) };
        let read = |kind: CellKind, content: CellContent| written(kind, &content, spot, false);
        let text = |text: &str| CellContent::Text(text.to_owned());
        for content in [CellContent::Number(3.0), text("3"), text(" 3 ")] {
            let one = read(CellKind::Version, content.clone());
            assert!(matches!(one, Ok(NodeValue::Text(version)) if version == "3"), "{content:?}");
            let Ok(NodeValue::List(list)) = read(CellKind::Versions, content) else { panic!("a list") };
            assert!(matches!(&list[..], [PlanNode { value: NodeValue::Text(version), .. }] if version == "3"));
        }
        for number in [1.2, 0.0, -1.0] {
            for kind in [CellKind::Version, CellKind::Versions] {
                let fault = read(kind, CellContent::Number(number)).expect_err("refused");
                assert!(matches!(fault, BookFault::Expected { what: ExpectedCell::Version, .. }), "{number}");
            }
        }
    }

    #[test]
    fn a_text_is_no_number_and_a_number_no_text() {
        let spot = Spot { sheet: 0, at: Address::new(0, 0) };
        let read = |kind: CellKind, content: &CellContent| written(kind, content, spot, false).is_ok();
        assert!(
            read(CellKind::Count, &CellContent::Number(5.0))
                && !read(CellKind::Count, &CellContent::Text("5".to_owned()))
        );
        assert!(
            !read(CellKind::Count, &CellContent::Number(5.5)) && !read(CellKind::Count, &CellContent::Number(-5.0))
        );
        assert!(
            !read(CellKind::Text, &CellContent::Number(5.0)) && !read(CellKind::Percent, &CellContent::Percent(0.45))
        );
        assert!(
            !read(CellKind::Day, &CellContent::Date(45_839.0))
                && !read(CellKind::YesNo, &CellContent::Text("x".to_owned()))
        );
    }
}
