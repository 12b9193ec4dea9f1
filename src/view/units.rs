//! What is said of agencies that add up what units of their own report.

use crate::ledger::{AgencyRecord, Merged};

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
            match units.accepted == units.expected {
                false => format!("{name} mới có {ratio} đơn vị, số dùng số liệu này là tạm tính ({ratio})"),
                true => format!("{name} có đơn vị tổng hợp chưa đủ số liệu bậc dưới, số dùng số liệu này là tạm tính"),
            }
        })
        .collect();
    (!named.is_empty()).then(|| named.join("; "))
}
