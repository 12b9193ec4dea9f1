//! What a total's formula adds up, in the notations of Excel (`SUM(D9:D10)`) and of OpenDocument (`SUM([.D9:.D10])`).
//!
//! Only what a template writes, and what people and programs make of it without changing its sense, is understood:
//! sums and differences of cells of the same sheet, and the question before them whether anything was entered.

use crate::value::grid::{Address, MAX_COLUMNS};

/// The most cells of one range that are looked at.
const MAX_CELLS: usize = 1 << 18;
/// How deep brackets may stand in each other; a template needs two.
const MAX_DEPTH: usize = 32;
/// How many cells a formula may add; the largest forms have hundreds of thousands of rows.
const MAX_TERMS: usize = MAX_CELLS;

/// What a formula does, as far as totals need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// It adds cells of its own sheet and takes some off; a cell that is named twice counts twice.
    Sum(Vec<Term>),
    /// It names a cell that was deleted.
    Broken,
    /// It does anything else: multiplies, adds a constant, asks another sheet.
    Other,
}

/// One cell of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub at: Address,
    /// 1 if it is added, −1 if it is taken off.
    pub sign: i32,
}

/// Reads a formula without its leading `=`.
pub fn parse(formula: &str) -> Formula {
    let tokens = tokens(formula);
    if tokens.contains(&Token::Deleted) {
        return Formula::Broken;
    }
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0 };
    match parser.guarded_sum() {
        Some(terms) if parser.next == tokens.len() => Formula::Sum(terms),
        _ => Formula::Other,
    }
}

/// The smallest part of a formula that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Open,
    Close,
    /// Between arguments: `,` in Excel, `;` in OpenDocument.
    Comma,
    Colon,
    Plus,
    Minus,
    /// `=` or `<`.
    Compare,
    Number,
    EmptyText,
    Cell(Address),
    /// A function's name.
    Name(&'a str),
    /// A reference to what is no longer there.
    Deleted,
    /// What no sum has.
    Foreign,
}

fn tokens(formula: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = formula.trim();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => text_length(rest),
            '#' => rest.find(['!', '?', ',', ';', ')']).map_or(rest.len(), |end| end + 1),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (text, after) = rest.split_at(length);
        tokens.extend(token(text));
        rest = after;
    }
    tokens
}

/// A cell's address or a function's name. OpenDocument puts a dot before an address of the same sheet.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '.' | '_')
}

/// The length of the quoted text at the start; a quote inside is doubled, which makes two texts of it here.
fn text_length(formula: &str) -> usize {
    formula[1..].find('"').map_or(formula.len(), |end| end + 2)
}

/// One token; `None` for what means nothing: spaces, and the brackets around an OpenDocument reference.
fn token(text: &str) -> Option<Token<'_>> {
    Some(match text {
        "[" | "]" => return None,
        blank if blank.trim().is_empty() => return None,
        "(" => Token::Open,
        ")" => Token::Close,
        "," | ";" => Token::Comma,
        ":" => Token::Colon,
        "+" => Token::Plus,
        "-" => Token::Minus,
        "=" | "<" => Token::Compare,
        "\"\"" => Token::EmptyText,
        "#REF!" => Token::Deleted,
        word if word.starts_with(is_word) => self::word(word),
        _ => Token::Foreign,
    })
}

fn word(word: &str) -> Token<'_> {
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return Token::Number;
    }
    match Address::parse(word.strip_prefix('.').unwrap_or(word)) {
        Some(at) => Token::Cell(at),
        None => Token::Name(word),
    }
}

struct Parser<'t> {
    tokens: &'t [Token<'t>],
    next: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    /// A sum, perhaps after the template's question: `IF(COUNT(…)=0,"",sum)`.
    fn guarded_sum(&mut self) -> Option<Vec<Term>> {
        if !self.takes_call("IF") {
            return self.sum();
        }
        self.counts()?;
        self.takes(Token::Compare)?;
        self.takes(Token::Number)?;
        self.takes(Token::Comma)?;
        self.takes(Token::EmptyText)?;
        self.takes(Token::Comma)?;
        let terms = self.sum()?;
        self.takes(Token::Close)?;
        Some(terms)
    }

    /// How many cells are entered: `COUNT(…)+COUNT(…)`.
    fn counts(&mut self) -> Option<()> {
        loop {
            if !self.takes_call("COUNT") {
                return None;
            }
            self.arguments()?;
            if self.takes(Token::Plus).is_none() {
                return Some(());
            }
        }
    }

    /// Items with `+` and `-` between them, perhaps one before.
    fn sum(&mut self) -> Option<Vec<Term>> {
        let mut terms = Vec::new();
        let mut sign = self.sign().unwrap_or(1);
        loop {
            let item = self.item()?;
            terms.extend(item.into_iter().map(|term| Term { sign: sign * term.sign, ..term }));
            if terms.len() > MAX_TERMS {
                return None;
            }
            match self.sign() {
                Some(next) => sign = next,
                None => return Some(terms),
            }
        }
    }

    fn sign(&mut self) -> Option<i32> {
        if self.takes(Token::Plus).is_some() { Some(1) } else { self.takes(Token::Minus).map(|()| -1) }
    }

    /// A cell, a call of `SUM`, or a sum in brackets.
    fn item(&mut self) -> Option<Vec<Term>> {
        if self.takes_call("SUM") {
            return self.arguments();
        }
        if self.takes(Token::Open).is_some() {
            let terms = self.deeper(Self::sum)?;
            self.takes(Token::Close)?;
            return Some(terms);
        }
        Some(vec![Term { at: self.cell()?, sign: 1 }])
    }

    /// The arguments of a function, and its closing bracket.
    fn arguments(&mut self) -> Option<Vec<Term>> {
        let mut terms = Vec::new();
        loop {
            let argument = if self.is_range() { self.range() } else { self.deeper(Self::sum) };
            terms.extend(argument?);
            if self.takes(Token::Close).is_some() {
                return (terms.len() <= MAX_TERMS).then_some(terms);
            }
            self.takes(Token::Comma)?;
        }
    }

    fn is_range(&self) -> bool {
        matches!(self.tokens[self.next..], [Token::Cell(_), Token::Colon, ..])
    }

    /// Every cell of `D9:D10`.
    fn range(&mut self) -> Option<Vec<Term>> {
        let from = self.cell()?;
        self.takes(Token::Colon)?;
        let to = self.cell()?;
        let rows = from.row.min(to.row)..=from.row.max(to.row);
        let columns = from.col.min(to.col)..=from.col.max(to.col);
        // Whole columns and rows reach further than any form.
        let n_cells = rows.clone().count().checked_mul(columns.clone().count())?;
        if n_cells > MAX_CELLS || *columns.end() >= MAX_COLUMNS {
            return None;
        }
        let cells = rows.flat_map(|row| columns.clone().map(move |col| Address::new(row, col)));
        Some(cells.map(|at| Term { at, sign: 1 }).collect())
    }

    fn deeper(&mut self, read: fn(&mut Self) -> Option<Vec<Term>>) -> Option<Vec<Term>> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let terms = read(self);
        self.depth -= 1;
        terms
    }

    fn cell(&mut self) -> Option<Address> {
        let Some(Token::Cell(at)) = self.tokens.get(self.next) else { return None };
        self.next += 1;
        Some(*at)
    }

    /// Goes past a token if it is the next one.
    fn takes(&mut self, token: Token<'_>) -> Option<()> {
        (self.tokens.get(self.next) == Some(&token)).then(|| self.next += 1)
    }

    /// Goes past a function's name and its opening bracket if they are next.
    fn takes_call(&mut self, function: &str) -> bool {
        let is_call = matches!(self.tokens[self.next..], [Token::Name(name), Token::Open, ..] if name.eq_ignore_ascii_case(function));
        if is_call {
            self.next += 2;
        }
        is_call
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a formula adds, as text.
    fn adds(formula: &str) -> String {
        match parse(formula) {
            Formula::Sum(terms) => {
                let term = |term: &Term| format!("{}{}", if term.sign > 0 { '+' } else { '-' }, term.at);
                terms.iter().map(term).collect()
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_templates_formulas_are_sums_as_both_formats_write_them() {
        for (formula, sum) in [
            ("IF(COUNT(D9:D10)=0,\"\",SUM(D9:D10))", "+D9+D10"),
            ("IF(COUNT([.D9:.D10])=0;\"\";SUM([.D9:.D10]))", "+D9+D10"),
            ("IF(COUNT(D11,D15:D16)=0,\"\",SUM(D11,D15:D16))", "+D11+D15+D16"),
            ("IF(COUNT([.D11];[.D15:.D16])=0;\"\";SUM([.D11];[.D15:.D16]))", "+D11+D15+D16"),
            ("IF(COUNT(D11:F11)<3,\"\",D11+E11-F11)", "+D11+E11-F11"),
            ("IF(COUNT([.D11:.F11])<3;\"\";[.D11]+[.E11]-[.F11])", "+D11+E11-F11"),
            ("IF(COUNT(D9)+COUNT(D12)=0,\"\",SUM(D9)+SUM(D12))", "+D9+D12"),
        ] {
            assert_eq!(adds(formula), sum, "{formula}");
        }
    }

    #[test]
    fn other_ways_of_writing_a_sum_are_sums() {
        for (formula, sum) in [
            ("$D$9+E9-F9", "+D9+E9-F9"),
            ("+D9 + D10", "+D9+D10"),
            ("-D9-(D10-D11)", "-D9-D10+D11"),
            ("sum(D9:D10, D12)", "+D9+D10+D12"),
            ("SUM(D9:D9)", "+D9"),
            ("SUM(D10:D9)", "+D9+D10"),
            ("SUM(D9+D10,D12)", "+D9+D10+D12"),
            ("(SUM(D9:D10))", "+D9+D10"),
            ("SUM(D12:D14,D13)", "+D12+D13+D14+D13"),
        ] {
            assert_eq!(adds(formula), sum, "{formula}");
        }
    }

    #[test]
    fn what_does_anything_else_is_no_sum() {
        for formula in [
            "",
            "D9*1",
            "SUM(D9:D10)*1",
            "SUM(D9:D10)+1200",
            "SUM(D9:D10,5)",
            "D9+D10+0",
            "SUM(D9:D10)%",
            "MAX(D9:D10)",
            "SUMIF(D9:D10,\">0\")",
            "SUM(D:D)",
            "SUM(D9:D1048576)",
            "SUM(D9:XFD9)",
            "D9:D10",
            "Nháp!D9+D10",
            "'Biểu 01'!D9",
            "[1]Nguồn!A1",
            "[$'Biểu 01'.D9]",
            "['file:///nguồn.ods'#$Biểu.D9]",
            "IF(COUNT(D9:D10)=0,0,SUM(D9:D10))",
            "IF(D9>0,\"\",SUM(D9:D10))",
            "IF(COUNT(D9:D10)=0,\"\",SUM(D9:D10)",
            "SUM(D9,\"D10\")",
            "SUM()",
            "D9+",
            "D9 D10",
            "tổng",
        ] {
            assert_eq!(adds(formula), "Other", "{formula}");
        }
        let deep = format!("{}D9{}", "(".repeat(10_000), ")".repeat(10_000));
        assert_eq!(parse(&deep), Formula::Other);
    }

    /// Clicked together cell by cell, with every cell in brackets of its own.
    #[test]
    fn a_sum_may_name_as_many_cells_as_a_form_has() {
        let cells: Vec<String> = (9..=60).map(|row| format!("D{row}")).collect();
        let sum: String = cells.iter().map(|cell| format!("+{cell}")).collect();
        assert_eq!(adds(&format!("SUM({})", cells.join(","))), sum);
        assert_eq!(adds(&format!("({})", cells.join(")+("))), sum);
        assert_ne!(adds("IF(COUNT(E11:E200010)=0,\"\",SUM(E11:E200010))"), "Other");
        let over = "SUM(A1:J1001)+".repeat(27);
        assert_eq!(adds(&format!("{over}D9")), "Other");
        assert_eq!(adds(&format!("SUM({over}D9)")), "Other");
        assert_eq!(adds(&format!("SUM({}D9)", "A1:J1001,".repeat(27))), "Other");
    }

    #[test]
    fn a_deleted_reference_breaks_a_formula() {
        for formula in ["SUM(#REF!,D15:D17)", "#REF!+D9", "SUM([.#REF!];[.D15:.D17])", "SUM(#REF!)", "Sheet1!#REF!"] {
            assert_eq!(parse(formula), Formula::Broken, "{formula}");
        }
        assert_eq!(parse("D9&\"#REF!\""), Formula::Other);
    }

    proptest! {
        #[test]
        fn any_text_is_taken(formula in "[A-F0-9$(),;:+<=\"#!.\\[\\] -]{0,40}", other in any::<String>()) {
            parse(&formula);
            parse(&other);
        }
    }
}
