//! What was assigned for the year and how far it is met: a section of part II, and tables of the parts in an appendix.

use super::appendix_numbers::RESULTS;
use super::draft::Draft;
use crate::view::assigned as view;
use crate::view::block::{Block, Heading, Text};

/// The section; nothing where it isn't known what was assigned.
pub fn write(report: &mut Draft) {
    let Some(achievement) = &report.annual.achievement else { return };
    let (merged, assigned) = (report.annual.merged, &achievement.assigned);
    report.heading(Heading::Section, "Kết quả thực hiện chỉ tiêu được giao");
    report.lead_in(format!(
        "Theo {}, kết quả thực hiện chỉ tiêu được giao năm {} như sau ({}):",
        view::decision(assigned),
        assigned.year,
        report.next_table(0)
    ));
    if let Some(since) = view::since(achievement) {
        report.item(Text::from(format!("{since}; số tăng thêm tính từ đó.")));
    }
    for target in &achievement.targets {
        let name = target.target.of.name(report.plan());
        let sentence = view::target_sentence(merged, target);
        let parts = view::parts_sentence(&merged.year, target);
        let parts = parts.map(|parts| format!(" Số tăng thêm theo đơn vị, địa bàn: {parts}.")).unwrap_or_default();
        report.item(Text::new().bold(format!("{name}: ")).plain(format!("{sentence}.{parts}")));
    }
    let table = view::province_table(&merged.year, achievement).dense();
    report.table(&format!("Kết quả thực hiện chỉ tiêu được giao năm {}", assigned.year), table);
    for finding in &achievement.findings {
        report.paragraph(view::doubt(finding));
    }
    if achievement.targets.iter().any(view::is_measured) {
        report.paragraph(format!("Kết quả của từng đơn vị, địa bàn nêu tại {RESULTS}."));
    }
}

/// The parts of every target of which some are measured.
pub fn tables(report: &mut Draft) {
    let Some(achievement) = &report.annual.achievement else { return };
    let merged = report.annual.merged;
    for target in achievement.targets.iter().filter(|target| view::is_measured(target)) {
        let name = target.target.of.name(report.plan());
        let round = view::round_of_parts(merged, target).map(|round| format!(" ({round})")).unwrap_or_default();
        let title = format!("Số tăng thêm {name} theo đơn vị, địa bàn so với được giao{round}");
        report.table(&title, view::parts_table(&merged.year, target));
        report.blocks.extend(view::unmeasured(&merged.year, target).map(Block::Note));
    }
}
