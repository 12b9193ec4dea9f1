//! `VLOOKUP` and its kin, where they look for exactly what is asked. A search for the nearest in a sorted list depends on
//! the list being sorted, and is not done here.

use super::book::FormulaResult;
use super::condition::is_plain_text;
use super::evaluate::{CellRange, Evaluator};
use super::expression::Expression;
use super::operand::{Operand, Unknown};
use crate::value::grid::{Address, Area};

impl<'w> Evaluator<'_, 'w> {
    /// `VLOOKUP`: the value of a column in the first row that begins with what is sought.
    pub fn lookup_down(
        &self,
        sought: &Expression<'w>,
        table: &Expression<'w>,
        column: &Expression<'w>,
        exact: &Expression<'w>,
    ) -> FormulaResult<'w> {
        let table = self.range(table)?;
        let Area { first, last } = table.area;
        let heads = Area { first, last: Address::new(last.row, first.col) };
        self.look_up(sought, CellRange { area: heads, ..table }, exact, |found| {
            let col = first.col + self.place(column, table.n_columns())?;
            self.cell(table, Address::new(found.row, col))
        })
    }

    /// `HLOOKUP`: the same with rows and columns changed.
    pub fn lookup_across(
        &self,
        sought: &Expression<'w>,
        table: &Expression<'w>,
        row: &Expression<'w>,
        exact: &Expression<'w>,
    ) -> FormulaResult<'w> {
        let table = self.range(table)?;
        let Area { first, last } = table.area;
        let heads = Area { first, last: Address::new(first.row, last.col) };
        self.look_up(sought, CellRange { area: heads, ..table }, exact, |found| {
            let row = first.row + self.place(row, table.n_rows())?;
            self.cell(table, Address::new(row, found.col))
        })
    }

    /// `MATCH`: which cell of a line is what is sought, from 1.
    pub fn position(
        &self,
        sought: &Expression<'w>,
        line: &Expression<'w>,
        exact: &Expression<'w>,
    ) -> FormulaResult<'w> {
        let line = self.range(line)?;
        if line.n_rows() > 1 && line.n_columns() > 1 {
            return Err(Unknown::Array);
        }
        let first = line.area.first;
        self.look_up(sought, line, exact, |found| {
            Ok(Operand::Number(f64::from(found.row - first.row + found.col - first.col + 1)))
        })
    }

    /// `INDEX`: the cell of an area in a row and a column of it, counted from 1.
    pub fn indexed(&self, area: &Expression<'w>, place: &[Expression<'w>]) -> FormulaResult<'w> {
        let range = self.range(area)?;
        let (row, column) = match place {
            [row, column] => (self.place(row, range.n_rows())?, self.place(column, range.n_columns())?),
            [row] if range.n_columns() == 1 => (self.place(row, range.n_rows())?, 0),
            [column] if range.n_rows() == 1 => (0, self.place(column, range.n_columns())?),
            _ => return Err(Unknown::Array),
        };
        self.cell(range, Address::new(range.area.first.row + row, range.area.first.col + column))
    }

    /// What `take` makes of the first cell that is what is sought; `#N/A` if none is.
    fn look_up(
        &self,
        sought: &Expression<'w>,
        among: CellRange,
        exact: &Expression<'w>,
        take: impl Fn(Address) -> FormulaResult<'w>,
    ) -> FormulaResult<'w> {
        let sought = self.value(sought)?;
        match (&sought, self.value(exact)?.to_number()?) {
            (Operand::Error(_), _) => return Ok(sought),
            (Operand::Number(_), Ok(0.0)) => (),
            (Operand::Text(text), Ok(0.0)) if is_plain_text(text) => (),
            _ => return Err(Unknown::Function("VLOOKUP, HLOOKUP, MATCH".to_owned())),
        }
        for cell in self.cells(among)? {
            let (at, cell) = cell?;
            let value = self.worth(among, (at, cell))?;
            let is_same_kind = matches!(
                (&sought, &value),
                (Operand::Number(_), Operand::Number(_)) | (Operand::Text(_), Operand::Text(_))
            );
            if is_same_kind && sought.equals(&value)? {
                return take(at);
            }
        }
        Ok(Operand::error("#N/A"))
    }

    /// A row or column counted from 1, as an offset. Of 0, which means all, and of what lies outside, nothing is known.
    fn place(&self, number: &Expression<'w>, n: u32) -> Result<u32, Unknown> {
        match self.value(number)? {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within a sheet")]
            Operand::Number(number) if number.fract() == 0.0 && (1.0..=f64::from(n)).contains(&number) => {
                Ok(number as u32 - 1)
            }
            _ => Err(Unknown::Array),
        }
    }
}
