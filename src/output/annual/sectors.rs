//! "Theo khối": who should take part, who does and how many are left, sector by sector, with the gaps as a chart. The
//! figures are those of the potential sheet.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartLegendPosition,
    ChartSolidFill, ChartType, Color,
};

use super::super::provincial::coverage::charts;
use super::super::provincial::formula::{Extent, Figure};
use super::super::provincial::potential::{self, Place, share};
use super::{Report, names};
use crate::indicator::potential::{SchemePotential, SectorPotential};
use crate::indicator::proposal::Part;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::AgencyId;
use crate::value::grid::Address;
use crate::value::wording;
use crate::view::words::{lacking, missing_note};

const FIRST: u16 = 2;
/// Eligible, participants, share, potential.
const PER_SCHEME: u16 = 4;
const SHARE: u16 = 2;
const POTENTIAL: u16 = 3;
const HEADER: u32 = 3;
const TOTAL: u32 = HEADER + 2;
/// In pixels.
const CHART: (u32, u32) = (1120, 380);

pub fn write(report: &Report) -> Result<Page, OutputError> {
    let schemes: Vec<&SchemePotential> =
        report.annual.potential.schemes.iter().filter(|scheme| !scheme.sectors.is_empty()).collect();
    let n = u16::try_from(schemes.len()).expect("a checked plan has few schemes");
    let last = FIRST + PER_SCHEME * n.max(1);
    let mut widths = vec![6.0, 46.0];
    widths.extend(vec![14.5; usize::from(last - FIRST)]);
    widths.push(46.0);
    let mut page = Page::new(names::SECTORS, Paper::Landscape, &widths)?;
    report.book.heading(&mut page, "THUỘC DIỆN, ĐANG THAM GIA VÀ TIỀM NĂNG THEO KHỐI", last)?;
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
    report: &'r Report<'r>,
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
            let labels = ["Thuộc diện tham gia", "Đang tham gia", "Tỷ lệ tham gia", "Còn tiềm năng"];
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
            Part::Province,
            Weight::Total,
        )?;
        for (n, sector) in (1u32..).zip(self.report.book.plan().sector_ids()) {
            let name = &self.report.book.plan().sector(sector).name;
            self.write_row(page, TOTAL + n, (&n.to_string(), name), Part::Sector(sector), Weight::Plain)?;
        }
        Ok(())
    }

    fn write_row(
        &self,
        page: &mut Page,
        at: u32,
        (no, name): (&str, &str),
        part: Part,
        weight: Weight,
    ) -> Result<(), OutputError> {
        page.position((at, 0), no, &style::centred(weight, Tone::Plain))?;
        page.text((at, 1), name, &style::text(weight))?;
        for (col, scheme) in self.columns() {
            if let Some(place) = self.report.places.get(&(scheme.scheme, part)) {
                write_place(page, (at, col), place, weight)?;
            }
        }
        let note = self.note(part);
        let format = if note.is_empty() { style::text(Weight::Plain) } else { style::toned_text(Tone::Doubt) };
        page.text((at, self.last), &note, &format)
    }

    /// Whose numbers are missing, and where more take part than should.
    fn note(&self, part: Part) -> String {
        let over = self.schemes.iter().filter_map(|scheme| self.over(scheme, part));
        self.missing(part).into_iter().chain(over).collect::<Vec<_>>().join(" ")
    }

    /// A sentence on what all schemes lack, or one on each that lacks something else than the others.
    fn missing(&self, part: Part) -> Vec<String> {
        let year = self.report.book.year;
        let missing: Vec<_> = self.schemes.iter().map(|scheme| missing_from(scheme, part)).collect();
        match missing.first() {
            Some(all) if !all.is_empty() && missing.iter().all(|other| other == all) => {
                vec![format!("{}.", missing_note(year, all))]
            }
            _ => {
                let schemes = self.schemes.iter().zip(&missing).filter(|(_, missing)| !missing.is_empty());
                schemes.map(|(scheme, missing)| format!("{}: {}.", self.name(scheme), lacking(year, missing))).collect()
            }
        }
    }

    /// That more people of a sector are in a scheme than should be, if so.
    fn over(&self, scheme: &SchemePotential, part: Part) -> Option<String> {
        let sector = scheme.sectors.iter().find(|sector| part == Part::Sector(sector.sector))?;
        let people = sector.people().filter(|people| *people < 0)?;
        let (name, people) = (self.name(scheme), wording::people(-people));
        Some(format!("{name}: đang tham gia nhiều hơn thuộc diện {people} người, cần giải trình."))
    }

    fn name(&self, scheme: &SchemePotential) -> &str {
        &self.report.book.plan().scheme(scheme.scheme).name
    }

    fn insert_chart(&self, page: &mut Page) -> Result<(), OutputError> {
        let any = self.schemes.iter().flat_map(|scheme| &scheme.sectors).any(|sector| sector.people().is_some());
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
                let place = self.report.places.get(&(scheme.scheme, Part::Sector(sector)));
                place.is_some_and(|place| place.potential.1.extent == Extent::Whole)
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

/// The agencies whose numbers a scheme lacks in a sector, or in all of them.
fn missing_from(scheme: &SchemePotential, part: Part) -> BTreeSet<AgencyId> {
    let sectors = scheme.sectors.iter().filter(|sector| part == Part::Sector(sector.sector));
    if part == Part::Province { scheme.missing() } else { sectors.flat_map(SectorPotential::missing).collect() }
}

fn write_place(page: &mut Page, (at, col): (u32, u16), place: &Place, weight: Weight) -> Result<(), OutputError> {
    let reference = |(at, figure): &(Address, Figure)| Figure { formula: potential::refer(*at), ..figure.clone() };
    let (whole, part) = (reference(&place.whole), reference(&place.participants));
    whole.write(page, (at, col), weight)?;
    part.write(page, (at, col + 1), weight)?;
    let cell = |col: u16| Address::new(at, col.into());
    page.live((at, col + SHARE), &share(&part, &whole).weight(weight), &format!("{}/{}", cell(col + 1), cell(col)))?;
    let potential = reference(&place.potential);
    match potential.extent {
        Extent::Nothing => page.not_computable((at, col + POTENTIAL), weight),
        _ => potential.write(page, (at, col + POTENTIAL), weight),
    }
}
