//! Part VI: what is proposed for next year, of what, and who is to bring it about.

use std::collections::BTreeSet;

use super::words::lacking;
use super::{Draft, appendix};
use crate::annual::Annual;
use crate::indicator::projection::Trajectory;
use crate::indicator::proposal::{Line, Row, Split, Subject};
use crate::plan::{AgencyId, PlanYear};
use crate::value::{Ratio, wording};
use crate::view::block::{Align, Block, Cell, Heading, Table, Text, Value, Weight};
use crate::view::proposal as view;
use crate::view::words;

pub fn write(report: &mut Draft) {
    report.heading(Heading::Part, &report.plan().documents.titles.outlook);
    province_part(report);
    report.heading(Heading::Section, "Phân bổ theo khối, theo địa bàn");
    let shared = [sectors(report.annual), areas(report.annual)];
    for sentence in shared {
        report.paragraph(sentence);
    }
    way_part(report, appendix::METHOD);
    report.heading(Heading::Section, "Phương hướng, giải pháp");
    let hint = format!("nhiệm vụ, giải pháp trọng tâm năm {}.", report.annual.proposal.year);
    report.place("Phương hướng, giải pháp", vec![hint]);
}

/// What is proposed for the whole.
pub fn province_part(report: &mut Draft) {
    let proposal = &report.annual.proposal;
    let heading = format!("Chỉ tiêu năm {} {}", proposal.year, report.plan().words.whole);
    report.heading(Heading::Section, &heading);
    report.lead_in(format!(
        "Trên cơ sở kết quả và tiềm năng năm {}, {} đề xuất chỉ tiêu năm {} như sau ({}):",
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
}

/// The even way to the plan's last targets.
pub fn way_part(report: &mut Draft, method: &str) {
    let proposal = &report.annual.proposal;
    report.heading(Heading::Section, "Lộ trình các năm tiếp theo");
    let ways: Vec<(&Line, &Trajectory)> =
        proposal.lines.iter().filter_map(|line| Some((line, line.trajectory.as_ref().ok()?))).collect();
    if !ways.is_empty() {
        report.lead_in(format!(
            "Mức tăng đều hằng năm từ năm {} đến năm cuối của Kế hoạch được nêu để tham khảo; chỉ tiêu đề xuất cho năm {} tính \
             theo tỷ lệ của riêng năm đó nên có thể khác ({}).",
            proposal.from_year,
            proposal.year,
            report.next_table(0)
        ));
        report.table("Lộ trình đến năm cuối của Kế hoạch (người)", ways_table(&ways));
    }
    for line in proposal.lines.iter().filter(|line| line.trajectory.is_err()) {
        let why_not = why_no_way(report.annual, line);
        report.item(Text::new().bold(format!("{}: ", line.name)).plain(why_not));
    }
    report.paragraph(format!("Số liệu và phương pháp dùng để tính các đề xuất trên nêu tại {method}."));
}

/// What is proposed for a line and why.
fn province(annual: &Annual, line: &Line) -> String {
    let row = &line.province;
    match (row.proposed, row.difference(), row.current) {
        (Some(proposed), Some(difference), Some(current)) => format!(
            "đề xuất {} người, {} so với năm {}. {}",
            wording::people(proposed),
            increase(difference, current),
            annual.proposal.from_year,
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

/// How the increase is shared out among sectors, and where that is laid out.
fn sectors(annual: &Annual) -> String {
    let proposal = &annual.proposal;
    let lines = || proposal.lines.iter().filter_map(|line| Some((line, line.sectors.as_ref()?)));
    let names: Vec<&str> = lines().map(|(line, _)| line.name.as_str()).collect();
    if names.is_empty() {
        return "Kế hoạch không thu thập số người tham gia theo khối.".to_owned();
    }
    let provisional: Vec<String> =
        lines().filter_map(|(line, split)| provisional(annual, line, split, "khối")).collect();
    let about = format!(
        "Số cần tăng của {} được phân bổ cho các khối theo tiềm năng còn lại, tổng các khối bằng số của {}, chi tiết tại {}.",
        wording::list(&names),
        annual.merged.year.plan.words.whole,
        appendix::PROPOSAL
    );
    let about = (!lines().all(|(_, split)| is_unknown(split))).then_some(about);
    about.into_iter().chain(provisional).collect::<Vec<_>>().join(" ")
}

/// The same with its tables.
pub fn sector_part(report: &mut Draft) {
    let sentence = sectors(report.annual);
    report.paragraph(sentence);
}

/// The tables of what is proposed for sectors.
pub fn sector_tables(report: &mut Draft) {
    let proposal = &report.annual.proposal;
    for line in &proposal.lines {
        let Some(split) = line.sectors.as_ref().filter(|split| !is_unknown(split)) else { continue };
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

/// The rows of a split, each with its part of the whole increase.
pub fn split_table(year: &PlanYear, split: &Split, parts: &str) -> Table {
    let table = Table::new(&[
        ("TT", 10, Align::Center),
        (parts, 55, Align::Left),
        ("Đang tham gia", 21, Align::Right),
        ("Tiềm năng", 20, Align::Right),
        ("Đề xuất", 21, Align::Right),
        ("Tăng thêm", 20, Align::Right),
        ("Tỷ trọng", 18, Align::Right),
    ])
    .dense();
    let whole = split.all().map(Row::difference).sum::<Option<i64>>();
    let rows = split.all().enumerate().map(|(n, row)| {
        let is_part = n < split.rows.len();
        vec![
            Cell::from(if is_part { (n + 1).to_string() } else { String::new() }),
            Cell::from(view::part_name(year, row.part)),
            Cell::people(row.current),
            if is_part { Cell::people(row.potential) } else { Cell::new(Value::None) },
            Cell::people(row.proposed),
            Cell::change(row.difference()),
            weight(row, whole),
        ]
    });
    table.rows(rows).rows(total_row(split))
}

/// A row's part of the increase; none where nothing grows or not all is known.
fn weight(row: &Row, whole: Option<i64>) -> Cell {
    let share = row.difference().zip(whole).and_then(|(part, whole)| Ratio::new(part, whole));
    Cell::or_none(share.map(|share| Value::Share(share, 1)))
}

/// What the rows add up to, where all of them are known.
fn total_row(split: &Split) -> Option<Vec<Cell>> {
    let sum = |people: fn(&Row) -> Option<i64>| split.all().map(people).sum::<Option<i64>>();
    let (current, proposed) = (sum(|row| row.current)?, sum(|row| row.proposed)?);
    Some(vec![
        Cell::from(Text::new()),
        Cell::from("Tổng cộng").weight(Weight::Total),
        Cell::new(Value::People(current)).weight(Weight::Total),
        Cell::new(Value::None),
        Cell::new(Value::People(proposed)).weight(Weight::Total),
        Cell::new(Value::Change(proposed - current)).weight(Weight::Total),
        Cell::new(Value::None),
    ])
}

pub fn areas(annual: &Annual) -> String {
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

fn why_no_way(annual: &Annual, line: &Line) -> String {
    let missing = line.missing_of_province();
    match &line.trajectory {
        Err(_) if matches!(line.subject, Subject::Indicator(_)) && !missing.is_empty() => {
            format!("chưa tính được lộ trình, do {}.", lacking(&annual.merged.year, missing))
        }
        Err(why_not) => words::within_sentence(&view::no_trajectory(&annual.merged.year, line, why_not)),
        Ok(_) => String::new(),
    }
}

/// The even ways to the last targets, a column a year.
fn ways_table(ways: &[(&Line, &Trajectory)]) -> Table {
    let years: BTreeSet<i32> = ways.iter().flat_map(|(_, way)| way.steps.iter().map(|step| step.year)).collect();
    let titles: Vec<String> = years.iter().map(|year| format!("Năm {year}")).collect();
    let width = 60 / u32::try_from(titles.len().max(1)).unwrap_or(1);
    let columns = [
        ("Nội dung", 45, Align::Left),
        ("Tỷ lệ phải đạt", 20, Align::Right),
        ("Hiện có", 20, Align::Right),
        ("Tăng mỗi năm", 20, Align::Right),
    ];
    let columns: Vec<_> =
        columns.into_iter().chain(titles.iter().map(|title| (title.as_str(), width, Align::Right))).collect();
    let step = |way: &Trajectory, year: i32| {
        way.steps.iter().find(|step| step.year == year).map(|step| Value::People(step.people))
    };
    Table::new(&columns).rows(ways.iter().map(|(line, way)| {
        let head = [
            Cell::from(line.name.as_str()),
            Cell::new(Value::Target(way.percent)),
            Cell::new(Value::People(way.from)),
            Cell::new(Value::Change(way.people_a_year().max(0))),
        ];
        head.into_iter().chain(years.iter().map(|year| Cell::or_none(step(way, *year)))).collect()
    }))
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
            Cell::from(if parameter.key.is_some() {
                "Mức áp dụng khi phân bổ chỉ tiêu".to_owned()
            } else {
                words::capitalized(&parameter.source)
            }),
        ]
    }))
}
