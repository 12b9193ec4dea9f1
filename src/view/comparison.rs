//! This year beside a year of the plans before, by comparable groups of areas: sentences, and a table for each indicator.

use super::block::{Align, Cell, Table, Value, Weight};
use super::restated::restated;
use super::units;
use super::words;
use crate::indicator::Coverage;
use crate::indicator::comparison::{AreaComparison, ComparedLine, GroupComparison};
use crate::plan::{IndicatorId, Plan, PlanYear};
use crate::value::wording;

/// How many groups are named at either end.
const ENDS: usize = 3;

/// What the groups are, and for how many areas no finer comparison exists.
pub fn about(year: &PlanYear, comparison: &AreaComparison) -> String {
    let n_groups = wording::count(comparison.groups.len() as u64);
    let n_areas = wording::count(comparison.groups.iter().map(|group| group.areas.len() as u64).sum());
    let kinds = year.plan.area_kinds().unwrap_or_else(|| "địa bàn".to_owned());
    let n_together = comparison.n_only_together();
    let finer = if n_together > 0 {
        let n = wording::count(n_together as u64);
        format!("; {n} {kinds} chỉ so sánh được cùng những nơi trong nhóm, vì năm {} chưa có số riêng", comparison.year)
    } else {
        String::new()
    };
    if !year.plan.is_reorganised_in(year.year) {
        return format!("So với năm {}, {}: {n_areas} {kinds}", comparison.year, restated(year));
    }
    format!(
        "So với năm {}, {}: {n_areas} {kinds} thành {n_groups} nhóm địa bàn có cùng phạm vi với các địa bàn trước đây{finer}",
        comparison.year,
        restated(year)
    )
}

/// What a group is called.
pub fn name<'p>(year: &PlanYear<'p>, group: &GroupComparison) -> &'p str {
    year.area_name(group.agency)
}

/// Today's areas of a group.
pub fn areas(year: &PlanYear, group: &GroupComparison) -> String {
    group.areas.iter().map(|area| year.area_name(*area)).collect::<Vec<_>>().join(", ")
}

/// The past areas of a group, with the share where only one is meant: `Huyện Bù Đốp`, `40% Huyện Nhơn Trạch`.
pub fn past_areas(plan: &Plan, group: &GroupComparison) -> String {
    group
        .origins
        .iter()
        .map(|origin| {
            let name = &plan.past_area(*origin).name;
            plan.share_of(*origin).map_or_else(|| name.clone(), |share| format!("{} {name}", wording::target(share)))
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a group's past figures rest on, where shares were stated: the basis of each.
pub fn basis(plan: &Plan, group: &GroupComparison) -> Option<String> {
    let mut all: Vec<&str> = group
        .origins
        .iter()
        .filter_map(|origin| Some(plan.past_area(*origin).shares[origin.share?].basis.as_str()))
        .collect();
    all.dedup();
    (!all.is_empty()).then(|| format!("Số năm trước là ước tính theo tỷ lệ: {}", all.join("; ")))
}

/// Why a group's line isn't whole, or that it is estimated; empty if neither.
pub fn note(year: &PlanYear, group: &GroupComparison, line: &ComparedLine) -> String {
    if line.before.known().is_none() {
        return format!("Thiếu số liệu năm {}", line.before.year);
    }
    match line.now.lack() {
        Some(lack) => words::capitalized(&words::lack(year, &lack)),
        None => {
            let estimated = group.is_estimated.then(|| "Ước tính".to_owned());
            let provisional = [&line.before, &line.now].map(|of| provisional_of(year, of)).into_iter().flatten();
            words::capitalized(&estimated.into_iter().chain(provisional).collect::<Vec<_>>().join("; "))
        }
    }
}

/// That a figure lacks some units, and in which year if it isn't this one: `tạm tính năm 2025 (Sở Nội vụ 40/141 đơn vị)`.
fn provisional_of(year: &PlanYear, coverage: &Coverage) -> Option<String> {
    let words = units::provisional_figure(year, &coverage.partial())?;
    Some(if coverage.year == year.year { words } else { words.replacen('(', &format!("năm {} (", coverage.year), 1) })
}

/// A group with an indicator's line and its change in people.
type Changed<'c> = (&'c GroupComparison, &'c ComparedLine, i64);

/// Where an indicator rose and fell most, in people and points; `None` where no group can be compared.
pub fn ends(year: &PlanYear, comparison: &AreaComparison, indicator: IndicatorId) -> Option<String> {
    let lines = comparison.groups.iter().filter_map(|group| Some((group, group.line(indicator)?)));
    let mut known: Vec<Changed> = lines.filter_map(|(group, line)| Some((group, line, line.change()?))).collect();
    known.sort_by_key(|(_, _, change)| std::cmp::Reverse(*change));
    if known.len() <= ENDS {
        return (!known.is_empty()).then(|| named(year, &known));
    }
    let n_risen = known.iter().filter(|(_, _, change)| *change > 0).count();
    let n_fallen = known.iter().filter(|(_, _, change)| *change < 0).count();
    let (first, last) = (&known[..ENDS], &known[known.len() - ENDS..]);
    let backwards: Vec<Changed> = last.iter().rev().copied().collect();
    let (most, least) = match (n_risen, n_fallen) {
        (0, _) => (("giảm ít nhất", first.to_vec()), ("giảm nhiều nhất", backwards)),
        (_, 0) => (("tăng nhiều nhất", first.to_vec()), ("tăng ít nhất", backwards)),
        _ => {
            let fallen = backwards[..n_fallen.min(ENDS)].to_vec();
            (("tăng nhiều nhất", first[..n_risen.min(ENDS)].to_vec()), ("giảm nhiều nhất", fallen))
        }
    };
    let phrase = |(what, of): (&str, Vec<Changed>)| format!("{what}: {}", named(year, &of));
    Some(format!("{}; {}", phrase(most), phrase(least)))
}

fn named(year: &PlanYear, of: &[Changed]) -> String {
    of.iter().map(|changed| named_change(year, changed)).collect::<Vec<_>>().join("; ")
}

/// `địa bàn huyện Bù Đăng cũ (tăng 2.445 người, giảm 2,29 điểm phần trăm)`
fn named_change(year: &PlanYear, (group, line, change): &Changed) -> String {
    let points = line.before.share().zip(line.now.share());
    let points = points.and_then(|(before, now)| words::rise_in_points(now, before));
    let points = points.map(|points| format!(", {points}")).unwrap_or_default();
    let estimated = if group.is_estimated { ", ước tính" } else { "" };
    let name = words::within_sentence(name(year, group));
    format!("{name} ({}{points}{estimated})", words::rise_in_people(*change))
}

/// The groups and the province in both years, for one indicator.
pub fn table(
    year: &PlanYear,
    comparison: &AreaComparison,
    indicator: IndicatorId,
    (before, now): (Option<&Coverage>, &Coverage),
) -> Table {
    let (then, this) = (comparison.year, year.year);
    let [people_then, people_now] = [then, this].map(|year| format!("Số người năm {year}"));
    let [share_then, share_now] = [then, this].map(|year| format!("Tỷ lệ năm {year}"));
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        ("Nhóm địa bàn", 50, Align::Left),
        ("Số địa bàn nay", 13, Align::Right),
        (&people_then, 19, Align::Right),
        (&people_now, 19, Align::Right),
        ("Tăng, giảm", 18, Align::Right),
        (&share_then, 16, Align::Right),
        (&share_now, 16, Align::Right),
        ("Tăng, giảm (điểm %)", 16, Align::Right),
        ("Ghi chú", 20, Align::Left),
    ]);
    let rows = comparison.groups.iter().enumerate().filter_map(|(n, group)| {
        let line = group.line(indicator)?;
        let mut row = vec![
            Cell::from((n + 1).to_string()),
            Cell::from(name(year, group)),
            Cell::from(group.areas.len().to_string()),
        ];
        row.extend(figures(Some(&line.before), &line.now));
        row.push(Cell::from(note(year, group, line)));
        Some(row)
    });
    let n_areas: usize = comparison.groups.iter().map(|group| group.areas.len()).sum();
    let whole = year.plan.words.fill("{Whole}");
    let mut total = vec![Cell::from(""), Cell::from(whole), Cell::from(n_areas.to_string())];
    total.extend(figures(before, now));
    total.push(Cell::from(""));
    table.rows(rows).row(total.into_iter().map(|cell| cell.weight(Weight::Total)).collect())
}

/// People in both years, their change, shares in both years, points between them.
fn figures(before: Option<&Coverage>, now: &Coverage) -> [Cell; 6] {
    let (people_before, people_now) = (before.and_then(|of| of.numerator.known()), now.numerator.known());
    let change = people_before.zip(people_now).map(|(before, now)| now - before);
    let (share_before, share_now) = (before.and_then(Coverage::share), now.share());
    let points = share_before.zip(share_now).map(|(before, now)| Value::Points(now, before, 2));
    [
        Cell::people(people_before),
        Cell::people(people_now),
        Cell::change(change),
        Cell::share(share_before),
        Cell::share(share_now),
        Cell::or_not_computable(points),
    ]
}

/// What tables are by: groups of areas, or the areas themselves where they are what they were.
fn areas_of(year: &PlanYear) -> &'static str {
    if year.plan.is_reorganised_in(year.year) { "nhóm địa bàn" } else { "địa bàn" }
}

/// What a table of an indicator is called.
pub fn title(year: &PlanYear, comparison: &AreaComparison, indicator: IndicatorId) -> String {
    let short = &year.plan.indicator(indicator).short;
    format!(
        "Tham gia {short} năm {} so với năm {} theo {}, {}",
        year.year,
        comparison.year,
        areas_of(year),
        restated(year)
    )
}
