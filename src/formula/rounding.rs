//! Rounding as Excel does it: away from zero at a half.
//!
//! Excel corrects floats a little before it rounds, and other programs do so differently. Where the last bits decide, the
//! result is [`Unknown`].

use super::book::FormulaResult;
use super::operand::{Operand, Unknown, is_same};

/// The largest number whose rounding is looked at; beyond it floats have no fractions.
const MAX: f64 = 4_503_599_627_370_496.0;

/// The whole number at or below.
pub fn int<'w>(number: f64) -> FormulaResult<'w> {
    Ok(Operand::Number(exact(number)?.floor()))
}

/// Without the digits behind the given one.
pub fn toward_zero<'w>(number: f64, digits: f64) -> FormulaResult<'w> {
    scaled(number, digits, |number| Ok(exact(number)?.trunc()))
}

/// Up in size to the given digit.
pub fn from_zero<'w>(number: f64, digits: f64) -> FormulaResult<'w> {
    scaled(number, digits, |number| Ok(exact(number)?.abs().ceil().copysign(number)))
}

/// To the nearest at the given digit.
pub fn to_nearest<'w>(number: f64, digits: f64) -> FormulaResult<'w> {
    scaled(number, digits, |number| {
        let from_half = number.abs().fract() - 0.5;
        if from_half != 0.0 && is_same(from_half, 0.0) { Err(Unknown::Noise) } else { Ok(number.round()) }
    })
}

/// What is left of a number after whole parts of another are taken off; it has the other's sign.
pub fn remainder<'w>(number: f64, by: f64) -> FormulaResult<'w> {
    if by == 0.0 {
        return Ok(Operand::error("#DIV/0!"));
    }
    let quotient = exact(number / by)?.floor();
    Ok(Operand::number(number - by * quotient))
}

fn scaled<'w>(number: f64, digits: f64, round: impl Fn(f64) -> Result<f64, Unknown>) -> FormulaResult<'w> {
    let digits = exact(digits)?.trunc();
    if digits.abs() > 15.0 {
        return Err(Unknown::Noise);
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and at most 15")]
    let scale = 10f64.powi(digits.abs() as i32);
    if digits >= 0.0 {
        Ok(Operand::number(round(sized(number * scale)?)? / scale))
    } else {
        Ok(Operand::number(round(sized(number / scale)?)? * scale))
    }
}

fn sized(number: f64) -> Result<f64, Unknown> {
    if number.abs() < MAX { Ok(number) } else { Err(Unknown::Noise) }
}

/// A number that doesn't lie beside a whole one by float noise alone.
fn exact(number: f64) -> Result<f64, Unknown> {
    let number = sized(number)?;
    let from_whole = number - number.round();
    if from_whole != 0.0 && is_same(number, number.round()) { Err(Unknown::Noise) } else { Ok(number) }
}
