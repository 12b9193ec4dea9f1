//! Paragraphs: how they are set, in the order of the schema, and the runs they hold.

use super::measure::twips;
use super::text::{BODY_POINTS, DocxRun, runs};
use super::vocabulary::OWN;
use crate::ooxml::element::{Element, element};
use crate::view::block::{self, Text};

/// How lines stand between the margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineAlign {
    Left,
    Center,
    Right,
    Both,
}

impl From<block::Align> for LineAlign {
    fn from(align: block::Align) -> Self {
        match align {
            block::Align::Left => LineAlign::Left,
            block::Align::Center => LineAlign::Center,
            block::Align::Right => LineAlign::Right,
        }
    }
}

impl LineAlign {
    fn word(self) -> &'static str {
        match self {
            LineAlign::Left => "left",
            LineAlign::Center => "center",
            LineAlign::Right => "right",
            LineAlign::Both => "both",
        }
    }
}

/// A paragraph being put together. Distances are in twips; `None` leaves a property to the style, which is the program's
/// own if none is given.
#[derive(Debug, Clone, Default)]
pub(super) struct DocxParagraph {
    style: Option<String>,
    keep_next: bool,
    numbering: Option<(u32, u32)>,
    borders: Option<Borders>,
    spacing: Option<(u32, u32)>,
    line: Option<(u32, &'static str)>,
    indent: Option<Indent>,
    align: Option<LineAlign>,
    section: Option<Element>,
    runs: Vec<DocxRun>,
}

/// Where lines are drawn around a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Borders {
    Top,
    Box,
}

#[derive(Debug, Clone, Copy, Default)]
struct Indent {
    left: u32,
    right: u32,
    first_line: u32,
}

impl DocxParagraph {
    pub fn new() -> Self {
        DocxParagraph::default()
    }

    /// A paragraph of body text: justified, its first line 10 mm in, single lines, 6 points after it.
    pub fn body(text: &Text) -> Self {
        DocxParagraph::new()
            .runs(runs(text, BODY_POINTS))
            .align(LineAlign::Both)
            .first_line(twips(10))
            .spacing(0, 120)
            .line(240, "auto")
    }

    /// A paragraph of its own size without space around it, for heads, tables and closings.
    pub fn tight(text: &Text, points: u32, align: LineAlign) -> Self {
        DocxParagraph::new().runs(runs(text, points)).align(align).spacing(0, 0)
    }

    /// An empty paragraph of one point with space after it: what keeps two tables apart. Without an exact height it would
    /// be as high as a line of body text.
    pub fn gap(after: u32) -> Self {
        DocxParagraph::new().align(LineAlign::Left).spacing(0, after).line(20, "exact")
    }

    pub fn style(self, style: impl Into<String>) -> Self {
        DocxParagraph { style: Some(style.into()), ..self }
    }

    /// Keeps it on the page of what follows.
    pub fn keep_next(self) -> Self {
        self.keep_next_if(true)
    }

    pub fn keep_next_if(self, keep_next: bool) -> Self {
        DocxParagraph { keep_next, ..self }
    }

    /// Makes it an item of a list at a level.
    pub fn numbered(self, list: u32, level: u32) -> Self {
        DocxParagraph { numbering: Some((list, level)), ..self }
    }

    pub fn line_above(self) -> Self {
        DocxParagraph { borders: Some(Borders::Top), ..self }
    }

    pub fn boxed(self) -> Self {
        DocxParagraph { borders: Some(Borders::Box), ..self }
    }

    /// The space before and after it.
    pub fn spacing(self, before: u32, after: u32) -> Self {
        DocxParagraph { spacing: Some((before, after)), ..self }
    }

    /// The height of its lines, by a rule of the format.
    pub fn line(self, height: u32, rule: &'static str) -> Self {
        DocxParagraph { line: Some((height, rule)), ..self }
    }

    /// How far all its lines stand in from the left and the right.
    pub fn indent(self, left: u32, right: u32) -> Self {
        let indent = Indent { left, right, ..self.indent.unwrap_or_default() };
        DocxParagraph { indent: Some(indent), ..self }
    }

    pub fn first_line(self, first_line: u32) -> Self {
        let indent = Indent { first_line, ..self.indent.unwrap_or_default() };
        DocxParagraph { indent: Some(indent), ..self }
    }

    pub fn align(self, align: LineAlign) -> Self {
        DocxParagraph { align: Some(align), ..self }
    }

    /// Ends a section with it.
    pub fn section(self, section: Element) -> Self {
        DocxParagraph { section: Some(section), ..self }
    }

    pub fn runs<R: IntoIterator>(mut self, runs: R) -> Self
    where
        R::Item: Runs,
    {
        runs.into_iter().for_each(|run| run.add_to(&mut self.runs));
        self
    }

    pub fn build(self) -> Element {
        let runs: Vec<Element> = self.runs.iter().cloned().map(DocxRun::build).collect();
        let properties = element("w:pPr").children(self.properties());
        let paragraph = element("w:p");
        let paragraph = if properties.is_empty() { paragraph } else { paragraph.child(properties) };
        paragraph.children(runs)
    }

    /// In the order of the schema.
    fn properties(self) -> Vec<Element> {
        let value = |name: &'static str, value: String| element(name).attr("w:val", value);
        [
            Some(value("w:pStyle", self.style.unwrap_or_else(|| OWN.to_owned()))),
            self.keep_next.then(|| element("w:keepNext")),
            self.numbering.map(numbering),
            self.borders.map(borders),
            spacing(self.spacing, self.line),
            self.indent.map(indent),
            self.align.map(|align| element("w:jc").attr("w:val", align.word())),
            self.section,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// One run, or several that belong together.
pub(super) trait Runs {
    fn add_to(self, runs: &mut Vec<DocxRun>);
}

impl Runs for DocxRun {
    fn add_to(self, runs: &mut Vec<DocxRun>) {
        runs.push(self);
    }
}

impl<const N: usize> Runs for [DocxRun; N] {
    fn add_to(self, runs: &mut Vec<DocxRun>) {
        runs.extend(self);
    }
}

fn numbering((list, level): (u32, u32)) -> Element {
    element("w:numPr").child(element("w:ilvl").number("w:val", level)).child(element("w:numId").number("w:val", list))
}

fn borders(borders: Borders) -> Element {
    let line = |side: &'static str, kind: &'static str, space: u32| {
        element(side).attr("w:val", kind).number("w:sz", 6).number("w:space", space).attr("w:color", "auto")
    };
    match borders {
        Borders::Top => element("w:pBdr").child(line("w:top", "single", 1)),
        Borders::Box => {
            let sides = [("w:top", 1), ("w:left", 4), ("w:bottom", 1), ("w:right", 4)];
            element("w:pBdr").children(sides.map(|(side, space)| line(side, "dashed", space)))
        }
    }
}

fn spacing(space: Option<(u32, u32)>, line: Option<(u32, &'static str)>) -> Option<Element> {
    let mut spacing = element("w:spacing");
    if let Some((before, after)) = space {
        spacing = spacing.number("w:before", before).number("w:after", after);
    }
    if let Some((height, rule)) = line {
        spacing = spacing.number("w:line", height).attr("w:lineRule", rule);
    }
    (space.is_some() || line.is_some()).then_some(spacing)
}

fn indent(indent: Indent) -> Element {
    element("w:ind")
        .number("w:left", indent.left)
        .number("w:right", indent.right)
        .number("w:firstLine", indent.first_line)
}
