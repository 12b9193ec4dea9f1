//! A proposal as tables: by sector, by area, by agency, over the years.

use std::collections::BTreeSet;

use super::{UNALLOCATED, part_name, remark, times_last};
use crate::indicator::matrix::{Matrix, WeighedBy};
use crate::indicator::potential::Outside;
use crate::indicator::proposal::{Proposal, ProposalLine, ProposalPart, ProposalRow, Split};
use crate::plan::{AgencyId, PlanYear};
use crate::value::wording;
use crate::view::block::{Align, Cell, Table, Text, Tone, Value, Weight};
use crate::view::potential::{outside_name, row_name};
use crate::view::units;
use crate::view::words::{self, lacking};

/// A scheme's sectors: what they have, what they are asked for, and last year's increase beside it.
pub fn sector_table(year: &PlanYear, province: &ProposalRow, split: &Split) -> Table {
    let table = Table::new(&[
        ("TT", 8, Align::Center),
        ("Khối", 40, Align::Left),
        ("Đang tham gia", 19, Align::Right),
        ("Tiềm năng", 18, Align::Right),
        ("Đề xuất", 19, Align::Right),
        ("Tăng thêm", 17, Align::Right),
        ("Tăng năm trước", 17, Align::Right),
        ("Gấp (lần)", 12, Align::Right),
        ("Lưu ý", 25, Align::Left),
    ])
    .dense();
    let rows = split.all().enumerate().map(|(n, row)| {
        let name = numbered(year, split, n, row);
        let [more, last, times, remark] = beside_last(year, row);
        let room = if row.part == ProposalPart::Unallocated { Cell::new(Value::None) } else { Cell::people(row.room) };
        name.into_iter()
            .chain([Cell::people(row.current), room, Cell::people(row.proposed), more, last, times, remark])
            .collect()
    });
    table.rows(rows).rows(sector_total(split, last_of_all(year, province, split, "khối")))
}

/// A scheme's areas: only increases, since those of other agencies are counted in an area as well.
pub fn area_table(year: &PlanYear, outside: &Outside, province: &ProposalRow, split: &Split) -> Table {
    let name = words::capitalized(&outside_name(year, outside));
    let table = Table::new(&[
        ("TT", 8, Align::Center),
        ("Địa bàn", 38, Align::Left),
        (&name, 22, Align::Right),
        ("Đang tham gia", 20, Align::Right),
        ("Tăng thêm", 20, Align::Right),
        ("Tăng năm trước", 20, Align::Right),
        ("Gấp (lần)", 13, Align::Right),
        ("Lưu ý", 34, Align::Left),
    ])
    .dense();
    let rows = split.all().enumerate().map(|(n, row)| {
        let name = numbered(year, split, n, row);
        let [more, last, times, remark] = beside_last(year, row);
        let room = if row.part == ProposalPart::Unallocated { Cell::new(Value::None) } else { Cell::people(row.room) };
        name.into_iter().chain([room, Cell::people(row.current), more, last, times, remark]).collect()
    });
    table.rows(rows).rows(area_total(split, last_of_all(year, province, split, "địa bàn")))
}

fn numbered(year: &PlanYear, split: &Split, n: usize, row: &ProposalRow) -> [Cell; 2] {
    let no = if n < split.rows.len() { (n + 1).to_string() } else { String::new() };
    [Cell::from(no), Cell::from(part_name(year, row.part))]
}

/// The increase, last year's, how many times that is, and what is remarked on.
fn beside_last(year: &PlanYear, row: &ProposalRow) -> [Cell; 4] {
    let remark = remark(year, row);
    let tone = if remark.is_empty() { Tone::Plain } else { Tone::Doubt };
    [
        Cell::change(row.difference()),
        Cell::or_none(row.last_increase.map(Value::Change)),
        Cell::from(times_last(year, row)),
        Cell::from(remark).tone(tone),
    ]
}

fn sum(split: &Split, people: fn(&ProposalRow) -> Option<i64>) -> Option<i64> {
    split.all().map(people).sum()
}

fn total_name() -> [Cell; 2] {
    [Cell::from(Text::new()), Cell::from("Tổng cộng").weight(Weight::Total)]
}

/// The last year's increases of all rows, where all are known, and what is to be said of it. Of the same people the province's increase
/// has one value: the year before may have counted some whom none of the rows counts.
fn last_of_all(year: &PlanYear, province: &ProposalRow, split: &Split, by: &str) -> [Cell; 2] {
    let sum_of = |people: fn(&ProposalRow) -> Option<i64>| split.rows.iter().map(people).sum::<Option<i64>>();
    let last = sum_of(|row| row.last_increase);
    let is_whole = sum(split, |row| row.current) == province.current;
    let whole = if is_whole { last.and(province.last_increase) } else { last };
    let note = last.zip(whole).filter(|(last, whole)| last != whole).map(|(last, whole)| {
        let of_rows = words::rise_in_people(last);
        let why = if sum_of(|row| row.current) == province.current && last > whole {
            format!("năm trước có {} người ngoài các {by} này", wording::people(last - whole))
        } else {
            format!("có người ngoài các {by} này")
        };
        format!("Theo số {}; cộng các {by} {of_rows}, vì {why}", year.plan.words.whole)
    });
    let note = Cell::from(note.map_or_else(Text::new, Text::from));
    [Cell::or_none(whole.map(Value::Change)).weight(Weight::Total), note]
}

/// What is left in all rows; not computable if one isn't known.
fn room_of_all(split: &Split) -> Cell {
    Cell::people(split.rows.iter().map(|row| row.room).sum()).weight(Weight::Total)
}

/// What the rows add up to, where all of them are known.
fn sector_total(split: &Split, [last, note]: [Cell; 2]) -> Option<Vec<Cell>> {
    let (current, proposed) = (sum(split, |row| row.current)?, sum(split, |row| row.proposed)?);
    let figures = [
        Cell::new(Value::People(current)).weight(Weight::Total),
        room_of_all(split),
        Cell::new(Value::People(proposed)).weight(Weight::Total),
        Cell::new(Value::Change(proposed - current)).weight(Weight::Total),
        last,
    ];
    Some(total_name().into_iter().chain(figures).chain([Cell::from(Text::new()), note]).collect())
}

fn area_total(split: &Split, [last, note]: [Cell; 2]) -> Option<Vec<Cell>> {
    let (current, more) = (sum(split, |row| row.current)?, sum(split, ProposalRow::difference)?);
    let figures = [
        room_of_all(split),
        Cell::new(Value::People(current)).weight(Weight::Total),
        Cell::new(Value::Change(more)).weight(Weight::Total),
        last,
    ];
    Some(total_name().into_iter().chain(figures).chain([Cell::from(Text::new()), note]).collect())
}

/// A scheme by agency and sector: what every agency answers for. `header` names a sector by its position.
pub fn matrix_table(year: &PlanYear, matrix: &Matrix, header: impl Fn(usize) -> String) -> Table {
    let n = u32::try_from(matrix.rows.len() + 2).unwrap_or(u32::MAX);
    let width = 117 / n;
    let titles: Vec<String> = (0..matrix.rows.len()).map(header).collect();
    let mut columns = vec![("TT", 8, Align::Center), ("Đơn vị", 40, Align::Left)];
    columns.extend(titles.iter().map(|title| (title.as_str(), width, Align::Right)));
    columns.extend([(UNALLOCATED, width, Align::Right), ("Cộng", width, Align::Right)]);
    let agencies = matrix.agencies();
    let rows = agencies.iter().enumerate().map(|(n, agency)| agency_row(year, matrix, n, *agency));
    Table::new(&columns).dense().rows(rows).rows(without_agency(matrix)).row(matrix_total(matrix))
}

fn people_of(people: Option<u64>) -> Cell {
    Cell::people(people.map(|people| i64::try_from(people).unwrap_or(i64::MAX)))
}

fn agency_row(year: &PlanYear, matrix: &Matrix, n: usize, agency: AgencyId) -> Vec<Cell> {
    let name = agency_name(year, matrix, agency);
    let cells = matrix.rows.iter().map(|row| {
        let cell = row.cells.binary_search_by_key(&agency, |cell| cell.agency).ok().map(|n| row.cells[n]);
        match cell {
            Some(cell) => people_of(cell.increase).tone(if cell.is_provisional { Tone::Doubt } else { Tone::Plain }),
            None if row.reporting.binary_search(&agency).is_ok() => Cell::people(None),
            None => Cell::new(Value::None),
        }
    });
    let own = [Cell::from((n + 1).to_string()), Cell::from(name)];
    let last = [Cell::new(Value::None), people_of(matrix.of_agency(agency)).weight(Weight::Group)];
    own.into_iter().chain(cells).chain(last).collect()
}

/// An agency, and that it is weighed by last year's number, or by one that lacks some of its units.
pub fn agency_name(year: &PlanYear, matrix: &Matrix, agency: AgencyId) -> String {
    format!("{}{}", year.agency_name(agency), provisional(matrix, agency).unwrap_or_default())
}

/// What stands behind the name of an agency whose numbers are provisional: ` (tạm tính)`, ` (tạm tính 139/141)`.
fn provisional(matrix: &Matrix, agency: AgencyId) -> Option<String> {
    let ratio = matrix.partial.get(&agency).map(|extent| format!(" {}", units::ratio(extent)));
    matrix.is_provisional(agency).then(|| format!(" (tạm tính{})", ratio.unwrap_or_default()))
}

/// Those for whom no agency answers: of a sector, and of no sector; `None` where there are none.
fn without_agency(matrix: &Matrix) -> Option<Vec<Cell>> {
    let all = matrix.without_agency()?;
    let cells = matrix.rows.iter().map(|row| people_of(row.without_agency()));
    let name = [Cell::from(Text::new()), Cell::from(UNALLOCATED)];
    let last = [people_of(Some(matrix.unallocated)), people_of(Some(all)).weight(Weight::Group)];
    (all > 0).then(|| name.into_iter().chain(cells).chain(last).collect())
}

fn matrix_total(matrix: &Matrix) -> Vec<Cell> {
    let cells = matrix.rows.iter().map(|row| people_of(row.increase).weight(Weight::Total));
    let last = [Some(matrix.unallocated), matrix.increase()].map(|people| people_of(people).weight(Weight::Total));
    total_name().into_iter().chain(cells).chain(last).collect()
}

/// Sectors whose agencies are weighed by those who don't take part yet, which the optional form tells; `None` if none are.
pub fn measured(year: &PlanYear, matrix: &Matrix) -> Option<String> {
    let rows = matrix.rows.iter().filter(|row| row.weighed_by == WeighedBy::Potential && !row.cells.is_empty());
    let names: Vec<String> = rows.map(|row| words::within_sentence(&row_name(year, row.sector))).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Chia theo tiềm năng của từng đơn vị (số thuộc diện tham gia trừ số đang tham gia theo địa bàn và khối): {}.",
            names.join("; ")
        )
    })
}

/// Sectors whose increase no agency could be given, for want of whose number.
pub fn unweighed(year: &PlanYear, matrix: &Matrix) -> Option<String> {
    let rows = matrix.rows.iter().filter(|row| !row.unweighed.is_empty() && row.increase > Some(0));
    let sentences: Vec<String> = rows
        .map(|row| {
            let missing = row.unweighed.iter().copied().collect();
            format!("{} ({})", words::within_sentence(&row_name(year, row.sector)), lacking(year, &missing))
        })
        .collect();
    (!sentences.is_empty()).then(|| format!("Chưa giao được cho đơn vị phần tăng của: {}.", sentences.join("; ")))
}

/// What every agency answers for, by scheme: its column of each matrix, and its area's part of what is shared by area.
pub fn agencies_table(year: &PlanYear, proposal: &Proposal) -> Table {
    let of_agencies: Vec<&ProposalLine> =
        proposal.lines.iter().filter(|line| line.matrix.is_some() || line.areas.is_some()).collect();
    let width = 105 / u32::try_from(of_agencies.len().max(1)).unwrap_or(1);
    let titles: Vec<String> = of_agencies.iter().map(|line| format!("{} tăng thêm", line.name)).collect();
    let mut columns = vec![("TT", 10, Align::Center), ("Đơn vị", 50, Align::Left)];
    columns.extend(titles.iter().map(|title| (title.as_str(), width, Align::Right)));
    let agencies: BTreeSet<AgencyId> = of_agencies.iter().flat_map(|line| line.agencies()).collect();
    let rows = agencies.iter().enumerate().map(|(n, agency)| {
        let provisional = of_agencies.iter().find_map(|line| provisional(line.matrix.as_ref()?, *agency));
        let name = Cell::from(format!("{}{}", year.agency_name(*agency), provisional.unwrap_or_default()));
        let name = [Cell::from((n + 1).to_string()), name];
        name.into_iter().chain(of_agencies.iter().map(|line| increase_of(line, *agency))).collect()
    });
    let left: Vec<Option<i64>> = of_agencies.iter().map(|line| line.left()).collect();
    let any_left = left.iter().any(|people| *people != Some(0));
    let left = any_left.then(|| {
        let name = [Cell::from(Text::new()), Cell::from(UNALLOCATED)];
        name.into_iter().chain(left.into_iter().map(Cell::people)).collect()
    });
    let total = of_agencies.iter().map(|line| Cell::people(line.province.difference()).weight(Weight::Total));
    Table::new(&columns).rows(rows).rows(left).row(total_name().into_iter().chain(total).collect())
}

fn increase_of(line: &ProposalLine, agency: AgencyId) -> Cell {
    if !line.has(agency) {
        return Cell::new(Value::None);
    }
    let is_provisional = line.matrix.as_ref().is_some_and(|matrix| matrix.is_provisional(agency));
    let increase = Cell::people(line.increase_of(agency));
    if is_provisional { increase.tone(Tone::Doubt) } else { increase }
}

/// The people of every year on the way, with the increments that add up.
pub fn trajectory_table(year: &PlanYear, proposal: &Proposal) -> Table {
    let labour_force = year.plan.words.fill("{Labour_force} dự kiến");
    let table = Table::new(&[
        ("Nội dung", 45, Align::Left),
        ("Năm", 20, Align::Center),
        ("Chỉ tiêu", 22, Align::Right),
        (&labour_force, 28, Align::Right),
        ("Số người", 25, Align::Right),
        ("Tăng so với năm trước", 25, Align::Right),
    ]);
    let ways = proposal.lines.iter().filter_map(|line| Some((line, line.trajectory.as_ref().ok()?)));
    table.rows(ways.flat_map(|(line, way)| {
        way.steps.iter().map(|step| {
            let target = step.target;
            let whole = target.and_then(|(_, whole)| i64::try_from(whole).ok());
            vec![
                Cell::from(line.name.as_str()),
                Cell::from(step.year.to_string()),
                Cell::or_none(target.map(|(percent, _)| Value::Target(percent))),
                Cell::or_none(whole.map(Value::People)),
                Cell::new(Value::People(step.people)),
                Cell::new(Value::Change(step.increment)),
            ]
        })
    }))
}
