//! A coverage against its target, cell by cell: the one place that decides which figures stand for it, with how many
//! decimals and in which tone.

use super::block::{Align, Cell, Table, Tone, Value};
use super::words::{self, capitalized, decimals};
use crate::indicator::{Coverage, Lack};
use crate::plan::PlanYear;
use crate::value::{Percent, Ratio, wording};

/// How a share stands to a target. A cell whose figure is missing says so, one without meaning holds nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attainment {
    pub share: Cell,
    pub target: Cell,
    /// Percentage points above the target.
    pub points: Cell,
    /// People the target still needs.
    pub gap: Cell,
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

/// Why coverages aren't computed, a sentence without full stop each: `Tỷ lệ BHXH chưa tính được: thiếu số liệu của …`.
pub fn remarks(year: &PlanYear, coverages: &[Coverage]) -> Vec<String> {
    let lacks = coverages.iter().filter_map(|coverage| Some((coverage, coverage.lack()?)));
    lacks.map(|(coverage, lack)| remark(year, coverage, &lack)).collect()
}

fn remark(year: &PlanYear, coverage: &Coverage, lack: &Lack) -> String {
    let short = &year.plan.indicator(coverage.indicator).short;
    format!("Tỷ lệ {short} {}: {}", words::NOT_COMPUTABLE.to_lowercase(), words::lack(year, lack))
}

/// A coverage in percent: `35,39 %`; `None` if it isn't computable.
pub fn share(coverage: &Coverage) -> Option<String> {
    let (share, target) = (coverage.share()?, coverage.target.as_ref());
    let decimals = decimals(share, target.map(|target| target.percent));
    Some(wording::share(share.part, share.whole, decimals))
}

/// What part of its target is reached: `99,89 %`; never `100,00 %` before it is.
pub fn share_of_target(coverage: &Coverage) -> Option<String> {
    let (share, target) = (coverage.share()?, Ratio::of(coverage.target.as_ref()?.percent));
    let of_target = Ratio::new(share.part.checked_mul(target.whole)?, share.whole.checked_mul(target.part)?)?;
    Some(wording::share(of_target.part, of_target.whole, decimals(of_target, Some(Percent::ALL))))
}
