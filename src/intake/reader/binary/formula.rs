//! The tokens of a formula, written out as Excel shows it.
//!
//! Tokens come in the order of calculation: operands before what is done with them. Parentheses are tokens too; where a
//! writer left them out, they are put in by the strength of the operators. A formula with anything that isn't understood, an
//! array constant or a table's column, say, gives nothing: half a formula would be another one.

use super::bytes::{Bytes, known_error};
use super::functions::{NAMED, VARIABLE, function};
use super::links::{BinaryFormat, Links};
use crate::value::grid::{Address, column_letters};

/// The longest formula that is written out, in bytes. Excel takes 8,192 letters.
const MAX_TEXT_BYTES: usize = 16_384;

/// How strongly an operand holds together; a weaker one needs parentheses beside a stronger operator.
type Strength = u8;
const COMPARE: Strength = 1;
const ADD: Strength = 3;
const PERCENT: Strength = 6;
const SIGN: Strength = 7;
const UNION: Strength = 8;
const WHOLE: Strength = 11;

/// The operators with two operands, from token 0x03 on.
const OPERATORS: [(&str, Strength); 15] = [
    ("+", ADD),
    ("-", ADD),
    ("*", 4),
    ("/", 4),
    ("^", 5),
    ("&", 2),
    ("<", COMPARE),
    ("<=", COMPARE),
    ("=", COMPARE),
    (">=", COMPARE),
    (">", COMPARE),
    ("<>", COMPARE),
    (" ", 9),
    (",", UNION),
    (":", 10),
];

/// A piece of the formula.
struct Piece {
    text: String,
    strength: Strength,
}

impl Piece {
    fn whole(text: impl Into<String>) -> Self {
        Piece { text: text.into(), strength: WHOLE }
    }

    /// In parentheses, if it is weaker than what it stands beside.
    fn beside(self, strength: Strength) -> String {
        if self.strength < strength { format!("({})", self.text) } else { self.text }
    }
}

/// The cell that names the shared formula, if that is all that the tokens say.
pub(super) fn anchor(dialect: BinaryFormat, tokens: &[u8]) -> Option<Address> {
    let mut tokens = Bytes::new(tokens);
    (tokens.u8()? == 0x01).then_some(())?;
    match dialect {
        BinaryFormat::Biff8 => Some(Address::new(tokens.u16()?.into(), tokens.u16()?.into())),
        // The column stands after the tokens, behind the length of what follows them.
        BinaryFormat::Biff12 => {
            let row = tokens.u32()?;
            tokens.take(4)?;
            Some(Address::new(row, tokens.u32()?))
        }
    }
}

/// The text of a formula without its equals sign, for the cell `at`; `None` if there is anything in it that isn't understood.
pub(super) fn write(dialect: BinaryFormat, tokens: &[u8], at: Address, links: &Links) -> Option<String> {
    let mut writer = Writer { dialect, tokens: Bytes::new(tokens), at, links, pieces: Vec::new() };
    while let Some(kind) = writer.tokens.u8() {
        writer.token(kind)?;
        let n_bytes = writer.pieces.last().map_or(0, |piece| piece.text.len());
        (n_bytes <= MAX_TEXT_BYTES).then_some(())?;
    }
    let piece = writer.pieces.pop()?;
    writer.pieces.is_empty().then_some(piece.text)
}

struct Writer<'a> {
    dialect: BinaryFormat,
    tokens: Bytes<'a>,
    at: Address,
    links: &'a Links,
    pieces: Vec<Piece>,
}

impl Writer<'_> {
    fn token(&mut self, kind: u8) -> Option<()> {
        match kind {
            0x03..=0x11 => self.operator(OPERATORS[usize::from(kind - 0x03)])?,
            0x12 => self.sign("+")?,
            0x13 => self.sign("-")?,
            0x14 => {
                let operand = self.pieces.pop()?.beside(PERCENT);
                self.pieces.push(Piece { text: operand + "%", strength: PERCENT });
            }
            0x15 => {
                let inside = self.pieces.pop()?;
                self.pieces.push(Piece::whole(format!("({})", inside.text)));
            }
            0x16 => self.push(String::new()),
            0x17 => self.string()?,
            0x19 => self.attribute()?,
            0x1C => {
                let error = known_error(self.tokens.u8()?)?;
                self.push(error);
            }
            0x1D => {
                let truth = if self.tokens.u8()? == 0 { "FALSE" } else { "TRUE" };
                self.push(truth);
            }
            0x1E => {
                let number = self.tokens.u16()?.to_string();
                self.push(number);
            }
            0x1F => self.number()?,
            // The rest comes in three classes of the same meaning.
            0x20..=0x7F => self.operand(kind & 0x1F)?,
            _ => return None,
        }
        Some(())
    }

    fn push(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::whole(text));
    }

    fn operator(&mut self, (sign, strength): (&str, Strength)) -> Option<()> {
        let right = self.pieces.pop()?.beside(strength + 1);
        let mut text = self.pieces.pop()?.beside(strength);
        text.push_str(sign);
        text.push_str(&right);
        self.pieces.push(Piece { text, strength });
        Some(())
    }

    fn sign(&mut self, sign: &str) -> Option<()> {
        let operand = self.pieces.pop()?.beside(SIGN);
        self.pieces.push(Piece { text: format!("{sign}{operand}"), strength: SIGN });
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let text = match self.dialect {
            BinaryFormat::Biff8 => {
                let n = self.tokens.u8()?;
                let is_wide = self.tokens.u8()? & 0x1 != 0;
                self.tokens.letters(n.into(), is_wide)?
            }
            BinaryFormat::Biff12 => {
                let n = self.tokens.u16()?;
                self.tokens.letters(n.into(), true)?
            }
        };
        self.push(format!("\"{}\"", text.replace('"', "\"\"")));
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let number = self.tokens.f64().filter(|number| number.is_finite())?;
        let text = if number == 0.0 || (1e-9..1e15).contains(&number.abs()) {
            number.to_string()
        } else {
            format!("{number:E}")
        };
        // Tokens have no negative numbers; a writer that stores one means it as a whole.
        let strength = if number < 0.0 { SIGN } else { WHOLE };
        self.pieces.push(Piece { text, strength });
        Some(())
    }

    /// Hints for calculation and layout; only the short form of a sum means something.
    fn attribute(&mut self) -> Option<()> {
        let kind = self.tokens.u8()?;
        let n = self.tokens.u16()?;
        if kind & 0x04 != 0 {
            self.tokens.take((usize::from(n) + 1) * 2)?;
        }
        if kind & 0x10 != 0 {
            self.call("SUM", 1)?;
        }
        Some(())
    }

    fn operand(&mut self, kind: u8) -> Option<()> {
        match kind {
            0x01 => {
                let (name, n) = function(self.tokens.u16()?)?;
                (n != VARIABLE).then_some(())?;
                self.call(name, n.into())
            }
            0x02 => self.function_of_any(),
            0x03 => self.name(),
            0x04 => self.reference(false, ""),
            0x05 => self.area(false, ""),
            // What was worked out of the operands that follow.
            0x06..=0x08 => self.tokens.take(6).map(|_| ()),
            0x09 => self.tokens.take(2).map(|_| ()),
            0x0A => self.lost(1),
            0x0B => self.lost(2),
            0x0C => self.reference(true, ""),
            0x0D => self.area(true, ""),
            0x19 => self.outside_name(),
            0x1A => self.on_sheet(|writer, prefix| writer.reference(false, prefix)),
            0x1B => self.on_sheet(|writer, prefix| writer.area(false, prefix)),
            0x1C => self.on_sheet(|writer, _| writer.lost(1)),
            0x1D => self.on_sheet(|writer, _| writer.lost(2)),
            _ => None,
        }
    }

    fn function_of_any(&mut self) -> Option<()> {
        let n = usize::from(self.tokens.u8()? & 0x7F);
        let id = self.tokens.u16()?;
        if id != NAMED {
            return self.call(function(id)?.0, n);
        }
        let first = self.pieces.len().checked_sub(n)?;
        let name = (n > 0).then(|| self.pieces.remove(first).text)?;
        // New functions have this before their names in files.
        let name = name.trim_start_matches("_xlfn.").trim_start_matches("_xlws.").to_owned();
        self.call(&name, n - 1)
    }

    fn call(&mut self, name: &str, n: usize) -> Option<()> {
        let arguments = self.pieces.split_off(self.pieces.len().checked_sub(n)?);
        let n_bytes: usize = arguments.iter().map(|argument| argument.text.len() + 3).sum();
        (n_bytes <= MAX_TEXT_BYTES).then_some(())?;
        // A union is a list by itself, which would be taken for several arguments.
        let arguments: Vec<String> = arguments
            .into_iter()
            .map(|piece| if piece.strength == UNION { format!("({})", piece.text) } else { piece.text })
            .collect();
        self.push(format!("{name}({})", arguments.join(",")));
        Some(())
    }

    fn name(&mut self) -> Option<()> {
        let number = self.name_number()?;
        let name = self.links.name(number)?.to_owned();
        self.push(name);
        Some(())
    }

    fn outside_name(&mut self) -> Option<()> {
        let link = self.tokens.u16()?;
        let number = self.name_number()?;
        let name = self.links.outside_name(link, number)?.to_owned();
        self.push(name);
        Some(())
    }

    fn name_number(&mut self) -> Option<u32> {
        match self.dialect {
            BinaryFormat::Biff8 => {
                let number = self.tokens.u16()?;
                self.tokens.take(2)?;
                Some(number.into())
            }
            BinaryFormat::Biff12 => self.tokens.u32(),
        }
    }

    fn on_sheet(&mut self, write: impl FnOnce(&mut Self, &str) -> Option<()>) -> Option<()> {
        let links = self.links;
        let prefix = links.prefix(self.tokens.u16()?)?;
        write(self, prefix)
    }

    /// References that point nowhere any more.
    fn lost(&mut self, n_corners: usize) -> Option<()> {
        let n_bytes = if self.dialect == BinaryFormat::Biff8 { 4 } else { 6 };
        self.tokens.take(n_corners * n_bytes)?;
        self.push("#REF!");
        Some(())
    }

    fn reference(&mut self, moves: bool, prefix: &str) -> Option<()> {
        let row = self.row()?;
        let column = self.tokens.u16()?;
        let corner = self.corner(row, column, moves);
        self.push(format!("{prefix}{}{}", corner.column_text(), corner.row_text()));
        Some(())
    }

    fn area(&mut self, moves: bool, prefix: &str) -> Option<()> {
        let (first_row, last_row) = (self.row()?, self.row()?);
        let (first_column, last_column) = (self.tokens.u16()?, self.tokens.u16()?);
        let first = self.corner(first_row, first_column, moves);
        let last = self.corner(last_row, last_column, moves);
        let text = if first.row == 0 && last.row == self.last_row() {
            format!("{}:{}", first.column_text(), last.column_text())
        } else if first.column == 0 && last.column == self.last_column() {
            format!("{}:{}", first.row_text(), last.row_text())
        } else {
            format!("{}{}:{}{}", first.column_text(), first.row_text(), last.column_text(), last.row_text())
        };
        self.push(format!("{prefix}{text}"));
        Some(())
    }

    fn row(&mut self) -> Option<u32> {
        match self.dialect {
            BinaryFormat::Biff8 => self.tokens.u16().map(u32::from),
            BinaryFormat::Biff12 => self.tokens.u32(),
        }
    }

    fn last_row(&self) -> u32 {
        if self.dialect == BinaryFormat::Biff8 { 0xFFFF } else { 0xF_FFFF }
    }

    fn last_column(&self) -> u32 {
        if self.dialect == BinaryFormat::Biff8 { 0xFF } else { 0x3FFF }
    }

    /// One corner of a reference; in a shared formula it is counted from the cell, and goes on at the other edge of the sheet.
    fn corner(&self, row: u32, column: u16, moves: bool) -> Corner {
        let (is_row_free, is_column_free) = (column & 0x8000 != 0, column & 0x4000 != 0);
        let column = u32::from(column & 0x3FFF);
        let moved = |base: u32, by: u32, mask: u32, is_free: bool| {
            if moves && is_free { base.wrapping_add(by) & mask } else { by & mask }
        };
        Corner {
            row: moved(self.at.row, row, self.last_row(), is_row_free),
            column: moved(self.at.col, column, self.last_column(), is_column_free),
            is_row_free,
            is_column_free,
        }
    }
}

struct Corner {
    row: u32,
    column: u32,
    is_row_free: bool,
    is_column_free: bool,
}

impl Corner {
    fn column_text(&self) -> String {
        let fixed = if self.is_column_free { "" } else { "$" };
        format!("{fixed}{}", column_letters(self.column))
    }

    fn row_text(&self) -> String {
        let fixed = if self.is_row_free { "" } else { "$" };
        format!("{fixed}{}", self.row + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        Links {
            prefixes: vec![Some("'Biểu 01'!".to_owned()), None],
            outside_names: vec![vec!["_xlfn.SUMIFS".to_owned()]],
            names: vec!["Tong".to_owned()],
        }
    }

    fn written(tokens: &[&[u8]]) -> Option<String> {
        write(BinaryFormat::Biff8, &tokens.concat(), Address::new(9, 3), &links())
    }

    const D12: &[u8] = &[0x44, 11, 0, 3, 0xC0];
    const E9: &[u8] = &[0x24, 8, 0, 4, 0x00];
    const ONE: &[u8] = &[0x1E, 1, 0];

    #[test]
    fn formulas_read_as_excel_shows_them() {
        let area: &[u8] = &[0x25, 10, 0, 20, 0, 3, 0xC0, 3, 0xC0];
        let columns: &[u8] = &[0x25, 0, 0, 0xFF, 0xFF, 3, 0xC0, 4, 0xC0];
        let sheet: &[u8] = &[0x3A, 0, 0, 4, 0, 2, 0xC0];
        let moving: &[u8] = &[0x2C, 0xFF, 0xFF, 0xFF, 0xC0];
        let cases: [(&[&[u8]], &str); 14] = [
            (&[D12, ONE, &[3]], "D12+1"),
            (&[D12, ONE, &[3], E9, &[5]], "(D12+1)*$E$9"),
            (&[D12, ONE, &[3, 0x15], E9, &[5]], "(D12+1)*$E$9"),
            (&[D12, D12, ONE, &[4, 4]], "D12-(D12-1)"),
            (&[D12, &[0x13]], "-D12"),
            (&[area, &[0x19, 0x10, 0, 0]], "SUM(D11:D21)"),
            (&[area, D12, &[0x22, 2, 4, 0]], "SUM(D11:D21,D12)"),
            (&[columns, &[0x22, 1, 4, 0]], "SUM(D:E)"),
            (&[sheet], "'Biểu 01'!C5"),
            (&[&[0x19, 0x40, 0, 0], moving], "C9"),
            (&[D12, &[0x17, 0, 0, 0x0B], &[0x17, 0, 0], D12, &[0x22, 3, 1, 0]], "IF(D12=\"\",\"\",D12)"),
            (&[&[0x39, 0, 0, 1, 0, 0, 0], area, &[0x22, 2, 255, 0]], "SUMIFS(D11:D21)"),
            (&[&[0x23, 1, 0, 0, 0], &[0x1F], &1.5f64.to_le_bytes(), &[5]], "Tong*1.5"),
            (&[D12, ONE, &[0x21, 27, 0]], "ROUND(D12,1)"),
        ];
        for (tokens, text) in cases {
            assert_eq!(written(tokens).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_not_understood_gives_no_formula() {
        let array: &[u8] = &[0x60, 0, 0, 0, 0, 0, 0, 0];
        let unknown_sheet: &[u8] = &[0x3A, 1, 0, 4, 0, 2, 0xC0];
        let tokens: [&[&[u8]]; 7] = [
            &[],
            &[D12, ONE],
            &[&[3]],
            &[array],
            &[unknown_sheet],
            &[D12, &[0x44, 1]],
            // A macro's function with a number of arguments that isn't known.
            &[ONE, &[0x21, 53, 0]],
        ];
        for tokens in tokens {
            assert_eq!(written(tokens), None, "{tokens:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_tokens_are_taken(tokens in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            for dialect in [BinaryFormat::Biff8, BinaryFormat::Biff12] {
                _ = anchor(dialect, &tokens);
                _ = write(dialect, &tokens, Address::new(1, 1), &links());
            }
        }
    }
}
