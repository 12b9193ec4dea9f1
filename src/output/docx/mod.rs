//! Documents laid out as Decree 30/2020/NĐ-CP on clerical work wants them: letters and reports of an office. What it offers
//! is the vocabulary of such documents; each file below it makes one kind of part, in the order the schema asks for.
//!
//! ```
//! use bhxh::output::docx::{Document, Letterhead};
//! use bhxh::view::block::Heading;
//! # let plan = bhxh::plan::embedded();
//! # let date = chrono::NaiveDate::from_ymd_opt(2023, 12, 5).unwrap();
//! let head = Letterhead { office: &plan.office, kind: Some("BC"), subject: None, date };
//! let bytes = Document::new(&head)
//!     .title("BÁO CÁO", "Kết quả thực hiện Kế hoạch năm 2023")
//!     .heading(Heading::Part, "TÌNH HÌNH THỰC HIỆN")
//!     .paragraph("Các đơn vị đã gửi đủ số liệu.")
//!     .signature(&["Như trên".to_owned()])
//!     .render();
//! assert!(bytes.starts_with(b"PK"));
//! ```

mod chart;
mod closing;
mod letterhead;
mod measure;
mod package;
mod page;
mod paragraph;
mod prose;
mod read;
mod styles;
mod table;
mod text;
mod vocabulary;
mod width;

#[cfg(test)]
mod tests;

pub use letterhead::Letterhead;
pub use page::TEXT_WIDTH_MM;
pub use read::{NotRead, read_prose};

use crate::ooxml::element::{Element, element};
use crate::plan::Office;
use crate::view::block::{Chart, Heading, Table, Text};
use crate::view::prose::{Prose, ProsePlace};
use measure::twips;
use package::{DocumentFacts, DocxPackage};
use page::{Orientation, WIDE_TEXT_WIDTH_MM, section};
use paragraph::{DocxParagraph, LineAlign};
use text::BODY_POINTS;

/// The closing sentence, and the paragraph before it. An empty place for the officer's words is a frame and a line to write on,
/// which stay together anyway.
const KEPT_WITH_SIGNATURE: usize = 2;

/// A part of the document from its head down. Paragraphs are built last, since what follows one decides whether it stays on
/// the page of what follows.
#[derive(Debug, Clone)]
enum BodyPart {
    Paragraph(Box<DocxParagraph>),
    Table(Element),
}

impl BodyPart {
    /// Keeps a paragraph on the page of what follows it.
    fn keep_next(&mut self) {
        if let BodyPart::Paragraph(paragraph) = self {
            **paragraph = paragraph.clone().keep_next();
        }
    }

    fn build(self) -> Element {
        match self {
            BodyPart::Paragraph(paragraph) => paragraph.build(),
            BodyPart::Table(table) => table,
        }
    }
}

/// A document being written from its head down.
#[derive(Debug)]
pub struct Document<'a> {
    package: DocxPackage,
    body: Vec<BodyPart>,
    office: &'a Office,
    date: chrono::NaiveDate,
    title: String,
    keyword: Option<String>,
    /// The last numbers given to parts, sections and points.
    numbers: [usize; 3],
    orientation: Orientation,
    /// The keys of the places for the officer's words.
    places: Vec<String>,
}

impl<'a> Document<'a> {
    /// Begins with the head.
    pub fn new(head: &Letterhead<'a>) -> Self {
        Document {
            package: DocxPackage::new(),
            body: vec![BodyPart::Table(head.table())],
            office: head.office,
            date: head.date,
            title: head.subject.clone().unwrap_or_default(),
            keyword: None,
            numbers: [0; 3],
            orientation: Orientation::Upright,
            places: Vec::new(),
        }
    }

    /// The kind of document and what it is about: `BÁO CÁO`, `Kết quả …`.
    pub fn title(mut self, kind: &str, about: &str) -> Self {
        let centered = |text: Text, before: u32, after: u32| {
            DocxParagraph::tight(&text, BODY_POINTS, LineAlign::Center).spacing(before, after)
        };
        self.title = format!("{kind} {about}");
        self.add(centered(Text::new().bold(kind), 240, 0))
            .add(centered(Text::new().bold(about), 0, 40))
            .add(letterhead::line(TEXT_WIDTH_MM, 50))
    }

    /// Says among the document's keywords which one it is.
    pub fn known_as(mut self, keyword: String) -> Self {
        self.keyword = Some(keyword);
        self
    }

    /// `Kính gửi:` one, or several each on its line.
    pub fn addressed_to<S: AsRef<str>>(self, recipients: &[S]) -> Self {
        match recipients {
            [one] => {
                let line = Text::from(format!("Kính gửi: {}", one.as_ref()));
                self.add(DocxParagraph::tight(&line, BODY_POINTS, LineAlign::Center).spacing(240, 240))
            }
            all => {
                let head = DocxParagraph::tight(&Text::from("Kính gửi:"), BODY_POINTS, LineAlign::Left);
                let head = head.indent(twips(40), 0).spacing(240, 0);
                let lines = all.iter().enumerate().map(|(n, name)| {
                    let end = if n + 1 == all.len() { "." } else { ";" };
                    let line = Text::from(format!("- {}{end}", name.as_ref()));
                    DocxParagraph::tight(&line, BODY_POINTS, LineAlign::Left).indent(twips(50), 0)
                });
                lines.fold(self.add(head), Document::add).space(240)
            }
        }
    }

    /// A numbered heading; a part's is printed in capitals.
    pub fn heading(mut self, level: Heading, text: &str) -> Self {
        let n = level as usize;
        self.numbers[n] += 1;
        self.numbers[n + 1..].fill(0);
        let text = match level {
            Heading::Part => format!("{}. {}", level.number(&self.numbers), text.to_uppercase()),
            Heading::Section => format!("{}. {text}", level.number(&self.numbers)),
            Heading::Point => format!("{}) {text}", level.number(&self.numbers)),
        };
        let paragraph = DocxParagraph::body(&Text::new().bold(text)).style(format!("Heading{}", n + 1)).keep_next();
        self.add(paragraph)
    }

    /// A paragraph of body text.
    pub fn paragraph(self, text: impl Into<Text>) -> Self {
        self.add(DocxParagraph::body(&text.into()))
    }

    /// A paragraph that stays on the page of what follows it, such as the line that announces a table.
    pub fn lead_in(self, text: impl Into<Text>) -> Self {
        self.add(DocxParagraph::body(&text.into()).keep_next())
    }

    /// One item of a list with dashes.
    pub fn item(self, text: impl Into<Text>) -> Self {
        self.add(DocxParagraph::body(&Text::from("- ").append(text.into())))
    }

    /// A title centred over a table or a chart.
    pub fn caption(self, text: impl Into<Text>) -> Self {
        self.add(DocxParagraph::tight(&text.into(), 13, LineAlign::Center).spacing(120, 120).keep_next())
    }

    /// Small print under a table or a chart, such as what its signs mean.
    pub fn note(self, text: &str) -> Self {
        self.add(DocxParagraph::tight(&Text::new().italic(text), 12, LineAlign::Both).spacing(0, 160))
    }

    /// A place for the officer's words, with what already stands in it.
    pub fn prose(mut self, place: &ProsePlace, prose: &Prose) -> Self {
        self.places.push(place.key.clone());
        let filled = prose::filled(place, prose, &mut self.package.lists);
        filled.unwrap_or_else(|| prose::unfilled(place)).into_iter().fold(self, Document::add)
    }

    /// The head of an appendix on a page of its own, from which pages are counted anew: `Phụ lục I`, its title, and what it is
    /// attached to.
    pub fn appendix(mut self, number: &str, title: &str, attached_to: &str, is_wide: bool) -> Self {
        let centered = |text: Text, after: u32| {
            DocxParagraph::tight(&text, BODY_POINTS, LineAlign::Center).spacing(0, after).keep_next()
        };
        self = self.end_section();
        self.orientation = if is_wide { Orientation::OnItsSide } else { Orientation::Upright };
        self.add(centered(Text::new().bold(number), 60))
            .add(centered(Text::new().bold(title.to_uppercase()), 60))
            .add(centered(Text::new().italic(attached_to), 200))
    }

    /// A table, with space after it.
    pub fn table(mut self, table: &Table) -> Self {
        let widths = width::fitted(table, self.width_mm());
        self.body.push(BodyPart::Table(table::build(table, &widths)));
        self.space(120)
    }

    /// Charts beside one another in the middle, over the whole width.
    pub fn charts(mut self, charts: &[Chart]) -> Self {
        let n = u32::try_from(charts.len().max(1)).unwrap_or(1);
        let high = charts.iter().map(chart::height_mm).max().unwrap_or_default();
        let size = ((self.width_mm() - 2) / n, high);
        let runs: Vec<text::DocxRun> =
            charts.iter().map(|chart| text::DocxRun::drawing(self.package.chart(chart, size))).collect();
        self.add(DocxParagraph::new().align(LineAlign::Center).spacing(60, 120).runs(runs))
    }

    /// Who receives the document beside those it is addressed to, and the place for the office's signature. The closing sentence
    /// and the paragraph before it stay on its page, so that nobody signs a page without anything of the document on it.
    pub fn signature(mut self, recipients: &[String]) -> Self {
        for part in self.body.iter_mut().rev().take(KEPT_WITH_SIGNATURE) {
            part.keep_next();
        }
        self = self.add(DocxParagraph::gap(60).keep_next());
        self.body.push(BodyPart::Table(closing::table(recipients, self.office)));
        self
    }

    /// The document as a `.docx` file.
    pub fn render(mut self) -> Vec<u8> {
        // Word wants a paragraph after the last table; it takes no room.
        self = self.add(DocxParagraph::gap(0));
        let last = section(&self.package.headers, self.orientation);
        let body = element("w:body").children(self.body.into_iter().map(BodyPart::build)).child(last);
        let about = DocumentFacts {
            title: self.title,
            keyword: self.keyword,
            author: self.office.name.clone(),
            date: self.date,
        };
        self.package.pack(body, &self.places, &about)
    }

    fn width_mm(&self) -> u32 {
        match self.orientation {
            Orientation::Upright => TEXT_WIDTH_MM,
            Orientation::OnItsSide => WIDE_TEXT_WIDTH_MM,
        }
    }

    /// Ends the section with a paragraph that takes no room.
    fn end_section(self) -> Self {
        let section = section(&self.package.headers, self.orientation);
        self.add(DocxParagraph::gap(0).section(section))
    }

    /// Room between two tables, or Word would join them.
    fn space(self, twips: u32) -> Self {
        self.add(DocxParagraph::gap(twips))
    }

    fn add(mut self, paragraph: DocxParagraph) -> Self {
        self.body.push(BodyPart::Paragraph(Box::new(paragraph)));
        self
    }
}
