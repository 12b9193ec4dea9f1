//! What the TOML parser says about a text that is no plan, as data: its English sentences end here.

use crate::plan::fault::{Fault, Shape, Type, What};
use crate::plan::places::TextPlaces;

/// The longest part of a line that is shown.
const MOST: usize = 120;
/// A number from here on fits no value of a plan: the most that 32 bits hold.
const LARGEST: f64 = 2_147_483_648.0;

pub(super) fn fault(text: &str, error: &toml::de::Error, places: &TextPlaces) -> Fault {
    let told = error.span().map_or(0, |span| span.start);
    let offset = (0..=told.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    if let Some(open) = open_quote(text, start, error.message()) {
        return open;
    }
    let what = What::Unreadable {
        column: before[start..].chars().count() + 1,
        text: line.trim().chars().take(MOST).collect(),
        shape: shape(error.message(), &text[offset..]),
    };
    Fault { line: line_of(text, offset), cell: places.at(offset), what }
}

/// The line that holds a byte of the text, from 1.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// A text that begins on the line before and isn't closed there, where the parser takes its next line for a key.
fn open_quote(text: &str, start: usize, message: &str) -> Option<Fault> {
    let before = text[..start].trim_end_matches(['\r', '\n']);
    let first = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = &before[first..];
    let value = line.split_once('=').map(|(_, value)| value)?;
    let is_open = syntax(message) == Shape::Missing("=") && value.replace("\\\"", "").matches('"').count() % 2 == 1;
    let text_of_line = line.trim().chars().take(MOST).collect();
    let column = line.find('"').map_or(1, |at| line[..at].chars().count() + 1);
    let what = What::Unreadable { column, text: text_of_line, shape: Shape::BrokenText };
    is_open.then(|| Fault { line: line_of(text, first), cell: None, what })
}

/// What a message of the parser means; `rest` is the text from the place it is about.
fn shape(message: &str, rest: &str) -> Shape {
    let quoted = || message.split('`').nth(1).unwrap_or_default().to_owned();
    let said = |start: &str| message.starts_with(start);
    if said("unknown field") {
        return Shape::UnknownKey { key: quoted(), known: expected(message) };
    }
    if said("missing field") {
        return Shape::MissingKey { key: quoted() };
    }
    if said("duplicate") {
        return Shape::DuplicateKey { key: key_at(rest) };
    }
    if said("unknown variant") {
        return Shape::UnknownValue { value: quoted(), known: expected(message) };
    }
    if said("integer number overflowed") || message.contains("number too large") || is_beyond(message, rest) {
        return Shape::TooLarge;
    }
    if let Some(right) = lower_case(rest) {
        return Shape::Capitals(right);
    }
    if said("invalid type: map") && starts_with_date(rest)
        || is_of_date(message)
        || said("invalid") && starts_with_date(rest)
    {
        return Shape::UnquotedDate;
    }
    if said("missing escaped value") || rest.starts_with('\\') {
        return Shape::Backslash;
    }
    if said("invalid type") || said("invalid value") || said("invalid length") {
        return Shape::WrongType { expected: wanted(message) };
    }
    if said("input ") || said("premature end of input") || said("trailing input") {
        return Shape::NoDate;
    }
    match syntax(message) {
        // It takes bare words for numbers.
        Shape::Unquoted | Shape::BrokenNumber
            if rest.trim_start_matches(' ').is_empty() || rest.starts_with(['\n', '\r', '#']) =>
        {
            Shape::NoValue
        }
        Shape::BrokenNumber if rest.starts_with(char::is_alphabetic) => Shape::Unquoted,
        shape => shape,
    }
}

/// Whether a number that the text begins with is larger than any that is read.
fn is_beyond(message: &str, rest: &str) -> bool {
    let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '_' | '+' | '-')).collect();
    let digits: String = number.chars().filter(|c| *c != '_').collect();
    message.starts_with("invalid") && !digits.is_empty() && digits.parse::<f64>().is_ok_and(|n| n.abs() >= LARGEST)
}

/// How `True` and `FALSE` must be written; `None` if the text begins with neither.
fn lower_case(rest: &str) -> Option<&'static str> {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    let is_capital = word.starts_with(char::is_uppercase);
    ["true", "false"].into_iter().find(|right| is_capital && word.eq_ignore_ascii_case(right))
}

/// Whether the parser read a date, and found none that exists.
fn is_of_date(message: &str) -> bool {
    ["invalid date", "invalid time", "invalid local", "invalid offset", "invalid month", "invalid day"]
        .iter()
        .any(|start| message.starts_with(start))
}

/// Whether a text begins with four digits and a dash.
fn starts_with_date(rest: &str) -> bool {
    let mut letters = rest.chars();
    letters.by_ref().take(4).filter(char::is_ascii_digit).count() == 4 && letters.next() == Some('-')
}

fn syntax(message: &str) -> Shape {
    const STARTS: &[(&str, Shape)] = &[
        ("string values must be quoted", Shape::Unquoted),
        ("missing opening quote", Shape::BrokenText),
        ("invalid basic string", Shape::BrokenText),
        ("invalid literal string", Shape::BrokenText),
        ("invalid multi-line", Shape::BrokenText),
        ("too few unicode", Shape::Backslash),
        ("invalid value", Shape::BrokenText),
        ("key with no value", Shape::Missing("=")),
        ("missing value for key", Shape::Missing("=")),
        ("missing assignment", Shape::Missing("=")),
        ("missing comma", Shape::Missing(",")),
        ("unclosed array table", Shape::Missing("]]")),
        ("unclosed table", Shape::Missing("]")),
        ("unclosed array", Shape::Missing("]")),
        ("unclosed inline table", Shape::Missing("}")),
        ("missing value", Shape::NoValue),
        ("unexpected key or value", Shape::NotOnThisLine),
        ("unexpected content", Shape::NotOnThisLine),
        ("invalid integer", Shape::BrokenNumber),
        ("invalid float", Shape::BrokenNumber),
        ("invalid mantissa", Shape::BrokenNumber),
        ("invalid fraction", Shape::BrokenNumber),
        ("invalid exponent", Shape::BrokenNumber),
        ("unexpected leading zero", Shape::BrokenNumber),
        ("redundant numeric sign", Shape::BrokenNumber),
        ("`_` may only", Shape::BrokenNumber),
    ];
    let known = STARTS.iter().find(|(start, _)| message.starts_with(start));
    known.map_or(Shape::Syntax, |(_, shape)| shape.clone())
}

/// The names the parser would have taken, out of its message: "expected one of `a`, `b`".
fn expected(message: &str) -> Vec<String> {
    let list = message.split_once("expected").map_or("", |(_, list)| list);
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The type it wants: "expected i32", "expected a string", "expected struct Head".
fn wanted(message: &str) -> Type {
    let wanted = message.rsplit_once("expected ").map_or("", |(_, wanted)| wanted);
    match wanted.split([' ', '\n']).find(|word| !matches!(*word, "a" | "an")).unwrap_or_default() {
        "i32" | "i64" => Type::Number,
        "u8" | "u32" | "u64" | "usize" => Type::Count,
        "boolean" => Type::TrueOrFalse,
        "sequence" => Type::List,
        "struct" | "map" | "internally" => Type::Table,
        _ => Type::Text,
    }
}

/// The key that a text begins with.
fn key_at(rest: &str) -> Option<String> {
    let key: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!key.is_empty()).then_some(key)
}
