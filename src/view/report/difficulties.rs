//! Parts V and VII: what the agencies wrote, a paragraph for each group, every text whole and with its agency; an appendix has
//! them under their names. Nothing is added. Of very many texts the first are named with the number of the others.

use super::appendix_numbers;
use super::draft::Draft;
use super::words::{of_all, one_line, sentence};
use crate::indicator::annual::Annual;
use crate::intake::submission::Difficulty;
use crate::ledger::{Merged, ReportedDifficulty};
use crate::plan::{AgencyId, Grouping};
use crate::value::text::fold;
use crate::value::wording;
use crate::view::block::{Align, Cell, Heading, Table, Text};
use crate::view::words::capitalized;

/// A longer text is named by its beginning; the appendix has all of it.
const LONGEST: usize = 400;
/// How many texts of a group are shown.
const NAMED: usize = 20;

/// A text of an agency's.
struct ToldText<'a> {
    agency: AgencyId,
    text: &'a str,
}

pub fn write(report: &mut Draft) {
    let annual = report.annual;
    report.heading(Heading::Part, &report.plan().documents.titles.difficulties);
    let told = texts(annual, |difficulty| difficulty.difficulty.as_deref());
    if told.is_empty() {
        report.paragraph("Các đơn vị đã được tổng hợp số liệu không nêu khó khăn, vướng mắc.");
    } else {
        report.lead_in(format!(
            "{} đơn vị nêu khó khăn, vướng mắc (nguyên văn tại {}):",
            of_all(n_agencies(&told), annual.completeness.n_expected()),
            appendix_numbers::DIFFICULTIES
        ));
        in_groups(report, &told, &report.plan().documents.topics, "Khó khăn, vướng mắc khác");
    }
}

/// What is asked for, by who decides; then the office's own words.
pub fn requests(report: &mut Draft) {
    let annual = report.annual;
    report.heading(Heading::Part, &report.plan().documents.titles.requests);
    let told = texts(annual, |difficulty| difficulty.proposal.as_deref());
    if !told.is_empty() {
        report.heading(Heading::Section, "Kiến nghị của các đơn vị");
        in_groups(report, &told, &report.plan().documents.deciders, "Kiến nghị khác");
    }
    report.heading(Heading::Section, &format!("Kiến nghị của {}", report.plan().office.name));
    let hint = "kiến nghị của cơ quan với từng cấp có thẩm quyền; nếu không có thì ghi “Không”.".to_owned();
    report.place("Kiến nghị của cơ quan", vec![hint]);
}

/// What was reported, in the order of agencies.
fn by_agency<'m>(merged: &'m Merged) -> impl Iterator<Item = &'m ReportedDifficulty> {
    let reported_by = |agency: AgencyId| merged.difficulties.iter().filter(move |reported| reported.agency == agency);
    merged.year.agencies.iter().flat_map(move |agency| reported_by(*agency))
}

/// All texts of a kind, in the order of agencies.
fn texts<'a>(annual: &Annual<'a>, kind: fn(&'a Difficulty) -> Option<&'a str>) -> Vec<ToldText<'a>> {
    let told = by_agency(annual.merged).filter_map(|reported| {
        let text = kind(&reported.difficulty).filter(|text| !text.trim().is_empty())?;
        Some(ToldText { agency: reported.agency, text })
    });
    told.collect()
}

fn n_agencies(told: &[ToldText]) -> usize {
    let mut agencies: Vec<AgencyId> = told.iter().map(|told| told.agency).collect();
    agencies.dedup();
    agencies.len()
}

/// The texts under the groups they belong to, those of none at the end.
fn in_groups(report: &mut Draft, told: &[ToldText], groups: &[Grouping], others: &str) {
    let group_of = |told: &ToldText| group(told.text, groups);
    let names = groups.iter().map(|group| group.name.as_str()).chain([others]);
    for (n, name) in names.enumerate() {
        let of_group: Vec<&ToldText> = told.iter().filter(|told| group_of(told).unwrap_or(groups.len()) == n).collect();
        if of_group.is_empty() {
            continue;
        }
        let texts = gathered(report.annual, &of_group);
        let name = if groups.is_empty() { Text::new() } else { Text::new().italic(format!("{name}: ")) };
        report.item(name.plain(texts));
    }
}

/// The group one of whose words stands first in the text; of several that begin at one place the first.
fn group(text: &str, groups: &[Grouping]) -> Option<usize> {
    let text = format!(" {} ", fold(text));
    let first = |group: &Grouping| group.words.iter().filter_map(|word| text.find(&format!(" {}", fold(word)))).min();
    let found = groups.iter().enumerate().filter_map(|(n, group)| Some((first(group)?, n)));
    found.min().map(|(_, n)| n)
}

/// The texts of a group behind one another, each with its agency; of very many the first, and how many others there are.
fn gathered(annual: &Annual, told: &[&ToldText]) -> String {
    let mut sentences: Vec<String> = told.iter().take(NAMED).map(|told| with_agency(annual, told)).collect();
    let n_others = told.len() - sentences.len();
    if n_others > 0 {
        sentences.push(format!("Ngoài ra còn {} ý kiến khác.", wording::count(n_others as u64)));
    }
    sentences.join(" ")
}

/// A text as it was written and whose it is: `Nhiều hộ kinh doanh … (UBND huyện Bù Đăng).`
fn with_agency(annual: &Annual, told: &ToldText) -> String {
    let text = one_line(told.text);
    let text = in_short(text.trim_end_matches(['.', ';', ',', ':']), LONGEST);
    format!("{} ({}).", capitalized(&text), annual.merged.year.agency_name(told.agency))
}

/// A text of at most so many characters: its first clauses, else its first words, and a sign that it goes on.
fn in_short(text: &str, max: usize) -> String {
    let Some((most, _)) = text.char_indices().nth(max) else { return text.to_owned() };
    let half = text[..most].char_indices().nth(max / 2).map_or(0, |(at, _)| at);
    let clause = text[half..most].rfind([',', ';', '.']).map(|at| half + at);
    let word = text[..most].rfind(' ').unwrap_or(most);
    format!("{}…", text[..clause.unwrap_or(word)].trim_end())
}

/// Everything in the agencies' words.
pub fn verbatim(report: &mut Draft) {
    let annual = report.annual;
    let as_sentence =
        |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(sentence).unwrap_or_default();
    let merged = annual.merged;
    let rows: Vec<Vec<Cell>> = by_agency(merged)
        .map(|reported| (reported.agency, &reported.difficulty))
        .map(|(agency, told)| (agency, as_sentence(told.difficulty.as_deref()), as_sentence(told.proposal.as_deref())))
        .filter(|(_, difficulty, proposal)| !difficulty.is_empty() || !proposal.is_empty())
        .enumerate()
        .map(|(n, (agency, difficulty, proposal))| {
            vec![
                Cell::from((n + 1).to_string()),
                Cell::from(merged.year.agency_name(agency)),
                Cell::from(difficulty),
                Cell::from(proposal),
            ]
        })
        .collect();
    if rows.is_empty() {
        return report.paragraph("Các đơn vị không nêu khó khăn, vướng mắc hoặc đề xuất, kiến nghị.");
    }
    let table = Table::new(&[
        ("TT", 10, Align::Center),
        ("Đơn vị", 33, Align::Left),
        ("Khó khăn, vướng mắc", 61, Align::Left),
        ("Đề xuất, kiến nghị", 61, Align::Left),
    ]);
    report.table("Khó khăn, vướng mắc và đề xuất, kiến nghị của các đơn vị (nguyên văn)", table.dense().rows(rows));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_after_a_clause_or_else_after_a_word() {
        assert_eq!(in_short("ngắn", 40), "ngắn");
        let clauses = "Một số cơ quan cấp huyện gửi số liệu chậm, chưa tách người trong độ tuổi";
        assert_eq!(in_short(clauses, 60), "Một số cơ quan cấp huyện gửi số liệu chậm…");
        assert_eq!(in_short(clauses, 200), clauses);
        assert_eq!(in_short(&"xã ".repeat(30), 40), format!("{}…", "xã ".repeat(13).trim_end()));
    }

    #[test]
    fn a_text_belongs_to_whom_it_names_first() {
        let group_of = |text| group(text, &crate::plan::embedded().documents.deciders);
        assert_eq!(group_of("Đề nghị UBND tỉnh chỉ đạo BHXH tỉnh"), Some(1));
        assert_eq!(group_of("Đề nghị BHXH tỉnh báo cáo UBND tỉnh"), Some(2));
        assert_eq!(
            group_of("Đề nghị Sở Lao động - Thương binh và Xã hội hướng dẫn"),
            Some(3),
            "not what it asks others for"
        );
        assert_eq!(group_of("Sở Tài chính bố trí kinh phí"), Some(4));
        assert_eq!(group_of("Chỉ dùng số liệu cấp huyện để tham khảo"), None, "named, but not asked");
        assert_eq!(group_of("Cần thêm thời gian"), None);
    }
}
