//! From a formula's text to its tree, by the precedence of Excel, which OpenDocument shares.

use std::borrow::Cow;

use super::expression::{Expression, Operator, Reference};
use super::operand::Unknown;
use super::token::{Token, tokens};
use crate::value::grid::{Address, Area};

/// How deep brackets and calls may stand in each other; Excel allows 64.
const MAX_DEPTH: usize = 64;

/// The longest formula that is read, in bytes. Excel allows 8,192 characters, OpenDocument any number.
const MAX_BYTES: usize = 1 << 17;

/// The ranks of [`Operator::rank`].
const N_RANKS: usize = 5;

/// The last row and column of a sheet of any program, 0-based, for references to whole columns and rows.
const LAST: Address = Address { row: 1_048_575, col: 16_383 };

/// Reads a formula without its leading `=`.
///
/// # Errors
///
/// When it is none, or has something that is not calculated here: another file, a defined name, an array.
pub fn parse(formula: &str) -> Result<Expression<'_>, Unknown> {
    if formula.len() > MAX_BYTES {
        return Err(Unknown::TooLong);
    }
    let tokens = tokens(formula);
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0 };
    let expression = parser.expression()?;
    if parser.next == tokens.len() { Ok(expression) } else { Err(parser.unexpected()) }
}

struct Parser<'t, 'f> {
    tokens: &'t [Token<'f>],
    next: usize,
    depth: usize,
}

impl<'f> Parser<'_, 'f> {
    fn expression(&mut self) -> Result<Expression<'f>, Unknown> {
        if self.depth == MAX_DEPTH {
            return Err(Unknown::TooLong);
        }
        self.depth += 1;
        let expression = self.chain(0);
        self.depth -= 1;
        expression
    }

    /// Values with signs of one rank between them; the values are chains of the next rank.
    fn chain(&mut self, rank: usize) -> Result<Expression<'f>, Unknown> {
        if rank == N_RANKS {
            return self.signed();
        }
        let first = self.chain(rank + 1)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.takes_operator(rank) {
            rest.push((operator, self.chain(rank + 1)?));
        }
        Ok(if rest.is_empty() { first } else { Expression::Chain { first: Box::new(first), rest } })
    }

    /// A value with signs before it and percent signs behind it.
    fn signed(&mut self) -> Result<Expression<'f>, Unknown> {
        let mut n_minus = 0;
        while let Some(Token::Operator(sign @ (Operator::Plus | Operator::Minus))) = self.peek() {
            n_minus += usize::from(sign == Operator::Minus);
            self.next += 1;
        }
        let mut value = self.value()?;
        let n_percent = self.tokens[self.next..].iter().take_while(|token| **token == Token::Percent).count();
        self.next += n_percent;
        if n_minus > 0 {
            value = Expression::Negative { n_signs: n_minus, of: Box::new(value) };
        }
        if n_percent > 0 {
            value = Expression::Percent { n_signs: n_percent, of: Box::new(value) };
        }
        Ok(value)
    }

    fn value(&mut self) -> Result<Expression<'f>, Unknown> {
        let Some(token) = self.peek() else { return Err(Unknown::Syntax) };
        if let Token::Word(word) = token
            && self.tokens.get(self.next + 1) == Some(&Token::Open)
        {
            self.next += 2;
            return self.call(word);
        }
        match token {
            Token::Open => {
                self.next += 1;
                let inside = self.expression()?;
                self.takes(Token::Close)?;
                Ok(inside)
            }
            Token::Text(text) => self.past(Expression::Text(unquoted(text, "\"\"", "\""))),
            Token::Error(error) => self.past(Expression::Error(error)),
            Token::Word(word) if word.eq_ignore_ascii_case("TRUE") => self.past(Expression::Bool(true)),
            Token::Word(word) if word.eq_ignore_ascii_case("FALSE") => self.past(Expression::Bool(false)),
            Token::Bracketed(inside) if self.tokens.get(self.next + 1).is_none_or(|next| !follows_a_file(*next)) => {
                self.next += 1;
                open_document_reference(inside)
            }
            Token::Number(number) if self.tokens.get(self.next + 1) != Some(&Token::Colon) => {
                self.past(Expression::Number(number))
            }
            _ => self.reference(),
        }
    }

    fn past(&mut self, expression: Expression<'f>) -> Result<Expression<'f>, Unknown> {
        self.next += 1;
        Ok(expression)
    }

    /// The arguments of a call and its closing bracket.
    fn call(&mut self, name: &str) -> Result<Expression<'f>, Unknown> {
        let function = function_name(name);
        let mut arguments = Vec::new();
        if self.takes(Token::Close).is_ok() {
            return Ok(Expression::Call { function, arguments });
        }
        loop {
            arguments.push(match self.peek() {
                Some(Token::Separator | Token::Close) => Expression::Missing,
                _ => self.expression()?,
            });
            if self.takes(Token::Close).is_ok() {
                return Ok(Expression::Call { function, arguments });
            }
            self.takes(Token::Separator)?;
        }
    }

    /// A reference as Excel writes it: `B2`, `$B$2:B9`, `Dữ_liệu!B2`, `'Dữ liệu'!B:B`, `3:5`.
    fn reference(&mut self) -> Result<Expression<'f>, Unknown> {
        let sheet = self.sheet()?;
        if let Some(Token::Error(error)) = self.peek() {
            return self.past(Expression::Error(error));
        }
        let first = self.corner()?;
        if self.peek() != Some(Token::Colon) {
            let at = first.as_cell().ok_or(Unknown::Name)?;
            return Ok(reference(sheet, Area { first: at, last: at }));
        }
        self.next += 1;
        // `Trang1!A1:Trang1!B2` names its sheet twice.
        let second_sheet = self.sheet()?;
        if second_sheet.is_some() && second_sheet != sheet {
            return Err(Unknown::Syntax);
        }
        let last = self.corner()?;
        Ok(reference(sheet, area_between(first, last).ok_or(Unknown::Syntax)?))
    }

    /// The sheet's name before an address; `None` if there is none.
    fn sheet(&mut self) -> Result<Option<Cow<'f, str>>, Unknown> {
        let name = match (self.peek(), self.tokens.get(self.next + 1)) {
            (Some(Token::Bracketed(_)), _) => return Err(Unknown::OtherFile),
            (Some(Token::Quoted(name)), Some(Token::Bang)) if name.contains('[') => return Err(Unknown::OtherFile),
            (Some(Token::Quoted(name)), Some(Token::Bang)) => unquoted(name, "''", "'"),
            (Some(Token::Word(name)), Some(Token::Bang)) => Cow::Borrowed(name),
            _ => return Ok(None),
        };
        self.next += 2;
        Ok(Some(name))
    }

    fn corner(&mut self) -> Result<RangeEnd, Unknown> {
        let corner = match self.peek() {
            Some(Token::Word(word)) => RangeEnd::parse(word),
            // The rows of `3:5`.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within a sheet")]
            Some(Token::Number(row)) if row.fract() == 0.0 && (1.0..=1_048_576.0).contains(&row) => {
                Some(RangeEnd { row: Some(row as u32 - 1), col: None })
            }
            _ => None,
        };
        match corner {
            Some(corner) => {
                self.next += 1;
                Ok(corner)
            }
            None => Err(self.unexpected()),
        }
    }

    fn peek(&self) -> Option<Token<'f>> {
        self.tokens.get(self.next).copied()
    }

    fn takes(&mut self, token: Token<'f>) -> Result<(), Unknown> {
        if self.peek() != Some(token) {
            return Err(self.unexpected());
        }
        self.next += 1;
        Ok(())
    }

    fn takes_operator(&mut self, rank: usize) -> Option<Operator> {
        let Some(Token::Operator(operator)) = self.peek().filter(|_| rank < N_RANKS) else { return None };
        (operator.rank() == rank).then(|| {
            self.next += 1;
            operator
        })
    }

    /// Why the next token can't stand where it does.
    fn unexpected(&self) -> Unknown {
        match self.peek() {
            Some(Token::Word(_)) => Unknown::Name,
            Some(Token::Bracketed(_)) => Unknown::OtherFile,
            Some(Token::Foreign) => Unknown::Array,
            _ => Unknown::Syntax,
        }
    }
}

/// Whether what follows a bracket makes it the file's name of an Excel reference, as in `[1]Trang!A1`.
fn follows_a_file(token: Token<'_>) -> bool {
    matches!(token, Token::Word(_) | Token::Bang | Token::Quoted(_))
}

fn reference<'f>(sheet: Option<Cow<'f, str>>, area: Area) -> Expression<'f> {
    Expression::Reference(Reference { sheet, area })
}

/// Text with its doubled quotes made single.
fn unquoted<'f>(text: &'f str, doubled: &str, single: &str) -> Cow<'f, str> {
    if text.contains(doubled) { text.replace(doubled, single).into() } else { text.into() }
}

/// A function's name in capitals, without what marks it as newer than the file format.
fn function_name(name: &str) -> String {
    const PREFIXES: [&str; 5] = ["_XLFN.", "_XLWS.", "COM.MICROSOFT.", "ORG.OPENOFFICE.", "ORG.LIBREOFFICE."];
    let name = name.to_uppercase();
    let mut rest = name.as_str();
    while let Some(shorter) = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        rest = shorter;
    }
    rest.to_owned()
}

/// One end of a range: a cell, a whole column, or a whole row.
#[derive(Debug, Clone, Copy)]
struct RangeEnd {
    row: Option<u32>,
    col: Option<u32>,
}

impl RangeEnd {
    fn parse(word: &str) -> Option<Self> {
        if let Some(at) = Address::parse(word) {
            return (at.row <= LAST.row && at.col <= LAST.col)
                .then_some(RangeEnd { row: Some(at.row), col: Some(at.col) });
        }
        let bare = word.replace('$', "");
        if bare.bytes().all(|byte| byte.is_ascii_digit()) {
            let row = bare.parse::<u32>().ok()?.checked_sub(1)?;
            return (row <= LAST.row).then_some(RangeEnd { row: Some(row), col: None });
        }
        if !bare.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        // The column of an address in the first row.
        let at = Address::parse(&format!("{bare}1")).filter(|at| at.row == 0 && at.col <= LAST.col)?;
        Some(RangeEnd { row: None, col: Some(at.col) })
    }

    /// The cell, if it is one.
    fn as_cell(self) -> Option<Address> {
        Some(Address::new(self.row?, self.col?))
    }
}

/// The cells between two corners of the same kind, in either order.
fn area_between(one: RangeEnd, other: RangeEnd) -> Option<Area> {
    let (first_row, last_row) = match (one.row, other.row) {
        (Some(a), Some(b)) => (a.min(b), a.max(b)),
        (None, None) => (0, LAST.row),
        _ => return None,
    };
    let (first_col, last_col) = match (one.col, other.col) {
        (Some(a), Some(b)) => (a.min(b), a.max(b)),
        (None, None) => (0, LAST.col),
        _ => return None,
    };
    Some(Area { first: Address::new(first_row, first_col), last: Address::new(last_row, last_col) })
}

/// A reference as OpenDocument writes it, without its brackets: `.B2`, `.B2:.B9`, `$Bìa.$C$14`, `'Dữ liệu'.B2`.
fn open_document_reference(inside: &str) -> Result<Expression<'_>, Unknown> {
    if inside.contains("'#") || inside.contains("file:") {
        return Err(Unknown::OtherFile);
    }
    if inside.contains("#REF!") {
        return Ok(Expression::Error("#REF!"));
    }
    let (sheet, rest) = sheet_before_dot(inside).ok_or(Unknown::Syntax)?;
    let (first, last) = match rest.split_once(':') {
        None => (rest, rest),
        Some((first, last)) => {
            let (second_sheet, last) = sheet_before_dot(last).ok_or(Unknown::Syntax)?;
            if second_sheet.is_some() && second_sheet != sheet {
                return Err(Unknown::Syntax);
            }
            (first, last)
        }
    };
    let corner = |text| RangeEnd::parse(text).ok_or(Unknown::Syntax);
    Ok(reference(sheet, area_between(corner(first)?, corner(last)?).ok_or(Unknown::Syntax)?))
}

/// The sheet before the dot of an OpenDocument address, and what follows the dot. `None` if there is no dot.
fn sheet_before_dot(address: &str) -> Option<(Option<Cow<'_, str>>, &str)> {
    let bare = address.strip_prefix('$').unwrap_or(address);
    if let Some(quoted) = bare.strip_prefix('\'') {
        let end = quoted.rfind("'.")?;
        return Some((Some(unquoted(&quoted[..end], "''", "'")), &quoted[end + 2..]));
    }
    let (sheet, rest) = bare.split_once('.')?;
    Some(((!sheet.is_empty()).then_some(Cow::Borrowed(sheet)), rest))
}
