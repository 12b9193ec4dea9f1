//! `SUMIF`, `COUNTIF` and their kin: criteria that cells meet or don't.

use std::cmp::Ordering;

use super::book::FormulaResult;
use super::evaluate::{CellRange, Evaluator};
use super::expression::{Expression, Operator};
use super::operand::{Operand, Unknown, compare_numbers};
use crate::value::grid::{Address, Area};

/// What is asked of a cell.
#[derive(Debug, Clone, PartialEq)]
struct Criterion {
    operator: Operator,
    sought: Sought,
}

#[derive(Debug, Clone, PartialEq)]
enum Sought {
    Number(f64),
    /// In small letters.
    Text(String),
}

type Pairs<'e, 'w> = [(&'e Expression<'w>, &'e Expression<'w>)];

impl<'w> Evaluator<'_, 'w> {
    /// How many cells meet all criteria.
    pub fn count_where(&self, pairs: &Pairs<'_, 'w>) -> FormulaResult<'w> {
        let criteria = self.criteria(pairs)?;
        let first = criteria[0].0;
        if criteria.iter().any(|(range, _)| !range.has_shape_of(first)) {
            return Ok(Operand::error("#VALUE!"));
        }
        let mut n = 0.0;
        for at in self.places(first, &criteria)? {
            n += f64::from(u8::from(self.meets_all(at, first, &criteria)?));
        }
        Ok(Operand::Number(n))
    }

    /// The sum of the numbers in an area whose counterparts meet all criteria.
    pub fn sum_where(&self, sum: &Expression<'w>, pairs: &Pairs<'_, 'w>) -> FormulaResult<'w> {
        let (sum, criteria) = (self.range(sum)?, self.criteria(pairs)?);
        self.sum(sum, &criteria)
    }

    /// `SUMIF` with an area of its own to add, of which only the first cell matters.
    pub fn sum_from(
        &self,
        sum: &Expression<'w>,
        area: &Expression<'w>,
        criterion: &Expression<'w>,
    ) -> FormulaResult<'w> {
        let (start, criteria) = (self.range(sum)?, self.criteria(&[(area, criterion)])?);
        let asked = criteria[0].0;
        let first = start.area.first;
        let last = Address::new(first.row + asked.n_rows() - 1, first.col + asked.n_columns() - 1);
        self.sum(CellRange { sheet: start.sheet, area: Area { first, last } }, &criteria)
    }

    fn sum(&self, sum: CellRange, criteria: &[(CellRange, Criterion)]) -> FormulaResult<'w> {
        if criteria.iter().any(|(range, _)| !range.has_shape_of(sum)) {
            return Ok(Operand::error("#VALUE!"));
        }
        let mut total = 0.0;
        for cell in self.cells(sum)? {
            let (at, cell) = cell?;
            if !self.meets_all(at, sum, criteria)? {
                continue;
            }
            let value = self.worth(sum, (at, cell))?;
            match value {
                Operand::Number(number) => total += number,
                Operand::Error(_) => return Ok(value),
                Operand::Bool(_) => return Err(Unknown::Text),
                Operand::Blank | Operand::Text(_) => (),
            }
        }
        Ok(Operand::number(total))
    }

    fn criteria(&self, pairs: &Pairs<'_, 'w>) -> Result<Vec<(CellRange, Criterion)>, Unknown> {
        pairs.iter().map(|(area, criterion)| Ok((self.range(area)?, Criterion::of(&self.value(criterion)?)?))).collect()
    }

    /// The cells of a range that may meet all criteria: every one, if blanks may.
    fn places(&self, range: CellRange, criteria: &[(CellRange, Criterion)]) -> Result<Vec<Address>, Unknown> {
        let filled = criteria.iter().find(|(_, criterion)| criterion.operator != Operator::NotEqual);
        if let Some((asked, _)) = filled {
            return self.cells(*asked)?.map(|cell| Ok(range.counterpart(cell?.0, *asked))).collect();
        }
        let n_cells = u64::from(range.n_rows()) * u64::from(range.n_columns());
        self.book.spend(usize::try_from(n_cells).unwrap_or(usize::MAX))?;
        let Area { first, last } = range.area;
        let rows = first.row..=last.row;
        Ok(rows.flat_map(|row| (first.col..=last.col).map(move |col| Address::new(row, col))).collect())
    }

    fn meets_all(&self, at: Address, of: CellRange, criteria: &[(CellRange, Criterion)]) -> Result<bool, Unknown> {
        for (range, criterion) in criteria {
            if !criterion.is_met_by(&self.cell(*range, range.counterpart(at, of))?)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Criterion {
    /// A number, a text to be found, or either behind a comparison, as in `">=5"`. Wildcards, comparisons with text,
    /// decimals and questions for blanks are read differently by programs and settings.
    fn of(value: &Operand<'_>) -> Result<Self, Unknown> {
        let equal = |sought| Ok(Criterion { operator: Operator::Equal, sought });
        let text = match value {
            Operand::Number(number) => return equal(Sought::Number(*number)),
            Operand::Text(text) => text.as_ref(),
            Operand::Blank | Operand::Bool(_) | Operand::Error(_) => return Err(Unknown::Text),
        };
        let (operator, rest) = comparison(text);
        match plain_digits(rest) {
            Some(number) => Ok(Criterion { operator, sought: Sought::Number(number) }),
            None if is_plain_text(rest) && matches!(operator, Operator::Equal | Operator::NotEqual) => {
                Ok(Criterion { operator, sought: Sought::Text(rest.to_lowercase()) })
            }
            None => Err(Unknown::Text),
        }
    }

    fn is_met_by(&self, value: &Operand<'_>) -> Result<bool, Unknown> {
        let is_equality = matches!(self.operator, Operator::Equal | Operator::NotEqual);
        let is_equal = match (&self.sought, value) {
            (Sought::Number(sought), Operand::Number(number)) => {
                let order = compare_numbers(*number, *sought)?;
                return Ok(self.holds(order));
            }
            // A number to LibreOffice, none to Excel.
            (Sought::Number(_), Operand::Bool(_)) => return Err(Unknown::Text),
            // Text of digits is a number to some.
            (Sought::Number(_), Operand::Text(text)) if is_equality && text.contains(|c: char| c.is_numeric()) => {
                return Err(Unknown::Text);
            }
            (Sought::Text(sought), Operand::Text(text)) => text.to_lowercase() == *sought,
            _ => false,
        };
        Ok(if is_equality { is_equal == (self.operator == Operator::Equal) } else { false })
    }

    fn holds(&self, order: Ordering) -> bool {
        match self.operator {
            Operator::NotEqual => order != Ordering::Equal,
            Operator::Less => order == Ordering::Less,
            Operator::NotGreater => order != Ordering::Greater,
            Operator::Greater => order == Ordering::Greater,
            Operator::NotLess => order != Ordering::Less,
            _ => order == Ordering::Equal,
        }
    }
}

/// The comparison at the start of a criterion, and what follows it.
fn comparison(text: &str) -> (Operator, &str) {
    let signs = [
        ("<>", Operator::NotEqual),
        ("<=", Operator::NotGreater),
        (">=", Operator::NotLess),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("=", Operator::Equal),
    ];
    let found = signs.iter().find_map(|(sign, operator)| Some((*operator, text.strip_prefix(sign)?)));
    found.unwrap_or((Operator::Equal, text))
}

fn plain_digits(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

/// Text that has no other meaning in a criterion: no wildcard, no pattern, no number or date in some language.
pub fn is_plain_text(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || c == ' ' || c == '_';
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| is_letter(c) || c.is_ascii_digit())
        && !["TRUE", "FALSE"].contains(&text.to_uppercase().as_str())
}
