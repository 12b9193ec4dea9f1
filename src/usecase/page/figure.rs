//! A number people read, with the observations it is made of.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::counts::{Scope, Sum, terms};
use crate::ledger::Merged;
use crate::plan::{AgencyId, Input, RoundId};
use crate::value::wording;
use crate::view::words;

/// A number with its source.
#[derive(Debug, Serialize)]
pub struct FigureShown {
    text: String,
    /// Whether it is computable.
    is_known: bool,
    /// The observations in the ledger's order, counted from 1; negative where they are taken off.
    terms: Vec<i64>,
    /// The agencies whose numbers are missing, by their place in the list of agencies.
    missing: Vec<usize>,
}

impl FigureShown {
    /// What the inputs add up to within a scope, in a round.
    pub fn new(merged: &Merged, round: RoundId, inputs: &[Input], scope: Scope, sum: &Sum) -> Self {
        let terms = inputs.iter().flat_map(|input| terms(&merged.year, input, scope));
        let signed = terms.filter_map(|term| term.signed(merged.ledger.position(round, term.cell)? as u64 + 1));
        FigureShown {
            text: sum.known().map_or_else(|| words::NOT_COMPUTABLE.to_owned(), wording::people),
            is_known: sum.known().is_some(),
            terms: signed.collect(),
            missing: places(merged, &sum.missing),
        }
    }
}

/// Where agencies stand in the list of agencies.
pub fn places(merged: &Merged, agencies: &BTreeSet<AgencyId>) -> Vec<usize> {
    agencies.iter().filter_map(|agency| place(merged, *agency)).collect()
}

/// Where an agency stands in the list of agencies; `None` if it returns nothing this year.
pub fn place(merged: &Merged, agency: AgencyId) -> Option<usize> {
    merged.agencies.binary_search_by_key(&agency, |record| record.agency).ok()
}
