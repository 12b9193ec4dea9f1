//! Coverage against target: a card for each indicator, its years, and the same by area.

use serde::Serialize;

use super::figure::{FigureShown, places};
use crate::counts::{Scope, SideRounds};
use crate::indicator::annual::EarlierYear;
use crate::indicator::{self, Coverage};
use crate::ledger::Merged;
use crate::plan::{Caveat, IndicatorId};
use crate::value::{Ratio, wording};
use crate::view::block::{Cell, Tone, as_share};
use crate::view::coverage::{self, Attainment};
use crate::view::{rounds, units, words};

/// An indicator in the year.
#[derive(Debug, Serialize)]
pub struct Card {
    name: String,
    title: String,
    share: TonedText,
    target: TonedText,
    verdict: TonedText,
    gap: TonedText,
    /// Why it isn't computable; `None` if it is.
    lack: Option<String>,
    /// The rounds it is of, and the share by an earlier one; `None` where the year has one round.
    rounds: Option<String>,
    /// That it is provisional for want of units; `None` if it isn't.
    provisional: Option<String>,
    missing: Vec<usize>,
    numerator: FigureShown,
    denominator: FigureShown,
    /// Every year with a share or a target, in order.
    years: Vec<Year>,
}

/// A text in its tone.
#[derive(Debug, Serialize)]
pub struct TonedText {
    text: String,
    tone: &'static str,
}

/// A year's share and target, in words and as parts of 1 for a bar.
#[derive(Debug, Serialize)]
struct Year {
    year: i32,
    /// Whether numbers of the year lack those of some units.
    provisional: bool,
    share: Option<Bar>,
    target: Option<Bar>,
}

#[derive(Debug, Serialize)]
struct Bar {
    text: String,
    part: f64,
}

/// The coverage of areas: a column for each indicator that is reported by area.
#[derive(Debug, Serialize)]
pub struct Areas {
    /// What is to be kept in mind of such shares.
    caveat: String,
    columns: Vec<String>,
    rows: Vec<AreaShares>,
}

#[derive(Debug, Serialize)]
struct AreaShares {
    name: String,
    cells: Vec<AreaCell>,
}

#[derive(Debug, Serialize)]
struct AreaCell {
    share: TonedText,
    /// For a bar; `None` if it isn't computable.
    part: Option<f64>,
    numerator: FigureShown,
    denominator: FigureShown,
}

pub fn cards(merged: &Merged, coverages: &[Coverage], earlier: &[EarlierYear]) -> Vec<Card> {
    coverages.iter().map(|coverage| card(merged, coverage, earlier)).collect()
}

fn card(merged: &Merged, coverage: &Coverage, earlier: &[EarlierYear]) -> Card {
    let indicator = merged.year.plan.indicator(coverage.indicator);
    let attainment = Attainment::of(coverage);
    let SideRounds { numerator, denominator } = coverage.rounds;
    Card {
        name: indicator.short.clone(),
        title: indicator.title.clone(),
        share: attainment.share.into(),
        target: attainment.target.into(),
        verdict: attainment.verdict.into(),
        gap: attainment.gap.into(),
        lack: coverage.lack().map(|lack| words::capitalized(&words::lack(&merged.year, &lack))),
        rounds: of_rounds(merged, coverage),
        provisional: units::provisional_figure(&merged.year, &coverage.partial())
            .map(|words| words::capitalized(&words)),
        missing: places(merged, &coverage.missing()),
        numerator: FigureShown::new(merged, numerator, &indicator.numerator, Scope::Province, &coverage.numerator),
        denominator: FigureShown::new(
            merged,
            denominator,
            &indicator.denominator,
            Scope::Province,
            &coverage.denominator,
        ),
        years: years(merged, coverage, earlier),
    }
}

/// `Số người tham gia: kỳ cuối năm, đến ngày 31/10/2023; lực lượng lao động: … Theo số liệu kỳ tháng 6: BHXH 37,96%`.
fn of_rounds(merged: &Merged, coverage: &Coverage) -> Option<String> {
    let earlier = rounds::earlier_shares(merged, std::slice::from_ref(coverage));
    let all: Vec<String> = rounds::of_coverage(merged, coverage).into_iter().chain(earlier).collect();
    (!all.is_empty()).then(|| format!("{}.", all.join(". ")))
}

fn years(merged: &Merged, coverage: &Coverage, earlier: &[EarlierYear]) -> Vec<Year> {
    let plan = merged.year.plan;
    let first = earlier.first().map_or(plan.first_year, |earlier| earlier.year.min(plan.first_year));
    let all = (first..=plan.last_year).map(|year| {
        let in_year = if year == coverage.year { Some(coverage) } else { of_year(earlier, coverage.indicator, year) };
        let target = plan.indicator(coverage.indicator).target(year);
        Year {
            year,
            provisional: is_provisional(merged, earlier, year),
            share: in_year.and_then(|coverage| Some(Bar::new(coverage::share(coverage)?, coverage.share()?))),
            target: target.map(|target| Bar::new(wording::target(target.percent), Ratio::of(target.percent))),
        }
    });
    all.filter(|year| year.share.is_some() || year.target.is_some()).collect()
}

fn is_provisional(merged: &Merged, earlier: &[EarlierYear], year: i32) -> bool {
    match earlier.iter().find(|earlier| earlier.year == year) {
        Some(earlier) => !earlier.partial.is_empty(),
        None => year == merged.year.year && merged.partial().next().is_some(),
    }
}

fn of_year(earlier: &[EarlierYear], indicator: IndicatorId, year: i32) -> Option<&Coverage> {
    let of_year = earlier.iter().find(|earlier| earlier.year == year)?;
    of_year.coverage.iter().find(|coverage| coverage.indicator == indicator)
}

pub fn areas(merged: &Merged) -> Areas {
    let (year, counts) = (&merged.year, merged.ledger.by_round());
    let by_area = year.plan.indicator_ids().filter(|id| year.plan.indicator(*id).is_by_area());
    let rounds = indicator::rounds_by_area(year, counts);
    let rows = year.areas().map(|area| {
        let coverage = indicator::coverage_of_area(year, counts, area, &rounds);
        let cells = coverage.iter().map(|of| area_cell(merged, of)).collect();
        AreaShares { name: year.area_name(area).to_owned(), cells }
    });
    Areas {
        caveat: areas_caveat(merged),
        columns: by_area.map(|id| year.plan.indicator(id).short.clone()).collect(),
        rows: rows.collect(),
    }
}

/// What is to be kept in mind of the areas' shares, after the rounds they are of.
fn areas_caveat(merged: &Merged) -> String {
    let newest = indicator::coverage(&merged.year, merged.ledger.by_round());
    let mut of: Vec<String> = newest.iter().filter_map(|coverage| rounds::of_coverage(merged, coverage)).collect();
    of.dedup();
    of.push(coverage::caveat(merged.year.plan, Caveat::Areas));
    of.join(". ")
}

fn area_cell(merged: &Merged, coverage: &Coverage) -> AreaCell {
    let indicator = merged.year.plan.indicator(coverage.indicator);
    let scope = coverage.area.map_or(Scope::Province, Scope::Area);
    let SideRounds { numerator, denominator } = coverage.rounds;
    AreaCell {
        share: Attainment::of(coverage).share.into(),
        part: coverage.share().map(as_share),
        numerator: FigureShown::new(merged, numerator, &indicator.area_numerator, scope, &coverage.numerator),
        denominator: FigureShown::new(merged, denominator, &indicator.area_denominator, scope, &coverage.denominator),
    }
}

impl Bar {
    fn new(text: String, share: Ratio) -> Self {
        Bar { text, part: as_share(share) }
    }
}

impl From<Cell> for TonedText {
    fn from(cell: Cell) -> Self {
        TonedText { text: cell.text().to_string(), tone: tone(cell.tone) }
    }
}

/// A tone as the page's style sheet calls it.
pub fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Doubt => "doubt",
    }
}
