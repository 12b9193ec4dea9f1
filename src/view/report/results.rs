//! Part II: every indicator against its target and the year before, and how the areas stand.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::words::{first_named, lacking};
use super::{appendix_numbers, assigned};
use crate::indicator::annual::{Annual, EarlierYear};
use crate::indicator::ranking::ranked;
use crate::indicator::{self, Coverage, Lack};
use crate::plan::{Caveat, Indicator, IndicatorId, PlanYear};
use crate::value::wording;
use crate::view::block::{Align, Block, Cell, Chart, ChartUnit, Heading, Point, Series, SeriesRole, Table, Text};
use crate::view::coverage::{Attainment, caveat, of_target, people_by_scheme, share, verdict_and_gap};
use crate::view::words::{self, capitalized, within_sentence};
use crate::view::{comparison, restated, rounds, units};

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
    results_table(report);
    figure(report);
    report.heading(Heading::Section, "Kết quả theo địa bàn");
    areas(report);
    assigned::write(report);
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
    clauses.extend(by_scheme(annual, coverage));
    clauses.extend(against_target(coverage));
    let mut sentence = clauses.join(", ");
    if let Some(comparison) = annual.last_year().and_then(|before| against_last_year(annual, coverage, before)) {
        sentence = format!("{sentence}; {comparison}");
    }
    name.plain(format!("{sentence}."))
}

/// `trong đó BHXH bắt buộc 214.131 người, BHXH tự nguyện 25.928 người`, for an indicator of several schemes whose numbers
/// add up to its own.
fn by_scheme(annual: &Annual, coverage: &Coverage) -> Option<String> {
    let people = people_by_scheme(annual.merged, coverage)?;
    let plan = annual.merged.year.plan;
    let named =
        people.iter().map(|(id, people)| format!("{} {} người", plan.scheme(*id).name, wording::people(*people)));
    Some(format!("trong đó {}", named.collect::<Vec<_>>().join(", ")))
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
    let lack = || match &before.restated {
        Some(_) => restated::lack(&annual.merged.year, before, earlier).unwrap_or_default(),
        None => format!("sổ tổng hợp năm đó {}", why_unknown(annual, earlier)),
    };
    let why = || format!("chưa so sánh được tỷ lệ do {}", lack());
    let is_reorganised = before.restated.is_some() && is_reorganised(annual);
    let restated = if is_reorganised { " (số đã quy đổi)" } else { "" };
    let than = format!("{}{restated}", year_before(annual, coverage, earlier));
    match (rise, points) {
        (Some(rise), Some(points)) => Some(format!("so với {than} {rise}, {points}")),
        (Some(rise), None) => Some(format!("so với {than} {rise}, {}", why())),
        (None, _) => Some(format!("chưa so sánh được với năm {} do {}", before.year, lack())),
    }
}

/// `năm 2022`; `năm 2022 (số liệu kỳ tháng 6, khác kỳ)` where the participants or their whole are of another round then; `năm 2022 (tạm
/// tính (Sở Nội vụ 40/141 đơn vị))` where units were missing then.
fn year_before(annual: &Annual, coverage: &Coverage, earlier: &Coverage) -> String {
    let year = &annual.merged.year;
    let of_other_round = coverage.rounds.numerator != earlier.rounds.numerator;
    let round =
        of_other_round.then(|| format!("số liệu kỳ {}, khác kỳ", year.plan.round(earlier.rounds.numerator).name));
    let extents = units::extents(year, &earlier.partial()).map(|extents| format!("tạm tính, {extents}"));
    let all: Vec<String> = round.into_iter().chain(extents).collect();
    let all = if all.is_empty() { String::new() } else { format!(" ({})", all.join("; ")) };
    format!("năm {}{all}", earlier.year)
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

/// The results of the year; of several rounds the newest shares beside those of the earlier ones.
fn results_table(report: &mut Draft) {
    let annual = report.annual;
    let title = format!("Kết quả thực hiện chỉ tiêu năm {}", annual.merged.year.year);
    let by_round = indicator::coverage_by_round(&annual.merged.year, annual.merged.ledger.by_round());
    if by_round.is_empty() {
        report.table(&title, this_year(annual).dense());
    } else {
        report.table(&format!("{title} theo từng kỳ số liệu"), round_table(annual, &by_round).dense());
    }
    report.blocks.push(Block::Note(caveat(report.plan(), Caveat::Coverage)));
    if !by_round.is_empty() {
        report.paragraph(of_rounds(annual));
    }
}

/// Of which rounds the shares are, and what they were in the rounds before.
fn of_rounds(annual: &Annual) -> String {
    let mut rounds: Vec<String> =
        annual.coverage.iter().filter_map(|coverage| rounds::of_coverage(annual.merged, coverage)).collect();
    rounds.dedup();
    let sentences = rounds.into_iter().chain(rounds::earlier_shares(annual.merged, &annual.coverage));
    sentences.map(|sentence| format!("{sentence}.")).collect::<Vec<_>>().join(" ")
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
            let mut figures = figures(annual, coverage);
            if let Some(words) = result_before(annual, coverage) {
                figures[4] = Cell::from(words);
            }
            name.into_iter().chain(figures).collect()
        })
    }))
}

/// Whether years of the plans before are put into the shape of this one.
fn is_reorganised(annual: &Annual) -> bool {
    annual.merged.year.plan.is_reorganised_in(annual.merged.year.year)
}

/// What stands in place of a result in a year of the plans before, which had targets of their own.
fn result_before(annual: &Annual, coverage: &Coverage) -> Option<String> {
    let before = annual.earlier.iter().find(|earlier| earlier.year == coverage.year && earlier.restated.is_some())?;
    let lack = restated::lack(&annual.merged.year, before, coverage);
    let is_reorganised = is_reorganised(annual);
    let before = if is_reorganised { "Trước Kế hoạch, số quy đổi" } else { "Trước Kế hoạch" };
    Some(lack.map_or_else(|| before.to_owned(), |lack| capitalized(&lack)))
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
    let in_year = |year: i32| known.iter().find(|coverage| coverage.year == year).copied();
    let facts = years.iter().map(|year| in_year(*year).and_then(fact));
    let targets = years.iter().map(|year| indicator.target(*year).map(|target| Point::target(target.percent)));
    let told: Vec<String> = years.iter().filter_map(|year| told(*year, in_year(*year), indicator)).collect();
    (!known.is_empty()).then(|| Chart {
        title: indicator.short.clone(),
        names: years.iter().map(|year| year_with_verdict(*year, in_year(*year))).collect(),
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
    let by_area = by_area(annual);
    if by_area.is_empty() {
        return report.paragraph("Kế hoạch không thu thập số liệu theo địa bàn.");
    }
    let n_areas = wording::count(annual.areas.len() as u64);
    if !is_any_known(annual) {
        let lines = annual.areas.iter().flat_map(|(_, lines)| lines);
        let lack = Lack::of_share(lines.flat_map(Coverage::missing).collect());
        let why = lack_in_words(report.year(), &lack);
        return report
            .paragraph(format!("Chưa tính được tỷ lệ tham gia của địa bàn nào trong {n_areas} địa bàn, do {why}."));
    }
    report.lead_in(format!(
        "Kế hoạch không quy định tỷ lệ riêng cho từng địa bàn. Tỷ lệ tham gia của {n_areas} địa bàn (chi tiết tại {}):",
        appendix_numbers::RESULTS
    ));
    for n in by_area {
        report.item(of_areas(annual, n));
    }
    report.blocks.push(Block::Note(caveat(report.plan(), Caveat::Areas)));
    compared_areas(report);
}

/// How groups of areas stand to the year of the plans before.
fn compared_areas(report: &mut Draft) {
    let annual = report.annual;
    let Some(compared) = &annual.comparison else { return };
    report.lead_in(format!(
        "{} (chi tiết tại {}):",
        comparison::about(report.year(), compared),
        appendix_numbers::RESULTS
    ));
    for id in compared.indicators(report.plan()) {
        let name = Text::new().bold(format!("{}: ", report.plan().indicator(id).short));
        let ends = comparison::ends(report.year(), compared, id);
        let ends = ends.unwrap_or_else(|| "chưa so sánh được nhóm địa bàn nào".to_owned());
        report.item(name.plain(format!("{ends}.")));
    }
}

/// The groups of areas beside the year of the plans before, a table for each indicator.
pub fn comparison_tables(annual: &Annual) -> Vec<(String, Table)> {
    let (year, Some(compared)) = (&annual.merged.year, &annual.comparison) else { return Vec::new() };
    let before = annual.earlier.iter().find(|earlier| earlier.year == compared.year);
    compared
        .indicators(year.plan)
        .into_iter()
        .map(|id| {
            let before = before.and_then(|before| before.coverage.iter().find(|before| before.indicator == id));
            let table = comparison::table(year, compared, id, (before, &annual.coverage[id.idx()]));
            (comparison::title(year, compared, id), table)
        })
        .collect()
}

/// The indicators that are reported by area.
pub fn by_area(annual: &Annual) -> Vec<IndicatorId> {
    let is_of_areas =
        |n: &IndicatorId| annual.areas.iter().flat_map(|(_, lines)| lines).any(|line| line.indicator == *n);
    annual.merged.year.plan.indicator_ids().filter(is_of_areas).collect()
}

/// Whether some area's share of some indicator is known.
pub fn is_any_known(annual: &Annual) -> bool {
    annual.areas.iter().flat_map(|(_, lines)| lines).any(|line| line.share().is_some())
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
    let which = match are_all {
        true => format!("cả {} địa bàn", wording::count(areas.len() as u64)),
        false => first_named(&areas, "địa bàn"),
    };
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

/// How many indicators a table of areas shows side by side.
const BESIDE: usize = 3;

/// The areas with their shares, those with the highest share of the first indicator first: in one table, or in one for each
/// indicator where they are many or aren't shares of the same people. With notes where something is missing.
pub fn area_tables(annual: &Annual) -> Vec<(String, Table)> {
    let by_area = by_area(annual);
    let together = if by_area.len() <= BESIDE && is_of_one_whole(annual) { by_area.len().max(1) } else { 1 };
    by_area.chunks(together).map(|indicators| area_table(annual, indicators)).collect()
}

/// Whether every area's shares are shares of the same people.
fn is_of_one_whole(annual: &Annual) -> bool {
    let whole = |line: &Coverage| line.denominator.known();
    annual.areas.iter().all(|(_, lines)| lines.iter().all(|line| whole(line) == lines.first().and_then(whole)))
}

/// The areas by their rank in the first of some indicators.
fn area_table(annual: &Annual, indicators: &[IndicatorId]) -> (String, Table) {
    let (plan, first) = (annual.merged.year.plan, indicators[0]);
    let labour_force = plan.words.fill("{Labour_force}");
    let names: Vec<[String; 2]> = indicators.iter().map(|n| column_titles(&plan.indicator(*n).short)).collect();
    let mut columns =
        vec![("Hạng", 11, Align::Center), ("Địa bàn", 38, Align::Left), (&*labour_force, 20, Align::Right)];
    columns.extend(
        names
            .iter()
            .flat_map(|[people, share]| [(people.as_str(), 18, Align::Right), (share.as_str(), 16, Align::Right)]),
    );
    let noted = annual.areas.iter().flat_map(|(_, lines)| lines).any(|line| line.lack().is_some());
    columns.extend(noted.then_some(("Ghi chú", 34, Align::Left)));
    let rows = ranked_areas(annual, first).into_iter().map(|(rank, leading)| {
        let lines = of_area(annual, leading, indicators);
        let mut row = vec![
            Cell::from(rank.map_or_else(|| words::NONE.to_owned(), |rank| rank.to_string())),
            Cell::from(area_name(annual, leading).unwrap_or_default()),
            Cell::people(leading.denominator.known()),
        ];
        row.extend(lines.iter().flat_map(|line| [Cell::people(line.numerator.known()), Attainment::of(line).share]));
        row.extend(noted.then(|| Cell::from(why_unknown_in(annual, &lines))));
        row
    });
    let shorts: Vec<&str> = indicators.iter().map(|n| plan.indicator(*n).short.as_str()).collect();
    let by = if shorts.len() > 1 { format!("theo tỷ lệ {} ", shorts[0]) } else { String::new() };
    let title = format!("Tỷ lệ tham gia {} theo địa bàn, xếp {by}từ cao xuống thấp", wording::series(&shorts, ", "));
    (title, Table::new(&columns).rows(rows))
}

/// What the columns of an indicator's people and share are called.
fn column_titles(short: &str) -> [String; 2] {
    [format!("Tham gia {short}"), format!("Tỷ lệ {short}")]
}

/// The coverages of some indicators in the area of one of them.
fn of_area<'a>(annual: &'a Annual, leading: &Coverage, indicators: &[IndicatorId]) -> Vec<&'a Coverage> {
    let of_area = annual.areas.iter().find(|(area, _)| Some(*area) == leading.area);
    let lines = || of_area.iter().flat_map(|(_, lines)| lines);
    indicators.iter().filter_map(|n| lines().find(|line| line.indicator == *n)).collect()
}

/// Why shares of an area aren't known, each reason once.
fn why_unknown_in(annual: &Annual, lines: &[&Coverage]) -> String {
    let mut reasons: Vec<String> = lines.iter().map(|line| why_unknown(annual, line)).collect();
    reasons.retain(|reason| !reason.is_empty());
    reasons.dedup();
    capitalized(&reasons.join("; "))
}
