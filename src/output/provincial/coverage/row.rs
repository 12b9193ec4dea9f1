//! One indicator in one year: participants, labour force, coverage, target, and how far it is.

use super::super::formula::{Extent, Figure, as_f64};
use super::{COVERAGE, DENOMINATOR, GAP, NOTE, NUMERATOR, POINTS, TARGET, VERDICT, decimals};
use crate::output::error::OutputError;
use crate::output::page::{Cached, Page};
use crate::output::style::{self, Tone, Weight};
use crate::plan::Target;
use crate::value::Percent;
use crate::value::grid::Address;

/// What stands where a coverage can't be computed.
pub const NOT_COMPUTABLE: &str = "Chưa tính được";
pub const REACHED: &str = "Đạt";
pub const NOT_REACHED: &str = "Chưa đạt";

/// Participants or labour force.
pub enum People {
    Live(Figure),
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

pub struct Row<'a> {
    pub label: String,
    pub numerator: People,
    pub denominator: People,
    /// Participants and labour force, if the coverage can be computed.
    pub known: Option<(i64, i64)>,
    pub target: Option<&'a Target>,
    pub note: String,
    pub time: Time,
}

impl Row<'_> {
    pub fn write(&self, page: &mut Page, at: u32) -> Result<(), OutputError> {
        let weight = if self.time == Time::Now { Weight::Group } else { Weight::Plain };
        page.text((at, 0), &self.label, &style::text(weight))?;
        write_people(page, (at, NUMERATOR), &self.numerator, weight)?;
        write_people(page, (at, DENOMINATOR), &self.denominator, weight)?;
        self.write_coverage(page, at, weight)?;
        self.write_target(page, at)?;
        self.write_distance(page, at)?;
        let tone = if self.known.is_none() && self.time == Time::Now { Tone::Doubt } else { Tone::Plain };
        page.text((at, NOTE), &self.note, &style::toned_text(tone))
    }

    fn write_coverage(&self, page: &mut Page, at: u32, weight: Weight) -> Result<(), OutputError> {
        let cell = (at, COVERAGE);
        match (self.known, self.time) {
            (Some(known), _) => {
                let format = style::percent(weight, decimals(Some(known), self.target), Tone::Plain);
                let formula = format!("{}/{}", name(at, NUMERATOR), name(at, DENOMINATOR));
                page.formula(cell, &formula, &Cached::Number(share(known)), &format)
            }
            (None, Time::Now) => page.text(cell, NOT_COMPUTABLE, &style::missing(Weight::Plain)),
            (None, Time::Before) => page.text(cell, super::super::formula::MISSING, &style::missing(Weight::Plain)),
            (None, Time::Later) => page.text(cell, "", &style::people(Weight::Plain, Tone::Plain)),
        }
    }

    fn write_target(&self, page: &mut Page, at: u32) -> Result<(), OutputError> {
        match self.target {
            Some(target) => {
                let format = style::percent(Weight::Plain, target_decimals(target.percent), Tone::Plain);
                page.number((at, TARGET), target_share(target.percent), &format)
            }
            None => page.text((at, TARGET), "–", &style::centred(Weight::Plain, Tone::Plain)),
        }
    }

    /// Percentage points and people to the target, and whether it is reached.
    fn write_distance(&self, page: &mut Page, at: u32) -> Result<(), OutputError> {
        let (Some(known), Some(target)) = (self.known, self.target) else { return self.write_no_distance(page, at) };
        let percent = target.percent;
        let points = (share(known) - target_share(percent)) * 100.0;
        let formula = format!("({}-{})*100", name(at, COVERAGE), name(at, TARGET));
        let format = style::points(decimals(Some(known), self.target));
        page.formula((at, POINTS), &formula, &Cached::Number(points), &format)?;
        let (part, whole) = (name(at, NUMERATOR), name(at, DENOMINATOR));
        let needed = u64::try_from(known.1).map_or(0, |whole| percent.people_of(whole));
        let gap = i64::try_from(needed).unwrap_or(i64::MAX) - known.0;
        let formula = format!("ROUNDUP({whole}*{}/100000,0)-{part}", percent.thousandths());
        page.formula((at, GAP), &formula, &Cached::Number(as_f64(gap)), &style::gap())?;
        let reached = gap <= 0;
        let formula = format!("IF({part}*100000>={whole}*{},\"{REACHED}\",\"{NOT_REACHED}\")", percent.thousandths());
        let words = if reached { REACHED } else { NOT_REACHED };
        let tone = if reached { Tone::Good } else { Tone::Bad };
        let format = style::centred(Weight::Group, tone);
        page.formula((at, VERDICT), &formula, &Cached::Text(words.to_owned()), &format)
    }

    fn write_no_distance(&self, page: &mut Page, at: u32) -> Result<(), OutputError> {
        for col in [POINTS, GAP] {
            page.text((at, col), "–", &style::centred(Weight::Plain, Tone::Plain))?;
        }
        let (words, tone) = match (self.time, self.known) {
            (Time::Now, None) => (NOT_COMPUTABLE, Tone::Doubt),
            _ => ("–", Tone::Plain),
        };
        page.text((at, VERDICT), words, &style::centred(Weight::Plain, tone))
    }
}

fn write_people(page: &mut Page, at: (u32, u16), people: &People, weight: Weight) -> Result<(), OutputError> {
    match people {
        People::Live(figure) if figure.extent == Extent::Nothing => Figure::nothing().write(page, at, Weight::Plain),
        People::Live(figure) => figure.write(page, at, weight),
        People::Value(number) => page.number(at, as_f64(*number), &style::people(weight, Tone::Plain)),
        People::NotYet => page.text(at, "", &style::people(weight, Tone::Plain)),
    }
}

fn name(row: u32, col: u16) -> String {
    Address::new(row, col.into()).to_string()
}

/// Participants ÷ labour force, as the cell's formula computes it.
pub fn share((part, whole): (i64, i64)) -> f64 {
    as_f64(part) / as_f64(whole)
}

/// A target as a share of 1.
pub fn target_share(percent: Percent) -> f64 {
    f64::from(percent.thousandths()) / 100_000.0
}

/// The decimals a target is written with: one, or as many as it has.
pub fn target_decimals(percent: Percent) -> u32 {
    match percent.thousandths() {
        n if n % 100 == 0 => 1,
        n if n % 10 == 0 => 2,
        _ => 3,
    }
}
