//! Part II: every indicator against its target and the year before, and how the areas stand.

use std::collections::BTreeSet;

use super::appendix_numbers;
use super::draft::Draft;
use super::words::lacking;
use crate::annual::{Annual, EarlierYear};
use crate::indicator::ranking::ranked;
use crate::indicator::{self, Coverage, Lack};
use crate::plan::{Caveat, Indicator, IndicatorId, PlanYear, SchemeId};
use crate::value::wording;
use crate::view::block::{Align, Block, Cell, Chart, ChartUnit, Heading, Point, Series, SeriesRole, Table, Text};
use crate::view::coverage::{Attainment, caveat, of_target, share, verdict_and_gap};
use crate::view::rounds;
use crate::view::words::{self, capitalized, within_sentence};

/// How many areas are named at either end.
const ENDS: usize = 3;

pub fn write(report: &mut Draft) {
    let annual = report.annual;
    let year = report.year().year;
    report.heading(Heading::Part, &format!("{} năm {year}", report.plan().documents.titles.results));
    report.heading(Heading::Section, &report.plan().words.fill("Kết quả {whole}"));
    report.lead_in(format!("{} Cụ thể ({}):", verdicts(annual), report.next_table(0)));
    for coverage in &annual.coverage {
        report.item(indicator(annual, coverage));
    }
    if annual.last_year().is_none() {
        report.paragraph(format!("Chưa so sánh được với năm {} vì chưa có sổ tổng hợp của năm đó.", year - 1));
    }
    report.table(&format!("Kết quả thực hiện chỉ tiêu năm {year}"), this_year(annual).dense());
    report.blocks.push(Block::Note(caveat(report.plan(), Caveat::Coverage)));
    by_round(report);
    figure(report);
    report.heading(Heading::Section, "Kết quả theo địa bàn");
    areas(report);
}

/// How many indicators have reached their targets, and which.
fn verdicts(annual: &Annual) -> String {
    let year = annual.merged.year.year;
    let n = annual.coverage.iter().filter(|coverage| coverage.target.is_some()).count();
    let verdicts: Vec<(Vec<&str>, &str)> =
        [(Some(true), "đạt"), (Some(false), "chưa đạt"), (None, "chưa xác định được")]
            .into_iter()
            .map(|(verdict, words)| (indicators_with(annual, verdict), words))
            .filter(|(which, _)| !which.is_empty())
            .collect();
    match verdicts.as_slice() {
        [] => format!("Kế hoạch không giao chỉ tiêu cho năm {year}."),
        [(which, words)] if n > 1 => {
            format!("Cả {n} chỉ tiêu của Kế hoạch cho năm {year} ({}) đều {words}.", which.join(", "))
        }
        several => {
            let several =
                several.iter().map(|(which, words)| format!("{} chỉ tiêu {words} ({})", which.len(), which.join(", ")));
            let several: Vec<String> = several.collect();
            format!("Trong {n} chỉ tiêu của Kế hoạch cho năm {year}, có {}.", wording::list(&several))
        }
    }
}

/// The indicators that have a target and a verdict on it; without one those of which it isn't known.
fn indicators_with<'a>(annual: &Annual<'a>, verdict: Option<bool>) -> Vec<&'a str> {
    let with_target = annual.coverage.iter().filter(|coverage| coverage.target.is_some());
    with_target
        .filter(|coverage| coverage.is_reached() == verdict)
        .map(|coverage| annual.merged.year.plan.indicator(coverage.indicator).short.as_str())
        .collect()
}

/// One indicator in one sentence.
fn indicator(annual: &Annual, coverage: &Coverage) -> Text {
    let indicator = annual.merged.year.plan.indicator(coverage.indicator);
    let name = Text::new().bold(format!("{}: ", indicator.title));
    let (Some((part, whole)), Some(share)) = (coverage.known(), share(coverage)) else {
        return name.plain(not_computable(annual, coverage));
    };
    let mut clauses = vec![format!(
        "đạt {share} ({} người tham gia trong {} người thuộc {})",
        wording::people(part),
        wording::people(whole),
        annual.merged.year.plan.words.labour_force
    )];
    clauses.extend(by_scheme(annual, coverage, part));
    clauses.extend(against_target(coverage));
    let mut sentence = clauses.join(", ");
    if let Some(comparison) = annual.last_year().and_then(|before| against_last_year(annual, coverage, before)) {
        sentence = format!("{sentence}; {comparison}");
    }
    name.plain(format!("{sentence}."))
}

/// `trong đó BHXH bắt buộc 214.131 người, BHXH tự nguyện 25.928 người`, for an indicator of several schemes whose numbers
/// add up to its own.
fn by_scheme(annual: &Annual, coverage: &Coverage, part: i64) -> Option<String> {
    let plan = annual.merged.year.plan;
    let schemes = &plan.indicator(coverage.indicator).schemes;
    let of = |id: SchemeId| annual.potential.schemes.iter().find(|scheme| scheme.scheme == id)?.participants.known();
    let people: Vec<i64> = schemes.iter().map(|id| of(*id)).collect::<Option<_>>()?;
    let named = schemes
        .iter()
        .zip(&people)
        .map(|(id, people)| format!("{} {} người", plan.scheme(*id).name, wording::people(*people)));
    let adds_up = schemes.len() > 1 && people.iter().sum::<i64>() == part;
    adds_up.then(|| format!("trong đó {}", named.collect::<Vec<_>>().join(", ")))
}

fn not_computable(annual: &Annual, coverage: &Coverage) -> String {
    let target =
        coverage.target.as_ref().map(|target| format!("; chưa xác định được kết quả so với {}", words::target(target)));
    format!("chưa tính được, do {}{}.", why_unknown(annual, coverage), target.unwrap_or_default())
}

fn why_unknown(annual: &Annual, coverage: &Coverage) -> String {
    coverage.lack().map(|lack| lack_in_words(&annual.merged.year, &lack)).unwrap_or_default()
}

/// Reached or not, which part, how many people.
fn against_target(coverage: &Coverage) -> Option<String> {
    let target = coverage.target.as_ref()?;
    let verdict = if coverage.is_reached()? { "đạt" } else { "chưa đạt" };
    Some(format!(
        "{verdict} {}, bằng {} chỉ tiêu, {}",
        words::target(target),
        of_target(coverage)?.text(),
        words::gap(coverage.gap_people()?)
    ))
}

/// The change since the year before in people, and in percentage points where both rates are known.
fn against_last_year(annual: &Annual, coverage: &Coverage, before: &EarlierYear) -> Option<String> {
    let earlier = before.coverage.iter().find(|earlier| earlier.indicator == coverage.indicator)?;
    let rise = earlier.numerator.known().zip(coverage.numerator.known());
    let rise = rise.map(|(before, now)| words::rise_in_people(now - before));
    let points = earlier.share().zip(coverage.share()).and_then(|(before, now)| words::rise_in_points(now, before));
    let why = || format!("chưa so sánh được tỷ lệ do sổ tổng hợp năm đó {}", why_unknown(annual, earlier));
    match (rise, points) {
        (Some(rise), Some(points)) => Some(format!("so với năm {} {rise}, {points}", before.year)),
        (Some(rise), None) => Some(format!("so với năm {} {rise}, {}", before.year, why())),
        (None, _) => Some(format!(
            "chưa so sánh được với năm {} do sổ tổng hợp năm đó {}",
            before.year,
            why_unknown(annual, earlier)
        )),
    }
}

fn this_year(annual: &Annual) -> Table {
    let labour_force = annual.merged.year.plan.words.fill("{Labour_force}");
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        ("Nội dung", 44, Align::Left),
        ("Số người tham gia", 22, Align::Right),
        (&labour_force, 22, Align::Right),
        ("Tỷ lệ", 18, Align::Right),
        ("Chỉ tiêu", 15, Align::Right),
        ("Kết quả", 35, Align::Left),
    ]);
    table.rows(annual.coverage.iter().enumerate().map(|(n, coverage)| {
        let indicator = annual.merged.year.plan.indicator(coverage.indicator);
        let name = [Cell::from((n + 1).to_string()), Cell::from(format!("Tỷ lệ tham gia {}", indicator.short))];
        name.into_iter().chain(figures(annual, coverage)).collect()
    }))
}

/// The newest shares beside those of the earlier rounds; nothing where there is one round.
fn by_round(report: &mut Draft) {
    let annual = report.annual;
    let by_round = indicator::coverage_by_round(&annual.merged.year, annual.merged.ledger.by_round());
    if by_round.is_empty() {
        return;
    }
    let mut rounds: Vec<String> =
        annual.coverage.iter().filter_map(|coverage| rounds::of_coverage(annual.merged, coverage)).collect();
    rounds.dedup();
    let sentences = rounds.into_iter().chain(rounds::earlier_shares(annual.merged, &annual.coverage));
    let sentences: Vec<String> = sentences.map(|sentence| format!("{sentence}.")).collect();
    report.paragraph(format!("{} Số liệu từng kỳ nêu tại {}.", sentences.join(" "), report.next_table(0)));
    report.table("Kết quả theo từng kỳ số liệu", round_table(annual, &by_round).dense());
}

fn round_table(annual: &Annual, by_round: &[Coverage]) -> Table {
    let plan = annual.merged.year.plan;
    let labour_force = plan.words.fill("{Labour_force}");
    let table = Table::new(&[
        ("Nội dung", 30, Align::Left),
        ("Kỳ số liệu", 22, Align::Left),
        ("Số người tham gia", 22, Align::Right),
        (&labour_force, 22, Align::Right),
        ("Tỷ lệ", 18, Align::Right),
        ("Chỉ tiêu", 15, Align::Right),
        ("Kết quả", 36, Align::Left),
    ]);
    table.rows(by_round.iter().map(|coverage| {
        let round = capitalized(&plan.round(coverage.rounds.numerator).name);
        let name = [Cell::from(plan.indicator(coverage.indicator).short.as_str()), Cell::from(round)];
        name.into_iter().chain(figures(annual, coverage)).collect()
    }))
}

/// Every indicator in every year that is known.
pub fn over_years(annual: &Annual) -> Table {
    let labour_force = annual.merged.year.plan.words.fill("{Labour_force}");
    let table = Table::new(&[
        ("Nội dung", 36, Align::Left),
        ("Năm", 13, Align::Center),
        ("Số người tham gia", 22, Align::Right),
        (&labour_force, 22, Align::Right),
        ("Tỷ lệ", 18, Align::Right),
        ("Chỉ tiêu", 15, Align::Right),
        ("Kết quả", 39, Align::Left),
    ]);
    let plan = annual.merged.year.plan;
    table.rows(plan.indicator_ids().flat_map(|id| {
        of_years(annual, id).map(move |coverage| {
            let name = [Cell::from(plan.indicator(id).short.as_str()), Cell::from(coverage.year.to_string())];
            name.into_iter().chain(figures(annual, coverage)).collect()
        })
    }))
}

/// An indicator in the earlier years and in this one.
fn of_years<'a>(annual: &'a Annual, indicator: IndicatorId) -> impl Iterator<Item = &'a Coverage> {
    let earlier = annual.earlier.iter().flat_map(|earlier| &earlier.coverage);
    earlier.chain(&annual.coverage).filter(move |coverage| coverage.indicator == indicator)
}

/// People, labour force, share, target and verdict.
fn figures(annual: &Annual, coverage: &Coverage) -> [Cell; 5] {
    let attainment = Attainment::of(coverage);
    [
        Cell::people(coverage.numerator.known()),
        Cell::people(coverage.denominator.known()),
        attainment.share,
        attainment.target,
        Cell::from(verdict_and_gap(&annual.merged.year, coverage)),
    ]
}

/// Shares and targets over the years, a chart for each indicator that has a share.
fn figure(report: &mut Draft) {
    let annual = report.annual;
    let plan = report.plan();
    let charts: Vec<Chart> = plan.indicator_ids().filter_map(|id| chart(annual, id, plan.indicator(id))).collect();
    if charts.is_empty() {
        return report.paragraph("Chưa vẽ được biểu đồ so với chỉ tiêu vì chưa tính được tỷ lệ nào.");
    }
    report.charts("Tỷ lệ tham gia so với chỉ tiêu qua các năm", charts);
}

/// An indicator in every year that has a share or a target; `None` if no share is known.
fn chart(annual: &Annual, id: IndicatorId, indicator: &Indicator) -> Option<Chart> {
    let known: Vec<&Coverage> = of_years(annual, id).filter(|coverage| coverage.share().is_some()).collect();
    let years: BTreeSet<i32> =
        known.iter().map(|coverage| coverage.year).chain(indicator.targets.iter().map(|target| target.year)).collect();
    let of = |year: i32| known.iter().find(|coverage| coverage.year == year).copied();
    let facts = years.iter().map(|year| of(*year).and_then(fact));
    let targets = years.iter().map(|year| indicator.target(*year).map(|target| Point::target(target.percent)));
    let told: Vec<String> = years.iter().filter_map(|year| told(*year, of(*year), indicator)).collect();
    (!known.is_empty()).then(|| Chart {
        title: indicator.short.clone(),
        names: years.iter().map(|year| year_with_verdict(*year, of(*year))).collect(),
        series: vec![
            Series { name: "Thực hiện".to_owned(), role: SeriesRole::Fact, points: facts.collect() },
            Series { name: "Chỉ tiêu".to_owned(), role: SeriesRole::Comparison, points: targets.collect() },
        ],
        unit: ChartUnit::Percent,
        alternative: format!("Biểu đồ cột: {} so với chỉ tiêu. {}.", indicator.title, told.join("; ")),
    })
}

fn fact(coverage: &Coverage) -> Option<Point> {
    let share = coverage.share()?;
    let decimals = words::decimals(share, coverage.target.as_ref().map(|target| target.percent));
    Some(Point::share(share, decimals))
}

/// `2022: đạt`, so that a share a little above its target doesn't look as if it had missed it.
fn year_with_verdict(year: i32, coverage: Option<&Coverage>) -> String {
    match coverage.and_then(Coverage::is_reached) {
        Some(is_reached) => format!("{year}: {}", words::verdict(is_reached).to_lowercase()),
        None => year.to_string(),
    }
}

/// `Năm 2022 đạt 35,39%, chỉ tiêu 35%`
fn told(year: i32, coverage: Option<&Coverage>, indicator: &Indicator) -> Option<String> {
    let fact = coverage.and_then(share).map(|share| format!("thực hiện {share}"));
    let target = indicator.target(year).map(words::target);
    let both: Vec<String> = fact.into_iter().chain(target).collect();
    (!both.is_empty()).then(|| format!("Năm {year} {}", both.join(", ")))
}

fn areas(report: &mut Draft) {
    let annual = report.annual;
    let by_area: Vec<IndicatorId> = report
        .plan()
        .indicator_ids()
        .filter(|n| annual.areas.iter().any(|(_, lines)| lines.iter().any(|line| line.indicator == *n)))
        .collect();
    if by_area.is_empty() {
        return report.paragraph("Kế hoạch không thu thập số liệu theo địa bàn.");
    }
    report.lead_in(format!(
        "Kế hoạch không giao chỉ tiêu cho từng địa bàn. Tỷ lệ tham gia của {} địa bàn (chi tiết tại {}):",
        annual.areas.len(),
        appendix_numbers::RESULTS
    ));
    for n in by_area {
        report.item(of_areas(annual, n));
    }
    report.blocks.push(Block::Note(caveat(report.plan(), Caveat::Areas)));
}

/// The highest and the lowest areas of an indicator, and those that are not known.
fn of_areas(annual: &Annual, indicator: IndicatorId) -> Text {
    let name = Text::new().bold(format!("{}: ", annual.merged.year.plan.indicator(indicator).short));
    let ranked = ranked_areas(annual, indicator).into_iter().map(|(_, area)| area);
    let (known, unknown): (Vec<&Coverage>, Vec<&Coverage>) = ranked.partition(|area| area.share().is_some());
    let sentence = match (highest_and_lowest(annual, &known), unknown_areas(annual, &unknown, known.is_empty())) {
        (Some(ends), Some(unknown)) => format!("{ends} {}", capitalized(&unknown)),
        (ends, unknown) => ends.or(unknown).unwrap_or_default(),
    };
    name.plain(sentence)
}

/// Which areas stand at either end; all of them if they are too few for that.
fn highest_and_lowest(annual: &Annual, known: &[&Coverage]) -> Option<String> {
    let n = ENDS.min(known.len() / 2);
    if n == 0 {
        return (!known.is_empty()).then(|| format!("mới tính được {}.", with_shares(annual, known.iter())));
    }
    // Equal shares have the same rank, so none of them is left out.
    let (high, low) = (known[n - 1].share(), known[known.len() - n].share());
    if high == low {
        return Some(format!("{}.", with_shares(annual, known.iter())));
    }
    let highest = with_shares(annual, known.iter().filter(|area| area.share() >= high));
    let lowest = with_shares(annual, known.iter().rev().filter(|area| area.share() <= low));
    Some(format!("cao nhất là {highest}; thấp nhất là {lowest}."))
}

/// `huyện Bù Đốp (35,02%) và thị xã Bình Long (34,10%)`
fn with_shares<'c>(annual: &Annual, areas: impl Iterator<Item = &'c &'c Coverage>) -> String {
    let named = areas.filter_map(|coverage| {
        Some(format!("{} ({})", within_sentence(area_name(annual, coverage)?), share(coverage)?))
    });
    wording::list(&named.collect::<Vec<_>>())
}

/// Which areas' shares aren't known, and why.
fn unknown_areas(annual: &Annual, unknown: &[&Coverage], are_all: bool) -> Option<String> {
    let year = &annual.merged.year;
    let lack = Lack::of_share(unknown.iter().flat_map(|coverage| coverage.missing()).collect());
    let areas: Vec<String> =
        unknown.iter().filter_map(|coverage| area_name(annual, coverage)).map(within_sentence).collect();
    let which = if are_all { format!("cả {} địa bàn", areas.len()) } else { wording::list(&areas) };
    (!areas.is_empty()).then(|| format!("chưa tính được tỷ lệ của {which}, do {}.", lack_in_words(year, &lack)))
}

/// The areas of an indicator with their ranks, from the highest share to the lowest; those that are not known come last.
fn ranked_areas<'a>(annual: &'a Annual, indicator: IndicatorId) -> Vec<(Option<usize>, &'a Coverage)> {
    let lines = annual.areas.iter().flat_map(|(_, lines)| lines);
    ranked(lines.filter(|line| line.indicator == indicator))
}

fn lack_in_words(year: &PlanYear, lack: &Lack) -> String {
    match lack {
        Lack::Agencies(missing) => lacking(year, missing),
        _ => words::lack(year, lack),
    }
}

fn area_name<'a>(annual: &'a Annual, coverage: &Coverage) -> Option<&'a str> {
    coverage.area.map(|area| annual.merged.year.area_name(area))
}

/// The areas of an indicator as a table; with notes only where something is missing.
pub fn area_table(annual: &Annual, indicator: IndicatorId) -> Table {
    let labour_force = annual.merged.year.plan.words.fill("{Labour_force}");
    let ranked = ranked_areas(annual, indicator);
    let noted = ranked.iter().any(|(_, coverage)| coverage.lack().is_some());
    let mut columns = vec![
        ("Hạng", 13, Align::Center),
        ("Địa bàn", if noted { 44 } else { 50 }, Align::Left),
        ("Số người tham gia", if noted { 25 } else { 38 }, Align::Right),
        (&labour_force, if noted { 25 } else { 40 }, Align::Right),
        ("Tỷ lệ", if noted { 22 } else { 26 }, Align::Right),
    ];
    columns.extend(noted.then_some(("Ghi chú", 34, Align::Left)));
    Table::new(&columns).rows(ranked.into_iter().map(|(rank, coverage)| {
        let mut row = vec![
            Cell::from(rank.map_or_else(|| words::NONE.to_owned(), |rank| rank.to_string())),
            Cell::from(area_name(annual, coverage).unwrap_or_default()),
            Cell::people(coverage.numerator.known()),
            Cell::people(coverage.denominator.known()),
            Attainment::of(coverage).share,
        ];
        row.extend(noted.then(|| Cell::from(capitalized(&why_unknown(annual, coverage)))));
        row
    }))
}
