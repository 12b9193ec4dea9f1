//! What is said of agencies that add up what units of their own report.

use crate::ledger::{AgencyRecord, Merged};
use crate::plan::Plan;
use crate::rollup::UnitExtent;

/// How many missing units are named.
const MOST_NAMED: usize = 10;

/// The agency's name, with from how many units its numbers were added up: `Sở Nội vụ (139/141 đơn vị)`.
pub fn name(merged: &Merged, record: &AgencyRecord) -> String {
    let name = merged.year.agency_name(record.agency);
    match merged.units_of(record) {
        Some(units) => format!("{name} ({} đơn vị)", units.ratio()),
        None => name.to_owned(),
    }
}

/// Whose numbers lack some of their units', so that figures with them are provisional; `None` if nobody's.
pub fn provisional(merged: &Merged) -> Option<String> {
    let named: Vec<String> = merged
        .partial()
        .map(|(agency, units)| {
            let (name, ratio) = (merged.year.agency_name(agency), units.ratio());
            let code = &merged.year.plan.agency(agency).code;
            let missing = missing(merged.year.plan, code, units);
            match units.accepted == units.expected {
                false => format!("{name} mới có {ratio} đơn vị (thiếu: {missing}), số dùng số liệu này là tạm tính ({ratio})"),
                true => format!(
                    "{name} có đơn vị tổng hợp chưa đủ số liệu bậc dưới (thiếu: {missing}), số dùng số liệu này là tạm tính"
                ),
            }
        })
        .collect();
    (!named.is_empty()).then(|| named.join("; "))
}

/// The units that an agency lacks, by their names: `Sở Xây dựng; UBND xã Bom Bo, huyện Bù Gia Mập; … và 12 đơn vị khác`. One below
/// another unit stands with that one's name.
fn missing(plan: &Plan, collector: &str, units: &UnitExtent) -> String {
    let mut names: Vec<String> =
        units.missing.iter().take(MOST_NAMED).map(|code| unit_name(plan, collector, code)).collect();
    let n_others = units.missing.len().saturating_sub(MOST_NAMED);
    if n_others > 0 {
        names.push(format!("… và {n_others} đơn vị khác"));
    }
    names.join("; ")
}

/// The name of a unit by its code, `ubnd-bu-dang/bom-bo` for one below another; the code itself if the plan doesn't know it.
fn unit_name(plan: &Plan, collector: &str, code: &str) -> String {
    let name = |collector: &str, code: &str| {
        let unit = plan.root().tier(collector).and_then(|tier| tier.unit(code));
        unit.and_then(|unit| unit.names.last()).map_or_else(|| code.to_owned(), |name| name.name.clone())
    };
    match code.split_once('/') {
        Some((unit, below)) => format!("{} (thuộc {})", unit_name(plan, unit, below), name(collector, unit)),
        None => name(collector, code),
    }
}
