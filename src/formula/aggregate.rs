//! Functions over many values: sums, counts, the largest and the smallest.

use super::book::FormulaResult;
use super::evaluate::{Argument, CellRange, Evaluator};
use super::expression::Expression;
use super::operand::{Operand, Unknown};
use crate::value::grid::Cell;

/// What is made of many values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    Sum,
    Product,
    Average,
    Min,
    Max,
    /// How many are numbers.
    Count,
    /// How many are anything.
    CountAny,
    /// How many cells show nothing.
    CountBlank,
}

impl Aggregate {
    pub fn named(function: &str) -> Option<Self> {
        Some(match function {
            "SUM" => Aggregate::Sum,
            "PRODUCT" => Aggregate::Product,
            "AVERAGE" => Aggregate::Average,
            "MIN" => Aggregate::Min,
            "MAX" => Aggregate::Max,
            "COUNT" => Aggregate::Count,
            "COUNTA" => Aggregate::CountAny,
            "COUNTBLANK" => Aggregate::CountBlank,
            _ => return None,
        })
    }

    /// By the number that `SUBTOTAL` is given, without the hundred that leaves hidden rows out.
    fn numbered(number: f64) -> Option<Self> {
        let numbers = [
            (1.0f64, Aggregate::Average),
            (2.0, Aggregate::Count),
            (3.0, Aggregate::CountAny),
            (4.0, Aggregate::Max),
            (5.0, Aggregate::Min),
            (6.0, Aggregate::Product),
            (9.0, Aggregate::Sum),
        ];
        numbers.iter().find(|(of, _)| of.total_cmp(&number).is_eq()).map(|(_, aggregate)| *aggregate)
    }

    /// Whether it only counts, so that error values among its cells do no harm.
    fn is_count(self) -> bool {
        matches!(self, Aggregate::Count | Aggregate::CountAny | Aggregate::CountBlank)
    }
}

/// What was seen of the values so far.
#[derive(Debug, Default)]
struct ValuesSeen {
    numbers: Vec<f64>,
    /// How many hold anything, an empty text too.
    n_any: usize,
    /// How many hold an empty text.
    n_empty: usize,
}

impl<'w> Evaluator<'_, 'w> {
    pub fn aggregate(&self, aggregate: Aggregate, arguments: &[Expression<'w>]) -> FormulaResult<'w> {
        let mut tally = ValuesSeen::default();
        let mut n_cells = 0;
        for argument in arguments {
            let error = match self.argument(argument)? {
                Argument::Cells(range) => {
                    n_cells += u64::from(range.n_rows()) * u64::from(range.n_columns());
                    self.tally_cells(&mut tally, aggregate, range, |_| Ok(true))?
                }
                Argument::One(value) => tally_one(&mut tally, aggregate, argument, value)?,
            };
            if let Some(error) = error {
                return Ok(error);
            }
        }
        Ok(tally.result(aggregate, n_cells))
    }

    /// Takes in the cells of a range that count; an error value among them, if it is the result.
    fn tally_cells(
        &self,
        tally: &mut ValuesSeen,
        aggregate: Aggregate,
        range: CellRange,
        counts: impl Fn((u32, &Cell)) -> Result<bool, Unknown>,
    ) -> Result<Option<Operand<'w>>, Unknown> {
        for cell in self.cells(range)? {
            let (at, cell) = cell?;
            if !counts((at.row, cell))? {
                continue;
            }
            let value = self.worth(range, (at, cell))?;
            tally.n_any += usize::from(value != Operand::Blank);
            tally.n_empty += usize::from(matches!(&value, Operand::Text(text) if text.is_empty()));
            match value {
                Operand::Number(number) => tally.numbers.push(number),
                // A number to LibreOffice, nothing to Excel.
                Operand::Bool(_) if aggregate != Aggregate::CountAny => return Err(Unknown::Text),
                Operand::Error(_) if !aggregate.is_count() => return Ok(Some(value)),
                Operand::Blank | Operand::Text(_) | Operand::Bool(_) | Operand::Error(_) => (),
            }
        }
        Ok(None)
    }

    /// `SUBTOTAL`: what a filter hides doesn't count, nor what is hidden by hand if the number is above a hundred, nor
    /// other subtotals.
    pub fn subtotal(&self, kind: &Expression<'w>, areas: &[Expression<'w>]) -> FormulaResult<'w> {
        let Operand::Number(number) = self.value(kind)? else { return Err(Unknown::Text) };
        let leaves_out_hidden = number > 100.0;
        let unknown = || Unknown::Function("SUBTOTAL".to_owned());
        let aggregate = Aggregate::numbered(if leaves_out_hidden { number - 100.0 } else { number });
        let aggregate = aggregate.ok_or_else(unknown)?;
        let mut tally = ValuesSeen::default();
        for area in areas {
            let range = self.range(area)?;
            let layout = &self.book.workbook.sheets[range.sheet].layout;
            let error = self.tally_cells(&mut tally, aggregate, range, |(row, cell)| {
                let is_hidden = layout.hidden_rows.contains(&row);
                // The filter of a table is not told from hiding by hand.
                if is_hidden && !leaves_out_hidden {
                    return Err(unknown());
                }
                Ok(!is_hidden && !layout.filtered_rows.contains(&row) && !is_subtotal(cell)?)
            })?;
            if let Some(error) = error {
                return Ok(error);
            }
        }
        Ok(tally.result(aggregate, 0))
    }

    /// `SUMPRODUCT` of ranges; of calculated arrays it is unknown.
    pub fn sum_of_products(&self, arguments: &[Expression<'w>]) -> FormulaResult<'w> {
        let ranges: Vec<CellRange> = arguments.iter().map(|argument| self.range(argument)).collect::<Result<_, _>>()?;
        let first = ranges[0];
        if ranges.iter().any(|range| !range.has_shape_of(first)) {
            return Ok(Operand::error("#VALUE!"));
        }
        for range in &ranges {
            let mut tally = ValuesSeen::default();
            if let Some(error) = self.tally_cells(&mut tally, Aggregate::Sum, *range, |_| Ok(true))? {
                return Ok(error);
            }
        }
        let mut sum = 0.0;
        for cell in self.cells(first)? {
            let (at, cell) = cell?;
            let mut product = plain(&self.worth(first, (at, cell))?);
            for range in &ranges[1..] {
                product *= plain(&self.cell(*range, range.counterpart(at, first))?);
            }
            sum += product;
        }
        Ok(Operand::number(sum))
    }
}

/// A number, or 0 for whatever is none.
fn plain(value: &Operand<'_>) -> f64 {
    if let Operand::Number(number) = value { *number } else { 0.0 }
}

/// Whether a cell is a subtotal itself. Programs differ about one with anything around it.
fn is_subtotal(cell: &Cell) -> Result<bool, Unknown> {
    let Some(formula) = &cell.formula else { return Ok(false) };
    let formula = formula.to_ascii_uppercase();
    let names_one = formula.contains("SUBTOTAL") || formula.contains("AGGREGATE");
    let is_alone = formula.starts_with("SUBTOTAL(") && formula.matches('(').count() == 1 && formula.ends_with(')');
    if names_one && !is_alone { Err(Unknown::Function("SUBTOTAL".to_owned())) } else { Ok(names_one) }
}

/// Takes in a value that is no reference. What a call gives may be a cell in Excel, where text and truth don't count.
fn tally_one<'w>(
    tally: &mut ValuesSeen,
    aggregate: Aggregate,
    argument: &Expression<'w>,
    value: Operand<'w>,
) -> Result<Option<Operand<'w>>, Unknown> {
    let is_written = matches!(argument, Expression::Text(_) | Expression::Bool(_) | Expression::Missing);
    match &value {
        Operand::Error(_) if aggregate.is_count() => return Err(Unknown::Array),
        Operand::Error(_) => return Ok(Some(value)),
        Operand::Number(_) => (),
        _ if aggregate == Aggregate::CountBlank || !is_written => return Err(Unknown::Array),
        _ => (),
    }
    tally.n_any += 1;
    tally.numbers.extend(value.to_number()?.ok());
    Ok(None)
}

impl ValuesSeen {
    /// What the values come to; `n_cells` is how many cells were looked at, the blank ones too.
    fn result<'w>(&self, aggregate: Aggregate, n_cells: u64) -> Operand<'w> {
        let numbers = || self.numbers.iter().copied();
        // The sum of no floats would be −0.
        let sum = numbers().fold(0.0, |sum, number| sum + number);
        #[expect(clippy::cast_precision_loss, reason = "a sheet has fewer cells than 2^53")]
        match aggregate {
            Aggregate::Sum => Operand::number(sum),
            Aggregate::Product if self.numbers.is_empty() => Operand::Number(0.0),
            Aggregate::Product => Operand::number(numbers().product()),
            Aggregate::Average if self.numbers.is_empty() => Operand::error("#DIV/0!"),
            Aggregate::Average => Operand::number(sum / self.numbers.len() as f64),
            Aggregate::Min => Operand::Number(numbers().reduce(f64::min).unwrap_or(0.0)),
            Aggregate::Max => Operand::Number(numbers().reduce(f64::max).unwrap_or(0.0)),
            Aggregate::Count => Operand::Number(self.numbers.len() as f64),
            Aggregate::CountAny => Operand::Number(self.n_any as f64),
            Aggregate::CountBlank => {
                Operand::Number((n_cells.saturating_sub(self.n_any as u64) + self.n_empty as u64) as f64)
            }
        }
    }
}
