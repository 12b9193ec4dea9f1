//! What figures and checks read: a selection of counts, resolved to ids; and how next year's targets are proposed of them.

use super::ids::{ColumnId, FormId, MeasureId, NamedRow, SchemeId};
#[cfg(doc)]
use super::model::Form;
use crate::value::Percent;

/// A selection of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A form's column, at one row or at every row that is entered.
    Column {
        /// The form.
        form: FormId,
        /// The column.
        column: ColumnId,
        /// The row; `None` is every entered row.
        row: Option<NamedRow>,
    },
    /// A measure in every form that has it, at one row or at every row that is entered.
    Measure {
        /// The measure.
        measure: MeasureId,
        /// The row; `None` is every entered row.
        row: Option<NamedRow>,
    },
    /// People liable for the scheme, or who could join it: Σ of [`Form::people_columns`] over the rows that name it.
    Eligible(SchemeId),
    /// Of the people liable for the scheme, those who are at work now: Σ of [`Form::at_work_column`] over the same rows.
    AtWork(SchemeId),
}

/// How next year's targets are proposed (III.4): what is projected, and what a part may be asked for in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRules {
    /// The labour force of working age, of which the targets are percentages.
    pub labour_force: Input,
    /// The measure that counts who is at work now; where a form hasn't it, or the plan names none, its first column of
    /// people does.
    pub at_work: Option<MeasureId>,
    /// A part with potential is asked for at least this many more of its participants; rounded up.
    pub floor_of_participants: Percent,
    /// No part is asked for more of its participants; rounded down. `None` sets no such ceiling.
    pub ceiling_of_participants: Option<Percent>,
    /// No part is asked for more of its potential; rounded down.
    pub ceiling_of_potential: Percent,
    /// An increase of more than this many percent of the participants is remarked on.
    pub remark_above_percent: u32,
    /// So is one of more than this many times last year's.
    pub remark_above_times: u32,
}
