//! One indicator in one year: participants, labour force, coverage, target, and how far it is.

use super::super::formula::{self, Extent, LiveFigure, as_f64};
use super::layout::{COVERAGE, DENOMINATOR, GAP, NOTE, NUMERATOR, POINTS, TARGET, VERDICT};
use crate::output::error::OutputError;
use crate::output::page::Page;
use crate::output::style::{self, Tone, Weight};
use crate::value::grid::Address;
use crate::value::{Percent, Ratio};
use crate::view::block::{Cell, Value};
use crate::view::coverage::Attainment;
use crate::view::words::{NOT_REACHED, REACHED};

/// Participants or labour force.
pub enum People {
    Live(LiveFigure),
    /// A number of an earlier workbook.
    Value(i64),
    /// Of a year to come.
    NotYet,
}

/// How the row's year lies to the workbook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    Before,
    Now,
    Later,
}

pub struct CoverageRow {
    pub label: String,
    pub numerator: People,
    pub denominator: People,
    /// `None` if the coverage can't be computed.
    pub share: Option<Ratio>,
    /// `None` for a year without target.
    pub target: Option<Percent>,
    pub note: String,
    pub time: Time,
    /// Whether the year's numbers are there at all.
    pub is_at_hand: bool,
}

impl CoverageRow {
    pub fn write(&self, page: &mut Page, at: u32) -> Result<(), OutputError> {
        let weight = if self.time == Time::Now { Weight::Group } else { Weight::Plain };
        page.text((at, 0), &self.label, &style::text(weight))?;
        write_people(page, (at, NUMERATOR), &self.numerator, weight)?;
        write_people(page, (at, DENOMINATOR), &self.denominator, weight)?;
        let attainment = Attainment::new(self.share, self.target);
        self.write_share(page, at, attainment.share.weight(weight))?;
        page.cell((at, TARGET), &attainment.target)?;
        page.live((at, POINTS), &attainment.points, &points_formula(at))?;
        page.live((at, GAP), &attainment.gap, &gap_formula(at, self.target))?;
        self.write_verdict(page, at, attainment.verdict)?;
        let tone = if self.share.is_none() && self.time == Time::Now { Tone::Doubt } else { Tone::Plain };
        page.text((at, NOTE), &self.note, &style::toned_text(tone))
    }

    fn write_share(&self, page: &mut Page, at: u32, share: Cell) -> Result<(), OutputError> {
        let cell = (at, COVERAGE);
        match (self.share, self.time) {
            (Some(_), _) => page.live(cell, &share, &format!("{}/{}", name(at, NUMERATOR), name(at, DENOMINATOR))),
            (None, Time::Now) => page.cell(cell, &share.weight(Weight::Plain)),
            (None, Time::Before) if self.is_at_hand => page.cell(cell, &share.weight(Weight::Plain)),
            (None, Time::Before) => page.text(cell, formula::MISSING, &style::missing(Weight::Plain)),
            (None, Time::Later) => page.text(cell, "", &style::people(Weight::Plain, Tone::Plain)),
        }
    }

    fn write_verdict(&self, page: &mut Page, at: u32, verdict: Cell) -> Result<(), OutputError> {
        if self.share.is_none() && self.time != Time::Now {
            return page.cell((at, VERDICT), &Cell::new(Value::None));
        }
        page.live((at, VERDICT), &verdict.weight(Weight::Group), &verdict_formula(at, self.target))
    }
}

fn points_formula(at: u32) -> String {
    format!("({}-{})*100", name(at, COVERAGE), name(at, TARGET))
}

fn gap_formula(at: u32, target: Option<Percent>) -> String {
    let thousandths = target.map_or(0, Percent::thousandths);
    format!("ROUNDUP({}*{thousandths}/100000,0)-{}", name(at, DENOMINATOR), name(at, NUMERATOR))
}

fn verdict_formula(at: u32, target: Option<Percent>) -> String {
    let (part, whole) = (name(at, NUMERATOR), name(at, DENOMINATOR));
    let thousandths = target.map_or(0, Percent::thousandths);
    format!("IF({part}*100000>={whole}*{thousandths},\"{REACHED}\",\"{NOT_REACHED}\")")
}

fn write_people(page: &mut Page, at: (u32, u16), people: &People, weight: Weight) -> Result<(), OutputError> {
    match people {
        People::Live(figure) if figure.extent == Extent::Nothing => {
            LiveFigure::nothing().write(page, at, Weight::Plain)
        }
        People::Live(figure) => figure.write(page, at, weight),
        People::Value(number) => page.number(at, as_f64(*number), &style::people(weight, Tone::Plain)),
        People::NotYet => page.text(at, "", &style::people(weight, Tone::Plain)),
    }
}

fn name(row: u32, col: u16) -> String {
    Address::new(row, col.into()).to_string()
}
