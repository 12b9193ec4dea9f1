//! What is said of agencies that add up what units of their own report.

use std::sync::Arc;

use super::words::capitalized;
use crate::counts::Partial;
use crate::indicator::annual::EarlierYear;
use crate::ledger::{AgencyRecord, Merged};
use crate::plan::{AgencyId, FormId, Plan, PlanYear};
use crate::rollup::{CollectingUnit, Missing, OpenBelow, UnitExtent};
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

/// `139/141 đơn vị`, `141/141 đơn vị; Sở Y tế 2/3`, `141/141 đơn vị; chưa rõ số của Sở Y tế`.
fn extent(units: &UnitExtent) -> String {
    let own = match (units.is_unproven, units.expected) {
        (false, _) => format!("{} đơn vị", units.ratio()),
        (true, 0) => UNKNOWN_EXTENT.to_owned(),
        (true, _) => format!("{} đơn vị theo bìa, không còn nguồn số liệu", units.ratio()),
    };
    std::iter::once(own).chain(partial(&units.partial)).chain(open_with(&units.open)).collect::<Vec<_>>().join("; ")
}

/// What is said where nobody knows how many units there are.
const UNKNOWN_EXTENT: &str = "không rõ số đơn vị";

/// From how many units, as short as it can be said of figures that use them: `139/141`, `Sở Y tế 2/3`.
pub fn ratio(units: &UnitExtent) -> String {
    let own = match (units.is_unproven, units.expected) {
        (true, 0) => UNKNOWN_EXTENT.to_owned(),
        (true, _) => format!("{} theo bìa", units.ratio()),
        (false, _) => units.ratio(),
    };
    let own = is_said_first(units).then_some(own);
    own.into_iter().chain(partial(&units.partial)).chain(open_with(&units.open)).collect::<Vec<_>>().join("; ")
}

/// Whether from how many units is what there is to say, rather than what some of them lack.
fn is_said_first(units: &UnitExtent) -> bool {
    let nothing_else = units.partial.is_empty() && units.open.is_empty();
    units.is_unproven || units.accepted < units.expected || nothing_else
}

/// With which units something is still to be cleared up, the first few of them: `chưa rõ số của Sở Y tế`.
fn open_with(open: &[OpenBelow]) -> Option<String> {
    let mut names: Vec<&str> = open.iter().map(|open| open.name.as_str()).collect();
    names.dedup();
    let n_others = names.len().saturating_sub(MOST_PARTIAL);
    let others = (n_others > 0).then(|| format!("{} đơn vị khác", wording::count(n_others as u64)));
    let named = names.iter().take(MOST_PARTIAL).map(|name| (*name).to_owned()).chain(others);
    (!names.is_empty()).then(|| format!("chưa rõ số của {}", wording::list(&named.collect::<Vec<_>>())))
}

/// From how many units the numbers in a figure are: `Sở Nội vụ 139/141 đơn vị`; `None` where nobody lacks any.
pub fn extents(year: &PlanYear, partial: &Partial) -> Option<String> {
    let of = |(agency, units): (&AgencyId, &Arc<UnitExtent>)| {
        let name = year.agency_name(*agency);
        match is_said_first(units) {
            true => format!("{name} {}", extent(units)),
            false => format!("{name}: {}", ratio(units)),
        }
    };
    let named: Vec<String> = partial.iter().map(of).collect();
    (!named.is_empty()).then(|| named.join("; "))
}

/// The agencies whose numbers of forms, in the main round, lack those of some units.
pub fn partial_in(merged: &Merged, forms: &[FormId]) -> Partial {
    let counts = merged.ledger.counts();
    let lacks = |agency: AgencyId| match counts.partial_rows(agency) {
        Some(rows) => rows.iter().any(|(form, _)| forms.contains(form)),
        None => forms.iter().any(|form| merged.year.returns(agency, *form)),
    };
    let partial = counts.partial().iter().filter(|(agency, _)| lacks(**agency));
    partial.map(|(agency, extent)| (*agency, extent.clone())).collect()
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
    let (all, ratio) = (units.ratio(), ratio(units));
    let below = partial(&units.partial).join("; ");
    let own = match (units.is_unproven, units.accepted < units.expected, below.is_empty()) {
        (true, ..) if units.expected == 0 => "không rõ đã tổng hợp từ những đơn vị nào".to_owned(),
        (true, ..) => format!("không còn nguồn số liệu để biết đã tổng hợp từ những đơn vị nào, bìa ghi {all} đơn vị"),
        (_, true, true) => format!("mới có {all} đơn vị"),
        (_, true, false) => format!("mới có {all} đơn vị; {below}"),
        (_, false, false) => format!("có đủ {all} đơn vị, trong đó {below}"),
        // A workbook of an earlier version doesn't say which units these are.
        (_, false, true) if !units.missing.is_empty() => "có đơn vị tổng hợp chưa đủ số liệu bậc dưới".to_owned(),
        (_, false, true) => format!("có đủ {all} đơn vị"),
    };
    let missing = missing(merged.year.plan, &merged.year.plan.agency(agency).code, units);
    let missing = if missing.is_empty() { missing } else { format!(" (thiếu: {missing})") };
    format!("{name} {own}{missing}{}, số dùng số liệu này là tạm tính ({ratio})", open_words(&units.open))
}

/// What is open below, the first of it: `; chưa rõ: Sở Y tế: Biểu 02!D13 ghi 92, các đơn vị cộng lại 85`.
fn open_words(open: &[OpenBelow]) -> String {
    let mut named: Vec<String> = open.iter().take(MOST_PARTIAL).map(open_name_and_what).collect();
    let n_others = open.len().saturating_sub(MOST_PARTIAL);
    if n_others > 0 {
        named.push(format!("… và {} chỗ khác, nêu ở “{WHERE_ALL}”", wording::count(n_others as u64)));
    }
    if named.is_empty() { String::new() } else { format!("; chưa rõ: {}", named.join("; ")) }
}

fn open_name_and_what(open: &OpenBelow) -> String {
    format!("{}: {}", with_above(&open.name, &open.of), open.what)
}

/// What an earlier year's numbers lack, in sentences without full stops.
pub fn provisional_earlier(earlier: &EarlierYear) -> Vec<String> {
    let named: Vec<String> = earlier.partial.iter().map(|(name, units)| format!("{name} {}", extent(units))).collect();
    let sentence = format!(
        "Số năm {} là tạm tính ({}), phần tăng so với năm ấy có thể do có thêm đơn vị",
        earlier.year,
        named.join("; ")
    );
    if named.is_empty() { Vec::new() } else { vec![sentence] }
}

/// The units that an agency lacks, by their names: `Sở Xây dựng; UBND xã Bom Bo, huyện Bù Gia Mập; … và 12 đơn vị khác, nêu ở “Tình hình
/// gửi”`. One below another unit stands with that one's name.
fn missing(plan: &Plan, collector: &str, units: &UnitExtent) -> String {
    let named = units.missing.iter().take(MOST_NAMED);
    let mut names: Vec<String> = named.map(|missing| missing_name(plan, collector, missing)).collect();
    let n_others = units.missing.len().saturating_sub(MOST_NAMED);
    if n_others > 0 {
        names.push(format!("… và {} đơn vị khác, nêu ở “{WHERE_ALL}”", wording::count(n_others as u64)));
    }
    names.join("; ")
}

/// The sheet of the workbook, and the part of the report, in which all of them are named.
pub const WHERE_ALL: &str = "Tình hình gửi";

/// A unit below that something is to be said of: that its numbers are missing, or that something about them is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBelow {
    /// Who hands in what it reports.
    pub collector: AgencyId,
    /// Its name.
    pub name: String,
    /// What is to be said.
    pub what: String,
}

/// Every unit below whose numbers are missing, or about which something is open, in the order of the agencies.
pub fn all_below(merged: &Merged) -> Vec<UnitBelow> {
    let records = merged.agencies.iter().chain(&merged.later_rounds);
    let of_record = |record: &AgencyRecord| merged.units_of(record).map(|units| below(merged, record.agency, units));
    records.filter_map(of_record).flatten().collect()
}

fn below(merged: &Merged, collector: AgencyId, units: &UnitExtent) -> Vec<UnitBelow> {
    let (plan, code) = (merged.year.plan, &merged.year.plan.agency(collector).code);
    let missing = units.missing.iter().map(|missing| UnitBelow {
        collector,
        name: missing_name(plan, code, missing),
        what: if missing.why.is_empty() { "Chưa có số liệu".to_owned() } else { missing.why.clone() },
    });
    let open = units.open.iter().map(|open| UnitBelow {
        collector,
        name: with_above(&open.name, &open.of),
        what: format!("Chưa rõ: {}", open.what),
    });
    missing.chain(open).collect()
}

/// `Bệnh viện Y học cổ truyền (đơn vị của Sở Y tế)`.
fn missing_name(plan: &Plan, collector: &str, missing: &Missing) -> String {
    match (missing.name.as_str(), missing.of.as_str()) {
        ("", _) => unit_name(plan, collector, &missing.unit),
        (name, of) => with_above(name, of),
    }
}

/// A name with whose unit it is, if it is one of another unit.
fn with_above(name: &str, of: &str) -> String {
    if of.is_empty() { name.to_owned() } else { format!("{name} (đơn vị của {of})") }
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
