//! What was assigned for a year and how far it is met, in sentences and tables.

use super::block::{Align, Cell, Table, Tone, Value};
use super::rounds;
use super::words::{self, lacking};
use crate::counts::{Scope, terms};
use crate::indicator::assigned::{Achievement, PartAchieved, TargetAchieved};
use crate::ledger::Merged;
use crate::plan::{Assigned, PlanYear, RoundId, keys};
use crate::problem::{Audience, Finding};
use crate::value::grid::Address;
use crate::value::{Percent, Ratio, wording};

/// How many agencies are named at either end.
const ENDS: usize = 3;

/// The decision as documents cite it: `Nghị quyết số 20/NQ-HĐND ngày 08/12/2023`.
pub fn decision(assigned: &Assigned) -> String {
    match assigned.decided_on {
        Some(day) => format!("{} ngày {}", assigned.decision, wording::date(day)),
        None => assigned.decision.clone(),
    }
}

/// Where an assigned number stands: `giao-chi-tieu-2024.xlsx, Giao chỉ tiêu!I10`; that it is the plan's where it stands in no
/// workbook.
pub fn source(assigned: &Assigned, at: Option<Address>) -> String {
    match (&assigned.source, at) {
        (Some(file), Some(at)) => format!("{file}, {}!{at}", keys::ASSIGNED_SHEET),
        (Some(file), None) => file.clone(),
        (None, _) => format!("tệp kế hoạch, [[assigned]] năm {}", assigned.year),
    }
}

/// Whose part it is.
pub fn part_name(year: &PlanYear, part: &PartAchieved) -> String {
    part.part
        .agency
        .map_or_else(|| super::proposal::UNALLOCATED.to_owned(), |agency| year.agency_name(agency).to_owned())
}

/// A share of what was assigned, with decimals that tell it from the whole.
fn share(share: Option<Ratio>) -> Option<Value> {
    share.map(|share| Value::Share(share, words::decimals(share, Some(Percent::ALL))))
}

/// The share of a target.
pub fn share_of_target(target: &TargetAchieved) -> Cell {
    match share(target.share()) {
        Some(value) => {
            let is_met = target.gap().is_some_and(|gap| gap <= 0);
            Cell::new(value).tone(if is_met { Tone::Good } else { Tone::Bad })
        }
        None if target.people().is_some() && target.now.is_none() => Cell::or_not_computable(None),
        None => Cell::new(Value::None),
    }
}

/// The share of a part.
pub fn share_of_part(part: &PartAchieved) -> Cell {
    Cell::or_none(share(part.share()))
}

/// Every target of the province: assigned, done, share.
pub fn province_table(year: &PlanYear, achievement: &Achievement) -> Table {
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        ("Nội dung", 46, Align::Left),
        ("Được giao (người)", 28, Align::Right),
        ("Thực hiện (người)", 28, Align::Right),
        ("Tỷ lệ so với được giao", 26, Align::Right),
        ("Kết quả", 28, Align::Left),
    ]);
    table.rows(achievement.targets.iter().enumerate().map(|(n, target)| {
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(target.target.of.name(year.plan)),
            Cell::or_none(target.people().map(Value::People)),
            Cell::people(target.now),
            share_of_target(target),
            Cell::from(target.gap().map_or_else(|| words::NONE.to_owned(), words::gap)),
        ]
    }))
}

/// The parts of a target that are measured: what they were assigned, and what they have done of it.
pub fn parts_table(year: &PlanYear, target: &TargetAchieved) -> Table {
    let table = Table::new(&[
        ("Hạng", 12, Align::Center),
        ("Đơn vị, địa bàn", 50, Align::Left),
        ("Tăng thêm được giao", 24, Align::Right),
        ("Đang tham gia khi giao", 24, Align::Right),
        ("Đang tham gia nay", 22, Align::Right),
        ("Đã tăng thêm", 20, Align::Right),
        ("Tỷ lệ", 18, Align::Right),
    ])
    .dense();
    let measured = target.parts.iter().filter(|part| part.rank.is_some());
    table.rows(measured.map(|part| {
        vec![
            Cell::from(part.rank.map_or_else(String::new, |rank| rank.to_string())),
            Cell::from(part_name(year, part)),
            Cell::or_none(part.increase().map(Value::People)),
            Cell::or_none(part.before().map(Value::People)),
            Cell::or_none(part.now.map(Value::People)),
            Cell::or_none(part.done().map(Value::Change)),
            share_of_part(part),
        ]
    }))
}

/// The parts of a target that have no share, and why; `None` if all have one.
pub fn unmeasured(year: &PlanYear, target: &TargetAchieved) -> Option<String> {
    let mut by_reason: Vec<(String, Vec<String>)> = Vec::new();
    for part in target.parts.iter().filter(|part| part.rank.is_none() && part.part.agency.is_some()) {
        let (why, name) = (remark(year, target, part), part_name(year, part));
        match by_reason.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(name),
            None => by_reason.push((why, vec![name])),
        }
    }
    let sentences: Vec<String> =
        by_reason.iter().map(|(why, names)| format!("{why}: {}.", wording::list(names))).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Why a part has no share, or that it is of an earlier round than others; else nothing.
pub fn remark(year: &PlanYear, target: &TargetAchieved, part: &PartAchieved) -> String {
    let why = match (part.part.agency, part.increase(), part.now, part.before()) {
        (_, None, ..) => "Chưa được giao",
        (None, ..) => "Chưa giao cho đơn vị nào",
        (_, _, None, _) if !part.missing.is_empty() => return words::missing_note(year, &part.missing),
        (_, _, None, _) => "Không có số liệu đo riêng",
        (_, _, _, None) => "Không có số đang tham gia khi giao",
        (_, Some(0), ..) => "Không giao tăng thêm",
        _ if Some(part.round) != main_round_of_parts(target) => {
            return format!("Số kỳ {}", year.plan.round(part.round).name);
        }
        _ => "",
    };
    why.to_owned()
}

/// Whether some part of a target is measured.
pub fn is_measured(target: &TargetAchieved) -> bool {
    target.parts.iter().any(|part| part.share().is_some())
}

/// How the province stands to a target, without its name: `được giao 270.137 người, thực hiện 262.000 người, bằng 96,99%, còn
/// thiếu 8.137 người`.
pub fn target_sentence(merged: &Merged, target: &TargetAchieved) -> String {
    let Some(people) = target.people() else { return "chưa được giao".to_owned() };
    let assigned = format!("được giao {} người", wording::people(people));
    let round = round(merged, target).map(|round| format!(" ({round})")).unwrap_or_default();
    let (Some(now), Some(gap)) = (target.now, target.gap()) else {
        return format!("{assigned}, chưa tính được số thực hiện, {}", lacking(&merged.year, &target.missing));
    };
    let share = share(target.share()).map(|share| format!(", bằng {}", share.text())).unwrap_or_default();
    format!("{assigned}, thực hiện {} người{round}{share}, {}", wording::people(now), words::gap(gap))
}

fn round(merged: &Merged, target: &TargetAchieved) -> Option<String> {
    let agencies = target.terms.iter().map(|term| term.cell.agency).collect();
    rounds::are_several(merged).then(|| rounds::dated(merged, target.round, &agencies))
}

/// The round of which most parts of a target are: `kỳ cuối năm, đến ngày 31/10/2024`. `None` where there is one round.
pub fn round_of_parts(merged: &Merged, target: &TargetAchieved) -> Option<String> {
    let round = main_round_of_parts(target)?;
    let cells = target.parts.iter().filter(|part| part.round == round).filter_map(|part| part.terms.as_ref()).flatten();
    let agencies = cells.map(|term| term.cell.agency).collect();
    rounds::are_several(merged).then(|| rounds::dated(merged, round, &agencies))
}

/// The newest round of which a measured part is.
fn main_round_of_parts(target: &TargetAchieved) -> Option<RoundId> {
    target.parts.iter().filter(|part| part.now.is_some()).map(|part| part.round).max()
}

/// Of which round and day the people are who take part when targets are proposed: `kỳ tháng 6, đến ngày 31/5/2023`.
pub fn current_of(merged: &Merged) -> String {
    let inputs = merged.year.plan.schemes.iter().flat_map(|scheme| &scheme.participants);
    let cells = inputs.flat_map(|input| terms(&merged.year, input, Scope::Province));
    let agencies = cells.map(|term| term.cell.agency).collect();
    let dated = rounds::dated(merged, merged.ledger.main_round(), &agencies);
    if rounds::are_several(merged) || merged.year.plan.has_rounds() {
        return format!("năm {}, {dated}", merged.year.year);
    }
    let day = dated.split_once(", ").map(|(_, day)| format!(", {day}")).unwrap_or_default();
    format!("năm {}{day}", merged.year.year)
}

/// Of which round and day the people are who took part when it was assigned, and from where those are that were left blank; `None`
/// where neither is known.
pub fn since(achievement: &Achievement) -> Option<String> {
    let of = achievement.assigned.current_of.as_ref().map(|of| format!("Số đang tham gia khi giao là của {of}"));
    let filled = achievement.filled_from.as_ref();
    let filled = filled
        .map(|workbook| format!("Số đang tham gia khi giao để trống ở tệp giao chỉ tiêu được lấy từ “{workbook}”"));
    let all: Vec<String> = of.into_iter().chain(filled).collect();
    (!all.is_empty()).then(|| all.join(". "))
}

/// How the parts of a target stand: the highest, the lowest, and how many can't be measured. `None` for a target without parts.
pub fn parts_sentence(year: &PlanYear, target: &TargetAchieved) -> Option<String> {
    let of_agencies: Vec<&PartAchieved> = target.parts.iter().filter(|part| part.part.agency.is_some()).collect();
    let ranked: Vec<&PartAchieved> = of_agencies.iter().copied().filter(|part| part.rank.is_some()).collect();
    let n_without = of_agencies.iter().filter(|part| part.part.increase.is_some() && part.done().is_none()).count();
    if of_agencies.is_empty() {
        return None;
    }
    let n_assigned = of_agencies.iter().filter(|part| part.part.increase.is_some()).count();
    if n_assigned == 0 {
        return Some("chưa giao cho đơn vị nào".to_owned());
    }
    let mut clauses: Vec<String> = ends(year, &ranked).into_iter().collect();
    if n_without > 0 {
        clauses.push(format!("chưa có số liệu đo riêng của {n_without}/{n_assigned} đơn vị được giao"));
    }
    Some(clauses.join("; ")).filter(|sentence| !sentence.is_empty())
}

/// Who stands at either end; all of them if they are too few for that.
fn ends(year: &PlanYear, ranked: &[&PartAchieved]) -> Option<String> {
    let n = ENDS.min(ranked.len() / 2);
    if ranked.len() <= ENDS {
        return (!ranked.is_empty()).then(|| named(year, ranked.iter()));
    }
    let (high, low) = (ranked[n - 1].share(), ranked[ranked.len() - n].share());
    if high == low {
        return Some(named(year, ranked.iter()));
    }
    let highest = named(year, ranked.iter().filter(|part| part.share() >= high));
    let lowest = named(year, ranked.iter().rev().filter(|part| part.share() <= low));
    Some(format!("cao nhất là {highest}; thấp nhất là {lowest}"))
}

fn named<'p>(year: &PlanYear, parts: impl Iterator<Item = &'p &'p PartAchieved>) -> String {
    let named = parts.map(|part| format!("{} ({})", part_name(year, part), share_of_part(part).text()));
    wording::list(&named.collect::<Vec<_>>())
}

/// A sum that differs, as a document says it.
pub fn doubt(finding: &Finding) -> String {
    let message = finding.words(Audience::Officer).message;
    match &finding.explanation {
        Some(note) => format!("{message} (giải trình: {note})."),
        None => format!("{message}; cần đối chiếu lại với quyết định."),
    }
}

/// A sum that differs, with its code and place: `SUM-08, giao-chi-tieu-2024.xlsx, Giao chỉ tiêu!I10: …`.
pub fn query(assigned: &Assigned, finding: &Finding) -> String {
    let place = source(assigned, finding.place.cells.first().copied());
    let message = finding.words(Audience::Officer).message;
    let answer = match &finding.explanation {
        Some(note) => format!(" Giải trình: {note}"),
        None => String::new(),
    };
    format!("{} ({}; {place}): {message}.{answer}", finding.label(), finding.code())
}
