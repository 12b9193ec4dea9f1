//! "So với năm trước": this year beside a year of the plans before, by comparable groups of areas. This year's people are live
//! formulas over the ledger, those before stand as they were put together; everything else follows from both.

use super::book::Book;
use super::formula::LiveFigure;
use super::names;
use crate::counts::{Scope, Term, terms};
use crate::indicator::Coverage;
use crate::indicator::annual::EarlierYear;
use crate::indicator::comparison::{AreaComparison, ComparedLine, GroupComparison};
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{AgencyId, IndicatorId, Input, RoundId};
use crate::value::grid::Address;
use crate::view::block::{Cell, Value, count_as_f64};
use crate::view::{comparison as view, restated};

const WIDTHS: &[f64] = &[6.0, 48.0, 11.0, 14.0, 14.0, 13.0, 15.0, 15.0, 12.0, 12.0, 13.0, 26.0];
const NAME: u16 = 1;
const N_AREAS: u16 = 2;
const BEFORE: u16 = 3;
const NOW: u16 = 4;
const CHANGE: u16 = 5;
const WHOLE_BEFORE: u16 = 6;
const WHOLE_NOW: u16 = 7;
const SHARE_BEFORE: u16 = 8;
const SHARE_NOW: u16 = 9;
const POINTS: u16 = 10;
const NOTE: u16 = 11;
const LAST: u16 = NOTE;

/// The sheet; `None` where no year of the plans before is at hand.
pub fn write(book: &Book) -> Result<Option<Page>, OutputError> {
    let mut compared = book.context.earlier.iter().rev();
    let compared = compared.find_map(|before| Some((before.comparison(book.merged)?, before.clone())));
    let Some((comparison, before)) = compared else { return Ok(None) };
    let mut page = Page::new(names::COMPARISON, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, &format!("SO VỚI NĂM {} THEO NHÓM ĐỊA BÀN,", comparison.year), LAST)?;
    page.across(2, (0, LAST), &format!("{}.", view::about(book.year, &comparison)), &style::caption())?;
    let mut row = 3;
    for sentence in restated::notices(book.plan(), std::slice::from_ref(&before)) {
        page.across(row, (0, LAST), &format!("{sentence}."), &style::caption())?;
        row += 1;
    }
    let sheet = ComparisonSheet { book, comparison: &comparison, before: &before };
    row = sheet.write_groups(&mut page, row + 1)?;
    for (letter, indicator) in ('B'..='Z').zip(comparison.indicators(book.plan())) {
        row = sheet.write_indicator(&mut page, row, letter, indicator)?;
    }
    Ok(Some(page))
}

struct ComparisonSheet<'a> {
    book: &'a Book<'a>,
    comparison: &'a AreaComparison,
    before: &'a EarlierYear,
}

impl ComparisonSheet<'_> {
    /// What the groups are made of. Returns the row below the table and a blank one.
    fn write_groups(&self, page: &mut Page, top: u32) -> Result<u32, OutputError> {
        page.across(top, (0, LAST), "A. CÁC NHÓM ĐỊA BÀN", &style::section())?;
        page.header((top + 1, 0), "TT")?;
        page.header((top + 1, NAME), "Nhóm địa bàn")?;
        page.header((top + 1, N_AREAS), "Số địa bàn nay")?;
        page.across(top + 1, (BEFORE, CHANGE), "Địa bàn trước đây", &style::header())?;
        page.across(top + 1, (WHOLE_BEFORE, NOTE), "Địa bàn nay", &style::header())?;
        let year = self.book.year;
        let mut row = top + 2;
        for (n, group) in self.comparison.groups.iter().enumerate() {
            page.position((row, 0), &(n + 1).to_string(), &style::centred(Weight::Plain, Tone::Plain))?;
            page.text((row, NAME), view::name(year, group), &style::text(Weight::Plain))?;
            page.number((row, N_AREAS), count_as_f64(group.areas.len()), &style::centred(Weight::Plain, Tone::Plain))?;
            let past = view::past_areas(self.book.plan(), group);
            let basis = view::basis(self.book.plan(), group).map(|basis| format!(". {basis}")).unwrap_or_default();
            page.across(row, (BEFORE, CHANGE), &format!("{past}{basis}"), &style::text(Weight::Plain))?;
            page.across(row, (WHOLE_BEFORE, NOTE), &view::areas(year, group), &style::text(Weight::Plain))?;
            row += 1;
        }
        Ok(row + 1)
    }

    fn write_indicator(&self, page: &mut Page, top: u32, letter: char, id: IndicatorId) -> Result<u32, OutputError> {
        let indicator = self.book.plan().indicator(id);
        let title = format!("{letter}. {}", indicator.title.to_uppercase());
        page.across(top, (0, LAST), &title, &style::section())?;
        self.write_header(page, top + 1)?;
        let first = top + 2;
        let mut row = first;
        for (n, group) in self.comparison.groups.iter().enumerate() {
            let Some(line) = group.line(id) else { continue };
            page.position((row, 0), &(n + 1).to_string(), &style::centred(Weight::Plain, Tone::Plain))?;
            self.write_group(page, row, group, line)?;
            row += 1;
        }
        self.write_province(page, row, id)?;
        page.keep_together(top, row);
        Ok(row + 2)
    }

    fn write_header(&self, page: &mut Page, row: u32) -> Result<(), OutputError> {
        let (then, now) = (self.comparison.year, self.book.year.year);
        let whole = self.book.plan().words.fill("{Labour_force}");
        let labels = [
            "TT".to_owned(),
            "Nhóm địa bàn".to_owned(),
            "Số địa bàn nay".to_owned(),
            format!("Số người năm {then}"),
            format!("Số người năm {now}"),
            "Tăng, giảm (người)".to_owned(),
            format!("{whole} năm {then}"),
            format!("{whole} năm {now}"),
            format!("Tỷ lệ năm {then}"),
            format!("Tỷ lệ năm {now}"),
            "Tăng, giảm (điểm %)".to_owned(),
            "Ghi chú".to_owned(),
        ];
        (0..).zip(&labels).try_for_each(|(col, label)| page.header((row, col), label))
    }

    fn write_group(
        &self,
        page: &mut Page,
        row: u32,
        group: &GroupComparison,
        line: &ComparedLine,
    ) -> Result<(), OutputError> {
        let indicator = self.book.plan().indicator(line.now.indicator);
        page.text((row, NAME), view::name(self.book.year, group), &style::text(Weight::Plain))?;
        page.number((row, N_AREAS), count_as_f64(group.areas.len()), &style::centred(Weight::Plain, Tone::Plain))?;
        let now = |round: RoundId, inputs: &[Input]| self.sum(round, inputs, &group.areas);
        let live = [
            now(line.now.rounds.numerator, &indicator.area_numerator),
            now(line.now.rounds.denominator, &indicator.area_denominator),
        ];
        self.write_figures(page, row, Weight::Plain, (Some(&line.before), &line.now), live)?;
        let note = view::note(self.book.year, group, line);
        let tone = if note.is_empty() { Tone::Plain } else { Tone::Doubt };
        page.text((row, NOTE), &note, &style::toned_text(tone))
    }

    fn write_province(&self, page: &mut Page, row: u32, id: IndicatorId) -> Result<(), OutputError> {
        let (plan, now) = (self.book.plan(), &self.book.coverage[id.idx()]);
        let before = self.before.coverage.iter().find(|before| before.indicator == id);
        let n_areas: usize = self.comparison.groups.iter().map(|group| group.areas.len()).sum();
        page.text((row, 0), "", &style::centred(Weight::Total, Tone::Plain))?;
        page.text((row, NAME), &plan.words.fill("{Whole}"), &style::text(Weight::Total))?;
        page.number((row, N_AREAS), count_as_f64(n_areas), &style::centred(Weight::Total, Tone::Plain))?;
        let indicator = plan.indicator(id);
        let numerator = self.sum_of_province(now.rounds.numerator, &indicator.numerator);
        let denominator = self.sum_of_province(now.rounds.denominator, &indicator.denominator);
        self.write_figures(page, row, Weight::Total, (before, now), [numerator, denominator])?;
        let lack = before.and_then(|before| restated::lack(self.book.year, self.before, before));
        page.text((row, NOTE), &lack.unwrap_or_default(), &style::text(Weight::Total))
    }

    /// What all report together in a round.
    fn sum_of_province(&self, round: RoundId, inputs: &[Input]) -> LiveFigure {
        let all: Vec<Term> = inputs.iter().flat_map(|input| terms(self.book.year, input, Scope::Province)).collect();
        self.book.range.sum_in(round, &all)
    }

    /// What a group's areas report together in a round.
    fn sum(&self, round: RoundId, inputs: &[Input], areas: &[AgencyId]) -> LiveFigure {
        let in_area = |area| inputs.iter().flat_map(move |input| terms(self.book.year, input, Scope::Area(area)));
        let all: Vec<Term> = areas.iter().copied().flat_map(in_area).collect();
        self.book.range.sum_in(round, &all)
    }

    fn write_figures(
        &self,
        page: &mut Page,
        row: u32,
        weight: Weight,
        (before, now): (Option<&Coverage>, &Coverage),
        [people, whole]: [LiveFigure; 2],
    ) -> Result<(), OutputError> {
        let at = |col: u16| Address::new(row, col.into());
        let people_before = before.and_then(|of| of.numerator.known());
        let whole_before = before.and_then(|of| of.denominator.known());
        page.cell((row, BEFORE), &Cell::people(people_before).weight(weight))?;
        people.write(page, (row, NOW), weight)?;
        page.cell((row, WHOLE_BEFORE), &Cell::people(whole_before).weight(weight))?;
        whole.write(page, (row, WHOLE_NOW), weight)?;
        let change = people_before.zip(now.numerator.known()).map(|(before, now)| now - before);
        page.live((row, CHANGE), &Cell::change(change).weight(weight), &format!("{}-{}", at(NOW), at(BEFORE)))?;
        let shares = [
            (SHARE_BEFORE, before.and_then(Coverage::share), BEFORE, WHOLE_BEFORE),
            (SHARE_NOW, now.share(), NOW, WHOLE_NOW),
        ];
        for (col, share, part, of) in shares {
            page.live((row, col), &Cell::share(share).weight(weight), &format!("{}/{}", at(part), at(of)))?;
        }
        let points = shares[0].1.zip(shares[1].1).map(|(before, now)| Value::Points(now, before, 2));
        let formula = format!("({}-{})*100", at(SHARE_NOW), at(SHARE_BEFORE));
        page.live((row, POINTS), &Cell::or_not_computable(points).weight(weight), &formula)
    }
}
