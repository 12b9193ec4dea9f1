//! The functions that are calculated, by name. Every other one is [`Unknown`].

use super::aggregate::Aggregate;
use super::book::FormulaResult;
use super::evaluate::{Argument, Evaluator};
use super::expression::Expression;
use super::operand::{Operand, Unknown};
use super::rounding;

impl<'w> Evaluator<'_, 'w> {
    /// What a function gives. Arguments that it doesn't take are an error in Excel and unknown here.
    pub fn call(&self, function: &str, arguments: &[Expression<'w>]) -> FormulaResult<'w> {
        if let Some(aggregate) = Aggregate::named(function) {
            return self.aggregate(aggregate, arguments);
        }
        match (function, arguments) {
            ("IF", [condition, rest @ ..]) if (1..=2).contains(&rest.len()) => self.conditional(condition, rest),
            ("IFERROR", [value, otherwise]) => match self.value(value)? {
                Operand::Error(_) => self.value(otherwise),
                value => Ok(value),
            },
            ("AND", [_, ..]) => self.junction(arguments, false),
            ("OR", [_, ..]) => self.junction(arguments, true),
            ("NOT", [value]) => Ok(self.value(value)?.to_truth()?.map_or_else(|error| error, |is| Operand::Bool(!is))),
            ("TRUE", []) => Ok(Operand::Bool(true)),
            ("FALSE", []) => Ok(Operand::Bool(false)),
            ("NA", []) => Ok(Operand::error("#N/A")),
            ("ISBLANK", [value]) => self.is(value, |value| *value == Operand::Blank),
            ("ISNUMBER", [value]) => self.is(value, |value| matches!(value, Operand::Number(_))),
            ("ISTEXT", [value]) => self.is(value, |value| matches!(value, Operand::Text(_))),
            ("ISERROR", [value]) => self.is(value, |value| matches!(value, Operand::Error(_))),
            ("ISNA", [value]) => self.is(value, |value| matches!(value, Operand::Error(error) if error == "#N/A")),
            ("N", [value]) => self.n(value),
            ("VALUE", [value]) => self.numeric(&[value], |numbers| Ok(Operand::Number(numbers[0]))),
            ("ABS", [value]) => self.numeric(&[value], |numbers| Ok(Operand::Number(numbers[0].abs()))),
            ("INT", [value]) => self.numeric(&[value], |numbers| rounding::int(numbers[0])),
            ("MOD", [value, by]) => self.numeric(&[value, by], |numbers| rounding::remainder(numbers[0], numbers[1])),
            ("TRUNC", [value]) => self.numeric(&[value], |numbers| rounding::toward_zero(numbers[0], 0.0)),
            ("TRUNC" | "ROUNDDOWN", [value, digits]) => {
                self.numeric(&[value, digits], |numbers| rounding::toward_zero(numbers[0], numbers[1]))
            }
            ("ROUNDUP", [value, digits]) => {
                self.numeric(&[value, digits], |numbers| rounding::from_zero(numbers[0], numbers[1]))
            }
            ("ROUND", [value, digits]) => {
                self.numeric(&[value, digits], |numbers| rounding::to_nearest(numbers[0], numbers[1]))
            }
            ("SUMPRODUCT", [_, ..]) => self.sum_of_products(arguments),
            ("SUBTOTAL", [kind, areas @ ..]) if !areas.is_empty() => self.subtotal(kind, areas),
            ("COUNTIF", [area, criterion]) => self.count_where(&[(area, criterion)]),
            ("COUNTIFS", pairs) if !pairs.is_empty() && pairs.len() % 2 == 0 => self.count_where(&in_pairs(pairs)),
            ("SUMIF", [area, criterion]) => self.sum_where(area, &[(area, criterion)]),
            ("SUMIF", [area, criterion, sum]) => self.sum_from(sum, area, criterion),
            ("SUMIFS", [sum, pairs @ ..]) if !pairs.is_empty() && pairs.len() % 2 == 0 => {
                self.sum_where(sum, &in_pairs(pairs))
            }
            ("VLOOKUP", [sought, table, column, exact]) => self.lookup_down(sought, table, column, exact),
            ("HLOOKUP", [sought, table, row, exact]) => self.lookup_across(sought, table, row, exact),
            ("MATCH", [sought, line, exact]) => self.position(sought, line, exact),
            ("INDEX", [area, place @ ..]) if (1..=2).contains(&place.len()) => self.indexed(area, place),
            _ => Err(Unknown::Function(function.chars().take(40).collect())),
        }
    }

    /// Only the branch that is taken is calculated.
    fn conditional(&self, condition: &Expression<'w>, branches: &[Expression<'w>]) -> FormulaResult<'w> {
        match (self.value(condition)?.to_truth()?, branches) {
            (Err(error), _) => Ok(error),
            (Ok(true), [then, ..]) | (Ok(false), [_, then]) => self.value(then),
            (Ok(_), _) => Ok(Operand::Bool(false)),
        }
    }

    /// `OR` if one that is `deciding` decides, else `AND`. Blank cells and texts in cells don't count.
    fn junction(&self, arguments: &[Expression<'w>], deciding: bool) -> FormulaResult<'w> {
        let mut truths = Vec::new();
        for argument in arguments {
            match self.argument(argument)? {
                Argument::One(value) => match value.to_truth()? {
                    Ok(truth) => truths.push(truth),
                    Err(error) => return Ok(error),
                },
                Argument::Cells(range) => {
                    for cell in self.cells(range)? {
                        match self.worth(range, cell?)? {
                            Operand::Error(error) => return Ok(Operand::Error(error)),
                            Operand::Blank | Operand::Text(_) => (),
                            value => truths.extend(value.to_truth()?.ok()),
                        }
                    }
                }
            }
        }
        if truths.is_empty() {
            return Ok(Operand::error("#VALUE!"));
        }
        Ok(Operand::Bool(truths.contains(&deciding) == deciding))
    }

    fn is(&self, value: &Expression<'w>, holds: impl Fn(&Operand<'w>) -> bool) -> FormulaResult<'w> {
        Ok(Operand::Bool(holds(&self.value(value)?)))
    }

    fn n(&self, value: &Expression<'w>) -> FormulaResult<'w> {
        Ok(match self.value(value)? {
            Operand::Blank | Operand::Text(_) => Operand::Number(0.0),
            Operand::Bool(truth) => Operand::Number(f64::from(truth)),
            number_or_error => number_or_error,
        })
    }

    /// A function of numbers; the first error value among them is its result.
    fn numeric(
        &self,
        arguments: &[&Expression<'w>],
        function: impl Fn(&[f64]) -> FormulaResult<'w>,
    ) -> FormulaResult<'w> {
        let mut numbers = Vec::new();
        for argument in arguments {
            match self.value(argument)?.to_number()? {
                Ok(number) => numbers.push(number),
                Err(error) => return Ok(error),
            }
        }
        function(&numbers)
    }
}

/// Criteria as they follow each other: an area and what is asked of its cells.
fn in_pairs<'e, 'w>(arguments: &'e [Expression<'w>]) -> Vec<(&'e Expression<'w>, &'e Expression<'w>)> {
    arguments.chunks_exact(2).map(|pair| (&pair[0], &pair[1])).collect()
}
