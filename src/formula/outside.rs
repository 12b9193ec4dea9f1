//! Whether a formula takes something from outside its workbook: another file, another program, the internet.

use super::token::{Token, tokens};

/// Functions that ask something outside, by the names that Excel, LibreOffice and Google give them.
const ASKING: [&str; 25] = [
    "CALL",
    "CUBEKPIMEMBER",
    "CUBEMEMBER",
    "CUBEMEMBERPROPERTY",
    "CUBERANKEDMEMBER",
    "CUBESET",
    "CUBESETCOUNT",
    "CUBEVALUE",
    "DDE",
    "EXEC",
    "FILTERXML",
    "GOOGLEFINANCE",
    "GOOGLETRANSLATE",
    "IMAGE",
    "IMPORTDATA",
    "IMPORTFEED",
    "IMPORTHTML",
    "IMPORTRANGE",
    "IMPORTXML",
    "REGISTER",
    "REGISTER.ID",
    "RTD",
    "SQL.REQUEST",
    "STOCKHISTORY",
    "WEBSERVICE",
];

/// Whether a formula without its leading `=` takes anything from outside: `[1]Biểu!A1`, `'[nguồn.xlsx]Biểu'!A1`,
/// `['file:///…'#$Biểu.A1]`, `WEBSERVICE(…)`, `cmd|'…'!A1`.
pub fn is_outside(formula: &str) -> bool {
    let tokens = tokens(formula);
    (0..tokens.len()).any(|at| begins_outside(&tokens[at..])) || names_a_program(formula, &tokens)
}

fn begins_outside(tokens: &[Token<'_>]) -> bool {
    match tokens {
        // Google keeps what Excel doesn't know as text, quotes doubled: DUMMYFUNCTION("IMPORTRANGE(""…"",""A1"")").
        [Token::Word(name), Token::Open, Token::Text(kept), ..] if name.ends_with("DUMMYFUNCTION") => {
            is_outside(&kept.replace("\"\"", "\""))
        }
        [Token::Word(name), Token::Open, ..] => asks(name),
        [Token::Bracketed(inside), ..] if inside.contains("'#") || inside.contains("file:") => true,
        // In OpenDocument what two areas share: `[.A1:.B2]![.B1:.B9]`.
        [Token::Bracketed(inside), Token::Bang, ..] if inside.starts_with(['.', '$']) => false,
        [Token::Bracketed(_), Token::Word(_) | Token::Quoted(_) | Token::Bang, ..] => true,
        [Token::Quoted(name), Token::Bang, ..] => name.contains('[') || name.contains(['/', '\\', '|']),
        // LibreOffice's own notation, as some programs write it without brackets.
        [Token::Quoted(name), Token::Error(_) | Token::Foreign, ..] => name.contains("://"),
        _ => false,
    }
}

/// A name whose last part is one of a function that asks; what stands before tells where it comes from.
fn asks(name: &str) -> bool {
    let name = name.to_uppercase();
    let bare = ["_XLFN.", "_XLWS.", "COM.MICROSOFT.", "COM.SUN.STAR.", "ORG.LIBREOFFICE.", "ORG.OPENOFFICE."];
    let bare = bare.iter().fold(name.as_str(), |name, prefix| name.strip_prefix(prefix).unwrap_or(name));
    ASKING.contains(&bare)
}

/// A link to a running program, as Excel shows it: `program|'topic'!item`.
fn names_a_program(formula: &str, tokens: &[Token<'_>]) -> bool {
    formula.contains('|')
        && tokens.windows(3).any(|three| {
            matches!(three, [Token::Word(_), Token::Foreign, Token::Quoted(_) | Token::Word(_)])
                && tokens.contains(&Token::Bang)
        })
}
