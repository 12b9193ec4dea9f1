//! "Xếp hạng địa bàn": the areas by coverage of the plan's first indicator that is reported by area, with the others
//! beside. Exact shares decide; the plan sets no targets for areas, so none is shown.

use rust_xlsxwriter::{Chart, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartSolidFill, ChartType, Color};

use super::super::provincial::coverage::{charts, layout::COVERAGE};
use super::super::provincial::formula::LiveFigure;
use super::{ReportBook, names};
use crate::counts::{Scope, Term, terms};
use crate::indicator::Coverage;
use crate::indicator::ranking::ranked;
use crate::output::error::OutputError;
use crate::output::page::{Cached, Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{AgencyId, Caveat, IndicatorId, Input, RoundId};
use crate::value::grid::Address;
use crate::view::block::{Cell, Value, count_as_f64};
use crate::view::coverage::caveat;
use crate::view::words::missing_note;

const HEADER: u32 = 3;
const PARTICIPANTS: u16 = 2;
const LABOUR_FORCE: u16 = 3;
const SHARE: u16 = 4;
const POINTS: u16 = 5;
/// The shares of the other indicators.
const OTHERS: u16 = 6;
/// In pixels.
const CHART: (u32, u32) = (900, 340);
/// Rows of 20 pixels that it covers.
const CHART_ROWS: u32 = 18;
/// A chart with more bars can't be read.
const MOST_IN_CHART: usize = 30;
/// So many are shown at either end then, in two charts side by side.
const ENDS: usize = 10;
/// The column where the second begins.
const HALF: u16 = 4;
/// In pixels: as wide as the columns before that one.
const HALF_CHART: (u32, u32) = (500, 340);

pub fn write(report: &ReportBook) -> Result<Page, OutputError> {
    let plan = report.book.plan();
    let by_area: Vec<IndicatorId> = plan
        .indicator_ids()
        .filter(|n| report.annual.areas.iter().any(|(_, all)| all.iter().any(|coverage| coverage.indicator == *n)))
        .collect();
    let others = by_area.get(1..).unwrap_or_default().to_vec();
    let last = OTHERS + u16::try_from(others.len()).expect("a checked plan has few indicators");
    let mut widths = vec![8.0, 34.0, 15.0, 15.0, 15.0, 16.0];
    widths.extend(vec![15.0; others.len()]);
    widths.push(46.0);
    let mut page = Page::new(names::RANKING, Paper::Landscape, &widths)?;
    let Some(first) = by_area.first() else {
        report.book.heading(&mut page, "XẾP HẠNG ĐỊA BÀN", last)?;
        page.across(HEADER, (0, last), "Kế hoạch không có chỉ số nào tính được theo địa bàn.", &style::caption())?;
        return Ok(page);
    };
    let title = format!("XẾP HẠNG ĐỊA BÀN THEO TỶ LỆ BAO PHỦ {}", plan.indicator(*first).short.to_uppercase());
    report.book.heading_of_shares(&mut page, &title, last)?;
    page.freeze(HEADER + 1, 2, Some((HEADER, HEADER)))?;
    let table = RankingSheet { report, first: *first, others, last };
    table.write_header(&mut page)?;
    let areas = report.annual.areas.iter().flat_map(|(_, all)| all);
    let ranked = ranked(areas.filter(|coverage| coverage.indicator == *first));
    for (n, (rank, coverage)) in (1u32..).zip(&ranked) {
        table.write_area(&mut page, HEADER + n, *rank, coverage, ranked.len())?;
    }
    let below = HEADER + 1 + u32::try_from(ranked.len()).expect("a checked plan has few areas");
    page.across(below, (0, table.last), &caveat(plan, Caveat::Areas), &style::caption())?;
    let n_known = ranked.iter().filter(|(rank, _)| rank.is_some()).count();
    table.insert_chart(&mut page, n_known, ranked.len())?;
    Ok(page)
}

struct RankingSheet<'r> {
    report: &'r ReportBook<'r>,
    first: IndicatorId,
    others: Vec<IndicatorId>,
    last: u16,
}

impl RankingSheet<'_> {
    fn short(&self, indicator: IndicatorId) -> &str {
        &self.report.book.plan().indicator(indicator).short
    }

    fn write_header(&self, page: &mut Page) -> Result<(), OutputError> {
        let short = self.short(self.first);
        let mut labels = vec![
            "Hạng".to_owned(),
            "Địa bàn".to_owned(),
            format!("Đang tham gia {short}"),
            self.report.book.plan().words.fill("{Labour_force}"),
            format!("Tỷ lệ {short}"),
            self.report.book.plan().words.fill("So với {whole} (điểm %)"),
        ];
        labels.extend(self.others.iter().map(|other| format!("Tỷ lệ {}", self.short(*other))));
        labels.push("Ghi chú".to_owned());
        (0..).zip(labels).try_for_each(|(col, label)| page.header((HEADER, col), &label))
    }

    fn sum(&self, round: RoundId, inputs: &[Input], area: AgencyId) -> LiveFigure {
        let terms: Vec<Term> =
            inputs.iter().flat_map(|input| terms(self.report.book.year, input, Scope::Area(area))).collect();
        self.report.book.range.sum_in(round, &terms)
    }

    fn participants(&self, coverage: &Coverage, area: AgencyId) -> LiveFigure {
        let inputs = &self.report.book.plan().indicator(coverage.indicator).area_numerator;
        self.sum(coverage.rounds.numerator, inputs, area)
    }

    fn labour_force(&self, coverage: &Coverage, area: AgencyId) -> LiveFigure {
        let inputs = &self.report.book.plan().indicator(coverage.indicator).area_denominator;
        self.sum(coverage.rounds.denominator, inputs, area)
    }

    fn write_area(
        &self,
        page: &mut Page,
        at: u32,
        rank: Option<usize>,
        coverage: &Coverage,
        n_areas: usize,
    ) -> Result<(), OutputError> {
        let Some((area, all)) = self.report.annual.areas.iter().find(|(area, _)| coverage.area == Some(*area)) else {
            return Ok(());
        };
        page.text((at, 1), self.report.book.year.area_name(*area), &style::text(Weight::Plain))?;
        self.participants(coverage, *area).write(page, (at, PARTICIPANTS), Weight::Plain)?;
        self.labour_force(coverage, *area).write(page, (at, LABOUR_FORCE), Weight::Plain)?;
        self.write_rank(page, at, rank, n_areas)?;
        self.write_share(page, at, coverage)?;
        for (col, other) in (OTHERS..).zip(&self.others) {
            match all.iter().find(|coverage| coverage.indicator == *other) {
                Some(coverage) => self.write_other(page, (at, col), *area, coverage)?,
                None => page.live((at, col), &Cell::share(None), "")?,
            }
        }
        let note = missing_note(self.report.book.year, &all.iter().flat_map(Coverage::missing).collect());
        let tone = if note.is_empty() { Tone::Plain } else { Tone::Doubt };
        page.text((at, self.last), &note, &style::toned_text(tone))
    }

    fn write_rank(&self, page: &mut Page, at: u32, rank: Option<usize>, n_areas: usize) -> Result<(), OutputError> {
        let Some(rank) = rank else { return page.cell((at, 0), &Cell::new(Value::None).tone(Tone::Doubt)) };
        let last = HEADER as usize + 1 + n_areas;
        let formula = format!("RANK({},$E${}:$E${last})", Address::new(at, SHARE.into()), HEADER + 2);
        let cached = Cached::Number(count_as_f64(rank));
        page.formula((at, 0), &formula, &cached, &style::centred(Weight::Group, Tone::Plain))
    }

    /// The area's share and how far it is above the province's.
    fn write_share(&self, page: &mut Page, at: u32, coverage: &Coverage) -> Result<(), OutputError> {
        let cell = |col: u16| Address::new(at, col.into());
        let weight = if coverage.share().is_some() { Weight::Group } else { Weight::Plain };
        let formula = format!("{}/{}", cell(PARTICIPANTS), cell(LABOUR_FORCE));
        page.live((at, SHARE), &Cell::share(coverage.share()).weight(weight), &formula)?;
        let province = self.report.annual.coverage[self.first.idx()].share();
        let above = coverage.share().zip(province).map(|(area, province)| Value::Points(area, province, 2));
        let formula = format!("({}-{})*100", cell(SHARE), self.report.years.now(self.first, COVERAGE));
        page.live((at, POINTS), &Cell::or_none(above), &formula)
    }

    fn write_other(
        &self,
        page: &mut Page,
        at: (u32, u16),
        area: AgencyId,
        coverage: &Coverage,
    ) -> Result<(), OutputError> {
        let (part, whole) = (self.participants(coverage, area), self.labour_force(coverage, area));
        let formula = format!("({})/({})", part.formula, whole.formula);
        page.live(at, &Cell::share(coverage.share()), &formula)
    }

    /// The areas that have a rank, from the highest down; of many those at both ends, which is said.
    fn insert_chart(&self, page: &mut Page, n_known: usize, n_areas: usize) -> Result<(), OutputError> {
        if n_known == 0 {
            return Ok(());
        }
        let number = |n: usize| u32::try_from(n).expect("a checked plan has few areas");
        let (first, last) = (HEADER + 1, HEADER + number(n_known));
        let top = HEADER + 3 + number(n_areas);
        page.keep_together(top, top + CHART_ROWS);
        let title = format!("Tỷ lệ bao phủ {} theo địa bàn năm {}", self.short(self.first), self.report.year());
        if n_known <= MOST_IN_CHART {
            return insert(page, (top, 0), (first, last), &title, CHART);
        }
        let (half, height) = (HALF_CHART, number(ENDS) - 1);
        let end = |which: &str| format!("{title}: {ENDS} nơi {which} trong {n_known}");
        insert(page, (top, 0), (first, first + height), &end("cao nhất"), half)?;
        insert(page, (top, HALF), (last - height, last), &end("thấp nhất"), half)
    }
}

/// Bars for the areas in some rows of the table.
fn insert(
    page: &mut Page,
    (top, col): (u32, u16),
    (first, last): (u32, u32),
    title: &str,
    (width, height): (u32, u32),
) -> Result<(), OutputError> {
    let label = ChartDataLabel::new()
        .show_value()
        .set_num_format("[$-42A]0.00%")
        .set_position(ChartDataLabelPosition::OutsideEnd)
        .set_font(&charts::font(9.0))
        .to_owned();
    let fill = ChartSolidFill::new().set_color(Color::RGB(style::CHART_COVERAGE)).to_owned();
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_categories((names::RANKING, first, 1, last, 1))
        .set_values((names::RANKING, first, SHARE, last, SHARE))
        .set_format(ChartFormat::new().set_solid_fill(&fill))
        .set_data_label(&label)
        .set_gap(50);
    chart.title().set_name(title).set_font(charts::font(12.0).set_bold());
    chart.legend().set_hidden();
    // In a bar chart the library's y axis is the one of categories.
    chart.y_axis().set_reverse().set_font(&charts::font(10.0)).set_major_gridlines(false).set_label_interval(1);
    chart.x_axis().set_min(0.0).set_hidden(true).set_major_gridlines(false);
    chart.set_width(width).set_height(height).set_alt_text(title);
    page.written(|sheet| sheet.insert_chart_with_offset(top, col, &chart, 0, 6))
}
