//! The smallest parts of a formula that mean something, in either notation.

use super::expression::Operator;

/// One part of a formula. Texts are slices of the formula, as they stand there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'f> {
    Number(f64),
    /// What stands between double quotes; a quote inside is still doubled.
    Text(&'f str),
    /// An error value such as `#REF!`.
    Error(&'f str),
    /// A function's name, an address, the unquoted name of a sheet, a defined name.
    Word(&'f str),
    /// What stands between single quotes: a sheet's name, perhaps with a file's name before it.
    Quoted(&'f str),
    /// What stands between square brackets: a reference of OpenDocument, or the file of an Excel reference.
    Bracketed(&'f str),
    Open,
    Close,
    /// Between arguments: `,` in Excel, `;` in OpenDocument.
    Separator,
    Colon,
    /// Between a sheet's name and an address.
    Bang,
    Percent,
    Operator(Operator),
    /// What no formula has that can be calculated here: braces, `|`, `@`.
    Foreign,
}

/// Whether a formula names a cell that was deleted.
pub fn names_deleted_cells(formula: &str) -> bool {
    formula.contains("#REF!")
        && tokens(formula).iter().any(|token| match token {
            Token::Error(error) => *error == "#REF!",
            Token::Bracketed(reference) => reference.contains("#REF!"),
            _ => false,
        })
}

/// The parts of a formula without its leading `=`, from left to right; blanks are left out.
pub fn tokens(formula: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = formula.trim_start();
    while !rest.is_empty() {
        let (token, length) = first(rest);
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The first part, and how many bytes it takes.
fn first(rest: &str) -> (Token<'_>, usize) {
    let bytes = rest.as_bytes();
    match bytes[0] {
        b'"' => enclosed(rest, '"', Token::Text),
        b'\'' => enclosed(rest, '\'', Token::Quoted),
        b'[' => bracketed(rest),
        b'#' => error(rest),
        b'0'..=b'9' => number(rest),
        b'.' if bytes.get(1).is_some_and(u8::is_ascii_digit) => number(rest),
        _ => word(rest).unwrap_or_else(|| sign(rest)),
    }
}

/// What stands between two quotes; a doubled quote is part of it.
fn enclosed<'f>(rest: &'f str, quote: char, token: fn(&'f str) -> Token<'f>) -> (Token<'f>, usize) {
    match quoted_length(rest, quote) {
        Some(length) => (token(&rest[1..length - 1]), length),
        None => (Token::Foreign, rest.len()),
    }
}

/// How many bytes a quoted piece at the start takes, both quotes included; `None` if it has no end.
fn quoted_length(rest: &str, quote: char) -> Option<usize> {
    let mut from = 1;
    loop {
        let end = from + rest[from..].find(quote)? + 1;
        if !rest[end..].starts_with(quote) {
            return Some(end);
        }
        from = end + 1;
    }
}

/// A piece in square brackets; a bracket within single quotes doesn't end it.
fn bracketed(rest: &str) -> (Token<'_>, usize) {
    let mut at = 1;
    while let Some(next) = rest[at..].find(['\'', ']']) {
        at += next;
        if rest[at..].starts_with(']') {
            return (Token::Bracketed(&rest[1..at]), at + 1);
        }
        let Some(length) = quoted_length(&rest[at..], '\'') else { break };
        at += length;
    }
    (Token::Foreign, rest.len())
}

fn error(rest: &str) -> (Token<'_>, usize) {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_'));
    let name = rest[1..].find(is_end).map_or(rest.len(), |end| end + 1);
    let mark = usize::from(rest[name..].starts_with(['!', '?']));
    (Token::Error(&rest[..name + mark]), name + mark)
}

/// A number: `12`, `1.5`, `.5`, `1E+05`. Letters right behind it make it something unknown.
fn number(rest: &str) -> (Token<'_>, usize) {
    let n_digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = n_digits(rest);
    if rest[length..].starts_with('.') {
        length += 1;
        length += n_digits(&rest[length..]);
    }
    if rest[length..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[length + 1..].starts_with(['+', '-']));
        let n_exponent = n_digits(&rest[length + 1 + sign..]);
        length += if n_exponent > 0 { 1 + sign + n_exponent } else { 0 };
    }
    match rest[..length].parse() {
        Ok(number) if !rest[length..].starts_with(is_word) => (Token::Number(number), length),
        _ => (Token::Foreign, length),
    }
}

fn word(rest: &str) -> Option<(Token<'_>, usize)> {
    let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    (length > 0).then(|| (Token::Word(&rest[..length]), length))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '.' | '_' | '\\')
}

fn sign(rest: &str) -> (Token<'_>, usize) {
    const LONG: [(&str, Operator); 3] =
        [("<>", Operator::NotEqual), ("<=", Operator::NotGreater), (">=", Operator::NotLess)];
    if let Some((_, operator)) = LONG.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return (Token::Operator(*operator), 2);
    }
    let first = rest.chars().next().unwrap_or(' ');
    let token = match first {
        '(' => Token::Open,
        ')' => Token::Close,
        ',' | ';' => Token::Separator,
        ':' => Token::Colon,
        '!' => Token::Bang,
        '%' => Token::Percent,
        '+' => Token::Operator(Operator::Plus),
        '-' => Token::Operator(Operator::Minus),
        '*' => Token::Operator(Operator::Times),
        '/' => Token::Operator(Operator::Over),
        '^' => Token::Operator(Operator::Power),
        '&' => Token::Operator(Operator::Join),
        '=' => Token::Operator(Operator::Equal),
        '<' => Token::Operator(Operator::Less),
        '>' => Token::Operator(Operator::Greater),
        _ => Token::Foreign,
    };
    (token, first.len_utf8())
}
