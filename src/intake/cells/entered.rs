//! What is wrong with one entered cell.

use super::trouble::Trouble;
use crate::formula;
use crate::intake::number::{NotACount, Reading, Remark};
use crate::intake::recalculated::StoredResult;
use crate::intake::submission::EnteredCount;
use crate::problem::cell::{self, Content, Fault, Meaning};
use crate::value::grid::{Cell, Value};
use crate::value::wording;

/// Everything to report about a cell. `standing` says whether its formula's stored result can be trusted.
pub fn troubles(cell: Option<&Cell>, standing: Option<&StoredResult>, entry: &EnteredCount) -> Vec<Trouble> {
    let Some(cell) = cell else { return vec![blank(entry)] };
    let entered = Entered { cell, entry };
    match standing {
        Some(StoredResult::GivesNothing) => vec![entered.gives_nothing()],
        Some(StoredResult::Differs { gives }) => vec![entered.not_calculated(Meaning::Gives(gives.clone()))],
        Some(StoredResult::NotCalculated(why)) => {
            vec![entered.not_calculated(Meaning::Unknown(why.to_string()))]
        }
        Some(StoredResult::MayBeOld(_)) | None => {
            let mut troubles: Vec<Trouble> = entered.reading().into_iter().collect();
            troubles.extend(entered.sources(standing));
            troubles
        }
    }
}

fn blank(entry: &EnteredCount) -> Trouble {
    trouble(entry, Fault::Blank, Content::Nothing, Meaning::AsItStands)
}

fn trouble(entry: &EnteredCount, fault: Fault, content: Content, meaning: Meaning) -> Trouble {
    let cell = cell::Cell { at: entry.at, content, meaning };
    Trouble { row: entry.row, column: entry.column, fault, cell }
}

/// An entered cell that holds something.
struct Entered<'a> {
    cell: &'a Cell,
    entry: &'a EnteredCount,
}

impl Entered<'_> {
    /// A fault of what the cell shows.
    fn content(&self, fault: Fault, meaning: Meaning) -> Trouble {
        trouble(self.entry, fault, Content::Value(self.cell.value.clone()), meaning)
    }

    /// A fault of the formula.
    fn formula(&self, fault: Fault, meaning: Meaning) -> Trouble {
        let content = self.cell.formula.clone().map_or(Content::Nothing, Content::Formula);
        trouble(self.entry, fault, content, meaning)
    }

    fn gives_nothing(&self) -> Trouble {
        self.formula(Fault::GivesNothing, Meaning::AsItStands)
    }

    /// A formula without a usable result. Shows the formula if nothing is stored.
    fn not_calculated(&self, meaning: Meaning) -> Trouble {
        let is_error = matches!(&meaning, Meaning::Gives(gives) if gives.starts_with('#'));
        let fault = if is_error { Fault::CalculatesToError } else { Fault::NotCalculated };
        if wording::content(&self.cell.value).is_empty() {
            self.formula(fault, meaning)
        } else {
            self.content(fault, meaning)
        }
    }

    /// What the reading of the content gives to report.
    fn reading(&self) -> Option<Trouble> {
        match &self.entry.reading {
            Reading::Blank if self.cell.formula.is_none() => Some(blank(self.entry)),
            Reading::Blank if self.cell.value == Value::Blank => Some(self.not_calculated(Meaning::AsItStands)),
            Reading::Blank => Some(self.gives_nothing()),
            Reading::Count { people, remark } => Some(self.remarked((*remark)?, *people)),
            Reading::NotACount(refusal) => Some(self.refused(refusal)),
        }
    }

    fn remarked(&self, remark: Remark, people: u64) -> Trouble {
        let meaning = match remark {
            Remark::AmbiguousGroup | Remark::UnitWord => Meaning::People(people),
            Remark::Disguised(disguise) => Meaning::Disguised(disguise),
            _ => Meaning::AsItStands,
        };
        self.content(remark.into(), meaning)
    }

    fn refused(&self, refusal: &NotACount) -> Trouble {
        let (fault, meaning) = match refusal {
            NotACount::ExcelError(_) if self.is_from_outside() => (Fault::ErrorFromOutside, Meaning::AsItStands),
            NotACount::Date { shown, people } => (Fault::Date, Meaning::Date { shown: shown.clone(), people: *people }),
            refusal => (refusal.into(), Meaning::AsItStands),
        };
        self.content(fault, meaning)
    }

    /// A question about where a number comes from: another file, or a result that may be out of date.
    fn sources(&self, standing: Option<&StoredResult>) -> Option<Trouble> {
        self.entry.people()?;
        if self.is_from_outside() {
            return Some(self.formula(Fault::OtherFile, Meaning::AsItStands));
        }
        let Some(StoredResult::MayBeOld(why)) = standing else { return None };
        Some(self.content(Fault::Unverified { why: why.to_string() }, Meaning::AsItStands))
    }

    fn is_from_outside(&self) -> bool {
        self.cell.formula.as_deref().is_some_and(formula::is_outside)
    }
}
