//! Whether somebody is asked about a figure that can't be: where the figure is shown, what is said of it is what the checks decided, and
//! nothing is said to need an explanation that nobody was asked for.

use std::collections::BTreeSet;

use crate::counts::{CellId, Partial, Scope};
use crate::ledger::{FileStatus, Merged};
use crate::plan::{Input, PlanYear};
use crate::problem::{Code, Finding, Place, Severity};

/// What became of a comparison that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskedAbout {
    /// It is an error.
    ToCorrect,
    /// It is asked about, and nobody answered yet.
    Open,
    /// It was asked about and answered.
    Explained,
    /// Nobody is asked: units whose numbers are missing may explain it.
    MayBeMissing,
    /// Nobody is asked.
    Nobody,
}

impl AskedAbout {
    /// What was found about the numbers of the main round that inputs select within a scope, each in the file that reports them.
    /// `partial` are the agencies that lack units on the side that comes out too small.
    pub fn of(merged: &Merged, code: Code, inputs: &[Input], scope: Scope<'_>, partial: &Partial) -> Self {
        let counts = merged.ledger.counts();
        let cells: Vec<CellId> = counts.cells(&merged.year, inputs, scope, None).collect();
        let counted = merged.files.iter().filter(|file| {
            file.status == FileStatus::Accepted && file.round.is_none_or(|round| round == merged.ledger.main_round())
        });
        let of_files = counted.flat_map(|file| file.findings.iter().map(move |finding| (file.agency, finding)));
        let own = of_files.filter(|(_, finding)| finding.code() == code && finding.severity != Severity::Note);
        let found = own.filter(|(agency, finding)| {
            let of_agency = cells.iter().filter(|cell| Some(cell.agency) == *agency);
            is_about(&merged.year, &finding.place, &of_agency.copied().collect::<Vec<_>>())
        });
        let may_be_missing = partial.values().any(|units| units.may_lack_units());
        let unasked = if may_be_missing { AskedAbout::MayBeMissing } else { AskedAbout::Nobody };
        found.map(|(_, finding)| AskedAbout::by(finding)).min().unwrap_or(unasked)
    }

    fn by(finding: &Finding) -> Self {
        match finding.severity {
            Severity::Error => AskedAbout::ToCorrect,
            _ if finding.is_explained() => AskedAbout::Explained,
            _ => AskedAbout::Open,
        }
    }

    /// What is to be said behind the figure, within a sentence; `None` where nothing is.
    pub fn words(self) -> Option<&'static str> {
        match self {
            AskedAbout::ToCorrect => Some("cần sửa"),
            AskedAbout::Open => Some("cần giải trình"),
            AskedAbout::Explained => Some("đã được giải trình"),
            AskedAbout::MayBeMissing => Some("có thể do còn thiếu số liệu của một số đơn vị"),
            AskedAbout::Nobody => None,
        }
    }

    /// A sentence with what is to be said behind it, and its full stop.
    pub fn behind(self, sentence: &str) -> String {
        let words = self.words().map(|words| format!(", {words}")).unwrap_or_default();
        format!("{sentence}{words}.")
    }
}

/// Whether a place is that of the sum of just these cells: their total, or all of them.
fn is_about(year: &PlanYear, place: &Place, cells: &[CellId]) -> bool {
    let form = place.form.as_deref().and_then(|code| year.plan.form_by_code(code));
    let Some((form, row)) =
        form.zip(place.row.as_deref()).and_then(|(form, row)| Some((form, year.row_by_code(form, row)?)))
    else {
        return false;
    };
    let of_form: Vec<&CellId> = cells.iter().filter(|cell| cell.form == form).collect();
    let Some(first) = of_form.first() else { return false };
    let column = &year.plan.form(form).columns[first.column.idx()].key;
    let rows: BTreeSet<_> = of_form.iter().map(|cell| cell.row).collect();
    let leaves: BTreeSet<_> = year.leaves(form, row).iter().map(|(leaf, _)| *leaf).collect();
    let is_total = rows.len() > 1 && leaves == rows;
    let is_all = row == first.row && place.cells.len() == of_form.len();
    place.column.as_deref() == Some(column) && (is_total || is_all)
}
