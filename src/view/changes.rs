//! What changed since an earlier workbook, in sentences.

use super::words;
use crate::indicator::Coverage;
use crate::indicator::changes::{Changes, How, NumberChange};
use crate::ledger::{Merged, edited_by_hand};
use crate::plan::{PlanYear, RoundId};
use crate::value::wording;

/// The change in sentences without full stops; one if nothing changed. What was changed by hand comes first: it isn't anybody's report.
pub fn sentences(changes: &Changes, now: &Merged) -> Vec<String> {
    let by_hand = edited_by_hand("Sổ trước", &changes.alterations).map(|edited| {
        format!("{edited}; các thay đổi dưới đây gồm cả chỗ sửa tay, không chỉ số các đơn vị gửi thêm hoặc sửa")
    });
    if changes.is_nothing() {
        return by_hand.into_iter().chain(["Số liệu không thay đổi".to_owned()]).collect();
    }
    let year = &now.year;
    let of_agencies = [How::Came, How::Went, How::Replaced].into_iter().filter_map(|how| agencies(changes, year, how));
    let indicators = changes.indicators.iter().filter_map(|(before, now)| indicator(year, before, now));
    by_hand.into_iter().chain(of_agencies).chain(numbers(changes, year)).chain(indicators).collect()
}

/// What is said of agencies whose counts came, went or are another file's.
pub fn how(how: How) -> &'static str {
    match how {
        How::Came => "Thêm số liệu",
        How::Went => "Không còn số liệu",
        How::Replaced => "Thay tệp",
    }
}

fn agencies(changes: &Changes, year: &PlanYear, of: How) -> Option<String> {
    let names: Vec<String> = changes
        .agencies
        .iter()
        .filter(|change| change.how == of)
        .map(|change| with_round(year, year.agency_name(change.agency), change.round))
        .collect();
    (!names.is_empty()).then(|| format!("{}: {} ({} đơn vị)", how(of), wording::list(&names), names.len()))
}

/// A text with the round it is of, where the plan has several.
pub fn with_round(year: &PlanYear, text: &str, round: RoundId) -> String {
    match year.in_round(round).round_name() {
        Some(name) if round != year.plan.first_round() => format!("{text} (kỳ {name})"),
        _ => text.to_owned(),
    }
}

/// How many numbers are others, with the one that changed most; how many came and went.
fn numbers(changes: &Changes, year: &PlanYear) -> Option<String> {
    let largest = changes.largest()?;
    let n = |is_it: fn(&NumberChange) -> bool| changes.numbers.iter().filter(|change| is_it(change)).count();
    let counted = [
        (n(|change| change.difference().is_some()), "số thay đổi"),
        (n(|change| change.before.is_none()), "số thêm mới"),
        (n(|change| change.now.is_none()), "số không còn"),
    ];
    let counted = counted.iter().filter(|(n, _)| *n > 0);
    let counted: Vec<String> = counted.map(|(n, what)| format!("{} {what}", wording::count(*n as u64))).collect();
    let (place, before, now) = (place(year, largest), people(largest.before), people(largest.now));
    Some(format!("{}; nhiều nhất ở {place}: {before} → {now}", counted.join(", ")))
}

/// Where a number is asked for: agency, form, row, column.
pub fn place(year: &PlanYear, change: &NumberChange) -> String {
    let cell = change.cell;
    let form = year.plan.form(cell.form);
    let (row, column) = (row(year, change), &form.columns[cell.column.idx()].label);
    let agency = with_round(year, year.agency_name(cell.agency), change.round);
    format!("{agency}, {}, dòng “{row}”, cột “{column}”", form.sheet)
}

/// What a number's row is called; a sector within an area with that area.
pub fn row(year: &PlanYear, change: &NumberChange) -> String {
    let row = year.row(change.cell.form, change.cell.row);
    match (row.area, row.sector) {
        (Some(area), Some(_)) => format!("{}: {}", year.area_name(area), row.label),
        _ => row.label.clone(),
    }
}

/// A number of people that may not be there.
pub fn people(people: Option<u64>) -> String {
    people.map_or_else(|| "chưa có".to_owned(), wording::count)
}

fn indicator(year: &PlanYear, before: &Coverage, now: &Coverage) -> Option<String> {
    if before.known() == now.known() {
        return None;
    }
    let of_rounds = before.rounds.numerator != now.rounds.numerator;
    let [before_shown, now_shown] = [before, now].map(|of| {
        let share = super::coverage::share(of).unwrap_or_else(|| words::NOT_COMPUTABLE.to_lowercase());
        match year.in_round(of.rounds.numerator).round_name().filter(|_| of_rounds) {
            Some(name) => format!("{share} (kỳ {name})"),
            None => share,
        }
    });
    Some(format!("Tỷ lệ {}: {before_shown} → {now_shown}", year.plan.indicator(now.indicator).short))
}
