//! The formulas of a sheet, written out once all of them are known: cells may share one that stands further on.

use std::collections::HashMap;

use super::formula;
use super::links::{BinaryFormat, Links};
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Cell, UNREADABLE_FORMULA, Value};

/// How many bytes of formulas a file may have, a shared one counted as often as it is used.
const MAX_FORMULA_BYTES: usize = 16 << 20;

/// A formula of a cell, before it is written out: a shared one may stand further on.
#[derive(Debug)]
pub(super) struct FormulaCell<'a> {
    pub(super) at: Address,
    pub(super) value: Value,
    pub(super) tokens: &'a [u8],
}

/// The formulas that several cells of a sheet have in common, by the cell that names them.
pub(super) type SharedFormulas<'a> = HashMap<Address, SharedFormula<'a>>;

#[derive(Debug)]
pub(super) struct SharedFormula<'a> {
    tokens: &'a [u8],
    /// An array formula, whose references don't move with the cell.
    is_array: bool,
    /// It was tried and isn't understood.
    is_unreadable: bool,
}

impl<'a> SharedFormula<'a> {
    pub(super) fn new(tokens: &'a [u8], is_array: bool) -> Self {
        SharedFormula { tokens, is_array, is_unreadable: false }
    }
}

/// Writes formulas out, as long as there aren't too many.
pub(super) struct FormulaWriter<'a> {
    dialect: BinaryFormat,
    links: &'a Links,
    /// How many bytes of tokens may still be read.
    rest: usize,
}

impl<'a> FormulaWriter<'a> {
    pub(super) fn new(dialect: BinaryFormat, links: &'a Links) -> Self {
        FormulaWriter { dialect, links, rest: MAX_FORMULA_BYTES }
    }

    /// The cell with its formula in Excel's notation, or with [`UNREADABLE_FORMULA`].
    pub(super) fn cell(&mut self, formula: FormulaCell<'_>, shared: &mut SharedFormulas<'_>) -> Result<Cell, Cause> {
        let text = match formula::anchor(self.dialect, formula.tokens) {
            Some(anchor) => shared.get_mut(&anchor).map_or(Ok(None), |shared| self.shared(shared, formula.at))?,
            None => self.write(formula.tokens, formula.at)?,
        };
        let text = text.unwrap_or_else(|| UNREADABLE_FORMULA.to_owned());
        Ok(Cell { value: formula.value, formula: Some(text) })
    }

    pub(super) fn shared(&mut self, shared: &mut SharedFormula<'_>, at: Address) -> Result<Option<String>, Cause> {
        if shared.is_unreadable {
            return Ok(None);
        }
        let text = self.write(shared.tokens, if shared.is_array { Address::new(0, 0) } else { at })?;
        shared.is_unreadable = text.is_none();
        Ok(text)
    }

    pub(super) fn write(&mut self, tokens: &[u8], at: Address) -> Result<Option<String>, Cause> {
        self.rest = self.rest.checked_sub(tokens.len()).ok_or(Cause::TooMuch)?;
        Ok(formula::write(self.dialect, tokens, at, self.links))
    }
}
