//! What a collector hasn't cleared up with a unit that collects itself: it goes up with the return, so that nobody above takes for
//! settled what isn't.

use super::rollup_levels::{TwoLevels, below};
use crate::ledger::FileRecord;
use crate::plan::AgencyId;
use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place, Problem};
use crate::rollup::{OpenBelow, OpenKind, UnitExtent};
use crate::value::wording;

/// A unit whose file counts.
pub struct OpenUnit<'a> {
    /// Where the return is added up and handed in.
    pub levels: TwoLevels<'a>,
    /// The unit.
    pub unit: AgencyId,
    /// Its file.
    pub file: &'a FileRecord,
}

impl OpenUnit<'_> {
    /// Everything open with it, or with units below it.
    pub fn all(&self) -> Vec<OpenBelow> {
        let found: Vec<OpenBelow> = self
            .file
            .findings
            .iter()
            .filter(|finding| finding.is_open())
            .filter_map(|finding| self.open(finding))
            .collect();
        let is_gone = self.file.units.as_ref().is_some_and(|units| units.is_unproven);
        let gone = is_gone.then(|| self.gone()).filter(|gone| !found.contains(gone));
        found.into_iter().chain(gone).collect()
    }

    fn open(&self, finding: &Finding) -> Option<OpenBelow> {
        let Problem::Rollup(problem) = &finding.problem else { return None };
        match problem {
            RollupProblem::NumberChanged { people, parts, .. } => {
                Some(self.own(self.number(&finding.place)?, number_changed(&finding.place, *people, *parts)))
            }
            RollupProblem::HiddenGone | RollupProblem::Unusable => Some(self.gone()),
            RollupProblem::SheetChanged { sheet, .. }
            | RollupProblem::SheetTextChanged { sheet, .. }
            | RollupProblem::StatementGone { sheet, .. }
            | RollupProblem::NameGone { sheet, .. }
            | RollupProblem::SheetGone { sheet } => {
                Some(self.own(OpenKind::SourcesChanged, format!("trang “{sheet}” bị sửa hoặc bị xóa sau khi tổng hợp")))
            }
            RollupProblem::OpenBelow(open) => Some(self.passed_on(open)),
        }
    }

    /// That its sources are gone. Whether it lacks units its cover may still say.
    fn gone(&self) -> OpenBelow {
        let lacking = self.file.units.as_ref().and_then(UnitExtent::lacking);
        let has_all = lacking.is_some_and(|units| units.is_empty());
        self.own(if has_all { OpenKind::SourcesChanged } else { OpenKind::SourcesGone }, self.sources_gone())
    }

    /// Something that is open with the unit itself.
    fn own(&self, kind: OpenKind, what: String) -> OpenBelow {
        let (unit, name) = (self.levels.unit_code(self.unit).to_owned(), self.name());
        OpenBelow { unit, name, of: String::new(), kind, what }
    }

    /// Something that it hadn't cleared up with one of its own.
    fn passed_on(&self, open: &OpenBelow) -> OpenBelow {
        let unit = format!("{}/{}", self.levels.unit_code(self.unit), open.unit);
        let kind = match &open.kind {
            OpenKind::Number { form, row, column } => OpenKind::Number {
                form: self.levels.above_form(form).unwrap_or(form).to_owned(),
                row: row.clone(),
                column: column.clone(),
            },
            other => other.clone(),
        };
        OpenBelow { unit, of: below(&open.of, &self.name()), kind, ..open.clone() }
    }

    fn name(&self) -> String {
        self.levels.unit_name(self.unit).to_owned()
    }

    /// The cell of the collector's form.
    fn number(&self, place: &Place) -> Option<OpenKind> {
        let form = self.levels.above_form(place.form.as_ref()?)?.to_owned();
        Some(OpenKind::Number { form, row: place.row.clone()?, column: place.column.clone()? })
    }

    fn sources_gone(&self) -> String {
        let stated = self.file.units.as_ref().filter(|units| units.expected > 0);
        let on_cover = stated.map(|units| format!("; bìa ghi {} đơn vị", units.ratio())).unwrap_or_default();
        format!("không còn nguồn số liệu nên không rõ đã tổng hợp từ những đơn vị nào{on_cover}")
    }
}

/// `Biểu 02!D13 ghi 92, các đơn vị cộng lại 85, không ghi lý do`.
fn number_changed(place: &Place, people: u64, parts: Option<u64>) -> String {
    let at = place.cells.first().map(|at| format!("!{at}")).unwrap_or_default();
    let sheet = place.sheet.as_deref().unwrap_or_default();
    let parts = parts.map_or_else(
        || "không đơn vị nào báo cáo".to_owned(),
        |sum| format!("các đơn vị cộng lại {}", wording::count(sum)),
    );
    format!("{sheet}{at} ghi {}, {parts}, không ghi lý do", wording::count(people))
}
