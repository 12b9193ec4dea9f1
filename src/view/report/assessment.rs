//! Part IV: what to make of the year, in the office's words, beside the figures that bear on it.

use super::draft::Draft;
use crate::indicator::Coverage;
use crate::indicator::annual::Annual;
use crate::value::wording;
use crate::view::block::Heading;
use crate::view::coverage::share;
use crate::view::words;

pub fn write(report: &mut Draft) {
    report.heading(Heading::Part, &report.plan().documents.titles.assessment);
    place(report, "Kết quả nổi bật", &["kết quả nổi bật và cách làm hay.".to_owned(), figures(report.annual, true)]);
    place(report, "Tồn tại, hạn chế", &["việc chưa làm được.".to_owned(), figures(report.annual, false)]);
    place(report, "Nguyên nhân", &["nguyên nhân khách quan, chủ quan của các hạn chế trên.".to_owned()]);
}

fn place(report: &mut Draft, title: &str, hints: &[String]) {
    report.heading(Heading::Section, title);
    report.place(title, hints.iter().filter(|hint| !hint.is_empty()).cloned().collect());
}

/// The indicators that reached their targets, or those that didn't: `Số liệu liên quan: BHTN đạt 31,80%, chỉ tiêu 31,5%.`
fn figures(annual: &Annual, is_reached: bool) -> String {
    let has_verdict = |coverage: &&Coverage| coverage.is_reached() == Some(is_reached);
    let figures: Vec<String> = annual
        .coverage
        .iter()
        .filter(has_verdict)
        .filter_map(|coverage| {
            let short = &annual.merged.year.plan.indicator(coverage.indicator).short;
            let target = coverage.target.as_ref().map(words::target)?;
            Some(format!("{short} {}, {target}", share(coverage)?))
        })
        .collect();
    if figures.is_empty() {
        String::new()
    } else {
        format!("Số liệu liên quan: {}.", wording::series(&figures, "; "))
    }
}
