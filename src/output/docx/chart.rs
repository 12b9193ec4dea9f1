//! Charts as Word draws them: bars to the right, one list of names, with the values they were made from in the part itself.

use super::vocabulary::{FONT, RELATIONSHIPS};
use crate::ooxml::element::{Element, element};
use crate::view::block::{Chart, ChartUnit, Series, SeriesRole};

const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const IN_TEXT: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// English Metric Units in a millimetre.
const EMU_PER_MM: u32 = 36_000;
/// The height of a bar and of what stands around all bars, in mm.
const BAR_MM: u32 = 4;
const AROUND_MM: u32 = 13;
/// The axes' numbers; any two do.
const NAMES_AXIS: i64 = 111;
const VALUES_AXIS: i64 = 112;

/// How high a chart is drawn, in mm.
pub(super) fn height_mm(chart: &Chart) -> u32 {
    let n_bars = chart.names.len() * chart.series.len();
    (u32::try_from(n_bars).unwrap_or(u32::MAX).saturating_mul(BAR_MM).saturating_add(AROUND_MM)).min(220)
}

/// The chart within a line of text. The number makes its id unique in the document.
pub(super) fn drawing(chart: &Chart, reference: &str, number: u32, (wide, high): (u32, u32)) -> Element {
    let extent = element("wp:extent")
        .number("cx", wide.saturating_mul(EMU_PER_MM))
        .number("cy", high.saturating_mul(EMU_PER_MM));
    let properties = element("wp:docPr")
        .number("id", number)
        .attr("name", format!("Biểu đồ {number}"))
        .attr("descr", chart.alternative.clone());
    let chart = element("c:chart").attr("xmlns:c", CHART).attr("r:id", reference.to_owned());
    let data = element("a:graphicData").attr("uri", CHART).child(chart);
    let distances = ["distT", "distB", "distL", "distR"];
    let inline = distances.into_iter().fold(element("wp:inline"), |inline, side| inline.number(side, 0));
    element("w:drawing").child(
        inline
            .attr("xmlns:wp", IN_TEXT)
            .child(extent)
            .child(properties)
            .child(element("wp:cNvGraphicFramePr"))
            .child(element("a:graphic").attr("xmlns:a", DRAWING).child(data)),
    )
}

/// The chart as a part of the package.
pub(super) fn part(chart: &Chart) -> Element {
    let plot = element("c:plotArea")
        .child(element("c:layout"))
        .child(bars(chart))
        .child(names_axis())
        .child(values_axis(chart));
    let legend = element("c:legend").child(value("c:legendPos", "b")).child(value("c:overlay", "0"));
    let inside = element("c:chart")
        .children(title(&chart.title))
        .child(value("c:autoTitleDeleted", if chart.title.is_empty() { "1" } else { "0" }))
        .child(plot)
        .children((chart.series.len() > 1).then_some(legend))
        .child(value("c:plotVisOnly", "1"))
        .child(value("c:dispBlanksAs", "gap"));
    element("c:chartSpace")
        .attr("xmlns:c", CHART)
        .attr("xmlns:a", DRAWING)
        .attr("xmlns:r", RELATIONSHIPS)
        .child(value("c:roundedCorners", "0"))
        .child(inside)
        .child(shape(Some("FFFFFF")))
        .child(text_properties(900))
}

fn value(name: &'static str, value: &'static str) -> Element {
    element(name).attr("val", value)
}

fn title(title: &str) -> Option<Element> {
    let run = element("a:r")
        .child(element("a:rPr").attr("lang", "vi-VN").number("sz", 1000).number("b", 1))
        .child(element("a:t").text(title));
    let rich = element("c:rich").child(element("a:bodyPr")).child(element("a:p").child(run));
    let title = (!title.is_empty()).then(|| element("c:title").child(element("c:tx").child(rich)));
    title.map(|title| title.child(value("c:overlay", "0")))
}

fn bars(chart: &Chart) -> Element {
    let series = chart.series.iter().enumerate().map(|(n, series)| one_series(chart, n, series));
    element("c:barChart")
        .child(value("c:barDir", "bar"))
        .child(value("c:grouping", "clustered"))
        .child(value("c:varyColors", "0"))
        .children(series)
        .child(value("c:gapWidth", "45"))
        .child(element("c:axId").number("val", NAMES_AXIS))
        .child(element("c:axId").number("val", VALUES_AXIS))
}

fn one_series(chart: &Chart, n: usize, series: &Series) -> Element {
    let place = i64::try_from(n).unwrap_or_default();
    let column = column(n + 1);
    let colour = match series.role {
        SeriesRole::Fact => "1F4E79",
        SeriesRole::Comparison => "A6A6A6",
    };
    element("c:ser")
        .child(element("c:idx").number("val", place))
        .child(element("c:order").number("val", place))
        .child(element("c:tx").child(texts(&format!("Sheet1!${column}$1"), std::slice::from_ref(&series.name))))
        .child(shape(Some(colour)))
        .child(value("c:invertIfNegative", "0"))
        .child(labels(chart.unit, series))
        .child(element("c:cat").child(texts(&range("A", chart.names.len()), &chart.names)))
        .child(element("c:val").child(numbers(&range(&column, chart.names.len()), chart.unit, series)))
}

/// The letter of a column of the sheet that the values would stand on.
fn column(n: usize) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    letters.get(n..=n).unwrap_or("Z").to_owned()
}

fn range(column: &str, n: usize) -> String {
    format!("Sheet1!${column}$2:${column}${}", n + 1)
}

fn texts(formula: &str, texts: &[String]) -> Element {
    let points = texts.iter().enumerate().map(|(n, text)| point(n, text));
    let cache = element("c:strCache").child(count(texts.len())).children(points);
    element("c:strRef").child(element("c:f").text(formula)).child(cache)
}

fn numbers(formula: &str, unit: ChartUnit, series: &Series) -> Element {
    let known = series.points.iter().enumerate().filter_map(|(n, known)| known.as_ref().map(|known| (n, known)));
    let cache = element("c:numCache")
        .child(element("c:formatCode").text(format(unit, 2)))
        .child(count(series.points.len()))
        .children(known.map(|(n, known)| point(n, &known.value)));
    element("c:numRef").child(element("c:f").text(formula)).child(cache)
}

fn count(n: usize) -> Element {
    element("c:ptCount").number("val", i64::try_from(n).unwrap_or_default())
}

fn point(n: usize, value: &str) -> Element {
    element("c:pt").number("idx", i64::try_from(n).unwrap_or_default()).child(element("c:v").text(value))
}

/// How a value is written, with the comma of Vietnamese wherever it is drawn.
fn format(unit: ChartUnit, decimals: u32) -> String {
    match (unit, decimals) {
        (ChartUnit::People, _) => "[$-42A]#,##0".to_owned(),
        (ChartUnit::Percent, 0) => "[$-42A]0\"%\"".to_owned(),
        (ChartUnit::Percent, n) => format!("[$-42A]0.{}\"%\"", "0".repeat(n as usize)),
    }
}

/// The values at the ends of the bars, each with the decimals it takes.
fn labels(unit: ChartUnit, series: &Series) -> Element {
    let own = series.points.iter().enumerate().filter_map(|(n, point)| {
        let decimals = point.as_ref()?.decimals;
        (decimals != 2 && unit == ChartUnit::Percent).then(|| {
            let label = element("c:dLbl").child(element("c:idx").number("val", i64::try_from(n).unwrap_or_default()));
            label.children(label_properties(format(unit, decimals)))
        })
    });
    element("c:dLbls").children(own).children(label_properties(format(unit, 2)))
}

fn label_properties(format: String) -> Vec<Element> {
    let number_format = element("c:numFmt").attr("formatCode", format).number("sourceLinked", 0);
    let shown = ["c:showLegendKey", "c:showVal", "c:showCatName", "c:showSerName", "c:showPercent", "c:showBubbleSize"];
    let shown = shown.map(|name| value(name, if name == "c:showVal" { "1" } else { "0" }));
    [number_format, shape(None), text_properties(800), value("c:dLblPos", "outEnd")].into_iter().chain(shown).collect()
}

/// Filled with a colour, or not at all.
fn shape(colour: Option<&'static str>) -> Element {
    let fill = match colour {
        Some(colour) => element("a:solidFill").child(value("a:srgbClr", colour)),
        None => element("a:noFill"),
    };
    let line = element("a:ln").child(element("a:noFill"));
    element("c:spPr").child(fill).child(line)
}

/// The font of the document in hundredths of a point.
fn text_properties(size: u32) -> Element {
    let font = element("a:defRPr")
        .number("sz", size)
        .child(element("a:latin").attr("typeface", FONT))
        .child(element("a:cs").attr("typeface", FONT));
    let paragraph =
        element("a:p").child(element("a:pPr").child(font)).child(element("a:endParaRPr").attr("lang", "vi-VN"));
    element("c:txPr").child(element("a:bodyPr")).child(paragraph)
}

/// From the top down, as the text lists them.
fn names_axis() -> Element {
    let line = element("a:ln").child(element("a:solidFill").child(value("a:srgbClr", "7F7F7F")));
    element("c:catAx")
        .child(element("c:axId").number("val", NAMES_AXIS))
        .child(element("c:scaling").child(value("c:orientation", "maxMin")))
        .child(value("c:delete", "0"))
        .child(value("c:axPos", "l"))
        .child(value("c:majorTickMark", "none"))
        .child(value("c:minorTickMark", "none"))
        .child(value("c:tickLblPos", "low"))
        .child(element("c:spPr").child(line))
        .child(element("c:crossAx").number("val", VALUES_AXIS))
        .child(value("c:crosses", "autoZero"))
        .child(value("c:auto", "0"))
        .child(value("c:lblAlgn", "ctr"))
        .child(value("c:lblOffset", "100"))
        .child(value("c:noMultiLvlLbl", "1"))
}

/// From 0, or from below it, with room for the labels; not drawn, since every bar bears its value.
fn values_axis(chart: &Chart) -> Element {
    let scaling = element("c:scaling")
        .child(value("c:orientation", "minMax"))
        .children(chart.highest().map(|highest| element("c:max").attr("val", highest)))
        .children((!chart.has_negative()).then(|| value("c:min", "0")));
    element("c:valAx")
        .child(element("c:axId").number("val", VALUES_AXIS))
        .child(scaling)
        .child(value("c:delete", "1"))
        .child(value("c:axPos", "b"))
        .child(element("c:numFmt").attr("formatCode", "General").number("sourceLinked", 0))
        .child(value("c:majorTickMark", "none"))
        .child(value("c:minorTickMark", "none"))
        .child(value("c:tickLblPos", "nextTo"))
        .child(element("c:crossAx").number("val", NAMES_AXIS))
        .child(value("c:crosses", "autoZero"))
        .child(value("c:crossBetween", "between"))
}
