//! Part V: what is proposed for next year, of what, and who is to bring it about.

use std::collections::BTreeSet;

use super::{Draft, appendix};
use crate::annual::Annual;
use crate::indicator::projection::{Step, Trajectory};
use crate::indicator::proposal::{Line, Row, Split, Subject};
use crate::plan::{AgencyId, PlanYear};
use crate::value::wording;
use crate::view::block::{Align, Block, Cell, Heading, Table, Text, Value, Weight};
use crate::view::proposal as view;
use crate::view::words::{self, lacking};

pub fn write(report: &mut Draft) {
    let proposal = &report.annual.proposal;
    report.heading(Heading::Part, &format!("Đề xuất chỉ tiêu phát triển đối tượng năm {}", proposal.year));
    report.heading(Heading::Section, &report.plan().words.fill("Chỉ tiêu {whole}"));
    report.lead_in(format!(
        "Trên cơ sở kết quả năm {} và tiềm năng nêu trên, {} đề xuất chỉ tiêu năm {} như sau ({}):",
        proposal.from_year,
        report.plan().office.name,
        proposal.year,
        report.next_table(0)
    ));
    for line in &proposal.lines {
        report.item(Text::new().bold(format!("{}: ", line.name)).plain(province(report.annual, line)));
    }
    report.table(
        &format!("Đề xuất chỉ tiêu năm {} {}", proposal.year, report.plan().words.whole),
        province_table(report.annual),
    );
    if let Some(note) = lacking_note(report.annual) {
        report.blocks.push(Block::Note(note));
    }
    by_sector(report);
    report.heading(Heading::Section, "Phân bổ theo địa bàn");
    report.paragraph(areas(report.annual));
    report.heading(Heading::Section, "Lộ trình các năm tiếp theo");
    if proposal.lines.iter().any(|line| line.trajectory.is_ok()) {
        report.lead_in(format!(
            "Mức tăng đều hằng năm từ năm {} đến năm cuối của Kế hoạch được nêu để tham khảo; chỉ tiêu đề xuất cho năm {} tính \
             theo tỷ lệ của riêng năm đó nên có thể khác.",
            proposal.from_year, proposal.year
        ));
    }
    for line in &proposal.lines {
        let way = way_or_why_not(report.annual, line);
        report.item(Text::new().bold(format!("{}: ", line.name)).plain(way));
    }
    report.paragraph(format!("Số liệu và phương pháp dùng để tính các đề xuất trên nêu tại {}.", appendix::METHOD));
}

/// What is proposed for a line and why.
fn province(annual: &Annual, line: &Line) -> String {
    let row = &line.province;
    match (row.proposed, row.difference(), row.current) {
        (Some(proposed), Some(difference), Some(current)) => format!(
            "đề xuất {} người, {} so với năm {} ({} người). {}",
            wording::people(proposed),
            increase(difference, current),
            annual.proposal.from_year,
            wording::people(current),
            view::reason(&annual.merged.year, row)
        ),
        (Some(proposed), ..) => {
            format!("đề xuất {} người. {}", wording::people(proposed), view::reason(&annual.merged.year, row))
        }
        _ => view::why_not_proposed(&annual.merged.year, line),
    }
}

/// `tăng 4.500 người (2,54%)`.
fn increase(difference: i64, current: i64) -> String {
    match (difference, current) {
        (0, _) => "giữ nguyên".to_owned(),
        (_, 1..) => {
            format!("{} ({})", words::rise_in_people(difference), wording::share(difference.abs(), current, 2))
        }
        _ => words::rise_in_people(difference),
    }
}

fn province_table(annual: &Annual) -> Table {
    let now = format!("Đang tham gia năm {}", annual.proposal.from_year);
    let then = format!("Đề xuất năm {}", annual.proposal.year);
    let table = Table::new(&[
        ("TT", 10, Align::Center),
        ("Nội dung", 33, Align::Left),
        ("Tỷ lệ đề xuất", 20, Align::Right),
        ("Số người cần có", 25, Align::Right),
        (&now, 26, Align::Right),
        (&then, 26, Align::Right),
        ("Tăng thêm", 25, Align::Right),
    ]);
    table.rows(annual.proposal.lines.iter().enumerate().map(|(n, line)| {
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(line.name.as_str()),
            Cell::or_none(line.percent.map(Value::Target)),
            Cell::people(line.needed),
            Cell::people(line.province.current),
            Cell::people(line.province.proposed),
            Cell::change(line.province.difference()),
        ]
    }))
}

fn by_sector(report: &mut Draft) {
    let proposal = &report.annual.proposal;
    let lines = || proposal.lines.iter().filter_map(|line| Some((line, line.sectors.as_ref()?)));
    report.heading(Heading::Section, "Phân bổ theo khối");
    let names: Vec<&str> = lines().map(|(line, _)| line.name.as_str()).collect();
    if names.is_empty() {
        return report.paragraph("Kế hoạch không thu thập số người tham gia theo khối.");
    }
    if lines().all(|(_, split)| is_unknown(split)) {
        for (line, split) in lines() {
            report.paragraph(provisional(report.annual, line, split, "khối").unwrap_or_default());
        }
        return;
    }
    report.paragraph(format!(
        "Số cần tăng của {} được phân bổ cho các khối theo tiềm năng còn lại; tổng các khối bằng số của {}.",
        wording::list(&names),
        report.plan().words.whole
    ));
    for (line, split) in lines() {
        if let Some(sentence) = provisional(report.annual, line, split, "khối") {
            report.paragraph(sentence);
        }
        if is_unknown(split) {
            continue;
        }
        let title = format!("Đề xuất {} năm {} theo khối (người)", line.name, proposal.year);
        report.table(&title, split_table(report.year(), split, "Khối"));
    }
}

/// Whether nothing of it could be shared out, so that a table would say nothing.
pub fn is_unknown(split: &Split) -> bool {
    split.rows.iter().all(|row| row.proposed.is_none())
}

/// That shares may change, or can't be computed, and whose numbers that is for.
pub fn provisional(annual: &Annual, line: &Line, split: &Split, parts: &str) -> Option<String> {
    let missing: BTreeSet<AgencyId> = split.rows.iter().flat_map(|row| row.missing.iter().copied()).collect();
    let lacking = lacking(&annual.merged.year, &missing);
    if is_unknown(split) {
        let of_province = line.missing_of_province();
        let why = match (of_province.is_empty(), missing.is_empty()) {
            (false, _) => words::lacking(&annual.merged.year, of_province),
            (true, false) => lacking,
            (true, true) => annual.merged.year.plan.words.fill("chưa tính được số của {whole}"),
        };
        return Some(format!("Chưa phân bổ được {} theo {parts}, do {why}.", line.name));
    }
    split.is_provisional().then(|| format!("Số phân bổ {} theo {parts} là số tạm tính, do {lacking}.", line.name))
}

/// The rows of a split with why each gets what.
pub fn split_table(year: &PlanYear, split: &Split, parts: &str) -> Table {
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        (parts, 30, Align::Left),
        ("Đang tham gia", 18, Align::Right),
        ("Tiềm năng", 17, Align::Right),
        ("Đề xuất", 18, Align::Right),
        ("Tăng thêm", 17, Align::Right),
        ("Cơ sở đề xuất", 56, Align::Left),
    ])
    .dense();
    let rows = split.all().enumerate().map(|(n, row)| {
        let is_part = n < split.rows.len();
        vec![
            Cell::from(if is_part { (n + 1).to_string() } else { String::new() }),
            Cell::from(view::part_name(year, row.part)),
            Cell::people(row.current),
            if is_part { Cell::people(row.potential) } else { Cell::new(Value::None) },
            Cell::people(row.proposed),
            Cell::change(row.difference()),
            Cell::from(view::reason(year, row)),
        ]
    });
    table.rows(rows).rows(total_row(year, split))
}

/// What the rows add up to, where all of them are known.
fn total_row(year: &PlanYear, split: &Split) -> Option<Vec<Cell>> {
    let sum = |people: fn(&Row) -> Option<i64>| split.all().map(people).sum::<Option<i64>>();
    let (current, proposed) = (sum(|row| row.current)?, sum(|row| row.proposed)?);
    Some(vec![
        Cell::from(Text::new()),
        Cell::from("Tổng cộng").weight(Weight::Total),
        Cell::new(Value::People(current)).weight(Weight::Total),
        Cell::new(Value::None),
        Cell::new(Value::People(proposed)).weight(Weight::Total),
        Cell::new(Value::Change(proposed - current)).weight(Weight::Total),
        Cell::from(year.plan.words.fill("Bằng số của {whole}.")),
    ])
}

fn areas(annual: &Annual) -> String {
    let of_areas = || annual.proposal.lines.iter().filter_map(|line| Some((line, line.areas.as_ref()?)));
    if of_areas().count() == 0 {
        return "Kế hoạch không thu thập số người tham gia theo địa bàn.".to_owned();
    }
    let provisional: Vec<String> =
        of_areas().filter_map(|(line, split)| provisional(annual, line, split, "địa bàn")).collect();
    let about = format!(
        "Số cần tăng được phân bổ cho các địa bàn theo số người trong {} chưa tham gia, chi tiết tại {}.",
        annual.merged.year.plan.words.labour_force,
        appendix::PROPOSAL
    );
    let about = (!of_areas().all(|(_, split)| is_unknown(split))).then_some(about);
    about.into_iter().chain(provisional).collect::<Vec<_>>().join(" ")
}

/// Why cells of the province's table are empty.
fn lacking_note(annual: &Annual) -> Option<String> {
    let missing: BTreeSet<AgencyId> =
        annual.proposal.lines.iter().flat_map(Line::missing_of_province).copied().collect();
    let why = lacking(&annual.merged.year, &missing);
    (!missing.is_empty()).then(|| format!("Ô ghi “{}” do {why}.", words::NOT_COMPUTABLE.to_lowercase()))
}

fn way_or_why_not(annual: &Annual, line: &Line) -> String {
    let missing = line.missing_of_province();
    match &line.trajectory {
        Ok(trajectory) => way(trajectory),
        Err(_) if matches!(line.subject, Subject::Indicator(_)) && !missing.is_empty() => {
            format!("chưa tính được lộ trình, do {}.", lacking(&annual.merged.year, missing))
        }
        Err(why_not) => words::within_sentence(&view::no_trajectory(&annual.merged.year, line, why_not)),
    }
}

/// The even way to the last target.
fn way(trajectory: &Trajectory) -> String {
    let aim = format!(
        "để đạt {} vào năm {} cần {} người",
        wording::target(trajectory.percent),
        trajectory.to_year,
        wording::people(trajectory.to)
    );
    let from = wording::people(trajectory.from);
    if trajectory.people_a_year() <= 0 {
        return format!("{aim}; {from} người đang tham gia năm {} đã đủ số này.", trajectory.from_year);
    }
    let step = |step: &Step| format!("năm {} đạt {} người", step.year, wording::people(step.people));
    format!(
        "{aim}; tăng đều từ {from} người năm {} thì mỗi năm tăng thêm {} người, {}.",
        trajectory.from_year,
        wording::people(trajectory.people_a_year()),
        wording::list(&trajectory.steps.iter().map(step).collect::<Vec<_>>())
    )
}

/// What the figures depend on beside the agencies' counts.
pub fn parameters(annual: &Annual) -> Table {
    let table = Table::new(&[
        ("TT", 10, Align::Center),
        ("Số liệu", 65, Align::Left),
        ("Giá trị", 30, Align::Right),
        ("Nguồn", 60, Align::Left),
    ]);
    let parameters = view::parameters(&annual.merged.year, &annual.proposal);
    table.rows(parameters.into_iter().enumerate().map(|(n, parameter)| {
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(parameter.name),
            Cell::from(parameter.value),
            Cell::from(words::capitalized(&parameter.source)),
        ]
    }))
}
