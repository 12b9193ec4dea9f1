//! A formula as it reads after the cells that it names have moved, as a spreadsheet writes it when rows come, go or change
//! places.

use super::token::{Token, tokens};
use crate::value::grid::{Address, column_letters};

/// The formula with other addresses: `to` says where the cell of an address is now, given the sheet that the formula names before it.
/// `$` signs stay; of whole rows (`$6:$8`) only the row is asked for.
pub fn relocated(formula: &str, to: impl Fn(Option<&str>, Address) -> Address) -> String {
    let tokens = tokens(formula);
    let (mut moved, mut n_copied) = (String::with_capacity(formula.len()), 0);
    for (n, token) in tokens.iter().enumerate() {
        let Token::Word(word) = token else { continue };
        // What stands before these is a function or a sheet, whatever it looks like.
        if matches!(tokens.get(n + 1), Some(Token::Open | Token::Bang)) {
            continue;
        }
        let sheet = sheet_before(&tokens, n);
        let Some(new) = moved_word(word, |at| to(sheet.as_deref(), at)) else { continue };
        let start = word.as_ptr().addr() - formula.as_ptr().addr();
        moved.push_str(&formula[n_copied..start]);
        moved.push_str(&new);
        n_copied = start + word.len();
    }
    moved + &formula[n_copied..]
}

/// The sheet that is named before an address, or before the range that it ends.
fn sheet_before(tokens: &[Token<'_>], n: usize) -> Option<String> {
    match (n.checked_sub(1).map(|before| tokens[before])?, n.checked_sub(2).map(|before| tokens[before])?) {
        (Token::Bang, Token::Word(name)) => Some(name.to_owned()),
        (Token::Bang, Token::Quoted(name)) => Some(name.replace("''", "'")),
        (Token::Colon, Token::Word(_)) => sheet_before(tokens, n - 2),
        _ => None,
    }
}

/// An address elsewhere; `None` for a word that is none.
fn moved_word(word: &str, to: impl Fn(Address) -> Address) -> Option<String> {
    if let Some(row) = word.strip_prefix('$').and_then(|row| row.parse::<u32>().ok()) {
        return Some(format!("${}", to(Address::new(row.checked_sub(1)?, 0)).row + 1));
    }
    let at = to(Address::parse(word)?);
    let dollar = |is_fixed: bool| if is_fixed { "$" } else { "" };
    let is_row_fixed = word[1..].contains('$');
    Some(format!("{}{}{}{}", dollar(word.starts_with('$')), column_letters(at.col), dollar(is_row_fixed), at.row + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows inserted above row 12 of the formula's own sheet.
    fn lower(formula: &str) -> String {
        relocated(formula, |sheet, at| match sheet {
            None if at.row >= 11 => Address::new(at.row + 2, at.col),
            _ => at,
        })
    }

    #[test]
    fn addresses_move_and_what_only_looks_like_one_stays() {
        assert_eq!(lower("IF(COUNT(D11:D17)=0,\"\",SUM(D11:D17))"), "IF(COUNT(D11:D19)=0,\"\",SUM(D11:D19))");
        assert_eq!(lower("D11+$E12-F$13-$G$14"), "D11+$E14-F$15-$G$16");
        assert_eq!(lower("LOG10(D12)&\"D12\"&'D12'!A12&B_12"), "LOG10(D14)&\"D12\"&'D12'!A12&B_12");
        assert_eq!(lower("Bìa!C15:C20+C15"), "Bìa!C15:C20+C17");
        assert_eq!(lower("$6:$12"), "$6:$14");
    }

    #[test]
    fn cells_of_another_sheet_move_where_they_are_named() {
        let named = |formula: &str| {
            relocated(
                formula,
                |sheet, at| if sheet == Some("Biểu '08") { Address::new(at.row + 1, at.col) } else { at },
            )
        };
        assert_eq!(
            named("SUM('Biểu ''08'!$C$23,C23,'Biểu 07'!C19:D20)"),
            "SUM('Biểu ''08'!$C$24,C23,'Biểu 07'!C19:D20)"
        );
        assert_eq!(named("'Biểu ''08'!A1:B2"), "'Biểu ''08'!A2:B3");
    }
}
