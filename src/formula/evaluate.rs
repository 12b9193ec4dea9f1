//! The value of an expression: signs, references, and the calls that `functions` knows.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::book::{FormulaBook, FormulaResult};
use super::expression::{Expression, Operator};
use super::operand::{Operand, Unknown};

use crate::value::grid::{Address, Area, Cell};

/// Evaluates expressions of one sheet.
pub struct Evaluator<'b, 'w> {
    pub(super) book: &'b FormulaBook<'w>,
    /// The position of the sheet in which the formula stands.
    pub(super) sheet: usize,
}

/// An argument of a function.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument<'w> {
    One(Operand<'w>),
    Cells(CellRange),
}

/// The cells of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellRange {
    /// By position.
    pub sheet: usize,
    pub area: Area,
}

impl CellRange {
    pub fn n_rows(self) -> u32 {
        self.area.last.row - self.area.first.row + 1
    }

    pub fn n_columns(self) -> u32 {
        self.area.last.col - self.area.first.col + 1
    }

    pub fn has_shape_of(self, other: CellRange) -> bool {
        (self.n_rows(), self.n_columns()) == (other.n_rows(), other.n_columns())
    }

    /// The cell that stands in this range where `at` stands in another of the same shape.
    pub fn counterpart(self, at: Address, other: CellRange) -> Address {
        let (row, col) = (at.row - other.area.first.row, at.col - other.area.first.col);
        Address::new(self.area.first.row + row, self.area.first.col + col)
    }
}

impl<'w> Evaluator<'_, 'w> {
    /// The one value of an expression.
    pub fn value(&self, expression: &Expression<'w>) -> FormulaResult<'w> {
        self.book.spend(1)?;
        match expression {
            Expression::Number(number) => Ok(Operand::number(*number)),
            Expression::Text(text) => Ok(Operand::Text(text.clone())),
            Expression::Bool(truth) => Ok(Operand::Bool(*truth)),
            Expression::Error(error) => Ok(Operand::Error(Cow::Borrowed(error))),
            Expression::Missing => Ok(Operand::Blank),
            Expression::Reference(_) => match self.argument(expression)? {
                Argument::One(value) => Ok(value),
                Argument::Cells(range) if range.area.first == range.area.last => self.cell(range, range.area.first),
                Argument::Cells(_) => Err(Unknown::Array),
            },
            Expression::Chain { first, rest } => self.chain(first, rest),
            Expression::Negative { n_signs, of } => self.negative(*n_signs, of),
            Expression::Percent { n_signs, of } => self.percent(*n_signs, of),
            Expression::Call { function, arguments } => self.call(function, arguments),
        }
    }

    /// An argument that may be many cells.
    pub fn argument(&self, expression: &Expression<'w>) -> Result<Argument<'w>, Unknown> {
        let Expression::Reference(reference) = expression else { return Ok(Argument::One(self.value(expression)?)) };
        let sheet = self.book.sheet(self.sheet, reference)?;
        Ok(Argument::Cells(CellRange { sheet, area: reference.area }))
    }

    /// An argument that must be cells.
    pub fn range(&self, expression: &Expression<'w>) -> Result<CellRange, Unknown> {
        match self.argument(expression)? {
            Argument::Cells(range) => Ok(range),
            Argument::One(_) => Err(Unknown::Array),
        }
    }

    /// What one cell of a range's sheet is worth.
    pub fn cell(&self, range: CellRange, at: Address) -> FormulaResult<'w> {
        self.book.spend(1)?;
        self.book.cell(range.sheet, at)
    }

    /// The cells of a range that hold something.
    pub fn cells(
        &self,
        range: CellRange,
    ) -> Result<impl Iterator<Item = Result<(Address, &'w Cell), Unknown>>, Unknown> {
        let cells = self.book.cells(range.sheet, range.area)?;
        Ok(cells.map(|cell| self.book.spend(1).map(|()| cell)))
    }

    /// What a cell of a range is worth that was found already.
    pub fn worth(&self, range: CellRange, (at, cell): (Address, &'w Cell)) -> FormulaResult<'w> {
        self.book.worth((range.sheet, at), Some(cell))
    }

    fn chain(&self, first: &Expression<'w>, rest: &[(Operator, Expression<'w>)]) -> FormulaResult<'w> {
        let mut value = self.value(first)?;
        for (operator, right) in rest {
            value = combined(&value, *operator, &self.value(right)?)?;
        }
        Ok(value)
    }

    fn negative(&self, n_signs: usize, of: &Expression<'w>) -> FormulaResult<'w> {
        let sign = if n_signs.is_multiple_of(2) { 1.0 } else { -1.0 };
        Ok(self.value(of)?.to_number()?.map_or_else(|error| error, |number| Operand::Number(sign * number)))
    }

    fn percent(&self, n_signs: usize, of: &Expression<'w>) -> FormulaResult<'w> {
        let number = self.value(of)?.to_number()?;
        Ok(number.map_or_else(
            |error| error,
            |number| Operand::Number((0..n_signs).fold(number, |number, _| number / 100.0)),
        ))
    }
}

/// Two values with a sign between them. An error value on either side is the result, the left one first.
fn combined<'w>(left: &Operand<'w>, operator: Operator, right: &Operand<'w>) -> FormulaResult<'w> {
    if let Some(error) = [left, right].into_iter().find(|side| matches!(side, Operand::Error(_))) {
        return Ok(error.clone());
    }
    match operator {
        Operator::Equal => Ok(Operand::Bool(left.equals(right)?)),
        Operator::NotEqual => Ok(Operand::Bool(!left.equals(right)?)),
        Operator::Less => Ok(Operand::Bool(left.compare(right)? == Ordering::Less)),
        Operator::NotGreater => Ok(Operand::Bool(left.compare(right)? != Ordering::Greater)),
        Operator::Greater => Ok(Operand::Bool(left.compare(right)? == Ordering::Greater)),
        Operator::NotLess => Ok(Operand::Bool(left.compare(right)? != Ordering::Less)),
        Operator::Join => Ok(match (left.to_text()?, right.to_text()?) {
            (Ok(left), Ok(right)) => joined(&left, &right)?,
            (Err(error), _) | (_, Err(error)) => error,
        }),
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over | Operator::Power => {
            Ok(match (left.to_number()?, right.to_number()?) {
                (Ok(left), Ok(right)) => arithmetic(left, operator, right)?,
                (Err(error), _) | (_, Err(error)) => error,
            })
        }
    }
}

/// The longest text a formula may make, in bytes: chains of cells that double a text grow without end.
const MAX_TEXT: usize = 4_096;

fn joined<'w>(left: &str, right: &str) -> FormulaResult<'w> {
    if left.len() + right.len() > MAX_TEXT {
        return Err(Unknown::TooMuch);
    }
    Ok(Operand::Text(format!("{left}{right}").into()))
}

fn arithmetic<'w>(left: f64, operator: Operator, right: f64) -> FormulaResult<'w> {
    Ok(match operator {
        Operator::Plus => Operand::number(left + right),
        Operator::Minus => Operand::number(left - right),
        Operator::Times => Operand::number(left * right),
        Operator::Over if right == 0.0 => Operand::error("#DIV/0!"),
        Operator::Over => Operand::number(left / right),
        // Excel and LibreOffice differ in what 0^0 is.
        Operator::Power if left == 0.0 && right <= 0.0 => return Err(Unknown::Function("^".to_owned())),
        _ => match left.powf(right) {
            // Too small for a float: 0 here, #NUM! in LibreOffice.
            0.0 if left != 0.0 => return Err(Unknown::Function("^".to_owned())),
            power => Operand::number(power),
        },
    })
}
