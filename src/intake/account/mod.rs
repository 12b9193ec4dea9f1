//! Every number of a returned file, accounted for exactly once: the cell, what stands there, and what it is for. What the
//! findings say about extra rows, stray numbers and foreign sheets is read off this account, so that no number can be
//! left out by the one and missed by the other.

mod findings;
mod other_sheets;
mod table;

use std::sync::Arc;

use super::number::{Reading, Refusal, read_count};
use super::sheets::{Page, Part};
use crate::plan::{ColumnId, FormId, PlanYear, RowId};
use crate::problem::Code;
use crate::value::grid::{Address, Format, Sheet, Value};
use crate::value::text::{is_invisible, is_numeral, narrow};

pub use findings::{cells, findings, passed_over, unused};
use table::Book;
pub use table::FormTable;

/// A cell that holds a number, with what the number is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Accounted {
    pub sheet: Arc<str>,
    pub at: Address,
    /// What stands there, as it stands.
    pub value: Value,
    pub role: Role,
}

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An entered cell of a form: the only numbers that are used. One that is no count has a finding of its own.
    Entry { form: FormId, row: RowId, column: ColumnId },
    /// A total or result, which is computed again and compared; `None` is the result column.
    Computed { form: FormId, row: RowId, column: Option<ColumnId> },
    /// What the template itself prints: row numbers, codes, the numbered line, the hidden sheet.
    Printed,
    /// What the agency fills in on the cover.
    Cover,
    /// Among the difficulties, which are kept as words.
    Words,
    /// Used for nothing, which a finding of this code says, of the cell itself or of its row, column or sheet.
    Unused(Code),
}

impl Role {
    /// Whether the number could be taken for a count; what the template prints and what the cover asks for is none.
    pub fn may_be_count(self) -> bool {
        !matches!(self, Role::Printed | Role::Cover | Role::Words)
    }
}

/// Accounts for every number of a workbook, sheet by sheet, in the workbook's order.
pub fn account(pages: &[Page], tables: &[FormTable], year: &PlanYear, format: Format) -> Vec<Accounted> {
    let cover = pages.iter().find(|page| matches!(page.part, Part::Cover(_))).map(|page| page.sheet.name.as_str());
    let book = Book { has_formulas: format.has_formulas(), cover };
    let mut account = Vec::new();
    for page in pages {
        let own: Vec<&FormTable> = tables.iter().filter(|table| table.sheet == page.sheet.name).collect();
        let roles = if own.is_empty() { other_sheets::roles(page) } else { table::roles(page, &own, year, book) };
        let name: Arc<str> = page.sheet.name.as_str().into();
        account.extend(roles.into_iter().map(|(at, role)| accounted(page.sheet, &name, at, role)));
    }
    account
}

fn accounted(sheet: &Sheet, name: &Arc<str>, at: Address, role: Role) -> Accounted {
    let value = sheet.get(at).map_or(Value::Blank, |cell| cell.value.clone());
    Accounted { sheet: Arc::clone(name), at, value, role }
}

/// Whether a cell holds a number: one, or what a program made of one, or text that reads as one, even if not as a count.
/// Text in which a number is mentioned is no number.
pub fn holds_number(value: &Value) -> bool {
    match value {
        Value::Blank => false,
        Value::Number(_) | Value::Percent(_) | Value::Disguised(..) | Value::Date(_) => true,
        Value::Bool(_) | Value::Error(_) => true,
        Value::Text(text) => {
            text.len() <= LONGEST_NUMBER
                && mentions_number(value)
                && !has_word_before_digit(text)
                && reads_as_number(value, text)
        }
    }
}

/// Whether a word stands before the last digit, so that the text is no number, whatever else it says. The letters that
/// stand in numbers and arithmetic, as in `1,2E+05` and `3x4`, make no word.
fn has_word_before_digit(text: &str) -> bool {
    let is_of_word = |c: char| c.is_alphabetic() && !is_invisible(c) && !"xXeE".contains(c);
    let end = text.rfind(|c| narrow(c).is_ascii_digit()).unwrap_or(0);
    text[..end].chars().map(narrow).any(is_of_word)
}

/// More than anyone types for a number, with its unit; reading a novel takes time.
const LONGEST_NUMBER: usize = 200;

fn reads_as_number(value: &Value, text: &str) -> bool {
    match read_count(value, u64::MAX) {
        Reading::Count { .. } => true,
        Reading::Blank => false,
        // A formula that was stored as text is no number unless it is plain arithmetic.
        Reading::Refused(Refusal::Expression) => !text.contains(|c: char| c.is_alphabetic() && !"xX".contains(c)),
        Reading::Refused(refusal) => !matches!(refusal, Refusal::NotANumber(_) | Refusal::NoDataMark(_)),
    }
}

/// Whether a number is to be seen in a cell, be it among words: `khoảng 50`.
fn mentions_number(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.contains(is_numeral),
        Value::Blank => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What makes up numbers, words and old fonts, in any order.
        #[test]
        fn no_text_with_a_word_before_a_digit_reads_as_a_number(
            text in "([0-9]|[ .,()+*/:=%'x×eEаé-]|người|ng|lđ|NĐ|[µ¸¶·âùøôoaưƯ¹½１ｘＡ\u{3164}\u{200b}]){1,8}"
        ) {
            let value = Value::Text(text.clone());
            prop_assert!(!(has_word_before_digit(&text) && reads_as_number(&value, &text)), "{text}");
        }
    }

    #[test]
    fn what_reads_as_a_number_is_one_and_what_mentions_one_is_not() {
        let text = |text: &str| holds_number(&Value::Text(text.to_owned()));
        for number in
            ["1234", " 1.234 ", "12,5", "-7", "(7)", "500 người", "15%", "1/2", "20/6/2023", "1,2E+05", "１２"]
        {
            assert!(text(number), "{number}");
        }
        for words in ["", "-", "không", "x", "Từ 15 tuổi", "khoảng 50", "NĐ 68/2000/NĐ-CP", "12 hộ", "=A1"] {
            assert!(!text(words), "{words}");
        }
        for value in [Value::Number(0.0), Value::Date(1.0), Value::Bool(false), Value::Error("#N/A".to_owned())] {
            assert!(holds_number(&value), "{value:?}");
        }
        assert!(!holds_number(&Value::Blank));
    }
}
