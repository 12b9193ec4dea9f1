//! The page of Decree 30/2020/NĐ-CP: A4, its margins, and page numbers centred at the top from the second page of the body
//! and of each appendix.

use super::measure::twips;
use super::paragraph::{DocxParagraph, LineAlign};
use super::text::DocxRun;
use super::vocabulary::WORD;
use crate::ooxml::element::{Element, element};

/// A4 less the side margins, in mm.
pub const TEXT_WIDTH_MM: u32 = 165;
/// The same of a page that lies on its side.
pub const WIDE_TEXT_WIDTH_MM: u32 = 257;

/// How the pages of a section are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    Upright,
    OnItsSide,
}

/// Where a section's headers are found.
#[derive(Debug, Clone)]
pub(super) struct Headers {
    pub numbered: String,
    pub first: String,
}

/// The properties of a section that begins on a new page with the page number 1.
pub(super) fn section(headers: &Headers, orientation: Orientation) -> Element {
    let header =
        |kind: &'static str, id: &str| element("w:headerReference").attr("w:type", kind).attr("r:id", id.to_owned());
    element("w:sectPr")
        .child(header("default", &headers.numbered))
        .child(header("first", &headers.first))
        .child(element("w:type").attr("w:val", "nextPage"))
        .child(size(orientation))
        .child(margins(orientation))
        .child(element("w:pgNumType").number("w:start", 1))
        .child(element("w:titlePg"))
}

fn size(orientation: Orientation) -> Element {
    let (short, long) = (twips(210), twips(297));
    let size = |width, height| element("w:pgSz").number("w:w", width).number("w:h", height);
    match orientation {
        Orientation::Upright => size(short, long),
        Orientation::OnItsSide => size(long, short).attr("w:orient", "landscape"),
    }
}

fn margins(orientation: Orientation) -> Element {
    let [top, right, bottom, left] = match orientation {
        Orientation::Upright => [20, 15, 20, 30],
        Orientation::OnItsSide => [25, 20, 15, 20],
    };
    element("w:pgMar")
        .number("w:top", twips(top))
        .number("w:right", twips(right))
        .number("w:bottom", twips(bottom))
        .number("w:left", twips(left))
        .number("w:header", twips(10))
        .number("w:footer", twips(10))
        .number("w:gutter", 0)
}

/// A header part; with the page number or empty.
pub(super) fn header(is_numbered: bool) -> Element {
    let number = is_numbered.then(DocxRun::page_number);
    let paragraph = DocxParagraph::new().align(LineAlign::Center).runs(number);
    element("w:hdr").attr("xmlns:w", WORD).child(paragraph.build())
}
