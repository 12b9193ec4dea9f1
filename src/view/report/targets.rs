//! Part VI: what is proposed for next year, of what, and who is to bring it about.

use std::collections::BTreeSet;

use super::appendix_numbers;
use super::draft::Draft;
use super::words::lacking;
use crate::counts::united;
use crate::indicator::annual::Annual;
use crate::indicator::proposal::{NoTrajectory, ProposalLine, Split, Subject};
use crate::plan::AgencyId;
use crate::value::wording;
use crate::view::block::{Align, Cell, Heading, Table, Text, Value};
use crate::view::proposal as view;
use crate::view::rounds;
use crate::view::units;
use crate::view::words;

pub fn write(report: &mut Draft) {
    report.heading(Heading::Part, &report.plan().documents.titles.outlook);
    province_part(report);
    let title = if is_by_sector(report.annual) {
        "Phân bổ theo khối, giao cho đơn vị và địa bàn"
    } else {
        "Giao cho đơn vị và địa bàn"
    };
    report.heading(Heading::Section, title);
    match nothing_proposed(report.annual) {
        Some(_) => report.paragraph("Chưa có số tăng thêm nào phân bổ được cho khối, giao được cho đơn vị, địa bàn."),
        None => {
            let sentence = sectors(report.annual);
            report.paragraph(sentence);
            agency_part(report);
        }
    }
    way_part(report, appendix_numbers::METHOD);
    report.heading(Heading::Section, "Phương hướng, giải pháp");
    let hint = format!("nhiệm vụ, giải pháp trọng tâm năm {}.", report.annual.proposal.year);
    report.place("Phương hướng, giải pháp", vec![hint]);
}

/// What is proposed for the whole.
pub fn province_part(report: &mut Draft) {
    let proposal = &report.annual.proposal;
    let heading = format!("Chỉ tiêu năm {} {}", proposal.year, report.plan().words.whole);
    report.heading(Heading::Section, &heading);
    if let Some(sentence) = view::labour_force_stays_in_document(report.year(), proposal) {
        report.paragraph(sentence);
    }
    let round = rounds::main(report.annual.merged).map(|round| format!(" (số liệu {round})")).unwrap_or_default();
    if let Some(why) = nothing_proposed(report.annual) {
        return report.paragraph(why);
    }
    report.lead_in(format!(
        "Trên cơ sở kết quả và tiềm năng năm {}{round}, {} đề xuất chỉ tiêu năm {} như sau ({}):",
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
        province_table(report.annual).dense(),
    );
}

/// What every agency answers for.
pub fn agency_part(report: &mut Draft) {
    let annual = report.annual;
    let doubts = doubts(annual);
    let any = annual.proposal.lines.iter().any(|line| {
        line.matrix.as_ref().is_some_and(|matrix| matrix.increase().is_some())
            || line.areas.as_ref().is_some_and(|split| !is_unknown(split))
    });
    if !any {
        let words = "Chưa có số tăng thêm nào giao được cho đơn vị, địa bàn.".to_owned();
        return report.paragraph(doubts.into_iter().chain([words]).collect::<Vec<_>>().join(" "));
    }
    if !doubts.is_empty() {
        report.paragraph(doubts.join(" "));
    }
    let shared = if is_by_sector(annual) {
        "Phần tăng của mỗi khối được giao cho các đơn vị báo cáo khối đó"
    } else {
        "Số tăng thêm được giao cho các đơn vị"
    };
    report.paragraph(format!(
        "{shared} theo số người thuộc diện tham gia mà đơn vị báo cáo; loại hình tự nguyện giao theo địa bàn, theo số người chưa tham \
         gia; chi tiết tại {}.",
        appendix_numbers::PROPOSAL
    ));
    if let Some(measured) = measured(annual) {
        report.paragraph(measured);
    }
}

/// What each agency is to bring about, scheme by scheme; nothing if nothing could be shared out.
pub fn agency_table(report: &mut Draft) {
    let (year, annual) = (report.year(), report.annual);
    let any =
        annual.proposal.lines.iter().any(|line| line.matrix.as_ref().is_some_and(|matrix| matrix.increase().is_some()));
    if any {
        let title = format!("Số tăng thêm năm {} giao cho từng đơn vị (người)", annual.proposal.year);
        report.table(&title, view::agencies_table(year, &annual.proposal));
    }
}

/// What every later year with a target needs.
pub fn way_part(report: &mut Draft, method: &str) {
    let (year, proposal) = (report.year(), &report.annual.proposal);
    report.heading(Heading::Section, "Lộ trình các năm tiếp theo");
    if proposal.lines.iter().any(|line| line.trajectory.is_ok()) {
        report.lead_in(format!(
            "Năm có chỉ tiêu cần số người bằng chỉ tiêu nhân {} dự kiến của năm đó, không ít hơn số đang tham gia; năm nằm giữa hai \
             năm có chỉ tiêu thì tăng đều ({}).",
            year.plan.words.labour_force,
            report.next_table(0)
        ));
        report.table("Lộ trình các năm tiếp theo (người)", view::trajectory_table(year, proposal).dense());
        for sentence in proposal.lines.iter().filter_map(view::falling) {
            report.paragraph(sentence);
        }
    }
    if nothing_proposed(report.annual).is_some() {
        return report.paragraph(format!(
            "Chưa tính được lộ trình vì chưa có đề xuất năm {}. Số liệu và phương pháp tính nêu tại {method}.",
            proposal.year
        ));
    }
    for line in proposal.lines.iter().filter(|line| line.trajectory.is_err()) {
        let why_not = why_no_way(report.annual, line);
        report.item(Text::new().bold(format!("{}: ", line.name)).plain(why_not));
    }
    report.paragraph(format!("Số liệu và phương pháp dùng để tính các đề xuất trên nêu tại {method}."));
}

/// What is proposed for a line and why.
fn province(annual: &Annual, line: &ProposalLine) -> String {
    let row = &line.province;
    match (row.proposed, row.difference(), row.current) {
        (Some(proposed), Some(difference), Some(current)) => format!(
            "đề xuất {} người, {} so với năm {}{}",
            wording::people(proposed),
            increase(difference, current),
            annual.proposal.from_year,
            view::purpose(&annual.merged.year, row).map_or_else(
                || format!(". {}", view::reason(&annual.merged.year, row)),
                |purpose| format!(", {purpose}")
            )
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
            Cell::people(line.needed_people()),
            Cell::people(line.province.current),
            Cell::people(line.province.proposed),
            Cell::change(line.province.difference()),
        ]
    }))
}

/// Whether some scheme's increase is shared out over sectors.
fn is_by_sector(annual: &Annual) -> bool {
    annual.proposal.lines.iter().any(|line| line.sectors.is_some())
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
        appendix_numbers::PROPOSAL
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
        report.table_with_notes(&title, view::sector_table(report.year(), &line.province, split), "Lưu ý");
    }
}

/// Whether nothing of it could be shared out, so that a table would say nothing.
pub fn is_unknown(split: &Split) -> bool {
    split.rows.iter().all(|row| row.proposed.is_none())
}

/// That shares may change, or can't be computed, and whose numbers that is for.
pub fn provisional(annual: &Annual, line: &ProposalLine, split: &Split, parts: &str) -> Option<String> {
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
    let partial = united(split.rows.iter().map(|row| &row.partial));
    let units =
        units::extents(&annual.merged.year, &partial).map(|extents| format!("chưa đủ đơn vị bậc dưới ({extents})"));
    let why: Vec<String> = (!missing.is_empty()).then_some(lacking).into_iter().chain(units).collect();
    (!why.is_empty()).then(|| format!("Số phân bổ {} theo {parts} là số tạm tính, do {}.", line.name, why.join("; ")))
}

/// Which schemes' sectors are shared by what each agency still lacks; `None` where none are.
fn measured(annual: &Annual) -> Option<String> {
    let sentences: Vec<String> = annual
        .proposal
        .lines
        .iter()
        .filter_map(|line| {
            let sentence = view::measured(&annual.merged.year, line.matrix.as_ref()?)?;
            Some(format!("{}: {}", line.name, words::within_sentence(&sentence)))
        })
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Why the shares of agencies and areas are provisional.
fn doubts(annual: &Annual) -> Vec<String> {
    let lines = || annual.proposal.lines.iter();
    let provisional = lines().filter_map(|line| provisional(annual, line, line.areas.as_ref()?, "địa bàn"));
    let unweighed = lines().filter_map(|line| view::unweighed(&annual.merged.year, line.matrix.as_ref()?));
    provisional.chain(unweighed).collect()
}

/// Why no line has a proposal, in one sentence; `None` if one has, or if it isn't for want of numbers.
fn nothing_proposed(annual: &Annual) -> Option<String> {
    let lines = &annual.proposal.lines;
    let missing: BTreeSet<AgencyId> = lines.iter().flat_map(ProposalLine::missing_of_province).copied().collect();
    let is_nothing = lines.iter().all(|line| line.province.proposed.is_none()) && !missing.is_empty();
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let why = lacking(&annual.merged.year, &missing);
    is_nothing.then(|| {
        format!("Chưa tính được đề xuất chỉ tiêu năm {} ({}), do {why}.", annual.proposal.year, names.join(", "))
    })
}

fn why_no_way(annual: &Annual, line: &ProposalLine) -> String {
    let missing = line.missing_of_province();
    match &line.trajectory {
        Err(_) if matches!(line.subject, Subject::Indicator(_)) && !missing.is_empty() => {
            format!("chưa tính được lộ trình, do {}.", lacking(&annual.merged.year, missing))
        }
        Err(NoTrajectory::Follows(indicator)) => {
            format!("theo lộ trình của {}.", annual.merged.year.plan.indicator(*indicator).short)
        }
        Err(why_not) => words::within_sentence(&view::no_trajectory(&annual.merged.year, line, why_not)),
        Ok(_) => String::new(),
    }
}

/// What the figures depend on beside the agencies' counts.
pub fn parameters(annual: &Annual) -> Table {
    let table = Table::new(&[
        ("TT", 10, Align::Center),
        ("Số liệu", 65, Align::Left),
        ("Giá trị", 30, Align::Right),
        ("Nguồn", 60, Align::Left),
    ])
    .dense();
    let parameters = view::parameters(&annual.merged.year, &annual.proposal);
    table.rows(parameters.into_iter().enumerate().map(|(n, parameter)| {
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(parameter.name),
            Cell::new(parameter.value),
            Cell::from(words::capitalized(&parameter.source)),
        ]
    }))
}
