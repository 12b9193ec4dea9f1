//! "Chỉ tiêu được giao": what was assigned for the year, what has been done of it, and the share, for the province and for every part.
//!
//! Assigned numbers stand as they were read, each with its file and cell; people who take part are live formulas over the ledger,
//! and so is everything that follows from both.

use super::book::Book;
use super::formula::LiveFigure;
use super::names;
use crate::indicator::assigned::{Achievement, PartAchieved, TargetAchieved};
use crate::output::error::OutputError;
use crate::output::page::{Cached, Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::value::grid::Address;
use crate::view::assigned as view;
use crate::view::block::{Cell, Value, count_as_f64};
use crate::view::words;

const WIDTHS: &[f64] = &[7.0, 40.0, 14.0, 14.0, 14.0, 14.0, 13.0, 34.0, 36.0];
const NO: u16 = 0;
const NAME: u16 = 1;
const ASSIGNED: u16 = 2;
const BEFORE: u16 = 3;
const NOW: u16 = 4;
const DONE: u16 = 5;
const SHARE: u16 = 6;
const REMARK: u16 = 7;
const SOURCE: u16 = 8;
const LAST: u16 = SOURCE;

/// The sheet of what was assigned for the year.
pub fn write(book: &Book, achievement: &Achievement) -> Result<Page, OutputError> {
    let mut page = Page::new(names::ASSIGNED, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, "CHỈ TIÊU ĐƯỢC GIAO VÀ KẾT QUẢ THỰC HIỆN", LAST)?;
    let about = format!(
        "Theo {}. Thực hiện của toàn tỉnh là số người đang tham gia; của đơn vị là số tăng thêm so với lúc giao. Tỷ lệ là phần trăm của số \
         được giao",
        view::decision(&achievement.assigned)
    );
    page.across(2, (0, LAST), &about, &style::caption())?;
    let mut row = 4;
    if let Some(since) = view::since(achievement) {
        page.across(3, (0, LAST), &since, &style::caption())?;
        row = 5;
    }
    for finding in &achievement.findings {
        let tone = if finding.is_open() { Tone::Doubt } else { Tone::Plain };
        page.across(row, (0, LAST), &view::query(&achievement.assigned, finding), &style::toned_text(tone))?;
        row += 1;
    }
    let sheet = AssignedSheet { book, achievement };
    // A blank row under the queries, if there are any.
    row += u32::from(!achievement.findings.is_empty());
    row = sheet.write_province(&mut page, row)?;
    let with_parts = achievement.targets.iter().filter(|target| !target.parts.is_empty());
    for (letter, target) in ('B'..='Z').zip(with_parts) {
        row = sheet.write_parts(&mut page, row, letter, target)?;
    }
    Ok(page)
}

struct AssignedSheet<'a> {
    book: &'a Book<'a>,
    achievement: &'a Achievement,
}

impl AssignedSheet<'_> {
    /// Returns the row below the table and a blank one.
    fn write_province(&self, page: &mut Page, top: u32) -> Result<u32, OutputError> {
        page.across(top, (0, LAST), &self.book.plan().words.fill("A. {WHOLE} (SỐ NGƯỜI THAM GIA)"), &style::section())?;
        write_header(page, top + 1, ["STT", "Nội dung", "Được giao", "Đang tham gia khi giao", "Đang tham gia nay"])?;
        let mut row = top + 2;
        for (n, target) in self.achievement.targets.iter().enumerate() {
            self.write_target(page, row, n + 1, target)?;
            row += 1;
        }
        page.keep_together(top, row);
        Ok(row + 1)
    }

    fn write_target(&self, page: &mut Page, row: u32, n: usize, of: &TargetAchieved) -> Result<(), OutputError> {
        let cell = |col: u16| Address::new(row, col.into());
        page.position((row, NO), &n.to_string(), &style::centred(Weight::Group, Tone::Plain))?;
        page.text((row, NAME), of.target.of.name(self.book.plan()), &style::text(Weight::Group))?;
        let people = Cell::or_none(of.people().map(Value::People)).weight(Weight::Group);
        page.cell((row, ASSIGNED), &people)?;
        let before = of.target.current.and_then(|people| i64::try_from(people).ok());
        page.cell((row, BEFORE), &Cell::or_none(before.map(Value::People)))?;
        self.book.range.sum_in(of.round, &of.terms).write(page, (row, NOW), Weight::Plain)?;
        let done = of.now.zip(before).map(|(now, before)| Value::Change(now - before));
        page.live((row, DONE), &Cell::or_none(done), &format!("{}-{}", cell(NOW), cell(BEFORE)))?;
        let share = format!("{}/{}", cell(NOW), cell(ASSIGNED));
        page.live((row, SHARE), &view::share_of_target(of).weight(Weight::Group), &share)?;
        let remark = match of.gap() {
            Some(gap) => words::capitalized(&words::gap(gap)),
            None if of.people().is_none() => "Chưa được giao".to_owned(),
            None => words::missing_note(self.book.year, &of.missing),
        };
        let remark = self.book.with_round(&remark, of.round);
        page.text((row, REMARK), &remark, &style::text(Weight::Plain))?;
        let source = view::source(&self.achievement.assigned, of.target.at);
        page.text((row, SOURCE), &source, &style::text(Weight::Plain))
    }

    /// Returns the row below the table and a blank one.
    fn write_parts(&self, page: &mut Page, top: u32, letter: char, of: &TargetAchieved) -> Result<u32, OutputError> {
        let name = of.target.of.name(self.book.plan()).to_uppercase();
        let round = view::round_of_parts(self.book.merged, of).map(|round| format!(", số liệu {round}"));
        let title = format!("{letter}. {name} THEO ĐƠN VỊ, ĐỊA BÀN (SỐ TĂNG THÊM){}", round.unwrap_or_default());
        page.across(top, (0, LAST), &title, &style::section())?;
        let labels = ["Hạng", "Đơn vị, địa bàn", "Tăng thêm được giao", "Đang tham gia khi giao", "Đang tham gia nay"];
        write_header(page, top + 1, labels)?;
        let first = top + 2;
        let mut row = first;
        let last = first + u32::try_from(of.parts.len()).unwrap_or(u32::MAX) - 1;
        for part in &of.parts {
            self.write_part(page, row, (first, last), of, part)?;
            row += 1;
        }
        page.text((row, NO), "", &style::centred(Weight::Total, Tone::Plain))?;
        page.text((row, NAME), "Tổng cộng", &style::text(Weight::Total))?;
        let column = |row: u32| Address::new(row, ASSIGNED.into());
        let sum = Cell::or_none(of.target.of_parts().map(Value::People)).weight(Weight::Total);
        page.live((row, ASSIGNED), &sum, &format!("SUM({}:{})", column(first), column(last)))?;
        for col in BEFORE..=LAST {
            page.text((row, col), "", &style::text(Weight::Total))?;
        }
        page.keep_together(top, first);
        Ok(row + 2)
    }

    fn write_part(
        &self,
        page: &mut Page,
        row: u32,
        (first, last): (u32, u32),
        of: &TargetAchieved,
        part: &PartAchieved,
    ) -> Result<(), OutputError> {
        let cell = |col: u16| Address::new(row, col.into());
        page.text((row, NAME), &view::part_name(self.book.year, part), &style::text(Weight::Plain))?;
        page.cell((row, ASSIGNED), &Cell::or_none(part.increase().map(Value::People)))?;
        page.cell((row, BEFORE), &Cell::or_none(part.before().map(Value::People)))?;
        let terms = part.terms.iter().filter(|_| part.now.is_some());
        let now = terms.map(|terms| self.book.range.sum_in(part.round, terms)).next();
        match now.filter(|figure: &LiveFigure| figure.people == part.now.unwrap_or_default()) {
            Some(figure) => figure.write(page, (row, NOW), Weight::Plain)?,
            None => page.none((row, NOW), Weight::Plain)?,
        }
        let done = Cell::or_none(part.done().map(Value::Change));
        page.live((row, DONE), &done, &format!("{}-{}", cell(NOW), cell(BEFORE)))?;
        let share = view::share_of_part(part).weight(Weight::Group);
        page.live((row, SHARE), &share, &format!("{}/{}", cell(DONE), cell(ASSIGNED)))?;
        match part.rank {
            Some(rank) => {
                let range = format!("$G${}:$G${}", first + 1, last + 1);
                let formula = format!("RANK({},{range})", cell(SHARE));
                let cached = Cached::Number(count_as_f64(rank));
                page.formula((row, NO), &formula, &cached, &style::centred(Weight::Group, Tone::Plain))?;
            }
            None => page.none((row, NO), Weight::Plain)?,
        }
        page.text((row, REMARK), &view::remark(self.book.year, of, part), &style::text(Weight::Plain))?;
        let source = view::source(&self.achievement.assigned, part.part.at);
        page.text((row, SOURCE), &source, &style::text(Weight::Plain))
    }
}

fn write_header(page: &mut Page, row: u32, first: [&str; 5]) -> Result<(), OutputError> {
    let rest = ["Đã tăng thêm", "Tỷ lệ so với được giao", "Ghi chú", "Nguồn của số được giao"];
    (0..).zip(first.into_iter().chain(rest)).try_for_each(|(col, label)| page.header((row, col), label))
}
