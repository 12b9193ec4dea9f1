//! What a sheet of either binary format is gathered into: its cells, its formulas until they are written out, and its looks.

use super::writer::{FormulaCell, FormulaWriter, SharedFormula, SharedFormulas};
use crate::intake::reader::kept::{Budget, Cells, LEAST_HEIGHT, LEAST_WIDTH, MAX_MERGED};
use crate::intake::reader::number_format::NumberFormat;
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Area, Layout, MAX_COLUMNS, MAX_ROWS, Sheet, Value};

/// The number format of a cell, and whether its letters can be read.
pub(super) type LooksOfFormat<'a> = (Option<&'a NumberFormat>, bool);

/// A sheet while it is read.
pub(super) struct Gathered<'a, 'b> {
    pub(super) cells: Cells<'b>,
    pub(super) formulas: Vec<FormulaCell<'a>>,
    pub(super) layout: Layout,
    shared: SharedFormulas<'a>,
}

impl<'a, 'b> Gathered<'a, 'b> {
    pub(super) fn new(budget: &'b mut Budget) -> Self {
        let (cells, layout, shared) = (Cells::new(budget), Layout::default(), SharedFormulas::new());
        Gathered { cells, formulas: Vec::new(), layout, shared }
    }

    /// Keeps a formula of several cells. It follows the first of them, whose address they name.
    pub(super) fn share(&mut self, first: Address, tokens: &'a [u8], is_array: bool) {
        let named = self.formulas.last().map_or(first, |formula| formula.at);
        for at in [first, named] {
            self.shared.insert(at, SharedFormula::new(tokens, is_array));
        }
    }

    pub(super) fn hide_row(&mut self, row: u32) {
        if row < MAX_ROWS {
            self.layout.hidden_rows.insert(row);
        }
    }

    /// Notes a cell of which nothing, or whose decimals, its format doesn't show.
    pub(super) fn note_looks(&mut self, at: Address, value: &Value, (format, is_legible): LooksOfFormat<'_>) {
        let is_near = at.row < MAX_ROWS && at.col < MAX_COLUMNS;
        let hides_text = || matches!(value, Value::Text(_)) && format.is_some_and(NumberFormat::hides_text);
        if is_near && *value != Value::Blank && (!is_legible || hides_text()) {
            self.layout.unseen.insert(at);
        }
        let leaves_out = |format: &NumberFormat| match value {
            Value::Number(number) => format.rounds(*number),
            Value::Date(days) => format.shortens_date(*days),
            _ => false,
        };
        if is_near && format.is_some_and(leaves_out) {
            self.layout.rounded.insert(at);
        }
    }

    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        self.layout.hidden_columns.extend(first..last.saturating_add(1).min(MAX_COLUMNS));
    }

    pub(super) fn merge(&mut self, area: Area) {
        if area.first.row < MAX_ROWS && self.layout.merged.len() < MAX_MERGED {
            self.layout.merged.push(area);
        }
    }

    /// The sheet, with its formulas written out.
    pub(super) fn finish(
        mut self,
        name: &str,
        is_visible: bool,
        is_very_hidden: bool,
        writer: &mut FormulaWriter<'_>,
    ) -> Result<Sheet, Cause> {
        for formula in self.formulas {
            let at = formula.at;
            self.cells.push(at, writer.cell(formula, &mut self.shared)?)?;
        }
        let mut sheet = self.cells.into_unique_sheet(name, is_visible)?;
        sheet.is_very_hidden = is_very_hidden;
        sheet.layout = self.layout;
        Ok(sheet)
    }
}

/// Whether a row shows nothing; its height is in twentieths of a point.
pub(super) fn is_low(height: u16) -> bool {
    f64::from(height) / 20.0 < LEAST_HEIGHT
}

/// Whether a column shows nothing; its width is in 256ths of a letter.
pub(super) fn is_narrow(width: u32) -> bool {
    f64::from(width) / 256.0 < LEAST_WIDTH
}
