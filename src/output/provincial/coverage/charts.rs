//! Charts over the tables: this year's coverage beside its targets, and each indicator over the years.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::layout::{COVERAGE, CoverageLayout, FIRST_ROW, NOTE, TARGET};
use crate::indicator::Coverage;
use crate::output::error::OutputError;
use crate::output::page::Page;
use crate::output::provincial::book::Book;
use crate::output::style;
use crate::plan::{IndicatorId, Target};
use crate::value::Ratio;
use crate::view::words;

/// In pixels; two charts fill the width of the sheet.
const WIDTH: u32 = 618;
const HEIGHT: u32 = 290;
/// The rows a chart covers, and one between two.
const ROWS: u32 = 16;

pub fn insert(page: &mut Page, book: &Book, layout: &CoverageLayout) -> Result<(), OutputError> {
    let top = layout.charts() + 1;
    page.across(top - 1, (0, NOTE), "C. BIỂU ĐỒ", &style::section())?;
    page.break_before(top - 1);
    let mut charts = vec![this_year(book, layout, WIDTH)];
    charts.extend(book.plan().indicator_ids().map(|indicator| over_years(book, layout, indicator)));
    for (n, chart) in (0..).zip(charts) {
        let (row, x) = (top + (n / 2) * ROWS, (n % 2) * (WIDTH + 12));
        page.written(|sheet| sheet.insert_chart_with_offset(row, 0, &chart, x, 8))?;
    }
    Ok(())
}

/// This year's coverage beside its targets, as wide as asked for in pixels.
pub fn this_year(book: &Book, layout: &CoverageLayout, width: u32) -> Chart {
    let (first, last) = (FIRST_ROW, FIRST_ROW + layout.n_indicators - 1);
    let mut chart = Chart::new(ChartType::Column);
    let known = book.coverage.iter().map(|coverage| coverage.known().is_some());
    let n_decimals = book.coverage.iter().map(|coverage| decimals(coverage.share(), coverage.target.as_ref())).max();
    add(&mut chart, layout, Bars::COVERAGE, (first, last), Some(labels(known, n_decimals.unwrap_or(2))));
    let targets = book.coverage.iter().map(|coverage| coverage.target.is_some());
    add(&mut chart, layout, Bars::TARGET, (first, last), Some(labels(targets, 1)));
    let title = format!("Tỷ lệ bao phủ so với chỉ tiêu năm {}", book.year.year);
    dress(&mut chart, &title);
    chart.set_width(width);
    chart
}

fn over_years(book: &Book, layout: &CoverageLayout, indicator: IndicatorId) -> Chart {
    let first = layout.first_year(indicator);
    let last = first + layout.n_years() - 1;
    let shares: Vec<Option<Ratio>> = layout.years.iter().map(|year| share(book, indicator, *year)).collect();
    let plan_indicator = book.plan().indicator(indicator);
    let years = layout.years.iter().zip(&shares);
    let n_decimals = years.map(|(year, share)| decimals(*share, plan_indicator.target(*year))).max().unwrap_or(2);
    let mut chart = Chart::new(ChartType::Column);
    let with_label = shares.iter().map(Option::is_some);
    add(&mut chart, layout, Bars::COVERAGE, (first, last), Some(inner_labels(with_label, n_decimals)));
    let mut line = Chart::new(ChartType::Line);
    add(&mut line, layout, Bars::TARGET, (first, last), None);
    chart.combine(&line);
    dress(&mut chart, &format!("{}: tỷ lệ bao phủ và chỉ tiêu qua các năm", plan_indicator.short));
    chart
}

fn share(book: &Book, indicator: IndicatorId, year: i32) -> Option<Ratio> {
    let all = book.context.earlier.iter().flat_map(|earlier| &earlier.coverage).chain(&book.coverage);
    all.filter(|coverage| coverage.year == year && coverage.indicator == indicator).find_map(Coverage::share)
}

/// The decimals of a column's label; none is shown where there is no share.
fn decimals(share: Option<Ratio>, target: Option<&Target>) -> u32 {
    share.map_or(2, |share| words::decimals(share, target.map(|target| target.percent)))
}

/// One series: what it is called, where it stands, its colour.
#[derive(Clone, Copy)]
struct Bars {
    name: &'static str,
    col: u16,
    color: u32,
}

impl Bars {
    const COVERAGE: Bars = Bars { name: "Tỷ lệ bao phủ", col: COVERAGE, color: style::CHART_COVERAGE };
    const TARGET: Bars = Bars { name: "Chỉ tiêu", col: TARGET, color: style::CHART_TARGET };
}

fn add(
    chart: &mut Chart,
    layout: &CoverageLayout,
    bars: Bars,
    (first, last): (u32, u32),
    labels: Option<(ChartDataLabel, Vec<ChartDataLabel>)>,
) {
    let color = Color::RGB(bars.color);
    let series = chart.add_series();
    series
        .set_name(bars.name)
        .set_categories((layout.sheet, first, 0, last, 0))
        .set_values((layout.sheet, first, bars.col, last, bars.col))
        .set_gap(90)
        .set_overlap(-5);
    match labels {
        Some((label, custom)) => {
            series.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color)));
            series.set_data_label(&label).set_custom_data_labels(&custom);
        }
        None => {
            series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(color).set_width(2.25)));
            let mut fill = ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color)).to_owned();
            series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Diamond).set_size(8).set_format(&mut fill));
            let label = data_label(1).set_position(ChartDataLabelPosition::Above).to_owned();
            series.set_data_label(&label);
        }
    }
}

fn data_label(decimals: u32) -> ChartDataLabel {
    let format = format!("[$-42A]0.{}%", "0".repeat(decimals as usize));
    ChartDataLabel::new().show_value().set_num_format(format).set_font(&font(9.0)).to_owned()
}

/// A label for every column, hidden where there is no number: 0 % would be a lie.
fn labels(known: impl Iterator<Item = bool>, decimals: u32) -> (ChartDataLabel, Vec<ChartDataLabel>) {
    hidden_where_unknown(known, data_label(decimals).set_position(ChartDataLabelPosition::OutsideEnd).to_owned())
}

/// The same inside the columns, out of the way of the line above them.
fn inner_labels(known: impl Iterator<Item = bool>, decimals: u32) -> (ChartDataLabel, Vec<ChartDataLabel>) {
    let white = font(9.0).set_bold().set_color(Color::White).to_owned();
    let position = ChartDataLabelPosition::Center;
    hidden_where_unknown(known, data_label(decimals).set_position(position).set_font(&white).to_owned())
}

fn hidden_where_unknown(
    known: impl Iterator<Item = bool>,
    label: ChartDataLabel,
) -> (ChartDataLabel, Vec<ChartDataLabel>) {
    (label, known.map(own_label).collect())
}

/// The label of one bar: as the others, or none where nothing is known, for it would say 0. It must be the default one: with
/// a font the library writes its parts in an order Excel refuses.
pub fn own_label(is_known: bool) -> ChartDataLabel {
    if is_known { ChartDataLabel::default() } else { ChartDataLabel::new().set_hidden().to_owned() }
}

pub fn font(size: f64) -> ChartFont {
    ChartFont::new().set_name("Times New Roman").set_size(size).to_owned()
}

pub fn dress(chart: &mut Chart, title: &str) {
    chart.title().set_name(title).set_font(font(12.0).set_bold());
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(10.0));
    chart.x_axis().set_font(&font(10.0));
    let rule = ChartLine::new().set_color(Color::RGB(0xD9_D9D9)).to_owned();
    chart.y_axis().set_font(&font(9.0)).set_num_format("0%").set_min(0.0).set_major_gridlines_line(&rule);
    chart.set_width(WIDTH).set_height(HEIGHT).set_alt_text(title);
}
