//! What the TOML parser says about a text that is no plan, as data: its English sentences end here.

use crate::plan::fault::{Fault, Shape, Type, What};

/// The longest part of a line that is shown.
const MOST: usize = 120;

pub(super) fn fault(text: &str, error: &toml::de::Error) -> Fault {
    let told = error.span().map_or(0, |span| span.start);
    let offset = (0..=told.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let what = What::Unreadable {
        column: before[start..].chars().count() + 1,
        text: line.trim().chars().take(MOST).collect(),
        shape: shape(error.message(), &text[offset..]),
    };
    Fault { line: super::line_of(text, offset), what }
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
    if said("invalid type") || said("invalid value") || said("integer number overflowed") || said("invalid length") {
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

fn syntax(message: &str) -> Shape {
    const STARTS: &[(&str, Shape)] = &[
        ("string values must be quoted", Shape::Unquoted),
        ("missing opening quote", Shape::BrokenText),
        ("invalid basic string", Shape::BrokenText),
        ("invalid literal string", Shape::BrokenText),
        ("invalid multi-line", Shape::BrokenText),
        ("missing escaped value", Shape::BrokenText),
        ("too few unicode", Shape::BrokenText),
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
        _ if message.starts_with("integer number overflowed") => Type::Number,
        _ => Type::Text,
    }
}

/// The key that a text begins with.
fn key_at(rest: &str) -> Option<String> {
    let key: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!key.is_empty()).then_some(key)
}
