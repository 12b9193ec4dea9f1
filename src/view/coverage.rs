//! A coverage against its target, cell by cell: the one place that decides which figures stand for it, with how many
//! decimals and in which tone.

use super::block::{Align, Cell, Table, Tone, Value};
use super::units;
use super::words::{self, capitalized, decimals};
use crate::counts::Scope;
use crate::indicator::{Coverage, Lack};
use crate::ledger::Merged;
use crate::plan::{Caveat, Plan, PlanYear, SchemeId};
use crate::value::{Percent, Ratio, wording};

/// How a share stands to a target. A cell whose figure is missing says so, one without meaning holds nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attainment {
    /// The share.
    pub share: Cell,
    /// The target.
    pub target: Cell,
    /// Percentage points above the target.
    pub points: Cell,
    /// People the target still needs.
    pub gap: Cell,
    /// Whether it is reached.
    pub verdict: Cell,
}

impl Attainment {
    /// How a coverage stands to its target.
    pub fn of(coverage: &Coverage) -> Self {
        Attainment::new(coverage.share(), coverage.target.as_ref().map(|target| target.percent))
    }

    /// How a share stands to a target, either of which may be missing.
    pub fn new(share: Option<Ratio>, target: Option<Percent>) -> Self {
        let both = share.zip(target);
        let value = share.map(|share| Value::Share(share, decimals(share, target)));
        Attainment {
            share: Cell::or_not_computable(value),
            target: Cell::or_none(target.map(Value::Target)),
            points: Cell::or_none(both.map(|(share, target)| above(share, target))),
            gap: Cell::or_none(both.and_then(|(share, target)| share.gap_to(target)).map(Value::Gap)),
            verdict: verdict(share, target),
        }
    }
}

fn above(share: Ratio, target: Percent) -> Value {
    Value::Points(share, Ratio::of(target), decimals(share, Some(target)))
}

fn verdict(share: Option<Ratio>, target: Option<Percent>) -> Cell {
    match (share, target) {
        (None, _) => Cell::or_not_computable(None),
        (Some(_), None) => Cell::new(Value::None),
        (Some(share), Some(target)) => {
            let is_reached = share.reaches(target);
            Cell::new(Value::Verdict(is_reached)).tone(if is_reached { Tone::Good } else { Tone::Bad })
        }
    }
}

/// The verdict and the distance in one: `Chưa đạt, còn thiếu 253 người`; why there is none where there is none.
pub fn verdict_and_gap(year: &PlanYear, coverage: &Coverage) -> String {
    match (coverage.is_reached(), coverage.gap_people(), coverage.lack()) {
        (Some(is_reached), Some(people), _) => format!("{}, {}", words::verdict(is_reached), words::gap(people)),
        (_, _, Some(lack)) => capitalized(&words::lack(year, &lack)),
        _ => "Kế hoạch không giao chỉ tiêu".to_owned(),
    }
}

/// What is to be kept in mind beside the province's coverage, or under a ranking of areas: the plan's assumption, or what
/// holds for every such rate.
pub fn caveat(plan: &Plan, of: Caveat) -> String {
    let general = match of {
        Caveat::Coverage => {
            "{Labour_force} gồm cả người tham gia BHXH ở nơi khác (quân đội, công an), nên tỷ lệ thấp hơn thực tế."
        }
        Caveat::Areas => {
            "Người tham gia được tính theo nơi đơn vị đóng, {labour_force} theo nơi cư trú; thứ hạng địa bàn chỉ để tham khảo."
        }
    };
    plan.caveat(of).map_or_else(|| plan.words.fill(general), str::to_owned)
}

/// Each indicator against its target in one line: what is planned, what is reached, and how far that is.
pub fn table(year: &PlanYear, coverages: &[Coverage]) -> Table {
    let table = Table::new(&[
        ("Chỉ tiêu", 45, Align::Left),
        ("Kế hoạch", 25, Align::Right),
        ("Thực hiện", 25, Align::Right),
        ("Kết quả", 30, Align::Left),
        ("Chênh lệch", 40, Align::Right),
    ]);
    table.rows(coverages.iter().map(|coverage| {
        let attainment = Attainment::of(coverage);
        let name = Cell::from(year.plan.indicator(coverage.indicator).short.as_str());
        let share = coverage.share().map_or(Cell::new(Value::None), |_| attainment.share);
        vec![name, attainment.target, share, attainment.verdict, attainment.gap]
    }))
}

/// Why coverages aren't computed or are provisional, a sentence without full stop each: `Tỷ lệ BHXH chưa tính được: thiếu số liệu của …`.
pub fn remarks(year: &PlanYear, coverages: &[Coverage]) -> Vec<String> {
    let lacks = coverages.iter().filter_map(|coverage| Some((coverage, coverage.lack()?)));
    let provisional = coverages.iter().filter_map(|coverage| {
        let words = units::provisional_figure(year, &coverage.partial())?;
        Some(format!("Tỷ lệ {} là {words}", year.plan.indicator(coverage.indicator).short))
    });
    lacks.map(|(coverage, lack)| remark(year, coverage, &lack)).chain(provisional).collect()
}

fn remark(year: &PlanYear, coverage: &Coverage, lack: &Lack) -> String {
    let short = &year.plan.indicator(coverage.indicator).short;
    format!("Tỷ lệ {short} {}: {}", words::NOT_COMPUTABLE.to_lowercase(), words::lack(year, lack))
}

/// A coverage in percent: `35,39%`; `None` if it isn't computable.
pub fn share(coverage: &Coverage) -> Option<String> {
    let (share, target) = (coverage.share()?, coverage.target.as_ref());
    let decimals = decimals(share, target.map(|target| target.percent));
    Some(wording::share(share.part, share.whole, decimals))
}

/// What part of its target is reached: `99,89%`; never `100,00%` before it is.
pub fn of_target(coverage: &Coverage) -> Option<Value> {
    let (share, target) = (coverage.share()?, Ratio::of(coverage.target.as_ref()?.percent));
    let of_target = Ratio::new(share.part.checked_mul(target.whole)?, share.whole.checked_mul(target.part)?)?;
    Some(Value::Share(of_target, decimals(of_target, Some(Percent::ALL))))
}

/// The participants of each scheme of an indicator, in the round whose participants its share counts, which needn't be the one that
/// potential is measured in. `None` for an indicator of one scheme, or if they don't add up to its own.
pub fn people_by_scheme(merged: &Merged, coverage: &Coverage) -> Option<Vec<(SchemeId, i64)>> {
    let (year, plan) = (&merged.year, merged.year.plan);
    let schemes = &plan.indicator(coverage.indicator).schemes;
    let counts = merged.ledger.by_round().of(coverage.rounds.numerator);
    let in_year = |id: SchemeId| counts.sum(year, &plan.scheme(id).participants, Scope::Province, None).known();
    let people: Vec<(SchemeId, i64)> = schemes.iter().map(|id| Some((*id, in_year(*id)?))).collect::<Option<_>>()?;
    let sum: i64 = people.iter().map(|(_, people)| people).sum();
    (schemes.len() > 1 && coverage.numerator.known() == Some(sum)).then_some(people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::fixture::{PROVINCE, counts};
    use crate::indicator::{coverage, coverage_of_area, rounds_by_area};
    use crate::plan;

    /// The first indicator's cells as a document shows them, and why they aren't all there.
    fn shown(more: &str) -> (String, Vec<String>) {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let coverage = coverage(&year, &counts(&year, &format!("{PROVINCE}\n{more}")).into());
        let cells = Attainment::of(&coverage[0]);
        let cells =
            [cells.share, cells.target, cells.points, cells.gap, cells.verdict].map(|cell| cell.text().to_string());
        (cells.join(" | "), remarks(&year, &coverage[..1]))
    }

    #[test]
    fn a_share_is_shown_against_its_target() {
        assert_eq!(shown(""), ("34,20% | 38% | -3,80 | còn thiếu 21.300 người | Chưa đạt".to_owned(), Vec::new()));
    }

    #[test]
    fn a_share_that_is_missing_says_why_and_takes_the_distance_along() {
        let (cells, why) = shown("ctk * * * ?");
        assert_eq!(cells, "Chưa tính được | 38% | – | – | Chưa tính được");
        assert_eq!(why, ["Tỷ lệ BHXH chưa tính được: thiếu số liệu của Cục Thống kê tỉnh"]);
        let (_, why) = shown("ctk lao-dong * labour-force 0");
        assert_eq!(why, ["Tỷ lệ BHXH chưa tính được: lực lượng lao động bằng 0"]);
    }

    #[test]
    fn an_area_has_no_target_and_so_no_verdict() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let area = year.areas().next().expect("an area");
        let counts = counts(&year, PROVINCE).into();
        let cells = Attainment::of(&coverage_of_area(&year, &counts, area, &rounds_by_area(&year, &counts))[0]);
        assert_eq!([cells.target.value, cells.gap.value, cells.verdict.value], [const { Value::None }; 3]);
    }

    #[test]
    fn a_part_of_a_target_looks_whole_only_when_it_is() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let mut coverage = coverage(&year, &counts(&year, PROVINCE).into())[0].clone();
        coverage.denominator.people = 1_000_000;
        coverage.numerator.people = 379_999;
        assert_eq!(of_target(&coverage).map(|value| value.text().to_string()), Some("99,9997%".to_owned()));
        coverage.numerator.people = 380_000;
        assert_eq!(of_target(&coverage).map(|value| value.text().to_string()), Some("100,00%".to_owned()));
    }
}
