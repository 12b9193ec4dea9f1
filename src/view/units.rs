//! What is said of agencies that add up what units of their own report.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::words::capitalized;
use crate::counts::Partial;
use crate::ledger::{AgencyRecord, Merged};
use crate::plan::{AgencyId, Plan, PlanYear};
use crate::rollup::{CollectingUnit, Missing, UnitExtent};
use crate::value::wording;

/// How many missing units are named.
const MOST_NAMED: usize = 10;
/// How many units that lack some of theirs are named beside a name.
const MOST_PARTIAL: usize = 3;

/// The agency's name, with from how many units its numbers were added up: `Sở Nội vụ (139/141 đơn vị)`, `Sở Nội vụ (141/141 đơn vị;
/// Sở Y tế 2/3)`.
pub fn name(merged: &Merged, record: &AgencyRecord) -> String {
    let name = merged.year.agency_name(record.agency);
    match merged.units_of(record) {
        Some(units) => format!("{name} ({})", extent(units)),
        None => name.to_owned(),
    }
}

/// The same of an agency as it stands in the first round that asks something of it.
pub fn name_of(merged: &Merged, agency: AgencyId) -> String {
    let name = merged.year.agency_name(agency);
    extent_of(merged, agency).map_or_else(|| name.to_owned(), |extent| format!("{name} ({extent})"))
}

/// From how many units an agency's numbers were added up, as it stands in the first round that asks something of it; `None` if they
/// weren't.
pub fn extent_of(merged: &Merged, agency: AgencyId) -> Option<String> {
    merged.units_of(merged.record_of(agency)?).map(extent)
}

/// `139/141 đơn vị`, `141/141 đơn vị; Sở Y tế 2/3`.
fn extent(units: &UnitExtent) -> String {
    let own = format!("{} đơn vị", units.ratio());
    std::iter::once(own).chain(partial(&units.partial)).collect::<Vec<_>>().join("; ")
}

/// From how many units, as short as it can be said of figures that use them: `139/141`, `Sở Y tế 2/3`.
pub fn ratio(units: &UnitExtent) -> String {
    let own = (units.accepted < units.expected || units.partial.is_empty()).then(|| units.ratio());
    own.into_iter().chain(partial(&units.partial)).collect::<Vec<_>>().join("; ")
}

/// From how many units the numbers in a figure are: `Sở Nội vụ 139/141 đơn vị`; `None` where nobody lacks any.
pub fn extents(year: &PlanYear, partial: &Partial) -> Option<String> {
    let of = |(agency, units): (&AgencyId, &Arc<UnitExtent>)| {
        let name = year.agency_name(*agency);
        match units.accepted < units.expected || units.partial.is_empty() {
            true => format!("{name} {}", extent(units)),
            false => format!("{name}: {}", ratio(units)),
        }
    };
    let named: Vec<String> = partial.iter().map(of).collect();
    (!named.is_empty()).then(|| named.join("; "))
}

/// Those of agencies whose numbers of the main round lack some of their units.
pub fn partial_of(merged: &Merged, agencies: &BTreeSet<AgencyId>) -> Partial {
    let partial = merged.ledger.counts().partial().iter();
    partial.filter(|(agency, _)| agencies.contains(agency)).map(|(agency, extent)| (*agency, extent.clone())).collect()
}

/// That a figure is provisional for want of units, within a sentence: `tạm tính (Sở Nội vụ 139/141 đơn vị)`.
pub fn provisional_figure(year: &PlanYear, partial: &Partial) -> Option<String> {
    extents(year, partial).map(|extents| format!("tạm tính ({extents})"))
}

/// The same for a cell; empty where nobody lacks any.
pub fn note(year: &PlanYear, partial: &Partial) -> String {
    provisional_figure(year, partial).map(|words| capitalized(&words)).unwrap_or_default()
}

/// The units that lack some of theirs, the first few of them: `Sở Y tế 2/3`.
fn partial(units: &[CollectingUnit]) -> Vec<String> {
    let named = units.iter().take(MOST_PARTIAL);
    let mut named: Vec<String> =
        named.map(|unit| format!("{} {}/{}", unit.name, unit.accepted, unit.expected)).collect();
    let n_others = units.len().saturating_sub(MOST_PARTIAL);
    if n_others > 0 {
        named.push(format!("{} đơn vị tổng hợp khác chưa đủ", wording::count(n_others as u64)));
    }
    named
}

/// Whose numbers lack some of their units', so that figures with them are provisional; `None` if nobody's.
pub fn provisional(merged: &Merged) -> Option<String> {
    let named: Vec<String> = merged.partial().map(|(agency, units)| provisional_of(merged, agency, units)).collect();
    (!named.is_empty()).then(|| named.join("; "))
}

fn provisional_of(merged: &Merged, agency: AgencyId, units: &UnitExtent) -> String {
    let name = merged.year.agency_name(agency);
    let missing = missing(merged.year.plan, &merged.year.plan.agency(agency).code, units);
    let ratio = ratio(units);
    match (units.accepted < units.expected, units.partial.is_empty()) {
        (true, _) => {
            format!("{name} mới có {} (thiếu: {missing}), số dùng số liệu này là tạm tính ({ratio})", extent(units))
        }
        (false, false) => format!(
            "{name} có đủ {} đơn vị, trong đó {} (thiếu: {missing}), số dùng số liệu này là tạm tính ({ratio})",
            units.ratio(),
            partial(&units.partial).join("; "),
        ),
        // A workbook of an earlier version doesn't say which units these are.
        (false, true) => format!(
            "{name} có đơn vị tổng hợp chưa đủ số liệu bậc dưới (thiếu: {missing}), số dùng số liệu này là tạm tính"
        ),
    }
}

/// The units that an agency lacks, by their names: `Sở Xây dựng; UBND xã Bom Bo, huyện Bù Gia Mập; … và 12 đơn vị khác`. One below
/// another unit stands with that one's name.
fn missing(plan: &Plan, collector: &str, units: &UnitExtent) -> String {
    let named = units.missing.iter().take(MOST_NAMED);
    let mut names: Vec<String> = named.map(|missing| missing_name(plan, collector, missing)).collect();
    let n_others = units.missing.len().saturating_sub(MOST_NAMED);
    if n_others > 0 {
        names.push(format!("… và {} đơn vị khác", wording::count(n_others as u64)));
    }
    names.join("; ")
}

/// `Bệnh viện Y học cổ truyền (đơn vị của Sở Y tế)`.
fn missing_name(plan: &Plan, collector: &str, missing: &Missing) -> String {
    match (missing.name.as_str(), missing.of.as_str()) {
        ("", _) => unit_name(plan, collector, &missing.unit),
        (name, "") => name.to_owned(),
        (name, of) => format!("{name} (đơn vị của {of})"),
    }
}

/// The name of a unit by its code, `ubnd-bu-dang/bom-bo` for one below another; the code itself if the plan doesn't know it.
fn unit_name(plan: &Plan, collector: &str, code: &str) -> String {
    let name = |collector: &str, code: &str| {
        let unit = plan.root().tier(collector).and_then(|tier| tier.unit(code));
        unit.and_then(|unit| unit.names.last()).map_or_else(|| code.to_owned(), |name| name.name.clone())
    };
    match code.split_once('/') {
        Some((unit, below)) => format!("{} (đơn vị của {})", unit_name(plan, unit, below), name(collector, unit)),
        None => name(collector, code),
    }
}
