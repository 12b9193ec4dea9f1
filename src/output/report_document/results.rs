//! Part II: every indicator against its target and the year before, and how the areas stand.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::chart::{self, Ratio, YearBar};
use super::words::{self, capitalized, decimals, lacking, missing_note, share, share_of_target, within_sentence};
use super::{Report, appendix};
use crate::annual::{Annual, EarlierYear};
use crate::indicator::Coverage;
use crate::output::docx::{Align, Heading, Table, Text};
use crate::plan::{AgencyId, Indicator, IndicatorId, Target};
use crate::value::wording;

/// How many areas are named at either end.
const ENDS: usize = 3;

pub fn write(report: &mut Report) {
    let annual = report.annual;
    let year = report.year().year;
    report.heading(Heading::Part, &format!("Kết quả thực hiện chỉ tiêu năm {year}"));
    report.heading(Heading::Section, "Kết quả toàn tỉnh");
    report.lead_in(format!("{} Cụ thể ({}):", verdicts(annual), report.next_table(0)));
    for coverage in &annual.coverage {
        report.item(indicator(annual, coverage));
    }
    if annual.last_year().is_none() {
        report.paragraph(format!("Chưa so sánh được với năm {} vì chưa có sổ tổng hợp của năm đó.", year - 1));
    }
    report.table(&format!("Kết quả thực hiện chỉ tiêu năm {year}"), &this_year(annual));
    if !annual.earlier.is_empty() {
        report.table("Kết quả thực hiện chỉ tiêu qua các năm", &over_years(annual));
    }
    figure(report);
    report.heading(Heading::Section, "Kết quả theo địa bàn");
    areas(report);
}

/// How many indicators have reached their targets, and which.
fn verdicts(annual: &Annual) -> String {
    let plan = annual.merged.year.plan;
    let with_target = || annual.coverage.iter().filter(|coverage| coverage.target.is_some());
    let which = |verdict: Option<bool>| -> Vec<&str> {
        let such = with_target().filter(|coverage| coverage.is_reached() == verdict);
        such.map(|coverage| plan.indicator(coverage.indicator).short.as_str()).collect()
    };
    let verdict = |verdict: Option<bool>, words: &'static str| {
        let which = which(verdict);
        (!which.is_empty()).then_some((which, words))
    };
    let verdicts: Vec<(Vec<&str>, &str)> =
        [verdict(Some(true), "đạt"), verdict(Some(false), "chưa đạt"), verdict(None, "chưa xác định được")]
            .into_iter()
            .flatten()
            .collect();
    let (n, year) = (with_target().count(), annual.merged.year.year);
    let one = |(which, words): &(Vec<&str>, &str)| format!("{} chỉ tiêu {words} ({})", which.len(), which.join(", "));
    match verdicts.as_slice() {
        [] => format!("Kế hoạch không giao chỉ tiêu cho năm {year}."),
        [(which, words)] if n > 1 => {
            format!("Cả {n} chỉ tiêu của Kế hoạch cho năm {year} ({}) đều {words}.", which.join(", "))
        }
        several => {
            let several: Vec<String> = several.iter().map(one).collect();
            format!("Trong {n} chỉ tiêu của Kế hoạch cho năm {year}, có {}.", wording::list(&several))
        }
    }
}

/// One indicator in one sentence.
fn indicator(annual: &Annual, coverage: &Coverage) -> Text {
    let indicator = annual.merged.year.plan.indicator(coverage.indicator);
    let name = Text::new().bold(format!("{}: ", indicator.title));
    let (Some((part, whole)), Some(share)) = (coverage.known(), share(coverage)) else {
        return name.plain(not_computable(annual, coverage));
    };
    let mut clauses = vec![format!(
        "đạt {share} ({} người tham gia trong {} người thuộc lực lượng lao động)",
        wording::people(part),
        wording::people(whole)
    )];
    clauses.extend(against_target(coverage));
    let mut sentence = clauses.join(", ");
    if let Some(comparison) = annual.last_year().and_then(|before| against_last_year(annual, coverage, before)) {
        sentence = format!("{sentence}; {comparison}");
    }
    name.plain(format!("{sentence}."))
}

fn not_computable(annual: &Annual, coverage: &Coverage) -> String {
    let target =
        coverage.target.as_ref().map(|target| format!("; chưa xác định được kết quả so với {}", target_words(target)));
    format!("chưa tính được, do {}{}.", why_unknown(annual, coverage), target.unwrap_or_default())
}

fn why_unknown(annual: &Annual, coverage: &Coverage) -> String {
    match coverage.missing() {
        missing if missing.is_empty() => "lực lượng lao động bằng 0".to_owned(),
        missing => lacking(&annual.merged.year, &missing),
    }
}

/// Reached or not, which part, how many people.
fn against_target(coverage: &Coverage) -> Option<String> {
    let target = coverage.target.as_ref()?;
    let verdict = if coverage.is_reached()? { "đạt" } else { "chưa đạt" };
    Some(format!(
        "{verdict} {}, bằng {} chỉ tiêu, {}",
        target_words(target),
        share_of_target(coverage)?,
        gap(coverage.gap_people()?)
    ))
}

/// `chỉ tiêu 38 %`, or in the plan's words `chỉ tiêu “đạt hoặc vượt 5,5 %”`.
fn target_words(target: &Target) -> String {
    let percent = wording::target(target.percent);
    if target.reach_or_exceed {
        format!("chỉ tiêu “đạt hoặc vượt {percent}”")
    } else {
        format!("chỉ tiêu {percent}")
    }
}

/// `còn thiếu 253 người`, `vượt 12 người`, `vừa đủ số người`.
fn gap(people: i64) -> String {
    match people {
        0 => "vừa đủ số người".to_owned(),
        1.. => format!("còn thiếu {} người", wording::people(people)),
        _ => format!("vượt {} người", wording::people(-people)),
    }
}

/// The change since the year before in people and in percentage points.
fn against_last_year(annual: &Annual, coverage: &Coverage, before: &EarlierYear) -> Option<String> {
    let earlier = before.coverage.iter().find(|earlier| earlier.indicator == coverage.indicator)?;
    let (part, whole) = coverage.known()?;
    let Some((part_before, whole_before)) = earlier.known() else {
        let why = why_unknown(annual, earlier);
        return Some(format!("chưa so sánh được với năm {} do sổ tổng hợp năm đó {why}", before.year));
    };
    let rise = part.checked_mul(whole_before)?.checked_sub(part_before.checked_mul(whole)?)?;
    let points = points(rise, whole.checked_mul(whole_before)?);
    Some(format!("so với năm {} {}, {points}", before.year, words::rise_in_people(part - part_before)))
}

/// `tăng 2,57 điểm phần trăm`.
fn points(rise: i64, whole: i64) -> String {
    let digits = |rise: i64| wording::decimal(rise, whole, 2).replace('.', ",");
    match rise {
        0 => "tỷ lệ không thay đổi".to_owned(),
        _ if digits(rise.abs()) == digits(0) => "tỷ lệ thay đổi chưa đến 0,01 điểm phần trăm".to_owned(),
        1.. => format!("tăng {} điểm phần trăm", digits(rise)),
        _ => format!("giảm {} điểm phần trăm", digits(-rise)),
    }
}

fn this_year(annual: &Annual) -> Table {
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        ("Nội dung", 44, Align::Left),
        ("Số người tham gia", 22, Align::Right),
        ("Lực lượng lao động", 22, Align::Right),
        ("Tỷ lệ", 18, Align::Right),
        ("Chỉ tiêu", 15, Align::Right),
        ("Kết quả", 35, Align::Left),
    ]);
    annual.coverage.iter().enumerate().fold(table, |table, (n, coverage)| {
        let indicator = annual.merged.year.plan.indicator(coverage.indicator);
        let mut row = vec![Text::from((n + 1).to_string()), Text::from(indicator.title.as_str())];
        row.extend(figures(annual, coverage));
        table.row(row)
    })
}

fn over_years(annual: &Annual) -> Table {
    let mut table = Table::new(&[
        ("Nội dung", 36, Align::Left),
        ("Năm", 13, Align::Center),
        ("Số người tham gia", 22, Align::Right),
        ("Lực lượng lao động", 22, Align::Right),
        ("Tỷ lệ", 18, Align::Right),
        ("Chỉ tiêu", 15, Align::Right),
        ("Kết quả", 39, Align::Left),
    ]);
    for n in annual.merged.year.plan.indicator_ids() {
        let indicator = annual.merged.year.plan.indicator(n);
        for coverage in of_years(annual, n) {
            let mut row = vec![Text::from(indicator.short.as_str()), Text::from(coverage.year.to_string())];
            row.extend(figures(annual, coverage));
            table = table.row(row);
        }
    }
    table
}

/// An indicator in the earlier years and in this one.
fn of_years<'a>(annual: &'a Annual, indicator: IndicatorId) -> impl Iterator<Item = &'a Coverage> {
    let earlier = annual.earlier.iter().flat_map(|earlier| &earlier.coverage);
    earlier.chain(&annual.coverage).filter(move |coverage| coverage.indicator == indicator)
}

/// People, labour force, share, target and verdict.
fn figures(annual: &Annual, coverage: &Coverage) -> [Text; 5] {
    let target = coverage.target.as_ref().map_or_else(|| "–".to_owned(), |target| wording::target(target.percent));
    [
        words::people(coverage.numerator.known()),
        words::people(coverage.denominator.known()),
        Text::from(share(coverage).unwrap_or_else(|| words::NOT_COMPUTABLE.to_owned())),
        Text::from(target),
        Text::from(verdict(annual, coverage)),
    ]
}

fn verdict(annual: &Annual, coverage: &Coverage) -> String {
    match (coverage.is_reached(), coverage.gap_people()) {
        (Some(true), Some(people)) => format!("Đạt, {}", gap(people)),
        (_, Some(people)) => format!("Chưa đạt, {}", gap(people)),
        _ if coverage.known().is_some() => "Kế hoạch không giao chỉ tiêu".to_owned(),
        _ => capitalized(&why_unknown(annual, coverage)),
    }
}

/// Shares and targets over the years.
fn figure(report: &mut Report) {
    let annual = report.annual;
    let indicators = &report.plan().indicators;
    let panels: Vec<Vec<YearBar>> =
        report.plan().indicator_ids().map(|id| bars(annual, id, report.plan().indicator(id))).collect();
    let named: Vec<String> =
        indicators.iter().enumerate().map(|(n, indicator)| format!("({}) {}", n + 1, indicator.short)).collect();
    let unknown: BTreeSet<String> = panels
        .iter()
        .flatten()
        .filter(|bar| bar.is_this_year && bar.share.is_none())
        .map(|bar| format!(" Năm {} có tỷ lệ chưa tính được, không có cột.", bar.year))
        .collect();
    let legend = format!(
        "{}. Cột là tỷ lệ thực hiện, cột đậm là năm {}; vạch ngang và số phía trên là chỉ tiêu của Kế hoạch. \
         Mỗi biểu đồ có thang đo riêng.{}",
        named.join("; "),
        report.year().year,
        unknown.into_iter().collect::<String>()
    );
    report.picture(&chart::years(&panels), "Tỷ lệ tham gia so với chỉ tiêu qua các năm (%)", &legend);
}

/// Every year that has a share or a target.
fn bars(annual: &Annual, n: IndicatorId, indicator: &Indicator) -> Vec<YearBar> {
    let this_year = annual.merged.year.year;
    let known: Vec<&Coverage> = of_years(annual, n).collect();
    let years: BTreeSet<i32> =
        known.iter().map(|coverage| coverage.year).chain(indicator.targets.iter().map(|target| target.year)).collect();
    let bar = |year: i32| {
        let coverage = known.iter().find(|coverage| coverage.year == year);
        let share = coverage.and_then(|coverage| {
            let (part, whole) = coverage.known()?;
            let digits = wording::decimal(part, whole, decimals((part, whole), coverage.target.as_ref()));
            Some((Ratio { part, whole }, digits.replace('.', ",")))
        });
        let target = indicator.target(year).map(|target| {
            let digits = target.percent.to_string().replace('.', ",");
            (Ratio { part: target.percent.thousandths().into(), whole: 100_000 }, digits)
        });
        YearBar { year, share, target, is_this_year: year == this_year }
    };
    years.into_iter().map(bar).collect()
}

fn areas(report: &mut Report) {
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
        appendix::AREAS
    ));
    for n in by_area {
        report.item(of_areas(annual, n));
    }
}

/// The highest and the lowest areas of an indicator, and those that are not known.
fn of_areas(annual: &Annual, indicator: IndicatorId) -> Text {
    let (year, ranked) = (&annual.merged.year, ranked(annual, indicator));
    let name = Text::new().bold(format!("{}: ", year.plan.indicator(indicator).short));
    let named = |areas: &[&Coverage]| {
        let one = |coverage: &&Coverage| {
            Some(format!("{} ({})", within_sentence(area_name(annual, coverage)?), share(coverage)?))
        };
        wording::list(&areas.iter().filter_map(one).collect::<Vec<_>>())
    };
    let known: Vec<&Coverage> = ranked.iter().copied().filter(|coverage| coverage.known().is_some()).collect();
    let n = ENDS.min(known.len() / 2);
    let mut sentences = Vec::new();
    if n > 0 {
        let lowest: Vec<&Coverage> = known.iter().rev().take(n).copied().collect();
        sentences.push(format!("cao nhất là {}; thấp nhất là {}.", named(&known[..n]), named(&lowest)));
    } else if !known.is_empty() {
        sentences.push(format!("mới tính được {}.", named(&known)));
    }
    let unknown: Vec<&Coverage> = ranked.iter().copied().filter(|coverage| coverage.known().is_none()).collect();
    if !unknown.is_empty() {
        let missing: BTreeSet<AgencyId> = unknown.iter().flat_map(|coverage| coverage.missing()).collect();
        let why = lacking(year, &missing);
        let areas: Vec<String> =
            unknown.iter().filter_map(|coverage| area_name(annual, coverage)).map(within_sentence).collect();
        let which = if known.is_empty() { format!("cả {} địa bàn", areas.len()) } else { wording::list(&areas) };
        let sentence = format!("chưa tính được tỷ lệ của {which}, do {why}.");
        sentences.push(if sentences.is_empty() { sentence } else { capitalized(&sentence) });
    }
    name.plain(sentences.join(" "))
}

/// The areas of an indicator from the highest share to the lowest; those that are not known come last.
pub fn ranked<'a>(annual: &'a Annual, indicator: IndicatorId) -> Vec<&'a Coverage> {
    let lines = annual.areas.iter().flat_map(|(_, lines)| lines);
    let mut ranked: Vec<&Coverage> = lines.filter(|line| line.indicator == indicator).collect();
    ranked.sort_by(|one, other| match (one.known(), other.known()) {
        (Some((part, whole)), Some((other_part, other_whole))) => {
            (i128::from(other_part) * i128::from(whole)).cmp(&(i128::from(part) * i128::from(other_whole)))
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    ranked
}

fn area_name<'a>(annual: &'a Annual, coverage: &Coverage) -> Option<&'a str> {
    coverage.area.map(|area| annual.merged.year.area_name(area))
}

/// The areas of an indicator as a table; with notes only where something is missing.
pub fn area_table(annual: &Annual, indicator: IndicatorId) -> Table {
    let ranked = ranked(annual, indicator);
    let noted = ranked.iter().any(|coverage| !coverage.missing().is_empty());
    let mut columns = vec![
        ("Hạng", 15, Align::Center),
        ("Địa bàn", if noted { 44 } else { 56 }, Align::Left),
        ("Số người tham gia", if noted { 25 } else { 34 }, Align::Right),
        ("Lực lượng lao động", if noted { 25 } else { 34 }, Align::Right),
        ("Tỷ lệ", if noted { 22 } else { 26 }, Align::Right),
    ];
    columns.extend(noted.then_some(("Ghi chú", 34, Align::Left)));
    ranked.into_iter().enumerate().fold(Table::new(&columns), |table, (n, coverage)| {
        let rank = if coverage.known().is_some() { (n + 1).to_string() } else { "–".to_owned() };
        let mut row = vec![
            Text::from(rank),
            Text::from(area_name(annual, coverage).unwrap_or_default()),
            words::people(coverage.numerator.known()),
            words::people(coverage.denominator.known()),
            Text::from(share(coverage).unwrap_or_else(|| words::NOT_COMPUTABLE.to_owned())),
        ];
        row.extend(noted.then(|| Text::from(missing_note(&annual.merged.year, &coverage.missing()))));
        table.row(row)
    })
}
