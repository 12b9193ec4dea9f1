//! The earlier year that counts are compared with.

use crate::counts::Counts;
use crate::plan::PlanYear;

/// An earlier year, as its provincial workbook or an agency's file of that year has it.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The earlier year, laid out.
    pub year: &'a PlanYear<'a>,
    /// Its counts.
    pub counts: &'a Counts,
    /// Whether they were put together from those of areas or plans before.
    pub is_restated: bool,
}
