//! Part IV: what the agencies wrote, under their names and in their words. Nothing is added.

use super::Draft;
use super::words::{of_all, sentence};
use crate::intake::submission::Difficulty;
use crate::plan::AgencyId;
use crate::view::block::{Heading, Text};
use crate::view::words::names;

pub fn write(report: &mut Draft) {
    let annual = report.annual;
    report.heading(Heading::Part, "Khó khăn, vướng mắc và đề xuất, kiến nghị");
    let of = |agency: AgencyId| annual.merged.difficulties.iter().filter(move |reported| reported.agency == agency);
    let told: Vec<(AgencyId, Vec<&Difficulty>)> = annual
        .merged
        .year
        .agencies
        .iter()
        .map(|agency| (*agency, of(*agency).map(|reported| &reported.difficulty).collect::<Vec<_>>()))
        .filter(|(_, difficulties)| difficulties.iter().any(|difficulty| says_something(difficulty)))
        .collect();
    if told.is_empty() {
        report.paragraph("Các đơn vị đã được tổng hợp số liệu không nêu khó khăn, vướng mắc hoặc đề xuất, kiến nghị.");
    } else {
        report.lead_in(format!(
            "Có {} đơn vị nêu khó khăn, vướng mắc hoặc đề xuất, kiến nghị; nội dung ghi theo văn bản của đơn vị như sau:",
            of_all(told.len(), annual.completeness.n_expected())
        ));
    }
    for (agency, difficulties) in told {
        of_agency(report, agency, &difficulties);
    }
    let silent = annual.completeness.agencies.iter().filter(|standing| !standing.state.is_counted());
    let silent: std::collections::BTreeSet<AgencyId> = silent.map(|standing| standing.agency).collect();
    if !silent.is_empty() {
        report
            .paragraph(format!("Chưa có ý kiến của {} vì số liệu chưa được tổng hợp.", names(report.year(), &silent)));
    }
}

fn says_something(difficulty: &Difficulty) -> bool {
    text(difficulty.difficulty.as_deref()).is_some() || text(difficulty.proposal.as_deref()).is_some()
}

fn of_agency(report: &mut Draft, agency: AgencyId, difficulties: &[&Difficulty]) {
    report.heading(Heading::Section, report.year().agency_name(agency));
    for difficulty in difficulties {
        let parts = [("Khó khăn, vướng mắc: ", &difficulty.difficulty), ("Đề xuất, kiến nghị: ", &difficulty.proposal)];
        for (label, written) in parts {
            if let Some(written) = text(written.as_deref()) {
                report.item(Text::new().italic(label).plain(written));
            }
        }
    }
}

/// What was written, as a sentence; `None` if nothing was.
fn text(written: Option<&str>) -> Option<String> {
    written.filter(|written| !written.trim().is_empty()).map(sentence)
}
