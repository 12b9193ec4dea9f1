//! "Theo khối": who should take part, who does and how many are left, sector by sector, with the gaps as a chart. The
//! figures are those of the potential sheet.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartLegendPosition,
    ChartSolidFill, ChartType, Color,
};

use super::super::provincial::coverage::charts;
use super::super::provincial::formula::{Extent, LiveFigure};
use super::super::provincial::potential::{self, LiableRow, share};
use super::{ReportBook, names};
use crate::indicator::potential::SchemePotential;
use crate::indicator::proposal::ProposalPart;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::value::grid::Address;
use crate::view::potential as view;

const FIRST: u16 = 2;
/// The figures of a scheme, and behind them the share of those liable who take part.
const PER_SCHEME: u16 = 7;
const SHARE: u16 = 6;
const POTENTIAL: u16 = 5;
const HEADER: u32 = 3;
const TOTAL: u32 = HEADER + 2;
/// In pixels.
const CHART: (u32, u32) = (1120, 380);

pub fn write(report: &ReportBook) -> Result<Page, OutputError> {
    let schemes: Vec<&SchemePotential> =
        report.annual.potential.schemes.iter().filter(|scheme| scheme.is_by_sector()).collect();
    let n = u16::try_from(schemes.len()).expect("a checked plan has few schemes");
    let last = FIRST + PER_SCHEME * n.max(1);
    let mut widths = vec![6.0, 46.0];
    widths.extend(vec![12.0; usize::from(last - FIRST)]);
    widths.push(46.0);
    let mut page = Page::new(names::SECTORS, Paper::Landscape, &widths)?;
    report.book.heading_of_main_round(&mut page, "THUỘC DIỆN, ĐANG THAM GIA VÀ TIỀM NĂNG THEO KHỐI", last)?;
    if schemes.is_empty() {
        page.across(HEADER, (0, last), "Kế hoạch không báo cáo loại hình nào theo khối.", &style::caption())?;
        return Ok(page);
    }
    page.freeze(HEADER + 2, 2, Some((HEADER, HEADER + 1)))?;
    let table = SectorSheet { report, schemes, last };
    table.write_header(&mut page)?;
    table.write_rows(&mut page)?;
    table.insert_chart(&mut page)?;
    Ok(page)
}

struct SectorSheet<'r> {
    report: &'r ReportBook<'r>,
    schemes: Vec<&'r SchemePotential>,
    last: u16,
}

impl SectorSheet<'_> {
    fn columns(&self) -> impl Iterator<Item = (u16, &SchemePotential)> {
        (0u16..).zip(&self.schemes).map(|(n, scheme)| (FIRST + n * PER_SCHEME, *scheme))
    }

    fn write_header(&self, page: &mut Page) -> Result<(), OutputError> {
        page.header((HEADER + 1, 0), "STT")?;
        page.header((HEADER + 1, 1), "Khối")?;
        page.across(HEADER, (0, 1), "", &style::header())?;
        for (col, scheme) in self.columns() {
            let name = &self.report.book.plan().scheme(scheme.scheme).name;
            page.across(HEADER, (col, col + PER_SCHEME - 1), name, &style::header())?;
            let labels = view::Figure::ALL.map(view::Figure::title).into_iter().chain(["Tỷ lệ tham gia"]);
            for (n, label) in (0..).zip(labels) {
                page.header((HEADER + 1, col + n), label)?;
            }
        }
        page.header((HEADER, self.last), "")?;
        page.header((HEADER + 1, self.last), "Ghi chú")
    }

    fn write_rows(&self, page: &mut Page) -> Result<(), OutputError> {
        self.write_row(
            page,
            TOTAL,
            ("", &self.report.book.plan().words.fill("{WHOLE}")),
            ProposalPart::Province,
            Weight::Total,
        )?;
        for (n, sector) in (1u32..).zip(self.report.book.plan().sector_ids()) {
            let name = &self.report.book.plan().sector(sector).name;
            self.write_row(page, TOTAL + n, (&n.to_string(), name), ProposalPart::Sector(sector), Weight::Plain)?;
        }
        Ok(())
    }

    fn write_row(
        &self,
        page: &mut Page,
        at: u32,
        (no, name): (&str, &str),
        part: ProposalPart,
        weight: Weight,
    ) -> Result<(), OutputError> {
        page.position((at, 0), no, &style::centred(weight, Tone::Plain))?;
        page.text((at, 1), name, &style::text(weight))?;
        for (col, scheme) in self.columns() {
            if let Some(place) = self.report.places.liable.get(&(scheme.scheme, part)) {
                write_place(page, (at, col), place, weight)?;
            }
        }
        let note = self.note(part);
        let format = if note.is_empty() { style::text(Weight::Plain) } else { style::toned_text(Tone::Doubt) };
        page.text((at, self.last), &note, &format)
    }

    /// The note of a row: one if all schemes have the same note, otherwise one for each scheme that differs.
    fn note(&self, part: ProposalPart) -> String {
        let notes: Vec<(&SchemePotential, String)> =
            self.schemes.iter().map(|scheme| (*scheme, self.note_of(scheme, part))).collect();
        match notes.first() {
            Some((_, first)) if notes.iter().all(|(_, note)| note == first) => first.clone(),
            _ => {
                let noted = notes.iter().filter(|(_, note)| !note.is_empty());
                noted.map(|(scheme, note)| format!("{}: {note}", self.name(scheme))).collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn note_of(&self, scheme: &SchemePotential, part: ProposalPart) -> String {
        let year = self.report.book.year;
        let row = scheme.rows.iter().find(|row| row.sector.map(ProposalPart::Sector) == Some(part));
        match (row, scheme.total()) {
            (Some(row), _) => view::note(self.report.book.merged, scheme.scheme, row),
            (None, Some(total)) if part == ProposalPart::Province => view::total_note(year, scheme, &total),
            _ => String::new(),
        }
    }

    fn name(&self, scheme: &SchemePotential) -> &str {
        &self.report.book.plan().scheme(scheme.scheme).name
    }

    fn insert_chart(&self, page: &mut Page) -> Result<(), OutputError> {
        let any = self.schemes.iter().flat_map(|scheme| &scheme.rows).any(|row| row.people().is_some());
        if !any {
            return Ok(());
        }
        let first = TOTAL + 1;
        let last = TOTAL + u32::try_from(self.report.book.plan().sectors.len()).expect("a few sectors");
        let mut chart = Chart::new(ChartType::Bar);
        let colors = [style::CHART_COVERAGE, style::CHART_TARGET];
        for ((col, scheme), color) in self.columns().zip(colors.into_iter().cycle()) {
            let label = ChartDataLabel::new()
                .show_value()
                .set_num_format("[$-42A]#,##0")
                .set_position(ChartDataLabelPosition::OutsideEnd)
                .set_font(&charts::font(9.0))
                .to_owned();
            let known = (first..=last).zip(self.report.book.plan().sector_ids()).map(|(_, sector)| {
                let place = self.report.places.liable.get(&(scheme.scheme, ProposalPart::Sector(sector)));
                place.is_some_and(|place| place.of(view::Figure::Potential).1.extent == Extent::Whole)
            });
            let custom: Vec<ChartDataLabel> = known.map(charts::own_label).collect();
            let fill = ChartSolidFill::new().set_color(Color::RGB(color)).to_owned();
            chart
                .add_series()
                .set_name(&self.report.book.plan().scheme(scheme.scheme).name)
                .set_categories((names::SECTORS, first, 1, last, 1))
                .set_values((names::SECTORS, first, col + POTENTIAL, last, col + POTENTIAL))
                .set_format(ChartFormat::new().set_solid_fill(&fill))
                .set_data_label(&label)
                .set_custom_data_labels(&custom)
                .set_gap(60);
        }
        let title = format!("Số người còn tiềm năng theo khối năm {}", self.report.year());
        chart.title().set_name(&title).set_font(charts::font(12.0).set_bold());
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&charts::font(10.0));
        // In a bar chart the library's y axis is the one of categories.
        let categories = chart.y_axis();
        categories.set_reverse().set_font(&charts::font(10.0));
        categories.set_label_position(ChartAxisLabelPosition::Low).set_major_gridlines(false);
        chart.x_axis().set_hidden(true).set_major_gridlines(false);
        chart.set_width(CHART.0).set_height(CHART.1).set_alt_text(&title);
        page.written(|sheet| sheet.insert_chart_with_offset(last + 2, 0, &chart, 0, 6))
    }
}

fn write_place(page: &mut Page, (at, col): (u32, u16), place: &LiableRow, weight: Weight) -> Result<(), OutputError> {
    for (n, of) in (0..).zip(view::Figure::ALL) {
        let (on_sheet, figure) = place.of(of);
        let reference = LiveFigure { formula: potential::refer(*on_sheet), ..figure.clone() };
        match (figure.extent, of) {
            (Extent::Nothing, view::Figure::Eligible | view::Figure::Current | view::Figure::Participants)
            | (Extent::Partial, _) => reference.write(page, (at, col + n), weight)?,
            (Extent::Nothing, _) => page.not_computable((at, col + n), weight)?,
            (Extent::Whole, _) => {
                page.live((at, col + n), &of.cell(Some(figure.people)).weight(weight), &reference.formula)?;
            }
        }
    }
    let [whole, part] = [view::Figure::Eligible, view::Figure::Participants].map(|of| &place.of(of).1);
    let cell = |of: u16| Address::new(at, (col + of).into());
    page.live((at, col + SHARE), &share(part, whole).weight(weight), &format!("{}/{}", cell(2), cell(0)))
}
