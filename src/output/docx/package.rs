//! The document as a file: its parts, which name one another, and nothing that would differ between two runs.

use chrono::NaiveDate;

use super::chart;
use super::page::{self, Headers};
use super::prose::Lists;
use super::styles;
use super::vocabulary::{RELATIONSHIPS, WORD};
use crate::ooxml::element::{Element, element};
use crate::ooxml::packing::{Packing, References};
use crate::view::block::Chart;

/// The parts beside the text that a document begins with, and the charts added to it.
#[derive(Debug)]
pub(super) struct DocxPackage {
    packing: Packing,
    references: References,
    pub headers: Headers,
    pub lists: Lists,
    n_charts: u32,
}

macro_rules! word_type {
    ($kind:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.wordprocessingml.", $kind, "+xml")
    };
}

macro_rules! reference {
    ($kind:literal) => {
        concat!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/", $kind)
    };
}

impl DocxPackage {
    pub fn new() -> Self {
        let (mut packing, mut references) = (Packing::default(), References::default());
        let mut fixed = |name: &str, content_type, kind, content: &'static str| {
            packing.part(&format!("word/{name}"), content_type, content);
            references.add(kind, name);
        };
        let theme = "application/vnd.openxmlformats-officedocument.theme+xml";
        fixed("settings.xml", word_type!("settings"), reference!("settings"), include_str!("parts/settings.xml"));
        fixed("fontTable.xml", word_type!("fontTable"), reference!("fontTable"), include_str!("parts/fontTable.xml"));
        fixed("theme/theme1.xml", theme, reference!("theme"), include_str!("parts/theme1.xml"));
        let mut header = |name: &str, is_numbered| {
            packing.part(&format!("word/{name}"), word_type!("header"), page::header(is_numbered).part());
            references.add(reference!("header"), name)
        };
        let headers = Headers { numbered: header("header1.xml", true), first: header("header2.xml", false) };
        DocxPackage { packing, references, headers, lists: Lists::new(), n_charts: 0 }
    }

    /// Adds a chart and draws it so wide and so high, in mm.
    pub fn chart(&mut self, chart: &Chart, size: (u32, u32)) -> Element {
        self.n_charts += 1;
        let name = format!("charts/chart{}.xml", self.n_charts);
        let content_type = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
        self.packing.part(&format!("word/{name}"), content_type, chart::part(chart).part());
        let reference = self.references.add(reference!("chart"), &name);
        chart::drawing(chart, &reference, self.n_charts, size)
    }

    /// The bytes of the document; equal for equal documents.
    pub fn pack(mut self, body: Element, places: &[String], about: &DocumentFacts) -> Vec<u8> {
        let document = element("w:document").attr("xmlns:w", WORD).attr("xmlns:r", RELATIONSHIPS).child(body).part();
        self.packing.part("word/document.xml", word_type!("document.main"), document);
        self.packing.part("word/styles.xml", word_type!("styles"), styles::part(places).part());
        self.references.add(reference!("styles"), "styles.xml");
        self.packing.part("word/numbering.xml", word_type!("numbering"), self.lists.part().part());
        self.references.add(reference!("numbering"), "numbering.xml");
        self.packing.references("word/document.xml", self.references);
        let core = "application/vnd.openxmlformats-package.core-properties+xml";
        self.packing.part("docProps/core.xml", core, about.part().part());
        let mut own = References::default();
        own.add(reference!("officeDocument"), "word/document.xml");
        let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        own.add(core, "docProps/core.xml");
        self.packing.references("", own);
        self.packing.pack()
    }
}

/// What a document says of itself.
#[derive(Debug)]
pub(super) struct DocumentFacts {
    pub title: String,
    /// Which document it is, by which it is known again.
    pub keyword: Option<String>,
    pub author: String,
    pub date: NaiveDate,
}

impl DocumentFacts {
    fn part(&self) -> Element {
        let day = |name| element(name).attr("xsi:type", "dcterms:W3CDTF").text(format!("{}T00:00:00Z", self.date));
        element("cp:coreProperties")
            .attr("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
            .attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
            .attr("xmlns:dcterms", "http://purl.org/dc/terms/")
            .attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
            .child(element("dc:title").text(self.title.as_str()))
            .child(element("dc:creator").text(self.author.as_str()))
            .child(element("dc:language").text("vi-VN"))
            .children(self.keyword.as_deref().map(|keyword| element("cp:keywords").text(keyword)))
            .child(day("dcterms:created"))
            .child(day("dcterms:modified"))
    }
}
