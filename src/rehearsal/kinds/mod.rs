//! The kinds of faults, each with the finding it must bring about, and what does no harm.

mod causes;
mod cells;
mod checks;
mod copies;
mod files;
mod harmless;
mod kind;
mod rollup;
mod structure;
mod totals;
mod trend;

use crate::plan::PlanYear;
use crate::problem::{CATALOG, Code};

pub use checks::{Break, find as find_break};
pub use harmless::{ALL as HARMLESS, HarmlessKind};
pub use kind::{Maker, PlantedFault};

/// All kinds: those of the plan's checks first, then by families.
pub fn all(year: &PlanYear) -> Vec<PlantedFault> {
    let checks = year.plan.checks.iter().enumerate().filter_map(|(n, check)| {
        let entry = CATALOG.iter().find(|entry| entry.id == check.code.id())?;
        Some(PlantedFault { code: entry.code, is_as_of: false, maker: Maker::OfCheck(n) })
    });
    let mut all: Vec<PlantedFault> = checks.collect();
    for family in [files::all, structure::all, cells::all, totals::all, trend::all, copies::all, rollup::all] {
        all.extend(family());
    }
    all
}

/// Why no file of an inbox can bring about a finding of a code; `None` where one can.
pub fn why_never(code: Code) -> Option<&'static str> {
    if code.entry().id.starts_with("PLAN-") {
        return Some("nói về tệp kế hoạch, không phải tệp đơn vị gửi về");
    }
    Some(match code {
        Code::UnreadableFile => "do ổ đĩa hoặc quyền truy cập, không phải do nội dung tệp",
        Code::UnusableTargets | Code::AssignedSumDiffers => "nói về tệp giao chỉ tiêu, không phải tệp đơn vị gửi về",
        _ => return None,
    })
}

/// Why a plan may give no occasion for a fault that others have; whether there is an earlier year to compare with.
pub fn why_not_here(code: Code, year: &PlanYear, is_compared: bool) -> &'static str {
    let plan = year.plan;
    match code {
        Code::WrongRound | Code::EarlierRoundAgain | Code::RoundNotLater if !plan.has_rounds() => {
            "kế hoạch chỉ có một kỳ số liệu"
        }
        Code::OtherCollector
        | Code::SumOfUnitsChanged
        | Code::SourcesChanged
        | Code::UnitsNotReported
        | Code::OpenBelow
            if plan.tiers.is_empty() =>
        {
            "kế hoạch không có bậc thu"
        }
        Code::LastYearAgain | Code::LinesSwapped | Code::ColumnShifted | Code::PowerOfTenSlip | Code::LargeChange
            if !is_compared =>
        {
            "không có số năm trước để so; thêm --previous với sổ năm trước"
        }
        Code::SheetMissing if year.agencies.iter().all(|agency| year.forms_of(*agency).count() < 2) => {
            "mỗi đơn vị chỉ có một biểu"
        }
        _ if plan.checks.iter().all(|check| check.code.id() != code.entry().id) && is_of_check(code) => {
            "kế hoạch không có phép kiểm tra này"
        }
        _ => "không biểu nào của kế hoạch có chỗ cho lỗi này",
    }
}

fn is_of_check(code: Code) -> bool {
    crate::plan::CheckCode::of_plans().any(|check| check.id() == code.entry().id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::plan;

    #[test]
    fn every_code_has_a_fault_or_a_reason() {
        let plan = plan::embedded();
        let tried: BTreeSet<Code> = all(&plan.year(2023).expect("a year")).iter().map(|kind| kind.code).collect();
        let silent = CATALOG.iter().filter(|entry| tried.contains(&entry.code) == why_never(entry.code).is_some());
        assert_eq!(silent.map(|entry| entry.id).collect::<Vec<_>>(), [""; 0]);
    }
}
