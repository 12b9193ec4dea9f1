//! What was asked for, what came and when, who is missing, and what that does to the figures.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::appendix_numbers;
use super::document::Deliverable;
use super::draft::Draft;
use super::words::{first_named, of_all, why_missing};
use crate::indicator::annual::Annual;
use crate::indicator::completeness::Standing;
use crate::indicator::proposal::Subject;
use crate::ledger::FileId;
use crate::plan::{AgencyId, PlanYear};
use crate::value::wording;
use crate::view::restated;
use crate::view::rounds;
use crate::view::units;
use crate::view::words::{lacking, names};

/// Up to so many agencies are named where a number would do.
const NAMED: usize = 3;

/// Whose numbers the document rests on, in one paragraph; who is missing, once and in full; what that does.
pub fn summary(report: &mut Draft) {
    let annual = report.annual;
    for notice in restated::of_annual(annual) {
        report.paragraph(format!("{notice}."));
    }
    let completeness = &annual.completeness;
    let days = as_of(annual).map(|days| format!(" {days}")).unwrap_or_default();
    report.paragraph(format!(
        "{} của {} đơn vị có trách nhiệm cung cấp theo mục {} của Kế hoạch (tình hình gửi số liệu nêu \
         tại {}).{days}",
        what(report.deliverable),
        of_all(completeness.n_accepted(), completeness.n_expected()),
        report.plan().task(report.plan().collection_task).clause,
        appendix_numbers::SUBMISSIONS,
    ));
    if let Some(sentence) = rounds(annual) {
        report.paragraph(sentence);
    }
    if let Some(sentence) = units::provisional(annual.merged) {
        report.paragraph(format!("{sentence}."));
    }
    missing(report);
}

/// In which rounds the numbers were collected, and which figures rest on which; `None` where there is one round.
fn rounds(annual: &Annual) -> Option<String> {
    let (main, rounds) = (rounds::main(annual.merged)?, rounds::with_agencies(annual.merged));
    Some(format!(
        "Số liệu năm {} được thu thập trong {} kỳ: {}. Tỷ lệ tham gia tính theo số mới nhất, kèm số của kỳ trước; số người thuộc \
         diện tham gia, tiềm năng và đề xuất chỉ tiêu tính theo số liệu {main}.",
        annual.merged.year.year,
        rounds.len(),
        wording::list(&rounds)
    ))
}

/// What rests on the numbers of the agencies.
fn what(deliverable: Deliverable) -> &'static str {
    match deliverable {
        Deliverable::Report | Deliverable::Potential => "Báo cáo tổng hợp từ số liệu",
        Deliverable::Targets => "Các đề xuất được xây dựng trên số liệu",
    }
}

/// What was asked for, what came and when; the text of an appendix.
pub fn details(report: &mut Draft) {
    let annual = report.annual;
    report.paragraph(numbers(annual));
    for sentence in [late(annual), sent_again(annual), unknown(annual)].into_iter().flatten() {
        report.paragraph(sentence);
    }
}

/// Expected, received, accepted, on time.
fn numbers(annual: &Annual) -> String {
    let (year, completeness) = (&annual.merged.year, &annual.completeness);
    let plan = year.plan;
    let inclusive = if plan.due_inclusive { " (tính cả ngày này)" } else { "" };
    let expected = completeness.n_expected();
    let all = wording::count(expected as u64);
    format!(
        "Theo mục {} của Kế hoạch, {all} đơn vị có trách nhiệm cung cấp số liệu năm {} trước ngày {}{inclusive}. Đến \
         ngày {}, {} đơn vị đã gửi tệp số liệu, trong đó {} đơn vị gửi đúng hạn; số liệu của {} đơn vị đạt yêu cầu và được \
         tổng hợp, trong đó {} đơn vị đạt yêu cầu, đúng hạn.",
        plan.task(plan.collection_task).clause,
        year.year,
        wording::document_date(completeness.due),
        wording::document_date(completeness.today),
        of_all(completeness.n_received(), expected),
        completeness.n_sent_on_time(),
        of_all(completeness.n_accepted(), expected),
        completeness.n_on_time(),
    )
}

/// Who first sent after the due date.
fn late(annual: &Annual) -> Option<String> {
    let late = annual.completeness.agencies.iter().filter(|standing| standing.first_on_time == Some(false));
    let late: Vec<String> = late.map(|standing| with_days(annual, standing)).collect();
    let n = wording::count(late.len() as u64);
    (!late.is_empty()).then(|| format!("Có {n} đơn vị gửi sau hạn: {}.", first_named(&late, "đơn vị")))
}

/// Who first sent in time and then, after the due date, the file that decides.
fn sent_again(annual: &Annual) -> Option<String> {
    let again = annual.completeness.agencies.iter();
    let again = again.filter(|standing| standing.first_on_time == Some(true) && standing.is_late());
    let again: Vec<String> = again.map(|standing| with_days(annual, standing)).collect();
    let n = wording::count(again.len() as u64);
    let names = first_named(&again, "đơn vị");
    (!again.is_empty()).then(|| format!("Có {n} đơn vị gửi lần đầu đúng hạn, sau hạn gửi lại tệp khác: {names}."))
}

/// `UBND huyện Bù Gia Mập (chậm 4 ngày)`; the name alone if the file that decides is not late.
fn with_days(annual: &Annual, standing: &Standing) -> String {
    let name = annual.merged.year.agency_name(standing.agency);
    match standing.days.filter(|_| standing.is_late()) {
        Some(days) => format!("{name} ({})", wording::sent_against_due(days)),
        None => name.to_owned(),
    }
}

/// Of whom it is not known whether they sent in time, with what keeps it from being known: those that sent are all told.
fn unknown(annual: &Annual) -> Option<String> {
    let unknown = annual.completeness.agencies.iter();
    let unknown =
        unknown.filter_map(|standing| Some((standing, standing.file.filter(|_| standing.first_on_time.is_none())?)));
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (standing, file) in unknown {
        let name = annual.merged.year.agency_name(standing.agency).to_owned();
        reasons.entry(why_unknown(annual, file)).or_default().push(name);
    }
    let n: usize = reasons.values().map(Vec::len).sum();
    let told = reasons.iter().map(|(why, names)| format!("{} ({why})", first_named(names, "đơn vị")));
    (n > 0).then(|| {
        let (n, told) = (wording::count(n as u64), told.collect::<Vec<_>>().join("; "));
        format!("Có {n} đơn vị chưa xác định được gửi đúng hạn hay không: {told}.")
    })
}

/// What keeps a file's day of sending from being known.
fn why_unknown(annual: &Annual, file: FileId) -> &'static str {
    let file = annual.merged.file(file);
    match file.year {
        _ if !file.is_understood => "tệp không sử dụng được",
        Some(year) if year != annual.merged.year.year => "tệp là số liệu của năm khác",
        _ => "tệp không ghi ngày gửi",
    }
}

/// The days whose state the counts describe, each with whose they are.
fn as_of(annual: &Annual) -> Option<String> {
    let year = &annual.merged.year;
    let mut by_day: BTreeMap<Option<NaiveDate>, BTreeSet<AgencyId>> = BTreeMap::new();
    for standing in annual.completeness.agencies.iter().filter(|standing| standing.state.is_counted()) {
        let day = standing.file.and_then(|n| annual.merged.file(n).as_of);
        by_day.entry(day).or_default().insert(standing.agency);
    }
    let whose = |agencies: &BTreeSet<AgencyId>| match agencies.len() {
        n if n > NAMED => format!("{} đơn vị", wording::count(n as u64)),
        _ => names(year, agencies),
    };
    let days: Vec<String> = by_day
        .iter()
        .filter_map(|(day, agencies)| {
            Some(format!("đến ngày {} của {}", wording::document_date((*day)?), whose(agencies)))
        })
        .collect();
    let mut sentences = Vec::new();
    if !days.is_empty() {
        let round = rounds::first(annual.merged).unwrap_or_else(|| "được tổng hợp".to_owned());
        sentences.push(format!("Số liệu {round} phản ánh tình hình {}.", days.join("; ")));
    }
    if let Some(agencies) = by_day.get(&None) {
        sentences.push(format!("Tệp của {} không ghi số liệu tính đến ngày nào.", whose(agencies)));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Who is missing and which figures that touches.
fn missing(report: &mut Draft) {
    let annual = report.annual;
    let (year, standings) = (&annual.merged.year, &annual.completeness.agencies);
    let missing: Vec<&Standing> = standings.iter().filter(|standing| !standing.state.is_counted()).collect();
    let touched = touched(annual);
    if missing.is_empty() && touched.is_empty() {
        return;
    }
    if !missing.is_empty() {
        report.paragraph(format!(
            "Chưa tổng hợp được số liệu của {} đơn vị; {}.",
            of_all(missing.len(), standings.len()),
            by_reason(year, &missing)
        ));
    }
    if touched.is_empty() {
        return report.paragraph("Số liệu còn thiếu không ảnh hưởng đến các chỉ tiêu nêu trong văn bản này.");
    }
    report.lead_in("Ảnh hưởng đến các số liệu nêu trong văn bản này:");
    let told = by_words(touched.into_iter().map(|(missing, figures)| (lacking(year, &missing), figures)));
    for (at, (why, figures)) in told.iter().enumerate() {
        let end = if at + 1 == told.len() { "." } else { ";" };
        report.item(format!("Do {why}: {}{end}", wording::list(figures)));
    }
}

/// The agencies whose numbers are missing, those with the same reason together: `chưa gửi: A và B; …`.
fn by_reason(year: &PlanYear, missing: &[&Standing]) -> String {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for standing in missing {
        let (why, name) = (why_missing(standing.state), year.agency_name(standing.agency).to_owned());
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    let told = reasons.iter().map(|(why, names)| format!("{why}: {}", first_named(names, "đơn vị")));
    told.collect::<Vec<_>>().join("; ")
}

/// Those of whom the same is said, together: of many agencies only their number is named.
fn by_words(touched: impl Iterator<Item = (String, Vec<String>)>) -> Vec<(String, Vec<String>)> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for (why, figures) in touched {
        match told.iter_mut().find(|(known, _)| *known == why) {
            Some((_, known)) => known.extend(figures),
            None => told.push((why, figures)),
        }
    }
    told
}

/// The figures that are not computable or provisional, by who is missing: `chưa tính được tiềm năng (BHTN)`.
fn touched(annual: &Annual) -> Vec<(BTreeSet<AgencyId>, Vec<String>)> {
    let mut touched: Vec<(BTreeSet<AgencyId>, Vec<Touching>)> = Vec::new();
    for (missing, figure, name) in [coverage(annual), potential(annual), proposal(annual)].concat() {
        let at = touched.iter().position(|(known, _)| *known == missing).unwrap_or(touched.len());
        if at == touched.len() {
            touched.push((missing, Vec::new()));
        }
        let figures = &mut touched[at].1;
        match figures.iter_mut().find(|(known, _)| *known == figure) {
            Some((_, names)) => names.push(name),
            None => figures.push((figure, vec![name])),
        }
    }
    let worded = touched.into_iter().map(|(missing, figures)| {
        let figures = figures.into_iter().map(|(figure, names): Touching| format!("{figure} ({})", names.join(", ")));
        (missing, figures.collect())
    });
    worded.collect()
}

/// What is the matter, and with the figures of which indicators or schemes.
type Touching<'a> = (String, Vec<&'a str>);

/// Who is missing, what that does, and to which indicator or scheme.
type Touched<'a> = (BTreeSet<AgencyId>, String, &'a str);

fn coverage<'a>(annual: &Annual<'a>) -> Vec<Touched<'a>> {
    let plan = annual.merged.year.plan;
    let provinces = annual.coverage.iter().map(|coverage| {
        let figure = plan.words.fill("chưa tính được tỷ lệ tham gia {whole}");
        (coverage.missing(), figure, plan.indicator(coverage.indicator).short.as_str())
    });
    let areas = plan.indicator_ids().map(|n| {
        let lines = annual.areas.iter().flat_map(|(_, lines)| lines).filter(|line| line.indicator == n);
        let missing: BTreeSet<AgencyId> = lines.flat_map(crate::indicator::Coverage::missing).collect();
        (missing, "chưa tính đủ tỷ lệ tham gia theo địa bàn".to_owned(), plan.indicator(n).short.as_str())
    });
    provinces.chain(areas).filter(|(missing, ..)| !missing.is_empty()).collect()
}

fn potential<'a>(annual: &Annual<'a>) -> Vec<Touched<'a>> {
    annual
        .potential
        .schemes
        .iter()
        .map(|scheme| {
            let figure = if scheme.voluntary.is_some() {
                "chưa tính đủ số người có thể tham gia"
            } else {
                "chưa tính được tiềm năng"
            };
            (scheme.missing(), figure.to_owned(), annual.merged.year.plan.scheme(scheme.scheme).name.as_str())
        })
        .filter(|(missing, ..)| !missing.is_empty())
        .collect()
}

fn proposal<'a>(annual: &'_ Annual<'a>) -> Vec<Touched<'a>> {
    let plan = annual.merged.year.plan;
    let year = annual.proposal.year;
    let mut touched = Vec::new();
    for line in &annual.proposal.lines {
        let name = match line.subject {
            Subject::Indicator(n) => plan.indicator(n).short.as_str(),
            Subject::Scheme(id) => plan.scheme(id).name.as_str(),
        };
        let missing = line.missing_of_province().clone();
        if line.province.proposed.is_none() {
            touched.push((missing, format!("chưa tính được đề xuất chỉ tiêu năm {year}"), name));
            continue;
        }
        for (split, parts) in [(&line.sectors, "khối"), (&line.areas, "địa bàn")] {
            let missing: BTreeSet<AgencyId> =
                split.iter().flat_map(|split| &split.rows).flat_map(|row| row.missing.iter().copied()).collect();
            touched.push((missing, format!("phân bổ đề xuất năm {year} theo {parts} là số tạm tính"), name));
        }
    }
    touched.retain(|(missing, ..)| !missing.is_empty());
    touched
}
